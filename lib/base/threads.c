#include <pthread.h>

#include "base/threads.h"

int
threads_run(void *(*run)(void *), void *arguments, size_t size_bytes, int n,
    struct err *err)
{
	pthread_t threads[THREADS_MAX];
	int i, started = 1, status = 0;

	for (; started < n; started++)
		if (pthread_create(&threads[started], NULL, run,
			(char *)arguments + (size_t)started * size_bytes) !=
		    0) {
			status =
			    err_set(err, ERR_SYSTEM, "cannot start a thread");
			break;
		}
	(void)run(arguments);
	for (i = 1; i < started; i++)
		pthread_join(threads[i], NULL);
	return status;
}
