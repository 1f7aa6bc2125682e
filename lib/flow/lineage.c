#include <stdbool.h>
#include <stdlib.h>

#include "base/hashmap.h"
#include "base/num.h"
#include "flow/export.h"
#include "flow/lineage.h"
#include "flow/roster.h"
#include "store/circle.h"
#include "store/history.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Where rows go, on their way from the store. */
struct writing {
	struct out *out;
	const struct lineage_options *options;
	int64_t customer;
	int64_t n_rows;
	int64_t run;         /* whose conflicts are written */
	struct hashmap left; /* records that left the customer */
};

static const struct out_column run_columns[] = {
    {"run", OUT_INT},
    {"records", OUT_INT},
    {"customers", OUT_INT},
    {"pairs_compared", OUT_INT},
    {"links", OUT_INT},
    {"review", OUT_INT},
    {"created", OUT_INT},
    {"joined", OUT_INT},
    {"split", OUT_INT},
    {"largest", OUT_INT},
    {"threshold", OUT_TEXT},
    {"seconds", OUT_INT},
};

const struct out_column *
lineage_run_columns(size_t *n)
{
	*n = COUNT(run_columns);
	return run_columns;
}

/* All but the number, which stands in front of more where runs are listed. */
static void
write_counts(struct out *out, const struct store_run *run)
{
	out_int(out, run->records);
	out_int(out, run->customers);
	out_int(out, run->pairs);
	out_int(out, run->links);
	out_int(out, run->review);
	out_int(out, run->created);
	out_int(out, run->joined);
	out_int(out, run->split);
	out_int(out, run->largest);
	out_text(out, run->threshold);
	out_fixed(out, run->seconds_milli, 3);
}

/* A run, where there is one. */
static void
write_number(struct out *out, int64_t number)
{
	if (number == 0)
		out_null(out);
	else
		out_int(out, number);
}

void
lineage_write_run(struct out *out, const struct store_run *run)
{
	write_number(out, run->id);
	write_counts(out, run);
}

/* Open the table, let ${read} fill it in one view of the store, finish. */
static int
write_view(struct store *store, const struct lineage_options *options,
    const struct out_column *columns, size_t n,
    int (*read)(struct store *, struct writing *, struct err *),
    struct writing *writing, struct err *err)
{
	int status;

	writing->options = options;
	writing->out = out_new(options->stream, &options->out, columns, n, err);
	if (writing->out == NULL)
		return -1;
	status = store_begin_read(store, err);
	if (status == 0) {
		status = read(store, writing, err);
		store_rollback(store);
	}
	if (status == -1) {
		out_free(writing->out);
		return -1;
	}
	return out_finish(writing->out, err);
}

static int
write_run(void *context, const struct store_run *run, struct err *err)
{
	struct writing *w = context;

	out_int(w->out, run->id);
	export_time(w->out, w->options->zone, run->at_us);
	out_text(w->out, run->mode);
	write_counts(w->out, run);
	write_number(w->out, run->undone_by);
	return out_end_row(w->out, err);
}

static int
read_runs(struct store *store, struct writing *w, struct err *err)
{
	return history_runs(store, write_run, w, err);
}

int
lineage_runs(
    struct store *store, const struct lineage_options *options, struct err *err)
{
	struct out_column columns[COUNT(run_columns) + 3] = {
	    {"run", OUT_INT}, {"at", OUT_TEXT}, {"mode", OUT_TEXT}};
	struct writing w = {0};
	size_t i;

	for (i = 1; i < COUNT(run_columns); i++)
		columns[i + 2] = run_columns[i];
	columns[i + 2] = (struct out_column){"undone_by", OUT_INT};
	return write_view(
	    store, options, columns, COUNT(columns), read_runs, &w, err);
}

