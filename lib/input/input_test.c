#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"
#include "input/input.h"

/*
 * What comes out of a file, one event a word: "row 2 a|b", "blank 3",
 * "bad 4 REASON column", "end", or "fail 5 REASON". The names of the cases
 * are those of the project's catalogue of malformed input.
 */
struct input_case {
	const char *id;
	const char *file;
	struct span content;
	struct input_options options;
	const char *expected;
};

static const struct span has_id[] = {SPAN("ＩＤ"), SPAN("name")};

#define JP_SJIS "\x8e\x52\x93\x63" /* 山田 */
#define JP_EUC "\xbb\xb3\xc5\xc4"
#define JP_JIS "\033$B;3ED\033(B"

static const struct input_case cases[] = {
    {"F01 empty", "a.csv", SPAN(""), {0}, "fail 0 EMPTY_FILE"},
    {"F01 blank lines only", "a.csv", SPAN("\n \n"), {0}, "fail 0 EMPTY_FILE"},
    {"F01 empty JSON", "a.json", SPAN(" \n"), {0}, "fail 0 EMPTY_FILE"},
    {"F01 empty JSONL", "a.jsonl", SPAN(""), {0}, "fail 0 EMPTY_FILE"},
    {"F02 header only", "a.csv", SPAN("a,b\n"), {0}, "end"},
    {"F02 empty array", "a.json", SPAN("[ ]\n"), {0}, "end"},
    {"F03 BOM only", "a.csv", SPAN("\xef\xbb\xbf"), {0}, "fail 0 EMPTY_FILE"},
    {"F07 no newline at the end", "a.csv", SPAN("a,b\n1,2"), {0},
	"row 2 1|2 end"},
    {"F08 cut row", "a.csv", SPAN("a,b\n1,2\n3"), {0},
	"row 2 1|2 fail 3 TRUNCATED_LAST_ROW"},
    {"F09 NUL tail", "a.csv", SPAN("a\n1\n\0\0\0\0"), {0},
	"row 2 1 fail 3 NUL_BLOCK"},
    {"F10 xlsx", "a.csv", SPAN("PK\x03\x04....[Content_Types].xml"), {0},
	"fail 0 WRONG_TYPE"},
    {"F10 PDF", "a.csv", SPAN("%PDF-1.4\n"), {0}, "fail 0 WRONG_TYPE"},
    {"F11 HTML", "a.csv", SPAN("\n<!DOCTYPE html>\n<html>"), {0},
	"fail 0 WRONG_TYPE"},
    {"F12 JSON in CSV", "a.csv", SPAN("[\n {\"a\":1}]"), {0},
	"fail 0 WRONG_TYPE"},
    {"F12 CSV in JSON", "a.json", SPAN("id,name\n1,a\n"), {0},
	"fail 0 WRONG_TYPE"},
    {"F12 CSV in JSONL", "a.jsonl", SPAN("\"id\",\"name\"\n"), {0},
	"fail 0 WRONG_TYPE"},
    {"F12 array in JSONL", "a.jsonl", SPAN("[{\"a\":1}]\n"), {0},
	"fail 0 WRONG_TYPE"},
    {"F21 sep=", "a.csv", SPAN("sep=;\r\na;b\r\n1;2\r\n"), {0},
	"row 3 1|2 end"},
    {"F21 quoted sep=", "a.csv", SPAN("\"sep=;\"\na;b\n1;2\n"), {0},
	"row 3 1|2 end"},
    {"F21 -d wins", "a.csv", SPAN("sep=;\na,b\n1,2\n"), {.delimiter = ','},
	"row 3 1|2 end"},
    {"F22 skip", "a.csv", SPAN("Title \"x\n\na,b\n1,2\n"), {.skip = 2},
	"row 4 1|2 end"},
    {"F22 header search", "a.csv", SPAN("Report,2026\n\nid, Name\n1,2\n"),
	{.header_has = has_id, .n_header_has = 2}, "row 4 1|2 end"},
    {"F22 no such header", "a.csv", SPAN("Report,2026\nid,x\n1,2\n"),
	{.header_has = has_id, .n_header_has = 2}, "fail 0 HEADER_MISMATCH"},
    {"no header", "a.csv", SPAN("1,2\n3,4\n"), {.has_no_header = true},
	"row 1 1|2 row 2 3|4 end"},
    {"C01 unclosed quote", "a.csv", SPAN("a,b\n1,2\n3,\"4\n5,6\n7,8\n"), {0},
	"row 2 1|2 fail 3 UNCLOSED_QUOTE"},
    {"C01 unclosed, then quotes", "a.csv", SPAN("a,b\n3,\"4\n5,\"6\"\n"), {0},
	"fail 3 STRAY_QUOTE"},
    {"C02 quote in a field", "a.csv", SPAN("a,b\n1,5\" disk\n\""), {0},
	"fail 2 STRAY_QUOTE"},
    {"C02 two quotes in a field", "a.csv", SPAN("a\n5\" 3\"\n"), {0},
	"fail 2 STRAY_QUOTE"},
    {"C03 text behind a quote", "a.csv", SPAN("a\n\"a\"b\n"), {0},
	"fail 2 STRAY_QUOTE"},
    {"C04 backslash", "a.csv", SPAN("a\n\"a\\\"b\"\n\""), {0},
	"fail 2 STRAY_QUOTE"},
    {"C05 too few", "a.csv", SPAN("a,b\n1\n2,3\n"), {0},
	"bad 2 MISSING_COLUMNS row 3 2|3 end"},
    {"C06 too many", "a.csv", SPAN("a,b\n1,2,3\n2,3\n"), {0},
	"bad 2 TOO_MANY_COLUMNS row 3 2|3 end"},
    {"C06 one row only", "a.csv", SPAN("a,b\n1,2,3\n"), {0},
	"bad 2 TOO_MANY_COLUMNS end"},
    {"C06 all too many", "a.csv", SPAN("a,b\n1,2,3\n\n4,5,6\n"), {0},
	"bad 2 TOO_MANY_COLUMNS blank 3 bad 4 TOO_MANY_COLUMNS "
	"fail 2 TOO_MANY_COLUMNS"},
    {"C06 not alike", "a.csv", SPAN("a,b\n1,2,3\n4,5,6,7\n"), {0},
	"bad 2 TOO_MANY_COLUMNS bad 3 TOO_MANY_COLUMNS end"},
    {"C07 delimiter at the end", "a.csv", SPAN("a,b,\n1,2,\n"), {0},
	"row 2 1|2| end"},
    {"C10 BOM and quoted header", "a.csv",
	SPAN("\xef\xbb\xbf\"id,x\",b\n1,2\n"), {0}, "row 2 1|2 end"},
    {"C13 blank lines", "a.csv", SPAN("a,b\n\n1,2\n \t \n"), {0},
	"blank 2 row 3 1|2 blank 4 end"},
    {"C14 delimiters only", "a.csv", SPAN("a,b,c\n,,\n\"\",\"\",\n"), {0},
	"bad 2 EMPTY_RECORD bad 3 EMPTY_RECORD end"},
    {"C14 delimiters only, TSV", "a.tsv", SPAN("a\tb\n\t\n"), {0},
	"bad 2 EMPTY_RECORD end"},
    {"C15 CRLF", "a.csv", SPAN("a,b\r\n1,2\r\n3,4\r\n"), {0},
	"row 2 1|2 row 3 3|4 end"},
    {"C15 CR", "a.csv", SPAN("a,b\r1,\"x\ry\"\r3,4"), {0},
	"row 2 1|x\ry row 4 3|4 end"},
    {"C16 mixed", "a.csv", SPAN("a,b\r\n1,2\n3,4\r\n"), {0},
	"row 2 1|2 row 3 3|4 end"},
    {"C17 lone CR", "a.csv", SPAN("a,b\n1\r1,2\n3,4\n"), {0},
	"bad 2 CONTROL_CHAR row 3 3|4 end"},
    {"C17 CR in quotes stays", "a.csv", SPAN("a,b\n\"1\r1\",2\n"), {0},
	"row 2 1\r1|2 end"},
    {"C18 newline in quotes", "a.csv",
	SPAN("a,b\n\"x\r\n\r\ny\",\"\"\"z\"\"\"\n1,2\n"), {0},
	"row 2 x\r\n\r\ny|\"z\" row 5 1|2 end"},
    {"C19 NUL", "a.csv", SPAN("a,b\n1,x\0y\n3,4\n"), {0},
	"bad 2 NUL_BYTE b row 3 3|4 end"},
    {"C20 control", "a.csv", SPAN("a,b\n1,x\x7f\n3,\x02\n5,6\n"), {0},
	"bad 2 CONTROL_CHAR b bad 3 CONTROL_CHAR b row 4 5|6 end"},
    {"C21 escape", "a.csv", SPAN("a,b\n\"\033[31m\",2\n3,4\n"), {0},
	"bad 2 CONTROL_CHAR a row 3 3|4 end"},
    {"C26 other delimiter", "a.csv", SPAN("a;b\n1;2\n"), {.delimiter = ';'},
	"row 2 1|2 end"},
    {"C26 impossible delimiter", "a.csv", SPAN("a\n"), {.delimiter = '"'},
	"fail 0 -"},
    {"C27 tab in a value", "a.tsv", SPAN("a\tb\n1\t2\t3\n"), {0},
	"bad 2 TOO_MANY_COLUMNS end"},
    {"C28 escapes of TSV stay", "a.tsv", SPAN("a\tb\n1\\t\t2\n"), {0},
	"row 2 1\\t|2 end"},
    {"C29 Ctrl-Z", "a.csv", SPAN("a,b\n1,2\n\x1a"), {0}, "row 2 1|2 end"},
    {"C30 quoted empty", "a.csv", SPAN("a,b\n\"\",x\n"), {0}, "row 2 |x end"},
    {"C31 blanks stay", "a.csv", SPAN("a,b\n 1 ,\" 2\"\n"), {0},
	"row 2  1 | 2 end"},
    {"C33 apostrophe", "a.csv", SPAN("a,b,c\n'090,'+81,'x\n"), {0},
	"row 2 090|+81|'x end"},
    {"C34 formula", "a.csv", SPAN("a,b,c\n=\"090\",\"=\"\"08,0\"\"\",=1+1\n"),
	{0}, "row 2 090|08,0|=1+1 end"},
    {"C35 signs stay", "a.csv", SPAN("a,b\n-1,@x\n"), {0}, "row 2 -1|@x end"},
    {"J01 syntax in a line", "a.jsonl",
	SPAN("{\"a\":1}\n{\"a\":}\n{\"a\":2}\n"), {0},
	"row 1 {\"a\":1} bad 2 JSON_SYNTAX row 3 {\"a\":2} end"},
    {"J02 cut line", "a.jsonl", SPAN("{\"a\":1}\n{\"a\":"), {0},
	"row 1 {\"a\":1} fail 2 TRUNCATED_LAST_ROW"},
    {"J03 element", "a.json", SPAN("[{\"a\":x},\n{\"a\":2}]"), {0},
	"bad 1 JSON_SYNTAX row 2 {\"a\":2} end"},
    {"J03 element without end", "a.json", SPAN("[\n{\"a\":1]},{}]"), {0},
	"fail 2 JSON_SYNTAX"},
    {"J03 cut array", "a.json", SPAN("[{\"a\":1},\n{\"a"), {0},
	"row 1 {\"a\":1} fail 2 TRUNCATED_LAST_ROW"},
    {"J04 duplicate key", "a.jsonl", SPAN("{\"a\":1,\"\\u0061\":2}\n{}\n"), {0},
	"row 1 {\"a\":1,\"\\u0061\":2} row 2 {} end"},
    {"J05 \\u0000", "a.jsonl", SPAN("{\"a\":\"\\u0000\"}\n{}\n"), {0},
	"bad 1 NUL_BYTE row 2 {} end"},
    {"J05 control escape", "a.jsonl", SPAN("{\"a\":\"\\u0001\"}\n{}\n"), {0},
	"bad 1 CONTROL_CHAR row 2 {} end"},
    {"J05 DEL", "a.jsonl", SPAN("{\"a\":\"\x7f\"}\n{}\n"), {0},
	"bad 1 CONTROL_CHAR row 2 {} end"},
    {"J06 NUL behind a number", "a.jsonl", SPAN("{\"a\":1\0}\n{}\n"), {0},
	"bad 1 NUL_BYTE row 2 {} end"},
    {"J07 lone surrogate", "a.jsonl", SPAN("{\"a\":\"\\ud800\"}\n{}\n"), {0},
	"bad 1 BAD_UNICODE row 2 {} end"},
    {"J08 bad UTF-8, said", "a.jsonl", SPAN("{\"a\":\"\xff\"}\n{}\n"),
	{.encoding = "utf8"}, "bad 1 BAD_UTF8 row 2 {} end"},
    {"J08 bad UTF-8, not said", "a.jsonl", SPAN("{}\n{\"a\":\"\xff\"}\n"), {0},
	"row 1 {} fail 2 BAD_UTF8"},
    {"J09 BOM", "a.json", SPAN("\xef\xbb\xbf[{}]"), {0}, "row 1 {} end"},
    {"J10 long integer", "a.jsonl", SPAN("{\"a\":12345678901234567890}\n"), {0},
	"row 1 {\"a\":12345678901234567890} end"},
    {"J11 NaN", "a.jsonl", SPAN("{\"a\":NaN}\n{\"a\":-Infinity}\n"), {0},
	"bad 1 JSON_SYNTAX bad 2 JSON_SYNTAX end"},
    {"J18 scalar", "a.json", SPAN("12\n"), {0}, "bad 1 TYPE end"},
    {"J18 bare word", "a.json", SPAN("hello\n"), {0}, "fail 1 JSON_SYNTAX"},
    {"J18 envelope", "a.json",
	SPAN("{\"n\":[1,{\"data\":2}],\"r\":{\"x\":\"]}\",\"d\\u0061ta\":[\n"
	     "{\"a\":1},{\"a\":2}],\"y\":1},\"z\":{}}\n"),
	{.root = SPAN("r.data")}, "row 2 {\"a\":1} row 2 {\"a\":2} end"},
    {"J18 envelopes", "a.jsonl",
	SPAN("{\"d\":[{}]}\n{\"d\":[]}\n"
	     "{\"d\":[{}]}\n"),
	{.root = SPAN("d")}, "row 1 {} row 3 {} end"},
    {"J18 no such root", "a.json", SPAN("{\"a\":[]}"), {.root = SPAN("b")},
	"fail 1 NO_ROOT"},
    {"J18 cut envelope", "a.json", SPAN("{\"d\":[{}]"), {.root = SPAN("d")},
	"row 1 {} fail 1 TRUNCATED_LAST_ROW"},
    {"J19 JSON5", "a.jsonl", SPAN("{\"a\":1,}\n{'a':1}\n{/*x*/}\n"), {0},
	"bad 1 JSON_SYNTAX bad 2 JSON_SYNTAX bad 3 JSON_SYNTAX end"},
    {"J19 comma at the end", "a.json", SPAN("[{},]"), {0},
	"row 1 {} bad 1 JSON_SYNTAX end"},
    {"J20 two on a line", "a.jsonl", SPAN("{}{}\n{}\n"), {0},
	"bad 1 TRAILING_DATA row 2 {} end"},
    {"J20 objects in a row", "a.json", SPAN("{\"a\":1}\n{}{\n}"), {0},
	"row 1 {\"a\":1} row 2 {} row 2 {\n} end"},
    {"J20 text behind the array", "a.json", SPAN("[{}]\n{}"), {0},
	"row 1 {} fail 2 TRAILING_DATA"},
    {"J20 text behind an object", "a.json", SPAN("{}\nx"), {0},
	"row 1 {} fail 2 TRAILING_DATA"},
    {"J21 blank lines and CRLF", "a.jsonl", SPAN("{}\r\n\r\n {} \r\n"), {0},
	"row 1 {} blank 2 row 3 {} end"},
    {"E01 BOM", "a.csv",
	SPAN("\xef\xbb\xbf"
	     "a,b\n1,2\n"),
	{0}, "row 2 1|2 end"},
    {"E02 UTF-16LE", "a.csv",
	SPAN("\xff\xfe"
	     "a\0,\0b\0\n\0001\0,\0\x71\x5c\n\0"),
	{0}, "row 2 1|山 end"},
    {"E02 UTF-16BE", "a.csv", SPAN("\xfe\xff\0a\0,\0b\0\n\0001\0,\x5c\x71\0\n"),
	{0}, "row 2 1|山 end"},
    {"E03 UTF-16 without BOM", "a.csv", SPAN("a\0,\0b\0\n\0"), {0},
	"fail 0 BAD_UTF8"},
    {"E04 CP932, not said", "a.csv", SPAN("a,b\n1,2\n3," JP_SJIS "\n"), {0},
	"row 2 1|2 fail 3 BAD_UTF8 b"},
    {"E05 UTF-8, CP932 said", "a.csv", SPAN("a,b\n1,山田\n"),
	{.encoding = "cp932"}, "fail 0 WRONG_ENCODING"},
    {"E07 Shift_JIS", "a.csv", SPAN("a,b\n\x87\x40," JP_SJIS "\n"),
	{.encoding = "Shift_JIS"}, "row 2 ①|山田 end"},
    {"E08 ~ and \\", "a.csv", SPAN("a,b\n~a\\,\x83\x5c\n"),
	{.encoding = "SJIS"}, "row 2 ~a\\|ソ end"},
    {"E09 trail bytes", "a.csv", SPAN("a|b\n\x83\x7c|\x95\x5c\n"),
	{.encoding = "CP932", .delimiter = '|'}, "row 2 ポ|表 end"},
    {"E10 EUC-JP", "a.csv", SPAN("a,b\n1," JP_EUC "\n"), {.encoding = "EUC-JP"},
	"row 2 1|山田 end"},
    {"E10 ISO-2022-JP", "a.csv", SPAN("a,b\n\033$B!\"!,\033(B," JP_JIS "\n"),
	{.encoding = "iso-2022-jp"}, "row 2 、゜|山田 end"},
    {"E10 ISO-2022-JP, not said", "a.csv", SPAN("a,b\n1," JP_JIS "\n"), {0},
	"fail 0 BAD_UTF8"},
    {"E14 cut at the end", "a.csv", SPAN("a,b\n1,\x8e"), {.encoding = "cp932"},
	"bad 2 BAD_ENCODING b end"},
    {"E15 one bad row", "a.csv", SPAN("a,b\n\x8e\xff,1\n" JP_SJIS ",2\n"),
	{.encoding = "cp932"}, "bad 2 BAD_ENCODING a row 3 山田|2 end"},
    {"E15 one bad row, UTF-8 said", "a.csv", SPAN("a,b\n1,\xff\n3,4\n"),
	{.encoding = "UTF-8"}, "bad 2 BAD_UTF8 b row 3 3|4 end"},
    {"E17 not UTF-8", "a.csv",
	SPAN("a\n\xc0\xaf\n\xed\xa0\x80\n\xf4\x90\x80\x80\n"),
	{.encoding = "UTF-8"},
	"bad 2 BAD_UTF8 a bad 3 BAD_UTF8 a bad 4 BAD_UTF8 a end"},
    {"E19 emoji", "a.csv", SPAN("a\n👨‍👩‍👧葛󠄀\n"), {0},
	"row 2 👨‍👩‍👧葛󠄀 end"},
    {"unknown encoding", "a.csv", SPAN("a\n"), {.encoding = "klingon"},
	"fail 0 -"},
};

