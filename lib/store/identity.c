#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/num.h"
#include "store/batch.h"
#include "store/db.h"
#include "store/packed.h"
#include "store/stmt.h"
#include "store/tables.h"

#define HOW_MAX 256      /* bytes of how a run was made */
#define ALIAS_STEPS 1000 /* a chain of aliases that is longer is a circle */

/* All rows of a statement of records and customers. */
static int
read_members(struct store *store, const char *name,
    struct store_member **members, size_t *count, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, name, NULL, 0, err);
	size_t cap = 0;
	bool has_row;

	*members = NULL;
	*count = 0;
	if (stmt == NULL)
		return -1;
	for (;;) {
		if (stmt_step(store, stmt, &has_row, err) != 0)
			goto free_members;
		if (!has_row)
			break;
		if (array_grow(
			members, &cap, *count + 1, sizeof(**members), err) != 0)
			goto free_members;
		(*members)[*count].record = sqlite3_column_int64(stmt, 0);
		(*members)[*count].customer = sqlite3_column_int64(stmt, 1);
		++*count;
	}
	stmt_close(stmt);
	return 0;
free_members:
	stmt_close(stmt);
	free(*members);
	*members = NULL;
	*count = 0;
	return -1;
}

int
store_members(struct store *store, struct store_member **members, size_t *count,
    struct err *err)
{
	return read_members(store, "members", members, count, err);
}

int
store_former(struct store *store, struct store_member **members, size_t *count,
    struct err *err)
{
	return read_members(store, "members_former", members, count, err);
}

int
store_next_customer(struct store *store, int64_t *number, struct err *err)
{
	*number = 1;
	return stmt_number(store, "next_customer", NULL, 0, number, err);
}

int
store_unmerged(struct store *store, int64_t *count, struct err *err)
{
	struct packed_facts facts;
	bool is_known;

	*count = 0;
	if (packed_facts(store, &facts, &is_known, err) != 0)
		return -1;
	if (!is_known)
		return stmt_number(
		    store, "count_unmerged", NULL, 0, count, err);
	*count = facts.unmerged;
	return 0;
}

/* --- saving a run --- */

static int
add_run(struct store *store, struct store_run *run, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":at", run->at_us),
	    STMT_SPAN(":mode", run->mode),
	    STMT_I64(":records", run->records),
	    STMT_I64(":customers", run->customers),
	    STMT_I64(":pairs", run->pairs),
	    STMT_I64(":links", run->links),
	    STMT_I64(":review", run->review),
	    STMT_I64(":created", run->created),
	    STMT_I64(":joined", run->joined),
	    STMT_I64(":split", run->split),
	    STMT_I64(":largest", run->largest),
	    STMT_SPAN(":threshold", run->threshold),
	    STMT_I64(":took", run->seconds_milli),
	    STMT_I64(":base", run->base),
	    STMT_I64(":imports", run->imports),
	};

	run->id = 0;
	return stmt_number(
	    store, "run_add", values, STMT_COUNT(values), &run->id, err);
}

static int
compare_members(const void *a, const void *b)
{
	const struct store_member *left = a, *right = b;

	return (left->record > right->record) - (left->record < right->record);
}

static bool
is_sorted(const struct store_member *members, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (members[i - 1].record > members[i].record)
			return false;
	return true;
}

void
store_sort_members(struct store_member *members, size_t n)
{
	if (!is_sorted(members, n))
		qsort(members, n, sizeof(*members), compare_members);
}

/* What changes is kept. In the order of the table, which is much faster than
 * any other. */
static int
replace_members(struct store *store, const struct store_run *run,
    struct store_member *members, size_t n, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":run", run->id)};
	int rc;

	store_sort_members(members, n);
	tables_show(store, TABLES_MEMBER, members, n);
	rc = stmt_exec(store, "move_add", values, 1, err);
	if (rc == 0)
		rc = stmt_exec(store, "move_add_gone", values, 1, err);
	if (rc == 0)
		rc = stmt_exec(store, "membership_clear", NULL, 0, err);
	if (rc == 0)
		rc = stmt_exec(store, "membership_add", NULL, 0, err);
	tables_show(store, TABLES_MEMBER, NULL, 0);
	return rc;
}

