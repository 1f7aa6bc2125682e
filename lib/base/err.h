#ifndef BASE_ERR_H
#define BASE_ERR_H

/*
 * Errors: what went wrong, where, and the status a program leaves with.
 *
 * A function that can fail takes a struct err last and returns 0 or -1. The
 * one that detects the failure words it; the first error wins, later calls
 * leave it alone. A zeroed struct err holds no error.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/* The exit codes that the commands promise (omni(7)). */
enum err_code {
	ERR_NONE = 0,
	ERR_NO = 1,           /* done, and the answer is no */
	ERR_USAGE = 64,       /* the command line */
	ERR_DATA = 65,        /* the input is not what it should be */
	ERR_NOINPUT = 66,     /* an input is missing or cannot be read */
	ERR_UNAVAILABLE = 69, /* something must come first */
	ERR_BUG = 70,         /* ours */
	ERR_SYSTEM = 71,      /* memory, threads */
	ERR_CANTCREAT = 73,   /* an output cannot be created */
	ERR_IO = 74,          /* reading or writing broke off */
	ERR_LOCKED = 75,      /* somebody else writes: try again */
	ERR_NOPERM = 77,      /* not permitted */
	ERR_CONFIG = 78,      /* mapping, model, targets, zone */
};

#define ERR_QUOTE_MAX 336 /* what err_quote may need, with its NUL */
#define ERR_TEXT_MAX 8192 /* what err_format and err_json may need */

struct err {
	enum err_code code;
	char reason[32];  /* for programs: "BAD_DATE", or empty */
	char path[256];   /* the input's name, or empty; raw */
	uint64_t line;    /* 1-based, 0 = none */
	char column[128]; /* the column's name, or empty; raw */
	char msg[600];    /* one line, already escaped */
};

/**
 * err_set(err, code, fmt, ...):
 * Record ${code} and the formatted message unless ${err} already holds an
 * error. Always return -1, so that a failing function can end with it.
 */
int err_set(struct err *, enum err_code, const char *, ...)
    __attribute__((format(printf, 3, 4)));

/**
 * err_errno(err, code, fmt, ...):
 * Like err_set, with ": " and the text of errno put behind. Where memory ran
 * out the code is ERR_SYSTEM, whatever ${code} says.
 */
int err_errno(struct err *, enum err_code, const char *, ...)
    __attribute__((format(printf, 3, 4)));

/**
 * err_nomem(err):
 * Record that memory ran out (ERR_SYSTEM). Always return -1.
 */
int err_nomem(struct err *);

/**
 * err_reason(err, reason):
 * Give the error its short name for programs, unless it has one.
 * Always return -1.
 */
int err_reason(struct err *, const char *);

/**
 * err_place(err, path, line, column):
 * Add the place of the error where ${err} does not know it yet. NULL and 0
 * say nothing. Always return -1.
 */
int err_place(struct err *, const char *, uint64_t, const char *);

/**
 * err_clear(err):
 * Forget the error.
 */
void err_clear(struct err *);

/**
 * err_format(err, out, size):
 * Write "path:line: column 'name': message" without the parts that are not
 * known, escaped, on one line, NUL-terminated, cut at ${size}. Nothing is cut
 * from ERR_TEXT_MAX bytes on.
 */
void err_format(const struct err *, char *, size_t);

/**
 * err_json(err, out, size):
 * Write one JSON object with path, line, column, code (the reason, or the
 * number of the exit code) and message; an unknown place is null. ${size}
 * should be ERR_TEXT_MAX, because an object that is cut cannot be read.
 */
void err_json(const struct err *, char *, size_t);

/**
 * err_quote(out, text):
 * Make ${text} harmless to show: control characters, C1, bidirectional marks
 * and bytes that are not UTF-8 become visible escapes (\n, \x1b, \u202e), and
 * what is longer than 80 characters is cut with "...". ${out} has room for
 * ERR_QUOTE_MAX bytes. Returns ${out}.
 */
const char *err_quote(char *, struct span);

/* The static analyzer sees one file at a time: this tells it that those
 * that always return -1 do. */
#ifdef __clang_analyzer__
#define err_set(...) ((void)err_set(__VA_ARGS__), -1)
#define err_errno(...) ((void)err_errno(__VA_ARGS__), -1)
#define err_nomem(err) ((void)err_nomem(err), -1)
#define err_reason(err, reason) ((void)err_reason(err, reason), -1)
#define err_place(err, path, line, column) \
	((void)err_place(err, path, line, column), -1)
#endif

#endif