/* Moves come run by run: a record that left comes back. */
static const char *
name_change(struct writing *w, const struct history_move *move, struct err *err)
{
	uint64_t unused;
	bool is_fresh;

	if (move->into != w->customer)
		return hashmap_slot(&w->left, (uint64_t)move->key, &is_fresh,
			   err) == NULL
		    ? NULL
		    : "left";
	if (hashmap_get(&w->left, (uint64_t)move->key, &unused))
		return "returned";
	return move->from == 0 ? "added" : "joined";
}

static int
write_move(void *context, const struct history_move *move, struct err *err)
{
	struct writing *w = context;
	const char *change = name_change(w, move, err);
	int64_t other = move->into == w->customer ? move->from : move->into;

	if (change == NULL)
		return -1;
	out_int(w->out, move->run);
	export_time(w->out, w->options->zone, move->at_us);
	out_text(w->out, span_of(change));
	out_text(w->out, move->record);
	export_customer(w->out, other);
	out_text(w->out, move->mode);
	write_number(w->out, move->undone_by);
	w->n_rows++;
	return out_end_row(w->out, err);
}

/* An id that vanished has a history too, so it is not resolved. */
static bool
is_customer_id(struct span text, int64_t *customer)
{
	return text.len > 1 && text.data[0] == 'C' &&
	    num_i64(
		span_make(text.data + 1, text.len - 1), 1, INT64_MAX, customer);
}

static int
read_history(struct store *store, struct writing *w, struct err *err)
{
	return history_moves(store, w->customer, write_move, w, err);
}

int
lineage_history(struct store *store, const struct lineage_options *options,
    struct span customer, struct err *err)
{
	static const struct out_column columns[] = {{"run", OUT_INT},
	    {"at", OUT_TEXT}, {"change", OUT_TEXT}, {"record", OUT_TEXT},
	    {"customer_id", OUT_TEXT}, {"mode", OUT_TEXT},
	    {"undone_by", OUT_INT}};
	char name[ERR_QUOTE_MAX];
	struct writing w = {0};
	int status;

	if (!is_customer_id(customer, &w.customer) &&
	    store_find_customer(store, customer, &w.customer, err) == -1)
		return -1;
	status = write_view(
	    store, options, columns, COUNT(columns), read_history, &w, err);
	hashmap_clear(&w.left);
	if (status == -1)
		return -1;
	if (w.n_rows == 0)
		return err_set(
		    err, ERR_NO, "no customer '%s'", err_quote(name, customer));
	return 0;
}

static int
write_conflict(
    void *context, const struct history_conflict *row, struct err *err)
{
	struct writing *w = context;

	out_int(w->out, row->run);
	out_text(w->out, row->left);
	out_text(w->out, row->right);
	out_text(w->out, row->kind);
	out_text(w->out, row->value);
	out_text(w->out, row->reason);
	return out_end_row(w->out, err);
}

/* A value that would link too many to say anything links nobody. */
static int
write_disarmed(void *context, const struct circle_generic *row, struct err *err)
{
	struct writing *w = context;
	struct buf reason = {0};
	int status;

	buf_printf(&reason, "disarmed: it is on %lld records",
	    (long long)row->records);
	out_int(w->out, w->run);
	out_null(w->out);
	out_null(w->out);
	out_text(w->out, row->kind);
	out_text(w->out, row->value);
	out_text(w->out, buf_get(&reason));
	status = buf_check(&reason, err);
	buf_clear(&reason);
	return status == -1 ? -1 : out_end_row(w->out, err);
}

static int
read_conflicts(struct store *store, struct writing *w, struct err *err)
{
	int64_t run;

	if (history_last_match(store, &run, err) == -1)
		return -1;
	if (run == 0)
		return err_set(err, ERR_UNAVAILABLE,
		    "there was no merge yet: run omni-merge first");
	w->run = run;
	if (history_conflicts(store, run, write_conflict, w, err) == -1)
		return -1;
	return circle_generics(store, run, write_disarmed, w, err);
}

int
lineage_conflicts(
    struct store *store, const struct lineage_options *options, struct err *err)
{
	static const struct out_column columns[] = {{"run", OUT_INT},
	    {"left", OUT_TEXT}, {"right", OUT_TEXT}, {"kind", OUT_TEXT},
	    {"value", OUT_TEXT}, {"reason", OUT_TEXT}};
	struct writing w = {0};

