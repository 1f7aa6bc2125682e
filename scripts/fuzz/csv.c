/*
 * Tables: whatever the bytes, a row has as many cells as the header, each
 * plain UTF-8; an error says where; and what is CSV says the same rows as
 * libcsv alone does.
 */

#include "fuzz.h"

#include <csv.h>

#include "input/input.h"

/* Rows as text: cells end in U+0001, rows in U+0002, which no cell holds. */
static struct buf ours;
static struct buf theirs;
static struct buf row_text;
static size_t n_cells;

static void
put_cell(void *data, size_t len, void *arg)
{
	(void)arg;
	if (len > 0)
		buf_add(&row_text, data, len);
	buf_char(&row_text, '\x01');
	n_cells++;
}

static void
put_row(int term, void *arg)
{
	struct span text = buf_get(&row_text);
	bool is_blank = n_cells == 1;

	(void)term;
	(void)arg;
	for (size_t i = 0; is_blank && i + 1 < text.len; i++)
		is_blank = text.data[i] == ' ' || text.data[i] == '\t';
	/* A line of blanks is none; that "" is one plays no part. */
	if (!is_blank) {
		buf_span(&theirs, text);
		buf_char(&theirs, '\x02');
	}
	buf_reset(&row_text);
	n_cells = 0;
}

static int
is_never(unsigned char c)
{
	(void)c;
	return 0;
}

static int
is_lf(unsigned char c)
{
	return c == '\n';
}

/* What libcsv alone says; false when it objects. */
static bool
ask_libcsv(struct span text, char delimiter)
{
	struct csv_parser parser;
	bool is_good;

	buf_reset(&theirs);
	buf_reset(&row_text);
	n_cells = 0;
	fuzz_hold(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0);
	csv_set_delim(&parser, (unsigned char)delimiter);
	csv_set_space_func(&parser, is_never);
	csv_set_term_func(&parser, is_lf);
	is_good = csv_parse(&parser, text.data, text.len, put_cell, put_row,
		      NULL) == text.len &&
	    csv_fini(&parser, put_cell, put_row, NULL) == 0;
	csv_free(&parser);
	return is_good;
}

static void
put_ours(const struct span *cells, size_t n)
{
	bool is_blank = n == 1;

	for (size_t i = 0; is_blank && i < cells[0].len; i++)
		is_blank = cells[0].data[i] == ' ' || cells[0].data[i] == '\t';
	if (is_blank)
		return;
	for (size_t i = 0; i < n; i++) {
		buf_span(&ours, cells[i]);
		buf_char(&ours, '\x01');
	}
	buf_char(&ours, '\x02');
}

static void
hold_fault(const struct err *err, bool has_line)
{
	char text[ERR_TEXT_MAX];

	fuzz_hold(err->path[0] != '\0');
	fuzz_hold(err->msg[0] != '\0');
	fuzz_hold(!has_line || err->line > 0);
	fuzz_hold(!has_line || err->reason[0] != '\0');
	err_format(err, text, sizeof(text));
	fuzz_hold(utf8_is_plain(span_of(text), NULL));
	fuzz_hold(strchr(text, '\n') == NULL);
	err_json(err, text, sizeof(text));
	fuzz_hold(utf8_is_plain(span_of(text), NULL));
}

/* All of it; true when the file did not fail. */
static bool
read_all(struct input *input, struct err *err)
{
	enum input_event event;
	struct input_row row;
	uint64_t line = 0;
	size_t n_header;
	const struct span *header = input_header(input, &n_header);

	fuzz_hold(n_header > 0);
	put_ours(header, n_header);
	for (;;) {
		if (input_next(input, &row, &event, err) != 0) {
			hold_fault(err, true);
			return false;
		}
		if (event == INPUT_END)
			return true;
		fuzz_hold(row.line > line);
		line = row.line;
		if (event == INPUT_BLANK)
			continue;
		if (event == INPUT_BAD)
			hold_fault(input_fault(input), true);
		fuzz_hold(event == INPUT_BAD || row.n_cells == n_header);
		for (size_t i = 0; i < row.n_cells; i++)
			fuzz_hold(event == INPUT_ROW
				? utf8_is_plain(row.cells[i], NULL)
				: utf8_is_valid(row.cells[i], NULL));
		put_ours(row.cells, row.n_cells);
	}
}

/* Nothing in it that we read otherwise than libcsv, and want to. */
static bool
is_common(struct span text, const struct input_options *options)
{
	return text.len > 0 && !options->has_no_header && options->skip == 0 &&
	    options->encoding == NULL && utf8_is_plain(text, NULL) &&
	    memchr(text.data, '\r', text.len) == NULL &&
	    memchr(text.data, '=', text.len) == NULL &&
	    memchr(text.data, '\'', text.len) == NULL &&
	    !span_starts(text, "\xef\xbb\xbf") &&
	    !span_starts(text, "_line") && !span_starts(text, "\"_line");
}

static bool
may_refuse(const struct err *err)
{
	static const char *const reasons[] = {"TRUNCATED_LAST_ROW",
	    "WRONG_TYPE", "EMPTY_FILE", "TOO_MANY_COLUMNS", "RECORD_TOO_LONG"};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (strcmp(err->reason, reasons[i]) == 0)
			return true;
	return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const encodings[] = {NULL, NULL, NULL, "UTF-8",
	    "CP932", "EUC-JP", "ISO-2022-JP", "UTF-16"};
	static const char delimiters[] = {0, ';', '|', 0};
	struct input_options options = {.type = INPUT_CSV};
	struct err err = {0};
	struct input *input;
	struct span text;
	bool is_good = false;
	char delimiter;

	if (size < 1)
		return 0;
	options.encoding = encodings[data[0] & 7];
	options.delimiter = delimiters[data[0] >> 3 & 3];
	if ((data[0] & 0x20) != 0)
		options.type = INPUT_TSV;
	options.has_no_header = (data[0] & 0x40) != 0;
	options.skip = (data[0] & 0x80) != 0 ? 1 : 0;
	text = span_make((const char *)data + 1, size - 1);
	buf_reset(&ours);
	input = input_open(fuzz_path(data + 1, size - 1), &options, &err);
	/* Rejects of JSON lines are known by their beginning. */
	if (input != NULL && input_type_of(input) != options.type) {
		input_close(input);
		return 0;
	}
	if (input == NULL)
		hold_fault(&err, false);
	else
		is_good = read_all(input, &err);
	input_close(input);
	if (!is_common(text, &options))
		return 0;
	delimiter = options.type == INPUT_TSV ? '\t' : ',';
	if (options.delimiter != 0)
		delimiter = options.delimiter;
	if (ask_libcsv(text, delimiter)) {
		fuzz_hold(is_good || may_refuse(&err));
		if (is_good)
			fuzz_equal("rows", buf_get(&ours), buf_get(&theirs));
	} else {
		fuzz_hold(!is_good);
	}
	return 0;
}
