#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/hashmap.h"
#include "base/intern.h"
#include "base/num.h"
#include "flow/adopt.h"
#include "flow/merge.h"
#include "flow/recast.h"
#include "flow/rulings.h"
#include "flow/sheet.h"
#include "store/decision.h"
#include "text/fold.h"

enum { SOURCE, NATIVE_ID, CUSTOMER, COLUMNS };

static const char *const column_names[COLUMNS] = {
    "source", "native_id", "customer_id"};

/* A record of the file. */
struct adopted {
	int64_t record;
	uint32_t name; /* of its customer */
	int64_t before;
};

struct adopting {
	struct store *store;
	struct recast recast;
	struct intern names;
	struct adopted *rows; /* as they come, then by name */
	size_t n, cap;
	struct hashmap by_record; /* its name */
	int64_t *customer;        /* of each name */
	struct buf text;
};

static int
find_record(struct adopting *a, const struct sheet_row *row, int64_t *record,
    struct err *err)
{
	buf_reset(&a->text);
	buf_span(&a->text, fold_trim(row->cells[SOURCE]));
	buf_char(&a->text, ':');
	buf_span(&a->text, fold_trim(row->cells[NATIVE_ID]));
	if (buf_check(&a->text, err) == -1)
		return -1;
	if (store_find_record(a->store, buf_get(&a->text), record, err) == 0)
		return 0;
	if (err->code == ERR_NO)
		err->code = ERR_DATA;
	return -1;
}

/* A name stands on one line, in one cell, wherever it is shown. */
static int
check_name(struct span name, struct err *err)
{
	unsigned char c;
	size_t i;

	for (i = 0; i < name.len; i++) {
		c = (unsigned char)name.data[i];
		if (c >= ' ' && c != 0x7f)
			continue;
		(void)err_set(err, ERR_DATA, "a control character: U+%04X", c);
		return err_place(err, NULL, 0, column_names[CUSTOMER]);
	}
	return 0;
}

static int
take_row(void *context, const struct sheet_row *row, struct err *err)
{
	struct adopting *a = context;
	struct span name = fold_trim(row->cells[CUSTOMER]);
	struct adopted made = {0};
	struct recast_member *at;
	uint64_t *slot;
	bool is_fresh;

	if (name.len == 0)
		return 0;
	if (check_name(name, err) == -1 ||
	    find_record(a, row, &made.record, err) == -1 ||
	    intern_add(&a->names, name, &made.name, err) == -1)
		return -1;
	slot =
	    hashmap_slot(&a->by_record, (uint64_t)made.record, &is_fresh, err);
	if (slot == NULL)
		return -1;
	if (!is_fresh && *slot == made.name)
		return 0;
	if (!is_fresh)
		return err_set(
		    err, ERR_DATA, "a second customer of the same record");
	*slot = made.name;
	at = recast_at(&a->recast, made.record, err);
	if (at == NULL ||
	    array_grow(&a->rows, &a->cap, a->n + 1, sizeof(made), err) == -1)
		return -1;
	made.before = at->before;
	a->rows[a->n++] = made;
	return 0;
}

/* --- which number --- */

