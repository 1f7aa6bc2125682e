#include <stdlib.h>

#include "journey/nobody.h"

static int
hear(void *self, const struct journey_customer *customer, struct err *err)
{
	(void)self;
	(void)customer;
	(void)err;
	return 0;
}

static int
hear_loose(void *self, const struct journey_context *context,
    const struct journey_event *events, size_t n, struct err *err)
{
	struct nobody *nobody = self;

	(void)context;
	(void)err;
	for (size_t i = 0; i < n; i++)
		nobody->n_events += events[i].is_in;
	return 0;
}

static int
merge(void *self, const void *other, struct err *err)
{
	(void)err;
	((struct nobody *)self)->n_events +=
	    ((const struct nobody *)other)->n_events;
	return 0;
}

static int
another(const void *self, struct journey_sink *sink, struct err *err)
{
	struct nobody *other = calloc(1, sizeof(*other));

	(void)self;
	if (other == NULL)
		return err_nomem(err);
	*sink = nobody_sink(other);
	return 0;
}

struct journey_sink
nobody_sink(struct nobody *nobody)
{
	struct journey_sink sink = {
	    .self = nobody,
	    .needs = JOURNEY_NEEDS_TIMES,
	    .is_piecewise = true,
	    .customer = hear,
	    .loose = hear_loose,
	    .merge = merge,
	    .another = another,
	    .drop = free,
	};

	return sink;
}
