#include "store/decision.h"
#include "store/stmt.h"

int
decision_add(
    struct store *store, const struct decision *decision, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":at", decision->at_us),
	    STMT_SPAN(":path", decision->path),
	    STMT_I64(":line", decision->line),
	    STMT_I64(":left", decision->left),
	    STMT_I64(":right", decision->right),
	    STMT_I64(":verdict", (int64_t)decision->verdict),
	};

	return stmt_exec(
	    store, "decision_add", values, STMT_COUNT(values), err);
}

int
decision_each(struct store *store,
    int (*each)(void *, const struct decision *, struct err *), void *context,
    struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "decisions", NULL, 0, err);
	struct decision row;
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		row.left = stmt_i64_or(stmt, 0, 0);
		row.right = stmt_i64_or(stmt, 1, 0);
		row.verdict = (enum decision_verdict)stmt_i64_or(stmt, 2, 0);
		row.at_us = stmt_i64_or(stmt, 3, 0);
		row.path = stmt_span(stmt, 4);
		row.line = stmt_i64_or(stmt, 5, 0);
		status = each(context, &row, err);
	}
	stmt_close(stmt);
	return status;
}

int
decision_rule(
    struct store *store, const struct decision_piece *piece, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":run", piece->run),
	    STMT_I64(":record", piece->record),
	    STMT_I64(":whole", piece->whole),
	    STMT_I64(":piece", piece->piece),
	    STMT_I64(":is_held", piece->is_held),
	};

	return stmt_exec(store, "piece_add", values, STMT_COUNT(values), err);
}

int
decision_pieces(struct store *store,
    int (*each)(void *, const struct decision_piece *, struct err *),
    void *context, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "pieces", NULL, 0, err);
	struct decision_piece row;
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		row.run = stmt_i64_or(stmt, 0, 0);
		row.record = stmt_i64_or(stmt, 1, 0);
		row.whole = stmt_i64_or(stmt, 2, 0);
		row.piece = stmt_i64_or(stmt, 3, 0);
		row.is_held = stmt_i64_or(stmt, 4, 0) != 0;
		status = each(context, &row, err);
	}
	stmt_close(stmt);
	return status;
}

int
decision_set_ruling(
    struct store *store, int64_t run, bool is_ruling, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":run", run), STMT_I64(":is_ruling", is_ruling)};

	return stmt_exec(store, "run_rule", values, STMT_COUNT(values), err);
}
