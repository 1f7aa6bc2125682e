#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/hash.h"
#include "flow/rulings.h"

#define NOWHERE UINT32_MAX

/* Two records that are the same, and who says so. */
struct rulings_edge {
	uint32_t left, right;
	const struct decision *decision; /* NULL: a piece that is held */
	int64_t run;                     /* of the piece */
};

/* --- loading --- */

static int
take_decision(void *context, const struct decision *row, struct err *err)
{
	struct rulings *r = context;
	struct decision *made;

	if (array_grow(&r->decisions, &r->decisions_cap, r->n_decisions + 1,
		sizeof(*made), err) == -1)
		return -1;
	made = &r->decisions[r->n_decisions++];
	*made = *row;
	made->path = arena_span(&r->arena, row->path);
	return made->path.data == NULL ? err_nomem(err) : 0;
}

static int
take_piece(void *context, const struct decision_piece *row, struct err *err)
{
	struct rulings *r = context;

	if (array_grow(&r->pieces, &r->pieces_cap, r->n_pieces + 1,
		sizeof(*r->pieces), err) == -1)
		return -1;
	r->pieces[r->n_pieces++] = *row;
	return 0;
}

static bool
is_one_piece(const struct decision_piece *a, const struct decision_piece *b)
{
	return a->run == b->run && a->whole == b->whole && a->piece == b->piece;
}

static int
add_edge(struct rulings *r, int64_t left, int64_t right,
    const struct decision *decision, int64_t run, struct err *err)
{
	struct rulings_edge *edge;
	int64_t key[2] = {left, right};
	uint32_t node[2];
	uint64_t *slot;
	bool is_fresh;
	int i;

	if (array_grow(&r->edges, &r->edges_cap, r->n_edges + 1, sizeof(*edge),
		err) == -1)
		return -1;
	for (i = 0; i < 2; i++) {
		slot =
		    hashmap_slot(&r->nodes, (uint64_t)key[i], &is_fresh, err);
		if (slot == NULL)
			return -1;
		if (is_fresh)
			*slot = r->n_nodes++;
		node[i] = (uint32_t)*slot;
	}
	edge = &r->edges[r->n_edges++];
	*edge = (struct rulings_edge){node[0], node[1], decision, run};
	return 0;
}

static int
add_edges(struct rulings *r, struct err *err)
{
	const struct decision_piece *p;
	size_t i;

	for (i = 0; i < r->n_decisions; i++)
		if (r->decisions[i].verdict == DECISION_SAME &&
		    add_edge(r, r->decisions[i].left, r->decisions[i].right,
			&r->decisions[i], 0, err) == -1)
			return -1;
	for (i = 1; i < r->n_pieces; i++) {
		p = &r->pieces[i];
		if (p->is_held && is_one_piece(p, p - 1) &&
		    add_edge(
			r, (p - 1)->record, p->record, NULL, p->run, err) == -1)
			return -1;
	}
	return 0;
}

static uint32_t
root(struct rulings *r, uint32_t node)
{
	while (r->parent[node] != node) {
		r->parent[node] = r->parent[r->parent[node]];
		node = r->parent[node];
	}
	return node;
}

static int
join_all(struct rulings *r, struct err *err)
{
	uint32_t a, b;
	size_t i;

	r->parent = malloc((r->n_nodes + 1) * sizeof(*r->parent));
	r->keys = malloc((r->n_nodes + 1) * sizeof(*r->keys));
	if (r->parent == NULL || r->keys == NULL)
		return err_nomem(err);
	for (i = 0; i < r->n_nodes; i++)
		r->parent[i] = (uint32_t)i;
	for (i = 0; i < r->nodes.cap; i++)
		if (r->nodes.is_used[i])
			r->keys[r->nodes.values[i]] = (int64_t)r->nodes.keys[i];
	for (i = 0; i < r->n_edges; i++) {
		a = root(r, r->edges[i].left);
		b = root(r, r->edges[i].right);
		r->parent[a > b ? a : b] = a > b ? b : a;
	}
	return 0;
}

int
rulings_load(struct rulings *r, struct store *store, struct err *err)
{
	memset(r, 0, sizeof(*r));
	if (decision_each(store, take_decision, r, err) == -1 ||
	    decision_pieces(store, take_piece, r, err) == -1 ||
	    add_edges(r, err) == -1 || join_all(r, err) == -1) {
		rulings_clear(r);
		return -1;
	}
	return 0;
}

void
rulings_clear(struct rulings *r)
{
	free(r->decisions);
	free(r->pieces);
	free(r->keys);
	free(r->parent);
	free(r->edges);
	hashmap_clear(&r->nodes);
	arena_clear(&r->arena);
	memset(r, 0, sizeof(*r));
}

