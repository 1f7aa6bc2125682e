/* omni-find: who of the store's customers is this person? */

#include <string.h>
#include <time.h>

#include "base/num.h"
#include "base/outfile.h"
#include "common.h"
#include "flow/find.h"

#define LIMIT 5
#define LIMIT_MAX 1000

struct config {
	struct common common;
	struct opt_list fields;
	struct opt_list files;
	struct find_options find;
	const char *least;
	const char *file; /* "-": standard input */
	int type;         /* index of type_names */
	struct find_counts counts;
};

static const char *const type_names[] = {
    "auto", "csv", "tsv", "json", "jsonl", NULL};

static const struct opt_help help = {
    .name = "omni-find",
    .about = "who of the store's customers is this person?",
    .usage = "omni-find [-m MAP | -F FIELD=EXPR]... [OPTION]... [FILE]",
    .examples = "  printf 'phone\\n090-1111-2222\\n' | omni-find\n"
		"  omni-find -m eccube-customers new.csv\n"
		"  omni-find --limit 1 -f csv list.csv >customers.csv\n",
    .footer = "Nothing is stored. Manual: omni-find(1).\n",
};

static void
report(void *context, const struct err *problem, enum import_report kind)
{
	const struct config *config = context;

	if (kind == IMPORT_FAULT || config->common.is_verbose)
		common_report(&config->common, problem);
}

/* Whoever looks up who is there needs no channel: mappings do. */
static void
fill_read(struct config *config)
{
	struct import_options *read = &config->find.read;

	read->channel = "find:other";
	read->timezone = config->common.timezone;
	read->fields = config->fields.items;
	read->n_fields = config->fields.count;
	read->input.type = (enum input_type)config->type;
	read->inputs = &config->file;
	read->n_inputs = 1;
	read->store = config->common.store;
	read->now_us = (int64_t)time(NULL) * 1000000;
	read->report = report;
	read->context = config;
}

static int
read_least(struct config *config, struct err *err)
{
	int64_t billionths;

	if (config->least == NULL)
		return 0;
	if (!num_decimal(span_of(config->least), 9, &billionths) ||
	    billionths <= 0 || billionths >= 1000000000)
		return err_set(err, ERR_USAGE,
		    "--review-above is not a probability between 0 and 1");
	config->find.least = (double)billionths / 1e9;
	return 0;
}

static int
check(struct config *config, struct err *err)
{
	const char *output = config->common.output;

	if (config->files.count > 1)
		return err_set(err, ERR_USAGE, "takes one file at most");
	config->file = config->files.count == 0 ? "-" : config->files.items[0];
	if (output != NULL && strcmp(output, "-") != 0 &&
	    outfile_is_same(output, config->file))
		return err_set(
		    err, ERR_USAGE, "the output would overwrite the input");
	fill_read(config);
	return read_least(config, err);
}

static int
configure(struct config *config, int argc, char **argv, struct err *err)
{
	struct find_options *find = &config->find;
	struct import_options *read = &find->read;
	const struct opt options[] = {
	    OPT_ROW_TEXT(
		'm', "map", &read->map, "MAP", "a preset, or a mapping file"),
	    OPT_ROW_LIST('F', "field", &config->fields, "FIELD=EXPR",
		"map one field here"),
	    OPT_ROW_TEXT('S', "source", &find->source, "NAME",
		"whose ids the rows have (default: nobody's)"),
	    OPT_ROW_CHOICE('i', "input-format", &config->type, "F", type_names,
		"csv, tsv, json, jsonl (default: by name)"),
	    OPT_ROW_TEXT('e', "encoding", &read->input.encoding, "NAME",
		"CP932, EUC-JP, UTF-16 ... (default: UTF-8)"),
	    OPT_ROW_INT(0, "limit", &find->limit, "N", 1, LIMIT_MAX,
		"customers a row (default: 5)"),
	    OPT_ROW_TEXT(0, "review-above", &config->least, "P",
		"show from this probability on"),
	    OPT_ROW_END,
	};
	int rc;

	find->limit = LIMIT;
	rc = common_parse(
	    &config->common, &help, options, argc, argv, &config->files, err);
	return rc != 0 ? rc : check(config, err);
}

static int
answer(void *context, struct store *store, FILE *stream, struct err *err)
{
	struct config *config = context;

	common_out_options(&config->common, &config->find.out);
	return find_run(
	    store, config->file, &config->find, stream, &config->counts, err);
}

static int
run(struct config *config, struct err *err)
{
	const struct find_counts *counts = &config->counts;

	if (common_answer(&config->common, answer, config, err) == -1)
		return -1;
	common_say_unmerged(&config->common, counts->unmerged);
	if (counts->rejected > 0 || counts->found < counts->asked)
		err->code = ERR_NO; /* some row found nobody */
	return 0;
}

int
main(int argc, char **argv)
{
	struct config config = {0};
	struct err err = {0};

	common_start(&config.common, "omni-find");
	if (configure(&config, argc, argv, &err) == 0)
		(void)run(&config, &err);
	opt_list_clear(&config.fields);
	opt_list_clear(&config.files);
	return common_finish(&config.common, &err);
}
