#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journey/sample.h"
#include "kpi/define.h"
#include "kpi/kpi.h"

#define DAY JOURNEY_DAY_US

static void
durations(void **state)
{
	static const struct {
		const char *text;
		int64_t us; /* -1: none */
	} cases[] = {
	    {"30d", 30 * DAY},
	    {"2w", 14 * DAY},
	    {"36h", DAY + DAY / 2},
	    {"30m", 1800 * INT64_C(1000000)},
	    {"90s", 90 * INT64_C(1000000)},
	    {"0d", 0},
	    {"36500d", 36500 * DAY},
	    {"36501d", -1},
	    {"d", -1},
	    {"30", -1},
	    {"-1d", -1},
	    {"1.5d", -1},
	    {"", -1},
	    {"30y", -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t us = -1;

		assert_int_equal(define_duration(span_of(cases[i].text), &us),
		    cases[i].us >= 0);
		if (cases[i].us >= 0)
			assert_int_equal(us, cases[i].us);
	}
}

static const struct {
	const char *id;
	const char *text;
	const char *name; /* NULL: refused */
	int64_t args[2];
} cases[] = {
    {"csat", "", "mean5", {0, 0}},
    {"csat", "top2", "top2", {0, 0}},
    {"csat", "top", NULL, {0, 0}},
    {"csat", "top2,margin=0.3", NULL, {0, 0}},
    {"cross_channel_usage_rate", "", "channels>=2", {2, 0}},
    {"cross_channel_usage_rate", "groups>=3", "groups>=3", {3, 0}},
    {"cross_channel_usage_rate", "groups>=0", NULL, {0, 0}},
    {"cross_channel_usage_rate", "groups>=", NULL, {0, 0}},
    {"cross_channel_purchase_rate", "", "any-prior:30d", {30 * DAY, 0}},
    {"cross_channel_purchase_rate", "any-prior:36h", "any-prior:36h",
	{DAY + DAY / 2, 0}},
    {"cross_channel_purchase_rate", "customers:2w", "customers:14d",
	{14 * DAY, 0}},
    {"cross_channel_purchase_rate", "customers", NULL, {0, 0}},
    {"ltv", "", "net:all", {0, 0}},
    {"ltv", "net:365d", "net:365d", {365 * DAY, 0}},
    {"ltv", "landmark:90d+365d", "landmark:90d+365d", {90 * DAY, 365 * DAY}},
    {"ltv", "landmark:90d", NULL, {0, 0}},
    {"ltv", "landmark:90d+365d+1d", NULL, {0, 0}},
    {"ltv", "bgnbd:12m", "bgnbd:12m", {12, 0}},
    {"ltv", "bgnbd:12m,margin=0.25", "bgnbd:12m,margin=0.25", {12, 0}},
    {"ltv", "bgnbd:0m", NULL, {0, 0}},
    {"ltv", "bgnbd:12", NULL, {0, 0}},
    {"ltv", "bgnbd:12d", NULL, {0, 0}},
    {"ltv", "net:all,margin=0.30", "net:all,margin=0.3", {0, 0}},
    {"ltv", "net:all,margin=1", "net:all,margin=1", {0, 0}},
    {"ltv", "net:all,margin=-1", NULL, {0, 0}},
    {"ltv", "net:all,rate=1", NULL, {0, 0}},
    {"resolution_rate", "no-repeat:7d", "no-repeat:7d", {7 * DAY, 0}},
    {"identification_coverage", "default", "default", {0, 0}},
};

static void
definitions(void **state)
{
	struct journey_context context;

	(void)state;
	sample_context(&context, NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct figure_use use = {
		    .figure = kpi_find(span_of(cases[i].id)),
		    .context = &context,
		    .issue = {KPI_ISSUE_GAP_US, KPI_REPEAT_US},
		};
		struct err err = {0};
		struct buf name = {0};
		int result = define_parse(span_of(cases[i].text), &use, &err);

		if (cases[i].name == NULL) {
			assert_int_equal(result, -1);
			assert_int_equal(err.code, ERR_USAGE);
			continue;
		}
		assert_int_equal(result, 0);
		define_name(&use, &name);
		assert_string_equal(buf_text(&name), cases[i].name);
		assert_memory_equal(use.args, cases[i].args, sizeof(use.args));
		buf_clear(&name);
	}
}

/* What else was chosen is part of the name, so that a number can be told from
 * one of other limits. */
static void
names_say_what_was_chosen(void **state)
{
	struct journey_context context;
	struct figure_use use = {
	    .figure = kpi_find(span_of("cross_channel_usage_rate")),
	    .context = &context,
	    .issue = {DAY, 14 * DAY},
	};
	struct err err = {0};
	struct buf name = {0};

	(void)state;
	sample_context(&context, NULL);
	context.touches =
	    JOURNEY_BIT(CANON_PURCHASE) | JOURNEY_BIT(CANON_RETURN);
	assert_int_equal(define_parse(span_of(""), &use, &err), 0);
	define_name(&use, &name);
	assert_string_equal(
	    buf_text(&name), "channels>=2,touches=purchase+return");
	buf_reset(&name);
	use.figure = kpi_find(span_of("resolution_rate"));
	assert_int_equal(define_parse(span_of("cohort"), &use, &err), 0);
	define_name(&use, &name);
	assert_string_equal(
	    buf_text(&name), "cohort,issue-gap=1d,repeat-window=14d");
	buf_clear(&name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(durations),
	    cmocka_unit_test(definitions),
	    cmocka_unit_test(names_say_what_was_chosen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
