#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "out/out.h"

static const struct out_column columns[] = {
    {"name", OUT_TEXT}, {"count", OUT_INT}, {"share", OUT_RATE}};

/* A row with everything that a format can trip over, one of unknowns, and a
 * plain one. */
static void
write_rows(struct out *out, struct err *err)
{
	out_text(out, span_of("a \"b\",\n</script>\033[31m|\xe2\x80\xae=1"));
	out_int(out, -12);
	out_fixed(out, 333333, 6);
	assert_int_equal(out_end_row(out, err), 0);
	out_text(out, span_of(""));
	out_null(out);
	out_null(out);
	assert_int_equal(out_end_row(out, err), 0);
	out_text(out, span_of("=髙橋"));
	out_int(out, 7);
	out_fixed(out, 1000000, 6);
	assert_int_equal(out_end_row(out, err), 0);
}

static char *
write_all(const struct out_options *options, bool has_rows)
{
	char *text = NULL;
	size_t size = 0;
	struct err err = {0};
	FILE *stream = open_memstream(&text, &size);
	struct out *out = out_new(stream, options, columns, 3, &err);

	assert_non_null(out);
	if (has_rows)
		write_rows(out, &err);
	assert_int_equal(out_finish(out, &err), 0);
	assert_int_equal(fclose(stream), 0);
	return text;
}

struct format_case {
	const char *what;
	struct out_options options;
	bool has_rows;
	const char *expected;
};

static const struct format_case format_cases[] = {
    {"csv quotes what must be quoted", {.format = OUT_CSV}, true,
	"name,count,share\n"
	"\"a \"\"b\"\",\n</script>\033[31m|\xe2\x80\xae=1\",-12,0.333333\n"
	",,\n"
	"=髙橋,7,1.000000\n"},
    {"csv without rows has its header", {.format = OUT_CSV}, false,
	"name,count,share\n"},
    {"excel: BOM, CRLF, formulas guarded, numbers not",
	{.format = OUT_CSV, .is_excel = true}, true,
	"\xef\xbb\xbfname,count,share\r\n"
	"\"a \"\"b\"\",\n</script>\033[31m|\xe2\x80\xae=1\",-12,0.333333\r\n"
	",,\r\n"
	"\"'=髙橋\",7,1.000000\r\n"},
    {"tsv escapes", {.format = OUT_TSV}, true,
	"name\tcount\tshare\n"
	"a \"b\",\\n</script>\033[31m|\xe2\x80\xae=1\t-12\t0.333333\n"
	"\t\t\n"
	"=髙橋\t7\t1.000000\n"},
    {"json", {.format = OUT_JSON}, true,
	"[\n{\"name\":\"a \\\"b\\\",\\n\\u003c/script>\\u001b[31m|"
	"\xe2\x80\xae=1\",\"count\":-12,\"share\":0.333333},\n"
	"{\"name\":null,\"count\":null,\"share\":null},\n"
	"{\"name\":\"=髙橋\",\"count\":7,\"share\":1.000000}\n]\n"},
    {"json without rows is an empty array", {.format = OUT_JSON}, false,
	"[]\n"},
    {"jsonl", {.format = OUT_JSONL}, true,
	"{\"name\":\"a \\\"b\\\",\\n\\u003c/script>\\u001b[31m|"
	"\xe2\x80\xae=1\",\"count\":-12,\"share\":0.333333}\n"
	"{\"name\":null,\"count\":null,\"share\":null}\n"
	"{\"name\":\"=髙橋\",\"count\":7,\"share\":1.000000}\n"},
    {"jsonl without rows is empty", {.format = OUT_JSONL}, false, ""},
    {"md holds no markup", {.format = OUT_MD}, true,
	"| name | count | share |\n| --- | ---: | ---: |\n"
	"| a \"b\",\\\\n&lt;/script>\\\\x1b\\[31m\\|\\\\u202e=1 | -12 | "
	"0.333333 |\n"
	"|  |  |  |\n"
	"| =髙橋 | 7 | 1.000000 |\n"},
    {"table aligns by width, shows controls, percent",
	{.format = OUT_TABLE, .is_utf8 = true}, true,
	"name                                count   share\n"
	"──────────────────────────────────  "
	"─────  ──────\n"
	"a \"b\",\\n</script>\\x1b[31m|\\u202e=1    -12   33.3%\n"
	"                                                 \n"
	"=髙橋                                   7  100.0%\n"},
    {"a narrow terminal cuts long texts, never numbers",
	{.format = OUT_TABLE, .is_utf8 = true, .width = 45}, true,
	"name                            count   share\n"
	"──────────────────────────────  ─────  ──────\n"
	"a \"b\",\\n</script>\\x1b[31m|\\u2…    -12   33.3%\n"
	"                                             \n"
	"=髙橋                               7  100.0%\n"},
    {"a narrower one leaves columns out before it halves names",
	{.format = OUT_TABLE, .is_utf8 = true, .width = 30}, true,
	"name                 …   share\n"
	"───────────────────     ──────\n"
	"a \"b\",\\n</script>\\…  …   33.3%\n"
	"                     …        \n"
	"=髙橋                …  100.0%\n"},
    {"without UTF-8 everything is ASCII", {.format = OUT_TABLE}, true,
	"name                                count   share\n"
	"----------------------------------  -----  ------\n"
	"a \"b\",\\n</script>\\x1b[31m|\\u202e=1    -12   33.3%\n"
	"                                                 \n"
	"=??                                     7  100.0%\n"},
};

