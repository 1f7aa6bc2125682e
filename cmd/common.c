#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/outfile.h"
#include "base/version.h"
#include "common.h"

#define WAIT_DEFAULT_S 30
#define WAIT_MAX_S 86400

static const char *const when_names[] = {"auto", "always", "never", NULL};

/* A closed descriptor would be given to the next file that is opened, and a
 * message or an answer would then be written into it. What stands in for it
 * cannot be written either, so that a lost answer is still an error. */
static void
keep_standard_streams(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDONLY);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		(void)close(fd);
}

static void
fill_options(struct common *c)
{
	const struct opt table[COMMON_OPTIONS] = {
	    OPT_ROW_TEXT('s', "store", &c->store, "FILE",
		"the shared store (default: $OMNI_STORE, omni.db)"),
	    OPT_ROW_CHOICE('f', "format", &c->format, "F",
		c->formats != NULL ? c->formats : out_format_names,
		"table, csv, tsv, json, jsonl or md"),
	    OPT_ROW_TEXT('o', "output", &c->output, "FILE",
		"write there, whole or not at all"),
	    OPT_ROW_DASHED('z', "timezone", &c->timezone, "ZONE",
		"IANA name, for days and times without offset"),
	    OPT_ROW_TEXT(0, "as-of", &c->as_of, "TIME",
		"\"now\" (default: the newest event)"),
	    OPT_ROW_INT(0, "wait", &c->wait_s, "SECONDS", 0, WAIT_MAX_S,
		"for another writer (default: 30)"),
	    OPT_ROW_FLAG(
		'q', "quiet", &c->is_quiet, "say nothing when all is well"),
	    OPT_ROW_FLAG('v', "verbose", &c->is_verbose, "say more"),
	    OPT_ROW_CHOICE(0, "color", &c->color, "WHEN", when_names,
		"auto, always or never"),
	    OPT_ROW_CHOICE(0, "progress", &c->progress, "WHEN", when_names,
		"auto, always or never"),
	    OPT_ROW_FLAG('h', "help", &c->wants_help, "this help"),
	    OPT_ROW_FLAG('V', "version", &c->wants_version, "the version"),
	    OPT_ROW_END,
	};

	memcpy(c->options, table, sizeof table);
}

void
common_start(struct common *common, const char *program)
{
	const struct rlimit no_core = {0, 0};
	const char *store = getenv("OMNI_STORE");

	(void)umask(077);
	keep_standard_streams();
	(void)setrlimit(RLIMIT_CORE, &no_core);
	(void)signal(SIGXFSZ, SIG_IGN);
	common->program = program;
	common->store = store != NULL && store[0] != '\0' ? store : "omni.db";
	common->format = COMMON_NO_FORMAT;
	common->wait_s = WAIT_DEFAULT_S;
	fill_options(common);
}

/* Whether a command comes to use them or not: what was said and is wrong is
 * never passed over. */
static int
check_times(const struct common *common, struct err *err)
{
	const char *name = common->timezone;
	struct zone *zone = zone_open(name != NULL ? name : "UTC", err);
	int64_t us;
	int rc = 0;

	if (zone == NULL)
		return -1;
	if (common->as_of != NULL)
		rc = zone_parse_bound(
		    zone, span_of(common->as_of), false, &us, err);
	zone_free(zone);
	return rc;
}

/* An answer that takes the store's place would be the last one. */
static int
check_output(const struct common *common, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];

	if (common->output == NULL || strcmp(common->output, "-") == 0 ||
	    !outfile_is_same(common->output, common->store))
		return 0;
	(void)err_set(err, ERR_USAGE, "the output would overwrite '%s'",
	    err_quote(quoted, span_of(common->output)));
	return err_reason(err, "SAME_FILE");
}

int
common_parse(struct common *common, const struct opt_help *help,
    const struct opt *table, int argc, char **argv, struct opt_list *operands,
    struct err *err)
{
	const struct opt *const tables[] = {table, common->options, NULL};

	if (opt_parse(tables, argc, argv, operands, err) != 0)
		return -1;
	if (common->wants_help)
		opt_help(help, tables, stdout);
	else if (common->wants_version)
		printf("%s %s (%s)\n", common->program, OMNI_VERSION,
		    store_version());
	if (common->wants_help || common->wants_version)
		return 1;
	return check_output(common, err) != 0 ? -1 : check_times(common, err);
}

void
common_report(const struct common *common, const struct err *err)
{
	char line[2048];

	if (err->msg[0] == '\0')
		return;
	if (common->has_json_errors) {
		err_json(err, line, sizeof line);
		fprintf(stderr, "%s\n", line);
	} else {
		err_format(err, line, sizeof line);
		fprintf(stderr, "%s: %s\n", common->program, line);
	}
}

void
common_say(const struct common *common, const char *fmt, ...)
{
	va_list args;

	if (common->is_quiet)
		return;
	fprintf(stderr, "%s: ", common->program);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
}

void
common_say_unmerged(const struct common *common, int64_t n)
{
	if (n > 0)
		common_say(common,
		    "%lld record%s not merged yet: run omni-merge",
		    (long long)n, n == 1 ? " is" : "s are");
}

void
common_say_damaged(const struct common *common, bool is_damaged)
{
	if (is_damaged)
		common_say(common,
		    "the packed journeys are damaged, and were read from the "
		    "rows: omni-merge --full packs them again");
}

