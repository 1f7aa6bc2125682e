#ifndef FLOW_IDENTIFY_H
#define FLOW_IDENTIFY_H

/*
 * Customers named in a file: by their ids, by records (SOURCE:ID), by e-mail
 * addresses and telephone numbers, of which no list of processes tells. One a
 * line, or a table of which one of these columns is read, the first of them
 * that says something in a row: customer_id, record, identifier, email, phone.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "store/store.h"

enum identify_kind {
	IDENTIFY_NAME, /* an id or a record */
	IDENTIFY_EMAIL,
	IDENTIFY_PHONE,
};

struct identify_item {
	struct span text; /* as it came */
	uint64_t line;
	enum identify_kind kind;
	struct span normal; /* of an e-mail or a phone */
	bool is_found;
};

/* A zeroed struct identify is ready. */
struct identify {
	const char *path; /* borrowed */
	struct identify_item *items;
	size_t count, cap;
	struct arena arena;
};

/**
 * identify_read(identify, path, err): all that the file names; ${path} "-" is
 * standard input. ERR_DATA, ERR_NOINPUT.
 * identify_find(identify, store, zone, is_record, found, context, err): in the
 * caller's view of the store: ${found} gets the customers' numbers, or with
 * ${is_record} the records' keys, in any order, and perhaps more than once.
 * Phones are read as an import in this zone reads them.
 * identify_unknown(identify): how many were not found.
 */
int identify_read(struct identify *, const char *, struct err *);
int identify_find(struct identify *, struct store *, const char *, bool,
    int (*)(void *, int64_t, struct err *), void *, struct err *);
size_t identify_unknown(const struct identify *);
void identify_clear(struct identify *);

#endif
