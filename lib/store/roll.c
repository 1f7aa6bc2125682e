#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "store/db.h"
#include "store/roll.h"
#include "store/stmt.h"

#define KEY_BITS 63
#define BITS_MAX 26
#define NAMELESS UINT64_MAX

static int
compare_members(const void *left, const void *right)
{
	const struct store_member *a = left;
	const struct store_member *b = right;

	return (a->record > b->record) - (a->record < b->record);
}

static int
read_ranks(struct roll *roll, struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "stream_ranks", NULL, 0, err);
	size_t cap = 0;
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 && (rc = stmt_step(store, stmt, &has_row, err)) == 0 &&
	    has_row) {
		rc = array_grow(&roll->members, &cap, roll->count + 1,
		    sizeof(*roll->members), err);
		if (rc != 0)
			break;
		roll->members[roll->count++] =
		    (struct store_member){sqlite3_column_int64(stmt, 0),
			sqlite3_column_int64(stmt, 1)};
	}
	stmt_close(stmt);
	if (rc == 0 && roll->count > 1)
		qsort(roll->members, roll->count, sizeof(*roll->members),
		    compare_members);
	return rc;
}

static bool
is_among(const int64_t *customers, size_t n, int64_t customer)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (customers[middle] < customer)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n && customers[low] == customer;
}

static void
keep_only(struct roll *roll, const int64_t *customers, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < roll->count; i++)
		if (is_among(customers, n, roll->members[i].customer))
			roll->members[kept++] = roll->members[i];
	roll->count = kept;
}

static size_t
start_of(const struct roll *roll, int64_t record)
{
	uint64_t start = (uint64_t)record >> (KEY_BITS - roll->bits);
	uint64_t last = (UINT64_C(1) << roll->bits) - 1;

	return (size_t)(start < last ? start : last);
}

/* Keys are hashes: as many starts as members leave a few steps. */
static int
index_members(struct roll *roll, struct err *err)
{
	size_t n, at = 0;

	while (roll->bits < BITS_MAX && roll->count >> roll->bits > 1)
		roll->bits++;
	n = (size_t)1 << roll->bits;
	roll->starts = malloc((n + 1) * sizeof(*roll->starts));
	roll->names = malloc((roll->count + 1) * sizeof(*roll->names));
	if (roll->starts == NULL || roll->names == NULL)
		return err_nomem(err);
	for (size_t start = 0; start < n; start++) {
		while (at < roll->count &&
		    start_of(roll, roll->members[at].record) < start)
			at++;
		roll->starts[start] = (uint32_t)at;
	}
	roll->starts[n] = (uint32_t)roll->count;
	roll->last = 1;
	for (size_t i = 0; i < roll->count; i++) {
		roll->names[i] = NAMELESS;
		if (roll->members[i].customer > roll->last)
			roll->last = roll->members[i].customer;
	}
	return 0;
}

static const struct store_member *
find(const struct roll *roll, int64_t record)
{
	size_t start = start_of(roll, record);
	size_t low = roll->starts[start];
	size_t high = roll->starts[start + 1];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (roll->members[middle].record < record)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < roll->count && roll->members[low].record == record)
		return &roll->members[low];
	return NULL;
}

/* Its place in the text, behind which it stands. */
static int
add_name(struct roll *roll, struct span name, uint64_t *at, struct err *err)
{
	uint32_t len = (uint32_t)name.len;

	*at = roll->text.len;
	buf_add(&roll->text, &len, sizeof(len));
	buf_span(&roll->text, name);
	return buf_check(&roll->text, err);
}

/* What a processor has to fetch from far away it fetches for many records at
 * the same time. */
static void
fetch(const void *at)
{
	__builtin_prefetch(at);
}

static void
fetch_members(const struct roll *roll, const int64_t *records, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fetch(&roll->starts[start_of(roll, records[i])]);
	for (size_t i = 0; i < n; i++) {
		uint32_t start = roll->starts[start_of(roll, records[i])];

		fetch(&roll->members[start]);
		fetch(&roll->names[start]);
	}
}

/* Records whose members are looked for together. */
struct names {
	int64_t records[ROLL_MANY];
	size_t ends[ROLL_MANY];
	size_t n;
	struct buf bytes;
};

static int
name_members(struct roll *roll, struct names *names, struct err *err)
{
	size_t first = 0;
	int rc = buf_check(&names->bytes, err);

	if (roll->count > 0)
		fetch_members(roll, names->records, names->n);
	for (size_t i = 0; rc == 0 && i < names->n; i++) {
		const struct store_member *member =
		    roll->count == 0 ? NULL : find(roll, names->records[i]);

		if (member != NULL)
			rc = add_name(roll,
			    span_make(names->bytes.data + first,
				names->ends[i] - first),
			    &roll->names[member - roll->members], err);
		roll->n_strangers += member == NULL;
		first = names->ends[i];
	}
	names->n = 0;
	buf_reset(&names->bytes);
	return rc;
}

