#include "flow/figures.h"

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
print_row(void *into, const struct kpi_row *row, struct err *err)
{
	struct out *out = into;

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
print(
    struct kpi_run *run, const struct figures_options *options, struct err *err)
{
	struct out *out = out_new(options->stream, &options->out, columns,
	    sizeof(columns) / sizeof(columns[0]), err);

	if (out == NULL)
		return -1;
	if (kpi_rows(run, print_row, out, err) == 0)
		return out_finish(out, err);
	out_free(out);
	return -1;
}

int
figures_run(
    struct view *view, const struct figures_options *options, struct err *err)
{
	struct kpi_options kpi = options->kpi;
	struct kpi_run *run;
	struct journey_sink sink;
	int result = -1;

	kpi.period = view_period(view);
	run = kpi_new(view_context(view), &kpi, err);
	if (run == NULL)
		return -1;
	if (add_figures(run, options, err) == 0) {
		sink = kpi_sink(run);
		if (view_run(view, &sink, 1, err) == 0)
			result = print(run, options, err);
	}
	kpi_free(run);
	return result;
}
