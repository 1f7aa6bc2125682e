#ifndef MATCH_RADIX_H
#define MATCH_RADIX_H

/*
 * Rows by their keys, in the time of three passes.
 */

#include <stddef.h>
#include <stdint.h>

struct radix_entry {
	uint32_t key;
	uint32_t row;
};

/**
 * radix_sort(from, to, n): by key; equal ones stay in their order. They are in
 * ${to} then, which has room for as many, and what is in ${from} is of no use.
 */
void radix_sort(struct radix_entry *, struct radix_entry *, size_t);

#endif
