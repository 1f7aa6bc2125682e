#include "store/db.h"
#include "store/stmt.h"

int
store_model_find(struct store *store, struct store_model *model, bool *is_there,
    struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "model_find", NULL, 0, err);
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(store, stmt, is_there, err);
	if (rc == 0 && *is_there) {
		model->base = (uint64_t)sqlite3_column_int64(stmt, 0);
		model->digest = (uint64_t)sqlite3_column_int64(stmt, 1);
		model->records = sqlite3_column_int64(stmt, 2);
	}
	stmt_close(stmt);
	return rc;
}

static int
read_text(
    struct store *store, const char *name, struct buf *text, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, name, NULL, 0, err);
	bool is_there;
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(store, stmt, &is_there, err);
	if (rc == 0 && is_there)
		buf_span(text, stmt_span(stmt, 0));
	stmt_close(stmt);
	return rc == 0 ? buf_check(text, err) : -1;
}

int
store_model_text(struct store *store, struct buf *text, struct err *err)
{
	return read_text(store, "model_text", text, err);
}

int
store_model_base(struct store *store, struct buf *text, struct err *err)
{
	return read_text(store, "model_base", text, err);
}

/* What ${run} puts another in the place of. */
static int
keep_past(struct store *store, int64_t run, const struct store_model *model,
    struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":run", run),
	    STMT_I64(":base", (int64_t)model->base),
	    STMT_I64(":digest", (int64_t)model->digest)};

	return stmt_exec(
	    store, "model_past_add", values, STMT_COUNT(values), err);
}

int
store_model_keep(struct store *store, int64_t run,
    const struct store_model *model, struct span base, struct span text,
    struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":base", (int64_t)model->base),
	    STMT_I64(":digest", (int64_t)model->digest),
	    STMT_I64(":records", model->records),
	    STMT_SPAN(":base_text", base),
	    STMT_SPAN(":text", text),
	};

	if (keep_past(store, run, model, err) == -1)
		return -1;
	return stmt_exec(store, "model_keep", values, STMT_COUNT(values), err);
}

int
store_model_back(struct store *store, int64_t run, int64_t by, struct err *err)
{
	static const struct store_model none = {0};
	const struct stmt_value range[] = {
	    STMT_I64(":run", run), STMT_I64(":by", by)};
	struct stmt_value past = STMT_I64(":past", 0);

	if (stmt_number(
		store, "model_past_find", range, 2, &past.number, err) == -1)
		return -1;
	if (past.number == 0)
		return 0;
	if (keep_past(store, by, &none, err) == -1 ||
	    stmt_exec(store, "model_drop", NULL, 0, err) == -1)
		return -1;
	return stmt_exec(store, "model_back", &past, 1, err);
}
