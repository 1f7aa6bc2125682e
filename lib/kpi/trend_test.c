#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "journey/sample.h"
#include "kpi/trend.h"

static void
the_window_is_twelve_months(void **state)
{
	struct err err = {0};
	struct zone *zone = zone_open("+09:00", &err);
	struct compare_window window;
	struct buf text = {0};

	(void)state;
	trend_window(zone, sample_us("2026-03-01 00:00"), &window);
	compare_period(zone, &window, &text);
	assert_string_equal(buf_text(&text), "2025-03-01/2026-02-28");
	buf_reset(&text);
	trend_window(zone, sample_us("2026-03-01 00:00") + 1, &window);
	zone_format(zone, window.from_us, &text);
	assert_string_equal(buf_text(&text), "2025-04-01T00:00:00+09:00");
	buf_clear(&text);
	zone_free(zone);
}

static void
add(struct report *report, int64_t channel, int64_t month, int64_t value)
{
	struct err err = {0};
	struct kpi_row row = {
	    .kpi = SPAN("csat"),
	    .definition = SPAN("mean5"),
	    .value = {value, 6, value >= 0},
	    .key = {.by = {channel, month == 0 ? 0 : 2026 * 12 + month - 1}},
	};

	assert_int_equal(report_add(report, &row, &err), 0);
}

/* From the lowest to the highest; what is not known is a blank. */
static void
months_are_bars(void **state)
{
	static const struct by by = {{BY_CHANNEL}, .count = 1};
	struct err err = {0};
	struct zone *zone = zone_open("+09:00", &err);
	struct report now = {0}, months = {0};
	struct compare_window window;
	struct span lines[4];

	(void)state;
	trend_window(zone, sample_us("2027-01-01 00:00"), &window);
	for (int64_t channel = 0; channel < 4; channel++)
		add(&now, channel, 0, 5);
	add(&months, 1, 3, 10);
	add(&months, 1, 1, 0);
	add(&months, 1, 4, -1);
	add(&months, 1, 5, 5);
	add(&months, 2, 2, 7);
	add(&months, 3, 1, 7);
	add(&months, 3, 2, 7);
	assert_int_equal(
	    trend_lines(&now, &months, &by, zone, &window, lines, &err), 0);
	assert_int_equal(lines[0].len, 0);
	assert_true(span_is(lines[1], "▁ █ ▄"));
	assert_int_equal(lines[2].len, 0);
	assert_true(span_is(lines[3], "▅▅"));
	report_clear(&now);
	report_clear(&months);
	zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_window_is_twelve_months),
	    cmocka_unit_test(months_are_bars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
