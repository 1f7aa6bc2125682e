#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "store/db.h"
#include "store/packed.h"
#include "store/stmt.h"
#include "store/unpack.h"

/* A part of a block as the store has it. */
struct part {
	int number;
	int64_t check;
	size_t at, len; /* of the bytes */
};

/* A block that is not made yet. */
struct raw {
	int64_t id;
	uint64_t place; /* among all that are read, from 0 */
	struct part parts[BLOCK_PARTS];
	size_t n_parts;
	struct buf bytes;
};

/* What the threads share. ${reading} guards the store and what stands behind
 * it, ${turning} the turns and the error. */
struct crew {
	pthread_mutex_t reading, turning;
	pthread_cond_t has_turned;
	struct store *store;
	const struct stream_options *options;
	sqlite3_stmt *blocks;
	uint64_t n_read;
	uint64_t turn; /* whose it is */
	bool is_over;  /* somebody failed: the others stop */
	uint64_t failed_place;
	struct err err;
};

struct worker {
	struct crew *crew;
	const struct stream_hand *hand;
	struct raw raw;
	struct block block;
	pthread_t thread;
};

/* --- bytes of the store --- */

static bool
is_wanted(const struct crew *crew, int64_t first, int64_t last)
{
	const struct stream_options *options = crew->options;
	size_t low = 0, high = options->n_customers;

	if (last == 0)
		return options->has_anonymous;
	if (options->customers == NULL)
		return true;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (options->customers[middle] < first)
			low = middle + 1;
		else
			high = middle;
	}
	return low < options->n_customers && options->customers[low] <= last;
}

static int
fetch_part(struct crew *crew, struct raw *raw, int number, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":id", raw->id * PACKED_PARTS + number)};
	sqlite3_stmt *stmt =
	    stmt_open(crew->store, "packed_part", values, 1, err);
	struct part *part = &raw->parts[raw->n_parts];
	struct span bytes;
	bool has_row;
	int rc;

	if (stmt == NULL)
		return -1;
	rc = stmt_step(crew->store, stmt, &has_row, err);
	if (rc == 0 && !has_row)
		rc = block_damaged(err);
	if (rc == 0) {
		bytes = stmt_bytes(stmt, 1);
		*part = (struct part){.number = number,
		    .check = sqlite3_column_int64(stmt, 0),
		    .at = raw->bytes.len,
		    .len = bytes.len};
		buf_span(&raw->bytes, bytes);
		raw->n_parts++;
		rc = buf_check(&raw->bytes, err);
	}
	stmt_close(stmt);
	return rc;
}

static int
fetch_parts(struct crew *crew, struct raw *raw, uint64_t parts, struct err *err)
{
	uint64_t wanted = parts & crew->options->columns;

	raw->n_parts = 0;
	buf_reset(&raw->bytes);
	if (fetch_part(crew, raw, BLOCK_CUSTOMERS, err) != 0 ||
	    fetch_part(crew, raw, BLOCK_COUNTS, err) != 0)
		return -1;
	for (int part = 0; part < BLOCK_COLUMNS; part++)
		if ((wanted & BLOCK_BIT(part)) != 0 &&
		    fetch_part(crew, raw, part, err) != 0)
			return -1;
	return 0;
}

/* The next block that is wanted, if there is one. */
static int
fetch_next(struct crew *crew, struct raw *raw, bool *has_block, struct err *err)
{
	sqlite3_stmt *blocks = crew->blocks;

	for (;;) {
		if (stmt_step(crew->store, blocks, has_block, err) != 0)
			return -1;
		if (!*has_block)
			return 0;
		if (is_wanted(crew, sqlite3_column_int64(blocks, 1),
			sqlite3_column_int64(blocks, 2)))
			break;
	}
	raw->id = sqlite3_column_int64(blocks, 0);
	raw->place = crew->n_read++;
	return fetch_parts(
	    crew, raw, (uint64_t)sqlite3_column_int64(blocks, 3), err);
}

static int
fetch(struct crew *crew, struct raw *raw, bool *has_block, struct err *err)
{
	int rc = 0;

	*has_block = false;
	if (pthread_mutex_lock(&crew->reading) != 0)
		return err_set(err, ERR_BUG, "a lock does not hold");
	/* The cursor would begin again behind its end. */
	if (crew->blocks != NULL)
		rc = fetch_next(crew, raw, has_block, err);
	if (!*has_block || rc != 0) {
		stmt_close(crew->blocks);
		crew->blocks = NULL;
	}
	(void)pthread_mutex_unlock(&crew->reading);
	return rc;
}

/* --- blocks --- */

