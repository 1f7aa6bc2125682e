#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "flow/context.h"
#include "flow/view.h"
#include "flow/world.h"

static const char events[] =
    "customer_id,channel,event,event_id,occurred_at,topic,outcome,amount,"
    "currency,csat,nps,handover_channel,context_passed,event_attr:order,email\n"
    "1,bot,inquiry,a,2029-12-30T10:00:00Z,size,,,,,,,,71,a@x.test\n"
    "1,bot,handoff,b,2029-12-30T10:01:00Z,size,,,,,,phone,false,,\n"
    "1,ec,purchase,c,2029-12-30T12:00:00Z,,,12.50,USD,4,,,,,\n"
    "1,ec,return,d,2029-12-30T13:00:00Z,,,2.50,USD,,9,,,,\n"
    "1,phone,inquiry,e,2030-01-02T10:00:00Z,late,,,,,,,,,\n"
    "2,ec,other,f,2029-12-30T12:00:00Z,,,,,,,,,,\n"
    "3,crm,,,,,,,,,,,,,c@x.test\n";

/* 2030-01-01: what comes later is not told. */
#define NOW INT64_C(1893456000000000)

/* Each row as "section/item=value", without what is of the event. */
static const struct {
	const char *customer;
	const char *expected;
} cases[] = {
    {"crm:1",
	"who/email=a@x.test who/records=1 stage/stage=first "
	"stage/first_touch= stage/last_touch= issue/1=open said/1= "
	"answer/order=71 said/1= handoff/to=phone handoff/context_passed=false "
	"touch/= touch/= purchases/orders=1 purchases/returns=1 "
	"purchases/net_revenue=10.00 purchase/= purchase/= "
	"satisfaction/ratings=1 satisfaction/csat_mean5=4.000 "
	"satisfaction/last_csat=4 satisfaction/last_nps=9 "},
    /* Nothing that is a touch, and nothing at all. */
    {"crm:2",
	"who/records=1 stage/stage=prospect purchases/orders=0 "
	"purchases/returns=0 satisfaction/ratings=0 "},
    {"crm:3",
	"who/email=c@x.test who/records=1 stage/stage=prospect "
	"purchases/orders=0 purchases/returns=0 satisfaction/ratings=0 "},
};

static char *
tell(struct world *world, const char *customer)
{
	const struct view_options view_options = {
	    .customers = {&customer, 1}, .dormant_us = 365 * JOURNEY_DAY_US};
	const struct context_options options = {
	    .issue = {7 * JOURNEY_DAY_US, 7 * JOURNEY_DAY_US},
	    .n_last = 2,
	    .out = {.format = OUT_TSV},
	};
	struct who who = {0};
	struct err err = {0};
	struct view *view =
	    view_open(world->store, world->zone, NOW, &view_options, &err);
	char *text = NULL;
	size_t len;
	FILE *stream = open_memstream(&text, &len);
	struct context *context;
	struct journey_sink sink;

	assert_non_null(view);
	assert_int_equal(view_who(view, &who, &err), 0);
	context = context_new(&who, &options, stream, &err);
	sink = context_sink(context);
	assert_int_equal(view_run(view, &sink, 1, &err), 0);
	assert_int_equal(context_finish(context, view_context(view), &err), 0);
	context_free(context);
	assert_int_equal(fclose(stream), 0);
	who_clear(&who);
	view_free(view);
	return text;
}

/* The second to the fourth cell of each line but the first. */
static void
shorten(char *text, struct buf *to)
{
	static const char marks[] = "/= ";
	char *line = strchr(text, '\n') + 1;

	buf_reset(to);
	while (*line != '\0') {
		char *at = strchr(line, '\t') + 1;

		for (size_t i = 0; i < 3; i++) {
			size_t n = strcspn(at, "\t\n");

			buf_add(to, at, n);
			buf_char(to, marks[i]);
			at += n + 1;
		}
		line = strchr(at, '\n') + 1;
	}
}

static void
test_rows(void **state)
{
	struct world world;
	struct buf rows = {0};

	(void)state;
	world_open(&world, events, true);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = tell(&world, cases[i].customer);

		shorten(text, &rows);
		assert_string_equal(buf_text(&rows), cases[i].expected);
		free(text);
	}
	buf_clear(&rows);
	world_close(&world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
