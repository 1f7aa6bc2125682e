/*
 * Addresses: parts are UTF-8, a Japanese postcode has seven digits, and the
 * same address gives the same parts.
 */

#include "fuzz.h"

#include "norm/norm.h"

static struct arena arena;

/* ${text} up to a line's end, which is cut off; the rest stays. */
static struct span
cut(struct span *text)
{
	const char *at =
	    text->len == 0 ? NULL : memchr(text->data, '\n', text->len);
	size_t len = at == NULL ? text->len : (size_t)(at - text->data);
	struct span part = span_make(text->data, len);

	len += at != NULL;
	*text = span_make(text->data + len, text->len - len);
	return part;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span copy = fuzz_copy(data, size);
	struct span rest = copy;
	struct address_text text = {0};
	struct address one;
	struct address again;
	struct span parts[6];

	text.street = cut(&rest);
	text.city = cut(&rest);
	text.region = cut(&rest);
	text.postcode = cut(&rest);
	text.building = cut(&rest);
	text.whole = rest;
	arena_reset(&arena);
	address_parse(&text, &one, &arena);
	address_parse(&text, &again, &arena);
	memcpy(parts,
	    (struct span[]){one.postcode, one.region, one.city, one.town,
		one.block, one.building},
	    sizeof(parts));
	for (size_t i = 0; i < 6; i++)
		fuzz_hold(utf8_is_valid(parts[i], NULL));
	fuzz_equal("block", one.block, again.block);
	fuzz_equal("town", one.town, again.town);
	fuzz_free(copy);
	return 0;
}
