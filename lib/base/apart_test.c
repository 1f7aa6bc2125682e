#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/apart.h"

struct work {
	int n;
	bool fails;
	pthread_t by;
};

static int
count(void *context, struct err *err)
{
	struct work *work = context;

	work->n++;
	work->by = pthread_self();
	return work->fails ? err_set(err, ERR_DATA, "no %d", work->n) : 0;
}

/* It is done once, by another thread if it is to be, and tells how it went. */
static void
test_work(void **state)
{
	static const struct {
		bool is_apart, fails;
		int status;
		const char *msg;
	} cases[] = {
	    {false, false, 0, ""},
	    {true, false, 0, ""},
	    {false, true, -1, "no 1"},
	    {true, true, -1, "no 1"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct work work = {.fails = cases[i].fails};
		struct apart apart;
		struct err err = {0};

		apart_start(&apart, cases[i].is_apart, count, &work);
		assert_int_equal(apart_end(&apart, &err), cases[i].status);
		assert_int_equal(work.n, 1);
		assert_int_equal(pthread_equal(work.by, pthread_self()) == 0,
		    cases[i].is_apart);
		assert_string_equal(err.msg, cases[i].msg);
		assert_int_equal(err.code, cases[i].fails ? ERR_DATA : 0);
	}
}

static void
test_nothing(void **state)
{
	struct apart apart = {.is_running = false};
	struct err err = {0};

	(void)state;
	assert_int_equal(apart_end(&apart, &err), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_work),
	    cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
