/* omni-import: read one or more exports of a channel into the store. */

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/num.h"
#include "base/outfile.h"
#include "common.h"
#include "flow/import.h"
#include "flow/ledger.h"
#include "map/infer.h"

struct config {
	struct common common;
	struct import_options import;
	struct opt_list fields;
	struct opt_list files;
	const char *delimiter;
	const char *max_rejects;
	const char *create_mode_text;
	unsigned create_mode;
	int errors; /* index of error_names */
	int type;   /* index of type_names */
	bool lists_maps;
	bool lists_imports;
	const char *undone_text;
	int64_t undone;
	const char *shown_map;
	bool is_inferring;
	struct store *store;
};

static const char *const type_names[] = {
    "auto", "csv", "tsv", "json", "jsonl", NULL};
static const char *const error_names[] = {"text", "json", NULL};

static const struct out_column columns[] = {{"path", OUT_TEXT},
    {"channel", OUT_TEXT}, {"source", OUT_TEXT}, {"status", OUT_TEXT},
    {"rows", OUT_INT}, {"records_new", OUT_INT}, {"records_changed", OUT_INT},
    {"records_same", OUT_INT}, {"events_new", OUT_INT},
    {"events_changed", OUT_INT}, {"events_same", OUT_INT},
    {"continued", OUT_INT}, {"anonymous", OUT_INT}, {"odd", OUT_INT},
    {"rejected", OUT_INT}, {"suppressed", OUT_INT}, {"blank", OUT_INT},
    {"seconds", OUT_INT}};

static const struct opt_help help = {
    .name = "omni-import",
    .about = "read one or more exports of a channel into the store",
    .usage = "omni-import -c CHANNEL[:KIND] [-m MAP] [OPTION]... [FILE]...",
    .examples =
	"  omni-import -m eccube-orders orders.csv\n"
	"  omni-import -c phone -m calls.json --rejects bad.csv *.csv.gz\n"
	"  zcat web.jsonl.gz | omni-import -c web -i jsonl\n"
	"  omni-import -c shop:store -F phone=TEL -F customer_id=No shop.csv\n",
    .footer = "Presets: --list-maps. Manual: omni-import(1), omni-map(5).\n",
};

static volatile sig_atomic_t is_stopped;

static void
stop(int signal_number)
{
	(void)signal_number;
	is_stopped = 1;
}

/* A signal ends the file that is being read, not the store's journal. */
static void
catch_signals(void)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = stop};
	struct sigaction before;
	size_t i;

	for (i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		if (sigaction(numbers[i], NULL, &before) == 0 &&
		    before.sa_handler != SIG_IGN)
			(void)sigaction(numbers[i], &action, NULL);
}

static int
parse_delimiter(struct config *config, struct err *err)
{
	const char *text = config->delimiter;

	if (text == NULL)
		return 0;
	if (strcmp(text, "\\t") == 0 || strcmp(text, "tab") == 0) {
		config->import.input.delimiter = '\t';
		return 0;
	}
	if (text[0] == '\0' || text[1] != '\0' || text[0] == '"' ||
	    text[0] == '\n' || text[0] == '\r' || (text[0] & 0x80) != 0)
		return err_set(err, ERR_USAGE,
		    "a delimiter is one ASCII character, or \\t");
	config->import.input.delimiter = text[0];
	return 0;
}

/* N or P%. */
static int
parse_max_rejects(struct config *config, struct err *err)
{
	struct span text = span_of(config->max_rejects);

	if (config->max_rejects == NULL)
		return 0;
	config->import.is_percent = span_ends(text, "%");
	if (config->import.is_percent)
		text.len--;
	if (!num_i64(text, 0, config->import.is_percent ? 100 : INT64_MAX / 100,
		&config->import.max_rejects))
		return err_set(err, ERR_USAGE,
		    "--max-rejects takes a number or a percentage");
	return 0;
}

