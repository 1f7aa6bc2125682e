#ifndef MATCH_SOUND_H
#define MATCH_SOUND_H

/*
 * How a name sounds, roughly, across spellings and scripts. Words in Latin
 * letters: consonants in classes, in the manner of Metaphone (Philips, 1990),
 * vowels only at the start. Kana is written in Latin letters first (Hepburn,
 * long vowels short), so that サトウ, Satou and Sato sound the same.
 */

#include "base/buf.h"
#include "base/span.h"

/**
 * sound_code(key, out): append the code of a key (fold_key); nothing for
 * kanji. sound_latin(key, out): append it in Latin letters without the
 * lengths of vowels; nothing when it has other letters than kana and Latin.
 */
void sound_code(struct span, struct buf *);
void sound_latin(struct span, struct buf *);

#endif
