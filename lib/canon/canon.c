#include "canon/canon.h"

#include "base/num.h"
#include "text/fold.h"
#include "text/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The words by number; 0 has none. */
static const char *const channel_kinds[] = {
    "",
    "store",
    "in_person",
    "ec",
    "web",
    "app",
    "phone",
    "email",
    "form",
    "chat",
    "bot",
    "messaging",
    "sns",
    "fax",
    "mail",
    "ad",
    "faq",
    "kiosk",
    "partner",
    "other",
};

static const char *const groups[] = {
    "",
    "physical",
    "online",
    "contact",
    "media",
    "partner",
    "other",
};

static const char *const kinds[] = {
    "",
    "impression",
    "view",
    "visit",
    "signup",
    "inquiry",
    "message",
    "reply",
    "handoff",
    "resolve",
    "reopen",
    "purchase",
    "return",
    "cancel",
    "payment",
    "survey",
    "other",
};

static const char *const outcomes[] = {
    "",
    "resolved",
    "unresolved",
    "escalated",
    "transferred",
    "abandoned",
    "deflected",
    "cancelled",
};

static const char *const directions[] = {"", "inbound", "outbound"};

static const char *const scales[] = {
    "",
    "1-5",
    "1-3",
    "1-7",
    "1-10",
    "0-10",
    "good-bad",
};

static const char *const fields[] = {
    "",
    "customer_id",
    "id",
    "full_name",
    "family_name",
    "given_name",
    "middle_name",
    "full_kana",
    "family_kana",
    "given_kana",
    "company",
    "department",
    "email",
    "phone",
    "country",
    "region",
    "city",
    "street",
    "building",
    "postcode",
    "address",
    "birth_date",
    "birth_year",
    "birth_month",
    "birth_day",
    "birth_place",
    "gender",
    "nationality",
    "occupation",
    "registered_at",
    "updated_at",
    "status",
    "merged_into",
    "opt_out",
    "attr",
    "event_id",
    "occurred_at",
    "ended_at",
    "channel",
    "event",
    "outcome",
    "direction",
    "case_id",
    "topic",
    "product",
    "quantity",
    "amount",
    "currency",
    "csat",
    "csat_scale",
    "nps",
    "ces",
    "first_reply_at",
    "resolved_at",
    "handle_seconds",
    "wait_seconds",
    "handover_channel",
    "agent",
    "team",
    "automated",
    "context_passed",
    "reopens",
    "transfers",
    "replies",
    "campaign",
    "location",
    "device",
    "text",
    "event_updated_at",
    "event_attr",
};

_Static_assert(COUNT(channel_kinds) == CANON_OTHER_CHANNEL + 1, "a word each");
_Static_assert(COUNT(groups) == CANON_OTHER_GROUP + 1, "a word each");
_Static_assert(COUNT(kinds) == CANON_OTHER + 1, "a word each");
_Static_assert(COUNT(outcomes) == CANON_CANCELLED + 1, "a word each");
_Static_assert(COUNT(directions) == CANON_OUTBOUND + 1, "a word each");
_Static_assert(COUNT(scales) == CANON_SCALE_GOOD_BAD + 1, "a word each");
_Static_assert(COUNT(fields) == CANON_F_COUNT, "a word each");

