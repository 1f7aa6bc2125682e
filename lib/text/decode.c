#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/decode.h"

#define CARRY_MAX 32 /* more than any encoding's longest character */
#define NAME_MAX_LEN 63
#define PIECE ((size_t)64 * 1024) /* bytes a call of iconv */

#define BOM_MAX 3
#define FAILED ((size_t)-1) /* of iconv */

struct decode {
	char name[NAME_MAX_LEN + 1];
	iconv_t iconv; /* not open with UTF-8, nor before UTF-16's BOM */
	bool is_open;
	bool is_utf8;
	bool is_begun; /* the first bytes have been looked at */
	bool is_past_bom;
	bool is_stateful; /* escapes switch it: never reset in between */
	size_t unit;      /* bytes to leave out where one is bad */
	char carry[CARRY_MAX];
	size_t carried; /* bytes of a character that waits for its end */
};

/* What users write, without "-" and "_", and what is meant. */
static const struct {
	const char *written;
	const char *meant;
} aliases[] = {
    {"UTF8", "UTF-8"},
    {"UTF16", "UTF-16"},
    {"UCS2", "UTF-16"},
    {"UTF16LE", "UTF-16LE"},
    {"UCS2LE", "UTF-16LE"},
    {"UTF16BE", "UTF-16BE"},
    {"UCS2BE", "UTF-16BE"},
    {"CP932", "CP932"},
    {"MS932", "CP932"},
    {"WINDOWS932", "CP932"},
    {"SHIFTJIS", "CP932"},
    {"SJIS", "CP932"},
    {"MSKANJI", "CP932"},
    {"WINDOWS31J", "CP932"},
    {"CSWINDOWS31J", "CP932"},
    {"CSSHIFTJIS", "CP932"},
    {"SJISWIN", "CP932"},
    {"EUCJP", "EUC-JP"},
    {"UJIS", "EUC-JP"},
    {"JIS", "ISO-2022-JP"},
    {"ISO2022JP", "ISO-2022-JP"},
};

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool
is_utf7(const char *name)
{
	char folded[NAME_MAX_LEN + 1];
	size_t n = 0;

	for (size_t i = 0; name[i] != '\0' && n < NAME_MAX_LEN; i++)
		if (name[i] != '-' && name[i] != '_')
			folded[n++] = upper(name[i]);
	folded[n] = '\0';
	return strstr(folded, "UTF7") != NULL;
}

/* iconv reads "" as the locale's encoding and "//" as orders to leave things
 * out, and its WCHAR_T is this machine's: none of them names an encoding. UTF-7
 * (and CSUNICODE11UTF7, its other name) is refused: behind a byte that does not
 * decode its text would depend on where the chunks end. */
static bool
is_name(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > NAME_MAX_LEN || is_utf7(name))
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = upper(name[i]);

		if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			strchr("-_.:+()", c) != NULL))
			return false;
	}
	return true;
}

/* ${out} becomes the canonical name. */
static void
canonical(const char *name, char *out)
{
	char bare[NAME_MAX_LEN + 1];
	size_t len = 0;

	for (size_t i = 0; name[i] != '\0'; i++) {
		out[i] = name[i] == '_' ? '-' : upper(name[i]);
		out[i + 1] = '\0';
		if (out[i] != '-')
			bare[len++] = out[i];
	}
	bare[len] = '\0';
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (strcmp(bare, aliases[i].written) == 0)
			snprintf(out, NAME_MAX_LEN + 1, "%s", aliases[i].meant);
}

/* Whether it is iconv's own name that has the "_" (EUC_KR) or ours. */
static int
open_iconv(struct decode *decode, const char *written)
{
	decode->iconv = iconv_open("UTF-8", decode->name);
	if (decode->iconv == (iconv_t)-1)
		decode->iconv = iconv_open("UTF-8", written);
	decode->is_open = decode->iconv != (iconv_t)-1;
	return decode->is_open ? 0 : -1;
}

static bool
begins(const char *name, const char *with)
{
	return strncmp(name, with, strlen(with)) == 0;
}

static void
set_manner(struct decode *decode)
{
	const char *name = decode->name;

	decode->is_utf8 = strcmp(name, "UTF-8") == 0;
	decode->unit = 1;
	if (begins(name, "UTF-16"))
		decode->unit = 2;
	else if (begins(name, "UTF-32") || begins(name, "UCS-4"))
		decode->unit = 4;
	decode->is_stateful = begins(name, "ISO-2022") || begins(name, "HZ") ||
	    begins(name, "UTF-7");
}

