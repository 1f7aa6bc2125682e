#ifndef FLOW_FIGURES_H
#define FLOW_FIGURES_H

/*
 * The use case of omni-kpi: key figures of the store as rows.
 */

#include <stdio.h>

#include "base/err.h"
#include "base/span.h"
#include "flow/view.h"
#include "kpi/compare.h"
#include "kpi/kpi.h"
#include "kpi/report.h"
#include "out/out.h"

struct figures_options {
	const char *const *asked; /* "csat", "ltv=net:365d" */
	size_t n_asked;           /* 0: the five of the mission */
	struct kpi_options kpi;   /* the period is filled in */
	enum compare_with compare;
	int64_t min_cell; /* fewer are hidden; 0 = none are */
	struct out_options out;
	FILE *stream;
};

struct figures;

/**
 * figures_new(view, options, err): one pass, and all rows; one more for an
 * earlier period to compare with. Both are borrowed; NULL on failure.
 * figures_report(figures): the rows, borrowed.
 * figures_print(figures, err): the rows on the stream.
 * figures_run(view, options, err): all of it.
 */
struct figures *
figures_new(struct view *, const struct figures_options *, struct err *);
void figures_free(struct figures *);
const struct report *figures_report(const struct figures *);
int figures_print(const struct figures *, struct err *);
int figures_run(struct view *, const struct figures_options *, struct err *);

#endif
