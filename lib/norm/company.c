#include <stdbool.h>
#include <stdint.h>

#include "norm/ascii.h"
#include "norm/company.h"
#include "text/fold.h"
#include "text/utf8.h"

/* As keys (of 同 it is 仝); what begins like another stands before it. */
static const char *const japanese[] = {"株式会社", "有限会社", "合仝会社",
    "合資会社", "合名会社", "相互会社", "特定目的会社", "投資法人",
    "一般社団法人", "公益社団法人", "社団法人", "一般財団法人", "公益財団法人",
    "財団法人", "学校法人", "宗教法人", "社会福祉法人", "社会医療法人",
    "特定医療法人", "医療法人社団", "医療法人財団", "医療法人",
    "特定非営利活動法人", "npo法人", "独立行政法人", "地方独立行政法人",
    "国立大学法人", "公立大学法人", "弁護士法人", "税理士法人", "司法書士法人",
    "行政書士法人", "監査法人", "農事組合法人", "有限責任事業組合", "協仝組合",
    "カブシキガイシャ", "カブシキカイシャ", "ユウゲンガイシャ",
    "ゴウドウガイシャ", "(株)", "(有)", "(仝)", "(資)", "(名)", "(一社)",
    "(公社)", "(社)", "(一財)", "(公財)", "(財)", "(学)", "(宗)", "(福)",
    "(医)", "(特非)", "(独)", "(相)", "(カ)", "(ユ)", "(ド)", NULL};

/* As banks write them: カ)ヤマダ, ヤマダ(カ. */
static const char *const bank_front[] = {"カ)", "ユ)", "ド)", "シャ)", "ザイ)",
    "ガク)", "フク)", "イ)", "トクヒ)", NULL};
static const char *const bank_back[] = {"(カ", "(ユ", "(ド", "(シャ", "(ザイ",
    "(ガク", "(フク", "(イ", "(トクヒ", NULL};

/* Whom a letter is to. */
static const char *const polite[] = {"御中", "様", NULL};

/* Words at the end of a name, without dots. */
static const char *const words[] = {"ab", "ag", "aps", "as", "asa", "bhd", "bv",
    "bvba", "co", "company", "corp", "corporation", "eg", "ev", "gaisha", "gk",
    "gmbh", "godo", "goudou", "inc", "incorporated", "kabushiki", "kaisha",
    "kg", "kgaa", "kk", "limited", "llc", "llp", "lp", "ltd", "ltda", "mbh",
    "nv", "ohg", "oy", "oyj", "plc", "private", "pte", "pty", "pvt", "sa",
    "sarl", "sas", "sca", "sdn", "se", "sl", "spa", "srl", "ug", "yk", "yugen",
    "yuugen", NULL};

/* Words in front of a name. */
static const char *const front_words[] = {"gaisha", "gk", "godo", "goudou",
    "kabushiki", "kaisha", "kk", "pt", "the", "yk", "yugen", "yuugen", NULL};

/* A company's legal form is never more than so many words. */
#define FORMS_MAX 8

static struct span
without_front(struct span text, size_t len)
{
	return span_trim(span_make(text.data + len, text.len - len));
}

static struct span
without_back(struct span text, size_t len)
{
	return span_trim(span_make(text.data, text.len - len));
}

static struct span
cut_front(struct span text, const char *const *marks)
{
	for (; *marks != NULL; marks++) {
		if (span_starts(text, *marks) && text.len > strlen(*marks))
			return without_front(text, strlen(*marks));
	}
	return text;
}

static struct span
cut_back(struct span text, const char *const *marks)
{
	for (; *marks != NULL; marks++) {
		if (span_ends(text, *marks) && text.len > strlen(*marks))
			return without_back(text, strlen(*marks));
	}
	return text;
}

/* What has a sign of its own comes off before the signs do. */
static struct span
cut_japanese(struct span text)
{
	text = cut_back(text, polite);
	for (int i = 0; i < FORMS_MAX; i++) {
		size_t len = text.len;

		text = cut_back(cut_front(text, japanese), japanese);
		if (text.len == len)
			break;
	}
	return cut_back(cut_front(text, bank_front), bank_back);
}

static bool
is_letter(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c);
}

/* Signs of Unicode that stand in names. */
static bool
is_sign(uint32_t code)
{
	switch (code) {
	case 0x00b7: /* · */
	case 0x2018:
	case 0x2019:
	case 0x201c:
	case 0x201d:
	case 0x2022:
	case 0x3001: /* 、 */
	case 0x3002: /* 。 */
	case 0x300c: /* 「 */
	case 0x300d: /* 」 */
	case 0x30fb: /* ・ */
		return true;
	default:
		return code < 0x80 && !is_letter((char)code);
	}
}

/* Dots and apostrophes join (s.a., o'neill), other signs part words; beside
 * Japanese nothing is left of them. */
static struct span
clean(struct span text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len + 1);
	const char *at = text.data;
	const char *end = text.data + text.len;
	bool is_parted = false;
	size_t len = 0;

	if (out == NULL)
		return span_make(NULL, 0);
	while (at < end) {
		const char *start = at;
		uint32_t code = utf8_next(&at, end);

		if (is_sign(code)) {
			is_parted = is_parted ||
			    (code != '.' && code != '\'' && code != 0x2019);
			continue;
		}
		if (is_parted && len > 0 && is_letter(out[len - 1]) &&
		    code < 0x80)
			out[len++] = ' ';
		is_parted = false;
		memcpy(out + len, start, (size_t)(at - start));
		len += (size_t)(at - start);
	}
	return span_make(out, len);
}

static bool
is_one(struct span word, const char *const *list)
{
	for (; *list != NULL; list++) {
		if (span_is(word, *list))
			return true;
	}
	return false;
}

static struct span
first_word(struct span text)
{
	const char *blank =
	    text.len == 0 ? NULL : memchr(text.data, ' ', text.len);

	return span_make(
	    text.data, blank == NULL ? text.len : (size_t)(blank - text.data));
}

static struct span
last_word(struct span text)
{
	size_t at = text.len;

	while (at > 0 && text.data[at - 1] != ' ')
		at--;
	return span_make(text.data + at, text.len - at);
}

/* One word always stays. */
static struct span
cut_words(struct span text)
{
	struct span word = last_word(text);

	for (int i = 0;
	     i < FORMS_MAX && word.len < text.len && is_one(word, words); i++) {
		text = without_back(text, word.len);
		word = last_word(text);
	}
	word = first_word(text);
	for (int i = 0;
	     i < FORMS_MAX && word.len < text.len && is_one(word, front_words);
	     i++) {
		text = without_front(text, word.len);
		word = first_word(text);
	}
	return text;
}

/* Without one legal form, if anything is left then. */
static struct span
cut_form(struct span text, struct arena *arena)
{
	struct span cut = clean(cut_japanese(text), arena);

	if (cut.len == 0)
		cut = clean(text, arena);
	return cut_words(cut);
}

/* Signs that were in the middle of a form hide it until they are gone. */
struct span
company_key(struct span text, struct arena *arena)
{
	struct span none = {NULL, 0};
	size_t before;

	if (text.len == 0 || !utf8_is_plain(text, NULL))
		return none;
	text = fold_key(text, arena);
	do {
		before = text.len;
		text = fold_key(cut_form(text, arena), arena);
	} while (text.len < before);
	return text;
}
