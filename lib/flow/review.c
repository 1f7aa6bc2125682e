#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/hashmap.h"
#include "base/num.h"
#include "flow/review.h"
#include "flow/rulings.h"
#include "match/match.h"
#include "store/history.h"

#define FIELDS (CANON_F_PERSON_LAST + 1)
#define SCORE_UNIT 1000000

/* A record that is asked about, and what is known of it. */
struct side {
	int64_t record; /* key */
	int64_t customer;
	struct span name;   /* "SOURCE:NATIVE_ID" */
	struct span *cells; /* by field; NULL until it is read */
};

struct doubt {
	uint32_t left, right; /* sides */
	int64_t weight_milli;
	bool is_weighed;
	int64_t score;
};

struct reviewing {
	const struct review_options *options;
	struct doubt *doubts;
	size_t n_doubts, doubts_cap;
	struct side *sides;
	size_t n_sides, sides_cap;
	struct hashmap by_key; /* record -> side */
	struct hashmap sizes;  /* customer -> records */
	int64_t threshold_milli;
	bool has_field[FIELDS];
	struct arena arena;
	struct buf text;
};

/* --- which pairs --- */

static int
find_side(struct reviewing *r, int64_t record, uint32_t *side, struct err *err)
{
	uint64_t *slot;
	bool is_fresh;

	if (array_grow(&r->sides, &r->sides_cap, r->n_sides + 1,
		sizeof(*r->sides), err) == -1)
		return -1;
	slot = hashmap_slot(&r->by_key, (uint64_t)record, &is_fresh, err);
	if (slot == NULL)
		return -1;
	if (is_fresh) {
		*slot = r->n_sides;
		r->sides[r->n_sides++] = (struct side){.record = record};
	}
	*side = (uint32_t)*slot;
	return 0;
}

static int
take_doubt(void *context, const struct history_doubt *row, struct err *err)
{
	struct reviewing *r = context;
	struct doubt made = {
	    .weight_milli = row->weight_milli, .is_weighed = row->is_weighed};

	if (find_side(r, row->left, &made.left, err) == -1 ||
	    find_side(r, row->right, &made.right, err) == -1 ||
	    array_grow(&r->doubts, &r->doubts_cap, r->n_doubts + 1,
		sizeof(made), err) == -1)
		return -1;
	r->doubts[r->n_doubts++] = made;
	return 0;
}

static int
load_members(struct reviewing *r, struct store *store, struct err *err)
{
	struct store_member *members = NULL;
	uint64_t *slot, side;
	size_t i, n = 0;
	bool is_fresh;
	int status = store_members(store, &members, &n, err);

	for (i = 0; i < n && status == 0; i++) {
		slot = hashmap_slot(
		    &r->sizes, (uint64_t)members[i].customer, &is_fresh, err);
		if (slot == NULL)
			status = -1;
		else
			++*slot;
		if (hashmap_get(&r->by_key, (uint64_t)members[i].record, &side))
			r->sides[side].customer = members[i].customer;
	}
	free(members);
	return status;
}

/* Two customers, whichever comes first. */
static uint64_t
pair_of(int64_t a, int64_t b)
{
	return a < b ? hash_mix((uint64_t)a, (uint64_t)b)
		     : hash_mix((uint64_t)b, (uint64_t)a);
}

/* Customers about which a decision speaks already: either word settles all of
 * their pairs, and who was not sure need not be asked again. */
static int
take_decided(struct store *store, const struct rulings *rulings,
    struct hashmap *settled, struct err *err)
{
	struct store_member *members = NULL;
	struct hashmap customers = {0};
	uint64_t left, right, *slot;
	size_t i, n = 0;
	bool is_fresh;
	int status;

