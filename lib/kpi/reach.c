#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "kpi/reach.h"

#define WORD 64

static int
make_room(struct reach *reach, size_t n_channels, struct err *err)
{
	size_t words = n_channels / WORD + 1;

	if (array_grow(&reach->bits, &reach->bits_cap, words,
		sizeof(*reach->bits), err) != 0 ||
	    array_grow(&reach->channels, &reach->channels_cap, n_channels + 1,
		sizeof(*reach->channels), err) != 0)
		return -1;
	for (; reach->n_words < words; reach->n_words++)
		reach->bits[reach->n_words] = 0;
	return 0;
}

static void
mark(struct reach *reach, uint32_t channel)
{
	reach->bits[channel / WORD] |= UINT64_C(1) << channel % WORD;
}

/* From bits to numbers. */
static void
list(struct reach *reach, size_t n_channels)
{
	reach->count = 0;
	for (uint32_t i = 0; i < n_channels; i++)
		if ((reach->bits[i / WORD] >> i % WORD & 1) != 0)
			reach->channels[reach->count++] = i;
	memset(reach->bits, 0, reach->n_words * sizeof(*reach->bits));
}

int
reach_find(struct reach *reach, const struct journey_customer *customer,
    const struct once_mark *marks, size_t n, struct err *err)
{
	size_t n_channels = customer->context->n_channels;

	if (make_room(reach, n_channels, err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		mark(reach, journey_at(customer, marks[i].event)->channel);
	list(reach, n_channels);
	return 0;
}

const struct reach *
reach_touches(struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	size_t n_channels = journey->context->n_channels;
	struct reach *reach = customer->reach;

	if (customer->has_reach)
		return reach;
	if (make_room(reach, n_channels, err) != 0)
		return NULL;
	for (size_t i = 0; i < customer->touches.count; i++)
		mark(reach,
		    journey_at(journey, customer->touches.at[i])->channel);
	list(reach, n_channels);
	customer->has_reach = true;
	return reach;
}

void
reach_clear(struct reach *reach)
{
	free(reach->bits);
	free(reach->channels);
	memset(reach, 0, sizeof(*reach));
}
