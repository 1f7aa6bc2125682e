#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/turns.h"
#include "store/overlay.h"
#include "store/unpack.h"

/* Behind all customers: with them only events of nobody are read. */
#define NO_CUSTOMER INT64_MAX

/* What the threads share. ${reading} guards the store and what stands behind
 * it. */
struct crew {
	struct turns turns;
	pthread_mutex_t reading;
	struct store *store;
	const struct shelf *shelf;
	const struct stream_options *options;
	size_t next; /* block */
	uint64_t n_read;
	bool is_damaged;
	bool has_loose; /* packed blocks of nobody are good */
};

struct worker {
	struct crew *crew;
	const struct stream_hand *hand;
	const struct shelf_block *from;
	uint64_t place; /* of the block among all that are read, from 0 */
	struct shelf_raw raw, news_raw;
	struct block base, news, hidden;
	struct overlay overlay;
	pthread_t thread;
};

/* --- bytes of the store --- */

static bool
is_wanted(const struct crew *crew, const struct shelf_block *block)
{
	const struct stream_options *options = crew->options;
	size_t low = 0, high = options->n_customers;

	if (block->high == 0)
		return crew->has_loose;
	if (options->customers == NULL)
		return true;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (options->customers[middle] < block->low)
			low = middle + 1;
		else
			high = middle;
	}
	return low < options->n_customers &&
	    options->customers[low] <= block->high;
}

static int
fetch_block(struct worker *worker, struct err *err)
{
	struct crew *crew = worker->crew;
	const struct shelf_block *from = worker->from;
	uint64_t wanted = crew->options->columns | BLOCK_BIT(BLOCK_CUSTOMERS) |
	    BLOCK_BIT(BLOCK_COUNTS) | BLOCK_BIT(SHELF_HIDDEN);

	/* Events of both are put side by side by their times. */
	if (from->news_id != 0)
		wanted |= BLOCK_BIT(BLOCK_AT);
	if (from->id != 0 &&
	    shelf_fetch(crew->store, from->id, from->parts & wanted,
		&worker->raw, err) != 0)
		return -1;
	if (from->news_id == 0 || from->news != NULL)
		return 0;
	return shelf_fetch(crew->store, from->news_id,
	    from->news_parts & wanted, &worker->news_raw, err);
}

static int
fetch_next(struct worker *worker, bool *has_block, struct err *err)
{
	struct crew *crew = worker->crew;
	const struct shelf *shelf = crew->shelf;

	while (crew->next < shelf->count &&
	    !is_wanted(crew, &shelf->blocks[crew->next]))
		crew->next++;
	*has_block = crew->next < shelf->count;
	if (!*has_block)
		return 0;
	worker->from = &shelf->blocks[crew->next++];
	worker->place = crew->n_read++;
	return fetch_block(worker, err);
}

static int
fetch(struct worker *worker, bool *has_block, struct err *err)
{
	struct crew *crew = worker->crew;
	int rc;

	*has_block = false;
	if (pthread_mutex_lock(&crew->reading) != 0)
		return err_set(err, ERR_BUG, "a lock does not hold");
	rc = fetch_next(worker, has_block, err);
	(void)pthread_mutex_unlock(&crew->reading);
	return rc;
}

/* --- blocks --- */

static int
make_block(struct worker *worker, const struct block **made, struct err *err)
{
	const struct shelf_block *from = worker->from;
	const struct shelf_raw *news =
	    from->news != NULL ? from->news : &worker->news_raw;

	block_reset(&worker->base);
	if (from->id != 0 &&
	    shelf_make(&worker->raw, &worker->base, NULL, err) != 0)
		return -1;
	*made = &worker->base;
	if (from->news_id == 0)
		return 0;
	if (shelf_make(news, &worker->news, &worker->hidden, err) != 0)
		return -1;
	*made = from->id == 0 ? &worker->news : &worker->overlay.block;
	return from->id == 0 ? 0
			     : overlay_merge(&worker->overlay, &worker->base,
				   &worker->news, &worker->hidden, err);
}

static bool
wait_turn(struct worker *worker)
{
	return worker->hand->in_turn == NULL ||
	    turns_wait(&worker->crew->turns, worker->place);
}

static void
end_turn(struct worker *worker)
{
	if (worker->hand->in_turn != NULL)
		turns_end(&worker->crew->turns);
}

static int
take_both(void *self, const struct block *block, struct err *err)
{
	const struct stream_hand *hand = self;

	if (hand->take(hand->self, block, err) != 0)
		return -1;
	return hand->in_turn == NULL ? 0
				     : hand->in_turn(hand->self, block, err);
}