static int
make_block(struct worker *worker, struct err *err)
{
	const struct raw *raw = &worker->raw;

	block_reset(&worker->block);
	for (size_t i = 0; i < raw->n_parts; i++) {
		const struct part *part = &raw->parts[i];
		struct span bytes =
		    span_make(raw->bytes.data + part->at, part->len);

		if (packed_check(raw->id * PACKED_PARTS + part->number,
			bytes) != part->check)
			return block_damaged(err);
		if (block_read(&worker->block, part->number, bytes, err) != 0)
			return -1;
	}
	return 0;
}

/* The error of the first block stands, so that it hangs less on chance. */
static void
give_up(struct worker *worker, const struct err *err)
{
	struct crew *crew = worker->crew;

	(void)pthread_mutex_lock(&crew->turning);
	if (!crew->is_over || worker->raw.place < crew->failed_place) {
		crew->failed_place = worker->raw.place;
		crew->err = *err;
	}
	crew->is_over = true;
	(void)pthread_cond_broadcast(&crew->has_turned);
	(void)pthread_mutex_unlock(&crew->turning);
}

static bool
is_over(struct crew *crew)
{
	bool is_over;

	(void)pthread_mutex_lock(&crew->turning);
	is_over = crew->is_over;
	(void)pthread_mutex_unlock(&crew->turning);
	return is_over;
}

/* Only one has the turn, so nothing is locked while it is taken. */
static int
take_turn(struct worker *worker, struct err *err)
{
	struct crew *crew = worker->crew;
	bool is_mine;
	int rc = 0;

	(void)pthread_mutex_lock(&crew->turning);
	while (crew->turn != worker->raw.place && !crew->is_over)
		(void)pthread_cond_wait(&crew->has_turned, &crew->turning);
	is_mine = !crew->is_over;
	(void)pthread_mutex_unlock(&crew->turning);
	if (!is_mine)
		return 0;
	rc = worker->hand->in_turn(worker->hand->self, &worker->block, err);
	(void)pthread_mutex_lock(&crew->turning);
	crew->turn++;
	(void)pthread_cond_broadcast(&crew->has_turned);
	(void)pthread_mutex_unlock(&crew->turning);
	return rc;
}

static int
take_block(struct worker *worker, struct err *err)
{
	const struct stream_hand *hand = worker->hand;

	if (make_block(worker, err) != 0 ||
	    hand->take(hand->self, &worker->block, err) != 0)
		return -1;
	return hand->in_turn == NULL ? 0 : take_turn(worker, err);
}

static void *
work(void *self)
{
	struct worker *worker = self;
	struct err err = {0};
	bool has_block = true;

	while (!is_over(worker->crew)) {
		if (fetch(worker->crew, &worker->raw, &has_block, &err) != 0 ||
		    (has_block && take_block(worker, &err) != 0))
			give_up(worker, &err);
		if (!has_block)
			break;
	}
	return NULL;
}

/* --- all of them --- */

/* The first works here. Whoever cannot be had is not needed. */
static void
work_all(struct worker *workers, size_t n)
{
	size_t n_started = 1;

	while (n_started < n &&
	    pthread_create(&workers[n_started].thread, NULL, work,
		&workers[n_started]) == 0)
		n_started++;
	(void)work(&workers[0]);
	for (size_t i = 1; i < n_started; i++)
		(void)pthread_join(workers[i].thread, NULL);
}

static int
read_all(struct crew *crew, const struct stream_hand *hands, size_t n,
    struct err *err)
{
	struct worker *workers = calloc(n, sizeof(*workers));

	if (workers == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		workers[i].crew = crew;
		workers[i].hand = &hands[i];
	}
	work_all(workers, n);
	for (size_t i = 0; i < n; i++) {
		buf_clear(&workers[i].raw.bytes);
		block_clear(&workers[i].block);
	}
	free(workers);
	if (!crew->is_over)
		return 0;
	return err_set(err, crew->err.code, "%s", crew->err.msg);
}

int
unpack_read(struct store *store, const struct stream_options *options,
    const struct stream_hand *hands, size_t n, struct err *err)
{
	struct crew crew = {
	    .reading = PTHREAD_MUTEX_INITIALIZER,
	    .turning = PTHREAD_MUTEX_INITIALIZER,
	    .has_turned = PTHREAD_COND_INITIALIZER,
	    .store = store,
	    .options = options,
	    .blocks = stmt_open(store, "packed_blocks", NULL, 0, err),
	};
	int rc;

	if (crew.blocks == NULL)
		return -1;
	rc = read_all(&crew, hands, n, err);
	stmt_close(crew.blocks);
	(void)pthread_cond_destroy(&crew.has_turned);
	(void)pthread_mutex_destroy(&crew.turning);
	(void)pthread_mutex_destroy(&crew.reading);
	return rc;
}
