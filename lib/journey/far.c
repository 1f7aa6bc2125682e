#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "journey/far.h"

#define NO_PIECE UINT32_MAX

/* What the stream found out, in a byte an event. */
#define IS_TOUCH 1u
#define IS_IN 2u
#define STAGE_SHIFT 2

/* Some events that follow each other. */
struct piece {
	struct journey_event *events;
	struct arena arena;
	uint32_t number; /* which of the customer's; NO_PIECE */
	uint64_t used;   /* when somebody asked last */
};

struct far {
	const struct journey_from *from;
	size_t n;
	uint8_t *marks; /* by event */
	size_t marks_cap;
	bool has_marks;
	uint32_t *places; /* of each piece in pieces; NO_PIECE */
	size_t places_cap;
	struct piece *pieces;
	size_t n_pieces;
	struct piece *last; /* asked for */
	uint64_t now;
	struct journey_event nothing;
	struct err err; /* the first */
};

struct far *
far_new(struct err *err)
{
	struct far *far = calloc(1, sizeof(*far));

	if (far == NULL)
		(void)err_nomem(err);
	return far;
}

static void
drop_pieces(struct far *far)
{
	for (size_t i = 0; i < far->n_pieces; i++) {
		free(far->pieces[i].events);
		arena_clear(&far->pieces[i].arena);
	}
	free(far->pieces);
	far->pieces = NULL;
	far->n_pieces = 0;
	far->last = NULL;
}

void
far_free(struct far *far)
{
	if (far == NULL)
		return;
	drop_pieces(far);
	free(far->places);
	free(far->marks);
	free(far);
}

static size_t
length_of(const struct far *far, uint32_t number)
{
	size_t first = (size_t)number << far->from->piece_bits;
	size_t most = (size_t)1 << far->from->piece_bits;

	return far->n - first < most ? far->n - first : most;
}

/* The one that nobody has asked for for the longest time. */
static struct piece *
oldest(struct far *far)
{
	struct piece *oldest = &far->pieces[0];

	for (size_t i = 1; i < far->n_pieces; i++)
		if (far->pieces[i].used < oldest->used)
			oldest = &far->pieces[i];
	return oldest;
}

static void
put_marks(const struct far *far, struct piece *piece, size_t n)
{
	const uint8_t *marks =
	    far->marks + ((size_t)piece->number << far->from->piece_bits);

	for (size_t i = 0; i < n; i++) {
		piece->events[i].is_touch = (marks[i] & IS_TOUCH) != 0;
		piece->events[i].is_in = (marks[i] & IS_IN) != 0;
		piece->events[i].stage = (int8_t)(marks[i] >> STAGE_SHIFT);
	}
}

static struct piece *
load(struct far *far, uint32_t number, struct err *err)
{
	const struct journey_from *from = far->from;
	struct piece *piece = oldest(far);
	size_t n = length_of(far, number);
	size_t most = (size_t)1 << from->piece_bits;

	if (piece->number != NO_PIECE)
		far->places[piece->number] = NO_PIECE;
	piece->number = NO_PIECE;
	piece->used = 0;
	arena_reset(&piece->arena);
	if (piece->events == NULL)
		piece->events =
		    calloc(most == 0 ? 1 : most, sizeof(*piece->events));
	if (piece->events == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	if (from->make(from->self, (size_t)number << from->piece_bits, n,
		piece->events, &piece->arena, err) != 0)
		return NULL;
	piece->number = number;
	far->places[number] = (uint32_t)(piece - far->pieces);
	if (far->has_marks)
		put_marks(far, piece, n);
	return piece;
}

static struct piece *
find(struct far *far, uint32_t number, struct err *err)
{
	uint32_t place = far->places[number];
	struct piece *piece =
	    place != NO_PIECE ? &far->pieces[place] : load(far, number, err);

	if (piece != NULL) {
		piece->used = ++far->now;
		far->last = piece;
	}
	return piece;
}

/* --- the next customer --- */

static int
make_room(struct far *far, const struct journey_from *from, size_t n,
    size_t n_places, struct err *err)
{
	if (far->n_pieces != from->n_pieces) {
		drop_pieces(far);
		far->pieces = calloc(from->n_pieces, sizeof(*far->pieces));
		if (far->pieces == NULL)
			return err_nomem(err);
		far->n_pieces = from->n_pieces;
	}
	if (array_grow(&far->places, &far->places_cap, n_places + 1,
		sizeof(*far->places), err) != 0)
		return -1;
	return array_grow(
	    &far->marks, &far->marks_cap, n + 1, sizeof(*far->marks), err);
}

static void
keep_marks(struct far *far, const struct piece *piece, size_t n)
{
	uint8_t *marks =
	    far->marks + ((size_t)piece->number << far->from->piece_bits);

	for (size_t i = 0; i < n; i++) {
		const struct journey_event *event = &piece->events[i];

		marks[i] = (uint8_t)((unsigned)event->stage << STAGE_SHIFT |
		    (event->is_touch ? IS_TOUCH : 0) |
		    (event->is_in ? IS_IN : 0));
	}
}

int
far_open(struct far *far, const struct journey_from *from, size_t n,
    void (*look)(void *, struct journey_event *, size_t), void *self,
    struct err *err)
{
	size_t n_places = (n >> from->piece_bits) + 1;

	if (n_places >= NO_PIECE)
		return err_set(err, ERR_DATA, "a customer has %zu events", n);
	if (make_room(far, from, n, n_places, err) != 0)
		return -1;
	for (size_t i = 0; i < far->n_pieces; i++) {
		far->pieces[i].number = NO_PIECE;
		far->pieces[i].used = 0;
	}
	for (size_t i = 0; i < n_places; i++)
		far->places[i] = NO_PIECE;
	far->from = from;
	far->n = n;
	far->last = NULL;
	far->has_marks = false;
	err_clear(&far->err);
	for (uint32_t i = 0; (size_t)i << from->piece_bits < n; i++) {
		struct piece *piece = find(far, i, err);

		if (piece == NULL)
			return -1;
		look(self, piece->events, length_of(far, i));
		keep_marks(far, piece, length_of(far, i));
	}
	far->has_marks = true;
	return 0;
}

/* --- its events --- */

const struct journey_event *
far_event(struct far *far, size_t at)
{
	uint32_t number = (uint32_t)(at >> far->from->piece_bits);
	const struct piece *piece = far->last;

	if (piece == NULL || piece->number != number)
		piece = find(far, number, &far->err);
	if (piece == NULL)
		return &far->nothing;
	return &piece->events[at & (((size_t)1 << far->from->piece_bits) - 1)];
}

const struct journey_event *
far_piece(struct far *far, size_t at, size_t *n)
{
	const struct journey_event *event = far_event(far, at);
	size_t first = at & (((size_t)1 << far->from->piece_bits) - 1);

	*n = event == &far->nothing
	    ? 1
	    : length_of(far, (uint32_t)(at >> far->from->piece_bits)) - first;
	return event;
}

int
far_check(const struct far *far, struct err *err)
{
	if (far->err.code == ERR_NONE)
		return 0;
	*err = far->err;
	return -1;
}