static int
compare_numbers(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

/* The numbers of all customers, each once, in their order. */
static size_t
sort_numbers(const struct store_member *members, size_t n, int64_t *numbers)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		numbers[i] = members[i].customer;
	if (n > 0)
		qsort(numbers, n, sizeof(*numbers), compare_numbers);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || numbers[kept - 1] != numbers[i])
			numbers[kept++] = numbers[i];
	return kept;
}

/* The same by a bit for each number from the least to the most. */
static size_t
mark_numbers(const struct store_member *members, size_t n, int64_t least,
    uint64_t span, unsigned char *bits, int64_t *numbers)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t at = (uint64_t)(members[i].customer - least);

		bits[at / 8] |= (unsigned char)(1U << at % 8);
	}
	for (uint64_t at = 0; at <= span; at++)
		if ((bits[at / 8] >> at % 8 & 1) != 0)
			numbers[kept++] = least + (int64_t)at;
	return kept;
}

/* Customers are numbered one after the other: bits for all of them are less
 * than what sorting takes, unless few are left of very many. */
static size_t
list_numbers(const struct store_member *members, size_t n, int64_t *numbers)
{
	int64_t least = n == 0 ? 0 : members[0].customer, most = least;
	unsigned char *bits = NULL;
	uint64_t span;
	size_t kept;

	for (size_t i = 1; i < n; i++) {
		if (members[i].customer < least)
			least = members[i].customer;
		if (members[i].customer > most)
			most = members[i].customer;
	}
	span = (uint64_t)most - (uint64_t)least;
	if (n > 0 && span / 64 <= n)
		bits = calloc(span / 8 + 1, 1);
	if (bits == NULL)
		return sort_numbers(members, n, numbers);
	kept = mark_numbers(members, n, least, span, bits, numbers);
	free(bits);
	return kept;
}

/* Those that were not there before. In the order of the table, too. */
static int
add_customers(struct store *store, const struct store_run *run,
    const struct store_member *members, size_t n, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":run", run->id)};
	int64_t *numbers = malloc((n + 1) * sizeof(*numbers));
	size_t kept;
	int rc;

	if (numbers == NULL)
		return err_nomem(err);
	kept = list_numbers(members, n, numbers);
	tables_show(store, TABLES_CUSTOMER, numbers, kept);
	rc = stmt_exec(store, "customer_add", values, 1, err);
	tables_show(store, TABLES_CUSTOMER, NULL, 0);
	free(numbers);
	return rc;
}

int
store_add_links(struct store *store, const struct store_run *run, size_t first,
    const struct store_link *links, size_t n, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":run", run->id), STMT_I64(":first", (int64_t)first)};
	int rc;

	tables_show(store, TABLES_LINK, links, n);
	rc = stmt_exec(store, "link_add", values, 2, err);
	tables_show(store, TABLES_LINK, NULL, 0);
	return rc;
}

static int
add_aliases(struct store *store, const struct store_run *run,
    const struct store_alias *aliases, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		const struct stmt_value values[] = {
		    STMT_I64(":customer", aliases[i].customer),
		    STMT_I64(":into", aliases[i].into),
		    STMT_I64(":run", run->id),
		};

		if (stmt_exec(store, "alias_add", values, STMT_COUNT(values),
			err) != 0)
			return -1;
	}
	return 0;
}

/* What the store's generation will be when this run is committed, and how
 * the run was made. */
static int
mark_merged(struct store *store, const struct store_run *run, struct err *err)
{
	struct span mode = run->how.len > 0 ? run->how : run->mode;
	char text[HOW_MAX];

	if (run->is_behind)
		return 0;
	(void)snprintf(text, sizeof(text), "%lld %.*s",
	    (long long)store->generation + 1, (int)mode.len, mode.data);
	return store_set_meta(store, "merged", text, err);
}

