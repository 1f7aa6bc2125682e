#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/num.h"
#include "map/draft.h"
#include "norm/norm.h"
#include "text/fold.h"
#include "text/utf8.h"

/* Clocks and zones may be off by a day. */
#define FUTURE_US CIVIL_US_DAY

/* Refuse the row: ${what} is said of the text. */
static int
refuse(const struct bind_op *op, const char *reason, const char *what,
    struct span text, struct err *err)
{
	char shown[ERR_QUOTE_MAX];

	err_set(err, ERR_DATA, "%s: '%s'", what, err_quote(shown, text));
	err_reason(err, reason);
	return err_place(err, NULL, 0, op->column);
}

/* Refuse the row for what it lacks. */
static int
lack(enum canon_field field, const char *reason, const char *what,
    struct err *err)
{
	err_set(err, ERR_DATA, "%s", what);
	err_reason(err, reason);
	return err_place(err, NULL, 0, canon_field_name(field));
}

void
draft_person_init(struct draft_person *person)
{
	memset(person, 0, sizeof(*person));
	person->updated_at_us = CANON_NO_TIME;
	person->registered_at_us = CANON_NO_TIME;
	person->record.said_at_us = CANON_NO_TIME;
}

void
draft_event_init(struct draft_event *draft)
{
	struct canon_event *event = &draft->event;

	memset(draft, 0, sizeof(*draft));
	event->occurred_at_us = CANON_NO_TIME;
	event->ended_at_us = CANON_NO_TIME;
	event->first_reply_at_us = CANON_NO_TIME;
	event->resolved_at_us = CANON_NO_TIME;
	event->event_updated_at_us = CANON_NO_TIME;
	event->automated = -1;
	event->context_passed = -1;
	event->amount_minor = CANON_NO_INT;
	event->quantity_milli = CANON_NO_INT;
	event->csat_milli = CANON_NO_INT;
	event->nps = CANON_NO_INT;
	event->ces_milli = CANON_NO_INT;
	event->handle_milli = CANON_NO_INT;
	event->wait_milli = CANON_NO_INT;
	event->reopens = CANON_NO_INT;
	event->transfers = CANON_NO_INT;
	event->replies = CANON_NO_INT;
	event->record = -1;
}

/* --- times --- */

static int
bad_time(const struct bind_op *op, enum date_result result, struct span text,
    struct err *err)
{
	if (result == DATE_AMBIGUOUS)
		return refuse(op, "AMBIGUOUS_TIME",
		    "day or month first? say it with a format", text, err);
	if (result == DATE_WEEKDAY)
		return refuse(op, "BAD_TIME",
		    "that day was another day of the week", text, err);
	return refuse(op, "BAD_TIME", "not a time", text, err);
}

static enum date_result
parse_formats(
    const struct spec_value *spec, struct span text, struct date *date)
{
	enum date_result worst = DATE_BAD;

	if (spec->n_formats == 0)
		return date_parse(text, span_of(""), date);
	for (size_t i = 0; i < spec->n_formats; i++) {
		enum date_result result =
		    date_parse(text, spec->formats[i], date);

		if (result == DATE_OK || result == DATE_SENTINEL)
			return result;
		if (result != DATE_BAD)
			worst = result;
	}
	return worst;
}

/* A moment; CANON_NO_TIME for dates that mean none. */
static int
read_time(const struct draft_rules *rules, const struct bind_op *op,
    struct span text, int64_t *us, bool *is_date_only, struct err *err)
{
	struct date date;
	enum date_result result = parse_formats(op->spec, text, &date);

	*us = CANON_NO_TIME;
	if (result == DATE_SENTINEL)
		return 0;
	if (result != DATE_OK)
		return bad_time(op, result, text, err);
	if (date.precision < DATE_DAY)
		return refuse(op, "BAD_TIME", "a time needs a day", text, err);
	*is_date_only = date.precision == DATE_DAY;
	*us = date.us;
	if (!date.has_offset &&
	    zone_to_utc(rules->zone, date.us, us) == ZONE_NEVER &&
	    !*is_date_only)
		return refuse(op, "NONEXISTENT_TIME",
		    "a time that the clocks of the zone passed over", text,
		    err);
	return 0;
}

