#include "curate.h"

#include "base/array.h"
#include "flow/adopt.h"
#include "flow/decide.h"
#include "flow/lineage.h"
#include "flow/review.h"
#include "flow/undo.h"

static const struct out_column decide_columns[] = {
    {"same", OUT_INT},
    {"different", OUT_INT},
    {"unsure", OUT_INT},
    {"known", OUT_INT},
    {"blank", OUT_INT},
};

int
curate_count(const struct curate *c)
{
	return c->is_review + (c->decide != NULL) + (c->undo != 0) +
	    (c->release != 0) + (c->split != NULL) + (c->adopt != NULL);
}

int
curate_check(struct curate *c, struct opt_list *operands, struct err *err)
{
	size_t i;

	if (!c->is_review && c->limit != 0)
		return err_set(err, ERR_USAGE, "--limit goes with --review");
	if (c->split == NULL && c->outs.count > 0)
		return err_set(err, ERR_USAGE, "--out goes with --split");
	if (c->split == NULL && operands->count > 0)
		return err_set(err, ERR_USAGE, "takes no operands");
	for (i = 0; i < operands->count; i++) {
		if (array_grow(&c->outs.items, &c->outs.cap, c->outs.count + 1,
			sizeof(*c->outs.items), err) == -1)
			return -1;
		c->outs.items[c->outs.count++] = operands->items[i];
	}
	if (c->split != NULL && c->outs.count == 0)
		return err_set(err, ERR_USAGE, "--split needs --out RECORD...");
	return 0;
}

static int
end_table(struct out *out, struct err *err)
{
	if (out_end_row(out, err) == -1) {
		out_free(out);
		return -1;
	}
	return out_finish(out, err);
}

static int
write_decided(const struct common *common, const struct decide_counts *counts,
    FILE *stream, struct err *err)
{
	struct out_options options;
	struct out *out;

	common_out_options(common, &options);
	out = out_new(stream, &options, decide_columns,
	    sizeof(decide_columns) / sizeof(decide_columns[0]), err);
	if (out == NULL)
		return -1;
	out_int(out, counts->same);
	out_int(out, counts->different);
	out_int(out, counts->unsure);
	out_int(out, counts->known);
	out_int(out, counts->blank);
	return end_table(out, err);
}

static int
write_run(const struct common *common, const struct store_run *run,
    FILE *stream, struct err *err)
{
	const struct out_column *columns;
	struct out_options options;
	struct out *out;
	size_t n;

	columns = lineage_run_columns(&n);
	common_out_options(common, &options);
	out = out_new(stream, &options, columns, n, err);
	if (out == NULL)
		return -1;
	lineage_write_run(out, run);
	return end_table(out, err);
}

static int
write_review(const struct curate *c, const struct common *common,
    struct store *store, FILE *stream, struct err *err)
{
	struct review_options options = {.limit = c->limit, .stream = stream};

	common_out_options(common, &options.out);
	return review_write(store, &options, err);
}

/* What is a run of its own. */
static int
make_run(const struct curate *c, struct store *store, int64_t now_us,
    struct store_run *run, struct err *err)
{
	if (c->undo != 0)
		return undo_back(store, c->undo, now_us, run, err);
	if (c->adopt != NULL)
		return adopt_file(store, c->adopt, now_us, run, err);
	return undo_split(store, span_of(c->split), c->outs.items,
	    c->outs.count, now_us, run, err);
}

int
curate_run(const struct curate *c, const struct common *common,
    struct store *store, int64_t now_us, FILE *stream, struct err *err)
{
	struct decide_counts counts;
	struct store_run run;

	if (c->is_review)
		return write_review(c, common, store, stream, err);
	if (c->decide != NULL) {
		if (decide_file(store, c->decide, now_us, &counts, err) == -1)
			return -1;
		return write_decided(common, &counts, stream, err);
	}
	if (c->release != 0)
		return undo_let_go(store, c->release, err);
	if (make_run(c, store, now_us, &run, err) == -1)
		return -1;
	return write_run(common, &run, stream, err);
}

void
curate_clear(struct curate *c)
{
	opt_list_clear(&c->outs);
}
