#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    {.at = "2026-01-01 10:00", .what = "phone:inquiry"},
    /* A: asks on a Thursday night, gives up, and asks again a week later */
    {.who = "A",
	.at = "2026-01-01 20:00",
	.what = "phone:inquiry",
	.topic = "size",
	.outcome = CANON_ABANDONED},
    {.who = "A", .at = "2026-01-08 20:00", .what = "chat:inquiry"},
    /* B: two topics */
    {.who = "B",
	.at = "2026-01-05 10:00",
	.what = "phone:inquiry",
	.topic = "size"},
    {.who = "B",
	.at = "2026-01-06 10:00",
	.what = "phone:inquiry",
	.topic = "price"},
    /* C: once, not long ago, nobody knows when that day */
    {.who = "C", .at = "2026-01-28", .what = "phone:inquiry"},
    /* and what we did ourselves */
    {.who = "C",
	.at = "2026-01-29 10:00",
	.what = "phone:inquiry",
	.direction = CANON_OUTBOUND},
};

#define ASK(text)                                           \
	{                                                   \
		.kpi = (text), .as_of = "2026-02-01 10:00", \
		.samples = samples, .n = 7                  \
	}

static const struct answer_case cases[] = {
    {"A's first, exactly a week later", ASK("repeat_contact_rate"),
	"all: 0.250000 1 4 0.045587 0.699358 share "
	"[pending=1;anonymous=1]\n"},
    {"B's first as well, whatever it was about",
	ASK("repeat_contact_rate=any:7d"),
	"all: 0.500000 2 4 0.150039 0.849961 share "
	"[pending=1;anonymous=1]\n"},
    {"six days are too few for A", ASK("repeat_contact_rate=any:6d"),
	"all: 0.250000 1 4 0.045587 0.699358 share "
	"[pending=1;anonymous=1]\n"},
    {"two customers of three", ASK("repeat_contact_rate=customers"),
	"all: 0.666667 2 3 0.207660 0.938508 share [anonymous=1]\n"},
    {"one of five", ASK("abandonment_rate"),
	"all: 0.200000 1 5 0.036224 0.624465 share [anonymous=1]\n"},
    {"A at 8 in the evening, twice", ASK("off_hours_share"),
	"all: 0.500000 2 4 0.150039 0.849961 share "
	"[no_time=1;anonymous=1]\n"},
    {"nothing", {.kpi = "abandonment_rate"},
	"all: - 0 0 - - share (zero denominator)\n"},
};

/* --- the same, slowly --- */

struct slow {
	int64_t hits, total;
	bool is_any;
};

/* Each event that is counted: of customers, and with ${anonymous} of nobody. */
static void
each(const struct world *world, bool has_anonymous,
    void (*visit)(void *, const struct world *, size_t, size_t), void *into)
{
	size_t n = WORLD_CUSTOMERS + (has_anonymous ? 1 : 0);

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < world->n[i]; j++)
			if (world->events[i][j].is_in)
				visit(into, world, i, j);
}

static void
repeat(void *into, const struct world *world, size_t i, size_t j)
{
	struct slow *slow = into;
	const struct journey_event *contact = &world->events[i][j];
	bool is_hit = false;

	if (!issue_is_contact(contact) ||
	    world->context.as_of_us - contact->at_us < 7 * CIVIL_US_DAY)
		return;
	for (size_t k = j + 1; k < world->n[i]; k++) {
		const struct journey_event *event = &world->events[i][k];
		bool is_about = slow->is_any || event->topic.len == 0 ||
		    contact->topic.len == 0 ||
		    span_eq(event->topic, contact->topic);

		is_hit |= issue_is_contact(event) && is_about &&
		    event->at_us - contact->at_us <= 7 * CIVIL_US_DAY;
	}
	slow->total++;
	slow->hits += is_hit;
}

static void
slow_topic(const struct world *world, struct buf *out)
{
	struct slow slow = {0, 0, false};

	each(world, false, repeat, &slow);
	world_line(out, "all", slow.hits, slow.total);
}

static void
slow_any(const struct world *world, struct buf *out)
{
	struct slow slow = {0, 0, true};

	each(world, false, repeat, &slow);
	world_line(out, "all", slow.hits, slow.total);
}

static void
slow_customers(const struct world *world, struct buf *out)
{
	struct slow slow = {0, 0, false};

	for (size_t i = 0; i < WORLD_CUSTOMERS; i++) {
		int64_t n = 0;

		for (size_t j = 0; j < world->n[i]; j++)
			n += world->events[i][j].is_in &&
			    issue_is_contact(&world->events[i][j]);
		slow.total += n > 0;
		slow.hits += n > 1;
	}
	world_line(out, "all", slow.hits, slow.total);
}

static void
abandonment(void *into, const struct world *world, size_t i, size_t j)
{
	struct slow *slow = into;
	const struct journey_event *event = &world->events[i][j];

	slow->total += issue_is_contact(event);
	slow->hits +=
	    issue_is_contact(event) && event->outcome == CANON_ABANDONED;
}

static void
slow_abandonment(const struct world *world, struct buf *out)
{
	struct slow slow = {0, 0, false};

	each(world, false, abandonment, &slow);
	world_line(out, "all", slow.hits, slow.total);
}

/* In Tokyo 1970-01-01 began on a Thursday. */
static void
off(void *into, const struct world *world, size_t i, size_t j)
{
	struct slow *slow = into;
	const struct journey_event *event = &world->events[i][j];
	int64_t hours = event->at_us / (3600 * CIVIL_US_S) + 9;
	int64_t weekday = (hours / 24 + 3) % 7;

	if (!issue_is_contact(event) || event->is_date_only)
		return;
	slow->total++;
	slow->hits += weekday >= 5 || hours % 24 < 9 || hours % 24 >= 18;
}

static void
slow_off(const struct world *world, struct buf *out)
{
	struct slow slow = {0, 0, false};

	each(world, false, off, &slow);
	world_line(out, "all", slow.hits, slow.total);
}

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"repeat_contact_rate", slow_topic},
    {"repeat_contact_rate=any:7d", slow_any},
    {"repeat_contact_rate=customers", slow_customers},
    {"abandonment_rate", slow_abandonment},
    {"off_hours_share", slow_off},
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
	    cmocka_unit_test(worlds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
