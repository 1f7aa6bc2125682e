#include "match/reading.h"

static uint64_t
key_of(uint32_t kanji, uint32_t kana)
{
	return (uint64_t)kanji << 32 | kana;
}

int
reading_add(
    struct reading *reading, uint32_t kanji, uint32_t kana, struct err *err)
{
	bool fresh;

	if (kanji == 0 || kana == 0)
		return 0;
	return hashmap_slot(&reading->seen, key_of(kanji, kana), &fresh, err) ==
		NULL
	    ? -1
	    : 0;
}

bool
reading_knows(const struct reading *reading, uint32_t kanji, uint32_t kana)
{
	uint64_t nothing;

	return hashmap_get(&reading->seen, key_of(kanji, kana), &nothing);
}

void
reading_clear(struct reading *reading)
{
	hashmap_clear(&reading->seen);
}
