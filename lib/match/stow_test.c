#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/hash.h"
#include "match/blend.h"
#include "match/stow.h"

/* What one record says. */
struct saying {
	const char *id, *family, *given, *earlier, *email;
};

static void
add(struct facts *facts, const struct saying *s)
{
	struct canon_value email = {.field = CANON_F_EMAIL};
	struct canon_record said[2];
	struct facts_record record = {.digest = hash_64(0, span_of(s->id)),
	    .source_name = SPAN("shop"),
	    .native_id = span_of(s->id),
	    .said = said,
	    .n_said = s->earlier == NULL ? 1 : 2,
	    .values = &email,
	    .n_values = s->email != NULL};
	struct err err = {0};

	memset(said, 0, sizeof(said));
	said[0].field[CANON_F_FAMILY_NAME] = span_of(s->family);
	said[0].field[CANON_F_GIVEN_NAME] = span_of(s->given);
	said[1].field[CANON_F_FAMILY_NAME] = span_of(s->earlier);
	said[1].field[CANON_F_GIVEN_NAME] = span_of(s->given);
	email.raw = email.normal = span_of(s->email);
	assert_int_equal(facts_add(facts, &record, &err), 0);
}

static int
keep(void *context, struct span bytes, struct err *err)
{
	buf_span(context, bytes);
	return buf_check(context, err);
}

/* The bytes of finished facts of these records. */
static void
stow(const struct model *model, const struct saying *sayings, size_t n,
    struct buf *bytes)
{
	struct facts facts = {0};
	struct err err = {0};
	size_t i;

	assert_int_equal(facts_begin(&facts, model, &err), 0);
	for (i = 0; i < n; i++)
		add(&facts, &sayings[i]);
	assert_int_equal(facts_finish(&facts, &err), 0);
	assert_int_equal(stow_write(&facts, keep, bytes, &err), 0);
	facts_clear(&facts);
}

static const struct saying there[] = {
    {"1", "smith", "john", NULL, "a@x.test"},
    {"3", "brown", "mary", "jones", "b@x.test"},
    {"5", "white", "ann", NULL, NULL},
};

static const struct saying came[] = {
    {"2", "green", "john", NULL, "a@x.test"},
    {"3", "young", "mary", "brown", "b@x.test"},
    {"6", "smith", "eve", "black", "c@x.test"},
};

static const struct blend_place places[] = {{1, false}, {1, true}, {3, false}};

static const struct saying both[] = {
    {"1", "smith", "john", NULL, "a@x.test"},
    {"2", "green", "john", NULL, "a@x.test"},
    {"3", "young", "mary", "brown", "b@x.test"},
    {"5", "white", "ann", NULL, NULL},
    {"6", "smith", "eve", "black", "c@x.test"},
};

static void
check_record(const struct facts *facts, uint32_t i, const struct saying *s)
{
	uint32_t n, row = i;
	const uint32_t *item;

	assert_int_equal(facts->digest[i], hash_64(0, span_of(s->id)));
	assert_true(span_is(facts_text(facts, FACTS_FAMILY, i), s->family));
	assert_true(span_is(facts_text(facts, FACTS_GIVEN, i), s->given));
	row = facts_more(facts, i);
	assert_int_equal(row == FACTS_NONE, s->earlier == NULL);
	if (row != FACTS_NONE) {
		assert_int_equal(facts_record_of(facts, row), i);
		assert_true(
		    span_is(facts_text(facts, FACTS_FAMILY, row), s->earlier));
	}
	item = facts_items(facts, FACTS_EMAIL, i, &n);
	assert_int_equal(n, s->email != NULL);
	if (n == 0)
		return;
	assert_true(span_is(intern_name(&facts->list[FACTS_EMAIL].pool.names,
				*item & FACTS_ITEM),
	    s->email));
	assert_int_equal((*item & FACTS_SHARED) != 0,
	    strcmp(s->email, "a@x.test") == 0 && facts->n_records > 3);
}

/* What was put among others is as if all had been read together; what changed
 * is still there behind. */
static void
test_blend(void **state)
{
	struct model model;
	struct facts facts = {0}, others = {0};
	struct buf bytes = {0}, more = {0};
	size_t n;
	struct blend blend;
	struct err err = {0};
	uint32_t i;

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	stow(&model, there, 3, &bytes);
	stow(&model, came, 3, &more);
	assert_int_equal(
	    stow_read(&facts, &model, buf_get(&bytes), &n, &err), 0);
	assert_int_equal(
	    stow_read(&others, &model, buf_get(&more), &n, &err), 0);
	assert_int_equal(
	    blend_add(&facts, &others, places, true, &blend, &err), 0);
	assert_int_equal(blend_finish(&facts, &model, &err), 0);
	assert_int_equal(facts.n_records, 5);
	for (i = 0; i < 5; i++)
		check_record(&facts, i, &both[i]);
	assert_int_equal(blend.n_past, 2);
	assert_true(span_is(
	    facts_text(&facts, FACTS_FAMILY, (uint32_t)facts.n_rows - 2),
	    "brown"));
	assert_int_equal(blend.moved[2], 3);
	assert_int_equal(blend.came[1], blend.moved[1]);
	assert_int_equal(blend.came[2], 4);
	blend_clear(&blend);
	facts_clear(&facts);
	facts_clear(&others);
	buf_clear(&bytes);
	buf_clear(&more);
	model_clear(&model);
}

/* As it was; and bytes that are cut anywhere are seen to be. */
static void
test_stow(void **state)
{
	struct model model;
	struct facts facts = {0};
	struct buf bytes = {0};
	struct err err = {0};
	size_t len, n = 0;
	uint32_t i;

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	stow(&model, there, 3, &bytes);
	assert_int_equal(
	    stow_read(&facts, &model, buf_get(&bytes), &n, &err), 0);
	/* The rest is of no use any more. */
	assert_true(n > 0 && n < bytes.len);
	memset(bytes.data + n, 0xee, bytes.len - n);
	assert_int_equal(blend_finish(&facts, &model, &err), 0);
	assert_int_equal(facts.n_records, 3);
	for (i = 0; i < 3; i++)
		check_record(&facts, i, &there[i]);
	facts_clear(&facts);
	buf_reset(&bytes);
	stow(&model, there, 3, &bytes);
	for (len = 0; len < bytes.len; len += 1 + len / 9) {
		struct err why = {0};

		assert_int_equal(stow_read(&facts, &model,
				     span_make(bytes.data, len), &n, &why),
		    -1);
		assert_int_equal(why.code, ERR_DATA);
		facts_clear(&facts);
	}
	buf_clear(&bytes);
	model_clear(&model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_blend),
	    cmocka_unit_test(test_stow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
