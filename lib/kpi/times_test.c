#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/world.h"

static const struct sample samples[] = {
    {.at = "2026-01-01 10:00", .what = "phone:inquiry", .wait = 1000},
    /* A: answered after 10 minutes, resolved after an hour */
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "chat:inquiry",
	.wait = 30000},
    {.who = "A",
	.at = "2026-01-01 10:01",
	.what = "chat:reply",
	.automated = 'y'},
    {.who = "A",
	.at = "2026-01-01 10:10",
	.what = "chat:reply",
	.handle = 300500},
    {.who = "A", .at = "2026-01-01 11:00", .what = "chat:resolve"},
    /* B: the export says when, and nobody resolved it */
    {.who = "B",
	.at = "2026-01-02 10:00",
	.what = "phone:inquiry",
	.reply = "2026-01-02 10:20",
	.wait = 90000,
	.handle = 100000},
    /* C: no answer, resolved after three hours */
    {.who = "C",
	.at = "2026-01-03 10:00",
	.what = "phone:inquiry",
	.wait = SAMPLE_ZERO},
    {.who = "C", .at = "2026-01-03 13:00", .what = "phone:resolve"},
    /* D: too young */
    {.who = "D", .at = "2026-01-31 10:00", .what = "phone:inquiry"},
};

#define ASK(text)                                           \
	{                                                   \
		.kpi = (text), .as_of = "2026-02-01 10:00", \
		.samples = samples, .n = 9                  \
	}

static const struct answer_case cases[] = {
    {"10 and 20 minutes: the first of two", ASK("first_reply_time"),
	"all: 600.000 - 2 - - seconds [pending=1;no_reply=1]\n"},
    {"15 minutes", ASK("first_reply_time=mean"),
	"all: 900.000000 1800.000000 2 -2911.861421 4711.861421 seconds "
	"[pending=1;no_reply=1]\n"},
    {"20 minutes", ASK("first_reply_time=p90"),
	"all: 1200.000 - 2 - - seconds [pending=1;no_reply=1]\n"},
    {"an hour, the first of two", ASK("resolution_time"),
	"all: 3600.000 - 2 - - seconds [pending=1;unresolved=1]\n"},
    /* s = 3600 times the root of 2, t(1) = 12.706205: 7200 -+ 45742.337 */
    {"two hours", ASK("resolution_time=mean"),
	"all: 7200.000000 14400.000000 2 -38542.337050 52942.337050 seconds "
	"[pending=1;unresolved=1]\n"},
    {"one and three hours", ASK("resolution_time=p90"),
	"all: 10800.000 - 2 - - seconds [pending=1;unresolved=1]\n"},
    {"the first of two", ASK("handle_time"), "all: 100.000 - 2 - - seconds\n"},
    {"200.25", ASK("handle_time=mean"),
	"all: 200.250000 400.500000 2 -1073.547025 1474.047025 seconds\n"},
    {"the second of two", ASK("handle_time=p90"),
	"all: 300.500 - 2 - - seconds\n"},
    /* 30 90 0: s = 45.825757, t(2) = 4.302653: 40 -+ 113.837 */
    {"40 seconds", ASK("wait_time=mean"),
	"all: 40.000000 120.000000 3 -73.837491 153.837491 seconds "
	"[anonymous=1]\n"},
    {"the longest of three", ASK("wait_time=p90"),
	"all: 90.000 - 3 - - seconds [anonymous=1]\n"},
    {"the middle of three", ASK("wait_time"),
	"all: 30.000 - 3 - - seconds [anonymous=1]\n"},
    {"nothing", {.kpi = "wait_time"},
	"all: - - 0 - - seconds (zero denominator)\n"},
};

/* --- the same, slowly --- */

#define MANY ((size_t)WORLD_CUSTOMERS * WORLD_EVENTS)

struct slow {
	int64_t us[MANY];
	size_t n;
};

static int
compare(const void *left, const void *right)
{
	const int64_t *a = left;
	const int64_t *b = right;

	return (*a > *b) - (*a < *b);
}

/* Nearest rank in tenths; 0 for the sum. */
static void
tell(struct slow *slow, size_t tenths, struct buf *out)
{
	size_t rank = (slow->n * tenths + 9) / 10;
	int64_t ms = 0;

	qsort(slow->us, slow->n, sizeof(slow->us[0]), compare);
	for (size_t i = 0; i < slow->n; i++)
		if (tenths == 0 || i + 1 == rank)
			ms += slow->us[i] / 1000;
	if (slow->n == 0 && tenths > 0)
		buf_str(out, "all - 0\n");
	else
		buf_printf(out, "all %lld.%03lld%s %zu\n",
		    (long long)(ms / 1000), (long long)(ms % 1000),
		    tenths == 0 ? "000" : "", slow->n);
}