	return write_view(
	    store, options, columns, COUNT(columns), read_conflicts, &w, err);
}

/* Customers on each channel and on each two: a triangle in a square. */
struct coverage {
	int64_t *both;  /* [i * n + j], i <= j */
	uint8_t *is_on; /* channels of the present customer */
	size_t n;
	bool is_person; /* not only records that became others we lack */
};

static void
count_customer(struct coverage *c)
{
	size_t i, j;

	for (i = 0; i < c->n; i++)
		for (j = i; j < c->n && c->is_on[i] && c->is_person; j++)
			c->both[i * c->n + j] += c->is_on[j];
	for (i = 0; i < c->n; i++)
		c->is_on[i] = 0;
	c->is_person = false;
}

/* The first place of a record in the places, which stand by record. */
static size_t
first_place(const struct roster *roster, uint32_t record)
{
	size_t low = 0, high = roster->n_places;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (roster->places[middle].record < record)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
count_customers(struct coverage *c, const struct roster *roster)
{
	int64_t before = 0;
	size_t i, j;

	for (i = 0; i < roster->n_records; i++) {
		uint32_t at = roster->order[i];

		if (roster->records[at].customer != before)
			count_customer(c);
		before = roster->records[at].customer;
		if (before == 0)
			continue;
		for (j = first_place(roster, at);
		     j < roster->n_places && roster->places[j].record == at;
		     j++)
			c->is_on[roster->places[j].channel] = 1;
		if (roster->records[at].status != ROSTER_MERGED)
			c->is_person = true;
	}
	count_customer(c);
}

static int
write_pair(struct writing *w, const struct roster *roster,
    const struct coverage *c, size_t i, size_t j, struct err *err)
{
	int64_t both = c->both[i * c->n + j];
	int64_t left = c->both[i * c->n + i];
	int64_t right = c->both[j * c->n + j];
	int64_t either = left + right - both;

	out_text(w->out, roster->channels[i].name);
	out_text(w->out, roster->channels[j].name);
	out_int(w->out, both);
	out_int(w->out, left);
	out_int(w->out, right);
	if (either == 0)
		out_null(w->out);
	else
		out_fixed(
		    w->out, num_round_div((num_i128)both * 1000000, either), 6);
	return out_end_row(w->out, err);
}

static int
write_pairs(struct writing *w, const struct roster *roster,
    const struct coverage *c, struct err *err)
{
	size_t i, j;

	for (i = 0; i < c->n; i++)
		for (j = i + 1; j < c->n; j++)
			if (write_pair(w, roster, c, i, j, err) == -1)
				return -1;
	return 0;
}

static int
read_coverage(struct store *store, struct writing *w, struct err *err)
{
	struct roster roster = {0};
	struct coverage c = {0};
	int status = -1;

	if (roster_load(&roster, store, true, NULL, NULL, err) == -1)
		return -1;
	c.n = roster.n_channels;
	c.both = calloc(c.n * c.n + 1, sizeof(*c.both));
	c.is_on = calloc(c.n + 1, sizeof(*c.is_on));
	if (c.both == NULL || c.is_on == NULL) {
		err_nomem(err);
		goto free_all;
	}
	count_customers(&c, &roster);
	status = write_pairs(w, &roster, &c, err);
free_all:
	free(c.both);
	free(c.is_on);
	roster_clear(&roster);
	return status;
}

int
lineage_coverage(
    struct store *store, const struct lineage_options *options, struct err *err)
{
	static const struct out_column columns[] = {{"channel", OUT_TEXT},
	    {"other", OUT_TEXT}, {"both", OUT_INT}, {"in_channel", OUT_INT},
	    {"in_other", OUT_INT}, {"share", OUT_RATE}};
	struct writing w = {0};

	return write_view(
	    store, options, columns, COUNT(columns), read_coverage, &w, err);
}
