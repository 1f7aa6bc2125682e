#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/intern.h"
#include "flow/happened.h"
#include "flow/veil.h"
#include "store/events.h"
#include "store/history.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* How a member of an event becomes a cell. */
enum give {
	GIVE_TEXT,
	GIVE_TIME,
	GIVE_INT,
	GIVE_MILLI,
	GIVE_ANSWER,
	GIVE_OUTCOME,
	GIVE_DIRECTION,
	GIVE_SCALE,
	GIVE_AMOUNT,
	GIVE_OCCURRED,
};

struct field {
	const char *name;
	enum canon_field field; /* what may be given of it */
	enum give give;
	enum out_type type;
	size_t offset;
};

#define FIELD(name, field, give, type, member)           \
	{                                                \
		name, CANON_F_##field, give, type,       \
		    offsetof(struct canon_event, member) \
	}

/* In the order of the canonical fields. */
static const struct field fields[] = {
    FIELD("occurred_at", OCCURRED_AT, GIVE_OCCURRED, OUT_TEXT, occurred_at_us),
    FIELD("ended_at", ENDED_AT, GIVE_TIME, OUT_TEXT, ended_at_us),
    FIELD("outcome", OUTCOME, GIVE_OUTCOME, OUT_TEXT, outcome),
    FIELD("direction", DIRECTION, GIVE_DIRECTION, OUT_TEXT, direction),
    FIELD("case_id", CASE_ID, GIVE_TEXT, OUT_TEXT, case_id),
    FIELD("topic", TOPIC, GIVE_TEXT, OUT_TEXT, topic),
    FIELD("product", PRODUCT, GIVE_TEXT, OUT_TEXT, product),
    FIELD("quantity", QUANTITY, GIVE_MILLI, OUT_INT, quantity_milli),
    FIELD("amount", AMOUNT, GIVE_AMOUNT, OUT_INT, amount_minor),
    FIELD("currency", CURRENCY, GIVE_TEXT, OUT_TEXT, currency),
    FIELD("csat", CSAT, GIVE_MILLI, OUT_INT, csat_milli),
    FIELD("csat_scale", CSAT_SCALE, GIVE_SCALE, OUT_TEXT, csat_scale),
    FIELD("nps", NPS, GIVE_INT, OUT_INT, nps),
    FIELD("ces", CES, GIVE_MILLI, OUT_INT, ces_milli),
    FIELD("first_reply_at", FIRST_REPLY_AT, GIVE_TIME, OUT_TEXT,
	first_reply_at_us),
    FIELD("resolved_at", RESOLVED_AT, GIVE_TIME, OUT_TEXT, resolved_at_us),
    FIELD("handle_seconds", HANDLE_SECONDS, GIVE_MILLI, OUT_INT, handle_milli),
    FIELD("wait_seconds", WAIT_SECONDS, GIVE_MILLI, OUT_INT, wait_milli),
    FIELD("handover_channel", HANDOVER_CHANNEL, GIVE_TEXT, OUT_TEXT,
	handover_channel),
    FIELD("agent", AGENT, GIVE_TEXT, OUT_TEXT, agent),
    FIELD("team", TEAM, GIVE_TEXT, OUT_TEXT, team),
    FIELD("automated", AUTOMATED, GIVE_ANSWER, OUT_TEXT, automated),
    FIELD("context_passed", CONTEXT_PASSED, GIVE_ANSWER, OUT_TEXT,
	context_passed),
    FIELD("reopens", REOPENS, GIVE_INT, OUT_INT, reopens),
    FIELD("transfers", TRANSFERS, GIVE_INT, OUT_INT, transfers),
    FIELD("replies", REPLIES, GIVE_INT, OUT_INT, replies),
    FIELD("campaign", CAMPAIGN, GIVE_TEXT, OUT_TEXT, campaign),
    FIELD("location", LOCATION, GIVE_TEXT, OUT_TEXT, location),
    FIELD("device", DEVICE, GIVE_TEXT, OUT_TEXT, device),
    FIELD("text", TEXT, GIVE_TEXT, OUT_TEXT, text),
    FIELD("event_updated_at", EVENT_UPDATED_AT, GIVE_TIME, OUT_TEXT,
	event_updated_at_us),
};

