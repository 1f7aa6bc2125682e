#ifndef FLOW_DIARY_H
#define FLOW_DIARY_H

/*
 * A timeline for a person to read on a terminal: days as headings, a mark and
 * a colour for where it happened, and how long nothing did.
 */

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "flow/who.h"
#include "journey/journey.h"
#include "out/out.h"

struct diary;

/**
 * diary_new(who, options, is_newest_first, stream, err): ${who} knows what
 * they are called, or is empty; borrowed.
 * diary_sink(diary): what it hears is written at once.
 */
struct diary *diary_new(
    const struct who *, const struct out_options *, bool, FILE *, struct err *);
struct journey_sink diary_sink(struct diary *);
void diary_free(struct diary *);

#endif
