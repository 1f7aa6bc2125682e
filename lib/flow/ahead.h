#ifndef FLOW_AHEAD_H
#define FLOW_AHEAD_H

/*
 * The rows of an input, read ahead in a thread of their own, so that splitting
 * a file goes on while its rows are mapped. Rows of JSON belong to the input
 * and are read as they are asked for. As long as this lives the input is its:
 * only what was said at the opening may be asked of it.
 */

#include <stdint.h>

#include "base/err.h"
#include "input/input.h"

struct ahead;

/**
 * ahead_start(input, err): begin to read. NULL on failure.
 * ahead_next(ahead, row, event, err): as input_next; -1 comes at its place,
 * behind the rows before it.
 * ahead_fault(ahead): after INPUT_BAD, as input_fault.
 * ahead_bytes(ahead): as input_bytes, some rows early.
 * ahead_stop(ahead): wait for the thread to end, wherever it is, and free.
 * NULL is allowed.
 */
struct ahead *ahead_start(struct input *, struct err *);
int ahead_next(
    struct ahead *, struct input_row *, enum input_event *, struct err *);
const struct err *ahead_fault(const struct ahead *);
uint64_t ahead_bytes(const struct ahead *);
void ahead_stop(struct ahead *);

#endif
