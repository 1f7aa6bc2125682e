#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "map/guess.h"
#include "map/infer.h"
#include "map/meaning.h"
#include "map/shape.h"
#include "text/utf8.h"

/* --- JSON --- */

/* A string of JSON. */
static void
put_text(struct buf *out, struct span text)
{
	json_t *json =
	    json_stringn(text.data == NULL ? "" : text.data, text.len);
	char *dumped = json == NULL ? NULL : json_dumps(json, JSON_ENCODE_ANY);

	if (dumped == NULL && utf8_is_valid(text, NULL))
		out->failed = true;
	else if (dumped == NULL)
		buf_str(out, "null");
	else
		buf_str(out, dumped);
	free(dumped);
	json_decref(json);
}

static void
put_pair(struct buf *out, const char *key, const char *text)
{
	buf_printf(out, "\"%s\": ", key);
	put_text(out, span_of(text));
}

/* 0..100 as 0.00 .. 1.00 */
static void
put_sure(struct buf *out, int sure)
{
	buf_printf(out, "\"_confidence\": %d.%02d", sure / 100, sure % 100);
}

/* --- the file --- */

static const char *
type_name(enum input_type type)
{
	switch (type) {
	case INPUT_TSV:
		return "tsv";
	case INPUT_JSON:
		return "json";
	case INPUT_JSONL:
		return "jsonl";
	case INPUT_AUTO:
	case INPUT_CSV:
	default:
		return "csv";
	}
}

static void
put_header(struct buf *out, const struct sample *sample)
{
	if (!sample->has_header) {
		buf_str(out,
		    ", \"header\": false, \"_header\": \"the first row "
		    "looks like values: columns are 1, 2, 3\"");
		return;
	}
	if (sample->n_preamble == 0)
		return;
	buf_str(out, ", \"header\": [");
	put_text(out, sample->header_name);
	buf_printf(out, "], \"_header\": \"%zu row%s above it\"",
	    sample->n_preamble, sample->n_preamble == 1 ? "" : "s");
}

static void
put_format(struct buf *out, const struct sample *sample,
    const struct input_options *options)
{
	buf_str(out, "  \"format\": { ");
	put_pair(out, "type", type_name(sample->type));
	buf_str(out, ", ");
	put_pair(out, "encoding", sample->encoding);
	if (sample->type == INPUT_CSV) {
		buf_str(out, ", \"delimiter\": ");
		put_text(out, span_make(&sample->delimiter, 1));
	}
	if (options->skip > 0)
		buf_printf(out, ", \"skip\": %lld", (long long)options->skip);
	if (sample->type == INPUT_CSV || sample->type == INPUT_TSV)
		put_header(out, sample);
	if (sample->root.len > 0) {
		buf_str(out, ", \"root\": ");
		put_text(out, sample->root);
	}
	buf_str(out, " },\n");
}

/* Times without an offset mean nothing until somebody says a zone. */
static void
put_zone(struct buf *out, const struct guess *guess)
{
	bool is_local = false;
	struct buf from = {0};

	for (size_t i = 0; i < guess->n_lines; i++) {
		const struct guess_line *line = &guess->lines[i];

		is_local |= shape_of(line->field) == SHAPE_TIME &&
		    line->profile->n > 0 && !line->profile->has_offset &&
		    !line->is_after &&
		    !span_starts(span_of(line->profile->format), "epoch");
	}
	if (guess->sample->zone_key.len > 0) {
		buf_str(&from, "preamble:");
		buf_span(&from, guess->sample->zone_key);
		buf_str(out, "  \"timezone\": { \"from\": ");
		put_text(out, buf_get(&from));
		buf_str(out, " },\n");
	} else if (is_local) {
		buf_str(out,
		    "  \"_timezone\": \"times have no offset: say their zone "
		    "here or with -z\",\n");
	}
	out->failed |= from.failed;
	buf_clear(&from);
}

/* --- fields --- */

