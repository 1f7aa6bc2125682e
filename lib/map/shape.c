#include <string.h>

#include "map/shape.h"
#include "norm/money.h"

/* Of the fields that are not plain text of a person. */
static const struct {
	enum shape shape;
	size_t offset;
} shapes[CANON_F_COUNT] = {
#define AT(member) offsetof(struct canon_event, member)
    [CANON_F_CUSTOMER_ID] = {SHAPE_CUSTOMER, 0},
    [CANON_F_ID] = {SHAPE_ID, 0},
    [CANON_F_EMAIL] = {SHAPE_EMAIL, 0},
    [CANON_F_PHONE] = {SHAPE_PHONE, 0},
    [CANON_F_ATTR] = {SHAPE_ATTR, 0},
    [CANON_F_BIRTH_DATE] = {SHAPE_BIRTH, 0},
    [CANON_F_BIRTH_YEAR] = {SHAPE_BIRTH_PART, 0},
    [CANON_F_BIRTH_MONTH] = {SHAPE_BIRTH_PART, 0},
    [CANON_F_BIRTH_DAY] = {SHAPE_BIRTH_PART, 0},
    [CANON_F_REGISTERED_AT] = {SHAPE_TIME, 0},
    [CANON_F_UPDATED_AT] = {SHAPE_TIME, 0},
    [CANON_F_STATUS] = {SHAPE_STATUS, 0},
    [CANON_F_OPT_OUT] = {SHAPE_OPT_OUT, 0},
    [CANON_F_EVENT_ID] = {SHAPE_TEXT, AT(event_id)},
    [CANON_F_OCCURRED_AT] = {SHAPE_TIME, AT(occurred_at_us)},
    [CANON_F_ENDED_AT] = {SHAPE_TIME, AT(ended_at_us)},
    [CANON_F_CHANNEL] = {SHAPE_CHANNEL, 0},
    [CANON_F_EVENT] = {SHAPE_KIND, 0},
    [CANON_F_OUTCOME] = {SHAPE_OUTCOME, 0},
    [CANON_F_DIRECTION] = {SHAPE_DIRECTION, 0},
    [CANON_F_CASE_ID] = {SHAPE_TEXT, AT(case_id)},
    [CANON_F_TOPIC] = {SHAPE_TEXT, AT(topic)},
    [CANON_F_PRODUCT] = {SHAPE_TEXT, AT(product)},
    [CANON_F_QUANTITY] = {SHAPE_QUANTITY, 0},
    [CANON_F_AMOUNT] = {SHAPE_AMOUNT, 0},
    [CANON_F_CURRENCY] = {SHAPE_CURRENCY, 0},
    [CANON_F_CSAT] = {SHAPE_CSAT, 0},
    [CANON_F_CSAT_SCALE] = {SHAPE_SCALE, 0},
    [CANON_F_NPS] = {SHAPE_NPS, 0},
    [CANON_F_CES] = {SHAPE_CES, 0},
    [CANON_F_FIRST_REPLY_AT] = {SHAPE_TIME, AT(first_reply_at_us)},
    [CANON_F_RESOLVED_AT] = {SHAPE_TIME, AT(resolved_at_us)},
    [CANON_F_HANDLE_SECONDS] = {SHAPE_DURATION, AT(handle_milli)},
    [CANON_F_WAIT_SECONDS] = {SHAPE_DURATION, AT(wait_milli)},
    [CANON_F_HANDOVER_CHANNEL] = {SHAPE_TEXT, AT(handover_channel)},
    [CANON_F_AGENT] = {SHAPE_TEXT, AT(agent)},
    [CANON_F_TEAM] = {SHAPE_TEXT, AT(team)},
    [CANON_F_AUTOMATED] = {SHAPE_FLAG, AT(automated)},
    [CANON_F_CONTEXT_PASSED] = {SHAPE_FLAG, AT(context_passed)},
    [CANON_F_REOPENS] = {SHAPE_COUNT, AT(reopens)},
    [CANON_F_TRANSFERS] = {SHAPE_COUNT, AT(transfers)},
    [CANON_F_REPLIES] = {SHAPE_COUNT, AT(replies)},
    [CANON_F_CAMPAIGN] = {SHAPE_TEXT, AT(campaign)},
    [CANON_F_LOCATION] = {SHAPE_TEXT, AT(location)},
    [CANON_F_DEVICE] = {SHAPE_TEXT, AT(device)},
    [CANON_F_TEXT] = {SHAPE_TEXT, AT(text)},
    [CANON_F_EVENT_UPDATED_AT] = {SHAPE_TIME, AT(event_updated_at_us)},
    [CANON_F_EVENT_ATTR] = {SHAPE_EVENT_ATTR, 0},
#undef AT
};

enum shape
shape_of(enum canon_field field)
{
	return shapes[field].shape;
}

size_t
shape_offset(enum canon_field field)
{
	return shapes[field].offset;
}

bool
shape_is_event(enum canon_field field)
{
	return field > CANON_F_PERSON_LAST;
}

static bool
is_among(struct span text, const char *const *words)
{
	for (size_t i = 0; words[i] != NULL; i++) {
		size_t n = 0;

		if (strlen(words[i]) != text.len)
			continue;
		while (n < text.len &&
		    (text.data[n] | 0x20) == (words[i][n] | 0x20))
			n++;
		if (n == text.len)
			return true;
	}
	return false;
}

int
shape_flag(struct span text)
{
	static const char *const yes[] = {
	    "1", "true", "yes", "y", "t", "on", NULL};
	static const char *const no[] = {
	    "0", "false", "no", "n", "f", "off", NULL};

	if (is_among(text, yes))
		return 1;
	return is_among(text, no) ? 0 : -1;
}

bool
shape_is_word(enum canon_field field, struct span text)
{
	static const char *const states[] = {
	    "active", "withdrawn", "merged", NULL};

	switch ((int)shape_of(field)) {
	case SHAPE_KIND:
		return canon_kind_of(text) != 0;
	case SHAPE_OUTCOME:
		return canon_outcome_of(text) != 0;
	case SHAPE_DIRECTION:
		return canon_direction_of(text) != 0;
	case SHAPE_SCALE:
		return canon_scale_of(text) != 0;
	case SHAPE_CURRENCY:
		return money_currency_digits(text) >= 0;
	case SHAPE_STATUS:
		return is_among(text, states);
	case SHAPE_FLAG:
	case SHAPE_OPT_OUT:
		return shape_flag(text) >= 0;
	default:
		return true;
	}
}