static int
parse_create_mode(struct config *config, struct err *err)
{
	char *end = NULL;
	unsigned long mode;

	config->create_mode = 0600;
	if (config->create_mode_text == NULL)
		return 0;
	errno = 0;
	mode = strtoul(config->create_mode_text, &end, 8);
	if (errno != 0 || *end != '\0' || (mode & ~0666UL) != 0 ||
	    (mode & 0600) != 0600)
		return err_set(err, ERR_USAGE,
		    "--create-mode takes an octal mode such as 0660");
	config->create_mode = (unsigned)mode;
	return 0;
}

static void
report(void *context, const struct err *problem, enum import_report kind)
{
	const struct config *config = context;

	if (kind == IMPORT_FAULT || config->common.is_verbose ||
	    (kind == IMPORT_WARNING && !config->common.is_quiet))
		common_report(&config->common, problem);
}

/* A dry run without a store works on one in memory. */
static int
open_store(
    void *context, bool may_create, struct store **store, struct err *err)
{
	struct config *config = context;
	const struct common *common = &config->common;
	const char *path = common->store;
	enum store_mode mode = may_create ? STORE_CREATE : STORE_WRITE;
	struct err missing = {0};

	if (config->store == NULL) {
		if (may_create && config->import.is_dry_run)
			path = NULL;
		config->store = store_open(
		    path, mode, config->create_mode, common->wait_s, &missing);
	}
	*store = config->store;
	if (config->store != NULL ||
	    (!may_create && missing.code == ERR_NOINPUT))
		return 0;
	*err = missing;
	return -1;
}

/* The answer must not overwrite what it is made of. */
static int
check_output(const struct config *config, struct err *err)
{
	const char *output = config->common.output;
	char quoted[ERR_QUOTE_MAX];
	size_t i;

	if (output == NULL || strcmp(output, "-") == 0)
		return 0;
	for (i = 0; i < config->files.count; i++)
		if (outfile_is_same(output, config->files.items[i]))
			break;
	if (i == config->files.count &&
	    !outfile_is_same(output, config->common.store))
		return 0;
	return err_set(err, ERR_USAGE, "the output would overwrite '%s'",
	    err_quote(quoted, span_of(output)));
}

/* A list in parts is none, and of a row that was rejected nobody knows whom it
 * lists: both would withdraw who is there. */
static int
check_replace(const struct config *config, struct err *err)
{
	if (!config->import.is_snapshot)
		return 0;
	if (config->files.count > 1)
		return err_set(err, ERR_USAGE,
		    "--replace takes one file: a full list of its channel");
	if (config->max_rejects != NULL)
		return err_set(err, ERR_USAGE,
		    "--replace takes no --max-rejects: who is rejected would "
		    "be withdrawn");
	return 0;
}

/* What is taken back is named by its number in the ledger. */
static int
parse_undo(struct config *config, struct err *err)
{
	const struct import_options *import = &config->import;
	char quoted[ERR_QUOTE_MAX];

	if (config->undone_text == NULL)
		return 0;
	if (!num_i64(
		span_of(config->undone_text), 1, INT64_MAX, &config->undone))
		return err_set(err, ERR_USAGE,
		    "--undo takes the number of an import, as --imports lists "
		    "it, not '%s'",
		    err_quote(quoted, span_of(config->undone_text)));
	if (config->files.count > 0 || import->is_dry_run ||
	    import->is_snapshot || import->channel != NULL ||
	    import->map != NULL)
		return err_set(err, ERR_USAGE,
		    "--undo takes no file and nothing that goes with one");
	return 0;
}

/* The ledger's clock: --as-of makes a run that can be repeated to the byte. */
static int
set_clock(struct config *config, struct err *err)
{
	const char *name = config->common.timezone;
	struct zone *zone;
	int rc;

	config->import.now_us = (int64_t)time(NULL) * 1000000;
	if (config->common.as_of == NULL)
		return 0;
	zone = zone_open(name != NULL ? name : "UTC", err);
	if (zone == NULL)
		return -1;
	rc = zone_parse_bound(zone, span_of(config->common.as_of), false,
	    &config->import.now_us, err);
	zone_free(zone);
	return rc;
}

