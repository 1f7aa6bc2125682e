#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

/* Channels of samples have no faq; see what_was_read. */
static const struct sample samples[] = {
    {.at = "2026-01-01 10:00", .what = "phone:inquiry", .topic = "size"},
    {.who = "A",
	.at = "2025-12-20 10:00",
	.what = "phone:inquiry",
	.topic = "size"},
    {.who = "A",
	.at = "2026-01-20 10:00",
	.what = "phone:inquiry",
	.topic = "size"},
    {.who = "A",
	.at = "2026-01-21 10:00",
	.what = "phone:inquiry",
	.topic = "price"},
    {.who = "A", .at = "2026-01-22 10:00", .what = "phone:inquiry"},
};

#define ASK(text)                                           \
	{                                                   \
		.kpi = (text), .as_of = "2026-01-31 10:00", \
		.samples = samples, .n = 5                  \
	}

static const struct answer_case cases[] = {
    {"four with a topic, whoever asked", ASK("faq_gap=contacts"),
	"all: 4 4 - - - contacts [no_topic=1]\n"
	"price: 1 1 - - - contacts\n"
	"size: 3 3 - - - contacts\n"},
    {"in the last month three, the one of exactly 30 days ago before it",
	ASK("faq_gap=trend:30d"),
	"all: 1.000000 2 2 - - ratio [no_topic=1]\n"
	"price: - 1 0 - - ratio (zero denominator)\n"
	"size: 0.500000 1 2 - - ratio\n"},
    {"nobody read", ASK("faq_gap"),
	"all: 0.000000 0 3 0.000000 0.561497 share "
	"[no_topic=1;anonymous=1]\n"
	"price: 0.000000 0 1 0.000000 0.793451 share\n"
	"size: 0.000000 0 2 0.000000 0.657620 share [anonymous=1]\n"},
};

/* A reads about the size and asks within a day, B a second too late, C about
 * something else. */
static void
what_was_read(void **state)
{
	static struct world world;
	struct err err = {0};
	struct zone *zone = zone_open("+09:00", &err);
	struct world_texts texts = {{0}, {0}};

	(void)state;
	assert_non_null(zone);
	world_make(&world, 0, zone);
	memset(world.n, 0, sizeof(world.n));
	for (size_t i = 0; i < 3; i++) {
		struct journey_event *events = world.events[i];

		events[0] = world_event(&world, 0);
		events[0].kind = CANON_VIEW;
		events[0].channel = WORLD_FAQ;
		events[0].topic = span_of("size");
		events[1] = events[0];
		events[1].at_us = CIVIL_US_DAY + (i == 1);
		events[1].kind = CANON_INQUIRY;
		events[1].direction = CANON_INBOUND;
		events[1].channel = WORLD_PHONE;
		events[1].topic = span_of(i == 2 ? "price" : "size");
		world.n[i] = 2;
	}
	world.kpi = "faq_gap";
	assert_int_equal(world_rows(&world, 1, &texts, &err), 0);
	assert_string_equal(
	    buf_text(&texts.brief), "all 1 3\nprice 0 1\nsize 1 2\n");
	buf_reset(&texts.brief);
	world.kpi = "faq_gap=views";
	assert_int_equal(world_rows(&world, 1, &texts, &err), 0);
	assert_string_equal(buf_text(&texts.brief), "all 3 -\nsize 3 -\n");
	world_clear(&texts);
	zone_free(zone);
}

/* --- the same, slowly --- */

static bool
is_contact(const struct journey_event *event)
{
	return issue_is_contact(event) && event->is_in;
}

static bool
is_view(const struct journey_event *event)
{
	return event->kind == CANON_VIEW && event->channel == WORLD_FAQ &&
	    event->is_in;
}

static bool
is_about(const struct journey_event *event, const char *topic)
{
	return topic == NULL ? event->topic.len > 0
			     : span_is(event->topic, topic);
}

static bool
was_read(const struct world *world, size_t i, size_t j)
{
	const struct journey_event *contact = &world->events[i][j];

	for (size_t k = 0; k < j; k++) {
		const struct journey_event *event = &world->events[i][k];

		if (event->kind == CANON_VIEW && event->channel == WORLD_FAQ &&
		    span_eq(event->topic, contact->topic) &&
		    contact->at_us - event->at_us <= CIVIL_US_DAY)
			return true;
	}
	return false;
}

/* Topics in byte order, behind all of them. */
static const char *const topics[] = {NULL, "price", "size"};

static void
slow_after(const struct world *world, struct buf *out)
{
	for (size_t t = 0; t < 3; t++) {
		int64_t hits = 0;
		int64_t total = 0;
		bool is_there = t == 0;

		for (size_t i = 0; i <= WORLD_CUSTOMERS; i++)
			for (size_t j = 0; j < world->n[i]; j++) {
				const struct journey_event *event =
				    &world->events[i][j];

				if (!is_contact(event) ||
				    !is_about(event, topics[t]))
					continue;
				is_there = true;
				if (i == WORLD_CUSTOMERS)
					continue;
				total++;
				hits += was_read(world, i, j);
			}
		if (is_there)
			world_line(
			    out, t == 0 ? "all" : topics[t], hits, total);
	}
}

static void
volumes(const struct world *world, struct buf *out,
    bool (*is_one)(const struct journey_event *))
{
	for (size_t t = 0; t < 3; t++) {
		int64_t n = 0;

		for (size_t i = 0; i <= WORLD_CUSTOMERS; i++)
			for (size_t j = 0; j < world->n[i]; j++)
				n += is_one(&world->events[i][j]) &&
				    is_about(&world->events[i][j], topics[t]);
		if (t == 0 || n > 0)
			buf_printf(out, "%s %lld -\n",
			    t == 0 ? "all" : topics[t], (long long)n);
	}
}

static void
slow_views(const struct world *world, struct buf *out)
{
	volumes(world, out, is_view);
}

static void
slow_contacts(const struct world *world, struct buf *out)
{
	volumes(world, out, is_contact);
}

static void
slow_trend(const struct world *world, struct buf *out)
{
	int64_t to_us = world->context.filter.to_us == CANON_NO_TIME
	    ? world->context.as_of_us + 1
	    : world->context.filter.to_us;

	for (size_t t = 0; t < 3; t++) {
		int64_t late = 0;
		int64_t early = 0;
		int64_t n = 0;

		for (size_t i = 0; i <= WORLD_CUSTOMERS; i++)
			for (size_t j = 0; j < world->n[i]; j++) {
				const struct journey_event *event =
				    &world->events[i][j];
				int64_t days =
				    (to_us - 1 - event->at_us) / CIVIL_US_DAY;

				if (!is_contact(event) ||
				    !is_about(event, topics[t]))
					continue;
				n++;
				late += event->at_us < to_us && days < 30;
				early += event->at_us < to_us && days >= 30 &&
				    days < 60;
			}
		if (t == 0 || n > 0)
			world_line(
			    out, t == 0 ? "all" : topics[t], late, early);
	}
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"faq_gap", slow_after},
    {"faq_gap=views", slow_views},
    {"faq_gap=contacts", slow_contacts},
    {"faq_gap=trend:30d", slow_trend},
};

static void
worlds(void **state)
{
	(void)state;
	WORLD_CHECK(slow_cases);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers),
	    cmocka_unit_test(what_was_read),
	    cmocka_unit_test(worlds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
