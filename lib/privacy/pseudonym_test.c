#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "privacy/pseudonym.h"

#define TEXT_KEY "0123456789abcdef0123456789abcde\n"

/* Computed by Python's hmac over kind, NUL and value. */
static const struct pseudonym_case {
	const char *kind, *value, *expected;
} cases[] = {
    {"customer", "C000000001", "3f18645874fc958390c6df9b9e5bd4a6"},
    {"record", "ec:u7", "322d1f8a19c42d1cc9d518b9be08338f"},
    {"record", "", "9c84f2bcc579438c5fb38b3f4d26057c"},
};

static void
test_known_answers(void **state)
{
	struct err err = {0};
	struct pseudonym *p = pseudonym_new(span_of(TEXT_KEY), &err);
	char out[PSEUDONYM_SIZE];
	size_t i;

	(void)state;
	assert_non_null(p);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t first = pseudonym_make(
		    p, cases[i].kind, span_of(cases[i].value), out);
		char text[PSEUDONYM_SIZE];

		assert_string_equal(out, cases[i].expected);
		(void)snprintf(
		    text, sizeof(text), "%016llx", (unsigned long long)first);
		assert_memory_equal(text, out, 16);
	}
	(void)pseudonym_make_owned(
	    p, "record", span_of("ec"), span_of("u7"), out);
	assert_string_equal(out, cases[1].expected);
	pseudonym_free(p);
	pseudonym_free(NULL);
}

static const struct key_case {
	const char *about;
	size_t len;
	char first, rest;
	enum err_code code;
} keys[] = {
    {"no key", 0, 0, 0, ERR_CONFIG},
    {"one byte short", PSEUDONYM_KEY_MIN - 1, 'a', 'b', ERR_CONFIG},
    {"just long enough", PSEUDONYM_KEY_MIN, 'a', 'b', ERR_NONE},
    {"zeros", PSEUDONYM_KEY_MIN, 0, 0, ERR_CONFIG},
    {"the longest", PSEUDONYM_KEY_MAX, 'a', 'b', ERR_NONE},
    {"no end", PSEUDONYM_KEY_MAX + 1, 'a', 'b', ERR_CONFIG},
};

static void
test_keys(void **state)
{
	char key[PSEUDONYM_KEY_MAX + 1];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct err err = {0};
		struct pseudonym *p;

		memset(key, keys[i].rest, sizeof(key));
		key[0] = keys[i].first;
		p = pseudonym_new(span_make(key, keys[i].len), &err);
		if (err.code != keys[i].code ||
		    (p == NULL) != (err.code != ERR_NONE))
			fail_msg("%s: %d %s", keys[i].about, err.code, err.msg);
		pseudonym_free(p);
	}
}

static const struct file_case {
	const char *about, *text;
	mode_t mode;
	enum err_code code;
} files[] = {
    {"a key", TEXT_KEY, 0600, ERR_NONE},
    {"nobody writes it any more", TEXT_KEY, 0400, ERR_NONE},
    {"the group reads", TEXT_KEY, 0640, ERR_NOPERM},
    {"others read", TEXT_KEY, 0604, ERR_NOPERM},
    {"others write", TEXT_KEY, 0602, ERR_NOPERM},
    {"empty", "", 0600, ERR_CONFIG},
};

static void
test_files(void **state)
{
	char path[] = "/tmp/pseudonym_test.XXXXXX";
	int fd = mkstemp(path);
	size_t i;

	(void)state;
	assert_int_not_equal(fd, -1);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const struct file_case *f = &files[i];
		struct err err = {0};
		struct pseudonym *p;

		assert_int_equal(ftruncate(fd, 0), 0);
		assert_int_equal(
		    pwrite(fd, f->text, strlen(f->text), 0), strlen(f->text));
		assert_int_equal(fchmod(fd, f->mode), 0);
		p = pseudonym_read(path, &err);
		if (err.code != f->code)
			fail_msg("%s: %d %s", f->about, err.code, err.msg);
		assert_int_equal(p == NULL, f->code != ERR_NONE);
		if (p == NULL)
			assert_string_equal(err.path, path);
		pseudonym_free(p);
	}
	assert_int_equal(close(fd), 0);
	assert_int_equal(unlink(path), 0);
}

static void
test_no_file(void **state)
{
	struct err err = {0};

	(void)state;
	assert_null(pseudonym_read("/nonexistent/key", &err));
	assert_int_equal(err.code, ERR_NOINPUT);
	err_clear(&err);
	assert_null(pseudonym_read("/", &err));
	assert_int_equal(err.code, ERR_NOINPUT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_known_answers),
	    cmocka_unit_test(test_keys),
	    cmocka_unit_test(test_files),
	    cmocka_unit_test(test_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
