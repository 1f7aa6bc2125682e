#include <stdbool.h>

#include "match/edit.h"
#include "text/utf8.h"

void
edit_read(struct span text, struct edit_text *read)
{
	const char *at = text.data;
	const char *end = text.data + text.len;

	read->n = 0;
	while (read->n < EDIT_MAX && at < end)
		read->code[read->n++] = utf8_next(&at, end);
}

/* Place of a code point beyond Latin-1: a slot that is its own or free. Twice
 * as many slots as code points, so there always is one. */
static size_t
high_slot(const struct edit_masks *masks, uint32_t code)
{
	size_t at = (code * UINT32_C(2654435761)) >> 25;

	while (masks->high[at].mask != 0 && masks->high[at].code != code)
		at = (at + 1) % 128;
	return at;
}

static uint64_t
get(const struct edit_masks *masks, uint32_t code)
{
	if (code < 256)
		return masks->low[code];
	return masks->high[high_slot(masks, code)].mask;
}

static void
set(struct edit_masks *masks, const struct edit_text *text)
{
	size_t i, at;

	for (i = 0; i < text->n; i++) {
		if (text->code[i] < 256) {
			masks->low[text->code[i]] |= UINT64_C(1) << i;
			continue;
		}
		at = high_slot(masks, text->code[i]);
		masks->high[at].code = text->code[i];
		masks->high[at].mask |= UINT64_C(1) << i;
	}
}

static void
unset(struct edit_masks *masks, const struct edit_text *text)
{
	bool has_high = false;
	size_t i;

	for (i = 0; i < text->n; i++) {
		if (text->code[i] < 256)
			masks->low[text->code[i]] = 0;
		else
			has_high = true;
	}
	for (i = 0; i < 128 && has_high; i++)
		masks->high[i].mask = 0;
}

static int
count_bits(uint64_t bits)
{
	return __builtin_popcountll(bits);
}

/* Common characters of ${b} (flags) within the window, and those of ${a}. */
static uint64_t
flag_common(const struct edit_text *a, const struct edit_text *b,
    const struct edit_masks *masks, uint64_t *in_a)
{
	size_t longer = a->n > b->n ? a->n : b->n;
	size_t bound = longer / 2 > 0 ? longer / 2 - 1 : 0;
	uint64_t window = (UINT64_C(2) << bound) - 1;
	uint64_t in_b = 0, found;
	size_t j;

	for (j = 0; j < b->n; j++) {
		found = get(masks, b->code[j]) & window & ~*in_a;
		found &= ~found + 1;
		*in_a |= found;
		in_b |= (uint64_t)(found != 0) << j;
		window = window << 1 | (j < bound);
	}
	return in_b;
}

static int
count_moved(const struct edit_text *b, const struct edit_masks *masks,
    uint64_t in_a, uint64_t in_b)
{
	int moved = 0;

	for (; in_b != 0; in_b &= in_b - 1, in_a &= in_a - 1)
		moved += (get(masks, b->code[__builtin_ctzll(in_b)]) &
			     (in_a & (~in_a + 1))) == 0;
	return moved;
}

int
edit_jaro_winkler(const struct edit_text *a, const struct edit_text *b,
    struct edit_masks *masks)
{
	uint64_t in_a = 0, in_b;
	int common, moved = 0, jaro;
	int prefix = 0;

	if (a->n == 0 || b->n == 0)
		return a->n == b->n ? 10000 : 0;
	set(masks, a);
	in_b = flag_common(a, b, masks, &in_a);
	common = count_bits(in_b);
	if (common > 0)
		moved = count_moved(b, masks, in_a, in_b) / 2;
	unset(masks, a);
	if (common == 0)
		return 0;
	jaro = (10000 * common / (int)a->n + 10000 * common / (int)b->n +
		   10000 * (common - moved) / common) /
	    3;
	/* Three roundings lose up to three parts: equal is equal. */
	if (common == (int)a->n && common == (int)b->n && moved == 0)
		return 10000;
	if (jaro <= 7000)
		return jaro;
	while (prefix < 4 && prefix < (int)a->n && prefix < (int)b->n &&
	    a->code[prefix] == b->code[prefix])
		prefix++;
	return jaro + prefix * (10000 - jaro) / 10;
}

int
edit_distance(const struct edit_text *a, const struct edit_text *b,
    struct edit_masks *masks)
{
	uint64_t vp = UINT64_MAX, vn = 0, d0 = 0, before = 0;
	uint64_t here, swap, hp, hn, last;
	int distance = (int)a->n;
	size_t j;

	if (a->n == 0)
		return (int)b->n;
	last = UINT64_C(1) << (a->n - 1);
	set(masks, a);
	for (j = 0; j < b->n; j++) {
		here = get(masks, b->code[j]);
		swap = ((~d0 & here) << 1) & before;
		d0 = (((here & vp) + vp) ^ vp) | here | vn | swap;
		hp = vn | ~(d0 | vp);
		hn = d0 & vp;
		distance += (hp & last) != 0;
		distance -= (hn & last) != 0;
		hp = hp << 1 | 1;
		hn <<= 1;
		vp = hn | ~(d0 | hp);
		vn = hp & d0;
		before = here;
	}
	unset(masks, a);
	return distance;
}
