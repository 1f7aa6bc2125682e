#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/hashmap.h"
#include "match/exact.h"

/* A link with what it is sorted by. */
struct candidate {
	uint64_t low, high; /* digests of its records */
	enum exact_strength strength;
	struct exact_link link;
};

struct ranked {
	uint64_t digest;
	uint32_t record;
};

/*
 * Clusters on their way. A root carries lists of records that stand for
 * all that could contradict: one record for each different set of names, and
 * one for each different set of unique ids; and one of all records of which
 * anything was decided.
 */
struct forest {
	uint32_t *parent;
	uint32_t *size;
	uint32_t *names_head, *names_next;
	uint32_t *unique_head, *unique_next;
	uint32_t *decided_head, *decided_next;
};

struct work {
	const struct exact_input *in;
	struct exact_result *out;
	uint32_t *twin;   /* first record with the same unique ids, or none */
	size_t *first;    /* of each value: where its holders begin */
	uint32_t *holder; /* records, by value, then by digest */
	struct candidate *candidates;
	size_t n_candidates, candidates_cap;
	struct forest forest;
};

/* The holders of one value, at most EXACT_LIMIT_MAX of them, and for each
 * the bits of those that contradict it. */
struct group {
	const uint32_t *holder;
	uint32_t n;
	uint32_t value;
	uint64_t all;
	uint64_t contra[EXACT_LIMIT_MAX];
	uint64_t ambiguous;
	bool is_contested;
};

static bool
is_whole(const struct name *name)
{
	return name->family.len > 0 && name->given.len > 0;
}

static bool
is_same(const struct name *a, const struct name *b)
{
	return is_whole(a) && span_eq(a->family, b->family) &&
	    span_eq(a->given, b->given) && span_eq(a->suffix, b->suffix);
}

static bool
one_agrees(const struct exact_name *a, const struct exact_name *b)
{
	return is_same(&a->kana, &b->kana) ||
	    (name_agrees(&a->name, &b->name) &&
		name_agrees(&a->kana, &b->kana));
}

bool
exact_agrees(const struct exact_names *a, const struct exact_names *b)
{
	bool is_strict = a->is_strict || b->is_strict;
	size_t i, j;

	if (a == b || a->n == 0 || b->n == 0)
		return true;
	for (i = 0; i < a->n; i++)
		for (j = 0; j < b->n; j++)
			if (one_agrees(&a->names[i], &b->names[j]) != is_strict)
				return !is_strict;
	return is_strict;
}

static bool
names_agree(const struct exact_input *in, uint32_t a, uint32_t b)
{
	uint32_t x = in->records[a].names;
	uint32_t y = in->records[b].names;

	if (x == EXACT_NONE || y == EXACT_NONE || x == y)
		return true;
	return exact_agrees(&in->names[x], &in->names[y]);
}

/* Is it a value that could part two records? */
static bool
is_parting(const struct exact_input *in, uint32_t value)
{
	const struct exact_value *v = &in->values[value];

	return in->kinds[v->kind].is_unique && !v->is_blocked;
}

/* Does the record have a value of this kind (*shared: one that the other
 * record has too)? */
static bool
has_kind(const struct exact_input *in, const struct exact_record *record,
    const struct exact_record *other, uint32_t kind, bool *shared)
{
	const uint32_t *ids = in->ids;
	bool has = false;
	size_t i, j;

	for (i = record->first; i < record->first + record->count; i++) {
		if (in->values[ids[i]].kind != kind || !is_parting(in, ids[i]))
			continue;
		has = true;
		for (j = other->first; j < other->first + other->count; j++)
			if (ids[j] == ids[i])
				*shared = true;
	}
	return has;
}

/* The kind of unique id in which two records differ, or EXACT_NONE. */
static uint32_t
unique_differs(const struct work *work, uint32_t a, uint32_t b)
{
	const struct exact_input *in = work->in;
	const struct exact_record *x = &in->records[a];
	uint32_t kind;
	bool shared;
	size_t i;

	if (work->twin[a] == EXACT_NONE || work->twin[b] == EXACT_NONE ||
	    work->twin[a] == work->twin[b])
		return EXACT_NONE;
	for (i = x->first; i < x->first + x->count; i++) {
		if (!is_parting(in, in->ids[i]))
			continue;
		kind = in->values[in->ids[i]].kind;
		shared = false;
		if (has_kind(in, &in->records[b], x, kind, &shared) && !shared)
			return kind;
	}
	return EXACT_NONE;
}