static const char *
word_of(const char *const *words, size_t count, int number)
{
	return number > 0 && (size_t)number < count ? words[number] : "";
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_word(struct span text, const char *word)
{
	if (strlen(word) != text.len)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (lower(text.data[i]) != word[i])
			return false;
	return true;
}

static int
number_of(const char *const *words, size_t count, struct span text)
{
	for (size_t i = 1; i < count; i++)
		if (is_word(text, words[i]))
			return (int)i;
	return 0;
}

const char *
canon_channel_kind_name(int number)
{
	return word_of(channel_kinds, COUNT(channel_kinds), number);
}

const char *
canon_group_name(int number)
{
	return word_of(groups, COUNT(groups), number);
}

const char *
canon_kind_name(int number)
{
	return word_of(kinds, COUNT(kinds), number);
}

const char *
canon_outcome_name(int number)
{
	return word_of(outcomes, COUNT(outcomes), number);
}

const char *
canon_direction_name(int number)
{
	return word_of(directions, COUNT(directions), number);
}

const char *
canon_scale_name(int number)
{
	return word_of(scales, COUNT(scales), number);
}

int
canon_channel_kind_of(struct span text)
{
	return number_of(channel_kinds, COUNT(channel_kinds), text);
}

int
canon_group_of(struct span text)
{
	return number_of(groups, COUNT(groups), text);
}

int
canon_kind_of(struct span text)
{
	return number_of(kinds, COUNT(kinds), text);
}

int
canon_outcome_of(struct span text)
{
	return number_of(outcomes, COUNT(outcomes), text);
}

int
canon_direction_of(struct span text)
{
	return number_of(directions, COUNT(directions), text);
}

int
canon_scale_of(struct span text)
{
	if (span_is(text, "5"))
		return CANON_SCALE_1_5;
	return number_of(scales, COUNT(scales), text);
}

int
canon_group_of_kind(int kind)
{
	static const int group[CANON_OTHER_CHANNEL + 1] = {
	    [CANON_STORE] = CANON_PHYSICAL,
	    [CANON_IN_PERSON] = CANON_PHYSICAL,
	    [CANON_KIOSK] = CANON_PHYSICAL,
	    [CANON_EC] = CANON_ONLINE,
	    [CANON_WEB] = CANON_ONLINE,
	    [CANON_APP] = CANON_ONLINE,
	    [CANON_FAQ] = CANON_ONLINE,
	    [CANON_AD] = CANON_MEDIA,
	    [CANON_PHONE] = CANON_CONTACT,
	    [CANON_EMAIL] = CANON_CONTACT,
	    [CANON_FORM] = CANON_CONTACT,
	    [CANON_CHAT] = CANON_CONTACT,
	    [CANON_BOT] = CANON_CONTACT,
	    [CANON_MESSAGING] = CANON_CONTACT,
	    [CANON_SNS] = CANON_CONTACT,
	    [CANON_FAX] = CANON_CONTACT,
	    [CANON_MAIL] = CANON_CONTACT,
	    [CANON_PARTNER] = CANON_PARTNER_GROUP,
	    [CANON_OTHER_CHANNEL] = CANON_OTHER_GROUP,
	};

	return kind > 0 && kind <= CANON_OTHER_CHANNEL ? group[kind] : 0;
}

int
canon_default_kind(struct span channel)
{
	int kind = canon_channel_kind_of(channel);

	return kind == 0 ? CANON_OTHER_CHANNEL : kind;
}

bool
canon_is_touch(int kind)
{
	return kind > 0 && kind <= CANON_OTHER && kind != CANON_IMPRESSION &&
	    kind != CANON_PAYMENT && kind != CANON_OTHER;
}

/* Blanks are looked for one by one, as fold_trim knows all of them. */
bool
canon_is_name(struct span text)
{
	const char *at = text.data;
	const char *end;

	if (text.len == 0 || !utf8_is_plain(text, NULL))
		return false;
	end = at + text.len;
	while (at < end) {
		const char *start = at;
		uint32_t code = utf8_next(&at, end);
		struct span one = span_make(start, (size_t)(at - start));

		if (fold_trim(one).len == 0 || code < 0x20)
			return false;
		if (code < 0x80 && strchr(":,>&|+", (int)code) != NULL)
			return false;
	}
	return true;
}

const char *
canon_field_name(enum canon_field field)
{
	return word_of(fields, COUNT(fields), (int)field);
}

bool
canon_field_repeats(enum canon_field field)
{
	return field == CANON_F_ID || field == CANON_F_EMAIL ||
	    field == CANON_F_PHONE || field == CANON_F_ATTR ||
	    field == CANON_F_EVENT_ATTR;
}

static bool
has_name(enum canon_field field)
{
	return field == CANON_F_ID || field == CANON_F_ATTR ||
	    field == CANON_F_EVENT_ATTR;
}

/* Cut "#2" off the end, if there is such. */
static bool
cut_count(struct span *text)
{
	for (size_t i = text->len; i-- > 0;) {
		struct span digits =
		    span_make(text->data + i + 1, text->len - i - 1);
		int64_t count;

		if (text->data[i] != '#')
			continue;
		if (!num_i64(digits, 1, INT32_MAX, &count))
			return false;
		text->len = i;
		return true;
	}
	return false;
}

bool
canon_field_of(struct span text, enum canon_field *field, struct span *name)
{
	bool is_counted = cut_count(&text);
	const char *colon =
	    text.len == 0 ? NULL : memchr(text.data, ':', text.len);
	struct span word = text;

	*name = span_make(text.data, 0);
	if (colon != NULL) {
		word.len = (size_t)(colon - text.data);
		*name = span_make(colon + 1, text.len - word.len - 1);
	}
	*field = CANON_F_NONE;
	for (int i = 1; i < CANON_F_COUNT; i++)
		if (span_is(word, fields[i]))
			*field = (enum canon_field)i;
	if (*field == CANON_F_NONE || has_name(*field) != (colon != NULL) ||
	    (colon != NULL && !canon_is_name(*name)) ||
	    (is_counted && !canon_field_repeats(*field))) {
		*field = CANON_F_NONE;
		return false;
	}
	return true;
}
