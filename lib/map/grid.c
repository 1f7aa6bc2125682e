#include <stdio.h>
#include <string.h>

#include "map/grid.h"
#include "norm/ascii.h"
#include "norm/date.h"
#include "text/fold.h"

#define ROWS (SAMPLE_ROWS + 64) /* with what may stand above the header */
#define TRIAL_ROWS 64

struct grid_row {
	struct span *cells;
	size_t n;
};

struct grid {
	struct arena *arena;
	struct span text;
	char delimiter;
	struct grid_row *rows;
	size_t n_rows;
	size_t width; /* cells that most rows have */
	size_t header;
};

/* Where the cell that begins at ${at} ends. */
static size_t
cell_end(struct span text, size_t at, char delimiter)
{
	const char *data = text.data;

	if (at < text.len && data[at] == '"') {
		for (at++; at < text.len; at++) {
			if (data[at] != '"')
				continue;
			if (at + 1 == text.len || data[at + 1] != '"')
				break;
			at++;
		}
	}
	while (at < text.len && data[at] != delimiter && data[at] != '\n' &&
	    data[at] != '\r')
		at++;
	return at;
}

/* The text of a cell without its quotes and what Excel needs. */
static struct span
cell_text(struct span cell, struct arena *arena)
{
	char *copy;
	size_t n = 0;

	if (cell.len > 3 && span_starts(cell, "=\"") && span_ends(cell, "\""))
		return span_make(cell.data + 2, cell.len - 3);
	if (cell.len > 1 && cell.data[0] == '\'' &&
	    (ascii_is_digit(cell.data[1]) || cell.data[1] == '+'))
		return span_make(cell.data + 1, cell.len - 1);
	if (cell.len < 2 || cell.data[0] != '"')
		return cell;
	copy = arena_alloc(arena, cell.len);
	if (copy == NULL)
		return span_make("", 0);
	for (size_t i = 1; i < cell.len; i++) {
		if (cell.data[i] == '"' && ++i == cell.len)
			break;
		copy[n++] = cell.data[i];
	}
	return span_make(copy, n);
}

/* The cells of the row at *${at}, which is moved behind it; ${row} may be
 * NULL when only their number is asked for. */
static size_t
read_row(const struct grid *grid, size_t *at, struct grid_row *row)
{
	struct span text = grid->text;
	size_t start = *at;
	size_t n = 0;

	for (;;) {
		size_t end = cell_end(text, start, grid->delimiter);

		if (row != NULL && n < row->n)
			row->cells[n] =
			    cell_text(span_make(text.data + start, end - start),
				grid->arena);
		n++;
		start = end + 1;
		if (end >= text.len || text.data[end] != grid->delimiter)
			break;
	}
	if (start < text.len && text.data[start - 1] == '\r' &&
	    text.data[start] == '\n')
		start++;
	*at = start < text.len ? start : text.len;
	return n;
}

/* How many of the first rows have the commonest number of cells. */
static size_t
commonest(const size_t *counts, size_t n, size_t *width)
{
	size_t best = 0;

	*width = 0;
	for (size_t i = 0; i < n; i++) {
		size_t same = 0;

		for (size_t j = 0; j < n; j++)
			same += counts[j] == counts[i];
		if (same > best || (same == best && counts[i] > *width)) {
			best = same;
			*width = counts[i];
		}
	}
	return best;
}

/* The delimiter that parts most rows alike; the comma where none does. */
static void
find_delimiter(struct grid *grid)
{
	static const char choices[] = {',', '\t', ';', '|'};
	size_t counts[TRIAL_ROWS] = {0};
	size_t width, best = 0;
	char found = ',';

	for (size_t c = 0; c < sizeof(choices); c++) {
		size_t at = 0, n = 0, score;

		grid->delimiter = choices[c];
		while (at < grid->text.len && n < TRIAL_ROWS) {
			size_t cells = read_row(grid, &at, NULL);

			if (cells > 1)
				counts[n++] = cells;
		}
		score = commonest(counts, n, &width);
		score = score * 100 + (width < 100 ? width : 99);
		if (n > 0 && score > best) {
			best = score;
			found = choices[c];
		}
	}
	grid->delimiter = found;
}

static int
read_rows(struct grid *grid, bool is_cut, struct err *err)
{
	size_t at = 0;

	grid->rows = arena_zero(grid->arena, ROWS * sizeof(*grid->rows));
	if (grid->rows == NULL)
		return err_nomem(err);
	while (at < grid->text.len && grid->n_rows < ROWS) {
		struct grid_row *row = &grid->rows[grid->n_rows];
		size_t again = at;
		bool is_blank;

		row->n = read_row(grid, &again, NULL);
		if (row->n > SAMPLE_COLUMNS)
			row->n = SAMPLE_COLUMNS;
		row->cells =
		    arena_zero(grid->arena, (row->n + 1) * sizeof(*row->cells));
		if (row->cells == NULL)
			return err_nomem(err);
		read_row(grid, &at, row);
		is_blank = row->n == 1 && row->cells[0].len == 0;
		if (!is_blank && !(is_cut && at >= grid->text.len))
			grid->n_rows++;
	}
	if (grid->n_rows == 0)
		return err_set(err, ERR_DATA, "there is no row in it");
	return 0;
}

static void
find_width(struct grid *grid)
{
	size_t counts[TRIAL_ROWS] = {0};
	size_t n = 0;

	while (n < grid->n_rows && n < TRIAL_ROWS) {
		counts[n] = grid->rows[n].n;
		n++;
	}
	(void)commonest(counts, n, &grid->width);
	while (grid->header + 1 < grid->n_rows &&
	    grid->rows[grid->header].n != grid->width)
		grid->header++;
}

