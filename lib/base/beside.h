#ifndef BASE_BESIDE_H
#define BASE_BESIDE_H

/*
 * One piece of work in a thread of its own, while its caller does another. The
 * two must share nothing that one of them changes.
 */

#include <pthread.h>
#include <stdbool.h>

#include "base/err.h"

/* It stays where it is until it ended; a zeroed one has nothing to do. */
struct beside {
	pthread_t thread;
	bool is_running;
	int (*work)(void *, struct err *);
	void *context;
	int status;
	struct err err;
};

/**
 * beside_start(beside, is_apart, work, context): ${work} gets ${context} and
 * returns 0, or -1 with its error. Where it is not to be apart, or there is no
 * thread to be had, it is done here and now.
 * beside_end(beside, err): wait for it; what it returned. Always called.
 */
void beside_start(struct beside *, bool, int (*)(void *, struct err *), void *);
int beside_end(struct beside *, struct err *);

#endif