	if (rulings->n_decisions == 0)
		return 0;
	status = store_members(store, &members, &n, err);
	for (i = 0; i < n && status == 0; i++) {
		slot = hashmap_slot(
		    &customers, (uint64_t)members[i].record, &is_fresh, err);
		if (slot == NULL)
			status = -1;
		else
			*slot = (uint64_t)members[i].customer;
	}
	for (i = 0; i < rulings->n_decisions && status == 0; i++)
		if (hashmap_get(&customers,
			(uint64_t)rulings->decisions[i].left, &left) &&
		    hashmap_get(&customers,
			(uint64_t)rulings->decisions[i].right, &right) &&
		    hashmap_slot(settled,
			pair_of((int64_t)left, (int64_t)right), &is_fresh,
			err) == NULL)
			status = -1;
	hashmap_clear(&customers);
	free(members);
	return status;
}

static int64_t
size_of(const struct reviewing *r, uint32_t side)
{
	uint64_t size = 1;

	(void)hashmap_get(&r->sizes, (uint64_t)r->sides[side].customer, &size);
	return (int64_t)size;
}

static void
score(struct reviewing *r, struct doubt *doubt)
{
	int64_t distance =
	    doubt->is_weighed ? doubt->weight_milli - r->threshold_milli : 0;

	if (distance < 0)
		distance = -distance;
	doubt->score = size_of(r, doubt->left) * size_of(r, doubt->right) *
	    SCORE_UNIT / (1000 + distance);
}

static const struct reviewing *sorted_for;

static int
compare_doubts(const void *left, const void *right)
{
	const struct doubt *a = left;
	const struct doubt *b = right;
	const struct side *sides = sorted_for->sides;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	if (a->weight_milli != b->weight_milli)
		return a->weight_milli > b->weight_milli ? -1 : 1;
	if (a->left != b->left)
		return sides[a->left].record < sides[b->left].record ? -1 : 1;
	if (a->right == b->right)
		return 0;
	return sides[a->right].record < sides[b->right].record ? -1 : 1;
}

static bool
is_open(const struct reviewing *r, const struct doubt *doubt,
    const struct decided *decided)
{
	const struct side *left = &r->sides[doubt->left];
	const struct side *right = &r->sides[doubt->right];

	return left->customer != 0 && right->customer != 0 &&
	    left->customer != right->customer &&
	    !decided_is_apart(decided, doubt->left, doubt->right);
}

/* The first of each two customers, as far as rows are wanted. */
static int
keep_open(struct reviewing *r, const struct decided *decided,
    struct hashmap *settled, struct err *err)
{
	size_t i, n = 0;
	bool is_fresh;

	for (i = 0; i < r->n_doubts; i++)
		score(r, &r->doubts[i]);
	sorted_for = r;
	if (r->n_doubts > 0)
		qsort(
		    r->doubts, r->n_doubts, sizeof(*r->doubts), compare_doubts);
	for (i = 0; i < r->n_doubts; i++) {
		const struct doubt *d = &r->doubts[i];

		if (r->options->limit > 0 && (int64_t)n >= r->options->limit)
			break;
		if (!is_open(r, d, decided))
			continue;
		if (hashmap_slot(settled,
			pair_of(r->sides[d->left].customer,
			    r->sides[d->right].customer),
			&is_fresh, err) == NULL)
			return -1;
		if (is_fresh)
			r->doubts[n++] = *d;
	}
	r->n_doubts = n;
	return 0;
}

static int
choose(struct reviewing *r, struct store *store, struct err *err)
{
	struct rulings rulings = {0};
	struct decided decided = {0};
	struct hashmap settled = {0};
	int64_t *keys = malloc((r->n_sides + 1) * sizeof(*keys));
	size_t i;
	int status = -1;

	if (keys == NULL)
		return err_nomem(err);
	for (i = 0; i < r->n_sides; i++)
		keys[i] = r->sides[i].record;
	if (rulings_load(&rulings, store, err) == 0 &&
	    rulings_decided(&rulings, keys, r->n_sides, &decided, err) == 0 &&
	    take_decided(store, &rulings, &settled, err) == 0)
		status = keep_open(r, &decided, &settled, err);
	free(keys);
	rulings_clear(&rulings);
	decided_clear(&decided);
	hashmap_clear(&settled);
	return status;
}

