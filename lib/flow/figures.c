#include <stdlib.h>

#include "base/buf.h"
#include "flow/figures.h"
#include "kpi/conceal.h"

/* One look at the stream: figures of one period. */
struct pass {
	struct kpi_options kpi;
	struct kpi_run *run;
	struct report report;
};

struct figures {
	const struct figures_options *options;
	struct pass now, earlier;
	struct buf period;              /* the earlier one's, in words */
	struct compare_change *changes; /* a row of now each; NULL = none */
};

static const struct out_column columns[] = {
    {"kpi", OUT_TEXT},
    {"definition", OUT_TEXT},
    {"period", OUT_TEXT},
    {"group", OUT_TEXT},
    {"value", OUT_INT},
    {"unit", OUT_TEXT},
    {"numerator", OUT_INT},
    {"denominator", OUT_INT},
    {"ci_low", OUT_INT},
    {"ci_high", OUT_INT},
    {"excluded", OUT_TEXT},
    {"note", OUT_TEXT},
    /* With --compare: */
    {"previous_period", OUT_TEXT},
    {"previous", OUT_INT},
    {"change", OUT_INT},
    {"change_low", OUT_INT},
    {"change_high", OUT_INT},
};

#define COLUMNS (sizeof(columns) / sizeof(columns[0]))
#define CHANGE_COLUMNS 5

static void
put_number(struct out *out, const struct figure_number *number, bool is_share)
{
	if (!number->is_known)
		out_null(out);
	else if (is_share)
		out_rate(out, number->value);
	else
		out_fixed(out, number->value, number->digits);
}

static void
put_change(struct out *out, const struct kpi_row *row,
    const struct compare_change *change)
{
	out_text(out, change->period);
	put_number(out, &change->previous, row->is_share);
	put_number(out, &change->change, row->is_share);
	put_number(out, &change->low, row->is_share);
	put_number(out, &change->high, row->is_share);
}

static int
print_row(struct out *out, const struct kpi_row *row,
    const struct compare_change *change, struct err *err)
{
	out_text(out, row->kpi);
	out_text(out, row->definition);
	out_text(out, row->period);
	out_text(out, row->group);
	put_number(out, &row->value, row->is_share);
	out_text(out, row->unit);
	put_number(out, &row->numerator, false);
	put_number(out, &row->denominator, false);
	put_number(out, &row->low, row->is_share);
	put_number(out, &row->high, row->is_share);
	out_text(out, row->excluded);
	out_text(out, row->note);
	if (change != NULL)
		put_change(out, row, change);
	return out_end_row(out, err);
}

/* --- counting --- */

static int
add_figures(
    struct kpi_run *run, const struct figures_options *options, struct err *err)
{
	if (options->n_asked == 0 && kpi_add_mission(run, err) != 0)
		return -1;
	for (size_t i = 0; i < options->n_asked; i++)
		if (kpi_add(run, span_of(options->asked[i]), err) != 0)
			return -1;
	return kpi_add_coverage(run, err);
}

static int
count(struct pass *pass, const struct figures_options *options,
    struct span period, struct view *view, struct err *err)
{
	struct journey_sink sink;

	pass->kpi = options->kpi;
	pass->kpi.period = period;
	pass->run = kpi_new(view_context(view), &pass->kpi, err);
	if (pass->run == NULL || add_figures(pass->run, options, err) != 0)
		return -1;
	sink = kpi_sink(pass->run);
	if (view_run(view, &sink, 1, err) != 0 ||
	    kpi_rows(pass->run, report_add, &pass->report, err) != 0)
		return -1;
	return options->min_cell > 1
	    ? conceal_rows(&pass->report, options->min_cell, err)
	    : 0;
}

/* What a change that may be chance is noted as. */
static int
note_unclear(struct figures *figures, struct err *err)
{
	struct report *report = &figures->now.report;
	struct buf note = {0};
	int result = 0;

	for (size_t i = 0; result == 0 && i < report->count; i++) {
		const struct compare_change *change = &figures->changes[i];
		struct kpi_row *row = &report->rows[i];

		if (!change->has_interval || change->is_clear)
			continue;
		buf_reset(&note);
		buf_span(&note, row->note);
		buf_str(&note, note.len > 0 ? "; " : "");
		buf_str(&note, "change not significant");
		result = buf_check(&note, err);
		if (result == 0)
			row->note = report_text(report, buf_get(&note), err);
		if (row->note.data == NULL)
			result = -1;
	}
	buf_clear(&note);
	return result;
}

static int
look_back(struct figures *figures, struct view *view, struct err *err)
{
	const struct figures_options *options = figures->options;
	const struct journey_context *context = view_context(view);
	const struct by *by = &options->kpi.by;
	const struct compare_window now = {
	    context->filter.from_us,
	    context->filter.to_us,
	};
	struct compare_window earlier;
	int result;

	if (compare_window(context->zone, options->compare, by,
		context->as_of_us, &now, &earlier, err) != 0)
		return -1;
	if ((by_bits(by) & BY_TIME) == 0)
		compare_period(context->zone, &earlier, &figures->period);
	if (buf_check(&figures->period, err) != 0)
		return -1;
	view_window(view, earlier.from_us, earlier.to_us);
	result = count(
	    &figures->earlier, options, buf_get(&figures->period), view, err);
	view_window(view, now.from_us, now.to_us);
	if (result != 0)
		return -1;
	figures->changes =
	    calloc(figures->now.report.count + 1, sizeof(*figures->changes));
	if (figures->changes == NULL)
		return err_nomem(err);
	if (compare_rows(&figures->now.report, &figures->earlier.report,
		options->compare, by, figures->changes, err) != 0)
		return -1;
	return note_unclear(figures, err);
}

struct figures *
figures_new(
    struct view *view, const struct figures_options *options, struct err *err)
{
	struct figures *figures = calloc(1, sizeof(*figures));

	if (figures == NULL) {
		err_nomem(err);
		return NULL;
	}
	figures->options = options;
	if (count(&figures->now, options, view_period(view), view, err) == 0 &&
	    (options->compare == COMPARE_NONE ||
		look_back(figures, view, err) == 0))
		return figures;
	figures_free(figures);
	return NULL;
}

static void
clear_pass(struct pass *pass)
{
	report_clear(&pass->report);
	kpi_free(pass->run);
}

void
figures_free(struct figures *figures)
{
	if (figures == NULL)
		return;
	clear_pass(&figures->now);
	clear_pass(&figures->earlier);
	buf_clear(&figures->period);
	free(figures->changes);
	free(figures);
}

const struct report *
figures_report(const struct figures *figures)
{
	return &figures->now.report;
}

int
figures_print(const struct figures *figures, struct err *err)
{
	const struct figures_options *options = figures->options;
	const struct report *report = &figures->now.report;
	const struct compare_change *changes = figures->changes;
	struct out *out = out_new(options->stream, &options->out, columns,
	    changes != NULL ? COLUMNS : COLUMNS - CHANGE_COLUMNS, err);

	if (out == NULL)
		return -1;
	for (size_t i = 0; i < report->count; i++)
		if (print_row(out, &report->rows[i],
			changes != NULL ? &changes[i] : NULL, err) != 0) {
			out_free(out);
			return -1;
		}
	return out_finish(out, err);
}

int
figures_run(
    struct view *view, const struct figures_options *options, struct err *err)
{
	struct figures *figures = figures_new(view, options, err);
	int result = figures == NULL ? -1 : figures_print(figures, err);

	figures_free(figures);
	return result;
}
