#include "flow/import_read.h"

#include "base/progress.h"
#include "flow/ahead.h"

#define REPORT_MAX 20      /* lines about refused rows of one file */
#define PROGRESS_ROWS 4096 /* rows between two looks at the clock */

/* Where the thread stands. */
struct state {
	struct import_read *read;
	struct ahead *ahead;
	struct store_batch *batch;
	struct progress progress;
};

static int
give_batch(struct state *state, struct err *err)
{
	struct import_read *read = state->read;
	struct store_batch *batch = state->batch;

	state->batch = NULL;
	if (!queue_push(read->full, batch))
		return err_set(err, ERR_IO, "the writer has stopped");
	state->batch = queue_pop(read->empty);
	if (state->batch == NULL)
		return err_set(err, ERR_IO, "the writer has stopped");
	return 0;
}

static int
take_row(
    struct state *state, const struct mapper_result *result, struct err *err)
{
	struct store_import_counts *counts = &state->read->counts;

	counts->continued += (int64_t)result->n_lines - 1;
	counts->odd += result->row->n_odd;
	if (store_batch_add(state->batch, result->row, err) != 0)
		return -1;
	if (!store_batch_is_full(state->batch))
		return 0;
	return give_batch(state, err);
}

static int
take_rejects(
    struct state *state, const struct mapper_result *result, struct err *err)
{
	struct import_read *read = state->read;
	const struct import_options *options = read->options;
	struct err seen;
	uint64_t i;

	read->counts.rejected += (int64_t)result->n_lines;
	for (i = 0; i < result->n_lines; i++) {
		if (read->rejects != NULL &&
		    rejects_add(read->rejects, &result->rejects[i], err) != 0)
			return -1;
		if (read->n_reported++ >= REPORT_MAX)
			continue;
		seen = *result->rejects[i].fault;
		(void)err_place(
		    &seen, read->path, result->rejects[i].line, NULL);
		options->report(options->context, &seen, IMPORT_FAULT);
	}
	return 0;
}

static int
take(struct state *state, const struct mapper_result *result, struct err *err)
{
	struct store_import_counts *counts = &state->read->counts;

	counts->rows += (int64_t)result->n_lines;
	switch (result->event) {
	case MAPPER_ROW:
		return take_row(state, result, err);
	case MAPPER_REJECT:
		return take_rejects(state, result, err);
	case MAPPER_SKIP:
		counts->blank += (int64_t)result->n_lines;
		return 0;
	case MAPPER_NEED:
	default:
		return 0;
	}
}

static int
drain(struct state *state, struct err *err)
{
	struct mapper_result result;

	do {
		if (mapper_pull(state->read->mapper, &result, err) != 0)
			return -1;
		if (result.event != MAPPER_NEED &&
		    take(state, &result, err) != 0)
			return -1;
	} while (result.event != MAPPER_NEED);
	return 0;
}

static int
push(struct state *state, const struct input_row *row, enum input_event event,
    struct err *err)
{
	struct import_read *read = state->read;

	switch (event) {
	case INPUT_ROW:
		return mapper_push(read->mapper, row, err);
	case INPUT_BAD:
		return mapper_bad(
		    read->mapper, row, ahead_fault(state->ahead), err);
	case INPUT_BLANK:
		read->counts.rows++;
		read->counts.blank++;
		return 0;
	case INPUT_END:
	default:
		return mapper_push(read->mapper, NULL, err);
	}
}

static int
read_all(struct state *state, struct err *err)
{
	struct import_read *read = state->read;
	const struct import_options *options = read->options;
	enum input_event event = INPUT_ROW;
	struct input_row row;
	uint64_t n = 0;

	while (event != INPUT_END) {
		if (options->stop != NULL && *options->stop != 0)
			return err_set(
			    err, ERR_SYSTEM, "interrupted: nothing stored");
		if (ahead_next(state->ahead, &row, &event, err) != 0)
			return err_place(err, read->path, 0, NULL);
		if (push(state, &row, event, err) != 0 ||
		    drain(state, err) != 0)
			return -1;
		if (++n % PROGRESS_ROWS == 0)
			progress_step(
			    &state->progress, ahead_bytes(state->ahead), n);
	}
	return give_batch(state, err);
}

void *
import_read_run(void *context)
{
	struct import_read *read = context;
	struct state state = {.read = read};

	progress_start(&state.progress, read->options->progress, read->path,
	    input_size(read->input));
	state.batch = queue_pop(read->empty);
	if (state.batch != NULL) {
		state.ahead = ahead_start(read->input, &read->err);
		if (state.ahead != NULL)
			(void)read_all(&state, &read->err);
		ahead_stop(state.ahead);
	}
	progress_end(&state.progress);
	if (state.batch != NULL)
		(void)queue_push(read->empty, state.batch);
	queue_close(read->full);
	return NULL;
}
