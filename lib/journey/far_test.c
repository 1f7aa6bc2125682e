#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journey/far.h"
#include "journey/sample.h"

#define N 11
#define BITS 2 /* pieces of 4: 0 to 3, 4 to 7, 8 to 10 */

/* Events of a customer that are numbered by their times; how often some were
 * made, and from which on they cannot be. */
struct maker {
	size_t made;
	size_t bad; /* 0: all can */
};

static int
make(void *self, size_t first, size_t n, struct journey_event *events,
    struct arena *arena, struct err *err)
{
	static const char letters[] = "abcdefghijk";
	struct maker *maker = self;

	maker->made++;
	if (maker->bad > 0 && first >= maker->bad)
		return err_set(err, ERR_DATA, "no event %zu", first);
	for (size_t i = 0; i < n; i++) {
		memset(&events[i], 0, sizeof(events[i]));
		events[i].at_us = (int64_t)(first + i);
		events[i].kind = CANON_VIEW;
		events[i].text =
		    arena_span(arena, span_make(letters + first + i, 1));
	}
	return 0;
}

/* Marks every third as no touch, every second as not in, and counts stages. */
static void
look(void *self, struct journey_event *events, size_t n)
{
	size_t *seen = self;

	for (size_t i = 0; i < n; i++) {
		events[i].is_touch = *seen % 3 != 0;
		events[i].is_in = *seen % 2 != 0;
		events[i].stage = (int8_t)(1 + *seen % 4);
		++*seen;
	}
}

static struct far *
open_far(struct maker *maker, struct journey_from *from, size_t n_pieces)
{
	struct far *far;
	struct err err = {0};
	size_t seen = 0;

	*from = (struct journey_from){.make = make,
	    .self = maker,
	    .piece_bits = BITS,
	    .n_pieces = n_pieces};
	far = far_new(&err);
	assert_non_null(far);
	assert_int_equal(far_open(far, from, N, look, &seen, &err), 0);
	assert_int_equal(seen, N);
	return far;
}

static void
check(struct far *far, size_t at)
{
	const struct journey_event *event = far_event(far, at);

	assert_int_equal(event->at_us, (int64_t)at);
	assert_int_equal(event->text.data[0], 'a' + (int)at);
	assert_int_equal(event->is_touch, at % 3 != 0);
	assert_int_equal(event->is_in, at % 2 != 0);
	assert_int_equal(event->stage, 1 + at % 4);
}

static void
events_are_the_same_in_any_order(void **state)
{
	struct maker maker = {0};
	struct journey_from from;
	struct far *far = open_far(&maker, &from, 2);

	(void)state;
	for (size_t step = 1; step < N; step++)
		for (size_t i = 0; i < (size_t)3 * N; i++)
			check(far, i * step % N);
	for (size_t i = N; i-- > 0;)
		check(far, i);
	far_free(far);
}

static void
those_asked_for_last_are_kept(void **state)
{
	static const struct {
		size_t at;
		size_t made; /* altogether */
	} cases[] = {
	    {10, 3}, /* all once, to be looked at; the last two are kept */
	    {4, 3},
	    {9, 3},
	    {0, 4}, /* instead of 4 to 7 */
	    {8, 4},
	    {7, 5}, /* instead of 0 to 3 */
	    {10, 5},
	    {3, 6},
	};
	struct maker maker = {0};
	struct journey_from from;
	struct far *far = open_far(&maker, &from, 2);
	const struct journey_event *held;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		check(far, cases[i].at);
		assert_int_equal(maker.made, cases[i].made);
	}
	held = far_event(far, 3);
	check(far, 9);
	check(far, 2);
	assert_ptr_equal(far_event(far, 3), held);
	far_free(far);
}

static void
pieces_lie_together(void **state)
{
	static const size_t cases[][2] = {
	    {0, 4}, {3, 1}, {4, 4}, {5, 3}, {8, 3}, {10, 1}};
	struct maker maker = {0};
	struct journey_from from;
	struct far *far = open_far(&maker, &from, 2);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n = 0;
		const struct journey_event *events =
		    far_piece(far, cases[i][0], &n);

		assert_int_equal(n, cases[i][1]);
		for (size_t j = 0; j < n; j++)
			assert_int_equal(
			    events[j].at_us, (int64_t)(cases[i][0] + j));
	}
	far_free(far);
}

