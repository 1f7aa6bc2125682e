#include <stdlib.h>
#include <string.h>

#include "flow/newspack.h"
#include "match/posts.h"
#include "match/stow.h"
#include "store/matchpack.h"

#define PART_BYTES ((size_t)4 << 20)
#define LINK_BYTES 14

/* Where parts begin. */
enum part { PART_HEAD, PART_BASE, PART_SIDE, PART_DELTA, PART_CHANGES };

#define PART(part) (MATCHPACK_NEWS_FIRST + ((int64_t)(part) << 24))

/* How the head begins; the mode and the names of the sources follow. */
struct head {
	struct since_state state;
	int64_t next_circle[CIRCLE_KINDS];
	uint64_t n_base, base_bytes, delta_bytes, mode_bytes;
};

/* Bytes on their way to parts. */
struct sink {
	struct store *store;
	int64_t id;
	uint64_t size_bytes;
};

static int
damaged(struct err *err)
{
	return err_set(
	    err, ERR_DATA, "the store's pack of matching is damaged");
}

/* --- writing --- */

static int
put_part(void *context, struct span bytes, struct err *err)
{
	struct sink *sink = context;
	struct span part;

	while (bytes.len > 0) {
		part = span_make(bytes.data,
		    bytes.len < PART_BYTES ? bytes.len : PART_BYTES);
		if (matchpack_add(sink->store, sink->id++, part, err) == -1)
			return -1;
		bytes = span_make(bytes.data + part.len, bytes.len - part.len);
		sink->size_bytes += part.len;
	}
	return 0;
}

static int
put_whole(struct store *store, enum part part, const struct buf *bytes,
    struct err *err)
{
	struct sink sink = {.store = store, .id = PART(part)};

	if (buf_check(bytes, err) == -1)
		return -1;
	return put_part(&sink, buf_get(bytes), err);
}

/* The circles of records, where any is in one. */
static void
write_circle(const int64_t *circle, size_t n, struct buf *out)
{
	size_t i = 0;

	while (circle != NULL && i < n && circle[i] == 0)
		i++;
	if (circle == NULL || i == n) {
		posts_put(out, 0);
		return;
	}
	posts_put(out, 1);
	for (i = 0; i < n; i++)
		posts_put(out, (uint64_t)circle[i]);
}

static void
write_side(const struct newspack_side *side, struct buf *out)
{
	size_t i;
	int kind;

	posts_put(out, side->n);
	if (side->n > 0) {
		buf_add(out, side->keys, side->n * sizeof(*side->keys));
		buf_add(out, side->starts, side->n * sizeof(*side->starts));
	}
	for (i = 0; i < side->n; i++)
		posts_put(out, (uint64_t)side->customers[i]);
	for (kind = 0; kind < CIRCLE_KINDS; kind++)
		write_circle(side->circle[kind], side->n, out);
}

static void
write_links(const struct match_link *links, size_t n, struct buf *out)
{
	unsigned char bytes[LINK_BYTES];
	size_t i;

	posts_put(out, n);
	for (i = 0; i < n; i++) {
		memcpy(bytes, &links[i].left, 4);
		memcpy(bytes + 4, &links[i].right, 4);
		memcpy(bytes + 8, &links[i].weight, 4);
		bytes[12] = (unsigned char)links[i].verdict;
		bytes[13] = links[i].is_apart;
		buf_add(out, bytes, sizeof(bytes));
	}
}

static void
write_changes(const struct newspack_delta *delta, struct buf *out)
{
	size_t i;
	int kind;

	write_side(&delta->side, out);
	for (i = 0; i < delta->side.n; i++)
		posts_put(out,
		    (uint64_t)delta->places[i].at << 1 |
			delta->places[i].replaces);
	posts_put(out, delta->n_renewed);
	for (i = 0; i < delta->n_renewed; i++) {
		posts_put(out, delta->renewed[i].record);
		posts_put(out, (uint64_t)delta->renewed[i].customer);
	}
	posts_put(out, delta->n_moved);
	for (i = 0; i < delta->n_moved; i++) {
		posts_put(out, delta->moved[i].record);
		for (kind = 0; kind < CIRCLE_KINDS; kind++)
			posts_put(out, (uint64_t)delta->moved[i].circle[kind]);
	}
	write_links(delta->links, delta->n_links, out);
}

