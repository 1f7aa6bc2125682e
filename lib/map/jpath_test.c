#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "map/jpath.h"

static const char record[] =
    "{\"a\":{\"b\":[10,20,{\"c\":\"x\"}],\"d.e\":1.5},"
    "\"whole.key\":true,\"n\":null,\"big\":9007199254740993,"
    "\"third\":0.1,\"p\":[{\"key\":\"page\",\"v\":{\"s\":\"/x\"}},"
    "{\"key\":\"id\",\"v\":{\"s\":\"7\"}},{\"key\":3,\"v\":[1,2]}],"
    "\"o\":{\"k\":\"v\"},\"m\":[{\"e\":[\"1\",\"2\"]},{\"e\":[\"3\"]}],"
    "\"t\":\"\\u0002t\",\"u\":[{\"k\":\"\\u0002k\",\"v\":1}],"
    "\"q\":[{\"k\":1,\"v\":\"a\"},{\"k\":2,\"v\":\"b\"},{\"k\":1,\"v\":\"c\"}]"
    "}";

static const struct {
	const char *path;
	const char *expected; /* values by a blank; NULL = no path */
} cases[] = {
    {"a.b[0]", "10"},
    {"a.b[-2]", "20"},
    {"a.b[2].c", "x"},
    {"a.b[3]", ""},
    {"a.b[-4]", ""},
    {"a.d\\.e", "1.5"},
    {"whole.key", "true"},
    {"n", "()"},
    {"big", "9007199254740993"},
    {"third", "0.1"},
    {"p[key=page].v.s", "/x"},
    {"p[key=3].v[1]", "2"},
    {"p[key=none].v", ""},
    {"p[*].v.s", "/x 7"},
    {"m[*].e[*]", "1 2 3"},
    {"q[*k=1].v", "a c"},
    {"q[k=1].v", "a"},
    {"q[*k=3].v", ""},
    {"$.a.b[0]", "10"},
    {"o", "?"},
    {"t", "?"},
    {"t.x[0].y", "?"},
    {"t[*].y", "?"},
    {"u[k=1].v", "?"},
    {"u[*k=1].v", "?"},
    {"u[0].v", "1"},
    {"no.such", ""},
    {"", NULL},
    {"a..b", NULL},
    {"a[", NULL},
    {"a[]", NULL},
    {"a[=x]", NULL},
    {"a[*=x]", NULL},
    {"a[*x]", NULL},
    {"a[**]", NULL},
    {"a[x]", NULL},
    {"a[0]b", NULL},
    {".a", NULL},
};

struct found {
	struct buf text;
	struct arena arena;
};

static bool
add_value(const json_t *json, void *data)
{
	struct found *found = data;
	struct span text;

	if (found->text.len > 0)
		buf_char(&found->text, ' ');
	if (!jpath_text(json, &text, &found->arena))
		buf_char(&found->text, '?');
	else if (json_is_null(json))
		buf_str(&found->text, "()");
	buf_span(&found->text, text);
	return true;
}

static void
walks(void **state)
{
	json_t *json = json_loads(record, 0, NULL);

	(void)state;
	assert_non_null(json);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct found found = {0};
		struct jpath path;
		bool is_path =
		    jpath_parse(span_of(cases[i].path), &path, &found.arena);

		if (is_path != (cases[i].expected != NULL))
			fail_msg("%s", cases[i].path);
		if (is_path) {
			jpath_each(&path, json, add_value, &found);
			assert_string_equal(
			    buf_text(&found.text), cases[i].expected);
		}
		buf_clear(&found.text);
		arena_clear(&found.arena);
	}
	json_decref(json);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(walks)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
