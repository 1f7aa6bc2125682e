#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

/* Five buyers: later ones bought more often; A and B spent the same. */
static const struct sample samples[] = {
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 100},
    {.who = "B",
	.at = "2026-01-02 10:00",
	.what = "ec:purchase",
	.amount = 100},
    {.who = "C",
	.at = "2026-01-03 10:00",
	.what = "ec:purchase",
	.amount = 300},
    {.who = "D",
	.at = "2026-01-03 10:00",
	.what = "ec:purchase",
	.amount = 300},
    {.who = "D",
	.at = "2026-01-04 10:00",
	.what = "ec:purchase",
	.amount = 400},
    {.who = "E",
	.at = "2026-01-04 10:00",
	.what = "ec:purchase",
	.amount = 500},
    {.who = "E",
	.at = "2026-01-04 10:00",
	.what = "ec:purchase",
	.amount = 500},
    {.who = "E",
	.at = "2026-01-05 10:00",
	.what = "store:purchase",
	.amount = 100},
    {.who = "E",
	.at = "2026-01-06 10:00",
	.what = "store:return",
	.amount = 200},
};

static const struct answer_case cases[] = {
    {"ties stay together", {.kpi = "rfm", .samples = samples, .n = 9},
	"R1 F1 M1: 0.200000 1 5 0.036224 0.624465 share\n"
	"R2 F1 M1: 0.200000 1 5 0.036224 0.624465 share\n"
	"R3 F1 M3: 0.200000 1 5 0.036224 0.624465 share\n"
	"R4 F4 M4: 0.200000 1 5 0.036224 0.624465 share\n"
	"R5 F5 M5: 0.200000 1 5 0.036224 0.624465 share\n"},
    {"of two the better one is in the middle",
	{.kpi = "rfm", .samples = samples, .n = 2},
	"R1 F1 M1: 0.500000 1 2 0.094531 0.905469 share\n"
	"R3 F1 M1: 0.500000 1 2 0.094531 0.905469 share\n"},
    {"nothing", {.kpi = "rfm"}, "all: - 0 0 - - share (zero denominator)\n"},
};

/* --- the same, slowly --- */

struct buyer {
	int64_t last_us, orders, net;
};

static struct buyer
buyer_of(const struct world *world, size_t i, const char *code)
{
	struct buyer buyer = {0, 0, 0};

	for (size_t j = 0; j < world->n[i]; j++) {
		const struct journey_event *event = &world->events[i][j];

		if (!event->is_in || event->outcome == CANON_CANCELLED ||
		    event->amount_minor == CANON_NO_INT ||
		    event->currency != journey_currency_of(span_of(code)))
			continue;
		if (event->kind == CANON_PURCHASE) {
			buyer.last_us = event->at_us;
			buyer.orders++;
			buyer.net += event->amount_minor;
		} else if (event->kind == CANON_RETURN) {
			buyer.net -= event->amount_minor;
		}
	}
	return buyer;
}

static void
segments(const struct world *world, const char *code, struct buf *out)
{
	int64_t counts[6][6][6] = {{{0}}};
	int64_t n = 0;

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++)
		n += buyer_of(world, i, code).orders > 0;
	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		struct buyer buyer = buyer_of(world, i, code);
		int64_t r = 0;
		int64_t f = 0;
		int64_t m = 0;

		if (buyer.orders == 0)
			continue;
		for (size_t j = 0; j < WORLD_CUSTOMERS; j++) {
			struct buyer other = buyer_of(world, j, code);

			if (other.orders == 0)
				continue;
			r += other.last_us < buyer.last_us;
			f += other.orders < buyer.orders;
			m += other.net < buyer.net;
		}
		counts[1 + 5 * r / n][1 + 5 * f / n][1 + 5 * m / n]++;
	}
	for (int r = 1; r < 6; r++)
		for (int f = 1; f < 6; f++)
			for (int m = 1; m < 6; m++)
				if (counts[r][f][m] > 0)
					buf_printf(out, "R%d F%d M%d %d %d\n",
					    r, f, m, (int)counts[r][f][m],
					    (int)n);
}

static void
slow_rfm(const struct world *world, struct buf *out)
{
	segments(world, "JPY", out);
	segments(world, "USD", out);
	if (out->len == 0)
		buf_str(out, "all 0 0\n");
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"rfm", slow_rfm},
};

static void
worlds(void **state)
{
	(void)state;
	WORLD_CHECK(slow_cases);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers),
	    cmocka_unit_test(worlds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
