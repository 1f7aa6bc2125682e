#include "input/judge.h"
#include "text/utf8.h"

static void
say_bytes(
    const struct window *window, struct span text, size_t at, struct err *fault)
{
	unsigned char byte = (unsigned char)text.data[at];
	char hex[3] = "";

	if (window->decode == NULL || text.len - at < 3 ||
	    text.data[at] != DECODE_BAD)
		(void)err_set(fault, ERR_DATA, "not %s: byte 0x%02x",
		    window_encoding(window), byte);
	else {
		memcpy(hex, text.data + at + 1, 2);
		(void)err_set(fault, ERR_DATA, "not %s: byte 0x%s",
		    window_encoding(window), hex);
	}
	(void)err_reason(
	    fault, window->decode == NULL ? "BAD_UTF8" : "BAD_ENCODING");
}

/* The rest of the window is a better sample than one row. */
static void
say_guess(const struct window *window, struct span text, struct err *fault)
{
	const char *end = window->text.data + window->text.len;
	const char *guess;

	guess = decode_guess(span_make(text.data, (size_t)(end - text.data)));
	if (guess == NULL || strcmp(guess, window_encoding(window)) == 0)
		(void)err_set(fault, ERR_DATA,
		    "not %s: say the encoding with -e",
		    window_encoding(window));
	else
		(void)err_set(fault, ERR_DATA,
		    "not %s: looks like %s: say -e %s", window_encoding(window),
		    guess, guess);
	(void)err_reason(fault, "BAD_UTF8");
}

static bool
is_within(const struct window *window, struct span text)
{
	const char *begin = window->text.data;

	return text.data >= begin && text.data < begin + window->text.len;
}

bool
judge_text(const struct window *window, struct span text, struct err *fault)
{
	size_t at;

	if (!utf8_is_valid(text, &at)) {
		if (window->is_said || window->decode != NULL) {
			say_bytes(window, text, at, fault);
			return !window->is_said;
		}
		if (!is_within(window, text))
			text = window_left(window);
		say_guess(window, text, fault);
		return true;
	}
	if (utf8_is_plain(text, &at))
		return false;
	if (text.data[at] == '\0') {
		(void)err_set(fault, ERR_DATA, "a NUL byte");
		(void)err_reason(fault, "NUL_BYTE");
		return false;
	}
	/* Those above U+007F are two bytes, of which the second says which. */
	if (((unsigned char)text.data[at] & 0x80) != 0)
		at++;
	(void)err_set(fault, ERR_DATA, "a control character: U+%04X",
	    (unsigned char)text.data[at]);
	(void)err_reason(fault, "CONTROL_CHAR");
	return false;
}

void
judge_show(struct buf *out, struct span text)
{
	size_t bad;

	while (!utf8_is_valid(text, &bad)) {
		buf_add(out, text.data, bad);
		/* The decoder writes the byte's digits behind its mark. */
		if (text.data[bad] == DECODE_BAD && text.len - bad >= 3)
			buf_str(out, "\\x");
		else
			buf_printf(
			    out, "\\x%02x", (unsigned char)text.data[bad]);
		text.data += bad + 1;
		text.len -= bad + 1;
	}
	buf_span(out, text);
}
