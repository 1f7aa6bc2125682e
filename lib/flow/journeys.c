#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/num.h"
#include "flow/cells.h"
#include "flow/journeys.h"
#include "flow/tallies.h"
#include "journey/paths.h"
#include "journey/transitions.h"

#define MS_US INT64_C(1000)

const char *const journeys_view_names[] = {
    "timeline",
    "episodes",
    "paths",
    "transitions",
    "funnel",
    "handoffs",
    "attribution",
    "before",
    NULL,
};

/* A view that prints customer by customer. */
struct printer {
	const struct journeys_options *options;
	struct out *out;
	struct buf text;
	struct episodes episodes;
	uint32_t *activities;
	size_t activities_cap;
};

/* --- cells --- */

static void
put_time(struct printer *printer, const struct zone *zone, int64_t at_us)
{
	buf_reset(&printer->text);
	zone_format(zone, at_us, &printer->text);
	out_text(printer->out, buf_get(&printer->text));
}

static int
open_out(const struct journeys_options *options,
    const struct out_column *columns, size_t n, struct out **out,
    struct err *err)
{
	*out = out_new(options->stream, &options->out, columns, n, err);
	return *out == NULL ? -1 : 0;
}

static void
clear(struct printer *printer)
{
	out_free(printer->out);
	buf_clear(&printer->text);
	episode_clear(&printer->episodes);
	free(printer->activities);
}

/* One pass with the printer as the only listener, and the end of the answer. */
static int
print_pass(struct view *view, struct printer *printer,
    int (*hear)(void *, const struct journey_customer *, struct err *),
    struct err *err)
{
	struct journey_sink sink = {.self = printer, .customer = hear};
	int result = view_run(view, &sink, 1, err);

	if (result == 0) {
		result = out_finish(printer->out, err);
		printer->out = NULL;
	}
	clear(printer);
	return result;
}

/* --- timeline --- */

static const struct out_column timeline_columns[] = {
    {"customer_id", OUT_TEXT},
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
    {"source", OUT_TEXT},
    {"record", OUT_TEXT},
    {"text", OUT_TEXT},
};

/* A rating as it was given, without zeros behind the point. */
static void
put_csat(struct out *out, int64_t csat_milli)
{
	int digits = 3;

	if (csat_milli == CANON_NO_INT) {
		out_null(out);
		return;
	}
	while (digits > 0 && csat_milli % 10 == 0) {
		csat_milli /= 10;
		digits--;
	}
	out_fixed(out, csat_milli, digits);
}

static void
put_place(struct printer *printer, const struct journey_customer *customer,
    const struct journey_event *event)
{
	const struct journey_context *context = customer->context;
	const struct journey_channel *channel =
	    &context->channels[event->channel];

	if (printer->options->activity.is_group)
		out_text(
		    printer->out, span_of(canon_group_name(channel->group)));
	else
		out_text(printer->out, channel->name);
}

static int
print_event(struct printer *printer, const struct journey_customer *customer,
    const struct journey_event *event, struct err *err)
{
	const struct journey_context *context = customer->context;
	struct out *out = printer->out;
	char code[4];

	out_text(out, customer->id);
	put_time(printer, context->zone, event->at_us);
	put_place(printer, customer, event);
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
	put_csat(out, event->csat_milli);
	out_text(out, event->agent);
	out_text(out, context->sources[event->source]);
	out_text(out, event->record);
	out_text(out, event->text);
	if (buf_check(&printer->text, err) != 0)
		return -1;
	return out_end_row(out, err);
}

static int
hear_timeline(
    void *self, const struct journey_customer *customer, struct err *err)
{
	struct printer *printer = self;
	size_t n = customer->n_events;

	for (size_t i = 0; i < n; i++) {
		size_t at = printer->options->is_newest_first ? n - 1 - i : i;
		const struct journey_event *event = &customer->events[at];

		if (event->is_in &&
		    print_event(printer, customer, event, err) != 0)
			return -1;
	}
	return 0;
}

static int
run_timeline(
    struct view *view, const struct journeys_options *options, struct err *err)
{
	struct printer printer = {.options = options};

	if (open_out(options, timeline_columns,
		sizeof(timeline_columns) / sizeof(timeline_columns[0]),
		&printer.out, err) != 0)
		return -1;
	return print_pass(view, &printer, hear_timeline, err);
}

/* --- episodes --- */

