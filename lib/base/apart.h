#ifndef BASE_APART_H
#define BASE_APART_H

/*
 * One piece of work in a thread of its own, while its caller does another. The
 * two must share nothing that one of them changes.
 */

#include <pthread.h>
#include <stdbool.h>

#include "base/err.h"

/* It stays where it is until it ended; a zeroed one has nothing to do. */
struct apart {
	pthread_t thread;
	bool is_running;
	int (*work)(void *, struct err *);
	void *context;
	int status;
	struct err err;
};

/**
 * apart_start(apart, is_apart, work, context): ${work} gets ${context} and
 * returns 0, or -1 with its error. Where it is not to be apart, or there is no
 * thread to be had, it is done here and now.
 * apart_end(apart, err): wait for it; what it returned. Always called.
 */
void apart_start(struct apart *, bool, int (*)(void *, struct err *), void *);
int apart_end(struct apart *, struct err *);

#endif
