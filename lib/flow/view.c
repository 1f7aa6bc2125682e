#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/buf.h"
#include "flow/feed.h"
#include "flow/identifiers.h"
#include "flow/traits.h"
#include "flow/view.h"
#include "kpi/define.h"
#include "norm/gender.h"
#include "store/history.h"
#include "store/packed.h"

struct view {
	struct store *store;
	const struct view_options *options;
	struct journey_context context;
	const struct store_channel *store_channels;
	const struct store_source *store_sources;
	struct journey_channel *channels;
	struct span *sources;
	struct journey_identifiers *identifiers; /* of sources, or NULL */
	bool *is_wanted;                         /* channels */
	struct journey_where *wheres;
	int64_t *customers;  /* by number, each once; by record: their keys */
	struct intern names; /* by record: what they are called */
	bool is_whole;       /* no customers were chosen */
	size_t n_customers, customers_cap;
	struct store_member *circles[CIRCLE_KINDS];
	size_t n_circles[CIRCLE_KINDS];
	struct traits *traits;
	/* --where of persons: gender, and attr:NAME as a dimension each. */
	struct by asked;
	struct span asked_values[BY_MAX];
	struct traits *asked_traits;
	struct arena arena;
	struct buf period;
	int64_t unmerged;
	bool is_reading;
};

/* --- words --- */

/* Call ${take} for each word between commas. */
static int
each_word(struct view *view, const char *text,
    int (*take)(struct view *, struct span, struct err *), struct err *err)
{
	const char *end;

	for (;; text = end + 1) {
		end = strchr(text, ',');
		if (end == NULL)
			return take(view, span_of(text), err);
		if (take(view, span_make(text, (size_t)(end - text)), err) != 0)
			return -1;
	}
}

static int
each_item(struct view *view, const struct view_list *list,
    int (*take)(struct view *, struct span, struct err *), struct err *err)
{
	for (size_t i = 0; i < list->count; i++)
		if (each_word(view, list->items[i], take, err) != 0)
			return -1;
	return 0;
}

static int
take_channel(struct view *view, struct span word, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];

	for (size_t i = 0; i < view->context.n_channels; i++)
		if (span_eq(word, view->channels[i].name)) {
			view->is_wanted[i] = true;
			return 0;
		}
	return err_set(err, ERR_USAGE, "the store has no channel '%s'",
	    err_quote(quoted, word));
}

static int
add_bit(
    uint32_t *bits, int n, const char *what, struct span word, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];

	if (n == 0)
		return err_set(err, ERR_USAGE, "there is no %s '%s'", what,
		    err_quote(quoted, word));
	*bits |= JOURNEY_BIT(n);
	return 0;
}

static int
take_kind(struct view *view, struct span word, struct err *err)
{
	return add_bit(&view->context.filter.kinds, canon_kind_of(word),
	    "kind of event", word, err);
}

static int
take_outcome(struct view *view, struct span word, struct err *err)
{
	return add_bit(&view->context.filter.outcomes, canon_outcome_of(word),
	    "outcome", word, err);
}

static int
take_stage(struct view *view, struct span word, struct err *err)
{
	return add_bit(&view->context.filter.stages, journey_stage_of(word),
	    "stage", word, err);
}

static int
take_touch(struct view *view, struct span word, struct err *err)
{
	return add_bit(&view->context.touches, canon_kind_of(word),
	    "kind of event", word, err);
}

/* A condition on whose events they are. Genders are compared by what they
 * mean. */
static int
take_person(
    struct view *view, const struct journey_where *where, struct err *err)
{
	struct by *asked = &view->asked;
	bool is_gender = where->field == CANON_F_GENDER;
	const char *gender =
	    is_gender ? gender_of(where->value, &view->arena) : NULL;

	if (asked->count == BY_MAX)
		return err_set(err, ERR_USAGE,
		    "'--where' takes at most %d conditions on persons", BY_MAX);
	view->asked_values[asked->count] =
	    gender == NULL ? where->value : span_of(gender);
	asked->names[asked->count] = where->name;
	asked->dimensions[asked->count++] = is_gender ? BY_GENDER : BY_ATTR;
	return 0;
}

