#include <stdlib.h>
#include <string.h>

#include "base/apart.h"
#include "base/array.h"
#include "base/hashmap.h"
#include "base/large.h"
#include "flow/news.h"
#include "flow/persons.h"
#include "match/blend.h"
#include "match/frequency.h"
#include "match/stow.h"
#include "store/matchpack.h"

#define NONE NEWSPACK_NONE
/* Of more records matching everything is as quick; a few are always fine. */
#define NEWS_PART 5
#define NEWS_FREE 200
/* When what came to the base is so much of it, the base is written anew. */
#define DELTA_PART 10

/* --- what came --- */

struct keys {
	int64_t **key;
	size_t *n, *cap;
	struct hashmap seen;
};

static int
take_key(void *context, int64_t key, struct err *err)
{
	struct keys *keys = context;
	bool fresh;

	if (hashmap_slot(&keys->seen, (uint64_t)key, &fresh, err) == NULL)
		return -1;
	if (!fresh)
		return 0;
	if (array_grow(keys->key, keys->cap, *keys->n + 1, sizeof(**keys->key),
		err) == -1)
		return -1;
	(*keys->key)[(*keys->n)++] = key;
	return 0;
}

static int
find_changed(struct news *news, struct store *store, struct err *err)
{
	const struct since_state *since = &news->pack.state;
	struct keys changed = {
	    &news->changed, &news->n_changed, &news->changed_cap, {0}};
	struct keys judged = {
	    &news->judged, &news->n_judged, &news->judged_cap, {0}};
	int status = -1;

	if (since_records(store, since, take_key, &changed, err) == 0 &&
	    since_repeated(store, since, take_key, &changed, err) == 0)
		status = since_decided(store, since, take_key, &judged, err);
	hashmap_clear(&changed.seen);
	hashmap_clear(&judged.seen);
	return status;
}

static int
name_sources(struct buf *names, struct store *store, struct err *err)
{
	const struct store_source *sources;
	size_t n, i;

	if (store_sources(store, &sources, &n, err) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		buf_span(names, sources[i].name);
		buf_char(names, '\0');
	}
	return buf_check(names, err);
}

static int
keep_bytes(void *context, struct span bytes, struct err *err)
{
	struct buf *out = context;

	buf_span(out, bytes);
	return buf_check(out, err);
}

/* The arrays of the columns become the side's. */
static int
take_columns(
    struct newspack_side *side, struct columns *columns, struct err *err)
{
	side->n = columns->n_records;
	side->keys = columns->keys;
	side->starts = columns->starts;
	columns->keys = NULL;
	columns->starts = NULL;
	side->customers = calloc(side->n + 1, sizeof(*side->customers));
	return side->customers == NULL ? err_nomem(err) : 0;
}

static int
load_came(struct news *news, struct store *store, const struct model *model,
    struct err *err)
{
	struct columns columns = {0};
	struct facts facts = {0};
	int status = -1;

	if (facts_begin(&facts, model, err) == 0 &&
	    persons_load_some(&facts, &columns, store, news->changed,
		news->n_changed, err) == 0 &&
	    facts_finish(&facts, err) == 0) {
		frequency_apply(model->frequency, &facts);
		if (stow_write(&facts, keep_bytes, &news->came_bytes, err) == 0)
			status = take_columns(&news->new_side, &columns, err);
	}
	facts_clear(&facts);
	columns_clear(&columns);
	return status;
}

/* Of which more came than was matched before; the delta is not known yet. */
static bool
is_much(const struct news *news)
{
	return news->n_changed >
	    (size_t)news->pack.state.records / NEWS_PART + NEWS_FREE;
}

int
news_look(struct news *news, struct store *store, struct err *err)
{
	if (since_state(store, &news->state, err) == -1)
		return -1;
	return name_sources(&news->sources, store, err);
}

int
news_open(struct news *news, struct store *store, int64_t run, uint64_t digest,
    struct span mode, bool *is_possible, struct err *err)
{
	bool is_fresh;

	*is_possible = false;
	if (matchpack_is_fresh(
		store, MATCHPACK_NEWS, run, digest, &is_fresh, err) == -1 ||
	    matchpack_is_fresh(
		store, MATCHPACK_FIND, run, digest, &news->is_found, err) == -1)
		return -1;
	if (!is_fresh)
		return 0;
	if (newspack_open(&news->pack, store, err) == -1 ||
	    news_look(news, store, err) == -1)
		return -1;
	if (!span_eq(buf_get(&news->pack.mode), mode) ||
	    news->state.undone != news->pack.state.undone)
		return 0;
	if (find_changed(news, store, err) == -1)
		return -1;
	*is_possible = !is_much(news);
	return 0;
}

