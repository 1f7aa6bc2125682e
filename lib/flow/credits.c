#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/num.h"
#include "flow/cells.h"
#include "flow/credits.h"
#include "input/input.h"

#define FILE_DIGITS 4
#define FILE_SCALE 10000
#define NANO INT64_C(1000000000)

enum { PATH, CONVERSIONS, VALUE, NULLS, COLUMNS };

static const char *const column_names[COLUMNS] = {
    "path", "conversions", "value", "nulls"};

struct file {
	const char *path;
	struct attribution *attribution;
	size_t at[COLUMNS]; /* where the columns stand in a row */
	bool has[COLUMNS];
	struct span *places;
	size_t places_cap;
};

/* --- options --- */

static int
take_model(struct credits_options *options, struct span word, struct err *err)
{
	struct attribution_options *attribution = &options->attribution;
	char quoted[ERR_QUOTE_MAX];
	enum attribution_model model = ATTRIBUTION_FIRST;

	while (model < ATTRIBUTION_MODELS &&
	    !span_is(word, attribution_model_names[model]))
		model++;
	if (model == ATTRIBUTION_MODELS)
		return err_set(err, ERR_USAGE,
		    "no model '%s': first, last, linear, linear_unique, "
		    "position, time_decay, participation, markov or shapley",
		    err_quote(quoted, word));
	for (size_t i = 0; i < attribution->n_models; i++)
		if (options->models[i] == model)
			return 0;
	options->models[attribution->n_models++] = model;
	return 0;
}

int
credits_models(const char *text, void *into, struct err *err)
{
	struct credits_options *options = into;
	const char *end;

	options->attribution.n_models = 0;
	options->attribution.models = options->models;
	for (;; text = end + 1) {
		end = strchr(text, ',');
		if (end == NULL)
			return take_model(options, span_of(text), err);
		if (take_model(options, span_make(text, (size_t)(end - text)),
			err) != 0)
			return -1;
	}
}

/* --- rows --- */

static void
put_value(struct out *out, const struct attribution_row *row, bool is_file)
{
	struct episode_money money = row->amount;

	if (is_file) {
		out_fixed(out, num_round_div(row->value, FILE_SCALE),
		    ATTRIBUTION_DIGITS);
		out_null(out);
		return;
	}
	money.minor = num_round_div(row->value, NANO);
	cells_money(out, &money);
}

static int
print_rows(struct out *out, const struct attribution_row *rows, size_t n,
    bool is_file, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		const struct attribution_row *row = &rows[i];

		out_text(out, row->place);
		out_text(out, span_of(attribution_model_names[row->model]));
		out_fixed(out, row->conversions, ATTRIBUTION_DIGITS);
		put_value(out, row, is_file);
		if (row->total > 0)
			out_fixed(out,
			    num_round_div(
				(num_i128)row->conversions * CELLS_RATE_SCALE,
				row->total * NANO),
			    6);
		else
			out_null(out);
		if (out_end_row(out, err) != 0)
			return -1;
	}
	return 0;
}

static int
print(struct attribution *attribution, const struct credits_options *options,
    const struct out_options *how, FILE *stream, bool is_file, struct err *err)
{
	const struct out_column columns[] = {
	    {options->attribution.is_by_campaign ? "campaign" : "channel",
		OUT_TEXT},
	    {"model", OUT_TEXT},
	    {"conversions", OUT_INT},
	    {"value", OUT_INT},
	    {"currency", OUT_TEXT},
	    {"share", OUT_RATE},
	};
	const struct attribution_row *rows;
	struct out *out;
	size_t n;

	if (attribution_rows(attribution, &rows, &n, err) != 0)
		return -1;
	out = out_new(
	    stream, how, columns, sizeof(columns) / sizeof(columns[0]), err);
	if (out == NULL)
		return -1;
	if (print_rows(out, rows, n, is_file, err) == 0)
		return out_finish(out, err);
	out_free(out);
	return -1;
}

int
credits_print(struct attribution *attribution,
    const struct credits_options *options, const struct out_options *how,
    FILE *stream, struct err *err)
{
	return print(attribution, options, how, stream, false, err);
}

/* --- paths that were counted elsewhere --- */