int64_t
rulings_root(struct rulings *r, int64_t record)
{
	uint64_t node;

	if (!hashmap_get(&r->nodes, (uint64_t)record, &node))
		return record;
	return r->keys[root(r, (uint32_t)node)];
}

/* --- contradictions --- */

/* What says that two records are different. */
struct verdict {
	int64_t left, right;
	const struct decision *decision; /* NULL: a run took them apart */
	int64_t run;
};

static void
word_decision(struct buf *text, const struct decision *decision)
{
	char path[ERR_QUOTE_MAX];

	buf_printf(text, "(%s:%lld)", err_quote(path, decision->path),
	    (long long)decision->line);
}

static int
word_record(
    struct store *store, int64_t record, struct buf *text, struct err *err)
{
	struct buf name = {0};
	char quoted[ERR_QUOTE_MAX];
	int status = store_record_name(store, record, &name, err);

	if (status == 0)
		buf_printf(text, "'%s'", err_quote(quoted, buf_get(&name)));
	buf_clear(&name);
	return status;
}

/* The edge by which each node is reached first from ${start}. */
static int
walk(const struct rulings *r, uint32_t start, const struct rulings_edge **by,
    struct err *err)
{
	uint32_t *queue = malloc((r->n_nodes + 1) * sizeof(*queue));
	const struct rulings_edge *e;
	size_t i, head, n = 0;
	uint32_t to;

	if (queue == NULL)
		return err_nomem(err);
	queue[n++] = start;
	for (head = 0; head < n; head++)
		for (i = 0; i < r->n_edges; i++) {
			e = &r->edges[i];
			if (e->left != queue[head] && e->right != queue[head])
				continue;
			to = e->left == queue[head] ? e->right : e->left;
			if (to == start || by[to] != NULL)
				continue;
			by[to] = e;
			queue[n++] = to;
		}
	free(queue);
	return 0;
}

/* "'a' is 'b' (file:3), 'b' is 'c' (run 4), " from the end to the start. */
static int
word_chain(const struct rulings *r, struct store *store, uint32_t from,
    uint32_t to, struct buf *text, struct err *err)
{
	const struct rulings_edge **by = calloc(r->n_nodes + 1, sizeof(*by));
	const struct rulings_edge *e;
	uint32_t at = from, next;
	int status;

	if (by == NULL)
		return err_nomem(err);
	status = walk(r, to, by, err);
	for (; status == 0 && at != to; at = next) {
		e = by[at];
		next = e->left == at ? e->right : e->left;
		if (word_record(store, r->keys[at], text, err) == -1)
			status = -1;
		buf_str(text, " is ");
		if (word_record(store, r->keys[next], text, err) == -1)
			status = -1;
		buf_char(text, ' ');
		if (e->decision != NULL)
			word_decision(text, e->decision);
		else
			buf_printf(text, "(run %lld)", (long long)e->run);
		buf_str(text, ", ");
	}
	free(by);
	return status;
}

static int
fail_contradiction(struct rulings *r, struct store *store,
    const struct verdict *verdict, struct err *err)
{
	struct buf text = {0};
	uint64_t from = 0, to = 0;
	int status = -1;

	if (hashmap_get(&r->nodes, (uint64_t)verdict->left, &from) &&
	    hashmap_get(&r->nodes, (uint64_t)verdict->right, &to))
		status = word_chain(
		    r, store, (uint32_t)from, (uint32_t)to, &text, err);
	if (status == 0) {
		buf_str(&text, "but ");
		status = word_record(store, verdict->left, &text, err);
		buf_str(&text, " is not ");
	}
	if (status == 0)
		status = word_record(store, verdict->right, &text, err);
	buf_char(&text, ' ');
	if (verdict->decision != NULL)
		word_decision(&text, verdict->decision);
	else
		buf_printf(&text, "(taken apart by run %lld)",
		    (long long)verdict->run);
	if (status == 0 && buf_check(&text, err) == 0)
		err_set(err, ERR_DATA, "decisions contradict each other: %s",
		    buf_text(&text));
	buf_clear(&text);
	return -1;
}

/* Records of a whole that are one by decision have to be in one piece. */
static int
check_pieces(struct rulings *r, struct store *store, struct err *err)
{
	struct hashmap seen = {0};
	const struct decision_piece *p, *other;
	struct verdict verdict;
	uint64_t *slot, node;
	bool is_fresh;
	size_t i;
	int status = 0;

	for (i = 0; i < r->n_pieces && status == 0; i++) {
		p = &r->pieces[i];
		if (!hashmap_get(&r->nodes, (uint64_t)p->record, &node))
			continue;
		slot = hashmap_slot(&seen,
		    hash_mix(hash_mix((uint64_t)p->run, (uint64_t)p->whole),
			root(r, (uint32_t)node)),
		    &is_fresh, err);
		if (slot == NULL)
			status = -1;
		else if (is_fresh)
			*slot = i;
		if (slot == NULL || is_fresh)
			continue;
		other = &r->pieces[*slot];
		if (is_one_piece(p, other))
			continue;
		verdict =
		    (struct verdict){other->record, p->record, NULL, p->run};
		status = fail_contradiction(r, store, &verdict, err);
	}
	hashmap_clear(&seen);
	return status;
}

