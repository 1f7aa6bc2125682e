#ifndef FLOW_VIEW_H
#define FLOW_VIEW_H

/*
 * From the store to the journey stream: what the options of a command ask for
 * becomes the stream's context, and events of the store its events.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "canon/zone.h"
#include "flow/identify.h"
#include "flow/who.h"
#include "journey/journey.h"
#include "kpi/by.h"
#include "kpi/compare.h"
#include "store/store.h"

/* Words as they stand on the command line; a list item may hold several with
 * commas between. */
struct view_list {
	const char *const *items;
	size_t count;
};

#define VIEW_THREADS_MAX 64

struct view_options {
	struct view_list customers; /* ids or records; none = all */
	struct identify *identify;  /* and these; NULL = none. Which were not
				       found stands in it after view_open */
	struct view_list channels, kinds, outcomes, stages;
	struct view_list wheres;        /* FIELD=VALUE */
	const char *from, *to, *period; /* NULL = open */
	const char *touches;            /* kinds with commas, NULL = as usual */
	int64_t dormant_us;
	int64_t n_threads; /* 0 = one, at most VIEW_THREADS_MAX */
	bool is_by_record; /* each record is its own customer */
	bool has_anonymous;
	bool is_until_as_of;  /* what is later has not happened */
	bool has_identifiers; /* those of sources are counted */
	const struct by *by;  /* what --by asks of customers is read; or NULL */
	bool is_unpacked; /* from the rows, also where journeys are packed */
};

struct view;

/**
 * view_open(store, zone, as_of_us, options, err): everything is borrowed until
 * view_free, and the store is held in one consistent view. ERR_UNAVAILABLE
 * before the first merge (unless by record), ERR_NO for a customer that is not
 * there, ERR_USAGE for words that are none.
 */
struct view *view_open(struct store *, const struct zone *, int64_t,
    const struct view_options *, struct err *);
void view_free(struct view *);

/**
 * view_end(view): the store is let go; there is no more to be run.
 * view_context(view): what all events have in common.
 * view_unmerged(view): records that have no customer yet, whose events are
 * missing; 0 by record.
 * view_is_damaged(view): packed journeys were found damaged; the answer comes
 * from the rows.
 * view_period(view): "FROM/TO", or the period as it was asked for if that says
 * it by itself ("2026-01"), or empty.
 * view_chosen(view): how many customers were asked for; SIZE_MAX = all.
 * view_who(view, who, err): who the customers are that were asked for;
 * ERR_USAGE when all were.
 * view_window(view, from_us, to_us): what is counted from now on, in the place
 * of the period that was asked for; [from, to), CANON_NO_TIME = open.
 * view_run(view, sinks, n, err): one pass for all, in several threads where
 * journeys are packed; the sinks have then counted the same, whatever the
 * number of threads.
 */
void view_end(struct view *);
const struct journey_context *view_context(const struct view *);
int64_t view_unmerged(const struct view *);
bool view_is_damaged(const struct view *);
struct span view_period(const struct view *);
size_t view_chosen(const struct view *);
int view_who(const struct view *, struct who *, struct err *);
void view_window(struct view *, int64_t, int64_t);
int view_run(struct view *, const struct journey_sink *, size_t, struct err *);

/**
 * view_is_relative(period): is it counted back from as_of ("last-month")?
 * view_days(zone, period, as_of_us, window, text, err): what it means then:
 * [from, to), and in words that need no as_of: "FROM/TO", or the period itself;
 * appended. ERR_USAGE when it is none.
 */
bool view_is_relative(struct span);
int view_days(const struct zone *, struct span, int64_t,
    struct compare_window *, struct buf *, struct err *);

/**
 * view_duration(text, us, err): an option's argument, "30m", "12h", "7d", into
 * the int64_t at ${us} (for struct opt's call); ERR_USAGE when it is none.
 */
int view_duration(const char *, void *, struct err *);

#endif
