/* omni: list the commands, or run one: "omni kpi" is "omni-kpi". */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/version.h"
#include "common.h"

#define PATH_SIZE 4096

struct command {
	const char *name;
	const char *about;
};

static const struct command commands[] = {
    {"import", "read one or more exports of a channel into the store"},
    {"merge", "find the records that are the same customer"},
    {"find", "who of the customers is this person?"},
    {"journey", "what customers did, in order: timelines, paths, transitions"},
    {"kpi", "key figures, each with its definition and its parts"},
    {"export", "the unified data out again: crosswalk, customers"},
    {"status", "what is in the store, how fresh, how much is identified"},
};

static const struct opt_help help = {
    .name = "omni",
    .about = "one store for all channels of your customers",
    .usage = "omni [COMMAND [ARGUMENT]...]",
    .examples = "  omni                     the commands, a line each\n"
		"  omni import --help       the help of omni-import\n"
		"  omni kpi                 the same as omni-kpi\n",
    .footer = "Manual: omni(7).\n",
};

static void
list_commands(void)
{
	size_t i;

	for (i = 0; i < sizeof commands / sizeof commands[0]; i++)
		printf("omni-%-10s %s\n", commands[i].name, commands[i].about);
}

/* Does the word look like the rest of a program's name? */
static bool
is_command_word(const char *word)
{
	return word[0] != '\0' &&
	    strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-_") ==
	    strlen(word);
}

/* The program beside this one, so that a build that is not installed runs
 * its own. False when the place is not known or too long. */
static bool
find_beside(const char *word, char path[static PATH_SIZE])
{
	ssize_t len = readlink("/proc/self/exe", path, PATH_SIZE);
	size_t folder;
	int written;

	if (len <= 0 || len >= PATH_SIZE)
		return false;
	path[len] = '\0';
	folder = (size_t)(strrchr(path, '/') - path) + 1;
	written = snprintf(path + folder, PATH_SIZE - folder, "omni-%s", word);
	return written > 0 && (size_t)written < PATH_SIZE - folder;
}

/* Become the command; come back only when that is not possible. */
static int
become(const char *word, char **argv, struct err *err)
{
	char path[PATH_SIZE];
	char name[64];
	char quoted[ERR_QUOTE_MAX];
	int written = snprintf(name, sizeof name, "omni-%s", word);

	(void)err_quote(quoted, span_of(word));
	if (!is_command_word(word) || written < 0 ||
	    (size_t)written >= sizeof name)
		return err_set(err, ERR_USAGE, "'%s' is not a command", quoted);
	argv[0] = name;
	if (find_beside(word, path))
		(void)execv(path, argv);
	(void)execvp(name, argv);
	if (errno == ENOENT)
		return err_set(err, ERR_USAGE, "'%s' is not a command", quoted);
	return err_errno(err, ERR_NOPERM, "cannot run '%s'", name);
}

static int
answer_options(int argc, char **argv, struct err *err)
{
	struct opt_list operands = {0};
	bool wants_help = false;
	bool wants_version = false;
	const struct opt table[] = {
	    OPT_ROW_FLAG('h', "help", &wants_help, "this help"),
	    OPT_ROW_FLAG('V', "version", &wants_version, "the version"),
	    OPT_ROW_END,
	};
	const struct opt *const tables[] = {table, NULL};
	int rc = opt_parse(tables, argc, argv, &operands, err);

	if (rc == 0 && wants_help)
		opt_help(&help, tables, stdout);
	else if (rc == 0 && wants_version)
		printf("omni %s (%s)\n", OMNI_VERSION, store_version());
	opt_list_clear(&operands);
	return rc;
}

int
main(int argc, char **argv)
{
	const struct common common = {.program = "omni"};
	struct err err = {0};

	if (argc < 2)
		list_commands();
	else if (argv[1][0] == '-')
		(void)answer_options(argc, argv, &err);
	else
		(void)become(argv[1], argv + 1, &err);
	return common_finish(&common, &err);
}
