#ifndef FLOW_SCREEN_H
#define FLOW_SCREEN_H

/*
 * The rows of omni-status as one screen: what is said of each channel and
 * each source ("ec.events", "ec.newest_event") becomes a row of a table of
 * its section, the rest lines of name and value.
 */

#include <stdio.h>

#include "base/err.h"
#include "base/span.h"
#include "out/out.h"

struct screen;

/**
 * screen_new(err): empty; NULL when memory ran out.
 * screen_add(screen, section, name, value, err): the next row; copied.
 * screen_write(screen, stream, options, err): all of it, sections in the order
 * in which they came.
 */
struct screen *screen_new(struct err *);
int screen_add(
    struct screen *, struct span, struct span, struct span, struct err *);
int
screen_write(struct screen *, FILE *, const struct out_options *, struct err *);
void screen_free(struct screen *);

#endif
