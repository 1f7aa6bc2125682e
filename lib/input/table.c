#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "input/judge.h"
#include "input/table.h"
#include "text/fold.h"

#define PREAMBLE_MAX 1000 /* rows to look for the header in */

/*
 * libcsv must end a row where we do and nowhere else, drop no blanks, and
 * give up where a record would.
 */
static int
is_lf(unsigned char c)
{
	return c == '\n';
}

static int
is_cr(unsigned char c)
{
	return c == '\r';
}

static int
is_never(unsigned char c)
{
	(void)c;
	return 0;
}

static void *
grow_field(void *field, size_t size)
{
	return size > 2 * (size_t)INPUT_RECORD_MAX ? NULL
						   : realloc(field, size);
}

static int
fail(struct err *err, uint64_t line, const char *reason, const char *msg)
{
	(void)err_set(err, ERR_DATA, "%s", msg);
	(void)err_reason(err, reason);
	return err_place(err, NULL, line, NULL);
}

/* ="0123" is how exports tell Excel that it is text. */
static struct span
unguard_formula(struct span cell)
{
	if (cell.len < 3 || cell.data[0] != '=' || cell.data[1] != '"' ||
	    cell.data[cell.len - 1] != '"')
		return cell;
	if (memchr(cell.data + 2, '"', cell.len - 3) != NULL)
		return cell;
	return span_make(cell.data + 2, cell.len - 3);
}

static struct span
unguard(struct span cell)
{
	if (cell.len < 2)
		return cell;
	if (cell.data[0] == '=')
		return unguard_formula(cell);
	if (cell.data[0] == '\'' &&
	    (cell.data[1] == '+' ||
		(cell.data[1] >= '0' && cell.data[1] <= '9')))
		return span_make(cell.data + 1, cell.len - 1);
	return cell;
}

static struct span
unguard_header(struct span cell)
{
	if (cell.len > 1 && cell.data[0] == '\'')
		return span_make(cell.data + 1, cell.len - 1);
	return unguard_formula(cell);
}

/* Is the number of quotes odd? Eight bytes at a time. */
static bool
has_odd_quotes(const char *text, size_t len)
{
	const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
	const uint64_t quotes = UINT64_C(0x2222222222222222);
	uint64_t odd = 0;
	uint64_t word;

	for (; len >= sizeof(word); text += sizeof(word), len -= sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		word ^= quotes;
		/* The high bit of each byte that is zero now. */
		odd ^= ~(((word & low) + low) | word | low);
	}
	for (; len > 0; text++, len--)
		odd ^= *text == '"';
	return __builtin_parityll(odd) != 0;
}

/* Feed libcsv and let it say whether and where it objects. */
static bool
feed(struct table *table, const char *text, size_t len, size_t *done);

/* A record without end is most likely one whose quote is not closed. */
static int
fail_record(const struct table *table, bool is_open, struct err *err)
{
	const struct table_record *record = &table->record;

	if (!is_open || strcmp(err->reason, "RECORD_TOO_LONG") != 0)
		return err_place(err, NULL, record->line, NULL);
	err_clear(err);
	return fail(err, record->open_line, "RECORD_TOO_LONG",
	    "record longer than 1048576 bytes: is a quote not closed here?");
}

/* So many lines are one cell in no export, but what a quote swallowed. */
static int
fail_lines(const struct table *table, struct err *err)
{
	return fail(err, table->record.open_line, "RECORD_TOO_LONG",
	    "record of more than 1000 lines: is a quote not closed here?");
}

/* Do all lines end alike? */
static void
compare_end(struct table *table)
{
	const struct table_record *record = &table->record;
	size_t size = record->text.size - record->text.len;

	if (record->is_cut || table->other_end_line != 0)
		return;
	if (table->end_size == 0)
		table->end_size = size;
	if (size != table->end_size)
		table->other_end_line = record->line;
}

