#ifndef STORE_STORE_H
#define STORE_STORE_H

/*
 * The shared store: one SQLite file, the only room that knows SQLite. It is
 * opened hardened (application_id, user_version, defensive, no trusted
 * schema, foreign keys), with a rollback journal and synchronous=FULL.
 * Nobody opens the file but SQLite. Writers begin IMMEDIATE; readers take
 * what they need and end their transaction before the first byte goes out.
 *
 * Keys: a record is the seeded 63-bit hash of (source, native id), an event's
 * key that of (source, event id), so that imports need no look-up by text and
 * ids do not hang on the order of imports.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "canon/canon.h"

#define STORE_APPLICATION_ID 0x6f6d6e69 /* "omni" */

struct store;

/**
 * store_version(): "sqlite 3.40.1, store 1" and the like, for --version.
 */
const char *store_version(void);

enum store_mode {
	STORE_READ,   /* must exist */
	STORE_WRITE,  /* must exist; may be migrated */
	STORE_CREATE, /* made if it is not there */
};

/**
 * store_open(path, mode, create_mode, wait_s, err): ${path} NULL is a store in
 * memory, for a dry run.
 * NULL with ERR_NOINPUT (not there), ERR_DATA (not a store of ours, newer
 * than this program, corrupt), ERR_LOCKED, ERR_NOPERM. ${create_mode} is 0600
 * or what --create-mode says.
 */
struct store *
store_open(const char *, enum store_mode, unsigned, int64_t, struct err *);
void store_close(struct store *);

/**
 * store_open_again(store, err): the same for reading a little, for another
 * thread; never waits. NULL for a store in memory, too.
 * store_read_few(store): from now on little is read, here and there, so that
 * there is no use in keeping pages.
 */
struct store *store_open_again(const struct store *, struct err *);
void store_read_few(struct store *);

/**
 * store_begin(store, err): BEGIN IMMEDIATE, waiting as long as was said.
 * store_begin_read(store, err): one consistent view for several readers.
 * store_begin_brief(store, err): the same for who reads all records in any
 * order, which takes long: writers are let in between. Nothing is read of what
 * imports bring meanwhile, but a record of which they say more may come twice:
 * store_has_moved(store) tells that somebody wrote.
 * store_commit / store_rollback. When COMMIT reports an error the outcome is
 * looked up in the store and told truly.
 */
int store_begin(struct store *, struct err *);
int store_begin_read(struct store *, struct err *);
int store_begin_brief(struct store *, struct err *);
bool store_has_moved(const struct store *);
int store_commit(struct store *, struct err *);
void store_rollback(struct store *);

/**
 * store_zone(store): the store's zone name, "UTC" when none was set.
 * store_set_zone(store, name, err): another one, inside the caller's
 * transaction. (The first import sets it by itself.)
 * store_as_of(store, us, err): the default "now": the newest event that is
 * not later than the newest import; CANON_NO_TIME when there is none.
 */
const char *store_zone(struct store *);
int store_set_zone(struct store *, const char *, struct err *);
int store_as_of(struct store *, int64_t *, struct err *);

/* --- names --- */

struct store_channel {
	int64_t id;
	struct span name;
	int kind; /* enum canon_channel_kind */
};

struct store_source {
	int64_t id;
	struct span name;
};

/**
 * All channels and sources, by byte order of the names; borrowed until the
 * store closes (read again after an import).
 */
int store_channels(
    struct store *, const struct store_channel **, size_t *, struct err *);
int store_sources(
    struct store *, const struct store_source **, size_t *, struct err *);

/* --- import (store/import.c) --- */

struct store_import; /* one file on its way into the store */
struct store_batch;  /* rows, packed by the reading thread */

struct store_import_info {
	struct span path; /* as the user named it */
	struct span source;
	struct span channel; /* empty when rows say it */
	int channel_kind;
	struct span map_name;
	uint64_t map_digest;
	struct span encoding;
	struct span zone;
	int64_t now_us;   /* the clock is the caller's */
	bool is_snapshot; /* records of this source and channel that the file
			     lacks are withdrawn: see store/snapshot.h */
};

struct store_import_counts {
	int64_t rows, records_new, records_changed, records_same;
	int64_t events_new, events_changed, events_same;
	int64_t rows_new, rows_changed,
	    rows_same; /* of rows without an event */
	int64_t continued, anonymous, odd, rejected, suppressed, blank;
	int64_t import_id;
	int64_t withdrawn; /* records that a snapshot lacks and others had */
};

/**
 * store_import_known(store, info, hash, counts, is_known, err):
 * Was this content imported already from this source and channel with this
 * mapping? Then ${counts} is what importing it again would count: all its
 * rows are the same. A snapshot is known only if it is the latest, and if no
 * other import has brought records since.
 */
int store_import_known(struct store *, const struct store_import_info *,
    const char *, struct store_import_counts *, bool *, struct err *);

