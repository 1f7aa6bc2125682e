#ifndef NORM_DATEPLAIN_H
#define NORM_DATEPLAIN_H

/*
 * Dates whose order needs no pattern: the year first, or a Japanese era.
 */

#include <stdbool.h>

#include "norm/date.h"
#include "norm/datepart.h"

/**
 * dateplain_read(text, part):
 * Read the folded text; the parts are not checked against the calendar yet.
 */
enum date_result dateplain_read(struct span, struct datepart *);

#endif
