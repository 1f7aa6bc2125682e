#include <string.h>

#include "base/civil.h"
#include "kpi/by.h"

#define US_HOUR (3600 * CIVIL_US_S)

static const char *const names[BY_COUNT] = {
    "channel",
    "group",
    "source",
    "month",
    "week",
    "day",
    "first_channel",
    "stage",
    "household",
    "account",
    "gender",
    "age",
    "attr:NAME",
    "hour",
};

static const char attr_word[] = "attr:";

const char *
by_name(enum by_dimension dimension)
{
	return names[dimension];
}

unsigned
by_bits(const struct by *by)
{
	unsigned bits = 0;

	for (size_t i = 0; i < by->count; i++)
		bits |= BY_BIT(by->dimensions[i]);
	return bits;
}

static int
refuse(struct span word, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	struct buf known = {0};
	int result;

	for (unsigned i = 0; i < BY_COUNT; i++) {
		if (i > 0)
			buf_str(&known, i + 1 < BY_COUNT ? ", " : " or ");
		buf_str(&known, names[i]);
	}
	result = err_set(err, ERR_USAGE, "'--by' does not know '%s': %s",
	    err_quote(quoted, word), buf_text(&known));
	buf_clear(&known);
	return result;
}

/* The name of an attribute, or empty. */
static struct span
attr_name(struct span word)
{
	size_t len = sizeof(attr_word) - 1;

	if (!span_starts(word, attr_word))
		return span_of(NULL);
	return span_make(word.data + len, word.len - len);
}

static int
add(struct by *by, struct span word, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	struct span name = attr_name(word);
	unsigned dimension = 0;

	while (dimension < BY_COUNT && !span_is(word, names[dimension]))
		dimension++;
	if (name.len > 0)
		dimension = BY_ATTR;
	else if (dimension == BY_COUNT || dimension == BY_ATTR)
		return refuse(word, err);
	for (size_t i = 0; i < by->count; i++)
		if (by->dimensions[i] == dimension &&
		    span_eq(by->names[i], name))
			return err_set(err, ERR_USAGE,
			    "'--by' names '%s' twice", err_quote(quoted, word));
	if (by->count == BY_MAX)
		return err_set(err, ERR_USAGE,
		    "'--by' takes at most %d dimensions", BY_MAX);
	by->names[by->count] = name;
	by->dimensions[by->count++] = (enum by_dimension)dimension;
	return 0;
}

int
by_parse(struct span text, struct by *by, struct err *err)
{
	by->count = 0;
	for (size_t first = 0, end; first <= text.len; first = end + 1) {
		for (end = first; end < text.len && text.data[end] != ',';
		     end++)
			;
		if (add(by, span_make(text.data + first, end - first), err) !=
		    0)
			return -1;
	}
	return 0;
}

static int64_t
day_of(const struct journey_context *context, const struct journey_event *event)
{
	int64_t local_us = zone_to_local(context->zone, event->at_us);
	int64_t days = local_us / CIVIL_US_DAY;

	return days - (local_us % CIVIL_US_DAY < 0);
}

static int64_t
hour_of(
    const struct journey_context *context, const struct journey_event *event)
{
	int64_t local_us = zone_to_local(context->zone, event->at_us);

	return (local_us - day_of(context, event) * CIVIL_US_DAY) / US_HOUR;
}

static int64_t
value_of(enum by_dimension dimension, size_t place,
    const struct journey_context *context, uint32_t first_channel,
    const struct journey_event *event)
{
	struct civil civil;
	int64_t day;

	switch (dimension) {
	case BY_CHANNEL:
		return event->channel;
	case BY_GROUP:
		return journey_group(context, event);
	case BY_SOURCE:
		return event->source;
	case BY_MONTH:
		civil_from_days(day_of(context, event), &civil);
		return civil.year * 12 + civil.month - 1;
	case BY_WEEK:
		day = day_of(context, event);
		return day - civil_weekday(day);
	case BY_DAY:
		return day_of(context, event);
	case BY_FIRST_CHANNEL:
		return first_channel;
	case BY_STAGE:
		return event->stage;
	case BY_HOUSEHOLD:
		return event->household;
	case BY_ACCOUNT:
		return event->account;
	case BY_GENDER:
	case BY_AGE:
	case BY_ATTR:
		return event->traits == NULL ? 0 : event->traits[place];
	case BY_HOUR:
		return hour_of(context, event);
	case BY_COUNT:
		break;
	}
	return 0;
}

void
by_values(const struct by *by, const struct journey_context *context,
    uint32_t first_channel, const struct journey_event *event,
    int64_t values[BY_MAX])
{
	if (by->count == 0) {
		memset(values, 0, BY_MAX * sizeof(*values));
		return;
	}
	for (size_t i = 0; i < BY_MAX; i++)
		values[i] = i >= by->count ? 0
					   : value_of(by->dimensions[i], i,
						 context, first_channel, event);
}

static void
channel_text(
    const struct journey_context *context, int64_t value, struct buf *buf)
{
	if (value == JOURNEY_NONE)
		buf_str(buf, "none");
	else
		buf_span(buf, context->channels[value].name);
}

static void
time_text(enum by_dimension dimension, int64_t value, struct buf *buf)
{
	struct civil civil;
	int year, week;

	if (dimension == BY_MONTH) {
		buf_printf(
		    buf, "%04d-%02d", (int)(value / 12), (int)(value % 12) + 1);
	} else if (dimension == BY_WEEK) {
		civil_iso_week(value, &year, &week);
		buf_printf(buf, "%04d-W%02d", year, week);
	} else {
		civil_from_days(value, &civil);
		buf_printf(
		    buf, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
	}
}

/* As in the other tables: store/circle.h. */
static void
circle_text(enum by_dimension dimension, int64_t value, struct buf *buf)
{
	if (value == 0)
		buf_str(buf, "none");
	else
		buf_printf(buf, "%c%09lld",
		    dimension == BY_HOUSEHOLD ? 'H' : 'A', (long long)value);
}

static void
trait_text(const struct journey_context *context, size_t place, int64_t value,
    struct buf *buf)
{
	if (value == 0)
		buf_str(buf, "none");
	else
		buf_span(buf, context->traits[place][value]);
}

static void
text_of(enum by_dimension dimension, size_t place,
    const struct journey_context *context, int64_t value, struct buf *buf)
{
	if ((BY_TIME & BY_BIT(dimension)) != 0)
		time_text(dimension, value, buf);
	else if (dimension == BY_GROUP)
		buf_str(buf, canon_group_name((int)value));
	else if (dimension == BY_SOURCE)
		buf_span(buf, context->sources[value]);
	else if (dimension == BY_STAGE)
		buf_str(buf, journey_stage_name((int)value));
	else if ((BY_CIRCLE & BY_BIT(dimension)) != 0)
		circle_text(dimension, value, buf);
	else if ((BY_TRAIT & BY_BIT(dimension)) != 0)
		trait_text(context, place, value, buf);
	else if (dimension == BY_HOUR)
		buf_printf(buf, "%02d", (int)value);
	else
		channel_text(context, value, buf);
}

void
by_text(const struct by *by, const struct journey_context *context,
    const int64_t values[BY_MAX], struct buf *period, struct buf *group)
{
	for (size_t i = 0; i < by->count; i++) {
		enum by_dimension dimension = by->dimensions[i];
		bool is_time = (BY_TIME & BY_BIT(dimension)) != 0;
		struct buf *buf = is_time ? period : group;

		if (buf->len > 0)
			buf_str(buf, " / ");
		text_of(dimension, i, context, values[i], buf);
	}
}
