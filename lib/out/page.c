#include <string.h>

#include "out/page.h"
#include "out/writer.h"
#include "text/utf8.h"

static const char *const codes[] = {
    [PAGE_PLAIN] = "",
    [PAGE_BOLD] = "\033[1m",
    [PAGE_DIM] = "\033[2m",
    [PAGE_RED] = "\033[31m",
    [PAGE_GREEN] = "\033[32m",
    [PAGE_YELLOW] = "\033[33m",
    [PAGE_BLUE] = "\033[34m",
    [PAGE_MAGENTA] = "\033[35m",
    [PAGE_CYAN] = "\033[36m",
};

void
page_init(struct page *page, FILE *stream, const struct out_options *options)
{
	memset(page, 0, sizeof(*page));
	page->stream = stream;
	page->options = options;
	page->width = options->width > 0 ? (size_t)options->width : PAGE_WIDTH;
}

/* A text of several lines is told in one. */
static struct span
join_lines(struct page *page, struct span text)
{
	buf_reset(&page->plain);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		bool is_break = c == '\n' || c == '\r' || c == '\t';

		if (!is_break)
			buf_char(&page->plain, c);
		else if (page->plain.len > 0 &&
		    page->plain.data[page->plain.len - 1] != ' ')
			buf_char(&page->plain, ' ');
	}
	return buf_get(&page->plain);
}

static const char *
ellipsis(const struct page *page)
{
	return page->options->is_utf8 ? "…" : ".";
}

static void
add_styled(struct page *page, enum page_style style, struct span text)
{
	bool is_styled = page->options->is_color && style != PAGE_PLAIN;

	if (is_styled)
		buf_str(&page->line, codes[style]);
	buf_span(&page->line, text);
	page->last = page->line.len > 0 ? page->line.len - 1 : 0;
	while (page->last > 0 && page->line.data != NULL &&
	    ((unsigned char)page->line.data[page->last] & 0xc0) == 0x80)
		page->last--;
	if (is_styled)
		buf_str(&page->line, "\033[0m");
}

/* The line is full, and more was to come: its last character gives way. */
static void
end_in_ellipsis(struct page *page)
{
	char style[8] = {0};
	size_t at = page->last;
	size_t end = at + 1;

	if (page->line.failed || at >= page->line.len)
		return;
	while (end < page->line.len &&
	    ((unsigned char)page->line.data[end] & 0xc0) == 0x80)
		end++;
	if (page->line.len - end < sizeof(style))
		memcpy(style, page->line.data + end, page->line.len - end);
	page->line.len = at;
	buf_str(&page->line, ellipsis(page));
	buf_str(&page->line, style);
}

void
page_put(struct page *page, enum page_style style, struct span text)
{
	size_t room = page->width - page->used;
	struct redact *redact = page->options->redact;
	struct err none = {0};
	struct span shown;
	size_t width;

	if (redact != NULL && redact_text(redact, text, &text, &none) != 0)
		page->shown.failed = true;
	if (page->is_cut || text.len == 0)
		return;
	buf_reset(&page->shown);
	writer_visible(
	    join_lines(page, text), page->options->is_utf8, &page->shown);
	shown = buf_get(&page->shown);
	width = utf8_width(shown);
	if (width <= room) {
		add_styled(page, style, shown);
		page->used += width;
		return;
	}
	page->is_cut = true;
	if (room == 0) {
		end_in_ellipsis(page);
		return;
	}
	shown = writer_cut(shown, room - 1);
	add_styled(page, style, shown);
	buf_str(&page->line, ellipsis(page));
	page->used += utf8_width(shown) + 1;
}

void
page_str(struct page *page, enum page_style style, const char *text)
{
	page_put(page, style, span_of(text));
}

void
page_to(struct page *page, size_t column)
{
	size_t n = page->used < column ? column - page->used : 1;

	while (n-- > 0 && page->used < page->width) {
		buf_char(&page->line, ' ');
		page->used++;
	}
}

void
page_rule(struct page *page)
{
	const char *rule = page->options->is_utf8 ? "─" : "-";

	if (page->options->is_color)
		buf_str(&page->line, codes[PAGE_DIM]);
	for (; page->used < page->width; page->used++)
		buf_str(&page->line, rule);
	if (page->options->is_color)
		buf_str(&page->line, "\033[0m");
}

/* Blanks at the end of a line are nothing. */
static void
trim(struct buf *line)
{
	while (line->len > 0 && line->data[line->len - 1] == ' ')
		line->len--;
}

int
page_end(struct page *page, struct err *err)
{
	trim(&page->line);
	buf_char(&page->line, '\n');
	if (buf_check(&page->line, err) != 0 ||
	    buf_check(&page->plain, err) != 0 ||
	    buf_check(&page->shown, err) != 0)
		return -1;
	if (fwrite(page->line.data, 1, page->line.len, page->stream) !=
	    page->line.len)
		return err_errno(err, ERR_IO, "cannot write the output");
	buf_reset(&page->line);
	page->used = 0;
	page->is_cut = false;
	return 0;
}

void
page_clear(struct page *page)
{
	buf_clear(&page->line);
	buf_clear(&page->plain);
	buf_clear(&page->shown);
}
