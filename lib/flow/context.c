#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "flow/brief.h"
#include "flow/card.h"
#include "flow/cells.h"
#include "flow/context.h"

#define SCORE_DIGITS 3
#define MILLI INT64_C(1000)

struct context {
	const struct who *who;
	const struct context_options *options;
	FILE *stream;
	struct out *out; /* NULL: cards are written */
	struct brief brief;
	struct card card;
	struct buf text;
	bool *is_told; /* by number of who */
};

/* A row; what is empty is not known. */
struct row {
	const char *section;
	const char *item;
	struct span value;
	const struct journey_event *event;
	uint32_t currency;
	bool is_said; /* who speaks is told, and what */
};

static const struct out_column columns[] = {
    {"customer_id", OUT_TEXT},
    {"section", OUT_TEXT},
    {"item", OUT_TEXT},
    {"value", OUT_TEXT},
    {"occurred_at", OUT_TEXT},
    {"channel", OUT_TEXT},
    {"event", OUT_TEXT},
    {"outcome", OUT_TEXT},
    {"case_id", OUT_TEXT},
    {"topic", OUT_TEXT},
    {"product", OUT_TEXT},
    {"amount", OUT_INT},
    {"currency", OUT_TEXT},
    {"csat", OUT_INT},
    {"agent", OUT_TEXT},
    {"by", OUT_TEXT},
    {"text", OUT_TEXT},
};

#define EVENT_COLUMNS 13  /* from occurred_at on */
#define CURRENCY_COLUMN 8 /* of those */

static void
put_event(struct context *context, const struct journey_context *world,
    const struct row *row)
{
	const struct journey_event *event = row->event;
	struct out *out = context->out;
	char code[4];

	buf_reset(&context->text);
	zone_format(world->zone, event->at_us, &context->text);
	out_text(out, buf_get(&context->text));
	out_text(out, world->channels[event->channel].name);
	out_text(out, span_of(canon_kind_name(event->kind)));
	out_text(out, span_of(canon_outcome_name(event->outcome)));
	out_text(out, event->case_id);
	out_text(out, event->topic);
	out_text(out, event->product);
	if (journey_has_amount(event))
		out_fixed(out, event->amount_minor, event->amount_digits);
	else
		out_null(out);
	out_text(out, journey_currency_name(event->currency, code));
	cells_csat(out, event->csat_milli);
	out_text(out, event->agent);
	out_text(out, span_of(row->is_said ? brief_by(world, event) : ""));
	out_text(out, event->text);
}

static int
put_row(struct context *context, const struct journey_customer *customer,
    const struct row *row, struct err *err)
{
	struct out *out = context->out;
	char code[4];

	out_text(out, customer->id);
	out_text(out, span_of(row->section));
	out_text(out, span_of(row->item));
	out_text(out, row->value);
	if (row->event != NULL) {
		put_event(context, customer->context, row);
		if (buf_check(&context->text, err) != 0)
			return -1;
		return out_end_row(out, err);
	}
	for (int i = 0; i < EVENT_COLUMNS; i++)
		if (i == CURRENCY_COLUMN)
			out_text(
			    out, journey_currency_name(row->currency, code));
		else
			out_null(out);
	return out_end_row(out, err);
}

static int
put_value(struct context *context, const struct journey_customer *customer,
    const char *section, const char *item, struct span value, struct err *err)
{
	struct row row = {.section = section, .item = item, .value = value};

	return value.len == 0 ? 0 : put_row(context, customer, &row, err);
}

static int
put_number(struct context *context, const struct journey_customer *customer,
    struct row *row, int64_t number, int digits, struct err *err)
{
	struct buf text = {0};
	int rc;

	num_fixed(&text, number, digits);
	row->value = buf_get(&text);
	rc = buf_check(&text, err);
	if (rc == 0)
		rc = put_row(context, customer, row, err);
	buf_clear(&text);
	return rc;
}

/* --- sections --- */

/* What was given for a contact is one, whatever it looks like. */
static struct span
contact(const struct context *context, struct span value, const char *word)
{
	if (value.len == 0 || context->options->out.redact == NULL)
		return value;
	return span_of(word);
}

static int
put_who(struct context *context, const struct journey_customer *customer,
    struct err *err)
{
	static const struct who_person nobody = {.records = 0};
	const struct who_person *found = who_find(context->who, customer->id);
	const struct who_person *person = found == NULL ? &nobody : found;
	struct row records = {.section = "who", .item = "records"};
	const struct {
		const char *item;
		struct span value;
	} values[] = {
	    {"name", person->name},
	    {"kana", person->kana},
	    {"company", person->company},
	    {"email", contact(context, person->email, "[email]")},
	    {"phone", contact(context, person->phone, "[phone]")},
	    {"opt_out", span_of(person->is_opt_out ? "true" : "")},
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (put_value(context, customer, "who", values[i].item,
			values[i].value, err) != 0)
			return -1;
	if (found == NULL)
		return 0;
	return put_number(context, customer, &records, person->records, 0, err);
}

static int
put_stage(struct context *context, const struct journey_customer *customer,
    struct err *err)
{
	const struct brief *brief = &context->brief;
	const struct {
		const char *item;
		uint32_t at;
	} touches[] = {
	    {"first_touch", brief->first_touch},
	    {"last_touch", brief->last_touch},
	};

