#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/queue.h"
#include "flow/ahead.h"

#define N_CHUNKS 3 /* being filled, being used, on the way */

/* A chunk has room for so much, and for one row whatever its size is. */
#define TEXT_BYTES ((size_t)128 << 10)
#define CELLS 8192
#define ITEMS 1024

/* A row, or whatever else the input gave in its place. */
struct item {
	uint64_t line;
	size_t first, count; /* cells */
	enum input_event event;
	size_t fault;
};

struct chunk {
	char *text; /* of the cells: it stays where it is while there are any */
	size_t text_len, text_cap;
	struct span *cells;
	size_t n_cells, cells_cap;
	struct item *items;
	size_t n_items, items_cap;
	struct err *faults;
	size_t n_faults, faults_cap;
	uint64_t bytes; /* of the input so far */
	struct err err; /* why the input ends behind the items */
};

struct ahead {
	struct input *input;
	pthread_t thread;
	bool is_started; /* or else the input is read directly */
	struct queue *full, *empty;
	struct chunk chunks[N_CHUNKS];
	struct chunk *chunk; /* whose items are given out; NULL = none */
	size_t next;
	const struct err *fault;
	uint64_t bytes;
};

/* --- the thread --- */

static void
chunk_reset(struct chunk *chunk)
{
	chunk->text_len = 0;
	chunk->n_cells = 0;
	chunk->n_items = 0;
	chunk->n_faults = 0;
	err_clear(&chunk->err);
}

static size_t
row_bytes(const struct input_row *row)
{
	size_t sum = 0;

	for (size_t i = 0; i < row->n_cells; i++)
		sum += row->cells[i].len;
	return sum;
}

static bool
has_room(const struct chunk *chunk, size_t n_cells, size_t bytes)
{
	return chunk->n_items == 0 ||
	    (chunk->n_items < ITEMS && chunk->n_cells + n_cells <= CELLS &&
		chunk->text_len + bytes <= TEXT_BYTES);
}

/* Room for a row. Only in an empty chunk the text may move. */
static int
make_room(struct chunk *chunk, size_t n_cells, size_t bytes, struct err *err)
{
	if (chunk->n_items == 0 &&
	    array_grow(&chunk->text, &chunk->text_cap,
		bytes > TEXT_BYTES ? bytes : TEXT_BYTES, 1, err) != 0)
		return -1;
	if (array_grow(&chunk->cells, &chunk->cells_cap,
		chunk->n_cells + n_cells + 1, sizeof(*chunk->cells), err) != 0)
		return -1;
	return array_grow(&chunk->items, &chunk->items_cap, chunk->n_items + 1,
	    sizeof(*chunk->items), err);
}

static int
keep_fault(struct chunk *chunk, const struct err *fault, struct err *err)
{
	if (array_grow(&chunk->faults, &chunk->faults_cap, chunk->n_faults + 1,
		sizeof(*chunk->faults), err) != 0)
		return -1;
	chunk->faults[chunk->n_faults++] = *fault;
	return 0;
}

static void
copy_cells(struct chunk *chunk, const struct input_row *row)
{
	struct span *cells = chunk->cells + chunk->n_cells;
	char *to = chunk->text + chunk->text_len;

	for (size_t i = 0; i < row->n_cells; i++) {
		size_t len = row->cells[i].len;

		if (len > 0)
			memcpy(to, row->cells[i].data, len);
		cells[i] = span_make(to, len);
		to += len;
	}
	chunk->n_cells += row->n_cells;
	chunk->text_len = (size_t)(to - chunk->text);
}

static int
keep(struct ahead *ahead, struct chunk *chunk, const struct input_row *row,
    enum input_event event, size_t bytes)
{
	if (make_room(chunk, row->n_cells, bytes, &chunk->err) != 0)
		return -1;
	if (event == INPUT_BAD &&
	    keep_fault(chunk, input_fault(ahead->input), &chunk->err) != 0)
		return -1;
	chunk->items[chunk->n_items++] = (struct item){
	    .line = row->line,
	    .first = chunk->n_cells,
	    .count = row->n_cells,
	    .event = event,
	    .fault = event == INPUT_BAD ? chunk->n_faults - 1 : 0,
	};
	copy_cells(chunk, row);
	return 0;
}

/* Give a chunk away for an empty one; NULL when nobody wants more. */
static struct chunk *
exchange(struct ahead *ahead, struct chunk *chunk)
{
	chunk->bytes = input_bytes(ahead->input);
	if (!queue_push(ahead->full, chunk))
		return NULL;
	chunk = queue_pop(ahead->empty);
	if (chunk != NULL)
		chunk_reset(chunk);
	return chunk;
}

