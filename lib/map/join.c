#include <string.h>

#include "map/join.h"
#include "map/shape.h"

#define PART_LEN 5 /* of a telephone number or postcode that is split */

size_t
join_sibling(const struct guess *guess, size_t column)
{
	size_t n = guess->sample->n_columns;
	struct span stem = guess->headers[column].words;

	if (!span_ends(stem, " id") && !span_ends(stem, " コード"))
		return n;
	while (stem.len > 0 && stem.data[stem.len - 1] != ' ')
		stem.len--;
	for (size_t i = 0; i < n; i++) {
		struct span words = guess->headers[i].words;

		if (i != column && words.len > stem.len &&
		    memcmp(words.data, stem.data, stem.len) == 0 &&
		    (span_ends(words, " 名称") || span_ends(words, " name") ||
			span_ends(words, " 名")))
			return i;
	}
	return n;
}

/* --- the parts of a number --- */

static struct span
stem_of(const struct synonym_header *header)
{
	struct span words = header->words;

	words.len -= header->part > 0 && words.len > 1 ? 2 : 0;
	return words;
}

static bool
is_part(const struct guess *guess, size_t first, size_t column, int part)
{
	const struct profile *profile = &guess->profiles[column];

	return column < guess->sample->n_columns &&
	    (!guess->is_used[column] || column == first) &&
	    guess->headers[column].part == part &&
	    profile->max_len <= PART_LEN &&
	    profile->hits[PROFILE_WHOLE] == profile->n &&
	    span_eq(stem_of(&guess->headers[first]),
		stem_of(&guess->headers[column]));
}

bool
join_is_split(const struct guess *guess, size_t column)
{
	return is_part(guess, column, column, 1) &&
	    is_part(guess, column, column + 1, 2);
}

static void
join_parts(struct guess *guess, struct guess_line *line)
{
	size_t first = line->columns[0];

	if (!join_is_split(guess, first))
		return;
	while (line->n_columns < GUESS_PARTS &&
	    is_part(guess, first, first + line->n_columns,
		(int)line->n_columns + 1)) {
		guess->is_used[first + line->n_columns] = true;
		line->columns[line->n_columns] = first + line->n_columns;
		line->n_columns++;
	}
	line->separator = "-";
	line->reason = span_of("the parts of one number stand side by side");
}

/* --- a date and its time --- */

static bool
is_clock(const struct guess *guess, size_t column)
{
	return !guess->is_used[column] &&
	    profile_share(&guess->profiles[column], PROFILE_CLOCK) >= 80;
}

/* The nearest column of times behind the date, else before it. */
static size_t
find_clock(const struct guess *guess, size_t date)
{
	size_t n = guess->sample->n_columns;

	for (size_t i = date + 1; i < n; i++)
		if (is_clock(guess, i))
			return i;
	for (size_t i = date; i-- > 0;)
		if (is_clock(guess, i))
			return i;
	return n;
}

/* Look at both as they will be read. */
static int
profile_both(
    struct guess *guess, struct guess_line *line, size_t clock, struct err *err)
{
	const struct sample *sample = guess->sample;
	const struct sample_column *columns = sample->columns;
	struct span *values =
	    arena_zero(&guess->arena, (sample->n_rows + 1) * sizeof(*values));

	line->profile = arena_alloc(&guess->arena, sizeof(*line->profile));
	if (values == NULL || line->profile == NULL)
		return err_nomem(err);
	for (size_t r = 0; r < sample->n_rows; r++) {
		struct buf both = {0};
		struct span date = columns[line->columns[0]].values[r];

		buf_span(&both, date);
		buf_char(&both, ' ');
		buf_span(&both, columns[clock].values[r]);
		if (date.len > 0)
			values[r] = arena_span(&guess->arena, buf_get(&both));
		buf_clear(&both);
	}
	return profile_make(
		   values, sample->n_rows, line->profile, &guess->arena) == 0
	    ? 0
	    : err_nomem(err);
}

static int
join_clock(struct guess *guess, struct guess_line *line, struct err *err)
{
	size_t clock = find_clock(guess, line->columns[0]);

	if (clock == guess->sample->n_columns)
		return 0;
	if (profile_both(guess, line, clock, err) != 0)
		return -1;
	if (profile_share(line->profile, PROFILE_DATE) < 80) {
		line->profile = &guess->profiles[line->columns[0]];
		return 0;
	}
	guess->is_used[clock] = true;
	line->columns[line->n_columns++] = clock;
	line->separator = " ";
	line->reason = span_of("a column of dates and one of times");
	return 0;
}

/* --- the parts of a length of time --- */

static void
join_sum(struct guess *guess, struct guess_line *line)
{
	for (size_t i = 0; i < guess->sample->n_columns; i++) {
		const struct profile *profile = &guess->profiles[i];

		if (line->n_columns == GUESS_PARTS || guess->is_used[i] ||
		    !synonym_is_handling(&guess->headers[i]) ||
		    profile->n == 0 ||
		    profile->hits[PROFILE_NUMBER] < profile->n)
			continue;
		guess->is_used[i] = true;
		line->columns[line->n_columns++] = i;
		line->is_sum = true;
		line->reason =
		    span_of("talking, holding and the work after it add up");
	}
}

int
join_line(struct guess *guess, struct guess_line *line, struct err *err)
{
	if (line->field == CANON_F_PHONE || line->field == CANON_F_POSTCODE)
		join_parts(guess, line);
	if (line->field == CANON_F_HANDLE_SECONDS)
		join_sum(guess, line);
	if (line->field == CANON_F_OCCURRED_AT && line->profile->is_date_only)
		return join_clock(guess, line, err);
	return 0;
}
