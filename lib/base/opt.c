#include <assert.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/num.h"
#include "base/opt.h"

#define LONG_FIRST 256 /* getopt's value of the first long option */
#define LINE_MAX_SHOWN 80
#define HELP_COLUMN 26

/* All tables in one, as getopt_long wants it. */
struct parser {
	const struct opt **opts;
	size_t count;
	size_t cap;
	struct option *longs; /* in the same order, one more at the end */
	struct buf letters;
};

static void
parser_clear(struct parser *parser)
{
	free(parser->opts);
	free(parser->longs);
	buf_clear(&parser->letters);
}

static const struct opt *
by_letter(const struct parser *parser, int letter)
{
	for (size_t i = 0; i < parser->count; i++)
		if (parser->opts[i]->letter != 0 &&
		    parser->opts[i]->letter == letter)
			return parser->opts[i];
	return NULL;
}

static const struct opt *
by_name(const struct parser *parser, struct span name)
{
	for (size_t i = 0; i < parser->count; i++)
		if (span_is(name, parser->opts[i]->name))
			return parser->opts[i];
	return NULL;
}

/* Gather the options of all tables; an earlier table hides a later one. */
static int
parser_fill(
    struct parser *parser, const struct opt *const *tables, struct err *err)
{
	for (size_t t = 0; tables[t] != NULL; t++)
		for (const struct opt *opt = tables[t]; opt->name; opt++) {
			if (by_name(parser, span_of(opt->name)) != NULL)
				continue;
			if (array_grow(&parser->opts, &parser->cap,
				parser->count + 1, sizeof(struct opt *),
				err) < 0)
				return -1;
			parser->opts[parser->count++] = opt;
		}
	return 0;
}

static int
parser_init(
    struct parser *parser, const struct opt *const *tables, struct err *err)
{
	memset(parser, 0, sizeof(*parser));
	if (parser_fill(parser, tables, err) < 0)
		goto fail;
	parser->longs = calloc(parser->count + 1, sizeof(*parser->longs));
	if (parser->longs == NULL) {
		(void)err_nomem(err);
		goto fail;
	}
	/* "-": operands come in their place; ":": a missing argument is told
	 * apart from an unknown option. */
	buf_str(&parser->letters, "-:");
	for (size_t i = 0; i < parser->count; i++) {
		const struct opt *opt = parser->opts[i];

		parser->longs[i].name = opt->name;
		parser->longs[i].has_arg =
		    opt->type == OPT_FLAG ? no_argument : required_argument;
		parser->longs[i].val = LONG_FIRST + (int)i;
		if (opt->letter == 0 || by_letter(parser, opt->letter) != opt)
			continue;
		buf_char(&parser->letters, opt->letter);
		if (opt->type != OPT_FLAG)
			buf_char(&parser->letters, ':');
	}
	if (buf_check(&parser->letters, err) < 0)
		goto fail;
	return 0;
fail:
	parser_clear(parser);
	return -1;
}

static int
list_add(struct opt_list *list, const char *item, struct err *err)
{
	if (array_grow(&list->items, &list->cap, list->count + 1,
		sizeof(*list->items), err) < 0)
		return -1;
	list->items[list->count++] = item;
	return 0;
}

static int
set_int(const struct opt *opt, const char *arg, struct err *err)
{
	char shown[ERR_QUOTE_MAX];

	if (num_i64(span_of(arg), opt->low, opt->high, opt->into))
		return 0;
	(void)err_quote(shown, span_of(arg));
	if (opt->high == INT64_MAX)
		return err_set(err, ERR_USAGE,
		    "option '--%s' takes a number from %" PRId64 " on: '%s'",
		    opt->name, opt->low, shown);
	return err_set(err, ERR_USAGE,
	    "option '--%s' takes a number from %" PRId64 " to %" PRId64
	    ": '%s'",
	    opt->name, opt->low, opt->high, shown);
}

static int
set_choice(const struct opt *opt, const char *arg, struct err *err)
{
	char shown[ERR_QUOTE_MAX];
	struct buf names = {0};

	for (int i = 0; opt->choices[i] != NULL; i++) {
		if (strcmp(opt->choices[i], arg) == 0) {
			*(int *)opt->into = i;
			buf_clear(&names);
			return 0;
		}
		buf_str(&names, i == 0 ? "" : ", ");
		buf_str(&names, opt->choices[i]);
	}
	(void)err_set(err, ERR_USAGE, "option '--%s' takes one of %s: '%s'",
	    opt->name, buf_text(&names), err_quote(shown, span_of(arg)));
	buf_clear(&names);
	return -1;
}

