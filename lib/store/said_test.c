#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "store/pack.h"
#include "store/said.h"

#define VALUES 4

struct values {
	struct canon_value value[VALUES];
	size_t n;
};

static int
add(void *data, const struct canon_value *value, struct err *err)
{
	struct values *values = data;

	(void)err;
	assert_in_range(values->n, 0, VALUES - 1);
	values->value[values->n++] = *value;
	return 0;
}

static struct canon_value rich[] = {
    {.field = CANON_F_ID,
	.name = SPAN("line"),
	.normal = SPAN("u1"),
	.raw = SPAN("u1"),
	.is_unique = true},
    {.field = CANON_F_EMAIL, .normal = SPAN("a@x.jp"), .raw = SPAN("A@x.jp")},
    {.field = CANON_F_PHONE, .raw = SPAN("12-x")},
    {.field = CANON_F_ATTR, .name = SPAN("rank"), .raw = SPAN("gold")},
};

static void
write(struct buf *buf, const struct canon_record *record)
{
	struct said_value values[VALUES + 1];

	for (size_t i = 0; i < record->n_values; i++)
		values[i].value = &record->values[i];
	said_write(buf, record, values);
	assert_false(buf->failed);
}

static void
assert_same(const struct canon_record *a, const struct canon_record *b)
{
	for (int i = 0; i < SAID_FIELDS; i++)
		assert_true(span_eq(
		    a->field[said_fields[i]], b->field[said_fields[i]]));
	assert_int_equal(a->n_values, b->n_values);
	for (size_t i = 0; i < a->n_values; i++) {
		assert_int_equal(
		    said_compare_values(&a->values[i], &b->values[i]), 0);
		assert_int_equal(
		    a->values[i].is_unique, b->values[i].is_unique);
	}
}

/* What is read is what was written. */
static void
test_round(void **state)
{
	static char letters[300];
	struct canon_record cases[] = {
	    {.n_values = 0},
	    {.field[CANON_F_FULL_NAME] = SPAN("佐藤")},
	    {.field[CANON_F_MERGED_INTO] = SPAN("m2"), .is_opt_out = true},
	    {.field[CANON_F_OPT_OUT] = SPAN("no")},
	    {.field[CANON_F_STREET] = {letters, sizeof(letters)}},
	    {.values = rich, .n_values = VALUES},
	};
	static const int opt_outs[] = {-1, -1, 1, 0, -1, -1};
	struct err err = {0};

	(void)state;
	memset(letters, 'x', sizeof(letters));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct canon_record got = {0};
		struct values values = {.n = 0};
		struct buf buf = {0};
		int8_t opt_out;

		write(&buf, &cases[i]);
		assert_int_equal(said_read(buf_get(&buf), &got, &opt_out, add,
				     &values, &err),
		    0);
		got.values = values.value;
		got.n_values = values.n;
		assert_same(&cases[i], &got);
		assert_int_equal(opt_out, opt_outs[i]);
		buf_clear(&buf);
	}
}

/* The bytes are part of the format, as keys are made of them; a value that
 * stands twice is written once. */
static void
test_bytes(void **state)
{
	struct canon_value twice[] = {rich[1], rich[1]};
	struct canon_record record = {.field[CANON_F_FAMILY_NAME] = SPAN("Ito"),
	    .values = twice,
	    .n_values = 2,
	    .is_opt_out = true};
	static const char expected[] = "\x04\x03Ito"
				       "\x0c\x00\x02\x06"
				       "a@x.jp"
				       "\x03\x06"
				       "A@x.jp\x00"
				       "\x21\x01";
	struct buf buf = {0};

	(void)state;
	write(&buf, &record);
	assert_int_equal(buf.len, sizeof(expected) - 1);
	assert_memory_equal(buf.data, expected, buf.len);
	buf_clear(&buf);
}

/* Whatever is cut off is told, or is another statement: never read past the
 * end. */
static void
test_cut(void **state)
{
	struct canon_record record = {.field[CANON_F_FULL_NAME] = SPAN("Sato"),
	    .values = rich,
	    .n_values = VALUES};
	struct buf buf = {0};
	size_t n_bad = 0;

	(void)state;
	write(&buf, &record);
	for (size_t len = 0; len < buf.len; len++) {
		struct canon_record got = {0};
		struct values values = {.n = 0};
		struct err err = {0};
		int8_t opt_out;

		n_bad += said_read(span_make(buf.data, len), &got, &opt_out,
			     add, &values, &err) != 0;
	}
	/* Whole statements end where the name and each value end. */
	assert_int_equal(n_bad, buf.len - 1 - VALUES);
	buf_clear(&buf);
}

static void
test_bad(void **state)
{
	static const struct span cases[] = {
	    SPAN("\x7f\x01x"),     /* no such field */
	    SPAN("\x00\x01x"),     /* the same */
	    SPAN("\x03\x05x"),     /* longer than there is */
	    SPAN("\x0c\x00\x09x"), /* no such part */
	    SPAN("\x03\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01x"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct canon_record got = {0};
		struct values values = {.n = 0};
		struct err err = {0};
		int8_t opt_out;

		assert_int_equal(
		    said_read(cases[i], &got, &opt_out, add, &values, &err),
		    -1);
		assert_int_equal(err.code, ERR_DATA);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_round),
	    cmocka_unit_test(test_bytes),
	    cmocka_unit_test(test_cut),
	    cmocka_unit_test(test_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
