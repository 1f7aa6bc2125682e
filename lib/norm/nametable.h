#ifndef NORM_NAMETABLE_H
#define NORM_NAMETABLE_H

/*
 * What tables say of names: 1,999 Japanese surnames with how many people bear
 * them, 35,000 given names in kanji with their readings, English short forms.
 * All names are keys (fold_key: kanji in one form, kana in katakana, small
 * letters); LICENSES.md says whose the tables are. No memory is taken.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/**
 * nametable_population(family):
 * How many people bear the surname, given in kanji or in kana; 0 = not known.
 */
uint32_t nametable_population(struct span);

/**
 * nametable_is_given(given):
 * Is it a given name of the table, in kanji or in kana?
 */
bool nametable_is_given(struct span);

/**
 * nametable_family_reads(kanji, kana), nametable_given_reads(kanji, kana):
 * Does the table know this reading of the name?
 */
bool nametable_family_reads(struct span, struct span);
bool nametable_given_reads(struct span, struct span);

/**
 * nametable_given_may_read(kanji, kana):
 * May the given name be read so? False where the table knows many names that
 * begin with the same kanji, and no reading of them begins as this one does.
 */
bool nametable_given_may_read(struct span, struct span);

/**
 * nametable_is_western(given):
 * Is it an English given name of the table, in full or short?
 */
bool nametable_is_western(struct span);

/**
 * nametable_is_short(a, b):
 * May the two be one English given name? They are equal, one is a usual short
 * form of the other, or both are of a third (bill, will: william).
 */
bool nametable_is_short(struct span, struct span);

/**
 * nametable_long(name, each, context):
 * Call ${each} with each name that this one is a usual short form of. False:
 * the table does not know it.
 */
bool nametable_long(struct span, void (*)(void *, struct span), void *);

/**
 * nametable_split(full, family, given):
 * Split a Japanese name without blanks in family and given name, which point
 * into ${full}: the split whose parts are most usual, measured by how many
 * people bear the surname. False when neither part is known, when the whole
 * is a surname, or when it is not Japanese.
 */
bool nametable_split(struct span, struct span *, struct span *);

#endif
