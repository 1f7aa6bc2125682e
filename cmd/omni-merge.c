/* omni-merge: find the records that are one customer. */

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/num.h"
#include "base/outfile.h"
#include "common.h"
#include "curate.h"
#include "flow/answers.h"
#include "flow/lineage.h"
#include "flow/merge.h"
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
	bool is_full;
	bool shows_model;
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

static const struct out_column truth_columns[] = {
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
	if (config->merge.is_exact && is_by_model(config))
		return err_set(err, ERR_USAGE,
		    "--threshold, --review-above, --model, --save-model, "
		    "--train and --full are not for --exact");
	if (config->merge.model.trains && is_stored(config))
		return err_set(err, ERR_USAGE,
		    "--train makes a new model: it is not for --model stored");
	if (views == 1 &&
	    (config->merge.is_exact || is_by_model(config) ||
		config->merge.is_dry_run || config->truth != NULL))
		return err_set(
		    err, ERR_USAGE, "options of a merge go with a merge alone");
	return 0;
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
	config->merge.model.model = buf_get(text);
	if (text->len == 0)
		return err_set(
		    err, ERR_CONFIG, "%s: the model is empty", config->model);
	return buf_check(text, err);
}

static void
set_model(struct config *config)
{
	struct trained_options *model = &config->merge.model;

	model->is_stored = is_stored(config);
	if (config->is_full && !model->is_stored)
		model->trains = true;
	config->merge.is_measured = config->is_full || config->truth != NULL;
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
	config->merge.n_threads = (int)config->n_threads;
	lookback_take(&config->lookback, &config->operands);
	if (curate_check(&config->curate, &config->operands, err) == -1 ||
	    check_options(config, err) == -1)
		return -1;
	set_model(config);
	return read_model(config, err);
}

/* What is on too many records is never dropped in silence. */
static void
tell_generic(const struct config *config, const struct merge *merge)
{
	const struct exact_generic *generic = merge->found.generic;
	size_t i, n = merge->found.n_generic;
	size_t shown =
	    config->common.is_verbose || n <= GENERIC_SHOWN ? n : GENERIC_SHOWN;
	char kind[ERR_QUOTE_MAX], value[ERR_QUOTE_MAX];

	for (i = 0; i < shown; i++)
		common_say(&config->common,
		    "%s '%s' is on %u records: too many to link them",
		    err_quote(
			kind, columns_kind(&merge->columns, generic[i].value)),
		    err_quote(value,
			columns_value(&merge->columns, generic[i].value)),
		    generic[i].records);
	if (shown < n)
		common_say(&config->common,
		    "and %zu more such values: --verbose names all", n - shown);
}

static void
write_share(struct out *out, int64_t millionths)
{
	if (millionths == TRUTH_UNKNOWN)
		out_null(out);
	else
		out_fixed(out, millionths, 6);
}

static void
write_truth(struct out *out, const struct merge *merge,
    const struct truth *truth, int64_t missing)
{
	out_text(out, merge->run.threshold);
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
}

static struct out *
open_answer(const struct config *config, FILE *stream, struct err *err)
{
	size_t n = sizeof(truth_columns) / sizeof(truth_columns[0]);
	const struct out_column *columns = truth_columns;
	struct out_options options;

	if (config->truth == NULL)
		columns = lineage_run_columns(&n);
	common_out_options(&config->common, &options);
	return out_new(stream, &options, columns, n, err);
}

/* One row: the run, or how good it is. */
static int
write_answer(const struct config *config, const struct merge *merge,
    struct out *out, struct err *err)
{
	struct truth truth;
	int64_t missing = 0;

	if (config->truth == NULL)
		lineage_write_run(out, &merge->run);
	else if (answers_measure(config->truth, merge, &truth, &missing, err) ==
	    0)
		write_truth(out, merge, &truth, missing);
	else
		return -1;
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

/* The header goes out before anything is stored, so that an answer that cannot
 * be written is known in time. */
static int
start_answer(void *out, struct err *err)
{
	return out_start(out, err);
}

static int
merge_to(struct config *config, struct store *store, struct out *out,
    struct outfile *saved, struct err *err)
{
	struct merge merge = {0};
	int rc;

	config->merge.ready = start_answer;
	config->merge.context = out;
	rc = merge_run(store, &config->merge, &merge, err);
	if (rc == 0) {
		tell_generic(config, &merge);
		tell_grown(config, &merge);
		rc = write_answer(config, &merge, out, err);
	}
	if (rc == 0 && saved != NULL)
		rc = save_model(saved, store, &merge, err);
	merge_clear(&merge);
	return rc;
}

/* A file that cannot be written is known as early as that. */
static int
merge_and_save(struct config *config, struct store *store, struct out *out,
    struct err *err)
{
	struct outfile *saved = NULL;

	if (config->saved != NULL) {
		saved = outfile_open(config->saved, stdout, err);
		if (saved == NULL)
			return -1;
	}
	if (merge_to(config, store, out, saved, err) == -1) {
		outfile_abort(saved);
		return -1;
	}
	return saved == NULL ? 0 : outfile_commit(saved, err);
}

static int
run_merge(
    struct config *config, struct store *store, FILE *stream, struct err *err)
{
	struct out *out;

	if (set_clock(config, store, err) == -1)
		return -1;
	if (config->truth != NULL && answers_check(config->truth, err) == -1)
		return -1;
	out = open_answer(config, stream, err);
	if (out == NULL)
		return -1;
	if (merge_and_save(config, store, out, err) == -1) {
		out_free(out);
		return -1;
	}
	return out_finish(out, err);
}

static bool
is_view(const struct config *config)
{
	return lookback_count(&config->lookback) > 0 ||
	    config->curate.is_review;
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
work(struct config *config, struct store *store, FILE *stream, struct err *err)
{
	if (curate_count(&config->curate) > 0)
		return run_curate(config, store, stream, err);
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
	opt_list_clear(&config.operands);
	buf_clear(&config.model_text);
	curate_clear(&config.curate);
	return common_finish(&config.common, &err);
}
