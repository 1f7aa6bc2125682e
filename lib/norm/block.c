#include "norm/block.h"

#include "norm/ascii.h"
#include "text/utf8.h"

/* Words as canon() writes them: lower case, katakana, no blank or dash (the
 * long vowel ー is one). Each list ends with NULL. */

static const char *const unknown_words[] = {"", "null", "(null)", "nil", "none",
    "(none)", "n/a", "#n/a", "n.a.", "nan", "#null!", "#ref!", "#value!",
    "#name?", "#div/0!", "\\n", "undefined", "unknown", "(unknown)", "notset",
    "(notset)", "notavailable", "notprovided", "(notprovided)", "notapplicable",
    "(blank)", "(empty)", "ナシ", "ﾅｼ", "無シ", "無", "不明", "未設定",
    "未入力", "未登録", "未記入", "該当ナシ", "登録ナシ", "デタナシ",
    "設定ナシ", "非公開", NULL};

static const char *const name_words[] = {"test", "tester", "testuser",
    "testtest", "testname", "dummy", "sample", "guest", "guestuser",
    "anonymous", "customer", "user", "deleted", "deleteduser", "名無シ",
    "名無シサン", "名無", "ナナシ", "名前ナシ", "匿名", "匿名希望", "ゲスト",
    "ダミ", "サンプル", "オ客様", "オ客サマ", "非通知", "公衆電話",
    "通知不可能", "表示圏外", "削除済", "削除済ミ", "退会", "退会済",
    "退会済ミ", "退会者", "氏名不明", "名前不明", "氏名未登録", "氏名未設定",
    "氏名未入力", "名前未登録", "名前未設定", "名前未入力", "名称未設定",
    "フメイ", "姓名", "氏名", "名前", "本人", "ユザ", "会員", "非会員",
    "noname", "nobody", "anonymoususer", "guestcustomer", "unknownuser",
    "unknowncustomer", "unknownname", "unknownperson", "defaultuser",
    "firstnamelastname", NULL};

/* What forms, spreadsheets and databases write for a date that nobody said,
 * as date_birth() gives it; and what begins so. */
static const char *const birth_words[] = {"0001-01-01", "1111-11-11",
    "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-00", "1900-01-01", NULL};
static const char *const birth_starts[] = {"0000", "9999", NULL};

static const char *const id_words[] = {"guest", "anonymous", "test", "dummy",
    "sample", "ゲスト", "非会員", "会員外", "匿名", "ダミ", NULL};

static const char *const mailboxes[] = {"test", "tests", "testing", "test1",
    "test2", "test123", "testuser", "noreply", "no-reply", "no_reply",
    "no.reply", "donotreply", "do-not-reply", "do_not_reply", "info", "dummy",
    "sample", "example", "mailer-daemon", "postmaster", "nomail", "no-mail",
    "noemail", "no-email", "none", "null", "unknown", "guest", "anonymous",
    "nobody", NULL};

/* Names that RFC 2606 and RFC 6761 keep free, but for .test, of which the
 * data of tests and demonstrations is made. */
static const char *const no_domains[] = {
    "example", "invalid", "localhost", NULL};

static bool
is_one_of(struct span text, const char *const *words)
{
	char first = text.len == 0 ? '\0' : text.data[0];

	for (; *words != NULL; words++) {
		if (**words == first && span_is(text, *words))
			return true;
	}
	return false;
}

/* Write a character of three bytes, hiragana as katakana. */
static size_t
put_kana(char *out, const char *at)
{
	const char *next = at;
	uint32_t code = utf8_next(&next, at + 3);

	if (code >= 0x3041 && code <= 0x3096)
		code += 0x60;
	out[0] = (char)(0xe0 | (code >> 12));
	out[1] = (char)(0x80 | ((code >> 6) & 0x3f));
	out[2] = (char)(0x80 | (code & 0x3f));
	return 3;
}

/* The text without what writers of such words do differently. False when it
 * is not UTF-8, has control characters or is too long to be such a word. */
static bool
canon(struct span text, char *out, struct span *word)
{
	char room[ASCII_MAX];
	size_t at = 0;
	size_t len = 0;

	if (!ascii_fold(text, room, &text))
		return false;
	while (at < text.len) {
		char c = text.data[at];

		if (((unsigned char)c & 0xf0) == 0xe0) {
			len += put_kana(out + len, text.data + at);
			at += 3;
			continue;
		}
		if (c != ' ' && c != '-')
			out[len++] = ascii_lower(c);
		at++;
	}
	*word = span_make(out, len);
	return true;
}

