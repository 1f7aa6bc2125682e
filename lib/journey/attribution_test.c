#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journey/attribution.h"
#include "journey/golden.h"

static const enum attribution_model all[] = {ATTRIBUTION_FIRST,
    ATTRIBUTION_LAST, ATTRIBUTION_LINEAR, ATTRIBUTION_LINEAR_UNIQUE,
    ATTRIBUTION_POSITION, ATTRIBUTION_TIME_DECAY, ATTRIBUTION_PARTICIPATION,
    ATTRIBUTION_MARKOV, ATTRIBUTION_SHAPLEY};

static const struct attribution_options usual = {
    .kind = CANON_PURCHASE,
    .has_own = true,
    .lookback_us = ATTRIBUTION_LOOKBACK_US,
    .half_life_us = ATTRIBUTION_HALF_LIFE_US,
    .models = all,
    .n_models = ATTRIBUTION_MODELS,
};

/* Credit of a place by a model, and its value in minor digits. */
static const struct attribution_row *
row_of(const struct attribution_row *rows, size_t n, const char *place,
    enum attribution_model model)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(rows[i].place, place) && rows[i].model == model)
			return &rows[i];
	fail_msg("no row of '%s'", place);
	return NULL;
}

/* --- the golden paths --- */

static char *
take_number(char *text, int64_t *number)
{
	size_t len = strcspn(text, ",\r\n");

	assert_true(num_i64(span_make(text, len), 0, INT64_MAX, number));
	return text + len + 1;
}

static void
add_line(struct attribution *attribution, char *line)
{
	struct span places[16];
	struct err err = {0};
	char *rest = strchr(line, ',');
	int64_t numbers[3];
	size_t n = 0;

	assert_non_null(rest);
	*rest++ = '\0';
	for (char *at = line; at != NULL; n++) {
		char *end = strstr(at, " > ");

		places[n] = end == NULL ? span_of(at)
					: span_make(at, (size_t)(end - at));
		at = end == NULL ? NULL : end + 3;
	}
	for (int i = 0; i < 3; i++)
		rest = take_number(rest, &numbers[i]);
	assert_int_equal(attribution_add(attribution, places, n, numbers[0],
			     numbers[1] * 10000, numbers[2], &err),
	    0);
}

static FILE *
open_golden(const char *name, char line[256])
{
	char path[512];
	FILE *file;

	golden_path(path, name);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(line, 256, file)); /* header */
	return file;
}

static void
check_line(const struct attribution_row *rows, size_t n, char *line)
{
	static const enum attribution_model columns[] = {ATTRIBUTION_FIRST,
	    ATTRIBUTION_LAST, ATTRIBUTION_LINEAR, ATTRIBUTION_LINEAR_UNIQUE,
	    ATTRIBUTION_POSITION, ATTRIBUTION_PARTICIPATION,
	    ATTRIBUTION_MODELS, /* the removal effect */
	    ATTRIBUTION_MARKOV};
	char *rest = strchr(line, ',');
	struct buf text = {0};
	json_t *numbers;

	assert_non_null(rest);
	*rest++ = '\0';
	buf_printf(&text, "[%s]", rest);
	numbers = json_loads(buf_text(&text), 0, NULL);
	assert_non_null(numbers);
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		double expected = json_number_value(json_array_get(numbers, i));
		const struct attribution_row *row;

		if (columns[i] == ATTRIBUTION_MODELS)
			continue;
		row = row_of(rows, n, line, columns[i]);
		assert_true(
		    fabs((double)row->conversions / 1e9 - expected) < 1e-6);
		if (columns[i] == ATTRIBUTION_LINEAR_UNIQUE)
			assert_int_equal(row->conversions,
			    row_of(rows, n, line, ATTRIBUTION_SHAPLEY)
				->conversions);
	}
	json_decref(numbers);
	buf_clear(&text);
}

