#include "match/caution.h"

#define AT_HOME 4000   /* evidence of one home */
#define CLEARLY 12000  /* what a clear difference is worth at least */
#define SEEN 5000      /* families: one to 32 matches are seen */
#define SEEN_WELL 3000 /* and one to 8 well */
#define UNSEEN (-7000) /* one family to 128 matches, or none at all */
#define SUFFIX 12000   /* where it says itself to be two people */
#define OWN_LEAST 1500 /* evidence that somebody is recognised */

const char *
caution_name(enum caution caution)
{
	static const char *const names[CAUTIONS] = {
	    [CAUTION_NONE] = "",
	    [CAUTION_SUFFIX] = "suffix",
	    [CAUTION_GENERATION] = "generation",
	    [CAUTION_NAMESAKE] = "given names",
	    [CAUTION_NOBODY] = "nothing of one's own",
	    [CAUTION_NAME] = "nothing but names",
	};

	return names[caution];
}

/* All that speaks for the pair, and CLEARLY more, where families are seen well;
 * less where they are hardly seen. */
static int32_t
take_off(const struct caution_pair *pair)
{
	int32_t share = pair->families + SEEN;
	int32_t all = pair->sum > 0 ? pair->sum + CLEARLY : CLEARLY;

	if (share <= 0)
		return 0;
	if (share > SEEN - SEEN_WELL)
		return all;
	return (int32_t)((int64_t)all * share / (SEEN - SEEN_WELL));
}

static enum caution
find_why(const struct caution_pair *pair)
{
	bool is_known = pair->id >= AT_HOME;

	if (pair->is_suffixed)
		return CAUTION_SUFFIX;
	if (pair->years >= CAUTION_GENERATION_YEARS && !is_known &&
	    (pair->home >= AT_HOME || pair->token < OWN_LEAST))
		return CAUTION_GENERATION;
	if (pair->home >= AT_HOME && pair->is_renamed && !is_known)
		return CAUTION_NAMESAKE;
	if (pair->own < OWN_LEAST && pair->sum > 0 && pair->families > UNSEEN)
		return CAUTION_NOBODY;
	if (pair->beside < OWN_LEAST && pair->against < 0 && pair->sum > 0)
		return CAUTION_NAME;
	return CAUTION_NONE;
}

enum caution
caution_weigh(const struct caution_pair *pair, int32_t *take)
{
	enum caution why = find_why(pair);

	*take = 0;
	if (why == CAUTION_SUFFIX)
		*take = SUFFIX;
	else if (why == CAUTION_NOBODY || why == CAUTION_NAME)
		*take = pair->sum;
	else if (why == CAUTION_GENERATION && pair->home < AT_HOME)
		*take = pair->sum > 0 ? pair->sum : 0;
	else if (why != CAUTION_NONE)
		*take = take_off(pair);
	return *take == 0 ? CAUTION_NONE : why;
}
