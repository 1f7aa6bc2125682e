#ifndef MAP_SYNONYM_H
#define MAP_SYNONYM_H

/*
 * What the words of a header mean, in Japanese and English, and what the
 * words of a cell mean for fields that have a fixed set of values. Only
 * lib/map includes this.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "canon/canon.h"

/* What the rows of a file are about. */
enum synonym_topic {
	SYNONYM_PERSON = 1,
	SYNONYM_ORDER = 2,
	SYNONYM_CASE = 4, /* tickets, conversations */
	SYNONYM_CALL = 8,
	SYNONYM_MESSAGE = 16,
	SYNONYM_VIEW = 32, /* of pages, and what else an app counts */
	SYNONYM_SURVEY = 64,
	SYNONYM_EVENT = 126,
	SYNONYM_ANY = 127,
};

/* Whom a header speaks of, where it is not the customer. */
enum synonym_party { SYNONYM_CUSTOMER, SYNONYM_RECEIVER, SYNONYM_STAFF };

struct synonym_header {
	struct span words;  /* folded, one blank between words */
	size_t parent_len;  /* of it: of the steps above the last in a path */
	struct span legend; /* "0:no, 1:yes" of "flag (0:no, 1:yes)"; or "" */
	enum synonym_party party;
	int part; /* the number at its end, 0 = none */
};

struct synonym_match {
	enum canon_field field;
	const char *word; /* of the table, or what it speaks of */
	bool is_composed; /* the latter: by several words (compose.h) */
	const char *name; /* of an id space or attribute; NULL = the header's */
	int score;        /* 1..100 */
};

#define SYNONYM_MATCHES 12

/**
 * synonym_read(name, is_path, header, arena): take the words out of a
 * column's name. False when memory ran out.
 * synonym_find(header, topic, matches): what the words may mean in a file of
 * this topic, best first; returns how many.
 * synonym_place(words, word, where): does the word stand among the words, one
 * of an alphabet as a whole?
 * synonym_is_handling(header): is it a part of the time that an agent spends,
 * besides talking?
 * synonym_topic(header, topic): how much the header speaks for an event of a
 * topic (3: alone enough), negative: for a list of persons.
 */
bool synonym_read(struct span, bool, struct synonym_header *, struct arena *);
size_t synonym_find(const struct synonym_header *, unsigned,
    struct synonym_match[SYNONYM_MATCHES]);
bool synonym_place(struct span, const char *, size_t *);
bool synonym_is_handling(const struct synonym_header *);
int synonym_topic(const struct synonym_header *, enum synonym_topic *);

/**
 * synonym_value(field, text, arena): what a cell says in the words of
 * omni(7) for a field of a fixed set ("キャンセル" -> "cancelled"), or NULL.
 */
const char *synonym_value(enum canon_field, struct span, struct arena *);

#endif
