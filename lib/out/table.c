/*
 * A table for people. The first SAMPLE_ROWS rows are kept until the widths
 * are known, later ones go out as they come with these widths, so that
 * memory stays small. What does not fit a terminal gives way in this order:
 * columns in which nothing stands, the width of long texts, the columns in
 * the middle, for which an ellipsis stands, and at last the width of all.
 */

#include <stdlib.h>

#include "base/array.h"
#include "base/num.h"
#include "out/writer.h"
#include "text/utf8.h"

#define SAMPLE_ROWS 1000
#define GAP "  "
#define GAP_WIDTH 2
#define TEXT_WIDTH_MIN 28 /* names and times are not cut: half is no help */
#define CELL_WIDTH_MIN 8  /* unless there is no other way */

struct cell {
	size_t at, len; /* in text */
};

/* A line of its own before the row with this number. */
struct remark {
	size_t row;
	struct cell text; /* in remark_text */
};

struct table {
	struct buf text;    /* shown forms of the kept rows */
	struct cell *cells; /* n_columns a row */
	size_t n_cells, cells_cap;
	struct buf remark_text;
	struct remark *remarks; /* before the kept rows */
	size_t n_remarks, remarks_cap;
	size_t *widths;
	bool *has_values; /* something stands in the column */
	bool *is_hidden;
	size_t gap;    /* where the ellipsis stands; n_columns = nowhere */
	size_t first;  /* the first column that is not hidden */
	bool is_sized; /* widths are fixed, rows stream */
};

/* Rates are percent to one decimal for a person; the API formats keep all
 * six digits. */
static void
add_number(const struct out *out, size_t i, struct buf *to)
{
	const struct writer_cell *cell = &out->cells[i];

	if ((cell->is_rate || out->columns[i].type == OUT_RATE) &&
	    cell->digits == 6) {
		num_fixed(to, num_round_div(cell->value, 1000), 1);
		buf_char(to, '%');
		return;
	}
	num_fixed(to, cell->value, cell->digits);
}

static void
show_cell(const struct out *out, size_t i, struct buf *to)
{
	if (out->cells[i].kind == WRITER_NUMBER)
		add_number(out, i, to);
	else
		writer_visible(writer_text(out, i), out->options.is_utf8, to);
}

static int
begin(struct out *out, struct err *err)
{
	struct table *table = calloc(1, sizeof *table);
	size_t i;

	if (table == NULL)
		return err_nomem(err);
	out->state = table;
	table->widths = calloc(out->n_columns, sizeof table->widths[0]);
	table->has_values = calloc(out->n_columns, sizeof(bool));
	table->is_hidden = calloc(out->n_columns, sizeof(bool));
	if (table->widths == NULL || table->has_values == NULL ||
	    table->is_hidden == NULL)
		return err_nomem(err);
	table->gap = out->n_columns;
	for (i = 0; i < out->n_columns; i++)
		table->widths[i] = utf8_width(span_of(out->columns[i].name));
	return 0;
}

/* The width of a row as it stands now. */
static size_t
row_width(const struct out *out, const struct table *table)
{
	size_t total = 0;
	size_t i;

	for (i = 0; i < out->n_columns; i++)
		if (!table->is_hidden[i])
			total += table->widths[i] + (total > 0 ? GAP_WIDTH : 0);
	if (table->gap < out->n_columns)
		total += 1 + GAP_WIDTH;
	return total;
}

/* The widest text column that is wider than ${least}, or n_columns. */
static size_t
find_widest(const struct out *out, const struct table *table, size_t least)
{
	size_t widest = out->n_columns;
	size_t i;

	for (i = 0; i < out->n_columns; i++)
		if (!table->is_hidden[i] && out->columns[i].type == OUT_TEXT &&
		    table->widths[i] > least &&
		    (widest == out->n_columns ||
			table->widths[i] > table->widths[widest]))
			widest = i;
	return widest;
}

