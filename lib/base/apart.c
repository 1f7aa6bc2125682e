#include <string.h>

#include "base/apart.h"

static void *
run(void *argument)
{
	struct apart *apart = argument;

	apart->status = apart->work(apart->context, &apart->err);
	return NULL;
}

void
apart_start(struct apart *apart, bool is_apart,
    int (*work)(void *, struct err *), void *context)
{
	memset(apart, 0, sizeof(*apart));
	apart->work = work;
	apart->context = context;
	apart->is_running =
	    is_apart && pthread_create(&apart->thread, NULL, run, apart) == 0;
	if (!apart->is_running)
		(void)run(apart);
}

int
apart_end(struct apart *apart, struct err *err)
{
	if (apart->is_running)
		pthread_join(apart->thread, NULL);
	apart->is_running = false;
	if (apart->status == -1)
		return err_set(err, apart->err.code, "%s", apart->err.msg);
	return apart->status;
}
