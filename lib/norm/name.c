#include "norm/name.h"

#include "norm/ascii.h"
#include "norm/nametable.h"
#include "text/fold.h"
#include "text/utf8.h"

enum script { ALPHABET, KANA, HANGUL, HAN };

/* A name as it is read: folded by fold_nfkc, not yet by fold_key. */
struct reading {
	struct span family;
	struct span given;
	struct span suffix;
};

static const char *const titles[] = {"mr", "mrs", "ms", "miss", "mx", "dr",
    "prof", "professor", "sir", "dame", "rev", "revd", "reverend", "lady",
    "lord", "capt", "captain", "colonel", "lieutenant", "herr", "frau", "mme",
    "mlle", NULL};

/* What one may be the third of. */
static const char *const ranks[] = {"baronet", "bt", "bart", "baron",
    "baroness", "viscount", "viscountess", "earl", "marquess", "duke", "lord",
    NULL};

static const char *const kept_suffixes[] = {
    "jr", "sr", "ii", "iii", "iv", NULL};

static const char *const void_suffixes[] = {"phd", "ph.d", "md", "m.d", "esq",
    "mba", "dds", "bt", "baronet", "kbe", "cbe", "obe", "mbe", "kcb", "frs",
    "qc", NULL};

static const char *const particles[] = {"van", "von", "der", "den", "de", "da",
    "di", "del", "della", "la", "le", "du", "dos", "das", "bin", "ibn", "al",
    "el", "ter", "ten", "zu", "zur", NULL};

/* ${least} characters have to be left: 鵜殿 is a family name. */
struct honorific {
	const char *text;
	size_t least;
};

static const struct honorific honorifics[] = {
    {"様", 1},
    {"樣", 1},
    {"さま", 1},
    {"サマ", 1},
    {"さん", 1},
    {"ちゃん", 1},
    {"くん", 1},
    {" 君", 1},
    {"御中", 1},
    {"先生", 1},
    {"殿", 2},
    {"どの", 2},
    {"氏", 2},
};

static bool
is_han(uint32_t code)
{
	return code == 0x3005 || code == 0x3006 || /* 々 〆 */
	    (code >= 0x3400 && code <= 0x9fff) ||
	    (code >= 0xf900 && code <= 0xfaff) ||
	    (code >= 0x20000 && code <= 0x3ffff);
}

/* The signs that stand between kana tell nothing. */
static bool
is_kana(uint32_t code)
{
	return code >= 0x3040 && code <= 0x30ff && code != 0x30fb &&
	    code != 0x30fc;
}

