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
 * さん, Mr., Dr. ...) cut, a full name split at its blank (in Japanese and
 * Korean the family name comes first; in Latin script the last word, with
 * "van", "de" and the like before it, is the family name, unless a comma says
 * otherwise), or without one by the tables of Japanese names (山田太郎; see
 * nametable_split). Names in an alphabet keep one blank between given names,
 * all other blanks, dots and apostrophes are gone. Nothing is known (all empty)
 * when nothing is there, it is not UTF-8, or memory ran out.
 */
void name_parse(
    struct span, struct span, struct span, struct name *, struct arena *);

/**
 * name_agrees(a, b):
 * May the two be one person by their names? False when both given names are
 * known and neither equal, nor (in an alphabet) initial or prefix of the
 * other, or both family names are known and differ while no given names
 * agree, or their suffixes (jr, sr) differ. A whole name that could not be
 * split, but is long enough to hold both parts (3 kanji, 5 kana), has to fit
 * the other's parts. Unknown parts never contradict, and neither do names in
 * different scripts: kanji against kana says nothing.
 */
bool name_agrees(const struct name *, const struct name *);

#endif