int
news_read(struct news *news, struct store *store, struct err *err)
{
	return newspack_read(&news->pack, store, err);
}

/* --- sources --- */

static uint32_t
number_source(const struct buf *names, const char *name)
{
	const char *at = names->data, *end = names->data + names->len;
	uint32_t number = 0;

	for (; at < end; at += strlen(at) + 1, number++)
		if (strcmp(at, name) == 0)
			return number;
	return 0;
}

/* Sources that came since have shifted the numbers of the others. */
static int
map_sources(const struct news *news, const struct buf *before,
    struct facts *facts, struct err *err)
{
	const char *at;
	uint32_t *number;
	size_t n = 0, i;

	for (i = 0; i < before->len; i++)
		n += before->data[i] == '\0';
	number = calloc(n + 1, sizeof(*number));
	if (number == NULL)
		return err_nomem(err);
	for (i = 0, at = before->data; i < n; i++, at += strlen(at) + 1)
		number[i] = number_source(&news->sources, at);
	for (i = 0; i < facts->n_records; i++)
		if (facts->source[i] < n)
			facts->source[i] = number[facts->source[i]];
	free(number);
	return 0;
}

/* --- where they belong --- */

/* The id that a source gave to a record of open facts; empty when it has none.
 */
static struct span
own_id(const struct facts *facts, size_t i)
{
	const struct facts_items *list = &facts->list[FACTS_ID];
	struct span text;
	const char *end;
	uint32_t k;

	for (k = list->first[i]; k < list->first[i + 1]; k++) {
		if ((list->item[k] & FACTS_OWN) == 0)
			continue;
		text =
		    intern_name(&list->pool.names, list->item[k] & FACTS_ITEM);
		end = memchr(text.data, '\0', text.len);
		return span_make(
		    end + 1, text.len - (size_t)(end - text.data) - 1);
	}
	return span_make(NULL, 0);
}

/* The same; of one without an id the name that the store gave it. */
static int
id_of(struct store *store, const struct facts *facts, size_t i, int64_t key,
    struct buf *text, struct err *err)
{
	struct span id = own_id(facts, i);
	const char *colon;

	buf_reset(text);
	if (id.len > 0) {
		buf_span(text, id);
		return buf_check(text, err);
	}
	if (store_record_name(store, key, text, err) == -1)
		return -1;
	colon = memchr(text->data, ':', text->len);
	if (colon != NULL) {
		text->len -= (size_t)(colon - text->data) + 1;
		memmove(text->data, colon + 1, text->len);
	}
	return 0;
}

/* Records that are there and those that came, by (source name, native id). */
struct finder {
	struct news *news;
	struct store *store;
	const struct facts *facts;
	struct buf left, right;
};

static int
compare_places(
    struct finder *f, size_t i, size_t k, int *order, struct err *err)
{
	const struct newspack_side *side = &f->news->side;
	const struct newspack_side *came = &f->news->new_side;
	uint32_t a = f->facts->source[i], b = f->news->came.source[k];

	if (a != b) {
		*order = a < b ? -1 : 1;
	} else if (side->starts[i] != came->starts[k]) {
		*order = side->starts[i] < came->starts[k] ? -1 : 1;
	} else {
		if (id_of(f->store, f->facts, i, side->keys[i], &f->left,
			err) == -1 ||
		    id_of(f->store, &f->news->came, k, came->keys[k], &f->right,
			err) == -1)
			return -1;
		*order = span_cmp(buf_get(&f->left), buf_get(&f->right));
	}
	return 0;
}

/* The first record behind a new one. */
static int
find_place(struct finder *f, size_t k, uint32_t *at, struct err *err)
{
	size_t low = 0, high = f->facts->n_records, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (compare_places(f, middle, k, &order, err) == -1)
			return -1;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*at = (uint32_t)low;
	return 0;
}

/* Those that are there already are found by their keys. */
static int
find_replaced(
    const struct news *news, struct blend_place *places, struct err *err)
{
	const struct newspack_side *came = &news->new_side;
	struct hashmap map = {0};
	uint64_t *slot, k;
	int status = -1;
	bool fresh;
	size_t i;

	for (i = 0; i < came->n; i++) {
		slot = hashmap_slot(&map, (uint64_t)came->keys[i], &fresh, err);
		if (slot == NULL)
			goto clear;
		*slot = i;
		places[i].at = NONE;
	}
	for (i = 0; i < news->side.n && came->n > 0; i++)
		if (hashmap_get(&map, (uint64_t)news->side.keys[i], &k))
			places[k] = (struct blend_place){(uint32_t)i, true};
	status = 0;
clear:
	hashmap_clear(&map);
	return status;
}

