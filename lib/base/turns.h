#ifndef BASE_TURNS_H
#define BASE_TURNS_H

/*
 * Threads that work on things with places, 0, 1, 2, ..., and have to finish
 * them in the order of the places. When one fails the others stop.
 */

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct turns {
	pthread_mutex_t lock;
	pthread_cond_t has_turned;
	uint64_t turn; /* whose it is */
	bool is_over;
	uint64_t failed_place;
	struct err err;
};

/**
 * turns_init(turns, err), turns_clear(turns).
 * turns_wait(turns, place): until all places before have had their turn; false
 * when somebody failed. turns_end(turns): the next one's turn.
 * turns_fail(turns, place, err): of several errors that of the first place
 * stands, so that it hangs less on chance.
 * turns_are_over(turns): has somebody failed?
 * turns_result(turns, err): when all threads have ended: 0, or -1 with the
 * error.
 */
int turns_init(struct turns *, struct err *);
void turns_clear(struct turns *);
bool turns_wait(struct turns *, uint64_t);
void turns_end(struct turns *);
void turns_fail(struct turns *, uint64_t, const struct err *);
bool turns_are_over(struct turns *);
int turns_result(const struct turns *, struct err *);

#endif
