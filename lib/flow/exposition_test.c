#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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

#define CSAT                                                    \
	"{kpi=\"csat\",definition=\"top2\",period=\"2026-01\"," \
	"group=\"a\\\\b \\\"c\\\"\\nd\",unit=\"share\""
#define RATIO                                                                 \
	"{kpi=\"ltv\",definition=\"net:all\",group=\"ratio\",unit=\"ratio\"," \
	"currency=\"USD\""
#define HEAD(name, help) "# HELP " name " " help "\n# TYPE " name " gauge\n"

static void
rows_are_samples(void **state)
{
	struct report report = {0};
	struct err err = {0};
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(report_add(&report, &rows[i], &err), 0);
	assert_int_equal(
	    exposition_write(stream, &report, INT64_C(1769958000000000), &err),
	    0);
	assert_int_equal(fclose(stream), 0);
	assert_string_equal(text,
	    HEAD("omni_kpi_value",
		"The key figure.") "omni_kpi_value" CSAT "} 0.250000\n"
				   "omni_kpi_value{kpi=\"ltv\",definition="
				   "\"net:all\","
				   "group=\"all\",unit=\"USD\"} -12.50\n" HEAD("omni_kpi_numerator", "What was divided.") "omni_kpi_numerator" CSAT "} 1\n" HEAD(
				       "omni_kpi_denominator", "What it was divided by.") "omni_kpi_denominator" CSAT "} 4\n" HEAD("omni_kpi_ci_low",
				       "Lower end of the 95 % confidence "
				       "interval.") "omni_kpi_ci_low" CSAT
						    "} 0.050000\n" HEAD(
							"omni_kpi_ci_high",
							"Upper end of the 95 % "
							"confidence interval.") "omni_kpi_ci_high" CSAT "} 0.700000\n" HEAD("omni_kpi_excluded",
							"What was left out, by "
							"reason.") "omni_kpi_"
								   "exclude"
								   "d" CSAT
								   ",reason="
								   "\"other_"
								   "scale\"} "
								   "3\n"
								   "omni_kpi_"
								   "exclude"
								   "d" RATIO
								   ",reason="
								   "\"old\"} "
								   "1\n"
								   "omni_kpi_"
								   "exclude"
								   "d" RATIO
								   ",reason="
								   "\"few\"} "
								   "2\n" HEAD(
								       "omni_"
								       "kpi_as_"
								       "of_"
								       "timesta"
								       "mp_"
								       "second"
								       "s",
								       "The "
								       "time "
								       "that "
								       "the "
								       "figures"
								       " are "
								       "of.") "omni_kpi_as_of_timestamp_seconds 1769958000.000000\n");
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