/*
 * In a strict file quotes come in pairs, so an odd number of them means that
 * the record goes on in the next line.
 */
static int
find_record(struct table *table, struct err *err)
{
	struct table_record *record = &table->record;
	struct window_line line;
	size_t size = 0;
	bool is_open = false;

	record->line = table->window->line;
	record->n_lines = 0;
	record->has_quote = false;
	do {
		if (window_line(table->window, size, table->term,
			INPUT_RECORD_MAX, &line, err) != 0)
			return fail_record(table, is_open, err);
		if (line.size == 0)
			break;
		if (memchr(line.data, '"', line.len) != NULL) {
			record->has_quote = true;
			if (has_odd_quotes(line.data, line.len)) {
				is_open = !is_open;
				if (is_open)
					record->open_line =
					    record->line + record->n_lines;
			}
		}
		size += line.size;
		if (record->n_lines++ == INPUT_LINES_MAX)
			return fail_lines(table, err);
	} while (is_open);
	record->is_cut = line.size == line.len;
	record->text.data = window_left(table->window).data;
	record->text.size = size;
	record->text.len = record->is_cut ? size : size - 1;
	if (table->term == '\n' && record->text.len > 0 && !is_open &&
	    record->text.data[record->text.len - 1] == '\r')
		record->text.len--;
	compare_end(table);
	return is_open ? 1 : 0;
}

static void
consume(struct table *table)
{
	table->window->at += table->record.text.size;
	table->window->line += table->record.n_lines;
}

static bool
is_blank(const struct table *table)
{
	const struct table_record *record = &table->record;

	for (size_t i = 0; i < record->text.len; i++) {
		char c = record->text.data[i];

		if ((c != ' ' && c != '\t') || c == table->delimiter)
			return false;
	}
	return true;
}

static void
take_cell(void *data, size_t len, void *arg)
{
	struct table *table = arg;
	size_t i = table->n_cells++;

	if (i > INPUT_COLUMNS_MAX)
		return;
	/* There is room: the cells are no longer than their record. */
	table->cells[i] = span_make(table->row.data + table->row.len, len);
	if (len > 0)
		memcpy(table->row.data + table->row.len, data, len);
	table->row.len += len;
}

static void
take_row(int term, void *arg)
{
	(void)term;
	(void)arg;
}

static bool
feed(struct table *table, const char *text, size_t len, size_t *done)
{
	size_t n;

	if (len == 0)
		return true;
	n = csv_parse(&table->parser, text, len, take_cell, take_row, table);
	*done += n;
	return n == len;
}

/*
 * A bare ="0123" has a quote inside a field, which is no CSV; without the
 * sign it is a field in quotes.
 */
static bool
feed_guarded(struct table *table, struct span text, size_t *done)
{
	size_t from = 0;
	bool is_open = false;
	bool is_start = true;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (c == '=' && is_start && i + 1 < text.len &&
		    text.data[i + 1] == '"') {
			if (!feed(table, text.data + from, i - from, done))
				return false;
			from = i + 1;
			*done += 1;
		} else if (c == '"') {
			is_open = !is_open;
		}
		is_start = !is_open && c == table->delimiter;
	}
	return feed(table, text.data + from, text.len - from, done);
}

static int
stray_quote(struct table *table, size_t done, struct err *err)
{
	const struct table_record *record = &table->record;
	const char *at = record->text.data;
	const char *end = at + done;
	uint64_t line = record->line;

	if (csv_error(&table->parser) == CSV_ENOMEM)
		return err_nomem(err);
	while ((at = memchr(at, table->term, (size_t)(end - at))) != NULL) {
		line++;
		at++;
	}
	if (line == record->line)
		return fail(err, line, "STRAY_QUOTE",
		    "a quote inside a field, or text behind a closing quote");
	(void)err_set(err, ERR_DATA,
	    "text behind a closing quote: is a quote of line %llu not closed?",
	    (unsigned long long)record->line);
	(void)err_reason(err, "STRAY_QUOTE");
	return err_place(err, NULL, line, NULL);
}

