#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "input/window.h"

#define CHUNK (256 * 1024) /* of the window, which a character may cross */

static char path[] = "/tmp/omni-window-XXXXXX";

static void
write_padded(size_t padding, struct span text)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	for (size_t i = 0; i < padding; i++)
		assert_int_equal(fputc(i % 64 == 63 ? '\n' : 'x', file),
		    i % 64 == 63 ? '\n' : 'x');
	assert_int_equal(fwrite(text.data, 1, text.len, file), text.len);
	assert_int_equal(fclose(file), 0);
}

/* The last line of the file, with all lines before it plain. */
static void
check_last(const char *encoding, const char *expected, bool is_plain)
{
	struct window window;
	struct err err = {0};
	struct window_line line;
	char last[256] = "";
	bool last_plain = true;

	assert_int_equal(window_open(&window, path, encoding, &err), 0);
	for (;;) {
		assert_int_equal(
		    window_line(&window, 0, '\n', 1000, &line, &err), 0);
		if (line.size == 0)
			break;
		assert_true(last_plain);
		last_plain =
		    window_is_plain(&window, window.at, window.at + line.len);
		(void)snprintf(
		    last, sizeof(last), "%.*s", (int)line.len, line.data);
		window.at += line.size;
	}
	assert_string_equal(last, expected);
	assert_int_equal(last_plain, is_plain);
	window_close(&window);
}

static void
test_cuts(void **state)
{
	static const char text[] = "\n山田é👨x";

	(void)state;
	for (size_t back = 0; back < sizeof(text) + 1; back++) {
		write_padded(CHUNK - back, span_of(text));
		check_last(NULL, text + 1, true);
		write_padded(CHUNK - back, span_of("\n山\x02田"));
		check_last(NULL, "山\x02田", false);
		write_padded(CHUNK - back, span_of("\n山\xe5\xb1"));
		check_last(NULL, "山\xe5\xb1", false);
		write_padded(CHUNK - back,
		    span_of("\n\x8e\x52\x93\x63\x83\x5c\x81\x7c~"));
		check_last("cp932", "山田ソ－~", true);
		write_padded(
		    CHUNK - back, span_of("\n\033$B;3ED\033(B,\033$B;3\033(B"));
		check_last("iso-2022-jp", "山田,山", true);
	}
}

/* Each line is judged for itself, also right beside a bad one. */
static void
test_plain(void **state)
{
	static const struct {
		const char *line;
		bool is_plain;
	} lines[] = {
	    {"a", true},
	    {"\xff", false},
	    {"b", true},
	    {"", true},
	    {"山\xe5", false},
	    {"山", true},
	    {"x\x7f", false},
	    {"é", true},
	    {"\xc2\x85", false},
	    {"c", true},
	};
	struct buf text = {0};
	struct window window;
	struct err err = {0};
	struct window_line line;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		buf_printf(&text, "%s\n", lines[i].line);
	write_padded(0, buf_get(&text));
	assert_int_equal(window_open(&window, path, "utf-8", &err), 0);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_int_equal(
		    window_line(&window, 0, '\n', 1000, &line, &err), 0);
		assert_int_equal(line.len, strlen(lines[i].line));
		assert_int_equal(
		    window_is_plain(&window, window.at, window.at + line.len),
		    lines[i].is_plain);
		window.at += line.size;
	}
	window_close(&window);
	buf_clear(&text);
}

static void
test_too_long(void **state)
{
	struct window window;
	struct err err = {0};
	struct window_line line;

	(void)state;
	write_padded(0, span_of("12345\n1234"));
	assert_int_equal(window_open(&window, path, NULL, &err), 0);
	assert_int_equal(window_line(&window, 0, '\n', 5, &line, &err), 0);
	assert_int_equal(line.size, 6);
	assert_int_equal(window_line(&window, 6, '\n', 10, &line, &err), 0);
	assert_int_equal(line.size, line.len);
	assert_int_equal(window_line(&window, 0, '\n', 4, &line, &err), -1);
	assert_string_equal(err.reason, "RECORD_TOO_LONG");
	window_close(&window);
}

static void
test_encodings(void **state)
{
	static const struct {
		struct span content;
		const char *said;
		const char *name; /* NULL: refused */
	} cases[] = {
	    {SPAN("a"), NULL, "UTF-8"},
	    {SPAN("a"), "utf_8", "UTF-8"},
	    {SPAN("\xff\xfe"
		  "a\0"),
		NULL, "UTF-16LE"},
	    {SPAN("a"), "shift-jis", "CP932"},
	    {SPAN("\xef\xbb\xbf"
		  "a"),
		"cp932", NULL},
	    {SPAN("a"), "klingon", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct window window;
		struct err err = {0};
		int done;

		write_padded(0, cases[i].content);
		done = window_open(&window, path, cases[i].said, &err);
		assert_int_equal(done, cases[i].name == NULL ? -1 : 0);
		if (done == 0) {
			assert_string_equal(
			    window_encoding(&window), cases[i].name);
			assert_true(span_is(window_left(&window), "a"));
		}
		window_close(&window);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cuts),
	    cmocka_unit_test(test_plain),
	    cmocka_unit_test(test_too_long),
	    cmocka_unit_test(test_encodings),
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