static char folder[] = "/tmp/omni-input-XXXXXX";

static void
write_file(const char *path, struct span content)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(
	    fwrite(content.data, 1, content.len, file), content.len);
	assert_int_equal(fclose(file), 0);
}

static const char *
in_folder(const char *name)
{
	static char path[256];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void
tell_fault(struct buf *out, const char *what, const struct err *err)
{
	buf_printf(out, "%s %llu %s", what, (unsigned long long)err->line,
	    err->reason[0] == '\0' ? "-" : err->reason);
	if (err->column[0] != '\0')
		buf_printf(out, " %s", err->column);
}

static void
tell_row(struct buf *out, const struct input_row *row)
{
	buf_printf(out, "row %llu ", (unsigned long long)row->line);
	if (row->json != NULL)
		buf_span(out, row->raw);
	for (size_t i = 0; i < row->n_cells; i++) {
		if (i > 0)
			buf_char(out, '|');
		buf_span(out, row->cells[i]);
	}
	buf_char(out, ' ');
}

static void
tell(struct buf *out, const char *path, const struct input_options *options)
{
	struct err err = {0};
	struct input *input = input_open(path, options, &err);
	enum input_event event = INPUT_BLANK;
	struct input_row row;

	while (input != NULL && event != INPUT_END) {
		if (input_next(input, &row, &event, &err) != 0)
			break;
		if (event == INPUT_ROW) {
			tell_row(out, &row);
		} else if (event == INPUT_BLANK) {
			buf_printf(
			    out, "blank %llu ", (unsigned long long)row.line);
		} else if (event == INPUT_BAD) {
			assert_string_equal(input_fault(input)->path, path);
			tell_fault(out, "bad", input_fault(input));
			buf_char(out, ' ');
		} else {
			buf_str(out, "end");
		}
	}
	input_close(input);
	if (err.code == ERR_NONE)
		return;
	assert_string_equal(err.path, path);
	tell_fault(out, "fail", &err);
}

static void
test_case(void **state)
{
	const struct input_case *one = *state;
	const char *path = in_folder(one->file);
	struct buf out = {0};

	write_file(path, one->content);
	tell(&out, path, &one->options);
	assert_string_equal(buf_text(&out), one->expected);
	buf_clear(&out);
	(void)unlink(path);
}

static void
put_times(struct buf *out, const char *text, size_t times)
{
	while (times-- > 0)
		buf_str(out, text);
}

/* The transcript of a file that is made here. */
static char *
tell_made(const char *name, struct buf *content)
{
	static char told[4096];
	struct input_options options = {0};
	struct buf out = {0};

	write_file(in_folder(name), buf_get(content));
	tell(&out, in_folder(name), &options);
	(void)snprintf(told, sizeof(told), "%s", buf_text(&out));
	buf_clear(&out);
	buf_clear(content);
	(void)unlink(in_folder(name));
	return told;
}

static void
test_long(void **state)
{
	struct buf content = {0};

	(void)state;
	buf_str(&content, "a,b\n1,");
	put_times(&content, "x", INPUT_FIELD_MAX + 1);
	buf_str(&content, "\n3,4\n");
	assert_string_equal(tell_made("C22.csv", &content),
	    "bad 2 FIELD_TOO_LONG b row 3 3|4 end");
	buf_str(&content, "a,b\n1,2\n\"");
	put_times(&content, "0123456789abcde\n", INPUT_LINES_MAX - 1);
	put_times(&content, "0123456789abcdef", 1024 * 1024);
	assert_string_equal(
	    tell_made("C23.csv", &content), "row 2 1|2 fail 3 RECORD_TOO_LONG");
	buf_str(&content, "a,b\n1,2\n\"");
	put_times(&content, "x\n", INPUT_LINES_MAX);
	buf_str(&content, "\",3\n");
	assert_string_equal(tell_made("C23-lines.csv", &content),
	    "row 2 1|2 fail 3 RECORD_TOO_LONG");
	buf_str(&content, "a\n\"");
	put_times(&content, "\n", INPUT_LINES_MAX - 1);
	buf_str(&content, "\"\n1\n");
	assert_non_null(
	    strstr(tell_made("C23-fits.csv", &content), "row 1002 1 end"));
	buf_str(&content, "a,b\n");
	put_times(&content, "0123456789abcdef", 1024 * 1024);
	assert_string_equal(
	    tell_made("C24.csv", &content), "fail 2 RECORD_TOO_LONG");
	put_times(&content, "a,", 100000);
	assert_string_equal(
	    tell_made("C25.csv", &content), "fail 1 TOO_MANY_COLUMNS");
	buf_str(&content, "a\n");
	put_times(&content, ",", INPUT_COLUMNS_MAX);
	assert_string_equal(
	    tell_made("C25-row.csv", &content), "fail 2 TOO_MANY_COLUMNS");
	buf_str(&content, "a\n\"\"");
	put_times(&content, ",\"a\"\"\"", INPUT_COLUMNS_MAX);
	assert_string_equal(
	    tell_made("C25-quoted.csv", &content), "fail 2 TOO_MANY_COLUMNS");
}

static void
test_deep(void **state)
{
	static const size_t depths[] = {65, 2049, 100000};
	struct buf content = {0};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		buf_str(&content, "[{\"a\":");
		put_times(&content, "[", depths[i] - 1);
		put_times(&content, "]", depths[i] - 1);
		buf_str(&content, "},{}]");
		assert_string_equal(tell_made("J16.json", &content),
		    "bad 1 TOO_DEEP row 1 {} end");
	}
	put_times(&content, "[", 100000);
	assert_string_equal(
	    tell_made("J16-cut.json", &content), "fail 1 TRUNCATED_LAST_ROW");
	buf_str(&content, "{\"a\":");
	put_times(&content, "[", 63);
	put_times(&content, "]", 63);
	buf_str(&content, "}");
	assert_non_null(strstr(tell_made("J16-64.json", &content), "row 1"));
	buf_str(&content, "{\"a\":0");
	for (int i = 0; i < INPUT_COLUMNS_MAX; i++)
		buf_printf(&content, ",\"%d\":0", i);
	buf_str(&content, "}\n{}\n");
	assert_string_equal(tell_made("J24.jsonl", &content),
	    "bad 1 TOO_MANY_KEYS row 2 {} end");
	buf_str(&content, "{\"a\":\"");
	put_times(&content, "x", INPUT_FIELD_MAX + 1);
	buf_str(&content, "\"}\n{}\n");
	assert_string_equal(tell_made("C22.jsonl", &content),
	    "bad 1 FIELD_TOO_LONG row 2 {} end");
}

