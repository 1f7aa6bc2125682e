#include <math.h>
#include <string.h>

#include "kpi/figure.h"
#include "kpi/interval.h"

#define US_PER_S INT64_C(1000000)
#define SECONDS_DIGITS 3

static const char nothing[] = "zero denominator";

static struct tally_key
key_of(const struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, size_t row, uint32_t currency)
{
	struct tally_key key;
	uint32_t first_channel =
	    customer == NULL ? JOURNEY_NONE : customer->first_channel;

	memset(&key, 0, sizeof(key));
	key.row = (uint32_t)row;
	key.currency = currency;
	by_values(use->by, use->context, first_channel, event, key.by);
	return key;
}

struct tally_cell *
figure_keyed(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, size_t row, uint32_t currency,
    struct err *err)
{
	struct tally_key key;

	if (currency == 0 && use->by->count == 0) {
		const struct tally *tally = &use->tally;

		/* Mostly it is there; this is done for each event. */
		if (row < TALLY_PLAIN && tally->plain[row] > 0)
			return &tally->cells[tally->plain[row] - 1];
		return tally_plain(&use->tally, row, err);
	}
	key = key_of(use, customer, event, row, currency);
	return tally_cell(&use->tally, &key, err);
}

struct tally_cell *
figure_named(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, size_t row, uint32_t currency,
    struct span name, struct err *err)
{
	struct tally_key key = key_of(use, customer, event, row, currency);

	if (tally_name(&use->tally, name, &key.name, err) != 0)
		return NULL;
	return tally_cell(&use->tally, &key, err);
}

const struct issues *
figure_issues(const struct figure_use *use, struct figure_customer *customer,
    int64_t repeat_us, struct err *err)
{
	struct issue_options options = use->issue;

	options.repeat_us = repeat_us;
	if (customer->issues_repeat_us == repeat_us)
		return customer->issues;
	customer->issues_repeat_us = -1;
	if (issue_find(customer->issues, customer->journey, &options, err) != 0)
		return NULL;
	customer->issues_repeat_us = repeat_us;
	return customer->issues;
}

const struct handling *
figure_handlings(const struct figure_use *use, struct figure_customer *customer,
    int64_t repeat_us, struct err *err)
{
	const struct issues *issues =
	    figure_issues(use, customer, repeat_us, err);

	if (issues == NULL)
		return NULL;
	if (customer->handlings_repeat_us == repeat_us)
		return customer->handlings->items;
	customer->handlings_repeat_us = -1;
	if (handling_find(
		customer->handlings, customer->journey, issues, err) != 0)
		return NULL;
	customer->handlings_repeat_us = repeat_us;
	return customer->handlings->items;
}

struct figure_number
figure_fixed(num_i128 numerator, int64_t denominator, int digits)
{
	struct figure_number number = {.digits = digits, .is_known = true};

	for (int i = 0; i < digits; i++)
		numerator *= 10;
	number.value = num_round_div(numerator, denominator);
	return number;
}

struct figure_number
figure_money(num_i128 minor, int64_t denominator, int digits)
{
	struct figure_number number = figure_fixed(minor, denominator, 0);

	number.digits = digits;
	return number;
}

struct figure_number
figure_double(double value, int digits)
{
	struct figure_number number = {.digits = digits, .is_known = true};

	for (int i = 0; i < digits; i++)
		value *= 10;
	number.value = llround(value);
	return number;
}

struct figure_number
figure_int(int64_t value)
{
	struct figure_number number = {.value = value, .is_known = true};

	return number;
}

void
figure_ratio(const struct tally_cell *cell, struct figure_row *row)
{
	row->n = cell->total;
	row->numerator = figure_int(cell->hits);
	row->denominator = figure_int(cell->total);
	if (cell->total == 0)
		row->note = nothing;
	else
		row->value =
		    figure_fixed(cell->hits, cell->total, FIGURE_DIGITS);
}

void
figure_count(const struct tally_cell *cell, struct figure_row *row)
{
	row->is_whole = true;
	row->n = cell->hits;
	row->value = figure_int(cell->hits);
	row->numerator = row->value;
}

void
figure_share(const struct tally_cell *cell, struct figure_row *row)
{
	double low, high;

	figure_ratio(cell, row);
	row->is_share = true;
	if (cell->total == 0)
		return;
	interval_wilson(cell->hits, cell->total, &low, &high);
	row->low = figure_double(low, FIGURE_DIGITS);
	row->high = figure_double(high, FIGURE_DIGITS);
}

void
figure_mean(
    const struct tally_cell *cell, int64_t scale, struct figure_row *row)
{
	double half, mean;

	row->n = cell->total;
	row->numerator = figure_fixed(cell->sum, scale, FIGURE_DIGITS);
	row->denominator = figure_int(cell->total);
	if (cell->total == 0) {
		row->note = nothing;
		return;
	}
	row->value =
	    figure_fixed(cell->sum, cell->total * scale, FIGURE_DIGITS);
	if (!interval_half_t(cell->total, cell->sum, cell->squares, &half))
		return;
	row->half = half / (double)scale;
	mean = (double)cell->sum / (double)cell->total;
	row->low = figure_double((mean - half) / (double)scale, FIGURE_DIGITS);
	row->high = figure_double((mean + half) / (double)scale, FIGURE_DIGITS);
}

void
figure_rank(
    const struct tally_cell *cell, int64_t percent, struct figure_row *row)
{
	row->n = cell->total;
	row->denominator = figure_int(cell->total);
	if (cell->bag == NULL) {
		row->note = nothing;
		return;
	}
	row->value = figure_fixed(
	    spread_rank(cell->bag, percent), US_PER_S, SECONDS_DIGITS);
}
