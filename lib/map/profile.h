#ifndef MAP_PROFILE_H
#define MAP_PROFILE_H

/*
 * What the values of a column look like, counted over a sample. Only lib/map
 * includes this.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "canon/canon.h"
#include "map/sample.h"

enum profile_shape {
	PROFILE_EMAIL,
	PROFILE_PHONE,
	PROFILE_POSTCODE,
	PROFILE_DATE,  /* in the format that fits most */
	PROFILE_CLOCK, /* a time of the day */
	PROFILE_URL,
	PROFILE_WHOLE,  /* digits alone */
	PROFILE_DIGITS, /* with a digit in it */
	PROFILE_NUMBER,
	PROFILE_YEN, /* an amount with a sign of money */
	PROFILE_CURRENCY,
	PROFILE_KANA,
	PROFILE_KANJI,
	PROFILE_GENDER,
	PROFILE_FLAG,
	PROFILE_SHAPES,
};

#define PROFILE_WORDS 30

struct profile {
	size_t n; /* values that are there and mean something */
	size_t distinct;
	size_t max_len; /* bytes */
	size_t hits[PROFILE_SHAPES];
	const char *format; /* of dates; "" = any order with the year first */
	const char *other;  /* the day/month order that fits as well, or NULL */
	bool is_date_only;
	bool has_offset;
	bool has_decimals;
	struct span words[PROFILE_WORDS]; /* the distinct values, if few */
	size_t n_words; /* 0 when there are more than PROFILE_WORDS */
};

/**
 * profile_make(values, n, profile, arena): look at ${n} values; empty ones
 * and those that mean "unknown" are passed over. -1 when memory ran out.
 * profile_share(profile, shape): 0..100 of the values have it.
 * profile_name(shape): "e-mail addresses" and so on.
 */
int profile_make(const struct span *, size_t, struct profile *, struct arena *);
int profile_share(const struct profile *, enum profile_shape);
const char *profile_name(enum profile_shape);

#endif