static size_t
count_rows(const char *path, char hex[33])
{
	struct err err = {0};
	struct input_options options = {0};
	struct input *input = input_open(path, &options, &err);
	enum input_event event;
	struct input_row row;
	size_t n = 0;

	assert_non_null(input);
	for (;;) {
		assert_int_equal(input_next(input, &row, &event, &err), 0);
		if (event == INPUT_END)
			break;
		assert_int_equal(event, INPUT_ROW);
		assert_int_equal(row.line, n + 2);
		n++;
	}
	input_hash(input, hex);
	input_close(input);
	return n;
}

/* Long enough that every place of a row meets the end of a chunk. */
static void
test_chunks(void **state)
{
	struct buf content = {0};
	char hex[33];
	char packed_hex[33];
	char file_hex[33];
	struct err err = {0};
	gzFile packed;

	(void)state;
	buf_str(&content, "番号,氏名,メモ\n");
	for (int i = 0; i < 60000; i++)
		buf_printf(&content, "%d,山田,\"a%c\"\r\n", i, 'a' + i % 26);
	write_file(in_folder("big.csv"), buf_get(&content));
	assert_int_equal(count_rows(in_folder("big.csv"), hex), 60000);
	assert_int_equal(
	    input_hash_file(in_folder("big.csv"), file_hex, &err), 0);
	assert_string_equal(hex, file_hex);
	packed = gzopen(in_folder("big.csv.gz"), "wb");
	assert_int_equal(gzwrite(packed, content.data, (unsigned)content.len),
	    (int)content.len);
	assert_int_equal(gzclose(packed), Z_OK);
	assert_int_equal(
	    count_rows(in_folder("big.csv.gz"), packed_hex), 60000);
	assert_string_equal(hex, packed_hex);
	assert_int_equal(
	    input_hash_file(in_folder("big.csv.gz"), file_hex, &err), 0);
	assert_string_equal(hex, file_hex);
	(void)unlink(in_folder("big.csv"));
	(void)unlink(in_folder("big.csv.gz"));
	buf_clear(&content);
}

