#ifndef JOURNEY_NOBODY_H
#define JOURNEY_NOBODY_H

/*
 * Events that nobody is known for are in no journey: how many were left out.
 */

#include <stdint.h>

#include "journey/journey.h"

struct nobody {
	int64_t n_events; /* inside the period and the filter */
};

/**
 * nobody_sink(nobody): counts into a zeroed ${nobody}, the caller's.
 */
struct journey_sink nobody_sink(struct nobody *);

#endif
