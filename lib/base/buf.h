#ifndef BASE_BUF_H
#define BASE_BUF_H

/*
 * Growing bytes. A zeroed struct buf is empty and ready. An allocation that
 * fails sticks: later appends do nothing, and buf_check reports it once, so
 * that a chain of appends needs one check. The bytes are always followed by a
 * NUL that does not count (buf_text).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"

struct buf {
	char *data;
	size_t len;
	size_t cap;
	bool failed;
};

void buf_add(struct buf *, const void *, size_t);
void buf_span(struct buf *, struct span);
void buf_str(struct buf *, const char *);
void buf_char(struct buf *, char);
void buf_i64(struct buf *, int64_t);
void buf_u64(struct buf *, uint64_t);
void buf_printf(struct buf *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * buf_utf8(buf, code):
 * Append the code point in UTF-8; not a surrogate, at most 0x10FFFF.
 */
void buf_utf8(struct buf *, uint32_t);

/**
 * buf_reserve(buf, more):
 * Make room for ${more} bytes behind the end and return where they go, or
 * NULL when memory ran out. The caller adds what it wrote to ${len}.
 */
char *buf_reserve(struct buf *, size_t);

/**
 * buf_reset(buf): empty it and keep the memory; a failure is kept too.
 * buf_clear(buf): give the memory back; the buf is as new.
 */
void buf_reset(struct buf *);
void buf_clear(struct buf *);

/**
 * buf_check(buf, err): 0, or -1 when an append failed.
 * buf_text(buf): the bytes as a string, "" when empty or failed; borrowed.
 * buf_get(buf): the bytes as a span; borrowed until the next append.
 */
int buf_check(const struct buf *, struct err *);
const char *buf_text(const struct buf *);
struct span buf_get(const struct buf *);

#endif
