#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/num.h"
#include "kpi/compare.h"
#include "kpi/interval.h"

#define MONTHS 12
#define WEEK INT64_C(7)
#define WEEKS_OF_YEAR 52
#define LEAST_DAYS 28 /* of a month */
#define P_975 0.975

/* --- which period --- */

static int64_t
shift_months(const struct zone *zone, int64_t us, int months)
{
	struct civil civil;
	int64_t shifted;
	int at;

	civil_from_us(zone_to_local(zone, us), &civil);
	at = civil.year * MONTHS + civil.month - 1 + months;
	civil.year = at / MONTHS;
	civil.month = at % MONTHS + 1;
	while (civil.day > LEAST_DAYS &&
	    !civil_is_date(civil.year, civil.month, civil.day))
		civil.day--;
	(void)zone_to_utc(zone, civil_us(&civil), &shifted);
	return shifted;
}

static int64_t
shift_days(const struct zone *zone, int64_t us, int64_t days)
{
	int64_t shifted;

	(void)zone_to_utc(
	    zone, zone_to_local(zone, us) + days * CIVIL_US_DAY, &shifted);
	return shifted;
}

/* One unit of the finest dimension of time, or a year. */
static int64_t
shift(const struct zone *zone, enum compare_with with, unsigned by, int64_t us)
{
	if (us == CANON_NO_TIME)
		return us;
	if (with == COMPARE_YEAR)
		return (by & BY_BIT(BY_WEEK)) != 0
		    ? shift_days(zone, us, -WEEK * WEEKS_OF_YEAR)
		    : shift_months(zone, us, -MONTHS);
	if ((by & BY_BIT(BY_DAY)) != 0)
		return shift_days(zone, us, -1);
	if ((by & BY_BIT(BY_WEEK)) != 0)
		return shift_days(zone, us, -WEEK);
	return shift_months(zone, us, -1);
}

static bool
is_month(const struct civil *civil)
{
	return civil->day == 1 && civil->hour == 0 && civil->minute == 0 &&
	    civil->second == 0 && civil->micro == 0;
}

/* As long as the window, and before it. */
static int64_t
begin_before(const struct zone *zone, const struct compare_window *window)
{
	int64_t from_us = zone_to_local(zone, window->from_us);
	int64_t to_us = zone_to_local(zone, window->to_us);
	struct civil from, to;

	civil_from_us(from_us, &from);
	civil_from_us(to_us, &to);
	if (is_month(&from) && is_month(&to))
		return shift_months(zone, window->from_us,
		    (from.year - to.year) * MONTHS + from.month - to.month);
	if ((to_us - from_us) % CIVIL_US_DAY == 0)
		return shift_days(
		    zone, window->from_us, (from_us - to_us) / CIVIL_US_DAY);
	return window->from_us - (window->to_us - window->from_us);
}

int
compare_window(const struct zone *zone, enum compare_with with,
    const struct by *by, int64_t as_of_us, const struct compare_window *window,
    struct compare_window *earlier, struct err *err)
{
	struct compare_window now = *window;
	unsigned bits = by_bits(by);

	if ((bits & BY_TIME) != 0) {
		earlier->from_us = shift(zone, with, bits, now.from_us);
		earlier->to_us = shift(zone, with, bits, now.to_us);
		return 0;
	}
	if (now.from_us == CANON_NO_TIME)
		return err_set(err, ERR_USAGE,
		    "--compare needs a period: say --period, or --by month");
	if (now.to_us == CANON_NO_TIME)
		now.to_us = as_of_us + 1;
	if (now.to_us <= now.from_us)
		return err_set(
		    err, ERR_USAGE, "--compare needs a period that has begun");
	if (with == COMPARE_YEAR) {
		earlier->from_us = shift(zone, with, bits, now.from_us);
		earlier->to_us = shift(zone, with, bits, now.to_us);
		return 0;
	}
	earlier->from_us = begin_before(zone, &now);
	earlier->to_us = now.from_us;
	return 0;
}

static bool
is_midnight(const struct zone *zone, int64_t us)
{
	return zone_to_local(zone, us) % CIVIL_US_DAY == 0;
}

