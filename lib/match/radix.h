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
 * radix_sort(entries, spare, n): by key; equal ones stay in their order.
 * ${spare} has room for as many.
 */
void radix_sort(struct radix_entry *, struct radix_entry *, size_t);

#endif
