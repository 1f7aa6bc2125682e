#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "input/records.h"

#define N 40000

static char path[] = "/tmp/omni-records-XXXXXX";

static void
write_file(struct span content)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(
	    fwrite(content.data, 1, content.len, file), content.len);
	assert_int_equal(fclose(file), 0);
}

/* N records with a number each, in order, whatever is around them. */
static void
check_all(enum input_type type, const char *root)
{
	struct input_options options = {.type = type, .root = span_of(root)};
	struct window window;
	struct records records;
	enum input_event event;
	struct input_row row = {0};
	struct err fault = {0};
	struct err err = {0};

	assert_int_equal(window_open(&window, path, NULL, &err), 0);
	assert_int_equal(records_open(&records, &window, &options, &err), 0);
	for (int i = 0; i < N; i++) {
		assert_int_equal(
		    records_next(&records, &row, &event, &fault, &err), 0);
		assert_int_equal(event, INPUT_ROW);
		assert_int_equal(
		    json_integer_value(json_object_get(row.json, "n")), i);
		assert_int_equal(row.line, i + 1);
		assert_int_equal(row.raw.data[0], '{');
		assert_int_equal(row.raw.data[row.raw.len - 1], '}');
	}
	assert_int_equal(records_next(&records, &row, &event, &fault, &err), 0);
	assert_int_equal(event, INPUT_END);
	/* What is not consumed stays small. */
	assert_true(window.text.cap < 2 * 1024 * 1024);
	records_close(&records);
	window_close(&window);
}

static void
add_all(struct buf *text, const char *between)
{
	for (int i = 0; i < N; i++)
		buf_printf(text, "%s{\"n\":%d,\"t\":\"a]}\\\",山\"}",
		    i == 0 ? "" : between, i);
}

static void
test_streams(void **state)
{
	struct buf text = {0};

	(void)state;
	add_all(&text, "\n");
	write_file(buf_get(&text));
	check_all(INPUT_JSON, NULL);
	check_all(INPUT_JSONL, NULL);
	buf_reset(&text);
	buf_char(&text, '[');
	add_all(&text, ",\n");
	buf_str(&text, "]\n");
	write_file(buf_get(&text));
	check_all(INPUT_JSON, NULL);
	buf_clear(&text);
}

/* Members before and behind the root that are larger than a window. */
static void
test_envelope(void **state)
{
	struct buf text = {0};

	(void)state;
	buf_str(&text, "{\"x\":[");
	for (int i = 0; i < 400000; i++)
		buf_str(&text, "[1],{\"a\":\"]\"},");
	buf_str(&text, "0],\"r\":{\"y\":null,\"d\":[");
	add_all(&text, ",\n");
	buf_str(&text, "],\"z\":[");
	for (int i = 0; i < 400000; i++)
		buf_str(&text, "\"[\",");
	buf_str(&text, "0]}}");
	write_file(buf_get(&text));
	check_all(INPUT_JSON, "r.d");
	buf_clear(&text);
}

static void
test_too_long(void **state)
{
	struct input_options options = {.type = INPUT_JSON};
	struct buf text = {0};
	struct window window;
	struct records records;
	enum input_event event;
	struct input_row row = {0};
	struct err fault = {0};
	struct err err = {0};

	(void)state;
	buf_str(&text, "[{\"a\":[");
	while (text.len <= INPUT_RECORD_MAX)
		buf_str(&text, "1,");
	buf_str(&text, "1]}]");
	write_file(buf_get(&text));
	assert_int_equal(window_open(&window, path, NULL, &err), 0);
	assert_int_equal(records_open(&records, &window, &options, &err), 0);
	assert_int_equal(
	    records_next(&records, &row, &event, &fault, &err), -1);
	assert_string_equal(err.reason, "RECORD_TOO_LONG");
	records_close(&records);
	window_close(&window);
	buf_clear(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_streams),
	    cmocka_unit_test(test_envelope),
	    cmocka_unit_test(test_too_long),
	};
	int fd = mkstemp(path);
	int failed;

	if (fd < 0)
		return 1;
	(void)close(fd);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)unlink(path);
	return failed;
}