/* Is the argument one that the option takes? ${is_word}: it stands in a word
 * of its own, where it may be an option by mistake. */
static int
check_arg(const struct opt *opt, const char *arg, bool is_word, struct err *err)
{
	char shown[ERR_QUOTE_MAX];
	bool may_dash =
	    opt->may_begin_dash || (opt->type == OPT_INT && opt->low < 0);

	assert(arg != NULL); /* getopt saw to it */
	if (arg[0] == '\0' && !opt->may_be_empty)
		return err_set(err, ERR_USAGE,
		    "option '--%s' needs an argument that is not empty",
		    opt->name);
	if (is_word && !may_dash && arg[0] == '-' && arg[1] != '\0')
		return err_set(err, ERR_USAGE,
		    "option '--%s' needs an argument, '%s' looks like an "
		    "option",
		    opt->name, err_quote(shown, span_of(arg)));
	return 0;
}

static int
set(const struct opt *opt, const char *arg, bool is_word, struct err *err)
{
	if (opt->type != OPT_FLAG && check_arg(opt, arg, is_word, err) < 0)
		return -1;
	switch (opt->type) {
	case OPT_FLAG:
		*(bool *)opt->into = true;
		return 0;
	case OPT_TEXT:
		*(const char **)opt->into = arg;
		return 0;
	case OPT_LIST:
		return list_add(opt->into, arg, err);
	case OPT_INT:
		return set_int(opt, arg, err);
	case OPT_CHOICE:
		return set_choice(opt, arg, err);
	case OPT_CALL:
		return opt->call(arg, opt->into, err);
	}
	assert(0);
	return -1;
}

/* The name in a word "--name" or "--name=argument". */
static struct span
name_in(const char *word)
{
	struct span name = {"", 0};

	if (word != NULL && word[0] == '-' && word[1] == '-')
		name = span_make(word + 2, strcspn(word + 2, "="));
	return name;
}

/* Say what is wrong with an option that getopt did not take. */
static int
refuse(const struct parser *parser, const char *word, struct err *err)
{
	struct span name = name_in(word);
	const struct opt *opt = by_name(parser, name);
	char shown[ERR_QUOTE_MAX], letter[] = {'-', (char)optopt, '\0'};

	if (name.len == 0)
		return err_set(err, ERR_USAGE, "unknown option '%s'",
		    err_quote(shown, span_of(optopt == 0 ? word : letter)));
	if (opt != NULL)
		return err_set(err, ERR_USAGE,
		    "option '--%s' takes no argument", opt->name);
	return err_set(
	    err, ERR_USAGE, "unknown option '--%s'", err_quote(shown, name));
}

static int
missing(const struct parser *parser, const char *word, struct err *err)
{
	struct span name = name_in(word);
	const struct opt *opt = by_letter(parser, optopt);
	char shown[ERR_QUOTE_MAX];

	if (name.len == 0 && opt != NULL)
		name = span_of(opt->name);
	return err_set(err, ERR_USAGE, "option '--%s' needs an argument",
	    err_quote(shown, name));
}

/* getopt takes abbreviations; a script that uses one breaks with the next
 * option that we add. */
static int
take_long(
    const struct opt *opt, const char *word, bool is_word, struct err *err)
{
	struct span name = name_in(word);
	char shown[ERR_QUOTE_MAX];

	if (!span_is(name, opt->name))
		return err_set(err, ERR_USAGE, "write --%s for --%s", opt->name,
		    err_quote(shown, name));
	return set(opt, optarg, is_word, err);
}

static int
take_operand(struct opt_list *operands, const char *word, struct err *err)
{
	assert(word != NULL);
	if (word[0] == '\0')
		return err_set(err, ERR_USAGE, "an argument is empty");
	return list_add(operands, word, err);
}

/* Take the next option or operand. Returns 1 after the last. */
static int
step(const struct parser *parser, int argc, char **argv,
    struct opt_list *operands, struct err *err)
{
	const char *word = optind == 0 ? argv[1] : argv[optind];
	int code = getopt_long(
	    argc, argv, buf_text(&parser->letters), parser->longs, NULL);
	bool is_word = optarg != NULL && optarg == argv[optind - 1];

	switch (code) {
	case -1:
		return 1;
	case 1:
		return take_operand(operands, optarg, err);
	case '?':
		return refuse(parser, word, err);
	case ':':
		return missing(parser, word, err);
	default:
		break;
	}
	if (code >= LONG_FIRST)
		return take_long(
		    parser->opts[code - LONG_FIRST], word, is_word, err);
	return set(by_letter(parser, code), optarg, is_word, err);
}

int
opt_parse(const struct opt *const *tables, int argc, char **argv,
    struct opt_list *operands, struct err *err)
{
	struct parser parser;
	int status = 0;

