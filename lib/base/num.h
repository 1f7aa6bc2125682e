#ifndef BASE_NUM_H
#define BASE_NUM_H

/*
 * Numbers in text: ASCII digits only, the whole text, checked for range; no
 * locale, no doubles. Full-width digits are folded before (lib/text).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

/**
 * num_i64(text, low, high, value):
 * Is it an integer ("-12", "0012", not "+1", not "") within the bounds?
 */
bool num_i64(struct span, int64_t, int64_t, int64_t *);

/**
 * num_decimal(text, digits, value):
 * Is it a decimal number ("-12.50", "12", "12.") that has no more than
 * ${digits} (0..9) decimals that are not 0? Then *${value} is the number times
 * 10^${digits}.
 */
bool num_decimal(struct span, int, int64_t *);

/**
 * num_add(a, b, sum), num_mul(a, b, product):
 * Does the result fit? int64 without wrapping.
 */
bool num_add(int64_t, int64_t, int64_t *);
bool num_mul(int64_t, int64_t, int64_t *);

/**
 * num_round_div(numerator, denominator):
 * The quotient rounded half away from zero. ${denominator} > 0.
 */
__extension__ typedef __int128 num_i128;
int64_t num_round_div(num_i128, int64_t);

/**
 * num_fixed(buf, value, digits):
 * Append ${value} / 10^${digits} with exactly ${digits} decimals.
 */
void num_fixed(struct buf *, int64_t, int);

#endif