static int
find_columns(struct file *file, const struct input *input, struct err *err)
{
	const struct span *header;
	size_t n;

	header = input_header(input, &n);
	for (size_t i = 0; i < COLUMNS; i++) {
		for (size_t j = 0; j < n && !file->has[i]; j++)
			if (span_is(header[j], column_names[i])) {
				file->at[i] = j;
				file->has[i] = true;
			}
		if (!file->has[i] && i <= CONVERSIONS) {
			err_set(
			    err, ERR_DATA, "no column '%s'", column_names[i]);
			return err_place(err, file->path, 0, NULL);
		}
	}
	return 0;
}

static int
split(struct file *file, struct span path, size_t *n, struct err *err)
{
	static const char arrow[] = " > ";
	size_t len = sizeof(arrow) - 1;
	size_t at = 0, end;

	*n = 0;
	if (span_trim(path).len == 0)
		return 0;
	for (;; at = end + len) {
		for (end = at; end + len <= path.len &&
		     memcmp(path.data + end, arrow, len) != 0;
		     end++)
			continue;
		if (end + len > path.len)
			end = path.len;
		if (array_grow(&file->places, &file->places_cap, *n + 1,
			sizeof(*file->places), err) != 0)
			return -1;
		file->places[(*n)++] =
		    span_trim(span_make(path.data + at, end - at));
		if (end == path.len)
			return 0;
	}
}

static int
read_number(const struct file *file, const struct input_row *row, int column,
    int64_t *number, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	struct span cell;

	*number = 0;
	if (!file->has[column])
		return 0;
	cell = span_trim(row->cells[file->at[column]]);
	if (cell.len == 0 ||
	    (column == VALUE ? num_decimal(cell, FILE_DIGITS, number)
			     : num_i64(cell, 0, INT64_MAX / NANO, number)))
		return 0;
	err_set(err, ERR_DATA, "not a number of %s: '%s'", column_names[column],
	    err_quote(quoted, cell));
	return err_place(err, file->path, row->line, column_names[column]);
}

static int
take_row(struct file *file, const struct input_row *row, struct err *err)
{
	int64_t conversions, value, nulls;
	size_t n;

	if (split(file, row->cells[file->at[PATH]], &n, err) != 0 ||
	    read_number(file, row, CONVERSIONS, &conversions, err) != 0 ||
	    read_number(file, row, VALUE, &value, err) != 0 ||
	    read_number(file, row, NULLS, &nulls, err) != 0)
		return -1;
	return attribution_add(
	    file->attribution, file->places, n, conversions, value, nulls, err);
}

static int
read_rows(struct file *file, struct input *input, struct err *err)
{
	enum input_event event;
	struct input_row row;

	for (;;) {
		if (input_next(input, &row, &event, err) == -1)
			return -1;
		if (event == INPUT_END)
			return 0;
		if (event == INPUT_BAD) {
			*err = *input_fault(input);
			return err_place(err, file->path, row.line, NULL);
		}
		if (event == INPUT_ROW && take_row(file, &row, err) == -1)
			return -1;
	}
}

static int
read_file(struct file *file, struct err *err)
{
	struct input_options options = {0};
	struct input *input = input_open(file->path, &options, err);
	int rc = -1;

	if (input == NULL)
		return -1;
	if (find_columns(file, input, err) == 0)
		rc = read_rows(file, input, err);
	input_close(input);
	return rc;
}

int
credits_run_file(const char *path, const struct credits_options *options,
    const struct out_options *how, FILE *stream, int64_t *left, struct err *err)
{
	struct file file = {.path = path};
	int rc;

	for (size_t i = 0; i < options->attribution.n_models; i++)
		if (options->models[i] == ATTRIBUTION_TIME_DECAY)
			return err_set(err, ERR_USAGE,
			    "time_decay needs times, which --paths has not");
	file.attribution = attribution_new(NULL, &options->attribution, err);
	if (file.attribution == NULL)
		return -1;
	rc = read_file(&file, err);
	if (rc == 0)
		rc = print(file.attribution, options, how, stream, true, err);
	*left = attribution_left(file.attribution);
	attribution_free(file.attribution);
	free(file.places);
	return rc;
}
