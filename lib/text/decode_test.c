#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "text/decode.h"

struct decode_case {
	const char *encoding;
	struct span bytes;
	const char *text;
};

static const struct decode_case cases[] = {
    {"UTF-8", SPAN(""), ""},
    {"UTF-8", SPAN("a"), "a"},
    {"utf8", SPAN("\xef\xbb\xbf山"), "山"},
    {"utf8", SPAN("\xef\xbb\xbf"), ""},
    {"utf8", SPAN("\xef\xbb"), "\xef\xbb"},
    {"utf8",
	SPAN("a\xff"
	     "b"),
	"a\xff"
	"b"},
    {"utf8", SPAN("a\xef\xbb\xbf"), "a\xef\xbb\xbf"},
    /* NEC and IBM characters, and the second bytes \ | ~ */
    {"Shift_JIS",
	SPAN("\x87\x40\x87\x8a\x87\x82\xfb\xfc\xfa\xb1 \x83\x5c\x95\x5c"
	     "\x94\x5c\x83\x7c a~b\\c"),
	"①㈱№髙﨑 ソ表能ポ a~b\\c"},
    {"sjis", SPAN("\x81\x60\x81\x7c\x81\x61\x81\x91\x81\xca"), "～－∥￠￢"},
    {"ms_kanji", SPAN("\xb6\xde\xc4"), "ｶﾞﾄ"},
    {"windows-31j", SPAN("\xf0\x40"), "\xee\x80\x80"},
    {"CP932", SPAN("a\x83"),
	"a\xff"
	"83"},
    {"CP932", SPAN("\x83\nb,\x83\x20\x83\x41"),
	"\xff"
	"83\nb,\xff"
	"83 ア"},
    {"cp932", SPAN("\x8e\x52\xa0\xfd\xff\x93\x63"),
	"山\xff"
	"a0\xff"
	"fd\xff"
	"ff田"},
    {"EUC_JP", SPAN("\xbb\xb3\xc5\xc4\x8e\xb6\x8f\xb0\xa2,\n"), "山田ｶ丄,\n"},
    {"euc-jp", SPAN("\xbb\xb3\xc5\n\x8f\xb0"),
	"山\xff"
	"c5\n\xff"
	"8f\xff"
	"b0"},
    {"iso-2022-jp", SPAN("a\x1b$B;3ED\x1b(B,\n\x1b$B\"\"\x1b(B"), "a山田,\n□"},
    {"utf-16", SPAN("\xff\xfeq\\\x3d\xd8\x00\xde"), "山😀"},
    {"utf-16", SPAN("\xfe\xff\\q\xd8\x3d\xde\x00"), "山😀"},
    {"utf-16", SPAN("q\\a\0"), "山a"},
    {"utf-16", SPAN(""), ""},
    {"UTF-16BE", SPAN("\xfe\xff\\q"), "山"},
    {"utf-16le", SPAN("\x00\xdeq\\"),
	"\xff"
	"00\xff"
	"de山"},
    {"utf-16le", SPAN("q\\a"),
	"山\xff"
	"61"},
    {"utf-32le", SPAN("\xff\xfe\0\0q\\\0\0"), "山"},
    {"latin1", SPAN("caf\xe9"), "café"},
    {"windows-1252", SPAN("\x80\x81"),
	"€\xff"
	"81"},
    {"euc_kr", SPAN("\xc7\xd1"), "한"},
    {"gb18030", SPAN("\xc9\xbd\x81\x30\x81\x30"), "山\xc2\x80"},
};

#define CASES (sizeof(cases) / sizeof(cases[0]))

static void
feed(struct decode *decode, struct span bytes, bool is_last, struct buf *out)
{
	struct err err = {0};

	/* A copy of its own size lets the sanitizer see a byte too much. */
	char *copy = malloc(bytes.len + (bytes.len == 0));

	assert_non_null(copy);
	if (bytes.len > 0)
		memcpy(copy, bytes.data, bytes.len);
	assert_int_equal(
	    decode_feed(decode, span_make(copy, bytes.len), is_last, out, &err),
	    0);
	free(copy);
}

/* Decode in pieces that end at ${one} and ${two}. */
static void
check(const struct decode_case *c, size_t one, size_t two)
{
	struct err err = {0};
	struct buf out = {0};
	struct decode *decode = decode_new(c->encoding, &err);

	if (decode == NULL)
		fail_msg("%s: %s", c->encoding, err.msg);
	feed(decode, span_make(c->bytes.data, one), false, &out);
	feed(decode, span_make(c->bytes.data + one, two - one), false, &out);
	feed(decode, span_make(c->bytes.data + two, c->bytes.len - two), true,
	    &out);
	if (strcmp(buf_text(&out), c->text) != 0)
		fail_msg("%s, cut at %zu and %zu: '%s', not '%s'", c->encoding,
		    one, two, buf_text(&out), c->text);
	buf_clear(&out);
	decode_free(decode);
}

static void
test_every_split(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++)
		for (size_t one = 0; one <= cases[i].bytes.len; one++)
			for (size_t two = one; two <= cases[i].bytes.len; two++)
				check(&cases[i], one, two);
}