	if (argc < 1)
		return 0;
	if (parser_init(&parser, tables, err) < 0)
		return -1;
	optind = 0; /* begin anew, also for glibc's hidden state */
	opterr = 0;
	while (status == 0)
		status = step(&parser, argc, argv, operands, err);
	for (int i = optind; status > 0 && i < argc; i++)
		if (take_operand(operands, argv[i], err) < 0)
			status = -1;
	parser_clear(&parser);
	return status < 0 ? -1 : 0;
}

/* Write words from ${column} on, and begin a line at ${indent} when the next
 * would pass the last column. */
static void
wrap(FILE *stream, const char *text, int column, int indent)
{
	bool is_first = true;

	while (*text != '\0') {
		int len = (int)strcspn(text, " ");

		if (!is_first && column + 1 + len > LINE_MAX_SHOWN) {
			(void)fprintf(stream, "\n%*s", indent, "");
			column = indent;
		} else if (!is_first) {
			(void)fputc(' ', stream);
			column++;
		}
		(void)fprintf(stream, "%.*s", len, text);
		column += len;
		is_first = false;
		text += len;
		text += strspn(text, " ");
	}
	(void)fputc('\n', stream);
}

static void
help_option(const struct opt *opt, FILE *stream)
{
	int column = 0;

	if (opt->letter != 0)
		column = fprintf(stream, "  -%c, --%s", opt->letter, opt->name);
	else
		column = fprintf(stream, "      --%s", opt->name);
	if (opt->arg != NULL)
		column += fprintf(stream, " %s", opt->arg);
	if (column + 2 > HELP_COLUMN) {
		(void)fputc('\n', stream);
		column = 0;
	}
	(void)fprintf(stream, "%*s", HELP_COLUMN - column, "");
	wrap(stream, opt->help, HELP_COLUMN, HELP_COLUMN);
}

/* Is the option hidden by one of the same name in an earlier table? */
static bool
is_hidden(const struct opt *const *tables, size_t table, const char *name)
{
	for (size_t t = 0; t < table; t++)
		for (const struct opt *opt = tables[t]; opt->name; opt++)
			if (strcmp(opt->name, name) == 0)
				return true;
	return false;
}

/* What all commands share takes no more room than its names. */
static void
name_options(const struct opt *const *tables, size_t table, FILE *stream)
{
	int column = fprintf(stream, "\nLike all:") - 1;
	int indent = column;

	for (const struct opt *opt = tables[table]; opt->name; opt++) {
		char letter[] = {'-', opt->letter, ',', ' ', '\0'};
		const char *before = opt->letter != 0 ? letter : "";
		const char *blank = opt->arg != NULL ? " " : "";
		const char *arg = opt->arg != NULL ? opt->arg : "";
		size_t len = strlen(before) + 2 + strlen(opt->name) +
		    strlen(blank) + strlen(arg);

		if (is_hidden(tables, table, opt->name))
			continue;
		if (column + 2 + (int)len > LINE_MAX_SHOWN)
			column = fprintf(stream, "\n%*s", indent, "") - 1;
		column += fprintf(
		    stream, "  %s--%s%s%s", before, opt->name, blank, arg);
	}
	(void)fputc('\n', stream);
}

void
opt_help(
    const struct opt_help *help, const struct opt *const *tables, FILE *stream)
{
	int column = fprintf(stream, "%s - ", help->name);

	wrap(stream, help->about, column, 4);
	column = fprintf(stream, "Usage: ");
	wrap(stream, help->usage, column, 11);
	if (help->examples != NULL)
		(void)fprintf(stream, "\nExamples:\n%s", help->examples);
	(void)fprintf(stream, "\nOptions:\n");
	for (const struct opt *opt = tables[0]; opt->name; opt++)
		help_option(opt, stream);
	for (size_t t = 1; tables[t] != NULL; t++)
		name_options(tables, t, stream);
	if (help->footer != NULL)
		(void)fprintf(stream, "\n%s", help->footer);
}

void
opt_complete(const struct opt *const *tables, FILE *stream)
{
	for (size_t t = 0; tables[t] != NULL; t++)
		for (const struct opt *opt = tables[t]; opt->name; opt++) {
			if (is_hidden(tables, t, opt->name))
				continue;
			if (opt->letter != 0)
				(void)fprintf(stream, "-%c\t%s\n", opt->letter,
				    opt->help);
			(void)fprintf(
			    stream, "--%s\t%s\n", opt->name, opt->help);
		}
}

void
opt_list_clear(struct opt_list *list)
{
	free(list->items);
	memset(list, 0, sizeof(*list));
}