struct decode *
decode_new(const char *name, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	struct decode *decode = calloc(1, sizeof(*decode));

	if (decode == NULL) {
		err_nomem(err);
		return NULL;
	}
	if (!is_name(name))
		goto unknown;
	canonical(name, decode->name);
	set_manner(decode);
	if (strcmp(decode->name, "WCHAR-T") == 0 ||
	    strcmp(decode->name, "INTERNAL") == 0)
		goto unknown;
	if (!decode->is_utf8 && strcmp(decode->name, "UTF-16") != 0 &&
	    open_iconv(decode, name) < 0)
		goto unknown;
	return decode;

unknown:
	err_set(err, ERR_CONFIG, "unknown encoding '%s'",
	    err_quote(quoted, span_of(name)));
	decode_free(decode);
	return NULL;
}

const char *
decode_name(const struct decode *decode)
{
	return decode->name;
}

void
decode_free(struct decode *decode)
{
	if (decode == NULL)
		return;
	if (decode->is_open)
		iconv_close(decode->iconv);
	free(decode);
}

static void
add_bad(struct buf *out, const char *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		buf_char(out, DECODE_BAD);
		buf_char(out, digits[byte >> 4]);
		buf_char(out, digits[byte & 15]);
	}
}

/* Some encodings hold a character back to see whether a mark follows. */
static void
release(struct decode *decode, struct buf *out)
{
	char held[64];
	char *at = held;
	size_t room = sizeof(held);

	if (iconv(decode->iconv, NULL, NULL, &at, &room) != FAILED)
		buf_add(out, held, sizeof(held) - room);
}

/* Convert as far as it goes. Returns the errno that ended it, 0 at the end. */
static int
convert(struct decode *decode, struct span *bytes, struct buf *out)
{
	while (bytes->len > 0) {
		char *from = (char *)(uintptr_t)bytes->data;
		size_t piece = bytes->len < PIECE ? bytes->len : PIECE;
		size_t left = piece;
		size_t room = 2 * piece + 64;
		char *start = buf_reserve(out, room);
		char *to = start;
		size_t result;
		int why;

		if (start == NULL)
			return ENOMEM;
		result = iconv(decode->iconv, &from, &left, &to, &room);
		why = errno;
		out->len += (size_t)(to - start);
		bytes->data += piece - left;
		bytes->len -= piece - left;
		if (result != FAILED || why == E2BIG)
			continue;
		/* What is cut at the end of a piece goes on in the next. */
		if (why != EINVAL || left == bytes->len)
			return why;
	}
	return 0;
}

/* Convert ${bytes}, bad ones shown; what is cut at the end stays in it. */
static int
feed(struct decode *decode, struct span *bytes, bool is_last, struct buf *out,
    struct err *err)
{
	for (;;) {
		size_t size = decode->unit;
		int why = convert(decode, bytes, out);

		if (why == 0 || (why == EINVAL && !is_last))
			return 0;
		if (why == ENOMEM)
			return err_nomem(err);
		if (why != EINVAL && why != EILSEQ) {
			errno = why;
			return err_errno(err, ERR_SYSTEM, "cannot decode '%s'",
			    decode->name);
		}
		if (!decode->is_stateful)
			release(decode, out);
		if (size > bytes->len)
			size = bytes->len;
		add_bad(out, bytes->data, size);
		bytes->data += size;
		bytes->len -= size;
	}
}

/* Convert first what waits, made longer byte by byte of ${bytes} until it is
 * whole, so that the rest needs no copy. */
static int
feed_carried(struct decode *decode, struct span *bytes, bool is_last,
    struct buf *out, struct err *err)
{
	while (decode->carried > 0) {
		struct span waiting;

		if (bytes->len > 0 && decode->carried < CARRY_MAX) {
			decode->carry[decode->carried++] = bytes->data[0];
			bytes->data++;
			bytes->len--;
		} else if (!is_last && decode->carried < CARRY_MAX) {
			return 0;
		}
		waiting = span_make(decode->carry, decode->carried);
		if (feed(decode, &waiting,
			decode->carried == CARRY_MAX ||
			    (is_last && bytes->len == 0),
			out, err) < 0)
			return -1;
		memmove(decode->carry, waiting.data, waiting.len);
		decode->carried = waiting.len;
	}
	return 0;
}