/* The threshold of the last merge, in 1/1000 bit. */
static int
take_run(void *context, const struct store_run *run, struct err *err)
{
	struct reviewing *r = context;
	int64_t billionths;

	(void)err;
	if (num_decimal(run->threshold, 9, &billionths) && billionths > 0)
		r->threshold_milli = match_weight((double)billionths / 1e9);
	return 0;
}

/* --- what is known of them --- */

/* What helps to recognize a person. */
static bool
is_shown(int field)
{
	return field != CANON_F_NONE && field != CANON_F_CUSTOMER_ID &&
	    field != CANON_F_BIRTH_YEAR && field != CANON_F_BIRTH_MONTH &&
	    field != CANON_F_BIRTH_DAY && field != CANON_F_REGISTERED_AT &&
	    field != CANON_F_UPDATED_AT && field != CANON_F_OPT_OUT &&
	    field != CANON_F_STATUS && field != CANON_F_MERGED_INTO &&
	    field != CANON_F_ATTR;
}

static void
write_values(struct buf *text, const struct canon_record *now, int field)
{
	const struct canon_value *v;
	size_t i;

	for (i = 0; i < now->n_values; i++) {
		v = &now->values[i];
		if ((int)v->field != field)
			continue;
		if (text->len > 0)
			buf_str(text, " | ");
		if (v->name.len > 0) {
			buf_span(text, v->name);
			buf_char(text, ':');
		}
		buf_span(text, v->raw);
	}
}

static int
read_side(struct reviewing *r, struct side *side,
    const struct store_record *record, struct span source, struct err *err)
{
	struct buf *text = &r->text;
	int field;

	side->cells = arena_zero(&r->arena, FIELDS * sizeof(*side->cells));
	if (side->cells == NULL)
		return err_nomem(err);
	buf_reset(text);
	buf_span(text, source);
	buf_char(text, ':');
	buf_span(text, record->native_id);
	side->name = arena_span(&r->arena, buf_get(text));
	for (field = 0; field < FIELDS; field++) {
		if (!is_shown(field))
			continue;
		buf_reset(text);
		if (canon_field_repeats((enum canon_field)field))
			write_values(text, &record->now, field);
		else
			buf_span(text, record->now.field[field]);
		if (buf_check(text, err) == -1)
			return -1;
		if (text->len == 0)
			continue;
		side->cells[field] = arena_span(&r->arena, buf_get(text));
		if (side->cells[field].data == NULL)
			return err_nomem(err);
		r->has_field[field] = true;
	}
	return side->name.data == NULL ? err_nomem(err) : 0;
}

static struct span
source_name(const struct store_source *sources, size_t n, int64_t id)
{
	size_t i;

	for (i = 0; i + 1 < n; i++)
		if (sources[i].id == id)
			break;
	return sources[i].name;
}

/* The sides of the pairs that are left; the others stay unread. */
static int
mark_wanted(const struct reviewing *r, struct hashmap *wanted, struct err *err)
{
	bool is_fresh;
	size_t i;

	for (i = 0; i < r->n_doubts; i++)
		if (hashmap_slot(wanted, r->doubts[i].left, &is_fresh, err) ==
			NULL ||
		    hashmap_slot(wanted, r->doubts[i].right, &is_fresh, err) ==
			NULL)
			return -1;
	return 0;
}

static int
read_sides(struct reviewing *r, struct store *store, struct err *err)
{
	const struct store_source *sources;
	const struct store_record *record = NULL;
	struct store_records *it;
	struct hashmap wanted = {0};
	uint64_t side, unused;
	size_t n_sources;
	int status = 0;

	if (store_sources(store, &sources, &n_sources, err) == -1)
		return -1;
	it = store_records_open(store, err);
	if (it == NULL || mark_wanted(r, &wanted, err) == -1)
		status = -1;
	while (status == 0) {
		status = store_records_next(it, &record, err);
		if (status == -1 || record == NULL)
			break;
		if (hashmap_get(&r->by_key, (uint64_t)record->key, &side) &&
		    hashmap_get(&wanted, side, &unused))
			status = read_side(r, &r->sides[side], record,
			    source_name(sources, n_sources, record->source),
			    err);
	}
	hashmap_clear(&wanted);
	store_records_close(it);
	return status;
}