static void
test_byte_by_byte(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++) {
		struct err err = {0};
		struct buf out = {0};
		struct decode *decode = decode_new(cases[i].encoding, &err);
		struct span empty = SPAN("");

		assert_non_null(decode);
		for (size_t at = 0; at < cases[i].bytes.len; at++)
			feed(decode, span_make(cases[i].bytes.data + at, 1),
			    false, &out);
		feed(decode, empty, true, &out);
		assert_string_equal(buf_text(&out), cases[i].text);
		buf_clear(&out);
		decode_free(decode);
	}
}

/* More than a piece for iconv, so that characters lie across its ends. */
static void
test_long(void **state)
{
	struct decode_case c = {"CP932", {NULL, 0}, NULL};
	struct buf bytes = {0};
	struct buf text = {0};

	(void)state;
	buf_char(&bytes, 'x');
	buf_char(&text, 'x');
	for (int i = 0; i < 100000; i++) {
		buf_str(&bytes, i % 999 == 0 ? "\xfd" : "\x83\x5c");
		buf_str(&text,
		    i % 999 == 0 ? "\xff"
				   "fd"
				 : "ソ");
	}
	c.bytes = buf_get(&bytes);
	c.text = buf_text(&text);
	check(&c, 0, c.bytes.len);
	check(&c, 65536, 65537);
	buf_clear(&bytes);
	buf_clear(&text);
}

static void
test_names(void **state)
{
	static const char *const names[][2] = {
	    {"utf_8", "UTF-8"},
	    {"Utf-16", "UTF-16"},
	    {"SHIFT-JIS", "CP932"},
	    {"x", NULL},
	    {"", NULL},
	    {"UTF-8//IGNORE", NULL},
	    {"CP932//TRANSLIT", NULL},
	    {"WCHAR_T", NULL},
	    {"utf_7", NULL},
	    {"UTF-7-IMAP", NULL},
	    {"no such\nencoding", NULL},
	    {"eucjp", "EUC-JP"},
	    {"jis", "ISO-2022-JP"},
	    {"latin1", "LATIN1"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct err err = {0};
		struct decode *decode = decode_new(names[i][0], &err);

		if (names[i][1] == NULL) {
			assert_null(decode);
			assert_int_equal(err.code, ERR_CONFIG);
			continue;
		}
		assert_non_null(decode);
		assert_string_equal(decode_name(decode), names[i][1]);
		decode_free(decode);
	}
}

static void
test_bom(void **state)
{
	static const struct {
		struct span bytes;
		const char *name;
		size_t len;
	} boms[] = {
	    {SPAN("\xef\xbb\xbf"
		  "a"),
		"UTF-8", 3},
	    {SPAN("\xff\xfe"), "UTF-16LE", 2},
	    {SPAN("\xfe\xff\0a"), "UTF-16BE", 2},
	    {SPAN("\xef\xbb"), NULL, 0},
	    {SPAN("abc"), NULL, 0},
	    {SPAN(""), NULL, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(boms) / sizeof(boms[0]); i++) {
		size_t len = 0;
		const char *name = decode_bom(boms[i].bytes, &len);

		assert_int_equal(len, boms[i].len);
		if (boms[i].name == NULL)
			assert_null(name);
		else
			assert_string_equal(name, boms[i].name);
	}
}

static void
test_guess(void **state)
{
	static const struct {
		struct span bytes;
		const char *name;
	} samples[] = {
	    /* 会員ID,お名前,テスト */
	    {SPAN("\x89\xef\x88\xf5ID,\x82\xa8\x96\xbc\x91\x4f,"
		  "\x83\x65\x83\x58\x83\x67\n"),
		"CP932"},
	    {SPAN("\xb2\xf1\xb0\xf7ID,\xa4\xaa\xcc\xbe\xc1\xb0,"
		  "\xa5\xc6\xa5\xb9\xa5\xc8\n"),
		"EUC-JP"},
	    {SPAN("\xbb\xb3\xc5\xc4,1\n"), "EUC-JP"},
	    {SPAN("\x8e\x52\x93\x63,\x8d\x82"), "CP932"},
	    {SPAN("\xb6\xc5\xb6,1\n"), "CP932"},
	    {SPAN("\x1b$B;3\x1b(B"), "ISO-2022-JP"},
	    {SPAN("M\xfcller,caf\xe9\n"), "WINDOWS-1252"},
	    {SPAN("i\0d\0,\0n\0\n\0"), "UTF-16LE"},
	    {SPAN("\0i\0d\0,\0n\0\n"), "UTF-16BE"},
	    {SPAN("\xff\xfeq\\"), "UTF-16LE"},
	    {SPAN("id,name\n"), NULL},
	    {SPAN("\xfd\xfe\xff\x80"), NULL},
	    {SPAN(""), NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		const char *name = decode_guess(samples[i].bytes);

		if (samples[i].name == NULL)
			assert_null(name);
		else if (name == NULL)
			fail_msg("not %s", samples[i].name);
		else
			assert_string_equal(name, samples[i].name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_split),
	    cmocka_unit_test(test_byte_by_byte),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_bom),
	    cmocka_unit_test(test_guess),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
