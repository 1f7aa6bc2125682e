#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "journey/sample.h"
#include "kpi/compare.h"

static int64_t
time_of(const char *text)
{
	return text == NULL ? CANON_NO_TIME : sample_us(text);
}

static void
windows(void **state)
{
	static const struct {
		const char *by;
		enum compare_with with;
		const char *from, *to;
		const char *expected; /* NULL: refused */
	} cases[] = {
	    /* Months as months, days as days, in the zone. */
	    {NULL, COMPARE_PREVIOUS, "2026-03-01", "2026-04-01",
		"2026-02-01/2026-02-28"},
	    {NULL, COMPARE_PREVIOUS, "2026-01-01", "2026-04-01",
		"2025-10-01/2025-12-31"},
	    {NULL, COMPARE_PREVIOUS, "2026-03-02", "2026-03-09",
		"2026-02-23/2026-03-01"},
	    {NULL, COMPARE_PREVIOUS, "2026-03-02 10:00", "2026-03-02 11:00",
		"2026-03-02T09:00:00+09:00/2026-03-02T10:00:00+09:00"},
	    {NULL, COMPARE_YEAR, "2024-02-29", "2024-03-01",
		"2023-02-28/2023-02-28"},
	    {NULL, COMPARE_YEAR, "2026-01-01", "2026-04-01",
		"2025-01-01/2025-03-31"},
	    /* Open at the end: to as_of, 2027-01-01 00:00. */
	    {NULL, COMPARE_PREVIOUS, "2026-12-31", NULL,
		"2026-12-29T23:59:59.999999+09:00/"
		"2026-12-31T00:00:00+09:00"},
	    {NULL, COMPARE_PREVIOUS, NULL, "2026-12-31", NULL},
	    {NULL, COMPARE_YEAR, NULL, NULL, NULL},
	    {NULL, COMPARE_PREVIOUS, "2028-01-01", NULL, NULL},
	    {"channel", COMPARE_PREVIOUS, NULL, NULL, NULL},
	    /* One unit, whatever the length. */
	    {"month", COMPARE_PREVIOUS, "2026-01-01", "2026-04-01",
		"2025-12-01/2026-02-28"},
	    {"channel,day", COMPARE_PREVIOUS, "2026-01-01", "2026-01-03",
		"2025-12-31/2026-01-01"},
	    {"week", COMPARE_PREVIOUS, "2026-01-05", "2026-01-12",
		"2025-12-29/2026-01-04"},
	    {"week", COMPARE_YEAR, "2026-01-05", "2026-01-12",
		"2025-01-06/2025-01-12"},
	};
	struct err err = {0};
	struct zone *zone = zone_open("+09:00", &err);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct compare_window earlier,
		    window = {
			time_of(cases[i].from),
			time_of(cases[i].to),
		    };
		struct by by = {.count = 0};
		struct buf text = {0};
		int result;

		if (cases[i].by != NULL)
			assert_int_equal(
			    by_parse(span_of(cases[i].by), &by, &err), 0);
		result = compare_window(zone, cases[i].with, &by,
		    sample_us("2027-01-01 00:00"), &window, &earlier, &err);
		assert_int_equal(result, cases[i].expected == NULL ? -1 : 0);
		if (cases[i].expected == NULL) {
			assert_int_equal(err.code, ERR_USAGE);
			err_clear(&err);
			continue;
		}
		compare_period(zone, &earlier, &text);
		assert_string_equal(buf_text(&text), cases[i].expected);
		buf_clear(&text);
	}
	zone_free(zone);
}

static const struct figure figure = {.id = "test"};
static const struct figure_use use = {.figure = &figure};

static struct kpi_row
share(int64_t hits, int64_t total)
{
	struct kpi_row row = {
	    .value = figure_fixed(hits, total, 6),
	    .numerator = figure_int(hits),
	    .denominator = figure_int(total),
	    .is_share = true,
	    .n = total,
	    .use = &use,
	};

	return row;
}

