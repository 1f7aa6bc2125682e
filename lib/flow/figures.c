#include <stdlib.h>

#include "flow/figures.h"

struct figures {
	const struct figures_options *options;
	struct kpi_options kpi;
	struct kpi_run *run;
	struct report report;
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
};

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

static int
print_row(struct out *out, const struct kpi_row *row, struct err *err)
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
	return out_end_row(out, err);
}

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
count(struct figures *figures, struct view *view, struct err *err)
{
	struct journey_sink sink;

	figures->run = kpi_new(view_context(view), &figures->kpi, err);
	if (figures->run == NULL ||
	    add_figures(figures->run, figures->options, err) != 0)
		return -1;
	sink = kpi_sink(figures->run);
	if (view_run(view, &sink, 1, err) != 0)
		return -1;
	return kpi_rows(figures->run, report_add, &figures->report, err);
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
	figures->kpi = options->kpi;
	figures->kpi.period = view_period(view);
	if (count(figures, view, err) == 0)
		return figures;
	figures_free(figures);
	return NULL;
}

void
figures_free(struct figures *figures)
{
	if (figures == NULL)
		return;
	report_clear(&figures->report);
	kpi_free(figures->run);
	free(figures);
}

const struct report *
figures_report(const struct figures *figures)
{
	return &figures->report;
}

int
figures_print(const struct figures *figures, struct err *err)
{
	const struct figures_options *options = figures->options;
	const struct report *report = &figures->report;
	struct out *out = out_new(options->stream, &options->out, columns,
	    sizeof(columns) / sizeof(columns[0]), err);

	if (out == NULL)
		return -1;
	for (size_t i = 0; i < report->count; i++)
		if (print_row(out, &report->rows[i], err) != 0) {
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