int
rulings_check(struct rulings *r, struct store *store, struct err *err)
{
	const struct decision *d;
	struct verdict verdict;
	uint64_t left, right;
	size_t i;

	for (i = 0; i < r->n_decisions; i++) {
		d = &r->decisions[i];
		if (d->verdict != DECISION_DIFFERENT ||
		    !hashmap_get(&r->nodes, (uint64_t)d->left, &left) ||
		    !hashmap_get(&r->nodes, (uint64_t)d->right, &right) ||
		    root(r, (uint32_t)left) != root(r, (uint32_t)right))
			continue;
		verdict = (struct verdict){d->left, d->right, d, 0};
		return fail_contradiction(r, store, &verdict, err);
	}
	return check_pieces(r, store, err);
}

/* --- for matching --- */

/* The places of those records of which anything is said. */
static int
find_places(const struct rulings *r, const int64_t *keys, size_t n,
    struct hashmap *places, struct err *err)
{
	size_t i, total = r->n_decisions * 2 + r->n_pieces;
	uint64_t *slot;
	bool is_fresh;

	for (i = 0; i < total; i++) {
		int64_t key = i < r->n_pieces ? r->pieces[i].record
		    : (i - r->n_pieces) % 2 == 0
		    ? r->decisions[(i - r->n_pieces) / 2].left
		    : r->decisions[(i - r->n_pieces) / 2].right;

		slot = hashmap_slot(places, (uint64_t)key, &is_fresh, err);
		if (slot == NULL)
			return -1;
		*slot = NOWHERE;
	}
	for (i = 0; i < n && total > 0; i++) {
		uint64_t at;

		if (!hashmap_get(places, (uint64_t)keys[i], &at))
			continue;
		slot = hashmap_slot(places, (uint64_t)keys[i], &is_fresh, err);
		if (slot == NULL)
			return -1;
		*slot = i;
	}
	return 0;
}

static uint32_t
place_of(const struct hashmap *places, int64_t key)
{
	uint64_t at = NOWHERE;

	(void)hashmap_get(places, (uint64_t)key, &at);
	return (uint32_t)at;
}

static size_t
fill_pairs(const struct rulings *r, const struct hashmap *places,
    struct decided_pair *pairs)
{
	const struct decision *d;
	uint32_t left, right;
	size_t i, n = 0;

	for (i = 0; i < r->n_decisions; i++) {
		d = &r->decisions[i];
		left = place_of(places, d->left);
		right = place_of(places, d->right);
		if (d->verdict == DECISION_UNSURE || left == NOWHERE ||
		    right == NOWHERE)
			continue;
		pairs[n++] = (struct decided_pair){
		    left, right, d->verdict == DECISION_SAME};
	}
	return n;
}

/* Wholes and pieces are numbered as they stand. */
static size_t
fill_pieces(const struct rulings *r, const struct hashmap *places,
    struct decided_piece *pieces)
{
	const struct decision_piece *p;
	uint32_t whole = 0, piece = 0, at;
	size_t i, n = 0;

	for (i = 0; i < r->n_pieces; i++) {
		p = &r->pieces[i];
		if (i > 0 &&
		    (p->run != (p - 1)->run || p->whole != (p - 1)->whole))
			whole++;
		if (i > 0 && !is_one_piece(p, p - 1))
			piece++;
		at = place_of(places, p->record);
		if (at != NOWHERE)
			pieces[n++] = (struct decided_piece){
			    at, whole, piece, p->is_held};
	}
	return n;
}

int
rulings_decided(const struct rulings *r, const int64_t *keys, size_t n,
    struct decided *decided, struct err *err)
{
	struct hashmap places = {0};
	struct decided_pair *pairs =
	    malloc((r->n_decisions + 1) * sizeof(*pairs));
	struct decided_piece *pieces =
	    malloc((r->n_pieces + 1) * sizeof(*pieces));
	size_t n_pairs, n_pieces;
	int status = -1;

	if (pairs == NULL || pieces == NULL) {
		err_nomem(err);
		goto free_all;
	}
	if (find_places(r, keys, n, &places, err) == -1)
		goto free_all;
	n_pairs = fill_pairs(r, &places, pairs);
	n_pieces = fill_pieces(r, &places, pieces);
	status =
	    decided_make(decided, n, pairs, n_pairs, pieces, n_pieces, err);
free_all:
	hashmap_clear(&places);
	free(pairs);
	free(pieces);
	return status;
}
