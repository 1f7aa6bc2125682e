#ifndef JOURNEY_FAR_H
#define JOURNEY_FAR_H

/*
 * A customer with so many events that they are not all held at once. They are
 * made in pieces when somebody asks for them, and those asked for last are
 * kept. Of all events only what the stream found out is remembered.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "journey/journey.h"

struct far;

/**
 * far_new(err): no customer yet; NULL on failure.
 * far_open(far, from, n, look, self, err): the ${n} events of the next
 * customer, all of them once, in order: ${look} fills what the stream fills.
 * ${from} is borrowed as long as the customer is.
 * far_event(far, at): see journey_at.
 * far_piece(far, at, n): see journey_piece.
 * far_check(far, err): -1 if an event could not be made since the customer was
 * opened; whoever asked for it got an empty one.
 */
struct far *far_new(struct err *);
int far_open(struct far *, const struct journey_from *, size_t,
    void (*look)(void *, struct journey_event *, size_t), void *, struct err *);
const struct journey_event *far_event(struct far *, size_t);
const struct journey_event *far_piece(struct far *, size_t, size_t *);
int far_check(const struct far *, struct err *);
void far_free(struct far *);

#endif
