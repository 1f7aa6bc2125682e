#ifndef FLOW_IMPORT_H
#define FLOW_IMPORT_H

/*
 * The use case of omni-import: one export file after another is read, mapped
 * and stored, each in one transaction of its own. One thread reads, decodes,
 * maps and packs; the caller's thread writes.
 */

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "input/input.h"
#include "map/map.h"
#include "store/store.h"

enum import_report {
	IMPORT_FAULT,
	IMPORT_WARNING, /* nothing was refused, but look at it */
	IMPORT_REMARK,  /* for who asks for more */
};

struct import_options {
	const char *map; /* preset or file; NULL = canonical headers */
	const char *const *fields; /* -F FIELD=EXPR */
	size_t n_fields;
	const char *channel;  /* NAME[:KIND]; NULL = the mapping's */
	const char *source;   /* NULL = the mapping's, else the channel's */
	const char *timezone; /* NULL = the mapping's, else the store's */
	struct input_options input;
	bool is_dry_run;
	bool is_snapshot;          /* what the file lacks is withdrawn */
	const char *rejects;       /* file, or with several inputs a folder */
	const char *const *inputs; /* all of the call, which rejects must not
				      overwrite; nor the store */
	size_t n_inputs;
	const char *store;
	FILE *standard;      /* standard output, for --rejects - */
	int64_t max_rejects; /* rows; with is_percent, per cent of them */
	bool is_percent;
	int64_t now_us;                    /* the clock is the caller's */
	FILE *progress;                    /* NULL = none */
	const volatile sig_atomic_t *stop; /* not 0: give up, store nothing */
	/* Called for each problem worth a line. From one thread at a time. */
	void (*report)(void *, const struct err *, enum import_report);
	/* The store: NULL and 0 when it is not there and must not be made.
	 * It is made only when a file turned out to be readable. */
	int (*open_store)(
	    void *, bool may_create, struct store **, struct err *);
	void *context; /* of both calls */
};

enum import_status {
	IMPORT_STORED,
	IMPORT_SAME,
	IMPORT_DRY_RUN,
	IMPORT_FAILED,
};

struct import_result {
	const char *path;    /* borrowed from the caller */
	struct span channel; /* borrowed from the job */
	struct span source;
	enum import_status status;
	struct store_import_counts counts;
	int64_t milli; /* wall time, 1/1000 s */
};

struct import_job; /* what is the same for all files of one call */

/**
 * import_job_new(options, err): reads and checks the mapping. NULL with
 * ERR_CONFIG, ERR_USAGE; all problems were reported. ${options} is borrowed.
 */
struct import_job *import_job_new(const struct import_options *, struct err *);
void import_job_free(struct import_job *);

/**
 * import_file(job, path, result, err):
 * 0 when the file was stored, is known already or was tried dry; the result
 * says which, and whether rows were rejected. -1 when nothing was stored.
 */
int import_file(
    struct import_job *, const char *, struct import_result *, struct err *);

/**
 * import_rows(job, path, store, each, context, err): what the rows of a file
 * become, without storing it. ${each} gets ${context} and every result but
 * MAPPER_NEED; a blank line is one to skip. It returns 0, or -1 with its
 * error. The store gives the zone.
 */
int import_rows(struct import_job *, const char *, struct store *,
    int (*)(void *, const struct mapper_result *, struct err *), void *,
    struct err *);

/**
 * import_status_name(status): "stored", "same", "dry-run", "failed".
 */
const char *import_status_name(enum import_status);

#endif
