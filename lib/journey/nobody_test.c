#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journey/nobody.h"
#include "journey/sample.h"

static const struct sample samples[] = {
    {.who = "", .at = "2026-01-01 10:00", .what = "ec:view"},
    {.who = "", .at = "2026-01-02 10:00", .what = "ec:view"},
    {.who = "", .at = "2026-01-02 11:00", .what = "phone:inquiry"},
    {.who = "a", .at = "2026-01-02 10:00", .what = "ec:view"},
};

static const struct {
	const char *from;
	int64_t expected;
} cases[] = {
    {NULL, 3},
    {"2026-01-02 00:00", 2},
    {"2026-02-01 00:00", 0},
};

static void
test_counts(void **state)
{
	struct err err = {0};
	struct zone *zone = zone_open("Asia/Tokyo", &err);

	(void)state;
	assert_non_null(zone);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct journey_context context;
		struct nobody nobody = {0};
		struct journey_sink sink = nobody_sink(&nobody);
		struct journey_sink other = {0};

		sample_context(&context, zone);
		if (cases[i].from != NULL)
			context.filter.from_us = sample_us(cases[i].from);
		assert_int_equal(
		    sample_tell(&context, &sink, samples, 4, &err), 0);
		assert_int_equal(nobody.n_events, cases[i].expected);
		/* Another part of the stream, and both together. */
		assert_int_equal(sink.another(sink.self, &other, &err), 0);
		assert_int_equal(
		    sample_tell(&context, &other, samples, 4, &err), 0);
		assert_int_equal(sink.merge(sink.self, other.self, &err), 0);
		other.drop(other.self);
		assert_int_equal(nobody.n_events, 2 * cases[i].expected);
	}
	zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_counts)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
