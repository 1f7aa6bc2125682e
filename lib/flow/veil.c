#include "flow/veil.h"
#include "base/civil.h"
#include "store/store.h"

/* At 90 few are left of a year: the age from which HIPAA's rule on what may
 * be published (45 CFR 164.514(b)(2)) takes the year away, too. */
#define YEARS_MAX 89

static const enum veil rules[CANON_F_COUNT] = {
    [CANON_F_CUSTOMER_ID] = VEIL_OWN,
    [CANON_F_ID] = VEIL_ID,
    [CANON_F_COUNTRY] = VEIL_KEEP,
    [CANON_F_REGION] = VEIL_KEEP,
    [CANON_F_BIRTH_DATE] = VEIL_YEAR,
    [CANON_F_GENDER] = VEIL_KEEP,
    [CANON_F_REGISTERED_AT] = VEIL_KEEP,
    [CANON_F_UPDATED_AT] = VEIL_KEEP,
    [CANON_F_STATUS] = VEIL_KEEP,
    [CANON_F_MERGED_INTO] = VEIL_OWN,
    [CANON_F_OPT_OUT] = VEIL_KEEP,
    [CANON_F_EVENT_ID] = VEIL_OWN,
    [CANON_F_OCCURRED_AT] = VEIL_KEEP,
    [CANON_F_ENDED_AT] = VEIL_KEEP,
    [CANON_F_CHANNEL] = VEIL_KEEP,
    [CANON_F_EVENT] = VEIL_KEEP,
    [CANON_F_OUTCOME] = VEIL_KEEP,
    [CANON_F_DIRECTION] = VEIL_KEEP,
    [CANON_F_CASE_ID] = VEIL_OWN,
    [CANON_F_TOPIC] = VEIL_KEEP,
    [CANON_F_PRODUCT] = VEIL_KEEP,
    [CANON_F_QUANTITY] = VEIL_KEEP,
    [CANON_F_AMOUNT] = VEIL_KEEP,
    [CANON_F_CURRENCY] = VEIL_KEEP,
    [CANON_F_CSAT] = VEIL_KEEP,
    [CANON_F_CSAT_SCALE] = VEIL_KEEP,
    [CANON_F_NPS] = VEIL_KEEP,
    [CANON_F_CES] = VEIL_KEEP,
    [CANON_F_FIRST_REPLY_AT] = VEIL_KEEP,
    [CANON_F_RESOLVED_AT] = VEIL_KEEP,
    [CANON_F_HANDLE_SECONDS] = VEIL_KEEP,
    [CANON_F_WAIT_SECONDS] = VEIL_KEEP,
    [CANON_F_HANDOVER_CHANNEL] = VEIL_KEEP,
    [CANON_F_AGENT] = VEIL_ID,
    [CANON_F_TEAM] = VEIL_ID,
    [CANON_F_AUTOMATED] = VEIL_KEEP,
    [CANON_F_CONTEXT_PASSED] = VEIL_KEEP,
    [CANON_F_REOPENS] = VEIL_KEEP,
    [CANON_F_TRANSFERS] = VEIL_KEEP,
    [CANON_F_REPLIES] = VEIL_KEEP,
    [CANON_F_CAMPAIGN] = VEIL_ID,
    [CANON_F_LOCATION] = VEIL_ID,
    [CANON_F_DEVICE] = VEIL_ID,
    [CANON_F_EVENT_UPDATED_AT] = VEIL_KEEP,
};

enum veil
veil_of(enum canon_field field)
{
	return rules[field];
}

bool
veil_hides(const struct pseudonym *key, enum canon_field field)
{
	return key != NULL && rules[field] == VEIL_OUT;
}

void
veil_text(const struct pseudonym *key, const char *kind, struct span value,
    struct buf *text)
{
	char name[PSEUDONYM_SIZE];

	(void)pseudonym_make(key, kind, value, name);
	buf_str(text, name);
}

/* An id that begins with a letter for what it is of keeps that letter. */
static void
give_lettered(const struct pseudonym *key, struct out *out, const char *kind,
    const char *id)
{
	char name[1 + PSEUDONYM_SIZE];

	if (key == NULL) {
		out_text(out, span_of(id));
		return;
	}
	name[0] = id[0];
	(void)pseudonym_make(key, kind, span_of(id), name + 1);
	out_text(out, span_of(name));
}

void
veil_customer(const struct pseudonym *key, struct out *out, int64_t number)
{
	char id[24];

	if (number == 0) {
		out_null(out);
		return;
	}
	store_customer_name(number, id);
	give_lettered(key, out, "customer", id);
}

