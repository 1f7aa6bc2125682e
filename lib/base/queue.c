#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/queue.h"

struct queue {
	pthread_mutex_t mutex;
	pthread_cond_t not_full;
	pthread_cond_t not_empty;
	void **items;
	size_t cap;
	size_t first;
	size_t count;
	bool is_closed;
};

struct queue *
queue_new(size_t cap, struct err *err)
{
	struct queue *queue = calloc(1, sizeof(*queue));

	assert(cap > 0);
	if (queue == NULL)
		goto fail;
	queue->items = calloc(cap, sizeof(*queue->items));
	if (queue->items == NULL)
		goto free_queue;
	queue->cap = cap;
	if (pthread_mutex_init(&queue->mutex, NULL) != 0)
		goto free_items;
	if (pthread_cond_init(&queue->not_full, NULL) != 0)
		goto destroy_mutex;
	if (pthread_cond_init(&queue->not_empty, NULL) != 0)
		goto destroy_not_full;
	return queue;
destroy_not_full:
	(void)pthread_cond_destroy(&queue->not_full);
destroy_mutex:
	(void)pthread_mutex_destroy(&queue->mutex);
free_items:
	free(queue->items);
free_queue:
	free(queue);
fail:
	(void)err_nomem(err);
	return NULL;
}

/* With a sound mutex these two fail only by a bug of ours. */
static void
lock(struct queue *queue)
{
	int status = pthread_mutex_lock(&queue->mutex);

	assert(status == 0);
	(void)status;
}

static void
unlock(struct queue *queue)
{
	int status = pthread_mutex_unlock(&queue->mutex);

	assert(status == 0);
	(void)status;
}

bool
queue_push(struct queue *queue, void *item)
{
	bool is_taken;

	assert(item != NULL);
	lock(queue);
	while (!queue->is_closed && queue->count == queue->cap)
		(void)pthread_cond_wait(&queue->not_full, &queue->mutex);
	is_taken = !queue->is_closed;
	if (is_taken) {
		queue->items[(queue->first + queue->count) % queue->cap] = item;
		queue->count++;
		(void)pthread_cond_signal(&queue->not_empty);
	}
	unlock(queue);
	return is_taken;
}

void *
queue_pop(struct queue *queue)
{
	void *item = NULL;

	lock(queue);
	while (!queue->is_closed && queue->count == 0)
		(void)pthread_cond_wait(&queue->not_empty, &queue->mutex);
	if (queue->count > 0) {
		item = queue->items[queue->first];
		queue->first = (queue->first + 1) % queue->cap;
		queue->count--;
		(void)pthread_cond_signal(&queue->not_full);
	}
	unlock(queue);
	return item;
}

void
queue_close(struct queue *queue)
{
	lock(queue);
	queue->is_closed = true;
	(void)pthread_cond_broadcast(&queue->not_full);
	(void)pthread_cond_broadcast(&queue->not_empty);
	unlock(queue);
}

void
queue_free(struct queue *queue)
{
	if (queue == NULL)
		return;
	(void)pthread_cond_destroy(&queue->not_empty);
	(void)pthread_cond_destroy(&queue->not_full);
	(void)pthread_mutex_destroy(&queue->mutex);
	free(queue->items);
	free(queue);
}