/* A value may hold commas, so that --where takes one condition each. */
static int
take_where(struct view *view, const char *text, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	struct journey_filter *filter = &view->context.filter;
	struct journey_where *where = &view->wheres[filter->n_where];
	const char *equals = strchr(text, '=');
	struct span field;

	if (equals == NULL)
		return err_set(err, ERR_USAGE, "'--where %s' lacks a '='",
		    err_quote(quoted, span_of(text)));
	field = span_make(text, (size_t)(equals - text));
	where->value = span_of(equals + 1);
	if (!canon_field_of(field, &where->field, &where->name))
		where->field = CANON_F_NONE;
	if (where->field == CANON_F_GENDER || where->field == CANON_F_ATTR)
		return take_person(view, where, err);
	if (!journey_can_where(where->field))
		return err_set(err, ERR_USAGE, "'--where' cannot ask for '%s'",
		    err_quote(quoted, field));
	filter->n_where++;
	return 0;
}

static int
read_words(struct view *view, struct err *err)
{
	const struct view_options *options = view->options;

	if (each_item(view, &options->kinds, take_kind, err) != 0 ||
	    each_item(view, &options->outcomes, take_outcome, err) != 0 ||
	    each_item(view, &options->stages, take_stage, err) != 0 ||
	    each_item(view, &options->channels, take_channel, err) != 0)
		return -1;
	if (options->channels.count > 0)
		view->context.filter.channels = view->is_wanted;
	for (size_t i = 0; i < options->wheres.count; i++)
		if (take_where(view, options->wheres.items[i], err) != 0)
			return -1;
	view->context.filter.where = view->wheres;
	view->context.touches = 0;
	if (options->touches != NULL)
		return each_word(view, options->touches, take_touch, err);
	view->context.touches = journey_touches_default();
	return 0;
}

bool
view_is_relative(struct span period)
{
	return span_starts(period, "last");
}

/* "last-month" says nothing to who reads it later. */
int
view_days(const struct zone *zone, struct span period, int64_t as_of_us,
    struct compare_window *window, struct buf *text, struct err *err)
{
	if (zone_parse_period(zone, period, as_of_us, &window->from_us,
		&window->to_us, err) != 0)
		return -1;
	if (view_is_relative(period))
		compare_period(zone, window, text);
	else
		buf_span(text, period);
	return buf_check(text, err);
}

static int
read_period(struct view *view, struct err *err)
{
	const struct view_options *options = view->options;
	struct span period = span_of(options->period);
	struct journey_context *context = &view->context;
	struct compare_window window;

	if (options->from != NULL || options->to != NULL)
		return err_set(
		    err, ERR_USAGE, "--period goes without --from and --to");
	if (context->as_of_us == CANON_NO_TIME && view_is_relative(period))
		return err_set(err, ERR_UNAVAILABLE,
		    "there are no events yet to count back from: say --as-of");
	if (view_days(context->zone, period, context->as_of_us, &window,
		&view->period, err) != 0)
		return -1;
	context->filter.from_us = window.from_us;
	context->filter.to_us = window.to_us;
	return 0;
}

static int
read_bounds(struct view *view, struct err *err)
{
	const struct view_options *options = view->options;
	struct journey_filter *filter = &view->context.filter;
	const struct zone *zone = view->context.zone;

	filter->from_us = CANON_NO_TIME;
	filter->to_us = CANON_NO_TIME;
	if (options->period != NULL)
		return read_period(view, err);
	if (options->from != NULL &&
	    zone_parse_bound(zone, span_of(options->from), false,
		&filter->from_us, err) != 0)
		return -1;
	if (options->to != NULL &&
	    zone_parse_bound(
		zone, span_of(options->to), true, &filter->to_us, err) != 0)
		return -1;
	if (options->from == NULL && options->to == NULL)
		return 0;
	if (options->from != NULL && options->to != NULL &&
	    filter->from_us >= filter->to_us)
		return err_set(
		    err, ERR_USAGE, "--to is before --from: nothing between");
	buf_span(&view->period, span_of(options->from));
	buf_char(&view->period, '/');
	buf_span(&view->period, span_of(options->to));
	return buf_check(&view->period, err);
}

