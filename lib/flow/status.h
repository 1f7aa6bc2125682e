#ifndef FLOW_STATUS_H
#define FLOW_STATUS_H

/*
 * What is in the store, on one screen, and whether a feed has stopped.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/span.h"
#include "canon/zone.h"
#include "out/out.h"
#include "store/store.h"

/**
 * status_write(store, options, zone, stream, err): rows section,name,value.
 */
int status_write(struct store *, const struct out_options *,
    const struct zone *, FILE *, struct err *);

/* A source that gave nothing new for too long. */
struct status_stale {
	struct span source;
	bool by_event; /* else by import */
	int64_t age_us;
};

/**
 * status_age(text, age_us): "36h", "7d", "90m", "30s": a whole number above 0
 * of a unit.
 * status_check(store, age_us, as_of_us, now_us, each, context, err):
 * ${each} gets the sources of which the newest event is more than the age
 * before ${as_of_us}, or which brought no news to the store for that long
 * before ${now_us}, by name.
 */
bool status_age(struct span, int64_t *);
int status_check(struct store *, int64_t, int64_t, int64_t,
    int (*)(void *, const struct status_stale *, struct err *), void *,
    struct err *);

#endif
