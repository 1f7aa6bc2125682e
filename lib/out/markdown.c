/*
 * Markdown tables (GitHub Flavored Markdown): cells in which nothing is
 * markup; numbers to the right.
 */

#include "base/num.h"
#include "out/writer.h"

static void
add_cell(struct out *out, struct span text)
{
	struct buf seen = {0};
	size_t i;

	writer_visible(text, true, &seen);
	for (i = 0; i < seen.len; i++) {
		if (seen.data[i] == '<')
			buf_str(&out->line, "&lt;");
		else if (seen.data[i] == '&')
			buf_str(&out->line, "&amp;");
		else if (strchr("|*_`[]~\\", seen.data[i]) != NULL) {
			buf_char(&out->line, '\\');
			buf_char(&out->line, seen.data[i]);
		} else {
			buf_char(&out->line, seen.data[i]);
		}
	}
	out->line.failed = out->line.failed || seen.failed;
	buf_clear(&seen);
}

static int
begin(struct out *out, struct err *err)
{
	size_t i;

	for (i = 0; i < out->n_columns; i++) {
		buf_str(&out->line, i > 0 ? " | " : "| ");
		add_cell(out, span_of(out->columns[i].name));
	}
	buf_str(&out->line, " |\n");
	for (i = 0; i < out->n_columns; i++)
		buf_str(&out->line,
		    out->columns[i].type == OUT_TEXT ? "| --- " : "| ---: ");
	buf_str(&out->line, "|\n");
	return writer_flush(out, err);
}

static int
row(struct out *out, struct err *err)
{
	size_t i;

	for (i = 0; i < out->n_columns; i++) {
		buf_str(&out->line, i > 0 ? " | " : "| ");
		if (out->cells[i].kind == WRITER_NUMBER)
			num_fixed(&out->line, out->cells[i].value,
			    out->cells[i].digits);
		else
			add_cell(out, writer_text(out, i));
	}
	buf_str(&out->line, " |\n");
	return writer_flush(out, err);
}

static int
end(struct out *out, bool is_good, struct err *err)
{
	(void)out;
	(void)is_good;
	(void)err;
	return 0;
}

const struct writer markdown_writer = {begin, row, end, NULL};