static void
test_no_file(void **state)
{
	struct input_options options = {0};
	struct err err = {0};
	char text[ERR_TEXT_MAX];
	char hex[33];

	(void)state;
	assert_null(input_open("/nowhere/x.csv", &options, &err));
	assert_int_equal(err.code, ERR_NOINPUT);
	err_clear(&err);
	assert_null(input_open(folder, &options, &err));
	assert_int_equal(err.code, ERR_NOINPUT);
	err_clear(&err);
	assert_int_equal(input_hash_file("/nowhere/x.csv", hex, &err), -1);
	assert_int_equal(err.code, ERR_NOINPUT);
	err_format(&err, text, sizeof(text));
	assert_non_null(strstr(text, "/nowhere/x.csv: cannot be opened"));
	assert_int_equal(input_hash_file("-", hex, &err), 1);
}

static void
test_fifo(void **state)
{
	char hex[33];
	int status;
	pid_t child;

	(void)state;
	assert_int_equal(mkfifo(in_folder("f.csv"), 0600), 0);
	assert_int_equal(input_hash_file(in_folder("f.csv"), hex, NULL), 1);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		FILE *file = fopen(in_folder("f.csv"), "w");

		if (file == NULL)
			_exit(1);
		(void)fputs("a,b\n1,", file);
		(void)fflush(file);
		(void)fputs("2\n3,4\n", file);
		_exit(fclose(file) == 0 ? 0 : 1);
	}
	assert_int_equal(count_rows(in_folder("f.csv"), hex), 2);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	(void)unlink(in_folder("f.csv"));
}