static int
by_name(const void *left, const void *right)
{
	const struct adopted *a = left;
	const struct adopted *b = right;

	if (a->name != b->name)
		return a->name < b->name ? -1 : 1;
	if (a->before != b->before)
		return a->before < b->before ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

/* A name that could be one of ours, of a number never given here. */
static bool
is_own_id(const struct adopting *a, uint32_t name, int64_t *number)
{
	struct span text = intern_name(&a->names, name);
	char own[24];

	if (text.len < 2 || text.data[0] != 'C' ||
	    !num_i64(span_make(text.data + 1, text.len - 1), a->recast.next,
		INT64_MAX / 2, number))
		return false;
	store_customer_name(*number, own);
	return span_is(text, own);
}

/* An earlier id that goes to one name, by how many of its records do. */
struct claim {
	int64_t customer;
	uint32_t name;
	size_t count;
};

static int
by_strength(const void *left, const void *right)
{
	const struct claim *a = left;
	const struct claim *b = right;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	return (a->name > b->name) - (a->name < b->name);
}

/* An id is free for whom adopts it only if no record outside keeps it. */
static int
note_outside(struct adopting *a, struct hashmap *taken, struct err *err)
{
	const struct recast_member *m;
	uint64_t unused;
	bool is_fresh;
	size_t i;

	for (i = 0; i < a->recast.n; i++) {
		m = &a->recast.members[i];
		if (!hashmap_get(&a->by_record, (uint64_t)m->record, &unused) &&
		    hashmap_slot(taken, (uint64_t)m->before, &is_fresh, err) ==
			NULL)
			return -1;
	}
	return 0;
}

/* The rows stand by name, then by the id that they had. */
static size_t
make_claims(const struct adopting *a, struct claim *claims)
{
	const struct adopted *row;
	size_t i, n = 0;

	for (i = 0; i < a->n; i++) {
		row = &a->rows[i];
		if (row->before == 0)
			continue;
		if (n > 0 && claims[n - 1].customer == row->before &&
		    claims[n - 1].name == row->name)
			claims[n - 1].count++;
		else
			claims[n++] = (struct claim){row->before, row->name, 1};
	}
	if (n > 0)
		qsort(claims, n, sizeof(*claims), by_strength);
	return n;
}

/* The strongest claim on each id has it. */
static int
keep_ids(struct adopting *a, struct hashmap *taken, struct err *err)
{
	struct claim *claims = malloc((a->n + 1) * sizeof(*claims));
	size_t i, n;
	bool is_fresh;
	int status = 0;

	if (claims == NULL)
		return err_nomem(err);
	n = make_claims(a, claims);
	for (i = 0; i < n && status == 0; i++) {
		if (a->customer[claims[i].name] != 0)
			continue;
		if (hashmap_slot(taken, (uint64_t)claims[i].customer, &is_fresh,
			err) == NULL)
			status = -1;
		else if (is_fresh)
			a->customer[claims[i].name] = claims[i].customer;
	}
	free(claims);
	return status;
}

static int
number_all(struct adopting *a, struct err *err)
{
	struct hashmap taken = {0};
	int64_t number, next = a->recast.next;
	uint32_t i;
	int status;

	a->customer = calloc(a->names.count + 1, sizeof(*a->customer));
	if (a->customer == NULL)
		return err_nomem(err);
	for (i = 0; i < a->names.count; i++)
		if (is_own_id(a, i, &number)) {
			a->customer[i] = number;
			if (number >= next)
				next = number + 1;
		}
	status = note_outside(a, &taken, err);
	if (status == 0)
		status = keep_ids(a, &taken, err);
	hashmap_clear(&taken);
	for (i = 0; i < a->names.count; i++)
		if (a->customer[i] == 0)
			a->customer[i] = next++;
	return status;
}

/* --- keeping it --- */

static int
move_records(struct adopting *a, struct err *err)
{
	struct recast_member *at;
	size_t i;

	for (i = 0; i < a->n; i++) {
		at = recast_at(&a->recast, a->rows[i].record, err);
		if (at == NULL)
			return -1;
		at->after = a->customer[a->rows[i].name];
	}
	return 0;
}

static int
rule(struct adopting *a, int64_t run, struct err *err)
{
	struct decision_piece piece = {.run = run, .is_held = true};
	struct rulings rulings;
	uint32_t i;
	size_t j;
	int status;

	for (i = 0; i < a->names.count; i++)
		if (store_adopt_name(a->store, intern_name(&a->names, i),
			a->customer[i], run, err) == -1)
			return -1;
	/* Every customer is a whole of its own: two may still become one. */
	for (j = 0; j < a->n; j++) {
		piece.record = a->rows[j].record;
		piece.whole = a->customer[a->rows[j].name];
		piece.piece = piece.whole;
		if (decision_rule(a->store, &piece, err) == -1)
			return -1;
	}
	if (decision_set_ruling(a->store, run, true, err) == -1 ||
	    rulings_load(&rulings, a->store, err) == -1)
		return -1;
	status = rulings_check(&rulings, a->store, err);
	rulings_clear(&rulings);
	return status;
}

static int
adopt(struct adopting *a, const char *path, int64_t now_us,
    struct store_run *made, struct err *err)
{
	if (recast_load(&a->recast, a->store, err) == -1 ||
	    sheet_read(path, column_names, COLUMNS, take_row, a, err) == -1)
		return -1;
	if (a->n > 0)
		qsort(a->rows, a->n, sizeof(*a->rows), by_name);
	if (number_all(a, err) == -1 || move_records(a, err) == -1 ||
	    recast_save(&a->recast, a->store, "adopt", now_us, made, err) == -1)
		return -1;
	return rule(a, made->id, err);
}

int
adopt_file(struct store *store, const char *path, int64_t now_us,
    struct store_run *made, struct err *err)
{
	struct adopting a = {.store = store};
	int status;

	if (store_begin(store, err) == -1)
		return -1;
	status = adopt(&a, path, now_us, made, err);
	recast_clear(&a.recast);
	intern_clear(&a.names);
	hashmap_clear(&a.by_record);
	buf_clear(&a.text);
	free(a.rows);
	free(a.customer);
	if (status == -1) {
		store_rollback(store);
		return -1;
	}
	return store_commit(store, err) == -1 ? -1 : merge_pack(store, err);
}
