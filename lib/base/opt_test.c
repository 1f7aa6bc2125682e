#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/opt.h"

#define ARGS_MAX 8

static struct {
	bool verbose;
	const char *output;
	struct opt_list where;
	int64_t limit;
	int64_t shift;
	int format;
	const char *delimiter;
	char called[32];
} got;

static const char *const formats[] = {"csv", "json", NULL};

static int
take(const char *arg, void *into, struct err *err)
{
	char *called = into;

	if (strlen(arg) > 10)
		return err_set(err, ERR_USAGE, "too long: '%s'", arg);
	memcpy(called, arg, strlen(arg) + 1);
	return 0;
}

static const struct opt own[] = {
    {.letter = 'o',
	.name = "output",
	.type = OPT_TEXT,
	.into = &got.output,
	.arg = "FILE",
	.help = "write to FILE"},
    {.letter = 'w',
	.name = "where",
	.type = OPT_LIST,
	.into = &got.where,
	.arg = "KEY=VALUE",
	.help = "only customers whose attribute KEY has this VALUE, a rule "
		"that may be given more than once and then narrows"},
    {.letter = 'n',
	.name = "limit",
	.type = OPT_INT,
	.into = &got.limit,
	.arg = "N",
	.low = 1,
	.high = 100,
	.help = "at most N"},
    {.name = "shift",
	.type = OPT_INT,
	.into = &got.shift,
	.arg = "N",
	.low = -5,
	.high = INT64_MAX,
	.help = "shift by N"},
    {.letter = 'd',
	.name = "delimiter",
	.type = OPT_TEXT,
	.into = &got.delimiter,
	.arg = "C",
	.help = "delimiter",
	.may_begin_dash = true,
	.may_be_empty = true},
    {.name = "call-with-a-very-long-name",
	.type = OPT_CALL,
	.into = got.called,
	.arg = "TEXT",
	.help = "call",
	.call = take},
    {0},
};

static const struct opt common[] = {
    {.letter = 'v',
	.name = "verbose",
	.type = OPT_FLAG,
	.into = &got.verbose,
	.help = "say more"},
    {.letter = 'f',
	.name = "format",
	.type = OPT_CHOICE,
	.into = &got.format,
	.arg = "F",
	.choices = formats,
	.help = "csv or json"},
    {.letter = 'x',
	.name = "output",
	.type = OPT_FLAG,
	.into = &got.verbose,
	.help = "hidden by the first table"},
    {0},
};

static const struct opt *const tables[] = {own, common, NULL};

/* Parse the NULL-terminated words behind the program's name. */
static int
parse(const char *const *words, struct opt_list *operands, struct err *err)
{
	static char texts[ARGS_MAX][64];
	char *argv[ARGS_MAX + 1] = {0};
	int argc = 1;

	opt_list_clear(&got.where);
	memset(&got, 0, sizeof(got));
	got.format = -1;
	strncpy(texts[0], "omni-test", sizeof(texts[0]) - 1);
	argv[0] = texts[0];
	for (; words[argc - 1] != NULL; argc++) {
		strncpy(texts[argc], words[argc - 1], sizeof(texts[0]) - 1);
		argv[argc] = texts[argc];
	}
	return opt_parse(tables, argc, argv, operands, err);
}

static void
takes_all_types(void **state)
{
	static const char *const words[] = {
	    "-vofile", "one", "--where=a=b", "-w", "c", "-", "--format", NULL};
	static const char *const more[] = {
	    "-f", "json", "--limit=100", "--shift", "-5", "--", "-v", NULL};
	static const char *const rest[] = {"-d", "-x",
	    "--delimiter=", "--call-with-a-very-long-name", "hi", NULL};
	struct opt_list operands = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(parse(words, &operands, &err), -1);
	assert_string_equal(err.msg, "option '--format' needs an argument");
	assert_true(got.verbose);
	assert_string_equal(got.output, "file");
	assert_int_equal(got.where.count, 2);
	assert_string_equal(got.where.items[0], "a=b");
	assert_string_equal(got.where.items[1], "c");
	assert_int_equal(operands.count, 2);
	assert_string_equal(operands.items[0], "one");
	assert_string_equal(operands.items[1], "-");
	opt_list_clear(&operands);

	err_clear(&err);
	assert_int_equal(parse(more, &operands, &err), 0);
	assert_int_equal(got.format, 1);
	assert_int_equal(got.limit, 100);
	assert_int_equal(got.shift, -5);
	assert_false(got.verbose);
	assert_int_equal(operands.count, 1);
	assert_string_equal(operands.items[0], "-v");
	opt_list_clear(&operands);

	assert_int_equal(parse(rest, &operands, &err), 0);
	assert_string_equal(got.delimiter, "");
	assert_string_equal(got.called, "hi");
	assert_int_equal(operands.count, 0);
	opt_list_clear(&got.where);
}