static void
test_changed(void **state)
{
	struct input_options options = {0};
	struct buf content = {0};
	struct err err = {0};
	enum input_event event = INPUT_BLANK;
	struct input_row row;
	struct input *input;
	const char *path = in_folder("F06.csv");
	int done = 0;
	FILE *file;

	(void)state;
	buf_str(&content, "a,b\n");
	put_times(&content, "1,2\n", 200000);
	write_file(path, buf_get(&content));
	buf_clear(&content);
	input = input_open(path, &options, &err);
	assert_non_null(input);
	file = fopen(path, "ab");
	assert_non_null(file);
	assert_true(fputs("3,4\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	while (done == 0 && event != INPUT_END)
		done = input_next(input, &row, &event, &err);
	assert_int_equal(done, -1);
	assert_string_equal(err.reason, "CHANGED_WHILE_READ");
	input_close(input);
	(void)unlink(path);
}

/* A name with a newline and bytes that are no text is shown escaped. */
static void
test_odd_name(void **state)
{
	struct input_options options = {0};
	const char *path = in_folder("a\n\033\xff.csv");
	struct err err = {0};
	enum input_event event;
	struct input_row row;
	struct input *input;
	char text[ERR_TEXT_MAX];

	(void)state;
	write_file(path, span_of("a\n\"1\n"));
	input = input_open(path, &options, &err);
	assert_non_null(input);
	assert_int_equal(input_next(input, &row, &event, &err), -1);
	input_close(input);
	(void)unlink(path);
	err_format(&err, text, sizeof(text));
	assert_non_null(strstr(text, ".csv:2: "));
	assert_null(strchr(text, '\n'));
	assert_null(strchr(text, '\033'));
}

static void
test_header(void **state)
{
	static const struct span name = SPAN("name");
	struct input_options options = {.header_has = &name, .n_header_has = 1};
	struct err err = {0};
	struct input *input;
	const struct span *header;
	size_t n;

	(void)state;
	write_file(in_folder("h.csv"),
	    span_of("アカウント,本店\n'期間,\"'2026\"\n"
		    "'Name,=\"090\",\" x \"\n"));
	input = input_open(in_folder("h.csv"), &options, &err);
	assert_non_null(input);
	header = input_header(input, &n);
	assert_int_equal(n, 3);
	assert_true(span_is(header[0], "Name"));
	assert_true(span_is(header[1], "090"));
	assert_true(span_is(header[2], " x "));
	assert_true(
	    span_is(input_preamble(input, span_of("アカウント")), "本店"));
	assert_int_equal(input_preamble(input, span_of("x")).len, 0);
	assert_int_equal(input_type_of(input), INPUT_CSV);
	assert_string_equal(input_encoding(input), "UTF-8");
	assert_true(input_bytes(input) == input_size(input));
	input_close(input);
	(void)unlink(in_folder("h.csv"));
}

static void
test_hints(void **state)
{
	static const struct {
		struct span content;
		const char *encoding;
		const char *message;
	} hints[] = {
	    {SPAN("a,b\n" JP_SJIS JP_SJIS ",\x82\xa0\x82\xa2\x83\x4a\n"), NULL,
		":2: column 'a': not UTF-8: looks like CP932: say -e CP932"},
	    {SPAN("a,b\n1," JP_JIS "\n"), NULL,
		": not UTF-8: looks like ISO-2022-JP: say -e ISO-2022-JP"},
	    {SPAN("a,b\n1,山田\n"), "sjis",
		": is UTF-8, not CP932: say -e UTF-8"},
	    {SPAN("PK\x03\x04....xl/workbook.xml"), NULL,
		": looks like xlsx: export as CSV"},
	    {SPAN("{\"a\":1}\n"), NULL, ": looks like JSON: say -i json"},
	    {SPAN("a,b\n1,\"2\n"), NULL,
		":2: a quote that is opened here is never closed"},
	};
	const char *path = in_folder("hint.csv");

	(void)state;
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		struct input_options options = {.encoding = hints[i].encoding};
		struct err err = {0};
		enum input_event event;
		struct input_row row;
		struct input *input;
		char text[ERR_TEXT_MAX];

		write_file(path, hints[i].content);
		input = input_open(path, &options, &err);
		if (input != NULL)
			assert_int_equal(
			    input_next(input, &row, &event, &err), -1);
		err_format(&err, text, sizeof(text));
		assert_memory_equal(text, path, strlen(path));
		assert_string_equal(text + strlen(path), hints[i].message);
		input_close(input);
	}
	(void)unlink(path);
}

/* What a reject shows can be read, whatever the bytes were. */
static void
test_reject_row(void **state)
{
	struct input_options options = {.encoding = "cp932"};
	struct err err = {0};
	enum input_event event;
	struct input_row row;
	struct input *input;

	(void)state;
	write_file(in_folder("r.csv"), span_of("a,b\n\x8e\xff,x\n"));
	input = input_open(in_folder("r.csv"), &options, &err);
	assert_non_null(input);
	assert_int_equal(input_next(input, &row, &event, &err), 0);
	assert_int_equal(event, INPUT_BAD);
	assert_int_equal(row.n_cells, 2);
	assert_true(span_starts(row.cells[0], "\\x8e"));
	assert_true(span_is(row.cells[1], "x"));
	input_close(input);
	(void)unlink(in_folder("r.csv"));
}

static void
test_json_text(void **state)
{
	static const struct {
		const char *name;
		const char *text;
		bool is_number;
	} members[] = {
	    {"a", "19.99", true},
	    {"b", "12345678901234567890", true},
	    {"c", "-7", true},
	    {"d", "1e400", true},
	    {"e", "19.99", false},
	    {"f", "true", false},
	    {"g", "", false},
	    {"h", "123456789012345678", true},
	    {"i", "-0", true},
	    {"j", "", false},
	};
	struct input_options options = {0};
	struct err err = {0};
	enum input_event event;
	struct input_row row;
	struct input *input;
	char room[INPUT_JSON_ROOM];
	struct span text;

	(void)state;
	write_file(in_folder("n.json"),
	    span_of("{\"a\":19.99,\"b\":12345678901234567890,\"c\":-7,"
		    "\"d\":1e400,\"e\":\"19.99\",\"f\":true,\"g\":null,"
		    "\"h\":123456789012345678,\"i\":-0,\"o\":{}}"));
	input = input_open(in_folder("n.json"), &options, &err);
	assert_non_null(input);
	assert_int_equal(input_next(input, &row, &event, &err), 0);
	assert_int_equal(event, INPUT_ROW);
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		const json_t *json = json_object_get(row.json, members[i].name);

		assert_true(input_json_text(json, room, &text));
		assert_true(span_is(text, members[i].text));
		assert_int_equal(
		    input_json_is_number(json), members[i].is_number);
	}
	assert_false(
	    input_json_text(json_object_get(row.json, "o"), room, &text));
	input_close(input);
	(void)unlink(in_folder("n.json"));
}

