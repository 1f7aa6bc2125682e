#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journey/sample.h"
#include "kpi/once.h"

static const struct sample samples[] = {
    {.at = "2026-02-01 10:00", .what = "ec:purchase"},
    {.at = "2026-01-01 10:00", .what = "ec:purchase"},
    {.at = "2026-01-02 10:00", .what = "ec:view"},
    {.at = "2026-02-02 10:00", .what = "store:purchase"},
};

#define N (sizeof(samples) / sizeof(samples[0]))

static bool
is_purchase(const struct figure_use *use, const struct journey_event *event)
{
	(void)use;
	return event->kind == CANON_PURCHASE;
}

/* Groups of events, "1 / 0 3". */
static void
groups(const char *text, struct buf *out)
{
	struct err err = {0};
	struct zone *zone = zone_open("+09:00", &err);
	struct journey_context context;
	struct journey_event events[N];
	struct journey_customer journey = {
	    .context = &context,
	    .events = events,
	    .n_events = N,
	};
	static const uint32_t at[N] = {0, 1, 2, 3};
	const struct figure_list list = {at, N};
	struct figure_customer customer = {.journey = &journey};
	struct by by = {.count = 0};
	struct figure_use use = {.context = &context, .by = &by};
	struct once once;

	assert_non_null(zone);
	sample_context(&context, zone);
	for (size_t i = 0; i < N; i++)
		events[i] = sample_event(&samples[i]);
	if (text != NULL)
		assert_int_equal(by_parse(span_of(text), &by, &err), 0);
	assert_int_equal(
	    once_find(&use, &customer, &list, is_purchase, &once, &err), 0);
	for (size_t first = 0, end; first < once.count; first = end) {
		end = once_end(&once, first);
		if (first > 0)
			buf_str(out, " /");
		for (size_t i = first; i < end; i++)
			buf_printf(out, " %u", once.marks[i].event);
	}
	free(use.scratch);
	zone_free(zone);
}

static void
events_of_one_value_stand_together(void **state)
{
	static const struct {
		const char *by, *expected;
	} cases[] = {
	    {NULL, " 0 1 3"},
	    {"month", " 1 / 0 3"},
	    {"channel", " 0 1 / 3"},
	    {"channel,month", " 1 / 0 / 3"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out = {0};

		groups(cases[i].by, &out);
		assert_string_equal(buf_text(&out), cases[i].expected);
		buf_clear(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(events_of_one_value_stand_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