static int
find_places(struct news *news, struct store *store, const struct facts *facts,
    struct blend_place **made, struct err *err)
{
	struct finder f = {.news = news, .store = store, .facts = facts};
	struct blend_place *places =
	    calloc(news->new_side.n + 1, sizeof(*places));
	int status = -1;
	size_t k;

	*made = places;
	if (places == NULL)
		return err_nomem(err);
	if (find_replaced(news, places, err) == 0)
		status = 0;
	for (k = 0; k < news->new_side.n && status == 0; k++)
		if (places[k].at == NONE)
			status = find_place(&f, k, &places[k].at, err);
	buf_clear(&f.left);
	buf_clear(&f.right);
	return status;
}

/* --- all records --- */

/* Elements of ${size} bytes brought to where records are now; from before, and
 * then from those that came, of which there may be none. */
static int
move_array(void *array, const void *came, const struct blend *blend,
    size_t n_before, size_t n_came, size_t n, size_t size, struct err *err)
{
	char *from, *to = calloc(n + 1, size);
	size_t i;

	if (to == NULL)
		return err_nomem(err);
	memcpy(&from, array, sizeof(from));
	for (i = 0; i < n_before; i++)
		memcpy(to + blend->moved[i] * size, from + i * size, size);
	for (i = 0; i < n_came && came != NULL; i++)
		memcpy(to + blend->came[i] * size,
		    (const char *)came + i * size, size);
	free(from);
	memcpy(array, &to, sizeof(to));
	return 0;
}

static int
move_records(struct news *news, const struct newspack_side *came,
    const struct blend_place *places, const struct blend *blend, size_t n,
    struct err *err)
{
	struct newspack_side *side = &news->side;
	size_t before = side->n, i;
	int kind;

	if (move_array(&side->keys, came->keys, blend, before, came->n, n,
		sizeof(int64_t), err) == -1 ||
	    move_array(&side->starts, came->starts, blend, before, came->n, n,
		sizeof(uint64_t), err) == -1 ||
	    move_array(&side->customers, NULL, blend, before, 0, n,
		sizeof(int64_t), err) == -1 ||
	    move_array(&news->origin, NULL, blend, before, 0, n,
		sizeof(uint32_t), err) == -1 ||
	    move_array(&news->is_stale, NULL, blend, before, 0, n, sizeof(bool),
		err) == -1 ||
	    move_array(&news->is_renewed, NULL, blend, before, 0, n,
		sizeof(bool), err) == -1 ||
	    move_array(&news->is_moved, NULL, blend, before, 0, n, sizeof(bool),
		err) == -1)
		return -1;
	for (kind = 0; kind < CIRCLE_KINDS; kind++)
		if (move_array(&side->circle[kind], NULL, blend, before, 0, n,
			sizeof(int64_t), err) == -1)
			return -1;
	side->n = n;
	for (i = 0; i < came->n; i++) {
		if (!places[i].replaces)
			news->origin[blend->came[i]] = NONE;
		news->is_stale[blend->came[i]] = true;
		news->is_renewed[blend->came[i]] = true;
	}
	return 0;
}

/* The base as it was written. */
static int
open_base(struct news *news, const struct model *model, struct facts *facts,
    struct err *err)
{
	struct buf *bytes = &news->pack.base_bytes;
	size_t n = news->pack.n_base, n_borrowed, i;
	int kind;

	if (stow_read(facts, model, buf_get(bytes), &n_borrowed, err) == -1)
		return -1;
	large_forget(bytes->data + n_borrowed, bytes->len - n_borrowed);
	if (facts->n_records != n)
		return err_set(
		    err, ERR_DATA, "the store's pack of matching is damaged");
	news->side = news->pack.base;
	memset(&news->pack.base, 0, sizeof(news->pack.base));
	news->origin = malloc((n + 1) * sizeof(*news->origin));
	news->is_stale = calloc(n + 1, sizeof(bool));
	news->is_renewed = calloc(n + 1, sizeof(bool));
	news->is_moved = calloc(n + 1, sizeof(bool));
	if (news->origin == NULL || news->is_stale == NULL ||
	    news->is_renewed == NULL || news->is_moved == NULL)
		return err_nomem(err);
	for (kind = 0; kind < CIRCLE_KINDS; kind++) {
		if (news->side.circle[kind] != NULL)
			continue;
		news->side.circle[kind] = calloc(n + 1, sizeof(int64_t));
		if (news->side.circle[kind] == NULL)
			return err_nomem(err);
	}
	for (i = 0; i < n; i++)
		news->origin[i] = (uint32_t)i;
	return map_sources(news, &news->pack.base_sources, facts, err);
}