static void
test_formats(void **state)
{
	const struct format_case *c;
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof format_cases / sizeof format_cases[0]; i++) {
		c = &format_cases[i];
		text = write_all(&c->options, c->has_rows);
		if (strcmp(text, c->expected) != 0)
			print_error("case: %s\n", c->what);
		assert_string_equal(text, c->expected);
		free(text);
	}
}

/* More rows than are kept for the widths stream out and none is lost. */
/* Lines between rows, also behind those that are kept until widths are known;
 * no other format has them. */
static void
test_remarks(void **state)
{
	static const struct {
		struct out_options options;
		const char *expected;
	} cases[] = {
	    {{.format = OUT_TABLE},
		"n\n-\nbefore all the rows\n1\n\nbetween\n2\nbehind\n"},
	    {{.format = OUT_CSV}, "n\n1\n2\n"},
	    {{.format = OUT_JSONL}, "{\"n\":1}\n{\"n\":2}\n"},
	};
	static const struct out_column one = {"n", OUT_INT};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = {0};
		char *text = NULL;
		size_t size = 0;
		FILE *stream = open_memstream(&text, &size);
		struct out *out =
		    out_new(stream, &cases[i].options, &one, 1, &err);

		assert_int_equal(
		    out_remark(out, span_of("before all the rows"), &err), 0);
		out_int(out, 1);
		assert_int_equal(out_end_row(out, &err), 0);
		assert_int_equal(out_remark(out, span_of(""), &err), 0);
		assert_int_equal(out_remark(out, span_of("between"), &err), 0);
		out_int(out, 2);
		assert_int_equal(out_end_row(out, &err), 0);
		assert_int_equal(out_remark(out, span_of("behind"), &err), 0);
		assert_int_equal(out_finish(out, &err), 0);
		assert_int_equal(fclose(stream), 0);
		assert_string_equal(text, cases[i].expected);
		free(text);
	}
}

static void
test_long_table(void **state)
{
	struct out_options options = {.format = OUT_TABLE, .is_utf8 = true};
	struct out_column one = {"n", OUT_INT};
	struct err err = {0};
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);
	struct out *out = out_new(stream, &options, &one, 1, &err);
	size_t lines = 0;
	size_t i;

	(void)state;
	for (i = 0; i < 2500; i++) {
		if (i % 1000 == 7)
			assert_int_equal(
			    out_remark(out, span_of("next"), &err), 0);
		out_int(out, (int64_t)i);
		assert_int_equal(out_end_row(out, &err), 0);
	}
	assert_int_equal(out_finish(out, &err), 0);
	assert_int_equal(fclose(stream), 0);
	for (i = 0; i < size; i++)
		lines += text[i] == '\n';
	assert_int_equal(lines, 2505);
	assert_non_null(strstr(text, "\nnext\n2007\n"));
	assert_non_null(strstr(text, "\n2499\n"));
	free(text);
}

