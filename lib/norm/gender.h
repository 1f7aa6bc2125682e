#ifndef NORM_GENDER_H
#define NORM_GENDER_H

/*
 * How exports write a gender, brought to one word. See norm/norm.h for the
 * rule on memory.
 */

#include "base/arena.h"
#include "base/span.h"

/**
 * gender_of(text, arena): "female", "male", "other", "" when it says that
 * nothing is said, or NULL when it is no such word.
 */
const char *gender_of(struct span, struct arena *);

#endif
