#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "match/decided.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void
test_nothing(void **state)
{
	struct decided decided;
	struct err err = {0};

	(void)state;
	assert_int_equal(decided_make(&decided, 5, NULL, 0, NULL, 0, &err), 0);
	assert_false(decided_is_apart(&decided, 0, 1));
	assert_false(decided_is_must(&decided, 0, 1));
	assert_false(decided_concerns(&decided, 4));
	assert_false(decided_is_apart(NULL, 0, 1));
	decided_clear(&decided);
}

static void
test_pairs_and_pieces(void **state)
{
	static const struct decided_pair pairs[] = {
	    {4, 1, false}, {2, 3, true}, {9, 0, false}};
	struct decided_piece pieces[] = {{8, 2, 1, true}, {5, 1, 1, false},
	    {6, 1, 2, false}, {7, 1, 2, false}, {5, 2, 1, true},
	    {6, 2, 1, true}};
	static const struct {
		uint32_t a, b;
		bool is_apart, is_must;
	} cases[] = {
	    {1, 4, true, false},
	    {4, 1, true, false},
	    {0, 9, true, false},
	    {2, 3, false, true},
	    {3, 2, false, true},
	    {1, 2, false, false},
	    {5, 7, true, false},  /* pieces of one whole */
	    {5, 6, true, true},   /* as one whole says, and as another does */
	    {6, 7, false, false}, /* one piece, which is not held */
	    {6, 8, false, true},  /* held, and next to each other */
	    {5, 8, false, false}, /* held by way of 6 */
	    {7, 8, false, false}, /* of no common whole */
	    {5, 5, false, false},
	};
	struct decided decided;
	struct err err = {0};
	size_t i;

	(void)state;
	assert_int_equal(decided_make(&decided, 10, pairs, COUNT(pairs), pieces,
			     COUNT(pieces), &err),
	    0);
	for (i = 0; i < COUNT(cases); i++) {
		if (decided_is_apart(&decided, cases[i].a, cases[i].b) !=
			cases[i].is_apart ||
		    decided_is_must(&decided, cases[i].a, cases[i].b) !=
			cases[i].is_must)
			fail_msg("%u and %u", cases[i].a, cases[i].b);
	}
	assert_int_equal(decided.n_musts, 3);
	assert_true(decided_concerns(&decided, 9));
	decided_clear(&decided);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_nothing),
	    cmocka_unit_test(test_pairs_and_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
