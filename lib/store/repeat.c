#include "store/repeat.h"
#include "canon/canon.h"
#include "store/db.h"
#include "store/pack.h"
#include "store/stmt.h"

#define FULL ((size_t)48 << 10) /* bytes of a blob */
#define MOST (3 * PACK_NUMBER_MAX + 1)

/* Which times stand behind the number of an observation. */
enum { TIMES_NONE, TIMES_FIRST, TIMES_LAST, TIMES_SAME, TIMES_BOTH };

/* Small numbers of either sign become small ones. */
static uint64_t
fold(int64_t number)
{
	return (uint64_t)number << 1 ^ (number < 0 ? UINT64_MAX : 0);
}

static int64_t
unfold(uint64_t number)
{
	return (int64_t)(number >> 1 ^ (~(number & 1) + 1));
}

/* Times of unknown origin may be as far apart as a number reaches: the
 * difference wraps, and so does the sum that undoes it. */
static int64_t
difference(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a - (uint64_t)b);
}

static int64_t
sum(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a + (uint64_t)b);
}

/* --- writing --- */

static int
write_out(struct repeat *repeat, enum repeat_kind kind, struct err *err)
{
	struct buf *bytes = &repeat->bytes[kind];
	const struct stmt_value values[] = {
	    STMT_I64(":import", repeat->import), STMT_I64(":kind", kind)};
	sqlite3_stmt *stmt;
	bool has_row;
	int rc;

	if (buf_check(bytes, err) != 0)
		return -1;
	if (bytes->len == 0)
		return 0;
	stmt = stmt_open(
	    repeat->store, "repeat_add", values, STMT_COUNT(values), err);
	if (stmt == NULL)
		return -1;
	if (sqlite3_bind_blob64(stmt,
		sqlite3_bind_parameter_index(stmt, ":data"), buf_text(bytes),
		bytes->len, SQLITE_STATIC) != SQLITE_OK) {
		stmt_close(stmt);
		return store_fail(repeat->store, "repeat_add", err);
	}
	rc = stmt_step(repeat->store, stmt, &has_row, err);
	stmt_close(stmt);
	buf_reset(bytes);
	repeat->last_id[kind] = 0;
	if (kind == REPEAT_SAID)
		repeat->last_us = 0;
	return rc;
}

int
repeat_event(struct repeat *repeat, int64_t event, struct err *err)
{
	struct buf *bytes = &repeat->bytes[REPEAT_EVENT];
	char *to;

	if (bytes->len >= FULL && write_out(repeat, REPEAT_EVENT, err) != 0)
		return -1;
	to = buf_reserve(bytes, MOST);
	if (to == NULL)
		return buf_check(bytes, err);
	bytes->len +=
	    pack_digits(to, fold(event - repeat->last_id[REPEAT_EVENT]));
	repeat->last_id[REPEAT_EVENT] = event;
	return 0;
}

static int
times_of(int64_t first_us, int64_t last_us)
{
	if (first_us == CANON_NO_TIME)
		return last_us == CANON_NO_TIME ? TIMES_NONE : TIMES_LAST;
	if (last_us == CANON_NO_TIME)
		return TIMES_FIRST;
	return first_us == last_us ? TIMES_SAME : TIMES_BOTH;
}

int
repeat_said(struct repeat *repeat, int64_t id, int64_t first_us,
    int64_t last_us, struct err *err)
{
	struct buf *bytes = &repeat->bytes[REPEAT_SAID];
	int times = times_of(first_us, last_us);
	int64_t us = times == TIMES_LAST ? last_us : first_us;
	size_t len;
	char *to;

	if (bytes->len >= FULL && write_out(repeat, REPEAT_SAID, err) != 0)
		return -1;
	to = buf_reserve(bytes, MOST);
	if (to == NULL)
		return buf_check(bytes, err);
	len = pack_digits(to, fold(id - repeat->last_id[REPEAT_SAID]));
	to[len++] = (char)times;
	if (times != TIMES_NONE) {
		len += pack_digits(
		    to + len, fold(difference(us, repeat->last_us)));
		repeat->last_us = us;
	}
	if (times == TIMES_BOTH)
		len +=
		    pack_digits(to + len, fold(difference(last_us, first_us)));
	bytes->len += len;
	repeat->last_id[REPEAT_SAID] = id;
	return 0;
}

int
repeat_finish(struct repeat *repeat, struct err *err)
{
	if (write_out(repeat, REPEAT_EVENT, err) != 0)
		return -1;
	return write_out(repeat, REPEAT_SAID, err);
}

void
repeat_clear(struct repeat *repeat)
{
	buf_clear(&repeat->bytes[REPEAT_EVENT]);
	buf_clear(&repeat->bytes[REPEAT_SAID]);
}

/* --- reading --- */

struct reading {
	enum repeat_kind kind;
	int (*take)(void *, const struct repeat_entry *, struct err *);
	void *data;
};

static bool
take_times(struct span *bytes, int64_t *last, struct repeat_entry *entry)
{
	uint64_t number;
	int times;

	if (bytes->len == 0)
		return false;
	times = bytes->data[0];
	*bytes = span_make(bytes->data + 1, bytes->len - 1);
	entry->first_us = CANON_NO_TIME;
	entry->last_us = CANON_NO_TIME;
	if (times == TIMES_NONE)
		return true;
	if (times < TIMES_NONE || times > TIMES_BOTH ||
	    !pack_take_digits(bytes, &number))
		return false;
	*last = sum(*last, unfold(number));
	if (times != TIMES_LAST)
		entry->first_us = *last;
	if (times == TIMES_LAST || times == TIMES_SAME)
		entry->last_us = *last;
	if (times != TIMES_BOTH)
		return true;
	if (!pack_take_digits(bytes, &number))
		return false;
	entry->last_us = sum(*last, unfold(number));
	return true;
}

static int
read_blob(const struct reading *reading, int64_t import, struct span bytes,
    struct err *err)
{
	struct repeat_entry entry = {.import = import};
	int64_t last_us = 0;
	uint64_t number;

	while (bytes.len > 0) {
		if (!pack_take_digits(&bytes, &number))
			goto damaged;
		entry.id = sum(entry.id, unfold(number));
		if (reading->kind == REPEAT_SAID &&
		    !take_times(&bytes, &last_us, &entry))
			goto damaged;
		if (reading->take(reading->data, &entry, err) != 0)
			return -1;
	}
	return 0;
damaged:
	return err_set(err, ERR_DATA,
	    "what import %lld repeated cannot be read", (long long)import);
}

static int
read_all(struct store *store, const char *name, const struct reading *reading,
    int64_t import, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":import", import), STMT_I64(":kind", reading->kind)};
	sqlite3_stmt *stmt =
	    stmt_open(store, name, values, STMT_COUNT(values), err);
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 && (rc = stmt_step(store, stmt, &has_row, err)) == 0 &&
	    has_row)
		rc = read_blob(reading, sqlite3_column_int64(stmt, 0),
		    stmt_bytes(stmt, 1), err);
	stmt_close(stmt);
	return rc;
}

int
repeat_read_others(struct store *store, enum repeat_kind kind, int64_t import,
    int (*take)(void *, const struct repeat_entry *, struct err *), void *data,
    struct err *err)
{
	const struct reading reading = {kind, take, data};

	return read_all(store, "repeats_of_others", &reading, import, err);
}

int
repeat_read(struct store *store, enum repeat_kind kind, int64_t import,
    int (*take)(void *, const struct repeat_entry *, struct err *), void *data,
    struct err *err)
{
	const struct reading reading = {kind, take, data};

	return read_all(store, "repeats", &reading, import, err);
}
