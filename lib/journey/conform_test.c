#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journey/conform.h"
#include "journey/sample.h"

#define ANY JOURNEY_NONE

/* Of patterns that are channels alone; a = chat, b = phone. What happens is
 * letters: c chat, p phone, s store, r phone resolved, x purchase that was
 * cancelled. */
static const struct {
	enum conform_template form;
	int64_t n;
	const char *what;
	bool applies;
	int broken; /* -1 = it conforms */
} cases[] = {
    {CONFORM_RESPONSE, 0, "s", false, -1},
    {CONFORM_RESPONSE, 0, "p", false, -1},
    {CONFORM_RESPONSE, 0, "csp", true, -1},
    {CONFORM_RESPONSE, 0, "ccp", true, -1},
    {CONFORM_RESPONSE, 0, "c", true, 0},
    {CONFORM_RESPONSE, 0, "cpcsc", true, 2},
    {CONFORM_RESPONSE, 0, "pc", true, 1},
    {CONFORM_PRECEDENCE, 0, "s", false, -1},
    {CONFORM_PRECEDENCE, 0, "c", false, -1},
    {CONFORM_PRECEDENCE, 0, "csp", true, -1},
    {CONFORM_PRECEDENCE, 0, "cpp", true, -1},
    {CONFORM_PRECEDENCE, 0, "spcp", true, 1},
    {CONFORM_ABSENCE, 1, "sp", true, -1},
    {CONFORM_ABSENCE, 1, "sc", true, 1},
    {CONFORM_ABSENCE, 2, "csp", true, -1},
    {CONFORM_ABSENCE, 2, "cscc", true, 2},
    {CONFORM_CHAIN, 0, "sp", false, -1},
    {CONFORM_CHAIN, 0, "cpscp", true, -1},
    {CONFORM_CHAIN, 0, "csp", true, 0},
    {CONFORM_CHAIN, 0, "cpc", true, 2},
};

static struct journey_event
event_of(char letter)
{
	struct journey_event event = {.kind = CANON_INQUIRY};

	event.channel = letter == 'c' ? SAMPLE_CHAT
	    : letter == 's'           ? SAMPLE_STORE
				      : SAMPLE_PHONE;
	if (letter == 'r')
		event.outcome = CANON_RESOLVED;
	if (letter == 'x') {
		event.kind = CANON_PURCHASE;
		event.outcome = CANON_CANCELLED;
	}
	return event;
}

static int
check(const struct conform_rule *rule, const char *what, bool *applies)
{
	static const uint32_t touches[] = {0, 1, 2, 3, 4, 5, 6, 7};
	struct journey_event events[8];
	struct journey_context context;
	struct journey_customer customer = {
	    .context = &context, .events = events, .n_events = strlen(what)};
	size_t broken;

	sample_context(&context, NULL);
	for (size_t i = 0; i < customer.n_events; i++)
		events[i] = event_of(what[i]);
	broken =
	    conform_check(rule, &customer, touches, customer.n_events, applies);
	return broken == customer.n_events ? -1 : (int)broken;
}

static void
test_templates(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct conform_rule rule = {
		    .form = cases[i].form,
		    .n = cases[i].n,
		    .a = {.channel = SAMPLE_CHAT},
		    .b = {.channel = SAMPLE_PHONE},
		};
		bool applies;

		assert_int_equal(
		    check(&rule, cases[i].what, &applies), cases[i].broken);
		assert_int_equal(applies, cases[i].applies);
	}
}

/* Kinds, outcomes and groups; one touch can be both. */
static const struct {
	struct conform_pattern a, b;
	const char *what;
	bool applies;
	int broken;
} patterns[] = {
    {{ANY, 0, CANON_INQUIRY, 0}, {ANY, 0, 0, CANON_RESOLVED}, "cr", true, -1},
    {{ANY, 0, CANON_INQUIRY, 0}, {ANY, 0, 0, CANON_RESOLVED}, "rc", true, 1},
    {{ANY, CANON_CONTACT, 0, 0}, {ANY, CANON_PHYSICAL, 0, 0}, "cps", true, -1},
    {{ANY, 0, CANON_PURCHASE, 0}, {ANY, 0, 0, 0}, "x", false, -1},
    {{ANY, 0, 0, CANON_CANCELLED}, {SAMPLE_CHAT, 0, 0, 0}, "x", true, 0},
};

static void
test_patterns(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		const struct conform_rule rule = {
		    .form = CONFORM_RESPONSE,
		    .a = patterns[i].a,
		    .b = patterns[i].b,
		};
		bool applies;

		assert_int_equal(check(&rule, patterns[i].what, &applies),
		    patterns[i].broken);
		assert_int_equal(applies, patterns[i].applies);
	}
}

#define CHAT(who_, at_)                                            \
	{                                                          \
		.who = (who_), .at = (at_), .what = "chat:inquiry" \
	}
#define PHONE(who_, at_)                                            \
	{                                                           \
		.who = (who_), .at = (at_), .what = "phone:inquiry" \
	}

static const struct sample samples[] = {CHAT("a", "2026-01-05"),
    PHONE("a", "2026-01-06"), CHAT("b", "2026-01-05"), PHONE("c", "2026-01-05"),
    CHAT("c", "2026-03-05"), PHONE("c", "2026-03-06")};

/* The same over the whole, and in two parts that are merged. */
static void
test_counts(void **state)
{
	static const struct conform_rule rules[] = {
	    {.form = CONFORM_RESPONSE,
		.a = {.channel = SAMPLE_CHAT},
		.b = {.channel = SAMPLE_PHONE},
		.minimum = 666667},
	    {.form = CONFORM_ABSENCE,
		.a = {.channel = SAMPLE_STORE},
		.n = 1,
		.minimum = 1000000},
	};
	const struct conform_options options = {
	    .rules = rules,
	    .n_rules = 2,
	    .episode = {.unit = EPISODE_GAP, .gap_us = EPISODE_GAP_US},
	};
	struct journey_context context;
	struct err err = {0};
	struct conform *conform;
	struct journey_sink sink, other;

	(void)state;
	sample_context(&context, NULL);
	conform = conform_new(&context, &options, &err);
	sink = conform_sink(conform);
	assert_int_equal(sink.another(conform, &other, &err), 0);
	assert_int_equal(sample_tell(&context, &sink, samples, 3, &err), 0);
	assert_int_equal(
	    sample_tell(&context, &other, samples + 3, 3, &err), 0);
	assert_int_equal(sink.merge(conform, other.self, &err), 0);
	other.drop(other.self);
	assert_int_equal(conform_counts(conform)[0].journeys, 4);
	assert_int_equal(conform_counts(conform)[0].applies, 3);
	assert_int_equal(conform_counts(conform)[0].conform, 2);
	assert_int_equal(conform_counts(conform)[1].conform, 4);
	/* Two of three are a little less than this. */
	assert_true(conform_has_failed(conform));
	assert_true(conform_is_under(&rules[0], &conform_counts(conform)[0]));
	assert_false(conform_is_under(&rules[1], &conform_counts(conform)[1]));
	conform_free(conform);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_templates),
	    cmocka_unit_test(test_patterns),
	    cmocka_unit_test(test_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
