#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <pthread.h>

#include "base/queue.h"

#define ITEMS 20000

struct job {
	struct queue *queue;
	int *numbers;
	uint64_t sum;
	size_t count;
};

static void *
produce(void *data)
{
	struct job *job = data;

	for (int i = 0; i < ITEMS; i++)
		job->count += queue_push(job->queue, &job->numbers[i]);
	return NULL;
}

static void *
consume(void *data)
{
	struct job *job = data;
	int *number;

	while ((number = queue_pop(job->queue)) != NULL) {
		job->sum += (uint64_t)*number;
		job->count++;
	}
	return NULL;
}

static void
keeps_the_order(void **state)
{
	struct queue *queue = queue_new(3, NULL);
	int items[] = {0, 1, 2, 3};

	(void)state;
	for (int round = 0; round < 5; round++) {
		assert_true(queue_push(queue, &items[0]));
		assert_true(queue_push(queue, &items[1]));
		assert_ptr_equal(queue_pop(queue), &items[0]);
		assert_true(queue_push(queue, &items[2]));
		assert_true(queue_push(queue, &items[3]));
		assert_ptr_equal(queue_pop(queue), &items[1]);
		assert_ptr_equal(queue_pop(queue), &items[2]);
		assert_ptr_equal(queue_pop(queue), &items[3]);
	}
	assert_true(queue_push(queue, &items[0]));
	queue_close(queue);
	assert_false(queue_push(queue, &items[1]));
	assert_ptr_equal(queue_pop(queue), &items[0]);
	assert_null(queue_pop(queue));
	queue_free(queue);
	queue_free(NULL);
}

static void
serves_many_threads(void **state)
{
	static int numbers[ITEMS];
	struct queue *queue = queue_new(4, NULL);
	struct job jobs[4] = {{queue, numbers, 0, 0}, {queue, numbers, 0, 0},
	    {queue, numbers, 0, 0}, {queue, numbers, 0, 0}};
	pthread_t threads[4];

	(void)state;
	for (int i = 0; i < ITEMS; i++)
		numbers[i] = i;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL,
				     i < 2 ? produce : consume, &jobs[i]),
		    0);
	assert_int_equal(pthread_join(threads[0], NULL), 0);
	assert_int_equal(pthread_join(threads[1], NULL), 0);
	queue_close(queue);
	assert_int_equal(pthread_join(threads[2], NULL), 0);
	assert_int_equal(pthread_join(threads[3], NULL), 0);
	assert_int_equal(jobs[0].count + jobs[1].count, 2 * ITEMS);
	assert_int_equal(jobs[2].count + jobs[3].count, 2 * ITEMS);
	assert_int_equal(
	    jobs[2].sum + jobs[3].sum, (uint64_t)ITEMS * (ITEMS - 1));
	queue_free(queue);
}

static void
closing_wakes_a_producer(void **state)
{
	static int numbers[ITEMS];
	struct queue *queue = queue_new(1, NULL);
	struct job job = {queue, numbers, 0, 0};
	pthread_t thread;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, produce, &job), 0);
	assert_non_null(queue_pop(queue));
	queue_close(queue);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_true(job.count >= 1 && job.count <= 2);
	queue_free(queue);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keeps_the_order),
	    cmocka_unit_test(serves_many_threads),
	    cmocka_unit_test(closing_wakes_a_producer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
