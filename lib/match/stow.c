#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "match/stow.h"

#define PIECE_BYTES ((size_t)4 << 20)
#define NUMBER_MAX 10 /* bytes of a number, seven bits each */

#define POOLS (FACTS_COLUMNS + FACTS_LISTS)

/* How the bytes begin. */
struct head {
	uint64_t n_records, n_rows, width, n_dates, n_spaces;
	uint64_t n_items[FACTS_LISTS];
	uint32_t place[FACTS_COLUMNS];
	struct facts_frozen frozen[POOLS];
};

struct writer {
	struct buf bytes;
	stow_put *put;
	void *context;
};

static const struct facts_pool *
pool_at(const struct facts *facts, int at)
{
	return at < FACTS_COLUMNS ? &facts->pool[at]
				  : &facts->list[at - FACTS_COLUMNS].pool;
}

/* --- writing --- */

static int
flush(struct writer *w, size_t least, struct err *err)
{
	if (w->bytes.len < least)
		return 0;
	if (buf_check(&w->bytes, err) == -1 ||
	    w->put(w->context, buf_get(&w->bytes), err) == -1)
		return -1;
	buf_reset(&w->bytes);
	return 0;
}

static int
put_array(
    struct writer *w, const void *array, size_t n, size_t size, struct err *err)
{
	size_t left = n * size, piece;
	const char *at = array;

	for (; left > 0; left -= piece, at += piece) {
		piece = left < PIECE_BYTES ? left : PIECE_BYTES;
		buf_add(&w->bytes, at, piece);
		if (flush(w, PIECE_BYTES, err) == -1)
			return -1;
	}
	return 0;
}

static size_t
put_number(char *at, uint64_t number)
{
	size_t n = 0;

	for (; number > 0x7f; number >>= 7)
		at[n++] = (char)(0x80 | (number & 0x7f));
	at[n++] = (char)number;
	return n;
}

static int
put_names(struct writer *w, const struct intern *names, struct err *err)
{
	uint64_t count = names->count;
	uint32_t i;

	if (put_array(w, &count, 1, sizeof(count), err) == -1)
		return -1;
	for (i = 0; i < count; i++) {
		buf_span(&w->bytes, intern_kept(names, i));
		if (flush(w, PIECE_BYTES, err) == -1)
			return -1;
	}
	return 0;
}

static int
put_rows(struct writer *w, const struct facts *facts, struct err *err)
{
	const uint32_t *value;
	size_t row, i;
	char *at;

	for (row = 0; row < facts->n_rows; row++) {
		value = facts_row(facts, (uint32_t)row) + FACTS_HEAD;
		at = buf_reserve(&w->bytes, facts->width * NUMBER_MAX + 1);
		if (at == NULL)
			return err_nomem(err);
		for (i = 0; i < facts->width; i++)
			at += put_number(at, value[i]);
		w->bytes.len = (size_t)(at - w->bytes.data);
		if (flush(w, PIECE_BYTES, err) == -1)
			return -1;
	}
	return 0;
}

/* Items of one list of one record; the last bit says whether it is its own. */
static int
put_items(struct writer *w, const struct facts *facts, enum facts_list which,
    uint32_t record, struct err *err)
{
	uint32_t n, i;
	const uint32_t *item = facts_items(facts, which, record, &n);
	char *at = buf_reserve(&w->bytes, ((size_t)n + 1) * NUMBER_MAX);

	if (at == NULL)
		return err_nomem(err);
	at += put_number(at, n);
	for (i = 0; i < n; i++)
		at += put_number(at,
		    (uint64_t)(item[i] & FACTS_ITEM) << 1 |
			((item[i] & FACTS_OWN) != 0));
	w->bytes.len = (size_t)(at - w->bytes.data);
	return flush(w, PIECE_BYTES, err);
}

static int
put_lists(struct writer *w, const struct facts *facts, struct err *err)
{
	uint32_t record;
	int which;

	for (record = 0; record < facts->n_records; record++)
		for (which = 0; which < FACTS_LISTS; which++)
			if (put_items(w, facts, (enum facts_list)which, record,
				err) == -1)
				return -1;
	return 0;
}

static void
fill_head(const struct facts *facts, struct head *head)
{
	int i;

	memset(head, 0, sizeof(*head));
	head->n_records = facts->n_records;
	head->n_rows = facts->n_rows;
	head->width = facts->width;
	head->n_dates = facts->pool[FACTS_BIRTH].names.count;
	head->n_spaces = facts->spaces.count;
	for (i = 0; i < FACTS_LISTS; i++)
		head->n_items[i] = facts->list[i].n;
	for (i = 0; i < FACTS_COLUMNS; i++)
		head->place[i] = facts->place[i] == FACTS_NONE
		    ? FACTS_NONE
		    : facts->place[i] - FACTS_HEAD;
	for (i = 0; i < POOLS; i++) {
		head->frozen[i].is_frozen = facts->frozen[i].is_frozen;
		head->frozen[i].known = facts->frozen[i].known;
		head->frozen[i].equal = facts->frozen[i].equal;
	}
}

