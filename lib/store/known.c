#include <stdlib.h>
#include <string.h>

#include "store/batch.h"
#include "store/db.h"
#include "store/known.h"
#include "store/stmt.h"

#define WORTH 16       /* a pass costs as much as that part of look-ups */
#define BUCKET_BITS 17 /* keys are hashes, so buckets are alike */
#define BUCKET_SHIFT (63 - BUCKET_BITS)
#define BUCKETS ((size_t)1 << BUCKET_BITS)

void
known_clear(struct known *known)
{
	free(known->key);
	free(known->proof);
	free(known->first);
	free(known->touched);
	memset(known, 0, sizeof(*known));
}

static int
reserve(struct known *known, size_t n, struct err *err)
{
	known->key = malloc((n + 1) * sizeof(*known->key));
	known->proof = malloc((n + 1) * sizeof(*known->proof));
	known->first = calloc(BUCKETS + 1, sizeof(*known->first));
	known->touched = calloc(n / 8 + 1, 1);
	if (known->key == NULL || known->proof == NULL ||
	    known->first == NULL || known->touched == NULL)
		return err_nomem(err);
	return 0;
}

/* Those below the bucket's; what is left out the proof makes up for. */
static uint32_t
bits_of(uint64_t key)
{
	return (uint32_t)(key >> (BUCKET_SHIFT - 32));
}

static int
read_keys(
    struct known *known, struct store *store, size_t room, struct err *err)
{
	sqlite3_stmt *stmt = stmt_open(store, "all_event_keys", NULL, 0, err);
	bool has_row = true;
	size_t bucket = 0;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	while ((rc = stmt_step(store, stmt, &has_row, err)) == 0 && has_row) {
		uint64_t key = (uint64_t)sqlite3_column_int64(stmt, 0);

		if (known->n == room) {
			rc = err_set(err, ERR_BUG, "more keys than events");
			break;
		}
		while (bucket <= key >> BUCKET_SHIFT)
			known->first[bucket++] = (uint32_t)known->n;
		known->key[known->n] = (struct known_key){
		    bits_of(key), (uint32_t)sqlite3_column_int64(stmt, 2)};
		known->proof[known->n] =
		    (uint64_t)sqlite3_column_int64(stmt, 1);
		known->n++;
	}
	while (bucket <= BUCKETS)
		known->first[bucket++] = (uint32_t)known->n;
	stmt_close(stmt);
	return rc;
}

int
known_want(struct known *known, struct store *store, int64_t held, size_t n,
    struct err *err)
{
	known->asked += n;
	if (known->is_loaded || held > store->known_max ||
	    (int64_t)known->asked * WORTH < held)
		return 0;
	if (reserve(known, (size_t)held, err) != 0 ||
	    read_keys(known, store, (size_t)held, err) != 0)
		return -1;
	known->is_loaded = true;
	return 0;
}

size_t
known_find(const struct known *known, uint64_t key, uint64_t proof)
{
	uint32_t bits = bits_of(key);
	size_t bucket = (size_t)(key >> BUCKET_SHIFT);
	size_t end = known->first[bucket + 1];

	for (size_t at = known->first[bucket]; at < end; at++)
		if (known->key[at].bits == bits &&
		    (known->proof[at] ^ proof) >> BATCH_DIGEST_BITS == 0)
			return at;
	return KNOWN_NONE;
}

void
known_touch(struct known *known, size_t at)
{
	known->touched[at / 8] |= (unsigned char)(1U << at % 8);
}

bool
known_is_touched(const struct known *known, size_t at)
{
	return (known->touched[at / 8] >> at % 8 & 1) != 0;
}
