#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

/*
 * What the targets of libFuzzer share. A target says with fuzz_hold what has
 * to be true of every input; one for which it is not ends the program, and
 * libFuzzer keeps it.
 */

#define _GNU_SOURCE /* memfd_create */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static inline void
fuzz_show(const char *name, struct span text)
{
	(void)fprintf(stderr, "%s (%zu):", name, text.len);
	for (size_t i = 0; i < text.len; i++)
		(void)fprintf(stderr, " %02x", (unsigned char)text.data[i]);
	(void)fputc('\n', stderr);
}

#define fuzz_hold(is_true)                                                  \
	do {                                                                \
		if (!(is_true)) {                                           \
			(void)fprintf(stderr, "%s:%d: not: %s\n", __FILE__, \
			    __LINE__, #is_true);                            \
			abort();                                            \
		}                                                           \
	} while (0)

/* Two spans that must be equal, shown if they are not. */
static inline void
fuzz_equal(const char *what, struct span a, struct span b)
{
	if (span_eq(a, b))
		return;
	(void)fprintf(stderr, "differs: %s\n", what);
	fuzz_show("one", a);
	fuzz_show("other", b);
	abort();
}

/*
 * A copy of its own size, so that the sanitizer sees a byte read behind the
 * end: libFuzzer's own is one, but a part of it is not.
 */
static inline struct span
fuzz_copy(const uint8_t *data, size_t size)
{
	char *copy = malloc(size > 0 ? size : 1);

	fuzz_hold(copy != NULL);
	if (size > 0)
		memcpy(copy, data, size);
	return span_make(copy, size);
}

static inline void
fuzz_free(struct span copy)
{
	free((void *)(uintptr_t)copy.data);
}

/* A file in memory that holds the bytes: its path. */
static inline const char *
fuzz_path(const uint8_t *data, size_t size)
{
	static char path[64];
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("fuzz", 0);
		fuzz_hold(fd >= 0);
		(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	fuzz_hold(ftruncate(fd, (off_t)size) == 0);
	fuzz_hold(size == 0 || pwrite(fd, data, size, 0) == (ssize_t)size);
	return path;
}

#endif