static int
read_names(struct roll *roll, struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "stream_records", NULL, 0, err);
	struct names names = {.n = 0};
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 && (rc = stmt_step(store, stmt, &has_row, err)) == 0 &&
	    has_row) {
		names.records[names.n] = sqlite3_column_int64(stmt, 0);
		buf_span(&names.bytes, stmt_span(stmt, 1));
		names.ends[names.n++] = names.bytes.len;
		if (names.n == ROLL_MANY)
			rc = name_members(roll, &names, err);
	}
	stmt_close(stmt);
	if (rc == 0)
		rc = name_members(roll, &names, err);
	buf_clear(&names.bytes);
	return rc;
}

int
roll_load(struct roll *roll, struct store *store, bool is_by_record,
    const int64_t *customers, size_t n, struct err *err)
{
	if (is_by_record
		? read_ranks(roll, store, err) != 0
		: store_members(store, &roll->members, &roll->count, err) != 0)
		return -1;
	if (!is_by_record && customers != NULL)
		keep_only(roll, customers, n);
	if (index_members(roll, err) != 0)
		return -1;
	return read_names(roll, store, err);
}

/* --- of few records --- */

/* A member whose name is to be read. */
struct nameless {
	int64_t id; /* of the record */
	size_t member;
};

static int
compare_ids(const void *left, const void *right)
{
	const struct nameless *a = left;
	const struct nameless *b = right;

	return (a->id > b->id) - (a->id < b->id);
}

/* The row of a number. There are many numbers, and to open a statement for each
 * would take most of the time. */
static int
look_up(struct store *store, sqlite3_stmt *stmt, int64_t number, bool *has_row,
    struct err *err)
{
	(void)sqlite3_reset(stmt); /* tells again how it ended before */
	if (sqlite3_bind_int64(stmt, 1, number) != SQLITE_OK)
		return store_fail(store, NULL, err);
	return stmt_step(store, stmt, has_row, err);
}

static int
read_few(struct roll *roll, struct store *store, const int64_t *records,
    size_t n, struct nameless *nameless, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "stream_member", NULL, 0, err);
	int rc = stmt == NULL ? -1 : 0;

	for (size_t i = 0; rc == 0 && i < n; i++) {
		bool has_row = false;

		rc = look_up(store, stmt, records[i], &has_row, err);
		if (rc != 0 || !has_row)
			continue;
		nameless[roll->count] = (struct nameless){
		    sqlite3_column_int64(stmt, 1), roll->count};
		roll->members[roll->count++] = (struct store_member){
		    records[i], sqlite3_column_int64(stmt, 0)};
	}
	stmt_close(stmt);
	return rc;
}

/* In the order in which they lie, so that a page is read once. */
static int
name_few(struct roll *roll, struct store *store, struct nameless *nameless,
    struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "stream_native_id", NULL, 0, err);
	int rc = stmt == NULL ? -1 : 0;

	if (roll->count > 1)
		qsort(nameless, roll->count, sizeof(*nameless), compare_ids);
	for (size_t i = 0; rc == 0 && i < roll->count; i++) {
		bool has_row = false;

		rc = look_up(store, stmt, nameless[i].id, &has_row, err);
		if (rc == 0 && has_row)
			rc = add_name(roll, stmt_span(stmt, 0),
			    &roll->names[nameless[i].member], err);
	}
	stmt_close(stmt);
	return rc;
}

int
roll_load_few(struct roll *roll, struct store *store, const int64_t *records,
    size_t n, struct err *err)
{
	struct nameless *nameless = calloc(n + 1, sizeof(*nameless));
	int rc = 0;

	roll->members = calloc(n + 1, sizeof(*roll->members));
	if (nameless == NULL || roll->members == NULL)
		rc = err_nomem(err);
	if (rc == 0)
		rc = read_few(roll, store, records, n, nameless, err);
	if (rc == 0)
		rc = index_members(roll, err);
	if (rc == 0)
		rc = name_few(roll, store, nameless, err);
	free(nameless);
	return rc;
}

/* --- finding --- */

static struct span
name_at(const struct roll *roll, uint64_t at)
{
	uint32_t len;

	if (at == NAMELESS)
		return span_make("", 0);
	memcpy(&len, roll->text.data + at, sizeof(len));
	return span_make(roll->text.data + at + sizeof(len), len);
}

void
roll_find(const struct roll *roll, const int64_t *records, size_t n,
    struct roll_found *found)
{
	const struct store_member *members[ROLL_MANY];

	assert(n <= ROLL_MANY);
	for (size_t i = 0; i < n; i++)
		found[i] = (struct roll_found){0, {"", 0}};
	if (roll->count == 0)
		return;
	fetch_members(roll, records, n);
	for (size_t i = 0; i < n; i++) {
		members[i] = find(roll, records[i]);
		if (members[i] != NULL &&
		    roll->names[members[i] - roll->members] != NAMELESS)
			fetch(roll->text.data +
			    roll->names[members[i] - roll->members]);
	}
	for (size_t i = 0; i < n; i++) {
		if (members[i] == NULL)
			continue;
		found[i].customer = members[i]->customer;
		found[i].native_id =
		    name_at(roll, roll->names[members[i] - roll->members]);
	}
}

void
roll_clear(struct roll *roll)
{
	free(roll->members);
	free(roll->names);
	free(roll->starts);
	buf_clear(&roll->text);
	memset(roll, 0, sizeof(*roll));
}
