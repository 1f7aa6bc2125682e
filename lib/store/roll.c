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
	const struct roll_member *a = left;
	const struct roll_member *b = right;

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
		    (struct roll_member){sqlite3_column_int64(stmt, 0),
			sqlite3_column_int64(stmt, 1), NAMELESS};
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

/* --- members --- */

/* Who reads the members with keys from a number to another. */
struct finder {
	const int64_t *customers; /* only these; NULL = all */
	size_t n_customers;
	int64_t after, last;
	struct roll_member *members;
	size_t count, cap;
};

static int
add_member(
    struct finder *finder, const struct roll_member *member, struct err *err)
{
	if (finder->customers != NULL &&
	    !is_among(finder->customers, finder->n_customers, member->customer))
		return 0;
	if (array_grow(&finder->members, &finder->cap, finder->count + 1,
		sizeof(*member), err) != 0)
		return -1;
	finder->members[finder->count++] = *member;
	return 0;
}

static int
find_members(void *self, struct store *store, struct err *err)
{
	struct finder *finder = self;
	const struct stmt_value values[] = {
	    STMT_I64(":after", finder->after), STMT_I64(":last", finder->last)};
	sqlite3_stmt *stmt = stmt_open(store, "stream_members", values, 2, err);
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 && (rc = stmt_step(store, stmt, &has_row, err)) == 0 &&
	    has_row) {
		const struct roll_member member = {
		    sqlite3_column_int64(stmt, 0),
		    sqlite3_column_int64(stmt, 1), NAMELESS};

		rc = add_member(finder, &member, err);
	}
	stmt_close(stmt);
	return rc;
}

/* Those of the first, and behind them the others'. */
static int
join_members(
    struct roll *roll, struct finder *finders, size_t n, struct err *err)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += finders[i].count;
	if (array_grow(&finders[0].members, &finders[0].cap, count + 1,
		sizeof(*roll->members), err) != 0)
		return -1;
	roll->members = finders[0].members;
	roll->count = finders[0].count;
	finders[0].members = NULL;
	for (size_t i = 1; i < n; i++) {
		if (finders[i].count == 0)
			continue;
		memcpy(roll->members + roll->count, finders[i].members,
		    finders[i].count * sizeof(*roll->members));
		roll->count += finders[i].count;
	}
	return 0;
}

static int
read_members(struct roll *roll, const struct beside *beside,
    const int64_t *customers, size_t n_customers, struct err *err)
{
	struct finder finders[BESIDE_MAX];
	void *selves[BESIDE_MAX];
	int64_t each = INT64_MAX / (int64_t)beside->n;
	int rc;

	for (size_t i = 0; i < beside->n; i++) {
		finders[i] = (struct finder){.customers = customers,
		    .n_customers = n_customers,
		    .after = i == 0 ? INT64_MIN : each * (int64_t)i,
		    .last = i + 1 == beside->n ? INT64_MAX
					       : each * (int64_t)(i + 1)};
		selves[i] = &finders[i];
	}
	rc = beside_run(beside, find_members, selves, err);
	if (rc == 0)
		rc = join_members(roll, finders, beside->n, err);
	for (size_t i = 0; i < beside->n; i++)
		free(finders[i].members);
	return rc;
}

/* --- finding a member --- */

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

	while (roll->bits < BITS_MAX && roll->count >> roll->bits > 0)
		roll->bits++;
	n = (size_t)1 << roll->bits;
	roll->starts = malloc((n + 1) * sizeof(*roll->starts));
	if (roll->starts == NULL)
		return err_nomem(err);
	for (size_t start = 0; start < n; start++) {
		while (at < roll->count &&
		    start_of(roll, roll->members[at].record) < start)
			at++;
		roll->starts[start] = (uint32_t)at;
	}
	roll->starts[n] = (uint32_t)roll->count;
	roll->last = 1;
	for (size_t i = 0; i < roll->count; i++)
		if (roll->members[i].customer > roll->last)
			roll->last = roll->members[i].customer;
	return 0;
}

static struct roll_member *
find(const struct roll *roll, int64_t record)
{
	size_t start = start_of(roll, record);
	size_t low = roll->starts[start];
	size_t high = roll->starts[start + 1];

	/* Many are in one place only when keys are no hashes. */
	while (high - low > 8) {
		size_t middle = low + (high - low) / 2;

		if (roll->members[middle].record <= record)
			low = middle;
		else
			high = middle;
	}
	while (low < high && roll->members[low].record < record)
		low++;
	return low < high && roll->members[low].record == record
	    ? &roll->members[low]
	    : NULL;
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
		fetch(&roll->members[start].name);
	}
}

