#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/civil.h"
#include "kpi/trend.h"

#define MONTHS_OF_YEAR 12

static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

#define BARS ((int64_t)(sizeof(bars) / sizeof(bars[0])))

static int64_t
month_of(const struct zone *zone, int64_t us)
{
	struct civil civil;

	civil_from_us(zone_to_local(zone, us), &civil);
	return civil.year * MONTHS_OF_YEAR + civil.month - 1;
}

void
trend_window(
    const struct zone *zone, int64_t end_us, struct compare_window *window)
{
	int64_t month = month_of(zone, end_us - 1) - (TREND_MONTHS - 1);
	struct civil civil = {
	    .year = (int)(month / MONTHS_OF_YEAR),
	    .month = (int)(month % MONTHS_OF_YEAR) + 1,
	    .day = 1,
	};

	(void)zone_to_utc(zone, civil_us(&civil), &window->from_us);
	window->to_us = end_us;
}

/* By what the row is of, but for the month. */
static int
compare_places(const struct kpi_row *a, const struct kpi_row *b, size_t n_by)
{
	int order = span_cmp(a->kpi, b->kpi);

	if (order == 0)
		order = span_cmp(a->definition, b->definition);
	for (size_t i = 0; order == 0 && i < n_by; i++)
		order = (a->key.by[i] > b->key.by[i]) -
		    (a->key.by[i] < b->key.by[i]);
	if (order == 0)
		order = (a->key.currency > b->key.currency) -
		    (a->key.currency < b->key.currency);
	if (order == 0)
		order = (a->key.row > b->key.row) - (a->key.row < b->key.row);
	return order != 0 ? order : span_cmp(a->name, b->name);
}

struct placed {
	const struct kpi_row *row;
	size_t n_by;
	int64_t month;
};

static int
compare(const void *left, const void *right)
{
	const struct placed *a = left;
	const struct placed *b = right;
	int order = compare_places(a->row, b->row, a->n_by);

	return order != 0 ? order
			  : (a->month > b->month) - (a->month < b->month);
}

/* The first that is not before the place. */
static size_t
find(const struct placed *rows, size_t n, const struct kpi_row *row)
{
	size_t low = 0;

	while (n > 0) {
		size_t half = n / 2;

		if (compare_places(rows[low + half].row, row, rows[low].n_by) <
		    0) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return low;
}

static bool
is_usable(const struct placed *placed, int64_t first)
{
	return placed->row->value.is_known && placed->month >= first &&
	    placed->month < first + TREND_MONTHS;
}

/* Bars of the values from ${rows} on that are of one place. */
static void
draw(const struct placed *rows, size_t n, int64_t first, struct buf *line)
{
	int64_t low = INT64_MAX, high = INT64_MIN, at = first;
	size_t known = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t value = rows[i].row->value.value;

		if (!is_usable(&rows[i], first))
			continue;
		low = value < low ? value : low;
		high = value > high ? value : high;
		known++;
	}
	for (size_t i = 0; known > 1 && i < n; i++) {
		num_i128 above = (num_i128)rows[i].row->value.value - low;
		num_i128 range = (num_i128)high - low;

		if (!is_usable(&rows[i], first))
			continue;
		for (; at < rows[i].month; at++)
			buf_char(line, ' ');
		at++;
		buf_str(line,
		    bars[range == 0 ? BARS / 2
				    : (int64_t)(above * (BARS - 1) / range)]);
	}
}

static int
place_rows(struct placed **placed, const struct report *months,
    const struct by *by, struct err *err)
{
	*placed = calloc(months->count + 1, sizeof(**placed));
	if (*placed == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < months->count; i++) {
		(*placed)[i].row = &months->rows[i];
		(*placed)[i].n_by = by->count;
		(*placed)[i].month = months->rows[i].key.by[by->count];
	}
	if (months->count > 1)
		qsort(*placed, months->count, sizeof(**placed), compare);
	return 0;
}

int
trend_lines(struct report *now, const struct report *months,
    const struct by *by, const struct zone *zone,
    const struct compare_window *window, struct span *lines, struct err *err)
{
	int64_t first = month_of(zone, window->from_us);
	struct placed *placed;
	struct buf line = {0};
	int result = place_rows(&placed, months, by, err);

	for (size_t i = 0; result == 0 && i < now->count; i++) {
		size_t at = find(placed, months->count, &now->rows[i]);
		size_t end = at;

		while (end < months->count &&
		    compare_places(placed[end].row, &now->rows[i], by->count) ==
			0)
			end++;
		buf_reset(&line);
		draw(placed + at, end - at, first, &line);
		result = buf_check(&line, err);
		if (result == 0)
			lines[i] = report_text(now, buf_get(&line), err);
		if (lines[i].data == NULL)
			result = -1;
	}
	buf_clear(&line);
	free(placed);
	return result;
}
