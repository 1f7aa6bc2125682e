#ifndef MATCH_SURVIVORSHIP_H
#define MATCH_SURVIVORSHIP_H

/*
 * What survives of the many things that were said of one customer: a strategy
 * for each unit of the golden record (match/golden.h). A unit is a field, or
 * several that are taken from one statement; it is called like its leading
 * field. It is read from the key "survivorship" of a model:
 *
 *	{"email": "union", "phone": {"source priority": ["crm", "ec"]}}
 *
 * What is not named is decided by "newest". A zeroed struct is ready and says
 * that of all. Errors are ERR_CONFIG.
 */

#include <jansson.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "canon/canon.h"

enum survivorship_unit {
	SURVIVORSHIP_NAME,
	SURVIVORSHIP_KANA,
	SURVIVORSHIP_COMPANY,
	SURVIVORSHIP_ADDRESS,
	SURVIVORSHIP_EMAIL,
	SURVIVORSHIP_PHONE,
	SURVIVORSHIP_BIRTH_DATE,
	SURVIVORSHIP_BIRTH_PLACE,
	SURVIVORSHIP_GENDER,
	SURVIVORSHIP_NATIONALITY,
	SURVIVORSHIP_OCCUPATION,
	SURVIVORSHIP_REGISTERED_AT,
	SURVIVORSHIP_UNITS,
};

enum survivorship_strategy {
	SURVIVORSHIP_NEWEST,
	SURVIVORSHIP_OLDEST,
	SURVIVORSHIP_MOST_FREQUENT, /* said by most records */
	SURVIVORSHIP_LONGEST,       /* of most characters */
	SURVIVORSHIP_SOURCE_PRIORITY,
	SURVIVORSHIP_UNION, /* all of them; not where fields go together */
	SURVIVORSHIP_STRATEGIES,
};

struct survivorship_rule {
	enum survivorship_strategy strategy;
	struct span *sources; /* the best first; own memory */
	size_t n_sources;
};

struct survivorship {
	struct survivorship_rule rule[SURVIVORSHIP_UNITS];
};

/**
 * survivorship_read(survivorship, json, err): the value of the key; NULL says
 * nothing.
 * survivorship_write(survivorship, out): as JSON, in one line; appended.
 * survivorship_fields(unit, first, last): the fields of a unit, as they stand
 * in enum canon_field.
 */
int survivorship_read(struct survivorship *, const json_t *, struct err *);
void survivorship_write(const struct survivorship *, struct buf *);
void survivorship_fields(
    enum survivorship_unit, enum canon_field *, enum canon_field *);
void survivorship_clear(struct survivorship *);

#endif
