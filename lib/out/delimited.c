/*
 * CSV (RFC 4180) and TSV (the same with tabs; a tab, line end or backslash in
 * a value is written as \t, \n, \r, \\, since TSV has no quotes).
 */

#include "base/num.h"
#include "out/writer.h"

static bool
needs_quotes(struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (text.data[i] == '"' || text.data[i] == ',' ||
		    text.data[i] == '\n' || text.data[i] == '\r')
			return true;
	/* A blank at an end is lost by readers that trim, and a lone empty
	 * cell would be an empty line. */
	return text.len > 0 &&
	    (text.data[0] == ' ' || text.data[text.len - 1] == ' ');
}

/* A spreadsheet runs a cell that begins like a formula (OWASP, "CSV
 * Injection"); the full-width forms too. */
static bool
looks_like_formula(struct span text)
{
	static const char *const wide[] = {"＝", "＋", "－", "＠"};
	size_t i;

	if (text.len == 0)
		return false;
	if (strchr("=+-@\t\r", text.data[0]) != NULL)
		return true;
	for (i = 0; i < sizeof wide / sizeof wide[0]; i++)
		if (span_starts(text, wide[i]))
			return true;
	return false;
}

static void
add_quoted(struct out *out, struct span text)
{
	bool is_formula = out->options.is_excel && looks_like_formula(text);
	size_t i;

	if (!is_formula && !needs_quotes(text)) {
		buf_span(&out->line, text);
		return;
	}
	buf_char(&out->line, '"');
	if (is_formula)
		buf_char(&out->line, '\'');
	for (i = 0; i < text.len; i++) {
		if (text.data[i] == '"')
			buf_char(&out->line, '"');
		buf_char(&out->line, text.data[i]);
	}
	buf_char(&out->line, '"');
}

static void
add_escaped(struct buf *line, struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		switch (text.data[i]) {
		case '\t':
			buf_str(line, "\\t");
			break;
		case '\n':
			buf_str(line, "\\n");
			break;
		case '\r':
			buf_str(line, "\\r");
			break;
		case '\\':
			buf_str(line, "\\\\");
			break;
		default:
			buf_char(line, text.data[i]);
		}
	}
}

static void
add_text(struct out *out, struct span text)
{
	if (out->options.format == OUT_TSV)
		add_escaped(&out->line, text);
	else
		add_quoted(out, text);
}

static void
add_separator(struct out *out, size_t i)
{
	if (i > 0)
		buf_char(
		    &out->line, out->options.format == OUT_TSV ? '\t' : ',');
}

static int
end_line(struct out *out, struct err *err)
{
	buf_str(&out->line, out->options.is_excel ? "\r\n" : "\n");
	return writer_flush(out, err);
}

static int
begin(struct out *out, struct err *err)
{
	size_t i;

	if (out->options.is_excel)
		buf_str(&out->line, "\xef\xbb\xbf");
	for (i = 0; i < out->n_columns; i++) {
		add_separator(out, i);
		add_text(out, span_of(out->columns[i].name));
	}
	return end_line(out, err);
}

static int
row(struct out *out, struct err *err)
{
	const struct writer_cell *cell;
	size_t i;

	for (i = 0; i < out->n_columns; i++) {
		cell = &out->cells[i];
		add_separator(out, i);
		if (cell->kind == WRITER_NUMBER)
			num_fixed(&out->line, cell->value, cell->digits);
		else
			add_text(out, writer_text(out, i));
	}
	return end_line(out, err);
}

static int
end(struct out *out, bool is_good, struct err *err)
{
	(void)out;
	(void)is_good;
	(void)err;
	return 0;
}

const struct writer delimited_writer = {begin, row, end, NULL};
