#ifndef MAP_GRID_H
#define MAP_GRID_H

/*
 * The sample of a table: its delimiter, its header and its columns. Only
 * lib/map includes this.
 */

#include "map/sample.h"

/**
 * grid_read(sample, options, err): fill the columns from the sample's text.
 * ERR_DATA when there is no row.
 */
int grid_read(struct sample *, const struct input_options *, struct err *);

#endif
