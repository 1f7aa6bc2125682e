#ifndef NORM_NAME_H
#define NORM_NAME_H

/*
 * Names of people. See norm/norm.h for the rule on memory and errors.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

struct name {
	struct span family; /* keys (fold_key); empty = not known */
	struct span given;
	struct span full;   /* family and given without blanks, or the whole */
	struct span suffix; /* "jr", "sr", "ii", "iii" ...; or empty */
};

/**
 * name_parse(full, family, given, name, arena):
 * Keys of a person's name from what is there: titles and honorifics (様,
 * さん, Mr., Dr. ...) cut, a full name split at its blank (in Japanese the
 * family name comes first; in Latin script the last word is the family name,
 * unless a comma says otherwise). Nothing is known (all empty) when nothing
 * is there or memory ran out.
 */
void name_parse(
    struct span, struct span, struct span, struct name *, struct arena *);

/**
 * name_agrees(a, b):
 * May the two be one person by their names? False when both given names are
 * known and neither equal, nor initial or prefix of the other, or both
 * family names are known and differ while given names do not agree either.
 * Unknown parts never contradict. Kanji against kana says nothing.
 */
bool name_agrees(const struct name *, const struct name *);

#endif