/* What the numbers of the pack are now: first those of the base, then those of
 * the delta. */
static int
number_pack(const struct news *news, const struct blend *blend,
    uint32_t **numbers, struct err *err)
{
	size_t n_base = news->pack.n_base, n = news->pack.delta.side.n, i;
	uint32_t *made = malloc((n_base + n + 1) * sizeof(*made));

	*numbers = made;
	if (made == NULL)
		return err_nomem(err);
	for (i = 0; i < n_base; i++)
		made[i] = blend == NULL ? (uint32_t)i : blend->moved[i];
	for (i = 0; i < n && blend != NULL; i++)
		made[n_base + i] = blend->came[i];
	return 0;
}

/* The links as they were, under the numbers of now. */
static int
take_links(struct news *news, const uint32_t *numbers, struct err *err)
{
	struct newspack *pack = &news->pack;
	struct match_link *to;
	size_t i;

	news->links = malloc(
	    (pack->n_links + pack->delta.n_links + 1) * sizeof(*news->links));
	if (news->links == NULL)
		return err_nomem(err);
	to = news->links;
	for (i = 0; i < pack->n_links; i++)
		if (!news->is_renewed[numbers[pack->links[i].left]])
			*to++ = pack->links[i];
	for (i = 0; i < pack->delta.n_links; i++)
		*to++ = pack->delta.links[i];
	news->n_links = (size_t)(to - news->links);
	free(pack->links);
	pack->links = NULL;
	for (i = 0; i < news->n_links; i++) {
		news->links[i].left = numbers[news->links[i].left];
		news->links[i].right = numbers[news->links[i].right];
	}
	return 0;
}

static void
move_circles(struct news *news, const struct blend *blend)
{
	const struct newspack_delta *delta = &news->pack.delta;
	int64_t *to;
	size_t i;
	int kind;

	for (kind = 0; kind < CIRCLE_KINDS; kind++) {
		to = news->side.circle[kind];
		for (i = 0; i < delta->n_moved; i++)
			to[blend->moved[delta->moved[i].record]] =
			    delta->moved[i].circle[kind];
		for (i = 0; i < delta->side.n; i++)
			to[blend->came[i]] = delta->side.circle[kind] == NULL
			    ? 0
			    : delta->side.circle[kind][i];
	}
	for (i = 0; i < delta->n_moved; i++)
		news->is_moved[blend->moved[delta->moved[i].record]] = true;
}

static int
add_delta(struct news *news, const struct model *model, struct facts *facts,
    struct blend *blend, struct err *err)
{
	const struct newspack_delta *delta = &news->pack.delta;
	size_t n_borrowed, i;

	if (stow_read(&news->delta, model, buf_get(&news->pack.delta_bytes),
		&n_borrowed, err) == -1 ||
	    map_sources(news, &news->pack.sources, &news->delta, err) == -1)
		return -1;
	if (news->delta.n_records != delta->side.n)
		return err_set(
		    err, ERR_DATA, "the store's pack of matching is damaged");
	if (blend_add(facts, &news->delta, delta->places, false, blend, err) ==
		-1 ||
	    move_records(news, &delta->side, delta->places, blend,
		facts->n_records, err) == -1)
		return -1;
	for (i = 0; i < delta->n_renewed; i++) {
		uint32_t at = blend->moved[delta->renewed[i].record];

		news->side.customers[at] = delta->renewed[i].customer;
		news->is_renewed[at] = true;
	}
	for (i = 0; i < delta->side.n; i++)
		news->side.customers[blend->came[i]] = delta->side.customers[i];
	move_circles(news, blend);
	return 0;
}

/* All records as they were at the last run. */
static int
open_pack(struct news *news, const struct model *model, struct facts *facts,
    struct err *err)
{
	struct blend blend = {0};
	uint32_t *numbers = NULL;
	bool has_delta = news->pack.delta_bytes.len > 0;
	int status = open_base(news, model, facts, err);

	if (status == 0 && has_delta)
		status = add_delta(news, model, facts, &blend, err);
	if (status == 0)
		status =
		    number_pack(news, has_delta ? &blend : NULL, &numbers, err);
	if (status == 0)
		status = take_links(news, numbers, err);
	free(numbers);
	blend_clear(&blend);
	return status;
}

/* What matching asks of the time before. */
static int
remember(struct news *news, const struct facts *facts, struct err *err)
{
	int which;

	for (which = 0; which < FACTS_LISTS; which++) {
		news->n_values[which] = facts->list[which].pool.names.count;
		if (blend_count(facts, (enum facts_list)which,
			&news->count[which], err) == -1)
			return -1;
	}
	return blend_readings(facts, &news->given, &news->family, err);
}

