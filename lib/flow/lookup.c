#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "flow/lookup.h"
#include "flow/persons.h"
#include "flow/postlists.h"
#include "match/frequency.h"
#include "store/matchpack.h"
#include "store/since.h"

#define PEOPLE_PER_PART 32 /* they fit into one page */
/* Parts are numbered by list and block; behind the lists stand these. */
#define PART(list, block) ((int64_t)(list) << 32 | (int64_t)(block))
#define PART_PEOPLE 256
#define PART_READINGS 257
#define PART_HEAD 258
#define PART_MODEL 259     /* without frequencies */
#define PART_FREQUENCY 260 /* beside it */
#define PART_MOVED 261
/* Parts of what came since are numbered from here on. */
#define LAYER (INT64_C(1) << 42)

/* Where parts go. */
struct sink {
	struct store *store;   /* that keeps them, or */
	struct lookup *lookup; /* in memory */
	int64_t layer;
};

/* A statement of a record. */
struct said {
	uint32_t record;
	int64_t id;
};

struct maker {
	const struct lookup_input *in;
	struct sink sink;
	struct buf bytes;
	uint8_t bits[KEYS_LISTS];
	struct said *said;
	size_t n_said, said_cap;
	uint32_t *first; /* of each record in ids */
	int64_t *ids;
	uint32_t *next; /* record of the same customer */
};

static int
damaged(struct err *err)
{
	return err_set(
	    err, ERR_DATA, "the store's pack of matching is damaged");
}

/* --- making --- */

static int
put_part(struct sink *sink, int64_t id, struct span bytes, struct err *err)
{
	struct lookup *lookup = sink->lookup;
	uint64_t *slot;
	bool fresh;

	if (sink->store != NULL)
		return matchpack_add(sink->store, sink->layer + id, bytes, err);
	slot = hashmap_slot(&lookup->places, (uint64_t)id, &fresh, err);
	if (slot == NULL ||
	    array_grow(&lookup->parts, &lookup->parts_cap, lookup->n_parts + 1,
		sizeof(*lookup->parts), err) == -1)
		return -1;
	*slot = lookup->n_parts;
	lookup->parts[lookup->n_parts++] =
	    (struct lookup_part){lookup->memory.len, bytes.len};
	buf_span(&lookup->memory, bytes);
	return buf_check(&lookup->memory, err);
}

/* Put what was written so far as a part. */
static int
close_part(struct maker *maker, int64_t id, struct err *err)
{
	if (buf_check(&maker->bytes, err) == -1 ||
	    put_part(&maker->sink, id, buf_get(&maker->bytes), err) == -1)
		return -1;
	buf_reset(&maker->bytes);
	return 0;
}

static int
take_list(void *context, const struct postlists_list *list, struct err *err)
{
	struct maker *maker = context;
	const char *at = list->bytes.data;
	size_t i;

	maker->bits[list->list] = (uint8_t)list->bits;
	for (i = 0; i < list->n; i++) {
		if (put_part(&maker->sink,
			PART(list->list, list->blocks[i].block),
			span_make(at, list->blocks[i].len), err) == -1)
			return -1;
		at += list->blocks[i].len;
	}
	return 0;
}

/* Numbers by keys that are beside them, of which a place holds one + 1. */
struct seats {
	const int64_t *keys;
	uint32_t *number; /* 0 = a free place */
	int bits;
};

static int
seats_new(struct seats *seats, const int64_t *keys, size_t n, struct err *err)
{
	seats->keys = keys;
	seats->bits = 4;
	while (n >> (seats->bits - 1) > 0)
		seats->bits++;
	seats->number = calloc((size_t)1 << seats->bits, sizeof(uint32_t));
	return seats->number == NULL ? err_nomem(err) : 0;
}

/* The place of a key, or the free one where it belongs. */
static uint32_t *
seat_of(const struct seats *seats, int64_t key)
{
	size_t mask = ((size_t)1 << seats->bits) - 1;
	size_t at = (size_t)(((uint64_t)key * UINT64_C(0x9e3779b97f4a7c15)) >>
	    (64 - seats->bits));

	while (
	    seats->number[at] != 0 && seats->keys[seats->number[at] - 1] != key)
		at = (at + 1) & mask;
	return &seats->number[at];
}

