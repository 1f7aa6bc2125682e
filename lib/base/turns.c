#include <string.h>

#include "base/turns.h"

int
turns_init(struct turns *turns, struct err *err)
{
	memset(turns, 0, sizeof(*turns));
	if (pthread_mutex_init(&turns->lock, NULL) != 0)
		return err_nomem(err);
	if (pthread_cond_init(&turns->has_turned, NULL) == 0)
		return 0;
	(void)pthread_mutex_destroy(&turns->lock);
	return err_nomem(err);
}

void
turns_clear(struct turns *turns)
{
	(void)pthread_cond_destroy(&turns->has_turned);
	(void)pthread_mutex_destroy(&turns->lock);
}

bool
turns_wait(struct turns *turns, uint64_t place)
{
	bool is_mine;

	(void)pthread_mutex_lock(&turns->lock);
	while (turns->turn != place && !turns->is_over)
		(void)pthread_cond_wait(&turns->has_turned, &turns->lock);
	is_mine = !turns->is_over;
	(void)pthread_mutex_unlock(&turns->lock);
	return is_mine;
}

void
turns_end(struct turns *turns)
{
	(void)pthread_mutex_lock(&turns->lock);
	turns->turn++;
	(void)pthread_cond_broadcast(&turns->has_turned);
	(void)pthread_mutex_unlock(&turns->lock);
}

void
turns_fail(struct turns *turns, uint64_t place, const struct err *err)
{
	(void)pthread_mutex_lock(&turns->lock);
	if (!turns->is_over || place < turns->failed_place) {
		turns->failed_place = place;
		turns->err = *err;
	}
	turns->is_over = true;
	(void)pthread_cond_broadcast(&turns->has_turned);
	(void)pthread_mutex_unlock(&turns->lock);
}

bool
turns_are_over(struct turns *turns)
{
	bool is_over;

	(void)pthread_mutex_lock(&turns->lock);
	is_over = turns->is_over;
	(void)pthread_mutex_unlock(&turns->lock);
	return is_over;
}

int
turns_result(const struct turns *turns, struct err *err)
{
	if (!turns->is_over)
		return 0;
	return err_set(err, turns->err.code, "%s", turns->err.msg);
}
