#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "flow/journeys.h"
#include "flow/undo.h"
#include "flow/world.h"
#include "journey/before.h"
#include "store/db.h"
#include "store/packed.h"
#include "store/retract.h"

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
		struct journeys_result result;
		struct err err = {0};
		char *text = NULL;
		size_t size = 0;
		struct view *view =
		    view_open(world.store, world.zone, 0, &view_options, &err);

		assert_non_null(view);
		options.streams[0] = open_memstream(&text, &size);
		assert_int_equal(
		    journeys_run(view, &options, &result, &err), 0);
		assert_int_equal(result.left, 0);
		assert_int_equal(fclose(options.streams[0]), 0);
		assert_string_equal(text, cases[i].expected);
		free(text);
		view_free(view);
	}
	world_close(&world);
}

/* Customers of some events each, in many small blocks. */
#define CUSTOMERS 200
#define EVENTS 15

static char *
make_many(void)
{
	static const char *const what[] = {"ec,view", "ec,purchase",
	    "store,purchase", "phone,inquiry", "phone,handoff", "chat,message",
	    "chat,reopen", "store,visit", "ec,return"};
	uint64_t random = 1;
	struct buf csv = {0};

	buf_str(&csv,
	    "customer_id,channel,event,event_id,occurred_at,amount,currency,"
	    "topic,campaign,text\n");
	for (int i = 0; i < CUSTOMERS * EVENTS; i++) {
		unsigned n;

		random = random * UINT64_C(6364136223846793005) + 1;
		n = (unsigned)(random >> 33);
		buf_printf(&csv,
		    "%u,%s,e%d,2026-%02u-%02uT%02u:00:%02u+09:00,%u,JPY,%s,"
		    "c%u,t\n",
		    n % CUSTOMERS, what[n / 7 % 9], i, 1 + n / 11 % 4,
		    1 + n / 13 % 28, n / 17 % 24, n / 19 % 60, n % 977,
		    n % 5 == 0 ? "size" : "", n / 23 % 4);
	}
	buf_char(&csv, '\0');
	assert_false(csv.failed);
	return csv.data;
}

static char *
run_many(struct world *world, enum journeys_view which,
    const struct view_options *view_options)
{
	static const enum attribution_model models[] = {
	    ATTRIBUTION_LAST, ATTRIBUTION_MARKOV, ATTRIBUTION_TIME_DECAY};
	static struct expectations_line rules[] = {
	    {SPAN("response(ec:view, *:purchase) 50%"), 1},
	    {SPAN("absence(inquiry, 2)"), 2}};
	static const struct expectations expectations = {
	    .path = "rules", .lines = rules, .count = 2};
	struct journeys_options options = {
	    .views = {which, JOURNEYS_TIMELINE},
	    .n_views = which == JOURNEYS_PATHS ? 2 : 1,
	    .activity = {.has_kind = true},
	    .episode = {.gap_us = EPISODE_GAP_US,
		.issue = {EPISODE_GAP_US, EPISODE_GAP_US}},
	    .credits.attribution = {.kind = CANON_PURCHASE,
		.lookback_us = ATTRIBUTION_LOOKBACK_US,
		.half_life_us = ATTRIBUTION_HALF_LIFE_US,
		.has_own = true},
	    .funnel = {.steps = "ec:view,*:purchase",
		.window_us = FUNNEL_WINDOW_US},
	    .n_last = BEFORE_LAST,
	    .expectations = &expectations,
	    .out = {.format = OUT_CSV},
	};
	struct view *view;
	struct err err = {0};
	char *text = NULL;
	size_t size = 0;
	struct journeys_result result;

	options.credits.attribution.models = models;
	options.credits.attribution.n_models = 3;
	view = view_open(world->store, world->zone, INT64_C(1893456000000000),
	    view_options, &err);
	assert_non_null(view);
	options.streams[0] = open_memstream(&text, &size);
	options.streams[1] = options.streams[0];
	if (journeys_run(view, &options, &result, &err) != 0)
		fail_msg("%s", err.msg);
	assert_int_equal(fclose(options.streams[0]), 0);
	view_free(view);
	return text;
}

/* The same bytes by any number of threads, and from the rows. */
static void
threads_add_up(void **state)
{
	static const int64_t threads[] = {1, 2, 3, 7, 64};
	static const char *const kinds[] = {"inquiry"};
	static const char *const customers[] = {"C000000120", "C000000007"};
	char *csv = make_many();
	struct world world;
	struct err err = {0};

	(void)state;
	world_open(&world, csv, true);
	world.store->block_events = 20;
	assert_int_equal(merge_pack(world.store, &err), 0);
	for (int which = 0; which < JOURNEYS_VIEWS; which++) {
		struct view_options options = {.is_unpacked = true};
		char *expected;

		if (which == JOURNEYS_BEFORE)
			options.kinds = (struct view_list){kinds, 1};
		if (which == JOURNEYS_CONTEXT)
			options.customers = (struct view_list){customers, 2};
		expected =
		    run_many(&world, (enum journeys_view)which, &options);
		assert_true(strlen(expected) > 100);
		options.is_unpacked = false;
		for (size_t i = 0; i < sizeof(threads) / sizeof(threads[0]);
		     i++) {
			char *text;

			options.n_threads = threads[i];
			text = run_many(
			    &world, (enum journeys_view)which, &options);
			assert_string_equal(text, expected);
			free(text);
		}
		free(expected);
	}
	world_close(&world);
	free(csv);
}

