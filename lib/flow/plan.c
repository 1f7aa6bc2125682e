#include "flow/plan.h"

#include "match/keytext.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct out_column columns[] = {
    {"rule", OUT_TEXT},
    {"pairs", OUT_INT},
    {"added", OUT_INT},
    {"keys", OUT_INT},
    {"limit", OUT_INT},
    {"largest", OUT_INT},
    {"value", OUT_TEXT},
    {"over_limit", OUT_INT},
    {"over_largest", OUT_INT},
    {"over_value", OUT_TEXT},
};

struct planning {
	const struct merge *merge;
	const struct pairs_count *counts;
	struct out *out;
	struct buf value;
};

/* A block: its records, and what they have in common. */
static int
write_block(
    struct planning *p, int rule, uint32_t row, uint32_t n, struct err *err)
{
	/* What one record alone has is no block. */
	if (n < 2)
		n = 0;
	out_int(p->out, n);
	if (n == 0) {
		out_null(p->out);
		return 0;
	}
	buf_reset(&p->value);
	if (keytext_of(&p->merge->model, &p->merge->facts, rule, row, n,
		&p->value, err) == -1)
		return -1;
	out_text(p->out, buf_get(&p->value));
	return 0;
}

static int
write_rule(struct planning *p, int rule, struct err *err)
{
	const struct pairs_count *count = &p->counts[rule];

	out_text(p->out, span_of(p->merge->model.rule[rule].text));
	out_int(p->out, (int64_t)count->pairs);
	out_int(p->out, (int64_t)count->given);
	out_int(p->out, count->keys);
	out_int(p->out, count->limit);
	if (write_block(p, rule, count->largest_row, count->largest, err) == -1)
		return -1;
	out_int(p->out, count->left_out);
	if (write_block(p, rule, count->worst_row, count->worst, err) == -1)
		return -1;
	return out_end_row(p->out, err);
}

static int
write_rules(struct planning *p, struct err *err)
{
	int i;

	for (i = 0; i < p->merge->model.n_rules; i++)
		if (write_rule(p, i, err) == -1)
			return -1;
	return 0;
}

static int
write_all(struct planning *p, const struct out_options *options, FILE *stream,
    struct err *err)
{
	int status;

	p->out = out_new(stream, options, columns, COUNT(columns), err);
	if (p->out == NULL)
		return -1;
	status = write_rules(p, err);
	buf_clear(&p->value);
	if (status == -1) {
		out_free(p->out);
		return -1;
	}
	return out_finish(p->out, err);
}

int
plan_write(struct store *store, const struct merge_options *options,
    const struct out_options *out_options, FILE *stream, struct err *err)
{
	struct pairs_count counts[MODEL_RULES_MAX];
	struct merge merge = {0};
	struct planning planning = {.merge = &merge, .counts = counts};
	int status = -1;

	if (merge_load(store, options, &merge, err) == 0 &&
	    match_plan(&merge.model, &merge.facts,
		options->n_threads > 0 ? options->n_threads : 1, counts,
		err) == 0)
		status = write_all(&planning, out_options, stream, err);
	merge_clear(&merge);
	return status;
}