static void
put_source(
    struct buf *out, const struct guess *guess, const struct guess_line *line)
{
	if (line->n_columns == 0) {
		put_pair(out, "const", line->constant);
		return;
	}
	if (line->n_columns > 1)
		buf_str(out, line->is_sum ? "\"sum\": [" : "\"concat\": [");
	else
		buf_str(out, "\"column\": ");
	for (size_t i = 0; i < line->n_columns; i++) {
		if (i > 0)
			buf_str(out, ", ");
		put_text(out, guess->sample->columns[line->columns[i]].name);
	}
	if (line->n_columns > 1)
		buf_char(out, ']');
	if (line->separator != NULL) {
		buf_str(out, ", ");
		put_pair(out, "separator", line->separator);
	}
}

static void
put_date(struct buf *out, const struct guess_line *line)
{
	enum shape shape = shape_of(line->field);
	const struct profile *profile = line->profile;

	if (line->n_columns == 0 || line->is_after ||
	    (shape != SHAPE_TIME && shape != SHAPE_BIRTH) ||
	    profile->format == NULL || profile->format[0] == '\0')
		return;
	if (profile->other == NULL) {
		buf_str(out, ", ");
		put_pair(out, "format", profile->format);
		return;
	}
	buf_str(out, ", \"_formats\": [");
	put_text(out, span_of(profile->format));
	buf_str(out, ", ");
	put_text(out, span_of(profile->other));
	buf_str(out,
	    "], \"_ambiguous\": \"day or month first? The values "
	    "do not tell: give one as format\"");
}

static void
put_values(struct buf *out, struct guess *guess, const struct guess_line *line)
{
	const char *otherwise = meaning_otherwise(line->field);
	const struct profile *profile = line->profile;

	if (!meaning_is_due(line))
		return;
	buf_str(out, ",\n      \"values\": { ");
	for (size_t i = 0; i < profile->n_words; i++) {
		const char *meant = meaning_of(guess, line, profile->words[i]);

		buf_str(out, i > 0 ? ", " : "");
		put_text(out, profile->words[i]);
		buf_str(out, ": ");
		if (meant == NULL)
			buf_str(out, "null");
		else
			put_text(out, span_of(meant));
	}
	buf_str(out, " }, \"otherwise\": ");
	if (otherwise == NULL)
		buf_str(out, "null");
	else
		put_text(out, span_of(otherwise));
}

static void
put_line(struct buf *out, struct guess *guess, const struct guess_line *line)
{
	buf_str(out, "    ");
	put_text(out, line->key);
	buf_str(out, ": { ");
	put_source(out, guess, line);
	if (line->is_after)
		buf_str(out, ", \"after\": \"occurred_at\"");
	if (line->unit != NULL) {
		buf_str(out, ", ");
		put_pair(out, "unit", line->unit);
	}
	put_date(out, line);
	put_values(out, guess, line);
	buf_str(out, ",\n      ");
	put_sure(out, line->sure);
	buf_str(out, ", \"_reason\": ");
	put_text(out, line->reason);
	buf_str(out, " }");
}

static void
put_fields(struct buf *out, struct guess *guess)
{
	buf_str(out, "  \"fields\": {");
	for (size_t i = 0; i < guess->n_lines; i++) {
		buf_str(out, i == 0 ? "\n" : ",\n");
		put_line(out, guess, &guess->lines[i]);
	}
	buf_str(out, "\n  }");
}

static void
put_left(struct buf *out, const struct guess *guess)
{
	if (guess->n_left == 0)
		return;
	buf_str(out, ",\n  \"_unmapped\": [");
	for (size_t i = 0; i < guess->n_left; i++) {
		buf_str(out, i == 0 ? "\n" : ",\n");
		buf_str(out, "    { \"column\": ");
		put_text(
		    out, guess->sample->columns[guess->left[i].column].name);
		buf_str(out, ", ");
		put_pair(out, "reason", guess->left[i].reason);
		buf_str(out, " }");
	}
	buf_str(out, "\n  ]");
}

/* --- orders of several rows --- */

struct repeats {
	size_t n;        /* rows that go on with an event */
	size_t n_empty;  /* of them: without an amount */
	size_t n_others; /* of them: with another amount */
	bool is_anywhere;
};

