#include <stdlib.h>

#include "base/buf.h"
#include "base/num.h"
#include "flow/readout.h"
#include "kpi/define.h"

#define WRAP 100 /* where there is no terminal to say how wide it is */
#define WRAP_MIN 40
#define INDENT "  "
#define PEOPLE_DIGITS 3
#define DROPPED INT64_C(1000) /* of FIGURE_DIGITS */

enum column {
	KPI,
	DEFINITION,
	PERIOD,
	GROUP,
	VALUE,
	UNIT,
	NUMERATOR,
	DENOMINATOR,
	CI_LOW,
	CI_HIGH,
	EXCLUDED,
	NOTE,
	PREVIOUS_PERIOD,
	PREVIOUS,
	CHANGE,
	CHANGE_LOW,
	CHANGE_HIGH,
	TREND,
	COLUMNS,
};

static const struct out_column columns[COLUMNS] = {
    {"kpi", OUT_TEXT},
    {"definition", OUT_TEXT},
    {"period", OUT_TEXT},
    {"group", OUT_TEXT},
    {"value", OUT_INT},
    {"unit", OUT_TEXT},
    {"numerator", OUT_INT},
    {"denominator", OUT_INT},
    {"ci_low", OUT_INT},
    {"ci_high", OUT_INT},
    {"excluded", OUT_TEXT},
    {"note", OUT_TEXT},
    {"previous_period", OUT_TEXT},
    {"previous", OUT_INT},
    {"change", OUT_INT},
    {"change_low", OUT_INT},
    {"change_high", OUT_INT},
    {"trend", OUT_TEXT},
};

/* In the table, from left to right; on a narrow terminal those to the right are
 * left away first, but for the last. */
static const enum column of_people[] = {
    PERIOD,
    GROUP,
    VALUE,
    UNIT,
    TREND,
    PREVIOUS,
    CHANGE,
    CHANGE_LOW,
    CHANGE_HIGH,
    CI_LOW,
    CI_HIGH,
    NUMERATOR,
    DENOMINATOR,
    PREVIOUS_PERIOD,
    EXCLUDED,
    NOTE,
};

#define PEOPLE_COLUMNS (sizeof(of_people) / sizeof(of_people[0]))

struct printer {
	const struct readout *readout;
	const struct out_options *options;
	struct out *out;
	enum column shown[COLUMNS];
	struct out_column heads[COLUMNS];
	size_t n_shown;
	struct buf line;
};

/* --- cells --- */

static struct span
text_of(const struct printer *printer, size_t at, enum column column)
{
	const struct readout *readout = printer->readout;
	const struct kpi_row *row = &readout->report->rows[at];
	bool is_plain = printer->options->format != OUT_TABLE;

	if (column == KPI)
		return row->kpi;
	if (column == DEFINITION)
		return row->definition;
	if (column == PERIOD)
		return row->period;
	if (column == GROUP)
		return row->group;
	/* A percent sign says it already. */
	if (column == UNIT)
		return is_plain || !row->is_share ? row->unit : span_of(NULL);
	if (column == EXCLUDED)
		return row->excluded;
	if (column == NOTE)
		return row->note;
	if (column == PREVIOUS_PERIOD && readout->changes != NULL)
		return readout->changes[at].period;
	if (column == TREND && readout->trends != NULL)
		return readout->trends[at];
	return span_of(NULL);
}

/* NULL where the column has no numbers. */
static const struct figure_number *
number_of(const struct printer *printer, size_t at, enum column column)
{
	const struct readout *readout = printer->readout;
	const struct kpi_row *row = &readout->report->rows[at];
	const struct compare_change *change =
	    readout->changes == NULL ? NULL : &readout->changes[at];

	if (column == VALUE)
		return &row->value;
	if (column == NUMERATOR)
		return &row->numerator;
	if (column == DENOMINATOR)
		return &row->denominator;
	if (column == CI_LOW)
		return &row->low;
	if (column == CI_HIGH)
		return &row->high;
	if (change == NULL)
		return NULL;
	if (column == PREVIOUS)
		return &change->previous;
	if (column == CHANGE)
		return &change->change;
	if (column == CHANGE_LOW)
		return &change->low;
	return column == CHANGE_HIGH ? &change->high : NULL;
}

static bool
is_empty(const struct printer *printer, enum column column)
{
	for (size_t i = 0; i < printer->readout->report->count; i++) {
		const struct figure_number *number =
		    number_of(printer, i, column);

		if ((number != NULL && number->is_known) ||
		    text_of(printer, i, column).len > 0)
			return false;
	}
	return true;
}

/* A person reads three decimals. */
static void
put_decimal(struct printer *printer, const struct figure_number *number)
{
	if (printer->options->format == OUT_TABLE &&
	    number->digits == FIGURE_DIGITS)
		out_fixed(printer->out, num_round_div(number->value, DROPPED),
		    PEOPLE_DIGITS);
	else
		out_fixed(printer->out, number->value, number->digits);
}

