#include <stdlib.h>

#include "base/buf.h"
#include "flow/figures.h"
#include "flow/readout.h"
#include "kpi/conceal.h"
#include "kpi/trend.h"

/* One look at the stream: figures of one period. */
struct pass {
	struct kpi_options kpi;
	struct kpi_run *run;
	struct report report;
};

struct figures {
	const struct figures_options *options;
	struct pass now, earlier, months;
	struct buf period;              /* the earlier one's, in words */
	struct compare_change *changes; /* a row of now each; NULL = none */
	struct span *trends;            /* the same */
};

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

/* Those that have months. */
static int
add_monthly(
    struct kpi_run *run, const struct figures_options *options, struct err *err)
{
	struct err ignored = {0};

	if (options->n_asked == 0 && kpi_add_mission(run, err) != 0)
		return -1;
	for (size_t i = 0; i < options->n_asked; i++) {
		if (kpi_add(run, span_of(options->asked[i]), &ignored) != 0 &&
		    ignored.code != ERR_USAGE) {
			*err = ignored;
			return -1;
		}
		err_clear(&ignored);
	}
	return kpi_add_coverage(run, err);
}

static int
count(struct pass *pass, const struct figures_options *options,
    int (*add)(struct kpi_run *, const struct figures_options *, struct err *),
    struct view *view, struct err *err)
{
	struct journey_sink sink;

	pass->run = kpi_new(view_context(view), &pass->kpi, err);
	if (pass->run == NULL || add(pass->run, options, err) != 0)
		return -1;
	sink = kpi_sink(pass->run);
	if (view_run(view, &sink, 1, err) != 0 ||
	    kpi_rows(pass->run, report_add, &pass->report, err) != 0)
		return -1;
	return options->min_cell > 1
	    ? conceal_rows(&pass->report, options->min_cell, err)
	    : 0;
}

/* What is to be known of the change of a row, or NULL. */
static const char *
remark_of(const struct kpi_row *row, const struct compare_change *change)
{
	if (change->is_concealed && !row->is_concealed)
		return "previous is hidden";
	if (change->has_interval && !change->is_clear)
		return "change not significant";
	return NULL;
}

static int
note_changes(struct figures *figures, struct err *err)
{
	struct report *report = &figures->now.report;
	struct buf note = {0};
	int result = 0;

	for (size_t i = 0; result == 0 && i < report->count; i++) {
		struct kpi_row *row = &report->rows[i];
		const char *remark = remark_of(row, &figures->changes[i]);

		if (remark == NULL)
			continue;
		buf_reset(&note);
		buf_span(&note, row->note);
		buf_str(&note, note.len > 0 ? "; " : "");
		buf_str(&note, remark);
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
	const struct compare_scope scope = {
	    .with = options->compare,
	    .by = by,
	    .context = context,
	    .period = view_period(view),
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
	figures->earlier.kpi = options->kpi;
	figures->earlier.kpi.period = buf_get(&figures->period);
	view_window(view, earlier.from_us, earlier.to_us);
	result = count(&figures->earlier, options, add_figures, view, err);
	view_window(view, now.from_us, now.to_us);
	if (result != 0)
		return -1;
	if (compare_gone(&figures->now.report, &figures->earlier.report, &scope,
		err) != 0)
		return -1;
	figures->changes =
	    calloc(figures->now.report.count + 1, sizeof(*figures->changes));
	if (figures->changes == NULL)
		return err_nomem(err);
	if (compare_rows(&figures->now.report, &figures->earlier.report,
		options->compare, by, figures->changes, err) != 0)
		return -1;
	return note_changes(figures, err);
}

/* A line of bars would tell what is hidden, and is for people who can see
 * it. */
static bool
has_trends(const struct figures_options *options, int64_t as_of_us)
{
	const struct by *by = &options->kpi.by;

	return options->out.format == OUT_TABLE && options->out.is_utf8 &&
	    (by_bits(by) & BY_TIME) == 0 && by->count < BY_MAX &&
	    options->min_cell <= 1 && as_of_us != CANON_NO_TIME;
}

static int
look_over_months(struct figures *figures, struct view *view, struct err *err)
{
	const struct figures_options *options = figures->options;
	const struct journey_context *context = view_context(view);
	const struct compare_window now = {
	    context->filter.from_us,
	    context->filter.to_us,
	};
	struct compare_window window;
	struct by *by = &figures->months.kpi.by;
	size_t n = figures->now.report.count;
	int result;

	figures->months.kpi = options->kpi;
	by->dimensions[by->count++] = BY_MONTH;
	trend_window(context->zone,
	    now.to_us == CANON_NO_TIME || now.to_us > context->as_of_us
		? context->as_of_us + 1
		: now.to_us,
	    &window);
	view_window(view, window.from_us, window.to_us);
	result = count(&figures->months, options, add_monthly, view, err);
	view_window(view, now.from_us, now.to_us);
	figures->trends = calloc(n + 1, sizeof(*figures->trends));
	if (result != 0)
		return -1;
	if (figures->trends == NULL)
		return err_nomem(err);
	return trend_lines(&figures->now.report, &figures->months.report,
	    &options->kpi.by, context->zone, &window, figures->trends, err);
}

static int
look(struct figures *figures, struct view *view, struct err *err)
{
	const struct figures_options *options = figures->options;

	figures->now.kpi = options->kpi;
	figures->now.kpi.period = view_period(view);
	if (count(&figures->now, options, add_figures, view, err) != 0)
		return -1;
	if (options->compare != COMPARE_NONE &&
	    look_back(figures, view, err) != 0)
		return -1;
	return has_trends(options, view_context(view)->as_of_us)
	    ? look_over_months(figures, view, err)
	    : 0;
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
	if (look(figures, view, err) == 0)
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
	clear_pass(&figures->months);
	free(figures->trends);
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
	const struct readout readout = {
	    .report = &figures->now.report,
	    .changes = figures->changes,
	    .trends = figures->trends,
	};

	return readout_print(
	    &readout, &figures->options->out, figures->options->stream, err);
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