/* --- persons --- */

static bool
is_blocked(const struct draft_rules *rules, enum canon_field field,
    struct span name, struct span raw, struct arena *arena)
{
	const struct map *map = rules->map;
	struct span folded;

	for (size_t i = 0; i < map->n_blocks; i++) {
		const struct spec_block *block = &map->blocks[i];

		if (block->field != field ||
		    (field == CANON_F_ID && !span_eq(block->name, name)))
			continue;
		folded = fold_name(raw, arena);
		for (size_t w = 0; w < block->n_words; w++)
			if (span_eq(block->words[w], folded))
				return true;
	}
	return false;
}

/* Marks of direction and of no width: nobody sees them, and with them two ids
 * that look alike are two. */
static bool
is_unseen(uint32_t code)
{
	return (code >= 0x200b && code <= 0x200f) ||
	    (code >= 0x202a && code <= 0x202e) ||
	    (code >= 0x2060 && code <= 0x206f) || code == 0xfeff;
}

static int
check_id(const struct bind_op *op, struct span id, struct err *err)
{
	const char *at = id.len == 0 ? "" : id.data;
	const char *end = at + id.len;

	while (at < end)
		if (is_unseen(utf8_next(&at, end)))
			return refuse(op, "CONTROL_CHAR",
			    "an id with characters that do not show", id, err);
	return 0;
}

/* Ids by which systems mean a guest. */
static bool
is_guest(struct span id)
{
	return span_is(id, "0") || span_is(id, "-1");
}

static int
add_value(struct draft_person *person, const struct bind_op *op,
    struct span raw, struct span normal, struct arena *arena, struct err *err)
{
	struct canon_record *record = &person->record;
	struct canon_value *value;
	size_t cap = person->cap == 0 ? 8 : person->cap * 2;

	for (size_t i = 0; i < record->n_values; i++) {
		value = &record->values[i];
		if (value->field == op->field &&
		    span_eq(value->name, op->name) && span_eq(value->raw, raw))
			return 0;
	}
	if (record->n_values == person->cap) {
		value = arena_alloc(arena, cap * sizeof(*value));
		if (value == NULL)
			return err_nomem(err);
		if (record->n_values > 0)
			memcpy(value, record->values,
			    record->n_values * sizeof(*value));
		record->values = value;
		person->cap = cap;
	}
	value = &record->values[record->n_values++];
	value->field = op->field;
	value->name = op->name;
	value->raw = raw;
	value->normal = normal;
	value->is_unique = op->spec->is_unique;
	if (op->shape != SHAPE_ATTR && normal.len > 0)
		person->has_identifier = true;
	return 0;
}

/* A word such as "withheld" in the place of a number is not odd. */
static bool
says_no_number(struct span text)
{
	return block_is_name(text) &&
	    (text.data[0] < '0' || text.data[0] > '9');
}

static int
put_identifier(const struct draft_rules *rules, struct draft_person *person,
    const struct bind_op *op, struct span text, struct arena *arena,
    struct err *err)
{
	struct span normal = span_make("", 0);
	struct phone phone;
	bool is_blank = false;

	if (op->shape == SHAPE_EMAIL) {
		if (!email_normal(text, &normal, arena)) {
			person->is_odd = true;
			normal = span_make("", 0);
		} else {
			is_blank = block_is_email(normal);
		}
	} else if (op->shape == SHAPE_PHONE) {
		if (!phone_parse(text, rules->country, &phone, arena)) {
			person->is_odd =
			    !says_no_number(text) || person->is_odd;
			normal = span_make("", 0);
		} else {
			normal = phone.e164;
			if (phone.is_zero_restored)
				notice_add(rules->notices, NOTICE_ZERO_LOST,
				    rules->line);
			is_blank = block_is_phone(normal);
		}
	} else {
		normal = fold_nfkc(text, arena);
		is_blank =
		    is_guest(normal) || (normal.len > 3 && block_is_id(normal));
	}
	if (normal.data == NULL)
		return err_nomem(err);
	if (is_blank || is_blocked(rules, op->field, op->name, text, arena))
		normal = span_make("", 0);
	return add_value(person, op, text, normal, arena, err);
}

