#ifndef MATCH_LEVELS_H
#define MATCH_LEVELS_H

/*
 * The levels of each kind of comparison, from nothing alike upwards, and what
 * is known of them before any data is seen: shares among pairs of one person
 * (m), of two people (u), and of two people of one household.
 */

#include "match/model.h"

struct levels_level {
	const char *name; /* NULL ends the list */
	double m, u, household;
};

/* Numbers of levels that code refers to; each list begins with 1 = "else". */
enum levels_name {
	NAME_ELSE = 1,
	NAME_FAR,     /* Jaro-Winkler from 0.80 */
	NAME_INITIAL, /* one is the initial of the other */
	NAME_CLOSE,   /* from 0.88; in kanji and kana one edit */
	NAME_NEAR,    /* one edit of a longer name, or from 0.95 */
	NAME_SWAPPED, /* given and family name changed places */
	NAME_SHORT,   /* a usual short form */
	NAME_READING, /* equal in kana or as they are read */
	NAME_EXACT,
};

enum levels_other {
	OTHER_ELSE = 1,
	OTHER_INITIAL,
	OTHER_SOME, /* a word in common */
	OTHER_NEAR,
	OTHER_EXACT,
};

enum levels_date {
	BIRTH_ELSE = 1,
	BIRTH_PART_YEAR, /* the year, all that one of them knows */
	BIRTH_SAME_YEAR,
	BIRTH_NEAR,       /* each part hardly off, or two digits */
	BIRTH_TWO,        /* two of year, month and day */
	BIRTH_PART_MONTH, /* year and month, all that one of them knows */
	BIRTH_DIGIT,      /* one digit, or two neighbours swapped */
	BIRTH_TURNED,     /* day and month changed places */
	BIRTH_EXACT,
};

enum levels_email {
	EMAIL_ELSE = 1,
	EMAIL_NAME,  /* equal local part, but it is the name */
	EMAIL_NEAR,  /* one or two edits with the same digits */
	EMAIL_LOCAL, /* equal local part */
	EMAIL_EXACT,
};

enum levels_phone {
	TEL_ELSE = 1,
	TEL_DIGIT,
	TEL_END,  /* the last seven digits */
	TEL_HOME, /* the same landline, or nobody knows what */
	TEL_EXACT,
};

enum levels_area {
	AREA_ELSE = 1,
	AREA_REGION,
	AREA_NEAR, /* postcode one edit away, or city near */
	AREA_CITY,
	AREA_CITY_NEAR, /* city, and postcode one edit away */
	AREA_CODE,      /* postcode */
	AREA_EXACT,     /* both */
};

enum levels_street {
	STREET_ELSE = 1,
	STREET_TOWN,   /* street or town alone */
	STREET_NUMBER, /* number alone, one that not every street has */
	STREET_NEAR,   /* near street and the same number */
	STREET_EXACT,
};

enum levels_id {
	ID_ELSE = 1,
	ID_NEAR, /* one edit */
	ID_EXACT,
};

enum levels_text {
	TEXT_ELSE = 1,
	TEXT_CLOSE, /* a word in common, or Jaro-Winkler from 0.85 */
	TEXT_NEAR,
	TEXT_EXACT,
};

enum levels_exact {
	SAME_ELSE = 1,
	SAME_EXACT,
};

/* Of two people of one household with given names, so many have one on purpose,
 * as father and son do. */
#define LEVELS_NAMESAKES 0.02

/**
 * levels_of(kind): its levels, the first is level 1.
 */
const struct levels_level *levels_of(enum model_kind);

/**
 * levels_is_avoided(kind, level): do people of one household agree so less
 * often than strangers do, unless on purpose? They bear different names.
 */
bool levels_is_avoided(enum model_kind, int);

#endif
