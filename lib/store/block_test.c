#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "canon/canon.h"
#include "store/block.h"

#define NO CANON_NO_INT
#define ROWS_MAX 6

/* A column of numbers, and how many bytes it may take. */
static const struct {
	int64_t values[ROWS_MAX];
	size_t n;
	size_t bytes;
} columns[] = {
    {{7, 7, 7}, 3, 18},
    {{NO, 7, 7}, 3, 18 + 3},
    {{0, 255}, 2, 18 + 2},
    {{0, 256, 3}, 3, 18 + 6},
    {{-1000000, 4000000, 0}, 3, 18 + 3}, /* whole seconds */
    {{1, INT64_C(5000000000), 8}, 3, 18 + 24},
    {{INT64_MAX, INT64_MIN + 1, 1, NO}, 4, 18 + 32},
    {{INT64_MAX, INT64_MIN + 1, 0, NO}, 4, 18 + 4},
    {{NO, NO, -5, NO, NO, NO}, 6, 18 + 6},
};

static void
blank(struct block_row *row, int64_t customer)
{
	*row = (struct block_row){.customer = customer};
	for (int i = 0; i < BLOCK_NUMBERS; i++)
		row->numbers[i] = NO;
}

/* A block from its bytes, which stay until the next. */
static struct buf kept[BLOCK_COLUMNS + 2];

static void
copy(const struct block *from, struct block *to)
{
	static const int order[] = {BLOCK_CUSTOMERS, BLOCK_COUNTS};
	struct err err = {0};

	block_reset(to);
	for (int i = -2; i < BLOCK_COLUMNS; i++) {
		int part = i < 0 ? order[i + 2] : i;

		if (!block_part_is_known(from, part))
			continue;
		buf_reset(&kept[i + 2]);
		assert_int_equal(
		    block_write(from, part, &kept[i + 2], &err), 0);
		assert_int_equal(
		    block_read(to, part, buf_get(&kept[i + 2]), &err), 0);
	}
}

static void
test_numbers(void **state)
{
	(void)state;
	for (size_t c = 0; c < sizeof(columns) / sizeof(columns[0]); c++) {
		struct block block = {0}, again = {0};
		struct buf buf = {0};
		struct err err = {0};
		struct block_row row;

		for (size_t i = 0; i < columns[c].n; i++) {
			blank(&row, 1);
			row.numbers[BLOCK_AMOUNT] = columns[c].values[i];
			assert_int_equal(block_add(&block, &row, &err), 0);
		}
		assert_int_equal(block_seal(&block, &err), 0);
		assert_int_equal(
		    block_write(&block, BLOCK_AMOUNT, &buf, &err), 0);
		assert_int_equal(buf.len, columns[c].bytes);
		copy(&block, &again);
		assert_int_equal(again.n_events, columns[c].n);
		for (size_t i = 0; i < columns[c].n; i++)
			assert_true(block_number(&again, BLOCK_AMOUNT, i) ==
			    columns[c].values[i]);
		assert_true(block_number(&again, BLOCK_AT, 0) == NO);
		buf_clear(&buf);
		block_clear(&block);
		block_clear(&again);
	}
}

static const char *const topics[ROWS_MAX] = {"", "", "x", "", "x", "\xe6\xbc"};

static void
test_texts(void **state)
{
	struct block block = {0}, again = {0};
	struct err err = {0};
	struct block_row row;

	(void)state;
	/* Twice, so that what was before is forgotten. */
	for (int round = 0; round < 2; round++) {
		block_reset(&block);
		for (size_t i = 0; i < ROWS_MAX; i++) {
			blank(&row, i < 4 ? 3 : 9);
			row.texts[BLOCK_TOPIC] = span_of(topics[i]);
			assert_int_equal(block_add(&block, &row, &err), 0);
		}
		assert_int_equal(block_seal(&block, &err), 0);
		copy(&block, &again);
	}
	assert_int_equal(again.n_customers, 2);
	assert_int_equal(again.customers[0], 3);
	assert_int_equal(again.counts[0], 4);
	assert_int_equal(again.customers[1], 9);
	assert_int_equal(again.counts[1], 2);
	for (size_t i = 0; i < ROWS_MAX; i++)
		assert_true(
		    span_is(block_text(&again, BLOCK_TOPIC, i), topics[i]));
	assert_false(again.texts[BLOCK_CASE].is_known);
	assert_int_equal(block_text(&again, BLOCK_CASE, 0).len, 0);
	block_clear(&block);
	block_clear(&again);
}

/* Bytes that are cut, longer or changed are refused or read as something
 * else, and never read past their end. */