static int
put_head(struct store *store, const struct newspack *pack, uint64_t base_bytes,
    uint64_t delta_bytes, struct err *err)
{
	struct buf bytes = {0};
	struct head head;
	int status;

	memset(&head, 0, sizeof(head));
	head.state = pack->state;
	memcpy(head.next_circle, pack->next_circle, sizeof(head.next_circle));
	head.n_base = pack->n_base;
	head.base_bytes = base_bytes;
	head.delta_bytes = delta_bytes;
	head.mode_bytes = pack->mode.len;
	buf_add(&bytes, &head, sizeof(head));
	buf_span(&bytes, buf_get(&pack->mode));
	buf_span(&bytes, buf_get(&pack->sources));
	status = put_whole(store, PART_HEAD, &bytes, err);
	buf_clear(&bytes);
	return status;
}

static int
put_base(struct store *store, const struct newspack *pack,
    const struct facts *facts, struct err *err)
{
	struct sink sink = {.store = store, .id = PART(PART_BASE)};
	struct buf bytes = {0};
	int status;

	if (matchpack_drop(store, MATCHPACK_NEWS_FIRST, INT64_MAX, err) == -1)
		return -1;
	write_side(&pack->base, &bytes);
	write_links(pack->links, pack->n_links, &bytes);
	buf_span(&bytes, buf_get(&pack->base_sources));
	status = put_whole(store, PART_SIDE, &bytes, err);
	/* The facts need memory, too. */
	buf_clear(&bytes);
	if (status == 0)
		status = stow_write(facts, put_part, &sink, err);
	return status == 0 ? put_head(store, pack, sink.size_bytes, 0, err)
			   : -1;
}

static int
put_delta(struct store *store, const struct newspack *pack, struct err *err)
{
	struct buf bytes = {0};
	int status = -1;

	if (matchpack_drop(store, PART(PART_HEAD), PART(PART_BASE) - 1, err) ==
		-1 ||
	    matchpack_drop(store, PART(PART_DELTA), INT64_MAX, err) == -1)
		return -1;
	write_changes(&pack->delta, &bytes);
	if (put_whole(store, PART_CHANGES, &bytes, err) == 0 &&
	    put_whole(store, PART_DELTA, &pack->delta_bytes, err) == 0)
		status = put_head(
		    store, pack, pack->base_size, pack->delta_bytes.len, err);
	buf_clear(&bytes);
	return status;
}

