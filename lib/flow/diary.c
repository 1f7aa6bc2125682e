#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/num.h"
#include "flow/diary.h"
#include "flow/stamp.h"
#include "out/page.h"

/* Where the columns of a line begin. */
#define TIME_COLUMN 2
#define MARK_COLUMN 9
#define EVENT_COLUMN 22
#define WHAT_COLUMN 33

struct diary {
	const struct who *who;
	struct page page;
	struct buf text;
	size_t *counts; /* events of each channel */
	size_t counts_cap;
	bool is_newest_first;
	bool has_begun;
};

struct writing {
	struct diary *diary;
	const struct journey_customer *customer;
	const struct journey_event *before; /* NULL: the first of all */
};

struct look {
	enum page_style style;
	const char *mark, *plain; /* with UTF-8, and without */
};

/* By enum canon_group; the marks are of one column everywhere. */
static const struct look looks[] = {
    [CANON_PHYSICAL] = {PAGE_GREEN, "▪", "#"},
    [CANON_ONLINE] = {PAGE_BLUE, "▴", "o"},
    [CANON_CONTACT] = {PAGE_YELLOW, "▸", ">"},
    [CANON_MEDIA] = {PAGE_MAGENTA, "◦", "^"},
    [CANON_PARTNER_GROUP] = {PAGE_CYAN, "◊", "+"},
    [CANON_OTHER_GROUP] = {PAGE_PLAIN, "∙", "-"},
};

static void
put_text(struct diary *diary, enum page_style style)
{
	page_put(&diary->page, style, buf_get(&diary->text));
	buf_reset(&diary->text);
}

/* --- headings --- */

static void
put_mark(struct page *page, const struct journey_channel *channel)
{
	const struct look *look = &looks[channel->group];

	page_str(page, look->style,
	    page->options->is_utf8 ? look->mark : look->plain);
	page_str(page, PAGE_PLAIN, " ");
	page_put(page, look->style, channel->name);
}

/* The channels with their counts, in the order of their names. */
static int
write_channels(struct writing *w, struct err *err)
{
	const struct journey_context *context = w->customer->context;
	struct diary *diary = w->diary;

	if (array_grow(&diary->counts, &diary->counts_cap,
		context->n_channels + 1, sizeof(*diary->counts), err) != 0)
		return -1;
	memset(diary->counts, 0,
	    (context->n_channels + 1) * sizeof(*diary->counts));
	for (size_t i = 0; i < w->customer->n_events; i++) {
		const struct journey_event *event = journey_at(w->customer, i);

		if (event->is_in)
			diary->counts[event->channel]++;
	}
	for (size_t i = 0; i < context->n_channels; i++) {
		if (diary->counts[i] == 0)
			continue;
		page_to(&diary->page,
		    diary->page.used == 0 ? TIME_COLUMN : diary->page.used + 2);
		put_mark(&diary->page, &context->channels[i]);
		buf_printf(&diary->text, " %zu", diary->counts[i]);
		put_text(diary, PAGE_DIM);
	}
	return page_end(&diary->page, err);
}

/* How many events, and from when to when. */
static void
put_summary(struct writing *w)
{
	const struct journey_context *context = w->customer->context;
	int64_t first_us = 0, last_us = 0;
	struct buf *text = &w->diary->text;
	size_t n = 0;

	for (size_t i = 0; i < w->customer->n_events; i++) {
		const struct journey_event *event = journey_at(w->customer, i);

		if (!event->is_in)
			continue;
		if (n++ == 0)
			first_us = event->at_us;
		last_us = event->at_us;
	}
	buf_printf(text, "  %zu event%s, ", n, n == 1 ? "" : "s");
	if (n > 0)
		stamp_day(context->zone, first_us, text);
	if (n > 0 && stamp_days(context->zone, first_us, last_us) > 0) {
		buf_str(text, " to ");
		stamp_day(context->zone, last_us, text);
	}
	put_text(w->diary, PAGE_DIM);
}

static int
write_customer(struct writing *w, struct err *err)
{
	struct page *page = &w->diary->page;
	const struct who_person *person =
	    who_find(w->diary->who, w->customer->id);

	if (w->diary->has_begun && page_end(page, err) != 0)
		return -1;
	w->diary->has_begun = true;
	page_put(page, PAGE_BOLD, w->customer->id);
	if (person != NULL && person->name.len > 0) {
		page_str(page, PAGE_PLAIN, "  ");
		page_put(page, PAGE_BOLD, person->name);
	}
	put_summary(w);
	if (page_end(page, err) != 0)
		return -1;
	return write_channels(w, err);
}

static int
write_day(struct writing *w, const struct journey_event *event, struct err *err)
{
	const struct zone *zone = w->customer->context->zone;
	struct page *page = &w->diary->page;

	if (page_end(page, err) != 0)
		return -1;
	stamp_day(zone, event->at_us, &w->diary->text);
	put_text(w->diary, PAGE_BOLD);
	page_str(page, PAGE_BOLD, " ");
	page_str(page, PAGE_BOLD, stamp_weekday(zone, event->at_us));
	return page_end(page, err);
}