/**
 * store_import_begin(store, info, err): one transaction begins. NULL on
 * failure. The caller reads rows in one thread and packs them in batches:
 *
 * store_batch_new(import, err); store_batch_add(batch, row, err) copies all
 * that it needs and computes keys and digests (any thread);
 * store_batch_is_full(batch): write it and begin a new one;
 * store_import_write(import, batch, err): the writing thread; the batch may
 * be reused after store_batch_reset.
 *
 * store_import_finish(import, hash, is_dry_run, counts, err): keys go in
 * sorted, duplicates inside the file are settled, the ledger row is written,
 * and all is committed (rolled back on a dry run). ${counts} comes in with
 * rows, continued, rejected, blank, odd as the reader counted them and goes
 * out whole; the sum is checked (ERR_BUG). Frees the import.
 * store_import_abort(import): nothing was stored. Frees it; NULL is allowed.
 */
struct store_import *store_import_begin(
    struct store *, const struct store_import_info *, struct err *);
struct store_batch *store_batch_new(struct store_import *, struct err *);
int
store_batch_add(struct store_batch *, const struct canon_row *, struct err *);
bool store_batch_is_full(const struct store_batch *);
void store_batch_reset(struct store_batch *);
void store_batch_free(struct store_batch *);
int
store_import_write(struct store_import *, struct store_batch *, struct err *);
int store_import_finish(struct store_import *, const char *, bool,
    struct store_import_counts *, struct err *);
void store_import_abort(struct store_import *);

/* --- reading records (store/record.c) --- */

/* One record: the set of its observations. */
struct store_record {
	int64_t key;
	int64_t source;            /* id of its source */
	struct span native_id;     /* "~HASH" when it has none of its own */
	struct canon_record now;   /* per field the latest observation stands
				      (status: "withdrawn" where the last
				      snapshot lacks it, unless merged;
				      is_opt_out: if any says so);
				      values: all e-mails, phones, ids of all
				      observations, each once, by (field, name,
				      normal, raw) */
	struct canon_record *said; /* every observation, latest first: earlier
				    names and addresses are evidence */
	size_t n_said;
	int64_t first_seen_us, last_seen_us; /* of its own times in the data;
				    CANON_NO_TIME when it has none */
	/* Where records come by customers: */
	int64_t customer;
	int64_t circle[2];       /* by enum circle_kind; 0 = none */
	const int64_t *channels; /* that exports of it were said to be of, by
				    id; each once or more */
	size_t n_channels;
};

struct store_records;

/**
 * store_records_open(store, err), store_records_next(it, record, err):
 * all records in order of (source name, native id) by bytes; *${record} is
 * NULL after the last, borrowed until the next call.
 */
struct store_records *store_records_open(struct store *, struct err *);

/**
 * store_records_open_customers(store, err): the same records by (customer,
 * source name, native id); those that are nobody's are left out.
 */
struct store_records *
store_records_open_customers(struct store *, struct err *);

/**
 * store_records_open_chosen(store, numbers, n, is_record, err): those of these
 * customers in the same order, or those with these keys; circles and channels
 * are not told. The numbers are borrowed until the end of the call.
 */
struct store_records *store_records_open_chosen(
    struct store *, const int64_t *, size_t, bool, struct err *);

/**
 * store_records_open_any(store, err): the same records in any order, several
 * times as fast. Of a record that was stated once the times are not told, and
 * of none whether snapshots lack it.
 */
struct store_records *store_records_open_any(struct store *, struct err *);
int store_records_next(
    struct store_records *, const struct store_record **, struct err *);
void store_records_close(struct store_records *);

/**
 * store_records_open_few(store, err), store_records_get(it, key, ids, n,
 * record, err): one record by its key and the numbers of its statements
 * (store/matchpack.h); what is not there any more, or not of this record, is
 * passed over. *${record} is NULL when nothing is left of it, borrowed until
 * the next call. Whether snapshots lack it is not told.
 */
struct store_records *store_records_open_few(struct store *, struct err *);
int store_records_get(struct store_records *, int64_t, const int64_t *, size_t,
    const struct store_record **, struct err *);

/* --- identities (store/identity.c) --- */

struct store_member {
	int64_t record;   /* its key */
	int64_t customer; /* number behind the C of the id */
};

struct store_link {
	int64_t left, right;  /* record keys */
	int64_t weight_milli; /* 1/1000 bit; 0 for deterministic rules */
	struct span kind;     /* "email", "phone", "id:line" */
	struct span value;    /* the shared normal value */
	struct span reason;   /* why it was refused */
	int32_t rule;      /* see the run's model; for exact: the id of kind */
	int8_t is_refused; /* kept as a conflict, with its reason */
};

struct store_run {
	int64_t id;
	int64_t at_us;
	struct span mode; /* "exact" or "model" */
	struct span how;  /* all that the result hangs on but the content of
			     the store, see store_is_merged; else the mode;
			     not given when read back */
	int64_t records, customers, pairs, links, review, created, joined;
	int64_t split, largest;
	struct span threshold;
	int64_t seconds_milli;
	int64_t undone_by; /* the run that took it back; 0 = none */
	int64_t base;      /* from which on runs have its links; 0 = it has all;
			      not given when read back */
	int64_t imports;   /* the newest that it knows of; 0 = all; not given
			      when read back */
	bool is_behind;    /* there is news already that it does not know; not
			      given when read back */
};