static const char *
testdata(const char *folder_name, const char *name)
{
	static char path[512];
	const char *top = getenv("TESTDATA");

	(void)snprintf(path, sizeof(path), "%s/%s/%s",
	    top == NULL ? "testdata" : top, folder_name, name);
	return path;
}

/* Do the rows say what the suite's JSON says? */
static bool
is_as_json(const char *name)
{
	struct input_options options = {.type = INPUT_CSV};
	struct err err = {0};
	enum input_event event;
	struct input_row row;
	const struct span *header;
	char json_name[64];
	size_t n_cells;
	size_t n = 0;
	struct input *input =
	    input_open(testdata("csv-spectrum/csvs", name), &options, &err);
	json_t *expected;

	assert_non_null(input);
	(void)snprintf(json_name, sizeof(json_name), "%.*s.json",
	    (int)strlen(name) - 4, name);
	expected =
	    json_load_file(testdata("csv-spectrum/json", json_name), 0, NULL);
	assert_non_null(expected);
	header = input_header(input, &n_cells);
	while (
	    input_next(input, &row, &event, &err) == 0 && event == INPUT_ROW) {
		json_t *object = json_array_get(expected, n++);

		for (size_t i = 0; i < n_cells; i++) {
			char key[64];

			(void)snprintf(key, sizeof(key), "%.*s",
			    (int)header[i].len, header[i].data);
			assert_true(span_is(row.cells[i],
			    json_string_value(json_object_get(object, key))));
		}
	}
	if (err.code == ERR_NONE)
		assert_int_equal(n, json_array_size(expected));
	json_decref(expected);
	input_close(input);
	return err.code == ERR_NONE;
}

