#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/hash.h"
#include "input/source.h"

#define PACKED_SIZE 65536

struct source {
	int fd;
	bool is_borrowed; /* standard input is not ours to close */
	bool is_gzip;
	bool is_end;
	bool is_in_member; /* between the head and the tail of a gzip */
	struct stat stat;
	uint64_t bytes;    /* read from the file */
	uint64_t unpacked; /* given out */
	struct hash_stream *hash;
	z_stream z;
	size_t ahead_at; /* what was read to look at the magic */
	size_t ahead_len;
	unsigned char packed[PACKED_SIZE];
};

/* As much as there is, because a pipe hands over a little at a time. */
static int
read_full(
    struct source *source, void *out, size_t size, size_t *got, struct err *err)
{
	char *to = out;

	*got = 0;
	while (*got < size) {
		ssize_t n = read(source->fd, to + *got, size - *got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, ERR_IO, "reading broke off");
		if (n == 0)
			break;
		*got += (size_t)n;
	}
	source->bytes += *got;
	return 0;
}

static int
begin(struct source *source, struct err *err)
{
	static const unsigned char magic[] = {0x1f, 0x8b};

	if (read_full(source, source->packed, PACKED_SIZE, &source->ahead_len,
		err) != 0)
		return -1;
	if (source->ahead_len < sizeof(magic) ||
	    memcmp(source->packed, magic, sizeof(magic)) != 0)
		return 0;
	if (inflateInit2(&source->z, 16 + MAX_WBITS) != Z_OK)
		return err_nomem(err);
	source->is_gzip = true;
	source->is_in_member = true;
	source->z.next_in = source->packed;
	source->z.avail_in = (uInt)source->ahead_len;
	return 0;
}

static int
open_fd(struct source *source, const char *path, struct err *err)
{
	if (strcmp(path, "-") == 0) {
		source->fd = STDIN_FILENO;
		source->is_borrowed = true;
	} else {
		source->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	}
	if (source->fd < 0 || fstat(source->fd, &source->stat) != 0)
		return err_errno(err, ERR_NOINPUT, "cannot be opened");
	if (S_ISDIR(source->stat.st_mode))
		return err_set(err, ERR_NOINPUT, "is a folder");
	return 0;
}

struct source *
source_open(const char *path, struct err *err)
{
	struct source *source = calloc(1, sizeof(*source));

	if (source == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	source->fd = -1;
	source->hash = hash_stream_new();
	if (source->hash == NULL) {
		(void)err_nomem(err);
		goto close_source;
	}
	if (open_fd(source, path, err) != 0 || begin(source, err) != 0)
		goto close_source;
	return source;

close_source:
	source_close(source);
	return NULL;
}

void
source_close(struct source *source)
{
	if (source == NULL)
		return;
	if (source->is_gzip)
		(void)inflateEnd(&source->z);
	if (source->fd >= 0 && !source->is_borrowed)
		(void)close(source->fd);
	hash_stream_free(source->hash);
	free(source);
}

/* A file that another program still writes is not the export it will be. */
static int
check_unchanged(struct source *source, struct err *err)
{
	struct stat now;

	if (!S_ISREG(source->stat.st_mode))
		return 0;
	if (fstat(source->fd, &now) != 0)
		return err_errno(err, ERR_IO, "reading broke off");
	if (now.st_size == source->stat.st_size &&
	    now.st_mtim.tv_sec == source->stat.st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == source->stat.st_mtim.tv_nsec)
		return 0;
	(void)err_set(err, ERR_DATA, "changed while it was read");
	return err_reason(err, "CHANGED_WHILE_READ");
}

static int
read_plain(
    struct source *source, char *out, size_t size, size_t *got, struct err *err)
{
	size_t ahead = source->ahead_len - source->ahead_at;
	size_t more;

	if (ahead > size)
		ahead = size;
	if (ahead > 0)
		memcpy(out, source->packed + source->ahead_at, ahead);
	source->ahead_at += ahead;
	if (read_full(source, out + ahead, size - ahead, &more, err) != 0)
		return -1;
	*got = ahead + more;
	source->is_end = *got < size;
	return 0;
}

/* Several gzips in a row are one; zeros behind them are a tape's padding. */
static void
next_member(struct source *source)
{
	z_stream *z = &source->z;

	while (z->avail_in > 0 && *z->next_in == 0) {
		z->next_in++;
		z->avail_in--;
	}
	if (z->avail_in > 0) {
		(void)inflateReset(z);
		source->is_in_member = true;
	}
}

static int
damaged(struct err *err, const char *how)
{
	(void)err_set(err, ERR_DATA, "gzip data %s", how);
	return err_reason(err, "BAD_GZIP");
}

static int
unpack_step(struct source *source, struct err *err)
{
	z_stream *z = &source->z;
	size_t got;

	if (z->avail_in == 0) {
		if (read_full(source, source->packed, PACKED_SIZE, &got, err) !=
		    0)
			return -1;
		z->next_in = source->packed;
		z->avail_in = (uInt)got;
		if (got == 0) {
			source->is_end = true;
			return source->is_in_member
			    ? damaged(err, "ends too early")
			    : 0;
		}
	}
	if (!source->is_in_member)
		next_member(source);
	if (!source->is_in_member)
		return 0;
	switch (inflate(z, Z_NO_FLUSH)) {
	case Z_STREAM_END:
		source->is_in_member = false;
		return 0;
	case Z_OK:
	case Z_BUF_ERROR:
		return 0;
	case Z_MEM_ERROR:
		return err_nomem(err);
	default:
		return damaged(err, "is damaged");
	}
}

static int
read_gzip(
    struct source *source, char *out, size_t size, size_t *got, struct err *err)
{
	z_stream *z = &source->z;
	uint64_t unpacked;

	z->next_out = (Bytef *)out;
	z->avail_out = (uInt)size;
	while (z->avail_out > 0 && !source->is_end) {
		if (unpack_step(source, err) != 0)
			return -1;
	}
	*got = size - z->avail_out;
	unpacked = source->unpacked + *got;
	if (unpacked > SOURCE_RATIO_FROM &&
	    unpacked / SOURCE_RATIO_MAX > source->bytes)
		return damaged(err, "unpacks to more than any export would");
	return 0;
}

int
source_read(
    struct source *source, char *out, size_t size, size_t *got, struct err *err)
{
	int done;

	*got = 0;
	if (source->is_end)
		return 0;
	done = source->is_gzip ? read_gzip(source, out, size, got, err)
			       : read_plain(source, out, size, got, err);
	if (done != 0)
		return -1;
	source->unpacked += *got;
	hash_stream_add(source->hash, out, *got);
	return source->is_end ? check_unchanged(source, err) : 0;
}

uint64_t
source_bytes(const struct source *source)
{
	return source->bytes;
}

uint64_t
source_size(const struct source *source)
{
	if (!S_ISREG(source->stat.st_mode))
		return 0;
	return (uint64_t)source->stat.st_size;
}

bool
source_is_regular(const struct source *source)
{
	return S_ISREG(source->stat.st_mode);
}

void
source_hash(const struct source *source, char hex[33])
{
	hash_stream_end(source->hash, hex);
}