static int
split_quoted(struct table *table, struct err *err)
{
	const struct table_record *record = &table->record;
	struct span text = span_make(record->text.data, record->text.len);
	size_t done = 0;
	bool is_good;

	buf_reset(&table->row);
	if (buf_reserve(&table->row, text.len + 1) == NULL)
		return err_nomem(err);
	if (memchr(text.data, '=', text.len) != NULL)
		is_good = feed_guarded(table, text, &done);
	else
		is_good = feed(table, text.data, text.len, &done);
	if (is_good)
		is_good = feed(table, &table->term, 1, &done);
	return is_good ? 0 : stray_quote(table, done, err);
}

static void
split_plain(struct table *table)
{
	const char *at = table->record.text.data;
	const char *end = at + table->record.text.len;
	struct span *cells = table->cells;
	size_t n = 0;

	for (;;) {
		const char *stop =
		    memchr(at, table->delimiter, (size_t)(end - at));

		if (n > INPUT_COLUMNS_MAX)
			break;
		if (stop == NULL)
			stop = end;
		cells[n++] = span_make(at, (size_t)(stop - at));
		if (stop == end)
			break;
		at = stop + 1;
	}
	table->n_cells = n;
}

/*
 * Where quotes stand around cells only, and not inside, a cell is what is
 * between them; false means that libcsv must look.
 */
static bool
split_simple(struct table *table)
{
	const char *at = table->record.text.data;
	const char *end = at + table->record.text.len;
	struct span *cells = table->cells;
	size_t n = 0;

	for (; n <= INPUT_COLUMNS_MAX; n++) {
		bool is_quoted = at < end && *at == '"';
		const char *from = is_quoted ? at + 1 : at;
		const char *stop = memchr(from,
		    is_quoted ? '"' : table->delimiter, (size_t)(end - from));

		if (stop == NULL)
			stop = end;
		cells[n] = span_make(from, (size_t)(stop - from));
		if (is_quoted)
			stop++;
		else if (memchr(from, '"', cells[n].len) != NULL)
			return false;
		if (stop >= end) {
			table->n_cells = n + 1;
			return stop == end;
		}
		if (*stop != table->delimiter)
			return false;
		at = stop + 1;
	}
	return false;
}

static int
split(struct table *table, struct err *err)
{
	table->n_cells = 0;
	if (!table->record.has_quote)
		split_plain(table);
	else if (!split_simple(table) && split_quoted(table, err) != 0)
		return -1;
	if (table->n_cells > INPUT_COLUMNS_MAX)
		return fail(err, table->record.line, "TOO_MANY_COLUMNS",
		    "more than 10000 columns");
	return 0;
}

/* 1: there is a record, 0: the end. A quote that never closes fails. */
static int
read_record(struct table *table, struct err *err)
{
	int found = find_record(table, err);

	if (found < 0)
		return -1;
	if (found == 0)
		return table->record.text.size > 0;
	/* If libcsv objects earlier, it knows better where. */
	table->n_cells = 0;
	if (split_quoted(table, err) != 0)
		return -1;
	return fail(err, table->record.open_line, "UNCLOSED_QUOTE",
	    "a quote that is opened here is never closed");
}

/* Outside of quotes only: within them a cell may hold a line's end. */
static bool
has_lone_term(const struct table *table)
{
	const struct table_record *record = &table->record;
	const char *text = record->text.data;
	bool is_open = false;

	if (memchr(text, table->other, record->text.len) == NULL)
		return false;
	for (size_t i = 0; i < record->text.len; i++) {
		if (text[i] == '"')
			is_open = !is_open;
		else if (text[i] == table->other && !is_open)
			return true;
	}
	return false;
}

