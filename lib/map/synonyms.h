#ifndef MAP_SYNONYMS_H
#define MAP_SYNONYMS_H

/*
 * The tables behind synonym.h. Words are written as synonym_read folds them:
 * lower case, one blank between words and between scripts ("会員 id").
 */

#include <stdbool.h>

#include "canon/canon.h"
#include "map/synonym.h"

struct synonyms_entry {
	const char *word;
	enum canon_field field;
	unsigned topics; /* of the files in which it means that */
	int weight;      /* 1..100: how sure it is when it is all there is */
	bool is_whole;   /* says nothing unless it is all there is */
	const char *name;
};

struct synonyms_topic {
	const char *word;
	enum synonym_topic topic;
	int points;
};

struct synonyms_value {
	enum canon_field field;
	const char *word;
	const char *meaning;
};

/* Each ends with an entry whose word is NULL. */
extern const struct synonyms_entry synonyms_table[];
extern const struct synonyms_topic synonyms_topics[];
extern const struct synonyms_value synonyms_values[];

/**
 * Words that say nothing of what the column holds; of somebody who receives
 * the goods; of somebody who works there; of a sum over many events; of the
 * rest of the time that an agent spends on a contact.
 */
extern const char *const synonyms_neutral[];
extern const char *const synonyms_receiver[];
extern const char *const synonyms_staff[];
extern const char *const synonyms_summary[];
extern const char *const synonyms_handling[];

#endif
