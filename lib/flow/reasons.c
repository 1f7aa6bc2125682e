#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/hashmap.h"
#include "base/num.h"
#include "flow/persons.h"
#include "flow/reasons.h"
#include "flow/trained.h"
#include "match/frequency.h"
#include "match/match.h"
#include "store/history.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define NONE UINT32_MAX

static const struct out_column pair_columns[] = {{"comparison", OUT_TEXT},
    {"left", OUT_TEXT}, {"right", OUT_TEXT}, {"level", OUT_TEXT},
    {"weight", OUT_INT}, {"probability", OUT_RATE}};
static const struct out_column customer_columns[] = {{"step", OUT_INT},
    {"left", OUT_TEXT}, {"right", OUT_TEXT}, {"kind", OUT_TEXT},
    {"value", OUT_TEXT}, {"weight", OUT_INT}, {"probability", OUT_RATE},
    {"bridge", OUT_TEXT}};

static void
write_probability(struct out *out, int32_t weight)
{
	out_fixed(out, llround(match_probability(weight) * 1e6), 6);
}

static void
write_text(struct out *out, struct span text)
{
	if (text.len == 0)
		out_null(out);
	else
		out_text(out, text);
}

/* --- two records --- */

struct pair {
	struct columns columns;
	struct facts facts;
	struct model model;
	struct trained trained;
	struct match_reasons reasons;
	int64_t key[2];
	uint32_t row[2];
	uint64_t rules;
	struct buf verdict;
	int64_t run; /* that held records against each other last */
	int64_t threshold_millionths; /* 0 = it was by identifiers */
	char customer[2][24];         /* "" before it is merged */
};

/* The facts as the last merge by the model saw them. */
static int
load_facts(struct pair *pair, struct store *store, struct err *err)
{
	const struct trained_options stored = {.is_stored = true};
	size_t i;
	int side;

	if (trained_choose(&pair->trained, store, &stored, err) == -1 ||
	    trained_load(&pair->trained, store, &pair->model, err) == -1 ||
	    facts_begin(&pair->facts, &pair->model, err) == -1 ||
	    persons_load(&pair->facts, &pair->columns, store, err) == -1 ||
	    facts_finish(&pair->facts, err) == -1)
		return -1;
	if (pair->model.frequency != NULL)
		frequency_apply(pair->model.frequency, &pair->facts);
	for (i = 0; i < pair->columns.n_records; i++)
		for (side = 0; side < 2; side++)
			if (pair->columns.keys[i] == pair->key[side])
				pair->row[side] = (uint32_t)i;
	return 0;
}

static void
name_customers(
    struct pair *pair, struct store *store, const struct span *record)
{
	int64_t customer;
	int side;

	for (side = 0; side < 2; side++) {
		struct err none = {0};

		if (store_find_customer(
			store, record[side], &customer, &none) == 0)
			store_customer_name(customer, pair->customer[side]);
	}
}

static int
take_threshold(void *context, const struct store_run *run, struct err *err)
{
	struct pair *pair = context;

	(void)err;
	if (run->id == pair->run &&
	    !num_decimal(run->threshold, 6, &pair->threshold_millionths))
		pair->threshold_millionths = 0;
	return 0;
}

static int
load_pair(struct pair *pair, struct store *store, const struct span *record,
    struct err *err)
{
	int64_t run;
	int side;

	for (side = 0; side < 2; side++)
		if (store_find_record(
			store, record[side], &pair->key[side], err) == -1)
			return -1;
	if (pair->key[0] == pair->key[1])
		return err_set(err, ERR_USAGE, "one record is not a pair");
	if (load_facts(pair, store, err) == -1 ||
	    history_last_run(store, &run, err) == -1 ||
	    history_verdict(store, run, pair->key[0], pair->key[1],
		&pair->verdict, err) == -1 ||
	    history_last_match(store, &pair->run, err) == -1 ||
	    history_runs(store, take_threshold, pair, err) == -1)
		return -1;
	name_customers(pair, store, record);
	return 0;
}

static int
write_reasons(struct out *out, const struct match_reasons *reasons,
    bool is_turned, struct err *err)
{
	const struct match_reason *row;
	int32_t sum = 0;
	size_t i;

	for (i = 0; i < reasons->n; i++) {
		row = &reasons->row[i];
		sum = i + 1 < reasons->n ? sum + row->weight : row->weight;
		out_text(out, span_of(row->comparison));
		write_text(out, is_turned ? row->right : row->left);
		write_text(out, is_turned ? row->left : row->right);
		write_text(out, span_of(row->level));
		out_fixed(out, row->weight, 3);
		write_probability(out, sum);
		if (out_end_row(out, err) == -1)
			return -1;
	}
	return 0;
}

/* From where on pairs linked. */
static int
write_threshold(struct out *out, const struct pair *pair, struct err *err)
{
	if (pair->threshold_millionths == 0)
		return 0;
	out_text(out, span_of("threshold"));
	out_null(out);
	out_null(out);
	out_null(out);
	out_null(out);
	out_fixed(out, pair->threshold_millionths, 6);
	return out_end_row(out, err);
}