static void
name_column(const struct table *table, size_t i, struct err *fault)
{
	char name[sizeof(fault->column)];
	struct span cell;

	if (i >= table->n_header)
		return;
	cell = table->header[i];
	if (cell.len >= sizeof(name))
		cell.len = sizeof(name) - 1;
	memcpy(name, cell.data, cell.len);
	name[cell.len] = '\0';
	(void)err_place(fault, NULL, 0, name);
}

/* -1: the file fails by it. */
static int
judge_plain(struct table *table, struct err *fault, struct err *err)
{
	for (size_t i = 0; i < table->n_cells; i++) {
		bool is_fatal =
		    judge_text(table->window, table->cells[i], fault);

		if (fault->code == ERR_NONE)
			continue;
		name_column(table, i, fault);
		if (!is_fatal)
			return 0;
		*err = *fault;
		return -1;
	}
	return 0;
}

static void
judge_count(const struct table *table, struct err *fault)
{
	(void)err_set(fault, ERR_DATA, "%zu cells where the header has %zu",
	    table->n_cells, table->n_header);
	(void)err_reason(fault,
	    table->n_cells < table->n_header ? "MISSING_COLUMNS"
					     : "TOO_MANY_COLUMNS");
}

static void
judge_cells(const struct table *table, struct err *fault)
{
	size_t filled = 0;

	for (size_t i = 0; i < table->n_cells; i++) {
		size_t len = table->cells[i].len;

		filled += len;
		if (len <= INPUT_FIELD_MAX)
			continue;
		name_column(table, i, fault);
		(void)fail(fault, 0, "FIELD_TOO_LONG",
		    "a cell of more than 65536 bytes");
		return;
	}
	if (filled == 0)
		(void)fail(fault, 0, "EMPTY_RECORD", "all cells are empty");
}

/* A row that the end of the file cuts tells that more is missing. */
static int
judge_cut(const struct table *table, struct err *err)
{
	const struct table_record *record = &table->record;

	if (record->text.len > 0 &&
	    record->text.data[record->text.len - 1] == '\0')
		return fail(err, record->line, "NUL_BLOCK",
		    "the file ends in NUL bytes");
	if (table->n_cells >= table->n_header)
		return 0;
	return fail(err, record->line, "TRUNCATED_LAST_ROW",
	    "the file ends inside this row");
}

static int
judge(struct table *table, struct err *fault, struct err *err)
{
	const struct table_record *record = &table->record;
	size_t begin = table->window->at;

	if (record->is_cut && judge_cut(table, err) != 0)
		return -1;
	if (!window_is_plain(table->window, begin, begin + record->text.len) &&
	    judge_plain(table, fault, err) != 0)
		return -1;
	if (fault->code == ERR_NONE && has_lone_term(table))
		(void)fail(fault, 0, "CONTROL_CHAR",
		    "a line end of another kind inside a cell");
	if (fault->code == ERR_NONE && table->n_cells != table->n_header)
		judge_count(table, fault);
	if (fault->code == ERR_NONE &&
	    (record->text.len > INPUT_FIELD_MAX ||
		record->text.len < 4 * table->n_cells))
		judge_cells(table, fault);
	return 0;
}

/* Cells that are not UTF-8 are shown by escapes in a copy. */
static int
show_cells(struct table *table, struct err *err)
{
	struct buf shown = {0};
	size_t from = 0;

	for (size_t i = 0; i < table->n_cells; i++) {
		judge_show(&shown, table->cells[i]);
		table->cells[i].len = shown.len - from;
		from = shown.len;
	}
	if (buf_check(&shown, err) != 0) {
		buf_clear(&shown);
		return -1;
	}
	buf_clear(&table->row);
	table->row = shown;
	from = 0;
	for (size_t i = 0; i < table->n_cells; i++) {
		table->cells[i].data = buf_text(&table->row) + from;
		from += table->cells[i].len;
	}
	return 0;
}

/* One row of too many cells has a comma too many; all of them have a column
 * that the header does not name, and nobody knows where. */