	if (put_value(context, customer, "stage", "stage",
		span_of(journey_stage_name(brief->stage)), err) != 0)
		return -1;
	for (size_t i = 0; i < 2; i++) {
		struct row row = {.section = "stage", .item = touches[i].item};

		if (touches[i].at == BRIEF_NONE)
			continue;
		row.event = journey_at(customer, touches[i].at);
		if (put_row(context, customer, &row, err) != 0)
			return -1;
	}
	return 0;
}

/* What an export says of an event besides, such as what a bot has asked. */
static int
put_attrs(struct context *context, const struct journey_customer *customer,
    const struct row *said, struct err *err)
{
	struct buf item = {0};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < said->event->n_attrs; i++) {
		const struct canon_attr *attr = &said->event->attrs[i];
		struct row row = *said;

		buf_reset(&item);
		buf_span(&item, attr->name);
		row.section = "answer";
		row.item = buf_text(&item);
		row.value = attr->value;
		rc = buf_check(&item, err);
		if (rc == 0)
			rc = put_row(context, customer, &row, err);
	}
	buf_clear(&item);
	return rc;
}

/* Where it was passed to, and whether what was known went along. */
static int
put_handoff(struct context *context, const struct journey_customer *customer,
    const struct row *said, struct err *err)
{
	const struct journey_event *event = said->event;
	struct row row = *said;

	row.section = "handoff";
	row.item = "to";
	row.value = event->handover_channel;
	if (row.value.len > 0 && put_row(context, customer, &row, err) != 0)
		return -1;
	if (event->context_passed < 0)
		return 0;
	row.item = "context_passed";
	row.value = span_of(event->context_passed == 1 ? "true" : "false");
	return put_row(context, customer, &row, err);
}

static int
put_said(struct context *context, const struct journey_customer *customer,
    const struct brief_issue *issue, const char *number, struct err *err)
{
	const uint32_t *said = context->brief.said + issue->first;

	for (size_t i = 0; i < issue->count; i++) {
		struct row row = {
		    .section = "said",
		    .item = number,
		    .event = journey_at(customer, said[i]),
		    .is_said = true,
		};

		if (put_row(context, customer, &row, err) != 0 ||
		    put_attrs(context, customer, &row, err) != 0)
			return -1;
		if (row.event->kind == CANON_HANDOFF &&
		    put_handoff(context, customer, &row, err) != 0)
			return -1;
	}
	return 0;
}

/* The issue, told by its last event that is known, and then all of them. */
static int
put_issues(struct context *context, const struct journey_customer *customer,
    struct err *err)
{
	const struct brief *brief = &context->brief;
	struct buf number = {0};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < brief->count; i++) {
		const struct brief_issue *item = &brief->items[i];
		struct journey_event event =
		    *journey_at(customer, brief->said[item->first]);
		struct row row = {
		    .section = "issue",
		    .value = span_of(brief_state_name(item->state)),
		    .event = &event,
		};

		buf_reset(&number);
		buf_i64(&number, (int64_t)i + 1);
		row.item = buf_text(&number);
		event.topic = item->issue->topic;
		event.text = span_make("", 0);
		rc = buf_check(&number, err);
		if (rc == 0)
			rc = put_row(context, customer, &row, err);
		if (rc == 0)
			rc = put_said(context, customer, item, row.item, err);
	}
	buf_clear(&number);
	return rc;
}

static int
put_events(struct context *context, const struct journey_customer *customer,
    const char *section, const uint32_t *events, size_t n, struct err *err)
{
	for (size_t i = 0; i < n && i < (size_t)context->options->n_last; i++) {
		struct row row = {
		    .section = section,
		    .event = journey_at(customer, events[i]),
		};

		if (put_row(context, customer, &row, err) != 0)
			return -1;
	}
	return 0;
}

static int
put_purchases(struct context *context, const struct journey_customer *customer,
    struct err *err)
{
	const struct brief *brief = &context->brief;
	struct row row = {.section = "purchases", .item = "orders"};

	if (put_number(context, customer, &row, brief->orders, 0, err) != 0)
		return -1;
	row.item = "returns";
	if (put_number(context, customer, &row, brief->returns, 0, err) != 0)
		return -1;
	row.item = "net_revenue";
	row.currency = brief->net.currency;
	if (brief->net.is_known && !brief->net.is_mixed &&
	    put_number(context, customer, &row, brief->net.minor,
		brief->net.digits, err) != 0)
		return -1;
	return put_events(context, customer, "purchase", brief->purchases,
	    brief->n_purchases, err);
}

