#include <stdio.h>

#include "store/measure.h"
#include "store/stmt.h"

enum column {
	KPI,
	DEFINITION,
	PERIOD,
	PART,
	UNIT,
	DAY,
	AS_OF,
	VALUE,
	DIGITS,
	IS_SHARE,
	N,
};

int
measure_keep(
    struct store *store, const struct measure *measure, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_SPAN(":kpi", measure->kpi),
	    STMT_SPAN(":definition", measure->definition),
	    STMT_SPAN(":period", measure->period),
	    STMT_SPAN(":part", measure->group),
	    STMT_SPAN(":unit", measure->unit),
	    STMT_SPAN(":day", measure->day),
	    STMT_I64(":as_of", measure->as_of_us),
	    STMT_I64(":is_known", measure->is_known && !measure->is_hidden),
	    STMT_I64(":value", measure->value),
	    STMT_I64(":digits", measure->digits),
	    STMT_I64(":is_share", measure->is_share),
	    STMT_I64(":is_hidden", measure->is_hidden),
	    STMT_I64(":n", measure->n),
	};

	return stmt_exec(
	    store, "measure_keep", values, STMT_COUNT(values), err);
}

static void
read_row(sqlite3_stmt *stmt, struct measure *measure)
{
	measure->kpi = stmt_span(stmt, KPI);
	measure->definition = stmt_span(stmt, DEFINITION);
	measure->period = stmt_span(stmt, PERIOD);
	measure->group = stmt_span(stmt, PART);
	measure->unit = stmt_span(stmt, UNIT);
	measure->day = stmt_span(stmt, DAY);
	measure->as_of_us = sqlite3_column_int64(stmt, AS_OF);
	measure->is_known = sqlite3_column_type(stmt, VALUE) != SQLITE_NULL;
	measure->value = sqlite3_column_int64(stmt, VALUE);
	measure->digits = sqlite3_column_int(stmt, DIGITS);
	measure->is_share = sqlite3_column_int(stmt, IS_SHARE) != 0;
	measure->is_hidden = sqlite3_column_type(stmt, N) == SQLITE_NULL;
	measure->n = sqlite3_column_int64(stmt, N);
}

int
measure_before(struct store *store, const struct measure *like,
    struct measure *then, char day[16], bool *is_there, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_SPAN(":kpi", like->kpi),
	    STMT_SPAN(":definition", like->definition),
	    STMT_SPAN(":period", like->period),
	    STMT_SPAN(":part", like->group),
	    STMT_SPAN(":unit", like->unit),
	    STMT_I64(":as_of", like->as_of_us),
	};
	sqlite3_stmt *stmt =
	    stmt_open(store, "measure_before", values, STMT_COUNT(values), err);
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(store, stmt, is_there, err);
	if (rc == 0 && *is_there) {
		read_row(stmt, then);
		snprintf(day, 16, "%.*s", (int)then->day.len, then->day.data);
		then->kpi = like->kpi;
		then->definition = like->definition;
		then->period = like->period;
		then->group = like->group;
		then->unit = like->unit;
		then->day = span_of(day);
	}
	stmt_close(stmt);
	return rc;
}

int
measure_each(struct store *store,
    int (*each)(void *, const struct measure *, struct err *), void *context,
    struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "measure_all", NULL, 0, err);
	struct measure measure;
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 && (rc = stmt_step(store, stmt, &has_row, err)) == 0 &&
	    has_row) {
		read_row(stmt, &measure);
		rc = each(context, &measure, err);
	}
	stmt_close(stmt);
	return rc;
}
