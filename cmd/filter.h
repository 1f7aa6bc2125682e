#ifndef CMD_FILTER_H
#define CMD_FILTER_H

/*
 * The options by which omni-journey and omni-kpi choose whose events are
 * looked at, and which. A zeroed struct filter chooses all.
 */

#include "base/opt.h"
#include "flow/view.h"

struct filter {
	struct opt_list channels, kinds, outcomes, stages, wheres;
	struct view_options view;
};

/* Rows of an option table; ${f} is a pointer to the filter. */
#define FILTER_ROWS(f)                                                       \
	OPT_ROW_TEXT(                                                        \
	    0, "from", &(f)->view.from, "TIME", "what happened from then"),  \
	    OPT_ROW_TEXT(0, "to", &(f)->view.to, "TIME",                     \
		"before then; a date: until its end"),                       \
	    OPT_ROW_TEXT(0, "period", &(f)->view.period, "PERIOD",           \
		"2026, 2026-01, 2026-Q1, last-month, last-30d"),             \
	    OPT_ROW_LIST(0, "channel", &(f)->channels, "NAME",               \
		"events on these channels"),                                 \
	    OPT_ROW_LIST(                                                    \
		0, "event", &(f)->kinds, "KIND", "events of these kinds"),   \
	    OPT_ROW_LIST(0, "outcome", &(f)->outcomes, "OUTCOME",            \
		"events that ended so"),                                     \
	    OPT_ROW_LIST(0, "where", &(f)->wheres, "FIELD=VALUE",            \
		"events whose field is this; all must hold"),                \
	    OPT_ROW_LIST(0, "stage", &(f)->stages, "STAGE",                  \
		"prospect, first, repeat, dormant"),                         \
	    OPT_ROW_TEXT(0, "touches", &(f)->view.touches, "KINDS",          \
		"what counts as a touch"),                                   \
	    OPT_ROW_CALL(0, "dormant", &(f)->view.dormant_us, view_duration, \
		"TIME", "no purchase for longer is dormant (365d)"),         \
	    OPT_ROW_INT(0, "threads", &(f)->view.n_threads, "N", 1,          \
		VIEW_THREADS_MAX, "count in so many threads"),               \
	    OPT_ROW_FLAG(0, "records", &(f)->view.is_by_record,              \
		"each record its own customer")

/**
 * filter_init(filter): as many threads as there are cores.
 * filter_list(list): what an option gave, borrowed.
 * filter_settle(filter): after parsing: the lists go into the view.
 * filter_clear(filter): the lists' memory.
 */
void filter_init(struct filter *);
struct view_list filter_list(const struct opt_list *);
void filter_settle(struct filter *);
void filter_clear(struct filter *);

#endif
