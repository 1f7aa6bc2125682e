/*
 * JSON: an error says where; a record that is taken is one for jansson too,
 * and its numbers stand in it digit by digit.
 */

#include "fuzz.h"

#include <jansson.h>

#include "input/input.h"

static void
hold_fault(const struct err *err, bool has_line)
{
	char text[ERR_TEXT_MAX];

	fuzz_hold(err->path[0] != '\0' && err->msg[0] != '\0');
	fuzz_hold(!has_line || (err->line > 0 && err->reason[0] != '\0'));
	err_format(err, text, sizeof(text));
	fuzz_hold(utf8_is_plain(span_of(text), NULL));
	fuzz_hold(strchr(text, '\n') == NULL);
}

static bool
holds(struct span text, struct span part)
{
	return part.len == 0 ||
	    memmem(text.data, text.len, part.data, part.len) != NULL;
}

static void
hold_value(const json_t *json, struct span raw)
{
	char room[INPUT_JSON_ROOM];
	struct span text;
	size_t i;
	const char *key;
	json_t *value;

	if (json_is_object(json)) {
		json_object_foreach((json_t *)(uintptr_t)json, key, value)
		    hold_value(value, raw);
		return;
	}
	if (json_is_array(json)) {
		json_array_foreach(json, i, value) hold_value(value, raw);
		return;
	}
	if (input_json_twice(json) != NULL) {
		fuzz_hold(!input_json_text(json, room, &text));
		fuzz_hold(utf8_is_plain(span_of(input_json_twice(json)), NULL));
		return;
	}
	fuzz_hold(input_json_text(json, room, &text));
	fuzz_hold(utf8_is_plain(text, NULL));
	/* jansson has no number -0; we keep it as it stands. */
	if (input_json_is_number(json))
		fuzz_hold(holds(raw, text));
}

static void
hold_row(const struct input_row *row)
{
	json_error_t error;
	json_t *json = json_loadb(row->raw.data, row->raw.len, 0, &error);

	fuzz_hold(json != NULL ||
	    json_error_code(&error) == json_error_numeric_overflow);
	json_decref(json);
	fuzz_hold(json_is_object((const json_t *)row->json));
	hold_value(row->json, row->raw);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const roots[] = {"", "", "d", "a.b"};
	static const char *const encodings[] = {NULL, "UTF-8", "CP932", NULL};
	struct input_options options = {.type = INPUT_JSON};
	struct err err = {0};
	enum input_event event;
	struct input_row row;
	struct input *input;
	uint64_t line = 0;

	if (size < 1)
		return 0;
	if ((data[0] & 1) != 0)
		options.type = INPUT_JSONL;
	options.root = span_of(roots[data[0] >> 1 & 3]);
	options.encoding = encodings[data[0] >> 3 & 3];
	input = input_open(fuzz_path(data + 1, size - 1), &options, &err);
	if (input == NULL)
		hold_fault(&err, false);
	/* Rejects of tables are known by their beginning. */
	if (input != NULL && input_type_of(input) != options.type) {
		input_close(input);
		return 0;
	}
	while (input != NULL) {
		if (input_next(input, &row, &event, &err) != 0) {
			hold_fault(&err, true);
			break;
		}
		if (event == INPUT_END)
			break;
		fuzz_hold(row.line >= line);
		line = row.line;
		if (event == INPUT_BAD) {
			hold_fault(input_fault(input), true);
			fuzz_hold(utf8_is_valid(row.raw, NULL));
		} else if (event == INPUT_ROW) {
			hold_row(&row);
		}
	}
	input_close(input);
	return 0;
}
