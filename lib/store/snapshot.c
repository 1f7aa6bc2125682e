#include "store/snapshot.h"
#include "store/stmt.h"

int
snapshot_begin(
    struct store_import *import, struct span channel, struct err *err)
{
	struct store *store = import->store;
	const struct stmt_value scope[] = {
	    STMT_I64(":source", import->source),
	    STMT_SPAN(":channel", channel),
	    STMT_I64(":import", import->id),
	};
	struct stmt_value move[] = {
	    STMT_I64(":import", import->id), STMT_I64(":snapshot", 0)};

	import->snapshot_low = -1;
	if (stmt_number(
		store, "snapshot_find", scope, 2, &import->snapshot, err) != 0)
		return -1;
	if (import->snapshot == 0)
		return stmt_number(store, "snapshot_add", scope,
		    STMT_COUNT(scope), &import->snapshot, err);
	move[1].number = import->snapshot;
	return stmt_exec(store, "snapshot_move", move, STMT_COUNT(move), err);
}

int
snapshot_take(struct store_import *import, int64_t high, struct err *err)
{
	struct store *store = import->store;
	const struct stmt_value values[] = {
	    STMT_I64(":snapshot", import->snapshot),
	    STMT_I64(":import", import->id),
	    STMT_I64(":low", import->snapshot_low),
	    STMT_I64(":high", high),
	};

	if (stmt_exec(store, "presence_end", values, STMT_COUNT(values), err) !=
	    0)
		return -1;
	import->snapshot_low = high;
	return stmt_exec(store, "presence_begin", values, 2, err);
}

int
snapshot_finish(struct store_import *import, struct err *err)
{
	struct store *store = import->store;
	const struct stmt_value values[] = {
	    STMT_I64(":snapshot", import->snapshot),
	    STMT_I64(":import", import->id),
	    STMT_I64(":source", import->source),
	    STMT_SPAN(":channel", import->config.channel),
	};

	tables_show(store, TABLES_WANTED, NULL, 0);
	if (snapshot_take(import, INT64_MAX, err) != 0 ||
	    stmt_exec(
		store, "presence_never", values, STMT_COUNT(values), err) != 0)
		return -1;
	return stmt_number(
	    store, "presence_count", values, 2, &import->counts.withdrawn, err);
}