static void
put_cell(struct printer *printer, size_t at, enum column column)
{
	const struct kpi_row *row = &printer->readout->report->rows[at];
	const struct figure_number *number = number_of(printer, at, column);

	if (columns[column].type == OUT_TEXT)
		out_text(printer->out, text_of(printer, at, column));
	else if (number == NULL || !number->is_known)
		out_null(printer->out);
	else if (row->is_share && column != NUMERATOR && column != DENOMINATOR)
		out_rate(printer->out, number->value);
	else
		put_decimal(printer, number);
}

static int
put_row(struct printer *printer, size_t at, struct err *err)
{
	for (size_t i = 0; i < printer->n_shown; i++)
		put_cell(printer, at, printer->shown[i]);
	return out_end_row(printer->out, err);
}

/* --- lines around them --- */

static int
put_line(struct printer *printer, const char *color, struct err *err)
{
	struct buf line = {0};
	int result;

	if (printer->options->is_color)
		buf_str(&line, color);
	buf_span(&line, buf_get(&printer->line));
	if (printer->options->is_color)
		buf_str(&line, "\033[0m");
	result =
	    buf_check(&printer->line, err) == 0 ? buf_check(&line, err) : -1;
	if (result == 0)
		result = out_remark(printer->out, buf_get(&line), err);
	buf_clear(&line);
	buf_reset(&printer->line);
	return result;
}

static int
put_title(struct printer *printer, const struct figure_use *use, bool is_first,
    struct err *err)
{
	const struct figure *figure = use->figure;

	if (!is_first && out_remark(printer->out, span_of(""), err) != 0)
		return -1;
	buf_str(&printer->line, figure->name);
	if (printer->options->is_utf8) {
		buf_str(&printer->line, " ");
		buf_str(&printer->line, figure->name_ja);
	}
	buf_str(&printer->line, ": ");
	buf_str(&printer->line, figure->id);
	buf_char(&printer->line, '=');
	define_name(use, &printer->line);
	return put_line(printer, "\033[1m", err);
}

/* What it means, in lines that fit. */
static int
put_meaning(
    struct printer *printer, const struct figure_use *use, struct err *err)
{
	const char *text = use->figure->definitions[use->definition].meaning;
	size_t width = printer->options->width > 0
	    ? (size_t)printer->options->width
	    : WRAP;
	size_t len;

	if (width < WRAP_MIN)
		width = WRAP_MIN;
	for (; *text != '\0'; text += len) {
		for (len = 0; text[len] != ' ' && text[len] != '\0'; len++)
			;
		if (printer->line.len > 0 &&
		    printer->line.len + 1 + len > width &&
		    put_line(printer, "\033[2m", err) != 0)
			return -1;
		buf_str(&printer->line, printer->line.len == 0 ? INDENT : " ");
		buf_span(&printer->line, span_make(text, len));
		len += text[len] == ' ';
	}
	return put_line(printer, "\033[2m", err);
}

static int
put_all(struct printer *printer, struct err *err)
{
	const struct report *report = printer->readout->report;
	bool is_table = printer->options->format == OUT_TABLE;

	for (size_t i = 0; i < report->count; i++) {
		const struct figure_use *use = report->rows[i].use;
		bool is_first = i == 0 || report->rows[i - 1].use != use;
		bool is_last =
		    i + 1 == report->count || report->rows[i + 1].use != use;

		if (is_table && is_first &&
		    put_title(printer, use, i == 0, err) != 0)
			return -1;
		if (put_row(printer, i, err) != 0)
			return -1;
		if (is_table && is_last && put_meaning(printer, use, err) != 0)
			return -1;
	}
	return 0;
}

static void
show(struct printer *printer, enum column column)
{
	printer->shown[printer->n_shown] = column;
	printer->heads[printer->n_shown++] = columns[column];
}

static void
choose_columns(struct printer *printer)
{
	bool has_changes = printer->readout->changes != NULL;

	if (printer->options->format != OUT_TABLE) {
		for (int i = 0; i < (has_changes ? TREND : PREVIOUS_PERIOD);
		     i++)
			show(printer, (enum column)i);
		return;
	}
	for (size_t i = 0; i < PEOPLE_COLUMNS; i++)
		if (of_people[i] == GROUP || of_people[i] == VALUE ||
		    !is_empty(printer, of_people[i]))
			show(printer, of_people[i]);
}

int
readout_print(const struct readout *readout, const struct out_options *options,
    FILE *stream, struct err *err)
{
	struct printer printer = {.readout = readout, .options = options};
	int result = -1;

	choose_columns(&printer);
	printer.out =
	    out_new(stream, options, printer.heads, printer.n_shown, err);
	if (printer.out != NULL)
		result = put_all(&printer, err);
	buf_clear(&printer.line);
	if (result == 0)
		return out_finish(printer.out, err);
	out_free(printer.out);
	return -1;
}