/* What does not fit gives way: first the empty column, then the middle. */
static void
test_narrow(void **state)
{
	static const struct out_column wide[] = {{"id", OUT_TEXT},
	    {"nothing", OUT_TEXT}, {"a_long_name", OUT_INT},
	    {"another_name", OUT_INT}, {"last", OUT_TEXT}};
	static const char *const expected[] = {
	    "id  a_long_name  another_name  last\n"
	    "──  ───────────  ────────────  ────\n"
	    "C1            1             2  end\n",
	    "id  a_long_name  …  last\n"
	    "──  ───────────     ────\n"
	    "C1            1  …  end\n"};
	static const int widths[] = {35, 30};
	struct err err = {0};
	struct out *out;
	FILE *stream;
	char *text;
	size_t size;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		struct out_options options = {
		    .format = OUT_TABLE, .is_utf8 = true, .width = widths[i]};

		stream = open_memstream(&text, &size);
		out = out_new(stream, &options, wide, 5, &err);
		out_text(out, span_of("C1"));
		out_null(out);
		out_int(out, 1);
		out_int(out, 2);
		out_text(out, span_of("end"));
		assert_int_equal(out_end_row(out, &err), 0);
		assert_int_equal(out_finish(out, &err), 0);
		assert_int_equal(fclose(stream), 0);
		assert_string_equal(text, expected[i]);
		free(text);
	}
}

/* A full disk is an error, not a shorter answer. */
static void
test_full_disk(void **state)
{
	struct out_options options = {.format = OUT_CSV};
	struct err err = {0};
	FILE *stream = fopen("/dev/full", "w");
	struct out *out = out_new(stream, &options, columns, 3, &err);

	(void)state;
	assert_int_equal(out_finish(out, &err), -1);
	assert_int_equal(err.code, ERR_IO);
	(void)fclose(stream);
}

/* In a column of numbers of all kinds a rate is known as one by itself. */
static void
rates_among_numbers(void **state)
{
	static const struct {
		enum out_format format;
		const char *expected;
	} cases[] = {
	    {OUT_CSV, "value\n0.500000\n5\n"},
	    {OUT_JSONL, "{\"value\":0.500000}\n{\"value\":5}\n"},
	    {OUT_TABLE, "value\n-----\n50.0%\n    5\n"},
	};
	static const struct out_column value[] = {{"value", OUT_INT}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct out_options options = {.format = cases[i].format};
		char *text = NULL;
		size_t size = 0;
		struct err err = {0};
		FILE *stream = open_memstream(&text, &size);
		struct out *out = out_new(stream, &options, value, 1, &err);

		assert_non_null(out);
		out_rate(out, 500000);
		assert_int_equal(out_end_row(out, &err), 0);
		out_int(out, 5);
		assert_int_equal(out_end_row(out, &err), 0);
		assert_int_equal(out_finish(out, &err), 0);
		assert_int_equal(fclose(stream), 0);
		assert_string_equal(text, cases[i].expected);
		free(text);
	}
}

/* Rows that have keys go out by them, whole, those of one key as they came. */
static void
test_keys(void **state)
{
	static const uint64_t keys[] = {7, UINT64_MAX, 0, 7, 3};
	static const struct out_options options = {
	    .format = OUT_CSV, .has_keys = true};
	char *text = NULL;
	size_t size = 0, i;
	struct err err = {0};
	FILE *stream = open_memstream(&text, &size);
	struct out *out = out_new(stream, &options, columns, 3, &err);

	(void)state;
	assert_non_null(out);
	for (i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		out_key(out, keys[i]);
		if (i == 2)
			out_null(out);
		else
			out_text(out, span_make("abcdefgh", i + 1));
		out_int(out, (int64_t)i);
		out_rate(out, 500000);
		assert_int_equal(out_end_row(out, &err), 0);
	}
	assert_int_equal(out_finish(out, &err), 0);
	assert_int_equal(fclose(stream), 0);
	assert_string_equal(text,
	    "name,count,share\n"
	    ",2,0.500000\n"
	    "abcde,4,0.500000\n"
	    "a,0,0.500000\n"
	    "abcd,3,0.500000\n"
	    "ab,1,0.500000\n");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_keys),
	    cmocka_unit_test(rates_among_numbers),
	    cmocka_unit_test(test_formats),
	    cmocka_unit_test(test_remarks),
	    cmocka_unit_test(test_long_table),
	    cmocka_unit_test(test_narrow),
	    cmocka_unit_test(test_full_disk),
	};

	return cmocka_run_group_tests_name("out", tests, NULL, NULL);
}
