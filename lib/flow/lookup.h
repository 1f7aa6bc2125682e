#ifndef FLOW_LOOKUP_H
#define FLOW_LOOKUP_H

/*
 * Which records a person has to be held against: by the keys of the model's
 * rules, kept after a run (store/matchpack.h), or made in memory where they
 * are not. Of each record there is what it takes to read it alone, and of
 * names how they are read.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/hashmap.h"
#include "flow/postlists.h"
#include "match/frequency.h"
#include "match/keys.h"
#include "match/posts.h"
#include "store/store.h"

/* What it is made of; all borrowed. */
struct lookup_input {
	const struct facts *facts; /* finished */
	const struct model *model;
	const int64_t *keys;      /* of each record, as the store knows it */
	const int64_t *customers; /* of each record, 0 = none */
	struct postlists *lists;  /* of the facts, begun before; NULL = not */
};

struct lookup_part {
	size_t from, len;
};

/* A record of another customer, or in another circle of its records, than was
 * kept with it; or one that is not there any more under this number. */
struct lookup_moved {
	uint32_t number;
	uint32_t next; /* LOOKUP_GONE */
	int64_t customer;
};

#define LOOKUP_GONE UINT32_MAX

/* A zeroed struct lookup is ready. */
struct lookup {
	struct store *store; /* that keeps it; NULL = it is in memory */
	uint64_t n_records;
	uint8_t bits[KEYS_LISTS]; /* of the lists' blocks */
	struct buf bytes;         /* of a part */
	struct buf readings;      /* sorted digests */
	/* in memory */
	struct hashmap places; /* part -> number */
	struct lookup_part *parts;
	size_t n_parts, parts_cap;
	struct buf memory;
	/* What came since: numbers of its records begin behind these. */
	int64_t layer;
	struct lookup *more;        /* NULL = nothing */
	struct lookup_moved *moved; /* by number */
	size_t n_moved;
};

/* A record as it is looked up. */
struct lookup_person {
	int64_t key;
	int64_t customer; /* 0 = none */
	uint32_t next;    /* the next record of the customer, at last the first
			   */
	int64_t *said;    /* numbers of its statements */
	size_t n_said, said_cap;
};

/**
 * lookup_keep(store, run, digest, input, err): into the store, in a write of
 * its own; nothing if another run came since. ${digest} is the model's.
 * lookup_keep_more(store, run, digest, input, moved, n_moved, err): records
 * that came since, behind all that is kept, and those of all records that have
 * moved, by number.
 * lookup_keep_all(store, run, digest, model, err): lookup_keep of all records,
 * which are read for it.
 * lookup_make(lookup, store, model, err): in memory, of all records in the
 * caller's view.
 * lookup_open(lookup, store, model, err): what the store keeps, which is
 * fresh; the model is read, too, but for the frequencies of values, which are
 * most of it. lookup_frequency(store, frequency, err): these, if there are
 * any, else *${frequency} becomes NULL; the caller clears and frees them.
 */
int lookup_keep(struct store *, int64_t, uint64_t, const struct lookup_input *,
    struct err *);
int
lookup_keep_more(struct store *, int64_t, uint64_t, const struct lookup_input *,
    const struct lookup_moved *, size_t, struct err *);
int lookup_keep_all(
    struct store *, int64_t, uint64_t, const struct model *, struct err *);
int lookup_make(
    struct lookup *, struct store *, const struct model *, struct err *);
int lookup_open(struct lookup *, struct store *, struct model *, struct err *);
int lookup_frequency(struct store *, struct frequency **, struct err *);
void lookup_clear(struct lookup *);

/**
 * lookup_ask(lookup, list, key, found, err): add the records that have a key.
 * lookup_read(lookup, number, person, err): one of them; ${person} is zeroed
 * before its first use, and cleared with lookup_person_clear.
 * lookup_is_read(lookup, is_given, kanji, kana): did a record have both?
 */
int lookup_ask(struct lookup *, int, uint32_t, struct posts *, struct err *);
int
lookup_read(struct lookup *, uint32_t, struct lookup_person *, struct err *);
void lookup_person_clear(struct lookup_person *);
bool lookup_is_read(const struct lookup *, bool, struct span, struct span);

#endif