static void
test_csv_spectrum(void **state)
{
	DIR *dir = opendir(testdata("csv-spectrum/csvs", "."));
	struct dirent *entry;
	int n = 0;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		/* It has a quote inside of a field without quotes. */
		assert_int_equal(is_as_json(entry->d_name),
		    strcmp(entry->d_name, "location_coordinates.csv") != 0);
		n++;
	}
	(void)closedir(dir);
	assert_int_equal(n, 12);
}

/*
 * Is it JSON? That only objects become rows, and none with control
 * characters, is a rule of ours and not of JSON.
 */
static bool
is_json(const char *path)
{
	struct input_options options = {.type = INPUT_JSON};
	struct err err = {0};
	struct input *input = input_open(path, &options, &err);
	enum input_event event = INPUT_BLANK;
	struct input_row row;
	bool is_good = input != NULL;

	while (is_good && event != INPUT_END) {
		const struct err *fault = input_fault(input);

		is_good = input_next(input, &row, &event, &err) == 0;
		if (event == INPUT_BAD && strcmp(fault->reason, "TYPE") != 0 &&
		    strcmp(fault->reason, "CONTROL_CHAR") != 0)
			is_good = false;
	}
	input_close(input);
	return is_good;
}

/* Good JSON that is refused: \u0000. */
static bool
is_refused(const char *name)
{
	return strstr(name, "escaped_null") != NULL ||
	    strstr(name, "null_escape") != NULL;
}

