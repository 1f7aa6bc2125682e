/* omni-export: the unified data out again. */

#include <string.h>

#include "common.h"
#include "flow/export.h"

#define DORMANT_DAYS 365
#define DAY_US INT64_C(86400000000)

struct config {
	struct common common;
	struct opt_list operands;
	struct export_options export;
	int audience; /* index of audiences; -1 = none in particular */
	bool is_pseudonymous;
	const char *key_file;
	struct pseudonym *key; /* of it */
	struct stored stored;
};

static const char *const audiences[] = {"excel", NULL};

static const struct opt_help help = {
    .name = "omni-export",
    .about = "the unified data out again",
    .usage = "omni-export [OPTION]... customers|crosswalk|records|events|links",
    .examples = "  omni-export crosswalk -o crosswalk.csv\n"
		"  omni-export customers --for excel -o customers.csv\n"
		"  omni-export records --normal -f jsonl\n",
    .footer = "Manual: omni-export(1).\n",
};

static int
choose_table(struct config *config, struct err *err)
{
	char name[ERR_QUOTE_MAX];
	int i;

	if (config->operands.count != 1)
		return err_set(err, ERR_USAGE,
		    "say one of customers, crosswalk, records, events, links");
	for (i = 0; export_table_names[i] != NULL; i++)
		if (strcmp(config->operands.items[0], export_table_names[i]) ==
		    0) {
			config->export.table = (enum export_table)i;
			return 0;
		}
	return err_set(err, ERR_USAGE,
	    "no table '%s': customers, crosswalk, records, events or links",
	    err_quote(name, span_of(config->operands.items[0])));
}

static int
configure(struct config *config, int argc, char **argv, struct err *err)
{
	const struct opt options[] = {
	    OPT_ROW_FLAG(0, "normal", &config->export.is_normal,
		"records: e-mails, phones, ids in normal form"),
	    OPT_ROW_FLAG(0, "provenance", &config->export.has_provenance,
		"customers: the record that each field is of"),
	    OPT_ROW_CHOICE(0, "for", &config->audience, "PROGRAM", audiences,
		"excel: BOM, CRLF, formulas guarded"),
	    OPT_ROW_FLAG(0, "pseudonymise", &config->is_pseudonymous,
		"HMACs for ids, no names, contacts, text"),
	    OPT_ROW_DASHED(0, "key-file", &config->key_file, "FILE",
		"the key of --pseudonymise, 32 bytes or more"),
	    OPT_ROW_END,
	};
	int rc = common_parse(&config->common, &help, options, argc, argv,
	    &config->operands, err);

	if (rc != 0)
		return rc;
	if (choose_table(config, err) == -1)
		return -1;
	if (config->export.is_normal && config->export.table != EXPORT_RECORDS)
		return err_set(err, ERR_USAGE, "--normal goes with records");
	if (config->export.has_provenance &&
	    config->export.table != EXPORT_CUSTOMERS)
		return err_set(
		    err, ERR_USAGE, "--provenance goes with customers");
	if (config->is_pseudonymous != (config->key_file != NULL))
		return err_set(err, ERR_USAGE,
		    "--pseudonymise and --key-file go together");
	if (config->is_pseudonymous && config->export.is_normal)
		return err_set(err, ERR_USAGE,
		    "--normal shows what --pseudonymise leaves out");
	return 0;
}

static int
read_key(struct config *config, struct err *err)
{
	if (!config->is_pseudonymous)
		return 0;
	config->key = pseudonym_read(config->key_file, err);
	return config->key == NULL ? -1 : 0;
}

static int
write_table(void *context, struct store *store, FILE *stream, struct err *err)
{
	struct config *config = context;
	struct export_options *options = &config->export;
	struct zone *zone = common_zone(&config->common, store, err);
	int64_t unmerged = 0;
	int rc = -1;

	if (zone == NULL)
		return -1;
	common_out_options(&config->common, &options->out);
	options->out.is_excel = config->audience == 0;
	/* In the order of the true ids, the rows would tell them. */
	options->out.has_keys = config->is_pseudonymous;
	options->pseudonym = config->key;
	options->stored = &config->stored;
	options->zone = zone;
	options->stream = stream;
	options->dormant_us = DORMANT_DAYS * DAY_US;
	if (common_as_of(
		&config->common, store, zone, &options->as_of_us, err) == 0)
		rc = export_run(store, options, &unmerged, err);
	if (rc == 0)
		common_say_unmerged(&config->common, unmerged);
	zone_free(zone);
	return rc;
}

/* Golden records that were made for the answer are kept, if somebody who may
 * write does not have to wait for it. The answer does not hang on that. */
static void
save_golden(struct config *config)
{
	struct err ignored = {0};
	struct store *store;

	if (config->stored.spool == NULL)
		return;
	config->common.wait_s = 0;
	store = common_open(&config->common, STORE_WRITE, &ignored);
	if (store != NULL)
		(void)stored_save(&config->stored, store, &ignored);
	store_close(store);
}

int
main(int argc, char **argv)
{
	struct config config = {.audience = -1};
	struct err err = {0};

	common_start(&config.common, "omni-export");
	if (configure(&config, argc, argv, &err) == 0 &&
	    read_key(&config, &err) == 0 &&
	    common_answer(&config.common, write_table, &config, &err) == 0)
		save_golden(&config);
	stored_clear(&config.stored);
	pseudonym_free(config.key);
	opt_list_clear(&config.operands);
	return common_finish(&config.common, &err);
}
