/* omni-merge: find the records that are one customer. */

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/num.h"
#include "base/outfile.h"
#include "bound.h"
#include "common.h"
#include "curate.h"
#include "flow/answers.h"
#include "flow/customers.h"
#include "flow/lineage.h"
#include "flow/merge.h"
#include "flow/plan.h"
#include "flow/quality.h"
#include "lookback.h"

#define GENERIC_SHOWN 5 /* values named without --verbose */

struct config {
	struct common common;
	struct opt_list operands;
	struct merge_options merge;
	struct curate curate;
	struct lookback lookback;
	const char *truth;
	const char *threshold;
	const char *review;
	const char
	    *model; /* "stored" or a file; NULL = the stored or built in */
	const char *saved; /* file for the trained model */
	struct buf model_text;
	int64_t n_threads;
	const char *memory; /* NULL = no bound */
	int64_t memory_bytes;
	bool is_full;
	bool shows_model;
	bool shows_plan;
	bool stores_golden;
};

static const struct opt_help help = {
    .name = "omni-merge",
    .about = "find the records that are the same customer; ids stay",
    .usage = "omni-merge [OPTION]...",
    .examples = "  omni-merge\n"
		"  omni-merge -n --truth answers.csv\n"
		"  omni-merge --explain shop:17 ec:2041 -f table\n"
		"  omni-merge --coverage -f md\n",
    .footer = "Manual: omni-merge(1).\n",
};

/* The run's clock: --as-of makes a run that can be repeated to the byte. */
static int
set_clock(struct config *config, struct store *store, struct err *err)
{
	struct zone *zone;
	int rc;

	config->merge.now_us = (int64_t)time(NULL) * 1000000;
	if (config->common.as_of == NULL)
		return 0;
	zone = common_zone(&config->common, store, err);
	if (zone == NULL)
		return -1;
	rc = common_as_of(
	    &config->common, store, zone, &config->merge.now_us, err);
	zone_free(zone);
	return rc;
}

static bool
is_stored(const struct config *config)
{
	return config->model != NULL && strcmp(config->model, "stored") == 0;
}

/* Was anything said that only a merge by a model can heed? */
static bool
is_by_model(const struct config *config)
{
	return config->threshold != NULL || config->review != NULL ||
	    config->model != NULL || config->saved != NULL ||
	    config->merge.model.trains || config->is_full;
}

/* A plan compares nothing, so that it needs no more than a model. */
static int
check_plan(const struct config *config, int views, struct err *err)
{
	bool is_odd = views > 0 || config->merge.is_exact ||
	    config->truth != NULL || config->threshold != NULL ||
	    config->review != NULL || config->saved != NULL ||
	    config->stores_golden;

	if (config->shows_plan && is_odd)
		return err_set(err, ERR_USAGE,
		    "of the options of a merge only --model, --train and "
		    "--full go with --plan");
	return 0;
}

/* What only shows, or decides, merges nothing. */
static int
check_view(const struct config *config, struct err *err)
{
	if (config->merge.is_exact || is_by_model(config) ||
	    config->merge.is_dry_run || config->truth != NULL ||
	    config->stores_golden)
		return err_set(
		    err, ERR_USAGE, "options of a merge go with a merge alone");
	return 0;
}

static int
check_options(const struct config *config, struct err *err)
{
	int views =
	    lookback_count(&config->lookback) + curate_count(&config->curate);

	if (views > 1)
		return err_set(err, ERR_USAGE,
		    "--explain, --runs, --history, --conflicts, --coverage, "
		    "--review, --decide, --undo, --release, --split and "
		    "--adopt go one at a time");
	if (check_plan(config, views, err) == -1)
		return -1;
	if (config->stores_golden && config->merge.is_dry_run)
		return err_set(
		    err, ERR_USAGE, "--golden stores: it is not for --dry-run");
	if (config->merge.is_exact && is_by_model(config))
		return err_set(err, ERR_USAGE,
		    "--threshold, --review-above, --model, --save-model, "
		    "--train and --full are not for --exact");
	if (config->merge.model.trains && is_stored(config))
		return err_set(err, ERR_USAGE,
		    "--train makes a new model: it is not for --model stored");
	return views == 1 ? check_view(config, err) : 0;
}