static int
write_rules(struct out *out, const struct pair *pair, struct err *err)
{
	int i;

	for (i = 0; i < pair->model.n_rules; i++) {
		if ((pair->rules >> i & 1) == 0)
			continue;
		out_text(out, span_of("rule"));
		out_null(out);
		out_null(out);
		out_text(out, span_of(pair->model.rule[i].text));
		out_null(out);
		out_null(out);
		if (out_end_row(out, err) == -1)
			return -1;
	}
	return 0;
}

static int
write_decision(struct out *out, const struct pair *pair, struct err *err)
{
	struct span left = span_of(pair->customer[0]);
	struct span right = span_of(pair->customer[1]);

	out_text(out, span_of("decision"));
	write_text(out, left);
	write_text(out, right);
	if (pair->verdict.len > 0)
		out_text(out, buf_get(&pair->verdict));
	else
		out_text(out,
		    span_of(left.len > 0 && span_eq(left, right)
			    ? "one customer by other links"
			    : "no link"));
	out_null(out);
	out_null(out);
	return out_end_row(out, err);
}

static int
write_pair(struct out *out, struct pair *pair, int n_threads, struct err *err)
{
	const struct facts *facts = &pair->facts;
	uint32_t a = pair->row[0], b = pair->row[1];

	if (match_explain(&pair->model, facts, a, b, &pair->reasons, err) ==
		-1 ||
	    match_rules(
		&pair->model, facts, n_threads, a, b, &pair->rules, err) == -1)
		return -1;
	if (write_reasons(out, &pair->reasons,
		facts->digest[a] > facts->digest[b], err) == -1 ||
	    write_threshold(out, pair, err) == -1 ||
	    write_rules(out, pair, err) == -1)
		return -1;
	return write_decision(out, pair, err);
}

static void
clear_pair(struct pair *pair)
{
	match_reasons_clear(&pair->reasons);
	facts_clear(&pair->facts);
	columns_clear(&pair->columns);
	model_clear(&pair->model);
	trained_clear(&pair->trained);
	buf_clear(&pair->verdict);
}

int
reasons_pair(struct store *store, const struct lineage_options *options,
    struct span left, struct span right, int n_threads, struct err *err)
{
	const struct span record[2] = {left, right};
	struct pair pair = {0};
	struct out *out;
	int status;

	if (store_begin_read(store, err) == -1)
		return -1;
	status = load_pair(&pair, store, record, err);
	store_rollback(store);
	out = status == -1 ? NULL
			   : out_new(options->stream, &options->out,
				 pair_columns, COUNT(pair_columns), err);
	status = out == NULL ? -1 : write_pair(out, &pair, n_threads, err);
	if (status == -1)
		out_free(out);
	else
		status = out_finish(out, err);
	clear_pair(&pair);
	return status;
}

/* --- a customer --- */

struct link {
	uint32_t left, right; /* places of records */
	struct span left_name, right_name, kind, value;
	int32_t weight;
	bool joins; /* two parts that nothing stronger joined */
	bool is_bridge;
};

struct whole {
	struct arena arena;
	struct hashmap places; /* of records by key */
	struct link *links;
	size_t n_links, links_cap;
	uint32_t n_records;
	/* Of each record: its part, and in the tree of joining links the record
	 * above it, that link, and how deep it lies. */
	uint32_t *part, *above, *link_above, *depth;
};

static int
place_of(struct whole *whole, int64_t key, uint32_t *place, struct err *err)
{
	bool is_fresh;
	uint64_t *slot =
	    hashmap_slot(&whole->places, (uint64_t)key, &is_fresh, err);

	if (slot == NULL)
		return -1;
	if (is_fresh)
		*slot = whole->n_records++;
	*place = (uint32_t)*slot;
	return 0;
}

static int
take_link(void *context, const struct history_link *from, struct err *err)
{
	struct whole *whole = context;
	struct link *made;

	if (array_grow(&whole->links, &whole->links_cap, whole->n_links + 1,
		sizeof(*made), err) == -1)
		return -1;
	made = &whole->links[whole->n_links++];
	memset(made, 0, sizeof(*made));
	made->left_name = arena_span(&whole->arena, from->left);
	made->right_name = arena_span(&whole->arena, from->right);
	made->kind = arena_span(&whole->arena, from->kind);
	made->value = arena_span(&whole->arena, from->value);
	made->weight = from->weight;
	if (made->left_name.data == NULL || made->right_name.data == NULL)
		return err_nomem(err);
	if (place_of(whole, from->left_key, &made->left, err) == -1)
		return -1;
	return place_of(whole, from->right_key, &made->right, err);
}

static uint32_t
root(uint32_t *part, uint32_t at)
{
	while (part[at] != at) {
		part[at] = part[part[at]];
		at = part[at];
	}
	return at;
}

