#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* The type of *data is the caller's: the pointer goes in and out by bytes. */
int
array_grow(void *data, size_t *cap, size_t want, size_t size, struct err *err)
{
	void *memory;
	size_t grown;

	if (want <= *cap)
		return 0;
	grown = *cap > SIZE_MAX / 2 ? SIZE_MAX : *cap + *cap / 2;
	if (grown < want)
		grown = want;
	if (grown < 8)
		grown = 8;
	if (grown > PTRDIFF_MAX / size)
		grown = want;
	if (grown > PTRDIFF_MAX / size)
		return err_nomem(err);
	memcpy(&memory, data, sizeof(memory));
	memory = realloc(memory, grown * size);
	if (memory == NULL)
		return err_nomem(err);
	memcpy(data, &memory, sizeof(memory));
	*cap = grown;
	return 0;
}
