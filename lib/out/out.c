#include <assert.h>
#include <stdlib.h>

#include "out/aside.h"
#include "out/out.h"
#include "out/writer.h"

const char *const out_format_names[] = {
    "table", "csv", "tsv", "json", "jsonl", "md", NULL};

static const struct writer *
find_writer(enum out_format format)
{
	switch (format) {
	case OUT_TABLE:
		return &table_writer;
	case OUT_MD:
		return &markdown_writer;
	case OUT_JSON:
	case OUT_JSONL:
		return &objects_writer;
	case OUT_CSV:
	case OUT_TSV:
	default:
		return &delimited_writer;
	}
}

struct out *
out_new(FILE *stream, const struct out_options *options,
    const struct out_column *columns, size_t n, struct err *err)
{
	struct out *out = calloc(1, sizeof *out);

	if (out == NULL)
		goto no_memory;
	out->cells = calloc(n, sizeof out->cells[0]);
	if (out->cells == NULL)
		goto no_memory;
	out->stream = stream;
	out->options = *options;
	out->writer = find_writer(options->format);
	out->columns = columns;
	out->n_columns = n;
	if (options->has_keys) {
		out->aside = aside_new(err);
		if (out->aside == NULL) {
			out_free(out);
			return NULL;
		}
	}
	return out;
no_memory:
	free(out);
	(void)err_nomem(err);
	return NULL;
}

static struct writer_cell *
next_cell(struct out *out, enum writer_cell_kind kind)
{
	struct writer_cell *cell;

	assert(out->n_cells < out->n_columns);
	cell = &out->cells[out->n_cells++];
	cell->kind = kind;
	cell->is_rate = false;
	return cell;
}

void
out_text(struct out *out, struct span text)
{
	struct redact *redact = out->options.redact;
	struct err none = {0};
	struct writer_cell *cell;

	if (redact != NULL && redact_text(redact, text, &text, &none) != 0)
		out->text.failed = true;
	if (text.len == 0) {
		out_null(out);
		return;
	}
	cell = next_cell(out, WRITER_TEXT);
	cell->at = out->text.len;
	cell->len = text.len;
	buf_span(&out->text, text);
}

void
out_int(struct out *out, int64_t value)
{
	out_fixed(out, value, 0);
}

void
out_fixed(struct out *out, int64_t value, int digits)
{
	struct writer_cell *cell = next_cell(out, WRITER_NUMBER);

	cell->value = value;
	cell->digits = digits;
}

void
out_rate(struct out *out, int64_t value)
{
	struct writer_cell *cell = next_cell(out, WRITER_NUMBER);

	cell->value = value;
	cell->digits = 6;
	cell->is_rate = true;
}

void
out_null(struct out *out)
{
	(void)next_cell(out, WRITER_NULL);
}

void
out_fail(struct out *out)
{
	out_null(out);
	out->text.failed = true;
}

void
out_key(struct out *out, uint64_t key)
{
	out->key = key;
}

static int
begin(struct out *out, struct err *err)
{
	if (out->has_begun)
		return 0;
	out->has_begun = true;
	return out->writer->begin(out, err);
}

int
out_start(struct out *out, struct err *err)
{
	if (begin(out, err) != 0)
		return -1;
	if (fflush(out->stream) != 0)
		return err_errno(err, ERR_IO, "cannot write the output");
	return 0;
}

static int
write_row(struct out *out, struct err *err)
{
	if (begin(out, err) != 0 || out->writer->row(out, err) != 0)
		return -1;
	out->n_rows++;
	return 0;
}

int
out_end_row(struct out *out, struct err *err)
{
	int rc;

	assert(out->n_cells == out->n_columns);
	if (buf_check(&out->text, err) != 0)
		return -1;
	rc = out->aside == NULL ? write_row(out, err)
				: aside_add(out->aside, out->key, out, err);
	out->n_cells = 0;
	buf_reset(&out->text);
	return rc;
}

/* The rows that were kept aside. */
static int
write_rows(struct out *out, struct err *err)
{
	bool is_there = true;

	if (out->aside == NULL)
		return 0;
	if (aside_finish(out->aside, err) != 0)
		return -1;
	for (;;) {
		if (aside_next(out->aside, out, &is_there, err) != 0)
			return -1;
		if (!is_there)
			return 0;
		if (write_row(out, err) != 0)
			return -1;
	}
}

int
out_remark(struct out *out, struct span text, struct err *err)
{
	if (out->writer->remark == NULL)
		return 0;
	return begin(out, err) == 0 ? out->writer->remark(out, text, err) : -1;
}

int
out_finish(struct out *out, struct err *err)
{
	int rc = write_rows(out, err);

	if (rc == 0)
		rc = begin(out, err);
	if (rc == 0)
		rc = out->writer->end(out, true, err);
	if (rc == 0 && (fflush(out->stream) != 0 || ferror(out->stream)))
		rc = err_errno(err, ERR_IO, "cannot write the output");
	out_free(out);
	return rc;
}

void
out_free(struct out *out)
{
	if (out == NULL)
		return;
	if (out->state != NULL)
		(void)out->writer->end(out, false, NULL);
	aside_free(out->aside);
	buf_clear(&out->text);
	buf_clear(&out->line);
	free(out->cells);
	free(out);
}