static int
put_birth(struct draft_person *person, const struct bind_op *op,
    struct span text, struct arena *arena)
{
	const struct spec_value *spec = op->spec;
	struct span normal;
	size_t i = 0;

	do {
		struct span format =
		    spec->n_formats > 0 ? spec->formats[i] : span_of("");

		if (date_birth(text, format, &normal, arena)) {
			person->record.field[op->field] = normal;
			return 0;
		}
	} while (++i < spec->n_formats);
	person->record.field[op->field] = text;
	person->is_odd = true;
	return 0;
}

static int
put_person_time(const struct draft_rules *rules, struct draft_person *person,
    const struct bind_op *op, struct span text, struct arena *arena,
    struct err *err)
{
	struct buf out = {0};
	int64_t us;
	bool is_date_only;

	if (read_time(rules, op, text, &us, &is_date_only, err) < 0)
		return -1;
	if (us == CANON_NO_TIME)
		return 0;
	if (op->field == CANON_F_UPDATED_AT)
		person->updated_at_us = us;
	else
		person->registered_at_us = us;
	zone_format(rules->utc, us, &out);
	person->record.field[op->field] = arena_span(arena, buf_get(&out));
	if (out.failed || person->record.field[op->field].data == NULL)
		err_nomem(err);
	buf_clear(&out);
	return person->record.field[op->field].data == NULL ? -1 : 0;
}

static void
put_customer(const struct draft_rules *rules, struct canon_record *record,
    struct span id)
{
	record->native_id = id;
	if (zeros_differ(rules->zeros, id))
		notice_add(rules->notices, NOTICE_ZERO_IDS, rules->line);
}

int
draft_person_put(const struct draft_rules *rules, struct draft_person *person,
    const struct bind_op *op, struct span text, struct arena *arena,
    struct err *err)
{
	struct canon_record *record = &person->record;

	person->has_field = true;
	switch ((int)op->shape) {
	case SHAPE_CUSTOMER:
		if (is_guest(text) ||
		    is_blocked(rules, op->field, op->name, text, arena))
			return 0;
		put_customer(rules, record, text);
		return check_id(op, text, err);
	case SHAPE_ID:
	case SHAPE_EMAIL:
	case SHAPE_PHONE:
		return put_identifier(rules, person, op, text, arena, err);
	case SHAPE_ATTR:
		return add_value(
		    person, op, text, span_make("", 0), arena, err);
	case SHAPE_BIRTH:
		return put_birth(person, op, text, arena);
	case SHAPE_BIRTH_PART:
		person->birth_parts[op->field - CANON_F_BIRTH_YEAR] = text;
		return 0;
	case SHAPE_TIME:
		return put_person_time(rules, person, op, text, arena, err);
	case SHAPE_STATUS:
		if (!shape_is_word(op->field, text))
			return refuse(op, "BAD_STATUS",
			    "not active, withdrawn or merged", text, err);
		record->field[op->field] = text;
		return 0;
	case SHAPE_OPT_OUT:
		if (shape_flag(text) < 0)
			return refuse(
			    op, "BAD_FLAG", "neither yes nor no", text, err);
		record->is_opt_out |= shape_flag(text) == 1;
		return 0;
	default:
		record->field[op->field] = text;
		return 0;
	}
}