static int
add_came(struct news *news, const struct blend_place *places,
    struct facts *facts, bool *is_possible, struct err *err)
{
	struct blend blend;
	size_t i;
	int status = -1;

	if (blend_add(facts, &news->came, places, true, &blend, err) == 0 &&
	    move_records(news, &news->new_side, places, &blend,
		facts->n_records, err) == 0)
		status = 0;
	for (i = 0; status == 0 && i < news->n_links; i++) {
		news->links[i].left = blend.moved[news->links[i].left];
		news->links[i].right = blend.moved[news->links[i].right];
	}
	news->is_new = calloc(facts->n_records + 1, sizeof(bool));
	if (status == 0 && news->is_new == NULL)
		status = err_nomem(err);
	for (i = 0; status == 0 && i < news->new_side.n; i++)
		news->is_new[blend.came[i]] = true;
	news->n_past = blend.n_past;
	*is_possible = !blend.is_unique_new &&
	    (int64_t)facts->n_records == news->state.records;
	blend_clear(&blend);
	return status;
}

/* All as it was, made in a thread while what came is read. */
struct opening {
	struct news *news;
	const struct model *model;
	struct facts *facts;
};

static int
open_kept(void *context, struct err *err)
{
	const struct opening *o = context;

	if (open_pack(o->news, o->model, o->facts, err) == -1)
		return -1;
	return remember(o->news, o->facts, err);
}

static int
open_all(struct news *news, struct store *store, const struct model *model,
    struct facts *facts, struct err *err)
{
	struct opening opening = {news, model, facts};
	struct apart apart;
	size_t n_borrowed;
	int status;

	apart_start(&apart, news->n_threads > 1, open_kept, &opening);
	status = load_came(news, store, model, err);
	if (status == 0)
		status = stow_read(&news->came, model,
		    buf_get(&news->came_bytes), &n_borrowed, err);
	return apart_end(&apart, err) == -1 ? -1 : status;
}

int
news_blend(struct news *news, struct store *store, const struct model *model,
    struct facts *facts, bool *is_possible, struct err *err)
{
	struct blend_place *places = NULL;
	int status = -1;

	*is_possible = false;
	if (model->frequency == NULL)
		return 0;
	if (open_all(news, store, model, facts, err) == -1)
		return -1;
	if (news->new_side.n != news->n_changed)
		return 0;
	facts->is_shared = news->n_threads > 1;
	if (find_places(news, store, facts, &places, err) == 0 &&
	    add_came(news, places, facts, is_possible, err) == 0)
		status = blend_finish(facts, model, err);
	free(places);
	return status;
}

/* --- matching --- */

static int
number_customers(struct news *news, struct err *err)
{
	size_t n = news->side.n, i;
	struct hashmap map = {0};
	uint64_t *slot;
	bool fresh;

	news->cluster = malloc((n + 1) * sizeof(*news->cluster));
	if (news->cluster == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++) {
		news->cluster[i] = MATCH_NONE;
		if (news->side.customers[i] == 0)
			continue;
		slot = hashmap_slot(
		    &map, (uint64_t)news->side.customers[i], &fresh, err);
		if (slot == NULL) {
			hashmap_clear(&map);
			return -1;
		}
		if (fresh)
			*slot = news->n_clusters++;
		news->cluster[i] = (uint32_t)*slot;
	}
	hashmap_clear(&map);
	return 0;
}

/* The numbers of records of which something was decided. */
static int
find_judged(
    const struct news *news, uint32_t **made, size_t *n, struct err *err)
{
	struct hashmap map = {0};
	uint64_t ignored;
	size_t i;
	bool fresh;

	*n = 0;
	*made = malloc((news->n_judged + 1) * sizeof(**made));
	if (*made == NULL)
		return err_nomem(err);
	for (i = 0; i < news->n_judged; i++)
		if (hashmap_slot(
			&map, (uint64_t)news->judged[i], &fresh, err) == NULL) {
			hashmap_clear(&map);
			return -1;
		}
	for (i = 0; i < news->side.n && news->n_judged > 0; i++)
		if (hashmap_get(&map, (uint64_t)news->side.keys[i], &ignored))
			(*made)[(*n)++] = (uint32_t)i;
	hashmap_clear(&map);
	return 0;
}

/* The links of all records as they are now. */
static int
join_links(
    struct news *news, const struct match_result *result, struct err *err)
{
	const bool *is_touched = news->again.is_touched;
	struct match_link *links;
	size_t i, n = 0;

