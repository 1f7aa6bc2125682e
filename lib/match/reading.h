#ifndef MATCH_READING_H
#define MATCH_READING_H

/*
 * How names in kanji are read, as the records themselves say it: where one has
 * a name in kanji and in kana, another that has it in kanji alone and a third
 * that has it in kana alone may be the same. No table knows all names.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hashmap.h"

/* A zeroed struct is ready. Values are numbers from 1. */
struct reading {
	struct hashmap seen;
};

/**
 * reading_add(reading, kanji, kana, err): a record has both; 0 where it does
 * not know, and then nothing is learned.
 * reading_knows(reading, kanji, kana): did a record have both?
 */
int reading_add(struct reading *, uint32_t, uint32_t, struct err *);
bool reading_knows(const struct reading *, uint32_t, uint32_t);
void reading_clear(struct reading *);

#endif