/* Take from the widest texts until the row fits or all are down to it. */
static void
narrow(const struct out *out, struct table *table, size_t room, size_t least)
{
	size_t total = row_width(out, table);
	size_t widest;

	while (total > room) {
		widest = find_widest(out, table, least);
		if (widest == out->n_columns)
			return;
		table->widths[widest]--;
		total--;
	}
}

static void
hide_empty(const struct out *out, struct table *table)
{
	size_t i;

	for (i = 0; i < out->n_columns; i++)
		table->is_hidden[i] = !table->has_values[i];
	while (
	    table->first + 1 < out->n_columns && table->is_hidden[table->first])
		table->first++;
}

/* Make the row fit the terminal, by what a reader misses least. */
static void
fit(const struct out *out, struct table *table)
{
	size_t room = (size_t)out->options.width;
	size_t i;

	if (out->options.width <= 0 || row_width(out, table) <= room)
		return;
	hide_empty(out, table);
	narrow(out, table, room, TEXT_WIDTH_MIN);
	/* The first and the last column stay. */
	for (i = out->n_columns - 1;
	     i-- > table->first + 1 && row_width(out, table) > room;) {
		if (table->is_hidden[i])
			continue;
		table->is_hidden[i] = true;
		table->gap = i;
	}
	narrow(out, table, room, CELL_WIDTH_MIN);
}

static void
pad(struct buf *line, size_t n)
{
	while (n-- > 0)
		buf_char(line, ' ');
}

static void
add_padded(struct out *out, size_t i, struct span text)
{
	const struct table *table = out->state;
	const char *mark = out->options.is_utf8 ? "…" : ".";
	size_t room = table->widths[i];
	size_t width = utf8_width(text);
	bool is_cut = width > room && out->options.width > 0 && room > 0;
	bool is_last = i + 1 == out->n_columns;

	if (is_cut) {
		text = writer_cut(text, room - 1);
		width = utf8_width(text) + 1;
	}
	if (i == table->gap) {
		buf_str(&out->line, GAP);
		buf_str(&out->line, mark);
	}
	if (table->is_hidden[i])
		return;
	if (i > table->first)
		buf_str(&out->line, GAP);
	if (out->columns[i].type != OUT_TEXT && width < room)
		pad(&out->line, room - width);
	buf_span(&out->line, text);
	if (is_cut)
		buf_str(&out->line, mark);
	if (out->columns[i].type == OUT_TEXT && width < room && !is_last)
		pad(&out->line, room - width);
}

static int
write_header(struct out *out, struct err *err)
{
	const struct table *table = out->state;
	const char *rule = out->options.is_utf8 ? "─" : "-";
	size_t i, j;

	if (out->options.is_color)
		buf_str(&out->line, "\033[1m");
	for (i = 0; i < out->n_columns; i++)
		add_padded(out, i, span_of(out->columns[i].name));
	if (out->options.is_color)
		buf_str(&out->line, "\033[0m");
	buf_char(&out->line, '\n');
	for (i = 0; i < out->n_columns; i++) {
		if (i == table->gap)
			buf_str(&out->line, GAP " ");
		if (table->is_hidden[i])
			continue;
		buf_str(&out->line, i > table->first ? GAP : "");
		for (j = 0; j < table->widths[i]; j++)
			buf_str(&out->line, rule);
	}
	buf_char(&out->line, '\n');
	return writer_flush(out, err);
}

static int
write_remark(struct out *out, struct span text, struct err *err)
{
	buf_span(&out->line, text);
	buf_char(&out->line, '\n');
	return writer_flush(out, err);
}

/* Those that stand before a kept row, from the first that was not written. */
static int
write_remarks(struct out *out, size_t row, size_t *next, struct err *err)
{
	const struct table *table = out->state;

	for (; *next < table->n_remarks && table->remarks[*next].row <= row;
	     ++*next) {
		const struct cell *cell = &table->remarks[*next].text;

		if (write_remark(out,
			span_make(
			    table->remark_text.data + cell->at, cell->len),
			err) != 0)
			return -1;
	}
	return 0;
}

