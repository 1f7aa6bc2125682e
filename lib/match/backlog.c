#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/queue.h"
#include "match/backlog.h"

#define BATCHES 4 /* one being filled, one being taken, others on the way */
#define RECORDS 256

struct record {
	struct canon_record *said;
	size_t n;
};

struct batch {
	struct arena arena;
	struct record records[RECORDS];
	size_t n;
};

struct backlog {
	backlog_take take;
	void *context;
	pthread_t thread;
	bool is_started;
	struct queue *full, *empty;
	struct batch batches[BATCHES];
	struct batch *batch; /* being filled, or NULL */
	struct err err;      /* of the thread, until it ended */
	int status;
};

static void
take_batch(struct backlog *backlog, const struct batch *batch)
{
	size_t i;

	for (i = 0; i < batch->n && backlog->status == 0; i++)
		backlog->status = backlog->take(backlog->context,
		    batch->records[i].said, batch->records[i].n, &backlog->err);
}

static void *
run(void *context)
{
	struct backlog *backlog = context;
	struct batch *batch;

	while ((batch = queue_pop(backlog->full)) != NULL) {
		take_batch(backlog, batch);
		(void)queue_push(backlog->empty, batch);
	}
	return NULL;
}

static int
start(struct backlog *backlog, struct err *err)
{
	int i;

	backlog->full = queue_new(BATCHES, err);
	backlog->empty = queue_new(BATCHES, err);
	if (backlog->full == NULL || backlog->empty == NULL)
		return -1;
	for (i = 0; i < BATCHES; i++)
		(void)queue_push(backlog->empty, &backlog->batches[i]);
	if (pthread_create(&backlog->thread, NULL, run, backlog) != 0)
		return err_set(err, ERR_SYSTEM, "cannot start a thread");
	backlog->is_started = true;
	return 0;
}

struct backlog *
backlog_new(backlog_take take, void *context, struct err *err)
{
	struct backlog *backlog = calloc(1, sizeof(*backlog));
	struct err ignored = {0};

	if (backlog == NULL) {
		err_nomem(err);
		return NULL;
	}
	backlog->take = take;
	backlog->context = context;
	if (start(backlog, err) == -1) {
		(void)backlog_end(backlog, &ignored);
		return NULL;
	}
	return backlog;
}

static bool
copy_span(struct arena *arena, struct span *span)
{
	if (span->len > 0)
		*span = arena_span(arena, *span);
	return span->data != NULL || span->len == 0;
}

static bool
copy_values(struct arena *arena, struct canon_record *record)
{
	size_t size = record->n_values * sizeof(*record->values);
	struct canon_value *values = arena_alloc(arena, size);
	bool is_whole = values != NULL;
	size_t i;

	if (is_whole && size > 0)
		memcpy(values, record->values, size);
	for (i = 0; i < record->n_values && is_whole; i++)
		is_whole = copy_span(arena, &values[i].name) &&
		    copy_span(arena, &values[i].raw) &&
		    copy_span(arena, &values[i].normal);
	record->values = values;
	return is_whole;
}

static bool
copy_said(struct arena *arena, const struct canon_record *from,
    struct canon_record *to)
{
	bool is_whole = true;
	size_t i;

	*to = *from;
	for (i = 0; i < sizeof(to->field) / sizeof(to->field[0]); i++)
		if (to->field[i].len > 0 && !copy_span(arena, &to->field[i]))
			is_whole = false;
	return is_whole && copy_span(arena, &to->native_id) &&
	    copy_values(arena, to);
}

int
backlog_add(struct backlog *backlog, const struct canon_record *said, size_t n,
    struct err *err)
{
	struct batch *batch = backlog->batch;
	struct record *record;

	if (batch == NULL) {
		batch = backlog->batch = queue_pop(backlog->empty);
		arena_reset(&batch->arena);
		batch->n = 0;
	}
	record = &batch->records[batch->n];
	record->said = arena_alloc(&batch->arena, n * sizeof(*said));
	if (record->said == NULL)
		return err_nomem(err);
	for (record->n = 0; record->n < n; record->n++)
		if (!copy_said(&batch->arena, &said[record->n],
			&record->said[record->n]))
			return err_nomem(err);
	if (++batch->n == RECORDS) {
		(void)queue_push(backlog->full, batch);
		backlog->batch = NULL;
	}
	return 0;
}

int
backlog_end(struct backlog *backlog, struct err *err)
{
	int i, status;

	if (backlog->batch != NULL && backlog->is_started)
		(void)queue_push(backlog->full, backlog->batch);
	if (backlog->is_started) {
		queue_close(backlog->full);
		(void)pthread_join(backlog->thread, NULL);
	}
	status = backlog->status;
	if (status == -1)
		*err = backlog->err;
	for (i = 0; i < BATCHES; i++)
		arena_clear(&backlog->batches[i].arena);
	queue_free(backlog->full);
	queue_free(backlog->empty);
	free(backlog);
	return status;
}