static int
configure(struct config *config, int argc, char **argv, struct err *err)
{
	struct import_options *import = &config->import;
	const struct opt options[] = {
	    OPT_ROW_TEXT('c', "channel", &import->channel, "NAME[:KIND]",
		"the channel of these rows"),
	    OPT_ROW_TEXT('S', "source", &import->source, "NAME",
		"the exporting system (default: the channel)"),
	    OPT_ROW_TEXT(
		'm', "map", &import->map, "MAP", "a preset, or a mapping file"),
	    OPT_ROW_LIST('F', "field", &config->fields, "FIELD=EXPR",
		"map one field here"),
	    OPT_ROW_CHOICE('i', "input-format", &config->type, "F", type_names,
		"csv, tsv, json, jsonl (default: by name)"),
	    OPT_ROW_TEXT('e', "encoding", &import->input.encoding, "NAME",
		"CP932, EUC-JP, UTF-16 ... (default: UTF-8)"),
	    OPT_ROW_DASHED(
		'd', "delimiter", &config->delimiter, "C", "between cells"),
	    OPT_ROW_INT(0, "skip", &import->input.skip, "N", 0, 1000000,
		"lines before the header"),
	    OPT_ROW_FLAG(0, "no-header", &import->input.has_no_header,
		"columns are 1, 2, 3 ..."),
	    OPT_ROW_FLAG(0, "infer", &config->is_inferring,
		"propose a mapping; store nothing"),
	    OPT_ROW_FLAG('n', "dry-run", &import->is_dry_run, "store nothing"),
	    OPT_ROW_TEXT(0, "rejects", &import->rejects, "FILE",
		"put refused rows there"),
	    OPT_ROW_TEXT(0, "max-rejects", &config->max_rejects, "N|P%",
		"more fail the file (default: 0)"),
	    OPT_ROW_FLAG(0, "replace", &import->is_snapshot,
		"a full list: others are withdrawn"),
	    OPT_ROW_FLAG(
		0, "imports", &config->lists_imports, "list what was imported"),
	    OPT_ROW_TEXT(0, "undo", &config->undone_text, "IMPORT",
		"take an import back, by its number"),
	    OPT_ROW_CHOICE(0, "errors", &config->errors, "F", error_names,
		"text, or json: an object a line"),
	    OPT_ROW_FLAG(
		0, "list-maps", &config->lists_maps, "list the presets"),
	    OPT_ROW_TEXT(0, "show-map", &config->shown_map, "NAME",
		"print a preset, to copy and change"),
	    OPT_ROW_TEXT(0, "create-mode", &config->create_mode_text, "MODE",
		"of a new store (default: 0600)"),
	    OPT_ROW_END,
	};
	int rc = common_parse(
	    &config->common, &help, options, argc, argv, &config->files, err);

	config->common.has_json_errors = config->errors == 1;
	if (rc != 0)
		return rc;
	import->input.type = (enum input_type)config->type;
	import->timezone = config->common.timezone;
	import->fields = config->fields.items;
	import->n_fields = config->fields.count;
	import->inputs = config->files.items;
	import->n_inputs = config->files.count;
	import->store = config->common.store;
	import->standard = stdout;
	import->progress = common_progress(&config->common);
	import->stop = &is_stopped;
	import->report = report;
	import->open_store = open_store;
	import->context = config;
	if (set_clock(config, err) != 0 || parse_delimiter(config, err) != 0 ||
	    parse_max_rejects(config, err) != 0 ||
	    check_replace(config, err) != 0 || parse_undo(config, err) != 0 ||
	    check_output(config, err) != 0)
		return -1;
	return parse_create_mode(config, err);
}

static int
list_map(const char *name, struct err *err)
{
	struct map_notes notes = {0};
	struct map *map = map_new(err);
	struct span about;
	int rc;

	if (map == NULL)
		return -1;
	rc = map_read_preset(map, name, &notes, err);
	about = map_about(map);
	if (rc == 0)
		printf("%-22s %.*s\n", name, (int)about.len, about.data);
	map_notes_clear(&notes);
	map_free(map);
	return rc;
}

static int
list_maps(struct err *err)
{
	size_t i;

	for (i = 0; i < map_preset_count(); i++)
		if (list_map(map_preset_name(i), err) < 0)
			return -1;
	return 0;
}