/* Parts that are numbers: "1980", "1980-05", "1980-05-17". */
static bool
join_numbers(const struct span *parts, char text[16])
{
	int64_t year, month = 0, day = 0;

	if (!num_i64(parts[0], 1, 9999, &year) ||
	    (parts[1].len > 0 && !num_i64(parts[1], 0, 99, &month)) ||
	    (parts[2].len > 0 && !num_i64(parts[2], 0, 99, &day)))
		return false;
	if (month == 0)
		snprintf(text, 16, "%04d", (int)year);
	else if (day == 0)
		snprintf(text, 16, "%04d-%02d", (int)year, (int)month);
	else
		snprintf(text, 16, "%04d-%02d-%02d", (int)year, (int)month,
		    (int)day);
	return true;
}

int
draft_person_finish(
    struct draft_person *person, struct arena *arena, struct err *err)
{
	struct span *field = &person->record.field[CANON_F_BIRTH_DATE];
	const struct span *parts = person->birth_parts;
	struct buf joined = {0};
	char text[16];

	if (field->len > 0 || parts[0].len + parts[1].len + parts[2].len == 0)
		return 0;
	if (join_numbers(parts, text)) {
		if (date_birth(span_of(text), span_of(""), field, arena))
			return 0;
		buf_str(&joined, text);
	} else {
		for (int i = 0; i < 3; i++) {
			buf_str(&joined, i == 0 ? "" : "-");
			buf_span(&joined, parts[i]);
		}
	}
	person->is_odd = true;
	*field = arena_span(arena, buf_get(&joined));
	if (joined.failed || field->data == NULL)
		err_nomem(err);
	buf_clear(&joined);
	return field->data == NULL ? -1 : 0;
}

/* --- events --- */

/* A member of the event by its offset. */
static void *
member(struct draft_event *draft, enum canon_field field)
{
	return (char *)&draft->event + shape_offset(field);
}

/* A word of a fixed set, by the words seen before. */
static int
read_word(const struct bind_op *op, struct span text, int (*of)(struct span),
    int8_t *word, const char *reason, const char *what, struct err *err)
{
	int value;

	if (!words_get(op->words, text, &value)) {
		value = of(text);
		words_put(op->words, text, value);
	}
	if (value == 0)
		return refuse(op, reason, what, text, err);
	*word = (int8_t)value;
	return 0;
}

static int
flag_of(struct span text)
{
	return shape_flag(text) + 1; /* 0 = none */
}

static int
scale_of(struct span text)
{
	return span_is(text, "5") ? CANON_SCALE_1_5 : canon_scale_of(text);
}

/* A whole number, or thousandths of one. */
static int
read_number(const struct bind_op *op, struct span text, int digits, int64_t low,
    int64_t high, int64_t *number, struct err *err)
{
	const struct spec_value *spec = op->spec;

	if (!money_number(text, spec->decimal, spec->thousands, digits, number))
		return refuse(op, "BAD_NUMBER", "not a number", text, err);
	if (*number < low || *number > high)
		return refuse(op, "OUT_OF_RANGE", "out of range", text, err);
	return 0;
}

/* "NAME" or "NAME:KIND". */
static int
put_channel(const struct draft_rules *rules, struct draft_event *draft,
    const struct bind_op *op, struct span text, struct err *err)
{
	const char *colon;
	int kind = 0, is_name = 0;

	if (words_get(rules->channels, text, &is_name) && is_name) {
		draft->event.channel = text;
		draft->event.channel_kind = 0;
		return 0;
	}
	colon = memchr(text.data, ':', text.len);
	if (colon != NULL) {
		size_t len = (size_t)(colon - text.data);

		kind = canon_channel_kind_of(
		    span_make(colon + 1, text.len - len - 1));
		if (kind == 0)
			return refuse(op, "BAD_CHANNEL",
			    "not a channel (NAME or NAME:KIND)", text, err);
		text.len = len;
	}
	if (!canon_is_name(text))
		return refuse(
		    op, "BAD_CHANNEL", "cannot name a channel", text, err);
	words_put(rules->channels, text, 1);
	draft->event.channel = text;
	draft->event.channel_kind = (int8_t)kind;
	return 0;
}

