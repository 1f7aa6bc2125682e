#include <pthread.h>
#include <unistd.h>

#include "store/beside.h"
#include "store/db.h"

/* So few rows are read sooner than another connection is made. */
#define FEW INT64_C(50000)

/* Another connection sees what is committed, and the store's the same as long
 * as it keeps others from writing and has written nothing itself. */
static bool
can_share(const struct store *store)
{
	if (store->path == NULL)
		return false;
	if (store->is_in_write)
		return sqlite3_total_changes(store->db) == store->changes;
	return store->is_in_read;
}

/* NULL when there is none with the same view. */
static struct store *
open_one(struct store *store)
{
	struct err ignored = {0};
	struct store *beside = store_open_again(store, &ignored);
	int64_t ours = 0, theirs = 0;

	if (beside != NULL && store_begin_read(beside, &ignored) == 0 &&
	    store_generation(beside, &theirs, &ignored) == 0 &&
	    store_generation(store, &ours, &ignored) == 0 && ours == theirs)
		return beside;
	store_close(beside);
	return NULL;
}

void
beside_open_some(struct beside *beside, struct store *store, size_t n)
{
	beside->stores[0] = store;
	beside->n = 1;
	if (n > BESIDE_MAX)
		n = BESIDE_MAX;
	while (beside->n < n && can_share(store)) {
		struct store *one = open_one(store);

		if (one == NULL)
			break;
		beside->stores[beside->n++] = one;
	}
}

void
beside_open(struct beside *beside, struct store *store, int64_t n_rows)
{
	long n_cores = sysconf(_SC_NPROCESSORS_ONLN);

	beside_open_some(
	    beside, store, n_rows < FEW || n_cores < 1 ? 1 : (size_t)n_cores);
}

void
beside_close(struct beside *beside)
{
	while (beside->n > 1)
		store_close(beside->stores[--beside->n]);
	beside->n = 0;
}

struct task {
	beside_work *work;
	void *self;
	struct store *store;
	pthread_t thread;
	int rc;
	struct err err;
};

static void *
run(void *self)
{
	struct task *task = self;

	task->rc = task->work(task->self, task->store, &task->err);
	return NULL;
}

/* Whoever has no thread works in this one. */
int
beside_run(const struct beside *beside, beside_work *work, void *const *selves,
    struct err *err)
{
	struct task tasks[BESIDE_MAX] = {{.work = work, .self = selves[0]}};
	size_t n_started = 1;

	tasks[0].store = beside->stores[0];
	for (size_t i = 1; i < beside->n; i++)
		tasks[i] = (struct task){.work = work,
		    .self = selves[i],
		    .store = beside->stores[i]};
	while (n_started < beside->n &&
	    pthread_create(
		&tasks[n_started].thread, NULL, run, &tasks[n_started]) == 0)
		n_started++;
	(void)run(&tasks[0]);
	for (size_t i = n_started; i < beside->n; i++)
		(void)run(&tasks[i]);
	for (size_t i = 1; i < n_started; i++)
		(void)pthread_join(tasks[i].thread, NULL);
	for (size_t i = 0; i < beside->n; i++)
		if (tasks[i].rc != 0)
			return err_set(
			    err, tasks[i].err.code, "%s", tasks[i].err.msg);
	return 0;
}
