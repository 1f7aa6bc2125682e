#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "map/inline.h"
#include "map/map.h"

static const struct {
	const char *text;
	const char *message; /* NULL = it is one */
	size_t n_parts;
	const char *first; /* name of the first part */
	const char *format;
} cases[] = {
    {"email=E-Mail", NULL, 1, "E-Mail", NULL},
    {"full_name=last+first", NULL, 2, "last", NULL},
    {"event='purchase'", NULL, 1, "purchase", NULL},
    {"topic='it''s'", NULL, 1, "it's", NULL},
    {"topic=\"a+b:c\"+d", NULL, 2, "a+b:c", NULL},
    {"birth_date=dob:%Y%m%d", NULL, 1, "dob", "%Y%m%d"},
    {"occurred_at=day+time:%d.%m.%Y %H:%M", NULL, 2, "day", "%d.%m.%Y %H:%M"},
    {"attr:a=b=c", NULL, 1, "b=c", NULL},
    {"email", "not FIELD=EXPR: 'email'", 0, NULL, NULL},
    {"emial=x", "unknown field 'emial'", 0, NULL, NULL},
    {"email=", "a column without a name", 0, NULL, NULL},
    {"email=a+", "a column without a name", 0, NULL, NULL},
    {"email=\"a", "a quote (\") is not closed", 0, NULL, NULL},
    {"email='a'b", "text behind a closing quote", 0, NULL, NULL},
    {"event='bought'", "'bought' is no value of 'event'", 0, NULL, NULL},
    {"birth_date=d:%Q", "not a date pattern: '%Q'", 0, NULL, NULL},
    {"topic=a:b",
	"only times and birth dates take a format (quote a name that holds "
	"':' in double quotes)",
	0, NULL, NULL},
};

static void
reads_fields(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = {0};
		struct map *map = map_new(&err);
		int rc = inline_read(map, cases[i].text, &err);
		const struct spec_value *value;

		if (cases[i].message != NULL) {
			assert_int_equal(rc, -1);
			assert_int_equal(err.code, ERR_USAGE);
			assert_string_equal(err.msg, cases[i].message);
			map_free(map);
			continue;
		}
		assert_int_equal(rc, 0);
		value = &map->inlines.items[0].value;
		assert_int_equal(value->n_parts, cases[i].n_parts);
		assert_true(span_is(value->parts[0].names[0], cases[i].first));
		assert_int_equal(value->n_formats, cases[i].format != NULL);
		if (cases[i].format != NULL)
			assert_true(
			    span_is(value->formats[0], cases[i].format));
		map_free(map);
	}
}

static void
takes_a_field_once(void **state)
{
	struct err err = {0};
	struct map *map = map_new(&err);

	(void)state;
	assert_int_equal(map_field(map, "email=a", &err), 0);
	assert_int_equal(map_field(map, "email=b", &err), 0);
	assert_int_equal(map_field(map, "id:x=b", &err), 0);
	assert_int_equal(map_field(map, "city=b", &err), 0);
	assert_int_equal(map_field(map, "city=c", &err), -1);
	assert_string_equal(err.msg, "'city' is mapped twice");
	map_free(map);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_fields),
	    cmocka_unit_test(takes_a_field_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
