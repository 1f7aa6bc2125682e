#ifndef FLOW_WARM_H
#define FLOW_WARM_H

/*
 * Reading ahead: a disk answers many questions at once in the time of a few
 * asked one by one. Threads read the records that will be wanted, each by a
 * connection of its own, and throw away what they read: it is in the memory
 * of the system then. Whatever fails in them is passed over, since whoever
 * wants the records reads them again.
 *
 * Frequencies of values, too, are read while other things are done. All is of
 * one state of the store: as long as somebody reads, nobody writes.
 */

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "flow/lookup.h"
#include "store/store.h"

#define WARM_THREADS 8 /* they wait for the disk, not for a processor */

struct warm_thread {
	struct warm *warm;
	pthread_t thread;
	size_t from;
};

/* A zeroed struct warm reads nothing. */
struct warm {
	struct store *store;
	uint64_t n_records; /* of the lookup */
	const uint32_t *records;
	size_t n;
	struct warm_thread threads[WARM_THREADS];
	int n_threads;
	atomic_bool is_over;
};

/**
 * warm_start(warm, lookup, records, n): read these ahead, in their order;
 * all borrowed until warm_stop. Nothing, where the lookup is in memory.
 * warm_stop(warm): no more is wanted; harmless where nothing was started.
 */
void warm_start(struct warm *, const struct lookup *, const uint32_t *, size_t);
void warm_stop(struct warm *);

/* A zeroed one is not under way. */
struct warm_frequency {
	struct store *store;
	pthread_t thread;
	struct frequency *found;
	struct err err;
	bool is_running;
};

/**
 * warm_frequency_start(warm, store): in the caller's view, which goes on
 * until the end is told.
 * warm_frequency_take(warm, frequency, err): what lookup_frequency says.
 * warm_frequency_clear(warm): they are not wanted any more.
 */
void warm_frequency_start(struct warm_frequency *, struct store *);
int
warm_frequency_take(struct warm_frequency *, struct frequency **, struct err *);
void warm_frequency_clear(struct warm_frequency *);

#endif