/* --- names --- */

/* A name is known by who read it and by the place in that one's text, where
 * its length stands, and its bytes behind it. */
#define PLACE(at, who) ((uint64_t)(at)*BESIDE_MAX + (who))

static int
add_name(struct buf *text, size_t who, struct span name, uint64_t *place,
    struct err *err)
{
	uint32_t len = (uint32_t)name.len;

	*place = PLACE(text->len, who);
	buf_add(text, &len, sizeof(len));
	buf_span(text, name);
	return buf_check(text, err);
}

static const char *
text_at(const struct roll *roll, uint64_t place)
{
	return roll->texts[place % BESIDE_MAX].data + place / BESIDE_MAX;
}

static struct span
name_at(const struct roll *roll, uint64_t place)
{
	const char *at;
	uint32_t len;

	if (place == NAMELESS)
		return span_make("", 0);
	at = text_at(roll, place);
	memcpy(&len, at, sizeof(len));
	return span_make(at + sizeof(len), len);
}

/* Who reads the records from a number to another. Members of some are looked
 * for together. */
struct namer {
	struct roll *roll;
	size_t who;
	int64_t after, last;
	size_t n_strangers;
	int64_t records[ROLL_MANY];
	size_t ends[ROLL_MANY];
	size_t n;
	struct buf bytes;
};

static int
name_members(struct namer *namer, struct err *err)
{
	struct roll *roll = namer->roll;
	size_t first = 0;
	int rc = buf_check(&namer->bytes, err);

	if (roll->count > 0)
		fetch_members(roll, namer->records, namer->n);
	for (size_t i = 0; rc == 0 && i < namer->n; i++) {
		struct roll_member *member =
		    roll->count == 0 ? NULL : find(roll, namer->records[i]);

		if (member != NULL)
			rc = add_name(&roll->texts[namer->who], namer->who,
			    span_make(namer->bytes.data + first,
				namer->ends[i] - first),
			    &member->name, err);
		namer->n_strangers += member == NULL;
		first = namer->ends[i];
	}
	namer->n = 0;
	buf_reset(&namer->bytes);
	return rc;
}

static int
read_names(void *self, struct store *store, struct err *err)
{
	struct namer *namer = self;
	const struct stmt_value values[] = {
	    STMT_I64(":after", namer->after), STMT_I64(":last", namer->last)};
	sqlite3_stmt *stmt = stmt_open(store, "stream_records", values, 2, err);
	bool has_row = true;
	int rc = stmt == NULL ? -1 : 0;

	while (rc == 0 && (rc = stmt_step(store, stmt, &has_row, err)) == 0 &&
	    has_row) {
		namer->records[namer->n] = sqlite3_column_int64(stmt, 0);
		buf_span(&namer->bytes, stmt_span(stmt, 1));
		namer->ends[namer->n++] = namer->bytes.len;
		if (namer->n == ROLL_MANY)
			rc = name_members(namer, err);
	}
	stmt_close(stmt);
	return rc == 0 ? name_members(namer, err) : -1;
}

static int
name_all(struct roll *roll, const struct beside *beside, struct err *err)
{
	struct namer namers[BESIDE_MAX];
	void *selves[BESIDE_MAX];
	int64_t last = 0, each;
	int rc = stmt_number(
	    beside->stores[0], "news_last_record", NULL, 0, &last, err);

	if (rc != 0)
		return -1;
	each = last / (int64_t)beside->n;
	for (size_t i = 0; i < beside->n; i++) {
		namers[i] = (struct namer){.roll = roll,
		    .who = i,
		    .after = each * (int64_t)i,
		    .last =
			i + 1 == beside->n ? last : each * (int64_t)(i + 1)};
		selves[i] = &namers[i];
	}
	rc = beside_run(beside, read_names, selves, err);
	for (size_t i = 0; i < beside->n; i++) {
		roll->n_strangers += namers[i].n_strangers;
		buf_clear(&namers[i].bytes);
	}
	return rc;
}

int
roll_load(struct roll *roll, const struct beside *beside, bool is_by_record,
    const int64_t *customers, size_t n, struct err *err)
{
	if (is_by_record ? read_ranks(roll, beside->stores[0], err) != 0
			 : read_members(roll, beside, customers, n, err) != 0)
		return -1;
	if (index_members(roll, err) != 0)
		return -1;
	return name_all(roll, beside, err);
}

/* --- of few records --- */

/* A member whose name is to be read. */
struct nameless {
	int64_t id; /* of the record; 0: there is no such member */
	int64_t customer;
	size_t place; /* among the records, and then among the members */
};

