/*
 * Folded text: folding again changes nothing, what was UTF-8 stays so, and
 * the forms build on one another.
 */

#include "fuzz.h"

#include "text/fold.h"

static struct arena arena;

static struct span
hold_form(const char *name, struct span (*fold)(struct span, struct arena *),
    struct span text)
{
	struct span once = fold(text, &arena);

	if (utf8_is_valid(text, NULL)) {
		fuzz_hold(utf8_is_valid(once, NULL));
		fuzz_equal(name, once, fold(once, &arena));
	}
	return once;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = fuzz_copy(data, size);
	struct span key;
	struct span trimmed;

	arena_reset(&arena);
	(void)hold_form("nfkc", fold_nfkc, text);
	(void)hold_form("name", fold_name, text);
	(void)hold_form("kana", fold_kana, text);
	key = hold_form("key", fold_key, text);
	if (utf8_is_valid(text, NULL)) {
		fuzz_equal("key of nfkc", key,
		    fold_key(fold_nfkc(text, &arena), &arena));
		fuzz_equal("key of kana", key,
		    fold_key(fold_kana(text, &arena), &arena));
	}
	trimmed = fold_trim(text);
	fuzz_hold(trimmed.len <= text.len);
	if (utf8_is_valid(text, NULL))
		fuzz_equal("trim", trimmed, fold_trim(trimmed));
	fuzz_free(text);
	return 0;
}
