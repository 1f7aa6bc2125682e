#ifndef STORE_IMPORT_H
#define STORE_IMPORT_H

/*
 * One file on its way into the store. Its rows are appended as they come;
 * what identifies them goes into sorters, and settle_* makes of that, in the
 * order of the keys, what is new, what was known and what was there twice.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hashmap.h"
#include "base/sorter.h"
#include "store/batch.h"
#include "store/db.h"
#include "store/known.h"
#include "store/repeat.h"
#include "store/seen.h"
#include "store/tables.h"

/* Entries of the sorters. */
struct import_event {
	uint64_t key, proof;
	int64_t updated_us;
	int64_t id_flags; /* row id or IMPORT_SAME_EVENT times 4, and 2
			     flags */
};

/* For the row id of an event that the store holds as it is. */
#define IMPORT_SAME_EVENT (-1)
/* The same, and it was counted: it need not be settled. */
#define IMPORT_COUNTED_EVENT (-2)

struct import_said {
	uint64_t record, key; /* of the record, of the statement */
	uint32_t check, flags;
	uint64_t record_check;
	int64_t record_id, said_id; /* of appended rows; 0 = none */
	int64_t first_us, last_us;
};

#define IMPORT_WIDENS 65536u /* an entry that only brings other times */

struct import_channel {
	struct span name; /* in the arena */
	int kind;
	uint32_t id;
};

struct store_import {
	struct store *store;
	struct batch_config config;
	struct arena arena;
	int64_t id, source;
	int64_t snapshot, snapshot_low; /* see store/snapshot.h; 0 = none */
	bool had_events, had_records;   /* of this source, before */
	int64_t next_event, next_record, next_said;
	int64_t held_event;  /* row that is gone at the end; 0 = none */
	int64_t held_events; /* at most so many were there before */
	bool has_changed;    /* one was found by its key that says else */
	struct known known;
	struct repeat repeat;
	struct seen seen;
	struct sorter *events, *said;
	struct hashmap shapes; /* ids by code, with the store's channel */
	struct import_channel *channels;
	size_t n_channels, channels_cap;
	uint32_t *chosen, *also; /* places in a batch */
	size_t chosen_cap, also_cap;
	struct tables_wanted *wanted;
	size_t wanted_cap;
	struct store_import_counts counts;
};

/**
 * import_collision(what, err): two different ids have one key; -1.
 * import_check_lock(import, err): -1 when pages that should have left the cache
 * had to stay, since another process reads: memory would grow without end.
 * tables_show(import->store, table, data, count): set what a table shows.
 * import_find(import, name, n, take, data, err): look the first ${n} of
 * import->wanted up (sorted by key here); ${take} gets the place and the
 * found row for each key that is there.
 */
int import_collision(const char *, struct err *);
int import_check_lock(const struct store_import *, struct err *);
int import_find(struct store_import *, const char *, size_t,
    int (*)(void *, uint32_t, sqlite3_stmt *, struct err *), void *,
    struct err *);

/**
 * settle_all(import, err): see above; fills import->counts.
 */
int settle_all(struct store_import *, struct err *);

#endif