/* The strongest links first: those that join two parts make a tree. */
static void
find_tree(struct whole *whole)
{
	struct link *link;
	uint32_t a, b;
	size_t i;

	for (a = 0; a < whole->n_records; a++)
		whole->part[a] = a;
	for (i = 0; i < whole->n_links; i++) {
		link = &whole->links[i];
		a = root(whole->part, link->left);
		b = root(whole->part, link->right);
		link->joins = a != b;
		link->is_bridge = a != b;
		whole->part[a] = b;
	}
}

/* Hang the tree up: every pass reaches the next level, so that passes are as
 * many as the tree is deep. */
static void
hang_tree(struct whole *whole)
{
	bool has_news = true;
	size_t i;
	uint32_t a;

	for (a = 0; a < whole->n_records; a++) {
		whole->above[a] = whole->part[a] == a ? a : NONE;
		whole->depth[a] = 0;
	}
	while (has_news) {
		has_news = false;
		for (i = 0; i < whole->n_links; i++) {
			const struct link *link = &whole->links[i];
			uint32_t up = link->left, down = link->right;

			if (!link->joins ||
			    (whole->above[up] == NONE) ==
				(whole->above[down] == NONE))
				continue;
			if (whole->above[up] == NONE) {
				up = link->right;
				down = link->left;
			}
			whole->above[down] = up;
			whole->link_above[down] = (uint32_t)i;
			whole->depth[down] = whole->depth[up] + 1;
			has_news = true;
		}
	}
}

/* Whatever lies on the way that another link goes round is no bridge. Ways
 * that were gone are skipped, so that each is gone once. */
static void
find_bridges(struct whole *whole)
{
	uint32_t a, b, *skip = whole->part;
	size_t i;

	for (a = 0; a < whole->n_records; a++)
		skip[a] = a;
	for (i = 0; i < whole->n_links; i++) {
		if (whole->links[i].joins)
			continue;
		a = root(skip, whole->links[i].left);
		b = root(skip, whole->links[i].right);
		while (a != b) {
			if (whole->depth[a] < whole->depth[b]) {
				uint32_t other = a;

				a = b;
				b = other;
			}
			whole->links[whole->link_above[a]].is_bridge = false;
			skip[a] = whole->above[a];
			a = root(skip, a);
		}
	}
}

static int
join_whole(struct whole *whole, struct err *err)
{
	size_t size = (whole->n_records + 1) * sizeof(uint32_t);

	whole->part = malloc(size);
	whole->above = malloc(size);
	whole->link_above = malloc(size);
	whole->depth = malloc(size);
	if (whole->part == NULL || whole->above == NULL ||
	    whole->link_above == NULL || whole->depth == NULL)
		return err_nomem(err);
	find_tree(whole);
	hang_tree(whole);
	find_bridges(whole);
	return 0;
}

static int
write_link(
    struct out *out, int64_t step, const struct link *link, struct err *err)
{
	bool is_weighed = span_is(link->kind, "model");

	out_int(out, step);
	out_text(out, link->left_name);
	out_text(out, link->right_name);
	out_text(out, link->kind);
	write_text(out, link->value);
	if (is_weighed) {
		out_fixed(out, link->weight, 3);
		write_probability(out, link->weight);
	} else {
		out_null(out);
		out_null(out);
	}
	if (link->is_bridge)
		out_text(out, span_of("bridge"));
	else
		out_null(out);
	return out_end_row(out, err);
}

static int
write_whole(struct out *out, const struct whole *whole, struct err *err)
{
	int64_t step = 0;
	size_t i;

	for (i = 0; i < whole->n_links; i++)
		if (whole->links[i].joins &&
		    write_link(out, ++step, &whole->links[i], err) == -1)
			return -1;
	return 0;
}

static int
load_whole(
    struct whole *whole, struct store *store, struct span name, struct err *err)
{
	int64_t customer, run;

	if (history_last_run(store, &run, err) == -1)
		return -1;
	if (run == 0)
		return err_set(err, ERR_UNAVAILABLE,
		    "there was no merge yet: run omni-merge first");
	if (store_find_customer(store, name, &customer, err) == -1 ||
	    history_links(store, run, customer, take_link, whole, err) == -1)
		return -1;
	return join_whole(whole, err);
}

int
reasons_customer(struct store *store, const struct lineage_options *options,
    struct span name, struct err *err)
{
	struct whole whole = {0};
	struct out *out = NULL;
	int status;

	if (store_begin_read(store, err) == -1)
		return -1;
	status = load_whole(&whole, store, name, err);
	store_rollback(store);
	if (status == 0)
		out = out_new(options->stream, &options->out, customer_columns,
		    COUNT(customer_columns), err);
	status = out == NULL ? -1 : write_whole(out, &whole, err);
	if (status == -1)
		out_free(out);
	else
		status = out_finish(out, err);
	arena_clear(&whole.arena);
	hashmap_clear(&whole.places);
	free(whole.links);
	free(whole.part);
	free(whole.above);
	free(whole.link_above);
	free(whole.depth);
	return status;
}
