#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journey/sample.h"
#include "kpi/reach.h"

/* The room is used again, and for more channels than a word has bits. */
static void
channels_come_in_order(void **state)
{
	static struct journey_channel channels[130];
	static const uint32_t first[] = {129, 3, 64, 3};
	static const uint32_t second[] = {63, 0};
	struct journey_context context;
	struct journey_event events[4];
	struct journey_customer customer = {
	    .context = &context,
	    .events = events,
	};
	struct once_mark marks[4];
	struct reach reach = {0};
	struct err err = {0};

	(void)state;
	sample_context(&context, NULL);
	context.channels = channels;
	context.n_channels = 130;
	memset(events, 0, sizeof(events));
	for (uint32_t i = 0; i < 4; i++)
		marks[i].event = i;
	for (size_t i = 0; i < 4; i++)
		events[i].channel = first[i];
	assert_int_equal(reach_find(&reach, &customer, marks, 4, &err), 0);
	assert_int_equal(reach.count, 3);
	assert_int_equal(reach.channels[0], 3);
	assert_int_equal(reach.channels[1], 64);
	assert_int_equal(reach.channels[2], 129);
	for (size_t i = 0; i < 2; i++)
		events[i].channel = second[i];
	assert_int_equal(reach_find(&reach, &customer, marks, 2, &err), 0);
	assert_int_equal(reach.count, 2);
	assert_int_equal(reach.channels[0], 0);
	assert_int_equal(reach.channels[1], 63);
	assert_int_equal(reach_find(&reach, &customer, marks, 0, &err), 0);
	assert_int_equal(reach.count, 0);
	reach_clear(&reach);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(channels_come_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