	links = malloc((news->n_links + result->n_links + 1) * sizeof(*links));
	if (links == NULL)
		return err_nomem(err);
	for (i = 0; i < result->n_links; i++)
		links[n++] = result->links[i];
	for (i = 0; i < news->n_links; i++)
		if (!is_touched[news->links[i].left])
			links[n++] = news->links[i];
	free(news->links);
	news->links = links;
	news->n_links = n;
	for (i = 0; i < news->side.n; i++)
		news->is_renewed[i] |= is_touched[i];
	return 0;
}

int
news_match(struct news *news, const struct model *model, struct facts *facts,
    const struct match_options *options, struct match_result *result,
    bool *is_possible, struct err *err)
{
	struct match_before before = {
	    .renew = {.is_new = news->is_new,
		.n_past = news->n_past,
		.given = &news->given,
		.family = &news->family},
	    .links = news->links,
	    .n_links = news->n_links,
	};
	uint32_t *judged = NULL;
	int status = -1;

	memcpy(before.renew.count, news->count, sizeof(before.renew.count));
	memcpy(before.renew.n_values, news->n_values,
	    sizeof(before.renew.n_values));
	if (number_customers(news, err) == 0 &&
	    find_judged(news, &judged, &before.n_judged, err) == 0) {
		before.cluster = news->cluster;
		before.n_clusters = news->n_clusters;
		before.judged = judged;
		status = match_again(
		    model, facts, options, &before, result, &news->again, err);
	}
	free(judged);
	/* Nobody asks any more what was said before. */
	facts->n_rows -= news->n_past;
	news->n_past = 0;
	*is_possible = status == 0 && news->again.is_possible;
	return *is_possible ? join_links(news, result, err) : status;
}

/* --- for the next time --- */

/* What changed since the base, as far as it follows from the numbers. */
struct changes {
	struct news *news;
	const int64_t *customers;
	uint32_t *number; /* of each record, as the pack has it */
};

static int
fill_side(
    const struct changes *c, struct newspack_delta *delta, struct err *err)
{
	const struct news *news = c->news;
	size_t n = news->side.n, i, at = 0, base = 0;
	struct newspack_side *side = &delta->side;
	int kind;

	side->keys = malloc((n + 1) * sizeof(*side->keys));
	side->starts = malloc((n + 1) * sizeof(*side->starts));
	side->customers = malloc((n + 1) * sizeof(*side->customers));
	delta->places = malloc((n + 1) * sizeof(*delta->places));
	if (side->keys == NULL || side->starts == NULL ||
	    side->customers == NULL || delta->places == NULL)
		return err_nomem(err);
	for (kind = 0; kind < CIRCLE_KINDS; kind++) {
		side->circle[kind] = malloc((n + 1) * sizeof(int64_t));
		if (side->circle[kind] == NULL)
			return err_nomem(err);
	}
	for (i = 0; i < n; i++) {
		bool is_there = news->origin[i] != NONE;

		c->number[i] = is_there ? news->origin[i]
					: (uint32_t)(news->pack.n_base + at);
		if (news->is_stale[i]) {
			side->keys[at] = news->side.keys[i];
			side->starts[at] = news->side.starts[i];
			side->customers[at] = c->customers[i];
			for (kind = 0; kind < CIRCLE_KINDS; kind++)
				side->circle[kind][at] =
				    news->side.circle[kind][i];
			delta->places[at++] =
			    (struct blend_place){(uint32_t)base, is_there};
		}
		base += is_there;
	}
	side->n = at;
	return 0;
}

static int
fill_renewed(
    const struct changes *c, struct newspack_delta *delta, struct err *err)
{
	const struct news *news = c->news;
	size_t i;

	delta->renewed = malloc((news->side.n + 1) * sizeof(*delta->renewed));
	delta->links = malloc((news->n_links + 1) * sizeof(*delta->links));
	if (delta->renewed == NULL || delta->links == NULL)
		return err_nomem(err);
	for (i = 0; i < news->side.n; i++)
		if (news->is_renewed[i] && news->origin[i] != NONE)
			delta->renewed[delta->n_renewed++] =
			    (struct newspack_renewed){
				news->origin[i], c->customers[i]};
	for (i = 0; i < news->n_links; i++) {
		struct match_link *link = &delta->links[delta->n_links];

		*link = news->links[i];
		if (!news->is_renewed[link->left])
			continue;
		link->left = c->number[link->left];
		link->right = c->number[link->right];
		delta->n_links++;
	}
	return 0;
}

