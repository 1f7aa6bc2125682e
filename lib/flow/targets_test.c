#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "flow/figures.h"
#include "flow/targets.h"
#include "flow/world.h"

static const char events[] =
    "customer_id,channel,event,event_id,occurred_at,amount,currency,csat\n"
    "1,ec,view,a,2026-01-01T10:00:00+09:00,,,4\n"
    "1,store,purchase,b,2026-01-02T10:00:00+09:00,100,JPY,5\n"
    "2,store,purchase,c,2026-01-03T10:00:00+09:00,200,JPY,2\n";

/* A file with this one target; free and unlink it. */
static char *
file_of(const char *line)
{
	static char path[] = "/tmp/omni-targets-XXXXXX";
	FILE *file;
	int fd;

	memcpy(path, "/tmp/omni-targets-XXXXXX", sizeof(path));
	fd = mkstemp(path);
	assert_true(fd >= 0);
	file = fdopen(fd, "w");
	assert_non_null(file);
	fprintf(file, "kpi,definition,group,op,target,due,owner\n%s\n", line);
	assert_int_equal(fclose(file), 0);
	return path;
}

/* The status of the one target, and whether all are met. */
static void
check(struct world *world, const struct targets *targets, char *text,
    size_t size, bool *all_met)
{
	static const struct view_options view_options = {.has_anonymous = true};
	struct measures_options how = {
	    .zone = world->zone,
	    .as_of_us = INT64_C(1770000000000000), /* 2026-02-02 */
	    .out = {.format = OUT_TSV},
	};
	struct figures_options options = {
	    .asked = targets->asked,
	    .n_asked = targets->count,
	};
	struct err err = {0};
	struct view *view = view_open(
	    world->store, world->zone, how.as_of_us, &view_options, &err);
	struct figures *figures;

	assert_non_null(view);
	figures = figures_new(view, &options, &err);
	assert_non_null(figures);
	how.stream = fmemopen(text, size, "w");
	assert_int_equal(targets_check(targets, world->store,
			     figures_report(figures), &how, all_met, &err),
	    0);
	assert_int_equal(fclose(how.stream), 0);
	figures_free(figures);
	view_free(view);
}

static void
values_meet_targets(void **state)
{
	static const struct {
		const char *line;
		const char *status;
	} cases[] = {
	    {"csat,,all,>=,3.666666,,", "met"},
	    {"csat,,all,>=,3.666668,,", "missed"},
	    {"csat,,all,=,3.666667,,", "met"},
	    {"csat,,,>,3.6,,", "met"},
	    {"csat,,all,<,3.7,,", "met"},
	    {"csat,,all,<=,3.6,,", "missed"},
	    {"csat,,phone,<=,3.6,,", "unknown"},
	    {"csat,mean5,store,=,3.5,,", "met"},
	    /* A share of 2/3 is more than its six digits below, and less than
	     * those above. */
	    {"csat,top2,all,>,0.666666,,", "met"},
	    {"csat,top2,all,<,0.666667,,", "met"},
	    {"csat,top2,all,>=,66.6666%,2026-01-01,me", "met"},
	    {"ltv,,all,>=,150,,", "met"},
	    {"ltv,\"net:all,margin=0.5\",all,>=,75,,", "met"},
	    {"ltv,\"net:all,margin=0.5\",all,>,75,,", "missed"},
	    {"ltv,,ratio,<,0.5,,", "missed"},
	    /* There is time until the end of the day that is named. */
	    {"csat,,all,>=,5,2026-02-01,", "missed"},
	    {"csat,,all,>=,5,2026-02-02,", "not due"},
	    {"csat,,all,>=,3,2026-02-03,", "met"},
	    {"csat,good,all,>=,0,,", "unknown"},
	    {"csat,good,all,>=,0,2026-02-01,", "unknown"},
	    {"csat,good,all,>=,0,2026-02-02,", "not due"},
	    {"csat,,phone,<=,3.6,2026-12-31,", "unknown"},
	};
	struct world world;

	(void)state;
	world_open(&world, events, true);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct targets targets = {0};
		struct err err = {0};
		char *path = file_of(cases[i].line);
		char text[1024] = "", status[32];
		bool all_met;

		assert_int_equal(targets_read(&targets, path, &err), 0);
		check(&world, &targets, text, sizeof(text), &all_met);
		snprintf(status, sizeof(status), "\t%s\t", cases[i].status);
		if (strstr(text, status) == NULL)
			fail_msg("%s is not %s: %s", cases[i].line,
			    cases[i].status, text);
		assert_int_equal(all_met,
		    strcmp(cases[i].status, "met") == 0 ||
			strcmp(cases[i].status, "not due") == 0);
		targets_clear(&targets);
		unlink(path);
	}
	world_close(&world);
}

static void
what_is_no_target_is_refused(void **state)
{
	static const char *const lines[] = {
	    "",
	    "nothing,,,>=,1,,",
	    "csat,best,,>=,1,,",
	    "csat,,,!=,1,,",
	    "csat,,,>=,,,",
	    "csat,,,>=,1e3,,",
	    "csat,,,>=,0.1234567,,",
	    "csat,,,>=,%,,",
	    "csat,,,>=,1,2026-13-01,",
	    "csat,,,>=,1,tomorrow,",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct targets targets = {0};
		struct err err = {0};
		char *path = file_of(lines[i]);

		assert_int_equal(targets_read(&targets, path, &err), -1);
		assert_int_equal(err.code, ERR_CONFIG);
		targets_clear(&targets);
		unlink(path);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_meet_targets),
	    cmocka_unit_test(what_is_no_target_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
