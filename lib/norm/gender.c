#include <stddef.h>

#include "norm/gender.h"
#include "text/fold.h"

/* As they are when folded. */
static const struct {
	const char *word;
	const char *gender;
} words[] = {
    {"男", "male"},
    {"男性", "male"},
    {"male", "male"},
    {"m", "male"},
    {"man", "male"},
    {"女", "female"},
    {"女性", "female"},
    {"female", "female"},
    {"f", "female"},
    {"woman", "female"},
    {"その他", "other"},
    {"other", "other"},
    {"回答しない", ""},
};

const char *
gender_of(struct span text, struct arena *arena)
{
	struct span folded = fold_name(text, arena);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_is(folded, words[i].word))
			return words[i].gender;
	return NULL;
}
