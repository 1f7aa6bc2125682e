#include <string.h>

#include "base/num.h"
#include "flow/card.h"
#include "flow/stamp.h"
#include "kpi/csat.h"

#define ISSUES_SHOWN 3
#define CHANNELS_SHOWN 8 /* of an issue */
#define PURCHASES_SHOWN 2
#define SAID_LEAST 2   /* of an issue behind the first */
#define FIXED_LINES 10 /* titles, who, and what is between */
#define TOUCHES_LEAST 3
#define TIME_COLUMN 2 /* where the columns of lines begin */
#define PLACE_COLUMN 20
#define BY_COLUMN 30
#define TEXT_COLUMN 41

/* A customer while the card is written. */
struct writing {
	struct card *card;
	const struct journey_customer *customer;
	const struct brief *brief;
	const struct who_person *person;
};

void
card_init(struct card *card, FILE *stream, const struct out_options *options,
    int64_t n_last)
{
	memset(card, 0, sizeof(*card));
	page_init(&card->page, stream, options);
	card->n_last = n_last;
}

void
card_clear(struct card *card)
{
	page_clear(&card->page);
	buf_clear(&card->text);
}

/* --- pieces --- */

static const struct journey_event *
event_of(const struct writing *w, uint32_t at)
{
	return journey_at(w->customer, at);
}

static void
put_text(struct writing *w, enum page_style style)
{
	page_put(&w->card->page, style, buf_get(&w->card->text));
	buf_reset(&w->card->text);
}

static void
put_time(struct writing *w, int64_t at_us)
{
	stamp_both(w->customer->context->zone, at_us, &w->card->text);
	put_text(w, PAGE_DIM);
}

static void
put_ago(struct writing *w, int64_t at_us)
{
	const struct journey_context *context = w->customer->context;

	stamp_ago(context->zone, at_us, context->as_of_us, &w->card->text);
	put_text(w, PAGE_PLAIN);
}

static struct span
channel_of(const struct writing *w, const struct journey_event *event)
{
	return w->customer->context->channels[event->channel].name;
}

/* In one piece, so that it is seen where it is cut. */
static void
put_on(struct writing *w, const struct journey_event *event)
{
	buf_str(&w->card->text, " on ");
	buf_span(&w->card->text, channel_of(w, event));
	put_text(w, PAGE_PLAIN);
}

static void
put_outcome(struct writing *w, const struct journey_event *event)
{
	struct page *page = &w->card->page;

	if (event->outcome == CANON_NO_OUTCOME)
		return;
	page_str(page, PAGE_DIM, " [");
	page_str(page, PAGE_DIM, canon_outcome_name(event->outcome));
	page_str(page, PAGE_DIM, "]");
}

/* A piece that stands behind another, with a mark between. */
static void
put_next(struct page *page, struct span text)
{
	if (text.len == 0)
		return;
	if (page->used > 0)
		page_str(page, PAGE_DIM, "  ");
	page_put(page, PAGE_PLAIN, text);
}

static void
put_amount(struct writing *w, int64_t minor, int digits, uint32_t currency)
{
	char code[4];

	num_fixed(&w->card->text, minor, digits);
	buf_char(&w->card->text, ' ');
	buf_span(&w->card->text, journey_currency_name(currency, code));
	put_text(w, PAGE_PLAIN);
}

/* --- who --- */

static int
write_name(struct writing *w, struct err *err)
{
	struct page *page = &w->card->page;
	const struct who_person *person = w->person;

	if (person == NULL) {
		page_put(page, PAGE_BOLD, w->customer->id);
		return page_end(page, err);
	}
	page_put(page, PAGE_BOLD, person->name);
	if (person->kana.len > 0) {
		page_str(page, PAGE_PLAIN, page->used > 0 ? " (" : "(");
		page_put(page, PAGE_PLAIN, person->kana);
		page_str(page, PAGE_PLAIN, ")");
	}
	if (!span_eq(person->company, person->name))
		put_next(page, person->company);
	if (page->used > 0)
		page_str(page, PAGE_PLAIN, "  ");
	page_put(page, PAGE_DIM, w->customer->id);
	return page_end(page, err);
}

/* What was given for one is one, whatever it looks like. */
static void
put_contact(struct page *page, struct span value, const char *word)
{
	if (value.len > 0 && page->options->redact != NULL)
		value = span_of(word);
	put_next(page, value);
}

