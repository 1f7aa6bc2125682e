#ifndef FLOW_WHO_H
#define FLOW_WHO_H

/*
 * Who a few customers are: what a person needs to know of them before
 * speaking to them, out of their golden records.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/intern.h"
#include "match/golden.h"
#include "store/store.h"

struct who_person {
	struct span name, kana, company;
	struct span email, phone; /* normal where they have such a form */
	int64_t records;
	bool is_opt_out; /* does not want to be written to */
};

/* A zeroed struct who is ready. */
struct who {
	struct intern ids;          /* "C000000123", or a record's name */
	struct who_person *persons; /* by number of the id */
	size_t cap;
	struct arena arena;
};

/**
 * who_load(who, store, numbers, n, is_record, err): customers by their
 * numbers, or with ${is_record} records by their keys.
 * who_find(who, id): one of them; NULL when nothing is known of it.
 * who_name(golden, buf): the name in one, in the order of its script; that of
 * the company where the person has none; appended.
 */
int who_load(
    struct who *, struct store *, const int64_t *, size_t, bool, struct err *);
const struct who_person *who_find(const struct who *, struct span);
void who_name(const struct golden *, struct buf *);
void who_clear(struct who *);

#endif