static void
date_text(const struct zone *zone, int64_t us, struct buf *buf)
{
	struct civil civil;

	civil_from_us(zone_to_local(zone, us), &civil);
	buf_printf(buf, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

void
compare_period(const struct zone *zone, const struct compare_window *window,
    struct buf *buf)
{
	if (is_midnight(zone, window->from_us) &&
	    is_midnight(zone, window->to_us)) {
		date_text(zone, window->from_us, buf);
		buf_char(buf, '/');
		date_text(zone, window->to_us - 1, buf);
		return;
	}
	zone_format(zone, window->from_us, buf);
	buf_char(buf, '/');
	zone_format(zone, window->to_us, buf);
}

/* --- which rows --- */

/* The value of a dimension of time one unit or a year earlier. */
static int64_t
earlier_value(enum by_dimension dimension, enum compare_with with,
    unsigned bits, int64_t value)
{
	bool is_year = with == COMPARE_YEAR;
	struct civil civil;

	if (dimension == BY_MONTH)
		return value - (is_year ? MONTHS : 1);
	if (dimension == BY_WEEK)
		return value - WEEK * (is_year ? WEEKS_OF_YEAR : 1);
	if (!is_year)
		return value - 1;
	if ((bits & BY_BIT(BY_WEEK)) != 0)
		return value - WEEK * WEEKS_OF_YEAR;
	civil_from_days(value, &civil);
	civil.year--;
	while (civil.day > LEAST_DAYS &&
	    !civil_is_date(civil.year, civil.month, civil.day))
		civil.day--;
	return civil_days(civil.year, civil.month, civil.day);
}

static int
compare_keys(const struct kpi_row *a, const struct kpi_row *b)
{
	int order = span_cmp(a->kpi, b->kpi);

	if (order == 0)
		order = span_cmp(a->definition, b->definition);
	for (size_t i = 0; order == 0 && i < BY_MAX; i++)
		order = (a->key.by[i] > b->key.by[i]) -
		    (a->key.by[i] < b->key.by[i]);
	if (order == 0)
		order = (a->key.currency > b->key.currency) -
		    (a->key.currency < b->key.currency);
	if (order == 0)
		order = (a->key.row > b->key.row) - (a->key.row < b->key.row);
	return order != 0 ? order : span_cmp(a->name, b->name);
}

static int
compare_rows_by_key(const void *left, const void *right)
{
	const struct kpi_row *const *a = left;
	const struct kpi_row *const *b = right;

	return compare_keys(*a, *b);
}

static struct kpi_row
earlier_key(
    const struct kpi_row *row, enum compare_with with, const struct by *by)
{
	struct kpi_row key = *row;

	for (size_t i = 0; i < by->count; i++)
		if ((BY_TIME & BY_BIT(by->dimensions[i])) != 0)
			key.key.by[i] = earlier_value(by->dimensions[i], with,
			    by_bits(by), row->key.by[i]);
	return key;
}

/* --- what is gone --- */

/* The reverse of earlier_value, where it has one: after the 29th of February
 * there is no such day. */
static bool
later_value(enum by_dimension dimension, enum compare_with with, unsigned bits,
    int64_t *value)
{
	bool is_year = with == COMPARE_YEAR;
	int64_t earlier = *value;
	struct civil civil;

	if (dimension == BY_MONTH)
		*value += is_year ? MONTHS : 1;
	else if (dimension == BY_WEEK)
		*value += WEEK * (is_year ? WEEKS_OF_YEAR : 1);
	else if (!is_year)
		*value += 1;
	else {
		civil_from_days(*value, &civil);
		civil.year++;
		if (!civil_is_date(civil.year, civil.month, civil.day))
			return false;
		*value = civil_days(civil.year, civil.month, civil.day);
	}
	return earlier_value(dimension, with, bits, *value) == earlier;
}

/* Does the month, week or day begin before the window ends, and is it not in
 * the future? */
static bool
has_begun(const struct journey_context *context, enum by_dimension dimension,
    int64_t value)
{
	int64_t end_us = context->filter.to_us;
	int64_t days = value;

	if (context->as_of_us != CANON_NO_TIME &&
	    (end_us == CANON_NO_TIME || end_us > context->as_of_us))
		end_us = context->as_of_us + 1;
	if (end_us == CANON_NO_TIME)
		return false;
	if (dimension == BY_MONTH)
		days = civil_days(
		    (int)(value / MONTHS), (int)(value % MONTHS) + 1, 1);
	return days * CIVIL_US_DAY < zone_to_local(context->zone, end_us);
}

/* Where the row would stand now; false where it could not. Of several
 * dimensions of time one does not tell the other. */
static bool
later_key(const struct kpi_row *row, const struct compare_scope *scope,
    struct tally_key *key)
{
	const struct by *by = scope->by;
	bool has_time = false;

	*key = row->key;
	for (size_t i = 0; i < by->count; i++) {
		enum by_dimension dimension = by->dimensions[i];

		if ((BY_TIME & BY_BIT(dimension)) == 0)
			continue;
		if (has_time ||
		    !later_value(
			dimension, scope->with, by_bits(by), &key->by[i]) ||
		    !has_begun(scope->context, dimension, key->by[i]))
			return false;
		has_time = true;
	}
	return true;
}

static int
period_of(struct report *now, const struct compare_scope *scope,
    const struct tally_key *key, struct span *period, struct err *err)
{
	struct buf text = {0}, ignored = {0};
	int result = -1;

	by_text(scope->by, scope->context, key->by, &text, &ignored);
	if (text.len == 0)
		buf_span(&text, scope->period);
	if (buf_check(&text, err) == 0 && buf_check(&ignored, err) == 0) {
		*period = report_text(now, buf_get(&text), err);
		result = period->data == NULL ? -1 : 0;
	}
	buf_clear(&text);
	buf_clear(&ignored);
	return result;
}

/* That of the other report's figure; where it has no rows the earlier one. */
static const struct figure_use *
use_of(const struct report *now, const struct figure_use *earlier)
{
	for (size_t i = 0; i < now->count; i++)
		if (now->rows[i].use->place == earlier->place)
			return now->rows[i].use;
	return earlier;
}

static int
add_gone(struct report *now, const struct kpi_row *earlier,
    const struct tally_key *key, const struct compare_scope *scope,
    struct err *err)
{
	struct kpi_row row = {
	    .kpi = earlier->kpi,
	    .definition = earlier->definition,
	    .group = earlier->group,
	    .unit = earlier->unit,
	    .note = SPAN("only in the earlier period"),
	    .is_share = earlier->is_share,
	    .is_derived = earlier->is_derived,
	    .use = use_of(now, earlier->use),
	    .key = *key,
	    .name = earlier->name,
	};

	if (period_of(now, scope, key, &row.period, err) != 0)
		return -1;
	return report_add(now, &row, err);
}

/* As rows_emit puts them. */
static int
compare_places(const void *left, const void *right)
{
	const struct kpi_row *a = left;
	const struct kpi_row *b = right;
	int order =
	    (a->use->place > b->use->place) - (a->use->place < b->use->place);

	for (size_t i = 0; order == 0 && i < BY_MAX; i++)
		order = (a->key.by[i] > b->key.by[i]) -
		    (a->key.by[i] < b->key.by[i]);
	if (order == 0)
		order = (a->key.currency > b->key.currency) -
		    (a->key.currency < b->key.currency);
	if (order == 0)
		order = span_cmp(a->name, b->name);
	if (order == 0)
		order = (a->key.row > b->key.row) - (a->key.row < b->key.row);
	return order;
}

int
compare_gone(struct report *now, const struct report *earlier,
    const struct compare_scope *scope, struct err *err)
{
	size_t before = now->count;
	struct kpi_row *rows = calloc(before + 1, sizeof(*rows));
	int result = rows == NULL ? err_nomem(err) : 0;

	if (result == 0 && before > 0) {
		memcpy(rows, now->rows, before * sizeof(*rows));
		qsort(rows, before, sizeof(*rows), compare_places);
	}
	for (size_t i = 0; result == 0 && i < earlier->count; i++) {
		struct kpi_row row = earlier->rows[i];

		if ((!row.value.is_known && !row.is_concealed) ||
		    !later_key(&earlier->rows[i], scope, &row.key) ||
		    bsearch(&row, rows, before, sizeof(*rows),
			compare_places) != NULL)
			continue;
		result = add_gone(now, &earlier->rows[i], &row.key, scope, err);
	}
	free(rows);
	if (result == 0 && now->count > before)
		qsort(
		    now->rows, now->count, sizeof(*now->rows), compare_places);
	return result;
}

/* --- how far apart --- */

static void
set_interval(struct compare_change *change, double low, double high)
{
	int digits = change->change.digits;

	change->low = figure_double(low, digits);
	change->high = figure_double(high, digits);
	change->has_interval = true;
	change->is_clear = low > 0 || high < 0;
}

static bool
is_counted(const struct kpi_row *row)
{
	return row->is_share && row->numerator.is_known &&
	    row->numerator.digits == 0 && row->denominator.is_known &&
	    row->denominator.value > 0 &&
	    row->numerator.value <= row->denominator.value;
}

static void
compare_shares(const struct kpi_row *a, const struct kpi_row *b,
    struct compare_change *change)
{
	double p = (double)a->numerator.value / (double)a->denominator.value;
	double q = (double)b->numerator.value / (double)b->denominator.value;
	double low, high, before_low, before_high;

	interval_wilson(a->numerator.value, a->denominator.value, &low, &high);
	interval_wilson(b->numerator.value, b->denominator.value, &before_low,
	    &before_high);
	set_interval(change,
	    p - q -
		sqrt((p - low) * (p - low) +
		    (before_high - q) * (before_high - q)),
	    p - q +
		sqrt((high - p) * (high - p) +
		    (q - before_low) * (q - before_low)));
}

static double
real(const struct figure_number *number)
{
	double value = (double)number->value;

	for (int i = 0; i < number->digits; i++)
		value /= 10;
	return value;
}

/* The square of a mean's standard error. */
static double
error_of(const struct kpi_row *row)
{
	double error = row->half / interval_t_quantile(P_975, row->n - 1);

	return error * error;
}

static void
compare_means(const struct kpi_row *a, const struct kpi_row *b,
    struct compare_change *change)
{
	double left = error_of(a);
	double right = error_of(b);
	double apart = real(&a->value) - real(&b->value);
	double freedom = (left + right) * (left + right) /
	    (left * left / (double)(a->n - 1) +
		right * right / (double)(b->n - 1));
	double half = interval_t_quantile(P_975, (int64_t)floor(freedom)) *
	    sqrt(left + right);

	set_interval(change, apart - half, apart + half);
}

static void
fill(const struct kpi_row *now, const struct kpi_row *then,
    struct compare_change *change)
{
	change->period = then->period;
	change->previous = then->value;
	change->is_concealed = then->is_concealed;
	if (!now->value.is_known || !then->value.is_known ||
	    now->value.digits != then->value.digits)
		return;
	change->change = now->value;
	change->change.value -= then->value.value;
	if (is_counted(now) && is_counted(then))
		compare_shares(now, then, change);
	else if (now->n > 1 && then->n > 1 && now->half > 0 && then->half > 0)
		compare_means(now, then, change);
}

int
compare_rows(const struct report *now, const struct report *earlier,
    enum compare_with with, const struct by *by, struct compare_change *changes,
    struct err *err)
{
	const struct kpi_row **rows = calloc(earlier->count + 1, sizeof(*rows));

	if (rows == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < earlier->count; i++)
		rows[i] = &earlier->rows[i];
	if (earlier->count > 1)
		qsort(rows, earlier->count, sizeof(*rows), compare_rows_by_key);
	for (size_t i = 0; i < now->count; i++) {
		struct kpi_row key = earlier_key(&now->rows[i], with, by);
		const struct kpi_row *wanted = &key;
		const struct kpi_row **found = earlier->count == 0
		    ? NULL
		    : bsearch(&wanted, rows, earlier->count, sizeof(*rows),
			  compare_rows_by_key);

		memset(&changes[i], 0, sizeof(changes[i]));
		if (found != NULL)
			fill(&now->rows[i], *found, &changes[i]);
	}
	free(rows);
	return 0;
}
