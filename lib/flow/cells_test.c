#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "flow/cells.h"
#include "journey/spread.h"

static const struct out_column columns[] = {{"seconds", OUT_INT},
    {"share", OUT_RATE}, {"value", OUT_INT}, {"currency", OUT_TEXT}};

static const struct {
	int64_t ms, part, whole;
	struct episode_money money;
	const char *expected;
} cases[] = {
    {1500, 1, 3, {.minor = 1250, .digits = 2, .is_known = true},
	"1.500,0.333333,12.50,\n"},
    {SPREAD_NONE, 2, 3, {.minor = 9, .is_known = true, .is_mixed = true},
	",0.666667,,mixed\n"},
    {0, 0, 0, {0}, "0.000,,,\n"},
};

static void
test_cells(void **state)
{
	const struct out_options options = {.format = OUT_CSV};
	const char *header = "seconds,share,value,currency\n";

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		FILE *stream = tmpfile();
		struct err err = {0};
		char text[256] = "";
		struct out *out = out_new(stream, &options, columns, 4, &err);

		assert_non_null(out);
		cells_ms(out, cases[i].ms);
		cells_rate(out, cases[i].part, cases[i].whole);
		cells_money(out, &cases[i].money);
		assert_int_equal(out_end_row(out, &err), 0);
		assert_int_equal(out_finish(out, &err), 0);
		rewind(stream);
		assert_true(fread(text, 1, sizeof(text) - 1, stream) > 0);
		assert_memory_equal(text, header, strlen(header));
		assert_string_equal(text + strlen(header), cases[i].expected);
		assert_int_equal(fclose(stream), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cells)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
