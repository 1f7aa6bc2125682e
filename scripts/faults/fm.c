/*
 * Memory that runs out: the n-th allocation of the program fails, once or from
 * then on. Loaded before the program (LD_PRELOAD); it says by the environment:
 * FAULT_AT=n, FAULT_STICKY=1, and FAULT_COUNT=FILE, where the number of
 * allocations is written when the program ends.
 */

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* What glibc's own functions are called beneath. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static atomic_long count;
static long fails_at;
static bool is_sticky;
static bool is_ready;

static bool
fails(void)
{
	long n;

	if (!is_ready)
		return false;
	n = atomic_fetch_add(&count, 1) + 1;
	if (fails_at == 0 || n < fails_at || (n > fails_at && !is_sticky))
		return false;
	errno = ENOMEM;
	return true;
}

void *
malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}

__attribute__((constructor)) static void
begin(void)
{
	const char *at = getenv("FAULT_AT");

	fails_at = at == NULL ? 0 : atol(at);
	is_sticky = getenv("FAULT_STICKY") != NULL;
	is_ready = true;
}

__attribute__((destructor)) static void
end(void)
{
	const char *path = getenv("FAULT_COUNT");
	FILE *file;

	is_ready = false;
	if (path == NULL || (file = fopen(path, "w")) == NULL)
		return;
	(void)fprintf(file, "%ld\n", atomic_load(&count));
	(void)fclose(file);
}