static const char *const front[] = {"event_key", "source", "event_id", "record",
    "customer_id", "native_id", "channel", "event"};

struct writing {
	const struct export_options *options;
	struct out *out;
	struct intern attrs;
	struct arena titles;
	struct out_column *columns;
	struct buf text;
	uint64_t last_digest; /* of the event before; equal ones are counted */
	int64_t n_equal;
	int64_t run;
	bool is_without_attrs;
};

/* --- cells --- */

/* Thousandths without zeros that say nothing. */
static void
give_milli(struct out *out, int64_t milli)
{
	int digits = 3;

	if (milli == CANON_NO_INT) {
		out_null(out);
		return;
	}
	for (; digits > 0 && milli % 10 == 0; digits--)
		milli /= 10;
	out_fixed(out, milli, digits);
}

static void
give_int(struct out *out, int64_t number)
{
	if (number == CANON_NO_INT)
		out_null(out);
	else
		out_int(out, number);
}

/* A date alone is given as a date. */
static void
give_occurred(struct writing *w, const struct canon_event *e)
{
	size_t keep = e->is_date_only ? strlen("2026-01-05") : 0;

	if (keep == 0 || e->occurred_at_us == CANON_NO_TIME) {
		export_time(w->out, w->options->zone, e->occurred_at_us);
		return;
	}
	buf_reset(&w->text);
	zone_format(w->options->zone, e->occurred_at_us, &w->text);
	if (w->text.len > keep)
		w->text.len = keep;
	out_text(w->out, buf_get(&w->text));
}

static void
give_text(
    struct writing *w, const struct events_row *row, const struct field *field)
{
	const struct pseudonym *key = w->options->pseudonym;
	struct span none = {NULL, 0};
	struct span text =
	    *(const struct span *)((const char *)&row->e + field->offset);
	enum veil veil = veil_of(field->field);

	if (veil == VEIL_ID || veil == VEIL_OWN)
		veil_value(key, w->out, field->name,
		    veil == VEIL_OWN ? row->source : none, text);
	else
		out_text(w->out, text);
}

static void
give(struct writing *w, const struct events_row *row, const struct field *field)
{
	const struct canon_event *e = &row->e;
	const void *at = (const char *)e + field->offset;
	struct out *out = w->out;

	switch (field->give) {
	case GIVE_TEXT:
		give_text(w, row, field);
		break;
	case GIVE_TIME:
		export_time(out, w->options->zone, *(const int64_t *)at);
		break;
	case GIVE_INT:
		give_int(out, *(const int64_t *)at);
		break;
	case GIVE_MILLI:
		give_milli(out, *(const int64_t *)at);
		break;
	case GIVE_ANSWER:
		out_text(out,
		    span_of(*(const int8_t *)at < 0    ? ""
			    : *(const int8_t *)at == 0 ? "false"
						       : "true"));
		break;
	case GIVE_OUTCOME:
		out_text(out, span_of(canon_outcome_name(e->outcome)));
		break;
	case GIVE_DIRECTION:
		out_text(out, span_of(canon_direction_name(e->direction)));
		break;
	case GIVE_SCALE:
		out_text(out, span_of(canon_scale_name(e->csat_scale)));
		break;
	case GIVE_AMOUNT:
		if (e->amount_minor == CANON_NO_INT)
			out_null(out);
		else
			out_fixed(out, e->amount_minor, e->amount_digits);
		break;
	case GIVE_OCCURRED:
		give_occurred(w, e);
		break;
	}
}

/* --- events --- */

static uint64_t
digest_span(uint64_t digest, struct span span)
{
	return hash_64(hash_mix(digest, span.len), span);
}