static void
test_golden(void **state)
{
	struct err err = {0};
	struct attribution *attribution = attribution_new(NULL, &usual, &err);
	const struct attribution_row *rows;
	char line[256];
	FILE *file = open_golden("paths.csv", line);
	size_t n, checked = 0;

	(void)state;
	while (fgets(line, sizeof(line), file) != NULL)
		add_line(attribution, line);
	fclose(file);
	assert_int_equal(attribution_rows(attribution, &rows, &n, &err), 0);
	file = open_golden("paths.expected.csv", line);
	while (fgets(line, sizeof(line), file) != NULL) {
		check_line(rows, n, line);
		checked++;
	}
	fclose(file);
	assert_int_equal(checked, 8);
	assert_int_equal(rows[0].total, 249);
	attribution_free(attribution);
}

/* --- Adobe's purchase of $50 --- */

/* Paid search on 15 September, social on the 18th, e-mail and display on the
 * 24th, when something is bought. */
static const struct sample adobe[] = {
    {.who = "a", .at = "2026-09-15 10:00", .what = "chat:view"},
    {.who = "a", .at = "2026-09-18 10:00", .what = "sns:view"},
    {.who = "a", .at = "2026-09-24 10:00", .what = "phone:view"},
    {.who = "a",
	.at = "2026-09-24 10:00",
	.what = "store:purchase",
	.currency = "USD",
	.amount = 5000},
};

static const struct {
	const char *place;
	enum attribution_model model;
	int64_t cents;
} credits[] = {
    {"chat", ATTRIBUTION_FIRST, 5000},
    {"store", ATTRIBUTION_FIRST, 0},
    {"store", ATTRIBUTION_LAST, 5000},
    {"chat", ATTRIBUTION_LINEAR, 1250},
    {"sns", ATTRIBUTION_LINEAR, 1250},
    {"store", ATTRIBUTION_LINEAR, 1250},
    {"chat", ATTRIBUTION_POSITION, 2000},
    {"sns", ATTRIBUTION_POSITION, 500},
    {"store", ATTRIBUTION_POSITION, 2000},
    {"chat", ATTRIBUTION_TIME_DECAY, 692},
    {"sns", ATTRIBUTION_TIME_DECAY, 932},
    {"phone", ATTRIBUTION_TIME_DECAY, 1688},
    {"store", ATTRIBUTION_TIME_DECAY, 1688},
    {"sns", ATTRIBUTION_PARTICIPATION, 5000},
};

static void
test_adobe(void **state)
{
	struct zone *zone;
	struct err err = {0};
	struct journey_context context;
	struct attribution *attribution;
	const struct attribution_row *rows;
	struct journey_sink sink;
	size_t n;

	(void)state;
	zone = zone_open("Asia/Tokyo", &err);
	sample_context(&context, zone);
	attribution = attribution_new(&context, &usual, &err);
	sink = attribution_sink(attribution);
	assert_int_equal(sample_tell(&context, &sink, adobe, 4, &err), 0);
	assert_int_equal(attribution_rows(attribution, &rows, &n, &err), 0);
	for (size_t i = 0; i < sizeof(credits) / sizeof(credits[0]); i++)
		assert_int_equal(num_round_div(row_of(rows, n, credits[i].place,
						   credits[i].model)
						   ->value,
				     1000000000),
		    credits[i].cents);
	assert_int_equal(rows[0].amount.digits, 2);
	attribution_free(attribution);
	zone_free(zone);
}

/* --- which touches are on a path --- */

static const enum attribution_model linear[] = {ATTRIBUTION_LINEAR};

#define JAN(day, hour) "2026-01-" day " " hour

