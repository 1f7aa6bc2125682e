#include <stdlib.h>

#include "flow/warm.h"

static void
read_ahead(struct warm *warm, struct store *store, size_t from)
{
	struct lookup lookup = {.store = store, .n_records = warm->n_records};
	struct lookup_person person = {0};
	const struct store_record *record;
	struct err err = {0};
	struct store_records *records = store_records_open_few(store, &err);
	size_t i;

	for (i = from; records != NULL && i < warm->n && !warm->is_over;
	     i += WARM_THREADS)
		if (lookup_read(&lookup, warm->records[i], &person, &err) ==
			-1 ||
		    store_records_get(records, person.key, person.said,
			person.n_said, &record, &err) == -1)
			break;
	store_records_close(records);
	lookup_person_clear(&person);
	lookup_clear(&lookup);
}

static void *
run(void *context)
{
	struct warm_thread *me = context;
	struct err err = {0};
	struct store *store = store_open_again(me->warm->store, &err);

	if (store == NULL)
		return NULL;
	if (store_begin_read(store, &err) == 0)
		read_ahead(me->warm, store, me->from);
	store_close(store);
	return NULL;
}

void
warm_start(struct warm *warm, const struct lookup *lookup,
    const uint32_t *records, size_t n)
{
	struct warm_thread *thread;

	if (lookup->store == NULL)
		return;
	warm->store = lookup->store;
	warm->n_records = lookup->n_records;
	warm->records = records;
	warm->n = n;
	warm->is_over = false;
	for (warm->n_threads = 0; warm->n_threads < WARM_THREADS;
	     warm->n_threads++) {
		thread = &warm->threads[warm->n_threads];
		thread->warm = warm;
		thread->from = (size_t)warm->n_threads;
		if (pthread_create(&thread->thread, NULL, run, thread) != 0)
			break;
	}
}

void
warm_stop(struct warm *warm)
{
	warm->is_over = true;
	while (warm->n_threads > 0)
		(void)pthread_join(
		    warm->threads[--warm->n_threads].thread, NULL);
}

static void *
load(void *context)
{
	struct warm_frequency *warm = context;
	struct store *store = store_open_again(warm->store, &warm->err);

	if (store == NULL)
		return NULL;
	if (store_begin_read(store, &warm->err) == 0)
		(void)lookup_frequency(store, &warm->found, &warm->err);
	store_close(store);
	return NULL;
}

void
warm_frequency_start(struct warm_frequency *warm, struct store *store)
{
	warm->store = store;
	warm->is_running = pthread_create(&warm->thread, NULL, load, warm) == 0;
}

int
warm_frequency_take(
    struct warm_frequency *warm, struct frequency **frequency, struct err *err)
{
	bool is_there = warm->is_running;

	*frequency = NULL;
	if (is_there) {
		(void)pthread_join(warm->thread, NULL);
		warm->is_running = false;
	}
	if (!is_there || warm->err.code != ERR_NONE)
		return lookup_frequency(warm->store, frequency, err);
	*frequency = warm->found;
	warm->found = NULL;
	return 0;
}

void
warm_frequency_clear(struct warm_frequency *warm)
{
	if (warm->is_running)
		(void)pthread_join(warm->thread, NULL);
	warm->is_running = false;
	if (warm->found != NULL)
		frequency_clear(warm->found);
	free(warm->found);
	warm->found = NULL;
}
