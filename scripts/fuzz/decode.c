/*
 * Encodings: cut anywhere into two or three pieces, bytes decode to the same;
 * what comes out is UTF-8, but for bytes that are shown as bad.
 */

#include "fuzz.h"

#include "text/decode.h"

static const char *const names[] = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE",
    "CP932", "Shift_JIS", "EUC-JP", "ISO-2022-JP", "WINDOWS-1252", "UTF-32",
    "EUC-KR", "GB18030", "BIG5", "EUC-TW", "BIG5-HKSCS"};

static void
decode_cut(const char *name, struct span text, size_t first, size_t second,
    struct buf *out)
{
	struct err err = {0};
	struct decode *decode = decode_new(name, &err);

	fuzz_hold(decode != NULL);
	buf_reset(out);
	fuzz_hold(decode_feed(decode, span_make(text.data, first), false, out,
		      &err) == 0);
	fuzz_hold(
	    decode_feed(decode, span_make(text.data + first, second - first),
		false, out, &err) == 0);
	fuzz_hold(decode_feed(decode,
		      span_make(text.data + second, text.len - second), true,
		      out, &err) == 0);
	decode_free(decode);
}

/* Without the marks of bad bytes it is UTF-8. */
static void
hold_utf8(struct span text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] != DECODE_BAD)
			continue;
		fuzz_hold(i + 2 < text.len);
		fuzz_hold(
		    utf8_is_valid(span_make(text.data + from, i - from), NULL));
		for (size_t k = 1; k < 3; k++)
			fuzz_hold(text.data[i + k] != '\0' &&
			    strchr("0123456789abcdef", text.data[i + k]) !=
				NULL);
		from = i + 3;
	}
	fuzz_hold(
	    utf8_is_valid(span_make(text.data + from, text.len - from), NULL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct buf whole;
	static struct buf cut;
	struct span text;
	const char *name;
	size_t first;
	size_t second;
	size_t len = 0;

	if (size < 3)
		return 0;
	name = names[data[0] % (sizeof(names) / sizeof(names[0]))];
	text = fuzz_copy(data + 3, size - 3);
	first = data[1] % (text.len + 1);
	second = first + data[2] % (text.len - first + 1);
	decode_cut(name, text, text.len, text.len, &whole);
	decode_cut(name, text, first, second, &cut);
	fuzz_equal(name, buf_get(&whole), buf_get(&cut));
	decode_cut(name, text, 0, 0, &cut);
	fuzz_equal(name, buf_get(&whole), buf_get(&cut));
	if (strcmp(name, "UTF-8") != 0)
		hold_utf8(buf_get(&whole));
	if (decode_bom(text, &len) != NULL)
		fuzz_hold(len > 0 && len <= text.len);
	(void)decode_guess(text);
	fuzz_free(text);
	return 0;
}
