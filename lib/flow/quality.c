#include <stdio.h>

#include "flow/quality.h"

#include "flow/answers.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const double thresholds[] = {
    0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999};

static const struct out_column columns[] = {
    {"threshold", OUT_TEXT},
    {"records", OUT_INT},
    {"missing", OUT_INT},
    {"entities", OUT_INT},
    {"customers", OUT_INT},
    {"pairs_true", OUT_INT},
    {"pairs_found", OUT_INT},
    {"pairs_right", OUT_INT},
    {"precision", OUT_RATE},
    {"recall", OUT_RATE},
    {"f1", OUT_RATE},
    {"bcubed_precision", OUT_RATE},
    {"bcubed_recall", OUT_RATE},
    {"bcubed_f1", OUT_RATE},
    {"exact_customers", OUT_INT},
    {"largest", OUT_INT},
};

const double *
quality_thresholds(size_t *n)
{
	*n = COUNT(thresholds);
	return thresholds;
}

const struct out_column *
quality_columns(size_t *n)
{
	*n = COUNT(columns);
	return columns;
}

static void
write_share(struct out *out, int64_t millionths)
{
	if (millionths == TRUTH_UNKNOWN)
		out_null(out);
	else
		out_fixed(out, millionths, 6);
}

static int
write_row(struct out *out, struct span threshold, const struct truth *truth,
    int64_t missing, struct err *err)
{
	out_text(out, threshold);
	out_int(out, truth->records);
	out_int(out, missing);
	out_int(out, truth->entities);
	out_int(out, truth->customers);
	out_int(out, truth->pairs_true);
	out_int(out, truth->pairs_found);
	out_int(out, truth->pairs_right);
	write_share(out, truth->precision);
	write_share(out, truth->recall);
	write_share(out, truth->f1);
	write_share(out, truth->bcubed_precision);
	write_share(out, truth->bcubed_recall);
	write_share(out, truth->bcubed_f1);
	out_int(out, truth->exact);
	out_int(out, truth->largest);
	return out_end_row(out, err);
}

int
quality_write(const char *path, const struct merge *merge, struct out *out,
    struct err *err)
{
	struct truth truth[1 + COUNT(thresholds)];
	bool is_tried = merge->linked.others != NULL;
	int64_t missing = 0;
	char text[32];
	size_t i;

	if (answers_measure(path, merge, is_tried ? COUNT(thresholds) : 0,
		truth, &missing, err) == -1 ||
	    write_row(out, merge->run.threshold, &truth[0], missing, err) == -1)
		return -1;
	for (i = 0; i < COUNT(thresholds) && is_tried; i++) {
		(void)snprintf(text, sizeof(text), "%g", thresholds[i]);
		if (span_is(merge->run.threshold, text))
			continue;
		if (write_row(
			out, span_of(text), &truth[1 + i], missing, err) == -1)
			return -1;
	}
	return 0;
}
