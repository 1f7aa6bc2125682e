#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

/*
 * A bounded queue of pointers between threads. Closing it wakes everybody:
 * a push then fails, a pop gives what is left and then NULL.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct queue;

struct queue *queue_new(size_t, struct err *);
bool queue_push(struct queue *, void *); /* false: closed, not taken */
void *queue_pop(struct queue *);         /* NULL: closed and empty */
void queue_close(struct queue *);
void queue_free(struct queue *); /* does not free what is inside */

#endif
