#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "journey/journey.h"
#include "journey/sample.h"

/* What a listener heard, as text: customer(kind/stage/flags ...). */
static int
write_down(void *self, const struct journey_customer *customer, struct err *err)
{
	struct buf *heard = self;

	(void)err;
	buf_span(heard, customer->id);
	buf_char(heard, '(');
	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = &customer->events[i];

		if (i > 0)
			buf_char(heard, ' ');
		buf_str(heard, canon_kind_name(event->kind));
		buf_char(heard, '/');
		buf_str(heard, journey_stage_name(event->stage));
		if (!event->is_touch)
			buf_char(heard, '-');
		if (!event->is_in)
			buf_char(heard, '!');
	}
	buf_str(heard, ") ");
	return 0;
}

static int
write_loose(void *self, const struct journey_context *context,
    const struct journey_event *events, size_t n, struct err *err)
{
	struct buf *heard = self;

	(void)context;
	(void)events;
	(void)err;
	buf_printf(heard, "loose %zu ", n);
	return 0;
}

static void
check(const struct journey_filter *filter, const struct sample *samples,
    size_t n, const char *expected)
{
	struct journey_context context;
	struct buf heard = {0};
	struct err err = {0};
	struct journey_sink sink = {
	    .self = &heard,
	    .customer = write_down,
	    .loose = write_loose,
	};

	sample_context(&context, NULL);
	if (filter != NULL)
		context.filter = *filter;
	assert_int_equal(sample_tell(&context, &sink, samples, n, &err), 0);
	assert_string_equal(buf_text(&heard), expected);
	buf_clear(&heard);
}

static void
empty_stream_tells_nothing(void **state)
{
	(void)state;
	check(NULL, NULL, 0, "");
}

static void
customers_come_one_by_one_with_stages(void **state)
{
	static const struct sample samples[] = {
	    {.at = "2026-01-01 09:00", .what = "store:purchase"},
	    {.at = "2026-01-01 09:01", .what = "store:purchase"},
	    {.who = "A", .at = "2026-01-01 10:00", .what = "ec:impression"},
	    {.who = "A",
		.at = "2026-01-02 10:00",
		.what = "ec:purchase",
		.outcome = CANON_CANCELLED},
	    {.who = "A", .at = "2026-01-03 10:00", .what = "ec:purchase"},
	    {.who = "A", .at = "2026-01-03 10:00", .what = "ec:view"},
	    {.who = "A", .at = "2026-02-03 10:00", .what = "ec:purchase"},
	    {.who = "A", .at = "2027-02-03 10:00", .what = "ec:view"},
	    {.who = "A", .at = "2027-02-03 10:01", .what = "ec:payment"},
	    {.who = "A", .at = "2027-02-04 10:01", .what = "ec:purchase"},
	    {.who = "B", .at = "2026-01-01 10:00", .what = "ec:view"},
	};

	(void)state;
	check(NULL, samples, sizeof(samples) / sizeof(samples[0]),
	    "loose 2 "
	    "A(impression/prospect- purchase/prospect purchase/first "
	    "view/first purchase/repeat view/repeat payment/dormant- "
	    "purchase/repeat) "
	    "B(view/prospect) ");
}

static void
loose_events_come_in_pieces(void **state)
{
	enum { N = 5000 };
	struct sample *samples = calloc(N, sizeof(*samples));

	(void)state;
	assert_non_null(samples);
	for (size_t i = 0; i < N; i++) {
		samples[i].at = "2026-01-01 09:00";
		samples[i].what = "store:purchase";
	}
	check(NULL, samples, N, "loose 4096 loose 904 ");
	free(samples);
}

static const struct sample four[] = {
    {.who = "A", .at = "2026-01-01 00:00", .what = "ec:view"},
    {.who = "A",
	.at = "2026-01-02 00:00",
	.what = "phone:inquiry",
	.topic = "size",
	.outcome = CANON_RESOLVED},
    {.who = "A",
	.at = "2026-01-03 00:00",
	.what = "ec:purchase",
	.amount = 100},
    {.who = "A", .at = "2026-01-04 00:00", .what = "ec:view"},
};

static void
filters_mark_what_is_counted(void **state)
{
	static const bool phone[SAMPLE_CHANNELS] = {[SAMPLE_PHONE] = true};
	static const struct journey_where topic = {
	    CANON_F_TOPIC, SPAN(""), SPAN("size")};
	static const struct journey_where no_topic = {
	    CANON_F_TOPIC, SPAN(""), SPAN("")};
	static const struct journey_where both[] = {
	    {CANON_F_CURRENCY, SPAN(""), SPAN("JPY")},
	    {CANON_F_CHANNEL, SPAN(""), SPAN("ec")},
	};
	const struct {
		struct journey_filter filter;
		const char *in; /* x or . for each event */
	} cases[] = {
	    {{.from_us = CANON_NO_TIME, .to_us = CANON_NO_TIME}, "xxxx"},
	    {{.from_us = sample_us("2026-01-02 00:00"), .to_us = CANON_NO_TIME},
		".xxx"},
	    {{.from_us = CANON_NO_TIME, .to_us = sample_us("2026-01-02 00:00")},
		"x..."},
	    {{.from_us = CANON_NO_TIME,
		 .to_us = CANON_NO_TIME,
		 .kinds = JOURNEY_BIT(CANON_VIEW)},
		"x..x"},
	    {{.from_us = CANON_NO_TIME,
		 .to_us = CANON_NO_TIME,
		 .outcomes = JOURNEY_BIT(CANON_NO_OUTCOME)},
		"x.xx"},
	    {{.from_us = CANON_NO_TIME,
		 .to_us = CANON_NO_TIME,
		 .stages = JOURNEY_BIT(JOURNEY_FIRST)},
		"..xx"},
	    {{.from_us = CANON_NO_TIME,
		 .to_us = CANON_NO_TIME,
		 .channels = phone},
		".x.."},
	    {{.from_us = CANON_NO_TIME,
		 .to_us = CANON_NO_TIME,
		 .where = &topic,
		 .n_where = 1},
		".x.."},
	    {{.from_us = CANON_NO_TIME,
		 .to_us = CANON_NO_TIME,
		 .where = &no_topic,
		 .n_where = 1},
		"x.xx"},
	    {{.from_us = CANON_NO_TIME,
		 .to_us = CANON_NO_TIME,
		 .where = both,
		 .n_where = 2},
		"..x."},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *in = cases[i].in;
		char expected[128];

		snprintf(expected, sizeof(expected),
		    "A(view/prospect%s inquiry/prospect%s purchase/first%s "
		    "view/first%s) ",
		    in[0] == 'x' ? "" : "!", in[1] == 'x' ? "" : "!",
		    in[2] == 'x' ? "" : "!", in[3] == 'x' ? "" : "!");
		check(&cases[i].filter, four, 4, expected);
	}
}