/* A probability between 0 and 1; both ends excluded. */
static int
read_probability(
    const char *name, const char *text, double *value, struct err *err)
{
	int64_t billionths;

	if (text == NULL)
		return 0;
	if (!num_decimal(span_of(text), 9, &billionths) || billionths <= 0 ||
	    billionths >= 1000000000)
		return err_set(err, ERR_USAGE,
		    "--%s is not a probability between 0 and 1", name);
	*value = (double)billionths / 1e9;
	return 0;
}

/* Before the store is opened, and with the name of the file. */
static int
check_model(const struct config *config, struct err *err)
{
	struct model *model = calloc(1, sizeof(*model));
	int rc;

	if (model == NULL)
		return err_nomem(err);
	rc = model_read(model, config->merge.model.model, err);
	if (rc == 0)
		model_clear(model);
	free(model);
	return rc == 0 ? 0 : err_place(err, config->model, 0, NULL);
}

/* The model file, whole; a name with a folder in it is always a file. */
static int
read_model(struct config *config, struct err *err)
{
	struct buf *text = &config->model_text;
	char part[8192];
	FILE *file;
	size_t n;

	if (config->model == NULL || is_stored(config))
		return 0;
	file = fopen(config->model, "rb");
	if (file == NULL)
		return err_errno(err, ERR_NOINPUT, "%s", config->model);
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(text, part, n);
	if (ferror(file) != 0) {
		(void)fclose(file);
		return err_errno(err, ERR_IO, "%s", config->model);
	}
	(void)fclose(file);
	if (buf_check(text, err) == -1)
		return -1;
	config->merge.model.model = buf_get(text);
	return check_model(config, err);
}

static void
set_model(struct config *config)
{
	struct trained_options *model = &config->merge.model;

	model->is_stored = is_stored(config);
	if (config->is_full && !model->is_stored)
		model->trains = true;
	config->merge.packs_anew = config->is_full;
	config->merge.is_measured = config->is_full || config->truth != NULL;
	if (config->truth != NULL && !config->merge.is_exact)
		config->merge.others =
		    quality_thresholds(&config->merge.n_others);
}

static int
configure(struct config *config, int argc, char **argv, struct err *err)
{
	const struct opt options[] = {
	    OPT_ROW_FLAG(0, "exact", &config->merge.is_exact,
		"by shared identifiers only"),
	    OPT_ROW_TEXT(0, "threshold", &config->threshold, "P",
		"link from this probability on"),
	    OPT_ROW_TEXT(0, "review-above", &config->review, "P",
		"keep for review from this one on"),
	    OPT_ROW_TEXT(0, "model", &config->model, "FILE|stored",
		"the model; default: the stored, else built in"),
	    OPT_ROW_FLAG(0, "train", &config->merge.model.trains,
		"train the model anew on the records"),
	    OPT_ROW_TEXT(0, "save-model", &config->saved, "FILE",
		"write the trained model there"),
	    OPT_ROW_FLAG(0, "full", &config->is_full,
		"train and match everything anew; ids stay"),
	    OPT_ROW_FLAG(0, "print-model", &config->shows_model,
		"print the built-in model"),
	    OPT_ROW_INT(0, "threads", &config->n_threads, "N", 1,
		MATCH_THREADS_MAX, "compare in so many threads"),
	    OPT_ROW_TEXT(0, "memory", &config->memory, "SIZE",
		"never take more than this, such as 800M"),
	    OPT_ROW_FLAG(0, "plan", &config->shows_plan,
		"what each rule would look at; compares nothing"),
	    OPT_ROW_FLAG(0, "golden", &config->stores_golden,
		"put the golden records into the store"),
	    OPT_ROW_FLAG('n', "dry-run", &config->merge.is_dry_run,
		"do everything, store nothing"),
	    OPT_ROW_TEXT(0, "truth", &config->truth, "FILE",
		"measure: source,customer_id,entity"),
	    CURATE_ROWS(&config->curate),
	    LOOKBACK_ROWS(&config->lookback),
	    OPT_ROW_END,
	};
	int rc = common_parse(&config->common, &help, options, argc, argv,
	    &config->operands, err);

	if (rc != 0)
		return rc;
	if (read_probability("threshold", config->threshold,
		&config->merge.threshold, err) == -1 ||
	    read_probability("review-above", config->review,
		&config->merge.review, err) == -1)
		return -1;
	if (config->memory != NULL &&
	    bound_read(config->memory, &config->memory_bytes, err) == -1)
		return -1;
	config->merge.n_threads = (int)config->n_threads;
	lookback_take(&config->lookback, &config->operands);
	if (curate_check(&config->curate, &config->operands, err) == -1 ||
	    check_options(config, err) == -1)
		return -1;
	set_model(config);
	return read_model(config, err);
}