int
newspack_write_base(struct store *store, int64_t run, uint64_t digest,
    const struct newspack *pack, const struct facts *facts, struct err *err)
{
	bool is_last;

	if (matchpack_begin(store, run, &is_last, err) == -1)
		return -1;
	if (!is_last)
		return 0;
	if (put_base(store, pack, facts, err) == 0 &&
	    matchpack_end(store, MATCHPACK_NEWS, run, digest, err) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

int
newspack_write_delta(struct store *store, int64_t run, uint64_t digest,
    const struct newspack *pack, struct err *err)
{
	bool is_last;

	if (matchpack_begin(store, run, &is_last, err) == -1)
		return -1;
	if (!is_last)
		return 0;
	if (put_delta(store, pack, err) == 0 &&
	    matchpack_end(store, MATCHPACK_NEWS, run, digest, err) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

/* --- reading --- */

/* All parts of one kind, one behind the other. */
static int
read_whole(struct store *store, enum part part, struct buf *bytes, size_t size,
    struct err *err)
{
	int64_t id = PART(part);
	size_t before;

	if (buf_reserve(bytes, size + 1) == NULL)
		return err_nomem(err);
	do {
		before = bytes->len;
		if (matchpack_read(store, id++, bytes, err) == -1)
			return -1;
	} while (bytes->len > before);
	return 0;
}

static bool
take_bytes(struct span *from, void *to, size_t size)
{
	if (from->len < size)
		return false;
	if (size > 0)
		memcpy(to, from->data, size);
	*from = span_make(from->data + size, from->len - size);
	return true;
}

/* How many there are of something of so many bytes at least. */
static bool
take_count(struct span *from, size_t least, size_t *n)
{
	uint64_t number;

	if (!posts_take(from, &number) || number > from->len / least)
		return false;
	*n = number;
	return true;
}

static int
read_circle(struct span *from, size_t n, int64_t **circle, struct err *err)
{
	uint64_t number;
	size_t i;

	if (!posts_take(from, &number))
		return damaged(err);
	if (number == 0)
		return 0;
	*circle = malloc((n + 1) * sizeof(**circle));
	if (*circle == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++) {
		if (!posts_take(from, &number))
			return damaged(err);
		(*circle)[i] = (int64_t)number;
	}
	return 0;
}

static int
read_side(struct span *from, struct newspack_side *side, struct err *err)
{
	uint64_t customer;
	size_t n, i;
	int kind;

	if (!take_count(from, sizeof(int64_t), &n))
		return damaged(err);
	side->keys = malloc((n + 1) * sizeof(*side->keys));
	side->starts = malloc((n + 1) * sizeof(*side->starts));
	side->customers = malloc((n + 1) * sizeof(*side->customers));
	if (side->keys == NULL || side->starts == NULL ||
	    side->customers == NULL)
		return err_nomem(err);
	side->n = n;
	if (!take_bytes(from, side->keys, n * sizeof(*side->keys)) ||
	    !take_bytes(from, side->starts, n * sizeof(*side->starts)))
		return damaged(err);
	for (i = 0; i < n; i++) {
		if (!posts_take(from, &customer))
			return damaged(err);
		side->customers[i] = (int64_t)customer;
	}
	for (kind = 0; kind < CIRCLE_KINDS; kind++)
		if (read_circle(from, n, &side->circle[kind], err) == -1)
			return -1;
	return 0;
}

/* ${n_records} is what the numbers of records stay below. */
static int
read_links(struct span *from, size_t n_records, struct match_link **links,
    size_t *n_links, struct err *err)
{
	const unsigned char *bytes;
	struct match_link *link;
	size_t n, i;

	if (!take_count(from, LINK_BYTES, &n))
		return damaged(err);
	*links = calloc(n + 1, sizeof(**links));
	if (*links == NULL)
		return err_nomem(err);
	*n_links = n;
	for (i = 0; i < n; i++) {
		bytes = (const unsigned char *)from->data + i * LINK_BYTES;
		link = &(*links)[i];
		memcpy(&link->left, bytes, 4);
		memcpy(&link->right, bytes + 4, 4);
		memcpy(&link->weight, bytes + 8, 4);
		link->verdict = (enum match_verdict)bytes[12];
		link->is_apart = bytes[13] != 0;
		if (link->left >= n_records || link->right >= n_records ||
		    bytes[12] > MATCH_DECIDED)
			return damaged(err);
	}
	*from =
	    span_make(from->data + n * LINK_BYTES, from->len - n * LINK_BYTES);
	return 0;
}

static int
read_places(struct span *from, struct newspack *pack, struct err *err)
{
	struct newspack_delta *delta = &pack->delta;
	uint64_t number;
	size_t i;

	delta->places = malloc((delta->side.n + 1) * sizeof(*delta->places));
	if (delta->places == NULL)
		return err_nomem(err);
	for (i = 0; i < delta->side.n; i++) {
		if (!posts_take(from, &number) || number >> 1 > pack->n_base)
			return damaged(err);
		delta->places[i] = (struct blend_place){
		    (uint32_t)(number >> 1), (number & 1) != 0};
	}
	return 0;
}

static int
read_renewed(struct span *from, struct newspack *pack, struct err *err)
{
	struct newspack_delta *delta = &pack->delta;
	uint64_t record, customer;
	size_t n, i;

	if (!take_count(from, 2, &n))
		return damaged(err);
	delta->renewed = malloc((n + 1) * sizeof(*delta->renewed));
	if (delta->renewed == NULL)
		return err_nomem(err);
	delta->n_renewed = n;
	for (i = 0; i < n; i++) {
		if (!posts_take(from, &record) || record >= pack->n_base ||
		    !posts_take(from, &customer))
			return damaged(err);
		delta->renewed[i] = (struct newspack_renewed){
		    (uint32_t)record, (int64_t)customer};
	}
	return 0;
}

static int
read_moved(struct span *from, struct newspack *pack, struct err *err)
{
	struct newspack_delta *delta = &pack->delta;
	uint64_t record, circle;
	size_t n, i;
	int kind;

	if (!take_count(from, 1 + CIRCLE_KINDS, &n))
		return damaged(err);
	delta->moved = malloc((n + 1) * sizeof(*delta->moved));
	if (delta->moved == NULL)
		return err_nomem(err);
	delta->n_moved = n;
	for (i = 0; i < n; i++) {
		if (!posts_take(from, &record) || record >= pack->n_base)
			return damaged(err);
		delta->moved[i].record = (uint32_t)record;
		for (kind = 0; kind < CIRCLE_KINDS; kind++) {
			if (!posts_take(from, &circle))
				return damaged(err);
			delta->moved[i].circle[kind] = (int64_t)circle;
		}
	}
	return 0;
}

static int
read_changes(struct newspack *pack, struct store *store, struct err *err)
{
	struct newspack_delta *delta = &pack->delta;
	struct buf bytes = {0};
	struct span from;
	int status = read_whole(store, PART_CHANGES, &bytes, 0, err);

	from = buf_get(&bytes);
	if (status == 0 &&
	    (read_side(&from, &delta->side, err) == -1 ||
		read_places(&from, pack, err) == -1 ||
		read_renewed(&from, pack, err) == -1 ||
		read_moved(&from, pack, err) == -1 ||
		read_links(&from, pack->n_base + delta->side.n, &delta->links,
		    &delta->n_links, err) == -1))
		status = -1;
	buf_clear(&bytes);
	return status;
}

static int
read_base(struct newspack *pack, struct store *store, struct err *err)
{
	struct buf bytes = {0};
	struct span from;
	int status = read_whole(store, PART_SIDE, &bytes, 0, err);

	from = buf_get(&bytes);
	if (status == 0 &&
	    (read_side(&from, &pack->base, err) == -1 ||
		read_links(&from, pack->n_base, &pack->links, &pack->n_links,
		    err) == -1))
		status = -1;
	if (status == 0) {
		buf_span(&pack->base_sources, from);
		status = buf_check(&pack->base_sources, err);
	}
	buf_clear(&bytes);
	if (status == 0 && pack->base.n != pack->n_base)
		status = damaged(err);
	return status;
}

int
newspack_open(struct newspack *pack, struct store *store, struct err *err)
{
	struct buf bytes = {0};
	struct head head = {.n_base = 0};
	struct span from;
	int status = read_whole(store, PART_HEAD, &bytes, 0, err);

	from = buf_get(&bytes);
	if (status == 0 &&
	    (!take_bytes(&from, &head, sizeof(head)) ||
		head.mode_bytes > from.len))
		status = damaged(err);
	if (status == 0) {
		buf_add(&pack->mode, from.data, head.mode_bytes);
		buf_add(&pack->sources, from.data + head.mode_bytes,
		    from.len - head.mode_bytes);
		pack->state = head.state;
		memcpy(pack->next_circle, head.next_circle,
		    sizeof(pack->next_circle));
		pack->n_base = head.n_base;
		pack->base_size = head.base_bytes;
		pack->delta_size = head.delta_bytes;
		status = buf_check(&pack->sources, err);
	}
	buf_clear(&bytes);
	return status;
}

int
newspack_read(struct newspack *pack, struct store *store, struct err *err)
{
	if (read_whole(store, PART_BASE, &pack->base_bytes, pack->base_size,
		err) == -1 ||
	    read_base(pack, store, err) == -1)
		return -1;
	if (pack->delta_size == 0)
		return 0;
	if (read_changes(pack, store, err) == -1)
		return -1;
	return read_whole(
	    store, PART_DELTA, &pack->delta_bytes, pack->delta_size, err);
}

void
newspack_side_clear(struct newspack_side *side)
{
	int kind;

	free(side->keys);
	free(side->starts);
	free(side->customers);
	for (kind = 0; kind < CIRCLE_KINDS; kind++)
		free(side->circle[kind]);
	memset(side, 0, sizeof(*side));
}

void
newspack_clear(struct newspack *pack)
{
	buf_clear(&pack->mode);
	buf_clear(&pack->base_sources);
	buf_clear(&pack->sources);
	newspack_side_clear(&pack->base);
	newspack_side_clear(&pack->delta.side);
	free(pack->links);
	free(pack->delta.places);
	free(pack->delta.renewed);
	free(pack->delta.moved);
	free(pack->delta.links);
	buf_clear(&pack->base_bytes);
	buf_clear(&pack->delta_bytes);
	memset(pack, 0, sizeof(*pack));
}
