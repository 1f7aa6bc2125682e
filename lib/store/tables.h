#ifndef STORE_TABLES_H
#define STORE_TABLES_H

/*
 * The arrays of an import as tables that SQL reads (store/rows.h).
 */

#include <stdint.h>

#include "store/batch.h"
#include "store/store.h"

/* A choice of a batch's rows, and what all of them have in common. */
struct tables_view {
	const struct store_batch *batch;
	const uint32_t *chosen; /* places in the array of the batch */
	int64_t import;
	int64_t source;
};

/*
 * What a table shows: of TABLES_EVENT to TABLES_SAID ("batch_event" and
 * so on) a tables_view, of the others an array.
 */
enum tables_table {
	TABLES_EVENT,
	TABLES_DETAIL,
	TABLES_RECORD,
	TABLES_SAID,
	TABLES_WANTED,
	TABLES_NEW_KEY,
	TABLES_MEMBER,   /* struct store_member */
	TABLES_CUSTOMER, /* int64_t */
	TABLES_LINK,     /* struct store_link */
	TABLES_COUNT,
};

/**
 * tables_register(store, err): make them known to the connection, once.
 * tables_show(store, table, data, count): set what a table shows; borrowed
 * while statements run on it.
 */
int tables_register(struct store *, struct err *);
void tables_show(struct store *, enum tables_table, const void *, size_t);

/* "wanted_key": keys to be looked up, in order. */
struct tables_wanted {
	uint64_t key, second; /* of statements: the record's and their own */
	uint32_t at;          /* whose key it is */
};

/* "new_key": rows for one of the key tables, in order; CANON_NO_INT is
 * NULL. */
struct tables_new_key {
	uint64_t key, check;
	int64_t id;
	int64_t first, second; /* first_at and last_at, or extra */
	uint64_t record;       /* of a statement */
	int64_t said;          /* of a record: by which it came */
	uint64_t said_key, said_check;
};

#endif
