#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/outfile.h"

#define TRIES_MAX 100

struct outfile {
	FILE *stream;
	char *path;      /* NULL: the caller's stream */
	struct buf temp; /* empty: written in place (a device, a FIFO) */
	int folder;      /* to sync the name; -1 when written in place */
};

/* The folder of a path, as a path. */
static void
folder_of(struct buf *buf, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		buf_char(buf, '.');
	else if (slash == path)
		buf_char(buf, '/');
	else
		buf_add(buf, path, (size_t)(slash - path));
}

/* A name beside the path that is hidden, and not easily met twice. */
static void
temp_name(struct buf *buf, const char *path, int try)
{
	const char *slash = strrchr(path, '/');
	struct timespec now = {0, 0};

	(void)clock_gettime(CLOCK_REALTIME, &now);
	buf_reset(buf);
	if (slash != NULL)
		buf_add(buf, path, (size_t)(slash - path) + 1);
	buf_printf(buf, ".omni-%ld-%ld-%d", (long)getpid(), now.tv_nsec, try);
}

static int
open_temp(struct outfile *out, struct err *err)
{
	char shown[ERR_QUOTE_MAX];
	int fd = -1;

	for (int try = 0; try < TRIES_MAX && fd < 0; try++) {
		temp_name(&out->temp, out->path, try);
		if (buf_check(&out->temp, err) < 0)
			return -1;
		fd = open(buf_text(&out->temp),
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    S_IRUSR | S_IWUSR);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	if (fd < 0) {
		(void)err_errno(err, ERR_CANTCREAT, "cannot create '%s'",
		    err_quote(shown, span_of(out->path)));
		buf_reset(&out->temp);
	}
	return fd;
}

static int
open_folder(struct outfile *out, struct err *err)
{
	char shown[ERR_QUOTE_MAX];
	struct buf folder = {0};
	int status = 0;

	folder_of(&folder, out->path);
	if (buf_check(&folder, err) < 0)
		return -1;
	out->folder =
	    open(buf_text(&folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (out->folder < 0)
		status = err_errno(err, ERR_CANTCREAT, "cannot create '%s'",
		    err_quote(shown, span_of(out->path)));
	buf_clear(&folder);
	return status;
}

/* Open what the path names. Devices and FIFOs are written as they stand,
 * because a rename would replace them. */
static int
open_path(struct outfile *out, struct err *err)
{
	char shown[ERR_QUOTE_MAX];
	struct stat status;
	int fd;

	(void)err_quote(shown, span_of(out->path));
	if (out->path[0] == '\0')
		return err_set(err, ERR_CANTCREAT, "cannot create '': no name");
	if (stat(out->path, &status) == 0 && !S_ISREG(status.st_mode)) {
		fd = open(out->path, O_WRONLY | O_CLOEXEC);
		if (fd < 0)
			return err_errno(
			    err, ERR_CANTCREAT, "cannot open '%s'", shown);
	} else {
		if (open_folder(out, err) < 0)
			return -1;
		fd = open_temp(out, err);
		if (fd < 0)
			return -1;
	}
	out->stream = fdopen(fd, "w");
	if (out->stream == NULL) {
		(void)err_errno(err, ERR_SYSTEM, "cannot open '%s'", shown);
		(void)close(fd);
		return -1;
	}
	return 0;
}

struct outfile *
outfile_open(const char *path, FILE *stream, struct err *err)
{
	struct outfile *out = calloc(1, sizeof(*out));

	if (out == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	out->folder = -1;
	out->stream = stream;
	if (path == NULL || strcmp(path, "-") == 0)
		return out;
	out->stream = NULL;
	out->path = strdup(path);
	if (out->path == NULL) {
		(void)err_nomem(err);
		goto abort;
	}
	if (open_path(out, err) < 0)
		goto abort;
	return out;
abort:
	outfile_abort(out);
	return NULL;
}

bool
outfile_is_same(const char *path, const char *other)
{
	struct stat a, b;

	if (strcmp(path, other) == 0)
		return true;
	return stat(path, &a) == 0 && stat(other, &b) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

FILE *
outfile_stream(struct outfile *out)
{
	return out->stream;
}

static void
outfile_free(struct outfile *out)
{
	if (out->folder >= 0)
		(void)close(out->folder);
	buf_clear(&out->temp);
	free(out->path);
	free(out);
}

/* Flush, sync and close the file; the stream is closed in any case. */
static int
finish_stream(struct outfile *out)
{
	FILE *stream = out->stream;
	int reason = 0;

	errno = 0;
	if (fflush(stream) != 0 || ferror(stream))
		reason = errno == 0 ? EIO : errno;
	else if (out->temp.len > 0 && fsync(fileno(stream)) != 0)
		reason = errno;
	if (out->path != NULL) {
		out->stream = NULL;
		if (fclose(stream) != 0 && reason == 0)
			reason = errno;
	}
	errno = reason;
	return reason == 0 ? 0 : -1;
}

/* Give the file its name, for good. */
static int
rename_temp(struct outfile *out)
{
	if (out->temp.len == 0)
		return 0;
	if (rename(buf_text(&out->temp), out->path) != 0)
		return -1;
	buf_reset(&out->temp);
	/* Some file systems cannot sync a folder, and say so by EINVAL. */
	if (fsync(out->folder) != 0 && errno != EINVAL) {
		int reason = errno;

		(void)unlink(out->path);
		errno = reason;
		return -1;
	}
	return 0;
}

int
outfile_commit(struct outfile *out, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];

	if (finish_stream(out) < 0 || rename_temp(out) < 0) {
		int reason = errno;

		if (out->path != NULL)
			(void)err_quote(quoted, span_of(out->path));
		errno = reason;
		(void)(out->path == NULL
			? err_errno(err, ERR_IO, "cannot write standard output")
			: err_errno(err, ERR_IO, "cannot write '%s'", quoted));
		outfile_abort(out);
		return -1;
	}
	outfile_free(out);
	return 0;
}

void
outfile_abort(struct outfile *out)
{
	if (out == NULL)
		return;
	/* The file is thrown away: what its closing says does not matter. */
	if (out->path != NULL && out->stream != NULL)
		(void)fclose(out->stream);
	if (out->temp.len > 0)
		(void)unlink(buf_text(&out->temp));
	outfile_free(out);
}
