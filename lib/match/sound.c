#include <stdbool.h>
#include <string.h>

#include "match/sound.h"
#include "text/utf8.h"

/* Katakana from U+30A1 (small ァ) to U+30F6 in Hepburn; small ones that
 * change the sound before them begin with "-". */
static const char *const hepburn[] = {"-a", "a", "-i", "i", "-u", "u", "-e",
    "e", "-o", "o", "ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go",
    "sa", "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo", "ta", "da",
    "chi", "ji", "", "tsu", "zu", "te", "de", "to", "do", "na", "ni", "nu",
    "ne", "no", "ha", "ba", "pa", "hi", "bi", "pi", "fu", "bu", "pu", "he",
    "be", "pe", "ho", "bo", "po", "ma", "mi", "mu", "me", "mo", "-ya", "ya",
    "-yu", "yu", "-yo", "yo", "ra", "ri", "ru", "re", "ro", "wa", "wa", "i",
    "e", "o", "n", "vu", "ka", "ke"};

#define KANA_FIRST 0x30a1
#define KANA_LAST 0x30f6

static bool
is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* キ and small ャ are kya; シ and ャ are sha. */
static void
add_small(struct buf *out, const char *small)
{
	char before;

	if (out->len > 0 && is_vowel(out->data[out->len - 1]))
		out->len--;
	before = out->len > 0 ? out->data[out->len - 1] : ' ';
	if (small[0] == 'y' && (before == 'h' || before == 'j'))
		small++;
	buf_str(out, small);
}

/* Letters of the Latin alphabet without their marks; 0 = another script. */
static char
plain_letter(uint32_t code)
{
	static const char latin_1[] = "aaaaaaaceeeeiiiidnooooo ouuuuypsaaaaaaac"
				      "eeeeiiiidnooooo ouuuuypy";

	if (code >= 'a' && code <= 'z')
		return (char)code;
	if (code >= 'A' && code <= 'Z')
		return (char)(code - 'A' + 'a');
	if (code >= 0xc0 && code <= 0xff)
		return latin_1[code - 0xc0];
	if (code < 0x80 || (code >= 0x300 && code <= 0x36f) || code == 0x2019)
		return ' ';
	switch (code) {
	case 0x0105:
	case 0x0103:
		return 'a';
	case 0x0107:
	case 0x010d:
		return 'c';
	case 0x0119:
	case 0x011b:
		return 'e';
	case 0x0131:
		return 'i';
	case 0x0142:
		return 'l';
	case 0x0144:
	case 0x0148:
		return 'n';
	case 0x0159:
		return 'r';
	case 0x015b:
	case 0x015f:
	case 0x0161:
		return 's';
	case 0x017a:
	case 0x017c:
	case 0x017e:
		return 'z';
	case 0x011f:
		return 'g';
	default:
		return 0;
	}
}

/* Vowels in a row that are one when spoken long: ou, oo, uu, aa, ii, ei. */
static void
shorten(struct buf *out, size_t start)
{
	size_t i, to = start;
	char c, before;

	for (i = start; i < out->len; i++) {
		c = out->data[i];
		before = to > start ? out->data[to - 1] : ' ';
		if (c == before && (is_vowel(c) || c == 'n'))
			continue;
		if (c == 'u' && before == 'o')
			continue;
		out->data[to++] = c;
	}
	out->len = to;
}

void
sound_latin(struct span key, struct buf *out)
{
	const char *at = key.data;
	const char *end = key.len == 0 ? at : at + key.len;
	size_t start = out->len;
	const char *kana;
	uint32_t code;
	char letter;

	while (at < end && !out->failed) {
		code = utf8_next(&at, end);
		if (code >= KANA_FIRST && code <= KANA_LAST) {
			kana = hepburn[code - KANA_FIRST];
			if (kana[0] == '-')
				add_small(out, kana + 1);
			else
				buf_str(out, kana);
			continue;
		}
		if (code == 0x30fc || code == 0x30fb)
			continue;
		letter = plain_letter(code);
		if (letter == 0) {
			out->len = start;
			return;
		}
		if (letter != ' ')
			buf_char(out, letter);
	}
	if (!out->failed)
		shorten(out, start);
}

/* The class of a consonant with the letter behind it; 0 = says nothing. */
static char
class_of(char c, char next)
{
	static const char classes[] = "0PKTAFKHAJKLMNAPKRSTAFFSAS";
	bool is_soft = next == 'e' || next == 'i' || next == 'y';

	if (c < 'a' || c > 'z')
		return 0;
	if (c == 'c' && is_soft)
		return 'S';
	if ((c == 'c' && next == 'h') || (c == 'g' && is_soft))
		return 'J';
	if (c == 'p' && next == 'h')
		return 'F';
	if (strchr("aeiouhwy", c) != NULL)
		return 0;
	return classes[c - 'a'];
}

void
sound_code(struct span key, struct buf *out)
{
	struct buf latin = {0};
	char class, before = 0, next;
	size_t i, n = 0;

	sound_latin(key, &latin);
	for (i = 0; i < latin.len && n < 6 && !latin.failed; i++) {
		next = i + 1 < latin.len ? latin.data[i + 1] : ' ';
		class = class_of(latin.data[i], next);
		if (i == 0 && class == 0) {
			buf_char(out, latin.data[0] == 'h' ? 'H' : 'A');
			n++;
		} else if (class != 0 && class != before) {
			buf_char(out, class);
			n++;
		}
		before = class;
	}
	if (latin.failed)
		out->failed = true;
	buf_clear(&latin);
}
