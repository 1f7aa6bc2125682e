#ifndef NORM_DATEPATTERN_H
#define NORM_DATEPATTERN_H

/*
 * Dates by a strptime-like pattern, without its holes: the whole text has to
 * fit, no locale is asked, and %z counts.
 */

#include <stdbool.h>
#include <stdint.h>

#include "norm/date.h"
#include "norm/datepart.h"

/* What a pattern gives: parts, or with %s seconds since 1970. */
struct datepattern {
	struct datepart part;
	bool has_epoch;
	int64_t epoch_s;
	int of_year; /* %j, 0 = not said */
	int half;    /* %p: 0 = not said, 1 = am, 2 = pm */
	bool is_twelve;
};

/**
 * datepattern_read(text, pattern, into):
 * Read the folded text by the folded pattern: does all of it fit?
 */
bool datepattern_read(struct span, struct span, struct datepattern *);

/**
 * datepattern_is_one(pattern): are all its letters known, and does it name
 * what a date needs (a year or %s; %p beside %I)?
 */
bool datepattern_is_one(struct span);

#endif
