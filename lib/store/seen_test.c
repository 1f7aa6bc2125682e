#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "canon/canon.h"
#include "store/seen.h"

static struct seen_entry
said(uint64_t key, int64_t at_us)
{
	return (struct seen_entry){.key = key,
	    .check = (uint32_t)key,
	    .first_us = at_us,
	    .last_us = at_us};
}

static void
test_times(void **state)
{
	static const struct {
		int64_t at_us;
		bool is_seen, is_wider; /* than what was told of it first */
		int64_t first_us, last_us;
	} cases[] = {
	    {CANON_NO_TIME, false, false, 0, 0},
	    {CANON_NO_TIME, true, false, 0, 0},
	    {5, true, true, 5, 5},
	    {9, true, true, 5, 9},
	    {7, true, true, 5, 9},
	    {2, true, true, 2, 9},
	    {CANON_NO_TIME, true, true, 2, 9},
	};
	struct seen seen = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(seen_init(&seen, &err), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct seen_entry one = said(3, cases[i].at_us), out;
		size_t at = 0;

		assert_int_equal(
		    seen_check(&seen, &one, &out), cases[i].is_seen);
		assert_int_equal(out.state, 0);
		assert_int_equal(
		    seen_next(&seen, &at, &out), cases[i].is_wider);
		if (!cases[i].is_wider)
			continue;
		assert_true(out.first_us == cases[i].first_us);
		assert_true(out.last_us == cases[i].last_us);
		assert_false(seen_next(&seen, &at, &out));
	}
	seen_clear(&seen);
}

/* Equal keys with other checks are others. */
static void
test_checks(void **state)
{
	struct seen_entry one = said(3, 1), other = said(3, 1), out;
	struct seen seen = {0};
	struct err err = {0};

	(void)state;
	other.check++;
	assert_int_equal(seen_init(&seen, &err), 0);
	assert_false(seen_check(&seen, &one, &out));
	assert_false(seen_check(&seen, &other, &out));
	assert_true(seen_check(&seen, &one, &out));
	assert_true(seen_check(&seen, &other, &out));
	seen_clear(&seen);
}

/* More than are kept with their times: each is said once, and no time is
 * lost. */
static void
test_many(void **state)
{
	enum { MANY = 300000 };
	struct seen seen = {0};
	struct seen_entry out;
	struct err err = {0};
	size_t n_wider = 0, at = 0;
	int64_t last_us = 0;

	(void)state;
	assert_int_equal(seen_init(&seen, &err), 0);
	for (int64_t round = 0; round < 2; round++)
		for (uint64_t key = 0; key < MANY; key++) {
			struct seen_entry one = said(key, round);

			assert_int_equal(
			    seen_check(&seen, &one, &out), round > 0);
			n_wider += out.state != 0;
		}
	while (seen_next(&seen, &at, &out)) {
		n_wider++;
		last_us += out.last_us;
	}
	assert_int_equal(n_wider, MANY);
	assert_true(last_us > 0);
	seen_clear(&seen);
}

/* There is an end to what is remembered, and none to what can be asked. */
static void
test_full(void **state)
{
	struct seen seen = {0};
	struct seen_entry out;
	struct err err = {0};
	size_t n_again = 0;

	(void)state;
	assert_int_equal(seen_init(&seen, &err), 0);
	for (uint64_t key = 0; key < 1500000; key++) {
		struct seen_entry one = said(key, 1);

		assert_false(seen_check(&seen, &one, &out));
	}
	for (uint64_t key = 0; key < 1000; key++) {
		struct seen_entry early = said(key, 1);
		struct seen_entry late = said(1000000 + key, 1);

		assert_true(seen_check(&seen, &early, &out));
		n_again += seen_check(&seen, &late, &out);
	}
	assert_in_range(n_again, 0, 999);
	seen_clear(&seen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_times),
	    cmocka_unit_test(test_checks),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