/* Of all that is known of an event. */
static uint64_t
digest_event(const struct events_row *row)
{
	const struct canon_event *e = &row->e;
	uint64_t digest = digest_span(0, row->source);
	const void *at;
	size_t i;

	digest = digest_span(digest, row->native_id);
	digest = digest_span(digest, e->channel);
	digest = hash_mix(digest, (uint64_t)e->kind);
	for (i = 0; i < COUNT(fields); i++) {
		at = (const char *)e + fields[i].offset;
		if (fields[i].give == GIVE_TEXT)
			digest = digest_span(digest, *(const struct span *)at);
		else if (fields[i].give == GIVE_ANSWER ||
		    fields[i].give == GIVE_OUTCOME ||
		    fields[i].give == GIVE_DIRECTION ||
		    fields[i].give == GIVE_SCALE)
			digest =
			    hash_mix(digest, (uint64_t) * (const int8_t *)at);
		else
			digest =
			    hash_mix(digest, (uint64_t) * (const int64_t *)at);
	}
	for (i = 0; i < e->n_attrs; i++) {
		digest = digest_span(digest, e->attrs[i].name);
		digest = digest_span(digest, e->attrs[i].value);
	}
	return digest;
}

/* Equal events stand side by side. */
static void
make_name(struct writing *w, const struct events_row *row)
{
	uint64_t digest;

	buf_reset(&w->text);
	if (row->e.event_id.len > 0) {
		buf_span(&w->text, row->e.event_id);
		return;
	}
	digest = digest_event(row);
	w->n_equal = digest == w->last_digest ? w->n_equal + 1 : 1;
	w->last_digest = digest;
	buf_printf(&w->text, "~%016llx", (unsigned long long)digest);
	if (w->n_equal > 1)
		buf_printf(&w->text, "#%lld", (long long)w->n_equal);
}

/* By which the event and its record are known. */
static void
write_keys(struct writing *w, const struct events_row *row)
{
	const struct pseudonym *key = w->options->pseudonym;

	make_name(w, row);
	veil_event(key, w->out, row->source, buf_get(&w->text), true);
	veil_sort_owned(key, w->out, "event", row->source, buf_get(&w->text));
	out_text(w->out, row->source);
	veil_event(key, w->out, row->source, row->e.event_id, false);
	veil_record(key, w->out, row->source, row->native_id);
	veil_customer(key, w->out, row->customer);
	veil_native(key, w->out, row->source, row->native_id);
}

static void
write_attrs(struct writing *w, const struct canon_event *e)
{
	struct span name;
	size_t i, j;

	for (i = 0; i < w->attrs.count && !w->is_without_attrs; i++) {
		name = intern_name(&w->attrs, (uint32_t)i);
		buf_reset(&w->text);
		for (j = 0; j < e->n_attrs; j++) {
			if (!span_eq(e->attrs[j].name, name))
				continue;
			if (w->text.len > 0)
				buf_str(&w->text, " | ");
			buf_span(&w->text, e->attrs[j].value);
		}
		out_text(w->out, buf_get(&w->text));
	}
}

static int
write_event(void *context, const struct events_row *row, struct err *err)
{
	struct writing *w = context;
	size_t i;

	write_keys(w, row);
	out_text(w->out, row->e.channel);
	out_text(w->out, span_of(canon_kind_name(row->e.kind)));
	for (i = 0; i < COUNT(fields); i++)
		if (!veil_hides(w->options->pseudonym, fields[i].field))
			give(w, row, &fields[i]);
	write_attrs(w, &row->e);
	if (buf_check(&w->text, err) == -1)
		return -1;
	return out_end_row(w->out, err);
}

