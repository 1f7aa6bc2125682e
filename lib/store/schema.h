#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

/*
 * Which tables a store has. The number of its format tells released formats
 * apart; between releases tables change under one number, and a store that a
 * program of last week made would be found out by a statement that fails. So a
 * store keeps a digest of the migrations that made it, comments and blanks
 * aside.
 */

#include <stdint.h>

#define SCHEMA_DIGEST_MAX 17 /* hexadecimal digits and NUL */

/**
 * schema_digest(version, out): of all migrations up to this one.
 * schema_add(digest, sql): what a statement adds to a digest.
 */
void schema_digest(int64_t, char[SCHEMA_DIGEST_MAX]);
uint64_t schema_add(uint64_t, const char *);

#endif