static enum script
script_of(struct span text)
{
	const char *at = text.len == 0 ? "" : text.data;
	const char *end = at + text.len;
	enum script script = ALPHABET;
	uint32_t code;

	while (at < end) {
		code = utf8_next(&at, end);
		if (is_han(code))
			return HAN;
		if (code >= 0xac00 && code <= 0xd7af)
			script = HANGUL;
		else if (is_kana(code) && script == ALPHABET)
			script = KANA;
	}
	return script;
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

/* Is it one of the words, in any case and with or without a dot? */
static const char *
find_word(struct span word, const char *const *words)
{
	size_t i;

	if (word.len > 0 && word.data[word.len - 1] == '.')
		word.len--;
	for (; *words != NULL; words++) {
		if (strlen(*words) != word.len)
			continue;
		for (i = 0; i < word.len; i++) {
			if (ascii_lower(word.data[i]) != (*words)[i])
				break;
		}
		if (i == word.len)
			return *words;
	}
	return NULL;
}

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

/* Mr. Dr. John: but a word that stands alone is a name. */
static struct span
cut_titles(struct span text)
{
	struct span word = first_word(text);
	struct span title = word;
	const char *dot =
	    word.len == 0 ? NULL : memchr(word.data, '.', word.len);

	/* Dr.Smith */
	if (dot != NULL)
		title.len = (size_t)(dot - word.data) + 1;
	if (title.len == text.len || find_word(title, titles) == NULL)
		return text;
	return cut_titles(without_front(text, title.len));
}

/* 1st, 2nd, 3rd, 11th. */
static bool
is_ordinal(struct span word)
{
	static const char *const ends[] = {"st", "nd", "rd", "th", NULL};
	size_t digits = 0;

	while (digits < word.len && ascii_is_digit(word.data[digits]))
		digits++;
	return digits > 0 && word.len == digits + 2 &&
	    find_word(span_make(word.data + digits, 2), ends) != NULL;
}

/* Seton, 3rd Earl of Dunfermline: what somebody is, not called. Nothing may be
 * left. */
static struct span
cut_rank(struct span text)
{
	struct span rest = text, word;
	size_t before;

	while (rest.len > 0) {
		before = text.len - rest.len;
		word = first_word(rest);
		rest = without_front(rest, word.len);
		if (!is_ordinal(word) ||
		    find_word(first_word(rest), ranks) == NULL)
			continue;
		text = span_trim(span_make(text.data, before));
		if (text.len > 0 && text.data[text.len - 1] == ',')
			text = without_back(text, 1);
		return text;
	}
	return text;
}

/* Jr., III or 3rd; NULL when it is none. */
static const char *
kept_suffix(struct span word)
{
	static const char *const numbers[][2] = {
	    {"2nd", "ii"}, {"3rd", "iii"}, {"4th", "iv"}};
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (span_is(word, numbers[i][0]))
			return numbers[i][1];
	return find_word(word, kept_suffixes);
}

static struct span
cut_suffixes(struct span text, struct span *suffix)
{
	struct span word = last_word(text);
	const char *kept = kept_suffix(word);

	if (word.len == text.len ||
	    (kept == NULL && find_word(word, void_suffixes) == NULL))
		return text;
	if (kept != NULL)
		*suffix = span_of(kept);
	text = without_back(text, word.len);
	if (text.len > 0 && text.data[text.len - 1] == ',')
		text = without_back(text, 1);
	return cut_suffixes(text, suffix);
}

/* One, or more: 部長さん様. */
static struct span
cut_honorific(struct span text)
{
	size_t len;
	size_t i;

	for (i = 0; i < sizeof(honorifics) / sizeof(honorifics[0]); i++) {
		len = strlen(honorifics[i].text);
		if (span_ends(text, honorifics[i].text) &&
		    utf8_length(span_make(text.data, text.len - len)) >=
			honorifics[i].least)
			return cut_honorific(without_back(text, len));
	}
	return text;
}

/* A part of a name in its plain spelling; empty when there is none. */
static struct span
clean(struct span text, struct span *suffix, struct arena *arena)
{
	if (!utf8_is_plain(text, NULL))
		return span_make(NULL, 0);
	text = fold_nfkc(text, arena);
	text = cut_honorific(text);
	if (script_of(text) != ALPHABET)
		return text;
	return cut_suffixes(cut_titles(cut_rank(text)), suffix);
}

/* A whole name in an alphabet: the last word is the family's, with the
 * particles before it. */
static void
split_western(struct span text, struct reading *reading)
{
	struct span family = last_word(text);
	struct span rest = without_back(text, family.len);
	struct span word = last_word(rest);

	while (word.len < rest.len && find_word(word, particles) != NULL) {
		rest = without_back(rest, word.len);
		word = last_word(rest);
	}
	reading->given = rest;
	reading->family =
	    span_trim(span_make(rest.data + rest.len, text.len - rest.len));
}

static void
split_full(struct span text, struct reading *reading)
{
	const char *comma =
	    text.len == 0 ? NULL : memchr(text.data, ',', text.len);
	size_t len;

	reading->family = span_make(NULL, 0);
	reading->given = span_make(NULL, 0);
	if (comma != NULL) {
		len = (size_t)(comma - text.data);
		reading->family = span_trim(span_make(text.data, len));
		reading->given = without_front(text, len + 1);
		return;
	}
	len = first_word(text).len;
	if (len == text.len)
		return;
	if (script_of(text) == ALPHABET) {
		split_western(text, reading);
		return;
	}
	reading->family = first_word(text);
	reading->given = without_front(text, len);
}

/* Signs within names that some writers leave out. */
static bool
is_void(uint32_t code)
{
	return code == '\'' || code == '"' || code == '`' || code == ',' ||
	    code == 0x2018 || code == 0x2019 || code == 0x30fb;
}

/* The key without such signs; blanks and dots become one blank each, or with
 * ${is_joined} nothing. */
static struct span
make_key(struct span text, bool is_joined, struct arena *arena)
{
	const char *at;
	const char *end;
	const char *start;
	char *out;
	size_t len = 0;
	uint32_t code;

	if (text.len == 0)
		return span_make(NULL, 0);
	text = fold_key(text, arena);
	out = text.len == 0 ? NULL : arena_alloc(arena, text.len);
	if (out == NULL)
		return span_make(NULL, 0);
	at = text.data;
	end = text.data + text.len;
	while (at < end) {
		start = at;
		code = utf8_next(&at, end);
		if (code == ' ' || code == '.') {
			if (!is_joined && len > 0 && out[len - 1] != ' ')
				out[len++] = ' ';
		} else if (!is_void(code)) {
			memcpy(out + len, start, (size_t)(at - start));
			len += (size_t)(at - start);
		}
	}
	return span_trim(span_make(out, len));
}

static struct span
join(struct span a, struct span b, struct arena *arena)
{
	char *out = arena_alloc(arena, a.len + b.len);

	if (out == NULL)
		return span_make(NULL, 0);
	memcpy(out, a.data, a.len);
	memcpy(out + a.len, b.data, b.len);
	return span_make(out, a.len + b.len);
}

static struct span
given_key(struct span text, struct arena *arena)
{
	return make_key(text, script_of(text) != ALPHABET, arena);
}

/* Where a part is nothing but a title (Sir as a given name, Baronet as a family
 * name), the whole knows better, if there is any other name. */
static void
drop_titles(struct span full, const struct reading *whole, struct span *family,
    struct span *given)
{
	bool is_given = find_word(*given, titles) == NULL;
	bool is_family = find_word(*family, void_suffixes) == NULL;

	if (!is_given && (full.len > 0 || (family->len > 0 && is_family)))
		*given = whole->given;
	if (!is_family && (full.len > 0 || (given->len > 0 && is_given)))
		*family = whole->family;
}

/* A whole name of two words of which one is nothing but a title (Smith, Mr) is
 * the other word. */
static void
drop_title_of_whole(struct reading *whole, struct span *full)
{
	bool is_given = find_word(whole->given, titles) == NULL;
	bool is_family = find_word(whole->family, void_suffixes) == NULL;

	if (whole->given.len == 0 || whole->family.len == 0 ||
	    is_given == is_family)
		return;
	*full = is_given ? whole->given : whole->family;
	if (!is_given)
		whole->given = span_make(NULL, 0);
	if (!is_family)
		whole->family = span_make(NULL, 0);
}

void
name_parse(struct span full, struct span family, struct span given,
    struct name *name, struct arena *arena)
{
	struct reading whole = {.suffix = {NULL, 0}};
	struct span suffix = {NULL, 0};
	bool is_split;

	*name = (struct name){.suffix = {NULL, 0}};
	full = clean(full, &whole.suffix, arena);
	family = clean(family, &suffix, arena);
	given = clean(given, &suffix, arena);
	split_full(full, &whole);
	/* Smith, Dr. John: the parts of a whole are as if they came alone. */
	whole.family = clean(whole.family, &whole.suffix, arena);
	whole.given = clean(whole.given, &whole.suffix, arena);
	drop_title_of_whole(&whole, &full);
	/* The whole helps only where the parts say nothing. */
	drop_titles(full, &whole, &family, &given);
	is_split = family.len > 0 || given.len > 0;
	name->family = make_key(is_split ? family : whole.family, true, arena);
	name->given = given_key(is_split ? given : whole.given, arena);
	name->suffix = suffix.len > 0 ? suffix : whole.suffix;
	name->full = name->given.len > 0 && name->family.len > 0
	    ? join(name->family, make_key(name->given, true, arena), arena)
	    : make_key(full, true, arena);
	if (name->full.len == 0)
		name->full = name->family.len > 0 ? name->family : name->given;
	if (name->family.len == 0 && name->given.len == 0)
		(void)nametable_split(name->full, &name->family, &name->given);
}

/* The next word of a key in an alphabet; blanks and hyphens part words. */
static struct span
take_word(struct span *rest)
{
	struct span word = {rest->data, 0};

	while (word.len < rest->len && rest->data[word.len] != ' ' &&
	    rest->data[word.len] != '-')
		word.len++;
	rest->data += word.len;
	rest->len -= word.len;
	if (rest->len > 0) {
		rest->data++;
		rest->len--;
	}
	return word;
}

static bool
is_prefix(struct span a, struct span b)
{
	size_t len = a.len < b.len ? a.len : b.len;

	return len == 0 || memcmp(a.data, b.data, len) == 0;
}

/* Compare as if blanks and hyphens were not there: mary ann, maryann. */
static bool
is_joined_prefix(struct span a, struct span b)
{
	size_t i = 0;
	size_t j = 0;

	for (;;) {
		while (i < a.len && (a.data[i] == ' ' || a.data[i] == '-'))
			i++;
		while (j < b.len && (b.data[j] == ' ' || b.data[j] == '-'))
			j++;
		if (i == a.len || j == b.len)
			return true;
		if (a.data[i++] != b.data[j++])
			return false;
	}
}

/* Given names: j r, john, john robert may all be one. */
static bool
given_agrees(struct span a, struct span b)
{
	enum script script = script_of(a);

	if (script != script_of(b) || span_eq(a, b))
		return true;
	if (script != ALPHABET)
		return false;
	if (is_joined_prefix(a, b))
		return true;
	while (a.len > 0 && b.len > 0) {
		if (!is_prefix(take_word(&a), take_word(&b)))
			return false;
	}
	return true;
}

static bool
family_agrees(struct span a, struct span b)
{
	return script_of(a) != script_of(b) || span_eq(a, b);
}

/* Is the whole one word that holds a family and a given name? */
static bool
is_unsplit(const struct name *name)
{
	enum script script = script_of(name->full);

	if (name->family.len > 0 || name->given.len > 0)
		return false;
	return (script == HAN && utf8_length(name->full) >= 3) ||
	    (script == KANA && utf8_length(name->full) >= 5);
}

/* Does an unsplit name fit another's parts? */
static bool
whole_agrees(const struct name *whole, const struct name *other)
{
	struct span full = whole->full;
	struct span given = other->given;
	size_t given_at;

	if (other->full.len == 0 || script_of(full) != script_of(other->full) ||
	    is_prefix(full, other->full))
		return true;
	if (given.len == 0)
		return !is_unsplit(other) && other->family.len == 0;
	given_at = full.len < given.len ? 0 : full.len - given.len;
	return full.len >= given.len &&
	    memcmp(full.data + given_at, given.data, given.len) == 0;
}

/* John Smith Jr. is not John Smith Sr.; Jr. and II are often one. */
static bool
suffix_agrees(struct span a, struct span b)
{
	if (a.len == 0 || b.len == 0 || span_eq(a, b))
		return true;
	return (span_is(a, "jr") && span_is(b, "ii")) ||
	    (span_is(a, "ii") && span_is(b, "jr"));
}

bool
name_agrees(const struct name *a, const struct name *b)
{
	if (!suffix_agrees(a->suffix, b->suffix))
		return false;
	/* Whatever the tables made of one that came without a blank. */
	if (a->full.len > 0 && span_eq(a->full, b->full))
		return true;
	if (is_unsplit(a))
		return whole_agrees(a, b);
	if (is_unsplit(b))
		return whole_agrees(b, a);
	if (a->given.len > 0 && b->given.len > 0)
		return given_agrees(a->given, b->given);
	if (a->family.len > 0 && b->family.len > 0)
		return family_agrees(a->family, b->family);
	return true;
}