static void
keep(struct decode *decode, struct span rest)
{
	memcpy(decode->carry + decode->carried, rest.data, rest.len);
	decode->carried += rest.len;
}

/* Of UTF-16 without more of a name, the BOM says which it is. */
static int
choose_utf16(struct decode *decode, struct err *err)
{
	bool is_big =
	    decode->carried >= 2 && memcmp(decode->carry, "\xfe\xff", 2) == 0;

	snprintf(decode->name, sizeof(decode->name), "%s",
	    is_big ? "UTF-16BE" : "UTF-16LE");
	if (open_iconv(decode, decode->name) < 0)
		return err_set(err, ERR_SYSTEM, "iconv(3) does not know '%s'",
		    decode->name);
	return 0;
}

/* Wait for the first bytes, which may be a BOM. */
static int
begin(struct decode *decode, struct span *bytes, bool is_last, struct err *err)
{
	while (decode->carried < BOM_MAX && bytes->len > 0) {
		keep(decode, span_make(bytes->data, 1));
		bytes->data++;
		bytes->len--;
	}
	if (decode->carried < BOM_MAX && !is_last)
		return 0;
	decode->is_begun = true;
	if (strcmp(decode->name, "UTF-16") == 0)
		return choose_utf16(decode, err);
	return 0;
}

/* The text begins at ${start} of ${out}: take the BOM off there. */
static void
drop_bom(struct decode *decode, struct buf *out, size_t start)
{
	if (decode->is_past_bom || out->len == start)
		return;
	decode->is_past_bom = true;
	if (out->len - start < BOM_MAX ||
	    memcmp(out->data + start, "\xef\xbb\xbf", BOM_MAX) != 0)
		return;
	out->len -= BOM_MAX;
	memmove(
	    out->data + start, out->data + start + BOM_MAX, out->len - start);
	out->data[out->len] = '\0';
}

static int
feed_iconv(struct decode *decode, struct span bytes, bool is_last,
    struct buf *out, struct err *err)
{
	if (feed_carried(decode, &bytes, is_last, out, err) < 0 ||
	    feed(decode, &bytes, is_last, out, err) < 0)
		return -1;
	if (bytes.len > CARRY_MAX)
		return err_set(err, ERR_BUG,
		    "'%s' has a character of %zu bytes", decode->name,
		    bytes.len);
	if (bytes.len > 0)
		keep(decode, bytes);
	if (is_last)
		release(decode, out);
	return 0;
}

int
decode_feed(struct decode *decode, struct span bytes, bool is_last,
    struct buf *out, struct err *err)
{
	size_t start = out->len;

	if (!decode->is_begun && begin(decode, &bytes, is_last, err) < 0)
		return -1;
	if (!decode->is_begun)
		return 0;
	if (decode->is_utf8) {
		buf_add(out, decode->carry, decode->carried);
		decode->carried = 0;
		buf_span(out, bytes);
	} else if (feed_iconv(decode, bytes, is_last, out, err) < 0) {
		return -1;
	}
	drop_bom(decode, out, start);
	return buf_check(out, err);
}

const char *
decode_bom(struct span bytes, size_t *len)
{
	static const struct {
		struct span bom;
		const char *name;
	} boms[] = {
	    {SPAN("\xef\xbb\xbf"), "UTF-8"},
	    {SPAN("\xff\xfe"), "UTF-16LE"},
	    {SPAN("\xfe\xff"), "UTF-16BE"},
	};

	for (size_t i = 0; i < sizeof(boms) / sizeof(boms[0]); i++) {
		if (!span_starts(bytes, boms[i].bom.data))
			continue;
		*len = boms[i].bom.len;
		return boms[i].name;
	}
	return NULL;
}

/* What the walk through a sample under one encoding found. */
struct walk {
	size_t high;  /* characters that are not ASCII */
	size_t kana;  /* full-width kana: the mark of Japanese */
	size_t wrong; /* byte sequences that the encoding does not have */
	size_t half;  /* half-width kana */
};

static unsigned char
byte_at(struct span bytes, size_t at)
{
	return at < bytes.len ? (unsigned char)bytes.data[at] : 0;
}

