#include "store/db.h"
#include "store/stmt.h"

int
store_status(struct store *store,
    int (*give)(void *, const struct store_status_row *, struct err *),
    void *data, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "status", NULL, 0, err);
	bool has_row = true;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	while (rc == 0) {
		struct store_status_row row;

		rc = stmt_step(store, stmt, &has_row, err);
		if (rc != 0 || !has_row)
			break;
		row.section = stmt_span(stmt, 0);
		row.name = stmt_span(stmt, 1);
		row.value = stmt_span(stmt, 2);
		rc = give(data, &row, err);
	}
	stmt_close(stmt);
	return rc;
}