static int
compare_ids(const void *left, const void *right)
{
	const uint32_t *a = left;
	const uint32_t *b = right;

	return (*a > *b) - (*a < *b);
}

/* Find the first record with the same unique ids, by a hash of their sorted
 * numbers. ${some} is room for them. */
static int
find_twin(struct work *work, struct hashmap *map, uint32_t *some,
    uint32_t record, struct err *err)
{
	const struct exact_input *in = work->in;
	const struct exact_record *r = &in->records[record];
	uint64_t *slot;
	uint64_t key;
	size_t i, n = 0;
	bool fresh;

	work->twin[record] = EXACT_NONE;
	for (i = r->first; i < r->first + r->count; i++)
		if (is_parting(in, in->ids[i]))
			some[n++] = in->ids[i];
	if (n == 0)
		return 0;
	qsort(some, n, sizeof(*some), compare_ids);
	key = hash_64(
	    0, span_make((const char *)(const void *)some, n * sizeof(*some)));
	slot = hashmap_slot(map, key, &fresh, err);
	if (slot == NULL)
		return -1;
	if (fresh)
		*slot = record;
	work->twin[record] = (uint32_t)*slot;
	return 0;
}

static int
find_twins(struct work *work, struct err *err)
{
	const struct exact_input *in = work->in;
	struct hashmap map = {0};
	uint32_t *some;
	size_t most = 1;
	uint32_t i;
	int status = 0;

	for (i = 0; i < in->n_records; i++)
		if (in->records[i].count > most)
			most = in->records[i].count;
	some = malloc(most * sizeof(*some));
	if (some == NULL)
		return err_nomem(err);
	for (i = 0; i < in->n_records && status == 0; i++)
		status = find_twin(work, &map, some, i, err);
	hashmap_clear(&map);
	free(some);
	return status;
}