/* The names of all, which are used where they are, and then what is known of
 * them. */
static int
put_dictionaries(struct writer *w, const struct facts *facts, struct err *err)
{
	const struct facts_pool *pool;
	int i;

	for (i = 0; i < POOLS; i++)
		if (put_names(w, &pool_at(facts, i)->names, err) == -1)
			return -1;
	if (put_names(w, &facts->spaces, err) == -1)
		return -1;
	for (i = 0; i < POOLS; i++) {
		pool = pool_at(facts, i);
		if (put_array(w, pool->values, pool->names.count,
			sizeof(*pool->values), err) == -1)
			return -1;
	}
	if (put_array(w, facts->is_unique, facts->spaces.count, sizeof(bool),
		err) == -1)
		return -1;
	return put_array(w, facts->dates, facts->pool[FACTS_BIRTH].names.count,
	    sizeof(*facts->dates), err);
}

static int
write_all(struct writer *w, const struct facts *facts, struct err *err)
{
	struct head head;

	fill_head(facts, &head);
	if (put_array(w, &head, 1, sizeof(head), err) == -1 ||
	    put_dictionaries(w, facts, err) == -1 ||
	    put_array(w, facts->digest, facts->n_records,
		sizeof(*facts->digest), err) == -1 ||
	    put_array(w, facts->source, facts->n_records,
		sizeof(*facts->source), err) == -1 ||
	    put_array(w, facts->row_record, facts->n_rows - facts->n_records,
		sizeof(*facts->row_record), err) == -1 ||
	    put_rows(w, facts, err) == -1 || put_lists(w, facts, err) == -1)
		return -1;
	return flush(w, 1, err);
}

int
stow_write(
    const struct facts *facts, stow_put *put, void *context, struct err *err)
{
	struct writer w = {.put = put, .context = context};
	int status = write_all(&w, facts, err);

	buf_clear(&w.bytes);
	return status;
}

/* --- reading --- */

static int
damaged(struct err *err)
{
	return err_set(err, ERR_DATA, "the facts of matching are damaged");
}

static bool
take_bytes(struct span *from, void *to, size_t size)
{
	if (from->len < size)
		return false;
	if (size > 0)
		memcpy(to, from->data, size);
	*from = span_make(from->data + size, from->len - size);
	return true;
}

/* An array in memory of its own; room for one element at least. */
static int
take_array(
    struct span *from, void *array, size_t n, size_t size, struct err *err)
{
	void *made;

	if (n > from->len / size)
		return damaged(err);
	made = malloc((n + 1) * size);
	if (made == NULL)
		return err_nomem(err);
	memcpy(array, &made, sizeof(made));
	return take_bytes(from, made, n * size) ? 0 : damaged(err);
}

static inline bool
take_number(struct span *from, uint64_t *number)
{
	const char *at = from->data, *end = at + from->len;
	unsigned shift = 0;

	*number = 0;
	for (; at < end && shift < 64; shift += 7) {
		*number |= (uint64_t)(*at & 0x7f) << shift;
		if ((*at++ & 0x80) != 0)
			continue;
		*from = span_make(at, (size_t)(end - at));
		return true;
	}
	return false;
}

static int
take_names(struct span *from, struct intern *names, struct err *err)
{
	uint64_t count;

	if (!take_bytes(from, &count, sizeof(count)) ||
	    count >= FACTS_VALUES_MAX)
		return damaged(err);
	return intern_restore(names, from, count, err);
}

static struct facts_pool *
pool_of(struct facts *facts, int at)
{
	return at < FACTS_COLUMNS ? &facts->pool[at]
				  : &facts->list[at - FACTS_COLUMNS].pool;
}

static int
take_all_names(struct span *from, struct facts *facts, struct err *err)
{
	int i;

	for (i = 0; i < POOLS; i++)
		if (take_names(from, &pool_of(facts, i)->names, err) == -1)
			return -1;
	return take_names(from, &facts->spaces, err);
}

static int
take_dictionaries(struct span *from, struct facts *facts,
    const struct head *head, struct err *err)
{
	struct facts_pool *pool;
	int i;

	if (head->n_spaces != facts->spaces.count ||
	    head->n_dates != facts->pool[FACTS_BIRTH].names.count)
		return damaged(err);
	for (i = 0; i < POOLS; i++) {
		pool = pool_of(facts, i);
		if (take_array(from, &pool->values, pool->names.count,
			sizeof(*pool->values), err) == -1)
			return -1;
		pool->values_cap = pool->names.count + 1;
	}
	if (take_array(from, &facts->is_unique, head->n_spaces, sizeof(bool),
		err) == -1 ||
	    take_array(from, &facts->dates, head->n_dates,
		sizeof(*facts->dates), err) == -1)
		return -1;
	facts->unique_cap = facts->spaces.count + 1;
	return 0;
}

/* Which column stands where in a row. */
static bool
find_columns(const struct facts *facts, int column[FACTS_COLUMNS])
{
	size_t n = 0;
	int i;

	for (i = 0; i < FACTS_COLUMNS; i++) {
		if (facts->place[i] == FACTS_NONE)
			continue;
		if (facts->place[i] >= facts->width)
			return false;
		column[facts->place[i]] = i;
		n++;
	}
	return n == facts->width;
}

