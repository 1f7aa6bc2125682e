#ifndef MAP_MAPFILE_H
#define MAP_MAPFILE_H

/*
 * Reading a whole mapping file into a mapping. See omni-map(5) for the
 * language. Only lib/map includes this.
 */

#include "map/map.h"
#include "map/spec.h"

/**
 * mapfile_read(map, path, text, notes, err): -1 with ERR_CONFIG when there is
 * a problem; ${notes} has them all.
 */
int mapfile_read(
    struct map *, const char *, struct span, struct map_notes *, struct err *);

#endif
