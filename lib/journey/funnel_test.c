#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "journey/funnel.h"
#include "journey/sample.h"

#define A                                                                    \
	{                                                                    \
		.name = SPAN("a"), .channel = SAMPLE_EC, .kind = CANON_VIEW, \
		.within_us = -1                                              \
	}
#define B                                                                   \
	{                                                                   \
		.name = SPAN("b"), .channel = SAMPLE_PHONE, .within_us = -1 \
	}
#define C                                                   \
	{                                                   \
		.name = SPAN("c"), .channel = JOURNEY_NONE, \
		.kind = CANON_PURCHASE, .within_us = -1     \
	}
#define HOUR_US (INT64_C(3600) * CIVIL_US_S)

#define EV(time, activity)                                             \
	{                                                              \
		.who = "x", .at = "2026-01-01 " time, .what = activity \
	}
#define VIEW(time) EV(time, "ec:view")
#define CALL(time) EV(time, "phone:inquiry")
#define CHAT(time) EV(time, "chat:message")
#define BUY(time) EV(time, "store:purchase")

/* "entered/dropped/median" of each step, and what came next. */
static const struct {
	struct funnel_options options;
	struct sample samples[8];
	const char *expected;
} cases[] = {
    /* Mixpanel: the window begins with the first and is not begun again: A
     * 13:00, A 13:30, B 13:45, C 14:15 within an hour. Here the second A is
     * an entry too, and gets there. */
    {{.steps = {A, B, C}, .n_steps = 3, .window_us = HOUR_US},
	{VIEW("13:00"), VIEW("13:30"), CALL("13:45"), BUY("14:15")},
	"a 1/0/- b 1/0/900.000 c 1/0/1800.000"},
    {{.steps = {A, B, C}, .n_steps = 3, .window_us = HOUR_US},
	{VIEW("13:00"), CALL("13:45"), BUY("14:15")},
	"a 1/0/- b 1/1/2700.000 store c 0/0/-"},
    /* The end of the window is within it, a second more is not. */
    {{.steps = {A, C}, .n_steps = 2, .window_us = HOUR_US},
	{VIEW("13:00:00"), BUY("14:00:00")}, "a 1/0/- c 1/0/3600.000"},
    {{.steps = {A, C}, .n_steps = 2, .window_us = HOUR_US},
	{VIEW("13:00:00"), BUY("14:00:01")}, "a 1/1/- store c 0/0/-"},
    /* Others may lie between, but not where it is strict. */
    {{.steps = {A, C}, .n_steps = 2, .window_us = HOUR_US},
	{VIEW("13:00"), CHAT("13:01"), BUY("13:02")}, "a 1/0/- c 1/0/120.000"},
    {{.steps = {A, C}, .n_steps = 2, .window_us = HOUR_US, .is_strict = true},
	{VIEW("13:00"), CHAT("13:01"), BUY("13:02")}, "a 1/1/- chat c 0/0/-"},
    {{.steps = {A, C}, .n_steps = 2, .window_us = HOUR_US, .is_strict = true},
	{VIEW("13:00"), CHAT("13:01"), VIEW("13:02"), BUY("13:03")},
	"a 1/0/- c 1/0/60.000"},
    /* The same second in either order. */
    {{.steps = {A, B, C}, .n_steps = 3, .window_us = HOUR_US},
	{BUY("13:00"), CALL("13:00"), VIEW("13:00")},
	"a 1/0/- b 1/0/0.000 c 1/0/0.000"},
    {{.steps = {A, B, C},
	 .n_steps = 3,
	 .window_us = HOUR_US,
	 .is_strict = true},
	{CHAT("12:59"), CALL("13:00"), VIEW("13:00"), CHAT("13:01"),
	    BUY("13:01")},
	"a 1/0/- b 1/0/0.000 c 1/0/60.000"},
    /* But what lies in the second between has to be passed. */
    {{.steps = {A, B, C},
	 .n_steps = 3,
	 .window_us = HOUR_US,
	 .is_strict = true},
	{VIEW("13:00"), CALL("13:01"), CHAT("13:01"), BUY("13:02")},
	"a 1/0/- b 1/1/60.000 chat c 0/0/-"},
    /* One touch is one step. */
    {{.steps = {A, A}, .n_steps = 2, .window_us = HOUR_US}, {VIEW("13:00")},
	"a 1/1/- (none) a 0/0/-"},
    {{.steps = {A, A}, .n_steps = 2, .window_us = HOUR_US},
	{VIEW("13:00"), VIEW("13:00")}, "a 1/0/- a 1/0/0.000"},
    /* A limit of its own: the later call is within it. */
    {{.steps = {A, B,
	  {.name = SPAN("c"),
	      .channel = JOURNEY_NONE,
	      .kind = CANON_PURCHASE,
	      .within_us = HOUR_US / 4}},
	 .n_steps = 3,
	 .window_us = 3 * HOUR_US},
	{VIEW("13:00"), CALL("13:10"), CALL("14:00"), BUY("14:15")},
	"a 1/0/- b 1/0/3600.000 c 1/0/900.000"},
    /* A cancelled purchase is none. */
    {{.steps = {A, C}, .n_steps = 2, .window_us = HOUR_US},
	{VIEW("13:00"),
	    {.who = "x",
		.at = "2026-01-01 13:01",
		.what = "ec:purchase",
		.outcome = CANON_CANCELLED}},
	"a 1/1/- ec c 0/0/-"},
    /* The same topic through all steps; a touch without is no entry. */
    {{.steps = {B, B},
	 .n_steps = 2,
	 .window_us = HOUR_US,
	 .has_hold = true,
	 .hold = CANON_F_TOPIC},
	{CALL("13:00"),
	    {.who = "x",
		.at = "2026-01-01 13:01",
		.what = "phone:inquiry",
		.topic = "t"},
	    CALL("13:02"),
	    {.who = "x",
		.at = "2026-01-01 13:05",
		.what = "phone:inquiry",
		.topic = "t"}},
	"b 1/0/- b 1/0/240.000"},
    {{.steps = {A, C}, .n_steps = 2, .window_us = HOUR_US}, {CHAT("13:00")},
	"a 0/0/- c 0/0/-"},
};

