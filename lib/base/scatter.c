#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/scatter.h"

#define CHUNK_MIN ((size_t)4096)

struct chunk {
	uint64_t at; /* bytes into the file */
	size_t len;
};

struct part {
	struct buf buf; /* what is not in the file yet */
	struct chunk *chunks;
	size_t n_chunks, chunks_cap;
};

struct scatter {
	const char *folder;
	struct part *parts;
	size_t n_parts;
	size_t chunk_bytes; /* so much of a part is held */
	uint64_t file_end;
	int fd; /* -1: none yet */
};

struct scatter *
scatter_new(size_t n_parts, size_t memory, const char *folder, struct err *err)
{
	struct scatter *scatter = calloc(1, sizeof(*scatter));

	if (scatter != NULL)
		scatter->parts = calloc(n_parts, sizeof(*scatter->parts));
	if (scatter == NULL || scatter->parts == NULL) {
		free(scatter);
		(void)err_nomem(err);
		return NULL;
	}
	scatter->folder = folder == NULL ? "/var/tmp" : folder;
	scatter->n_parts = n_parts;
	scatter->chunk_bytes = memory / n_parts;
	if (scatter->chunk_bytes < CHUNK_MIN)
		scatter->chunk_bytes = CHUNK_MIN;
	scatter->fd = -1;
	return scatter;
}

void
scatter_free(struct scatter *scatter)
{
	if (scatter == NULL)
		return;
	for (size_t i = 0; i < scatter->n_parts; i++) {
		buf_clear(&scatter->parts[i].buf);
		free(scatter->parts[i].chunks);
	}
	if (scatter->fd >= 0)
		(void)close(scatter->fd); /* it is gone with it */
	free(scatter->parts);
	free(scatter);
}

static int
open_file(struct scatter *scatter, struct err *err)
{
	char path[4096], shown[ERR_QUOTE_MAX];
	int len = snprintf(
	    path, sizeof(path), "%s/omni-part-XXXXXX", scatter->folder);

	(void)err_quote(shown, span_of(scatter->folder));
	if (len < 0 || (size_t)len >= sizeof(path))
		return err_set(
		    err, ERR_CANTCREAT, "folder name too long: '%s'", shown);
	scatter->fd = mkstemp(path);
	if (scatter->fd < 0)
		return err_errno(err, ERR_CANTCREAT,
		    "cannot create a temporary file in '%s'", shown);
	if (unlink(path) < 0 || fcntl(scatter->fd, F_SETFD, FD_CLOEXEC) < 0)
		return err_errno(err, ERR_IO,
		    "cannot hide the temporary file in '%s'", shown);
	return 0;
}

static int
write_out(struct scatter *scatter, struct part *part, struct err *err)
{
	struct chunk chunk = {scatter->file_end, part->buf.len};
	size_t done = 0;

	if (scatter->fd < 0 && open_file(scatter, err) != 0)
		return -1;
	if (array_grow(&part->chunks, &part->chunks_cap, part->n_chunks + 1,
		sizeof(chunk), err) != 0)
		return -1;
	while (done < chunk.len) {
		ssize_t n = pwrite(scatter->fd, part->buf.data + done,
		    chunk.len - done, (off_t)(chunk.at + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(
			    err, ERR_IO, "cannot write a temporary file");
		done += (size_t)n;
	}
	part->chunks[part->n_chunks++] = chunk;
	scatter->file_end += chunk.len;
	buf_reset(&part->buf);
	return 0;
}

struct buf *
scatter_buf(
    struct scatter *scatter, size_t number, size_t size, struct err *err)
{
	struct part *part = &scatter->parts[number];

	if (buf_check(&part->buf, err) != 0)
		return NULL;
	if (part->buf.len > 0 && part->buf.len + size > scatter->chunk_bytes &&
	    write_out(scatter, part, err) != 0)
		return NULL;
	return &part->buf;
}

static int
read_back(const struct scatter *scatter, const struct chunk *chunk, char *to,
    struct err *err)
{
	size_t done = 0;

	while (done < chunk->len) {
		ssize_t n = pread(scatter->fd, to + done, chunk->len - done,
		    (off_t)(chunk->at + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(
			    err, ERR_IO, "cannot read a temporary file");
		if (n == 0)
			return err_set(
			    err, ERR_IO, "a temporary file was cut off");
		done += (size_t)n;
	}
	return 0;
}

int
scatter_load(
    struct scatter *scatter, size_t number, struct buf *buf, struct err *err)
{
	const struct part *part = &scatter->parts[number];

	for (size_t i = 0; i < part->n_chunks; i++) {
		const struct chunk *chunk = &part->chunks[i];
		char *to = buf_reserve(buf, chunk->len);

		if (to == NULL)
			break;
		if (read_back(scatter, chunk, to, err) != 0)
			return -1;
		buf->len += chunk->len;
	}
	buf_span(buf, buf_get(&part->buf));
	return buf_check(buf, err);
}
