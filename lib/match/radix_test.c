#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "match/radix.h"

#define MOST 5000

/* Keys of all sizes and often equal: sorted, and equal ones as they were. */
static void
test_sort(void **state)
{
	static const size_t sizes[] = {0, 1, 2, 17, MOST};
	static const uint32_t masks[] = {0, 3, 0xfff00000, UINT32_MAX};
	static struct radix_entry given[MOST], entries[MOST];

	(void)state;
	for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++)
		for (size_t m = 0; m < sizeof(masks) / sizeof(masks[0]); m++) {
			uint32_t key = 7, sum = 0;

			for (uint32_t i = 0; i < sizes[s]; i++) {
				key = key * 1664525 + 1013904223;
				given[i] =
				    (struct radix_entry){key & masks[m], i};
				sum += given[i].key;
			}
			radix_sort(given, entries, sizes[s]);
			for (size_t i = 0; i < sizes[s]; i++)
				sum -= entries[i].key;
			assert_int_equal(sum, 0);
			for (size_t i = 1; i < sizes[s]; i++)
				assert_true(
				    entries[i - 1].key < entries[i].key ||
				    (entries[i - 1].key == entries[i].key &&
					entries[i - 1].row < entries[i].row));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_sort)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