static int
put_currency(const struct draft_rules *rules, struct draft_event *draft,
    const struct bind_op *op, struct span text, struct arena *arena,
    struct err *err)
{
	char upper[3];
	bool is_same = true;
	int digits = -1;

	for (size_t i = 0; i < 3 && text.len == 3; i++) {
		upper[i] = text.data[i];
		if (upper[i] >= 'a' && upper[i] <= 'z') {
			upper[i] = (char)(upper[i] - 'a' + 'A');
			is_same = false;
		}
	}
	if (text.len == 3 &&
	    !words_get(rules->currencies, span_make(upper, 3), &digits)) {
		digits = money_currency_digits(span_make(upper, 3));
		words_put(rules->currencies, span_make(upper, 3), digits);
	}
	if (digits < 0)
		return refuse(op, "BAD_CURRENCY", "not a currency of ISO 4217",
		    text, err);
	draft->event.currency =
	    is_same ? text : arena_span(arena, span_make(upper, 3));
	draft->event.amount_digits = (int8_t)digits;
	return draft->event.currency.data == NULL ? err_nomem(err) : 0;
}

static int
put_time(const struct draft_rules *rules, struct draft_event *draft,
    const struct bind_op *op, struct span text, struct err *err)
{
	int64_t *us = member(draft, op->field);
	int64_t milli;
	bool is_date_only = false;

	if (op->spec->is_after) {
		if (!duration_parse(text, op->spec->unit, &milli))
			return refuse(op, "BAD_DURATION",
			    "not a length of time", text, err);
		if (draft->n_after == DRAFT_AFTER_MAX)
			return lack(
			    op->field, "BAD_VALUE", "too many times", err);
		draft->after[draft->n_after].offset = shape_offset(op->field);
		draft->after[draft->n_after++].milli = milli;
		return 0;
	}
	if (read_time(rules, op, text, us, &is_date_only, err) < 0)
		return -1;
	if (op->field == CANON_F_OCCURRED_AT)
		draft->event.is_date_only = is_date_only;
	return 0;
}

/* Keep attributes in byte order of their names; the later value stands. */
static int
put_attr(struct draft_event *draft, const struct bind_op *op, struct span text,
    struct arena *arena, struct err *err)
{
	struct canon_event *event = &draft->event;
	struct canon_attr *attrs;
	size_t cap = draft->attrs_cap == 0 ? 4 : draft->attrs_cap * 2;
	size_t at = 0;

	while (at < event->n_attrs &&
	    span_cmp(event->attrs[at].name, op->name) < 0)
		at++;
	if (at < event->n_attrs && span_eq(event->attrs[at].name, op->name)) {
		event->attrs[at].value = text;
		return 0;
	}
	if (event->n_attrs == draft->attrs_cap) {
		attrs = arena_alloc(arena, cap * sizeof(*attrs));
		if (attrs == NULL)
			return err_nomem(err);
		if (event->n_attrs > 0)
			memcpy(attrs, event->attrs,
			    event->n_attrs * sizeof(*attrs));
		event->attrs = attrs;
		draft->attrs_cap = cap;
	}
	memmove(&event->attrs[at + 1], &event->attrs[at],
	    (event->n_attrs - at) * sizeof(*attrs));
	event->attrs[at].name = op->name;
	event->attrs[at].value = text;
	event->n_attrs++;
	return 0;
}

static int
put_flag(struct draft_event *draft, const struct bind_op *op, struct span text,
    struct err *err)
{
	int8_t *flag = member(draft, op->field);
	int8_t word = 0;

	if (read_word(op, text, flag_of, &word, "BAD_FLAG",
		"neither yes nor no", err) < 0)
		return -1;
	*flag = (int8_t)(word - 1);
	return 0;
}

static int
put_duration(struct draft_event *draft, const struct bind_op *op,
    struct span text, struct err *err)
{
	if (duration_parse(text, op->spec->unit, member(draft, op->field)))
		return 0;
	return refuse(op, "BAD_DURATION", "not a length of time", text, err);
}