/* Who hears what was said, and of whom. */
struct hearing {
	struct maker *maker;
	struct seats seats;
};

static int
take_said(void *context, int64_t id, int64_t key, struct err *err)
{
	struct hearing *hearing = context;
	struct maker *maker = hearing->maker;
	uint32_t number = *seat_of(&hearing->seats, key);

	/* What came after the run has no number. */
	if (number == 0)
		return 0;
	if (array_grow(&maker->said, &maker->said_cap, maker->n_said + 1,
		sizeof(*maker->said), err) == -1)
		return -1;
	maker->said[maker->n_said++] = (struct said){number - 1, id};
	return 0;
}

/* The same of a few records. */
struct few {
	struct maker *maker;
	uint32_t record;
};

static int
take_one(void *context, int64_t id, struct err *err)
{
	const struct few *few = context;
	struct maker *maker = few->maker;

	if (array_grow(&maker->said, &maker->said_cap, maker->n_said + 1,
		sizeof(*maker->said), err) == -1)
		return -1;
	maker->said[maker->n_said++] = (struct said){few->record, id};
	return 0;
}

static int
collect_few(struct maker *maker, struct store *store, struct err *err)
{
	struct few few = {.maker = maker};
	size_t n = maker->in->facts->n_records;

	for (; few.record < n; few.record++)
		if (since_said(store, maker->in->keys[few.record], take_one,
			&few, err) == -1)
			return -1;
	return 0;
}

static int
collect_said(struct maker *maker, struct store *store, struct err *err)
{
	size_t n = maker->in->facts->n_records;
	struct hearing hearing = {.maker = maker};
	uint32_t i;
	int status;

	if (seats_new(&hearing.seats, maker->in->keys, n, err) == -1)
		return -1;
	for (i = 0; i < n; i++)
		*seat_of(&hearing.seats, maker->in->keys[i]) = i + 1;
	status = matchpack_said(store, take_said, &hearing, err);
	free(hearing.seats.number);
	return status;
}

/* Statements by record, those of one by number. */
static int
sort_said(struct maker *maker, struct err *err)
{
	size_t n = maker->in->facts->n_records, i;

	maker->first = calloc(n + 2, sizeof(*maker->first));
	maker->ids = malloc((maker->n_said + 1) * sizeof(*maker->ids));
	if (maker->first == NULL || maker->ids == NULL)
		return err_nomem(err);
	for (i = 0; i < maker->n_said; i++)
		maker->first[maker->said[i].record + 2]++;
	for (i = 2; i < n + 2; i++)
		maker->first[i] += maker->first[i - 1];
	for (i = 0; i < maker->n_said; i++)
		maker->ids[maker->first[maker->said[i].record + 1]++] =
		    maker->said[i].id;
	free(maker->said);
	maker->said = NULL;
	return 0;
}

/* Records of one customer stand in a circle. */
static int
join_members(struct maker *maker, struct err *err)
{
	size_t n = maker->in->facts->n_records;
	const int64_t *customers = maker->in->customers;
	struct seats last;
	uint32_t *seat, i;

	maker->next = malloc((n + 1) * sizeof(*maker->next));
	if (maker->next == NULL)
		return err_nomem(err);
	if (seats_new(&last, customers, n, err) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		maker->next[i] = i;
		if (customers[i] == 0)
			continue;
		seat = seat_of(&last, customers[i]);
		if (*seat != 0) {
			maker->next[i] = maker->next[*seat - 1];
			maker->next[*seat - 1] = i;
		}
		*seat = i + 1;
	}
	free(last.number);
	return 0;
}

static void
write_person(struct maker *maker, uint32_t i)
{
	uint32_t at, end = maker->first[i + 1];
	int64_t before = 0;

	posts_put(&maker->bytes, (uint64_t)maker->in->keys[i]);
	posts_put(&maker->bytes, (uint64_t)maker->in->customers[i]);
	posts_put(&maker->bytes, maker->next[i]);
	posts_put(&maker->bytes, end - maker->first[i]);
	for (at = maker->first[i]; at < end; at++) {
		posts_put(&maker->bytes, (uint64_t)(maker->ids[at] - before));
		before = maker->ids[at];
	}
}

