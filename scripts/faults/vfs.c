/*
 * Disks that fail: a layer between SQLite and its files, loaded before the
 * program (LD_PRELOAD). It counts what SQLite does to files, and does by the
 * environment at the n-th such thing:
 *
 *   FAULT_AT=n       which one
 *   FAULT_MODE       "once" an I/O error, "sticky" one from then on, "full"
 *                    no room from then on, "after" the thing is done and an
 *                    error told, "power" the machine stops
 *   FAULT_SEED=s     of what a power cut takes
 *   FAULT_NOSYNC=1   the disk forgets to sync: the control, which must break
 *   FAULT_COUNT=FILE where the number of things done is written
 *
 * A power cut takes, of what was written since the last sync of a file, some
 * whole, some in part, and leaves some: undone are the writes that did not
 * last, newest first. Two files of a process are not synced with each other.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#define CUT_STATUS 137 /* as after kill -9 */

enum mode {
	MODE_NONE,
	MODE_ONCE,
	MODE_STICKY,
	MODE_FULL,
	MODE_AFTER,
	MODE_POWER
};

/* What was there before a write that is not synced. */
struct undo {
	struct undo *next;
	sqlite3_int64 at;
	sqlite3_int64 size; /* of the whole file, before */
	int len;            /* of data: what the write covered */
	unsigned char data[];
};

/* A file of ours: the real one stands behind it. */
struct shim {
	sqlite3_file base;
	struct shim *next; /* of all that are open */
	struct undo *undo;
	sqlite3_file *real;
};

static sqlite3_vfs *below;
static sqlite3_vfs layer;
static sqlite3_io_methods methods;
static struct shim *all;
static enum mode mode;
static long count;
static long fails_at;
static bool forgets_sync;
static unsigned long seed;

static unsigned
roll(unsigned sides)
{
	seed = seed * 6364136223846793005UL + 1442695040888963407UL;
	return (unsigned)(seed >> 33) % sides;
}

/* Undo one write, wholly or behind some of its bytes. */
static void
take_back(struct shim *shim, const struct undo *undo)
{
	const struct sqlite3_io_methods *io = shim->real->pMethods;
	int from =
	    roll(2) == 0 || undo->len == 0 ? 0 : (int)roll((unsigned)undo->len);

	if (undo->len > from)
		(void)io->xWrite(shim->real, undo->data + from,
		    undo->len - from, undo->at + from);
	if (from == 0)
		(void)io->xTruncate(shim->real, undo->size);
}

static void
cut_power(void)
{
	for (struct shim *shim = all; shim != NULL; shim = shim->next)
		for (struct undo *undo = shim->undo; undo != NULL;
		     undo = undo->next)
			if (roll(3) > 0)
				take_back(shim, undo);
	_exit(CUT_STATUS);
}

/* Called before each thing that can fail: SQLITE_OK, or what to say. */
static int
step(int error)
{
	count++;
	if (fails_at == 0 || count < fails_at || mode == MODE_AFTER)
		return SQLITE_OK;
	if (mode == MODE_POWER)
		cut_power();
	if (mode == MODE_FULL)
		return SQLITE_FULL;
	return count == fails_at || mode == MODE_STICKY ? error : SQLITE_OK;
}

/* And behind it. */
static int
told(int done, int error)
{
	if (mode == MODE_AFTER && count == fails_at && done == SQLITE_OK)
		return error;
	return done;
}

static void
forget(struct shim *shim)
{
	while (shim->undo != NULL) {
		struct undo *undo = shim->undo;

		shim->undo = undo->next;
		free(undo);
	}
}

/* Remember what stands where something is about to be written. */
static void
remember(struct shim *shim, sqlite3_int64 at, sqlite3_int64 len)
{
	const struct sqlite3_io_methods *io = shim->real->pMethods;
	struct undo *undo;
	sqlite3_int64 size = 0;

	if (mode != MODE_POWER)
		return;
	(void)io->xFileSize(shim->real, &size);
	if (at + len > size)
		len = at < size ? size - at : 0;
	undo = malloc(sizeof(*undo) + (size_t)len);
	if (undo == NULL)
		abort();
	undo->at = at;
	undo->size = size;
	undo->len = (int)len;
	if (len > 0)
		(void)io->xRead(shim->real, undo->data, (int)len, at);
	undo->next = shim->undo;
	shim->undo = undo;
}

static int
shim_close(sqlite3_file *file)
{
	struct shim *shim = (struct shim *)file;
	struct shim **at = &all;

	while (*at != shim)
		at = &(*at)->next;
	*at = shim->next;
	forget(shim);
	return shim->real->pMethods->xClose(shim->real);
}

static int
shim_read(sqlite3_file *file, void *out, int len, sqlite3_int64 at)
{
	struct shim *shim = (struct shim *)file;
	int rc = step(SQLITE_IOERR_READ);

	return rc != SQLITE_OK && rc != SQLITE_FULL
	    ? rc
	    : shim->real->pMethods->xRead(shim->real, out, len, at);
}

static int
shim_write(sqlite3_file *file, const void *data, int len, sqlite3_int64 at)
{
	struct shim *shim = (struct shim *)file;
	int rc = step(SQLITE_IOERR_WRITE);

	if (rc != SQLITE_OK)
		return rc;
	remember(shim, at, len);
	return told(shim->real->pMethods->xWrite(shim->real, data, len, at),
	    SQLITE_IOERR_WRITE);
}

