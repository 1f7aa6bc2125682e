/*
 * Names: keys are UTF-8 and folded; the keys of a plain name given as a name
 * again are the same; a name agrees with itself, and agreeing has no
 * direction.
 */

#include "fuzz.h"

#include "norm/norm.h"
#include "text/fold.h"

static const struct span none = {NULL, 0};
static struct arena arena;

static void
parse(
    struct span full, struct span family, struct span given, struct name *name)
{
	name_parse(full, family, given, name, &arena);
	fuzz_hold(utf8_is_plain(name->family, NULL));
	fuzz_hold(utf8_is_plain(name->given, NULL));
	fuzz_hold(utf8_is_plain(name->full, NULL));
	fuzz_hold(utf8_is_plain(name->suffix, NULL));
	fuzz_hold(name_agrees(name, name));
	(void)block_is_name(name->full);
}

/* ${text} up to ${c}, which is cut off; the rest stays. */
static struct span
cut(struct span *text, char c)
{
	const char *at =
	    text->len == 0 ? NULL : memchr(text->data, c, text->len);
	size_t len = at == NULL ? text->len : (size_t)(at - text->data);
	struct span part = span_make(text->data, len);

	len += at != NULL;
	*text = span_make(text->data + len, text->len - len);
	return part;
}

/* Two words without the signs that keys leave out, behind which titles and
 * honorifics can hide. */
static bool
is_plain(struct span full)
{
	struct span text = fold_nfkc(full, &arena);
	size_t blanks = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (c == ' ')
			blanks++;
		else if (strchr("'\"`.,", c) != NULL)
			return false;
	}
	return blanks == 1 &&
	    memmem(text.data, text.len, "\xe2\x80", 2) == NULL &&
	    memmem(text.data, text.len, "\xe3\x83\xbb", 3) == NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = fuzz_copy(data, size);
	struct span rest = text;
	struct span full = cut(&rest, '\n');
	struct span family = cut(&rest, '\n');
	struct name name;
	struct name other;
	struct name again;

	arena_reset(&arena);
	parse(full, family, rest, &name);
	parse(full, none, none, &other);
	fuzz_hold(name_agrees(&name, &other) == name_agrees(&other, &name));
	if (other.family.len > 0 && other.given.len > 0 && is_plain(full)) {
		fuzz_equal("family is a key", other.family,
		    fold_key(other.family, &arena));
		fuzz_equal("given is a key", other.given,
		    fold_key(other.given, &arena));
		parse(none, other.family, other.given, &again);
		fuzz_equal("family", other.family, again.family);
		fuzz_equal("given", other.given, again.given);
	}
	fuzz_free(text);
	return 0;
}
