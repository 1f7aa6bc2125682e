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
#include "flow/ahead.h"

static char path[] = "/tmp/omni-ahead-XXXXXX";

static void
write_file(const struct buf *text)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text->data, 1, text->len, file), text->len);
	assert_int_equal(fclose(file), 0);
}

static struct input *
open_file(enum input_type type)
{
	const struct input_options options = {.type = type};
	struct err err = {0};
	struct input *input = input_open(path, &options, &err);

	assert_string_equal(err.msg, "");
	assert_non_null(input);
	return input;
}

static void
assert_same_row(const struct input_row *a, const struct input_row *b)
{
	assert_int_equal(a->line, b->line);
	assert_int_equal(a->n_cells, b->n_cells);
	for (size_t i = 0; i < a->n_cells; i++)
		assert_true(span_eq(a->cells[i], b->cells[i]));
}

/* Rows read ahead are those of the input, up to its end or its fault. */
static void
compare_rows(size_t n_rows)
{
	struct err err = {0}, ahead_err = {0};
	struct input *plain = open_file(INPUT_CSV);
	struct input *input = open_file(INPUT_CSV);
	struct ahead *ahead = ahead_start(input, &ahead_err);
	enum input_event event = INPUT_ROW, ahead_event;
	struct input_row row, ahead_row;
	size_t n = 0;

	assert_non_null(ahead);
	for (; event != INPUT_END; n++) {
		int rc = input_next(plain, &row, &event, &err);

		assert_int_equal(
		    ahead_next(ahead, &ahead_row, &ahead_event, &ahead_err),
		    rc);
		if (rc != 0)
			break;
		assert_int_equal(ahead_event, event);
		if (event == INPUT_ROW || event == INPUT_BAD)
			assert_same_row(&ahead_row, &row);
		if (event == INPUT_BAD)
			assert_string_equal(
			    ahead_fault(ahead)->msg, input_fault(plain)->msg);
	}
	assert_string_equal(ahead_err.msg, err.msg);
	assert_int_equal(ahead_err.line, err.line);
	assert_int_equal(n, n_rows);
	ahead_stop(ahead);
	assert_int_equal(input_bytes(input), input_bytes(plain));
	input_close(plain);
	input_close(input);
}

/* All kinds of rows, in one chunk and in many of them. */
static void
test_same(void **state)
{
	static const struct {
		const char *begin, *repeated;
		size_t times;
		const char *end;
		size_t n_rows; /* with the end, if it is reached */
	} cases[] = {
	    {"a,b\n", "", 0, "", 1},
	    {"a,b\n", "1,2\n", 1, "", 2},
	    {"a,b\n", "1,2\n", 100000, "", 100001},
	    {"a,b\n", "1,\n\n,2\n", 5000, "", 15001},
	    {"a,b\n", "1,2\n3\n", 5000, "4,5,6\n", 10002},
	    {"a,b\n", "0123456789", 6000, ",x\n", 2},
	    {"a,b,c\n1,2,3\n", "\"0123456789,\n\",", 2, "4\n", 3},
	    {"a,b\n", "1,2\n", 3000, "3,\"4\n", 3000},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf text = {0};

		buf_str(&text, cases[i].begin);
		for (size_t n = 0; n < cases[i].times; n++)
			buf_str(&text, cases[i].repeated);
		buf_str(&text, cases[i].end);
		write_file(&text);
		compare_rows(cases[i].n_rows);
		buf_clear(&text);
	}
}

/* More cells and bytes in one row than a chunk has room for. */
static void
test_wide(void **state)
{
	struct buf text = {0};

	(void)state;
	for (int row = 0; row < 3; row++) {
		for (int i = 0; i < 9500; i++)
			buf_printf(&text, "%scell %d of row %d",
			    i > 0 ? "," : "", i, row);
		buf_char(&text, '\n');
	}
	write_file(&text);
	compare_rows(3);
	buf_clear(&text);
}

static void
test_stop(void **state)
{
	static const size_t taken[] = {0, 1, 5000};
	enum input_event event;
	struct input_row row;
	struct err err = {0};
	struct buf text = {0};

	(void)state;
	buf_str(&text, "a,b\n");
	for (int i = 0; i < 100000; i++)
		buf_printf(&text, "%d,2\n", i);
	write_file(&text);
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		struct input *input = open_file(INPUT_CSV);
		struct ahead *ahead = ahead_start(input, &err);

		assert_non_null(ahead);
		for (size_t n = 0; n < taken[i]; n++)
			assert_int_equal(
			    ahead_next(ahead, &row, &event, &err), 0);
		assert_true(ahead_bytes(ahead) <= text.len);
		ahead_stop(ahead);
		input_close(input);
	}
	ahead_stop(NULL);
	buf_clear(&text);
}

static void
test_json(void **state)
{
	enum input_event event = INPUT_ROW;
	struct input_row row;
	struct err err = {0};
	struct buf text = {0};
	struct input *input;
	struct ahead *ahead;

	(void)state;
	buf_str(&text, "{\"a\":1}\n{\"a\":\n{\"a\":2}\n");
	write_file(&text);
	input = open_file(INPUT_JSONL);
	ahead = ahead_start(input, &err);
	assert_non_null(ahead);
	assert_int_equal(ahead_next(ahead, &row, &event, &err), 0);
	assert_int_equal(event, INPUT_ROW);
	assert_non_null(row.json);
	assert_int_equal(ahead_next(ahead, &row, &event, &err), 0);
	assert_int_equal(event, INPUT_BAD);
	assert_int_equal(ahead_fault(ahead)->line, 2);
	assert_int_equal(ahead_next(ahead, &row, &event, &err), 0);
	assert_int_equal(event, INPUT_ROW);
	assert_int_equal(ahead_next(ahead, &row, &event, &err), 0);
	assert_int_equal(event, INPUT_END);
	assert_int_equal(ahead_bytes(ahead), text.len);
	ahead_stop(ahead);
	input_close(input);
	buf_clear(&text);
}

static int
make_path(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int
remove_path(void **state)
{
	(void)state;
	return unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_same),
	    cmocka_unit_test(test_wide),
	    cmocka_unit_test(test_stop),
	    cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, make_path, remove_path);
}