static int
write_people(struct maker *maker, struct err *err)
{
	uint32_t i, n = (uint32_t)maker->in->facts->n_records;

	for (i = 0; i < n; i++) {
		write_person(maker, i);
		if ((i + 1) % PEOPLE_PER_PART == 0 || i + 1 == n)
			if (close_part(maker,
				PART(PART_PEOPLE, i / PEOPLE_PER_PART),
				err) == -1)
				return -1;
	}
	return 0;
}

static uint64_t
reading_digest(bool is_given, struct span kanji, struct span kana)
{
	return hash_mix(hash_64(is_given, kanji), hash_64(2, kana));
}

static void
write_readings(struct maker *maker, bool is_given)
{
	const struct facts *facts = maker->in->facts;
	const struct hashmap *seen =
	    is_given ? &facts->given_reading.seen : &facts->family_reading.seen;
	int kanji = is_given ? FACTS_GIVEN : FACTS_FAMILY;
	int kana = is_given ? FACTS_GIVEN_KANA : FACTS_FAMILY_KANA;
	uint64_t digest;
	size_t i;

	for (i = 0; i < seen->cap; i++) {
		if (!seen->is_used[i])
			continue;
		digest = reading_digest(is_given,
		    intern_name(&facts->pool[kanji].names,
			(uint32_t)(seen->keys[i] >> 32) - 1),
		    intern_name(
			&facts->pool[kana].names, (uint32_t)seen->keys[i] - 1));
		buf_add(&maker->bytes, &digest, sizeof(digest));
	}
}

static int
compare_digests(const void *left, const void *right)
{
	uint64_t a, b;

	memcpy(&a, left, sizeof(a));
	memcpy(&b, right, sizeof(b));
	return (a > b) - (a < b);
}

/* The model is read for every question, and most of it are frequencies. */
static int
write_model(struct maker *maker, struct err *err)
{
	struct model model = *maker->in->model;

	if (model.frequency != NULL)
		frequency_pack(model.frequency, &maker->bytes);
	model.frequency = NULL;
	if (close_part(maker, PART(PART_FREQUENCY, 0), err) == -1 ||
	    model_write(&model, &maker->bytes, err) == -1)
		return -1;
	return close_part(maker, PART(PART_MODEL, 0), err);
}

static int
write_head(struct maker *maker, struct err *err)
{
	int i;

	write_readings(maker, true);
	write_readings(maker, false);
	if (maker->bytes.len > 0)
		qsort(maker->bytes.data, maker->bytes.len / sizeof(uint64_t),
		    sizeof(uint64_t), compare_digests);
	if (close_part(maker, PART(PART_READINGS, 0), err) == -1)
		return -1;
	posts_put(&maker->bytes, maker->in->facts->n_records);
	for (i = 0; i < KEYS_LISTS; i++)
		posts_put(&maker->bytes, maker->bits[i]);
	return close_part(maker, PART(PART_HEAD, 0), err);
}

static void
maker_clear(struct maker *maker)
{
	buf_clear(&maker->bytes);
	free(maker->said);
	free(maker->first);
	free(maker->ids);
	free(maker->next);
}

static int
make(struct store *store, const struct lookup_input *in, struct sink sink,
    struct err *err)
{
	struct postlists *own =
	    in->lists != NULL ? NULL : postlists_new(in->facts, in->model, err);
	struct postlists *lists = own == NULL ? in->lists : own;
	struct maker maker = {.in = in, .sink = sink};
	int status = -1;

	if (lists != NULL &&
	    (sink.layer == 0 ? collect_said(&maker, store, err)
			     : collect_few(&maker, store, err)) == 0 &&
	    sort_said(&maker, err) == 0 && join_members(&maker, err) == 0 &&
	    postlists_each(lists, take_list, &maker, err) == 0 &&
	    write_people(&maker, err) == 0 &&
	    (sink.layer != 0 || write_model(&maker, err) == 0))
		status = write_head(&maker, err);
	postlists_free(own);
	maker_clear(&maker);
	return status;
}

