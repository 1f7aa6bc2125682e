#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "flow/sheet.h"

static const char *const columns[] = {"b", "a"};

static int
take(void *context, const struct sheet_row *row, struct err *err)
{
	struct buf *out = context;

	if (span_is(row->cells[0], "stop"))
		return err_set(err, ERR_DATA, "stopped");
	buf_printf(out, "%llu:", (unsigned long long)row->line);
	buf_span(out, row->cells[0]);
	buf_char(out, '/');
	buf_span(out, row->cells[1]);
	buf_char(out, ' ');
	return buf_check(out, err);
}

/* Columns by name, in the order that was asked for, from either kind of file;
 * what is wrong says where. */
static const struct {
	const char *suffix;
	const char *text;
	const char *rows;
	const char *error; /* behind the name of the file; NULL: none */
} cases[] = {
    {".csv", "a,x,b\n1,2,3\n\"4\n5\",6,7\n,,8\n", "2:3/1 3:7/4\n5 5:8/ ", NULL},
    {".tsv", "b\ta\n1\t2\n", "2:1/2 ", NULL},
    {".csv", "a,b\n", "", NULL},
    {".csv", "a,c\n1,2\n", "", ": no column 'b'"},
    {".csv", "a,b\n1,2\n3\n", "2:2/1 ", ":3: 1 cells where the header has 2"},
    {".csv", "a,b\n1,stop\n", "", ":2: stopped"},
    {".jsonl",
	"{\"a\": 1, \"x\": [2], \"b\": \"3\"}\n{\"b\": 19.90}\n{\"b\": null}\n",
	"1:3/1 2:19.90/ 3:/ ", NULL},
    {".json", "[{\"a\": true, \"b\": \"\\u68ee\"}]", "1:森/true ", NULL},
    {".jsonl", "{\"a\": 1}\n{\"a\": 2}\n", "1:/1 2:/2 ", ": no column 'b'"},
    {".jsonl", "{\"a\": 1, \"b\": 2}\n{\"a\": [1], \"b\": 2}\n", "1:2/1 ",
	":2: column 'a': not a single value"},
};

static void
run_case(size_t at)
{
	char folder[] = "/tmp/omni-sheet-XXXXXX", path[64];
	char told[ERR_TEXT_MAX];
	struct buf rows = {0};
	struct err err = {0};
	FILE *file;
	int status;

	assert_non_null(mkdtemp(folder));
	(void)snprintf(
	    path, sizeof(path), "%s/sheet%s", folder, cases[at].suffix);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(cases[at].text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	status = sheet_read(path, columns, 2, take, &rows, &err);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
	assert_string_equal(buf_text(&rows), cases[at].rows);
	assert_int_equal(status, cases[at].error == NULL ? 0 : -1);
	if (cases[at].error != NULL) {
		assert_int_equal(err.code, ERR_DATA);
		err_format(&err, told, sizeof(told));
		assert_string_equal(told + strlen(path), cases[at].error);
	}
	buf_clear(&rows);
}

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run_case(i);
}

static void
test_missing(void **state)
{
	struct err err = {0};

	(void)state;
	assert_int_equal(
	    sheet_read("/nowhere/x.csv", columns, 2, take, NULL, &err), -1);
	assert_int_equal(err.code, ERR_NOINPUT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
