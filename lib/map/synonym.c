#include <string.h>

#include "base/buf.h"
#include "map/compose.h"
#include "map/synonym.h"
#include "map/synonyms.h"
#include "norm/ascii.h"
#include "text/fold.h"
#include "text/utf8.h"

#define LEAST 42 /* scores below say nothing */

/* --- the words of a header --- */

enum sort { OTHER, LOWER, UPPER, DIGIT, WIDE };

static enum sort
sort_of(uint32_t code)
{
	if (code >= 'a' && code <= 'z')
		return LOWER;
	if (code >= 'A' && code <= 'Z')
		return UPPER;
	if (code >= '0' && code <= '9')
		return DIGIT;
	/* 々 and ー belong to words. */
	if (code >= 0x80 && (code < 0x3000 || code > 0x3004) &&
	    (code < 0x3008 || code > 0x3020) && code != 0x30fb &&
	    (code < 0x2010 || code > 0x2e7f))
		return WIDE;
	return OTHER;
}

/* Does a word begin between two characters: fooBar, foo1, 会員ID? */
static bool
is_border(enum sort before, enum sort now, enum sort next)
{
	if (before == OTHER || before == now)
		return before == UPPER && now == UPPER && next == LOWER;
	return !(before == UPPER && now == LOWER);
}

static uint32_t
peek(const char *at, const char *end)
{
	return at < end ? utf8_next(&at, end) : 0;
}

/* Words of one script each, one blank between them. */
static void
add_words(struct buf *out, struct span text)
{
	const char *at = text.data;
	const char *end = at + text.len;
	enum sort before = OTHER;

	while (at < end) {
		const char *start = at;
		enum sort now = sort_of(utf8_next(&at, end));

		/* "Order #" */
		if (*start == '#' && at == end && out->len > 0)
			buf_str(out, " no");
		if (now != OTHER) {
			if (is_border(before, now, sort_of(peek(at, end))) ||
			    (before == OTHER && out->len > 0))
				buf_char(out, ' ');
			buf_add(out, start, (size_t)(at - start));
		}
		before = now;
	}
}

/* What stands in brackets and explains codes: "(0:no, 1:yes)". */
static struct span
cut_legend(struct span *text)
{
	const char *open = memchr(text->data, '(', text->len);
	struct span legend;

	if (open == NULL || open == text->data)
		return span_make("", 0);
	legend.data = open + 1;
	legend.len = text->len - (size_t)(open + 1 - text->data);
	if (memchr(legend.data, ':', legend.len) == NULL ||
	    legend.data[legend.len - 1] != ')')
		return span_make("", 0);
	legend.len--;
	text->len = (size_t)(open - text->data);
	return legend;
}

/* Of a path, what its selectors say are words too: [key=page] -> page. */
static void
flatten_path(struct buf *out, struct span path, size_t *last)
{
	size_t at = 0;

	*last = 0;
	while (at < path.len) {
		char c = path.data[at];

		if (c == '[') {
			size_t end = at;

			while (end < path.len && path.data[end] != ']')
				end++;
			while (at < end && path.data[at] != '=')
				at++;
			if (at < end) {
				buf_char(out, ' ');
				buf_add(out, path.data + at + 1, end - at - 1);
			}
			at = end < path.len ? end + 1 : end;
			continue;
		}
		if (c == '\\' && at + 1 < path.len)
			c = path.data[++at];
		else if (c == '.')
			*last = out->len;
		buf_char(out, c == '.' ? ' ' : c);
		at++;
	}
}

static bool
is_edge(struct span words, size_t at)
{
	if (at == 0 || at >= words.len)
		return true;
	return words.data[at] == ' ' || words.data[at - 1] == ' ' ||
	    (words.data[at] & 0x80) != 0;
}

/* Where a word of a table stands in the words of a header. Words of an
 * alphabet are whole ones; those of Japanese may be parts. */
bool
synonym_place(struct span words, const char *word, size_t *where)
{
	size_t len = strlen(word);

	for (size_t i = 0; i + len <= words.len; i++)
		if (memcmp(words.data + i, word, len) == 0 &&
		    is_edge(words, i) &&
		    ((words.data[i + len - 1] & 0x80) != 0 ||
			is_edge(words, i + len))) {
			*where = i;
			return true;
		}
	return false;
}

