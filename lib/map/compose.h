#ifndef MAP_COMPOSE_H
#define MAP_COMPOSE_H

/*
 * What a header means by the words that it is composed of: "first agent reply"
 * and "応答日時" are no words of a table, but both speak of a reply, and the
 * second of a time. Only lib/map includes this.
 */

#include "map/synonym.h"

#define COMPOSE_MATCHES 4

/**
 * compose_find(words, topic, matches): as synonym_find, with words as
 * synonym_read folds them; ->word is then what the header speaks of.
 */
size_t
compose_find(struct span, unsigned, struct synonym_match[COMPOSE_MATCHES]);

#endif
