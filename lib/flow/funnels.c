#include <string.h>

#include "flow/cells.h"
#include "flow/funnels.h"
#include "kpi/define.h"

/* --- words --- */

static int
fail_step(const char *what, struct span word, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];

	return err_set(
	    err, ERR_USAGE, "--steps: %s '%s'", what, err_quote(quoted, word));
}

static size_t
find(struct span text, const char *what)
{
	size_t len = strlen(what);

	for (size_t i = 0; i + len <= text.len; i++)
		if (memcmp(text.data + i, what, len) == 0)
			return i;
	return text.len;
}

static struct span
behind(struct span text, size_t at)
{
	return span_make(text.data + at, text.len - at);
}

static int
read_place(struct span word, const struct journey_context *context,
    bool is_group, struct funnel_step *step, struct err *err)
{
	step->channel = JOURNEY_NONE;
	if (span_is(word, "*"))
		return 0;
	if (is_group) {
		for (int group = 1; canon_group_name(group)[0] != '\0'; group++)
			if (span_is(word, canon_group_name(group))) {
				step->group = group;
				return 0;
			}
		return fail_step("there is no group", word, err);
	}
	for (uint32_t i = 0; i < context->n_channels; i++)
		if (span_eq(word, context->channels[i].name)) {
			step->channel = i;
			return 0;
		}
	return fail_step("the store has no channel", word, err);
}

/* PLACE[:KIND][<=LIMIT] */
static int
read_step(struct span word, const struct journey_context *context,
    bool is_group, struct funnel_step *step, struct err *err)
{
	size_t limit = find(word, "<=");
	struct span rest = span_make(word.data, limit);
	size_t colon = find(rest, ":");

	*step = (struct funnel_step){.name = word, .within_us = -1};
	if (limit < word.len &&
	    !define_duration(behind(word, limit + 2), &step->within_us))
		return fail_step(
		    "not a length of time such as 15m in", word, err);
	if (read_place(
		span_make(rest.data, colon), context, is_group, step, err) != 0)
		return -1;
	if (colon == rest.len)
		return 0;
	step->kind = canon_kind_of(behind(rest, colon + 1));
	if (step->kind == 0)
		return fail_step("there is no kind of event in", word, err);
	return 0;
}

static int
read_hold(const char *word, struct funnel_options *funnel, struct err *err)
{
	static const struct journey_event event;
	char quoted[ERR_QUOTE_MAX];
	struct span name;

	if (word == NULL)
		return 0;
	funnel->has_hold = true;
	if (canon_field_of(span_of(word), &funnel->hold, &name) &&
	    journey_text(&event, funnel->hold) != NULL)
		return 0;
	return err_set(err, ERR_USAGE, "'--hold' cannot hold '%s'",
	    err_quote(quoted, span_of(word)));
}

int
funnels_parse(const struct funnels_options *options,
    const struct journey_context *context,
    const struct activity_options *activity, struct funnel_options *funnel,
    struct err *err)
{
	struct span rest = span_of(options->steps);

	*funnel = (struct funnel_options){.activity = *activity,
	    .window_us = options->window_us,
	    .is_strict = options->is_strict};
	if (options->steps == NULL)
		return err_set(err, ERR_USAGE,
		    "funnel needs --steps, such as ec:view,store:purchase");
	for (;;) {
		size_t comma = find(rest, ",");

		if (funnel->n_steps == FUNNEL_STEPS_MAX)
			return err_set(err, ERR_USAGE,
			    "--steps: more than %d steps", FUNNEL_STEPS_MAX);
		if (read_step(span_make(rest.data, comma), context,
			activity->is_group, &funnel->steps[funnel->n_steps++],
			err) != 0)
			return -1;
		if (comma == rest.len)
			return read_hold(options->hold, funnel, err);
		rest = behind(rest, comma + 1);
	}
}

/* --- rows --- */

static const struct out_column columns[] = {
    {"step", OUT_INT},
    {"name", OUT_TEXT},
    {"entered", OUT_INT},
    {"share_of_first", OUT_RATE},
    {"share_of_previous", OUT_RATE},
    {"median_seconds", OUT_INT},
    {"dropped", OUT_INT},
    {"next_top", OUT_TEXT},
};

static int
print_row(struct out *out, const struct funnel_row *rows, size_t at, size_t n,
    struct err *err)
{
	const struct funnel_row *row = &rows[at];

	out_int(out, (int64_t)at + 1);
	out_text(out, row->name);
	out_int(out, row->entered);
	cells_rate(out, row->entered, rows[0].entered);
	if (at == 0)
		out_null(out);
	else
		cells_rate(out, row->entered, rows[at - 1].entered);
	cells_ms(out, row->seconds.median_ms);
	if (at + 1 == n)
		out_null(out);
	else
		out_int(out, row->dropped);
	out_text(out, row->next_top);
	return out_end_row(out, err);
}

static int
print(const struct funnel_row *rows, size_t n, const struct out_options *how,
    FILE *stream, struct err *err)
{
	struct out *out = out_new(
	    stream, how, columns, sizeof(columns) / sizeof(columns[0]), err);

	if (out == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_row(out, rows, i, n, err) != 0) {
			out_free(out);
			return -1;
		}
	return out_finish(out, err);
}

int
funnels_print(struct funnel *funnel, const struct out_options *how,
    FILE *stream, struct err *err)
{
	const struct funnel_row *rows;
	size_t n;

	if (funnel_rows(funnel, &rows, &n, err) != 0)
		return -1;
	return print(rows, n, how, stream, err);
}