int
store_is_merged(
    struct store *store, struct span mode, int64_t *run, struct err *err)
{
	char found[HOW_MAX], expected[HOW_MAX];
	int64_t generation;

	*run = 0;
	if (store_generation(store, &generation, err) != 0 ||
	    store_get_meta(store, "merged", found, sizeof(found), err) != 0)
		return -1;
	(void)snprintf(expected, sizeof(expected), "%lld %.*s",
	    (long long)generation, (int)mode.len, mode.data);
	if (strcmp(found, expected) != 0)
		return 0;
	return stmt_number(store, "run_last", NULL, 0, run, err);
}

int
store_save_run(struct store *store, struct store_run *run,
    struct store_member *members, size_t n_members,
    const struct store_link *links, size_t n_links,
    const struct store_alias *aliases, size_t n_aliases, struct err *err)
{
	if (tables_register(store, err) != 0 || add_run(store, run, err) != 0)
		return -1;
	if (replace_members(store, run, members, n_members, err) != 0 ||
	    add_customers(store, run, members, n_members, err) != 0)
		return -1;
	if (store_add_links(store, run, 0, links, n_links, err) != 0)
		return -1;
	if (add_aliases(store, run, aliases, n_aliases, err) != 0)
		return -1;
	packed_follow(store);
	return mark_merged(store, run, err);
}

/* Only what changes. */
static int
put_members(struct store *store, const struct store_run *run,
    struct store_member *members, size_t n, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":run", run->id)};
	int rc;

	store_sort_members(members, n);
	tables_show(store, TABLES_MEMBER, members, n);
	rc = stmt_exec(store, "move_add", values, 1, err);
	if (rc == 0)
		rc = stmt_exec(store, "membership_put", NULL, 0, err);
	tables_show(store, TABLES_MEMBER, NULL, 0);
	return rc;
}

static int
renew_links(struct store *store, const struct store_run *run,
    const struct store_part *part, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":run", run->id)};
	int rc;

	tables_show(store, TABLES_CUSTOMER, part->records, part->n_records);
	rc = stmt_exec(store, "link_renew", values, 1, err);
	tables_show(store, TABLES_CUSTOMER, NULL, 0);
	return rc;
}

int
store_save_part(struct store *store, struct store_run *run, int64_t before,
    const struct store_part *part, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":run", before)};

	if (stmt_number(store, "run_base", values, 1, &run->base, err) != 0 ||
	    tables_register(store, err) != 0 || add_run(store, run, err) != 0 ||
	    put_members(store, run, part->members, part->n_members, err) != 0 ||
	    add_customers(store, run, part->members, part->n_members, err) !=
		0 ||
	    renew_links(store, run, part, err) != 0 ||
	    store_add_links(store, run, 0, part->links, part->n_links, err) !=
		0 ||
	    add_aliases(store, run, part->aliases, part->n_aliases, err) != 0)
		return -1;
	packed_follow(store);
	return mark_merged(store, run, err);
}

/* --- finding one --- */

void
store_customer_name(int64_t number, char out[24])
{
	(void)snprintf(out, 24, "C%09lld", (long long)number);
}

static int
fail_none(struct span text, const char *why, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];

	return err_set(err, ERR_NO, "'%s' %s", err_quote(quoted, text), why);
}

/* Follow a number that vanished to what became of it. */
static int
resolve(struct store *store, struct span text, int64_t number,
    int64_t *customer, struct err *err)
{
	for (int step = 0; step < ALIAS_STEPS; step++) {
		const struct stmt_value values[] = {
		    STMT_I64(":customer", number)};
		int64_t is_member = 0, next = 0;
		bool is_packed;

		/* The membership is by records: to look there is slow. */
		if (packed_has(store, number, &is_packed, err) != 0)
			return -1;
		if (is_packed)
			is_member = 1;
		else if (stmt_number(store, "customer_is_member", values, 1,
			     &is_member, err) != 0)
			return -1;
		if (is_member != 0) {
			*customer = number;
			return 0;
		}
		if (stmt_number(store, "alias_of", values, 1, &next, err) != 0)
			return -1;
		if (next == 0)
			break;
		number = next;
	}
	return fail_none(text, "is no customer", err);
}

