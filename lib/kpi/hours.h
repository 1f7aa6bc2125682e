#ifndef KPI_HOURS_H
#define KPI_HOURS_H

/*
 * When somebody is there: hours of the clock on days of the week.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "canon/zone.h"

struct hours {
	int from_min, to_min; /* [from, to) of the day; over midnight where
				 from is later; equal: all day */
	unsigned days;        /* bit 0 = Monday */
};

#define HOURS_DEFAULT                                        \
	{                                                    \
		.from_min = 540, .to_min = 1080, .days = 31, \
	}

/**
 * hours_parse(text, hours, err): "9-18", "8:30-17:00", "22-6" into the struct
 * hours (for struct opt's call). ERR_USAGE when it is none.
 * hours_parse_days: the same, "mon-fri", "mon,wed,fri-sun".
 */
int hours_parse(const char *, void *, struct err *);
int hours_parse_days(const char *, void *, struct err *);

/**
 * hours_is_off(hours, zone, at_us): is nobody there then? What is over midnight
 * belongs to the day on which it began.
 * hours_text(hours, buf): append ",hours=8:30-17,workdays=mon-sat", each where
 * it is not the default.
 */
bool hours_is_off(const struct hours *, const struct zone *, int64_t);
void hours_text(const struct hours *, struct buf *);

#endif