static int
fill_moved(
    const struct changes *c, struct newspack_delta *delta, struct err *err)
{
	const struct news *news = c->news;
	struct newspack_moved *to;
	size_t i;
	int kind;

	delta->moved = malloc((news->side.n + 1) * sizeof(*delta->moved));
	if (delta->moved == NULL)
		return err_nomem(err);
	for (i = 0; i < news->side.n; i++) {
		if (!news->is_moved[i] || news->is_stale[i])
			continue;
		to = &delta->moved[delta->n_moved++];
		to->record = news->origin[i];
		for (kind = 0; kind < CIRCLE_KINDS; kind++)
			to->circle[kind] = news->side.circle[kind][i];
	}
	return 0;
}

/* Where the records that came are in what had come before. */
static int
place_came(const struct news *news, struct blend_place **made, struct err *err)
{
	const struct newspack_side *before = &news->pack.delta.side;
	struct blend_place *places =
	    calloc(news->new_side.n + 1, sizeof(*places));
	size_t i, at = 0, k = 0;

	*made = places;
	if (places == NULL)
		return err_nomem(err);
	for (i = 0; i < news->side.n && k < news->new_side.n; i++) {
		bool is_there =
		    at < before->n && before->keys[at] == news->side.keys[i];

		if (news->side.keys[i] == news->new_side.keys[k])
			places[k++] =
			    (struct blend_place){(uint32_t)at, is_there};
		at += is_there;
	}
	return 0;
}

/* The facts of the delta, finished: those of before, with those that came
 * among them. */
static int
finish_delta(struct news *news, const struct model *model, struct facts **delta,
    struct err *err)
{
	struct blend_place *places = NULL;
	struct blend blend = {0};
	int status = -1;

	*delta = &news->came;
	if (news->pack.delta_bytes.len == 0)
		return blend_finish(&news->came, model, err);
	*delta = &news->delta;
	if (place_came(news, &places, err) == 0 &&
	    blend_add(&news->delta, &news->came, places, false, &blend, err) ==
		0)
		status = blend_finish(&news->delta, model, err);
	free(places);
	blend_clear(&blend);
	return status;
}

/* --- for finding --- */

static int
compare_moved(const void *left, const void *right)
{
	const struct lookup_moved *a = left, *b = right;

	return (a->number > b->number) - (a->number < b->number);
}

/* The records of one customer stand in a circle; ${last} knows where the last
 * of each is. */
static int
close_circle(struct lookup_moved *moved, size_t at, struct hashmap *last,
    struct err *err)
{
	bool fresh;
	uint64_t *slot =
	    hashmap_slot(last, (uint64_t)moved[at].customer, &fresh, err);

	if (slot == NULL)
		return -1;
	moved[at].next = moved[at].number;
	if (!fresh) {
		moved[at].next = moved[*slot].next;
		moved[*slot].next = moved[at].number;
	}
	*slot = at;
	return 0;
}

/* What has moved, in the numbers of finding: those of the base, and behind them
 * those of the delta. */
static int
list_moved(const struct changes *c, struct lookup_moved *moved, size_t *n_moved,
    struct err *err)
{
	const struct news *news = c->news;
	struct hashmap last = {0};
	size_t i, at = 0, n = 0;
	int status = 0;

	for (i = 0; i < news->side.n && status == 0; i++) {
		if (!news->is_renewed[i])
			continue;
		moved[n].customer = c->customers[i];
		moved[n].number = news->is_stale[i]
		    ? (uint32_t)(news->pack.n_base + at++)
		    : news->origin[i];
		status = close_circle(moved, n++, &last, err);
		if (news->is_stale[i] && news->origin[i] != NONE)
			moved[n++] = (struct lookup_moved){
			    news->origin[i], LOOKUP_GONE, 0};
	}
	hashmap_clear(&last);
	if (n > 0)
		qsort(moved, n, sizeof(*moved), compare_moved);
	*n_moved = n;
	return status;
}

static int
keep_found(const struct changes *c, struct store *store, int64_t run,
    uint64_t digest, const struct lookup_input *in, struct err *err)
{
	struct lookup_moved *moved =
	    calloc(2 * c->news->side.n + 1, sizeof(*moved));
	size_t n;
	int status = -1;

	if (moved == NULL)
		return err_nomem(err);
	if (list_moved(c, moved, &n, err) == 0)
		status =
		    lookup_keep_more(store, run, digest, in, moved, n, err);
	free(moved);
	return status;
}

