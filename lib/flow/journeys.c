#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/num.h"
#include "flow/cells.h"
#include "flow/context.h"
#include "flow/diary.h"
#include "flow/journeys.h"
#include "flow/tallies.h"
#include "journey/nobody.h"
#include "journey/paths.h"
#include "journey/transitions.h"

#define MS_US INT64_C(1000)
#define FEW 9 /* customers whose days are headings on a terminal */

const char *const journeys_view_names[] = {
    "timeline",
    "episodes",
    "paths",
    "transitions",
    "funnel",
    "handoffs",
    "attribution",
    "before",
    "context",
    "conformance",
    "violations",
    NULL,
};

/* A view that prints customer by customer. */
struct printer {
	const struct journeys_options *options;
	struct out *out;
	struct buf text;
	struct episodes episodes;
	struct activity_room room;
};

/* --- cells --- */

static void
put_time(struct printer *printer, const struct zone *zone, int64_t at_us)
{
	buf_reset(&printer->text);
	zone_format(zone, at_us, &printer->text);
	out_text(printer->out, buf_get(&printer->text));
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
	cells_csat(out, event->csat_milli);
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
		const struct journey_event *event = journey_at(customer, at);

		if (event->is_in &&
		    print_event(printer, customer, event, err) != 0)
			return -1;
	}
	return 0;
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
	buf_reset(&printer->text);
	if (activity_path(customer, &printer->options->activity,
		collapse_of(printer->options, ACTIVITY_REPEATS), touches, n,
		&printer->room, &printer->text, err) != 0)
		return -1;
	out_text(printer->out, buf_get(&printer->text));
	return 0;
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
print_paths(struct paths *paths, const struct out_options *how, FILE *stream,
    struct err *err)
{
	const struct paths_row *rows;
	struct out *out;
	size_t n;

