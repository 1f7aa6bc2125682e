#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "flow/readout.h"

static const struct figure_definition definitions[] = {
    {"top2", "top2", "share",
	"ratings of 4 or more, which are many words, / ratings"},
};
static const struct figure figures[] = {
    {
	.id = "csat",
	.name = "Customer satisfaction",
	.name_ja = "顧客満足度",
	.definitions = definitions,
	.n_definitions = 1,
    },
    {
	.id = "nps",
	.name = "Net promoter score",
	.name_ja = "推奨度",
	.definitions = definitions,
	.n_definitions = 1,
    },
};
static const struct journey_context context;
static const struct figure_use uses[] = {
    {
	.figure = &figures[0],
	.margin_micro = FIGURE_NO_MARGIN,
	.context = &context,
    },
    {
	.figure = &figures[1],
	.margin_micro = FIGURE_NO_MARGIN,
	.context = &context,
    },
};

static const struct kpi_row rows[] = {
    {
	.kpi = SPAN("csat"),
	.definition = SPAN("top2"),
	.group = SPAN("all"),
	.unit = SPAN("share"),
	.value = {250000, 6, true},
	.numerator = {1, 0, true},
	.denominator = {4, 0, true},
	.is_share = true,
	.use = &uses[0],
    },
    {
	.kpi = SPAN("nps"),
	.definition = SPAN("top2"),
	.group = SPAN("all"),
	.unit = SPAN("points"),
	.note = SPAN("zero denominator"),
	.use = &uses[1],
    },
};

static void
print(const struct readout *readout, const struct out_options *options,
    const char *expected)
{
	struct err err = {0};
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);

	assert_int_equal(readout_print(readout, options, stream, &err), 0);
	assert_int_equal(fclose(stream), 0);
	assert_string_equal(text, expected);
	free(text);
}

static void
people_and_programs(void **state)
{
	static const struct compare_change changes[] = {
	    {
		.period = SPAN("2025"),
		.previous = {500000, 6, true},
		.change = {-250000, 6, true},
	    },
	    {.period = SPAN("2025")},
	};
	static const struct span trends[] = {SPAN("▁█"), SPAN("")};
	struct report report = {0};
	struct readout readout = {.report = &report};
	struct out_options options = {.format = OUT_CSV};
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(report_add(&report, &rows[i], &err), 0);
	print(&readout, &options,
	    "kpi,definition,period,group,value,unit,numerator,denominator,"
	    "ci_low,ci_high,excluded,note\n"
	    "csat,top2,,all,0.250000,share,1,4,,,,\n"
	    "nps,top2,,all,,points,,,,,,zero denominator\n");
	readout.changes = changes;
	print(&readout, &options,
	    "kpi,definition,period,group,value,unit,numerator,denominator,"
	    "ci_low,ci_high,excluded,note,previous_period,previous,change,"
	    "change_low,change_high\n"
	    "csat,top2,,all,0.250000,share,1,4,,,,,2025,0.500000,-0.250000,"
	    ",\n"
	    "nps,top2,,all,,points,,,,,,zero denominator,2025,,,,\n");
	options.format = OUT_TABLE;
	options.is_utf8 = true;
	readout.changes = NULL;
	readout.trends = trends;
	print(&readout, &options,
	    "group  value  unit    trend  numerator  denominator  note\n"
	    "─────  ─────  ──────  ─────  ─────────  ───────────  "
	    "────────────────\n"
	    "Customer satisfaction 顧客満足度: csat=top2\n"
	    "all    25.0%          ▁█             1            4  \n"
	    "  ratings of 4 or more, which are many words, / ratings\n"
	    "\n"
	    "Net promoter score 推奨度: nps=top2\n"
	    "all           points                                 "
	    "zero denominator\n"
	    "  ratings of 4 or more, which are many words, / ratings\n");
	options.is_utf8 = false;
	options.is_color = true;
	options.width = 40;
	readout.trends = NULL;
	report.count = 1;
	print(&readout, &options,
	    "\033[1mgroup  value  numerator  denominator\033[0m\n"
	    "-----  -----  ---------  -----------\n"
	    "\033[1mCustomer satisfaction: csat=top2\033[0m\n"
	    "all    25.0%          1            4\n"
	    "\033[2m  ratings of 4 or more, which are many\033[0m\n"
	    "\033[2m  words, / ratings\033[0m\n");
	report_clear(&report);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(people_and_programs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