static int
show_map(const char *name, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	struct span text;
	size_t i;

	for (i = 0; i < map_preset_count(); i++) {
		if (strcmp(map_preset_name(i), name) != 0)
			continue;
		text = map_preset_text(i);
		(void)fwrite(text.data, 1, text.len, stdout);
		return 0; /* common_finish looks after the stream */
	}
	return err_set(err, ERR_CONFIG, "no preset '%s': see --list-maps",
	    err_quote(quoted, span_of(name)));
}

/* One proposal a file, each a JSON text of its own. */
static int
infer_files(const struct config *config, struct err *err)
{
	static const char *const standard_input[] = {"-"};
	bool has_files = config->files.count > 0;
	const char *const *paths =
	    has_files ? config->files.items : standard_input;
	size_t n = has_files ? config->files.count : 1;
	struct common_out output = {0};
	struct buf text = {0};
	FILE *stream;
	int rc = 0;
	size_t i;

	if (config->import.map != NULL || config->fields.count > 0)
		return err_set(err, ERR_USAGE,
		    "--infer proposes a mapping: -m and -F have no place "
		    "beside it");
	for (i = 0; i < n && rc == 0; i++)
		rc = infer_write(paths[i], &config->import.input, &text, err);
	stream = rc == 0 ? common_out_open(&output, err) : NULL;
	if (stream == NULL) {
		buf_clear(&text);
		return -1;
	}
	(void)fwrite(text.data, 1, text.len, stream);
	buf_clear(&text);
	return common_out_commit(&config->common, &output, err);
}

static int
print_result(
    struct out *out, const struct import_result *result, struct err *err)
{
	const struct store_import_counts *c = &result->counts;

	out_text(out, span_of(result->path));
	out_text(out, result->channel);
	out_text(out, result->source);
	out_text(out, span_of(import_status_name(result->status)));
	out_int(out, c->rows);
	out_int(out, c->records_new);
	out_int(out, c->records_changed);
	out_int(out, c->records_same);
	out_int(out, c->events_new);
	out_int(out, c->events_changed);
	out_int(out, c->events_same);
	out_int(out, c->continued);
	out_int(out, c->anonymous);
	out_int(out, c->odd);
	out_int(out, c->rejected);
	out_int(out, c->suppressed);
	out_int(out, c->blank);
	out_fixed(out, result->milli, 3);
	return out_end_row(out, err);
}

static void
say_sum(const struct config *config, size_t files, int64_t rows,
    int64_t rejected, int64_t withdrawn)
{
	char more[48] = "";

	if (config->import.is_snapshot)
		(void)snprintf(more, sizeof more, ", %lld withdrawn",
		    (long long)withdrawn);
	common_say(&config->common,
	    "%zu file%s, %lld row%s read, %lld rejected%s", files,
	    files == 1 ? "" : "s", (long long)rows, rows == 1 ? "" : "s",
	    (long long)rejected, more);
}

/* Each file stands alone: a failed one is reported and the others go on. The
 * first failure is the command's. */
static int
import_files(struct config *config, struct import_job *job, struct out *out,
    struct err *first, struct err *err)
{
	static const char *const standard_input[] = {"-"};
	bool has_files = config->files.count > 0;
	const char *const *paths =
	    has_files ? config->files.items : standard_input;
	size_t n = has_files ? config->files.count : 1;
	struct import_result result;
	int64_t rows = 0;
	int64_t rejected = 0;
	int64_t withdrawn = 0;
	size_t i;

	for (i = 0; i < n && !is_stopped; i++) {
		struct err failed = {0};

		if (import_file(job, paths[i], &result, &failed) != 0) {
			common_report(&config->common, &failed);
			if (first->code == ERR_NONE)
				first->code = failed.code;
		}
		rows += result.counts.rows;
		rejected += result.counts.rejected;
		withdrawn += result.counts.withdrawn;
		if (print_result(out, &result, err) != 0)
			return -1;
	}
	say_sum(config, i, rows, rejected, withdrawn);
	if (first->code == ERR_NONE && rejected > 0)
		first->code = ERR_NO;
	return 0;
}

