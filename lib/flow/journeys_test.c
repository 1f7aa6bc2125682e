#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "flow/journeys.h"
#include "flow/world.h"

static const char events[] =
    "customer_id,channel,event,event_id,occurred_at,amount,currency,csat\n"
    "1,ec,view,a,2026-01-01T10:00:00+09:00,,,\n"
    "1,store,purchase,b,2026-01-01T10:00:01.5+09:00,100,JPY,4.5\n"
    "1,store,purchase,c,2026-01-01T10:00:02+09:00,5,USD,\n";

static const struct {
	enum journeys_view view;
	const char *expected;
} cases[] = {
    {JOURNEYS_TIMELINE,
	"customer_id,occurred_at,channel,event,outcome,case_id,topic,product,"
	"amount,currency,csat,agent,source,record,text\n"
	"C000000001,2026-01-01T10:00:00+09:00,ec,view,,,,,,,,,crm,crm:1,\n"
	"C000000001,2026-01-01T10:00:01.500+09:00,store,purchase,,,,,100,JPY,"
	"4.5,,crm,crm:1,\n"
	"C000000001,2026-01-01T10:00:02+09:00,store,purchase,,,,,5.00,USD,,,"
	"crm,crm:1,\n"},
    {JOURNEYS_EPISODES,
	"customer_id,episode,started_at,ended_at,seconds,touches,channels,"
	"switches,path,outcome,amount,currency\n"
	"C000000001,1,2026-01-01T10:00:00+09:00,2026-01-01T10:00:02+09:00,"
	"2.000,3,2,1,ec > store,,,mixed\n"},
    {JOURNEYS_PATHS,
	"path,episodes,share,cumulative,customers,mean_seconds,"
	"median_seconds,conversions,value,currency\n"
	"ec > store,1,1.000000,1.000000,1,2.000,2.000,2,,mixed\n"},
    {JOURNEYS_TRANSITIONS,
	"from,to,count,customers,share_of_from,mean_seconds,median_seconds,"
	"stdev_seconds,min_seconds,max_seconds\n"
	"(start),ec,1,1,1.000000,,,,,\n"
	"ec,store,1,1,1.000000,1.500,1.500,,1.500,1.500\n"
	"store,(end),1,1,0.500000,,,,,\n"
	"store,store,1,1,0.500000,0.500,0.500,,0.500,0.500\n"},
};

static void
views(void **state)
{
	static const struct view_options view_options;
	struct world world;

	(void)state;
	world_open(&world, events, true);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct journeys_options options = {
		    .views = {cases[i].view},
		    .n_views = 1,
		    .episode = {.gap_us = EPISODE_GAP_US},
		    .out = {.format = OUT_CSV},
		};
		int64_t left;
		struct err err = {0};
		char *text = NULL;
		size_t size = 0;
		struct view *view =
		    view_open(world.store, world.zone, 0, &view_options, &err);

		assert_non_null(view);
		options.streams[0] = open_memstream(&text, &size);
		assert_int_equal(journeys_run(view, &options, &left, &err), 0);
		assert_int_equal(left, 0);
		assert_int_equal(fclose(options.streams[0]), 0);
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
	    cmocka_unit_test(views),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
