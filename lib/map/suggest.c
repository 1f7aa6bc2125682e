#include <string.h>

#include "map/suggest.h"

#define WORD_MAX 31

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t
distance(struct span a, struct span b)
{
	size_t rows[3][WORD_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];

	for (size_t j = 0; j <= b.len; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *spare = before;

		now[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			now[j] = last[j - 1] + (a.data[i - 1] != b.data[j - 1]);
			now[j] = least(now[j], last[j] + 1);
			now[j] = least(now[j], now[j - 1] + 1);
			if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
			    a.data[i - 2] == b.data[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		before = last;
		last = now;
		now = spare;
	}
	return last[b.len];
}

const char *
suggest_best(struct span word, const char *const *candidates)
{
	const char *best = NULL;
	size_t nearest = word.len < 5 ? 2 : 3;

	if (word.len == 0 || word.len > WORD_MAX)
		return NULL;
	for (size_t i = 0; candidates[i] != NULL; i++) {
		struct span candidate = span_of(candidates[i]);
		size_t edits;

		if (candidate.len > WORD_MAX)
			continue;
		edits = distance(word, candidate);
		if (edits < nearest && edits < candidate.len) {
			nearest = edits;
			best = candidates[i];
		}
	}
	return best;
}
