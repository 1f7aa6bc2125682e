#ifndef MAP_TREE_H
#define MAP_TREE_H

/*
 * The sample of a JSON text: where its records are, and each value of them
 * as a column named by its path. Only lib/map includes this.
 */

#include "map/sample.h"

/**
 * tree_read(sample, options, err): fill the columns from the sample's text.
 * ERR_DATA when there is no record.
 */
int tree_read(struct sample *, const struct input_options *, struct err *);

#endif