/* --- who --- */

static int
compare_numbers(const void *left, const void *right)
{
	const int64_t *a = left;
	const int64_t *b = right;

	return (*a > *b) - (*a < *b);
}

static int
add_number(void *self, int64_t number, struct err *err)
{
	struct view *view = self;

	if (array_grow(&view->customers, &view->customers_cap,
		view->n_customers + 1, sizeof(number), err) != 0)
		return -1;
	view->customers[view->n_customers++] = number;
	return 0;
}

static int
add_customer(struct view *view, struct span name, struct err *err)
{
	int64_t number;
	int rc = view->options->is_by_record
	    ? store_find_record(view->store, name, &number, err)
	    : store_find_customer(view->store, name, &number, err);

	return rc != 0 ? -1 : add_number(view, number, err);
}

/* By record, names are compared as events come. */
static int
name_records(struct view *view, struct err *err)
{
	struct buf name = {0};
	uint32_t number;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < view->n_customers; i++) {
		buf_reset(&name);
		rc = store_record_name(
		    view->store, view->customers[i], &name, err);
		if (rc == 0)
			rc = intern_add(
			    &view->names, buf_get(&name), &number, err);
	}
	buf_clear(&name);
	return rc;
}

static int
read_customers(struct view *view, struct err *err)
{
	const struct view_options *options = view->options;
	const struct view_list *list = &options->customers;
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++)
		if (add_customer(view, span_of(list->items[i]), err) != 0)
			return -1;
	if (options->identify != NULL &&
	    identify_find(options->identify, view->store,
		zone_name(view->context.zone), options->is_by_record,
		add_number, view, err) != 0)
		return -1;
	if (view->n_customers > 1)
		qsort(view->customers, view->n_customers,
		    sizeof(*view->customers), compare_numbers);
	for (size_t i = 0; i < view->n_customers; i++)
		if (kept == 0 ||
		    view->customers[kept - 1] != view->customers[i])
			view->customers[kept++] = view->customers[i];
	view->n_customers = kept;
	return options->is_by_record ? name_records(view, err) : 0;
}

static int
check_merged(struct view *view, struct err *err)
{
	int64_t last_run;

	if (view->options->is_by_record)
		return 0;
	if (history_last_run(view->store, &last_run, err) != 0)
		return -1;
	if (last_run != 0)
		return store_unmerged(view->store, &view->unmerged, err);
	return err_set(err, ERR_UNAVAILABLE,
	    "there are no customers yet: run omni-merge first, or say "
	    "--records");
}

/* --- the context --- */

static int
read_names(struct view *view, struct err *err)
{
	size_t n_channels, n_sources;

	if (store_channels(
		view->store, &view->store_channels, &n_channels, err) != 0 ||
	    store_sources(view->store, &view->store_sources, &n_sources, err) !=
		0)
		return -1;
	view->channels = calloc(n_channels + 1, sizeof(*view->channels));
	view->is_wanted = calloc(n_channels + 1, sizeof(*view->is_wanted));
	view->sources = calloc(n_sources + 1, sizeof(*view->sources));
	view->wheres =
	    calloc(view->options->wheres.count + 1, sizeof(*view->wheres));
	if (view->channels == NULL || view->is_wanted == NULL ||
	    view->sources == NULL || view->wheres == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n_channels; i++) {
		const struct store_channel *from = &view->store_channels[i];

		view->channels[i].name = from->name;
		view->channels[i].kind = from->kind;
		view->channels[i].group = canon_group_of_kind(from->kind);
	}
	for (size_t i = 0; i < n_sources; i++)
		view->sources[i] = view->store_sources[i].name;
	view->context.channels = view->channels;
	view->context.n_channels = n_channels;
	view->context.sources = view->sources;
	view->context.n_sources = n_sources;
	return 0;
}

static int
read_circles(struct view *view, struct err *err)
{
	for (int kind = 0; kind < CIRCLE_KINDS; kind++)
		if (circle_customers(view->store, (enum circle_kind)kind,
			&view->circles[kind], &view->n_circles[kind], err) != 0)
			return -1;
	return 0;
}

