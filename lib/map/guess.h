#ifndef MAP_GUESS_H
#define MAP_GUESS_H

/*
 * Which field each column of a sample is for, how sure that is, and why.
 * Only lib/map includes this.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "canon/canon.h"
#include "map/profile.h"
#include "map/sample.h"
#include "map/synonym.h"

#define GUESS_PARTS 3 /* columns that are joined for one field */

/* A field of the proposal. */
struct guess_line {
	enum canon_field field;
	struct span key; /* "email#2", "id:line", "event_attr:tax" */
	size_t columns[GUESS_PARTS];
	size_t n_columns;     /* 0: the constant */
	const char *constant; /* or NULL */
	const char *separator;
	bool is_sum;             /* the columns are added, not joined */
	struct profile *profile; /* of the column, or of all joined */
	const char *unit;        /* of a length of time, or NULL */
	bool is_after;           /* a length of time behind occurred_at */
	int sure;                /* 0..100 */
	struct span reason;
};

/* A column that is not mapped. */
struct guess_left {
	size_t column;
	const char *reason;
};

struct guess {
	struct arena arena;
	const struct sample *sample;
	struct synonym_header *headers; /* by column, as the next */
	struct profile *profiles;
	bool *is_used;
	enum synonym_topic topic;
	int topic_points;
	struct guess_line *lines;
	size_t n_lines;
	size_t cap_lines;
	struct guess_left *left;
	size_t n_left;
};

/**
 * guess_make(guess, sample, err): decide on all columns. The sample is
 * borrowed. The guess is the caller's and must be cleared after a failure
 * too.
 * guess_line(guess, field): the first line of a field, or NULL.
 */
int guess_make(struct guess *, const struct sample *, struct err *);
struct guess_line *guess_line(const struct guess *, enum canon_field);
void guess_clear(struct guess *);

#endif
