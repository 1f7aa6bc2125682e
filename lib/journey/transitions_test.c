#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "journey/golden.h"
#include "journey/transitions.h"

static const struct transitions_options by_customer = {
    .activity = {.has_kind = true},
    .collapse = ACTIVITY_ALL,
    .episode = {.unit = EPISODE_CUSTOMER},
};

/* Seconds of the golden file in 1/1000; none is SPREAD_NONE. */
static int64_t
milli(json_t *times, const char *name)
{
	json_t *value = json_object_get(times, name);

	if (json_is_null(value))
		return SPREAD_NONE;
	return llround(json_number_value(value) * 1000);
}

static int64_t
expected_count(json_t *expected, const char *kind, struct span name)
{
	char key[80];

	snprintf(key, sizeof(key), "%.*s", (int)name.len, name.data);
	return json_integer_value(
	    json_object_get(json_object_get(expected, kind), key));
}

static void
check_pair(json_t *expected, const struct transitions_row *row)
{
	char key[160];
	json_t *times;

	snprintf(key, sizeof(key), "%.*s -> %.*s", (int)row->from.len,
	    row->from.data, (int)row->to.len, row->to.data);
	assert_int_equal(row->count,
	    json_integer_value(
		json_object_get(json_object_get(expected, "dfg"), key)));
	times = json_object_get(
	    json_object_get(expected, "performance_seconds"), key);
	assert_non_null(times);
	assert_int_equal(row->seconds.mean_ms, milli(times, "mean"));
	assert_int_equal(row->seconds.median_ms, milli(times, "median"));
	assert_int_equal(row->seconds.stdev_ms, milli(times, "stdev"));
	assert_int_equal(row->seconds.min_ms, milli(times, "min"));
	assert_int_equal(row->seconds.max_ms, milli(times, "max"));
}

static void
golden_numbers(void **state)
{
	struct golden golden;
	struct journey_context context;
	struct err err = {0};
	struct transitions *transitions;
	struct journey_sink sink;
	const struct transitions_row *rows;
	size_t n, n_pairs = 0, n_starts = 0, n_ends = 0;

	(void)state;
	golden_read(&golden);
	sample_context(&context, NULL);
	transitions = transitions_new(&context, &by_customer, &err);
	assert_non_null(transitions);
	sink = transitions_sink(transitions);
	assert_int_equal(
	    sample_tell(&context, &sink, golden.samples, golden.n, &err), 0);
	assert_int_equal(transitions_rows(transitions, &rows, &n, &err), 0);
	for (size_t i = 0; i < n; i++) {
		if (span_is(rows[i].from, "(start)")) {
			assert_int_equal(rows[i].count,
			    expected_count(
				golden.expected, "start", rows[i].to));
			assert_int_equal(rows[i].seconds.mean_ms, SPREAD_NONE);
			n_starts++;
		} else if (span_is(rows[i].to, "(end)")) {
			assert_int_equal(rows[i].count,
			    expected_count(
				golden.expected, "end", rows[i].from));
			n_ends++;
		} else {
			check_pair(golden.expected, &rows[i]);
			n_pairs++;
		}
	}
	assert_int_equal(
	    n_pairs, json_object_size(json_object_get(golden.expected, "dfg")));
	assert_int_equal(n_starts,
	    json_object_size(json_object_get(golden.expected, "start")));
	assert_int_equal(
	    n_ends, json_object_size(json_object_get(golden.expected, "end")));
	transitions_free(transitions);
	json_decref(golden.expected);
}

/* from>to count/customers/from_total mean_ms, a blank between rows. */
static void
print(struct transitions *transitions, struct buf *out)
{
	const struct transitions_row *rows;
	struct err err = {0};
	size_t n;

	assert_int_equal(transitions_rows(transitions, &rows, &n, &err), 0);
	for (size_t i = 0; i < n; i++) {
		buf_span(out, rows[i].from);
		buf_char(out, '>');
		buf_span(out, rows[i].to);
		buf_printf(out, " %d/%d/%d", (int)rows[i].count,
		    (int)rows[i].customers, (int)rows[i].from_total);
		if (rows[i].seconds.mean_ms != SPREAD_NONE)
			buf_printf(out, " %d", (int)rows[i].seconds.mean_ms);
		buf_char(out, '\n');
	}
}

static const struct sample samples[] = {
    {.who = "A",
	.at = "2026-01-01 10:00",
	.what = "phone:inquiry",
	.until = "2026-01-01 10:10"},
    {.who = "A", .at = "2026-01-01 10:05", .what = "phone:inquiry"},
    {.who = "A", .at = "2026-01-01 10:05:02", .what = "chat:inquiry"},
    {.who = "A", .at = "2026-01-01 10:06:02", .what = "phone:inquiry"},
    {.who = "B", .at = "2026-01-01 10:00", .what = "phone:inquiry"},
    {.who = "C", .at = "2026-01-01 10:00", .what = "ec:impression"},
};