/* The last answer to one question, in 1/1000. */
static int64_t
answer_of(const struct journey_event *event, const char *item)
{
	if (strcmp(item, "last_csat") == 0)
		return event->csat_milli;
	if (strcmp(item, "last_ces") == 0)
		return event->ces_milli;
	return event->nps * MILLI;
}

static int
put_last(struct context *context, const struct journey_customer *customer,
    const char *item, uint32_t at, struct err *err)
{
	struct row row = {.section = "satisfaction", .item = item};
	int digits = SCORE_DIGITS;
	int64_t milli;

	if (at == BRIEF_NONE || at >= customer->n_events)
		return 0;
	row.event = journey_at(customer, at);
	milli = answer_of(row.event, item);
	for (; digits > 0 && milli % 10 == 0; digits--)
		milli /= 10;
	return put_number(context, customer, &row, milli, digits, err);
}

static int
put_satisfaction(struct context *context,
    const struct journey_customer *customer, struct err *err)
{
	const struct brief *brief = &context->brief;
	struct row row = {.section = "satisfaction", .item = "ratings"};

	if (put_number(context, customer, &row, brief->ratings, 0, err) != 0)
		return -1;
	row.item = "csat_mean5";
	if (brief->ratings > 0 &&
	    put_number(context, customer, &row, brief_mean5(brief, MILLI),
		SCORE_DIGITS, err) != 0)
		return -1;
	if (put_last(context, customer, "last_csat", brief->last_rating, err) !=
		0 ||
	    put_last(context, customer, "last_nps", brief->last_nps, err) != 0)
		return -1;
	return put_last(context, customer, "last_ces", brief->last_ces, err);
}

static int
put_rows(struct context *context, const struct journey_customer *customer,
    struct err *err)
{
	const struct brief *brief = &context->brief;

	if (put_who(context, customer, err) != 0 ||
	    put_stage(context, customer, err) != 0 ||
	    put_issues(context, customer, err) != 0 ||
	    put_events(context, customer, "touch", brief->touches,
		brief->n_touches, err) != 0 ||
	    put_purchases(context, customer, err) != 0)
		return -1;
	return put_satisfaction(context, customer, err);
}

/* --- the sink --- */

/* What has happened by now. */
static struct journey_customer
until_now(const struct journey_customer *customer)
{
	struct journey_customer known = *customer;

	while (known.n_events > 0 &&
	    journey_at(&known, known.n_events - 1)->at_us >
		known.context->as_of_us)
		known.n_events--;
	return known;
}

static int
hear(void *self, const struct journey_customer *all, struct err *err)
{
	const struct journey_customer known = until_now(all);
	const struct journey_customer *customer = &known;
	struct context *context = self;
	uint32_t number = intern_get(&context->who->ids, customer->id);

	if (number != INTERN_NONE)
		context->is_told[number] = true;
	if (brief_make(
		&context->brief, customer, &context->options->issue, err) != 0)
		return -1;
	if (context->out != NULL)
		return put_rows(context, customer, err);
	return card_write(&context->card, customer, &context->brief,
	    who_find(context->who, customer->id), err);
}

struct context *
context_new(const struct who *who, const struct context_options *options,
    FILE *stream, struct err *err)
{
	struct context *context = calloc(1, sizeof(*context));

	if (context == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	context->who = who;
	context->options = options;
	context->is_told = calloc(who->ids.count + 1, sizeof(bool));
	card_init(&context->card, stream, &options->out, options->n_last);
	if (context->is_told == NULL) {
		(void)err_nomem(err);
		context_free(context);
		return NULL;
	}
	if (options->out.format == OUT_TABLE)
		return context;
	context->out = out_new(stream, &options->out, columns,
	    sizeof(columns) / sizeof(columns[0]), err);
	if (context->out == NULL) {
		context_free(context);
		return NULL;
	}
	return context;
}

struct journey_sink
context_sink(struct context *context)
{
	struct journey_sink sink = {
	    .self = context,
	    .needs = JOURNEY_NEEDS_MONEY | JOURNEY_NEEDS_CASES |
		JOURNEY_NEEDS_RATINGS | JOURNEY_NEEDS_PRODUCT |
		JOURNEY_NEEDS_WORDS | JOURNEY_NEEDS_HANDOVER |
		JOURNEY_NEEDS_ATTRS,
	    .customer = hear,
	};

	return sink;
}

int
context_finish(struct context *context, const struct journey_context *world,
    struct err *err)
{
	struct out *out = context->out;

	for (uint32_t i = 0; i < context->who->ids.count; i++) {
		const struct journey_customer customer = {
		    .context = world,
		    .id = intern_name(&context->who->ids, i),
		};

		if (!context->is_told[i] && hear(context, &customer, err) != 0)
			return -1;
	}
	context->out = NULL;
	return out == NULL ? 0 : out_finish(out, err);
}

void
context_free(struct context *context)
{
	if (context == NULL)
		return;
	out_free(context->out);
	brief_clear(&context->brief);
	card_clear(&context->card);
	buf_clear(&context->text);
	free(context->is_told);
	free(context);
}