	if (paths_rows(paths, &rows, &n, err) != 0)
		return -1;
	out = out_new(stream, how, paths_columns,
	    sizeof(paths_columns) / sizeof(paths_columns[0]), err);
	if (out == NULL)
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
print_transitions(struct transitions *transitions,
    const struct out_options *how, FILE *stream, struct err *err)
{
	const struct transitions_row *rows;
	struct out *out;
	size_t n;

	if (transitions_rows(transitions, &rows, &n, err) != 0)
		return -1;
	out = out_new(stream, how, transitions_columns,
	    sizeof(transitions_columns) / sizeof(transitions_columns[0]), err);
	if (out == NULL)
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

/* --- pictures --- */

#define STEPS_SHOWN 10

/* Each step of a path is a level, of which the first few are shown. */
static int
add_path(struct graph *graph, const struct paths_row *row, struct err *err)
{
	static const char arrow[] = " > ";
	size_t len = sizeof(arrow) - 1;
	struct graph_node before = {0, span_of("(start)")};
	size_t at = 0, end;

	for (uint32_t level = 1; level <= STEPS_SHOWN; level++) {
		struct graph_node node = {.level = level};

		for (end = at; end + len <= row->path.len &&
		     memcmp(row->path.data + end, arrow, len) != 0;
		     end++)
			continue;
		if (end + len > row->path.len)
			end = row->path.len;
		node.name = span_make(row->path.data + at, end - at);
		if (graph_add(graph, before, node, row->episodes, err) != 0)
			return -1;
		if (end == row->path.len)
			return 0;
		before = node;
		at = end + len;
	}
	return 0;
}

static int
draw_paths(struct paths *paths, const struct graph_style *style, FILE *stream,
    struct err *err)
{
	struct graph *graph = graph_new(err);
	const struct paths_row *rows;
	size_t n = 0;
	int rc = graph == NULL ? -1 : paths_rows(paths, &rows, &n, err);

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = add_path(graph, &rows[i], err);
	if (rc == 0)
		rc = graph_write(graph, style, stream, err);
	graph_free(graph);
	return rc;
}

static int
draw_transitions(struct transitions *transitions,
    const struct graph_style *style, FILE *stream, struct err *err)
{
	struct graph *graph = graph_new(err);
	const struct transitions_row *rows;
	size_t n = 0;
	int rc =
	    graph == NULL ? -1 : transitions_rows(transitions, &rows, &n, err);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		const struct graph_node from = {0, rows[i].from};
		const struct graph_node to = {0, rows[i].to};

		rc = graph_add(graph, from, to, rows[i].count, err);
	}
	if (rc == 0)
		rc = graph_write(graph, style, stream, err);
	graph_free(graph);
	return rc;
}

/* --- one view or several --- */

/* A view while it is heard, and what it is made of. */
struct part {
	enum journeys_view view;
	const struct journeys_options *options;
	FILE *stream;
	struct printer printer;
	struct paths_options paths_options;
	struct paths *paths;
	struct transitions_options transitions_options;
	struct transitions *transitions;
	struct funnel_options funnel_options;
	struct funnel *funnel;
	struct handoffs_options handoffs_options;
	struct handoffs *handoffs;
	struct attribution *attribution;
	struct before_options before_options;
	struct before *before;
	struct who who;
	struct context_options context_options;
	struct context *context;
	struct diary *diary;
	struct expectations_options expectations_options;
	struct checking *checking;
};

static int
open_printer(struct part *part, const struct out_column *columns, size_t n,
    int (*hear)(void *, const struct journey_customer *, struct err *),
    struct journey_sink *sink, struct err *err)
{
	part->printer.options = part->options;
	part->printer.out =
	    out_new(part->stream, &part->options->out, columns, n, err);
	*sink = (struct journey_sink){.self = &part->printer, .customer = hear};
	return part->printer.out == NULL ? -1 : 0;
}

static int
open_paths(struct part *part, const struct journey_context *context,
    struct journey_sink *sink, struct err *err)
{
	part->paths_options = (struct paths_options){
	    .activity = part->options->activity,
	    .collapse = collapse_of(part->options, ACTIVITY_REPEATS),
	    .episode = part->options->episode,
	};
	part->paths = paths_new(context, &part->paths_options, err);
	if (part->paths == NULL)
		return -1;
	*sink = paths_sink(part->paths);
	return 0;
}

static int
open_transitions(struct part *part, const struct journey_context *context,
    struct journey_sink *sink, struct err *err)
{
	part->transitions_options = (struct transitions_options){
	    .activity = part->options->activity,
	    .collapse = collapse_of(part->options, ACTIVITY_ALL),
	    .episode = part->options->episode,
	};
	part->transitions =
	    transitions_new(context, &part->transitions_options, err);
	if (part->transitions == NULL)
		return -1;
	*sink = transitions_sink(part->transitions);
	return 0;
}

static int
open_funnel(struct part *part, const struct journey_context *context,
    struct journey_sink *sink, struct err *err)
{
	if (funnels_parse(&part->options->funnel, context,
		&part->options->activity, &part->funnel_options, err) != 0)
		return -1;
	part->funnel = funnel_new(context, &part->funnel_options, err);
	if (part->funnel == NULL)
		return -1;
	*sink = funnel_sink(part->funnel);
	return 0;
}

static int
open_handoffs(struct part *part, const struct journey_context *context,
    struct journey_sink *sink, struct err *err)
{
	part->handoffs_options = (struct handoffs_options){
	    .activity = part->options->activity,
	    .issue = part->options->episode.issue,
	};
	part->handoffs = handoffs_new(context, &part->handoffs_options, err);
	if (part->handoffs == NULL)
		return -1;
	*sink = handoffs_sink(part->handoffs);
	return 0;
}

static int
open_attribution(struct part *part, const struct journey_context *context,
    struct journey_sink *sink, struct err *err)
{
	part->attribution =
	    attribution_new(context, &part->options->credits.attribution, err);
	if (part->attribution == NULL)
		return -1;
	*sink = attribution_sink(part->attribution);
	return 0;
}

static int
open_before(struct part *part, const struct journey_context *context,
    struct journey_sink *sink, struct err *err)
{
	const struct journey_filter *filter = &context->filter;

