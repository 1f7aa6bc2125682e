#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/country.h"

/* The table is searched by the order of its zones, so walk through it. */
static void
finds_countries(void **state)
{
	static const struct {
		const char *code;
		const char *calling;
	} cases[] = {{"AE", "971"}, {"JP", "81"}, {"US", "1"}, {"ZA", "27"}};
	const struct country *country;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		country = country_by_code(span_of(cases[i].code));
		assert_non_null(country);
		assert_string_equal(country->calling, cases[i].calling);
		assert_true(country->least <= country->most);
		assert_true(strlen(country->calling) + country->most <= 15);
	}
	assert_null(country_by_code(span_of("XX")));
	assert_null(country_by_code(span_of("")));
	assert_null(country_by_code(span_of("J")));
}

static void
finds_by_calling_code(void **state)
{
	(void)state;
	assert_string_equal(
	    country_by_calling(span_of("819012345678"))->code, "JP");
	assert_string_equal(
	    country_by_calling(span_of("85261234567"))->code, "HK");
	assert_string_equal(
	    country_by_calling(span_of("12125550123"))->calling, "1");
	assert_null(country_by_calling(span_of("9607771234")));
	assert_null(country_by_calling(span_of("")));
	assert_null(country_by_calling(span_of("8")));
}

static void
finds_zones(void **state)
{
	static const char *const zones[] = {"Africa/Cairo", "Asia/Tokyo",
	    "America/New_York", "America/Argentina/Buenos_Aires",
	    "Europe/Zurich", "US/Pacific", "Canada/Pacific", "ROK"};

	(void)state;
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		assert_int_equal(country_of_zone(span_of(zones[i])).len, 2);
	assert_int_equal(country_of_zone(span_of("Asia")).len, 0);
	assert_int_equal(country_of_zone(span_of("Zulu")).len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_countries),
	    cmocka_unit_test(finds_by_calling_code),
	    cmocka_unit_test(finds_zones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