static void
test_damage(void **state)
{
	struct block block = {0}, again = {0};
	struct buf buf = {0}, cut = {0};
	struct err err = {0};
	struct block_row row;

	(void)state;
	for (size_t i = 0; i < ROWS_MAX; i++) {
		blank(&row, 1);
		row.texts[BLOCK_TOPIC] = span_of(topics[i]);
		assert_int_equal(block_add(&block, &row, &err), 0);
	}
	assert_int_equal(block_seal(&block, &err), 0);
	assert_int_equal(
	    block_write(&block, BLOCK_COLUMN_TEXT(BLOCK_TOPIC), &buf, &err), 0);
	copy(&block, &again);
	for (size_t len = 0; len < buf.len; len++) {
		struct err why = {0};

		assert_int_equal(
		    block_read(&again, BLOCK_COLUMN_TEXT(BLOCK_TOPIC),
			span_make(buf.data, len), &why),
		    -1);
		assert_int_equal(why.code, ERR_DATA);
	}
	for (size_t i = 0; i < buf.len; i++) {
		struct err why = {0};

		buf_reset(&cut);
		buf_span(&cut, buf_get(&buf));
		cut.data[i] = (char)0xff;
		(void)block_read(&again, BLOCK_COLUMN_TEXT(BLOCK_TOPIC),
		    buf_get(&cut), &why);
	}
	buf_clear(&buf);
	buf_clear(&cut);
	block_clear(&block);
	block_clear(&again);
}

static void
test_rows(void **state)
{
	struct block_row row, again;
	struct buf body = {0}, buf = {0};
	int64_t customer, at_us;
	const char *end;

	(void)state;
	for (size_t c = 0; c < sizeof(columns) / sizeof(columns[0]); c++) {
		blank(&row, 12345);
		for (size_t i = 0; i < columns[c].n; i++)
			row.numbers[i] = columns[c].values[i];
		row.texts[BLOCK_ATTRS] = span_of(topics[c % ROWS_MAX]);
		row.texts[BLOCK_RECORD] = span_of(c % 2 == 0 ? "me" : "");
		buf_reset(&buf);
		buf_reset(&body);
		block_pack_body(&row, BLOCK_ALL, &body);
		block_pack_owned(row.customer, row.texts[BLOCK_RECORD],
		    buf_get(&body), &buf);
		end = block_peek_row(buf.data, &customer, &at_us);
		assert_ptr_equal(end, buf.data + buf.len);
		assert_int_equal(customer, 12345);
		assert_int_equal(at_us, row.numbers[BLOCK_AT]);
		end = block_unpack_row(buf.data, &again);
		assert_ptr_equal(end, buf.data + buf.len);
		assert_int_equal(again.customer, 12345);
		assert_memory_equal(
		    again.numbers, row.numbers, sizeof(row.numbers));
		for (int i = 0; i < BLOCK_TEXTS; i++)
			assert_true(span_eq(again.texts[i], row.texts[i]));
	}
	buf_clear(&buf);
	buf_clear(&body);
}

static void
must_hold(const struct block *block, size_t at, const struct block_row *row)
{
	for (int i = 0; i < BLOCK_NUMBERS; i++)
		assert_true(block_number(block, (enum block_number)i, at) ==
		    row->numbers[i]);
	for (int i = 0; i < BLOCK_TEXTS; i++)
		assert_true(span_eq(
		    block_text(block, (enum block_text)i, at), row->texts[i]));
}

/* Rows of which other things are known each, one by one or as bytes. */
static void
test_packed_rows(void **state)
{
	static const char *const words[] = {"a", "b", "a", "c", "", "b"};
	struct block_row rows[24];
	struct block blocks[3] = {{0}};
	struct buf body = {0}, buf = {0};
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < 24; i++) {
		blank(&rows[i], (int64_t)i / 6 + 1);
		rows[i].numbers[i % 5] = (int64_t)i * 1000;
		rows[i].texts[BLOCK_RECORD] = span_of(words[i % 6]);
		rows[i].texts[BLOCK_EVENT_ID] = span_of(words[i / 4]);
		rows[i].texts[BLOCK_TOPIC + (int)i % 3] = span_of(words[i % 5]);
		buf_reset(&body);
		buf_reset(&buf);
		block_pack_body(&rows[i], BLOCK_ALL, &body);
		block_pack_owned(rows[i].customer, rows[i].texts[BLOCK_RECORD],
		    buf_get(&body), &buf);
		assert_int_equal(block_add(&blocks[0], &rows[i], &err), 0);
		assert_int_equal(
		    block_add_packed(&blocks[1], buf.data, &err), 0);
	}
	for (size_t b = 0; b < 2; b++) {
		assert_int_equal(block_seal(&blocks[b], &err), 0);
		copy(&blocks[b], &blocks[2]);
		for (size_t i = 0; i < 24; i++) {
			must_hold(&blocks[b], i, &rows[i]);
			must_hold(&blocks[2], i, &rows[i]);
		}
	}
	for (size_t b = 0; b < 3; b++)
		block_clear(&blocks[b]);
	buf_clear(&body);
	buf_clear(&buf);
}

static int
forget(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		buf_clear(&kept[i]);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_texts),
	    cmocka_unit_test(test_damage),
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_packed_rows),
	};

	return cmocka_run_group_tests(tests, NULL, forget);
}
