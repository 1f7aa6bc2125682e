#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/outfile.h"
#include "flow/rejects.h"
#include "text/decode.h"
#include "text/utf8.h"

struct rejects {
	struct outfile *file;
	bool is_csv;
	struct buf text;
};

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F');
}

/* Append the bytes, with those that are not UTF-8 as \xNN. */
static void
add_clean(struct span raw, struct buf *buf)
{
	size_t bad;

	while (raw.len > 0 && !utf8_is_valid(raw, &bad)) {
		buf_add(buf, raw.data, bad);
		if (raw.data[bad] == DECODE_BAD && raw.len >= bad + 3 &&
		    is_hex(raw.data[bad + 1]) && is_hex(raw.data[bad + 2])) {
			buf_str(buf, "\\x");
			bad++;
		} else {
			buf_printf(buf, "\\x%02x",
			    (unsigned)(unsigned char)raw.data[bad]);
			bad++;
		}
		raw = span_make(raw.data + bad, raw.len - bad);
	}
	buf_span(buf, raw);
}

static bool
needs_quotes(struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (memchr("\",\r\n", text.data[i], 4) != NULL)
			return true;
	return text.len > 0 &&
	    (text.data[0] == ' ' || text.data[text.len - 1] == ' ');
}

/* A cell behind others (RFC 4180). */
static void
add_cell(struct rejects *rejects, struct span cell)
{
	struct buf *out = &rejects->text;
	struct buf clean = {0};
	struct span text;
	size_t i;

	add_clean(cell, &clean);
	text = buf_get(&clean);
	buf_char(out, ',');
	if (!needs_quotes(text)) {
		buf_span(out, text);
	} else {
		buf_char(out, '"');
		for (i = 0; i < text.len; i++) {
			if (text.data[i] == '"')
				buf_char(out, '"');
			buf_char(out, text.data[i]);
		}
		buf_char(out, '"');
	}
	out->failed = out->failed || clean.failed;
	buf_clear(&clean);
}

static int
write_text(struct rejects *rejects, struct err *err)
{
	const struct buf *text = &rejects->text;

	if (buf_check(text, err) != 0)
		return -1;
	if (fwrite(text->data, 1, text->len, outfile_stream(rejects->file)) !=
	    text->len)
		return err_errno(err, ERR_IO, "cannot write the rejected rows");
	return 0;
}

static int
write_header(struct rejects *rejects, const struct span *header, size_t n,
    struct err *err)
{
	size_t i;

	buf_str(&rejects->text, "_line,_code,_message");
	for (i = 0; i < n; i++)
		add_cell(rejects, header[i]);
	buf_char(&rejects->text, '\n');
	return write_text(rejects, err);
}

struct rejects *
rejects_open(const char *path, FILE *standard, const struct input *input,
    struct err *err)
{
	struct rejects *rejects = calloc(1, sizeof *rejects);
	const struct span *header;
	size_t n;

	if (rejects == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	rejects->file = outfile_open(path, standard, err);
	if (rejects->file == NULL)
		goto free_rejects;
	header = input_header(input, &n);
	rejects->is_csv = header != NULL;
	if (header != NULL && write_header(rejects, header, n, err) != 0)
		goto free_rejects;
	return rejects;
free_rejects:
	rejects_abort(rejects);
	return NULL;
}

/* As many cells as the row has: one too few must not be mended by this. */
static void
add_row(struct rejects *rejects, const struct mapper_reject *reject)
{
	size_t i;

	buf_printf(&rejects->text, "%llu", (unsigned long long)reject->line);
	add_cell(rejects, span_of(reject->fault->reason));
	add_cell(rejects, span_of(reject->fault->msg));
	for (i = 0; i < reject->n_cells; i++)
		add_cell(rejects, reject->cells[i]);
	buf_char(&rejects->text, '\n');
}

static void
add_string(struct buf *buf, const char *name, struct span text)
{
	size_t i;

	buf_printf(buf, ",\"%s\":\"", name);
	for (i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c == '"' || c == '\\')
			buf_printf(buf, "\\%c", c);
		else if (c < 0x20)
			buf_printf(buf, "\\u%04x", c);
		else
			buf_char(buf, (char)c);
	}
	buf_char(buf, '"');
}

/* Our three members go in front of the object's own; what is no object is
 * kept whole under "_raw". */
static void
add_object(struct rejects *rejects, const struct mapper_reject *reject)
{
	struct span raw = span_trim(reject->raw);
	struct buf clean = {0};
	bool is_object = raw.len >= 2 && raw.data[0] == '{' &&
	    raw.data[raw.len - 1] == '}' &&
	    span_is(span_of("JSON_SYNTAX"), reject->fault->reason) == false;

	buf_printf(&rejects->text, "{\"_line\":%llu",
	    (unsigned long long)reject->line);
	add_string(&rejects->text, "_code", span_of(reject->fault->reason));
	add_string(&rejects->text, "_message", span_of(reject->fault->msg));
	add_clean(raw, &clean);
	if (is_object) {
		struct span rest =
		    span_trim(span_make(clean.data + 1, clean.len - 1));

		if (rest.len > 1)
			buf_char(&rejects->text, ',');
		buf_span(&rejects->text, rest);
	} else {
		add_string(&rejects->text, "_raw", buf_get(&clean));
		buf_char(&rejects->text, '}');
	}
	buf_char(&rejects->text, '\n');
	rejects->text.failed = rejects->text.failed || clean.failed;
	buf_clear(&clean);
}

int
rejects_add(struct rejects *rejects, const struct mapper_reject *reject,
    struct err *err)
{
	size_t i;

	buf_reset(&rejects->text);
	if (rejects->is_csv) {
		add_row(rejects, reject);
		return write_text(rejects, err);
	}
	add_object(rejects, reject);
	/* A record may lie over several lines of its file; here it is one. */
	for (i = 0; i + 1 < rejects->text.len; i++)
		if (rejects->text.data[i] == '\n' ||
		    rejects->text.data[i] == '\r')
			rejects->text.data[i] = ' ';
	return write_text(rejects, err);
}

void
rejects_name(const char *path, unsigned n, struct buf *name)
{
	const char *slash = strrchr(path, '/');
	struct span base = span_of(slash == NULL ? path : slash + 1);
	size_t stem;

	if (span_is(base, "-"))
		base = span_of("stdin");
	if (span_ends(base, ".gz"))
		base.len -= 3;
	for (stem = base.len; stem > 0 && base.data[stem - 1] != '.';)
		stem--;
	stem = stem <= 1 ? base.len : stem - 1;
	buf_add(name, base.data, stem);
	if (n > 1)
		buf_printf(name, "-%u", n);
	buf_add(name, base.data + stem, base.len - stem);
}

int
rejects_commit(struct rejects *rejects, struct err *err)
{
	struct outfile *file = rejects->file;

	rejects->file = NULL;
	rejects_abort(rejects);
	return outfile_commit(file, err);
}

void
rejects_abort(struct rejects *rejects)
{
	if (rejects == NULL)
		return;
	outfile_abort(rejects->file);
	buf_clear(&rejects->text);
	free(rejects);
}