static bool
has_any(struct span words, const char *const *list)
{
	size_t where;

	for (size_t i = 0; list[i] != NULL; i++)
		if (synonym_place(words, list[i], &where))
			return true;
	return false;
}

/* "tel 2" -> 2 */
static int
part_of(struct span words)
{
	size_t n = words.len;

	if (n < 2 || !ascii_is_digit(words.data[n - 1]) ||
	    words.data[n - 2] != ' ' || words.data[n - 1] == '0')
		return 0;
	return words.data[n - 1] - '0';
}

bool
synonym_read(struct span name, bool is_path, struct synonym_header *header,
    struct arena *arena)
{
	struct buf flat = {0};
	struct buf words = {0};
	struct span text = fold_nfkc(name, arena);
	size_t last = 0;

	memset(header, 0, sizeof(*header));
	if (is_path) {
		flatten_path(&flat, text, &last);
		text = buf_get(&flat);
	} else if (text.len > 2 && text.data[text.len - 2] == '#') {
		text.len -= 2;
	}
	header->legend = cut_legend(&text);
	header->legend = arena_span(arena, header->legend);
	if (last > text.len)
		last = 0;
	add_words(&words, span_make(text.data, last));
	header->parent_len = words.len;
	add_words(&words, span_make(text.data + last, text.len - last));
	header->words = fold_name(arena_span(arena, buf_get(&words)), arena);
	header->part = part_of(header->words);
	if (has_any(header->words, synonyms_staff))
		header->party = SYNONYM_STAFF;
	else if (has_any(header->words, synonyms_receiver))
		header->party = SYNONYM_RECEIVER;
	if (words.failed || flat.failed)
		header->words.data = NULL;
	buf_clear(&flat);
	buf_clear(&words);
	return header->words.data != NULL && header->legend.data != NULL;
}

/* --- what they mean --- */

/* Bytes that no blank, neutral word or step above leaves unexplained. */
static size_t
explain(const struct synonym_header *header, bool *is_neutral)
{
	struct span words = header->words;
	size_t total = 0;

	memset(is_neutral, 0, words.len);
	for (size_t w = 0; synonyms_neutral[w] != NULL; w++) {
		size_t len = strlen(synonyms_neutral[w]);
		size_t from = 0, where;

		while (synonym_place(
		    span_make(words.data + from, words.len - from),
		    synonyms_neutral[w], &where)) {
			memset(is_neutral + from + where, 1, len);
			from += where + len;
		}
	}
	for (size_t i = 0; i < words.len; i++) {
		if (i < header->parent_len || words.data[i] == ' ')
			is_neutral[i] = true;
		total += !is_neutral[i];
	}
	return total;
}

/* 0..100: how much of the header the word explains. */
static int
cover(const struct synonym_header *header, const char *word,
    const bool *is_neutral, size_t total)
{
	size_t len = strlen(word);
	size_t where, fresh = 0, inside = 0;

	if (!synonym_place(header->words, word, &where))
		return 0;
	/* A step above alone says nothing of the value. */
	if (where + len <= header->parent_len)
		return 0;
	for (size_t i = where; i < where + len; i++) {
		fresh += !is_neutral[i];
		inside += is_neutral[i] && header->words.data[i] != ' ';
	}
	if (total + inside == 0)
		return 0;
	return (int)((fresh + inside) * 100 / (total + inside));
}

static void
insert(struct synonym_match *matches, size_t *count,
    const struct synonym_match *match)
{
	size_t at = *count;

	for (size_t i = 0; i < *count; i++)
		if (matches[i].field == match->field &&
		    matches[i].name == match->name) {
			if (matches[i].score >= match->score)
				return;
			memmove(&matches[i], &matches[i + 1],
			    (*count - i - 1) * sizeof(*matches));
			at = --*count;
			break;
		}
	while (at > 0 && matches[at - 1].score < match->score)
		at--;
	if (at >= SYNONYM_MATCHES)
		return;
	if (*count == SYNONYM_MATCHES)
		--*count;
	memmove(
	    &matches[at + 1], &matches[at], (*count - at) * sizeof(*matches));
	matches[at] = *match;
	++*count;
}