/* Does the field say that there is an event, or is it only about one? */
static bool
is_telling(const struct bind_op *op)
{
	if (op->parts[0].kind == BIND_TEXT && op->n_parts == 1)
		return op->field == CANON_F_EVENT;
	return op->field != CANON_F_CHANNEL && op->field != CANON_F_CURRENCY &&
	    op->field != CANON_F_CSAT_SCALE;
}

static int
put_word(struct draft_event *draft, const struct bind_op *op, struct span text,
    struct err *err)
{
	struct canon_event *event = &draft->event;

	switch ((int)op->shape) {
	case SHAPE_KIND:
		return read_word(op, text, canon_kind_of, &event->kind,
		    "BAD_EVENT", "not a kind of event", err);
	case SHAPE_OUTCOME:
		return read_word(op, text, canon_outcome_of, &event->outcome,
		    "BAD_OUTCOME", "not an outcome", err);
	case SHAPE_DIRECTION:
		return read_word(op, text, canon_direction_of,
		    &event->direction, "BAD_DIRECTION",
		    "not inbound or outbound", err);
	case SHAPE_SCALE:
	default:
		return read_word(op, text, scale_of, &event->csat_scale,
		    "BAD_SCALE", "not a scale of ratings", err);
	}
}

int
draft_event_put(const struct draft_rules *rules, struct draft_event *draft,
    const struct bind_op *op, struct span text, struct arena *arena,
    struct err *err)
{
	struct canon_event *event = &draft->event;

	draft->is_meant = draft->is_meant || is_telling(op);
	switch ((int)op->shape) {
	case SHAPE_TIME:
		return put_time(rules, draft, op, text, err);
	case SHAPE_CHANNEL:
		return put_channel(rules, draft, op, text, err);
	case SHAPE_KIND:
	case SHAPE_OUTCOME:
	case SHAPE_DIRECTION:
	case SHAPE_SCALE:
		return put_word(draft, op, text, err);
	case SHAPE_FLAG:
		return put_flag(draft, op, text, err);
	case SHAPE_QUANTITY:
		return read_number(op, text, 3, INT64_MIN + 1, INT64_MAX,
		    &event->quantity_milli, err);
	case SHAPE_AMOUNT:
		draft->amount = text;
		draft->amount_op = op;
		return 0;
	case SHAPE_CURRENCY:
		return put_currency(rules, draft, op, text, arena, err);
	case SHAPE_CSAT:
		draft->csat = text;
		draft->csat_op = op;
		return 0;
	case SHAPE_NPS:
		return read_number(op, text, 0, 0, 10, &event->nps, err);
	case SHAPE_CES:
		return read_number(
		    op, text, 3, 1000, 7000, &event->ces_milli, err);
	case SHAPE_COUNT:
		return read_number(
		    op, text, 0, 0, INT32_MAX, member(draft, op->field), err);
	case SHAPE_DURATION:
		return put_duration(draft, op, text, err);
	case SHAPE_EVENT_ATTR:
		return put_attr(draft, op, text, arena, err);
	default:
		*(struct span *)member(draft, op->field) = text;
		return 0;
	}
}

/* Without a currency an amount is kept in hundredths. */
static int
finish_amount(struct draft_event *draft, struct err *err)
{
	struct canon_event *event = &draft->event;
	const struct bind_op *op = draft->amount_op;
	int digits = event->amount_digits;

	if (op == NULL)
		return 0;
	if (event->currency.len == 0) {
		digits = 2;
		event->amount_digits = 2;
	}
	if (span_is(op->spec->unit, "minor"))
		digits = 0;
	if (money_number(draft->amount, op->spec->decimal, op->spec->thousands,
		digits, &event->amount_minor))
		return 0;
	return refuse(op, "BAD_AMOUNT",
	    event->currency.len > 0 ? "not an amount of its currency"
				    : "not an amount",
	    draft->amount, err);
}