static int
compare_ranked(const void *left, const void *right)
{
	const struct ranked *a = left;
	const struct ranked *b = right;

	if (a->digest != b->digest)
		return a->digest < b->digest ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

/* Turn "record has values" into "value has records", by digest. */
static int
find_holders(struct work *work, struct err *err)
{
	const struct exact_input *in = work->in;
	const struct exact_record *r;
	struct ranked *order;
	size_t *end;
	size_t i, j, total = 0;

	order = malloc((in->n_records + 1) * sizeof(*order));
	end = calloc(in->n_values + 1, sizeof(*end));
	if (order == NULL || end == NULL)
		goto free_both;
	for (i = 0; i < in->n_records; i++) {
		r = &in->records[i];
		order[i] = (struct ranked){r->digest, (uint32_t)i};
		total += r->count;
		for (j = r->first; j < r->first + r->count; j++)
			work->first[in->ids[j] + 1]++;
	}
	for (i = 0; i < in->n_values; i++) {
		work->first[i + 1] += work->first[i];
		end[i] = work->first[i];
	}
	work->holder = malloc((total + 1) * sizeof(*work->holder));
	if (work->holder == NULL)
		goto free_both;
	qsort(order, in->n_records, sizeof(*order), compare_ranked);
	for (i = 0; i < in->n_records; i++) {
		r = &in->records[order[i].record];
		for (j = r->first; j < r->first + r->count; j++)
			work->holder[end[in->ids[j]]++] = order[i].record;
	}
	free(order);
	free(end);
	return 0;
free_both:
	free(order);
	free(end);
	return err_nomem(err);
}

static int
add_candidate(struct work *work, const struct group *group, uint32_t a,
    uint32_t b, enum exact_verdict verdict, uint32_t kind, struct err *err)
{
	const struct exact_input *in = work->in;
	struct candidate *c;
	uint32_t value_kind = in->values[group->value].kind;

	if (array_grow(&work->candidates, &work->candidates_cap,
		work->n_candidates + 1, sizeof(*c), err) == -1)
		return -1;
	/* Holders stand by digest, so the lower place is the lower one. */
	if (a > b) {
		uint32_t swap = a;
		a = b;
		b = swap;
	}
	c = &work->candidates[work->n_candidates++];
	c->link.left = group->holder[a];
	c->link.right = group->holder[b];
	c->link.value = group->value;
	c->link.verdict = verdict;
	c->link.other_kind = kind;
	c->low = in->records[c->link.left].digest;
	c->high = in->records[c->link.right].digest;
	c->strength = in->kinds[value_kind].strength;
	return 0;
}

static void
group_part(struct group *group, uint32_t a, uint32_t b)
{
	group->contra[a] |= UINT64_C(1) << b;
	group->contra[b] |= UINT64_C(1) << a;
	group->is_contested = true;
}

static void
forest_clear(struct forest *forest)
{
	free(forest->parent);
	free(forest->size);
	free(forest->names_head);
	free(forest->names_next);
	free(forest->unique_head);
	free(forest->unique_next);
	free(forest->decided_head);
	free(forest->decided_next);
}

/* Every record alone. */
static int
forest_init(struct work *work, struct err *err)
{
	struct forest *f = &work->forest;
	size_t n = work->in->n_records + 1;
	uint32_t i;

	f->parent = malloc(n * sizeof(uint32_t));
	f->size = malloc(n * sizeof(uint32_t));
	f->names_head = malloc(n * sizeof(uint32_t));
	f->names_next = malloc(n * sizeof(uint32_t));
	f->unique_head = malloc(n * sizeof(uint32_t));
	f->unique_next = malloc(n * sizeof(uint32_t));
	f->decided_head = malloc(n * sizeof(uint32_t));
	f->decided_next = malloc(n * sizeof(uint32_t));
	if (f->parent == NULL || f->size == NULL || f->names_head == NULL ||
	    f->names_next == NULL || f->unique_head == NULL ||
	    f->unique_next == NULL || f->decided_head == NULL ||
	    f->decided_next == NULL)
		return err_nomem(err);
	for (i = 0; i < work->in->n_records; i++) {
		f->parent[i] = i;
		f->size[i] = 1;
		f->names_next[i] = EXACT_NONE;
		f->unique_next[i] = EXACT_NONE;
		f->decided_next[i] = EXACT_NONE;
		f->decided_head[i] =
		    decided_concerns(work->in->decided, i) ? i : EXACT_NONE;
		f->names_head[i] =
		    work->in->records[i].names == EXACT_NONE ? EXACT_NONE : i;
		f->unique_head[i] =
		    work->twin[i] == EXACT_NONE ? EXACT_NONE : i;
	}
	return 0;
}

static uint32_t
forest_root(struct forest *f, uint32_t i)
{
	while (f->parent[i] != i) {
		f->parent[i] = f->parent[f->parent[i]];
		i = f->parent[i];
	}
	return i;
}

/* Hold every pair of holders side by side. */
static void
group_compare(struct work *work, struct group *group, bool is_phone)
{
	struct forest *forest = &work->forest;
	const uint32_t *h = group->holder;
	uint32_t i, j;

	for (i = 0; i < group->n; i++)
		for (j = i + 1; j < group->n; j++) {
			work->out->pairs++;
			if (forest_root(forest, h[i]) ==
			    forest_root(forest, h[j]))
				continue;
			if (decided_is_apart(work->in->decided, h[i], h[j]) ||
			    unique_differs(work, h[i], h[j]) != EXACT_NONE)
				group_part(group, i, j);
		}
	if (!is_phone && !group->is_contested)
		return;
	for (i = 0; i < group->n; i++)
		for (j = i + 1; j < group->n; j++)
			if (!names_agree(work->in, h[i], h[j]) &&
			    forest_root(forest, h[i]) !=
				forest_root(forest, h[j]))
				group_part(group, i, j);
}

/* Mark the holders that agree with two that contradict each other. */
static void
group_doubt(struct group *group)
{
	uint64_t mates;
	uint32_t i, j;

	for (i = 0; i < group->n; i++) {
		mates = group->all & ~group->contra[i];
		for (j = 0; j < group->n; j++)
			if ((mates >> j & 1) != 0 &&
			    (group->contra[j] & mates) != 0)
				group->ambiguous |= UINT64_C(1) << i;
	}
}

static int
group_refuse(struct work *work, const struct group *group, struct err *err)
{
	uint64_t mates;
	uint32_t i, j;

	for (i = 0; i < group->n; i++) {
		if ((group->ambiguous >> i & 1) == 0)
			continue;
		mates = group->all & ~group->contra[i] & ~(UINT64_C(1) << i);
		for (j = 0; (mates >> j & 1) == 0; j++)
			;
		if (add_candidate(work, group, i, j, EXACT_AMBIGUOUS,
			EXACT_NONE, err) == -1)
			return -1;
	}
	return 0;
}

/* Tell what keeps two classes apart, once, if it is a unique id or somebody
 * decided so. */
static int
group_part_classes(struct work *work, const struct group *group,
    uint64_t before, uint64_t after, struct err *err)
{
	uint32_t i, j, kind;

	for (i = 0; i < group->n; i++)
		for (j = 0; j < group->n && (before >> i & 1) != 0; j++) {
			if ((after >> j & 1) == 0)
				continue;
			if (decided_is_apart(work->in->decided,
				group->holder[i], group->holder[j]))
				return add_candidate(work, group, i, j,
				    EXACT_DECIDED, EXACT_NONE, err);
			kind = unique_differs(
			    work, group->holder[i], group->holder[j]);
			if (kind != EXACT_NONE)
				return add_candidate(
				    work, group, i, j, EXACT_UNIQUE, kind, err);
		}
	return 0;
}

/*
 * Link the holders that are in no doubt. Among them "agrees" is transitive
 * (who agrees with two that do not is in doubt), so they fall into classes,
 * and one star a class says it all.
 */
static int
group_link(struct work *work, const struct group *group, struct err *err)
{
	uint64_t open = group->all & ~group->ambiguous;
	uint64_t members, before = 0;
	uint32_t i, j;

	for (i = 0; i < group->n; i++) {
		if ((open >> i & 1) == 0)
			continue;
		members = open & ~group->contra[i];
		open &= ~members;
		for (j = i + 1; j < group->n; j++)
			if ((members >> j & 1) != 0 &&
			    add_candidate(work, group, i, j, EXACT_LINKED,
				EXACT_NONE, err) == -1)
				return -1;
		if (group_part_classes(work, group, before, members, err) == -1)
			return -1;
		before = members;
	}
	return 0;
}

static int
match_value(struct work *work, uint32_t value, struct err *err)
{
	const struct exact_value *v = &work->in->values[value];
	const struct exact_kind *kind = &work->in->kinds[v->kind];
	size_t n = work->first[value + 1] - work->first[value];
	struct group group = {0};

	if (v->is_blocked || n < 2)
		return 0;
	if (n > kind->limit || n > EXACT_LIMIT_MAX) {
		work->out->generic[work->out->n_generic++] =
		    (struct exact_generic){value, (uint32_t)n};
		return 0;
	}
	group.holder = work->holder + work->first[value];
	group.n = (uint32_t)n;
	group.value = value;
	group.all = n == 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
	group_compare(work, &group, kind->strength == EXACT_PHONE);
	if (group.is_contested)
		group_doubt(&group);
	if (group_link(work, &group, err) == -1)
		return -1;
	return group_refuse(work, &group, err);
}

static int
match_values(struct work *work, struct err *err)
{
	uint32_t value;

	for (value = 0; value < work->in->n_values; value++)
		if (match_value(work, value, err) == -1)
			return -1;
	return 0;
}

static int
compare_candidates(const void *left, const void *right)
{
	const struct candidate *a = left;
	const struct candidate *b = right;

	if (a->strength != b->strength)
		return a->strength < b->strength ? -1 : 1;
	if (a->low != b->low)
		return a->low < b->low ? -1 : 1;
	if (a->high != b->high)
		return a->high < b->high ? -1 : 1;
	return (a->link.value > b->link.value) -
	    (a->link.value < b->link.value);
}

/* The kind of unique id that keeps two clusters apart, or EXACT_NONE. */
static uint32_t
clusters_differ(const struct work *work, uint32_t a, uint32_t b)
{
	const struct forest *f = &work->forest;
	uint32_t i, j, kind;

	for (i = f->unique_head[a]; i != EXACT_NONE; i = f->unique_next[i])
		for (j = f->unique_head[b]; j != EXACT_NONE;
		     j = f->unique_next[j]) {
			kind = unique_differs(work, i, j);
			if (kind != EXACT_NONE)
				return kind;
		}
	return EXACT_NONE;
}

/*
 * May two clusters be one by their names? A set of names that both have
 * settles it: what else they are called was accepted before.
 */
static bool
clusters_agree(const struct work *work, uint32_t a, uint32_t b)
{
	const struct forest *f = &work->forest;
	const struct exact_record *r = work->in->records;
	bool agrees = true;
	uint32_t i, j;

	for (i = f->names_head[a]; i != EXACT_NONE; i = f->names_next[i])
		for (j = f->names_head[b]; j != EXACT_NONE;
		     j = f->names_next[j]) {
			if (r[i].names == r[j].names)
				return true;
			if (agrees && !names_agree(work->in, i, j))
				agrees = false;
		}
	return agrees;
}

/* Did somebody decide that two clusters are not one? */
static bool
clusters_are_apart(const struct work *work, uint32_t a, uint32_t b)
{
	const struct forest *f = &work->forest;
	uint32_t i, j;

	for (i = f->decided_head[a]; i != EXACT_NONE; i = f->decided_next[i])
		for (j = f->decided_head[b]; j != EXACT_NONE;
		     j = f->decided_next[j])
			if (decided_is_apart(work->in->decided, i, j))
				return true;
	return false;
}

/* Move the list of ${from} to ${into}, each class once. */
static void
move_list(uint32_t *head, uint32_t *next, uint32_t into, uint32_t from,
    bool (*is_equal)(const struct work *, uint32_t, uint32_t),
    const struct work *work)
{
	uint32_t i, j, after;

	for (i = head[from]; i != EXACT_NONE; i = after) {
		after = next[i];
		for (j = head[into]; j != EXACT_NONE; j = next[j])
			if (is_equal(work, i, j))
				break;
		if (j != EXACT_NONE)
			continue;
		next[i] = head[into];
		head[into] = i;
	}
	head[from] = EXACT_NONE;
}

static bool
has_equal_names(const struct work *work, uint32_t a, uint32_t b)
{
	return work->in->records[a].names == work->in->records[b].names;
}

static bool
has_equal_unique(const struct work *work, uint32_t a, uint32_t b)
{
	return work->twin[a] == work->twin[b];
}

static bool
is_one(const struct work *work, uint32_t a, uint32_t b)
{
	(void)work;
	return a == b;
}

static void
forest_join(struct work *work, uint32_t a, uint32_t b)
{
	struct forest *f = &work->forest;
	uint32_t into = f->size[a] >= f->size[b] ? a : b;
	uint32_t from = into == a ? b : a;

	f->parent[from] = into;
	f->size[into] += f->size[from];
	move_list(
	    f->names_head, f->names_next, into, from, has_equal_names, work);
	move_list(
	    f->unique_head, f->unique_next, into, from, has_equal_unique, work);
	move_list(f->decided_head, f->decided_next, into, from, is_one, work);
}

static void
try_link(struct work *work, struct candidate *c)
{
	uint32_t a = forest_root(&work->forest, c->link.left);
	uint32_t b = forest_root(&work->forest, c->link.right);
	uint32_t kind;

	if (a == b || c->link.verdict != EXACT_LINKED)
		return;
	if (clusters_are_apart(work, a, b)) {
		c->link.verdict = EXACT_DECIDED;
		return;
	}
	kind = clusters_differ(work, a, b);
	if (kind != EXACT_NONE) {
		c->link.verdict = EXACT_UNIQUE;
		c->link.other_kind = kind;
	} else if (c->strength == EXACT_PHONE && !clusters_agree(work, a, b)) {
		c->link.verdict = EXACT_NAMES;
	} else {
		forest_join(work, a, b);
	}
}

/* Decisions first: a source's word does not stand against them. */
static void
join_musts(struct work *work)
{
	const struct exact_input *in = work->in;
	size_t n = in->decided == NULL ? 0 : in->decided->n_musts;
	uint32_t a, b;
	size_t i;

	for (i = 0; i < n; i++) {
		a = forest_root(&work->forest, in->decided->musts[i].left);
		b = forest_root(&work->forest, in->decided->musts[i].right);
		if (a != b)
			forest_join(work, a, b);
	}
	for (i = 0; i < in->n_musts; i++) {
		a = forest_root(&work->forest, in->musts[i].left);
		b = forest_root(&work->forest, in->musts[i].right);
		if (a != b && !clusters_are_apart(work, a, b))
			forest_join(work, a, b);
	}
}

/* The links of decisions and of sources. */
static void
keep_musts(struct work *work)
{
	const struct exact_input *in = work->in;
	struct exact_result *out = work->out;
	size_t i, n = in->decided == NULL ? 0 : in->decided->n_musts;
	const struct decided_pair *pair;
	const struct exact_must *must;
	struct exact_link *link;
	bool is_swapped;

	for (i = 0; i < n; i++) {
		pair = &in->decided->musts[i];
		is_swapped = in->records[pair->left].digest >
		    in->records[pair->right].digest;
		out->links[out->n_links++] =
		    (struct exact_link){is_swapped ? pair->right : pair->left,
			is_swapped ? pair->left : pair->right, EXACT_NONE,
			EXACT_LINKED, EXACT_NONE};
	}
	for (i = 0; i < in->n_musts; i++) {
		must = &in->musts[i];
		link = &out->links[out->n_links++];
		*link = (struct exact_link){must->left, must->right,
		    must->value, EXACT_LINKED, EXACT_NONE};
		if (forest_root(&work->forest, must->left) ==
		    forest_root(&work->forest, must->right))
			continue;
		link->verdict = EXACT_DECIDED;
		out->n_refused++;
	}
}

/* Keep the links; a refusal between records that another link brought
 * together is no news to anybody. */
static int
keep_links(struct work *work, struct err *err)
{
	struct exact_result *out = work->out;
	struct exact_link *link;
	size_t i, n = work->n_candidates + work->in->n_musts + 1;

	if (work->in->decided != NULL)
		n += work->in->decided->n_musts;
	out->links = malloc(n * sizeof(*out->links));
	if (out->links == NULL)
		return err_nomem(err);
	keep_musts(work);
	for (i = 0; i < work->n_candidates; i++) {
		link = &work->candidates[i].link;
		if (link->verdict != EXACT_LINKED &&
		    forest_root(&work->forest, link->left) ==
			forest_root(&work->forest, link->right))
			continue;
		if (link->verdict != EXACT_LINKED)
			out->n_refused++;
		out->links[out->n_links++] = *link;
	}
	return 0;
}

static int
number_clusters(struct work *work, struct err *err)
{
	struct exact_result *out = work->out;
	size_t n = work->in->n_records;
	uint32_t *number = malloc((n + 1) * sizeof(*number));
	uint32_t i, root;

	out->cluster = malloc((n + 1) * sizeof(*out->cluster));
	if (number == NULL || out->cluster == NULL) {
		free(number);
		return err_nomem(err);
	}
	for (i = 0; i < n; i++)
		number[i] = EXACT_NONE;
	for (i = 0; i < n; i++) {
		root = forest_root(&work->forest, i);
		if (number[root] == EXACT_NONE)
			number[root] = (uint32_t)out->n_clusters++;
		out->cluster[i] = number[root];
		if (work->forest.size[root] > out->largest)
			out->largest = work->forest.size[root];
	}
	free(number);
	return 0;
}

static int
match(struct work *work, struct err *err)
{
	const struct exact_input *in = work->in;
	size_t i;

	work->twin = malloc((in->n_records + 1) * sizeof(*work->twin));
	work->first = calloc(in->n_values + 2, sizeof(*work->first));
	work->out->generic =
	    malloc((in->n_values + 1) * sizeof(*work->out->generic));
	if (work->twin == NULL || work->first == NULL ||
	    work->out->generic == NULL)
		return err_nomem(err);
	if (find_twins(work, err) == -1 || forest_init(work, err) == -1)
		return -1;
	join_musts(work);
	if (find_holders(work, err) == -1 || match_values(work, err) == -1)
		return -1;
	if (work->n_candidates > 0)
		qsort(work->candidates, work->n_candidates,
		    sizeof(*work->candidates), compare_candidates);
	for (i = 0; i < work->n_candidates; i++)
		try_link(work, &work->candidates[i]);
	if (keep_links(work, err) == -1)
		return -1;
	return number_clusters(work, err);
}

int
exact_match(
    const struct exact_input *in, struct exact_result *out, struct err *err)
{
	struct work work = {.in = in, .out = out};
	int status;

	memset(out, 0, sizeof(*out));
	status = match(&work, err);
	free(work.twin);
	free(work.first);
	free(work.holder);
	free(work.candidates);
	forest_clear(&work.forest);
	if (status == -1)
		exact_clear(out);
	return status;
}

void
exact_clear(struct exact_result *out)
{
	free(out->cluster);
	free(out->links);
	free(out->generic);
	memset(out, 0, sizeof(*out));
}