/* In Japanese what a word says of another stands before it: ポイントカード is
 * a card, and 氏名カナ are kana. */
static bool
is_modifier(struct span words, const char *word)
{
	size_t len = strlen(word);
	size_t where;

	if (!synonym_place(words, word, &where) || where + len >= words.len)
		return false;
	return (words.data[where + len - 1] & 0x80) != 0 &&
	    (words.data[where + len] & 0x80) != 0;
}

/* What an answer is to is asked in a sentence, and what is kept as it is needs
 * no proof. */
static bool
may_modify(enum canon_field field)
{
	return field == CANON_F_ATTR || field == CANON_F_EVENT_ATTR ||
	    field == CANON_F_NPS || field == CANON_F_CSAT ||
	    field == CANON_F_TEXT;
}

static void
find_composed(const struct synonym_header *header, unsigned topic,
    struct synonym_match *matches, size_t *count)
{
	struct synonym_match composed[COMPOSE_MATCHES];
	size_t from = header->parent_len;
	size_t n;

	while (from < header->words.len && header->words.data[from] == ' ')
		from++;
	n = compose_find(
	    span_make(header->words.data + from, header->words.len - from),
	    topic, composed);
	for (size_t i = 0; i < n; i++)
		if (composed[i].score >= LEAST)
			insert(matches, count, &composed[i]);
}

size_t
synonym_find(const struct synonym_header *header, unsigned topic,
    struct synonym_match matches[SYNONYM_MATCHES])
{
	bool is_neutral[512];
	size_t count = 0;
	size_t total;

	if (header->words.len > sizeof(is_neutral) || header->words.len == 0)
		return 0;
	total = explain(header, is_neutral);
	for (const struct synonyms_entry *entry = synonyms_table;
	     entry->word != NULL; entry++) {
		struct synonym_match match = {
		    entry->field, entry->word, false, entry->name, 0};
		int covered;

		if ((entry->topics & topic) == 0)
			continue;
		covered = cover(header, entry->word, is_neutral, total);
		if (covered == 0 || (entry->is_whole && covered < 100))
			continue;
		/* A name of its own is for the word alone: points, but not when
		 * they expire. */
		if (covered < 90 &&
		    (entry->field == CANON_F_ATTR ||
			entry->field == CANON_F_EVENT_ATTR))
			match.name = NULL;
		match.score = entry->weight * (40 + covered * 60 / 100) / 100;
		if (!may_modify(entry->field) &&
		    is_modifier(header->words, entry->word))
			match.score = match.score * 8 / 10;
		if (match.score >= LEAST)
			insert(matches, &count, &match);
	}
	find_composed(header, topic, matches, &count);
	return count;
}

bool
synonym_is_handling(const struct synonym_header *header)
{
	return has_any(header->words, synonyms_handling);
}

int
synonym_topic(const struct synonym_header *header, enum synonym_topic *topic)
{
	int best = 0;
	size_t where;

	*topic = SYNONYM_PERSON;
	if (has_any(header->words, synonyms_summary))
		return 0;
	for (const struct synonyms_topic *entry = synonyms_topics;
	     entry->word != NULL; entry++) {
		if (!synonym_place(header->words, entry->word, &where))
			continue;
		if (entry->topic == SYNONYM_PERSON)
			return -1;
		if (entry->points > best) {
			best = entry->points;
			*topic = entry->topic;
		}
	}
	return best;
}

const char *
synonym_value(enum canon_field field, struct span text, struct arena *arena)
{
	struct buf words = {0};
	struct span folded;
	const char *meant = NULL;
	size_t where;

	add_words(&words, fold_nfkc(text, arena));
	folded = fold_name(arena_span(arena, buf_get(&words)), arena);
	buf_clear(&words);
	for (const struct synonyms_value *entry = synonyms_values;
	     meant == NULL && entry->word != NULL; entry++)
		if (entry->field == field &&
		    synonym_place(folded, entry->word, &where))
			meant = entry->meaning;
	return meant;
}
