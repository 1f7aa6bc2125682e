#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/scatter.h"

#define PARTS 7

/* What a part must hold: every number that belongs to it, in order. */
static void
must_hold(struct scatter *scatter, size_t part, uint32_t count)
{
	struct buf expected = {0}, found = {0};
	struct err err = {0};

	for (uint32_t i = (uint32_t)part; i < count; i += PARTS)
		buf_printf(&expected, "%u;", (unsigned)i);
	assert_int_equal(scatter_load(scatter, part, &found, &err), 0);
	assert_true(span_eq(buf_get(&expected), buf_get(&found)));
	buf_clear(&expected);
	buf_clear(&found);
}

static void
test_parts(void **state)
{
	static const struct {
		uint32_t count;
		size_t memory;
	} cases[] = {
	    {0, 0}, {1, 0}, {30, 1 << 20}, /* all in memory */
	    {100000, 1 << 20},             /* some in memory */
	    {100000, 0},                   /* hardly any */
	};

	(void)state;
	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		struct err err = {0};
		struct scatter *scatter =
		    scatter_new(PARTS, cases[c].memory, "/tmp", &err);

		assert_non_null(scatter);
		for (uint32_t i = 0; i < cases[c].count; i++) {
			struct buf *to =
			    scatter_buf(scatter, i % PARTS, 12, &err);

			assert_non_null(to);
			buf_printf(to, "%u;", (unsigned)i);
		}
		for (size_t part = 0; part < PARTS; part++)
			must_hold(scatter, part, cases[c].count);
		must_hold(scatter, 3, cases[c].count); /* again */
		scatter_free(scatter);
	}
	scatter_free(NULL);
}

static void
test_no_folder(void **state)
{
	struct err err = {0};
	struct scatter *scatter = scatter_new(1, 0, "/nowhere", &err);
	static const char bytes[5000];
	struct buf *to = scatter_buf(scatter, 0, sizeof(bytes), &err);

	(void)state;
	assert_non_null(to);
	buf_add(to, bytes, sizeof(bytes));
	assert_null(scatter_buf(scatter, 0, sizeof(bytes), &err));
	assert_int_equal(err.code, ERR_CANTCREAT);
	scatter_free(scatter);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_parts),
	    cmocka_unit_test(test_no_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
