#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "input/table.h"

#define ROOM 512

/*
 * The rows of our own splitting must be those of libcsv, whatever the line.
 * Lines are made at random of what matters; libcsv reads each with the same
 * settings, and we read the file of all that it takes.
 */
static char path[] = "/tmp/omni-table-XXXXXX";

struct cells {
	char text[ROOM];
	size_t len;
	size_t n;
};

static int
is_lf(unsigned char c)
{
	return c == '\n';
}

static int
is_never(unsigned char c)
{
	(void)c;
	return 0;
}

static void
add_cell(void *data, size_t len, void *arg)
{
	struct cells *cells = arg;

	cells->text[cells->len++] = '[';
	memcpy(cells->text + cells->len, data, len);
	cells->len += len;
	cells->n++;
}

static void
add_row(int term, void *arg)
{
	struct cells *cells = arg;

	assert_int_equal(term, '\n');
	cells->text[cells->len++] = '.';
}

/* What libcsv makes of a line; false when it objects. */
static bool
by_libcsv(const char *line, size_t len, struct cells *cells)
{
	struct csv_parser parser;
	bool is_good;

	cells->len = 0;
	cells->n = 0;
	assert_int_equal(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
	csv_set_space_func(&parser, is_never);
	csv_set_term_func(&parser, is_lf);
	is_good =
	    csv_parse(&parser, line, len, add_cell, add_row, cells) == len;
	csv_free(&parser);
	return is_good && cells->len > 0 && cells->text[cells->len - 1] == '.';
}

static size_t
make_line(char *line, size_t max)
{
	static const char *const parts[] = {",", ",", "\"", "\"\"", "a", "bc",
	    " ", "山", "\",\"", "0", "x\"", ",\"", "\","};
	size_t n = (size_t)rand() % max;
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		const char *part =
		    parts[(size_t)rand() % (sizeof(parts) / sizeof(parts[0]))];

		memcpy(line + len, part, strlen(part));
		len += strlen(part);
	}
	line[len++] = '\n';
	return len;
}

static int
open_text(struct table *table, struct window *window, const char *text,
    size_t len, struct err *err)
{
	static const struct input_options options = {.has_no_header = true};
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(window_open(window, path, NULL, err), 0);
	return table_open(table, window, &options, err);
}

static bool
by_table(const char *line, size_t len, struct cells *cells)
{
	struct window window;
	struct table table = {0};
	enum input_event event = INPUT_END;
	struct err err = {0};
	struct err fault = {0};
	struct input_row row = {0};
	bool is_good = open_text(&table, &window, line, len, &err) == 0 &&
	    table_next(&table, &row, &event, &fault, &err) == 0;

	cells->len = 0;
	cells->n = 0;
	for (size_t i = 0; is_good && i < row.n_cells; i++) {
		struct span cell = row.cells[i];

		add_cell((void *)(uintptr_t)cell.data, cell.len, cells);
	}
	add_row('\n', cells);
	table_close(&table);
	window_close(&window);
	return is_good;
}

static void
test_same_as_libcsv(void **state)
{
	char line[ROOM];
	struct cells theirs;
	struct cells ours;
	int n_good = 0;

	(void)state;
	srand(20260105);
	for (int i = 0; i < 5000; i++) {
		size_t len = make_line(line, 12);
		bool is_good = by_libcsv(line, len, &theirs);
		bool is_blank = strspn(line, " \n") >= len;

		if (is_blank || line[0] == '=')
			continue;
		line[len] = '\0';
		if (by_table(line, len, &ours) != is_good)
			fail_msg("%s", line);
		if (!is_good)
			continue;
		n_good++;
		assert_int_equal(ours.n, theirs.n);
		assert_int_equal(ours.len, theirs.len);
		assert_memory_equal(ours.text, theirs.text, ours.len);
	}
	assert_true(n_good > 500);
}

/* The same cells however a row is quoted and where a chunk ends. */
static void
test_quoted_is_plain(void **state)
{
	struct buf text = {0};
	struct window window;
	struct table table = {0};
	struct err err = {0};
	struct err fault = {0};
	enum input_event event;
	struct input_row row;

	(void)state;
	for (int i = 0; i < 30000; i++) {
		if (i % 3 == 0)
			buf_printf(&text, "%d,x y,\n", i);
		else if (i % 3 == 1)
			buf_printf(&text, "\"%d\",\"x y\",\"\"\n", i);
		else
			buf_printf(&text, "=\"%d\",x y,\"\"\n", i);
	}
	assert_int_equal(
	    open_text(&table, &window, text.data, text.len, &err), 0);
	for (int i = 0; i < 30000; i++) {
		char number[16];

		(void)snprintf(number, sizeof(number), "%d", i);
		assert_int_equal(
		    table_next(&table, &row, &event, &fault, &err), 0);
		assert_int_equal(event, INPUT_ROW);
		assert_int_equal(row.n_cells, 3);
		assert_true(span_is(row.cells[0], number));
		assert_true(span_is(row.cells[1], "x y"));
		assert_int_equal(row.cells[2].len, 0);
	}
	assert_int_equal(table_next(&table, &row, &event, &fault, &err), 0);
	assert_int_equal(event, INPUT_END);
	table_close(&table);
	window_close(&window);
	buf_clear(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_same_as_libcsv),
	    cmocka_unit_test(test_quoted_is_plain),
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
