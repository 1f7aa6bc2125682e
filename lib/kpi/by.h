#ifndef KPI_BY_H
#define KPI_BY_H

/*
 * The dimensions by which figures are broken down (--by). A dimension gives
 * an event a number; numbers compare as rows are ordered, and become text only
 * when rows are made.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "journey/journey.h"

#define BY_MAX 4

enum by_dimension {
	BY_CHANNEL,
	BY_GROUP,
	BY_SOURCE,
	BY_MONTH,
	BY_WEEK,
	BY_DAY,
	BY_FIRST_CHANNEL, /* of the customer's first touch */
	BY_STAGE,         /* at the time of the event */
	BY_HOUSEHOLD,     /* of the customer */
	BY_ACCOUNT,
	BY_GENDER, /* of the customer, as it is known now */
	BY_AGE,    /* in bands of ten years, at as_of */
	BY_ATTR,   /* attr:NAME */
	BY_HOUR,   /* of the day */
	BY_COUNT,
};

#define BY_BIT(dimension) (1u << (dimension))
#define BY_PLACE (BY_BIT(BY_CHANNEL) | BY_BIT(BY_GROUP) | BY_BIT(BY_SOURCE))
#define BY_TIME (BY_BIT(BY_MONTH) | BY_BIT(BY_WEEK) | BY_BIT(BY_DAY))
#define BY_CIRCLE (BY_BIT(BY_HOUSEHOLD) | BY_BIT(BY_ACCOUNT))
#define BY_TRAIT (BY_BIT(BY_GENDER) | BY_BIT(BY_AGE) | BY_BIT(BY_ATTR))
#define BY_CUSTOMER \
	(BY_BIT(BY_FIRST_CHANNEL) | BY_BIT(BY_STAGE) | BY_CIRCLE | BY_TRAIT)
#define BY_ALL (BY_PLACE | BY_TIME | BY_CUSTOMER | BY_BIT(BY_HOUR))

struct by {
	enum by_dimension dimensions[BY_MAX];
	struct span names[BY_MAX]; /* of attr:NAME; borrowed */
	size_t count;
};

/**
 * by_parse(text, by, err): "month,channel,attr:rank"; the text is borrowed.
 * ERR_USAGE when it is none.
 * by_bits(by): the dimensions as bits of BY_BIT.
 * by_name(dimension): "first_channel", "attr:NAME".
 */
int by_parse(struct span, struct by *, struct err *);
unsigned by_bits(const struct by *);
const char *by_name(enum by_dimension);

/**
 * by_values(by, context, first_channel, event, values): all BY_MAX are
 * written, 0 behind the last dimension. ${first_channel} may be JOURNEY_NONE.
 */
void by_values(const struct by *, const struct journey_context *, uint32_t,
    const struct journey_event *, int64_t[BY_MAX]);

/**
 * by_text(by, context, values, period, group): append the values of the
 * dimensions of time to ${period} ("2026-01", "2026-W03", "2026-01-05"), the
 * others to ${group}, each joined by " / ".
 */
void by_text(const struct by *, const struct journey_context *,
    const int64_t[BY_MAX], struct buf *, struct buf *);

#endif