/* Is it one character again and again? */
static bool
is_one_character(struct span word)
{
	const char *at = word.data;
	const char *end = word.data + word.len;
	uint32_t first;

	if (word.len == 0)
		return false;
	first = utf8_next(&at, end);
	while (at < end) {
		if (utf8_next(&at, end) != first)
			return false;
	}
	return true;
}

static bool
is_digits(struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (!ascii_is_digit(text.data[i]))
			return false;
	}
	return text.len > 0;
}

/* May a word for "no value" begin so? Blanks, dashes and what is folded come
 * before the kana or behind the kanji. */
static bool
may_begin_unknown(uint32_t code)
{
	switch (code) {
	case 0x306a: /* な */
	case 0x30ca: /* ナ */
	case 0x3067: /* で */
	case 0x30c7: /* デ */
	case 0x30fc: /* ー */
	case 0x4e0d: /* 不 */
	case 0x672a: /* 未 */
	case 0x7121: /* 無 */
	case 0x767b: /* 登 */
	case 0x8a2d: /* 設 */
	case 0x8a72: /* 該 */
	case 0x975e: /* 非 */
		return true;
	default:
		return code < 0x3041 || (code > 0x30ff && code < 0x4e00) ||
		    code > 0x9fff;
	}
}

/* The same of the text. This is asked of every value, and nearly all begin
 * otherwise. */
static bool
may_be_unknown(struct span text)
{
	const char *at = text.data;
	char first;

	if (text.len < 3)
		return true;
	first = ascii_lower(text.data[0]);
	if (ascii_is_alpha(first) || ascii_is_digit(first))
		return first == 'n' || first == 'u';
	if ((first & 0x80) == 0)
		return true;
	return may_begin_unknown(utf8_next(&at, at + text.len));
}

bool
block_is_unknown(struct span text)
{
	char room[ASCII_MAX];
	struct span word;

	return may_be_unknown(text) && canon(text, room, &word) &&
	    is_one_of(word, unknown_words);
}

/* May a word for "no name" begin so? Of kana and kanji that canon() leaves. */
static bool
may_begin_name(uint32_t code)
{
	switch (code) {
	case 0x30aa: /* オ */
	case 0x30b2: /* ゲ */
	case 0x30b5: /* サ */
	case 0x30c0: /* ダ */
	case 0x30c6: /* テ */
	case 0x30d5: /* フ */
	case 0x30e6: /* ユ */
	case 0x4f1a: /* 会 */
	case 0x516c: /* 公 */
	case 0x524a: /* 削 */
	case 0x533f: /* 匿 */
	case 0x540d: /* 名 */
	case 0x59d3: /* 姓 */
	case 0x672c: /* 本 */
	case 0x6c0f: /* 氏 */
	case 0x8868: /* 表 */
	case 0x9000: /* 退 */
	case 0x901a: /* 通 */
		return true;
	default:
		return may_begin_unknown(code);
	}
}

static bool
is_plain_kana(uint32_t code)
{
	return code >= 0x30a1 && code <= 0x30fa;
}

/* The next character as canon() writes it, where it leaves it. */
static uint32_t
next_plain(const char **at, const char *end)
{
	uint32_t code = *at < end ? utf8_next(at, end) : 0;

	if (code >= 0x3041 && code <= 0x3096)
		return code + 0x60;
	return is_plain_kana(code) || (code >= 0x4e00 && code <= 0x9fff) ? code
									 : 0;
}

/* May a word for "no name" begin with these letters? */
static bool
may_begin_letters(char first, char second)
{
	static const char begins[] = "tedusaguancuusdenounfinunina";
	size_t i;

	for (i = 0; i + 1 < sizeof(begins); i += 2)
		if (begins[i] == first && begins[i + 1] == second)
			return true;
	return first == second;
}

/* Nearly all names begin otherwise than all that stands for none. */
static bool
may_be_name(struct span key)
{
	const char *at = key.data;
	const char *end;
	uint32_t first;
	uint32_t second;

	if (key.len < 2)
		return true;
	end = key.data + key.len;
	if (ascii_is_alpha(key.data[0]) && ascii_is_alpha(key.data[1]))
		return may_begin_letters(
		    ascii_lower(key.data[0]), ascii_lower(key.data[1]));
	first = next_plain(&at, end);
	if (first == 0 || may_begin_name(first))
		return true;
	if (at == end)
		return false;
	second = next_plain(&at, end);
	return second == 0 || second == first;
}

