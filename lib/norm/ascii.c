#include "norm/ascii.h"

#include "text/utf8.h"

struct folding {
	const char *text;
	unsigned char byte;
};

/* Longer texts stand before their beginnings. */
static const struct folding foldings[] = {
    {"年", ASCII_YEAR}, {"月", ASCII_MONTH}, {"日", ASCII_DAY},
    {"時", ASCII_HOUR}, {"分", ASCII_MINUTE}, {"秒", ASCII_SECOND},
    {"曜", ASCII_WEEKDAY}, {"午前", ASCII_AM}, {"午後", ASCII_PM},
    {"元", ASCII_FIRST}, {"円", ASCII_YEN}, {"圓", ASCII_YEN},
    {"￥", ASCII_YEN}, {"¥", ASCII_YEN}, {"＄", ASCII_MONEY},
    {"€", ASCII_MONEY}, {"£", ASCII_MONEY}, {"￡", ASCII_MONEY},
    {"₩", ASCII_MONEY}, {"￦", ASCII_MONEY}, {"₹", ASCII_MONEY},
    {"△", ASCII_LESS}, {"▲", ASCII_LESS}, {"明治", ASCII_MEIJI},
    {"㍾", ASCII_MEIJI}, {"大正", ASCII_TAISHO}, {"㍽", ASCII_TAISHO},
    {"昭和", ASCII_SHOWA}, {"㍼", ASCII_SHOWA}, {"平成", ASCII_HEISEI},
    {"㍻", ASCII_HEISEI}, {"令和", ASCII_REIWA}, {"㋿", ASCII_REIWA},
    {"\xc2\xa0", ' '},     /* no-break space */
    {"\xe2\x80\x89", ' '}, /* thin space */
    {"\xe2\x80\xaf", ' '}, /* narrow no-break space */
    {"\xe3\x80\x80", ' '}, /* ideographic space */
    {"\xe2\x80\x90", '-'}, /* hyphen */
    {"\xe2\x80\x91", '-'}, /* non-breaking hyphen */
    {"\xe2\x80\x92", '-'}, /* figure dash */
    {"\xe2\x80\x93", '-'}, /* en dash */
    {"\xe2\x80\x94", '-'}, /* em dash */
    {"\xe2\x80\x95", '-'}, /* horizontal bar */
    {"\xe2\x81\x83", '-'}, /* hyphen bullet */
    {"\xe2\x88\x92", '-'}, /* minus */
    {"\xe2\x94\x80", '-'}, /* box drawing, light */
    {"\xe2\x94\x81", '-'}, /* box drawing, heavy */
    {"\xe3\x83\xbc", '-'}, /* long vowel of kana */
    {"\xef\xbd\xb0", '-'}, /* the same in half width */
    {"\xef\xb9\xa3", '-'}, /* small hyphen */
};

/* Is it a full-width form (U+FF01..U+FF5E)? Then its ASCII, else 0. */
static char
narrow(struct span rest)
{
	const unsigned char *at = (const unsigned char *)rest.data;

	if (rest.len < 3 || at[0] != 0xef)
		return 0;
	if (at[1] == 0xbc && at[2] >= 0x81)
		return (char)(at[2] - 0x81 + 0x21);
	if (at[1] == 0xbd && at[2] <= 0x9e)
		return (char)(at[2] - 0x80 + 0x60);
	return 0;
}

/* How many bytes at the start of the rest become *c? */
static size_t
fold_one(struct span rest, char *c)
{
	size_t i;

	for (i = 0; i < sizeof(foldings) / sizeof(foldings[0]); i++) {
		if (foldings[i].text[0] == rest.data[0] &&
		    span_starts(rest, foldings[i].text)) {
			*c = (char)foldings[i].byte;
			return strlen(foldings[i].text);
		}
	}
	*c = narrow(rest);
	if (*c != 0)
		return 3;
	*c = rest.data[0];
	return 1;
}

/* Is it printable ASCII that stands for itself? */
static bool
is_plain(struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (text.data[i] < ' ' || text.data[i] > '~' ||
		    text.data[i] == '$')
			return false;
	}
	return true;
}

bool
ascii_fold(struct span text, char *out, struct span *folded)
{
	size_t len = 0;
	size_t at = 0;
	char c;

	*folded = text;
	if (text.len > ASCII_MAX)
		return false;
	if (is_plain(text))
		return true;
	if (!utf8_is_valid(text, NULL))
		return false;
	while (at < text.len) {
		c = text.data[at];
		if (c == '\t')
			c = ' ';
		if (c == 0x7f || (c >= 0 && c < ' '))
			return false;
		if (c == '$')
			c = ASCII_MONEY;
		if (c >= 0)
			at++;
		else
			at += fold_one(
			    span_make(text.data + at, text.len - at), &c);
		out[len++] = c;
	}
	*folded = span_make(out, len);
	return true;
}
