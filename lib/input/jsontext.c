#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "input/input.h"
#include "input/jsontext.h"
#include "input/twice.h"
#include "text/utf8.h"

#define DIGITS_MAX 18 /* every integer of so many digits is an int64 */

/* What one look over the text finds before jansson sees it. */
struct scan {
	struct span text;
	size_t at;
	size_t copied; /* bytes of the text that are in the copy */
	size_t depth;
	size_t depth_max;
	size_t n_members;
	bool has_control; /* an escape that means one */
	bool has_long;    /* a string over INPUT_FIELD_MAX */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static int
hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Is \uXXXX (at the X) one of the control characters that refuse a row? */
static bool
is_control_escape(struct span hex)
{
	int high;
	int low;
	int code;

	if (hex.len < 4 || hex.data[0] != '0' || hex.data[1] != '0')
		return false;
	high = hex_value(hex.data[2]);
	low = hex_value(hex.data[3]);
	if (high < 0 || low < 0)
		return false;
	code = high * 16 + low;
	if (code == '\t' || code == '\n' || code == '\r')
		return false;
	return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

/* Over a string, from behind its opening quote to behind its closing one. */
static void
scan_string(struct scan *scan)
{
	const char *data = scan->text.data;
	size_t len = scan->text.len;
	size_t begin = scan->at;
	size_t at = begin;

	while (at < len && data[at] != '"') {
		if (data[at] == '\\' && at + 1 < len) {
			at++;
			if (data[at] == 'b' || data[at] == 'f')
				scan->has_control = true;
			if (data[at] == 'u' &&
			    is_control_escape(
				span_make(data + at + 1, len - at - 1)))
				scan->has_control = true;
		}
		at++;
	}
	scan->has_long |= at - begin > INPUT_FIELD_MAX;
	scan->at = at < len ? at + 1 : len;
}

static size_t
count_digits(struct span text, size_t at)
{
	size_t n = 0;

	while (at + n < text.len && is_digit(text.data[at + n]))
		n++;
	return n;
}

/* Bytes of ".5" or "e+5" at ${at}: 0 if there is none, -1 if it is broken. */
static int
tail_length(struct span text, size_t at, bool is_exponent, size_t *len)
{
	size_t begin = at;
	size_t digits;

	*len = 0;
	if (at >= text.len)
		return 0;
	if (is_exponent ? text.data[at] != 'e' && text.data[at] != 'E'
			: text.data[at] != '.')
		return 0;
	at++;
	if (is_exponent && at < text.len &&
	    (text.data[at] == '+' || text.data[at] == '-'))
		at++;
	digits = count_digits(text, at);
	*len = at + digits - begin;
	return digits == 0 ? -1 : 0;
}

/* Bytes of the number at ${begin} by the grammar of JSON; 0: it is none. */
static size_t
number_length(struct span text, size_t begin, bool *is_plain)
{
	bool is_negative = text.data[begin] == '-';
	size_t at = begin + is_negative;
	size_t digits = count_digits(text, at);
	size_t fraction;
	size_t exponent;

	if (digits == 0 || (digits > 1 && text.data[at] == '0'))
		return 0;
	*is_plain =
	    digits <= DIGITS_MAX && !(is_negative && text.data[at] == '0');
	at += digits;
	if (tail_length(text, at, false, &fraction) != 0)
		return 0;
	at += fraction;
	if (tail_length(text, at, true, &exponent) != 0)
		return 0;
	at += exponent;
	*is_plain = *is_plain && fraction + exponent == 0;
	return at - begin;
}

/* A name must stay a fault when it is a number; so must what runs on. */
static bool
is_value_end(struct span text, size_t at)
{
	char c = at < text.len ? text.data[at] : ' ';

	if (!is_blank(c) && c != ',' && c != ']' && c != '}')
		return false;
	while (at < text.len && is_blank(text.data[at]))
		at++;
	return at == text.len || text.data[at] != ':';
}

static void
scan_number(struct scan *scan, struct buf *copy)
{
	size_t begin = scan->at;
	bool is_plain = true;
	bool is_number = false;
	size_t len = number_length(scan->text, begin, &is_plain);

	if (len == 0)
		len = 1 + count_digits(scan->text, begin + 1);
	else if (!is_plain && is_value_end(scan->text, begin + len))
		is_number = true;
	scan->at = begin + len;
	if (!is_number)
		return;
	buf_add(copy, scan->text.data + scan->copied, begin - scan->copied);
	buf_str(copy, "\"\\u0001");
	buf_add(copy, scan->text.data + begin, len);
	buf_char(copy, '"');
	scan->copied = scan->at;
}

static void
scan_step(struct scan *scan, struct buf *copy)
{
	switch (scan->text.data[scan->at]) {
	case '"':
		scan->at++;
		scan_string(scan);
		return;
	case '{':
	case '[':
		scan->depth++;
		if (scan->depth > scan->depth_max)
			scan->depth_max = scan->depth;
		break;
	case '}':
	case ']':
		scan->depth -= scan->depth > 0;
		break;
	case ':':
		scan->n_members++;
		break;
	case '-':
	case '0':
	case '1':
	case '2':
	case '3':
	case '4':
	case '5':
	case '6':
	case '7':
	case '8':
	case '9':
		scan_number(scan, copy);
		return;
	default:
		break;
	}
	scan->at++;
}

static int
refuse(struct err *fault, const char *reason, const char *msg)
{
	(void)err_set(fault, ERR_DATA, "%s", msg);
	return err_reason(fault, reason);
}

static int
check_limits(const struct scan *scan, struct err *fault)
{
	if (memchr(scan->text.data, '\0', scan->text.len) != NULL)
		return refuse(fault, "NUL_BYTE", "a NUL byte");
	if (scan->depth_max > INPUT_DEPTH_MAX)
		return refuse(
		    fault, "TOO_DEEP", "nested more than 64 levels deep");
	if (scan->n_members > INPUT_COLUMNS_MAX)
		return refuse(fault, "TOO_MANY_KEYS", "more than 10000 keys");
	if (scan->has_long)
		return refuse(fault, "FIELD_TOO_LONG",
		    "a string of more than 65536 bytes");
	return 0;
}

/* What people write who think of JavaScript. */
static const char *
hint_of(struct span text, size_t position)
{
	char c = position > 0 && position <= text.len ? text.data[position - 1]
						      : '\0';

	if (c == '/' || c == '#')
		return ": JSON has no comments";
	if (c == '\'')
		return ": JSON has double quotes only";
	if ((c == '}' || c == ']') && position > 1) {
		size_t at = position - 1;

		while (at > 0 && is_blank(text.data[at - 1]))
			at--;
		if (at > 0 && text.data[at - 1] == ',')
			return ": JSON has no comma at the end";
	}
	return "";
}

json_t *
jsontext_load(struct span text, size_t flags, json_error_t *error)
{
	json_t *json;

	errno = 0;
	json = json_loadb(text.data, text.len, flags, error);
	if (json == NULL && errno == ENOMEM)
		error->text[JSON_ERROR_TEXT_LENGTH - 1] =
		    json_error_out_of_memory;
	return json;
}

bool
jsontext_ran_out(const json_error_t *error)
{
	return json_error_code(error) == json_error_out_of_memory;
}

static const char *
reason_of(const json_error_t *error)
{
	switch ((int)json_error_code(error)) {
	case json_error_null_character:
	case json_error_null_byte_in_key:
		return "NUL_BYTE";
	case json_error_numeric_overflow:
		return "NUMBER_RANGE";
	case json_error_invalid_utf8:
		return "BAD_UTF8";
	case json_error_stack_overflow:
		return "TOO_DEEP";
	case json_error_end_of_input_expected:
		return "TRAILING_DATA";
	default:
		break;
	}
	if (strstr(error->text, "invalid Unicode") != NULL)
		return "BAD_UNICODE";
	return "JSON_SYNTAX";
}

/*
 * Where numbers were rewritten, jansson is asked again with the text as it
 * came, so that the column is right.
 */
static int
explain(struct jsontext *value, struct span text, json_error_t *error,
    struct err *fault)
{
	char shown[ERR_QUOTE_MAX];
	json_error_t again;
	json_t *json;

	if (jsontext_ran_out(error))
		return err_nomem(fault);
	if (value->text.len > 0) {
		json = json_loadb(text.data, text.len, JSON_DECODE_ANY, &again);
		json_decref(json);
		if (json == NULL &&
		    json_error_code(&again) == json_error_code(error))
			*error = again;
	}
	value->is_cut =
	    json_error_code(error) == json_error_premature_end_of_input;
	(void)err_set(fault, ERR_DATA,
	    "not JSON: %s (line %d, column %d of the record)%s",
	    err_quote(shown, span_of(error->text)), error->line, error->column,
	    hint_of(text, (size_t)(error->position > 0 ? error->position : 0)));
	return err_reason(fault, reason_of(error));
}

/* Keys that stand twice are rare, so that only then the text is read again. */
static int
load(struct jsontext *value, struct span text, json_error_t *error,
    struct err *fault)
{
	value->json = jsontext_load(
	    text, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, error);
	if (value->json != NULL)
		return 0;
	if (json_error_code(error) != json_error_duplicate_key)
		return -1;
	value->json = jsontext_load(text, JSON_DECODE_ANY, error);
	if (value->json == NULL)
		return -1;
	json_decref(value->json);
	value->json = twice_read(text, fault);
	return value->json == NULL ? -1 : 0;
}

int
jsontext_parse(struct jsontext *value, struct span text, struct err *fault)
{
	struct scan scan = {.text = text};
	struct span copy = text;
	json_error_t error;

	json_decref(value->json);
	value->json = NULL;
	value->is_cut = false;
	buf_reset(&value->text);
	while (scan.at < text.len)
		scan_step(&scan, &value->text);
	if (check_limits(&scan, fault) != 0)
		return -1;
	if (scan.copied > 0) {
		buf_add(&value->text, text.data + scan.copied,
		    text.len - scan.copied);
		if (buf_check(&value->text, fault) != 0)
			return -1;
		copy = buf_get(&value->text);
	}
	if (load(value, copy, &error, fault) != 0)
		return fault->code != ERR_NONE
		    ? -1
		    : explain(value, text, &error, fault);
	if (scan.has_control || !utf8_is_plain(text, NULL))
		return refuse(
		    fault, "CONTROL_CHAR", "a control character in a string");
	return 0;
}

void
jsontext_clear(struct jsontext *value)
{
	json_decref(value->json);
	value->json = NULL;
	buf_clear(&value->text);
}

static struct span
integer_text(int64_t number, char room[JSONTEXT_ROOM])
{
	uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	size_t at = JSONTEXT_ROOM;

	do {
		room[--at] = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (number < 0)
		room[--at] = '-';
	return span_make(room + at, JSONTEXT_ROOM - at);
}

static bool
is_marked(const json_t *json)
{
	return json_is_string(json) && json_string_length(json) > 1 &&
	    json_string_value(json)[0] == JSONTEXT_MARK;
}

bool
jsontext_is_number(const json_t *json)
{
	return json_is_number(json) || is_marked(json);
}

bool
jsontext_text(const json_t *json, char room[JSONTEXT_ROOM], struct span *text)
{
	*text = span_make("", 0);
	if (json == NULL)
		return true;
	switch (json_typeof(json)) {
	case JSON_STRING:
		if (twice_key(json) != NULL)
			return false;
		*text = span_make(
		    json_string_value(json), json_string_length(json));
		if (is_marked(json)) {
			text->data++;
			text->len--;
		}
		return true;
	case JSON_INTEGER:
		*text = integer_text(json_integer_value(json), room);
		return true;
	case JSON_TRUE:
		*text = span_of("true");
		return true;
	case JSON_FALSE:
		*text = span_of("false");
		return true;
	case JSON_NULL:
		return true;
	case JSON_REAL:
	case JSON_OBJECT:
	case JSON_ARRAY:
		break;
	}
	return false;
}