static int
finish_csat(struct draft_event *draft, struct err *err)
{
	static const struct {
		int64_t low, high;
	} ranges[] = {
	    [CANON_SCALE_1_5] = {1000, 5000},
	    [CANON_SCALE_1_3] = {1000, 3000},
	    [CANON_SCALE_1_7] = {1000, 7000},
	    [CANON_SCALE_1_10] = {1000, 10000},
	    [CANON_SCALE_0_10] = {0, 10000},
	    [CANON_SCALE_GOOD_BAD] = {0, 1000},
	};
	struct canon_event *event = &draft->event;
	const struct bind_op *op = draft->csat_op;
	struct span word;
	bool is_good;

	if (op == NULL)
		return 0;
	word = draft->csat;
	is_good = span_is(word, "good") || span_is(word, "Good");
	if ((is_good || span_is(word, "bad") || span_is(word, "Bad")) &&
	    (event->csat_scale == CANON_NO_SCALE ||
		event->csat_scale == CANON_SCALE_GOOD_BAD)) {
		event->csat_scale = CANON_SCALE_GOOD_BAD;
		event->csat_milli = is_good ? 1000 : 0;
		return 0;
	}
	if (event->csat_scale == CANON_NO_SCALE)
		event->csat_scale = CANON_SCALE_1_5;
	if (money_number(word, op->spec->decimal, op->spec->thousands, 3,
		&event->csat_milli) &&
	    event->csat_milli >= ranges[event->csat_scale].low &&
	    event->csat_milli <= ranges[event->csat_scale].high)
		return 0;
	return refuse(op, "BAD_RATING", "not a rating on its scale", word, err);
}

static int
finish_channel(
    const struct draft_rules *rules, struct draft_event *draft, struct err *err)
{
	struct canon_event *event = &draft->event;

	if (event->channel.len == 0) {
		event->channel = rules->options->channel;
		event->channel_kind = (int8_t)rules->options->channel_kind;
	}
	if (event->channel.len == 0) {
		event->channel = rules->map->channel;
		event->channel_kind = (int8_t)rules->map->channel_kind;
	}
	if (event->channel_kind == 0 &&
	    span_eq(event->channel, rules->options->channel))
		event->channel_kind = (int8_t)rules->options->channel_kind;
	if (event->channel_kind == 0 &&
	    span_eq(event->channel, rules->map->channel))
		event->channel_kind = (int8_t)rules->map->channel_kind;
	if (event->channel.len == 0)
		return lack(CANON_F_CHANNEL, "MISSING_CHANNEL",
		    "the event has no channel", err);
	return 0;
}

int
draft_event_finish(
    const struct draft_rules *rules, struct draft_event *draft, struct err *err)
{
	struct canon_event *event = &draft->event;
	int64_t us;

	if (draft->forced_kind != 0)
		event->kind = (int8_t)draft->forced_kind;
	if (event->occurred_at_us == CANON_NO_TIME)
		return lack(CANON_F_OCCURRED_AT, "MISSING_TIME",
		    "an event needs a time", err);
	if (rules->options->now_us != 0 &&
	    event->occurred_at_us > rules->options->now_us + FUTURE_US)
		notice_add(rules->notices, NOTICE_FUTURE, rules->line);
	if (event->kind == 0)
		return lack(CANON_F_EVENT, "MISSING_EVENT",
		    "an event needs a kind", err);
	for (size_t i = 0; i < draft->n_after; i++) {
		if (!num_mul(draft->after[i].milli, 1000, &us) ||
		    !num_add(event->occurred_at_us, us, &us))
			return lack(CANON_F_OCCURRED_AT, "BAD_DURATION",
			    "a time too late", err);
		memcpy((char *)event + draft->after[i].offset, &us, sizeof(us));
	}
	if (finish_amount(draft, err) < 0 || finish_csat(draft, err) < 0)
		return -1;
	return finish_channel(rules, draft, err);
}