static void
tell_value(const struct config *config, struct span kind, struct span value,
    uint32_t n)
{
	char quoted_kind[ERR_QUOTE_MAX], quoted[ERR_QUOTE_MAX];

	common_say(&config->common,
	    "%s '%s' is on %u records: too many to link them",
	    err_quote(quoted_kind, kind), err_quote(quoted, value), n);
}

/* By the model: an id is kept as its space, NUL, and the value. */
static void
tell_weighed(const struct config *config, const struct merge *merge, size_t i)
{
	static const struct span kinds[FACTS_LISTS] = {
	    [FACTS_EMAIL] = SPAN("email"),
	    [FACTS_PHONE] = SPAN("phone"),
	    [FACTS_ID] = SPAN("id"),
	};
	const struct match_generic *generic = &merge->linked.generic[i];
	struct span kind = kinds[generic->list];
	struct span value = intern_name(
	    &merge->facts.list[generic->list].pool.names, generic->value);
	size_t space = strlen(value.data) + 1;

	if (generic->list == FACTS_ID && space <= value.len) {
		kind = span_make(value.data, space - 1);
		value = span_make(value.data + space, value.len - space);
	}
	tell_value(config, kind, value, generic->records);
}

static void
tell_shared(const struct config *config, const struct merge *merge, size_t i)
{
	const struct exact_generic *generic = &merge->found.generic[i];

	tell_value(config, columns_kind(&merge->columns, generic->value),
	    columns_value(&merge->columns, generic->value), generic->records);
}

/* What is on too many records is never dropped in silence. */
static void
tell_generic(const struct config *config, const struct merge *merge)
{
	bool is_exact = config->merge.is_exact;
	size_t i,
	    n = is_exact ? merge->found.n_generic : merge->linked.n_generic;
	size_t shown =
	    config->common.is_verbose || n <= GENERIC_SHOWN ? n : GENERIC_SHOWN;

	for (i = 0; i < shown; i++)
		if (is_exact)
			tell_shared(config, merge, i);
		else
			tell_weighed(config, merge, i);
	if (shown < n)
		common_say(&config->common,
		    "and %zu more such values: --verbose names all", n - shown);
}

/* Nor are records that nobody held against each other. */
static void
tell_alone(const struct config *config, const struct merge *merge)
{
	const struct match_result *linked = &merge->linked;
	char quoted[ERR_QUOTE_MAX];

	if (linked->alone == 0)
		return;
	common_say(&config->common,
	    "%u record%s held against no other, for too many are alike: "
	    "'%s' is on %u",
	    linked->alone, linked->alone == 1 ? " was" : "s were",
	    err_quote(quoted, buf_get(&linked->alike_value)), linked->alike);
}

static struct out *
open_answer(const struct config *config, FILE *stream, struct err *err)
{
	size_t n;
	const struct out_column *columns = config->truth != NULL
	    ? quality_columns(&n)
	    : lineage_run_columns(&n);
	struct out_options options;

	common_out_options(&config->common, &options);
	return out_new(stream, &options, columns, n, err);
}

/* The run, or how good it is. */
static int
write_answer(const struct config *config, const struct merge *merge,
    struct out *out, struct err *err)
{
	if (config->truth != NULL)
		return quality_write(config->truth, merge, out, err);
	lineage_write_run(out, &merge->run);
	return out_end_row(out, err);
}

