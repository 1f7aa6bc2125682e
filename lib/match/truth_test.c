#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "match/truth.h"

#define MOST 16

/* Both partitions as letters, one a record. */
struct truth_case {
	const char *about;
	const char *found;
	const char *wanted;
	int64_t precision, recall, f1;
	int64_t bcubed_precision, bcubed_recall, bcubed_f1;
	int64_t exact, largest;
};

static const struct truth_case cases[] = {
    {"all right", "AABC", "XXYZ", 1000000, 1000000, 1000000, 1000000, 1000000,
	1000000, 3, 2},
    {"all alone, nothing to find", "ABC", "XYZ", TRUTH_UNKNOWN, TRUTH_UNKNOWN,
	TRUTH_UNKNOWN, 1000000, 1000000, 1000000, 3, 1},
    {"nothing found", "ABCD", "XXYY", TRUTH_UNKNOWN, 0, 0, 1000000, 500000,
	666667, 0, 1},
    {"all in one", "AAAA", "XXYY", 333333, 1000000, 500000, 500000, 1000000,
	666667, 0, 4},
    /* Customer A: x x x y; B: y z z. 4 of 9 pairs are right, 5 wanted.
     * B-cubed precision: (9/4 + 1/4 + 1/3 + 4/3) / 7 = 25/42; recall: x
     * 3/3 three times, y 1/2 twice, z 2/2 twice = 6/7. */
    {"the example of the comment", "AAAABBB", "XXXYYZZ", 444444, 800000, 571429,
	595238, 857143, 702576, 0, 4},
    {"one exact of two", "AABBB", "XXYYZ", 500000, 1000000, 666667, 733333,
	1000000, 846154, 1, 3},
};

static void
test_cases(void **state)
{
	uint64_t found[MOST], wanted[MOST];
	const struct truth_case *c;
	struct err err = {0};
	struct truth t;
	size_t i, j, n;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		c = &cases[i];
		n = strlen(c->found);
		for (j = 0; j < n; j++) {
			found[j] = (uint64_t)c->found[j];
			wanted[j] = (uint64_t)c->wanted[j] << 40;
		}
		assert_int_equal(truth_measure(found, wanted, n, &t, &err), 0);
		print_message("%s\n", c->about);
		assert_int_equal(t.records, n);
		assert_int_equal(t.precision, c->precision);
		assert_int_equal(t.recall, c->recall);
		assert_int_equal(t.f1, c->f1);
		assert_int_equal(t.bcubed_precision, c->bcubed_precision);
		assert_int_equal(t.bcubed_recall, c->bcubed_recall);
		assert_int_equal(t.bcubed_f1, c->bcubed_f1);
		assert_int_equal(t.exact, c->exact);
		assert_int_equal(t.largest, c->largest);
	}
}

static void
test_counts(void **state)
{
	const uint64_t found[] = {1, 1, 1, 2, 2};
	const uint64_t wanted[] = {7, 7, 8, 8, 9};
	struct err err = {0};
	struct truth t;

	(void)state;
	assert_int_equal(truth_measure(found, wanted, 5, &t, &err), 0);
	assert_int_equal(t.customers, 2);
	assert_int_equal(t.entities, 3);
	assert_int_equal(t.pairs_found, 4);
	assert_int_equal(t.pairs_true, 2);
	assert_int_equal(t.pairs_right, 1);
	assert_int_equal(truth_measure(found, wanted, 0, &t, &err), 0);
	assert_int_equal(t.records, 0);
	assert_int_equal(t.bcubed_f1, TRUTH_UNKNOWN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
