#ifndef MAP_INFER_H
#define MAP_INFER_H

/*
 * Proposing a mapping for an export of which nothing is known, by the words
 * of its header and the shapes of its values. The proposal is a mapping file
 * as omni-map(5) defines it; what is not sure of itself stands in it as
 * remarks, keys that begin with "_". Nothing here is used by an import.
 */

#include "base/buf.h"
#include "base/err.h"
#include "input/input.h"

/**
 * infer_write(path, options, out, err):
 * Look at the beginning of ${path} ("-" is standard input) and append the
 * proposal as JSON to ${out}. What ${options} say is not guessed. The same
 * bytes give the same proposal. ERR_DATA when nothing can be made of it,
 * ERR_NOINPUT, ERR_CONFIG (encoding).
 */
int infer_write(
    const char *, const struct input_options *, struct buf *, struct err *);

#endif
