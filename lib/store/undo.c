#include "store/undo.h"
#include "store/circle.h"
#include "store/stmt.h"

int
undo_find(
    struct store *store, int64_t run, struct undo_run *found, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":run", run)};
	sqlite3_stmt *stmt = stmt_open(store, "run_find", values, 1, err);
	bool has_row = false;

	if (stmt == NULL || stmt_step(store, stmt, &has_row, err) == -1) {
		stmt_close(stmt);
		return -1;
	}
	if (has_row)
		*found = (struct undo_run){
		    .is_undo = span_is(stmt_span(stmt, 0), "undo"),
		    .undone_by = stmt_i64_or(stmt, 1, 0),
		    .target = stmt_i64_or(stmt, 2, 0),
		    .is_ruling = stmt_i64_or(stmt, 3, 0) != 0,
		    .imports = stmt_i64_or(stmt, 4, 0),
		};
	stmt_close(stmt);
	if (!has_row)
		return err_set(
		    err, ERR_NO, "there is no run %lld", (long long)run);
	return 0;
}

/* Rows of records, and of their customers where the statement tells them. */
static int
read_members(struct store *store, const char *name,
    const struct stmt_value *value,
    int (*each)(void *, const struct store_member *, struct err *),
    void *context, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, name, value, 1, err);
	struct store_member row = {0, 0};
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		row.record = stmt_i64_or(stmt, 0, 0);
		if (sqlite3_column_count(stmt) > 1)
			row.customer = stmt_i64_or(stmt, 1, 0);
		status = each(context, &row, err);
	}
	stmt_close(stmt);
	return status;
}

int
undo_before(struct store *store, int64_t run,
    int (*each)(void *, const struct store_member *, struct err *),
    void *context, struct err *err)
{
	const struct stmt_value value = STMT_I64(":run", run);

	return read_members(store, "undo_moves", &value, each, context, err);
}

int
undo_news(struct store *store, int64_t imports,
    int (*each)(void *, const struct store_member *, struct err *),
    void *context, struct err *err)
{
	const struct stmt_value value = STMT_I64(":imports", imports);

	return read_members(store, "undo_news", &value, each, context, err);
}

int
undo_mark(struct store *store, int64_t run, int64_t by, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":run", run), STMT_I64(":by", by)};
	const struct stmt_value aim[] = {
	    STMT_I64(":run", by), STMT_I64(":target", run)};

	if (circle_undo(store, run, by, err) == -1 ||
	    store_model_back(store, run, by, err) == -1 ||
	    stmt_exec(store, "undo_void", values, 2, err) == -1 ||
	    stmt_exec(store, "undo_restore", values, 1, err) == -1 ||
	    stmt_exec(store, "undo_mark", values, 2, err) == -1)
		return -1;
	return stmt_exec(store, "run_aim", aim, 2, err);
}

int
undo_release(struct store *store, int64_t run, int64_t *count, struct err *err)
{
	const struct stmt_value value = STMT_I64(":run", run);

	*count = 0;
	if (stmt_number(store, "release_count", &value, 1, count, err) == -1)
		return -1;
	return stmt_exec(store, "release", &value, 1, err);
}