static const struct {
	struct sample samples[6];
	bool has_own;
	int kind;
	const char *expected; /* place:credit, total, left */
} cases[] = {
    /* Exactly the lookback is on the path, a minute more is not; a cancelled
     * purchase is a touch. */
    {{{.who = "a", .at = JAN("01", "09:59"), .what = "chat:view"},
	 {.who = "a", .at = JAN("01", "10:00"), .what = "sns:view"},
	 {.who = "a",
	     .at = JAN("02", "10:00"),
	     .what = "ec:purchase",
	     .outcome = CANON_CANCELLED},
	 {.who = "a", .at = JAN("31", "10:00"), .what = "store:purchase"}},
	true, CANON_PURCHASE,
	"ec:0.333333333 sns:0.333333333 store:0.333333333 of 1, left 0"},
    /* Not past the purchase before it. */
    {{{.who = "a", .at = JAN("01", "10:00"), .what = "sns:view"},
	 {.who = "a", .at = JAN("02", "10:00"), .what = "store:purchase"},
	 {.who = "a", .at = JAN("03", "10:00"), .what = "ec:purchase"}},
	true, CANON_PURCHASE,
	"ec:1.000000000 sns:0.500000000 store:0.500000000 of 2, left 0"},
    /* Without its own channel the second has no path. */
    {{{.who = "a", .at = JAN("01", "10:00"), .what = "sns:view"},
	 {.who = "a", .at = JAN("02", "10:00"), .what = "store:purchase"},
	 {.who = "a", .at = JAN("03", "10:00"), .what = "ec:purchase"}},
	false, CANON_PURCHASE, "sns:1.000000000 of 1, left 1"},
    /* Another kind of conversion; who has none is on a path all the same. */
    {{{.who = "a", .at = JAN("01", "10:00"), .what = "ec:view"},
	 {.who = "a", .at = JAN("02", "10:00"), .what = "ec:signup"},
	 {.who = "b", .at = JAN("02", "10:00"), .what = "phone:inquiry"},
	 {.who = "c", .at = JAN("02", "10:00"), .what = "sns:payment"}},
	true, CANON_SIGNUP, "ec:1.000000000 phone:0.000000000 of 1, left 0"},
    {{{0}}, true, CANON_PURCHASE, "of 0, left 0"},
};

static void
write_rows(struct attribution *attribution, struct buf *text)
{
	const struct attribution_row *rows;
	struct err err = {0};
	int64_t total = 0;
	size_t n;

	assert_int_equal(attribution_rows(attribution, &rows, &n, &err), 0);
	for (size_t i = 0; i < n; i++) {
		buf_span(text, rows[i].place);
		buf_char(text, ':');
		num_fixed(text, rows[i].conversions, 9);
		buf_char(text, ' ');
		total = rows[i].total;
	}
	buf_printf(text, "of %lld, left %lld", (long long)total,
	    (long long)attribution_left(attribution));
}

static void
test_paths(void **state)
{
	(void)state;
	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		struct attribution_options options = usual;
		struct err err = {0};
		struct zone *zone = zone_open("UTC", &err);
		struct journey_context context;
		struct attribution *one, *two;
		struct journey_sink sink;
		struct buf text = {0};
		size_t n = 0;

		options.kind = cases[c].kind;
		options.has_own = cases[c].has_own;
		options.models = linear;
		options.n_models = 1;
		sample_context(&context, zone);
		one = attribution_new(&context, &options, &err);
		two = attribution_new(&context, &options, &err);
		sink = attribution_sink(one);
		while (n < 6 && cases[c].samples[n].who != NULL)
			n++;
		assert_int_equal(
		    sample_tell(&context, &sink, cases[c].samples, n, &err), 0);
		/* Parts add up to the same. */
		assert_int_equal(sink.merge(two, one, &err), 0);
		write_rows(two, &text);
		assert_string_equal(buf_text(&text), cases[c].expected);
		buf_clear(&text);
		attribution_free(one);
		attribution_free(two);
		zone_free(zone);
	}
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
	static const enum attribution_model models[] = {ATTRIBUTION_LAST,
	    ATTRIBUTION_MARKOV, ATTRIBUTION_TIME_DECAY, ATTRIBUTION_SHAPLEY};
	struct attribution_options options = usual;
	struct journey_context context;
	struct err err = {0};
	struct attribution *attribution;
	struct journey_sink sink;

	(void)state;
	sample_context(&context, NULL);
	options.kind = CANON_PURCHASE;
	options.models = models;
	options.n_models = 4;
	attribution = attribution_new(&context, &options, &err);
	assert_non_null(attribution);
	sink = attribution_sink(attribution);
	assert_true(sample_check_parts(&context, &sink, write_self));
	attribution_free(attribution);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_golden),
	    cmocka_unit_test(test_adobe),
	    cmocka_unit_test(test_paths),
	    cmocka_unit_test(many_parts_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
