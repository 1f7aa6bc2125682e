#include <string.h>

#include "map/fit.h"
#include "map/join.h"
#include "map/meaning.h"
#include "map/shape.h"

bool
meaning_is_due(const struct guess_line *line)
{
	const struct profile *profile = line->profile;

	if (line->n_columns != 1 || profile->n_words == 0)
		return false;
	if (line->field == CANON_F_CSAT)
		return profile->hits[PROFILE_NUMBER] < profile->n;
	if (!fit_is_word(line->field))
		return false;
	if (line->field == CANON_F_AUTOMATED ||
	    line->field == CANON_F_CONTEXT_PASSED)
		return false;
	for (size_t i = 0; i < profile->n_words; i++)
		if (line->field == CANON_F_CHANNEL ||
		    line->field == CANON_F_OPT_OUT ||
		    !shape_is_word(line->field, profile->words[i]))
			return true;
	return false;
}

/* What "0:no, 1:yes" says of a code; empty when nothing. */
static struct span
legend_of(struct span legend, struct span code)
{
	static const char ends[] = ",;/ ";
	size_t at = 0;

	while (at < legend.len) {
		size_t end = at;

		while (
		    end < legend.len && strchr(ends, legend.data[end]) == NULL)
			end++;
		if (end - at > code.len + 1 && code.len > 0 &&
		    memcmp(legend.data + at, code.data, code.len) == 0 &&
		    legend.data[at + code.len] == ':')
			return span_make(legend.data + at + code.len + 1,
			    end - at - code.len - 1);
		at = end + 1;
	}
	return span_make("", 0);
}

/* What stands beside a code in the column of names. */
static struct span
name_of(const struct guess *guess, size_t column, struct span code)
{
	const struct sample *sample = guess->sample;
	size_t sibling = join_sibling(guess, column);

	if (sibling == sample->n_columns)
		return span_make("", 0);
	for (size_t r = 0; r < sample->n_rows; r++)
		if (span_eq(sample->columns[column].values[r], code))
			return sample->columns[sibling].values[r];
	return span_make("", 0);
}

const char *
meaning_otherwise(enum canon_field field)
{
	switch ((int)field) {
	case CANON_F_EVENT:
	case CANON_F_CHANNEL:
		return "other";
	case CANON_F_STATUS:
		return "active";
	case CANON_F_OPT_OUT:
		return "no";
	default:
		return NULL;
	}
}

static bool
says_any(struct span words, const char *const *list)
{
	size_t where;

	for (size_t i = 0; list[i] != NULL; i++)
		if (synonym_place(words, list[i], &where))
			return true;
	return false;
}

/* Does "yes" under the header mean that somebody wants mail? */
static bool
is_wish(struct span words)
{
	static const char *const wishes[] = {"希望", "許可", "受取", "受信",
	    "購読", "配信", "同意", "opt in", "opted in", "accepts", "consent",
	    "subscribed", NULL};
	static const char *const refusals[] = {"停止", "拒否", "不要", "不可",
	    "希望しない", "opt out", "opted out", "unsubscribed", NULL};

	return says_any(words, wishes) && !says_any(words, refusals);
}

/* A word of the field as it stands, in any case. */
static const char *
own_word(enum canon_field field, struct span words, struct span text)
{
	if (field == CANON_F_CHANNEL)
		return canon_channel_kind_of(text) != 0
		    ? canon_channel_kind_name(canon_channel_kind_of(text))
		    : NULL;
	if (field == CANON_F_OPT_OUT && shape_flag(text) >= 0)
		return (shape_flag(text) == 1) != is_wish(words) ? "yes" : "no";
	if (field == CANON_F_CSAT || field == CANON_F_OPT_OUT ||
	    !shape_is_word(field, text))
		return NULL;
	return "=keep";
}

const char *
meaning_of(struct guess *guess, const struct guess_line *line, struct span text)
{
	size_t column = line->columns[0];
	struct span said[3] = {legend_of(guess->headers[column].legend, text),
	    name_of(guess, column, text), text};

	for (size_t i = 0; i < 3; i++) {
		const char *meant = said[i].len == 0
		    ? NULL
		    : synonym_value(line->field, said[i], &guess->arena);

		if (meant == NULL && said[i].len > 0)
			meant = own_word(
			    line->field, guess->headers[column].words, said[i]);
		if (meant != NULL)
			return meant;
	}
	if (line->field == CANON_F_CHANNEL && canon_is_name(text))
		return "=keep";
	return meaning_otherwise(line->field);
}