/* The model that was used, as it is kept. */
static int
save_model(struct outfile *file, struct store *store, const struct merge *merge,
    struct err *err)
{
	struct buf text = {0};
	int rc = 0;

	if (merge->trained.text.len > 0)
		buf_span(&text, buf_get(&merge->trained.text));
	else
		rc = store_model_text(store, &text, err);
	if (rc == 0)
		rc = buf_check(&text, err);
	if (rc == 0)
		(void)fwrite(text.data, 1, text.len, outfile_stream(file));
	buf_clear(&text);
	return rc;
}

/* A model that knows but half of the records weighs names and addresses by
 * too few others. */
static void
tell_grown(const struct config *config, const struct merge *merge)
{
	if (merge->trained.is_grown)
		common_say(&config->common,
		    "the model was trained on %lld records and there are %lld "
		    "now: --train makes a better one",
		    (long long)merge->model.trained_records,
		    (long long)merge->run.records);
}

static void
tell_behind(const struct config *config, const struct merge *merge)
{
	if (merge->run.is_behind)
		common_say(&config->common,
		    "what was imported meanwhile is not matched yet: run "
		    "omni-merge again");
}

/* What is being answered. */
struct answering {
	const struct config *config;
	struct merge merge;
	struct out *out; /* NULL: all was written */
};

/* The header goes out before anything is stored, so that an answer that cannot
 * be written, or that would say nothing, is known in time. */
static int
start_answer(void *context, struct err *err)
{
	const struct answering *answering = context;
	const char *truth = answering->config->truth;

	if (truth != NULL && answers_match(truth, &answering->merge, err) == -1)
		return -1;
	return out_start(answering->out, err);
}

/* All of it goes out before the run is committed: a table has no header that
 * could go ahead of its rows. */
static int
finish_answer(void *context, struct err *err)
{
	struct answering *answering = context;
	struct out *out = answering->out;

	if (out == NULL)
		return 0;
	tell_generic(answering->config, &answering->merge);
	tell_alone(answering->config, &answering->merge);
	tell_grown(answering->config, &answering->merge);
	tell_behind(answering->config, &answering->merge);
	if (write_answer(answering->config, &answering->merge, out, err) == -1)
		return -1;
	answering->out = NULL;
	return out_finish(out, err);
}

/* Threads have memory of their own: one alone may do where several do not. */
static bool
is_too_wide(struct config *config, struct err *err)
{
	if (config->memory == NULL || !bound_is_reached(err) ||
	    config->merge.n_threads == 1)
		return false;
	common_say(&config->common,
	    "--memory %s is not enough for %d threads: taking one",
	    config->memory, config->merge.n_threads);
	config->merge.n_threads = 1;
	*err = (struct err){0};
	return true;
}

static int
merge_to(struct answering *answering, struct config *config,
    struct store *store, struct outfile *saved, struct err *err)
{
	struct merge *merge = &answering->merge;
	int rc;

	config->merge.ready = start_answer;
	config->merge.saved = finish_answer;
	config->merge.context = answering;
	rc = merge_run(store, &config->merge, merge, err);
	if (rc == -1 && answering->out != NULL && is_too_wide(config, err)) {
		merge_clear(merge);
		rc = merge_run(store, &config->merge, merge, err);
	}
	if (rc == 0)
		rc = finish_answer(answering, err);
	if (rc == 0 && saved != NULL)
		rc = save_model(saved, store, merge, err);
	merge_clear(merge);
	return rc;
}

/* A file that cannot be written is known as early as that. */
static int
merge_and_save(struct answering *answering, struct config *config,
    struct store *store, struct err *err)
{
	struct outfile *saved = NULL;

	if (config->saved != NULL) {
		saved = outfile_open(config->saved, stdout, err);
		if (saved == NULL)
			return -1;
	}
	if (merge_to(answering, config, store, saved, err) == -1) {
		outfile_abort(saved);
		return -1;
	}
	return saved == NULL ? 0 : outfile_commit(saved, err);
}

static int
run_merge(
    struct config *config, struct store *store, FILE *stream, struct err *err)
{
	struct answering answering = {.config = config};
	int rc;