static int
take_rows(struct span *from, struct facts *facts, struct err *err)
{
	size_t n = facts->n_rows, width = facts->width, row, i;
	int column[FACTS_COLUMNS] = {0};
	uint32_t *out;
	uint64_t value;

	if (!find_columns(facts, column) || n > from->len + 1)
		return damaged(err);
	facts->value = malloc((n * width + 1) * sizeof(*facts->value));
	if (facts->value == NULL)
		return err_nomem(err);
	facts->value_cap = n * width + 1;
	out = facts->value;
	for (row = 0; row < n; row++)
		for (i = 0; i < width; i++) {
			if (!take_number(from, &value) ||
			    value > facts->pool[column[i]].names.count)
				return damaged(err);
			*out++ = (uint32_t)value;
		}
	return 0;
}

static int
take_items(struct span *from, struct facts_items *list, uint32_t record,
    struct err *err)
{
	uint64_t n, item;

	list->first[record] = (uint32_t)list->n;
	if (!take_number(from, &n) || n > list->item_cap - list->n)
		return damaged(err);
	for (; n > 0; n--) {
		if (!take_number(from, &item) ||
		    item >> 1 >= list->pool.names.count)
			return damaged(err);
		list->item[list->n++] =
		    (uint32_t)(item >> 1) | ((item & 1) != 0 ? FACTS_OWN : 0);
	}
	return 0;
}

static int
take_lists(struct span *from, struct facts *facts, const struct head *head,
    struct err *err)
{
	struct facts_items *list;
	uint32_t record;
	int i;

	for (i = 0; i < FACTS_LISTS; i++) {
		list = &facts->list[i];
		if (head->n_items[i] > from->len)
			return damaged(err);
		list->item_cap = head->n_items[i];
		list->item = malloc((list->item_cap + 1) * sizeof(uint32_t));
		list->first_cap = facts->n_records + 1;
		list->first = malloc(list->first_cap * sizeof(uint32_t));
		if (list->item == NULL || list->first == NULL)
			return err_nomem(err);
	}
	for (record = 0; record < facts->n_records; record++)
		for (i = 0; i < FACTS_LISTS; i++)
			if (take_items(from, &facts->list[i], record, err) ==
			    -1)
				return -1;
	for (i = 0; i < FACTS_LISTS; i++)
		facts->list[i].first[facts->n_records] =
		    (uint32_t)facts->list[i].n;
	return 0;
}

/* Further rows hang on their records, the last in front. */
static int
chain_rows(struct facts *facts, struct err *err)
{
	size_t n = facts->n_records, i;
	uint32_t record;

	facts->more = malloc((facts->n_rows + 1) * sizeof(*facts->more));
	if (facts->more == NULL)
		return err_nomem(err);
	memset(facts->more, 0xff, (facts->n_rows + 1) * sizeof(uint32_t));
	for (i = n; i < facts->n_rows; i++) {
		record = facts->row_record[i - n];
		if (record >= n)
			return damaged(err);
		facts->more[i] = facts->more[record];
		facts->more[record] = (uint32_t)i;
	}
	return 0;
}

static int
take_head(
    struct span *from, struct facts *facts, struct head *head, struct err *err)
{
	if (!take_bytes(from, head, sizeof(*head)) ||
	    head->n_records >= FACTS_VALUES_MAX ||
	    head->n_rows < head->n_records ||
	    head->n_rows >= FACTS_VALUES_MAX || head->width > FACTS_COLUMNS)
		return damaged(err);
	facts->n_records = head->n_records;
	facts->n_rows = head->n_rows;
	facts->width = head->width;
	memcpy(facts->place, head->place, sizeof(facts->place));
	memcpy(facts->frozen, head->frozen, sizeof(facts->frozen));
	return 0;
}

int
stow_read(struct facts *facts, const struct model *model, struct span bytes,
    size_t *n_borrowed, struct err *err)
{
	const char *start = bytes.data;
	struct head head;

	if (facts_begin(facts, model, err) == -1 ||
	    take_head(&bytes, facts, &head, err) == -1 ||
	    take_all_names(&bytes, facts, err) == -1)
		return -1;
	*n_borrowed = (size_t)(bytes.data - start);
	if (take_dictionaries(&bytes, facts, &head, err) == -1 ||
	    take_array(&bytes, &facts->digest, facts->n_records,
		sizeof(*facts->digest), err) == -1 ||
	    take_array(&bytes, &facts->source, facts->n_records,
		sizeof(*facts->source), err) == -1 ||
	    take_array(&bytes, &facts->row_record,
		facts->n_rows - facts->n_records, sizeof(*facts->row_record),
		err) == -1 ||
	    chain_rows(facts, err) == -1 ||
	    take_rows(&bytes, facts, err) == -1 ||
	    take_lists(&bytes, facts, &head, err) == -1)
		return -1;
	return bytes.len == 0 ? 0 : damaged(err);
}
