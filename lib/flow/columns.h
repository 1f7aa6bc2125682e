#ifndef FLOW_COLUMNS_H
#define FLOW_COLUMNS_H

/*
 * The records of a store as the arrays that matching takes: names in keys,
 * identifiers as numbers, in the order of (source name, native id).
 */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/intern.h"
#include "base/span.h"
#include "match/exact.h"
#include "store/store.h"

/* A zeroed struct columns is ready. Everything inside is the columns'. */
struct columns {
	int64_t *keys;    /* of each record, as the store knows it */
	uint64_t *starts; /* the first bytes of its native id as a number; by
			     persons_load only */
	struct exact_record *records;
	size_t n_records;
	struct exact_kind *kinds;
	struct exact_value *values;
	uint32_t *ids;
	size_t n_ids;
	struct exact_must *musts;
	size_t n_musts;
	struct exact_names *sets;
	struct exact_name *names;
	struct intern kind_names;  /* "email", "phone", "id:line" */
	struct intern value_names; /* kind, NUL, value */
	struct intern set_names;
	struct arena scratch;
	size_t keys_cap, starts_cap, records_cap, kinds_cap, values_cap,
	    ids_cap;
	size_t musts_cap;
};

/**
 * columns_load(columns, store, err): all records. Of a record, all e-mails,
 * phones and ids count, its own id among them as an id of the space that is
 * called like its source, and every name it was ever said to have. A record
 * that is merged into another of its source must be linked to it; the value of
 * that link is of the kind "merged_into".
 * columns_input(columns, input): as exact_match takes it; borrowed.
 */
int columns_load(struct columns *, struct store *, struct err *);
void columns_input(const struct columns *, struct exact_input *);

/**
 * columns_kind(columns, value), columns_value(columns, value): what kind of
 * value it is and its normal form; borrowed.
 */
struct span columns_kind(const struct columns *, uint32_t);
struct span columns_value(const struct columns *, uint32_t);

void columns_clear(struct columns *);

#endif
