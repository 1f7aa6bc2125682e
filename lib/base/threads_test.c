#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>

#include "base/threads.h"

struct part {
	int n, times;
	pthread_t thread;
};

static void *
run(void *argument)
{
	struct part *part = argument;

	part->times++;
	part->thread = pthread_self();
	return NULL;
}

/* Each runs once, in a thread of its own, the first in that of the caller. */
static void
test_each_once(void **state)
{
	static const int counts[] = {1, 2, 3, 7};
	struct err err = {0};
	size_t i;
	int j, k;

	(void)state;
	for (i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		struct part parts[8] = {{0}};

		assert_int_equal(
		    threads_run(run, parts, sizeof(*parts), counts[i], &err),
		    0);
		assert_true(pthread_equal(parts[0].thread, pthread_self()));
		for (j = 0; j < 8; j++)
			assert_int_equal(parts[j].times, j < counts[i]);
		for (k = 1; k < counts[i]; k++)
			assert_false(
			    pthread_equal(parts[k].thread, pthread_self()));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_each_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