int
lookup_keep(struct store *store, int64_t run, uint64_t digest,
    const struct lookup_input *in, struct err *err)
{
	struct sink sink = {.store = store};
	bool is_last;

	if (matchpack_begin(store, run, &is_last, err) == -1)
		return -1;
	if (!is_last)
		return 0;
	if (matchpack_drop(store, 0, MATCHPACK_NEWS_FIRST - 1, err) == 0 &&
	    make(store, in, sink, err) == 0 &&
	    matchpack_end(store, MATCHPACK_FIND, run, digest, err) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

static int
put_moved(struct store *store, const struct lookup_moved *moved, size_t n,
    struct err *err)
{
	struct buf bytes = {0};
	size_t i;
	int status;

	for (i = 0; i < n; i++) {
		posts_put(&bytes, moved[i].number);
		posts_put(&bytes, moved[i].next);
		posts_put(&bytes, (uint64_t)moved[i].customer);
	}
	status = buf_check(&bytes, err);
	if (status == 0)
		status = matchpack_add(
		    store, LAYER + PART(PART_MOVED, 0), buf_get(&bytes), err);
	buf_clear(&bytes);
	return status;
}

int
lookup_keep_more(struct store *store, int64_t run, uint64_t digest,
    const struct lookup_input *in, const struct lookup_moved *moved,
    size_t n_moved, struct err *err)
{
	struct sink sink = {.store = store, .layer = LAYER};
	bool is_last;

	if (matchpack_begin(store, run, &is_last, err) == -1)
		return -1;
	if (!is_last)
		return 0;
	if (matchpack_drop(store, LAYER, MATCHPACK_NEWS_FIRST - 1, err) == 0 &&
	    make(store, in, sink, err) == 0 &&
	    put_moved(store, moved, n_moved, err) == 0 &&
	    matchpack_end(store, MATCHPACK_FIND, run, digest, err) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

/* --- of all records --- */

struct whole {
	struct facts facts;
	struct columns columns;
	int64_t *customers;
	struct lookup_input in;
};

static int
load_customers(struct whole *whole, struct store *store, struct err *err)
{
	struct store_member *members = NULL;
	struct hashmap map = {0};
	uint64_t *slot, customer;
	size_t i, n = 0;
	int status = -1;
	bool fresh;

	whole->customers =
	    calloc(whole->facts.n_records + 1, sizeof(*whole->customers));
	if (whole->customers == NULL)
		return err_nomem(err);
	if (store_members(store, &members, &n, err) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		slot = hashmap_slot(
		    &map, (uint64_t)members[i].record, &fresh, err);
		if (slot == NULL)
			goto free_all;
		*slot = (uint64_t)members[i].customer;
	}
	for (i = 0; i < whole->facts.n_records; i++)
		if (hashmap_get(
			&map, (uint64_t)whole->columns.keys[i], &customer))
			whole->customers[i] = (int64_t)customer;
	status = 0;
free_all:
	hashmap_clear(&map);
	free(members);
	return status;
}

static int
load_whole(struct whole *whole, struct store *store, const struct model *model,
    struct err *err)
{
	if (facts_begin(&whole->facts, model, err) == -1 ||
	    persons_load(&whole->facts, &whole->columns, store, err) == -1 ||
	    facts_finish(&whole->facts, err) == -1 ||
	    load_customers(whole, store, err) == -1)
		return -1;
	whole->in = (struct lookup_input){.facts = &whole->facts,
	    .model = model,
	    .keys = whole->columns.keys,
	    .customers = whole->customers};
	return 0;
}

static void
whole_clear(struct whole *whole)
{
	facts_clear(&whole->facts);
	columns_clear(&whole->columns);
	free(whole->customers);
}

int
lookup_keep_all(struct store *store, int64_t run, uint64_t digest,
    const struct model *model, struct err *err)
{
	struct whole whole = {0};
	int status = -1;

	if (store_begin_read(store, err) == 0) {
		status = load_whole(&whole, store, model, err);
		store_rollback(store);
	}
	if (status == 0)
		status = lookup_keep(store, run, digest, &whole.in, err);
	whole_clear(&whole);
	return status;
}

/* --- reading --- */

/* One part; empty where there is none. Borrowed until the next. */
static int
read_part(
    struct lookup *lookup, int64_t id, struct span *bytes, struct err *err)
{
	uint64_t number;

	*bytes = span_make(NULL, 0);
	if (lookup->store != NULL) {
		buf_reset(&lookup->bytes);
		if (matchpack_read(lookup->store, lookup->layer + id,
			&lookup->bytes, err) == -1)
			return -1;
		*bytes = buf_get(&lookup->bytes);
	} else if (hashmap_get(&lookup->places, (uint64_t)id, &number)) {
		*bytes =
		    span_make(lookup->memory.data + lookup->parts[number].from,
			lookup->parts[number].len);
	}
	return 0;
}

static int
read_head(struct lookup *lookup, struct err *err)
{
	struct span bytes;
	uint64_t bits;
	int i;

	if (read_part(lookup, PART(PART_READINGS, 0), &bytes, err) == -1)
		return -1;
	buf_span(&lookup->readings, bytes);
	if (buf_check(&lookup->readings, err) == -1 ||
	    read_part(lookup, PART(PART_HEAD, 0), &bytes, err) == -1)
		return -1;
	if (!posts_take(&bytes, &lookup->n_records))
		return damaged(err);
	for (i = 0; i < KEYS_LISTS; i++) {
		if (!posts_take(&bytes, &bits) || bits > POSTS_BITS_MAX)
			return damaged(err);
		lookup->bits[i] = (uint8_t)bits;
	}
	return 0;
}

int
lookup_make(struct lookup *lookup, struct store *store,
    const struct model *model, struct err *err)
{
	struct sink sink = {.lookup = lookup};
	struct whole whole = {0};
	int status = -1;

	if (load_whole(&whole, store, model, err) == 0 &&
	    make(store, &whole.in, sink, err) == 0)
		status = read_head(lookup, err);
	whole_clear(&whole);
	return status;
}

int
lookup_frequency(
    struct store *store, struct frequency **frequency, struct err *err)
{
	struct buf bytes = {0};
	int status =
	    matchpack_read_long(store, PART(PART_FREQUENCY, 0), &bytes, err);

	*frequency = NULL;
	if (status == 0 && bytes.len > 0) {
		*frequency = calloc(1, sizeof(**frequency));
		status = *frequency == NULL
		    ? err_nomem(err)
		    : frequency_unpack(*frequency, buf_get(&bytes), err);
	}
	buf_clear(&bytes);
	return status;
}

static int
read_model(struct lookup *lookup, struct model *model, struct err *err)
{
	struct span bytes;

	if (read_part(lookup, PART(PART_MODEL, 0), &bytes, err) == -1)
		return -1;
	return model_read(model, bytes, err);
}

static int
read_moved(struct lookup *lookup, struct err *err)
{
	uint64_t number, next, customer;
	struct lookup_moved *moved;
	struct span bytes;

	if (read_part(lookup->more, PART(PART_MOVED, 0), &bytes, err) == -1)
		return -1;
	/* Each takes three bytes at least. */
	moved = malloc((bytes.len / 3 + 1) * sizeof(*moved));
	if (moved == NULL)
		return err_nomem(err);
	lookup->moved = moved;
	while (bytes.len > 0) {
		if (!posts_take(&bytes, &number) ||
		    !posts_take(&bytes, &next) ||
		    !posts_take(&bytes, &customer))
			return damaged(err);
		moved[lookup->n_moved++] = (struct lookup_moved){
		    (uint32_t)number, (uint32_t)next, (int64_t)customer};
	}
	return 0;
}

/* What came since all was kept. */
static int
open_more(struct lookup *lookup, struct err *err)
{
	struct lookup *more = calloc(1, sizeof(*more));
	struct span head;

	assert(lookup->store != NULL);
	lookup->more = more;
	if (more == NULL)
		return err_nomem(err);
	more->store = lookup->store;
	more->layer = LAYER;
	if (read_part(more, PART(PART_HEAD, 0), &head, err) == -1)
		return -1;
	if (head.len > 0)
		return read_head(more, err) == 0 ? read_moved(lookup, err) : -1;
	lookup_clear(more);
	free(more);
	lookup->more = NULL;
	return 0;
}

int
lookup_open(struct lookup *lookup, struct store *store, struct model *model,
    struct err *err)
{
	lookup->store = store;
	if (read_model(lookup, model, err) == -1 ||
	    read_head(lookup, err) == -1)
		return -1;
	return open_more(lookup, err);
}

void
lookup_clear(struct lookup *lookup)
{
	buf_clear(&lookup->bytes);
	buf_clear(&lookup->readings);
	buf_clear(&lookup->memory);
	hashmap_clear(&lookup->places);
	free(lookup->parts);
	if (lookup->more != NULL) {
		buf_clear(&lookup->more->bytes);
		buf_clear(&lookup->more->readings);
	}
	free(lookup->more);
	free(lookup->moved);
	memset(lookup, 0, sizeof(*lookup));
}

static int
ask_layer(struct lookup *lookup, int list, uint32_t key, struct posts *found,
    struct err *err)
{
	struct span bytes;
	uint32_t block = posts_block(key, lookup->bits[list]);

	if (read_part(lookup, PART(list, block), &bytes, err) == -1)
		return -1;
	return posts_find(bytes, key, found, err);
}

int
lookup_ask(struct lookup *lookup, int list, uint32_t key, struct posts *found,
    struct err *err)
{
	size_t i;

	if (ask_layer(lookup, list, key, found, err) == -1)
		return -1;
	if (lookup->more == NULL)
		return 0;
	i = found->n;
	if (ask_layer(lookup->more, list, key, found, err) == -1)
		return -1;
	for (; i < found->n; i++)
		found->record[i] += (uint32_t)lookup->n_records;
	return 0;
}

static int
take_person(struct span *bytes, struct lookup_person *person, struct err *err)
{
	uint64_t key, customer, next, n, step;
	int64_t id = 0;

	if (!posts_take(bytes, &key) || !posts_take(bytes, &customer) ||
	    !posts_take(bytes, &next) || !posts_take(bytes, &n) ||
	    n > bytes->len)
		return damaged(err);
	person->key = (int64_t)key;
	person->customer = (int64_t)customer;
	person->next = (uint32_t)next;
	if (array_grow(&person->said, &person->said_cap, n + 1,
		sizeof(*person->said), err) == -1)
		return -1;
	for (person->n_said = 0; person->n_said < n; person->n_said++) {
		if (!posts_take(bytes, &step))
			return damaged(err);
		id += (int64_t)step;
		person->said[person->n_said] = id;
	}
	return 0;
}

static int
read_layer(struct lookup *lookup, uint32_t number, struct lookup_person *person,
    struct err *err)
{
	uint32_t at = number / PEOPLE_PER_PART * PEOPLE_PER_PART;
	struct span bytes;

	if (number >= lookup->n_records)
		return damaged(err);
	if (read_part(lookup, PART(PART_PEOPLE, number / PEOPLE_PER_PART),
		&bytes, err) == -1)
		return -1;
	do {
		if (take_person(&bytes, person, err) == -1)
			return -1;
	} while (at++ < number);
	return 0;
}

static int
compare_moved(const void *left, const void *right)
{
	const struct lookup_moved *a = left, *b = right;

	return (a->number > b->number) - (a->number < b->number);
}

/* Whose it is now; of one that has another number nothing is left here. */
static void
move_person(
    const struct lookup *lookup, uint32_t number, struct lookup_person *person)
{
	const struct lookup_moved wanted = {.number = number}, *found;

	found = lookup->n_moved == 0
	    ? NULL
	    : bsearch(&wanted, lookup->moved, lookup->n_moved, sizeof(wanted),
		  compare_moved);
	if (found == NULL)
		return;
	person->customer = found->customer;
	person->next = found->next;
	if (found->next == LOOKUP_GONE) {
		person->n_said = 0;
		person->next = number;
	}
}

int
lookup_read(struct lookup *lookup, uint32_t number,
    struct lookup_person *person, struct err *err)
{
	bool is_more = lookup->more != NULL && number >= lookup->n_records;

	if (read_layer(is_more ? lookup->more : lookup,
		is_more ? number - (uint32_t)lookup->n_records : number, person,
		err) == -1)
		return -1;
	move_person(lookup, number, person);
	return 0;
}

void
lookup_person_clear(struct lookup_person *person)
{
	free(person->said);
	memset(person, 0, sizeof(*person));
}

static bool
is_read(const struct lookup *lookup, uint64_t digest)
{
	return lookup->readings.len > 0 &&
	    bsearch(&digest, lookup->readings.data,
		lookup->readings.len / sizeof(digest), sizeof(digest),
		compare_digests) != NULL;
}

bool
lookup_is_read(const struct lookup *lookup, bool is_given, struct span kanji,
    struct span kana)
{
	uint64_t digest = reading_digest(is_given, kanji, kana);

	return is_read(lookup, digest) ||
	    (lookup->more != NULL && is_read(lookup->more, digest));
}