static int
write_contacts(struct writing *w, struct err *err)
{
	struct page *page = &w->card->page;
	const struct who_person *person = w->person;

	if (person != NULL) {
		put_contact(page, person->email, "[email]");
		put_contact(page, person->phone, "[phone]");
		if (person->is_opt_out)
			page_str(page, PAGE_YELLOW,
			    page->used > 0 ? "  wants no advertising"
					   : "wants no advertising");
	}
	if (page->used == 0)
		page_str(page, PAGE_DIM, "no contacts known");
	return page_end(page, err);
}

static int
write_stage(struct writing *w, struct err *err)
{
	static const char *const words[] = {"", "prospect",
	    "first purchase made", "repeat customer", "dormant"};
	const struct brief *brief = w->brief;
	struct page *page = &w->card->page;
	const struct journey_event *first, *last;

	page_str(page, PAGE_BOLD, words[brief->stage]);
	if (brief->first_touch != BRIEF_NONE) {
		first = event_of(w, brief->first_touch);
		last = event_of(w, brief->last_touch);
		page_str(page, PAGE_PLAIN, "; known since ");
		stamp_day(
		    w->customer->context->zone, first->at_us, &w->card->text);
		put_text(w, PAGE_PLAIN);
		page_str(page, PAGE_PLAIN, ", last seen ");
		put_ago(w, last->at_us);
		put_on(w, last);
	}
	return page_end(page, err);
}

/* --- issues --- */

static struct span
case_of(const struct writing *w, const struct brief_issue *item)
{
	for (size_t i = 0; i < item->count; i++) {
		const struct journey_event *event =
		    event_of(w, w->brief->said[item->first + i]);

		if (event->case_id.len > 0)
			return event->case_id;
	}
	return span_make("", 0);
}

static bool
is_among(const uint32_t *channels, size_t n, uint32_t channel)
{
	for (size_t i = 0; i < n; i++)
		if (channels[i] == channel)
			return true;
	return false;
}

/* Where it was asked, in the order of first sight. */
static void
put_channels(struct writing *w, const struct brief_issue *item)
{
	const uint32_t *said = w->brief->said + item->first;
	struct page *page = &w->card->page;
	uint32_t seen[CHANNELS_SHOWN];
	size_t n = 0;

	for (size_t i = 0; i < item->count && n < CHANNELS_SHOWN; i++) {
		const struct journey_event *event = event_of(w, said[i]);

		if (is_among(seen, n, event->channel))
			continue;
		page_str(page, PAGE_PLAIN, n > 0 ? " > " : "");
		page_put(page, PAGE_CYAN, channel_of(w, event));
		seen[n++] = event->channel;
	}
}

static int
write_issue(struct writing *w, const struct brief_issue *item, struct err *err)
{
	static const enum page_style styles[] = {
	    PAGE_RED, PAGE_YELLOW, PAGE_GREEN};
	struct page *page = &w->card->page;
	struct span case_id = case_of(w, item);
	const struct journey_event *last =
	    event_of(w, w->brief->said[item->first + item->count - 1]);

	page_str(page, PAGE_PLAIN, "  ");
	page_str(page, styles[item->state], brief_state_name(item->state));
	page_str(page, PAGE_PLAIN, "  ");
	page_put(page, PAGE_BOLD,
	    item->issue->topic.len > 0 ? item->issue->topic
				       : span_of("(no topic)"));
	page_str(page, PAGE_PLAIN, "  ");
	put_ago(w, last->at_us);
	page_str(page, PAGE_PLAIN, "  ");
	put_channels(w, item);
	if (case_id.len > 0) {
		page_str(page, PAGE_DIM, "  case ");
		page_put(page, PAGE_DIM, case_id);
	}
	return page_end(page, err);
}

/* To whom a bot or an agent has passed it. */
static void
put_handoff(struct writing *w, const struct journey_event *event)
{
	struct page *page = &w->card->page;

	page_str(page, PAGE_DIM, "handoff");
	if (event->handover_channel.len > 0) {
		page_str(page, PAGE_DIM, " to ");
		page_put(page, PAGE_DIM, event->handover_channel);
	}
	if (event->context_passed >= 0)
		page_str(page, PAGE_DIM,
		    event->context_passed == 1 ? ", with context"
					       : ", without context");
	if (event->text.len > 0)
		page_str(page, PAGE_DIM, ": ");
}