/* The widths are known: write the header and the rows that were kept. */
static int
settle(struct out *out, struct err *err)
{
	struct table *table = out->state;
	const struct cell *cell;
	size_t i, next = 0;

	fit(out, table);
	table->is_sized = true;
	if (write_header(out, err) != 0)
		return -1;
	for (i = 0; i < table->n_cells; i++) {
		cell = &table->cells[i];
		if (i % out->n_columns == 0 &&
		    write_remarks(out, i / out->n_columns, &next, err) != 0)
			return -1;
		add_padded(out, i % out->n_columns,
		    span_make(table->text.data + cell->at, cell->len));
		if ((i + 1) % out->n_columns != 0)
			continue;
		buf_char(&out->line, '\n');
		if (writer_flush(out, err) != 0)
			return -1;
	}
	if (write_remarks(out, SIZE_MAX, &next, err) != 0)
		return -1;
	table->n_cells = 0;
	table->n_remarks = 0;
	buf_reset(&table->text);
	buf_reset(&table->remark_text);
	return 0;
}

static int
remark(struct out *out, struct span text, struct err *err)
{
	struct table *table = out->state;
	struct remark *kept;

	if (table->is_sized)
		return write_remark(out, text, err);
	if (array_grow(&table->remarks, &table->remarks_cap,
		table->n_remarks + 1, sizeof table->remarks[0], err) != 0)
		return -1;
	kept = &table->remarks[table->n_remarks++];
	kept->row = table->n_cells / out->n_columns;
	kept->text.at = table->remark_text.len;
	kept->text.len = text.len;
	buf_span(&table->remark_text, text);
	return buf_check(&table->remark_text, err);
}

static int
keep_cell(struct out *out, size_t i, struct err *err)
{
	struct table *table = out->state;
	struct cell *cell;
	size_t width;

	if (array_grow(&table->cells, &table->cells_cap, table->n_cells + 1,
		sizeof table->cells[0], err) != 0)
		return -1;
	cell = &table->cells[table->n_cells++];
	cell->at = table->text.len;
	show_cell(out, i, &table->text);
	cell->len = table->text.len - cell->at;
	if (buf_check(&table->text, err) != 0)
		return -1;
	width = utf8_width(span_make(table->text.data + cell->at, cell->len));
	if (width > table->widths[i])
		table->widths[i] = width;
	if (width > 0)
		table->has_values[i] = true;
	return 0;
}

static int
row(struct out *out, struct err *err)
{
	struct table *table = out->state;
	size_t i;

	if (!table->is_sized) {
		for (i = 0; i < out->n_columns; i++)
			if (keep_cell(out, i, err) != 0)
				return -1;
		return out->n_rows + 1 < SAMPLE_ROWS ? 0 : settle(out, err);
	}
	for (i = 0; i < out->n_columns; i++) {
		buf_reset(&table->text);
		show_cell(out, i, &table->text);
		if (buf_check(&table->text, err) != 0)
			return -1;
		add_padded(out, i, buf_get(&table->text));
	}
	buf_char(&out->line, '\n');
	return writer_flush(out, err);
}

static int
end(struct out *out, bool is_good, struct err *err)
{
	struct table *table = out->state;
	int rc = 0;

	if (is_good && !table->is_sized)
		rc = settle(out, err);
	if (rc != 0)
		return rc; /* out_free ends it again, without writing */
	buf_clear(&table->text);
	buf_clear(&table->remark_text);
	free(table->remarks);
	free(table->cells);
	free(table->widths);
	free(table->has_values);
	free(table->is_hidden);
	free(table);
	out->state = NULL;
	return 0;
}

const struct writer table_writer = {begin, row, end, remark};
