#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "match/posts.h"

#define BLOCK_ENTRIES 1024
#define LEFT_OUT (32 - POSTS_BITS_MAX)
#define NUMBER_BYTES_MAX 10

int
posts_bits(size_t n)
{
	int bits = 0;

	while (bits < POSTS_BITS_MAX && n >> bits > BLOCK_ENTRIES)
		bits++;
	return bits;
}

uint32_t
posts_block(uint32_t key, int bits)
{
	return bits == 0 ? 0 : key >> (32 - bits);
}

void
posts_put(struct buf *out, uint64_t number)
{
	char *room = buf_reserve(out, NUMBER_BYTES_MAX);
	size_t n = 0;

	if (room == NULL)
		return;
	for (; number > 0x7f; number >>= 7)
		room[n++] = (char)(number | 0x80);
	room[n++] = (char)number;
	out->len += n;
}

bool
posts_take(struct span *bytes, uint64_t *number)
{
	size_t i;

	*number = 0;
	for (i = 0; i < bytes->len && i < NUMBER_BYTES_MAX; i++) {
		*number |= (uint64_t)(bytes->data[i] & 0x7f) << 7 * i;
		if ((bytes->data[i] & 0x80) != 0)
			continue;
		*bytes = span_make(bytes->data + i + 1, bytes->len - i - 1);
		return true;
	}
	return false;
}

static int
compare_entries(const void *left, const void *right)
{
	const struct radix_entry *a = left;
	const struct radix_entry *b = right;

	if (a->key >> LEFT_OUT != b->key >> LEFT_OUT)
		return a->key < b->key ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

static void
put_entry(const struct radix_entry *entry, uint32_t key, uint32_t record,
    struct buf *out)
{
	uint32_t step = (entry->key >> LEFT_OUT) - key;

	posts_put(out, step);
	posts_put(out, step == 0 ? entry->row - record : entry->row);
}

/* Entries of equal first bits, which mostly have one key. */
static void
write_few(struct radix_entry *entries, size_t n, uint32_t *key,
    uint32_t *record, struct buf *out)
{
	size_t i;

	if (n > 1)
		qsort(entries, n, sizeof(*entries), compare_entries);
	for (i = 0; i < n; i++) {
		if (i > 0 && entries[i].row == entries[i - 1].row)
			continue;
		put_entry(&entries[i], *key, *record, out);
		*key = entries[i].key >> LEFT_OUT;
		*record = entries[i].row;
	}
}

void
posts_write(const struct radix_entry *entries, size_t n, struct buf *out)
{
	struct radix_entry *copy = malloc((n + 1) * sizeof(*copy));
	uint32_t key = 0, record = 0;
	size_t i, end;

	if (copy == NULL) {
		out->failed = true;
		return;
	}
	if (n > 0)
		memcpy(copy, entries, n * sizeof(*copy));
	for (i = 0; i < n; i = end) {
		for (end = i + 1; end < n &&
		     copy[end].key >> LEFT_OUT == copy[i].key >> LEFT_OUT;
		     end++)
			continue;
		write_few(copy + i, end - i, &key, &record, out);
	}
	free(copy);
}

static int
add(struct posts *posts, uint32_t record, struct err *err)
{
	if (array_grow(&posts->record, &posts->cap, posts->n + 1,
		sizeof(*posts->record), err) == -1)
		return -1;
	posts->record[posts->n++] = record;
	return 0;
}

int
posts_find(
    struct span block, uint32_t key, struct posts *found, struct err *err)
{
	uint64_t at = 0, record = 0, step, number;

	key >>= LEFT_OUT;
	while (block.len > 0) {
		if (!posts_take(&block, &step) || !posts_take(&block, &number))
			return err_set(err, ERR_DATA,
			    "the store's keys of matching are damaged");
		at += step;
		record = step == 0 ? record + number : number;
		if (at > key)
			return 0;
		if (at == key && add(found, (uint32_t)record, err) == -1)
			return -1;
	}
	return 0;
}

static int
compare_records(const void *left, const void *right)
{
	const uint32_t *a = left;
	const uint32_t *b = right;

	return (*a > *b) - (*a < *b);
}

void
posts_sort(struct posts *posts)
{
	size_t i, to = 0;

	if (posts->n == 0)
		return;
	qsort(posts->record, posts->n, sizeof(*posts->record), compare_records);
	for (i = 0; i < posts->n; i++)
		if (to == 0 || posts->record[i] != posts->record[to - 1])
			posts->record[to++] = posts->record[i];
	posts->n = to;
}

void
posts_clear(struct posts *posts)
{
	free(posts->record);
	memset(posts, 0, sizeof(*posts));
}
