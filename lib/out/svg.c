#include "out/svg.h"
#include "base/num.h"
#include "out/writer.h"
#include "text/utf8.h"

#define COLUMN_PX 7 /* of a label, about */

void
svg_length(struct buf *buf, int64_t tenths)
{
	num_fixed(buf, tenths, 1);
}

/* U+FFFE and U+FFFF are no characters of XML, whoever wrote them. */
static bool
is_no_character(struct span text, size_t at)
{
	return text.len - at >= 3 && text.data[at] == '\xef' &&
	    text.data[at + 1] == '\xbf' &&
	    (unsigned char)text.data[at + 2] >= 0xbe;
}

static void
escape(struct buf *buf, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (is_no_character(text, i)) {
			buf_char(buf, '?');
			i += 2;
		} else if (c == '&') {
			buf_str(buf, "&amp;");
		} else if (c == '<') {
			buf_str(buf, "&lt;");
		} else if (c == '>') {
			buf_str(buf, "&gt;");
		} else if (c == '"') {
			buf_str(buf, "&quot;");
		} else if (c == '\'') {
			buf_str(buf, "&#39;");
		} else {
			buf_char(buf, c);
		}
	}
}

static void
put(struct buf *buf, struct span text, size_t width)
{
	struct buf shown = {0};

	writer_visible(text, true, &shown);
	if (width == 0 || utf8_width(buf_get(&shown)) <= width) {
		escape(buf, buf_get(&shown));
	} else {
		escape(buf, writer_cut(buf_get(&shown), width - 1));
		buf_str(buf, "…");
	}
	if (shown.failed)
		buf->failed = true;
	buf_clear(&shown);
}

void
svg_text(struct buf *buf, struct span text)
{
	put(buf, text, 0);
}

void
svg_label(struct buf *buf, struct span text)
{
	put(buf, text, SVG_LABEL_MAX);
}

int64_t
svg_width(struct span text)
{
	struct buf shown = {0};
	size_t width;

	writer_visible(text, true, &shown);
	width = utf8_width(buf_get(&shown));
	buf_clear(&shown);
	if (width > SVG_LABEL_MAX)
		width = SVG_LABEL_MAX;
	return (int64_t)width * COLUMN_PX * SVG_PX;
}

/* Source: Okabe and Ito, Color Universal Design, 2008, without black, which is
 * left to the texts, and yellow, which is too light; then four of Paul Tol's
 * muted ones. */
const char *
svg_colour(struct span name, size_t rank)
{
	static const char *const colours[] = {"#0072b2", "#e69f00", "#009e73",
	    "#cc79a7", "#56b4e9", "#d55e00", "#882255", "#117733", "#999933",
	    "#332288"};
	size_t n = sizeof(colours) / sizeof(colours[0]);

	return span_starts(name, "(") ? "#6b6b6b" : colours[rank % n];
}

void
svg_begin(struct buf *buf, const char *title, struct span desc, int64_t width,
    int64_t height)
{
	buf_str(buf,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
	    "aria-label=\"");
	svg_text(buf, span_of(title));
	buf_str(buf, "\" viewBox=\"0 0 ");
	svg_length(buf, width);
	buf_char(buf, ' ');
	svg_length(buf, height);
	buf_str(buf, "\" width=\"");
	svg_length(buf, width);
	buf_str(buf, "\" height=\"");
	svg_length(buf, height);
	buf_str(buf,
	    "\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n"
	    "<title>");
	svg_text(buf, span_of(title));
	buf_str(buf, "</title>\n<desc>");
	svg_text(buf, desc);
	buf_str(buf,
	    "</desc>\n<rect width=\"100%\" height=\"100%\" "
	    "fill=\"#ffffff\"/>\n");
}

void
svg_end(struct buf *buf)
{
	buf_str(buf, "</svg>\n");
}