static struct kpi_row
mean(int64_t value, double half, int64_t n)
{
	struct kpi_row row = {
	    .value = {value, 0, true},
	    .half = half,
	    .n = n,
	    .use = &use,
	};

	return row;
}

static struct compare_change
change_of(const struct kpi_row *now, const struct kpi_row *then)
{
	static const struct by by;
	struct report a = {0}, b = {0};
	struct compare_change change;
	struct err err = {0};

	assert_int_equal(report_add(&a, now, &err), 0);
	assert_int_equal(report_add(&b, then, &err), 0);
	assert_int_equal(
	    compare_rows(&a, &b, COMPARE_PREVIOUS, &by, &change, &err), 0);
	report_clear(&a);
	report_clear(&b);
	return change;
}

/* R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, Table II, method
 * 10: 56/70 - 48/80 is 0.0524 to 0.3339, 9/10 - 3/10 is 0.1705 to 0.8090,
 * 5/56 - 0/29 is -0.0381 to 0.1926. */
static void
shares_differ_as_by_newcombe(void **state)
{
	static const struct {
		int64_t hits, total, before_hits, before_total;
		int64_t low_4, high_4;
		bool is_clear;
	} cases[] = {
	    {56, 70, 48, 80, 524, 3339, true},
	    {9, 10, 3, 10, 1705, 8090, true},
	    {5, 56, 0, 29, -381, 1926, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct kpi_row now = share(cases[i].hits, cases[i].total);
		struct kpi_row then =
		    share(cases[i].before_hits, cases[i].before_total);
		struct compare_change change = change_of(&now, &then);

		assert_true(change.has_interval);
		assert_int_equal(
		    num_round_div(change.low.value, 100), cases[i].low_4);
		assert_int_equal(
		    num_round_div(change.high.value, 100), cases[i].high_4);
		assert_int_equal(change.is_clear, cases[i].is_clear);
		assert_int_equal(
		    change.change.value, now.value.value - then.value.value);
	}
}

/* 1 and 3, 5 and 9: means 2 and 7, squared errors 1 and 4, so 25 / 17 degrees,
 * of which 1 counts: 5 -+ 12.706 times the root of 5. */
static void
means_differ_as_by_welch(void **state)
{
	struct kpi_row now = mean(7, 2 * 12.7062047362, 2);
	struct kpi_row then = mean(2, 12.7062047362, 2);
	struct compare_change change = change_of(&now, &then);

	(void)state;
	assert_true(change.has_interval);
	assert_int_equal(change.change.value, 5);
	assert_int_equal(change.low.value, -23);
	assert_int_equal(change.high.value, 33);
	assert_false(change.is_clear);
}

/* What is not known is not compared; what has no interval has a change. */
static void
unknown_values_have_no_change(void **state)
{
	struct kpi_row now = mean(7, 0, 5);
	struct kpi_row then = mean(2, 0, 5);
	struct compare_change change = change_of(&now, &then);

	(void)state;
	assert_true(change.change.is_known);
	assert_false(change.has_interval);
	then.value.is_known = false;
	change = change_of(&now, &then);
	assert_false(change.change.is_known);
	assert_false(change.previous.is_known);
	then = mean(2, 0, 5);
	then.key.row = 1;
	change = change_of(&now, &then);
	assert_false(change.previous.is_known);
}

/* A month belongs to the one before, or to that of the year before. */
static void
rows_are_found_by_their_time(void **state)
{
	static const struct by by = {{BY_CHANNEL, BY_MONTH}, .count = 2};
	struct report report = {0};
	struct compare_change changes[3];
	struct err err = {0};

	(void)state;
	for (int64_t month = 0; month < 3; month++) {
		struct kpi_row row = mean(10 * month, 0, 1);

		row.key.by[0] = 4;
		row.key.by[1] = 2026 * 12 + (month == 2 ? -12 : month);
		assert_int_equal(report_add(&report, &row, &err), 0);
	}
	assert_int_equal(compare_rows(&report, &report, COMPARE_PREVIOUS, &by,
			     changes, &err),
	    0);
	assert_false(changes[0].previous.is_known);
	assert_int_equal(changes[1].change.value, 10);
	assert_int_equal(
	    compare_rows(&report, &report, COMPARE_YEAR, &by, changes, &err),
	    0);
	assert_int_equal(changes[0].change.value, -20);
	assert_false(changes[1].previous.is_known);
	report_clear(&report);
}

/* What is said of a period, by its places: "month channel value period note".
 */
static void
write_rows(const struct report *report, struct buf *out)
{
	for (size_t i = 0; i < report->count; i++) {
		const struct kpi_row *row = &report->rows[i];

		buf_printf(out, "%lld %lld %s%lld %.*s%s%.*s\n",
		    (long long)row->key.by[0], (long long)row->key.by[1],
		    row->value.is_known ? "" : "?", (long long)row->value.value,
		    (int)row->period.len, row->period.data,
		    row->note.len > 0 ? " " : "", (int)row->note.len,
		    row->note.data);
	}
}

/* In their places among those that are there now; not what has not begun, and
 * nothing that was not known then either. */
static void
what_is_gone_is_listed(void **state)
{
	/* Months since the year 0: 2026-12, and before and after. */
	enum { DECEMBER = 2026 * 12 + 11 };
	static const struct {
		int64_t month, channel;
		bool is_known;
	} now[] = {{DECEMBER - 1, 1, true}, {DECEMBER, 2, true}},
	  earlier[] = {
	      {DECEMBER - 2, 0, true},  /* November, channel 0: gone */
	      {DECEMBER - 2, 1, true},  /* is there */
	      {DECEMBER - 2, 2, false}, /* was not known */
	      {DECEMBER - 1, 2, true},  /* is there */
	      {DECEMBER - 1, 3, true},  /* gone */
	      {DECEMBER, 2, true},      /* January is to come */
	  };
	struct err err = {0};
	struct zone *zone = zone_open("+09:00", &err);
	struct journey_context context;
	struct by by = {.count = 0};
	struct compare_scope scope = {
	    .with = COMPARE_PREVIOUS,
	    .by = &by,
	    .context = &context,
	};
	struct report a = {0}, b = {0};
	struct buf out = {0};

	(void)state;
	sample_context(&context, zone);
	context.as_of_us = sample_us("2026-12-31 23:59");
	assert_int_equal(by_parse(span_of("month,channel"), &by, &err), 0);
	for (size_t i = 0; i < sizeof(now) / sizeof(now[0]); i++) {
		struct kpi_row row = mean(7, 0, 1);

		row.period = span_of("now");
		row.key.by[0] = now[i].month;
		row.key.by[1] = now[i].channel;
		assert_int_equal(report_add(&a, &row, &err), 0);
	}
	for (size_t i = 0; i < sizeof(earlier) / sizeof(earlier[0]); i++) {
		struct kpi_row row = mean(5, 0, 1);

		row.key.by[0] = earlier[i].month;
		row.key.by[1] = earlier[i].channel;
		row.value.is_known = earlier[i].is_known;
		assert_int_equal(report_add(&b, &row, &err), 0);
	}
	assert_int_equal(compare_gone(&a, &b, &scope, &err), 0);
	write_rows(&a, &out);
#define GONE " only in the earlier period\n"
	assert_string_equal(buf_text(&out),
	    "24322 0 ?0 2026-11" GONE "24322 1 7 now\n"
	    "24323 2 7 now\n24323 3 ?0 2026-12" GONE);
#undef GONE
	buf_clear(&out);
	report_clear(&a);
	report_clear(&b);
	zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(windows),
	    cmocka_unit_test(what_is_gone_is_listed),
	    cmocka_unit_test(shares_differ_as_by_newcombe),
	    cmocka_unit_test(means_differ_as_by_welch),
	    cmocka_unit_test(unknown_values_have_no_change),
	    cmocka_unit_test(rows_are_found_by_their_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
