#ifndef BASE_OUTFILE_H
#define BASE_OUTFILE_H

/*
 * An output file that appears whole or not at all: written to a temporary
 * name in the same folder (0600), synced, renamed. NULL or "-" is the stream
 * that the caller gives (standard output), which is only flushed and checked.
 * A path that is a device or a FIFO is written as it stands. A symbolic link
 * is replaced, never followed.
 */

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

struct outfile;

/**
 * outfile_open(path, stream, err): NULL when it cannot be created
 * (ERR_CANTCREAT). outfile_stream: where to write; borrowed.
 */
struct outfile *outfile_open(const char *, FILE *, struct err *);
FILE *outfile_stream(struct outfile *);

/**
 * outfile_is_same(path, other): do both name one file, by whatever names? For
 * what would be overwritten while it is needed. False when one is not there
 * and the names differ.
 */
bool outfile_is_same(const char *, const char *);

/**
 * outfile_commit(outfile, err): flush, check, sync, rename, and free.
 * On failure (ERR_IO) nothing is left behind. outfile_abort: throw it away;
 * NULL is allowed.
 */
int outfile_commit(struct outfile *, struct err *);
void outfile_abort(struct outfile *);

#endif
