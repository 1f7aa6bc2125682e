#include "flow/tallies.h"
#include "base/num.h"
#include "flow/cells.h"

#define RATE_DIGITS 6

static const struct out_column handoffs_columns[] = {
    {"from", OUT_TEXT},
    {"to", OUT_TEXT},
    {"count", OUT_INT},
    {"with_context", OUT_INT},
    {"share_with_context", OUT_RATE},
    {"median_seconds", OUT_INT},
    {"resolved_after", OUT_INT},
    {"share_resolved", OUT_RATE},
};

static int
print_handoff(struct out *out, const struct handoffs_row *row, struct err *err)
{
	out_text(out, row->from);
	out_text(out, row->to);
	out_int(out, row->count);
	out_int(out, row->with_context);
	cells_rate(out, row->with_context, row->count);
	cells_ms(out, row->seconds.median_ms);
	out_int(out, row->resolved_after);
	cells_rate(out, row->resolved_after, row->count);
	return out_end_row(out, err);
}

static int
print_handoffs(const struct handoffs_row *rows, size_t n,
    const struct out_options *how, FILE *stream, struct err *err)
{
	struct out *out = out_new(stream, how, handoffs_columns,
	    sizeof(handoffs_columns) / sizeof(handoffs_columns[0]), err);

	if (out == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_handoff(out, &rows[i], err) != 0) {
			out_free(out);
			return -1;
		}
	return out_finish(out, err);
}

int
tallies_handoffs(struct view *view, const struct handoffs_options *options,
    const struct out_options *how, FILE *stream, struct err *err)
{
	struct handoffs *handoffs =
	    handoffs_new(view_context(view), options, err);
	const struct handoffs_row *rows;
	struct journey_sink sink;
	size_t n;
	int rc = -1;

	if (handoffs == NULL)
		return -1;
	sink = handoffs_sink(handoffs);
	if (view_run(view, &sink, 1, err) == 0 &&
	    handoffs_rows(handoffs, &rows, &n, err) == 0)
		rc = print_handoffs(rows, n, how, stream, err);
	handoffs_free(handoffs);
	return rc;
}

static const struct out_column before_columns[] = {
    {"activity", OUT_TEXT},
    {"customers", OUT_INT},
    {"share", OUT_RATE},
    {"base_share", OUT_RATE},
    {"lift", OUT_INT},
};

#define BASE_SCALE INT64_C(1000000) /* from the base to a rate */

static int
print_before_row(struct out *out, const struct before_row *row, struct err *err)
{
	out_text(out, row->activity);
	out_int(out, row->customers);
	cells_rate(out, row->customers, row->of);
	out_fixed(out, num_round_div(row->base, BASE_SCALE), RATE_DIGITS);
	/* What was done before no touch of anybody cannot be compared. */
	if (row->base == 0)
		out_null(out);
	else
		out_fixed(out,
		    num_round_div(
			num_round_div((num_i128)row->customers * BASE_SCALE *
				BASE_SCALE * CELLS_RATE_SCALE,
			    row->of),
			row->base),
		    RATE_DIGITS);
	return out_end_row(out, err);
}

static int
print_before(const struct before_row *rows, size_t n,
    const struct out_options *how, FILE *stream, struct err *err)
{
	struct out *out = out_new(stream, how, before_columns,
	    sizeof(before_columns) / sizeof(before_columns[0]), err);

	if (out == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_before_row(out, &rows[i], err) != 0) {
			out_free(out);
			return -1;
		}
	return out_finish(out, err);
}

static bool
has_filter(const struct journey_filter *filter)
{
	return filter->kinds != 0 || filter->outcomes != 0 ||
	    filter->stages != 0 || filter->channels != NULL ||
	    filter->n_where > 0;
}

int
tallies_before(struct view *view, const struct before_options *options,
    const struct out_options *how, FILE *stream, struct err *err)
{
	struct before *before;
	const struct before_row *rows;
	struct journey_sink sink;
	size_t n;
	int rc = -1;

	if (!has_filter(&view_context(view)->filter))
		return err_set(err, ERR_USAGE,
		    "before what? say --event, --outcome or --where");
	before = before_new(view_context(view), options, err);
	if (before == NULL)
		return -1;
	sink = before_sink(before);
	if (view_run(view, &sink, 1, err) == 0 &&
	    before_rows(before, &rows, &n, err) == 0)
		rc = print_before(rows, n, how, stream, err);
	before_free(before);
	return rc;
}
