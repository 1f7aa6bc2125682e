#include <stdlib.h>
#include <string.h>

#include "canon/canon.h"
#include "store/seen.h"

#define SETS 32768 /* of WAYS each; a power of 2 */
#define WAYS 4
#define KNOWN ((size_t)1 << 20) /* slots, a power of 2 */
#define KNOWN_MAX (KNOWN / 8 * 7)
#define SPREAD UINT64_C(0x9e3779b97f4a7c15)

enum { SEEN_FREE = 0, SEEN_ADDED, SEEN_WIDER };

int
seen_init(struct seen *seen, struct err *err)
{
	seen->n_known = 0;
	seen->recent = calloc((size_t)SETS * WAYS, sizeof(*seen->recent));
	seen->known = calloc(KNOWN, sizeof(*seen->known));
	if (seen->recent == NULL || seen->known == NULL) {
		seen_clear(seen);
		return err_nomem(err);
	}
	return 0;
}

void
seen_clear(struct seen *seen)
{
	free(seen->recent);
	free(seen->known);
	memset(seen, 0, sizeof(*seen));
}

/* Is it known? If not, it is from now on, if there is room. */
static bool
is_known(struct seen *seen, const struct seen_entry *said)
{
	/* Both are hashes. Of two with the same key, checks tell apart. */
	uint64_t hash = said->key ^ (uint64_t)said->check << 33;
	size_t slot = (size_t)(hash * SPREAD >> 32) & (KNOWN - 1);

	if (hash == 0)
		hash = UINT64_MAX;
	for (; seen->known[slot] != 0; slot = (slot + 1) & (KNOWN - 1))
		if (seen->known[slot] == hash)
			return true;
	if (seen->n_known < KNOWN_MAX) {
		seen->known[slot] = hash;
		seen->n_known++;
	}
	return false;
}

static void
widen(struct seen_entry *entry, const struct seen_entry *said)
{
	if (said->first_us != CANON_NO_TIME &&
	    (entry->first_us == CANON_NO_TIME ||
		said->first_us < entry->first_us)) {
		entry->first_us = said->first_us;
		entry->state = SEEN_WIDER;
	}
	/* CANON_NO_TIME is the smallest. */
	if (said->last_us > entry->last_us) {
		entry->last_us = said->last_us;
		entry->state = SEEN_WIDER;
	}
}

static bool
is_same(const struct seen_entry *entry, const struct seen_entry *said)
{
	return entry->state != SEEN_FREE && entry->key == said->key &&
	    entry->check == said->check;
}

/* The newest of a set stands first. */
bool
seen_check(struct seen *seen, const struct seen_entry *said,
    struct seen_entry *evicted)
{
	struct seen_entry *set = &seen->recent[(said->key & (SETS - 1)) * WAYS];
	struct seen_entry found;
	bool is_seen = true;
	int way = 0;

	evicted->state = SEEN_FREE;
	while (way < WAYS - 1 && set[way].state != SEEN_FREE &&
	    !is_same(&set[way], said))
		way++;
	found = set[way];
	if (is_same(&found, said)) {
		widen(&found, said);
	} else {
		if (found.state == SEEN_WIDER)
			*evicted = found;
		is_seen = is_known(seen, said);
		found = *said;
		found.state = is_seen ? SEEN_WIDER : SEEN_ADDED;
	}
	memmove(set + 1, set, (size_t)way * sizeof(*set));
	set[0] = found;
	return is_seen;
}

bool
seen_next(const struct seen *seen, size_t *at, struct seen_entry *entry)
{
	while (*at < (size_t)SETS * WAYS) {
		*entry = seen->recent[(*at)++];
		if (entry->state == SEEN_WIDER)
			return true;
	}
	return false;
}
