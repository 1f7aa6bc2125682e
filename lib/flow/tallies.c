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
tallies_handoffs(struct handoffs *handoffs, const struct out_options *how,
    FILE *stream, struct err *err)
{
	const struct handoffs_row *rows;
	size_t n;

	if (handoffs_rows(handoffs, &rows, &n, err) != 0)
		return -1;
	return print_handoffs(rows, n, how, stream, err);
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

int
tallies_before(struct before *before, const struct out_options *how,
    FILE *stream, struct err *err)
{
	const struct before_row *rows;
	size_t n;

	if (before_rows(before, &rows, &n, err) != 0)
		return -1;
	return print_before(rows, n, how, stream, err);
}
