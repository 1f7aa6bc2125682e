#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/cdnow.h"

#define EVENTS_MAX 130000
#define MANY 25000 /* buyers, more than a model is fitted on one by one */
#define AS_OF "1997-09-30 23:00"
#define TEXT_MAX 24

/* Rows of a table that is made, with room for their texts. */
struct world {
	struct sample samples[EVENTS_MAX];
	char who[EVENTS_MAX][TEXT_MAX];
	char at[EVENTS_MAX][TEXT_MAX];
	size_t n;
};

static struct world world;
static struct bgnbd_buyers buyers[MANY];
static struct gammagamma_buyers spent[MANY];

/* So many days before the end. */
static void
add(size_t buyer, const char *what, int64_t days_ago, int64_t cents)
{
	struct civil day;
	size_t i = world.n++;

	assert_true(i < EVENTS_MAX);
	civil_from_days(civil_days(1997, 9, 30) - days_ago, &day);
	(void)snprintf(world.who[i], TEXT_MAX, "buyer %05zu", buyer);
	(void)snprintf(world.at[i], TEXT_MAX, "%04d-%02d-%02d 10:00",
	    day.year % 10000, day.month % 100, day.day % 100);
	world.samples[i] = (struct sample){.who = world.who[i],
	    .at = world.at[i],
	    .what = what,
	    .currency = "USD",
	    .amount = cents};
}

/* The days between the first and the last do not matter, nor how the amount is
 * spread over the repeats. The first purchase is of two orders. */
static void
add_buyer(size_t i, const char *what)
{
	int64_t x = buyers[i].repeats;
	int64_t until = llround(buyers[i].until * CDNOW_WEEK);
	int64_t last = llround(buyers[i].last * CDNOW_WEEK);
	int64_t cents = llround(spent[i].mean * 100 * (double)x);

	add(i, what, until, 700);
	add(i, what, until, 800);
	for (int64_t j = 1; j < x; j++)
		add(i, what, until - j, 1);
	if (x > 0)
		add(i, what, until - last, cents - (x - 1));
}

static void
make_world(void)
{
	cdnow_read(buyers, spent);
	world.n = 0;
	for (size_t i = 0; i < CDNOW_BUYERS; i++) {
		/* Nothing between a buyer's own rows: every tenth is on two
		 * channels. */
		if (i % 10 == 0)
			add(i, "store:visit",
			    llround(buyers[i].until * CDNOW_WEEK) + 1, 0);
		add_buyer(i, "ec:purchase");
	}
}

/* What all buyers will spend, and those on two channels, in cents. */
static void
predict(size_t n, double months, double sums[2])
{
	struct bgnbd often;
	struct gammagamma much;
	double weeks = months * 365.25 / 12 / 7;

	assert_null(bgnbd_fit(buyers, n, &often));
	assert_null(gammagamma_fit(spent, n, &much));
	sums[0] = sums[1] = 0;
	for (size_t i = 0; i < n; i++) {
		double cents = bgnbd_expected(&often, &buyers[i], weeks) *
		    gammagamma_expected(&much, &spent[i]) * 100;

		sums[0] += cents;
		sums[1] += i % 10 == 0 ? cents : 0;
	}
}

/* The number at a place of a row: value, numerator, denominator. */
static double
number(const char *text, const char *row, int which)
{
	const char *at = strstr(text, row);
	int64_t micro = 0;

	assert_non_null(at);
	at += strlen(row);
	for (int i = 0; i <= which; i++) {
		size_t len = strcspn(at + 1, " \n");

		assert_true(num_decimal(span_make(at + 1, len), 6, &micro));
		at += 1 + len;
	}
	return (double)micro / 1e6;
}

static void
test_cdnow(void **state)
{
	const struct answer answer = {
	    .kpi = "ltv=bgnbd:12m", .as_of = AS_OF, .samples = world.samples};
	struct answer asked = answer;
	struct buf out = {0};
	struct err err = {0};
	const char *text;
	double sums[2];

	(void)state;
	make_world();
	asked.n = world.n;
	predict(CDNOW_BUYERS, 12, sums);
	assert_int_equal(answer_rows(&asked, 1, &out, &err), 0);
	text = buf_text(&out);
	assert_true(fabs(number(text, "all:", 1) - sums[0] / 100) < 20);
	assert_int_equal(number(text, "all:", 2), CDNOW_BUYERS);
	assert_true(fabs(number(text, "all:", 0) -
			sums[0] / 100 / CDNOW_BUYERS) < 0.02);
	assert_true(
	    fabs(number(text, "across channels:", 1) - sums[1] / 100) < 5);
	assert_int_equal(number(text, "across channels:", 2), 236);
	assert_null(answer_differs(&asked, text));
	buf_clear(&out);
}

/* Buyers of random histories: rates and ends of their own. */
static void
make_many(void)
{
	uint64_t random = 1;

	world.n = 0;
	for (size_t i = 0; i < MANY; i++) {
		int64_t until, x, last;

		random = random * 6364136223846793005u + 1442695040888963407u;
		until = (int64_t)(random >> 33) % 700 + 30;
		x = (int64_t)(random >> 45) % 7;
		x = x > 3 ? 0 : x;
		last = x == 0 ? 0 : x + (int64_t)(random >> 24) % (until - x);
		buyers[i] = (struct bgnbd_buyers){x, (double)last / CDNOW_WEEK,
		    (double)until / CDNOW_WEEK, 1};
		spent[i] = (struct gammagamma_buyers){x,
		    x == 0 ? 0 : 10 + (double)(random >> 40 & 4095) / 100, 1};
		add_buyer(i, "ec:purchase");
	}
}