bool
block_is_name(struct span key)
{
	char room[ASCII_MAX];
	struct span word;
	struct span stem;

	if (!may_be_name(key) || !canon(key, room, &word))
		return false;
	if (is_one_of(word, unknown_words) || is_one_of(word, name_words) ||
	    span_starts(word, "テスト") || is_digits(word))
		return true;
	/* test1, guest42 */
	stem = word;
	while (stem.len > 0 && ascii_is_digit(stem.data[stem.len - 1]))
		stem.len--;
	if (stem.len < word.len && is_one_of(stem, name_words))
		return true;
	return utf8_length(word) >= 3 && is_one_character(word);
}

bool
block_is_person(struct span family, struct span given, struct span full)
{
	if (full.len > 0 && block_is_name(full))
		return true;
	return family.len + given.len > 0 && block_is_name(family) &&
	    block_is_name(given);
}

bool
block_is_birth(struct span date)
{
	const char *const *start;

	for (start = birth_starts; *start != NULL; start++) {
		if (span_starts(date, *start))
			return true;
	}
	return is_one_of(date, birth_words);
}

bool
block_is_postcode(struct span code)
{
	return code.len >= 3 && (code.data[0] == '0' || code.data[0] == '9') &&
	    is_one_character(code);
}

/* Zeros with dashes between: an empty UUID, 0000. */
static bool
is_zero(struct span word)
{
	return word.len > 0 && word.data[0] == '0' && is_one_character(word);
}

bool
block_is_id(struct span value)
{
	char room[ASCII_MAX];
	struct span word;

	if (!canon(value, room, &word))
		return false;
	if (is_one_of(word, unknown_words) || is_one_of(word, id_words) ||
	    is_zero(word) || span_is(span_trim(value), "-1"))
		return true;
	return is_digits(word) &&
	    ((word.len >= 6 && is_one_character(word)) ||
		span_is(word, "1234567890") || span_is(word, "0123456789"));
}

/* The domain's last label, or the one at its start: example.co.jp, a.invalid */
static bool
is_no_domain(struct span domain)
{
	size_t last = domain.len;
	size_t first = 0;
	const char *at;
	const char *end = domain.data + domain.len;

	while (last > 0 && domain.data[last - 1] != '.')
		last--;
	if (is_one_of(
		span_make(domain.data + last, domain.len - last), no_domains))
		return true;
	/* www.example.com too: any label but the last. */
	for (at = domain.data; at < end; at += first + 1) {
		for (first = 0; at + first < end && at[first] != '.'; first++)
			;
		if (at + first < end &&
		    span_is(span_make(at, first), "example"))
			return true;
	}
	return false;
}

bool
block_is_email(struct span normal)
{
	size_t at = normal.len;

	while (at > 0 && normal.data[at - 1] != '@')
		at--;
	if (at == 0)
		return true;
	return is_one_of(span_make(normal.data, at - 1), mailboxes) ||
	    is_no_domain(span_make(normal.data + at, normal.len - at));
}

/* 1234567890, 0987654321: does each digit follow on the one before it? */
static bool
is_row(struct span digits, int step)
{
	size_t i;

	for (i = 1; i < digits.len; i++) {
		if ((digits.data[i] - digits.data[i - 1] - step) % 10 != 0)
			return false;
	}
	return digits.len > 0;
}

bool
block_is_phone(struct span normal)
{
	struct span digits = normal;
	struct span tail;

	if (digits.len > 0 && digits.data[0] == '+') {
		digits.data++;
		digits.len--;
	}
	if (!is_digits(digits))
		return true;
	if (is_one_character(digits) || is_row(digits, 1) || is_row(digits, -1))
		return true;
	/* A subscriber's number of one digit, or of zeros. */
	tail = digits;
	if (tail.len >= 8) {
		tail.data += tail.len - 8;
		tail.len = 8;
		if (is_one_character(tail) ||
		    memcmp(tail.data + 1, "0000000", 7) == 0)
			return true;
	}
	/* The row behind a country code, whose trunk 0 is gone. */
	return span_ends(digits, "1234567890") ||
	    span_is(digits, "81123456789");
}
