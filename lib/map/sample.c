#include <string.h>

#include "input/sniff.h"
#include "input/source.h"
#include "map/grid.h"
#include "map/sample.h"
#include "map/tree.h"
#include "text/decode.h"
#include "text/utf8.h"

static int
read_bytes(
    struct sample *sample, const char *path, struct buf *raw, struct err *err)
{
	struct source *source = source_open(path, err);
	char *room;
	char more;
	size_t got = 0;
	int rc = -1;

	if (source == NULL)
		return -1;
	room = buf_reserve(raw, SAMPLE_BYTES);
	if (room == NULL) {
		(void)err_nomem(err);
	} else if (source_read(source, room, SAMPLE_BYTES, &got, err) == 0) {
		raw->len += got;
		rc = 0;
	}
	if (rc == 0 && got == SAMPLE_BYTES) {
		rc = source_read(source, &more, 1, &got, err);
		sample->is_cut = got > 0;
	}
	source_close(source);
	return rc;
}

/* A sample may end within a character. */
static bool
is_utf8(struct span bytes, bool is_cut)
{
	size_t bad;

	return utf8_is_valid(bytes, &bad) || (is_cut && bytes.len - bad < 4);
}

static const char *
guess_encoding(struct span bytes, bool is_cut)
{
	size_t len;
	const char *name = decode_bom(bytes, &len);

	if (name == NULL)
		name = sniff_encoding(bytes);
	if (name != NULL)
		return name;
	if (is_utf8(bytes, is_cut))
		return "UTF-8";
	if (is_cut && bytes.len > 0) /* half a character at the end */
		bytes.len--;
	name = decode_guess(bytes);
	if (name == NULL && bytes.len > 0) {
		bytes.len--;
		name = decode_guess(bytes);
	}
	return name == NULL ? "WINDOWS-1252" : name;
}

static int
decode(struct sample *sample, struct span bytes,
    const struct input_options *options, struct err *err)
{
	struct decode *decoder;
	const char *name = options->encoding;
	int rc;

	sample->is_encoding_said = name != NULL;
	if (name == NULL)
		name = guess_encoding(bytes, sample->is_cut);
	decoder = decode_new(name, err);
	if (decoder == NULL)
		return -1;
	rc = decode_feed(decoder, bytes, !sample->is_cut, &sample->text, err);
	name = decode_name(decoder);
	strncpy(sample->encoding, name, sizeof(sample->encoding) - 1);
	decode_free(decoder);
	if (rc == 0 && buf_check(&sample->text, err) != 0)
		rc = -1;
	if (rc == 0 && sample->text.len > 0 &&
	    memchr(sample->text.data, '\0', sample->text.len) != NULL)
		rc = err_set(err, ERR_DATA, "has NUL characters: no text");
	return rc;
}

/* Objects that each end with their line. */
static bool
is_lines(struct span text)
{
	const char *end = memchr(text.data, '\n', text.len);

	if (end == NULL || end == text.data)
		return false;
	if (end[-1] == '\r')
		end--;
	return end > text.data && text.data[0] == '{' && end[-1] == '}';
}

static enum input_type
guess_type(struct span text)
{
	while (text.len > 0 && strchr(" \t\r\n", text.data[0]) != NULL) {
		text.data++;
		text.len--;
	}
	if (text.len > 0 && text.data[0] == '{')
		return is_lines(text) ? INPUT_JSONL : INPUT_JSON;
	if (text.len > 1 && text.data[0] == '[' &&
	    memchr(text.data, '{', text.len) != NULL)
		return INPUT_JSON;
	return INPUT_CSV;
}

int
sample_read(struct sample *sample, const char *path,
    const struct input_options *options, struct err *err)
{
	struct buf raw = {0};
	struct span text = span_make("", 0);
	const char *hint = NULL;
	int rc;

	memset(sample, 0, sizeof(*sample));
	rc = read_bytes(sample, path, &raw, err);
	if (rc == 0)
		hint = sniff_bytes(buf_get(&raw));
	if (rc == 0 && hint == NULL) {
		rc = decode(sample, buf_get(&raw), options, err);
		text = buf_get(&sample->text);
		if (rc == 0)
			hint = sniff_text(text, true);
	}
	buf_clear(&raw);
	if (rc == 0 && hint != NULL && !span_starts(span_of(hint), "CSV"))
		rc = err_set(err, ERR_DATA, "looks like %s", hint);
	if (rc != 0)
		return err_place(err, path, 0, NULL);
	sample->type = options->type;
	if (sample->type == INPUT_AUTO)
		sample->type = guess_type(text);
	if (sample->type == INPUT_JSON || sample->type == INPUT_JSONL)
		rc = tree_read(sample, options, err);
	else
		rc = grid_read(sample, options, err);
	return rc == 0 ? 0 : err_place(err, path, 0, NULL);
}

struct sample_column *
sample_column(struct sample *sample, struct span name, struct err *err)
{
	struct sample_column *column;

	for (size_t i = 0; i < sample->n_columns; i++)
		if (span_eq(sample->columns[i].name, name))
			return &sample->columns[i];
	if (sample->n_columns == SAMPLE_COLUMNS)
		return NULL;
	if (sample->columns == NULL)
		sample->columns = arena_zero(
		    &sample->arena, SAMPLE_COLUMNS * sizeof(*sample->columns));
	column = sample->columns == NULL ? NULL
					 : &sample->columns[sample->n_columns];
	if (column != NULL) {
		column->name = arena_span(&sample->arena, name);
		column->values = arena_zero(
		    &sample->arena, SAMPLE_ROWS * sizeof(*column->values));
	}
	if (column == NULL || column->name.data == NULL ||
	    column->values == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	sample->n_columns++;
	return column;
}

void
sample_clear(struct sample *sample)
{
	buf_clear(&sample->text);
	arena_clear(&sample->arena);
	memset(sample, 0, sizeof(*sample));
}