static int
make_columns(struct writing *w, size_t *count, struct err *err)
{
	struct out_column *columns = malloc(
	    (COUNT(front) + COUNT(fields) + w->attrs.count) * sizeof(*columns));
	size_t i, n = 0;

	w->columns = columns;
	if (columns == NULL)
		return err_nomem(err);
	for (i = 0; i < COUNT(front); i++)
		columns[n++] = (struct out_column){front[i], OUT_TEXT};
	for (i = 0; i < COUNT(fields); i++)
		if (!veil_hides(w->options->pseudonym, fields[i].field))
			columns[n++] =
			    (struct out_column){fields[i].name, fields[i].type};
	for (i = 0; i < w->attrs.count && !w->is_without_attrs; i++) {
		buf_reset(&w->text);
		buf_str(&w->text, "event_attr:");
		buf_span(&w->text, intern_name(&w->attrs, (uint32_t)i));
		columns[n].type = OUT_TEXT;
		columns[n].name = arena_str(&w->titles, buf_text(&w->text));
		if (columns[n++].name == NULL)
			return err_nomem(err);
	}
	*count = n;
	return 0;
}

static int
read_events(struct writing *w, struct store *store, struct err *err)
{
	size_t n = 0;

	if (events_attrs(store, &w->attrs, err) == -1 ||
	    make_columns(w, &n, err) == -1)
		return -1;
	w->out =
	    out_new(w->options->stream, &w->options->out, w->columns, n, err);
	if (w->out == NULL)
		return -1;
	return events_each(store, write_event, w, err);
}

/* --- links --- */

static int
write_link(void *context, const struct history_evidence *row, struct err *err)
{
	struct writing *w = context;
	const struct pseudonym *key = w->options->pseudonym;

	veil_names(key, w->out, row->left);
	veil_names(key, w->out, row->right);
	veil_sort_name(key, w->out, "record", row->left);
	out_text(w->out, row->kind);
	if (key == NULL)
		out_text(w->out, row->value);
	if (row->is_weighed)
		out_fixed(w->out, row->weight_milli, 3);
	else
		out_null(w->out);
	out_text(w->out,
	    span_of(!row->is_refused                     ? "linked"
		    : span_is(row->reason, "for review") ? "review"
							 : "refused"));
	out_text(w->out, row->reason);
	return out_end_row(w->out, err);
}

static int
read_links(struct writing *w, struct store *store, struct err *err)
{
	static const struct out_column columns[] = {{"left", OUT_TEXT},
	    {"right", OUT_TEXT}, {"kind", OUT_TEXT}, {"value", OUT_TEXT},
	    {"weight", OUT_INT}, {"verdict", OUT_TEXT}, {"reason", OUT_TEXT}};
	static const struct out_column veiled[] = {{"left", OUT_TEXT},
	    {"right", OUT_TEXT}, {"kind", OUT_TEXT}, {"weight", OUT_INT},
	    {"verdict", OUT_TEXT}, {"reason", OUT_TEXT}};
	bool is_veiled = w->options->pseudonym != NULL;

	if (history_last_match(store, &w->run, err) == -1)
		return -1;
	if (w->run == 0)
		return err_set(err, ERR_UNAVAILABLE,
		    "there was no merge yet: run omni-merge first");
	w->out = out_new(w->options->stream, &w->options->out,
	    is_veiled ? veiled : columns,
	    is_veiled ? COUNT(veiled) : COUNT(columns), err);
	if (w->out == NULL)
		return -1;
	return history_all_evidence(store, w->run, write_link, w, err);
}

static int
write_view(struct store *store, const struct export_options *options,
    int (*read)(struct writing *, struct store *, struct err *),
    struct err *err)
{
	struct writing w = {.options = options,
	    .is_without_attrs =
		veil_hides(options->pseudonym, CANON_F_EVENT_ATTR)};
	int status;

	if (store_begin_read(store, err) == -1)
		return -1;
	status = read(&w, store, err);
	store_rollback(store);
	if (status == 0)
		status = out_finish(w.out, err);
	else
		out_free(w.out);
	intern_clear(&w.attrs);
	arena_clear(&w.titles);
	buf_clear(&w.text);
	free(w.columns);
	return status;
}

int
happened_events(
    struct store *store, const struct export_options *options, struct err *err)
{
	return write_view(store, options, read_events, err);
}

int
happened_links(
    struct store *store, const struct export_options *options, struct err *err)
{
	return write_view(store, options, read_links, err);
}