/* A name of a column is no number, date or address. */
static bool
is_value(struct span cell)
{
	struct date date;
	size_t digits = 0;

	for (size_t i = 0; i < cell.len; i++)
		digits += ascii_is_digit(cell.data[i]);
	if (cell.len > 0 && digits * 2 > cell.len)
		return true;
	return memchr(cell.data, '@', cell.len) != NULL || cell.len > 200 ||
	    date_parse(cell, span_of(""), &date) == DATE_OK;
}

static bool
is_header(const struct grid_row *row)
{
	size_t n_named = 0;

	for (size_t i = 0; i < row->n; i++) {
		struct span cell = fold_trim(row->cells[i]);

		if (cell.len > 0 && is_value(cell))
			return false;
		n_named += cell.len > 0;
	}
	return n_named * 2 > row->n;
}

/* A row above the header whose value is an offset tells the zone. */
static void
find_zone(struct sample *sample, const struct grid *grid)
{
	for (size_t i = 0; i < grid->header; i++) {
		const struct grid_row *row = &grid->rows[i];
		struct span value;

		if (row->n < 2)
			continue;
		value = row->cells[1];
		if (value.len >= 5 && strchr("+-", value.data[0]) != NULL &&
		    ascii_is_digit(value.data[1]) &&
		    (value.data[3] == ':' || value.len == 5))
			sample->zone_key = row->cells[0];
	}
}

/* "NAME", or where equal names stand in the header "NAME#2". */
static struct span
column_name(const struct grid *grid, const struct span *folded, size_t at)
{
	const struct grid_row *row = &grid->rows[grid->header];
	struct buf name = {0};
	struct span copy;
	size_t before = 0, all = 0;

	for (size_t i = 0; i < row->n; i++) {
		bool is_same = span_eq(folded[i], folded[at]);

		all += is_same;
		before += is_same && i <= at;
	}
	if (all < 2)
		return row->cells[at];
	buf_span(&name, row->cells[at]);
	buf_printf(&name, "#%zu", before);
	copy = arena_span(grid->arena, buf_get(&name));
	buf_clear(&name);
	return copy;
}

static int
name_columns(struct sample *sample, const struct grid *grid, struct err *err)
{
	const struct grid_row *row = &grid->rows[grid->header];
	struct span *folded =
	    arena_zero(grid->arena, (row->n + 1) * sizeof(*folded));
	char number[24];

	if (folded == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < row->n; i++)
		folded[i] = fold_name(row->cells[i], grid->arena);
	for (size_t i = 0; i < row->n; i++) {
		struct span name;

		(void)snprintf(number, sizeof(number), "%zu", i + 1);
		name = sample->has_header ? column_name(grid, folded, i)
					  : span_of(number);
		if (sample->header_name.len == 0 && name.len > 0)
			sample->header_name = row->cells[i];
		/* Two columns without a name are two columns all the same. */
		if (folded[i].len == 0 && sample->has_header) {
			(void)snprintf(number, sizeof(number), "#%zu", i + 1);
			name = span_of(number);
		}
		if (sample_column(sample, name, err) == NULL)
			return -1;
	}
	return 0;
}

static void
fill(struct sample *sample, const struct grid *grid)
{
	size_t first = grid->header + (sample->has_header ? 1 : 0);

	for (size_t r = first; r < grid->n_rows && sample->n_rows < SAMPLE_ROWS;
	     r++) {
		const struct grid_row *row = &grid->rows[r];

		if (row->n != grid->width)
			continue;
		for (size_t c = 0; c < sample->n_columns; c++)
			sample->columns[c].values[sample->n_rows] =
			    fold_trim(row->cells[c]);
		sample->n_rows++;
	}
}

/* A first line "sep=;" says the delimiter to Excel. */
static void
take_sep(struct grid *grid)
{
	size_t at = 0;

	if (!span_starts(grid->text, "sep=") || grid->text.len < 6 ||
	    (grid->text.data[5] != '\n' && grid->text.data[5] != '\r'))
		return;
	grid->delimiter = grid->text.data[4];
	grid->text.data += 5;
	grid->text.len -= 5;
	while (at < grid->text.len && strchr("\r\n", grid->text.data[at]))
		at++;
	grid->text.data += at;
	grid->text.len -= at;
}

static void
skip_lines(struct span *text, int64_t n)
{
	while (n-- > 0 && text->len > 0) {
		const char *end = memchr(text->data, '\n', text->len);
		size_t len =
		    end == NULL ? text->len : (size_t)(end - text->data) + 1;

		text->data += len;
		text->len -= len;
	}
}

int
grid_read(
    struct sample *sample, const struct input_options *options, struct err *err)
{
	struct grid grid = {.arena = &sample->arena,
	    .text = buf_get(&sample->text),
	    .delimiter = options->delimiter};

	take_sep(&grid);
	skip_lines(&grid.text, options->skip);
	if (grid.delimiter == '\0' && sample->type == INPUT_TSV)
		grid.delimiter = '\t';
	if (grid.delimiter == '\0')
		find_delimiter(&grid);
	if (read_rows(&grid, sample->is_cut, err) != 0)
		return -1;
	find_width(&grid);
	sample->delimiter = grid.delimiter;
	sample->type = grid.delimiter == '\t' ? INPUT_TSV : INPUT_CSV;
	sample->has_header =
	    !options->has_no_header && is_header(&grid.rows[grid.header]);
	sample->n_preamble = grid.header;
	find_zone(sample, &grid);
	if (name_columns(sample, &grid, err) != 0)
		return -1;
	fill(sample, &grid);
	return 0;
}
