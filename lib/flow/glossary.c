#include <string.h>

#include "base/buf.h"
#include "flow/glossary.h"
#include "kpi/kpi.h"

#define WIDTH 78

static const struct out_column columns[] = {
    {"kpi", OUT_TEXT},
    {"definition", OUT_TEXT},
    {"name", OUT_TEXT},
    {"name_ja", OUT_TEXT},
    {"unit", OUT_TEXT},
    {"meaning", OUT_TEXT},
    {"anchor", OUT_TEXT},
    {"groups", OUT_TEXT},
    {"by", OUT_TEXT},
    {"excluded", OUT_TEXT},
    {"note", OUT_TEXT},
};

static void
join(struct buf *buf, const char *between, const char *text)
{
	if (buf->len > 0)
		buf_str(buf, between);
	buf_str(buf, text);
}

static bool
is_of_records(const struct figure *figure, size_t definition)
{
	return (figure->of_records >> definition & 1u) != 0;
}

static void
add_groups(const struct figure *figure, size_t definition, struct buf *buf)
{
	const struct figure_use use = {
	    .figure = figure,
	    .definition = definition,
	};
	size_t n = figure->n_rows_of != NULL ? figure->n_rows_of(&use)
					     : figure->n_rows;

	for (size_t i = 0; i < n; i++)
		join(buf, ", ", figure->rows[i]);
	if (figure->is_per_channel)
		join(buf, ", ", "each channel");
	if (is_of_records(figure, definition))
		join(buf, ", ", "each source");
}

/* Those of a definition. */
static void
groups_text(const struct figure *figure, size_t definition, struct buf *buf)
{
	buf_reset(buf);
	add_groups(figure, definition, buf);
}

/* Those of the definition that has most. */
static void
all_groups_text(const struct figure *figure, struct buf *buf)
{
	struct buf other = {0};

	buf_reset(buf);
	for (size_t i = 0; i < figure->n_definitions; i++) {
		groups_text(figure, i, &other);
		if (other.len > buf->len) {
			buf_reset(buf);
			buf_span(buf, buf_get(&other));
		}
	}
	buf_clear(&other);
}

static void
by_list(const struct figure *figure, struct buf *buf)
{
	buf_reset(buf);
	for (unsigned i = 0; i < BY_COUNT; i++)
		if ((figure->by & BY_BIT(i)) != 0)
			join(buf, ", ", by_name((enum by_dimension)i));
}

static void
left_text(const struct figure *figure, struct buf *buf)
{
	buf_reset(buf);
	for (size_t i = 0; figure->left[i] != NULL; i++)
		join(buf, ", ", figure->left[i]);
}

static void
put_words(struct out *out, const struct figure *figure, size_t definition,
    struct buf *buf)
{
	out_text(out, span_of(figure->anchor));
	groups_text(figure, definition, buf);
	out_text(out, buf_get(buf));
	if (is_of_records(figure, definition))
		buf_reset(buf);
	else
		by_list(figure, buf);
	out_text(out, buf_get(buf));
	left_text(figure, buf);
	out_text(out, buf_get(buf));
	out_text(out, span_of(figure->note));
}

static int
list_figure(struct out *out, const struct figure *figure, struct buf *buf,
    struct err *err)
{
	for (size_t i = 0; i < figure->n_definitions; i++) {
		const struct figure_definition *definition =
		    &figure->definitions[i];

		out_text(out, span_of(figure->id));
		out_text(out, span_of(definition->standard));
		out_text(out, span_of(figure->name));
		out_text(out, span_of(figure->name_ja));
		out_text(out,
		    span_of(definition->unit == NULL ? "currency"
						     : definition->unit));
		out_text(out, span_of(definition->meaning));
		put_words(out, figure, i, buf);
		if (buf_check(buf, err) != 0 || out_end_row(out, err) != 0)
			return -1;
	}
	return 0;
}

int
glossary_list(FILE *stream, const struct out_options *options, struct err *err)
{
	struct out *out = out_new(stream, options, columns,
	    sizeof(columns) / sizeof(columns[0]), err);
	struct buf buf = {0};
	int result = out == NULL ? -1 : 0;

	for (size_t i = 0; result == 0 && kpi_figures[i] != NULL; i++)
		result = list_figure(out, kpi_figures[i], &buf, err);
	buf_clear(&buf);
	if (result == 0)
		return out_finish(out, err);
	out_free(out);
	return -1;
}

/* The words, with so many blanks before each line, the first of which has been
 * written up to ${at}. */
static void
wrap(FILE *stream, size_t indent, size_t at, const char *text)
{
	size_t len;

	for (; *text != '\0'; text += len) {
		for (len = 0; text[len] != ' ' && text[len] != '\0'; len++)
			;
		if (at > indent && at + 1 + len > WIDTH) {
			fputc('\n', stream);
			at = 0;
		}
		if (at <= indent)
			fprintf(stream, "%*s", (int)(indent - at), "");
		else
			fputc(' ', stream);
		at = (at <= indent ? indent : at + 1) + len;
		fwrite(text, 1, len, stream);
		len += text[len] == ' ';
	}
	fputc('\n', stream);
}

static void
tell(FILE *stream, const char *name, const char *text)
{
	if (*text == '\0')
		return;
	fprintf(stream, "  %s:", name);
	wrap(stream, 14, 3 + strlen(name), text);
}

static void
explain_definition(FILE *stream, const struct figure *figure, size_t at)
{
	const struct figure_definition *definition = &figure->definitions[at];

	fprintf(stream, "  %s=%s%s\n", figure->id, definition->standard,
	    at == 0 ? " (default)" : "");
	wrap(stream, 6, 0, definition->meaning);
	fprintf(stream, "      unit: %s\n",
	    definition->unit == NULL ? "the currency" : definition->unit);
	if (is_of_records(figure, at))
		fputs("      without --by, --period and a choice of events\n",
		    stream);
}

int
glossary_explain(FILE *stream, struct span id, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	const struct figure *figure = kpi_find(id);
	struct buf buf = {0};
	int result;

	if (figure == NULL)
		return err_set(err, ERR_USAGE,
		    "there is no key figure '%s': see 'omni-kpi --list'",
		    err_quote(quoted, id));
	fprintf(stream, "%s: %s, %s\n\n", figure->id, figure->name,
	    figure->name_ja);
	for (size_t i = 0; i < figure->n_definitions; i++)
		explain_definition(stream, figure, i);
	fputc('\n', stream);
	all_groups_text(figure, &buf);
	tell(stream, "groups", buf_text(&buf));
	tell(stream, "dated by", figure->anchor);
	left_text(figure, &buf);
	tell(stream, "excluded", buf_text(&buf));
	by_list(figure, &buf);
	tell(stream, "--by", buf_text(&buf));
	tell(stream, "note", figure->note);
	result = buf_check(&buf, err);
	buf_clear(&buf);
	return result;
}