/* Steps of days and of half percents lose next to nothing. */
static void
test_many(void **state)
{
	struct answer answer = {
	    .kpi = "ltv=bgnbd:12m", .as_of = AS_OF, .samples = world.samples};
	struct buf out = {0};
	struct err err = {0};
	double sums[2], got;

	(void)state;
	make_many();
	answer.n = world.n;
	predict(MANY, 12, sums);
	if (answer_rows(&answer, 1, &out, &err) != 0)
		fail_msg("%s", err.msg);
	got = number(buf_text(&out), "all:", 1);
	if (!(fabs(got / (sums[0] / 100) - 1) < 0.005))
		fail_msg("%g, not %g", got, sums[0] / 100);
	assert_int_equal(number(buf_text(&out), "all:", 2), MANY);
	buf_clear(&out);
}

/* A tenth of what is ordered comes back, and a margin is taken. */
static void
test_returns(void **state)
{
	struct answer answer = {
	    .kpi = "ltv=bgnbd:12m", .as_of = AS_OF, .samples = world.samples};
	struct buf plain = {0}, returned = {0};
	struct err err = {0};
	int64_t cents = 0;
	double all, less;

	(void)state;
	make_world();
	answer.n = world.n;
	for (size_t i = 0; i < world.n; i++)
		cents += world.samples[i].amount;
	assert_int_equal(answer_rows(&answer, 1, &plain, &err), 0);
	/* The last buyer's; what is behind as_of plays no part. */
	add(CDNOW_BUYERS - 1, "ec:return", 0, cents / 10);
	add(CDNOW_BUYERS - 1, "ec:purchase", -1, 100000000);
	answer.n = world.n;
	answer.kpi = "ltv=bgnbd:12m,margin=0.5";
	assert_int_equal(answer_rows(&answer, 1, &returned, &err), 0);
	all = number(buf_text(&plain), "all:", 1);
	less = number(buf_text(&returned), "all:", 1);
	assert_true(fabs(less - all * 0.9 * 0.5) < 0.001 * all);
	buf_clear(&plain);
	buf_clear(&returned);
}

static const struct sample once[] = {
    {.who = "A", .at = "2026-01-01", .what = "ec:purchase", .amount = 100},
    {.who = "B", .at = "2026-01-01", .what = "ec:purchase", .amount = 100},
    {.who = "B", .at = "2026-01-02", .what = "store:visit"},
    /* The same day is the same purchase. */
    {.who = "C",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 100},
    {.who = "C",
	.at = "2026-01-01 23:59",
	.what = "ec:purchase",
	.amount = 100},
    {.who = "D", .at = "2026-01-01", .what = "ec:purchase"},
};

static const struct answer_case cases[] = {
    {"nobody", {.kpi = "ltv=bgnbd:12m", .samples = once, .n = 0},
	"all: - 0 0 - - (zero denominator)\n"
	"one channel: - 0 0 - - (zero denominator)\n"
	"across channels: - 0 0 - - (zero denominator)\n"
	"ratio: - - - - - ratio (zero denominator)\n"},
    {"nobody came back", {.kpi = "ltv=bgnbd:12m", .samples = once, .n = 6},
	"all: - 0 0 - - [no_amount=1] (zero denominator)\n"
	"one channel: - 0 0 - - (zero denominator)\n"
	"across channels: - 0 0 - - (zero denominator)\n"
	"ratio: - - - - - ratio (zero denominator)\n"
	"all: - - 3 - - JPY (no buyer came back)\n"
	"one channel: - - 2 - - JPY (no buyer came back)\n"
	"across channels: - - 1 - - JPY (no buyer came back)\n"
	"ratio: - - - - - ratio (no buyer came back; JPY)\n"},
};

static void
test_reasons(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

/* Ten and more who are all the same, in time and in amounts. */
static void
test_all_the_same(void **state)
{
	struct answer answer = {
	    .kpi = "ltv=bgnbd:6m", .as_of = AS_OF, .samples = world.samples};
	static const char *const why[] = {
	    "(fewer than 10 buyers came back)",
	    "(all buyers are alike)",
	    "(all amounts are the same)",
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct buf out = {0};
		struct err err = {0};

		world.n = 0;
		for (size_t j = 0; j < (i == 0 ? 9 : 30); j++) {
			add(j, "ec:purchase", 100, 500);
			add(j, "ec:purchase", 50 + (i == 2 ? (int64_t)j : 0),
			    500);
		}
		answer.n = world.n;
		assert_int_equal(answer_rows(&answer, 1, &out, &err), 0);
		if (strstr(buf_text(&out), why[i]) == NULL)
			fail_msg("%s", buf_text(&out));
		assert_int_equal(strncmp(buf_text(&out), "all: - - ", 9), 0);
		assert_null(answer_differs(&answer, buf_text(&out)));
		buf_clear(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cdnow),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_returns),
	    cmocka_unit_test(test_reasons),
	    cmocka_unit_test(test_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