static void
put_words(struct writing *w, const struct journey_event *event)
{
	struct page *page = &w->card->page;
	size_t before = page->used;

	if (event->kind == CANON_HANDOFF)
		put_handoff(w, event);
	page_put(page, PAGE_PLAIN, event->text);
	for (size_t i = 0; i < event->n_attrs; i++) {
		page_str(page, PAGE_DIM, page->used > before ? "; " : "");
		page_put(page, PAGE_DIM, event->attrs[i].name);
		page_str(page, PAGE_DIM, " = ");
		page_put(page, PAGE_PLAIN, event->attrs[i].value);
	}
	if (page->used == before)
		page_str(page, PAGE_DIM, canon_kind_name(event->kind));
	put_outcome(w, event);
}

static int
write_said(struct writing *w, uint32_t at, struct err *err)
{
	const struct journey_event *event = event_of(w, at);
	struct page *page = &w->card->page;
	const char *by = brief_by(w->customer->context, event);

	page_to(page, TIME_COLUMN);
	put_time(w, event->at_us);
	page_to(page, PLACE_COLUMN);
	page_put(page, PAGE_CYAN, channel_of(w, event));
	page_to(page, BY_COLUMN);
	if (strcmp(by, "agent") == 0 && event->agent.len > 0)
		page_put(page, PAGE_BOLD, event->agent);
	else
		page_str(page, PAGE_BOLD, by);
	page_to(page, TEXT_COLUMN);
	put_words(w, event);
	return page_end(page, err);
}

static int
write_more(struct writing *w, size_t n, const char *what, struct err *err)
{
	struct page *page = &w->card->page;

	page_to(page, TIME_COLUMN);
	buf_printf(&w->card->text, "%zu more%s", n, what);
	put_text(w, PAGE_DIM);
	return page_end(page, err);
}

/* The first question, and how it ended; what is between gives way. */
static int
write_talk(struct writing *w, const struct brief_issue *item, size_t n,
    struct err *err)
{
	const uint32_t *said = w->brief->said + item->first;
	size_t from = 0;

	if (n == 0)
		return 0;
	if (n < item->count)
		from = item->count - (n > 2 ? n - 2 : 1);
	if (n >= 2 && from > 0 && write_said(w, said[0], err) != 0)
		return -1;
	if (n > 2 && from > 0 && write_more(w, from - 1, " between", err) != 0)
		return -1;
	for (size_t i = from; i < item->count; i++)
		if (write_said(w, said[i], err) != 0)
			return -1;
	return 0;
}

/* How many lines the talk of each issue gets: the first has most to say. */
static void
share_lines(const struct brief *brief, size_t n, size_t room, size_t *lines)
{
	for (size_t i = n; i-- > 1;) {
		lines[i] = brief->items[i].count < SAID_LEAST
		    ? brief->items[i].count
		    : SAID_LEAST;
		if (lines[i] > room / 2)
			lines[i] = room / 2;
		room -= lines[i];
	}
	lines[0] = brief->items[0].count < room ? brief->items[0].count : room;
}

static int
write_issues(struct writing *w, size_t room, size_t *used, struct err *err)
{
	const struct brief *brief = w->brief;
	size_t n = brief->count < ISSUES_SHOWN ? brief->count : ISSUES_SHOWN;
	size_t lines[ISSUES_SHOWN] = {0};
	size_t left = brief->count - n;

	*used = 0;
	if (n == 0)
		return 0;
	share_lines(brief, n, room - n - (left > 0), lines);
	for (size_t i = 0; i < n; i++) {
		if (write_issue(w, &brief->items[i], err) != 0 ||
		    write_talk(w, &brief->items[i], lines[i], err) != 0)
			return -1;
		*used += 1 + lines[i];
	}
	*used += left > 0;
	return left == 0 ? 0 : write_more(w, left, "", err);
}

/* --- touches, purchases, satisfaction --- */

static int
write_touch(struct writing *w, uint32_t at, struct err *err)
{
	const struct journey_event *event = event_of(w, at);
	struct page *page = &w->card->page;

	page_to(page, TIME_COLUMN);
	put_time(w, event->at_us);
	page_to(page, PLACE_COLUMN);
	page_put(page, PAGE_CYAN, channel_of(w, event));
	page_to(page, BY_COLUMN);
	page_str(page, PAGE_PLAIN, canon_kind_name(event->kind));
	page_to(page, TEXT_COLUMN);
	if (journey_has_amount(event)) {
		put_amount(w, event->amount_minor, event->amount_digits,
		    event->currency);
		page_str(page, PAGE_PLAIN, "  ");
	}
	page_put(page, PAGE_PLAIN,
	    event->product.len > 0 ? event->product : event->topic);
	put_outcome(w, event);
	return page_end(page, err);
}