static void
refuses_what_is_not_right(void **state)
{
	static const struct {
		const char *words[4];
		const char *expected;
	} cases[] = {
	    {{"--nothing"}, "unknown option '--nothing'"},
	    {{"--nothing=3"}, "unknown option '--nothing'"},
	    {{"--\033"}, "unknown option '--\\x1b'"},
	    {{"--=3"}, "unknown option '--=3'"},
	    {{"-q"}, "unknown option '-q'"},
	    {{"-vq"}, "unknown option '-q'"},
	    {{"-x"}, "unknown option '-x'"},
	    {{"--form", "csv"}, "write --format for --form"},
	    {{"--form=csv"}, "write --format for --form"},
	    {{"a", "--verb"}, "write --verbose for --verb"},
	    {{"--verbose=1"}, "option '--verbose' takes no argument"},
	    {{"--output"}, "option '--output' needs an argument"},
	    {{"-v", "-o"}, "option '--output' needs an argument"},
	    {{"-o", ""},
		"option '--output' needs an argument that is not empty"},
	    {{"--output="},
		"option '--output' needs an argument that is not empty"},
	    {{"-o", "-v"},
		"option '--output' needs an argument, '-v' looks like an "
		"option"},
	    {{"--output", "--"},
		"option '--output' needs an argument, '--' looks like an "
		"option"},
	    {{""}, "an argument is empty"},
	    {{"--", ""}, "an argument is empty"},
	    {{"-n", "0"}, "option '--limit' takes a number from 1 to 100: '0'"},
	    {{"-nx"}, "option '--limit' takes a number from 1 to 100: 'x'"},
	    {{"--shift=-6"},
		"option '--shift' takes a number from -5 on: '-6'"},
	    {{"-f", "xml"}, "option '--format' takes one of csv, json: 'xml'"},
	    {{"--call-with-a-very-long-name", "0123456789a"},
		"too long: '0123456789a'"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct opt_list operands = {0};
		struct err err = {0};

		assert_int_equal(parse(cases[i].words, &operands, &err), -1);
		assert_int_equal(err.code, ERR_USAGE);
		assert_string_equal(err.msg, cases[i].expected);
		opt_list_clear(&operands);
	}
}

static void
takes_a_dash_that_is_meant(void **state)
{
	static const char *const words[] = {"-o", "-", NULL};
	static const char *const more[] = {"--output=-v", NULL};
	struct opt_list operands = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(parse(words, &operands, &err), 0);
	assert_string_equal(got.output, "-");
	assert_int_equal(parse(more, &operands, &err), 0);
	assert_string_equal(got.output, "-v");
	assert_int_equal(operands.count, 0);
}

static void
read_back(FILE *stream, char *text, size_t size)
{
	size_t len;

	rewind(stream);
	len = fread(text, 1, size - 1, stream);
	text[len] = '\0';
	assert_int_equal(fclose(stream), 0);
}

static void
helps_in_80_columns(void **state)
{
	static const struct opt_help help = {"omni-test", "try options",
	    "omni-test [OPTION]... [FILE]...", "  omni-test -v a.csv\n",
	    "See omni-test(1).\n"};
	char text[4000];
	FILE *stream = tmpfile();

	(void)state;
	assert_non_null(stream);
	opt_help(&help, tables, stream);
	read_back(stream, text, sizeof(text));
	assert_string_equal(text,
	    "omni-test - try options\n"
	    "Usage: omni-test [OPTION]... [FILE]...\n"
	    "\n"
	    "Examples:\n"
	    "  omni-test -v a.csv\n"
	    "\n"
	    "Options:\n"
	    "  -o, --output FILE       write to FILE\n"
	    "  -w, --where KEY=VALUE   only customers whose attribute KEY has "
	    "this VALUE, a\n"
	    "                          rule that may be given more than once "
	    "and "
	    "then narrows\n"
	    "  -n, --limit N           at most N\n"
	    "      --shift N           shift by N\n"
	    "  -d, --delimiter C       delimiter\n"
	    "      --call-with-a-very-long-name TEXT\n"
	    "                          call\n"
	    "\n"
	    "Like all:  -v, --verbose  -f, --format F\n"
	    "\n"
	    "See omni-test(1).\n");
	for (const char *line = text; *line != '\0';) {
		size_t len = strcspn(line, "\n");

		assert_true(len <= 80);
		line += len + 1;
	}
}

static void
lists_what_completes(void **state)
{
	static const struct opt *const one[] = {common, NULL};
	char text[4000];
	FILE *stream = tmpfile();

	(void)state;
	assert_non_null(stream);
	opt_complete(one, stream);
	read_back(stream, text, sizeof(text));
	assert_string_equal(text,
	    "-v\tsay more\n--verbose\tsay more\n"
	    "-f\tcsv or json\n--format\tcsv or json\n"
	    "-x\thidden by the first table\n"
	    "--output\thidden by the first table\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(takes_all_types),
	    cmocka_unit_test(refuses_what_is_not_right),
	    cmocka_unit_test(takes_a_dash_that_is_meant),
	    cmocka_unit_test(helps_in_80_columns),
	    cmocka_unit_test(lists_what_completes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