/* Who looks some of them up. */
struct seeker {
	struct roll *roll;
	size_t who;
	const int64_t *records;
	struct nameless *nameless;
	size_t n;
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
seek_members(void *self, struct store *store, struct err *err)
{
	struct seeker *seeker = self;
	sqlite3_stmt *stmt = stmt_open(store, "stream_member", NULL, 0, err);
	int rc = stmt == NULL ? -1 : 0;

	for (size_t i = 0; rc == 0 && i < seeker->n; i++) {
		bool has_row = false;

		rc = look_up(store, stmt, seeker->records[i], &has_row, err);
		if (rc == 0 && has_row) {
			seeker->nameless[i].customer =
			    sqlite3_column_int64(stmt, 0);
			seeker->nameless[i].id = sqlite3_column_int64(stmt, 1);
		}
	}
	stmt_close(stmt);
	return rc;
}

/* In the order in which they lie, so that a page is read once. */
static int
seek_names(void *self, struct store *store, struct err *err)
{
	struct seeker *seeker = self;
	struct roll *roll = seeker->roll;
	sqlite3_stmt *stmt = stmt_open(store, "stream_native_id", NULL, 0, err);
	int rc = stmt == NULL ? -1 : 0;

	for (size_t i = 0; rc == 0 && i < seeker->n; i++) {
		const struct nameless *nameless = &seeker->nameless[i];
		bool has_row = false;

		rc = look_up(store, stmt, nameless->id, &has_row, err);
		if (rc == 0 && has_row)
			rc = add_name(&roll->texts[seeker->who], seeker->who,
			    stmt_span(stmt, 0),
			    &roll->members[nameless->place].name, err);
	}
	stmt_close(stmt);
	return rc;
}

/* Each gets as many of them, one behind the other. */
static int
seek(struct roll *roll, const struct beside *beside, beside_work *work,
    const int64_t *records, struct nameless *nameless, size_t n,
    struct err *err)
{
	struct seeker seekers[BESIDE_MAX];
	void *selves[BESIDE_MAX];
	size_t first = 0;

	for (size_t i = 0; i < beside->n; i++) {
		size_t end = n * (i + 1) / beside->n;

		seekers[i] = (struct seeker){.roll = roll,
		    .who = i,
		    .records = records + first,
		    .nameless = nameless + first,
		    .n = end - first};
		selves[i] = &seekers[i];
		first = end;
	}
	return beside_run(beside, work, selves, err);
}

static void
keep_members(
    struct roll *roll, const int64_t *records, struct nameless *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (all[i].id == 0)
			continue;
		roll->members[roll->count] =
		    (struct roll_member){records[i], all[i].customer, NAMELESS};
		all[roll->count] = all[i];
		all[roll->count].place = roll->count;
		roll->count++;
	}
}

int
roll_load_few(struct roll *roll, const struct beside *beside,
    const int64_t *records, size_t n, struct err *err)
{
	struct nameless *all = calloc(n + 1, sizeof(*all));
	int rc = 0;

	roll->members = calloc(n + 1, sizeof(*roll->members));
	if (all == NULL || roll->members == NULL)
		rc = err_nomem(err);
	if (rc == 0)
		rc = seek(roll, beside, seek_members, records, all, n, err);
	if (rc == 0) {
		keep_members(roll, records, all, n);
		rc = index_members(roll, err);
	}
	if (rc == 0 && roll->count > 1)
		qsort(all, roll->count, sizeof(*all), compare_ids);
	if (rc == 0)
		rc = seek(
		    roll, beside, seek_names, records, all, roll->count, err);
	free(all);
	return rc;
}

/* --- whose records are these? --- */

void
roll_find(const struct roll *roll, const int64_t *records, size_t n,
    struct roll_found *found)
{
	const struct roll_member *members[ROLL_MANY];

	assert(n <= ROLL_MANY);
	for (size_t i = 0; i < n; i++)
		found[i] = (struct roll_found){0, {"", 0}};
	if (roll->count == 0)
		return;
	fetch_members(roll, records, n);
	for (size_t i = 0; i < n; i++) {
		members[i] = find(roll, records[i]);
		if (members[i] != NULL && members[i]->name != NAMELESS)
			fetch(text_at(roll, members[i]->name));
	}
	for (size_t i = 0; i < n; i++) {
		if (members[i] == NULL)
			continue;
		found[i].customer = members[i]->customer;
		found[i].native_id = name_at(roll, members[i]->name);
	}
}

void
roll_clear(struct roll *roll)
{
	free(roll->members);
	free(roll->starts);
	for (size_t i = 0; i < BESIDE_MAX; i++)
		buf_clear(&roll->texts[i]);
	memset(roll, 0, sizeof(*roll));
}
