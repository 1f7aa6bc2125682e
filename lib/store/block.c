#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "canon/canon.h"
#include "store/block.h"

#define RECORDS 4     /* so many of a customer are looked through */
#define HEAD_BYTES 18 /* least value, unit, width, whether some are unknown */

/* --- making one --- */

static int
start_customer(struct block *block, int64_t customer, struct err *err)
{
	if (array_grow(&block->customers, &block->customers_cap,
		block->n_customers + 1, sizeof(*block->customers), err) != 0 ||
	    array_grow(&block->counts, &block->counts_cap,
		block->n_customers + 1, sizeof(*block->counts), err) != 0)
		return -1;
	block->customers[block->n_customers] = customer;
	block->counts[block->n_customers++] = 0;
	return 0;
}

/* A value comes for a row; of those before that have none nothing is known. */
static int
add_number(
    struct block_values *column, size_t at, int64_t value, struct err *err)
{
	if (at >= column->cap &&
	    array_grow(&column->items, &column->cap, at + 1,
		sizeof(*column->items), err) != 0)
		return -1;
	if (!column->is_known)
		column->n = 0;
	column->is_known = true;
	while (column->n < at)
		column->items[column->n++] = CANON_NO_INT;
	column->items[column->n++] = value;
	return 0;
}

static int
reach_word(struct block_words *column, size_t at, struct err *err)
{
	uint32_t empty;

	if (at >= column->cap &&
	    array_grow(&column->items, &column->cap, at + 1,
		sizeof(*column->items), err) != 0)
		return -1;
	if (!column->is_known) {
		column->n = 0;
		if (intern_add(
			&column->intern, span_make("", 0), &empty, err) != 0)
			return -1;
	}
	column->is_known = true;
	while (column->n < at)
		column->items[column->n++] = 0;
	return 0;
}

/* Is it one of the last words? */
static bool
find_last(const struct block_words *column, struct span text, uint32_t *word)
{
	uint32_t n = (uint32_t)column->intern.count;

	for (uint32_t i = n; i > 0 && n - i < RECORDS; i--)
		if (span_eq(text, intern_name(&column->intern, i - 1))) {
			*word = i - 1;
			return true;
		}
	return false;
}

static int
add_text(struct block_words *column, int number, size_t at, struct span text,
    struct err *err)
{
	uint32_t *word;

	if (reach_word(column, at, err) != 0)
		return -1;
	word = &column->items[column->n++];
	/* What comes in a row is often the same again. Else each event has
	 * another id, and a customer's few records are near each other: what is
	 * not among them is a new word, and if it was there before, one twice.
	 * Of other columns words come again anywhere. */
	if (at > 0 && span_eq(text, intern_name(&column->intern, word[-1]))) {
		*word = word[-1];
		return 0;
	}
	if (number == BLOCK_RECORD && find_last(column, text, word))
		return 0;
	if (number == BLOCK_RECORD || number == BLOCK_EVENT_ID)
		return intern_append(&column->intern, text, word, err);
	return intern_add(&column->intern, text, word, err);
}

static int
begin_row(struct block *block, int64_t customer, struct err *err)
{
	if ((block->n_customers == 0 ||
		block->customers[block->n_customers - 1] != customer) &&
	    start_customer(block, customer, err) != 0)
		return -1;
	block->counts[block->n_customers - 1]++;
	block->n_events++;
	return 0;
}

int
block_add(struct block *block, const struct block_row *row, struct err *err)
{
	size_t at = block->n_events;

	for (int i = 0; i < BLOCK_NUMBERS; i++)
		if (row->numbers[i] != CANON_NO_INT &&
		    add_number(&block->numbers[i], at, row->numbers[i], err) !=
			0)
			return -1;
	for (int i = 0; i < BLOCK_TEXTS; i++)
		if (row->texts[i].len > 0 &&
		    add_text(&block->texts[i], i, at, row->texts[i], err) != 0)
			return -1;
	return begin_row(block, row->customer, err);
}

