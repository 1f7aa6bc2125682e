#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "input/input.h"
#include "input/jsontext.h"
#include "input/records.h"
#include "input/sniff.h"
#include "input/source.h"
#include "input/table.h"
#include "input/twice.h"
#include "input/window.h"
#include "text/suspect.h"

#define CHUNK 65536

struct input {
	struct window window;
	struct table table;
	struct records records;
	enum input_type type;
	char *path;
	struct err fault;
	struct notices notices;
};

static bool
ends_word(struct span name, const char *word)
{
	size_t len = strlen(word);

	if (name.len <= len)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = name.data[name.len - len + i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != word[i])
			return false;
	}
	return true;
}

static enum input_type
type_by_name(const char *path)
{
	static const struct {
		const char *end;
		enum input_type type;
	} ends[] = {
	    {".csv", INPUT_CSV},
	    {".tsv", INPUT_TSV},
	    {".tab", INPUT_TSV},
	    {".json", INPUT_JSON},
	    {".jsonl", INPUT_JSONL},
	    {".ndjson", INPUT_JSONL},
	};
	struct span name = span_of(path);

	if (ends_word(name, ".gz"))
		name.len -= 3;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (ends_word(name, ends[i].end))
			return ends[i].type;
	}
	return INPUT_CSV;
}

static bool
is_json(const struct input *input)
{
	return input->type == INPUT_JSON || input->type == INPUT_JSONL;
}

/* Rejected rows come back in a form of their own, whatever is said of the
 * export that they are of. */
static void
know_rejects(struct input *input, struct input_options *options)
{
	char delimiter;

	if (!sniff_rejects(window_left(&input->window), &delimiter))
		return;
	input->type = delimiter == '\0' ? INPUT_JSONL : INPUT_CSV;
	options->delimiter = delimiter;
	options->skip = 0;
	options->has_no_header = false;
	options->root = span_make(NULL, 0);
}

static int
open_reader(
    struct input *input, const struct input_options *options, struct err *err)
{
	struct input_options known = *options;
	const char *hint;

	know_rejects(input, &known);
	known.type = input->type;
	hint = sniff_text(window_left(&input->window), is_json(input));
	if (hint != NULL) {
		(void)err_set(err, ERR_DATA, "looks like %s", hint);
		return err_reason(err, "WRONG_TYPE");
	}
	if (is_json(input))
		return records_open(
		    &input->records, &input->window, &known, err);
	return table_open(&input->table, &input->window, &known, err);
}

struct input *
input_open(
    const char *path, const struct input_options *options, struct err *err)
{
	struct input *input = calloc(1, sizeof(*input));
	size_t size = strlen(path) + 1;

	if (input == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	input->path = malloc(size);
	if (input->path == NULL) {
		(void)err_nomem(err);
		goto close_input;
	}
	memcpy(input->path, path, size);
	input->type = options->type;
	if (input->type == INPUT_AUTO)
		input->type = type_by_name(path);
	if (window_open(&input->window, path, options->encoding, err) != 0 ||
	    open_reader(input, options, err) != 0)
		goto close_input;
	return input;

close_input:
	(void)err_place(err, path, 0, NULL);
	input_close(input);
	return NULL;
}

void
input_close(struct input *input)
{
	if (input == NULL)
		return;
	table_close(&input->table);
	records_close(&input->records);
	window_close(&input->window);
	free(input->path);
	free(input);
}

const struct span *
input_header(const struct input *input, size_t *count)
{
	*count = input->table.n_header;
	return input->table.header;
}

struct span
input_preamble(const struct input *input, struct span key)
{
	return table_preamble(&input->table, key);
}

const char *
input_hint(const struct input *input)
{
	return table_hint(&input->table);
}

enum input_type
input_type_of(const struct input *input)
{
	return input->type;
}

const char *
input_encoding(const struct input *input)
{
	return window_encoding(&input->window);
}

/* Look at the row as it stands in the file. */
static void
look_at_row(struct input *input, const struct input_row *row)
{
	const struct table_record *record = &input->table.record;
	struct span text = is_json(input)
	    ? row->raw
	    : span_make(record->text.data, record->text.len);

	if (!suspect_any(text))
		return;
	if (suspect_gaiji(text))
		notice_add(&input->notices, NOTICE_GAIJI, row->line);
	if (suspect_mojibake(text))
		notice_add(&input->notices, NOTICE_MOJIBAKE, row->line);
}

int
input_next(struct input *input, struct input_row *row, enum input_event *event,
    struct err *err)
{
	int done;

	memset(row, 0, sizeof(*row));
	if (input->fault.code != ERR_NONE)
		err_clear(&input->fault);
	if (is_json(input))
		done = records_next(
		    &input->records, row, event, &input->fault, err);
	else
		done =
		    table_next(&input->table, row, event, &input->fault, err);
	if (done != 0)
		return err_place(err, input->path, 0, NULL);
	if (input->table.other_end_line != 0 &&
	    input->notices.count[NOTICE_NEWLINES] == 0)
		notice_add(&input->notices, NOTICE_NEWLINES,
		    input->table.other_end_line);
	if (*event == INPUT_ROW)
		look_at_row(input, row);
	if (*event == INPUT_BAD)
		(void)err_place(&input->fault, input->path, 0, NULL);
	return 0;
}

const struct err *
input_fault(const struct input *input)
{
	return &input->fault;
}

const struct notices *
input_notices(const struct input *input)
{
	return &input->notices;
}

bool
input_json_text(const void *json, char room[INPUT_JSON_ROOM], struct span *text)
{
	return jsontext_text(json, room, text);
}

const void *
input_json_member(const void *json, const char *name)
{
	return json_object_get(json, name);
}

const char *
input_json_twice(const void *json)
{
	return twice_key(json);
}

bool
input_json_is_number(const void *json)
{
	return jsontext_is_number(json);
}

uint64_t
input_bytes(const struct input *input)
{
	return source_bytes(input->window.source);
}

uint64_t
input_size(const struct input *input)
{
	return source_size(input->window.source);
}

void
input_hash(const struct input *input, char hex[33])
{
	source_hash(input->window.source, hex);
}

static int
hash_all(struct source *source, char hex[33], struct err *err)
{
	char *chunk = malloc(CHUNK);
	size_t got;

	if (chunk == NULL)
		return err_nomem(err);
	do {
		if (source_read(source, chunk, CHUNK, &got, err) != 0) {
			free(chunk);
			return -1;
		}
	} while (got > 0);
	free(chunk);
	source_hash(source, hex);
	return 0;
}

int
input_hash_file(const char *path, char hex[33], struct err *err)
{
	struct stat stat_now;
	struct source *source;
	int done;

	/* A FIFO must not even be opened: its writer would notice. */
	if (strcmp(path, "-") == 0)
		return 1;
	if (stat(path, &stat_now) != 0)
		done = err_errno(err, ERR_NOINPUT, "cannot be opened");
	else if (S_ISDIR(stat_now.st_mode))
		done = err_set(err, ERR_NOINPUT, "is a folder");
	else if (!S_ISREG(stat_now.st_mode))
		return 1;
	else
		done = 0;
	source = done == 0 ? source_open(path, err) : NULL;
	done = source == NULL ? -1 : hash_all(source, hex, err);
	source_close(source);
	return done == 0 ? 0 : err_place(err, path, 0, NULL);
}