/**
 * store_members(store, members, count, err): the present membership, by
 * record key; malloc'ed, the caller frees.
 * store_next_customer(store, number, err): the smallest number never given.
 * store_former(store, members, count, err): the records that left a customer
 * last, with that customer, by (customer, record): of an id that nobody has any
 * more those that it had when it vanished; malloc'ed, the caller frees.
 * store_save_run(store, run, members, n, links, n_links, changes...) brings
 * the members into the order of their records and replaces
 * the membership and appends run and links, inside the caller's transaction.
 * store_unmerged(store, count, err): how many records came after the last
 * run; they have no customer yet.
 * store_generation(store): grows with every import and run. What a merge
 * computed on an older one may stay behind imports, but behind nothing else.
 */
int
store_members(struct store *, struct store_member **, size_t *, struct err *);
int
store_former(struct store *, struct store_member **, size_t *, struct err *);
int store_next_customer(struct store *, int64_t *, struct err *);
int store_unmerged(struct store *, int64_t *, struct err *);
int store_generation(struct store *, int64_t *, struct err *);

/**
 * store_is_merged(store, mode, run, err): *${run} is the last run if it was of
 * this mode and nothing was stored since, so that another would find the same;
 * else 0.
 */
int store_is_merged(struct store *, struct span, int64_t *, struct err *);

struct store_alias {
	int64_t customer; /* the id that vanished */
	int64_t into;     /* where most of its records went */
};

/**
 * store_sort_members(members, n): by record key, as runs are saved.
 * store_add_links(store, run, first, links, n, err): links of a run that was
 * saved with none, in the same transaction; ${first} are there.
 */
int store_add_links(struct store *, const struct store_run *, size_t,
    const struct store_link *, size_t, struct err *);
void store_sort_members(struct store_member *, size_t);
int store_save_run(struct store *, struct store_run *, struct store_member *,
    size_t, const struct store_link *, size_t, const struct store_alias *,
    size_t, struct err *);

/* What a run changed that looked at a part of the records only. */
struct store_part {
	struct store_member *members; /* whose customer is another now */
	size_t n_members;
	const int64_t *records; /* of which ${links} has all; by key */
	size_t n_records;
	const struct store_link *links;
	size_t n_links;
	const struct store_alias *aliases;
	size_t n_aliases;
};

/**
 * store_save_part(store, run, before, part, err): a run that changes the
 * result of the one ${before} it. Everything else is as store_save_run.
 */
int store_save_part(struct store *, struct store_run *, int64_t,
    const struct store_part *, struct err *);

/* --- the trained model of matching (store/model.c) --- */

/* Digests tell whether a model is the one that is kept. */
struct store_model {
	uint64_t base;   /* of the model before it was trained */
	uint64_t digest; /* of the trained one */
	int64_t records; /* that it was trained on */
};

/**
 * store_model_find(store, model, is_there, err): the one that is kept.
 * store_model_text(store, text, err), store_model_base(store, text, err): the
 * trained model, and what it was before; appended.
 * store_model_keep(store, run, model, base, text, err): in the place of
 * another, by ${run}, inside the caller's transaction.
 * store_model_back(store, run, by, err): the one from before ${run}, or none
 * where there was none, by ${by}, which takes ${run} back; ${by} can be taken
 * back in turn.
 */
int
store_model_find(struct store *, struct store_model *, bool *, struct err *);
int store_model_text(struct store *, struct buf *, struct err *);
int store_model_base(struct store *, struct buf *, struct err *);
int store_model_keep(struct store *, int64_t, const struct store_model *,
    struct span, struct span, struct err *);
int store_model_back(struct store *, int64_t, int64_t, struct err *);

/**
 * store_find_customer(store, text, customer, err):
 * "C000000123" (an alias resolves), or a record "SOURCE:NATIVE_ID". ERR_NO
 * when there is none. store_customer_name(number, out): "C000000123".
 * Another system's name of a customer finds it too: store_adopt_name(store,
 * name, customer, run, err), inside the caller's transaction.
 * store_find_record(store, text, record, err): the key of "SOURCE:NATIVE_ID".
 * store_record_name(store, record, out, err): the reverse; appended.
 */
int store_find_customer(struct store *, struct span, int64_t *, struct err *);
int store_find_record(struct store *, struct span, int64_t *, struct err *);
int
store_adopt_name(struct store *, struct span, int64_t, int64_t, struct err *);
int store_record_name(struct store *, int64_t, struct buf *, struct err *);
void store_customer_name(int64_t, char[24]);

/* --- status (store/status.c) --- */

/* One number of omni-status: section, name, value as text; see
 * store_status. */
struct store_status_row {
	struct span section, name, value;
};

int store_status(struct store *,
    int (*)(void *, const struct store_status_row *, struct err *), void *,
    struct err *);

#endif