/* Did the id stand in a row before this one? At most SAMPLE_ROWS of them. */
static bool
find_before(const struct sample_column *ids, size_t row, size_t *before)
{
	for (size_t r = row; r-- > 0;)
		if (span_eq(ids->values[r], ids->values[row])) {
			*before = r;
			return true;
		}
	return false;
}

static void
count_repeats(const struct sample *sample, const struct sample_column *ids,
    const struct sample_column *amounts, struct repeats *repeats)
{
	size_t before;

	for (size_t r = 0; r < sample->n_rows; r++) {
		if (ids->values[r].len == 0 || !find_before(ids, r, &before))
			continue;
		repeats->n++;
		repeats->is_anywhere |= before + 1 != r;
		if (amounts == NULL)
			continue;
		if (amounts->values[r].len == 0)
			repeats->n_empty++;
		else if (!span_eq(amounts->values[r], amounts->values[before]))
			repeats->n_others++;
	}
}

static void
put_group(struct buf *out, const struct guess *guess)
{
	const struct sample *sample = guess->sample;
	const struct guess_line *id = guess_line(guess, CANON_F_EVENT_ID);
	const struct guess_line *amount = guess_line(guess, CANON_F_AMOUNT);
	struct repeats repeats = {0};
	bool is_continue;

	if (id == NULL)
		return;
	count_repeats(sample, &sample->columns[id->columns[0]],
	    amount == NULL ? NULL : &sample->columns[amount->columns[0]],
	    &repeats);
	if (repeats.n == 0)
		return;
	is_continue = repeats.n_empty == repeats.n;
	buf_str(out, ",\n  \"group\": { \"by\": \"event_id\", ");
	put_pair(out, "rows", is_continue ? "continue" : "repeat");
	buf_str(out, ", ");
	put_pair(out, "amount",
	    repeats.n_others > 0 && !is_continue ? "sum" : "once");
	if (repeats.is_anywhere && !is_continue)
		buf_str(out, ", \"anywhere\": true");
	buf_printf(out,
	    ",\n    \"_reason\": \"%zu row%s the id of an event "
	    "before\" }",
	    repeats.n, repeats.n == 1 ? " has" : "s have");
}

/* An event of nobody is counted, but is in no journey. */
static void
put_nobody(struct buf *out, const struct guess *guess)
{
	static const enum canon_field fields[] = {
	    CANON_F_CUSTOMER_ID, CANON_F_ID, CANON_F_EMAIL, CANON_F_PHONE};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (guess_line(guess, fields[i]) != NULL)
			return;
	buf_str(out,
	    "  \"_customer_id\": \"no column tells who it is: if the "
	    "file's name does, map { \\\"from\\\": "
	    "\\\"filename\\\" }\",\n");
}

static void
put_all(
    struct buf *out, struct guess *guess, const struct input_options *options)
{
	const struct sample *sample = guess->sample;

	buf_str(out, "{\n  \"omni_map\": 1,\n");
	buf_str(out,
	    "  \"_about\": \"a proposal of omni-import --infer: read "
	    "it, mend it, and try it with -m and --dry-run\",\n");
	buf_printf(out, "  \"_sample\": { \"rows\": %zu, \"whole\": %s },\n",
	    sample->n_rows,
	    sample->is_cut || sample->n_rows == SAMPLE_ROWS ? "false" : "true");
	put_format(out, sample, options);
	put_zone(out, guess);
	if (guess_line(guess, CANON_F_CHANNEL) == NULL)
		buf_str(out, "  \"_channel\": \"say it here or with -c\",\n");
	put_nobody(out, guess);
	buf_str(out, "  \"canonical\": false,\n");
	put_fields(out, guess);
	put_group(out, guess);
	put_left(out, guess);
	buf_str(out, "\n}\n");
}

int
infer_write(const char *path, const struct input_options *options,
    struct buf *out, struct err *err)
{
	struct sample sample;
	struct guess guess = {0};
	int rc = sample_read(&sample, path, options, err);

	if (rc == 0)
		rc = guess_make(&guess, &sample, err);
	if (rc == 0) {
		put_all(out, &guess, options);
		rc = buf_check(out, err);
	}
	guess_clear(&guess);
	sample_clear(&sample);
	return rc;
}
