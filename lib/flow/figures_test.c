#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "flow/figures.h"
#include "flow/world.h"

static const char events[] =
    "customer_id,channel,event,event_id,occurred_at,amount,currency,csat\n"
    "1,ec,view,a,2026-01-01T10:00:00+09:00,,,\n"
    "1,store,purchase,b,2026-01-02T10:00:00+09:00,100,JPY,4.5\n"
    ",store,purchase,c,2026-02-01T10:00:00+09:00,5,JPY,\n";

#define HEADER                                                          \
	"kpi,definition,period,group,value,unit,numerator,denominator," \
	"ci_low,ci_high,excluded,note\n"

static const struct {
	const char *asked;
	const char *expected;
} cases[] = {
    {"identification_coverage",
	HEADER "identification_coverage,default,2026-01-01/2026-01-31,all,"
	       "1.000000,share,2,2,0.342380,1.000000,,small n\n"},
    {"csat",
	HEADER "csat,mean5,2026-01-01/2026-01-31,all,4.500000,score,4.500000,"
	       "1,,,,small n\n"
	       "csat,mean5,2026-01-01/2026-01-31,store,4.500000,score,"
	       "4.500000,1,,,,small n\n"
	       "identification_coverage,default,2026-01-01/2026-01-31,all,"
	       "1.000000,share,2,2,0.342380,1.000000,,small n\n"},
};

static void
rows(void **state)
{
	static const struct view_options view_options = {
	    .from = "2026-01-01",
	    .to = "2026-01-31",
	    .has_anonymous = true,
	};
	struct world world;

	(void)state;
	world_open(&world, events, true);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct figures_options options = {
		    .asked = &cases[i].asked,
		    .n_asked = 1,
		    .out = {.format = OUT_CSV},
		};
		struct err err = {0};
		char *text = NULL;
		size_t size = 0;
		struct view *view =
		    view_open(world.store, world.zone, 0, &view_options, &err);

		assert_non_null(view);
		options.stream = open_memstream(&text, &size);
		assert_int_equal(figures_run(view, &options, &err), 0);
		assert_int_equal(fclose(options.stream), 0);
		assert_string_equal(text, cases[i].expected);
		free(text);
		view_free(view);
	}
	world_close(&world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
