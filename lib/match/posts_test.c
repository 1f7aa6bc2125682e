#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/posts.h"

#define ENTRIES 3000

static int
compare_entries(const void *left, const void *right)
{
	const struct radix_entry *a = left;
	const struct radix_entry *b = right;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

/* Keys that differ in all bits, in the last only, and not at all. */
static void
fill(struct radix_entry *entries, size_t n, uint32_t shape)
{
	size_t i;

	for (i = 0; i < n; i++) {
		entries[i].row = (uint32_t)(hash_mix(i, shape) % 100000);
		entries[i].key = shape == 0 ? (uint32_t)hash_mix(7, i / 3) | 1
		    : shape == 1            ? 0xabcd0000 + (uint32_t)i % 50
					    : UINT32_MAX;
	}
	qsort(entries, n, sizeof(*entries), compare_entries);
}

static bool
has(const struct posts *posts, uint32_t record)
{
	size_t i;

	for (i = 0; i < posts->n; i++)
		if (posts->record[i] == record)
			return true;
	return false;
}

/* Every entry is found by its key, and nothing that has another beginning. */
static void
check(const struct radix_entry *entries, size_t n, struct span block)
{
	struct posts posts = {0};
	struct err err = {0};
	size_t i, j;

	for (i = 0; i < n; i += 7) {
		posts.n = 0;
		assert_int_equal(
		    posts_find(block, entries[i].key, &posts, &err), 0);
		assert_true(has(&posts, entries[i].row));
		posts_sort(&posts);
		for (j = 0; j < n; j++)
			assert_int_equal(has(&posts, entries[j].row) ||
				entries[j].key >> 8 != entries[i].key >> 8,
			    true);
		for (j = 1; j < posts.n; j++)
			assert_true(posts.record[j - 1] < posts.record[j]);
	}
	posts_clear(&posts);
}

static void
test_found_again(void **state)
{
	static const size_t sizes[] = {0, 1, 2, 50, ENTRIES};
	struct radix_entry *entries = calloc(ENTRIES, sizeof(*entries));
	struct buf out = {0};
	struct posts none = {0};
	struct err err = {0};
	uint32_t shape;
	size_t i;

	(void)state;
	assert_non_null(entries);
	for (shape = 0; shape < 3; shape++)
		for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			fill(entries, sizes[i], shape);
			buf_reset(&out);
			posts_write(entries, sizes[i], &out);
			assert_int_equal(buf_check(&out, &err), 0);
			check(entries, sizes[i], buf_get(&out));
			assert_int_equal(
			    posts_find(buf_get(&out), 0x100, &none, &err), 0);
			assert_int_equal(none.n, 0);
		}
	buf_clear(&out);
	free(entries);
}

static void
test_bits(void **state)
{
	static const struct {
		size_t n;
		int bits;
		uint32_t key, block;
	} cases[] = {
	    {0, 0, UINT32_MAX, 0},
	    {1024, 0, UINT32_MAX, 0},
	    {3000, 2, 0x80000000, 2},
	    {1000000, 10, 0xffc00000, 0x3ff},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(posts_bits(cases[i].n), cases[i].bits);
		assert_int_equal(
		    posts_block(cases[i].key, cases[i].bits), cases[i].block);
	}
}

static void
test_numbers(void **state)
{
	static const uint64_t numbers[] = {
	    0, 1, 127, 128, 300, UINT32_MAX, INT64_MAX, UINT64_MAX};
	struct buf out = {0};
	struct span bytes;
	uint64_t number;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		buf_reset(&out);
		posts_put(&out, numbers[i]);
		bytes = buf_get(&out);
		assert_true(posts_take(&bytes, &number));
		assert_true(number == numbers[i]);
		assert_int_equal(bytes.len, 0);
		bytes = span_make(out.data, out.len - 1);
		assert_false(posts_take(&bytes, &number));
	}
	buf_clear(&out);
}

static void
test_damaged(void **state)
{
	struct posts posts = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(posts_find(span_make("\x01", 1), 1, &posts, &err), -1);
	assert_int_equal(err.code, ERR_DATA);
	posts_clear(&posts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_found_again),
	    cmocka_unit_test(test_bits),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