int
common_finish(const struct common *common, const struct err *err)
{
	struct err lost = {0};

	if (err->code != ERR_NONE)
		common_report(common, err);
	if (err->code == ERR_USAGE && !common->has_json_errors)
		fprintf(stderr, "try '%s --help'\n", common->program);
	/* An answer that did not arrive is an error, whatever else is true. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		err_errno(&lost, ERR_IO, "cannot write standard output");
		if (err->code == ERR_NONE || err->code == ERR_NO) {
			common_report(common, &lost);
			return ERR_IO;
		}
	}
	return (int)err->code;
}

struct store *
common_open(const struct common *common, enum store_mode mode, struct err *err)
{
	return store_open(common->store, mode, 0600, common->wait_s, err);
}

struct zone *
common_zone(const struct common *common, struct store *store, struct err *err)
{
	const char *name = common->timezone;

	return zone_open(name != NULL ? name : store_zone(store), err);
}

int
common_as_of(const struct common *common, struct store *store,
    const struct zone *zone, int64_t *as_of_us, struct err *err)
{
	if (common->as_of == NULL)
		return store_as_of(store, as_of_us, err);
	return zone_parse_bound(
	    zone, span_of(common->as_of), false, as_of_us, err);
}

FILE *
common_out_open(struct common_out *output, struct err *err)
{
	output->spool = tmpfile();
	if (output->spool == NULL)
		(void)err_errno(
		    err, ERR_CANTCREAT, "cannot create a temporary file");
	return output->spool;
}

static bool
is_terminal(const struct common *common)
{
	return (common->output == NULL || strcmp(common->output, "-") == 0) &&
	    isatty(STDOUT_FILENO) == 1;
}

static bool
wants_color(const struct common *common)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (common->color != COMMON_AUTO)
		return common->color == COMMON_ALWAYS;
	if (no_color != NULL && no_color[0] != '\0')
		return false;
	return is_terminal(common) && term != NULL && strcmp(term, "dumb") != 0;
}

/* The locale's own functions stay unused (they would change how numbers are
 * written), so its name is read here, in the order of setlocale(3). */
static bool
is_utf8_locale(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	const char *value;
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		value = getenv(names[i]);
		if (value != NULL && value[0] != '\0')
			return strstr(value, "UTF-8") != NULL ||
			    strstr(value, "utf8") != NULL ||
			    strstr(value, "UTF8") != NULL;
	}
	return false;
}

void
common_out_options(const struct common *common, struct out_options *options)
{
	struct winsize size;
	bool on_terminal = is_terminal(common);

	memset(options, 0, sizeof *options);
	if (common->format != COMMON_NO_FORMAT)
		options->format = (enum out_format)common->format;
	else
		options->format = on_terminal ? OUT_TABLE : OUT_CSV;
	options->is_color = wants_color(common);
	options->is_utf8 = !on_terminal || is_utf8_locale();
	if (on_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		options->width = size.ws_col;
}

static int
copy_spool(FILE *from, FILE *to, struct err *err)
{
	char chunk[65536];
	size_t got;

	if (fflush(from) != 0 || fseek(from, 0, SEEK_SET) != 0)
		return err_errno(err, ERR_IO, "cannot read back the answer");
	while ((got = fread(chunk, 1, sizeof chunk, from)) > 0)
		if (fwrite(chunk, 1, got, to) != got)
			return err_errno(err, ERR_IO, "cannot write %s",
			    to == stdout ? "standard output" : "the output");
	if (ferror(from))
		return err_errno(err, ERR_IO, "cannot read back the answer");
	return 0;
}

int
common_out_commit(
    const struct common *common, struct common_out *output, struct err *err)
{
	struct outfile *file = outfile_open(common->output, stdout, err);
	int rc = -1;

	if (file == NULL)
		goto drop_spool;
	if (copy_spool(output->spool, outfile_stream(file), err) != 0) {
		outfile_abort(file);
		goto drop_spool;
	}
	rc = outfile_commit(file, err);
drop_spool:
	common_out_abort(output);
	return rc;
}

void
common_out_abort(struct common_out *output)
{
	if (output->spool != NULL)
		(void)fclose(output->spool);
	output->spool = NULL;
}

int
common_answer(const struct common *common,
    int (*write)(void *, struct store *, FILE *, struct err *), void *context,
    struct err *err)
{
	struct common_out output = {0};
	struct store *store = common_open(common, STORE_READ, err);
	int rc = -1;

	if (store == NULL)
		return -1;
	if (common_out_open(&output, err) != NULL)
		rc = write(context, store, output.spool, err);
	store_close(store);
	if (rc == 0)
		rc = common_out_commit(common, &output, err);
	common_out_abort(&output);
	return rc;
}

bool
common_is_silent(const struct common *common)
{
	return common->is_quiet && common->output == NULL;
}

FILE *
common_progress(const struct common *common)
{
	const char *term = getenv("TERM");

	if (common->is_quiet || common->progress == COMMON_NEVER)
		return NULL;
	if (common->progress == COMMON_ALWAYS)
		return stderr;
	if (isatty(STDERR_FILENO) != 1 || term == NULL ||
	    strcmp(term, "dumb") == 0)
		return NULL;
	return stderr;
}