/* A key that another record has took the next number: see store.h. */
int
store_find_record(
    struct store *store, struct span text, int64_t *record, struct err *err)
{
	struct batch_config config = {.key_mask = store->key_mask};
	const char *colon =
	    text.len == 0 ? NULL : memchr(text.data, ':', text.len);
	size_t at = colon == NULL ? 0 : (size_t)(colon - text.data);
	struct stmt_value value = STMT_I64(":key", 0);
	uint64_t key, check;
	int64_t found = 0;

	if (colon == NULL)
		return fail_none(text, "is no record", err);
	config.seed = hash_64(store->seed, span_make(text.data, at));
	batch_record_key(
	    &config, span_make(colon + 1, text.len - at - 1), &key, &check);
	for (; found >= 0; key = (key + 1) & INT64_MAX) {
		value.number = (int64_t)key;
		found = -1;
		if (stmt_number(
			store, "record_check", &value, 1, &found, err) != 0)
			return -1;
		if (found >= 0 && (uint64_t)found == check) {
			*record = (int64_t)key;
			return 0;
		}
	}
	return fail_none(text, "is no record", err);
}

int
store_record_name(
    struct store *store, int64_t record, struct buf *out, struct err *err)
{
	const struct stmt_value value = STMT_I64(":key", record);
	sqlite3_stmt *stmt = stmt_open(store, "record_name", &value, 1, err);
	bool has_row = false;
	int status = -1;

	if (stmt != NULL && stmt_step(store, stmt, &has_row, err) == 0) {
		if (has_row)
			buf_span(out, stmt_span(stmt, 0));
		else
			buf_str(out, "a record that is gone");
		status = buf_check(out, err);
	}
	stmt_close(stmt);
	return status;
}

static int
find_by_record(
    struct store *store, struct span text, int64_t *customer, struct err *err)
{
	struct stmt_value value = STMT_I64(":key", 0);

	if (store_find_record(store, text, &value.number, err) == -1)
		return -1;
	*customer = 0;
	if (stmt_number(
		store, "customer_of_record", &value, 1, customer, err) != 0)
		return -1;
	if (*customer == 0)
		return fail_none(
		    text, "is not merged yet: run omni-merge", err);
	return 0;
}

int
store_adopt_name(struct store *store, struct span name, int64_t customer,
    int64_t run, struct err *err)
{
	const struct stmt_value values[] = {STMT_SPAN(":name", name),
	    STMT_I64(":customer", customer), STMT_I64(":run", run)};

	return stmt_exec(store, "adopted_add", values, 3, err);
}

static int
find_adopted(
    struct store *store, struct span text, int64_t *customer, struct err *err)
{
	const struct stmt_value value = STMT_SPAN(":name", text);

	*customer = 0;
	return stmt_number(store, "adopted_find", &value, 1, customer, err);
}

/* By what this store itself calls it. */
static int
find_own(
    struct store *store, struct span text, int64_t *customer, struct err *err)
{
	int64_t number;

	if (text.len > 0 && memchr(text.data, ':', text.len) != NULL)
		return find_by_record(store, text, customer, err);
	if (text.len > 1 && text.data[0] == 'C' &&
	    num_i64(
		span_make(text.data + 1, text.len - 1), 1, INT64_MAX, &number))
		return resolve(store, text, number, customer, err);
	return fail_none(text, "is neither a customer nor a record", err);
}

int
store_find_customer(
    struct store *store, struct span text, int64_t *customer, struct err *err)
{
	int64_t number;
	struct err none;

	if (find_own(store, text, customer, err) == 0)
		return 0;
	if (err->code != ERR_NO)
		return -1;
	none = *err;
	err_clear(err);
	if (find_adopted(store, text, &number, err) == -1)
		return -1;
	if (number != 0)
		return resolve(store, text, number, customer, err);
	*err = none;
	return -1;
}