static struct traits *
read_traits(struct view *view, const struct by *by, struct err *err)
{
	const struct traits_options options = {
	    .by = by,
	    .zone = view->context.zone,
	    .as_of_us = view->context.as_of_us,
	    .is_by_record = view->options->is_by_record,
	};

	return traits_load(view->store, &options, err);
}

static int
read_persons(struct view *view, unsigned by, struct err *err)
{
	if ((by & BY_TRAIT) != 0) {
		view->traits = read_traits(view, view->options->by, err);
		if (view->traits == NULL)
			return -1;
		view->context.traits = traits_texts(view->traits);
	}
	if (view->asked.count == 0)
		return 0;
	view->asked_traits = read_traits(view, &view->asked, err);
	return view->asked_traits == NULL ? -1 : 0;
}

static int
count_identifiers(struct view *view, struct err *err)
{
	size_t n = view->context.n_sources;

	if (view->asked.count > 0)
		return err_set(err, ERR_USAGE,
		    "the identifiers of sources are those of all records: not "
		    "with --where");
	view->identifiers = calloc(n + 1, sizeof(*view->identifiers));
	if (view->identifiers == NULL)
		return err_nomem(err);
	view->context.identifiers = view->identifiers;
	return identifiers_count(
	    view->store, view->store_sources, n, view->identifiers, err);
}

static int
prepare(struct view *view, struct err *err)
{
	unsigned by =
	    view->options->by == NULL ? 0 : by_bits(view->options->by);

	if (store_begin_read(view->store, err) != 0)
		return -1;
	view->is_reading = true;
	if (read_names(view, err) != 0 || read_words(view, err) != 0 ||
	    read_bounds(view, err) != 0 || check_merged(view, err) != 0)
		return -1;
	if ((by & BY_CIRCLE) != 0 && read_circles(view, err) != 0)
		return -1;
	if (read_persons(view, by, err) != 0)
		return -1;
	if (view->options->has_identifiers && count_identifiers(view, err) != 0)
		return -1;
	return read_customers(view, err);
}

struct view *
view_open(struct store *store, const struct zone *zone, int64_t as_of_us,
    const struct view_options *options, struct err *err)
{
	struct view *view = calloc(1, sizeof(*view));

	if (view == NULL) {
		err_nomem(err);
		return NULL;
	}
	view->store = store;
	view->options = options;
	view->context.zone = zone;
	view->context.as_of_us = as_of_us;
	view->context.is_until_as_of = options->is_until_as_of;
	view->context.dormant_us = options->dormant_us;
	view->is_whole =
	    options->customers.count == 0 && options->identify == NULL;
	if (prepare(view, err) != 0) {
		view_free(view);
		return NULL;
	}
	return view;
}

void
view_free(struct view *view)
{
	if (view == NULL)
		return;
	view_end(view);
	free(view->channels);
	free(view->sources);
	free(view->identifiers);
	free(view->is_wanted);
	free(view->wheres);
	free(view->customers);
	intern_clear(&view->names);
	for (int kind = 0; kind < CIRCLE_KINDS; kind++)
		free(view->circles[kind]);
	traits_free(view->traits);
	traits_free(view->asked_traits);
	arena_clear(&view->arena);
	buf_clear(&view->period);
	free(view);
}

void
view_end(struct view *view)
{
	if (view->is_reading)
		store_rollback(view->store);
	view->is_reading = false;
}

const struct journey_context *
view_context(const struct view *view)
{
	return &view->context;
}

int64_t
view_unmerged(const struct view *view)
{
	return view->unmerged;
}

void
view_window(struct view *view, int64_t from_us, int64_t to_us)
{
	view->context.filter.from_us = from_us;
	view->context.filter.to_us = to_us;
}

bool
view_is_damaged(const struct view *view)
{
	return packed_is_damaged(view->store);
}

struct span
view_period(const struct view *view)
{
	return buf_get(&view->period);
}

size_t
view_chosen(const struct view *view)
{
	return view->is_whole ? SIZE_MAX : view->n_customers;
}

