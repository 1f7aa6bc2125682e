#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "flow/measures.h"

static const struct kpi_row rows[] = {
    {
	.kpi = SPAN("csat"),
	.definition = SPAN("top2"),
	.period = SPAN("2026-01"),
	.group = SPAN("all"),
	.unit = SPAN("share"),
	.value = {250000, 6, true},
	.is_share = true,
	.n = 4,
    },
    {
	.kpi = SPAN("ltv"),
	.definition = SPAN("net:all"),
	.group = SPAN("all"),
	.unit = SPAN("USD"),
	.value = {1250, 2, true},
	.n = 2,
    },
    {
	.kpi = SPAN("nps"),
	.definition = SPAN("default"),
	.group = SPAN("all"),
	.unit = SPAN("points"),
    },
    {
	.kpi = SPAN("nps"),
	.definition = SPAN("default"),
	.group = SPAN("phone"),
	.unit = SPAN("points"),
	.is_concealed = true,
    },
};

/* The day is that of as_of in the zone, and what is kept again is kept once. */
static void
what_is_kept_is_listed(void **state)
{
	struct err err = {0};
	struct store *store = store_open(NULL, STORE_CREATE, 0600, 1, &err);
	struct zone *zone = zone_open("+09:00", &err);
	char text[1024] = "";
	struct report report = {0};
	struct measures_options how = {
	    .zone = zone,
	    .as_of_us = INT64_C(1769958000000000), /* 2026-02-01T15:00Z */
	    .out = {.format = OUT_CSV},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(report_add(&report, &rows[i], &err), 0);
	for (int again = 0; again < 2; again++) {
		how.stream = fmemopen(text, sizeof(text), "w");
		assert_int_equal(measures_keep(store, &report, &how, &err), 0);
		assert_int_equal(fclose(how.stream), 0);
		assert_string_equal(text,
		    "day,as_of,values\n"
		    "2026-02-02,2026-02-02T00:00:00+09:00,4\n");
	}
	how.stream = fmemopen(text, sizeof(text), "w");
	assert_int_equal(measures_list(store, &how, &err), 0);
	assert_int_equal(fclose(how.stream), 0);
	assert_string_equal(text,
	    "day,kpi,definition,period,group,value,unit,n,note\n"
	    "2026-02-02,csat,top2,2026-01,all,0.250000,share,4,\n"
	    "2026-02-02,ltv,net:all,,all,12.50,USD,2,\n"
	    "2026-02-02,nps,default,,all,,points,0,\n"
	    "2026-02-02,nps,default,,phone,,points,,hidden\n");
	report_clear(&report);
	zone_free(zone);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_kept_is_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