static void
test_json_suite(void **state)
{
	DIR *dir = opendir(testdata("json-test-suite/test_parsing", "."));
	struct dirent *entry;
	int n[256] = {0};

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		const char *name = entry->d_name;
		bool is_good;

		if (name[0] == '.')
			continue;
		is_good =
		    is_json(testdata("json-test-suite/test_parsing", name));
		n[(unsigned char)name[0]]++;
		if (name[0] == 'i')
			continue;
		if (is_good != (name[0] == 'y' && !is_refused(name)))
			fail_msg("%s: %d", name, is_good);
	}
	(void)closedir(dir);
	assert_int_equal(n['y'], 95);
	assert_int_equal(n['n'], 188);
	assert_int_equal(n['i'], 35);
}

#define N_CASES (sizeof(cases) / sizeof(cases[0]))

int
main(void)
{
	static const struct CMUnitTest more[] = {
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_deep),
	    cmocka_unit_test(test_chunks),
	    cmocka_unit_test(test_no_file),
	    cmocka_unit_test(test_fifo),
	    cmocka_unit_test(test_changed),
	    cmocka_unit_test(test_odd_name),
	    cmocka_unit_test(test_header),
	    cmocka_unit_test(test_hints),
	    cmocka_unit_test(test_reject_row),
	    cmocka_unit_test(test_json_text),
	    cmocka_unit_test(test_csv_spectrum),
	    cmocka_unit_test(test_json_suite),
	};
	struct CMUnitTest tests[N_CASES + sizeof(more) / sizeof(more[0])] = {
	    {0}};
	static struct input_case own[N_CASES];
	int failed;

	memcpy(own, cases, sizeof(own));
	memcpy(tests + N_CASES, more, sizeof(more));
	for (size_t i = 0; i < N_CASES; i++) {
		tests[i].name = own[i].id;
		tests[i].test_func = test_case;
		tests[i].initial_state = &own[i];
	}
	if (mkdtemp(folder) == NULL)
		return 1;
	failed = cmocka_run_group_tests_name("input", tests, NULL, NULL);
	(void)rmdir(folder);
	return failed;
}
