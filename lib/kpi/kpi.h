#ifndef KPI_KPI_H
#define KPI_KPI_H

/*
 * The registry of key figures, and a run of some of them over one journey
 * stream. The run is a single sink: what figures share is found once for
 * each customer.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "journey/journey.h"
#include "kpi/by.h"
#include "kpi/figure.h"
#include "kpi/rows.h"

#define KPI_REPEAT_US (7 * JOURNEY_DAY_US)
#define KPI_ISSUE_GAP_US (7 * JOURNEY_DAY_US)
#define KPI_DORMANT_US (365 * JOURNEY_DAY_US)

/* All figures, NULL-terminated, in the order in which they are listed. */
extern const struct figure *const kpi_figures[];

/**
 * kpi_find(id): the figure, or NULL.
 */
const struct figure *kpi_find(struct span);

struct kpi_options {
	struct by by;
	uint32_t currency; /* only this one, 0 = each its own rows */
	struct issue_options issue;
	struct hours hours;
	struct span period; /* "FROM/TO" as it was asked for, or empty */
};

struct kpi_run;

/**
 * kpi_new(context, options, err): both borrowed; NULL on failure.
 * kpi_add(run, text, err): "csat", "csat=top2", "ltv=net:365d,margin=0.3";
 * "all" is every figure by its default that has values by --by, without --by
 * but those that break themselves down.
 * ERR_USAGE when there is no such figure or definition, when --by asks for a
 * dimension that makes no sense for it, or the filter for what it has not. A
 * figure asked for twice with the same definition is there once.
 * kpi_add_mission(run, err): the five of the mission, by their defaults.
 * kpi_add_coverage(run, err): identification_coverage, if one of the five was
 * asked for and it was not.
 */
struct kpi_run *kpi_new(
    const struct journey_context *, const struct kpi_options *, struct err *);
int kpi_add(struct kpi_run *, struct span, struct err *);
int kpi_add_mission(struct kpi_run *, struct err *);
int kpi_add_coverage(struct kpi_run *, struct err *);
void kpi_free(struct kpi_run *);

/**
 * kpi_own_by(text, by, err): by which dimensions the figures of ${text}, as
 * for kpi_add, break themselves down where --by says nothing; what it asks of
 * customers has to be read. Without such figures ${by} stays as it is.
 */
int kpi_own_by(struct span, struct by *, struct err *);

/**
 * kpi_is_of_records(text): does the figure of ${text}, as for kpi_add, look at
 * the identifiers of the context? They have to be counted for it. What is no
 * figure does not.
 */
bool kpi_is_of_records(struct span);

/**
 * kpi_sink(run): to be given to journey_listen, after all figures were added.
 * Runs with the same figures in the same order merge.
 * kpi_rows(run, emit, into, err): all rows, figure by figure as they were
 * asked for, then by the values of --by, currency, name and row. -1 when
 * ${emit} says so.
 */
struct journey_sink kpi_sink(struct kpi_run *);
int kpi_rows(struct kpi_run *,
    int (*emit)(void *into, const struct kpi_row *, struct err *), void *,
    struct err *);

#endif
