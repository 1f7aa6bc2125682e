#include <stdlib.h>

#include "base/array.h"
#include "flow/decide.h"
#include "flow/rulings.h"
#include "flow/sheet.h"
#include "store/decision.h"
#include "store/packed.h"

enum { LEFT, RIGHT, DECISION, COLUMNS };

static const char *const column_names[COLUMNS] = {"left", "right", "decision"};

struct deciding {
	struct store *store;
	struct decide_counts *counts;
	struct decision *rows; /* as they come, then by pair */
	size_t n, cap;
};

static int
read_verdict(struct span text, enum decision_verdict *verdict, struct err *err)
{
	static const char *const words[] = {
	    [DECISION_UNSURE] = "unsure",
	    [DECISION_SAME] = "same",
	    [DECISION_DIFFERENT] = "different",
	};
	char quoted[ERR_QUOTE_MAX];
	int i;

	for (i = DECISION_UNSURE; i <= DECISION_DIFFERENT; i++)
		if (span_is(text, words[i])) {
			*verdict = (enum decision_verdict)i;
			return 0;
		}
	err_set(err, ERR_DATA, "'%s' is none of same, different, unsure",
	    err_quote(quoted, text));
	return err_place(err, NULL, 0, column_names[DECISION]);
}

static int
find_record(struct deciding *d, const struct sheet_row *row, int column,
    int64_t *record, struct err *err)
{
	if (store_find_record(d->store, row->cells[column], record, err) == 0)
		return 0;
	/* Not an answer of no, but a file that does not fit. */
	if (err->code == ERR_NO)
		err->code = ERR_DATA;
	return err_place(err, NULL, 0, column_names[column]);
}

static int
take_row(void *context, const struct sheet_row *row, struct err *err)
{
	struct deciding *d = context;
	struct decision made = {
	    .path = span_of(row->path), .line = (int64_t)row->line};
	int64_t swap;

	if (span_trim(row->cells[DECISION]).len == 0) {
		d->counts->blank++;
		return 0;
	}
	if (read_verdict(span_trim(row->cells[DECISION]), &made.verdict, err) ==
		-1 ||
	    find_record(d, row, LEFT, &made.left, err) == -1 ||
	    find_record(d, row, RIGHT, &made.right, err) == -1)
		return -1;
	if (made.left == made.right)
		return err_set(
		    err, ERR_DATA, "left and right are the same record");
	if (made.left > made.right) {
		swap = made.left;
		made.left = made.right;
		made.right = swap;
	}
	d->counts->same += made.verdict == DECISION_SAME;
	d->counts->different += made.verdict == DECISION_DIFFERENT;
	d->counts->unsure += made.verdict == DECISION_UNSURE;
	if (array_grow(&d->rows, &d->cap, d->n + 1, sizeof(made), err) == -1)
		return -1;
	d->rows[d->n++] = made;
	return 0;
}

static int
compare_pairs(const struct decision *a, const struct decision *b)
{
	if (a->left != b->left)
		return a->left < b->left ? -1 : 1;
	return (a->right > b->right) - (a->right < b->right);
}

static int
compare_rows(const void *left, const void *right)
{
	const struct decision *a = left;
	const struct decision *b = right;
	int order = compare_pairs(a, b);

	if (order != 0)
		return order;
	return (a->line > b->line) - (a->line < b->line);
}

/* One word on each pair; said again it is kept once. */
static int
check_rows(struct deciding *d, const char *path, struct err *err)
{
	const struct decision *before;
	size_t i, n = 0;

	if (d->n > 0)
		qsort(d->rows, d->n, sizeof(*d->rows), compare_rows);
	for (i = 0; i < d->n; i++) {
		before = n == 0 ? NULL : &d->rows[n - 1];
		if (before == NULL || compare_pairs(before, &d->rows[i]) != 0) {
			d->rows[n++] = d->rows[i];
			continue;
		}
		if (before->verdict != d->rows[i].verdict) {
			err_set(err, ERR_DATA,
			    "line %lld says otherwise of the same pair",
			    (long long)before->line);
			return err_place(
			    err, path, (uint64_t)d->rows[i].line, NULL);
		}
		d->counts->known++;
	}
	d->n = n;
	return 0;
}

/* Only what is news is kept: both lists stand by pair. */
static int
keep_rows(struct deciding *d, const struct rulings *rulings, int64_t now_us,
    struct err *err)
{
	const struct decision *standing = rulings->decisions;
	size_t i, at = 0;

	for (i = 0; i < d->n; i++) {
		while (at < rulings->n_decisions &&
		    compare_pairs(&standing[at], &d->rows[i]) < 0)
			at++;
		if (at < rulings->n_decisions &&
		    compare_pairs(&standing[at], &d->rows[i]) == 0 &&
		    standing[at].verdict == d->rows[i].verdict) {
			d->counts->known++;
			continue;
		}
		d->rows[i].at_us = now_us;
		if (decision_add(d->store, &d->rows[i], err) == -1)
			return -1;
	}
	return 0;
}

/* Keep all, and see whether they stand together with all that was said
 * before; the caller rolls back if not. */
static int
decide(struct deciding *d, const char *path, int64_t now_us, struct err *err)
{
	struct rulings rulings;
	int status;

	if (sheet_read(path, column_names, COLUMNS, take_row, d, err) == -1 ||
	    check_rows(d, path, err) == -1 ||
	    rulings_load(&rulings, d->store, err) == -1)
		return -1;
	status = keep_rows(d, &rulings, now_us, err);
	rulings_clear(&rulings);
	if (status == -1 || rulings_load(&rulings, d->store, err) == -1)
		return -1;
	status = rulings_check(&rulings, d->store, err);
	rulings_clear(&rulings);
	return status;
}

int
decide_file(struct store *store, const char *path, int64_t now_us,
    struct decide_counts *counts, struct err *err)
{
	struct deciding d = {.store = store, .counts = counts};
	int status;

	*counts = (struct decide_counts){0};
	if (store_begin(store, err) == -1)
		return -1;
	status = decide(&d, path, now_us, err);
	free(d.rows);
	packed_follow(store); /* decisions alone change no journey */
	if (status == 0)
		return store_commit(store, err);
	store_rollback(store);
	return -1;
}
