#include <string.h>

#include "base/beside.h"

static void *
run(void *argument)
{
	struct beside *beside = argument;

	beside->status = beside->work(beside->context, &beside->err);
	return NULL;
}

void
beside_start(struct beside *beside, bool is_apart,
    int (*work)(void *, struct err *), void *context)
{
	memset(beside, 0, sizeof(*beside));
	beside->work = work;
	beside->context = context;
	beside->is_running =
	    is_apart && pthread_create(&beside->thread, NULL, run, beside) == 0;
	if (!beside->is_running)
		(void)run(beside);
}

int
beside_end(struct beside *beside, struct err *err)
{
	if (beside->is_running)
		pthread_join(beside->thread, NULL);
	beside->is_running = false;
	if (beside->status == -1)
		return err_set(err, beside->err.code, "%s", beside->err.msg);
	return beside->status;
}