int
view_who(const struct view *view, struct who *who, struct err *err)
{
	if (view->is_whole)
		return err_set(err, ERR_USAGE,
		    "whose? say --customer or --identifier-file");
	return who_load(who, view->store, view->customers, view->n_customers,
	    view->options->is_by_record, err);
}

/* --- events --- */

/* Of all sinks and of the conditions of --where; 0 = everything. */
static uint32_t
needs_of(const struct view *view, const struct journey_sink *sinks, size_t n)
{
	const struct journey_filter *filter = &view->context.filter;
	uint32_t needs = JOURNEY_NEEDS_TIMES;

	for (size_t i = 0; i < filter->n_where; i++)
		needs |= journey_needs_of(filter->where[i].field);
	for (size_t i = 0; i < n; i++) {
		if (sinks[i].needs == 0)
			return 0;
		needs |= sinks[i].needs;
	}
	return needs | (view->options->is_by_record ? JOURNEY_NEEDS_NAMES : 0);
}

/* Do all conditions on persons hold? */
static bool
is_asked(const struct view *view, int64_t number)
{
	const struct span *const *texts;
	const uint32_t *values;

	if (view->asked.count == 0)
		return true;
	texts = traits_texts(view->asked_traits);
	values = traits_of(view->asked_traits, number);
	for (size_t i = 0; i < view->asked.count; i++) {
		bool is_known = values != NULL && values[i] > 0;

		if (is_known
			? !span_eq(texts[i][values[i]], view->asked_values[i])
			: view->asked_values[i].len > 0)
			return false;
	}
	return true;
}

static bool
is_wanted(const void *from, int64_t number, struct span name)
{
	const struct view *view = from;

	if (!is_asked(view, number))
		return false;
	if (view->is_whole)
		return true;
	if (!view->options->is_by_record)
		return view->n_customers > 0 &&
		    bsearch(&number, view->customers, view->n_customers,
			sizeof(number), compare_numbers) != NULL;
	return intern_get(&view->names, name) != INTERN_NONE;
}

/* What one thread counts with. Sinks that hear customers in their order are
 * shared by all. */
struct hand {
	const struct view *view;
	struct feed feed, ordered_feed;
	struct journey *journey, *ordered;
	struct journey_sink *sinks; /* its own, for those that have others */
	size_t n_sinks;
	bool is_first; /* it counts with the sinks that were given */
};

static int
feed(const struct view *view, struct feed *feed, const struct block *block,
    struct err *err)
{
	bool is_everybody = view->is_whole && view->asked.count == 0;

	return feed_block(
	    feed, block, is_everybody ? NULL : is_wanted, view, err);
}

static int
take_block(void *self, const struct block *block, struct err *err)
{
	struct hand *hand = self;

	return hand->n_sinks == 0 ? 0
				  : feed(hand->view, &hand->feed, block, err);
}

static int
take_in_order(void *self, const struct block *block, struct err *err)
{
	struct hand *hand = self;

	return feed(hand->view, &hand->ordered_feed, block, err);
}

static bool
is_ordered(const struct journey_sink *sink)
{
	return sink->another == NULL;
}

static int
open_feed(const struct hand *hand, struct feed *feed, struct journey *journey,
    struct err *err)
{
	const struct view *view = hand->view;

	feed->is_by_record = view->options->is_by_record;
	feed->traits = view->traits;
	for (int kind = 0; kind < CIRCLE_KINDS; kind++) {
		feed->circles[kind] = view->circles[kind];
		feed->n_circles[kind] = view->n_circles[kind];
	}
	return feed_open(feed, view->store, &view->context, journey, err);
}

static int
listen(struct hand *hand, const struct journey_sink *sink, struct err *err)
{
	struct journey_sink *own = &hand->sinks[hand->n_sinks];

	if (is_ordered(sink))
		return journey_listen(hand->ordered, sink, err);
	if (hand->is_first)
		*own = *sink;
	else if (sink->another(sink->self, own, err) != 0)
		return -1;
	hand->n_sinks++;
	return journey_listen(hand->journey, own, err);
}