static int
list_imports(void *context, struct store *store, FILE *stream, struct err *err)
{
	const struct config *config = context;
	struct zone *zone = common_zone(&config->common, store, err);
	struct out_options options;
	int rc;

	if (zone == NULL)
		return -1;
	common_out_options(&config->common, &options);
	rc = ledger_write(store, &options, zone, stream, err);
	zone_free(zone);
	return rc;
}

/* The answer is kept until all is done: what could not be taken back has
 * none. */
static int
undo_import(struct config *config, struct err *err)
{
	struct common_out output = {0};
	struct out_options options;
	struct store *store = common_open(&config->common, STORE_WRITE, err);
	int rc = -1;

	if (store == NULL)
		return -1;
	common_out_options(&config->common, &options);
	if (common_out_open(&output, err) != NULL)
		rc = ledger_undo(store, config->undone, config->import.now_us,
		    &options, output.spool, err);
	store_close(store);
	if (rc == 0 && !common_is_silent(&config->common))
		rc = common_out_commit(&config->common, &output, err);
	common_out_abort(&output);
	return rc;
}

/* The header goes out before the first file is read, so that an answer that
 * cannot be written is known while nothing is stored yet. */
static int
import_to(struct config *config, struct import_job *job, FILE *stream,
    struct err *first, struct err *err)
{
	struct out_options options;
	struct out *out;

	common_out_options(&config->common, &options);
	out = out_new(
	    stream, &options, columns, sizeof columns / sizeof columns[0], err);
	if (out == NULL)
		return -1;
	if (out_start(out, err) != 0 ||
	    import_files(config, job, out, first, err) != 0) {
		out_free(out);
		return -1;
	}
	return out_finish(out, err);
}

static int
import_all(
    struct config *config, FILE *stream, struct err *first, struct err *err)
{
	struct import_job *job = import_job_new(&config->import, err);
	int rc = -1;

	if (job != NULL)
		rc = import_to(config, job, stream, first, err);
	import_job_free(job);
	store_close(config->store);
	return rc;
}

static int
run(struct config *config, struct err *first, struct err *err)
{
	struct outfile *file = outfile_open(config->common.output, stdout, err);

	if (file == NULL)
		return -1;
	if (import_all(config, outfile_stream(file), first, err) != 0) {
		outfile_abort(file);
		return -1;
	}
	return outfile_commit(file, err);
}

/* The rows are kept until it is known whether there is anything to say. */
static int
run_silently(struct config *config, struct err *first, struct err *err)
{
	struct common_out output = {0};
	FILE *stream = common_out_open(&output, err);
	int rc = -1;

	if (stream != NULL)
		rc = import_all(config, stream, first, err);
	if (rc == 0 && first->code != ERR_NONE)
		rc = common_out_commit(&config->common, &output, err);
	common_out_abort(&output);
	return rc;
}

static int
run_import(struct config *config, struct err *err)
{
	struct err first = {0};

	if ((common_is_silent(&config->common)
		    ? run_silently(config, &first, err)
		    : run(config, &first, err)) != 0)
		return -1;
	err->code = first.code; /* each message was told at its place */
	return err->code == ERR_NONE ? 0 : -1;
}

int
main(int argc, char **argv)
{
	struct config config = {0};
	struct err err = {0};
	int rc;

	common_start(&config.common, "omni-import");
	catch_signals();
	rc = configure(&config, argc, argv, &err);
	if (rc == 0 && config.lists_maps)
		rc = list_maps(&err);
	else if (rc == 0 && config.shown_map != NULL)
		rc = show_map(config.shown_map, &err);
	else if (rc == 0 && config.lists_imports)
		rc = common_answer(&config.common, list_imports, &config, &err);
	else if (rc == 0 && config.undone != 0)
		rc = undo_import(&config, &err);
	else if (rc == 0 && config.is_inferring)
		rc = infer_files(&config, &err);
	else if (rc == 0)
		rc = run_import(&config, &err);
	(void)rc;
	opt_list_clear(&config.fields);
	opt_list_clear(&config.files);
	return common_finish(&config.common, &err);
}