	if (filter->kinds == 0 && filter->outcomes == 0 &&
	    filter->stages == 0 && filter->channels == NULL &&
	    filter->n_where == 0)
		return err_set(err, ERR_USAGE,
		    "before what? say --event, --outcome or --where");
	part->before_options = (struct before_options){
	    .activity = part->options->activity,
	    .n_last = part->options->n_last,
	};
	part->before = before_new(context, &part->before_options, err);
	if (part->before == NULL)
		return -1;
	*sink = before_sink(part->before);
	return 0;
}

static int
open_context(struct part *part, struct view *view, struct journey_sink *sink,
    struct err *err)
{
	part->context_options = (struct context_options){
	    .issue = part->options->episode.issue,
	    .n_last = part->options->n_last,
	    .out = part->options->out,
	};
	if (view_who(view, &part->who, err) != 0)
		return -1;
	part->context =
	    context_new(&part->who, &part->context_options, part->stream, err);
	if (part->context == NULL)
		return -1;
	*sink = context_sink(part->context);
	return 0;
}

static int
open_checking(struct part *part, const struct journey_context *context,
    struct journey_sink *sink, struct err *err)
{
	const struct journeys_options *options = part->options;

	if (options->expectations == NULL)
		return err_set(err, ERR_USAGE, "%s needs --expect",
		    journeys_view_names[part->view]);
	part->expectations_options = (struct expectations_options){
	    .activity = options->activity,
	    .collapse = collapse_of(options, ACTIVITY_REPEATS),
	    .episode = options->episode,
	    .out = options->out,
	    .is_listing = part->view == JOURNEYS_VIOLATIONS,
	};
	part->expectations_options.episode.unit = options->expected_unit;
	part->checking = expectations_open(options->expectations, context,
	    &part->expectations_options, part->stream, err);
	if (part->checking == NULL)
		return -1;
	*sink = expectations_sink(part->checking);
	return 0;
}

static bool
is_diary(const struct journeys_options *options, const struct view *view)
{
	if (options->out.format != OUT_TABLE ||
	    options->days == JOURNEYS_NO_DAYS)
		return false;
	return options->days == JOURNEYS_DAYS ||
	    (options->out.width > 0 && view_chosen(view) <= FEW);
}

static int
open_timeline(struct part *part, struct view *view, struct journey_sink *sink,
    struct err *err)
{
	const struct journeys_options *options = part->options;

	if (!is_diary(options, view)) {
		int rc = open_printer(part, timeline_columns,
		    sizeof(timeline_columns) / sizeof(timeline_columns[0]),
		    hear_timeline, sink, err);

		sink->is_piecewise = !options->is_newest_first;
		sink->needs = JOURNEY_NEEDS_MONEY | JOURNEY_NEEDS_CASES |
		    JOURNEY_NEEDS_RATINGS | JOURNEY_NEEDS_PRODUCT |
		    JOURNEY_NEEDS_WORDS | JOURNEY_NEEDS_RECORDS;
		return rc;
	}
	if (view_chosen(view) <= FEW && view_who(view, &part->who, err) != 0)
		return -1;
	part->diary = diary_new(&part->who, &options->out,
	    options->is_newest_first, part->stream, err);
	if (part->diary == NULL)
		return -1;
	*sink = diary_sink(part->diary);
	return 0;
}

static int
open_episodes(struct part *part, struct journey_sink *sink, struct err *err)
{
	int rc = open_printer(part, episodes_columns,
	    sizeof(episodes_columns) / sizeof(episodes_columns[0]),
	    hear_episodes, sink, err);

	sink->needs =
	    JOURNEY_NEEDS_MONEY | episode_needs(&part->options->episode);
	return rc;
}

static int
open_part(struct part *part, struct view *view, struct journey_sink *sink,
    struct err *err)
{
	const struct journey_context *context = view_context(view);

