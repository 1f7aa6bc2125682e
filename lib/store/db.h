#ifndef STORE_DB_H
#define STORE_DB_H

/*
 * What the files of this room share: the connection and its state.
 */

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "store/store.h"

struct rows;
struct stmt_slot;

struct store {
	sqlite3 *db;
	struct stmt_slot *stmts; /* by number in store_sql; prepared at need */
	char *path;              /* NULL: in memory */
	char *folder;            /* of the path, where temporary files go */
	char *zone;
	uint64_t seed;
	uint64_t key_mask;   /* all ones; a test narrows it, so that keys of
				different ids collide */
	int64_t known_max;   /* see store/known.h; a test narrows it */
	size_t block_events; /* see store/stream.c; a test narrows it */
	int64_t wait_ms;     /* how long to wait for other processes */
	int64_t waited_ms;   /* in the present wait */
	int64_t generation;  /* as of the present transaction */
	int64_t token;       /* names the present transaction */
	int changes;         /* that the connection made before it began */
	int64_t brief_ms;    /* so long is a brief view held at once; a test
				narrows it */
	int64_t held_ms;     /* since then is the present brief view held */
	bool is_brief;       /* the present view is */
	bool has_moved;      /* somebody wrote while it was let go */
	bool has_timed_out;  /* a wait of the present transaction was in vain */
	bool is_writable;
	bool is_in_write;
	bool is_in_read;
	bool is_followed;     /* see packed_follow; of the present write */
	bool is_pack_damaged; /* somebody saw that */
	struct rows *rows;    /* arrays that SQL reads, of store/import.c */
	struct arena names;   /* of what store_channels and _sources gave */
	struct store_channel *channels;
	struct store_source *sources;
	size_t n_channels, n_sources;
};

/**
 * store_fail(store, what, err): word what SQLite just reported; always -1.
 * store_open_db(path, flags, db, err): a hardened connection.
 * store_clock_ms(): a monotonic clock.
 */
int store_fail(struct store *, const char *, struct err *);
int store_open_db(const char *, int, sqlite3 **, struct err *);
int64_t store_clock_ms(void);

/**
 * store_is_held_long(store): should whoever reads let a brief view go?
 * store_let_go(store, err): let writers in, and go on with a view of what they
 * left. No statement may be open.
 */
bool store_is_held_long(const struct store *);
int store_let_go(struct store *, struct err *);

/**
 * store_commit_same(store, err): commit a write that adds nothing to what the
 * store says, so that its generation stays.
 */
int store_commit_same(struct store *, struct err *);

/**
 * store_set_meta(store, name, value, err): write a value of the table meta.
 * store_get_meta(store, name, out, size, err): "" when there is none.
 */
int store_set_meta(struct store *, const char *, const char *, struct err *);
int store_get_meta(struct store *, const char *, char *, size_t, struct err *);

/**
 * store_begin_zone(store, name, err): the first import gives the store its
 * zone; an empty name gives none. store_load_settings(store, err): read seed
 * and zone, again after a rollback.
 */
int store_begin_zone(struct store *, struct span, struct err *);
int store_load_settings(struct store *, struct err *);

#endif
