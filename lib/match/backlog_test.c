#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/backlog.h"

#define RECORDS 5000

/* What came to the last step, and where it or the first is to fail. */
struct taken {
	size_t n, fails_at;
	size_t n_first, first_fails_at;
	size_t wrong;
};

/* The first step leaves its number in the place of each statement. */
static int
number(void *context, const struct canon_record *said, size_t n, void *places,
    struct err *err)
{
	struct taken *taken = context;
	size_t *numbers = places, i;

	(void)said;
	if (taken->n_first == taken->first_fails_at)
		return err_set(err, ERR_DATA, "first %zu", taken->n_first);
	for (i = 0; i < n; i++)
		numbers[i] = taken->n_first;
	taken->n_first++;
	return 0;
}

/* Record i says its number once for each of its i % 3 statements. */
static int
take(void *context, const struct canon_record *said, size_t n, void *places,
    struct err *err)
{
	struct taken *taken = context;
	const size_t *numbers = places;
	char text[32];
	size_t i;

	if (taken->n == taken->fails_at)
		return err_set(err, ERR_DATA, "record %zu", taken->n);
	(void)snprintf(text, sizeof(text), "%zu", taken->n);
	taken->wrong += n != taken->n % 3;
	for (i = 0; i < n; i++) {
		taken->wrong += !span_is(said[i].field[CANON_F_CITY], text);
		taken->wrong += said[i].field[CANON_F_STREET].len != 0;
		taken->wrong += numbers[i] != taken->n;
		taken->wrong += said[i].n_values != 1 ||
		    said[i].values[0].field != CANON_F_ATTR ||
		    !span_is(said[i].values[0].name, "floor") ||
		    !span_is(said[i].values[0].raw, text);
	}
	taken->n++;
	return 0;
}

static struct backlog *
start(struct taken *taken, struct err *err)
{
	const struct backlog_steps steps = {
	    .take = {number, take},
	    .n = 2,
	    .size_bytes = sizeof(size_t),
	    .context = taken,
	};

	return backlog_new(&steps, err);
}

static void
add_all(struct backlog *backlog)
{
	struct canon_value value = {
	    .field = CANON_F_ATTR, .name = SPAN("floor")};
	struct canon_record said[2];
	struct err err = {0};
	char text[32];
	size_t i;

	memset(said, 0, sizeof(said));
	said[0].values = said[1].values = &value;
	said[0].n_values = said[1].n_values = 1;
	for (i = 0; i < RECORDS; i++) {
		(void)snprintf(text, sizeof(text), "%zu", i);
		value.raw = span_of(text);
		said[0].field[CANON_F_CITY] = span_of(text);
		said[1].field[CANON_F_CITY] = span_of(text);
		assert_int_equal(backlog_add(backlog, said, i % 3, &err), 0);
		/* It is lent for the call alone. */
		memset(text, 'x', sizeof(text));
	}
}

static void
test_order(void **state)
{
	struct taken taken = {.fails_at = SIZE_MAX, .first_fails_at = SIZE_MAX};
	struct err err = {0};
	struct backlog *backlog = start(&taken, &err);

	(void)state;
	assert_non_null(backlog);
	add_all(backlog);
	assert_int_equal(backlog_end(backlog, &err), 0);
	assert_int_equal(taken.n, RECORDS);
	assert_int_equal(taken.wrong, 0);
}

static void
test_nothing(void **state)
{
	struct taken taken = {.fails_at = 0, .first_fails_at = SIZE_MAX};
	struct err err = {0};
	struct backlog *backlog = start(&taken, &err);

	(void)state;
	assert_non_null(backlog);
	assert_int_equal(backlog_end(backlog, &err), 0);
	assert_int_equal(taken.n, 0);
}

static void
test_failure(void **state)
{
	static const size_t at[] = {0, 1, 255, 256, RECORDS - 1};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		struct taken taken = {
		    .fails_at = at[i], .first_fails_at = SIZE_MAX};
		struct err err = {0};
		struct backlog *backlog = start(&taken, &err);
		char text[32];

		assert_non_null(backlog);
		add_all(backlog);
		assert_int_equal(backlog_end(backlog, &err), -1);
		assert_int_equal(err.code, ERR_DATA);
		(void)snprintf(text, sizeof(text), "record %zu", at[i]);
		assert_string_equal(err.msg, text);
		assert_int_equal(taken.n, at[i]);
	}
}

/* What the first step could not take does not come to the next. */
static void
test_first_failure(void **state)
{
	static const size_t at[] = {0, 255, 256, RECORDS - 1};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		struct taken taken = {
		    .fails_at = SIZE_MAX, .first_fails_at = at[i]};
		struct err err = {0};
		struct backlog *backlog = start(&taken, &err);
		char text[32];

		assert_non_null(backlog);
		add_all(backlog);
		assert_int_equal(backlog_end(backlog, &err), -1);
		(void)snprintf(text, sizeof(text), "first %zu", at[i]);
		assert_string_equal(err.msg, text);
		assert_int_equal(taken.n, at[i]);
		assert_int_equal(taken.wrong, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_nothing),
	    cmocka_unit_test(test_failure),
	    cmocka_unit_test(test_first_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