/* Does every view say the same, packed or not? */
static void
must_agree(struct world *world, const char *when)
{
	static const char *const kinds[] = {"inquiry"};
	static const char *const customers[] = {"crm:17", "crm:4"};

	for (int which = 0; which < JOURNEYS_VIEWS; which++) {
		struct view_options options = {.n_threads = 3};
		char *packed, *rows;

		if (which == JOURNEYS_BEFORE)
			options.kinds = (struct view_list){kinds, 1};
		if (which == JOURNEYS_CONTEXT)
			options.customers = (struct view_list){customers, 2};
		packed = run_many(world, (enum journeys_view)which, &options);
		options.is_unpacked = true;
		rows = run_many(world, (enum journeys_view)which, &options);
		if (strcmp(packed, rows) != 0)
			fail_msg(
			    "%s: %s differs", when, journeys_view_names[which]);
		free(packed);
		free(rows);
	}
	assert_false(packed_is_damaged(world->store));
}

static void
merge_again(struct world *world)
{
	const struct merge_options options = {
	    .is_exact = true, .now_us = INT64_C(1893456000000000)};
	struct merge merge = {0};
	struct err err = {0};

	assert_int_equal(merge_run(world->store, &options, &merge, &err), 0);
	assert_int_equal(merge_pack(world->store, &err), 0);
	merge_clear(&merge);
}

/* Two records become one customer by a mail, events change and are added. */
static const char news[] =
    "customer_id,email,channel,event,event_id,occurred_at,amount,currency\n"
    "17,a@b.test,ec,purchase,n1,2026-05-01T10:00:00+09:00,50,JPY\n"
    "4,a@b.test,phone,inquiry,n2,2026-02-01T10:00:00+09:00,,\n"
    "4,,store,purchase,e7,2026-02-01T11:00:00+09:00,70,JPY\n"
    "9001,,chat,message,n3,2026-05-02T10:00:00+09:00,,\n";

static void
packs_follow(void **state)
{
	static const char *const records[] = {"crm:4"};
	char *csv = make_many();
	struct retract_counts counts;
	struct store_run run;
	struct world world;
	struct err err = {0};

	(void)state;
	world_open(&world, csv, true);
	world.store->block_events = 20;
	merge_again(&world);
	must_agree(&world, "merged");
	world_import(&world, news);
	must_agree(&world, "imported");
	merge_again(&world);
	must_agree(&world, "merged again");
	assert_int_equal(undo_split(world.store, span_of("crm:17"), records, 1,
			     1, &run, &err),
	    0);
	must_agree(&world, "split");
	assert_int_equal(undo_back(world.store, 2, 1, &run, &err), 0);
	must_agree(&world, "undone");
	merge_again(&world);
	must_agree(&world, "merged after that");
	assert_int_equal(retract_import(world.store, 2, 1, &counts, &err), 0);
	must_agree(&world, "taken back");
	merge_again(&world);
	must_agree(&world, "merged at last");
	world_close(&world);
	free(csv);
}

/* More events than are made at once. */
#define LONG 20000

static char *
make_long(void)
{
	struct buf csv = {0};

	buf_str(&csv, "customer_id,channel,event,event_id,occurred_at,text\n");
	for (int i = 0; i < LONG; i++)
		buf_printf(&csv,
		    "1,ec,%s,e%d,2026-01-%02dT%02d:%02d:%02d+09:00,t%d\n",
		    i == 5 || i == 12000 ? "purchase" : "view", i,
		    1 + i / 1440 % 28, i / 60 % 24, i % 60, i % 7, i);
	buf_char(&csv, '\0');
	assert_false(csv.failed);
	return csv.data;
}

static char *
tell(struct world *world, bool is_newest_first)
{
	static const char *const stages[] = {"repeat"};
	static const struct view_options view_options = {
	    .stages = {stages, 1}, .dormant_us = 365 * JOURNEY_DAY_US};
	struct journeys_options options = {
	    .views = {JOURNEYS_TIMELINE},
	    .n_views = 1,
	    .is_newest_first = is_newest_first,
	    .out = {.format = OUT_CSV},
	};
	struct journeys_result result;
	struct view *view;
	struct err err = {0};
	char *text = NULL;
	size_t size = 0;

	view = view_open(world->store, world->zone, INT64_C(1893456000000000),
	    &view_options, &err);
	assert_non_null(view);
	options.streams[0] = open_memstream(&text, &size);
	assert_int_equal(journeys_run(view, &options, &result, &err), 0);
	assert_int_equal(fclose(options.streams[0]), 0);
	view_free(view);
	return text;
}

/* The stages go on from piece to piece: newest first nothing is cut. */
static void
pieces_make_one(void **state)
{
	char *csv = make_long();
	struct world world;
	char *oldest, *newest, *line, *at;
	size_t n = 0;

	(void)state;
	world_open(&world, csv, true);
	oldest = tell(&world, false);
	newest = tell(&world, true);
	at = newest + strlen(newest);
	for (line = strchr(oldest, '\n') + 1; *line != '\0'; n++) {
		size_t len = (size_t)(strchr(line, '\n') - line) + 1;

		at -= len;
		assert_true(at > newest);
		assert_memory_equal(at, line, len);
		line += len;
	}
	assert_int_equal(n, LONG - 12000);
	free(oldest);
	free(newest);
	world_close(&world);
	free(csv);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(views),
	    cmocka_unit_test(threads_add_up),
	    cmocka_unit_test(packs_follow),
	    cmocka_unit_test(pieces_make_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