/* Nothing is known of the last rows of many columns. */
static int
fill_columns(struct block *block, struct err *err)
{
	size_t n = block->n_events;

	for (int i = 0; i < BLOCK_NUMBERS; i++) {
		struct block_values *column = &block->numbers[i];

		if (!column->is_known || column->n == n)
			continue;
		if (add_number(column, n - 1, CANON_NO_INT, err) != 0)
			return -1;
	}
	for (int i = 0; i < BLOCK_TEXTS; i++) {
		struct block_words *column = &block->texts[i];

		if (column->is_known && reach_word(column, n, err) != 0)
			return -1;
	}
	return 0;
}

int
block_seal(struct block *block, struct err *err)
{
	if (fill_columns(block, err) != 0)
		return -1;
	for (int i = 0; i < BLOCK_TEXTS; i++) {
		struct block_words *column = &block->texts[i];
		uint32_t n = (uint32_t)column->intern.count;

		if (array_grow(&column->read, &column->read_cap, n + 1,
			sizeof(*column->read), err) != 0)
			return -1;
		for (uint32_t word = 0; word < n; word++)
			column->read[word] = intern_name(&column->intern, word);
		column->words = column->read;
		column->n_words = n;
	}
	return 0;
}

void
block_reset(struct block *block)
{
	block->n_customers = 0;
	block->n_events = 0;
	for (int i = 0; i < BLOCK_NUMBERS; i++)
		block->numbers[i].is_known = false;
	for (int i = 0; i < BLOCK_TEXTS; i++) {
		block->texts[i].is_known = false;
		intern_reset(&block->texts[i].intern);
	}
}

void
block_clear(struct block *block)
{
	block_reset(block);
	free(block->customers);
	free(block->counts);
	free(block->scratch);
	for (int i = 0; i < BLOCK_NUMBERS; i++)
		free(block->numbers[i].items);
	for (int i = 0; i < BLOCK_TEXTS; i++) {
		intern_clear(&block->texts[i].intern);
		free(block->texts[i].items);
		free(block->texts[i].read);
	}
	memset(block, 0, sizeof(*block));
}

/* --- bytes --- */

static inline void
put(char *to, uint64_t value, int width)
{
	for (int i = 0; i < width; i++)
		to[i] = (char)(value >> (8 * i) & 0xff);
}

static inline uint64_t
get(const unsigned char *from, int width)
{
	uint64_t value = 0;

	for (int i = 0; i < width; i++)
		value |= (uint64_t)from[i] << (8 * i);
	return value;
}

