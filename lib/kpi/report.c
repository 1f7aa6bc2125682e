#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "kpi/report.h"

struct span
report_text(struct report *report, struct span text, struct err *err)
{
	struct span kept = arena_span(&report->arena, text);

	if (kept.data == NULL)
		err_nomem(err);
	return kept;
}

int
report_add(void *into, const struct kpi_row *row, struct err *err)
{
	struct report *report = into;
	struct kpi_row *own;

	if (array_grow(&report->rows, &report->cap, report->count + 1,
		sizeof(*own), err) != 0)
		return -1;
	own = &report->rows[report->count];
	*own = *row;
	own->kpi = report_text(report, row->kpi, err);
	own->definition = report_text(report, row->definition, err);
	own->period = report_text(report, row->period, err);
	own->group = report_text(report, row->group, err);
	own->unit = report_text(report, row->unit, err);
	own->excluded = report_text(report, row->excluded, err);
	own->note = report_text(report, row->note, err);
	own->name = report_text(report, row->name, err);
	if (own->kpi.data == NULL || own->definition.data == NULL ||
	    own->period.data == NULL || own->group.data == NULL ||
	    own->unit.data == NULL || own->excluded.data == NULL ||
	    own->note.data == NULL || own->name.data == NULL)
		return -1;
	report->count++;
	return 0;
}

void
report_clear(struct report *report)
{
	free(report->rows);
	arena_clear(&report->arena);
	memset(report, 0, sizeof(*report));
}
