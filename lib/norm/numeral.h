#ifndef NORM_NUMERAL_H
#define NORM_NUMERAL_H

/*
 * Whole numbers in ASCII digits or in kanji (二十三, 千二百三十四, 一〇五).
 */

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

#define NUMERAL_MAX UINT32_C(999999999)

/**
 * numeral_read(text, value):
 * How many bytes at the start of ${text} are one number, all digits or all
 * kanji; 0 when it begins with none or the number exceeds NUMERAL_MAX.
 */
size_t numeral_read(struct span, uint32_t *);

#endif
