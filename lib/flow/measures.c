#include "flow/measures.h"
#include "base/civil.h"
#include "flow/view.h"
#include "store/packed.h"

struct span
measures_period(
    const struct kpi_row *row, const struct measures_options *options)
{
	return options->asked.len > 0 && span_eq(row->period, options->period)
	    ? options->asked
	    : row->period;
}

void
measures_of(const struct kpi_row *row, const struct measures_options *options,
    struct measure *to)
{
	struct measure measure = {
	    .kpi = row->kpi,
	    .definition = row->definition,
	    .period = measures_period(row, options),
	    .group = row->group,
	    .unit = row->unit,
	    .as_of_us = options->as_of_us,
	    .value = row->value.value,
	    .digits = row->value.digits,
	    .is_known = row->value.is_known,
	    .is_share = row->is_share,
	    .is_hidden = row->is_concealed,
	    .n = row->n,
	};

	*to = measure;
}

struct span
measures_day(const struct measures_options *options, char day[16])
{
	struct civil civil;

	if (options->as_of_us == CANON_NO_TIME)
		return span_of("");
	civil_from_us(zone_to_local(options->zone, options->as_of_us), &civil);
	snprintf(day, 16, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
	return span_of(day);
}

static int
keep_all(struct store *store, const struct report *report,
    const struct measures_options *options, struct err *err)
{
	char day[16];
	struct measure measure;

	for (size_t i = 0; i < report->count; i++) {
		measures_of(&report->rows[i], options, &measure);
		measure.day = measures_day(options, day);
		if (measure_keep(store, &measure, err) != 0)
			return -1;
	}
	return 0;
}

static const struct out_column keep_columns[] = {
    {"day", OUT_TEXT},
    {"as_of", OUT_TEXT},
    {"values", OUT_INT},
};

static int
say_kept(const struct report *report, const struct measures_options *options,
    struct err *err)
{
	struct out *out = out_new(options->stream, &options->out, keep_columns,
	    sizeof(keep_columns) / sizeof(keep_columns[0]), err);
	struct buf time = {0};
	char day[16];
	int result = -1;

	if (out == NULL)
		return -1;
	zone_format(options->zone, options->as_of_us, &time);
	out_text(out, measures_day(options, day));
	out_text(out, buf_get(&time));
	out_int(out, (int64_t)report->count);
	if (buf_check(&time, err) == 0)
		result = out_end_row(out, err);
	buf_clear(&time);
	if (result == 0)
		return out_finish(out, err);
	out_free(out);
	return -1;
}

int
measures_keep(struct store *store, const struct report *report,
    const struct measures_options *options, struct err *err)
{
	if (options->as_of_us == CANON_NO_TIME)
		return err_set(err, ERR_UNAVAILABLE,
		    "there are no events yet, so there is no day to keep "
		    "values under: say --as-of");
	if (store_begin(store, err) != 0)
		return -1;
	if (keep_all(store, report, options, err) != 0) {
		store_rollback(store);
		return -1;
	}
	packed_follow(store); /* figures change no journey */
	if (store_commit(store, err) != 0)
		return -1;
	return say_kept(report, options, err);
}

static const struct out_column list_columns[] = {
    {"day", OUT_TEXT},
    {"kpi", OUT_TEXT},
    {"definition", OUT_TEXT},
    {"period", OUT_TEXT},
    {"group", OUT_TEXT},
    {"value", OUT_INT},
    {"unit", OUT_TEXT},
    {"n", OUT_INT},
    {"note", OUT_TEXT},
};

struct listing {
	struct out *out;
	const struct zone *zone;
	struct buf period;
};

static int
fill_period(
    struct listing *listing, const struct measure *measure, struct err *err)
{
	struct compare_window window;

	buf_reset(&listing->period);
	if (view_is_relative(measure->period))
		return view_days(listing->zone, measure->period,
		    measure->as_of_us, &window, &listing->period, err);
	buf_span(&listing->period, measure->period);
	return buf_check(&listing->period, err);
}

static int
list_one(void *context, const struct measure *measure, struct err *err)
{
	struct listing *listing = context;
	struct out *out = listing->out;

	if (fill_period(listing, measure, err) != 0)
		return -1;
	out_text(out, measure->day);
	out_text(out, measure->kpi);
	out_text(out, measure->definition);
	out_text(out, buf_get(&listing->period));
	out_text(out, measure->group);
	if (!measure->is_known)
		out_null(out);
	else if (measure->is_share)
		out_rate(out, measure->value);
	else
		out_fixed(out, measure->value, measure->digits);
	out_text(out, measure->unit);
	if (measure->is_hidden)
		out_null(out);
	else
		out_int(out, measure->n);
	out_text(out, span_of(measure->is_hidden ? "hidden" : NULL));
	return out_end_row(out, err);
}

int
measures_list(struct store *store, const struct measures_options *options,
    struct err *err)
{
	struct listing listing = {
	    .out = out_new(options->stream, &options->out, list_columns,
		sizeof(list_columns) / sizeof(list_columns[0]), err),
	    .zone = options->zone,
	};
	int result = -1;

	if (listing.out == NULL)
		return -1;
	if (measure_each(store, list_one, &listing, err) == 0)
		result = out_finish(listing.out, err);
	else
		out_free(listing.out);
	buf_clear(&listing.period);
	return result;
}
