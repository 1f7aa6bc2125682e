#ifndef PRIVACY_PSEUDONYM_H
#define PRIVACY_PSEUDONYM_H

/*
 * Pseudonyms: who has the key finds the same name for the same id again, who
 * has not learns nothing from it, not even by trying all ids that there may
 * be. HMAC-SHA-256 (RFC 2104, FIPS 180-4, by nettle), of which the first 128
 * bits are shown.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"

#define PSEUDONYM_KEY_MIN 32   /* bytes: as many as the hash has */
#define PSEUDONYM_KEY_MAX 4096 /* nobody means a longer file */
#define PSEUDONYM_SIZE 33      /* hexadecimal digits and NUL */

struct pseudonym; /* a key */

/**
 * pseudonym_new(key, err): of these bytes, whatever they are. ERR_CONFIG when
 * they are fewer than PSEUDONYM_KEY_MIN, more than PSEUDONYM_KEY_MAX, or all
 * the same.
 * pseudonym_read(path, err): of all bytes of a file, or of standard input for
 * "-". Nobody but its owner may have any right on it: ERR_NOPERM. ERR_NOINPUT,
 * ERR_CONFIG.
 * pseudonym_free: forget the key; NULL is allowed.
 */
struct pseudonym *pseudonym_new(struct span, struct err *);
struct pseudonym *pseudonym_read(const char *, struct err *);
void pseudonym_free(struct pseudonym *);

/**
 * pseudonym_make(pseudonym, kind, value, out): the pseudonym of ${value} among
 * the ids of its ${kind}: equal values of two kinds have nothing in common.
 * Returns its first 64 bits, by which rows can be put into an order that says
 * nothing.
 * pseudonym_make_owned(pseudonym, kind, source, value, out): the same of
 * "SOURCE:VALUE".
 */
uint64_t pseudonym_make(
    const struct pseudonym *, const char *, struct span, char[PSEUDONYM_SIZE]);
uint64_t pseudonym_make_owned(const struct pseudonym *, const char *,
    struct span, struct span, char[PSEUDONYM_SIZE]);

#endif
