#ifndef CMD_COMMON_H
#define CMD_COMMON_H

/*
 * What all commands share: the common options, a hardened start, the output
 * that appears whole or not at all, and how a program ends. The only place
 * that reads the environment and looks at the terminal.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/opt.h"
#include "canon/zone.h"
#include "out/out.h"
#include "store/store.h"

enum common_when { COMMON_AUTO, COMMON_ALWAYS, COMMON_NEVER };

#define COMMON_NO_FORMAT (-1)
#define COMMON_OPTIONS 13 /* rows of the table, its end included */

struct common {
	const char *program;        /* "omni-kpi" */
	const char *store;          /* -s, else $OMNI_STORE, else "omni.db" */
	const char *const *formats; /* for -f; NULL = out_format_names. A
				       command that has more of its own puts
				       them behind these */
	int format;         /* enum out_format; COMMON_NO_FORMAT = by output */
	const char *output; /* -o; NULL = standard output */
	const char *timezone; /* -z; NULL = not said */
	const char *as_of;    /* --as-of; NULL = not said */
	int64_t wait_s;
	bool is_quiet;
	bool is_verbose;
	int color;            /* enum common_when */
	int progress;         /* enum common_when */
	bool has_json_errors; /* set by the command that knows --errors=json */
	bool wants_help;
	bool wants_version;
	struct opt options[COMMON_OPTIONS];
};

/**
 * common_start(common, program):
 * Before anything else: umask 077, descriptors 0 to 2 open, no core dumps,
 * SIGXFSZ ignored so that a full quota is an error like others; defaults.
 */
void common_start(struct common *, const char *);

/**
 * common_parse(common, help, table, argc, argv, operands, err):
 * Parse the command's own table and the common one. 0: go on. 1: --help or
 * --version was answered on standard output. -1: ERR_USAGE (also when
 * -o is the store), and ERR_CONFIG for a zone that is none.
 */
int common_parse(struct common *, const struct opt_help *, const struct opt *,
    int, char **, struct opt_list *, struct err *);

/**
 * common_finish(common, err):
 * Report the error on standard error, check that standard output was written
 * in full, and return the status to leave with: that of ${err}, else 0. A
 * command whose answer is no sets ERR_NO with an empty message.
 */
int common_finish(const struct common *, const struct err *);

/**
 * common_report(common, err): one error line on standard error, as text or,
 * with --errors=json, as an object. common_say(common, fmt, ...): a remark on
 * standard error, unless quiet. common_say_unmerged(common, n): that so many
 * records came after the last merge, if there are any. common_say_damaged(
 * common, is_damaged): that packed journeys were of no use, if so.
 */
void common_report(const struct common *, const struct err *);
void common_say(const struct common *, const char *, ...)
    __attribute__((format(printf, 2, 3)));
void common_say_unmerged(const struct common *, int64_t);
void common_say_damaged(const struct common *, bool);

/**
 * common_open(common, mode, err): the store. common_zone(common, store, err):
 * the zone of -z, else the store's; the caller frees. common_as_of(common,
 * store, zone, us, err): --as-of or the store's default.
 */
struct store *common_open(const struct common *, enum store_mode, struct err *);
struct zone *common_zone(const struct common *, struct store *, struct err *);
int common_as_of(const struct common *, struct store *, const struct zone *,
    int64_t *, struct err *);

/* An answer on its way out: it is kept aside until the store is closed, so
 * that a pager that waits never makes an importer wait. */
struct common_out {
	FILE *spool;
};

/**
 * common_out_open(output, err): where to write; a stream to borrow.
 * common_out_options(common, options): format, width and colour for it.
 * common_out_commit(common, output, err): after the store was closed: to the
 * -o file, whole or not at all, or to standard output. common_out_abort:
 * throw it away; harmless after a commit. common_answer(common, write, context,
 * err): all of it for a command that reads: ${write} gets ${context}, the
 * store and the stream. common_is_silent(common): a report
 * of work that went well is left out: --quiet, and no -o asks for it.
 */
FILE *common_out_open(struct common_out *, struct err *);
void common_out_options(const struct common *, struct out_options *);
int common_out_commit(const struct common *, struct common_out *, struct err *);
void common_out_abort(struct common_out *);
int common_answer(const struct common *,
    int (*)(void *, struct store *, FILE *, struct err *), void *,
    struct err *);
bool common_is_silent(const struct common *);

/**
 * common_progress(common): standard error when progress is to be shown, else
 * NULL.
 */
FILE *common_progress(const struct common *);

#endif
