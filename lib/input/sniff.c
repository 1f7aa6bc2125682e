#include <stddef.h>

#include "input/sniff.h"
#include "text/utf8.h"

struct magic {
	struct span bytes;
	const char *hint;
};

static const struct magic magics[] = {
    {SPAN("%PDF"), "PDF: export as CSV"},
    {SPAN("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "xls: export as CSV"},
    {SPAN("\x1f\x8b"), "gzip inside gzip: unpack it first"},
    {SPAN("BZh"), "bzip2: unpack it first"},
    {SPAN("\xfd\x37zXZ\0"), "xz: unpack it first"},
    {SPAN("\x28\xb5\x2f\xfd"), "zstd: unpack it first"},
    {SPAN("7z\xbc\xaf\x27\x1c"), "7-Zip: unpack it first"},
    {SPAN("SQLite format 3\0"), "an SQLite database: export as CSV"},
    {SPAN("PAR1"), "Parquet: export as CSV"},
    {SPAN("Rar!"), "rar: unpack it first"},
    {SPAN("\x89PNG\r\n\x1a\n"), "a picture: export as CSV"},
    {SPAN("\xff\xd8\xff"), "a picture: export as CSV"},
    {SPAN("GIF8"), "a picture: export as CSV"},
    {SPAN("{\\rtf"), "RTF: export as CSV"},
};

static bool
begins(struct span text, struct span prefix)
{
	return text.len >= prefix.len &&
	    memcmp(text.data, prefix.data, prefix.len) == 0;
}

static bool
contains(struct span text, struct span word)
{
	for (; text.len >= word.len; text.data++, text.len--) {
		if (memcmp(text.data, word.data, word.len) == 0)
			return true;
	}
	return false;
}

/* The first members of an archive tell an office file from any other. */
static const char *
sniff_zip(struct span bytes)
{
	static const struct span sheet = SPAN("xl/");
	static const struct span office = SPAN("[Content_Types].xml");
	static const struct span open_sheet = SPAN("opendocument.spreadsheet");

	if (bytes.len > 8192)
		bytes.len = 8192;
	if (contains(bytes, open_sheet))
		return "ods: export as CSV";
	if (contains(bytes, sheet) || contains(bytes, office))
		return "xlsx: export as CSV";
	return "zip: unpack it first";
}

const char *
sniff_bytes(struct span bytes)
{
	static const struct span zip = SPAN("PK\x03\x04");

	if (begins(bytes, zip))
		return sniff_zip(bytes);
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		if (begins(bytes, magics[i].bytes))
			return magics[i].hint;
	}
	return NULL;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span
skip_blanks(struct span text)
{
	while (text.len > 0 && is_blank(text.data[0])) {
		text.data++;
		text.len--;
	}
	return text;
}

static bool
begins_word(struct span text, const char *word)
{
	size_t len = strlen(word);

	if (text.len < len)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = text.data[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != word[i])
			return false;
	}
	return true;
}

static bool
is_html(struct span text)
{
	return begins_word(text, "<!doctype") || begins_word(text, "<html") ||
	    begins_word(text, "<head") || begins_word(text, "<body") ||
	    begins_word(text, "<table") || begins_word(text, "<!--");
}

/* A header may begin with a bracket, but not with a record. */
static bool
is_json(struct span text)
{
	char first;

	if (text.len == 0 || (text.data[0] != '{' && text.data[0] != '['))
		return false;
	first = text.data[0];
	text.data++;
	text.len--;
	text = skip_blanks(text);
	if (text.len == 0)
		return false;
	if (first == '{')
		return text.data[0] == '"' || text.data[0] == '}';
	return text.data[0] == '{';
}

/* The first line of a table: no value of JSON, and something that parts. */
static bool
is_table(struct span text)
{
	struct span line = text;
	const char *end = memchr(text.data, '\n', text.len);

	if (end != NULL)
		line.len = (size_t)(end - text.data);
	if (line.len == 0 || line.data[0] == '{' || line.data[0] == '[')
		return false;
	return memchr(line.data, ',', line.len) != NULL ||
	    memchr(line.data, '\t', line.len) != NULL ||
	    memchr(line.data, ';', line.len) != NULL;
}

const char *
sniff_text(struct span text, bool is_json_due)
{
	text = skip_blanks(text);
	if (text.len == 0)
		return NULL;
	if (is_html(text))
		return "HTML: is it a page of an error or a log-in?";
	if (begins_word(text, "<?xml"))
		return "XML: export as CSV";
	if (is_json_due)
		return is_table(text) ? "CSV: say -i csv" : NULL;
	return is_json(text) ? "JSON: say -i json" : NULL;
}

/* A blank or a comma of UTF-16 is a NUL beside an ASCII character. */
static const char *
sniff_utf16(struct span bytes)
{
	size_t nuls[2] = {0, 0};

	for (size_t i = 0; i < bytes.len; i++) {
		if (bytes.data[i] == '\0')
			nuls[i % 2]++;
	}
	if (nuls[0] + nuls[1] < 2 || nuls[0] + nuls[1] < bytes.len / 4)
		return NULL;
	if (nuls[1] > 4 * nuls[0])
		return "UTF-16LE";
	if (nuls[0] > 4 * nuls[1])
		return "UTF-16BE";
	return NULL;
}

const char *
sniff_encoding(struct span bytes)
{
	static const struct span old = SPAN("\033$@");
	static const struct span new = SPAN("\033$B");
	struct span head = bytes;

	if (head.len > 4096)
		head.len = 4096;
	if (memchr(head.data, '\0', head.len) != NULL)
		return sniff_utf16(head);
	if (memchr(bytes.data, '\033', bytes.len) == NULL)
		return NULL;
	return contains(bytes, old) || contains(bytes, new) ? "ISO-2022-JP"
							    : NULL;
}

/*
 * Two half-width kana of CP932 can look like one character of two bytes, so
 * these count only when there are many; three bytes never come by chance.
 */
bool
sniff_is_utf8(struct span bytes)
{
	size_t n_two = 0;
	size_t n_more = 0;
	size_t bad;

	if (!utf8_is_valid(bytes, &bad)) {
		if (bytes.len - bad > 4)
			return false;
		bytes.len = bad;
	}
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.data[i];

		n_two += c >= 0xc2 && c < 0xe0;
		n_more += c >= 0xe0;
	}
	return n_more > 0 || n_two > 20;
}

/* The sample may end within a character. */
static bool
is_utf8_sample(struct span text)
{
	size_t bad;

	return utf8_is_valid(text, &bad) || bad + 4 > text.len;
}

bool
sniff_rejects(struct span text, char *delimiter)
{
	static const struct span bom = SPAN("\xef\xbb\xbf");
	static const struct span object = SPAN("{\"_line\":");
	static const struct span name = SPAN("_line");
	struct span rest = text;
	bool is_quoted;

	*delimiter = '\0';
	if (begins(rest, bom))
		rest = span_make(rest.data + bom.len, rest.len - bom.len);
	if (begins(rest, object))
		return is_utf8_sample(text);
	is_quoted = rest.len > 0 && rest.data[0] == '"';
	rest.data += is_quoted;
	rest.len -= is_quoted;
	if (!begins(rest, name) || rest.len < name.len + 2)
		return false;
	if (is_quoted && rest.data[name.len] != '"')
		return false;
	*delimiter = rest.data[name.len + is_quoted];
	return (*delimiter == ',' || *delimiter == ';' || *delimiter == '\t') &&
	    is_utf8_sample(text);
}
