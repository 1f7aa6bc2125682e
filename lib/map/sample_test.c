#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "map/sample.h"

static void
write_file(char *path, const char *bytes, size_t len)
{
	int descriptor;
	FILE *file;

	snprintf(path, 64, "/tmp/sample_test.XXXXXX");
	descriptor = mkstemp(path);
	assert_true(descriptor >= 0);
	file = fdopen(descriptor, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static int
read_text(struct sample *sample, struct span bytes, struct err *err)
{
	struct input_options options = {0};
	char path[64];
	int rc;

	write_file(path, bytes.data, bytes.len);
	rc = sample_read(sample, path, &options, err);
	(void)unlink(path);
	return rc;
}

static void
files_are_understood(void **state)
{
	static const struct {
		struct span bytes;
		enum input_type type;
		const char *encoding;
		char delimiter;
		size_t n_preamble;
		size_t n_rows;
		const char *columns; /* joined by | */
		const char *last;    /* value of the last row and column */
	} cases[] = {
	    {SPAN("a,b\n1,2\n3,4\n"), INPUT_CSV, "UTF-8", ',', 0, 2, "a|b",
		"4"},
	    {SPAN("a;b\r\n1,5;2\r\n"), INPUT_CSV, "UTF-8", ';', 0, 1, "a|b",
		"2"},
	    {SPAN("sep=|\na|b\n1|2\n"), INPUT_CSV, "UTF-8", '|', 0, 1, "a|b",
		"2"},
	    {SPAN("a\tb\n1\t2\n"), INPUT_TSV, "UTF-8", '\t', 0, 1, "a|b", "2"},
	    {SPAN("a,\"b,c\"\n1,\"x\"\"y\nz\"\n"), INPUT_CSV, "UTF-8", ',', 0,
		1, "a|b,c", "x\"y\nz"},
	    {SPAN("report,May\nby,me\na,b,c\n1,2,3\n4,5,6\n"), INPUT_CSV,
		"UTF-8", ',', 2, 2, "a|b|c", "6"},
	    {SPAN("1,2026-01-05\n2,2026-01-06\n"), INPUT_CSV, "UTF-8", ',', 0,
		2, "1|2", "2026-01-06"},
	    {SPAN("fee,fee,x\n1,2,3\n"), INPUT_CSV, "UTF-8", ',', 0, 1,
		"fee#1|fee#2|x", "3"},
	    {SPAN("id,tel\n'721,=\"0901\"\n"), INPUT_CSV, "UTF-8", ',', 0, 1,
		"id|tel", "0901"},
	    {SPAN("\xef\xbb\xbf"
		  "a,b\n1,2\n"),
		INPUT_CSV, "UTF-8", ',', 0, 1, "a|b", "2"},
	    {SPAN("\x96\xbc\x91\x4f,\x90\xab\x95\xca\n\x8d\xb2\x93\xa1,"
		  "\x92\x6a\n"),
		INPUT_CSV, "CP932", ',', 0, 1, "名前|性別", "男"},
	    {SPAN("[{\"a\":1,\"b\":{\"c\":\"x\"}}]"), INPUT_JSON, "UTF-8", 0, 0,
		1, "a|b.c", "x"},
	    {SPAN("{\"a\":1}\n{\"a\":2,\"b\":19.90}\n"), INPUT_JSONL, "UTF-8",
		0, 0, 2, "a|b", "19.90"},
	    {SPAN("{\"n\":2,\"d\":{\"rows\":[{\"a\":[{\"k\":7}]}]}}"),
		INPUT_JSON, "UTF-8", 0, 0, 1, "a[0].k", "7"},
	    {SPAN("{\"id\":2,\"rows\":[{\"key\":\"p\",\"value\":3}]}"),
		INPUT_JSON, "UTF-8", 0, 0, 1,
		"id|rows[key=p].key|rows[key=p].value", "3"},
	    {SPAN("[{\"a.b\":[\"t\",\"u\"]}]"), INPUT_JSON, "UTF-8", 0, 0, 1,
		"a\\.b[*]", "t"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sample sample;
		struct err err = {0};
		struct buf names = {0};
		const struct sample_column *last;

		if (read_text(&sample, cases[i].bytes, &err) != 0)
			fail_msg("case %zu: %s", i, err.msg);
		for (size_t c = 0; c < sample.n_columns; c++) {
			buf_str(&names, c > 0 ? "|" : "");
			buf_span(&names, sample.columns[c].name);
		}
		assert_string_equal(buf_text(&names), cases[i].columns);
		assert_int_equal(sample.type, cases[i].type);
		assert_string_equal(sample.encoding, cases[i].encoding);
		assert_int_equal(sample.delimiter, cases[i].delimiter);
		assert_int_equal(sample.n_preamble, cases[i].n_preamble);
		assert_int_equal(sample.n_rows, cases[i].n_rows);
		last = &sample.columns[sample.n_columns - 1];
		assert_true(
		    span_is(last->values[sample.n_rows - 1], cases[i].last));
		buf_clear(&names);
		sample_clear(&sample);
	}
}

static void
roots_are_found(void **state)
{
	struct sample sample;
	struct err err = {0};

	(void)state;
	assert_int_equal(
	    read_text(&sample,
		span_of("{\"next\":null,\"data\":{\"tickets\":[{\"id\":1}]}}"),
		&err),
	    0);
	assert_true(span_is(sample.root, "data.tickets"));
	sample_clear(&sample);
}

static void
other_files_are_refused(void **state)
{
	static const struct span cases[] = {SPAN(""), SPAN("<html><body>"),
	    SPAN("PK\003\004 xl/workbook"), SPAN("[{\"a\": "),
	    SPAN("a,b\0\n1,2\n")};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sample sample;
		struct err err = {0};

		assert_int_equal(read_text(&sample, cases[i], &err), -1);
		assert_int_equal(err.code, ERR_DATA);
		sample_clear(&sample);
	}
}

/* The sample ends at its limit, and the row that it cuts is no row. */
static void
long_files_are_cut(void **state)
{
	struct buf text = {0};
	struct sample sample;
	struct err err = {0};

	(void)state;
	buf_str(&text, "id,note\n");
	for (int i = 0; text.len < SAMPLE_BYTES + 5000; i++) {
		buf_printf(&text, "%d,", i);
		for (int j = 0; j < 2000; j++)
			buf_str(&text, "あ");
		buf_char(&text, '\n');
	}
	assert_int_equal(read_text(&sample, buf_get(&text), &err), 0);
	assert_true(sample.is_cut);
	assert_string_equal(sample.encoding, "UTF-8");
	assert_in_range(sample.n_rows, 170, 175);
	assert_int_equal(sample.columns[1].values[sample.n_rows - 1].len, 6000);
	sample_clear(&sample);
	buf_clear(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(files_are_understood),
	    cmocka_unit_test(roots_are_found),
	    cmocka_unit_test(other_files_are_refused),
	    cmocka_unit_test(long_files_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
