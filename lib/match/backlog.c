#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/queue.h"
#include "match/backlog.h"

#define RECORDS 256

/* One being filled, one being taken by each step, one on the way to each. */
#define BATCHES (2 + 2 * BACKLOG_STEPS_MAX)

struct record {
	struct canon_record *said;
	void *places;
	size_t n;
};

struct batch {
	struct arena arena;
	struct record records[RECORDS];
	size_t n;
	size_t n_good; /* as far as no step failed */
};

struct backlog;

struct step {
	struct backlog *backlog;
	backlog_take take;
	pthread_t thread;
	bool is_started;
	struct queue *from, *to;
	struct err err; /* of the thread, until it ended */
	int status;
};

struct backlog {
	struct backlog_steps how;
	struct step steps[BACKLOG_STEPS_MAX];
	struct queue *queues[BACKLOG_STEPS_MAX + 1]; /* the last: empty ones */
	struct batch batches[BATCHES];
	struct batch *batch; /* being filled, or NULL */
};

static void
take_batch(struct step *step, struct batch *batch)
{
	const struct record *record;
	size_t i;

	for (i = 0; i < batch->n_good && step->status == 0; i++) {
		record = &batch->records[i];
		step->status = step->take(step->backlog->how.context,
		    record->said, record->n, record->places, &step->err);
		if (step->status == -1)
			batch->n_good = i;
	}
	if (step->status == -1 && i == 0)
		batch->n_good = 0;
}

static void *
run(void *context)
{
	struct step *step = context;
	struct batch *batch;

	while ((batch = queue_pop(step->from)) != NULL) {
		take_batch(step, batch);
		(void)queue_push(step->to, batch);
	}
	queue_close(step->to);
	return NULL;
}

static int
start_step(struct backlog *backlog, int i, struct err *err)
{
	struct step *step = &backlog->steps[i];

	step->backlog = backlog;
	step->take = backlog->how.take[i];
	step->from = backlog->queues[i];
	step->to = backlog->queues[i + 1];
	if (pthread_create(&step->thread, NULL, run, step) != 0)
		return err_set(err, ERR_SYSTEM, "cannot start a thread");
	step->is_started = true;
	return 0;
}

static int
start(struct backlog *backlog, struct err *err)
{
	int i, n = backlog->how.n;

	for (i = 0; i <= n; i++) {
		backlog->queues[i] = queue_new(BATCHES, err);
		if (backlog->queues[i] == NULL)
			return -1;
	}
	for (i = 0; i < BATCHES; i++)
		(void)queue_push(backlog->queues[n], &backlog->batches[i]);
	for (i = 0; i < n; i++)
		if (start_step(backlog, i, err) == -1)
			return -1;
	return 0;
}

struct backlog *
backlog_new(const struct backlog_steps *how, struct err *err)
{
	struct backlog *backlog = calloc(1, sizeof(*backlog));
	struct err ignored = {0};

	if (backlog == NULL) {
		err_nomem(err);
		return NULL;
	}
	backlog->how = *how;
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

static int
copy_record(struct backlog *backlog, struct batch *batch,
    const struct canon_record *said, size_t n, struct err *err)
{
	struct record *record = &batch->records[batch->n];

	record->said = arena_alloc(&batch->arena, n * sizeof(*said));
	record->places =
	    arena_alloc(&batch->arena, n * backlog->how.size_bytes);
	if (record->said == NULL || record->places == NULL)
		return err_nomem(err);
	for (record->n = 0; record->n < n; record->n++)
		if (!copy_said(&batch->arena, &said[record->n],
			&record->said[record->n]))
			return err_nomem(err);
	batch->n++;
	return 0;
}

static void
send_batch(struct backlog *backlog)
{
	backlog->batch->n_good = backlog->batch->n;
	(void)queue_push(backlog->queues[0], backlog->batch);
	backlog->batch = NULL;
}

int
backlog_add(struct backlog *backlog, const struct canon_record *said, size_t n,
    struct err *err)
{
	if (backlog->batch == NULL) {
		backlog->batch = queue_pop(backlog->queues[backlog->how.n]);
		arena_reset(&backlog->batch->arena);
		backlog->batch->n = 0;
	}
	if (copy_record(backlog, backlog->batch, said, n, err) == -1)
		return -1;
	if (backlog->batch->n == RECORDS)
		send_batch(backlog);
	return 0;
}

/* The first that failed is told. */
static int
join_steps(struct backlog *backlog, struct err *err)
{
	struct step *step;
	int i, status = 0;

	for (i = 0; i < backlog->how.n; i++) {
		step = &backlog->steps[i];
		if (step->is_started)
			(void)pthread_join(step->thread, NULL);
		if (step->status == 0 || status == -1)
			continue;
		status = -1;
		*err = step->err;
	}
	return status;
}

int
backlog_end(struct backlog *backlog, struct err *err)
{
	int i, status;

	if (backlog->batch != NULL && backlog->steps[0].is_started)
		send_batch(backlog);
	/* Each closes the next when it has no more. */
	if (backlog->queues[0] != NULL)
		queue_close(backlog->queues[0]);
	status = join_steps(backlog, err);
	for (i = 0; i < BATCHES; i++)
		arena_clear(&backlog->batches[i].arena);
	for (i = 0; i <= backlog->how.n; i++)
		queue_free(backlog->queues[i]);
	free(backlog);
	return status;
}
