#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "journey/golden.h"
#include "journey/paths.h"

static const struct paths_options whole_variants = {
    .activity = {.has_kind = true},
    .collapse = ACTIVITY_ALL,
    .episode = {.unit = EPISODE_CUSTOMER},
};

/* path episodes/up_to_here/total customers conversions median_s value */
static void
print(struct paths *paths, struct buf *out)
{
	const struct paths_row *rows;
	struct err err = {0};
	size_t n;

	assert_int_equal(paths_rows(paths, &rows, &n, &err), 0);
	for (size_t i = 0; i < n; i++) {
		const struct paths_row *row = &rows[i];

		buf_span(out, row->path);
		buf_printf(out, ": %d/%d/%d %d %d %d", (int)row->episodes,
		    (int)row->up_to_here, (int)row->total, (int)row->customers,
		    (int)row->conversions,
		    (int)(row->seconds.median_ms / 1000));
		if (row->money.is_mixed)
			buf_str(out, " mixed");
		else if (row->money.is_known)
			buf_printf(out, " %d", (int)row->money.minor);
		buf_char(out, '\n');
	}
}

static void
check(const struct paths_options *options, const struct sample *samples,
    size_t n, const char *expected)
{
	struct journey_context context;
	struct err err = {0};
	struct buf out = {0};
	struct paths *paths;
	struct journey_sink sink;

	sample_context(&context, NULL);
	paths = paths_new(&context, options, &err);
	assert_non_null(paths);
	sink = paths_sink(paths);
	assert_int_equal(sample_tell(&context, &sink, samples, n, &err), 0);
	print(paths, &out);
	assert_string_equal(buf_text(&out), expected);
	buf_clear(&out);
	paths_free(paths);
}

static int
compare(const void *left, const void *right)
{
	const int64_t *a = left;
	const int64_t *b = right;

	return (*a > *b) - (*a < *b);
}

static void
golden_variants_and_durations(void **state)
{
	struct golden golden;
	struct journey_context context;
	struct err err = {0};
	const struct paths_row *rows;
	struct paths *paths;
	struct journey_sink sink;
	int64_t durations[GOLDEN_MAX];
	json_t *variants, *expected;
	size_t n;

	(void)state;
	golden_read(&golden);
	sample_context(&context, NULL);
	paths = paths_new(&context, &whole_variants, &err);
	assert_non_null(paths);
	sink = paths_sink(paths);
	assert_int_equal(
	    sample_tell(&context, &sink, golden.samples, golden.n, &err), 0);
	assert_int_equal(paths_rows(paths, &rows, &n, &err), 0);
	variants = json_object_get(golden.expected, "variants");
	assert_int_equal(n, json_object_size(variants));
	for (size_t i = 0; i < n; i++) {
		char key[200];

		snprintf(key, sizeof(key), "%.*s", (int)rows[i].path.len,
		    rows[i].path.data);
		assert_int_equal(rows[i].episodes,
		    json_integer_value(json_object_get(variants, key)));
		durations[i] = rows[i].seconds.mean_ms;
	}
	/* Each variant was taken once, so its mean is the case's length. */
	qsort(durations, n, sizeof(durations[0]), compare);
	expected = json_object_get(golden.expected, "case_durations_sorted");
	assert_int_equal(n, json_array_size(expected));
	for (size_t i = 0; i < n; i++)
		assert_int_equal(durations[i],
		    llround(
			json_number_value(json_array_get(expected, i)) * 1000));
	paths_free(paths);
	json_decref(golden.expected);
}

static const struct sample shop[] = {
    {.who = "A", .at = "2026-01-01 10:00", .what = "ec:view"},
    {.who = "A", .at = "2026-01-01 10:01", .what = "ec:view"},
    {.who = "A",
	.at = "2026-01-02 10:00",
	.what = "store:purchase",
	.amount = 1000},
    {.who = "A", .at = "2026-02-02 10:00", .what = "ec:view"},
    {.who = "A",
	.at = "2026-02-02 10:30",
	.what = "store:return",
	.amount = 400},
    {.who = "B", .at = "2026-01-01 10:00", .what = "ec:view"},
    {.who = "C", .at = "2026-01-01 10:00", .what = "ec:payment"},
    {.who = "D", .at = "2026-01-01 10:00", .what = "chat:inquiry"},
    {.who = "E",
	.at = "2026-01-01 10:00",
	.what = "ec:purchase",
	.amount = 500,
	.currency = "USD"},
    {.who = "F", .at = "2026-01-01 10:00", .what = "ec:purchase"},
};