static uint64_t
common_divisor(uint64_t a, uint64_t b)
{
	while (b != 0) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* How a column's values are written. */
struct scale {
	int64_t least;
	uint64_t unit;
	int width;
	bool has_unknown;
};

static int
width_of(uint64_t most)
{
	if (most == 0)
		return 0;
	if (most <= UINT8_MAX)
		return 1;
	if (most <= UINT16_MAX)
		return 2;
	return most <= UINT32_MAX ? 4 : 8;
}

static struct scale
scale_of(const int64_t *values, size_t n)
{
	struct scale scale = {.least = INT64_MAX};
	int64_t most = INT64_MIN;

	for (size_t i = 0; i < n; i++) {
		if (values[i] == CANON_NO_INT) {
			scale.has_unknown = true;
			continue;
		}
		if (values[i] < scale.least)
			scale.least = values[i];
		if (values[i] > most)
			most = values[i];
	}
	for (size_t i = 0; i < n && scale.unit != 1; i++)
		if (values[i] != CANON_NO_INT)
			scale.unit = common_divisor(
			    (uint64_t)values[i] - (uint64_t)scale.least,
			    scale.unit);
	if (scale.unit == 0)
		scale.unit = 1;
	if (most >= scale.least)
		scale.width = width_of(
		    ((uint64_t)most - (uint64_t)scale.least) / scale.unit +
		    scale.has_unknown);
	return scale;
}

/* One loop for each width, so that each is as fast as it can be. */
static inline void
gather(const int64_t *values, size_t n, int width, const struct scale *scale,
    char *to)
{
	uint64_t least = (uint64_t)scale->least;
	uint64_t unit = scale->unit;

	for (size_t i = 0; i < n; i++) {
		uint64_t above = (uint64_t)values[i] - least;

		if (unit != 1)
			above /= unit;
		above += scale->has_unknown;
		if (values[i] == CANON_NO_INT)
			above = 0;
		put(to + i * (size_t)width, above, width);
	}
}

static void
write_numbers(const int64_t *values, size_t n, struct buf *buf)
{
	struct scale scale = scale_of(values, n);
	size_t size = HEAD_BYTES + n * (size_t)scale.width;
	char *to = buf_reserve(buf, size);

	if (to == NULL)
		return;
	put(to, (uint64_t)scale.least, 8);
	put(to + 8, scale.unit, 8);
	to[16] = (char)scale.width;
	to[17] = scale.has_unknown;
	to += HEAD_BYTES;
	if (scale.width == 1)
		gather(values, n, 1, &scale, to);
	else if (scale.width == 2)
		gather(values, n, 2, &scale, to);
	else if (scale.width == 4)
		gather(values, n, 4, &scale, to);
	else if (scale.width == 8)
		gather(values, n, 8, &scale, to);
	buf->len += size;
}

static inline void
spread(const unsigned char *from, size_t n, int width,
    const struct scale *scale, int64_t *to)
{
	uint64_t least =
	    (uint64_t)scale->least - (scale->has_unknown ? scale->unit : 0);
	uint64_t unit = scale->unit;

	if (!scale->has_unknown) {
		for (size_t i = 0; i < n; i++)
			to[i] = (int64_t)(least +
			    get(from + i * (size_t)width, width) * unit);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		uint64_t value = get(from + i * (size_t)width, width);

		to[i] =
		    value == 0 ? CANON_NO_INT : (int64_t)(least + value * unit);
	}
}

int
block_damaged(struct err *err)
{
	return err_set(err, ERR_DATA,
	    "the packed journeys are damaged: omni-merge --full makes them "
	    "again");
}

static int
read_numbers(struct span bytes, size_t n, int64_t *to, struct err *err)
{
	const unsigned char *from = (const unsigned char *)bytes.data;
	struct scale scale;

	if (bytes.len < HEAD_BYTES)
		return block_damaged(err);
	scale.least = (int64_t)get(from, 8);
	scale.unit = get(from + 8, 8);
	scale.width = from[16];
	scale.has_unknown = from[17] != 0;
	if ((bytes.len - HEAD_BYTES) != n * (size_t)scale.width)
		return block_damaged(err);
	from += HEAD_BYTES;
	if (scale.width == 1)
		spread(from, n, 1, &scale, to);
	else if (scale.width == 2)
		spread(from, n, 2, &scale, to);
	else if (scale.width == 4)
		spread(from, n, 4, &scale, to);
	else if (scale.width == 8)
		spread(from, n, 8, &scale, to);
	else if (scale.width == 0)
		spread(from, n, 0, &scale, to);
	else
		return block_damaged(err);
	return 0;
}

static int64_t *
scratch(struct block *block, size_t n, struct err *err)
{
	if (array_grow(&block->scratch, &block->scratch_cap, n + 1,
		sizeof(*block->scratch), err) != 0)
		return NULL;
	return block->scratch;
}

static void
put_words(const struct block_words *column, size_t n_events, int64_t *numbers,
    struct buf *buf)
{
	size_t at = buf->len;
	char *head = buf_reserve(buf, 8);

	if (head == NULL)
		return;
	put(head, column->n_words, 4);
	buf->len += 8;
	for (size_t i = 0; i < column->n_words; i++)
		numbers[i] = (int64_t)column->words[i].len;
	write_numbers(numbers, column->n_words, buf);
	if (buf->failed)
		return;
	put(buf->data + at + 4, buf->len - at, 4);
	for (size_t i = 0; i < column->n_words; i++)
		buf_span(buf, column->words[i]);
	for (size_t i = 0; i < n_events; i++)
		numbers[i] = column->items[i];
	write_numbers(numbers, n_events, buf);
}

static int
write_words(const struct block_words *column, size_t n_events, struct buf *buf,
    struct err *err)
{
	size_t n = column->n_words > n_events ? column->n_words : n_events;
	int64_t *numbers = malloc((n + 1) * sizeof(*numbers));

	if (numbers == NULL)
		return err_nomem(err);
	put_words(column, n_events, numbers, buf);
	free(numbers);
	return buf_check(buf, err);
}

/* The words of a column lie in a row; *${used} is how long they are. */
static int
read_dictionary(struct block *block, struct block_words *column,
    struct span bytes, size_t n, size_t *used, struct err *err)
{
	int64_t *lengths = scratch(block, n, err);
	size_t at = (size_t)get((const unsigned char *)bytes.data + 4, 4);

	if (lengths == NULL ||
	    array_grow(&column->read, &column->read_cap, n + 1,
		sizeof(*column->read), err) != 0)
		return -1;
	if (at < 8 || at > bytes.len)
		return block_damaged(err);
	if (read_numbers(span_make(bytes.data + 8, at - 8), n, lengths, err) !=
	    0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (lengths[i] < 0 || (uint64_t)lengths[i] > bytes.len - at)
			return block_damaged(err);
		column->read[i] =
		    span_make(bytes.data + at, (size_t)lengths[i]);
		at += (size_t)lengths[i];
	}
	*used = at;
	return 0;
}

static int
read_words(struct block *block, struct block_words *column, struct span bytes,
    struct err *err)
{
	int64_t *numbers;
	size_t n, at = 0;

	if (bytes.len < 8)
		return block_damaged(err);
	n = (size_t)get((const unsigned char *)bytes.data, 4);
	if (n > bytes.len + block->n_events)
		return block_damaged(err);
	if (read_dictionary(block, column, bytes, n, &at, err) != 0)
		return -1;
	numbers = scratch(block, block->n_events, err);
	if (numbers == NULL ||
	    array_grow(&column->items, &column->cap, block->n_events + 1,
		sizeof(*column->items), err) != 0 ||
	    read_numbers(span_make(bytes.data + at, bytes.len - at),
		block->n_events, numbers, err) != 0)
		return -1;
	for (size_t i = 0; i < block->n_events; i++) {
		if (numbers[i] < 0 || (uint64_t)numbers[i] >= n)
			return block_damaged(err);
		column->items[i] = (uint32_t)numbers[i];
	}
	column->words = column->read;
	column->n_words = n;
	column->is_known = true;
	return 0;
}

/* --- whose events --- */

static int
write_counts(const struct block *block, struct buf *buf, struct err *err)
{
	int64_t *numbers = malloc((block->n_customers + 1) * sizeof(*numbers));

	if (numbers == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < block->n_customers; i++)
		numbers[i] = block->counts[i];
	write_numbers(numbers, block->n_customers, buf);
	free(numbers);
	return buf_check(buf, err);
}

/* How many there are stands in front. */
static int
write_customers(const struct block *block, struct buf *buf, struct err *err)
{
	char head[4];

	put(head, block->n_customers, 4);
	buf_add(buf, head, sizeof(head));
	write_numbers(block->customers, block->n_customers, buf);
	return buf_check(buf, err);
}

static int
read_customers(struct block *block, struct span bytes, struct err *err)
{
	size_t n;

	if (bytes.len < 4)
		return block_damaged(err);
	n = (size_t)get((const unsigned char *)bytes.data, 4);
	if (array_grow(&block->customers, &block->customers_cap, n + 1,
		sizeof(*block->customers), err) != 0 ||
	    read_numbers(span_make(bytes.data + 4, bytes.len - 4), n,
		block->customers, err) != 0)
		return -1;
	block->n_customers = n;
	return 0;
}

static int
read_counts(struct block *block, struct span bytes, struct err *err)
{
	size_t n = block->n_customers;
	int64_t *numbers = scratch(block, n, err);

	if (numbers == NULL ||
	    array_grow(&block->counts, &block->counts_cap, n + 1,
		sizeof(*block->counts), err) != 0 ||
	    read_numbers(bytes, n, numbers, err) != 0)
		return -1;
	block->n_events = 0;
	for (size_t i = 0; i < n; i++) {
		if (numbers[i] < 0 || numbers[i] > UINT32_MAX)
			return block_damaged(err);
		block->counts[i] = (uint32_t)numbers[i];
		block->n_events += block->counts[i];
	}
	return 0;
}

/* --- parts --- */

bool
block_part_is_known(const struct block *block, int part)
{
	if (part < BLOCK_NUMBERS)
		return block->numbers[part].is_known;
	if (part < BLOCK_COLUMNS)
		return block->texts[part - BLOCK_NUMBERS].is_known;
	return true;
}

int
block_write(
    const struct block *block, int part, struct buf *buf, struct err *err)
{
	if (part == BLOCK_CUSTOMERS)
		return write_customers(block, buf, err);
	if (part == BLOCK_COUNTS)
		return write_counts(block, buf, err);
	if (part >= BLOCK_NUMBERS)
		return write_words(&block->texts[part - BLOCK_NUMBERS],
		    block->n_events, buf, err);
	write_numbers(block->numbers[part].items, block->n_events, buf);
	return buf_check(buf, err);
}

int
block_read(struct block *block, int part, struct span bytes, struct err *err)
{
	struct block_values *column;

	if (part == BLOCK_CUSTOMERS)
		return read_customers(block, bytes, err);
	if (part == BLOCK_COUNTS)
		return read_counts(block, bytes, err);
	if (part >= BLOCK_NUMBERS)
		return read_words(
		    block, &block->texts[part - BLOCK_NUMBERS], bytes, err);
	column = &block->numbers[part];
	if (array_grow(&column->items, &column->cap, block->n_events + 1,
		sizeof(*column->items), err) != 0)
		return -1;
	column->is_known = true;
	return read_numbers(bytes, block->n_events, column->items, err);
}

/* --- rows --- */

#define DIGITS_MAX ((size_t)10) /* bytes of a number by 7 bits */

static char *
put_digits(char *to, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		*to++ = (char)(number | 0x80);
	*to++ = (char)number;
	return to;
}

static const char *
get_digits(const char *from, uint64_t *number)
{
	unsigned shift = 0;

	*number = 0;
	for (;; shift += 7) {
		unsigned char byte = (unsigned char)*from++;

		*number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return from;
	}
}

/* Small numbers of either sign are short. */
static uint64_t
fold_sign(int64_t value)
{
	return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}

static int64_t
unfold_sign(uint64_t value)
{
	return (int64_t)(value >> 1 ^ ((value & 1) != 0 ? UINT64_MAX : 0));
}

/* Which of these columns are known, and how long their texts are. */
static uint64_t
known_of(const struct block_row *row, uint64_t columns, size_t *text_bytes)
{
	uint64_t known = 0;

	*text_bytes = 0;
	for (; columns != 0; columns &= columns - 1) {
		int column = __builtin_ctzll(columns);
		bool is_known;

		if (column < BLOCK_NUMBERS) {
			is_known = row->numbers[column] != CANON_NO_INT;
		} else {
			size_t len = row->texts[column - BLOCK_NUMBERS].len;

			is_known = len > 0;
			*text_bytes += len;
		}
		known |= is_known ? BLOCK_BIT(column) : 0;
	}
	return known;
}

/* All but whose it is. */
void
block_pack_body(const struct block_row *row, uint64_t columns, struct buf *buf)
{
	size_t text_bytes;
	uint64_t known = known_of(row,
	    columns & BLOCK_ALL & ~BLOCK_TEXT_BIT(BLOCK_RECORD), &text_bytes);
	char *start =
	    buf_reserve(buf, DIGITS_MAX * (BLOCK_COLUMNS + 1) + text_bytes);
	char *to;

	if (start == NULL)
		return;
	to = put_digits(start, known);
	for (; known != 0; known &= known - 1) {
		int column = __builtin_ctzll(known);
		struct span text;

		if (column < BLOCK_NUMBERS) {
			to = put_digits(to, fold_sign(row->numbers[column]));
			continue;
		}
		text = row->texts[column - BLOCK_NUMBERS];
		to = put_digits(to, text.len);
		memcpy(to, text.data, text.len);
		to += text.len;
	}
	buf->len += (size_t)(to - start);
}

void
block_pack_owned(
    int64_t customer, struct span record, struct span body, struct buf *buf)
{
	char *start =
	    buf_reserve(buf, BLOCK_OWNED_MORE + record.len + body.len);
	char *to;

	if (start == NULL)
		return;
	to = put_digits(start, fold_sign(customer));
	to = put_digits(to, record.len);
	if (record.len > 0)
		memcpy(to, record.data, record.len);
	to += record.len;
	to = put_digits(to, body.len);
	memcpy(to, body.data, body.len);
	to += body.len;
	buf->len += (size_t)(to - start);
}

const char *
block_peek_row(const char *from, int64_t *customer, int64_t *at_us)
{
	uint64_t number, len, mask;
	const char *body;

	from = get_digits(from, &number);
	*customer = unfold_sign(number);
	from = get_digits(from, &len);
	from = get_digits(from + len, &len);
	body = get_digits(from, &mask);
	*at_us = CANON_NO_INT;
	if ((mask & BLOCK_BIT(BLOCK_AT)) != 0) {
		(void)get_digits(body, &number);
		*at_us = unfold_sign(number);
	}
	return from + len;
}

const char *
block_unpack_row(const char *from, struct block_row *row)
{
	uint64_t mask, number;

	from = get_digits(from, &number);
	row->customer = unfold_sign(number);
	from = get_digits(from, &number);
	row->texts[BLOCK_RECORD] = span_make(from, (size_t)number);
	from = get_digits(from + number, &number);
	from = get_digits(from, &mask);
	for (int i = 0; i < BLOCK_NUMBERS; i++)
		row->numbers[i] = CANON_NO_INT;
	for (int i = BLOCK_RECORD + 1; i < BLOCK_TEXTS; i++)
		row->texts[i] = span_make("", 0);
	/* Few are known of most rows. */
	for (; mask != 0; mask &= mask - 1) {
		int column = __builtin_ctzll(mask);

		from = get_digits(from, &number);
		if (column < BLOCK_NUMBERS) {
			row->numbers[column] = unfold_sign(number);
			continue;
		}
		row->texts[column - BLOCK_NUMBERS] =
		    span_make(from, (size_t)number);
		from += number;
	}
	return from;
}

int
block_add_packed(struct block *block, const char *from, struct err *err)
{
	size_t at = block->n_events;
	uint64_t customer, known, number;

	from = get_digits(from, &customer);
	from = get_digits(from, &number);
	if (number > 0 &&
	    add_text(&block->texts[BLOCK_RECORD], BLOCK_RECORD, at,
		span_make(from, (size_t)number), err) != 0)
		return -1;
	from = get_digits(from + number, &number);
	from = get_digits(from, &known);
	for (; known != 0; known &= known - 1) {
		int column = __builtin_ctzll(known), rc;

		from = get_digits(from, &number);
		if (column < BLOCK_NUMBERS) {
			rc = add_number(&block->numbers[column], at,
			    unfold_sign(number), err);
		} else {
			rc = add_text(&block->texts[column - BLOCK_NUMBERS],
			    column - BLOCK_NUMBERS, at,
			    span_make(from, (size_t)number), err);
			from += number;
		}
		if (rc != 0)
			return -1;
	}
	return begin_row(block, unfold_sign(customer), err);
}