	switch (part->view) {
	case JOURNEYS_TIMELINE:
		return open_timeline(part, view, sink, err);
	case JOURNEYS_EPISODES:
		return open_episodes(part, sink, err);
	case JOURNEYS_PATHS:
		return open_paths(part, context, sink, err);
	case JOURNEYS_TRANSITIONS:
		return open_transitions(part, context, sink, err);
	case JOURNEYS_FUNNEL:
		return open_funnel(part, context, sink, err);
	case JOURNEYS_HANDOFFS:
		return open_handoffs(part, context, sink, err);
	case JOURNEYS_ATTRIBUTION:
		return open_attribution(part, context, sink, err);
	case JOURNEYS_BEFORE:
		return open_before(part, context, sink, err);
	case JOURNEYS_CONTEXT:
		return open_context(part, view, sink, err);
	case JOURNEYS_CONFORMANCE:
	case JOURNEYS_VIOLATIONS:
		return open_checking(part, context, sink, err);
	case JOURNEYS_VIEWS:
		break;
	}
	return err_set(err, ERR_BUG, "no such view");
}

static int
print_part(struct part *part, const struct journey_context *world,
    struct journeys_result *result, struct err *err)
{
	const struct out_options *how = &part->options->out;
	const struct graph_style style = {
	    .format = part->options->graph,
	    .title = part->view == JOURNEYS_PATHS ? "Paths, step by step"
						  : "What follows what",
	    .redact = how->redact,
	};
	struct out *out = part->printer.out;

	switch (part->view) {
	case JOURNEYS_TIMELINE:
	case JOURNEYS_EPISODES:
		part->printer.out = NULL;
		return out == NULL ? 0 : out_finish(out, err);
	case JOURNEYS_PATHS:
		if (part->options->graph != GRAPH_NONE)
			return draw_paths(
			    part->paths, &style, part->stream, err);
		return print_paths(part->paths, how, part->stream, err);
	case JOURNEYS_TRANSITIONS:
		if (part->options->graph != GRAPH_NONE)
			return draw_transitions(
			    part->transitions, &style, part->stream, err);
		return print_transitions(
		    part->transitions, how, part->stream, err);
	case JOURNEYS_FUNNEL:
		return funnels_print(part->funnel, how, part->stream, err);
	case JOURNEYS_HANDOFFS:
		return tallies_handoffs(part->handoffs, how, part->stream, err);
	case JOURNEYS_ATTRIBUTION:
		return credits_print(part->attribution, &part->options->credits,
		    how, part->stream, err);
	case JOURNEYS_BEFORE:
		return tallies_before(part->before, how, part->stream, err);
	case JOURNEYS_CONTEXT:
		return context_finish(part->context, world, err);
	case JOURNEYS_CONFORMANCE:
	case JOURNEYS_VIOLATIONS:
		return expectations_finish(
		    part->checking, &result->has_failed, err);
	case JOURNEYS_VIEWS:
		break;
	}
	return err_set(err, ERR_BUG, "no such view");
}

static void
close_part(struct part *part)
{
	out_free(part->printer.out);
	buf_clear(&part->printer.text);
	episode_clear(&part->printer.episodes);
	free(part->printer.room.items);
	paths_free(part->paths);
	transitions_free(part->transitions);
	funnel_free(part->funnel);
	handoffs_free(part->handoffs);
	attribution_free(part->attribution);
	before_free(part->before);
	context_free(part->context);
	diary_free(part->diary);
	expectations_close(part->checking);
	who_clear(&part->who);
}

int
journeys_run(struct view *view, const struct journeys_options *options,
    struct journeys_result *result, struct err *err)
{
	struct journey_sink sinks[JOURNEYS_VIEWS + 1];
	struct part parts[JOURNEYS_VIEWS];
	struct nobody nobody = {0};
	size_t n = options->n_views;
	int rc = 0;

	memset(result, 0, sizeof(*result));
	memset(parts, 0, sizeof(parts));
	memset(sinks, 0, sizeof(sinks));
	for (size_t i = 0; rc == 0 && i < n; i++) {
		parts[i].view = options->views[i];
		parts[i].options = options;
		parts[i].stream = options->streams[i];
		rc = open_part(&parts[i], view, &sinks[i], err);
	}
	sinks[n] = nobody_sink(&nobody);
	if (rc == 0)
		rc = view_run(view, sinks, n + 1, err);
	result->n_nobody = nobody.n_events;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = print_part(&parts[i], view_context(view), result, err);
		if (parts[i].attribution != NULL)
			result->left = attribution_left(parts[i].attribution);
	}
	for (size_t i = 0; i < n; i++)
		close_part(&parts[i]);
	return rc;
}
