#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "journey/handoffs.h"
#include "journey/sample.h"

#define DAY "2026-01-05 "

/* "from>to count/context/resolved/median" */
static const struct {
	struct sample samples[6];
	const char *expected;
} cases[] = {
    /* Another channel of the same issue. */
    {{{.who = "a", .at = DAY "10:00", .what = "chat:inquiry", .topic = "t"},
	 {.who = "a",
	     .at = DAY "10:30",
	     .what = "phone:inquiry",
	     .topic = "t",
	     .outcome = CANON_RESOLVED}},
	"chat>phone 1/0/1/1800.000 "},
    /* From the end of the first. */
    {{{.who = "a",
	  .at = DAY "10:00",
	  .until = DAY "10:20",
	  .what = "chat:inquiry"},
	 {.who = "a", .at = DAY "10:30", .what = "phone:inquiry"}},
	"chat>phone 1/0/0/600.000 "},
    /* A handoff counts on the same channel too, and without an answer. */
    {{{.who = "a", .at = DAY "10:00", .what = "chat:inquiry"},
	 {.who = "a", .at = DAY "10:01", .what = "chat:handoff"},
	 {.who = "a", .at = DAY "10:02", .what = "chat:reply"},
	 {.who = "a", .at = DAY "10:03", .what = "chat:handoff"}},
	"chat>(none) 1/0/0/- chat>chat 1/0/0/60.000 "},
    /* Other issues do not follow each other, nor do purchases. */
    {{{.who = "a", .at = DAY "10:00", .what = "chat:inquiry", .topic = "t"},
	 {.who = "a", .at = DAY "10:01", .what = "phone:inquiry", .topic = "u"},
	 {.who = "a", .at = DAY "10:02", .what = "store:purchase"},
	 {.who = "a", .at = DAY "10:03", .what = "chat:message", .topic = "t"}},
	""},
    /* Resolved before it moved on, and asked again: not resolved. */
    {{{.who = "a",
	  .at = DAY "10:00",
	  .what = "chat:inquiry",
	  .outcome = CANON_RESOLVED},
	 {.who = "a", .at = DAY "11:00", .what = "phone:inquiry"}},
	"chat>phone 1/0/0/3600.000 "},
};

static void
write_rows(struct handoffs *handoffs, struct buf *text)
{
	const struct handoffs_row *rows;
	struct err err = {0};
	size_t n;

	assert_int_equal(handoffs_rows(handoffs, &rows, &n, &err), 0);
	for (size_t i = 0; i < n; i++) {
		buf_span(text, rows[i].from);
		buf_char(text, '>');
		buf_span(text, rows[i].to);
		buf_printf(text, " %d/%d/%d/", (int)rows[i].count,
		    (int)rows[i].with_context, (int)rows[i].resolved_after);
		if (rows[i].seconds.median_ms == SPREAD_NONE)
			buf_char(text, '-');
		else
			num_fixed(text, rows[i].seconds.median_ms, 3);
		buf_char(text, ' ');
	}
}

static const struct handoffs_options options = {
    .activity = {.has_kind = true},
    .issue = {7 * JOURNEY_DAY_US, 7 * JOURNEY_DAY_US},
};

static void
test_cases(void **state)
{
	(void)state;
	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		struct journey_context context;
		struct err err = {0};
		struct handoffs *one, *two;
		struct journey_sink sink;
		struct buf text = {0};
		size_t n = 0;

		sample_context(&context, NULL);
		one = handoffs_new(&context, &options, &err);
		two = handoffs_new(&context, &options, &err);
		sink = handoffs_sink(one);
		while (n < 6 && cases[c].samples[n].who != NULL)
			n++;
		assert_int_equal(
		    sample_tell(&context, &sink, cases[c].samples, n, &err), 0);
		assert_int_equal(sink.merge(two, one, &err), 0);
		write_rows(two, &text);
		assert_string_equal(buf_text(&text), cases[c].expected);
		buf_clear(&text);
		handoffs_free(one);
		handoffs_free(two);
	}
}

/* Either of both may say that what was known went along. */
static void
test_context_passed(void **state)
{
	static const int8_t said[][3] = {
	    {-1, -1, 0}, {0, 0, 0}, {1, -1, 1}, {-1, 1, 1}, {0, 1, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		struct journey_event events[2];
		struct journey_context context;
		struct err err = {0};
		const struct handoffs_row *rows;
		struct handoffs *handoffs;
		struct journey_sink sink;
		struct journey *journey;
		size_t n;

		sample_context(&context, NULL);
		events[0] = sample_event(&cases[0].samples[0]);
		events[1] = sample_event(&cases[0].samples[1]);
		events[0].context_passed = said[i][0];
		events[1].context_passed = said[i][1];
		handoffs = handoffs_new(&context, &options, &err);
		sink = handoffs_sink(handoffs);
		journey = journey_new(&context, &err);
		assert_int_equal(journey_listen(journey, &sink, &err), 0);
		assert_int_equal(
		    journey_feed(journey, span_of("a"), events, 2, &err), 0);
		assert_int_equal(handoffs_rows(handoffs, &rows, &n, &err), 0);
		assert_int_equal(n, 1);
		assert_int_equal(rows[0].with_context, said[i][2]);
		journey_free(journey);
		handoffs_free(handoffs);
	}
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
	struct journey_context context;
	struct err err = {0};
	struct handoffs *handoffs;
	struct journey_sink sink;

	(void)state;
	sample_context(&context, NULL);
	handoffs = handoffs_new(&context, &options, &err);
	assert_non_null(handoffs);
	sink = handoffs_sink(handoffs);
	assert_true(sample_check_parts(&context, &sink, write_self));
	handoffs_free(handoffs);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_context_passed),
	    cmocka_unit_test(many_parts_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