static int
open_hand(struct hand *hand, const struct journey_sink *sinks, size_t n,
    struct err *err)
{
	hand->sinks = calloc(n + 1, sizeof(*hand->sinks));
	hand->journey = journey_new(&hand->view->context, err);
	hand->ordered = journey_new(&hand->view->context, err);
	if (hand->sinks == NULL)
		(void)err_nomem(err);
	if (hand->sinks == NULL || hand->journey == NULL ||
	    hand->ordered == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (listen(hand, &sinks[i], err) != 0)
			return -1;
	if (open_feed(hand, &hand->feed, hand->journey, err) != 0)
		return -1;
	return open_feed(hand, &hand->ordered_feed, hand->ordered, err);
}

/* What the first has counted is the answer; the others are added to it. */
static int
add_up(struct hand *hands, size_t n_hands, struct err *err)
{
	for (size_t i = 1; i < n_hands; i++)
		for (size_t j = 0; j < hands[0].n_sinks; j++) {
			struct journey_sink *sink = &hands[0].sinks[j];

			if (sink->merge(
				sink->self, hands[i].sinks[j].self, err) != 0)
				return -1;
		}
	return 0;
}

static void
close_hand(struct hand *hand)
{
	for (size_t i = 0; !hand->is_first && i < hand->n_sinks; i++)
		hand->sinks[i].drop(hand->sinks[i].self);
	free(hand->sinks);
	journey_free(hand->journey);
	journey_free(hand->ordered);
	feed_close(&hand->feed);
	feed_close(&hand->ordered_feed);
}

static int
read_stream(struct view *view, struct hand *hands, size_t n_hands,
    uint32_t needs, bool has_order, struct err *err)
{
	const struct view_options *options = view->options;
	bool is_whole = view->is_whole;
	bool is_chosen = !is_whole && !options->is_by_record;
	const struct stream_options stream = {
	    .columns = feed_columns(needs),
	    .customers = is_chosen ? view->customers : NULL,
	    .n_customers = is_chosen ? view->n_customers : 0,
	    .is_by_record = options->is_by_record,
	    .has_anonymous =
		options->has_anonymous && is_whole && view->asked.count == 0,
	    .is_unpacked = options->is_unpacked,
	};
	struct stream_hand takers[STREAM_HANDS_MAX];

	if (!is_whole && view->n_customers == 0)
		return 0; /* nobody of those who were asked for is there */
	for (size_t i = 0; i < n_hands; i++)
		takers[i] = (struct stream_hand){.take = take_block,
		    .in_turn = has_order ? take_in_order : NULL,
		    .self = &hands[i]};
	return stream_share(view->store, &stream, takers, n_hands, err);
}

static int
run_hands(struct view *view, struct hand *hands, size_t n_hands,
    const struct journey_sink *sinks, size_t n, struct err *err)
{
	bool has_order = false;
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		has_order |= is_ordered(&sinks[i]);
	for (size_t i = 0; rc == 0 && i < n_hands; i++) {
		hands[i].view = view;
		hands[i].is_first = i == 0;
		rc = open_hand(&hands[i], sinks, n, err);
	}
	if (rc == 0)
		rc = read_stream(view, hands, n_hands, needs_of(view, sinks, n),
		    has_order, err);
	return rc == 0 ? add_up(hands, n_hands, err) : -1;
}

int
view_run(struct view *view, const struct journey_sink *sinks, size_t n,
    struct err *err)
{
	int64_t wanted = view->options->n_threads;
	size_t n_hands = wanted < 1     ? 1
	    : wanted > STREAM_HANDS_MAX ? STREAM_HANDS_MAX
					: (size_t)wanted;
	struct hand *hands = calloc(n_hands, sizeof(*hands));
	int rc;

	if (hands == NULL)
		return err_nomem(err);
	rc = run_hands(view, hands, n_hands, sinks, n, err);
	for (size_t i = 0; i < n_hands; i++)
		close_hand(&hands[i]);
	free(hands);
	return rc;
}

int
view_duration(const char *text, void *us, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];

	if (define_duration(span_of(text), us))
		return 0;
	return err_set(err, ERR_USAGE,
	    "not a length of time such as 30m, 12h or 7d: '%s'",
	    err_quote(quoted, span_of(text)));
}