#define N_SHOP (sizeof(shop) / sizeof(shop[0]))

static void
views_of_a_small_shop(void **state)
{
	struct paths_options options = {
	    .episode = {.unit = EPISODE_GAP, .gap_us = EPISODE_GAP_US},
	};

	(void)state;
	check(&options, shop, N_SHOP,
	    "ec: 3/3/6 3 2 0 500\n"
	    "ec > store: 2/5/6 1 1 44100 600\n"
	    "chat: 1/6/6 1 0 0\n");
	options.activity.is_group = true;
	options.episode.unit = EPISODE_CUSTOMER;
	check(&options, shop, N_SHOP,
	    "online: 3/3/5 3 2 0 500\n"
	    "contact: 1/4/5 1 0 0\n"
	    "online > physical > online > physical: 1/5/5 1 1 2766600 "
	    "600\n");
	options.activity.is_group = false;
	options.collapse = ACTIVITY_FIRST;
	options.activity.has_kind = true;
	check(&options, shop, 5,
	    "ec:view > store:purchase > store:return: 1/1/1 1 1 2766600 "
	    "600\n");
	check(&options, NULL, 0, "");
}

static void
currencies_do_not_mix(void **state)
{
	static const struct sample two[] = {
	    {.who = "A",
		.at = "2026-01-01 10:00",
		.what = "ec:purchase",
		.amount = 1000},
	    {.who = "B",
		.at = "2026-01-01 10:00",
		.what = "ec:purchase",
		.amount = 500,
		.currency = "USD"},
	};

	(void)state;
	check(&whole_variants, two, 2, "ec:purchase: 2/2/2 2 2 0 mixed\n");
}

static void
parts_add_up(void **state)
{
	static const size_t cuts[] = {0, 5, 6, 7, 8, 9, 10};
	struct journey_context context;
	struct err err = {0};
	struct buf whole = {0};

	(void)state;
	sample_context(&context, NULL);
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		struct paths *left = paths_new(&context, &whole_variants, &err);
		struct paths *right =
		    paths_new(&context, &whole_variants, &err);
		struct journey_sink sinks[] = {
		    paths_sink(left), paths_sink(right)};
		struct buf out = {0};

		assert_int_equal(
		    sample_tell(&context, &sinks[0], shop, cuts[i], &err), 0);
		assert_int_equal(sample_tell(&context, &sinks[1],
				     shop + cuts[i], N_SHOP - cuts[i], &err),
		    0);
		assert_int_equal(sinks[0].merge(sinks[0].self, right, &err), 0);
		print(left, &out);
		if (i == 0)
			buf_span(&whole, buf_get(&out));
		assert_string_equal(buf_text(&out), buf_text(&whole));
		buf_clear(&out);
		paths_free(left);
		paths_free(right);
	}
	assert_true(whole.len > 0);
	buf_clear(&whole);
}

/* Counted in many parts. */
static void
write_self(void *self, struct buf *out)
{
	print(self, out);
}

static void
many_parts_add_up(void **state)
{
	struct journey_context context;
	struct err err = {0};
	struct paths *paths;
	struct journey_sink sink;

	(void)state;
	sample_context(&context, NULL);
	paths = paths_new(&context, &whole_variants, &err);
	assert_non_null(paths);
	sink = paths_sink(paths);
	assert_true(sample_check_parts(&context, &sink, write_self));
	paths_free(paths);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(golden_variants_and_durations),
	    cmocka_unit_test(views_of_a_small_shop),
	    cmocka_unit_test(currencies_do_not_mix),
	    cmocka_unit_test(parts_add_up),
	    cmocka_unit_test(many_parts_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
