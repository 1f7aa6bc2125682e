#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "journey/activity.h"
#include "journey/sample.h"

static void
names(void **state)
{
	static const struct {
		struct activity_options options;
		const char *name;
	} cases[] = {
	    {{false, false}, "phone"},
	    {{false, true}, "phone:inquiry"},
	    {{true, false}, "contact"},
	    {{true, true}, "contact:inquiry"},
	};
	struct sample sample = {.at = "2026-01-01", .what = "phone:inquiry"};
	struct journey_event event = sample_event(&sample);
	struct journey_context context;

	(void)state;
	sample_context(&context, NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf buf = {0};

		activity_name(&context, &cases[i].options,
		    activity_of(&context, &cases[i].options, &event), &buf);
		assert_string_equal(buf_text(&buf), cases[i].name);
		buf_clear(&buf);
	}
}

static void
collapses(void **state)
{
	static const struct {
		enum activity_collapse collapse;
		size_t n;
		uint32_t in[5];
		size_t n_out;
		uint32_t out[5];
	} cases[] = {
	    {ACTIVITY_ALL, 4, {1, 1, 2, 1}, 4, {1, 1, 2, 1}},
	    {ACTIVITY_REPEATS, 4, {1, 1, 2, 1}, 3, {1, 2, 1}},
	    {ACTIVITY_FIRST, 4, {1, 1, 2, 1}, 2, {1, 2}},
	    {ACTIVITY_REPEATS, 3, {1, 1, 1}, 1, {1}},
	    {ACTIVITY_REPEATS, 1, {1}, 1, {1}},
	    {ACTIVITY_FIRST, 0, {0}, 0, {0}},
	    {ACTIVITY_FIRST, 5, {3, 2, 3, 1, 2}, 3, {3, 2, 1}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t got[5];

		for (size_t j = 0; j < 5; j++)
			got[j] = cases[i].in[j];
		assert_int_equal(
		    activity_collapse(got, cases[i].n, cases[i].collapse),
		    cases[i].n_out);
		assert_memory_equal(
		    got, cases[i].out, cases[i].n_out * sizeof(got[0]));
	}
}

static void
test_path(void **state)
{
	static const struct journey_event events[] = {
	    {.channel = SAMPLE_EC, .kind = CANON_VIEW},
	    {.channel = SAMPLE_EC, .kind = CANON_PURCHASE},
	    {.channel = SAMPLE_PHONE, .kind = CANON_INQUIRY}};
	static const uint32_t touches[] = {0, 1, 2};
	const struct activity_options plain = {.is_group = false};
	const struct activity_options fine = {.has_kind = true};
	struct journey_context context;
	const struct journey_customer customer = {
	    .context = &context, .events = events, .n_events = 3};
	struct activity_room room = {0};
	struct buf buf = {0};
	struct err err = {0};

	(void)state;
	sample_context(&context, NULL);
	assert_int_equal(activity_path(&customer, &plain, ACTIVITY_REPEATS,
			     touches, 3, &room, &buf, &err),
	    0);
	buf_str(&buf, " / ");
	assert_int_equal(activity_path(&customer, &fine, ACTIVITY_ALL, touches,
			     2, &room, &buf, &err),
	    0);
	assert_string_equal(
	    buf_text(&buf), "ec > phone / ec:view > ec:purchase");
	free(room.items);
	buf_clear(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names),
	    cmocka_unit_test(collapses),
	    cmocka_unit_test(test_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
