#ifndef MATCH_EXACT_H
#define MATCH_EXACT_H

/*
 * Deterministic matching: records that share an identifier are one customer.
 *
 * An equal id or e-mail address links. An equal phone number links where the
 * names do not contradict. Blocked values never link. A value that is on more
 * records than the limit of its kind is generic: it is disarmed and reported.
 *
 * Records contradict each other when they have different values of an id that
 * is declared unique, and through a phone also when their names do. Where
 * holders of one value contradict each other, the value is contested: then
 * names count whatever the kind, and a record that agrees with two that
 * contradict each other is ambiguous and not linked by this value at all (a
 * call without a name from a family's phone is nobody's in particular).
 *
 * What a source itself says to be one record, as it does of merged members, is
 * one customer before anything else is looked at, whatever contradicts it.
 *
 * What people decided comes first of all: records that must be one are, and
 * those that are apart contradict each other, whatever else is known of them,
 * the source's word included.
 *
 * A customer has to hold as a whole: two groups of records join only if none
 * of one contradicts any of the other. Links are tried by strength (ids,
 * e-mail, phone), then by the digests of their records, so the partition
 * hangs neither on the order of the records nor on that of imports.
 *
 * Pure: arrays in, arrays out. Everything given is borrowed for the call; a
 * result is the caller's and is cleared with exact_clear.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "match/decided.h"
#include "norm/name.h"

#define EXACT_NONE UINT32_MAX
#define EXACT_LIMIT_MAX 64

/* The limits of the built-in model: records on which one value may stand. */
#define EXACT_LIMIT_ID 50
#define EXACT_LIMIT_EMAIL 20
#define EXACT_LIMIT_PHONE 20

enum exact_strength { EXACT_ID, EXACT_EMAIL, EXACT_PHONE };

struct exact_kind {
	enum exact_strength strength;
	uint32_t limit; /* 1..EXACT_LIMIT_MAX */
	bool is_unique; /* one person has one value: different ones part */
};

struct exact_value {
	uint32_t kind;
	bool is_blocked; /* never links, and never parts */
};

/* What a person is called in two scripts; empty where not known. */
struct exact_name {
	struct name name;
	struct name kana;
};

/*
 * All names that a record has gone by: one that agrees is enough, unless
 * is_strict: a record that has no id of its own may be several people who
 * share a phone, so all of its names have to.
 */
struct exact_names {
	const struct exact_name *names;
	size_t n;
	bool is_strict;
};

struct exact_record {
	uint64_t digest; /* of (source, native id): orders what is equal */
	uint32_t names;  /* index of its set of names, EXACT_NONE = none */
	size_t first;    /* its values are ids[first .. first + count) */
	size_t count;
};

/* Two records that are one person for certain. */
struct exact_must {
	uint32_t left, right; /* the record with the smaller digest first */
	uint32_t value;       /* by which it is told */
};

struct exact_input {
	const struct exact_record *records;
	size_t n_records; /* below EXACT_NONE */
	const struct exact_kind *kinds;
	size_t n_kinds;
	const struct exact_value *values;
	size_t n_values;
	const uint32_t *ids; /* value numbers, each once a record */
	const struct exact_names *names;
	size_t n_names;
	const struct exact_must *musts;
	size_t n_musts;
	const struct decided *decided; /* NULL = nothing was */
};

enum exact_verdict {
	EXACT_LINKED,
	EXACT_UNIQUE,    /* refused: a unique id differs (other_kind) */
	EXACT_AMBIGUOUS, /* refused: agrees with several that contradict */
	EXACT_NAMES,     /* refused: the names of the two customers do */
	EXACT_DECIDED,   /* refused: somebody decided otherwise */
};

struct exact_link {
	uint32_t left, right; /* the record with the smaller digest first */
	uint32_t value;       /* that both have, or of an exact_must;
				 EXACT_NONE = by decision */
	enum exact_verdict verdict;
	uint32_t other_kind; /* with EXACT_UNIQUE, else EXACT_NONE */
};

/* A value that is on too many records. */
struct exact_generic {
	uint32_t value;
	uint32_t records;
};

struct exact_result {
	uint32_t *cluster; /* of each record; numbered by first record */
	size_t n_clusters;
	size_t largest;           /* records of the largest cluster */
	struct exact_link *links; /* in the order in which they were tried */
	size_t n_links;
	size_t n_refused;
	struct exact_generic *generic; /* by value number */
	size_t n_generic;
	uint64_t pairs; /* pairs of records that were held side by side */
};

/**
 * exact_match(input, result, err): -1 when memory ran out.
 * exact_clear(result): free what exact_match made.
 */
int
exact_match(const struct exact_input *, struct exact_result *, struct err *);
void exact_clear(struct exact_result *);

/**
 * exact_agrees(a, b): may two sets of names be of one person? An unknown name
 * contradicts nothing. Where both know the whole name in kana and it is the
 * same, another spelling in kanji does not count.
 */
bool exact_agrees(const struct exact_names *, const struct exact_names *);

#endif