/* How long nothing happened before this, where it is worth a word. */
static int
write_gap(struct writing *w, const struct journey_event *event, struct err *err)
{
	struct diary *diary = w->diary;
	const struct journey_event *first =
	    diary->is_newest_first ? event : w->before;
	const struct journey_event *second =
	    diary->is_newest_first ? w->before : event;
	const struct zone *zone = w->customer->context->zone;

	/* A date alone is no time of its day. */
	if ((first->is_date_only || second->is_date_only) &&
	    stamp_days(zone, first->at_us, second->at_us) == 0)
		return 0;
	stamp_pause(zone, first->at_us, second->at_us, &diary->text);
	if (diary->text.len == 0)
		return 0;
	buf_str(&diary->text, diary->is_newest_first ? " earlier" : " later");
	if (stamp_days(zone, first->at_us, second->at_us) > 0 &&
	    page_end(&diary->page, err) != 0)
		return -1;
	page_to(&diary->page, MARK_COLUMN);
	put_text(diary, PAGE_DIM);
	return page_end(&diary->page, err);
}

/* --- events --- */

static void
put_next(struct diary *diary, enum page_style style, struct span text)
{
	if (text.len == 0)
		return;
	if (diary->page.used > WHAT_COLUMN)
		page_str(&diary->page, PAGE_PLAIN, "  ");
	page_put(&diary->page, style, text);
}

static void
put_amount(struct diary *diary, const struct journey_event *event)
{
	struct buf amount = {0};
	char code[4];

	if (!journey_has_amount(event))
		return;
	num_fixed(&amount, event->amount_minor, event->amount_digits);
	buf_char(&amount, ' ');
	buf_span(&amount, journey_currency_name(event->currency, code));
	put_next(diary, PAGE_BOLD, buf_get(&amount));
	buf_clear(&amount);
}

static enum page_style
style_of(int outcome)
{
	switch ((enum canon_outcome)outcome) {
	case CANON_RESOLVED:
		return PAGE_GREEN;
	case CANON_UNRESOLVED:
	case CANON_ABANDONED:
	case CANON_CANCELLED:
		return PAGE_RED;
	case CANON_NO_OUTCOME:
	case CANON_ESCALATED:
	case CANON_TRANSFERRED:
	case CANON_DEFLECTED:
		break;
	}
	return PAGE_YELLOW;
}

static void
put_rating(struct diary *diary, const struct journey_event *event)
{
	struct buf rating = {0};
	int64_t milli = event->csat_milli;
	int digits = 3;

	if (milli == CANON_NO_INT)
		return;
	for (; digits > 0 && milli % 10 == 0; digits--)
		milli /= 10;
	buf_str(&rating, "rated ");
	if (event->csat_scale == CANON_SCALE_GOOD_BAD)
		buf_str(&rating, milli > 0 ? "good" : "bad");
	else
		num_fixed(&rating, milli, digits);
	put_next(diary, PAGE_CYAN, buf_get(&rating));
	buf_clear(&rating);
}

static int
write_event(
    struct writing *w, const struct journey_event *event, struct err *err)
{
	struct diary *diary = w->diary;
	struct page *page = &diary->page;

	page_to(page, TIME_COLUMN);
	if (!event->is_date_only) {
		stamp_minute(
		    w->customer->context->zone, event->at_us, &diary->text);
		put_text(diary, PAGE_PLAIN);
	}
	page_to(page, MARK_COLUMN);
	put_mark(page, &w->customer->context->channels[event->channel]);
	page_to(page, EVENT_COLUMN);
	page_str(page, PAGE_PLAIN, canon_kind_name(event->kind));
	page_to(page, WHAT_COLUMN);
	put_amount(diary, event);
	put_next(diary, PAGE_PLAIN, event->product);
	put_next(diary, PAGE_PLAIN, event->topic);
	put_next(diary, style_of(event->outcome),
	    span_of(canon_outcome_name(event->outcome)));
	put_rating(diary, event);
	put_next(diary, PAGE_PLAIN, event->agent);
	put_next(diary, PAGE_DIM, event->text);
	return page_end(page, err);
}

static int
write_all(struct writing *w, const struct journey_event *event, struct err *err)
{
	const struct zone *zone = w->customer->context->zone;
	bool is_new_day = w->before == NULL ||
	    stamp_days(zone, w->before->at_us, event->at_us) != 0;

	if (w->before != NULL && write_gap(w, event, err) != 0)
		return -1;
	if (is_new_day && write_day(w, event, err) != 0)
		return -1;
	w->before = event;
	return write_event(w, event, err);
}

/* --- the sink --- */

static int
hear(void *self, const struct journey_customer *customer, struct err *err)
{
	struct writing w = {.diary = self, .customer = customer};
	size_t n = customer->n_events;

	for (size_t i = 0; i < n; i++) {
		size_t at = w.diary->is_newest_first ? n - 1 - i : i;

		if (!journey_at(customer, at)->is_in)
			continue;
		if (w.before == NULL && write_customer(&w, err) != 0)
			return -1;
		if (write_all(&w, journey_at(customer, at), err) != 0)
			return -1;
	}
	return buf_check(&w.diary->text, err);
}

struct diary *
diary_new(const struct who *who, const struct out_options *options,
    bool is_newest_first, FILE *stream, struct err *err)
{
	struct diary *diary = calloc(1, sizeof(*diary));

	if (diary == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	diary->who = who;
	diary->is_newest_first = is_newest_first;
	page_init(&diary->page, stream, options);
	return diary;
}

struct journey_sink
diary_sink(struct diary *diary)
{
	struct journey_sink sink = {
	    .self = diary,
	    .needs = JOURNEY_NEEDS_MONEY | JOURNEY_NEEDS_CASES |
		JOURNEY_NEEDS_RATINGS | JOURNEY_NEEDS_PRODUCT |
		JOURNEY_NEEDS_WORDS,
	    .customer = hear,
	};

	return sink;
}

void
diary_free(struct diary *diary)
{
	if (diary == NULL)
		return;
	page_clear(&diary->page);
	buf_clear(&diary->text);
	free(diary->counts);
	free(diary);
}
