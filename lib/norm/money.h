#ifndef NORM_MONEY_H
#define NORM_MONEY_H

/*
 * Numbers and amounts in integers. See norm/norm.h.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/**
 * money_currency_digits(code): minor digits of an ISO 4217 code ("JPY" 0,
 * "USD" 2, "KWD" 3; upper case), or -1 when there is no such code.
 */
int money_currency_digits(struct span);

/**
 * money_number(text, decimal, thousands, digits, value):
 * A number as people write it, times 10^${digits} (0..9): "1,234",
 * "￥１，２３４", "1,234円", "$1,243.50", "(1,234)", "△1,234", "-$0.95",
 * "−1234". ${decimal} is '.' or ','; ${thousands} the grouping character, 0
 * for the usual one (the other of '.' and ','). Wrong grouping (12,34) or
 * more decimals than ${digits} that are not 0: false.
 */
bool money_number(struct span, char, char, int, int64_t *);

#endif