/* What is later has not happened, not even for stages; who did nothing before
 * is not there. */
static void
the_stream_ends_at_as_of(void **state)
{
	static const struct sample samples[] = {
	    {.who = "A", .at = "2026-01-01 10:00", .what = "ec:view"},
	    {.who = "A", .at = "2026-01-02 10:00", .what = "ec:purchase"},
	    {.who = "A", .at = "2026-01-02 10:01", .what = "ec:purchase"},
	    {.who = "B", .at = "2026-01-03 10:00", .what = "ec:view"},
	    {.at = "2026-01-03 10:00", .what = "ec:view"},
	    {.at = "2026-01-01 10:00", .what = "ec:view"},
	};
	struct journey_context context;
	struct buf heard = {0};
	struct err err = {0};
	struct journey_sink sink = {
	    .self = &heard,
	    .customer = write_down,
	    .loose = write_loose,
	};

	(void)state;
	sample_context(&context, NULL);
	context.is_until_as_of = true;
	context.as_of_us = sample_us("2026-01-02 10:00");
	assert_int_equal(sample_tell(&context, &sink, samples, 6, &err), 0);
	assert_string_equal(
	    buf_text(&heard), "A(view/prospect purchase/first) loose 1 ");
	buf_reset(&heard);
	context.as_of_us = CANON_NO_TIME;
	assert_int_equal(sample_tell(&context, &sink, samples, 6, &err), 0);
	assert_string_equal(buf_text(&heard),
	    "A(view/prospect purchase/first purchase/repeat) "
	    "B(view/prospect) loose 2 ");
	buf_clear(&heard);
}

static void
net_takes_returns_off(void **state)
{
	static const struct {
		const char *what;
		int64_t amount;
		int outcome;
		int64_t net;
	} cases[] = {
	    {"ec:purchase", 100, 0, 100},
	    {"ec:purchase", 100, CANON_CANCELLED, 0},
	    {"ec:purchase", 0, 0, 0},
	    {"ec:return", 100, 0, -100},
	    {"ec:return", -100, 0, -100},
	    {"ec:return", 100, CANON_CANCELLED, 0},
	    {"ec:cancel", 100, 0, 0},
	    {"ec:payment", 100, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sample sample = {
		    .at = "2026-01-01",
		    .what = cases[i].what,
		    .amount = cases[i].amount,
		    .outcome = cases[i].outcome,
		};
		struct journey_event event = sample_event(&sample);

		assert_int_equal(journey_net(&event), cases[i].net);
	}
}

static void
words_and_numbers(void **state)
{
	char code[4];

	(void)state;
	assert_int_equal(journey_stage_of(span_of("repeat")), JOURNEY_REPEAT);
	assert_int_equal(journey_stage_of(span_of("new")), 0);
	assert_string_equal(journey_stage_name(9), "");
	assert_true(span_is(
	    journey_currency_name(journey_currency_of(span_of("USD")), code),
	    "USD"));
	assert_int_equal(journey_currency_of(span_of("")), 0);
	assert_true(journey_currency_of(span_of("EUR")) <
	    journey_currency_of(span_of("JPY")));
	assert_true(journey_can_where(CANON_F_TOPIC));
	assert_true(journey_can_where(CANON_F_CHANNEL));
	assert_true(journey_can_where(CANON_F_EVENT_ATTR));
	assert_false(journey_can_where(CANON_F_GENDER));
	assert_false(journey_can_where(CANON_F_AMOUNT));
	assert_int_equal(
	    journey_needs_of(CANON_F_CURRENCY), JOURNEY_NEEDS_TIMES);
	assert_int_equal(journey_needs_of(CANON_F_TOPIC), JOURNEY_NEEDS_CASES);
	assert_int_equal(
	    journey_needs_of(CANON_F_LOCATION), JOURNEY_NEEDS_REST);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(empty_stream_tells_nothing),
	    cmocka_unit_test(customers_come_one_by_one_with_stages),
	    cmocka_unit_test(loose_events_come_in_pieces),
	    cmocka_unit_test(filters_mark_what_is_counted),
	    cmocka_unit_test(the_stream_ends_at_as_of),
	    cmocka_unit_test(net_takes_returns_off),
	    cmocka_unit_test(words_and_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
