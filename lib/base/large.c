/* For madvise, which POSIX does not know. */
/* NOLINTNEXTLINE(bugprone-reserved-identifier) */
#define _DEFAULT_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/large.h"

#define LINE ((size_t)64)
#define PAGE ((size_t)2 << 20)

void *
large_alloc(size_t size)
{
	size_t unit = size < 8 * PAGE ? LINE : PAGE;
	void *memory;

	if (size > SIZE_MAX - unit)
		return NULL;
	size = (size + unit - 1) / unit * unit;
	memory = aligned_alloc(unit, size == 0 ? unit : size);
#ifdef MADV_HUGEPAGE
	/* Advice: nothing is lost where it is not taken. */
	if (memory != NULL && unit == PAGE)
		(void)madvise(memory, size, MADV_HUGEPAGE);
#endif
	return memory;
}

bool
large_give_back(void)
{
#ifdef __GLIBC__
	return malloc_trim(0) != 0;
#else
	return false;
#endif
}

void
large_forget(void *memory, size_t size)
{
#ifdef MADV_DONTNEED
	long page = sysconf(_SC_PAGESIZE);
	size_t skip;

	if (page <= 0 || memory == NULL)
		return;
	skip = (size_t)page - 1 - ((uintptr_t)memory - 1) % (size_t)page;
	if (skip >= size)
		return;
	size = (size - skip) / (size_t)page * (size_t)page;
	/* Advice: nothing is lost where it is not taken. */
	if (size > 0)
		(void)madvise((char *)memory + skip, size, MADV_DONTNEED);
#else
	(void)memory;
	(void)size;
#endif
}