/* Read up to the end, or to what fails. The chunk is given back that is not
 * full yet. */
static struct chunk *
read_chunks(struct ahead *ahead, struct chunk *chunk)
{
	enum input_event event = INPUT_ROW;

	while (event != INPUT_END) {
		struct input_row row = {0};
		size_t bytes;

		if (input_next(ahead->input, &row, &event, &chunk->err) != 0)
			return chunk;
		if (event != INPUT_ROW && event != INPUT_BAD)
			row.n_cells = 0;
		bytes = row_bytes(&row);
		if (!has_room(chunk, row.n_cells, bytes))
			chunk = exchange(ahead, chunk);
		if (chunk == NULL ||
		    keep(ahead, chunk, &row, event, bytes) != 0)
			return chunk;
	}
	return chunk;
}

static void *
run(void *context)
{
	struct ahead *ahead = context;
	struct chunk *chunk = queue_pop(ahead->empty);

	if (chunk != NULL)
		chunk = read_chunks(ahead, chunk);
	if (chunk != NULL) {
		chunk->bytes = input_bytes(ahead->input);
		(void)queue_push(ahead->full, chunk);
	}
	queue_close(ahead->full);
	return NULL;
}

/* --- for who takes the rows --- */

static int
start_thread(struct ahead *ahead, struct err *err)
{
	ahead->full = queue_new(N_CHUNKS, err);
	ahead->empty = queue_new(N_CHUNKS, err);
	if (ahead->full == NULL || ahead->empty == NULL)
		return -1;
	for (size_t i = 0; i < N_CHUNKS; i++)
		(void)queue_push(ahead->empty, &ahead->chunks[i]);
	if (pthread_create(&ahead->thread, NULL, run, ahead) != 0)
		return err_set(err, ERR_SYSTEM, "cannot start a thread");
	ahead->is_started = true;
	return 0;
}

struct ahead *
ahead_start(struct input *input, struct err *err)
{
	enum input_type type = input_type_of(input);
	struct ahead *ahead = calloc(1, sizeof(*ahead));

	if (ahead == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	ahead->input = input;
	if (type != INPUT_JSON && type != INPUT_JSONL &&
	    start_thread(ahead, err) != 0) {
		ahead_stop(ahead);
		return NULL;
	}
	return ahead;
}

static int
read_directly(struct ahead *ahead, struct input_row *row,
    enum input_event *event, struct err *err)
{
	int rc = input_next(ahead->input, row, event, err);

	ahead->fault = input_fault(ahead->input);
	ahead->bytes = input_bytes(ahead->input);
	return rc;
}

static void
give(struct ahead *ahead, struct input_row *row, enum input_event *event)
{
	const struct chunk *chunk = ahead->chunk;
	const struct item *item = &chunk->items[ahead->next++];

	*row = (struct input_row){
	    .line = item->line,
	    .cells = chunk->cells + item->first,
	    .n_cells = item->count,
	};
	*event = item->event;
	ahead->fault =
	    item->event == INPUT_BAD ? &chunk->faults[item->fault] : NULL;
	ahead->bytes = chunk->bytes;
}

int
ahead_next(struct ahead *ahead, struct input_row *row, enum input_event *event,
    struct err *err)
{
	if (!ahead->is_started)
		return read_directly(ahead, row, event, err);
	for (;;) {
		struct chunk *chunk = ahead->chunk;

		if (chunk != NULL && ahead->next < chunk->n_items) {
			give(ahead, row, event);
			return 0;
		}
		if (chunk != NULL && chunk->err.code != ERR_NONE) {
			*err = chunk->err;
			return -1;
		}
		if (chunk != NULL)
			(void)queue_push(ahead->empty, chunk);
		ahead->next = 0;
		ahead->chunk = queue_pop(ahead->full);
		if (ahead->chunk == NULL)
			return err_set(
			    err, ERR_BUG, "rows were asked for after the end");
	}
}

const struct err *
ahead_fault(const struct ahead *ahead)
{
	return ahead->fault;
}

uint64_t
ahead_bytes(const struct ahead *ahead)
{
	return ahead->bytes;
}

void
ahead_stop(struct ahead *ahead)
{
	if (ahead == NULL)
		return;
	if (ahead->is_started) {
		queue_close(ahead->full);
		queue_close(ahead->empty);
		(void)pthread_join(ahead->thread, NULL);
	}
	for (size_t i = 0; i < N_CHUNKS; i++) {
		free(ahead->chunks[i].text);
		free(ahead->chunks[i].cells);
		free(ahead->chunks[i].items);
		free(ahead->chunks[i].faults);
	}
	queue_free(ahead->full);
	queue_free(ahead->empty);
	free(ahead);
}
