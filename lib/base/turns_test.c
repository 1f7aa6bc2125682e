#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/turns.h"

#define PLACES 200
#define THREADS 5

struct work {
	struct turns *turns;
	uint64_t first; /* place; then each THREADS further */
	uint64_t fails; /* at this place */
	int *n_done;
	uint64_t *done;
};

static void *
run(void *self)
{
	const struct work *work = self;

	for (uint64_t i = work->first; i < PLACES; i += THREADS) {
		struct err err = {0};

		if (i == work->fails) {
			(void)err_set(&err, ERR_DATA, "at %d", (int)i);
			turns_fail(work->turns, i, &err);
			return NULL;
		}
		if (!turns_wait(work->turns, i))
			return NULL;
		work->done[(*work->n_done)++] = i;
		turns_end(work->turns);
	}
	return NULL;
}

static int
run_all(uint64_t fails, uint64_t *done, struct err *err)
{
	pthread_t threads[THREADS];
	struct work works[THREADS];
	struct turns turns;
	int n_done = 0;

	assert_int_equal(turns_init(&turns, err), 0);
	for (uint64_t i = 0; i < THREADS; i++) {
		works[i] = (struct work){&turns, i, fails, &n_done, done};
		assert_int_equal(
		    pthread_create(&threads[i], NULL, run, &works[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(
	    turns_result(&turns, err), turns_are_over(&turns) ? -1 : 0);
	turns_clear(&turns);
	return n_done;
}

static void
test_order(void **state)
{
	uint64_t done[PLACES];
	struct err err = {0};

	(void)state;
	assert_int_equal(run_all(PLACES, done, &err), PLACES);
	for (uint64_t i = 0; i < PLACES; i++)
		assert_int_equal(done[i], i);
}

/* Nobody waits for the place that failed, and none behind it is done. */
static void
test_failure(void **state)
{
	uint64_t done[PLACES];
	struct err err = {0};

	(void)state;
	assert_true(run_all(77, done, &err) <= 77);
	assert_int_equal(err.code, ERR_DATA);
	assert_string_equal(err.msg, "at 77");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