	if (set_clock(config, store, err) == -1)
		return -1;
	if (config->truth != NULL && answers_check(config->truth, err) == -1)
		return -1;
	answering.out = open_answer(config, stream, err);
	if (answering.out == NULL)
		return -1;
	rc = merge_and_save(&answering, config, store, err);
	out_free(answering.out);
	if (rc == 0 && config->stores_golden)
		rc = customers_store(store, err);
	return rc;
}

static bool
is_view(const struct config *config)
{
	return lookback_count(&config->lookback) > 0 ||
	    config->curate.is_review || config->shows_plan;
}

/* A report of a run is kept to oneself with --quiet. */
static bool
is_unsaid(const struct config *config)
{
	return !is_view(config) && config->truth == NULL &&
	    common_is_silent(&config->common);
}

static int
print_model(const struct config *config, struct err *err)
{
	struct common_out output = {0};
	struct span text = model_default_text();
	int rc = -1;

	if (common_out_open(&output, err) != NULL) {
		(void)fwrite(text.data, 1, text.len, output.spool);
		rc = common_out_commit(&config->common, &output, err);
	}
	common_out_abort(&output);
	return rc;
}

static int
run_curate(
    struct config *config, struct store *store, FILE *stream, struct err *err)
{
	if (set_clock(config, store, err) == -1)
		return -1;
	return curate_run(&config->curate, &config->common, store,
	    config->merge.now_us, stream, err);
}

static int
run_plan(
    struct config *config, struct store *store, FILE *stream, struct err *err)
{
	struct out_options options;

	common_out_options(&config->common, &options);
	return plan_write(store, &config->merge, &options, stream, err);
}

static int
work(struct config *config, struct store *store, FILE *stream, struct err *err)
{
	if (curate_count(&config->curate) > 0)
		return run_curate(config, store, stream, err);
	if (config->shows_plan)
		return run_plan(config, store, stream, err);
	if (is_view(config))
		return lookback_run(&config->lookback, &config->common, store,
		    config->merge.n_threads, stream, err);
	return run_merge(config, store, stream, err);
}

/* What only reads, or is not said, writes when the store is closed. */
static int
run_spooled(struct config *config, struct store *store, struct err *err)
{
	struct common_out output = {0};
	int rc = -1;

	if (common_out_open(&output, err) != NULL)
		rc = work(config, store, output.spool, err);
	store_close(store);
	if (rc == 0 && !is_unsaid(config))
		rc = common_out_commit(&config->common, &output, err);
	common_out_abort(&output);
	return rc;
}

static int
run_saving(struct config *config, struct store *store, struct err *err)
{
	struct outfile *file = outfile_open(config->common.output, stdout, err);
	int rc = -1;

	if (file != NULL)
		rc = work(config, store, outfile_stream(file), err);
	store_close(store);
	if (rc == 0)
		return outfile_commit(file, err);
	outfile_abort(file);
	return rc;
}

static int
run(struct config *config, struct err *err)
{
	bool is_reading = is_view(config) || config->merge.is_dry_run;
	struct store *store;

	if (config->shows_model)
		return print_model(config, err);
	if (config->memory != NULL &&
	    bound_set(config->memory_bytes, err) == -1)
		return -1;
	store = common_open(
	    &config->common, is_reading ? STORE_READ : STORE_WRITE, err);
	if (store == NULL)
		return -1;
	if (is_reading || is_unsaid(config))
		return run_spooled(config, store, err);
	return run_saving(config, store, err);
}

int
main(int argc, char **argv)
{
	long n_cores = sysconf(_SC_NPROCESSORS_ONLN);
	struct config config = {.n_threads = n_cores < 1 ? 1
		: n_cores > MATCH_THREADS_MAX            ? MATCH_THREADS_MAX
							 : n_cores};
	struct err err = {0};

	common_start(&config.common, "omni-merge");
	if (configure(&config, argc, argv, &err) == 0)
		(void)run(&config, &err);
	if (config.memory != NULL)
		bound_explain(config.memory, &err);
	opt_list_clear(&config.operands);
	buf_clear(&config.model_text);
	curate_clear(&config.curate);
	return common_finish(&config.common, &err);
}