/* --- the table --- */

static const char *
side_title(struct reviewing *r, const char *prefix, int field)
{
	buf_reset(&r->text);
	buf_printf(&r->text, "%s_%s", prefix,
	    canon_field_name((enum canon_field)field));
	return arena_str(&r->arena, buf_text(&r->text));
}

static int
make_columns(struct reviewing *r, struct out_column *columns, size_t *count,
    struct err *err)
{
	size_t i, n = 0;
	int field;

	columns[n++] = (struct out_column){"left", OUT_TEXT};
	columns[n++] = (struct out_column){"right", OUT_TEXT};
	columns[n++] = (struct out_column){"probability", OUT_RATE};
	columns[n++] = (struct out_column){"weight", OUT_INT};
	for (field = 0; field < FIELDS; field++) {
		if (!r->has_field[field])
			continue;
		columns[n++] =
		    (struct out_column){side_title(r, "left", field), OUT_TEXT};
		columns[n++] = (struct out_column){
		    side_title(r, "right", field), OUT_TEXT};
	}
	columns[n++] = (struct out_column){"decision", OUT_TEXT};
	*count = n;
	for (i = 0; i < n; i++)
		if (columns[i].name == NULL)
			return err_nomem(err);
	return 0;
}

static int
write_doubt(const struct reviewing *r, struct out *out,
    const struct doubt *doubt, struct err *err)
{
	const struct side *left = &r->sides[doubt->left];
	const struct side *right = &r->sides[doubt->right];
	int field;

	out_text(out, left->name);
	out_text(out, right->name);
	if (doubt->is_weighed) {
		out_fixed(out,
		    (int64_t)(match_probability((int32_t)doubt->weight_milli) *
			    1e6 +
			0.5),
		    6);
		out_fixed(out, doubt->weight_milli, 3);
	} else {
		out_null(out);
		out_null(out);
	}
	for (field = 0; field < FIELDS; field++) {
		if (!r->has_field[field])
			continue;
		out_text(out, left->cells[field]);
		out_text(out, right->cells[field]);
	}
	out_null(out);
	return out_end_row(out, err);
}

static int
write_table(struct reviewing *r, struct err *err)
{
	struct out_column columns[5 + 2 * FIELDS];
	struct out *out;
	size_t i, n;

	if (make_columns(r, columns, &n, err) == -1)
		return -1;
	out = out_new(r->options->stream, &r->options->out, columns, n, err);
	if (out == NULL)
		return -1;
	for (i = 0; i < r->n_doubts; i++)
		if (r->sides[r->doubts[i].left].cells != NULL &&
		    r->sides[r->doubts[i].right].cells != NULL &&
		    write_doubt(r, out, &r->doubts[i], err) == -1) {
			out_free(out);
			return -1;
		}
	return out_finish(out, err);
}

static int
load(struct reviewing *r, struct store *store, struct err *err)
{
	int64_t run;

	if (history_last_match(store, &run, err) == -1)
		return -1;
	if (run == 0)
		return err_set(err, ERR_UNAVAILABLE,
		    "there was no merge yet: run omni-merge first");
	if (history_runs(store, take_run, r, err) == -1 ||
	    history_doubts(store, run, take_doubt, r, err) == -1 ||
	    load_members(r, store, err) == -1 || choose(r, store, err) == -1)
		return -1;
	return read_sides(r, store, err);
}

int
review_write(
    struct store *store, const struct review_options *options, struct err *err)
{
	struct reviewing r = {.options = options};
	int status;

	if (store_begin_read(store, err) == -1)
		return -1;
	status = load(&r, store, err);
	store_rollback(store);
	if (status == 0)
		status = write_table(&r, err);
	free(r.doubts);
	free(r.sides);
	hashmap_clear(&r.by_key);
	hashmap_clear(&r.sizes);
	arena_clear(&r.arena);
	buf_clear(&r.text);
	return status;
}
