#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/progress.h"

/* What one step draws that comes ${run_ms} after the start. */
static void
draw(const char *what, uint64_t total, uint64_t done, uint64_t rows,
    int64_t run_ms, char *text, size_t size)
{
	FILE *stream = tmpfile();
	struct progress progress;
	size_t len;

	assert_non_null(stream);
	progress_start(&progress, stream, what, total);
	progress.start_ms -= run_ms;
	progress.drawn_ms = progress.start_ms;
	progress_step(&progress, done, rows);
	progress_end(&progress);
	rewind(stream);
	len = fread(text, 1, size - 1, stream);
	text[len] = '\0';
	assert_int_equal(fclose(stream), 0);
}

static void
draws_one_line(void **state)
{
	static const struct {
		const char *what;
		uint64_t total, done, rows;
		const char *expected;
	} cases[] = {
	    {"a.csv", 0, 0, 0, "\ra.csv:\033[K\r\033[K"},
	    {"a.csv", 0, 9, 7, "\ra.csv: 7 rows\033[K\r\033[K"},
	    {"a.csv", 200, 100, 0, "\ra.csv: 50% 10 s left\033[K\r\033[K"},
	    {"a.csv", 200, 200, 5,
		"\ra.csv: 100% 5 rows 0 s left\033[K\r\033[K"},
	    {"a.csv", 200, 300, 0, "\ra.csv: 100% 0 s left\033[K\r\033[K"},
	    {"a\033\nb", 0, 0, 1, "\ra\\x1b\\nb: 1 rows\033[K\r\033[K"},
	    {"123456789012345678901234567890", 0, 0, 1,
		"\r123456789012345678901234: 1 rows\033[K\r\033[K"},
	};
	char text[1000];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		draw(cases[i].what, cases[i].total, cases[i].done,
		    cases[i].rows, 10000, text, sizeof(text));
		assert_string_equal(text, cases[i].expected);
	}
}

static void
is_silent_for_a_second(void **state)
{
	char text[1000];

	(void)state;
	draw("a.csv", 100, 50, 5, 0, text, sizeof(text));
	assert_string_equal(text, "");
}

static void
draws_at_most_ten_times_a_second(void **state)
{
	struct progress progress;
	FILE *stream = tmpfile();
	long size;

	(void)state;
	assert_non_null(stream);
	progress_start(&progress, stream, "x", 0);
	progress.start_ms -= 5000;
	progress.drawn_ms = progress.start_ms;
	progress_step(&progress, 1, 1);
	size = ftell(stream);
	assert_true(size > 0);
	/* As if that had been drawn in the future: no clock can interfere. */
	progress.drawn_ms += 3600000;
	for (uint64_t i = 0; i < 100; i++)
		progress_step(&progress, i, i);
	assert_int_equal(ftell(stream), size);
	progress_end(&progress);
	assert_int_equal(fclose(stream), 0);
}

static void
draws_nothing_without_a_stream(void **state)
{
	struct progress progress;

	(void)state;
	progress_start(&progress, NULL, "x", 10);
	progress_step(&progress, 5, 5);
	progress_end(&progress);
	assert_int_equal(progress.is_drawn, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(draws_one_line),
	    cmocka_unit_test(is_silent_for_a_second),
	    cmocka_unit_test(draws_at_most_ten_times_a_second),
	    cmocka_unit_test(draws_nothing_without_a_stream),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