static const struct out_column episodes_columns[] = {
    {"customer_id", OUT_TEXT},
    {"episode", OUT_INT},
    {"started_at", OUT_TEXT},
    {"ended_at", OUT_TEXT},
    {"seconds", OUT_INT},
    {"touches", OUT_INT},
    {"channels", OUT_INT},
    {"switches", OUT_INT},
    {"path", OUT_TEXT},
    {"outcome", OUT_TEXT},
    {"amount", OUT_INT},
    {"currency", OUT_TEXT},
};

static enum activity_collapse
collapse_of(
    const struct journeys_options *options, enum activity_collapse usual)
{
	return options->has_collapse ? options->collapse : usual;
}

static int
put_path(struct printer *printer, const struct journey_customer *customer,
    const uint32_t *touches, size_t n, struct err *err)
{
	const struct activity_options *activity = &printer->options->activity;

	if (array_grow(&printer->activities, &printer->activities_cap, n,
		sizeof(*printer->activities), err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		printer->activities[i] = activity_of(
		    customer->context, activity, &customer->events[touches[i]]);
	n = activity_collapse(printer->activities, n,
	    collapse_of(printer->options, ACTIVITY_REPEATS));
	buf_reset(&printer->text);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_str(&printer->text, " > ");
		activity_name(customer->context, activity,
		    printer->activities[i], &printer->text);
	}
	out_text(printer->out, buf_get(&printer->text));
	return buf_check(&printer->text, err);
}

static int
print_episode(struct printer *printer, const struct journey_customer *customer,
    size_t number, struct err *err)
{
	const struct episode *episode = &printer->episodes.items[number];
	const uint32_t *touches = printer->episodes.touches + episode->first;
	const struct zone *zone = customer->context->zone;
	struct out *out = printer->out;
	struct episode_sum sum;

	if (episode_sum(customer, touches, episode->count, &sum, err) != 0)
		return -1;
	out_text(out, customer->id);
	out_int(out, (int64_t)number + 1);
	put_time(printer, zone, sum.start_us);
	put_time(printer, zone, sum.end_us);
	cells_ms(out, num_round_div(sum.end_us - sum.start_us, MS_US));
	out_int(out, (int64_t)episode->count);
	out_int(out, sum.channels);
	out_int(out, sum.switches);
	if (put_path(printer, customer, touches, episode->count, err) != 0)
		return -1;
	out_text(out, span_of(canon_outcome_name(sum.outcome)));
	cells_money(out, &sum.money);
	return out_end_row(out, err);
}

static int
hear_episodes(
    void *self, const struct journey_customer *customer, struct err *err)
{
	struct printer *printer = self;

	if (episode_split(&printer->episodes, customer,
		&printer->options->episode, err) != 0)
		return -1;
	for (size_t i = 0; i < printer->episodes.count; i++)
		if (print_episode(printer, customer, i, err) != 0)
			return -1;
	return 0;
}

static int
run_episodes(
    struct view *view, const struct journeys_options *options, struct err *err)
{
	struct printer printer = {.options = options};

	if (open_out(options, episodes_columns,
		sizeof(episodes_columns) / sizeof(episodes_columns[0]),
		&printer.out, err) != 0)
		return -1;
	return print_pass(view, &printer, hear_episodes, err);
}

/* --- paths --- */

static const struct out_column paths_columns[] = {
    {"path", OUT_TEXT},
    {"episodes", OUT_INT},
    {"share", OUT_RATE},
    {"cumulative", OUT_RATE},
    {"customers", OUT_INT},
    {"mean_seconds", OUT_INT},
    {"median_seconds", OUT_INT},
    {"conversions", OUT_INT},
    {"value", OUT_INT},
    {"currency", OUT_TEXT},
};

static int
print_paths(const struct journeys_options *options,
    const struct paths_row *rows, size_t n, struct err *err)
{
	struct out *out;

	if (open_out(options, paths_columns,
		sizeof(paths_columns) / sizeof(paths_columns[0]), &out,
		err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct paths_row *row = &rows[i];

		out_text(out, row->path);
		out_int(out, row->episodes);
		cells_rate(out, row->episodes, row->total);
		cells_rate(out, row->up_to_here, row->total);
		out_int(out, row->customers);
		cells_ms(out, row->seconds.mean_ms);
		cells_ms(out, row->seconds.median_ms);
		out_int(out, row->conversions);
		cells_money(out, &row->money);
		if (out_end_row(out, err) != 0) {
			out_free(out);
			return -1;
		}
	}
	return out_finish(out, err);
}

static int
run_paths(
    struct view *view, const struct journeys_options *options, struct err *err)
{
	const struct paths_options how = {
	    .activity = options->activity,
	    .collapse = collapse_of(options, ACTIVITY_REPEATS),
	    .episode = options->episode,
	};
	struct paths *paths = paths_new(view_context(view), &how, err);
	const struct paths_row *rows;
	struct journey_sink sink;
	size_t n;
	int result = -1;

	if (paths == NULL)
		return -1;
	sink = paths_sink(paths);
	if (view_run(view, &sink, 1, err) == 0 &&
	    paths_rows(paths, &rows, &n, err) == 0)
		result = print_paths(options, rows, n, err);
	paths_free(paths);
	return result;
}

/* --- transitions --- */

static const struct out_column transitions_columns[] = {
    {"from", OUT_TEXT},
    {"to", OUT_TEXT},
    {"count", OUT_INT},
    {"customers", OUT_INT},
    {"share_of_from", OUT_RATE},
    {"mean_seconds", OUT_INT},
    {"median_seconds", OUT_INT},
    {"stdev_seconds", OUT_INT},
    {"min_seconds", OUT_INT},
    {"max_seconds", OUT_INT},
};

static int
print_transitions(const struct journeys_options *options,
    const struct transitions_row *rows, size_t n, struct err *err)
{
	struct out *out;

	if (open_out(options, transitions_columns,
		sizeof(transitions_columns) / sizeof(transitions_columns[0]),
		&out, err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct transitions_row *row = &rows[i];

		out_text(out, row->from);
		out_text(out, row->to);
		out_int(out, row->count);
		out_int(out, row->customers);
		cells_rate(out, row->count, row->from_total);
		cells_ms(out, row->seconds.mean_ms);
		cells_ms(out, row->seconds.median_ms);
		cells_ms(out, row->seconds.stdev_ms);
		cells_ms(out, row->seconds.min_ms);
		cells_ms(out, row->seconds.max_ms);
		if (out_end_row(out, err) != 0) {
			out_free(out);
			return -1;
		}
	}
	return out_finish(out, err);
}

static int
run_transitions(
    struct view *view, const struct journeys_options *options, struct err *err)
{
	const struct transitions_options how = {
	    .activity = options->activity,
	    .collapse = collapse_of(options, ACTIVITY_ALL),
	    .episode = options->episode,
	};
	struct transitions *transitions =
	    transitions_new(view_context(view), &how, err);
	const struct transitions_row *rows;
	struct journey_sink sink;
	size_t n;
	int result = -1;

	if (transitions == NULL)
		return -1;
	sink = transitions_sink(transitions);
	if (view_run(view, &sink, 1, err) == 0 &&
	    transitions_rows(transitions, &rows, &n, err) == 0)
		result = print_transitions(options, rows, n, err);
	transitions_free(transitions);
	return result;
}

static int
run_handoffs(
    struct view *view, const struct journeys_options *options, struct err *err)
{
	const struct handoffs_options how = {
	    .activity = options->activity,
	    .issue = options->episode.issue,
	};

	return tallies_handoffs(
	    view, &how, &options->out, options->stream, err);
}

static int
run_before(
    struct view *view, const struct journeys_options *options, struct err *err)
{
	const struct before_options how = {
	    .activity = options->activity,
	    .n_last = options->n_last,
	};

	return tallies_before(view, &how, &options->out, options->stream, err);
}

int
journeys_run(struct view *view, const struct journeys_options *options,
    int64_t *left, struct err *err)
{
	*left = 0;
	switch (options->view) {
	case JOURNEYS_TIMELINE:
		return run_timeline(view, options, err);
	case JOURNEYS_EPISODES:
		return run_episodes(view, options, err);
	case JOURNEYS_PATHS:
		return run_paths(view, options, err);
	case JOURNEYS_TRANSITIONS:
		return run_transitions(view, options, err);
	case JOURNEYS_FUNNEL:
		return funnels_run(view, &options->funnel, &options->activity,
		    &options->out, options->stream, err);
	case JOURNEYS_HANDOFFS:
		return run_handoffs(view, options, err);
	case JOURNEYS_BEFORE:
		return run_before(view, options, err);
	case JOURNEYS_ATTRIBUTION:
		return credits_run(view, &options->credits, &options->out,
		    options->stream, left, err);
	}
	return err_set(err, ERR_BUG, "no such view");
}