void
veil_circle(const struct pseudonym *key, struct out *out, enum circle_kind kind,
    int64_t number)
{
	char id[24];

	if (number == 0) {
		out_null(out);
		return;
	}
	circle_name(kind, number, id);
	give_lettered(key, out, "circle", id);
}

/* A cell "SOURCE:X", or X alone, where X is the pseudonym of SOURCE:VALUE: one
 * id of two sources is not known for the same. */
static void
give_owned(const struct pseudonym *key, struct out *out, const char *kind,
    struct span source, struct span value, bool has_source)
{
	char name[PSEUDONYM_SIZE];
	struct buf text = {0};

	if (key != NULL && value.len > 0) {
		(void)pseudonym_make_owned(key, kind, source, value, name);
		value = span_of(name);
	}
	if (!has_source || value.len == 0) {
		out_text(out, value);
		return;
	}
	buf_span(&text, source);
	buf_char(&text, ':');
	buf_span(&text, value);
	if (text.failed)
		out_fail(out);
	else
		out_text(out, buf_get(&text));
	buf_clear(&text);
}

void
veil_native(const struct pseudonym *key, struct out *out, struct span source,
    struct span native)
{
	give_owned(key, out, "record", source, native, false);
}

void
veil_record(const struct pseudonym *key, struct out *out, struct span source,
    struct span native)
{
	give_owned(key, out, "record", source, native, true);
}

/* A source's name has no colon. */
static void
add_name(const struct pseudonym *key, struct span name, struct buf *text)
{
	const char *colon =
	    name.len == 0 ? NULL : memchr(name.data, ':', name.len);

	if (colon != NULL)
		buf_span(text,
		    span_make(name.data, (size_t)(colon - name.data) + 1));
	veil_text(key, "record", name, text);
}

void
veil_names(const struct pseudonym *key, struct out *out, struct span names)
{
	static const char mark[] = " | ";
	struct buf text = {0};
	size_t at = 0, i;

	if (key == NULL || names.len == 0) {
		out_text(out, names);
		return;
	}
	for (i = 0; i <= names.len; i++) {
		if (i < names.len &&
		    (names.len - i < strlen(mark) ||
			memcmp(names.data + i, mark, strlen(mark)) != 0))
			continue;
		if (at > 0)
			buf_str(&text, mark);
		add_name(key, span_make(names.data + at, i - at), &text);
		at = i + strlen(mark);
	}
	if (text.failed)
		out_fail(out);
	else
		out_text(out, buf_get(&text));
	buf_clear(&text);
}

void
veil_event(const struct pseudonym *key, struct out *out, struct span source,
    struct span name, bool has_source)
{
	give_owned(key, out, "event", source, name, has_source);
}

void
veil_value(const struct pseudonym *key, struct out *out, const char *kind,
    struct span source, struct span value)
{
	char name[PSEUDONYM_SIZE];

	if (key == NULL || value.len == 0) {
		out_text(out, value);
	} else if (source.len > 0) {
		give_owned(key, out, kind, source, value, false);
	} else {
		(void)pseudonym_make(key, kind, value, name);
		out_text(out, span_of(name));
	}
}

void
veil_birth(const struct pseudonym *key, struct out *out, struct span date,
    int64_t as_of_us)
{
	struct civil now = {0};
	int year = 0;
	size_t i;

	if (key == NULL) {
		out_text(out, date);
		return;
	}
	for (i = 0; i < date.len && i < 4; i++) {
		if (date.data[i] < '0' || date.data[i] > '9')
			break;
		year = year * 10 + (date.data[i] - '0');
	}
	if (as_of_us != CANON_NO_TIME)
		civil_from_us(as_of_us, &now);
	if (i < 4 || (date.len > 4 && date.data[4] != '-') ||
	    now.year - year > YEARS_MAX)
		out_null(out);
	else
		out_text(out, span_make(date.data, 4));
}

void
veil_sort_customer(const struct pseudonym *key, struct out *out, int64_t number)
{
	char id[24];

	store_customer_name(number, id);
	veil_sort_name(key, out, "customer", span_of(id));
}

/* By all of the name: that two sources have an id in common is not told. */
void
veil_sort_owned(const struct pseudonym *key, struct out *out, const char *kind,
    struct span source, struct span value)
{
	char ignored[PSEUDONYM_SIZE];

	if (key != NULL)
		out_key(out,
		    pseudonym_make_owned(key, kind, source, value, ignored));
}

void
veil_sort_name(const struct pseudonym *key, struct out *out, const char *kind,
    struct span name)
{
	char ignored[PSEUDONYM_SIZE];

	if (key != NULL)
		out_key(out, pseudonym_make(key, kind, name, ignored));
}
