#ifndef KPI_ANSWER_H
#define KPI_ANSWER_H

/*
 * For tests: figures asked over a table of samples, and the rows as text.
 */

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "journey/sample.h"
#include "kpi/kpi.h"

/* What is asked, besides the defaults. */
struct answer {
	const char *kpi; /* "csat=top2" */
	const char *by;  /* "month,channel", or NULL */
	const char *from, *to, *as_of;
	uint32_t touches; /* 0 = as usual */
	const struct sample *samples;
	size_t n;
	const struct journey_identifiers *identifiers; /* of two, or NULL */
};

static inline void
answer_number(struct buf *out, const struct figure_number *number)
{
	buf_char(out, ' ');
	if (number->is_known)
		num_fixed(out, number->value, number->digits);
	else
		buf_char(out, '-');
}

/* group|period: value numerator denominator low high unit, then what was
 * excluded in brackets and the note, unless it only says that n is small. */
static inline int
answer_row(void *into, const struct kpi_row *row, struct err *err)
{
	struct buf *out = into;

	(void)err;
	buf_span(out, row->group);
	if (row->period.len > 0) {
		buf_char(out, '|');
		buf_span(out, row->period);
	}
	buf_char(out, ':');
	answer_number(out, &row->value);
	answer_number(out, &row->numerator);
	answer_number(out, &row->denominator);
	answer_number(out, &row->low);
	answer_number(out, &row->high);
	if (row->unit.len > 0)
		buf_char(out, ' ');
	buf_span(out, row->unit);
	if (row->excluded.len > 0) {
		buf_str(out, " [");
		buf_span(out, row->excluded);
		buf_char(out, ']');
	}
	if (row->note.len > 0 && !span_is(row->note, "small n")) {
		buf_str(out, " (");
		buf_span(out, row->note);
		buf_char(out, ')');
	}
	buf_char(out, '\n');
	return 0;
}

/* Where the part of so many begins: between two customers. */
static inline size_t
answer_cut(const struct answer *answer, size_t part, size_t parts)
{
	size_t at = answer->n * part / parts;

	while (at > 0 && at < answer->n && answer->samples[at].who != NULL &&
	    answer->samples[at - 1].who != NULL &&
	    strcmp(answer->samples[at].who, answer->samples[at - 1].who) == 0)
		at++;
	return at;
}

static inline struct kpi_run *
answer_run(const struct answer *answer, const struct journey_context *context,
    const struct kpi_options *options, size_t part, size_t parts,
    struct err *err)
{
	struct kpi_run *run = kpi_new(context, options, err);
	size_t first = answer_cut(answer, part, parts);
	struct journey_sink sink;

	if (run == NULL || kpi_add(run, span_of(answer->kpi), err) != 0) {
		kpi_free(run);
		return NULL;
	}
	sink = kpi_sink(run);
	if (sample_tell(context, &sink, answer->samples + first,
		answer_cut(answer, part + 1, parts) - first, err) != 0) {
		kpi_free(run);
		return NULL;
	}
	return run;
}

/* Parts are added from the last to the first, which must not matter. */
static inline int
answer_tell(const struct answer *answer, const struct journey_context *context,
    const struct kpi_options *options, size_t parts, struct buf *out,
    struct err *err)
{
	struct kpi_run *run =
	    answer_run(answer, context, options, parts - 1, parts, err);
	int result = run == NULL ? -1 : 0;

	for (size_t part = parts - 1; result == 0 && part-- > 0;) {
		struct kpi_run *more =
		    answer_run(answer, context, options, part, parts, err);

		result = -1;
		if (more != NULL)
			result = kpi_sink(run).merge(run, more, err);
		kpi_free(more);
	}
	if (result == 0)
		result = kpi_rows(run, answer_row, out, err);
	kpi_free(run);
	return result;
}

/**
 * answer_rows(answer, parts, out, err): the rows of the figure, a line each,
 * counted in so many parts.
 */
static inline int
answer_rows(
    const struct answer *answer, size_t parts, struct buf *out, struct err *err)
{
	struct journey_context context;
	struct zone *zone = zone_open("+09:00", err);
	struct kpi_options options = {
	    .issue = {.gap_us = KPI_ISSUE_GAP_US, .repeat_us = KPI_REPEAT_US},
	    .hours = HOURS_DEFAULT,
	};
	int result = zone == NULL ? -1 : 0;

	sample_context(&context, zone);
	context.identifiers = answer->identifiers;
	if (answer->as_of != NULL)
		context.as_of_us = sample_us(answer->as_of);
	if (answer->from != NULL)
		context.filter.from_us = sample_us(answer->from);
	if (answer->to != NULL)
		context.filter.to_us = sample_us(answer->to);
	if (answer->touches != 0)
		context.touches = answer->touches;
	if (result == 0 && answer->by != NULL)
		result = by_parse(span_of(answer->by), &options.by, err);
	if (result == 0)
		result =
		    answer_tell(answer, &context, &options, parts, out, err);
	zone_free(zone);
	return result;
}

/**
 * answer_differs(answer, expected): NULL if the rows are these, counted in one
 * part as in many, else what came instead; static.
 */
static inline const char *
answer_differs(const struct answer *answer, const char *expected)
{
	static const size_t parts[] = {1, 2, 7, 64};
	static char got[4096];

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct buf out = {0};
		struct err err = {0};

		if (answer_rows(answer, parts[i], &out, &err) != 0)
			snprintf(got, sizeof(got), "error: %s", err.msg);
		else
			snprintf(got, sizeof(got), "%s", buf_text(&out));
		buf_clear(&out);
		if (strcmp(got, expected) != 0)
			return got;
	}
	return NULL;
}

/* The cases of a figure's test. */
struct answer_case {
	const char *why;
	struct answer answer;
	const char *expected;
};

#define ANSWER_CHECK(cases)                                                  \
	do {                                                                 \
		for (size_t i = 0; i < sizeof(cases) / sizeof((cases)[0]);   \
		     i++) {                                                  \
			const char *got = answer_differs(                    \
			    &(cases)[i].answer, (cases)[i].expected);        \
			if (got != NULL)                                     \
				fail_msg("%s:\n%s, not\n%s", (cases)[i].why, \
				    got, (cases)[i].expected);               \
		}                                                            \
	} while (0)

#endif