static void
count_wide(struct table *table)
{
	table->n_rows++;
	if (table->n_cells <= table->n_header)
		return;
	if (table->n_wide == 0) {
		table->wide_cells = table->n_cells;
		table->wide_line = table->record.line;
	}
	table->n_wide += table->n_cells == table->wide_cells;
}

static int
check_wide(const struct table *table, struct err *err)
{
	if (table->n_rows < 2 || table->n_wide < table->n_rows)
		return 0;
	(void)err_set(err, ERR_DATA,
	    "all rows have %zu cells where the header has %zu: "
	    "does it lack a name?",
	    table->wide_cells, table->n_header);
	(void)err_reason(err, "TOO_MANY_COLUMNS");
	return err_place(err, NULL, table->wide_line, NULL);
}

static int
emit(struct table *table, struct input_row *row, enum input_event *event,
    struct err *fault, struct err *err)
{
	if (judge(table, fault, err) != 0)
		return err_place(err, NULL, table->record.line, NULL);
	*event = INPUT_ROW;
	if (fault->code == ERR_NONE) {
		for (size_t i = 0; i < table->n_cells; i++)
			table->cells[i] = unguard(table->cells[i]);
	} else {
		*event = INPUT_BAD;
		(void)err_place(fault, NULL, table->record.line, NULL);
		if (show_cells(table, err) != 0)
			return -1;
	}
	row->cells = table->cells;
	row->n_cells = table->n_cells;
	count_wide(table);
	consume(table);
	return 0;
}

int
table_next(struct table *table, struct input_row *row, enum input_event *event,
    struct err *fault, struct err *err)
{
	if (!table->is_pending) {
		int found = read_record(table, err);

		if (found < 0)
			return -1;
		if (found == 0) {
			*event = INPUT_END;
			return check_wide(table, err);
		}
	}
	row->line = table->record.line;
	if (!table->record.has_quote && is_blank(table)) {
		*event = INPUT_BLANK;
		consume(table);
		return 0;
	}
	if (!table->is_pending && split(table, err) != 0)
		return -1;
	table->is_pending = false;
	return emit(table, row, event, fault, err);
}

/*
 * A file without any LF outside of quotes, but with CR, is an old Mac's. A CR
 * at the end of the sample may have its LF behind it.
 */
static void
find_term(struct table *table)
{
	struct span text = window_left(table->window);
	bool is_open = false;
	bool has_cr = false;

	if (!table->window->is_end && text.len > 0)
		text.len--;
	table->term = '\n';
	table->other = '\r';
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '"')
			is_open = !is_open;
		else if (text.data[i] == '\n' && !is_open)
			return;
		has_cr |= text.data[i] == '\r' && !is_open;
	}
	if (has_cr) {
		table->term = '\r';
		table->other = '\n';
	}
}

static int
skip_lines(struct table *table, int64_t n, struct err *err)
{
	struct window_line line;

	while (n-- > 0) {
		if (window_line(table->window, 0, table->term, INPUT_RECORD_MAX,
			&line, err) != 0)
			return err_place(err, NULL, table->window->line, NULL);
		if (line.size == 0)
			return 0;
		table->window->at += line.size;
		table->window->line++;
	}
	return 0;
}

/* Excel's own first line, "sep=;", says the delimiter. */
static int
read_sep(struct table *table, char delimiter, struct err *err)
{
	struct window_line line;
	struct span text;

	if (window_line(table->window, 0, table->term, INPUT_RECORD_MAX, &line,
		err) != 0)
		return err_place(err, NULL, table->window->line, NULL);
	text = span_make(line.data, line.len);
	if (span_ends(text, "\r"))
		text.len--;
	if (text.len == 7 && span_starts(text, "\"sep=") &&
	    span_ends(text, "\"")) {
		text.data++;
		text.len -= 2;
	}
	if (text.len != 5 || !span_starts(text, "sep="))
		return 0;
	if (delimiter == 0)
		table->delimiter = text.data[4];
	table->window->at += line.size;
	table->window->line++;
	return 0;
}