static void
what_cannot_be_made_is_told(void **state)
{
	struct maker maker = {0};
	struct journey_from from;
	struct far *far = open_far(&maker, &from, 2);
	struct err err = {0};
	size_t seen = 0, n;

	(void)state;
	assert_int_equal(far_check(far, &err), 0);
	/* From now on; the last two pieces are there. */
	maker.bad = 1;
	check(far, 9);
	check(far, 4);
	check(far, 0);
	assert_int_equal(far_check(far, &err), 0);
	assert_int_equal(far_event(far, 8)->at_us, 0);
	assert_int_equal(far_piece(far, 9, &n)->at_us, 0);
	assert_int_equal(n, 1);
	assert_int_equal(far_check(far, &err), -1);
	assert_string_equal(err.msg, "no event 8");
	/* The next customer cannot be opened, the one after that can. */
	err_clear(&err);
	assert_int_equal(far_open(far, &from, N, look, &seen, &err), -1);
	assert_string_equal(err.msg, "no event 4");
	err_clear(&err);
	maker.bad = 0;
	seen = 0;
	assert_int_equal(far_open(far, &from, 1, look, &seen, &err), 0);
	check(far, 0);
	assert_int_equal(far_check(far, &err), 0);
	far_free(far);
}

/* Who listens hears of it as well. */
static int
ask_all(void *self, const struct journey_customer *customer, struct err *err)
{
	struct maker *maker = self;

	(void)err;
	maker->bad = 5;
	for (size_t i = 0; i < customer->n_events; i++)
		(void)journey_at(customer, i);
	return 0;
}

static void
a_stream_fails_where_events_do(void **state)
{
	struct maker maker = {0};
	const struct journey_from from = {
	    .make = make, .self = &maker, .piece_bits = BITS, .n_pieces = 2};
	struct journey_sink sink = {.self = &maker, .customer = ask_all};
	struct journey_context context;
	struct err err = {0};
	struct journey *journey;

	(void)state;
	sample_context(&context, NULL);
	journey = journey_new(&context, &err);
	assert_non_null(journey);
	assert_int_equal(journey_listen(journey, &sink, &err), 0);
	assert_int_equal(
	    journey_feed_far(journey, span_of("A"), &from, N, &err), -1);
	assert_string_equal(err.msg, "no event 8");
	journey_free(journey);
}

static int
count(void *self, const struct journey_customer *customer, struct err *err)
{
	(void)err;
	*(size_t *)self += customer->n_events;
	return 0;
}

static void
what_is_later_is_left_out(void **state)
{
	static const struct {
		int64_t as_of_us;
		bool is_until;
		size_t n;
	} cases[] = {
	    {4, false, N},
	    {CANON_NO_TIME, true, N},
	    {-1, true, 0},
	    {0, true, 1},
	    {4, true, 5},
	    {9, true, 10},
	    {10, true, N},
	    {99, true, N},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct maker maker = {0};
		const struct journey_from from = {.make = make,
		    .self = &maker,
		    .piece_bits = BITS,
		    .n_pieces = 2};
		size_t n = 0;
		struct journey_sink sink = {.self = &n, .customer = count};
		struct journey_context context;
		struct err err = {0};
		struct journey *journey;

		sample_context(&context, NULL);
		context.as_of_us = cases[i].as_of_us;
		context.is_until_as_of = cases[i].is_until;
		journey = journey_new(&context, &err);
		assert_non_null(journey);
		assert_int_equal(journey_listen(journey, &sink, &err), 0);
		assert_int_equal(
		    journey_feed_far(journey, span_of("A"), &from, N, &err), 0);
		assert_int_equal(n, cases[i].n);
		journey_free(journey);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(events_are_the_same_in_any_order),
	    cmocka_unit_test(those_asked_for_last_are_kept),
	    cmocka_unit_test(pieces_lie_together),
	    cmocka_unit_test(what_cannot_be_made_is_told),
	    cmocka_unit_test(a_stream_fails_where_events_do),
	    cmocka_unit_test(what_is_later_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
