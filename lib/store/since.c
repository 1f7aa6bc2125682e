#include "store/since.h"
#include "base/hashmap.h"
#include "store/db.h"
#include "store/repeat.h"
#include "store/stmt.h"

enum { SEVERAL_RECORD, SEVERAL_SAID, SEVERAL_FIRST };

int
since_state(struct store *store, struct since_state *state, struct err *err)
{
	int64_t *const numbers[] = {&state->import, &state->undone,
	    &state->said, &state->decision, &state->records};
	sqlite3_stmt *stmt = stmt_open(store, "since_state", NULL, 0, err);
	bool has_row = false;
	int status = stmt == NULL ? -1 : stmt_step(store, stmt, &has_row, err);
	int i;

	for (i = 0; status == 0 && has_row &&
	     i < (int)(sizeof(numbers) / sizeof(numbers[0]));
	     i++)
		*numbers[i] = sqlite3_column_int64(stmt, i);
	stmt_close(stmt);
	return status;
}

static int
tell(struct store *store, const char *name, const struct stmt_value *value,
    since_each *each, void *context, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, name, value, 1, err);
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		status = each(context, sqlite3_column_int64(stmt, 0), err);
	}
	stmt_close(stmt);
	return status;
}

int
since_records(struct store *store, const struct since_state *state,
    since_each *each, void *context, struct err *err)
{
	const struct stmt_value value = STMT_I64(":said", state->said);

	return tell(store, "since_records", &value, each, context, err);
}

int
since_decided(struct store *store, const struct since_state *state,
    since_each *each, void *context, struct err *err)
{
	const struct stmt_value value = STMT_I64(":decision", state->decision);

	return tell(store, "since_decided", &value, each, context, err);
}

int
since_said(struct store *store, int64_t record, since_each *each, void *context,
    struct err *err)
{
	const struct stmt_value value = STMT_I64(":record", record);

	return tell(store, "since_said", &value, each, context, err);
}

/* --- what was said again --- */

struct repeats {
	struct store *store;
	struct hashmap said; /* numbers of statements */
};

static int
take_said(void *context, const struct repeat_entry *entry, struct err *err)
{
	struct repeats *repeats = context;
	bool fresh;

	return hashmap_slot(&repeats->said, (uint64_t)entry->id, &fresh, err) ==
		NULL
	    ? -1
	    : 0;
}

static int
collect_repeats(
    struct repeats *repeats, const struct since_state *state, struct err *err)
{
	sqlite3_stmt *stmt;
	const struct stmt_value values[] = {
	    STMT_I64(":import", state->import), STMT_I64(":kind", REPEAT_SAID)};
	struct hashmap imports = {0};
	bool has_row = true, fresh;
	size_t i;
	int status;

	/* Reading one asks the store, too. */
	stmt = stmt_open(repeats->store, "since_imports", values, 2, err);
	status = stmt == NULL ? -1 : 0;
	while (status == 0 &&
	    (status = stmt_step(repeats->store, stmt, &has_row, err)) == 0 &&
	    has_row)
		if (hashmap_slot(&imports,
			(uint64_t)sqlite3_column_int64(stmt, 0), &fresh,
			err) == NULL)
			status = -1;
	stmt_close(stmt);
	for (i = 0; i < imports.cap && status == 0; i++)
		if (imports.is_used[i])
			status = repeat_read(repeats->store, REPEAT_SAID,
			    (int64_t)imports.keys[i], take_said, repeats, err);
	hashmap_clear(&imports);
	return status;
}

static bool
was_repeated(const struct repeats *repeats, sqlite3_stmt *stmt)
{
	uint64_t ignored;

	return hashmap_get(&repeats->said,
		   (uint64_t)sqlite3_column_int64(stmt, SEVERAL_SAID),
		   &ignored) ||
	    hashmap_get(&repeats->said,
		(uint64_t)stmt_i64_or(stmt, SEVERAL_FIRST, 0), &ignored);
}

static int
tell_repeated(const struct repeats *repeats, since_each *each, void *context,
    struct err *err)
{
	sqlite3_stmt *stmt =
	    stmt_open(repeats->store, "since_several", NULL, 0, err);
	bool has_row = true;
	int status = stmt == NULL ? -1 : 0;

	while (status == 0) {
		status = stmt_step(repeats->store, stmt, &has_row, err);
		if (status == -1 || !has_row)
			break;
		if (was_repeated(repeats, stmt))
			status = each(context,
			    sqlite3_column_int64(stmt, SEVERAL_RECORD), err);
	}
	stmt_close(stmt);
	return status;
}

int
since_repeated(struct store *store, const struct since_state *state,
    since_each *each, void *context, struct err *err)
{
	struct repeats repeats = {.store = store};
	int status = collect_repeats(&repeats, state, err);

	if (status == 0 && repeats.said.count > 0)
		status = tell_repeated(&repeats, each, context, err);
	hashmap_clear(&repeats.said);
	return status;
}
