#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/outfile.h"
#include "flow/rejects.h"
#include "out/out.h"
#include "text/decode.h"
#include "text/utf8.h"

#define N_FRONT 3 /* _line, _code, _message */

struct rejects {
	struct outfile *file;
	struct out *out; /* CSV; NULL for JSON */
	struct out_column *columns;
	size_t n_columns;
	struct arena names;
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

	while (!utf8_is_valid(raw, &bad)) {
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

static int
open_csv(struct rejects *rejects, const struct span *header, size_t n,
    struct err *err)
{
	static const char *const front[N_FRONT] = {
	    "_line", "_code", "_message"};
	const struct out_options options = {.format = OUT_CSV};
	struct out_column *columns;
	size_t i;

	columns = calloc(n + N_FRONT, sizeof columns[0]);
	if (columns == NULL)
		return err_nomem(err);
	rejects->columns = columns;
	rejects->n_columns = n + N_FRONT;
	for (i = 0; i < n + N_FRONT; i++) {
		columns[i].type = OUT_TEXT;
		columns[i].name = i < N_FRONT
		    ? front[i]
		    : arena_span(&rejects->names, header[i - N_FRONT]).data;
		if (columns[i].name == NULL)
			return err_nomem(err);
	}
	rejects->out = out_new(outfile_stream(rejects->file), &options, columns,
	    rejects->n_columns, err);
	return rejects->out == NULL ? -1 : 0;
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
	if (header != NULL && open_csv(rejects, header, n, err) != 0)
		goto free_rejects;
	return rejects;
free_rejects:
	rejects_abort(rejects);
	return NULL;
}

static int
add_row(struct rejects *rejects, const struct mapper_reject *reject,
    struct err *err)
{
	size_t n = rejects->n_columns - N_FRONT;
	size_t i;

	out_int(rejects->out, (int64_t)reject->line);
	out_text(rejects->out, span_of(reject->fault->reason));
	out_text(rejects->out, span_of(reject->fault->msg));
	for (i = 0; i < n; i++) {
		buf_reset(&rejects->text);
		if (i < reject->n_cells)
			add_clean(reject->cells[i], &rejects->text);
		if (buf_check(&rejects->text, err) != 0)
			return -1;
		out_text(rejects->out, buf_get(&rejects->text));
	}
	return out_end_row(rejects->out, err);
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

	if (rejects->out != NULL)
		return add_row(rejects, reject, err);
	buf_reset(&rejects->text);
	add_object(rejects, reject);
	if (buf_check(&rejects->text, err) != 0)
		return -1;
	/* A record may lie over several lines of its file; here it is one. */
	for (i = 0; i + 1 < rejects->text.len; i++)
		if (rejects->text.data[i] == '\n' ||
		    rejects->text.data[i] == '\r')
			rejects->text.data[i] = ' ';
	if (fwrite(rejects->text.data, 1, rejects->text.len,
		outfile_stream(rejects->file)) != rejects->text.len)
		return err_errno(err, ERR_IO, "cannot write the rejected rows");
	return 0;
}

int
rejects_commit(struct rejects *rejects, struct err *err)
{
	struct outfile *file = rejects->file;
	struct out *out = rejects->out;
	int rc = 0;

	rejects->out = NULL;
	rejects->file = NULL;
	if (out != NULL)
		rc = out_finish(out, err);
	if (rc == 0)
		rc = outfile_commit(file, err);
	else
		outfile_abort(file);
	rejects_abort(rejects);
	return rc;
}

void
rejects_abort(struct rejects *rejects)
{
	if (rejects == NULL)
		return;
	out_free(rejects->out);
	outfile_abort(rejects->file);
	arena_clear(&rejects->names);
	buf_clear(&rejects->text);
	free(rejects->columns);
	free(rejects);
}