#define N_SAMPLES (sizeof(samples) / sizeof(samples[0]))

static void
collapsing(void **state)
{
	static const struct {
		enum activity_collapse collapse;
		const char *expected;
	} cases[] = {
	    {ACTIVITY_ALL,
		"(start)>phone 2/2/2\n"
		"chat>phone 1/1/1 60000\n"
		"phone>(end) 2/2/4\n"
		"phone>chat 1/1/4 2000\n"
		"phone>phone 1/1/4 0\n"},
	    {ACTIVITY_REPEATS,
		"(start)>phone 2/2/2\n"
		"chat>phone 1/1/1 60000\n"
		"phone>(end) 2/2/3\n"
		"phone>chat 1/1/3 2000\n"},
	    {ACTIVITY_FIRST,
		"(start)>phone 2/2/2\n"
		"chat>(end) 1/1/1\n"
		"phone>(end) 1/1/2\n"
		"phone>chat 1/1/2 0\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct transitions_options options = {
		    .collapse = cases[i].collapse,
		    .episode = {.unit = EPISODE_CUSTOMER},
		};
		struct journey_context context;
		struct err err = {0};
		struct buf out = {0};
		struct transitions *transitions;
		struct journey_sink sink;

		sample_context(&context, NULL);
		transitions = transitions_new(&context, &options, &err);
		assert_non_null(transitions);
		sink = transitions_sink(transitions);
		assert_int_equal(
		    sample_tell(&context, &sink, samples, N_SAMPLES, &err), 0);
		print(transitions, &out);
		assert_string_equal(buf_text(&out), cases[i].expected);
		buf_clear(&out);
		transitions_free(transitions);
	}
}

/* Counted apart and merged, at every cut between customers. */
static void
parts_add_up(void **state)
{
	static const size_t cuts[] = {0, 5, 8, 10, 14, 17, 19};
	struct golden golden;
	struct journey_context context;
	struct err err = {0};
	struct buf whole = {0};

	(void)state;
	golden_read(&golden);
	assert_int_equal(golden.n, 19);
	sample_context(&context, NULL);
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		struct transitions *left =
		    transitions_new(&context, &by_customer, &err);
		struct transitions *right =
		    transitions_new(&context, &by_customer, &err);
		struct journey_sink sinks[] = {
		    transitions_sink(left), transitions_sink(right)};
		struct buf out = {0};

		assert_int_equal(sample_tell(&context, &sinks[0],
				     golden.samples, cuts[i], &err),
		    0);
		assert_int_equal(
		    sample_tell(&context, &sinks[1], golden.samples + cuts[i],
			golden.n - cuts[i], &err),
		    0);
		assert_int_equal(sinks[0].merge(sinks[0].self, right, &err), 0);
		print(left, &out);
		if (i == 0)
			buf_span(&whole, buf_get(&out));
		assert_string_equal(buf_text(&out), buf_text(&whole));
		buf_clear(&out);
		transitions_free(left);
		transitions_free(right);
	}
	assert_true(whole.len > 0);
	buf_clear(&whole);
	json_decref(golden.expected);
}

static void
nothing_gives_no_rows(void **state)
{
	struct journey_context context;
	struct err err = {0};
	const struct transitions_row *rows;
	struct transitions *transitions;
	struct journey_sink sink;
	size_t n;

	(void)state;
	sample_context(&context, NULL);
	transitions = transitions_new(&context, &by_customer, &err);
	assert_non_null(transitions);
	sink = transitions_sink(transitions);
	assert_int_equal(sample_tell(&context, &sink, NULL, 0, &err), 0);
	assert_int_equal(transitions_rows(transitions, &rows, &n, &err), 0);
	assert_int_equal(n, 0);
	transitions_free(transitions);
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
	struct transitions *transitions;
	struct journey_sink sink;

	(void)state;
	sample_context(&context, NULL);
	transitions = transitions_new(&context, &by_customer, &err);
	assert_non_null(transitions);
	sink = transitions_sink(transitions);
	assert_true(sample_check_parts(&context, &sink, write_self));
	transitions_free(transitions);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(golden_numbers),
	    cmocka_unit_test(collapsing),
	    cmocka_unit_test(parts_add_up),
	    cmocka_unit_test(nothing_gives_no_rows),
	    cmocka_unit_test(many_parts_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
