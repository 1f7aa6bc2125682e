#ifndef NORM_PHONE_H
#define NORM_PHONE_H

/*
 * Telephone numbers. See norm/norm.h for the rule on memory and errors.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

enum phone_class {
	PHONE_UNKNOWN,
	PHONE_MOBILE,
	PHONE_LANDLINE,
	PHONE_FREE, /* nobody's own: 0120, 0800, 800, and navigation (0570) */
	PHONE_IP,   /* 050 */
};

struct phone {
	struct span e164;      /* "+819012345678"; without "+" when the number
				  is local and no country code can be known */
	struct span extension; /* digits behind 内線, ext., x; or empty */
	enum phone_class class;
	bool is_zero_restored; /* JP: its 0 was lost: 9012345678 */
};

/**
 * phone_parse(text, country, phone, arena):
 * Is it one telephone number? ${country} is an ISO 3166 alpha-2 code ("JP")
 * for national spellings, or empty. Full width, all dashes, brackets, tel:,
 * 00-prefix, +81 (0)90 are understood; 6 to 15 digits. Source: ITU-T E.164;
 * for JP the numbering plan of 総務省.
 */
bool phone_parse(struct span, struct span, struct phone *, struct arena *);

/**
 * phone_country(zone): the country whose national numbers a zone means
 * ("Asia/Tokyo" -> "JP"), from the zone table of tzdata's best known zones;
 * empty when not known.
 */
struct span phone_country(struct span);

#endif
