#ifndef BASE_INTERN_H
#define BASE_INTERN_H

/*
 * From bytes to the dense numbers 0, 1, 2 ... in order of first sight. Open
 * addressing, linear probing, at most three quarters full. A zeroed struct is
 * ready.
 */

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

#define INTERN_NONE UINT32_MAX

struct intern {
	struct arena arena;
	/* By number: its length, seven bits a byte, the last without the
	 * eighth; the bytes; NUL. */
	const unsigned char **names;
	size_t count;
	size_t names_cap;
	uint32_t *hashes; /* by number */
	size_t hashes_cap;
	uint32_t *slots; /* number + 1, 0 = empty */
	size_t cap;
};

/**
 * intern_get(intern, name): its number, or INTERN_NONE.
 * intern_add(intern, name, number, err): its number, new if need be; the
 * bytes are copied. intern_name: borrowed as long as the intern lives.
 * intern_append(intern, name, number, err): a new number for it in any case;
 * it is not found by its name.
 * intern_reset(intern): empty, memory is kept.
 * intern_seal(intern): give back what only finding a number by its name needs;
 * from then on names are read by number alone.
 * intern_kept(intern, number): the name as it is kept, see above; borrowed.
 * intern_restore(intern, bytes, count, err): an empty one gets the names that
 * stand one behind the other in ${bytes} as they are kept, and borrows them as
 * long as it lives; ${bytes} goes behind them. ERR_DATA when they are damaged.
 */
uint32_t intern_get(const struct intern *, struct span);
int intern_add(struct intern *, struct span, uint32_t *, struct err *);
int intern_append(struct intern *, struct span, uint32_t *, struct err *);
void intern_reset(struct intern *);
void intern_seal(struct intern *);
struct span intern_kept(const struct intern *, uint32_t);
int intern_restore(struct intern *, struct span *, size_t, struct err *);
void intern_clear(struct intern *);

static inline struct span
intern_name(const struct intern *intern, uint32_t number)
{
	const unsigned char *at;
	size_t len;
	unsigned shift;

	assert(number < intern->count);
	at = intern->names[number];
	len = *at & 0x7f;
	for (shift = 7; (*at++ & 0x80) != 0; shift += 7)
		len |= (size_t)(*at & 0x7f) << shift;
	return span_make((const char *)at, len);
}

#endif
