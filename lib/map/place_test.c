#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "map/place.h"

static const char text[] = "{ \"a\": 1,\n"
			   "  \"日本\": { \"c\": [ true, \"x\\\"y\",\n"
			   "    {\"d\": []} ] },\n"
			   "\"e\":\"a:b\" }";

static void
finds_places(void **state)
{
	static const struct {
		const char *keys[3];
		int index; /* of an element of the last, -1 = none */
		uint64_t line, column;
	} cases[] = {
	    {{"a"}, -1, 1, 3},
	    {{"日本"}, -1, 2, 3},
	    {{"日本", "c"}, -1, 2, 11},
	    {{"日本", "c"}, 0, 2, 18},
	    {{"日本", "c"}, 1, 2, 24},
	    {{"日本", "c"}, 2, 3, 5},
	    {{"e"}, -1, 4, 1},
	    {{"f"}, -1, 0, 0},
	    {{NULL}, -1, 1, 1},
	};
	struct place place;
	struct err err = {0};
	uint64_t line, column;

	(void)state;
	assert_int_equal(place_scan(&place, span_of(text), &err), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t path = PLACE_ROOT;

		for (int k = 0; k < 3 && cases[i].keys[k] != NULL; k++)
			path = place_key(path, span_of(cases[i].keys[k]));
		if (cases[i].index >= 0)
			path = place_index(path, (size_t)cases[i].index);
		place_find(&place, path, &line, &column);
		assert_int_equal(line, cases[i].line);
		assert_int_equal(column, cases[i].column);
	}
	place_clear(&place);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(finds_places)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
