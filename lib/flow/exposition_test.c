#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "flow/exposition.h"

static const struct kpi_row rows[] = {
    {
	.kpi = SPAN("csat"),
	.definition = SPAN("top2"),
	.period = SPAN("2026-01"),
	.group = SPAN("a\\b \"c\"\nd"),
	.unit = SPAN("share"),
	.value = {250000, 6, true},
	.numerator = {1, 0, true},
	.denominator = {4, 0, true},
	.low = {50000, 6, true},
	.high = {700000, 6, true},
	.excluded = SPAN("other_scale=3;pending"),
	.is_share = true,
    },
    {
	.kpi = SPAN("ltv"),
	.definition = SPAN("net:all"),
	.group = SPAN("all"),
	.unit = SPAN("USD"),
	.value = {-1250, 2, true},
	.key = {.currency = 'U' << 16 | 'S' << 8 | 'D'},
    },
    {
	.kpi = SPAN("ltv"),
	.definition = SPAN("net:all"),
	.group = SPAN("ratio"),
	.unit = SPAN("ratio"),
	.key = {.currency = 'U' << 16 | 'S' << 8 | 'D'},
	.excluded = SPAN("old=1;few=2"),
    },
};

/* In lines, where C stands for the labels of csat and R for those of the
 * ratio. */
static const char *const expected[] = {
    "# HELP omni_kpi_value The key figure.",
    "# TYPE omni_kpi_value gauge",
    "omni_kpi_value{C} 0.250000",
    ("omni_kpi_value{kpi=\"ltv\",definition=\"net:all\",group=\"all\","
     "unit=\"USD\"} -12.50"),
    "# HELP omni_kpi_numerator What was divided.",
    "# TYPE omni_kpi_numerator gauge",
    "omni_kpi_numerator{C} 1",
    "# HELP omni_kpi_denominator What it was divided by.",
    "# TYPE omni_kpi_denominator gauge",
    "omni_kpi_denominator{C} 4",
    "# HELP omni_kpi_ci_low Lower end of the 95 % confidence interval.",
    "# TYPE omni_kpi_ci_low gauge",
    "omni_kpi_ci_low{C} 0.050000",
    "# HELP omni_kpi_ci_high Upper end of the 95 % confidence interval.",
    "# TYPE omni_kpi_ci_high gauge",
    "omni_kpi_ci_high{C} 0.700000",
    "# HELP omni_kpi_excluded What was left out, by reason.",
    "# TYPE omni_kpi_excluded gauge",
    "omni_kpi_excluded{C,reason=\"other_scale\"} 3",
    "omni_kpi_excluded{R,reason=\"old\"} 1",
    "omni_kpi_excluded{R,reason=\"few\"} 2",
    "# HELP omni_kpi_as_of_timestamp_seconds The time that the figures are of.",
    "# TYPE omni_kpi_as_of_timestamp_seconds gauge",
    "omni_kpi_as_of_timestamp_seconds 1769958000.000000",
};

static const char csat[] = "kpi=\"csat\",definition=\"top2\","
			   "period=\"2026-01\",group=\"a\\\\b \\\"c\\\"\\nd\","
			   "unit=\"share\"";
static const char ratio[] = "kpi=\"ltv\",definition=\"net:all\","
			    "group=\"ratio\",unit=\"ratio\","
			    "currency=\"USD\"";

static void
expect(struct buf *out)
{
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		for (const char *at = expected[i]; *at != '\0'; at++) {
			bool is_label = at > expected[i] && at[-1] == '{';

			if (is_label && *at == 'C')
				buf_str(out, csat);
			else if (is_label && *at == 'R')
				buf_str(out, ratio);
			else
				buf_char(out, *at);
		}
		buf_char(out, '\n');
	}
}

static void
rows_are_samples(void **state)
{
	struct report report = {0};
	struct err err = {0};
	struct buf all = {0};
	char *text = NULL;
	size_t size = 0;
	struct measures_options options = {
	    .as_of_us = INT64_C(1769958000000000),
	    .stream = open_memstream(&text, &size),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(report_add(&report, &rows[i], &err), 0);
	assert_int_equal(exposition_write(&report, &options, &err), 0);
	assert_int_equal(fclose(options.stream), 0);
	expect(&all);
	assert_string_equal(text, buf_text(&all));
	buf_clear(&all);
	free(text);
	report_clear(&report);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_samples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