static bool
is_within(unsigned char byte, unsigned char low, unsigned char high)
{
	return byte >= low && byte <= high;
}

static struct walk
walk_cp932(struct span bytes)
{
	struct walk walk = {0, 0, 0, 0};

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char lead = byte_at(bytes, i);
		unsigned char trail = byte_at(bytes, i + 1);

		if (lead < 0x80)
			continue;
		walk.high++;
		if (is_within(lead, 0xa1, 0xdf)) {
			walk.half++;
			continue;
		}
		if (i + 1 == bytes.len)
			break;
		if (lead == 0x80 || lead == 0xa0 || lead > 0xfc ||
		    trail < 0x40 || trail == 0x7f || trail > 0xfc) {
			walk.wrong++;
			continue;
		}
		walk.kana += (lead == 0x82 && trail >= 0x9f) ||
		    (lead == 0x83 && trail <= 0x96);
		i++;
	}
	return walk;
}

static struct walk
walk_eucjp(struct span bytes)
{
	struct walk walk = {0, 0, 0, 0};

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char lead = byte_at(bytes, i);
		size_t more = lead == 0x8f ? 2 : 1;

		if (lead < 0x80)
			continue;
		walk.high++;
		if (i + more >= bytes.len)
			break;
		if (!is_within(lead, 0xa1, 0xfe) && lead != 0x8e &&
		    lead != 0x8f) {
			walk.wrong++;
			continue;
		}
		if (!is_within(byte_at(bytes, i + 1), 0xa1, 0xfe) ||
		    !is_within(byte_at(bytes, i + more), 0xa1, 0xfe)) {
			walk.wrong++;
			continue;
		}
		walk.kana += lead == 0xa4 || lead == 0xa5;
		walk.half += lead == 0x8e;
		i += more;
	}
	return walk;
}

/* Letters with marks stand alone between ASCII ones in Western text, while
 * Japanese has its high bytes in runs. */
static bool
is_western(struct span bytes)
{
	size_t high = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		if (byte_at(bytes, i) < 0x80)
			continue;
		high++;
		if (byte_at(bytes, i) < 0xa0 || byte_at(bytes, i + 1) >= 0x80)
			return false;
	}
	return high > 0;
}

/* ASCII in UTF-16 has a zero in every other byte. */
static const char *
guess_utf16(struct span bytes)
{
	size_t zeros[2] = {0, 0};

	for (size_t i = 0; i < bytes.len; i++)
		zeros[i % 2] += bytes.data[i] == '\0';
	if (zeros[1] * 10 > bytes.len && zeros[0] * 10 < zeros[1])
		return "UTF-16LE";
	if (zeros[0] * 10 > bytes.len && zeros[1] * 10 < zeros[0])
		return "UTF-16BE";
	return NULL;
}

/* Escapes to JIS X 0208 or to JIS X 0201, and nothing above ASCII. */
static bool
is_iso2022jp(struct span bytes)
{
	bool has_escape = false;

	for (size_t i = 0; i < bytes.len; i++) {
		if (byte_at(bytes, i) >= 0x80)
			return false;
		if (byte_at(bytes, i) == 0x1b)
			has_escape |= (byte_at(bytes, i + 1) == '$' &&
					  (byte_at(bytes, i + 2) == 'B' ||
					      byte_at(bytes, i + 2) == '@')) ||
			    (byte_at(bytes, i + 1) == '(' &&
				byte_at(bytes, i + 2) == 'J');
	}
	return has_escape;
}

const char *
decode_guess(struct span bytes)
{
	struct walk cp932;
	struct walk eucjp;
	size_t len;
	const char *name = decode_bom(bytes, &len);

	if (name == NULL)
		name = guess_utf16(bytes);
	if (name != NULL)
		return name;
	if (is_iso2022jp(bytes))
		return "ISO-2022-JP";
	if (is_western(bytes))
		return "WINDOWS-1252";
	cp932 = walk_cp932(bytes);
	eucjp = walk_eucjp(bytes);
	if (eucjp.high > 0 && eucjp.wrong == 0 &&
	    (cp932.wrong > 0 || eucjp.kana >= cp932.kana) &&
	    cp932.half >= eucjp.half)
		return "EUC-JP";
	return cp932.high > 0 && cp932.wrong == 0 ? "CP932" : NULL;
}
