#ifndef NORM_ADDRESS_H
#define NORM_ADDRESS_H

/*
 * Where people live, in parts that can be compared. All parts are keys
 * (fold_key). See norm/norm.h for the rule on memory and errors.
 */

#include "base/arena.h"
#include "base/span.h"

/* An address as it came; what is not known is empty. */
struct address_text {
	struct span postcode;
	struct span region;
	struct span city;
	struct span street; /* may hold the city and all before it, too */
	struct span building;
	struct span whole; /* used where there is no street */
};

struct address {
	struct span postcode; /* 7 digits; else letters and digits */
	struct span region;   /* prefecture: "東京都" */
	struct span city; /* 市区町村, with 郡, and with 区: "横浜市西区" */
	struct span town;     /* 大字, 町; else the street: "main street" */
	struct span block;    /* "1-2-3"; else the house: "12" */
	struct span building; /* name, floor, room; else the unit: "3" */
};

/**
 * address_parse(text, address, arena):
 * The parts of an address. With kanji or kana in it, it is read as Japanese
 * (norm/locate.h, norm/lot.h), else as norm/street.h says. A postcode may
 * also stand in front of the street. Nothing is known (all empty) when nothing
 * is there, a part is not UTF-8, or memory ran out.
 */
void
address_parse(const struct address_text *, struct address *, struct arena *);

#endif