static void
write_rows(struct funnel *funnel, struct buf *text)
{
	const struct funnel_row *rows;
	struct err err = {0};
	size_t n;

	assert_int_equal(funnel_rows(funnel, &rows, &n, &err), 0);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(text, ' ');
		buf_span(text, rows[i].name);
		buf_printf(text, " %d/%d/", (int)rows[i].entered,
		    (int)rows[i].dropped);
		if (rows[i].seconds.median_ms == SPREAD_NONE)
			buf_char(text, '-');
		else
			num_fixed(text, rows[i].seconds.median_ms, 3);
		if (rows[i].next_top.len > 0) {
			buf_char(text, ' ');
			buf_span(text, rows[i].next_top);
		}
	}
}

static void
test_cases(void **state)
{
	(void)state;
	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		struct journey_context context;
		struct err err = {0};
		struct funnel *one, *two;
		struct journey_sink sink;
		struct buf text = {0};
		size_t n = 0;

		sample_context(&context, NULL);
		one = funnel_new(&context, &cases[c].options, &err);
		two = funnel_new(&context, &cases[c].options, &err);
		sink = funnel_sink(one);
		while (n < 8 && cases[c].samples[n].who != NULL)
			n++;
		assert_int_equal(
		    sample_tell(&context, &sink, cases[c].samples, n, &err), 0);
		assert_int_equal(sink.merge(two, one, &err), 0);
		write_rows(two, &text);
		assert_string_equal(buf_text(&text), cases[c].expected);
		buf_clear(&text);
		funnel_free(one);
		funnel_free(two);
	}
}

/* A customer counts once; what most did next stands there. */
static void
test_customers(void **state)
{
	static const struct sample samples[] = {
	    {.who = "p", .at = "2026-01-01 10:00", .what = "ec:view"},
	    {.who = "p", .at = "2026-01-01 10:01", .what = "chat:message"},
	    {.who = "q", .at = "2026-01-01 10:00", .what = "ec:view"},
	    {.who = "q", .at = "2026-01-01 10:01", .what = "chat:message"},
	    {.who = "q", .at = "2026-01-02 10:00", .what = "ec:view"},
	    {.who = "r", .at = "2026-01-01 10:00", .what = "ec:view"},
	};
	static const struct funnel_options options = {
	    .steps = {A, C}, .n_steps = 2, .window_us = HOUR_US};
	struct journey_context context;
	struct err err = {0};
	struct funnel *funnel;
	struct journey_sink sink;
	struct buf text = {0};

	(void)state;
	sample_context(&context, NULL);
	funnel = funnel_new(&context, &options, &err);
	sink = funnel_sink(funnel);
	assert_int_equal(sample_tell(&context, &sink, samples, 6, &err), 0);
	write_rows(funnel, &text);
	assert_string_equal(buf_text(&text), "a 3/3/- chat c 0/0/-");
	buf_clear(&text);
	funnel_free(funnel);
}

/* Counted in many parts. */
static void
write_self(void *self, struct buf *out)
{
	write_rows(self, out);
}

static void
many_parts_add_up(void **state)
{
	static const struct funnel_options options = {
	    .steps = {A, C}, .n_steps = 2, .window_us = 24 * HOUR_US};
	struct journey_context context;
	struct err err = {0};
	struct funnel *funnel;
	struct journey_sink sink;

	(void)state;
	sample_context(&context, NULL);
	funnel = funnel_new(&context, &options, &err);
	assert_non_null(funnel);
	sink = funnel_sink(funnel);
	assert_true(sample_check_parts(&context, &sink, write_self));
	funnel_free(funnel);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_customers),
	    cmocka_unit_test(many_parts_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
