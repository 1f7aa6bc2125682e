#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "canon/canon.h"
#include "store/db.h"
#include "store/sample.h"
#include "store/shelf.h"

static void
fill(struct block *block, int64_t first, int64_t last)
{
	struct block_row row;
	struct err err = {0};

	for (int64_t customer = first; customer <= last; customer++) {
		memset(&row, 0, sizeof(row));
		for (int i = 0; i < BLOCK_NUMBERS; i++)
			row.numbers[i] = CANON_NO_INT;
		row.customer = customer;
		row.numbers[BLOCK_AT] = customer * 10;
		row.texts[BLOCK_TOPIC] = span_of(customer % 2 ? "odd" : "");
		assert_int_equal(block_add(block, &row, &err), 0);
	}
	assert_int_equal(block_seal(block, &err), 0);
}

/* As parts and a block again; any byte that is another is found. */
static void
test_parts(void **state)
{
	struct block block = {0}, hidden = {0}, again = {0}, gone = {0};
	struct shelf_raw raw = {0};
	struct err err = {0};
	uint64_t parts;

	(void)state;
	fill(&block, 5, 9);
	fill(&hidden, 7, 8);
	assert_int_equal(shelf_keep(&block, &hidden, &raw, &parts, &err), 0);
	assert_int_equal(parts,
	    BLOCK_BIT(BLOCK_CUSTOMERS) | BLOCK_BIT(BLOCK_COUNTS) |
		BLOCK_BIT(BLOCK_AT) | BLOCK_TEXT_BIT(BLOCK_TOPIC) |
		BLOCK_BIT(SHELF_HIDDEN));
	shelf_sign(&raw, 3);
	assert_int_equal(shelf_make(&raw, &again, &gone, &err), 0);
	assert_int_equal(again.n_customers, 5);
	assert_int_equal(again.n_events, 5);
	assert_int_equal(block_number(&again, BLOCK_AT, 4), 90);
	assert_true(span_is(block_text(&again, BLOCK_TOPIC, 2), "odd"));
	assert_int_equal(gone.n_customers, 2);
	assert_int_equal(gone.customers[1], 8);
	for (size_t i = 0; i < raw.bytes.len; i++) {
		struct err why = {0};

		raw.bytes.data[i] ^= 0x20;
		assert_int_equal(shelf_make(&raw, &again, &gone, &why), -1);
		assert_int_equal(why.code, ERR_DATA);
		raw.bytes.data[i] ^= 0x20;
	}
	/* A block that took another's place. */
	raw.id = 4;
	assert_int_equal(shelf_make(&raw, &again, &gone, &err), -1);
	shelf_drop(&raw);
	block_clear(&block);
	block_clear(&hidden);
	block_clear(&again);
	block_clear(&gone);
}

/* Blocks of the base, news beside one of them, and behind all. */
static void
test_list(void **state)
{
	static const char rows[] =
	    "INSERT INTO journey_block VALUES "
	    "(2, 0, 0, 1), (4, 3, 8, 1), (5, 4, 4, 2), (6, 12, 20, 1), "
	    "(9, 25, 30, 4), (11, 0, 0, 8)";
	static const struct shelf_block expected[] = {
	    {.id = 2, .parts = 1},
	    {.id = 4,
		.low = 1,
		.high = 8,
		.parts = 1,
		.news_id = 5,
		.news_parts = 2},
	    {.id = 6, .low = 9, .high = 20, .parts = 1},
	    {.low = 21, .high = 30, .news_id = 9, .news_parts = 4},
	    {.news_id = 11, .news_parts = 8},
	};
	struct store *store = sample_store();
	struct shelf shelf = {0};
	struct err err = {0};
	uint64_t digest;

	(void)state;
	assert_int_equal(
	    sqlite3_exec(store->db, rows, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(shelf_load(&shelf, store, &err), 0);
	assert_int_equal(shelf.count, 5);
	assert_memory_equal(shelf.blocks, expected, sizeof(expected));
	digest = shelf.digest;
	shelf_base(&shelf);
	assert_int_equal(shelf.count, 3);
	assert_int_equal(shelf.blocks[1].news_id, 0);
	assert_int_equal(sqlite3_exec(store->db,
			     "UPDATE journey_block SET parts = 3 WHERE id = 6",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(shelf_load(&shelf, store, &err), 0);
	assert_true(shelf.digest != digest);
	shelf_clear(&shelf);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_parts),
	    cmocka_unit_test(test_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