static int
shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	struct shim *shim = (struct shim *)file;
	sqlite3_int64 now = 0;
	int rc = step(SQLITE_IOERR_TRUNCATE);

	if (rc != SQLITE_OK && rc != SQLITE_FULL)
		return rc;
	(void)shim->real->pMethods->xFileSize(shim->real, &now);
	remember(shim, size, now > size ? now - size : 0);
	return told(shim->real->pMethods->xTruncate(shim->real, size),
	    SQLITE_IOERR_TRUNCATE);
}

static int
shim_sync(sqlite3_file *file, int flags)
{
	struct shim *shim = (struct shim *)file;
	int rc = step(SQLITE_IOERR_FSYNC);

	if (rc != SQLITE_OK && rc != SQLITE_FULL)
		return rc;
	if (!forgets_sync)
		forget(shim);
	/* The machine does not stop, so the real disk need not be asked. */
	(void)flags;
	return told(SQLITE_OK, SQLITE_IOERR_FSYNC);
}

static int
shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
	struct shim *shim = (struct shim *)file;

	return shim->real->pMethods->xFileSize(shim->real, size);
}

static int
shim_lock(sqlite3_file *file, int level)
{
	struct shim *shim = (struct shim *)file;
	int rc = step(SQLITE_IOERR_LOCK);

	return rc != SQLITE_OK && rc != SQLITE_FULL
	    ? rc
	    : shim->real->pMethods->xLock(shim->real, level);
}

static int
shim_unlock(sqlite3_file *file, int level)
{
	struct shim *shim = (struct shim *)file;

	return shim->real->pMethods->xUnlock(shim->real, level);
}

static int
shim_reserved(sqlite3_file *file, int *is_locked)
{
	struct shim *shim = (struct shim *)file;

	return shim->real->pMethods->xCheckReservedLock(shim->real, is_locked);
}

static int
shim_control(sqlite3_file *file, int what, void *arg)
{
	struct shim *shim = (struct shim *)file;

	return shim->real->pMethods->xFileControl(shim->real, what, arg);
}

static int
shim_sector(sqlite3_file *file)
{
	struct shim *shim = (struct shim *)file;

	return shim->real->pMethods->xSectorSize(shim->real);
}

/* None: a disk that overwrites safely would hide what we look for. */
static int
shim_device(sqlite3_file *file)
{
	(void)file;
	return 0;
}

static int
layer_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
    int *out_flags)
{
	struct shim *shim = (struct shim *)file;
	int rc = step(SQLITE_CANTOPEN);

	(void)vfs;
	shim->base.pMethods = NULL;
	if (rc != SQLITE_OK && rc != SQLITE_FULL)
		return rc;
	shim->real = (sqlite3_file *)(shim + 1);
	rc = below->xOpen(below, name, shim->real, flags, out_flags);
	if (rc != SQLITE_OK)
		return rc;
	shim->base.pMethods = &methods;
	shim->undo = NULL;
	shim->next = all;
	all = shim;
	return SQLITE_OK;
}

static int
layer_delete(sqlite3_vfs *vfs, const char *name, int syncs)
{
	int rc = step(SQLITE_IOERR_DELETE);

	(void)vfs;
	if (rc != SQLITE_OK && rc != SQLITE_FULL)
		return rc;
	return told(below->xDelete(below, name, syncs), SQLITE_IOERR_DELETE);
}

static enum mode
mode_by_name(const char *name)
{
	static const char *const names[] = {
	    "", "once", "sticky", "full", "after", "power"};

	for (size_t i = 0; name != NULL && i < 6; i++)
		if (strcmp(names[i], name) == 0)
			return (enum mode)i;
	return MODE_NONE;
}

__attribute__((constructor)) static void
begin(void)
{
	const char *at = getenv("FAULT_AT");
	const char *number = getenv("FAULT_SEED");

	fails_at = at == NULL ? 0 : atol(at);
	seed = number == NULL ? 1 : strtoul(number, NULL, 10);
	mode = mode_by_name(getenv("FAULT_MODE"));
	forgets_sync = getenv("FAULT_NOSYNC") != NULL;
	below = sqlite3_vfs_find(NULL);
	if (below == NULL)
		return;
	methods = (sqlite3_io_methods){1, shim_close, shim_read, shim_write,
	    shim_truncate, shim_sync, shim_size, shim_lock, shim_unlock,
	    shim_reserved, shim_control, shim_sector, shim_device, NULL, NULL,
	    NULL, NULL, NULL, NULL};
	layer = *below;
	layer.zName = "faults";
	layer.szOsFile = (int)sizeof(struct shim) + below->szOsFile;
	layer.xOpen = layer_open;
	layer.xDelete = layer_delete;
	(void)sqlite3_vfs_register(&layer, 1);
}

__attribute__((destructor)) static void
end(void)
{
	const char *path = getenv("FAULT_COUNT");
	FILE *file;

	if (path == NULL || (file = fopen(path, "w")) == NULL)
		return;
	(void)fprintf(file, "%ld\n", count);
	(void)fclose(file);
}