static int
keep_delta(struct news *news, struct store *store, int64_t run, uint64_t digest,
    const struct model *model, const int64_t *customers, struct err *err)
{
	struct newspack pack = {.n_base = news->pack.n_base,
	    .state = news->state,
	    .base_size = news->pack.base_size,
	    .mode = news->pack.mode,
	    .sources = news->sources};
	struct changes changes = {.news = news, .customers = customers};
	struct lookup_input in = {.model = model};
	struct facts *delta = NULL;
	int status = -1;

	memcpy(
	    pack.next_circle, news->pack.next_circle, sizeof(pack.next_circle));
	changes.number = malloc((news->side.n + 1) * sizeof(uint32_t));
	if (changes.number == NULL)
		err_nomem(err);
	else if (finish_delta(news, model, &delta, err) == 0 &&
	    stow_write(delta, keep_bytes, &pack.delta_bytes, err) == 0 &&
	    fill_side(&changes, &pack.delta, err) == 0 &&
	    fill_renewed(&changes, &pack.delta, err) == 0 &&
	    fill_moved(&changes, &pack.delta, err) == 0) {
		in.facts = delta;
		in.keys = pack.delta.side.keys;
		in.customers = pack.delta.side.customers;
		if (keep_found(&changes, store, run, digest, &in, err) == 0)
			status = newspack_write_delta(
			    store, run, digest, &pack, err);
	}
	free(changes.number);
	/* Those are the news's. */
	memset(&pack.mode, 0, sizeof(pack.mode));
	memset(&pack.sources, 0, sizeof(pack.sources));
	newspack_clear(&pack);
	return status;
}

static int
keep_base(struct news *news, struct store *store, int64_t run, uint64_t digest,
    const struct lookup_input *in, struct err *err)
{
	struct newspack pack = {.n_base = news->side.n,
	    .state = news->state,
	    .mode = news->pack.mode,
	    .base_sources = news->sources,
	    .base = news->side,
	    .links = news->links,
	    .n_links = news->n_links};
	int64_t *copy = malloc((news->side.n + 1) * sizeof(*copy));
	int status;

	if (copy == NULL)
		return err_nomem(err);
	memcpy(copy, in->customers, news->side.n * sizeof(*copy));
	memcpy(
	    pack.next_circle, news->pack.next_circle, sizeof(pack.next_circle));
	pack.base.customers = copy;
	status = lookup_keep(store, run, digest, in, err);
	if (status == 0)
		status = newspack_write_base(
		    store, run, digest, &pack, in->facts, err);
	free(copy);
	return status;
}

int
news_begin(const struct news *news, const struct news_found *found,
    struct store *store, int64_t run, uint64_t digest, struct err *err)
{
	const struct match_result *linked = found->linked;
	struct newspack pack = {.n_base = found->columns->n_records,
	    .state = news->state,
	    .base_sources = news->sources,
	    .links = linked->links,
	    .n_links = linked->n_links};
	int status = -1;

	buf_span(&pack.mode, found->mode);
	if (buf_check(&pack.mode, err) == 0) {
		pack.base =
		    (struct newspack_side){pack.n_base, found->columns->keys,
			found->columns->starts, found->customers, {0}};
		memcpy(
		    pack.base.circle, found->circle, sizeof(pack.base.circle));
		memcpy(pack.next_circle, found->next_circle,
		    sizeof(pack.next_circle));
		status = newspack_write_base(
		    store, run, digest, &pack, found->facts, err);
	}
	buf_clear(&pack.mode);
	return status;
}

static bool
is_delta_large(const struct news *news)
{
	size_t n = 0, i;

	for (i = 0; i < news->side.n; i++)
		n += news->is_stale[i] || news->is_renewed[i] ||
		    news->is_moved[i];
	return n > news->pack.n_base / DELTA_PART + NEWS_FREE;
}

int
news_keep(struct news *news, struct store *store, int64_t run, uint64_t digest,
    const struct lookup_input *in, struct err *err)
{
	if (!news->is_found || is_delta_large(news))
		return keep_base(news, store, run, digest, in, err);
	return keep_delta(
	    news, store, run, digest, in->model, in->customers, err);
}

void
news_clear(struct news *news)
{
	int which;

	newspack_clear(&news->pack);
	newspack_side_clear(&news->new_side);
	newspack_side_clear(&news->side);
	buf_clear(&news->sources);
	buf_clear(&news->came_bytes);
	facts_clear(&news->came);
	facts_clear(&news->delta);
	free(news->changed);
	free(news->judged);
	free(news->origin);
	free(news->is_stale);
	free(news->is_renewed);
	free(news->is_moved);
	free(news->is_new);
	for (which = 0; which < FACTS_LISTS; which++)
		free(news->count[which]);
	reading_clear(&news->given);
	reading_clear(&news->family);
	free(news->links);
	free(news->cluster);
	match_again_clear(&news->again);
	memset(news, 0, sizeof(*news));
}
