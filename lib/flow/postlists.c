#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/queue.h"
#include "flow/postlists.h"
#include "match/keys.h"
#include "match/posts.h"

/* Being made, being taken, and on the way: more of them fill the memory. */
#define LISTS 3

struct postlists {
	const struct facts *facts;
	const struct model *model;
	pthread_t thread;
	bool is_running;
	struct queue *full, *empty;
	struct postlists_list lists[LISTS];
	postlists_take *take; /* without a thread */
	void *context;
	struct err err; /* of the thread, until it ended */
	int status;
};

static int
add_block(
    struct postlists_list *to, uint32_t block, size_t len, struct err *err)
{
	if (array_grow(&to->blocks, &to->cap, to->n + 1, sizeof(*to->blocks),
		err) == -1)
		return -1;
	to->blocks[to->n++] = (struct postlists_block){block, len};
	return buf_check(&to->bytes, err);
}

static int
fill(struct postlists_list *to, int list, const struct radix_entry *entries,
    size_t n, struct err *err)
{
	uint32_t block;
	size_t i, end, before;

	to->list = list;
	to->bits = posts_bits(n);
	to->n = 0;
	buf_reset(&to->bytes);
	for (i = 0; i < n; i = end) {
		block = posts_block(entries[i].key, to->bits);
		for (end = i + 1; end < n &&
		     posts_block(entries[end].key, to->bits) == block;
		     end++)
			continue;
		before = to->bytes.len;
		posts_write(entries + i, end - i, &to->bytes);
		if (add_block(to, block, to->bytes.len - before, err) == -1)
			return -1;
	}
	return 0;
}

/* In the thread; there is no empty one once nobody takes them any more. */
static int
pass_on(void *context, int list, const struct radix_entry *entries, size_t n,
    struct err *err)
{
	struct postlists *lists = context;
	struct postlists_list *to = queue_pop(lists->empty);

	if (to == NULL || fill(to, list, entries, n, err) == -1)
		return -1;
	(void)queue_push(lists->full, to);
	return 0;
}

static int
take_at_once(void *context, int list, const struct radix_entry *entries,
    size_t n, struct err *err)
{
	struct postlists *lists = context;

	if (fill(&lists->lists[0], list, entries, n, err) == -1)
		return -1;
	return lists->take(lists->context, &lists->lists[0], err);
}

static void *
run(void *context)
{
	struct postlists *lists = context;

	lists->status =
	    keys_all(lists->facts, lists->model, pass_on, lists, &lists->err);
	queue_close(lists->full);
	return NULL;
}

static int
start(struct postlists *lists, struct err *err)
{
	int i;

	lists->full = queue_new(LISTS, err);
	lists->empty = queue_new(LISTS, err);
	if (lists->full == NULL || lists->empty == NULL)
		return -1;
	for (i = 0; i < LISTS; i++)
		(void)queue_push(lists->empty, &lists->lists[i]);
	if (pthread_create(&lists->thread, NULL, run, lists) != 0)
		return err_set(err, ERR_SYSTEM, "cannot start a thread");
	lists->is_running = true;
	return 0;
}

struct postlists *
postlists_new(
    const struct facts *facts, const struct model *model, struct err *err)
{
	struct postlists *lists = calloc(1, sizeof(*lists));

	if (lists == NULL) {
		err_nomem(err);
		return NULL;
	}
	lists->facts = facts;
	lists->model = model;
	if (facts->is_shared && start(lists, err) == -1) {
		postlists_free(lists);
		return NULL;
	}
	return lists;
}

/* No more are wanted, and the thread sees it when it wants an empty one. */
static void
stop(struct postlists *lists)
{
	if (!lists->is_running)
		return;
	queue_close(lists->empty);
	while (queue_pop(lists->empty) != NULL)
		continue;
	(void)pthread_join(lists->thread, NULL);
	lists->is_running = false;
}

static int
take_all(struct postlists *lists, postlists_take *take, void *context,
    struct err *err)
{
	struct postlists_list *list;

	while ((list = queue_pop(lists->full)) != NULL) {
		if (take(context, list, err) == -1)
			return -1;
		(void)queue_push(lists->empty, list);
	}
	stop(lists);
	if (lists->status == -1)
		*err = lists->err;
	return lists->status;
}

int
postlists_each(struct postlists *lists, postlists_take *take, void *context,
    struct err *err)
{
	if (lists->is_running)
		return take_all(lists, take, context, err);
	lists->take = take;
	lists->context = context;
	return keys_all(lists->facts, lists->model, take_at_once, lists, err);
}

void
postlists_free(struct postlists *lists)
{
	int i;

	if (lists == NULL)
		return;
	stop(lists);
	for (i = 0; i < LISTS; i++) {
		buf_clear(&lists->lists[i].bytes);
		free(lists->lists[i].blocks);
	}
	queue_free(lists->full);
	queue_free(lists->empty);
	free(lists);
}