static int
make_parser(struct table *table, struct err *err)
{
	struct csv_parser *parser = &table->parser;

	if (csv_init(parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return err_nomem(err);
	table->has_parser = true;
	csv_set_delim(parser, (unsigned char)table->delimiter);
	csv_set_space_func(parser, is_never);
	csv_set_term_func(parser, table->term == '\n' ? is_lf : is_cr);
	csv_set_realloc_func(parser, grow_field);
	csv_set_blk_size(parser, 65536);
	return 0;
}

/* The next row that has anything, split and plain; 0 at the end. */
static int
read_head_row(struct table *table, struct err *err)
{
	struct window *window = table->window;
	size_t begin;

	for (;;) {
		int found = read_record(table, err);

		if (found <= 0)
			return found;
		if (table->record.has_quote || !is_blank(table))
			break;
		consume(table);
	}
	if (split(table, err) != 0)
		return -1;
	begin = window->at;
	if (window_is_plain(window, begin, begin + table->record.text.len))
		return 1;
	for (size_t i = 0; i < table->n_cells; i++)
		(void)judge_text(window, table->cells[i], err);
	if (err->code == ERR_NONE)
		return 1;
	return err_place(err, NULL, table->record.line, NULL);
}

static int
no_header(struct err *err)
{
	(void)err_set(err, ERR_DATA, "empty: no header");
	return err_reason(err, "EMPTY_FILE");
}

static int
take_header(struct table *table, struct err *err)
{
	size_t n = table->n_cells;

	table->header = arena_alloc(&table->arena, n * sizeof(struct span));
	if (table->header == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		table->header[i] =
		    arena_span(&table->arena, unguard_header(table->cells[i]));
		if (table->header[i].data == NULL)
			return err_nomem(err);
	}
	table->n_header = n;
	consume(table);
	return 0;
}

/* Without a header the columns are numbered, and the first row stays. */
static int
number_columns(struct table *table, struct err *err)
{
	struct buf number = {0};
	size_t n = table->n_cells;

	table->header = arena_alloc(&table->arena, n * sizeof(struct span));
	if (table->header == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		buf_reset(&number);
		buf_u64(&number, i + 1);
		table->header[i] = arena_span(&table->arena, buf_get(&number));
		if (number.failed || table->header[i].data == NULL) {
			buf_clear(&number);
			return err_nomem(err);
		}
	}
	buf_clear(&number);
	table->n_header = n;
	table->is_pending = true;
	return 0;
}

static bool
has_cell(const struct span *cells, size_t n, struct span name)
{
	for (size_t i = 0; i < n; i++) {
		if (span_eq(cells[i], name))
			return true;
	}
	return false;
}

/* 1: the row has all the names, 0: it lacks one. */
static int
is_header(
    struct table *table, const struct input_options *options, struct err *err)
{
	size_t n = table->n_cells;
	struct span *cells;

	arena_reset(&table->fold);
	cells = arena_alloc(&table->fold, n * sizeof(*cells));
	if (cells == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		cells[i] =
		    fold_name(unguard_header(table->cells[i]), &table->fold);
		if (cells[i].data == NULL)
			return err_nomem(err);
	}
	for (size_t i = 0; i < options->n_header_has; i++) {
		struct span name =
		    fold_name(options->header_has[i], &table->fold);

		if (name.data == NULL)
			return err_nomem(err);
		if (!has_cell(cells, n, name))
			return 0;
	}
	return 1;
}

static int
take_preamble(struct table *table, struct err *err)
{
	struct table_preamble *kept;
	struct span key;

	if (table->n_cells >= 2) {
		if (array_grow(&table->preamble, &table->preamble_cap,
			table->n_preamble + 1, sizeof(*kept), err) != 0)
			return -1;
		kept = &table->preamble[table->n_preamble];
		key = fold_name(unguard(table->cells[0]), &table->fold);
		kept->key = arena_span(&table->arena, key);
		kept->value =
		    arena_span(&table->arena, unguard(table->cells[1]));
		if (kept->key.data == NULL || kept->value.data == NULL)
			return err_nomem(err);
		table->n_preamble++;
	}
	consume(table);
	return 0;
}

static int
no_such_header(const struct input_options *options, struct err *err)
{
	char name[ERR_QUOTE_MAX];

	(void)err_set(err, ERR_DATA, "no row has a cell '%s'%s",
	    err_quote(name, options->header_has[0]),
	    options->n_header_has > 1 ? " and the others of a header" : "");
	return err_reason(err, "HEADER_MISMATCH");
}

static int
find_header(
    struct table *table, const struct input_options *options, struct err *err)
{
	for (int i = 0; i < PREAMBLE_MAX; i++) {
		int found = read_head_row(table, err);

		if (found < 0)
			return -1;
		if (found == 0)
			return i == 0 ? no_header(err)
				      : no_such_header(options, err);
		if (options->has_no_header)
			return number_columns(table, err);
		if (options->n_header_has == 0)
			return take_header(table, err);
		found = is_header(table, options, err);
		if (found < 0)
			return -1;
		if (found > 0)
			return take_header(table, err);
		if (take_preamble(table, err) != 0)
			return -1;
	}
	return no_such_header(options, err);
}

int
table_open(struct table *table, struct window *window,
    const struct input_options *options, struct err *err)
{
	memset(table, 0, sizeof(*table));
	table->window = window;
	table->delimiter = options->type == INPUT_TSV ? '\t' : ',';
	if (options->delimiter != 0)
		table->delimiter = options->delimiter;
	if (table->delimiter == '"' || table->delimiter == '\r' ||
	    table->delimiter == '\n')
		return err_set(err, ERR_CONFIG,
		    "a quote or a line end cannot be the delimiter");
	table->cells = malloc((INPUT_COLUMNS_MAX + 1) * sizeof(*table->cells));
	if (table->cells == NULL)
		return err_nomem(err);
	find_term(table);
	if (read_sep(table, options->delimiter, err) != 0 ||
	    skip_lines(table, options->skip, err) != 0 ||
	    make_parser(table, err) != 0)
		return -1;
	if (find_header(table, options, err) != 0)
		return -1;
	arena_clear(&table->fold);
	return 0;
}

struct span
table_preamble(const struct table *table, struct span key)
{
	struct arena arena = {0};
	struct span folded = fold_name(key, &arena);
	struct span value = span_make("", 0);

	for (size_t i = 0; i < table->n_preamble; i++) {
		if (span_eq(table->preamble[i].key, folded)) {
			value = table->preamble[i].value;
			break;
		}
	}
	arena_clear(&arena);
	return value;
}

const char *
table_hint(const struct table *table)
{
	static const struct {
		char delimiter;
		const char *hint;
	} hints[] = {
	    {';', ": do semicolons part its cells? say -d ';'"},
	    {'\t', ": do tabs part its cells? say -i tsv"},
	    {'|', ": do bars part its cells? say -d '|'"},
	    {',', ": do commas part its cells? say -d ,"},
	};

	for (size_t i = 0;
	     table->n_header == 1 && i < sizeof(hints) / sizeof(hints[0]); i++)
		if (memchr(table->header[0].data, hints[i].delimiter,
			table->header[0].len) != NULL)
			return hints[i].hint;
	return "";
}

void
table_close(struct table *table)
{
	if (table->has_parser)
		csv_free(&table->parser);
	free(table->cells);
	free(table->preamble);
	buf_clear(&table->row);
	arena_clear(&table->arena);
	arena_clear(&table->fold);
	memset(table, 0, sizeof(*table));
}
