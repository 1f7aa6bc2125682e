#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/sorter.h"

#define MANY ((size_t)1 << 30)
#define FEW ((size_t)64 << 10)

enum shape {
	SHAPE_RANDOM,
	SHAPE_DUPLICATES,
	SHAPE_SORTED,
	SHAPE_REVERSED,
	SHAPE_SAME,
};

static uint64_t
key_at(enum shape shape, uint64_t i, uint64_t count)
{
	switch (shape) {
	case SHAPE_RANDOM:
		return hash_mix(i, 7);
	case SHAPE_DUPLICATES:
		return hash_mix(i, 7) % 50;
	case SHAPE_SORTED:
		return i;
	case SHAPE_REVERSED:
		return count - i;
	case SHAPE_SAME:
		return 5;
	}
	return 0;
}

/* Sort, and see that keys do not fall, that equal keys keep their order, and
 * that each record comes once: the sum of all numbers is right. */
static void
sort_and_check(enum shape shape, uint64_t count, size_t words, size_t memory)
{
	struct err err = {0};
	struct sorter *sorter = sorter_new(words * 8, 1, memory, NULL, &err);
	uint64_t record[16] = {0}, last_key = 0, last_number = 0, sum = 0;
	const void *next;

	assert_non_null(sorter);
	for (uint64_t i = 0; i < count; i++) {
		record[0] = key_at(shape, i, count);
		record[words - 1] = words > 1 ? i + 1 : record[0];
		assert_int_equal(sorter_add(sorter, record, &err), 0);
	}
	assert_int_equal(sorter_count(sorter), count);
	assert_int_equal(sorter_finish(sorter, &err), 0);
	for (uint64_t i = 0; i < count; i++) {
		assert_int_equal(sorter_next(sorter, &next, &err), 0);
		assert_non_null(next);
		memcpy(record, next, words * 8);
		assert_true(record[0] >= last_key);
		if (words > 1) {
			assert_true(record[0] > last_key ||
			    record[words - 1] > last_number);
			assert_true(record[0] ==
			    key_at(shape, record[words - 1] - 1, count));
			sum += record[words - 1];
		}
		last_key = record[0];
		last_number = record[words - 1];
	}
	assert_int_equal(sorter_next(sorter, &next, &err), 0);
	assert_null(next);
	assert_int_equal(sorter_next(sorter, &next, &err), 0);
	assert_null(next);
	assert_true(words == 1 || sum == count * (count + 1) / 2);
	sorter_free(sorter);
}

static void
sorts_all_shapes(void **state)
{
	static const size_t memories[] = {FEW, (size_t)1 << 20, MANY};
	static const uint64_t counts[] = {0, 1, 2, 777, 20000};

	(void)state;
	for (int shape = SHAPE_RANDOM; shape <= SHAPE_SAME; shape++)
		for (size_t m = 0; m < 3; m++)
			for (size_t c = 0; c < 5; c++) {
				sort_and_check((enum shape)shape, counts[c], 5,
				    memories[m]);
				sort_and_check((enum shape)shape, counts[c], 2,
				    memories[m]);
			}
	sort_and_check(SHAPE_RANDOM, 20000, 1, FEW);
	sort_and_check(SHAPE_RANDOM, 20000, 16, FEW);
}

/* By both keys, few or many of one first key, in memory or in runs. */
static void
sorts_by_two_keys(void **state)
{
	static const size_t memories[] = {FEW, MANY};
	static const uint64_t firsts[] = {1, 100, 15000};

	(void)state;
	for (size_t n = 0; n < 6; n++) {
		struct err err = {0};
		struct sorter *sorter =
		    sorter_new(24, 2, memories[n % 2], NULL, &err);
		uint64_t record[3], last[3] = {0};
		const void *next;

		assert_non_null(sorter);
		for (uint64_t i = 0; i < 20000; i++) {
			record[0] = hash_mix(i, 3) % firsts[n / 2];
			record[1] = hash_mix(i, 4) % 9000;
			record[2] = i + 1;
			assert_int_equal(sorter_add(sorter, record, &err), 0);
		}
		assert_int_equal(sorter_finish(sorter, &err), 0);
		for (uint64_t i = 0; i < 20000; i++) {
			int order = 0;

			assert_int_equal(sorter_next(sorter, &next, &err), 0);
			assert_non_null(next);
			memcpy(record, next, sizeof(record));
			for (int k = 0; order == 0 && k < 3; k++)
				order = (record[k] > last[k]) -
				    (record[k] < last[k]);
			assert_int_equal(order, 1);
			memcpy(last, record, sizeof(last));
		}
		assert_int_equal(sorter_next(sorter, &next, &err), 0);
		assert_null(next);
		sorter_free(sorter);
	}
}

/* 64 KiB hold 796 records: 160 runs, merged four at a time. */
static void
merges_in_passes(void **state)
{
	(void)state;
	sort_and_check(SHAPE_DUPLICATES, 127000, 5, FEW);
}

static void
leaves_no_file(void **state)
{
	char folder[] = "/tmp/omni-sorter-test-XXXXXX";
	struct err err = {0};
	struct sorter *sorter;
	struct dirent *entry;
	DIR *dir;

	(void)state;
	assert_non_null(mkdtemp(folder));
	sorter = sorter_new(16, 1, FEW, folder, &err);
	for (uint64_t i = 0; i < 5000; i++) {
		uint64_t record[2] = {5000 - i, i};

		assert_int_equal(sorter_add(sorter, record, &err), 0);
	}
	dir = opendir(folder);
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		assert_int_equal(entry->d_name[0], '.');
	assert_int_equal(closedir(dir), 0);
	sorter_free(sorter);
	assert_int_equal(rmdir(folder), 0);
}

static void
says_that_a_folder_is_missing(void **state)
{
	struct err err = {0};
	struct sorter *sorter =
	    sorter_new(16, 1, FEW, "/nowhere/at\nall", &err);
	int status = 0;

	(void)state;
	for (uint64_t i = 0; i < 5000 && status == 0; i++) {
		uint64_t record[2] = {i, i};

		status = sorter_add(sorter, record, &err);
	}
	assert_int_equal(status, -1);
	assert_int_equal(err.code, ERR_CANTCREAT);
	assert_string_equal(err.msg,
	    "cannot create a temporary file in '/nowhere/at\\nall': "
	    "No such file or directory");
	sorter_free(sorter);
	sorter_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sorts_all_shapes),
	    cmocka_unit_test(sorts_by_two_keys),
	    cmocka_unit_test(merges_in_passes),
	    cmocka_unit_test(leaves_no_file),
	    cmocka_unit_test(says_that_a_folder_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
