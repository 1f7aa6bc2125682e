#include <string.h>

#include "input/judge.h"
#include "input/records.h"
#include "input/splitter.h"
#include "text/utf8.h"

static int
fail(struct err *err, uint64_t line, const char *reason, const char *msg)
{
	(void)err_set(err, ERR_DATA, "%s", msg);
	(void)err_reason(err, reason);
	return err_place(err, NULL, line, NULL);
}

static int
fail_syntax(const struct records *records, struct err *err, const char *msg)
{
	return fail(err, records->window->line, "JSON_SYNTAX", msg);
}

static int
fail_cut(struct err *err, uint64_t line)
{
	return fail(err, line, "TRUNCATED_LAST_ROW",
	    "the file ends inside the record that begins here");
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
advance(struct records *records, size_t n)
{
	struct span left = window_left(records->window);
	const char *at = left.data;
	const char *end = left.data + n;

	while (
	    at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		records->window->line++;
		at++;
	}
	records->window->at += n;
}

/* To the next byte that is not blank: 1 and the byte, or 0 at the end. */
static int
next_char(struct records *records, char *c, struct err *err)
{
	for (;;) {
		struct span left = window_left(records->window);
		size_t n = 0;

		while (n < left.len && is_blank(left.data[n]))
			n++;
		advance(records, n);
		if (n < left.len) {
			*c = left.data[n];
			return 1;
		}
		if (records->window->is_end)
			return 0;
		if (window_more(records->window, err) != 0)
			return -1;
	}
}

/* The same where the text must go on. */
static int
need_char(struct records *records, char *c, struct err *err)
{
	int found = next_char(records, c, err);

	if (found == 0)
		return fail_cut(err, records->window->line);
	return found < 0 ? -1 : 0;
}

/* A value as a whole in the window; it is not consumed. */
static int
read_value(struct records *records, struct splitter *splitter,
    struct span *text, struct err *err)
{
	struct window *window = records->window;

	for (;;) {
		struct span left = window_left(window);
		enum splitter_end end = splitter_feed(splitter, left);

		if (end == SPLITTER_BROKEN)
			return fail_syntax(records, err,
			    "brackets do not match in the record that begins "
			    "here");
		if (splitter->at > INPUT_RECORD_MAX)
			return fail(err, window->line, "RECORD_TOO_LONG",
			    "record longer than 1048576 bytes");
		if (end == SPLITTER_END) {
			*text = span_make(left.data, splitter->at);
			return 0;
		}
		if (window->is_end)
			return fail_cut(err, window->line);
		if (window_more(window, err) != 0)
			return -1;
	}
}

/* Over a value that nobody wants, of any length. */
static int
skip_value(struct records *records, struct err *err)
{
	struct splitter splitter = {0};
	uint64_t line = records->window->line;

	for (;;) {
		enum splitter_end end =
		    splitter_feed(&splitter, window_left(records->window));

		if (end == SPLITTER_BROKEN)
			return fail_syntax(
			    records, err, "brackets do not match");
		advance(records, splitter.at);
		splitter.at = 0;
		if (end == SPLITTER_END)
			return 0;
		if (records->window->is_end)
			return fail_cut(err, line);
		if (window_more(records->window, err) != 0)
			return -1;
	}
}

/* Is the string (with its quotes) this name? */
static bool
is_name(struct span string, struct span name)
{
	json_t *json;
	bool is_equal;

	if (memchr(string.data, '\\', string.len) == NULL)
		return span_eq(
		    span_make(string.data + 1, string.len - 2), name);
	json = json_loadb(string.data, string.len, JSON_DECODE_ANY, NULL);
	is_equal = json_is_string(json) &&
	    span_eq(
		span_make(json_string_value(json), json_string_length(json)),
		name);
	json_decref(json);
	return is_equal;
}

/* The name of a member and its colon: 1 when it is ${name}. */
static int
read_name(struct records *records, struct span name, struct err *err)
{
	struct window *window = records->window;
	size_t at = 1;
	bool is_escaped = false;
	struct span left;
	char c;
	int found;

	if (need_char(records, &c, err) != 0)
		return -1;
	if (c != '"')
		return fail_syntax(records, err, "a name is missing");
	for (left = window_left(window);; at++) {
		if (at > INPUT_FIELD_MAX)
			return fail_syntax(records, err, "a name without end");
		if (at >= left.len) {
			if (window->is_end)
				return fail_cut(err, window->line);
			if (window_more(window, err) != 0)
				return -1;
			left = window_left(window);
		}
		if (!is_escaped && left.data[at] == '"')
			break;
		is_escaped = !is_escaped && left.data[at] == '\\';
	}
	found = is_name(span_make(left.data, at + 1), name);
	advance(records, at + 1);
	if (need_char(records, &c, err) != 0)
		return -1;
	if (c != ':')
		return fail_syntax(records, err, "a colon is missing");
	advance(records, 1);
	return found;
}

static int
no_root(struct records *records, size_t level, struct err *err)
{
	char name[ERR_QUOTE_MAX];

	(void)err_set(err, ERR_DATA, "no array '%s' in it",
	    err_quote(name, records->path[level]));
	(void)err_reason(err, "NO_ROOT");
	return err_place(err, NULL, records->window->line, NULL);
}

/* Into an object, as far as behind the colon of one member. */
static int
enter_level(struct records *records, size_t level, struct err *err)
{
	char c;

	if (need_char(records, &c, err) != 0)
		return -1;
	if (c != '{')
		return no_root(records, level, err);
	for (;;) {
		int found;

		advance(records, 1);
		if (need_char(records, &c, err) != 0)
			return -1;
		if (c == '}')
			return no_root(records, level, err);
		found = read_name(records, records->path[level], err);
		if (found != 0)
			return found < 0 ? -1 : 0;
		if (skip_value(records, err) != 0 ||
		    need_char(records, &c, err) != 0)
			return -1;
		if (c == '}')
			return no_root(records, level, err);
		if (c != ',')
			return fail_syntax(
			    records, err, "brackets do not match");
	}
}

static int
enter_root(struct records *records, struct err *err)
{
	char c;

	for (size_t i = 0; i < records->n_path; i++) {
		if (enter_level(records, i, err) != 0)
			return -1;
	}
	if (need_char(records, &c, err) != 0)
		return -1;
	if (c != '[')
		return no_root(records, records->n_path - 1, err);
	advance(records, 1);
	return 0;
}

/* Out of the objects around the array, to see that they are whole. */
static int
leave_root(struct records *records, struct err *err)
{
	size_t level = records->n_path;
	static const struct span nobody = {NULL, 0};

	while (level > 0) {
		char c;

		if (need_char(records, &c, err) != 0)
			return -1;
		if (c != '}' && c != ',')
			return fail_syntax(
			    records, err, "brackets do not match");
		advance(records, 1);
		if (c == '}') {
			level--;
			continue;
		}
		if (read_name(records, nobody, err) < 0 ||
		    skip_value(records, err) != 0)
			return -1;
	}
	return 0;
}

/* Bytes that are no text come before what JSON says of them. */
static int
judge_bytes(struct records *records, struct span text, struct err *fault,
    struct err *err)
{
	struct window *window = records->window;
	size_t from = (size_t)(text.data - window->text.data);

	if (window_is_plain(window, from, from + text.len) ||
	    utf8_is_valid(text, NULL))
		return 0;
	if (!judge_text(window, text, fault))
		return 0;
	*err = *fault;
	return -1;
}

static int
emit(struct records *records, struct span text, struct input_row *row,
    enum input_event *event, struct err *fault, struct err *err)
{
	*event = INPUT_BAD;
	row->raw = text;
	records->value.is_cut = false;
	if (judge_bytes(records, text, fault, err) != 0)
		return err_place(err, NULL, row->line, NULL);
	if (fault->code != ERR_NONE) {
		buf_reset(&records->shown);
		judge_show(&records->shown, text);
		row->raw = buf_get(&records->shown);
		return buf_check(&records->shown, err);
	}
	if (jsontext_parse(&records->value, text, fault) != 0) {
		if (fault->code == ERR_DATA)
			return 0;
		*err = *fault;
		return -1;
	}
	if (!json_is_object(records->value.json)) {
		(void)fail(fault, 0, "TYPE", "not an object");
		return 0;
	}
	row->json = records->value.json;
	*event = INPUT_ROW;
	return 0;
}

static struct span
trim(struct span text)
{
	while (text.len > 0 && is_blank(text.data[text.len - 1]))
		text.len--;
	while (text.len > 0 && is_blank(text.data[0])) {
		text.data++;
		text.len--;
	}
	return text;
}

static int
next_line(struct records *records, struct input_row *row,
    enum input_event *event, struct err *fault, struct err *err)
{
	struct window *window = records->window;
	struct window_line line;
	struct span text;

	row->line = window->line;
	if (window_line(window, 0, '\n', INPUT_RECORD_MAX, &line, err) != 0)
		return err_place(err, NULL, row->line, NULL);
	if (line.size == 0) {
		*event = INPUT_END;
		return 0;
	}
	window->at += line.size;
	window->line++;
	text = trim(span_make(line.data, line.len));
	if (text.len == 0) {
		*event = INPUT_BLANK;
		return 0;
	}
	if (emit(records, text, row, event, fault, err) != 0)
		return -1;
	if (line.size == line.len && *event == INPUT_BAD &&
	    records->value.is_cut)
		return fail_cut(err, row->line);
	return 0;
}

static int
next_element(struct records *records, struct input_row *row,
    enum input_event *event, struct err *fault, struct err *err)
{
	struct splitter splitter = {0};
	bool is_first = records->state == RECORDS_FIRST;
	struct span text;
	char c;

	if (need_char(records, &c, err) != 0)
		return -1;
	row->line = records->window->line;
	if (read_value(records, &splitter, &text, err) != 0)
		return -1;
	c = text.data[text.len];
	if (c == '}')
		return fail_syntax(records, err, "brackets do not match");
	records->state = c == ',' ? RECORDS_LATER : RECORDS_LEAVE;
	advance(records, text.len + 1);
	text = trim(text);
	if (text.len > 0)
		return emit(records, text, row, event, fault, err);
	*event = INPUT_BLANK;
	if (is_first && c == ']')
		return 0;
	*event = INPUT_BAD;
	row->raw = text;
	(void)fail(
	    fault, 0, "JSON_SYNTAX", "not JSON: a comma without an element");
	return 0;
}

/* A value alone at the top is judged as any other. */
static int
next_scalar(struct records *records, struct input_row *row,
    enum input_event *event, struct err *fault, struct err *err)
{
	struct window *window = records->window;
	struct span text;

	row->line = window->line;
	while (!window->is_end && window_left(window).len <= INPUT_RECORD_MAX) {
		if (window_more(window, err) != 0)
			return -1;
	}
	text = window_left(window);
	if (text.len > INPUT_RECORD_MAX)
		return fail(err, row->line, "RECORD_TOO_LONG",
		    "record longer than 1048576 bytes");
	if (emit(records, trim(text), row, event, fault, err) != 0)
		return -1;
	advance(records, text.len);
	records->state = RECORDS_AFTER;
	if (records->value.json != NULL)
		return 0;
	*err = *fault;
	return err_place(err, NULL, row->line, NULL);
}

static int
next_object(struct records *records, struct input_row *row,
    enum input_event *event, struct err *fault, struct err *err)
{
	struct splitter splitter = {.is_object = true};
	struct span text;

	row->line = records->window->line;
	if (read_value(records, &splitter, &text, err) != 0)
		return -1;
	advance(records, text.len);
	return emit(records, text, row, event, fault, err);
}

/* What begins at the top level; *${event} stays INPUT_BLANK without a row. */
static int
next_top(struct records *records, struct input_row *row,
    enum input_event *event, struct err *fault, struct err *err)
{
	bool is_first = !records->has_any;
	char c;
	int found = next_char(records, &c, err);

	if (found < 0)
		return -1;
	if (found == 0) {
		*event = INPUT_END;
		return 0;
	}
	records->has_any = true;
	if (records->n_path > 0) {
		records->state = RECORDS_FIRST;
		return enter_root(records, err);
	}
	if (c == '{')
		return next_object(records, row, event, fault, err);
	if (!is_first)
		return fail(err, records->window->line, "TRAILING_DATA",
		    "neither an object nor the end of the file");
	if (c != '[')
		return next_scalar(records, row, event, fault, err);
	records->state = RECORDS_FIRST;
	advance(records, 1);
	return 0;
}

static int
next_after(struct records *records, enum input_event *event, struct err *err)
{
	char c;
	int found = next_char(records, &c, err);

	if (found < 0)
		return -1;
	if (found > 0)
		return fail(err, records->window->line, "TRAILING_DATA",
		    "text behind the end of the JSON");
	*event = INPUT_END;
	return 0;
}

static int
step(struct records *records, struct input_row *row, enum input_event *event,
    struct err *fault, struct err *err)
{
	switch (records->state) {
	case RECORDS_TOP:
		return next_top(records, row, event, fault, err);
	case RECORDS_FIRST:
	case RECORDS_LATER:
		return next_element(records, row, event, fault, err);
	case RECORDS_LEAVE:
		if (records->n_path > 0 && leave_root(records, err) != 0)
			return -1;
		records->state =
		    records->n_path > 0 ? RECORDS_TOP : RECORDS_AFTER;
		return 0;
	case RECORDS_LINES:
	case RECORDS_AFTER:
		break;
	}
	return next_after(records, event, err);
}

int
records_next(struct records *records, struct input_row *row,
    enum input_event *event, struct err *fault, struct err *err)
{
	*event = INPUT_BLANK;
	if (records->state == RECORDS_LINES) {
		if (next_line(records, row, event, fault, err) != 0)
			return -1;
	} else {
		while (*event == INPUT_BLANK) {
			if (step(records, row, event, fault, err) != 0)
				return -1;
		}
	}
	if (*event == INPUT_BAD)
		(void)err_place(fault, NULL, row->line, NULL);
	return 0;
}

static int
split_path(struct records *records, struct span root, struct err *err)
{
	size_t n = 1;

	if (root.len == 0)
		return 0;
	root = arena_span(&records->arena, root);
	if (root.data == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < root.len; i++)
		n += root.data[i] == '.';
	records->path = arena_alloc(&records->arena, n * sizeof(struct span));
	if (records->path == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		const char *dot = memchr(root.data, '.', root.len);
		size_t len = dot == NULL ? root.len : (size_t)(dot - root.data);

		records->path[records->n_path++] = span_make(root.data, len);
		if (dot == NULL)
			break;
		root.data += len + 1;
		root.len -= len + 1;
	}
	return 0;
}

int
records_open(struct records *records, struct window *window,
    const struct input_options *options, struct err *err)
{
	struct span text;

	memset(records, 0, sizeof(*records));
	records->window = window;
	if (split_path(records, options->root, err) != 0)
		return -1;
	text = trim(window_left(window));
	if (text.len == 0 && window->is_end)
		return fail(err, 0, "EMPTY_FILE", "empty: no record");
	if (options->type != INPUT_JSONL || records->n_path > 0)
		return 0;
	records->state = RECORDS_LINES;
	if (text.len > 0 && text.data[0] == '[')
		return fail(
		    err, 0, "WRONG_TYPE", "looks like JSON: say -i json");
	return 0;
}

void
records_close(struct records *records)
{
	jsontext_clear(&records->value);
	buf_clear(&records->shown);
	arena_clear(&records->arena);
	memset(records, 0, sizeof(*records));
}
