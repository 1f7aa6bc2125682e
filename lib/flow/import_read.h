#ifndef FLOW_IMPORT_READ_H
#define FLOW_IMPORT_READ_H

/*
 * The reading half of an import, in a thread of its own (and one more that
 * splits ahead, see flow/ahead.h): input -> mapping -> packed batches, which
 * the writing half takes from a queue and gives back.
 */

#include "base/err.h"
#include "base/queue.h"
#include "flow/import.h"
#include "flow/rejects.h"

struct import_read {
	/* given by the writing half */
	const struct import_options *options;
	const char *path;
	struct input *input;
	struct mapper *mapper;
	struct rejects *rejects; /* NULL = not asked for */
	struct queue *full;      /* batches to write */
	struct queue *empty;     /* batches to fill */
	/* found by the reading half */
	struct store_import_counts counts;
	uint64_t n_reported;
	struct err err; /* why it stopped, if not at the end */
};

/**
 * import_read_run(read): the thread's body; always closes ${full}.
 * Returns NULL.
 */
void *import_read_run(void *);

#endif
