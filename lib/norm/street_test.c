#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/street.h"
#include "text/fold.h"

static void
reads_streets(void **state)
{
	static const struct {
		const char *text;
		const char *number;
		const char *name;
		const char *unit;
		const char *city;
	} cases[] = {
	    {"12 Main St Apt 3", "12", "main street", "3", ""},
	    {"12 Main St., Apt. 3", "12", "main street", "3", ""},
	    {"12 main street #3", "12", "main street", "3", ""},
	    {"12 main street # 3", "12", "main street", "3", ""},
	    {"12 MAIN ST APT #3B", "12", "main street", "3b", ""},
	    {"Flat 3, 12 Main Street", "12", "main street", "3", ""},
	    {"Flat 3 12 Main Street", "12", "main street", "3", ""},
	    {"12 Main St, Springfield, IL", "12", "main street", "",
		"springfield"},
	    {"12 Main St, Suite 100, Springfield", "12", "main street", "100",
		"springfield"},
	    {"221B Baker Street", "221b", "baker street", "", ""},
	    {"12-14 High Rd", "12-14", "high road", "", ""},
	    {"350 5th Ave", "350", "5th avenue", "", ""},
	    {"5th Ave", "", "5th avenue", "", ""},
	    {"100 N Main St", "100", "north main street", "", ""},
	    {"100 Main St NW", "100", "main street northwest", "", ""},
	    {"1 St. James's Rd", "1", "saint jamess road", "", ""},
	    {"1 Dr Martin Luther King Blvd", "1",
		"dr martin luther king boulevard", "", ""},
	    {"PO Box 123", "123", "po box", "", ""},
	    {"P.O. Box 123", "123", "po box", "", ""},
	    {"Hauptstr. 12", "12", "hauptstrasse", "", ""},
	    {"Hauptstraße 12a", "12a", "hauptstrasse", "", ""},
	    {"Main Street", "", "main street", "", ""},
	    {"12", "12", "", "", ""},
	    {"#", "", "#", "", ""},
	    {",,", "", "", "", ""},
	    {"", "", "", "", ""},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span text = fold_key(span_of(cases[i].text), &arena);
		struct street got;

		assert_true(street_parse(text, &got, &arena));
		if (!span_is(got.number, cases[i].number) ||
		    !span_is(got.name, cases[i].name) ||
		    !span_is(got.unit, cases[i].unit) ||
		    !span_is(got.city, cases[i].city))
			fail_msg("'%s' gives '%.*s' '%.*s' '%.*s' '%.*s'",
			    cases[i].text, (int)got.number.len, got.number.data,
			    (int)got.name.len, got.name.data, (int)got.unit.len,
			    got.unit.data, (int)got.city.len, got.city.data);
	}
	arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(reads_streets)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