static void
reply(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;
	int64_t opened_us =
	    customer->events[issues->items[number].opened].at_us;
	int64_t first_us = INT64_MAX;

	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = &customer->events[i];
		bool is_reply = event->automated != 1 &&
		    (event->kind == CANON_REPLY ||
			(event->kind == CANON_MESSAGE &&
			    event->direction == CANON_OUTBOUND));
		int64_t us = is_reply ? event->at_us : event->first_reply_at_us;

		if (issues->of_event[i] == number && us >= opened_us &&
		    us < first_us)
			first_us = us;
	}
	if (!issues->items[number].is_pending && first_us != INT64_MAX)
		slow->us[slow->n++] = first_us - opened_us;
}

static void
resolution(void *into, const struct journey_customer *customer,
    const struct issues *issues, uint32_t number)
{
	struct slow *slow = into;
	const struct issue *issue = &issues->items[number];
	int64_t last_us = 0;

	if (issue->is_pending || !issue->is_resolved)
		return;
	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = &customer->events[i];

		if (issues->of_event[i] == number &&
		    (event->outcome == CANON_RESOLVED ||
			(event->kind == CANON_RESOLVE &&
			    event->outcome == CANON_NO_OUTCOME)))
			last_us = event->at_us;
	}
	slow->us[slow->n++] = last_us - customer->events[issue->opened].at_us;
}

static void
events(const struct world *world, struct slow *slow, bool is_wait)
{
	for (size_t i = 0; i < WORLD_CUSTOMERS; i++)
		for (size_t j = 0; j < world->n[i]; j++) {
			const struct journey_event *event =
			    &world->events[i][j];
			int64_t milli =
			    is_wait ? event->wait_milli : event->handle_milli;

			if (event->is_in && milli != CANON_NO_INT)
				slow->us[slow->n++] = milli * 1000;
		}
}

#define SLOW_ISSUES(name, visit, tenths)                                    \
	static void slow_##name(const struct world *world, struct buf *out) \
	{                                                                   \
		static struct slow slow;                                    \
                                                                            \
		slow.n = 0;                                                 \
		world_issues(world, (visit), &slow);                        \
		tell(&slow, (tenths), out);                                 \
	}
#define SLOW_EVENTS(name, is_wait, tenths)                                  \
	static void slow_##name(const struct world *world, struct buf *out) \
	{                                                                   \
		static struct slow slow;                                    \
                                                                            \
		slow.n = 0;                                                 \
		events(world, &slow, (is_wait));                            \
		tell(&slow, (tenths), out);                                 \
	}

SLOW_ISSUES(reply_median, reply, 5)
SLOW_ISSUES(reply_mean, reply, 0)
SLOW_ISSUES(reply_p90, reply, 9)
SLOW_ISSUES(resolution_median, resolution, 5)
SLOW_ISSUES(resolution_mean, resolution, 0)
SLOW_ISSUES(resolution_p90, resolution, 9)
SLOW_EVENTS(handle_median, false, 5)
SLOW_EVENTS(handle_mean, false, 0)
SLOW_EVENTS(handle_p90, false, 9)
SLOW_EVENTS(wait_median, true, 5)
SLOW_EVENTS(wait_mean, true, 0)
SLOW_EVENTS(wait_p90, true, 9)

static void
answers(void **state)
{
	(void)state;
	ANSWER_CHECK(cases);
}

static const struct world_case slow_cases[] = {
    {"first_reply_time", slow_reply_median},
    {"first_reply_time=mean", slow_reply_mean},
    {"first_reply_time=p90", slow_reply_p90},
    {"resolution_time", slow_resolution_median},
    {"resolution_time=mean", slow_resolution_mean},
    {"resolution_time=p90", slow_resolution_p90},
    {"handle_time", slow_handle_median},
    {"handle_time=mean", slow_handle_mean},
    {"handle_time=p90", slow_handle_p90},
    {"wait_time", slow_wait_median},
    {"wait_time=mean", slow_wait_mean},
    {"wait_time=p90", slow_wait_p90},
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