static int
write_title(struct writing *w, const char *title, struct err *err)
{
	struct page *page = &w->card->page;

	if (page_end(page, err) != 0)
		return -1;
	page_str(page, PAGE_BOLD, title);
	return 0;
}

static int
write_purchases(struct writing *w, struct err *err)
{
	const struct brief *brief = w->brief;
	struct page *page = &w->card->page;

	if (write_title(w, "Purchases", err) != 0)
		return -1;
	buf_printf(&w->card->text, "  %lld", (long long)brief->orders);
	if (brief->returns > 0)
		buf_printf(&w->card->text, ", %lld returned",
		    (long long)brief->returns);
	put_text(w, PAGE_PLAIN);
	if (brief->net.is_known && !brief->net.is_mixed) {
		page_str(page, PAGE_PLAIN, ", net ");
		put_amount(w, brief->net.minor, brief->net.digits,
		    brief->net.currency);
	}
	if (page_end(page, err) != 0)
		return -1;
	for (size_t i = 0; i < brief->n_purchases && i < PURCHASES_SHOWN; i++)
		if (write_touch(w, brief->purchases[i], err) != 0)
			return -1;
	return 0;
}

static void
put_score(struct writing *w)
{
	const struct brief *brief = w->brief;
	struct page *page = &w->card->page;
	const struct journey_event *last = event_of(w, brief->last_rating);

	buf_str(&w->card->text, "  ");
	num_fixed(&w->card->text, brief_mean5(brief, 10), 1);
	buf_printf(&w->card->text, " of 5 in %lld rating%s; last ",
	    (long long)brief->ratings, brief->ratings == 1 ? "" : "s");
	num_fixed(&w->card->text,
	    num_round_div((num_i128)csat_score5(last) * 10, CSAT_POINT), 1);
	put_text(w, PAGE_PLAIN);
	page_str(page, PAGE_PLAIN, " ");
	put_ago(w, last->at_us);
	put_on(w, last);
}

static int
write_satisfaction(struct writing *w, struct err *err)
{
	const struct brief *brief = w->brief;
	struct page *page = &w->card->page;

	page_str(page, PAGE_BOLD, "Satisfaction");
	if (brief->ratings > 0)
		put_score(w);
	if (brief->last_nps != BRIEF_NONE) {
		buf_printf(&w->card->text, "  NPS answer %lld",
		    (long long)event_of(w, brief->last_nps)->nps);
		put_text(w, PAGE_PLAIN);
	}
	if (brief->ratings == 0 && brief->last_nps == BRIEF_NONE)
		page_str(page, PAGE_PLAIN, "  never rated");
	return page_end(page, err);
}

static int
write_touches(struct writing *w, size_t room, struct err *err)
{
	const struct brief *brief = w->brief;
	size_t n = brief->n_touches;

	if (n > (size_t)w->card->n_last)
		n = (size_t)w->card->n_last;
	if (n > room)
		n = room;
	if (write_title(w, "Last touches", err) != 0)
		return -1;
	buf_printf(&w->card->text, "  %zu of %zu", n, brief->n_touches);
	put_text(w, PAGE_DIM);
	if (page_end(&w->card->page, err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (write_touch(w, brief->touches[i], err) != 0)
			return -1;
	return 0;
}

static int
write_open(struct writing *w, struct err *err)
{
	if (write_title(w, "Open issues", err) != 0)
		return -1;
	buf_printf(&w->card->text, "  %zu", w->brief->n_open);
	if (w->brief->count > w->brief->n_open)
		buf_printf(&w->card->text, ", and %zu resolved of late",
		    w->brief->count - w->brief->n_open);
	put_text(w, PAGE_PLAIN);
	return page_end(&w->card->page, err);
}

int
card_write(struct card *card, const struct journey_customer *customer,
    const struct brief *brief, const struct who_person *person, struct err *err)
{
	struct writing w = {card, customer, brief, person};
	size_t room = CARD_LINES - FIXED_LINES;
	size_t used;

	room -= brief->n_purchases < PURCHASES_SHOWN ? brief->n_purchases
						     : PURCHASES_SHOWN;
	if (card->has_begun && page_end(&card->page, err) != 0)
		return -1;
	card->has_begun = true;
	if (write_name(&w, err) != 0 || write_contacts(&w, err) != 0 ||
	    write_stage(&w, err) != 0 || write_open(&w, err) != 0 ||
	    write_issues(&w, room - TOUCHES_LEAST, &used, err) != 0 ||
	    write_touches(&w, room - used, err) != 0 ||
	    write_purchases(&w, err) != 0)
		return -1;
	return write_satisfaction(&w, err);
}
