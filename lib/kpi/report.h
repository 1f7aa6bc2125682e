#ifndef KPI_REPORT_H
#define KPI_REPORT_H

/*
 * The rows of figures, kept: what is to be looked at again before it is
 * shown, or is shown more than once. A zeroed struct report is empty.
 */

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "kpi/rows.h"

struct report {
	struct kpi_row *rows;
	size_t count, cap;
	struct arena arena; /* texts */
};

/**
 * report_add(report, row, err): one row more, copied; the emit of kpi_rows.
 * report_text(report, text, err): keep a text; data is NULL on failure.
 */
int report_add(void *, const struct kpi_row *, struct err *);
struct span report_text(struct report *, struct span, struct err *);
void report_clear(struct report *);

#endif
