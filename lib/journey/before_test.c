#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "journey/before.h"
#include "journey/sample.h"

/* p complains after a visit to the shop and a chat, q at once, r never. */
static const struct sample samples[] = {
    {.who = "p", .at = "2026-01-01", .what = "ec:view"},
    {.who = "p", .at = "2026-01-02", .what = "store:visit"},
    {.who = "p", .at = "2026-01-03", .what = "ec:payment"},
    {.who = "p", .at = "2026-01-04", .what = "chat:message"},
    {.who = "p", .at = "2026-01-05", .what = "phone:inquiry"},
    {.who = "p", .at = "2026-01-06", .what = "ec:view"},
    {.who = "p", .at = "2026-01-07", .what = "phone:inquiry"},
    {.who = "q", .at = "2026-01-01", .what = "phone:inquiry"},
    {.who = "r", .at = "2026-01-01", .what = "chat:message"},
    {.who = "r", .at = "2026-01-02", .what = "chat:message"},
    {.who = "r", .at = "2026-01-03", .what = "ec:view"},
};

/*
 * Two touches to look back at. Happened: p after chat and store, q after
 * nothing. Touches with two before them: of p chat (ec store), phone (store
 * chat), ec (chat phone), phone (phone ec), of r ec (chat chat): chat before 3
 * of 5, store before 2 of 5; half of the events had two.
 */
static const char expected[] = "(none) 1/2 500000000000 "
			       "chat 1/2 300000000000 "
			       "store 1/2 200000000000 ";

static void
write_rows(struct before *before, struct buf *text)
{
	const struct before_row *rows;
	struct err err = {0};
	size_t n;

	assert_int_equal(before_rows(before, &rows, &n, &err), 0);
	for (size_t i = 0; i < n; i++) {
		buf_span(text, rows[i].activity);
		buf_printf(text, " %d/%d %lld ", (int)rows[i].customers,
		    (int)rows[i].of, (long long)rows[i].base);
	}
}

static void
test_before(void **state)
{
	static const struct before_options options = {.n_last = 2};
	struct journey_context context;
	struct err err = {0};
	struct before *parts[3];
	struct buf text = {0};

	(void)state;
	sample_context(&context, NULL);
	context.filter.kinds = JOURNEY_BIT(CANON_INQUIRY);
	/* In two parts, which are added up. */
	for (int i = 0; i < 3; i++) {
		static const size_t bounds[] = {0, 7, 11, 11};
		struct journey_sink sink;

		parts[i] = before_new(&context, &options, &err);
		assert_non_null(parts[i]);
		sink = before_sink(parts[i]);
		assert_int_equal(
		    sample_tell(&context, &sink, samples + bounds[i],
			bounds[i + 1] - bounds[i], &err),
		    0);
	}
	assert_int_equal(
	    before_sink(parts[2]).merge(parts[2], parts[0], &err), 0);
	assert_int_equal(
	    before_sink(parts[2]).merge(parts[2], parts[1], &err), 0);
	write_rows(parts[2], &text);
	assert_string_equal(buf_text(&text), expected);
	buf_clear(&text);
	for (int i = 0; i < 3; i++)
		before_free(parts[i]);
}

/* Counted in many parts. */
static void
write_self(void *self, struct buf *out)
{
	write_rows(self, out);
}

static void
many_parts_add_up(void **state)
{
	static const struct before_options options = {.n_last = 2};
	struct journey_context context;
	struct err err = {0};
	struct before *before;
	struct journey_sink sink;

	(void)state;
	sample_context(&context, NULL);
	context.filter.kinds = JOURNEY_BIT(CANON_INQUIRY);
	before = before_new(&context, &options, &err);
	assert_non_null(before);
	sink = before_sink(before);
	assert_true(sample_check_parts(&context, &sink, write_self));
	before_free(before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_before),
	    cmocka_unit_test(many_parts_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
