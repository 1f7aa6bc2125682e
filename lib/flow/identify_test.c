#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "flow/identify.h"
#include "flow/world.h"

static const char persons[] = "customer_id,channel,full_name,email,phone\n"
			      "1,crm,Ken Sato,ken@x.test,090-1111-2222\n"
			      "2,crm,Ann Lee,Ann.Lee@x.test,03-1234-5678\n"
			      "3,crm,Bo Lee,bo@x.test,03-1234-5678\n";

/* "numbers / lines that are unknown" */
static const struct {
	const char *file;
	bool is_record;
	const char *expected;
} cases[] = {
    {"C000000001\n", false, "1 /"},
    {"crm:2\n", false, "2 /"},
    {" KEN@x.test \n", false, "1 /"},
    /* As at import, in all spellings; and a number that two share. */
    {"\xef\xbc\x90\xef\xbc\x99\xef\xbc\x90-1111-2222\n+81 3 1234 5678\n", false,
	"1 2 3 /"},
    {"C000000009\nnobody@x.test\n090-9999-9999\nwho?\n\ncrm:9\n", false,
	"/ 1 2 3 4 6"},
    /* Twice the same, found and not. */
    {"ken@x.test\nken@x.test\nno@x.test\nno@x.test\n", false, "1 / 3 4"},
    /* The first column that says something. */
    {"name,phone,customer_id\nx,090-1111-2222,C000000002\ny,09011112222,\n",
	false, "1 2 /"},
    {"email\nbo@x.test\n", false, "3 /"},
    {"a,b\n1,2\n", false,
	"several columns, and none is called customer_id, record, identifier, "
	"email or phone"},
    {"crm:3\nC000000001\n", true, "k /2"},
};

static int
take(void *context, int64_t number, struct err *err)
{
	struct buf *text = context;

	(void)err;
	if (number > 9)
		buf_str(text, "k "); /* a record's key */
	else
		buf_printf(text, "%d ", (int)number);
	return 0;
}

static int
compare_chars(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

/* One digit and a blank each: brought into order, each once. */
static void
sort_found(struct buf *text)
{
	struct buf sorted = {0};

	if (text->len > 0)
		qsort(text->data, text->len / 2, 2, compare_chars);
	for (size_t i = 0; i < text->len; i += 2)
		if (i == 0 || text->data[i] != text->data[i - 2])
			buf_add(&sorted, text->data + i, 2);
	buf_clear(text);
	*text = sorted;
}

static void
ask(struct world *world, size_t i, struct buf *text)
{
	char path[] = "/tmp/omni-identify-XXXXXX";
	struct identify identify = {0};
	struct err err = {0};
	int fd = mkstemp(path);
	size_t len = strlen(cases[i].file);

	assert_int_equal(write(fd, cases[i].file, len), (ssize_t)len);
	assert_int_equal(close(fd), 0);
	if (identify_read(&identify, path, &err) != 0) {
		buf_str(text, err.msg);
		assert_string_equal(err.path, path);
	} else {
		assert_int_equal(
		    identify_find(&identify, world->store, "Asia/Tokyo",
			cases[i].is_record, take, text, &err),
		    0);
		sort_found(text);
		buf_char(text, '/');
	}
	for (size_t j = 0; j < identify.count; j++)
		if (!identify.items[j].is_found)
			buf_printf(text, "%s%d", cases[i].is_record ? "" : " ",
			    (int)identify.items[j].line);
	assert_int_equal(unlink(path), 0);
	identify_clear(&identify);
}

static void
test_files(void **state)
{
	struct world world;
	struct buf text = {0};

	(void)state;
	world_open(&world, persons, true);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&text);
		ask(&world, i, &text);
		assert_string_equal(buf_text(&text), cases[i].expected);
	}
	buf_clear(&text);
	world_close(&world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_files)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
