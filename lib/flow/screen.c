#include <stdlib.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/num.h"
#include "flow/screen.h"

#define COLUMNS_MAX 16

struct row {
	struct span section;
	struct span thing; /* "ec" of "ec.events"; empty: a line of its own */
	struct span name;
	struct span value;
};

struct screen {
	struct arena arena;
	struct row *rows;
	size_t n, cap;
};

struct screen *
screen_new(struct err *err)
{
	struct screen *screen = calloc(1, sizeof(*screen));

	if (screen == NULL)
		(void)err_nomem(err);
	return screen;
}

int
screen_add(struct screen *screen, struct span section, struct span name,
    struct span value, struct err *err)
{
	struct row *row;
	size_t dot = name.len;

	if (array_grow(&screen->rows, &screen->cap, screen->n + 1, sizeof(*row),
		err) != 0)
		return -1;
	row = &screen->rows[screen->n++];
	row->section = arena_span(&screen->arena, section);
	name = arena_span(&screen->arena, name);
	row->value = arena_span(&screen->arena, value);
	if (row->section.data == NULL || name.data == NULL ||
	    row->value.data == NULL)
		return err_nomem(err);
	/* A channel's name may hold a dot, what is said of it does not. */
	while (dot > 0 && name.data[dot - 1] != '.')
		dot--;
	row->thing = span_make(name.data, dot > 0 ? dot - 1 : 0);
	row->name = span_make(name.data + dot, name.len - dot);
	return 0;
}

/* The columns of a section's table, in the order in which they came; the
 * first names the things. */
static size_t
find_columns(const struct screen *screen, size_t from, size_t to,
    struct out_column *columns, char names[COLUMNS_MAX][64])
{
	size_t n = 1;
	size_t i, j;

	columns[0].type = OUT_TEXT;
	(void)snprintf(names[0], sizeof(names[0]), "%.*s",
	    (int)screen->rows[from].section.len,
	    screen->rows[from].section.data);
	for (i = from; i < to; i++) {
		struct span name = screen->rows[i].name;
		bool is_share = span_ends(name, "coverage");
		bool is_count =
		    span_ends(name, "events") || span_ends(name, "records");

		for (j = 1; j < n && !span_is(name, names[j]); j++)
			continue;
		if (j < n || n == COLUMNS_MAX)
			continue;
		(void)snprintf(names[n], sizeof(names[n]), "%.*s",
		    (int)name.len, name.data);
		columns[n].type = is_share ? OUT_RATE
		    : is_count             ? OUT_INT
					   : OUT_TEXT;
		n++;
	}
	for (i = 0; i < n; i++)
		columns[i].name = names[i];
	return n;
}

static void
write_value(struct out *out, const struct out_column *column, struct span value)
{
	int64_t number;

	if (column->type == OUT_RATE && num_decimal(value, 6, &number))
		out_fixed(out, number, 6);
	else if (column->type == OUT_INT &&
	    num_i64(value, INT64_MIN, INT64_MAX, &number))
		out_int(out, number);
	else
		out_text(out, value);
}

/* One thing's row: its values under their columns. Returns where the next
 * thing begins. */
static size_t
write_thing(const struct screen *screen, size_t from, size_t to,
    struct out *out, const struct out_column *columns, size_t n_columns)
{
	struct span thing = screen->rows[from].thing;
	size_t end = from;
	size_t i, j;

	while (end < to && span_eq(screen->rows[end].thing, thing))
		end++;
	out_text(out, thing);
	for (j = 1; j < n_columns; j++) {
		for (i = from; i < end; i++)
			if (span_is(screen->rows[i].name, columns[j].name))
				break;
		write_value(out, &columns[j],
		    i < end ? screen->rows[i].value : span_make("", 0));
	}
	return end;
}

static int
write_table(const struct screen *screen, size_t from, size_t to, FILE *stream,
    const struct out_options *options, struct err *err)
{
	struct out_column columns[COLUMNS_MAX];
	char names[COLUMNS_MAX][64];
	size_t n = find_columns(screen, from, to, columns, names);
	struct out *out = out_new(stream, options, columns, n, err);

	if (out == NULL)
		return -1;
	while (from < to) {
		from = write_thing(screen, from, to, out, columns, n);
		if (out_end_row(out, err) != 0) {
			out_free(out);
			return -1;
		}
	}
	return out_finish(out, err);
}

static void
write_line(struct out *out, struct span name, struct span value)
{
	int64_t share;

	out_text(out, name);
	if (span_ends(name, "coverage") && num_decimal(value, 6, &share))
		out_rate(out, share);
	else
		out_text(out, value);
}

static int
write_lines(const struct screen *screen, size_t from, size_t to, FILE *stream,
    const struct out_options *options, struct err *err)
{
	const struct out_column columns[] = {
	    {.name = screen->rows[from].section.data, .type = OUT_TEXT},
	    {.name = "", .type = OUT_TEXT}};
	struct out *out = out_new(stream, options, columns, 2, err);

	if (out == NULL)
		return -1;
	for (; from < to; from++) {
		write_line(
		    out, screen->rows[from].name, screen->rows[from].value);
		if (out_end_row(out, err) != 0) {
			out_free(out);
			return -1;
		}
	}
	return out_finish(out, err);
}

int
screen_write(struct screen *screen, FILE *stream,
    const struct out_options *options, struct err *err)
{
	size_t from = 0;
	size_t to;
	int rc = 0;

	while (rc == 0 && from < screen->n) {
		for (to = from + 1; to < screen->n &&
		     span_eq(
			 screen->rows[to].section, screen->rows[from].section);
		     to++)
			continue;
		if (from > 0 && fputc('\n', stream) == EOF)
			return err_errno(
			    err, ERR_IO, "cannot write the output");
		if (screen->rows[from].thing.len > 0)
			rc =
			    write_table(screen, from, to, stream, options, err);
		else
			rc =
			    write_lines(screen, from, to, stream, options, err);
		from = to;
	}
	return rc;
}

void
screen_free(struct screen *screen)
{
	if (screen == NULL)
		return;
	arena_clear(&screen->arena);
	free(screen->rows);
	free(screen);
}
