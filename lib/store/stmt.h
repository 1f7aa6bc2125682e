#ifndef STORE_STMT_H
#define STORE_STMT_H

/*
 * Statements by the name that they have in the .sql files, prepared once and
 * kept by the store. Values are bound by name; texts are borrowed until the
 * statement is opened again or closed.
 */

#include <sqlite3.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"

struct store;

struct stmt_value {
	const char *name; /* ":key" */
	int64_t number;
	struct span text;
	enum { STMT_NUMBER, STMT_TEXT, STMT_TEXT_OR_NULL } type;
};

#define STMT_I64(name, value)                           \
	{                                               \
		(name), (value), {NULL, 0}, STMT_NUMBER \
	}
#define STMT_SPAN(name, span)                \
	{                                    \
		(name), 0, (span), STMT_TEXT \
	}
/* An empty text becomes NULL. */
#define STMT_OPTIONAL(name, span)                    \
	{                                            \
		(name), 0, (span), STMT_TEXT_OR_NULL \
	}

#define STMT_COUNT(values) (sizeof(values) / sizeof((values)[0]))

/**
 * stmt_open(store, name, values, n, err):
 * The statement, reset and bound, ready to be stepped; borrowed. NULL on
 * failure.
 * stmt_step(store, stmt, has_row, err): one step.
 * stmt_close(stmt): reset it and let its texts go; NULL is allowed.
 */
sqlite3_stmt *stmt_open(struct store *, const char *, const struct stmt_value *,
    size_t, struct err *);
int stmt_step(struct store *, sqlite3_stmt *, bool *, struct err *);
void stmt_close(sqlite3_stmt *);

/**
 * stmt_exec(store, name, values, n, err): run it to its end.
 * stmt_number(store, name, values, n, out, err): the first column of its
 * first row; *${out} stays as it is when there is no row or it is NULL.
 */
int stmt_exec(struct store *, const char *, const struct stmt_value *, size_t,
    struct err *);
int stmt_number(struct store *, const char *, const struct stmt_value *, size_t,
    int64_t *, struct err *);

/**
 * stmt_span(stmt, column): its text, borrowed until the next step.
 * stmt_bytes(stmt, column): the same of what is no text.
 * stmt_i64_or(stmt, column, otherwise): a number, ${otherwise} for NULL.
 */
struct span stmt_span(sqlite3_stmt *, int);
struct span stmt_bytes(sqlite3_stmt *, int);
int64_t stmt_i64_or(sqlite3_stmt *, int, int64_t);

/**
 * stmt_forget(store): finalize all.
 */
void stmt_forget(struct store *);

#endif