/* The rows say the same, only slower. */
static int
take_rows(struct worker *worker, struct err *err)
{
	struct crew *crew = worker->crew;
	struct stream_hand hand = *worker->hand;
	struct stream_options options = *crew->options;
	int rc;

	options.low = worker->from->low;
	options.high = worker->from->high;
	options.has_anonymous = false;
	options.is_unpacked = true;
	if (!wait_turn(worker))
		return 0;
	if (pthread_mutex_lock(&crew->reading) != 0)
		return err_set(err, ERR_BUG, "a lock does not hold");
	crew->is_damaged = true;
	rc = stream_read(crew->store, &options, take_both, &hand, err);
	(void)pthread_mutex_unlock(&crew->reading);
	end_turn(worker);
	return rc;
}

static int
take_block(struct worker *worker, const struct block *block, struct err *err)
{
	const struct stream_hand *hand = worker->hand;
	int rc = 0;

	if (block->n_events > 0 && hand->take(hand->self, block, err) != 0)
		return -1;
	if (hand->in_turn == NULL || !wait_turn(worker))
		return 0;
	if (block->n_events > 0)
		rc = hand->in_turn(hand->self, block, err);
	end_turn(worker);
	return rc;
}

/* One block, if there is another. */
static int
work_once(struct worker *worker, bool *has_block, struct err *err)
{
	const struct block *block = NULL;
	int rc = fetch(worker, has_block, err);

	if (rc == 0 && !*has_block)
		return 0;
	if (rc == 0)
		rc = make_block(worker, &block, err);
	if (rc == 0)
		return take_block(worker, block, err);
	if (err->code != ERR_DATA || !*has_block)
		return -1;
	err_clear(err);
	return take_rows(worker, err);
}

static void *
work(void *self)
{
	struct worker *worker = self;
	struct err err = {0};
	bool has_block = true;

	while (has_block && !turns_are_over(&worker->crew->turns))
		if (work_once(worker, &has_block, &err) != 0) {
			turns_fail(&worker->crew->turns, worker->place, &err);
			has_block = false;
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

static void
clear_worker(struct worker *worker)
{
	shelf_drop(&worker->raw);
	shelf_drop(&worker->news_raw);
	block_clear(&worker->base);
	block_clear(&worker->news);
	block_clear(&worker->hidden);
	overlay_clear(&worker->overlay);
}

/* Events of nobody cannot be had for one block alone: they are looked at
 * before the first is taken. */
static int
check_loose(struct crew *crew, struct err *err)
{
	struct worker worker = {.crew = crew};
	const struct block *block;
	int rc = 0;

	crew->has_loose = crew->options->has_anonymous;
	for (size_t i = 0; rc == 0 && i < crew->shelf->count; i++) {
		worker.from = &crew->shelf->blocks[i];
		if (!crew->has_loose || worker.from->high != 0)
			continue;
		rc = fetch_block(&worker, err);
		if (rc == 0)
			rc = make_block(&worker, &block, err);
	}
	clear_worker(&worker);
	if (rc == 0 || err->code != ERR_DATA)
		return rc;
	err_clear(err);
	crew->has_loose = false;
	crew->is_damaged = true;
	return 0;
}

static int
read_loose(struct crew *crew, const struct stream_hand *hand, struct err *err)
{
	struct stream_options options = *crew->options;
	struct stream_hand own = *hand;

	if (crew->has_loose || !options.has_anonymous)
		return 0;
	options.low = NO_CUSTOMER;
	options.high = NO_CUSTOMER;
	options.is_unpacked = true;
	return stream_read(crew->store, &options, take_both, &own, err);
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
	for (size_t i = 0; i < n; i++)
		clear_worker(&workers[i]);
	free(workers);
	return turns_result(&crew->turns, err);
}

int
unpack_read(struct store *store, const struct shelf *shelf,
    const struct stream_options *options, const struct stream_hand *hands,
    size_t n, bool *is_damaged, struct err *err)
{
	struct crew crew = {
	    .reading = PTHREAD_MUTEX_INITIALIZER,
	    .store = store,
	    .shelf = shelf,
	    .options = options,
	};
	int rc = turns_init(&crew.turns, err);

	if (rc != 0)
		return -1;
	rc = check_loose(&crew, err);
	if (rc == 0)
		rc = read_loose(&crew, &hands[0], err);
	if (rc == 0)
		rc = read_all(&crew, hands, n, err);
	*is_damaged = crew.is_damaged;
	turns_clear(&crew.turns);
	(void)pthread_mutex_destroy(&crew.reading);
	return rc;
}
