#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/measure.h"

static const struct measure base = {
    .kpi = SPAN("csat"),
    .definition = SPAN("mean5"),
    .period = SPAN(""),
    .group = SPAN("all"),
    .unit = SPAN("score"),
    .day = SPAN("2026-01-05"),
    .as_of_us = 500,
    .value = 4500000,
    .digits = 6,
    .is_known = true,
    .n = 7,
};

static int
write_down(void *context, const struct measure *m, struct err *err)
{
	char *out = context;
	size_t len = strlen(out);

	(void)err;
	snprintf(out + len, 512 - len, "%.*s %.*s %.*s %lld %lld %s\n",
	    (int)m->day.len, m->day.data, (int)m->kpi.len, m->kpi.data,
	    (int)m->group.len, m->group.data, (long long)m->value,
	    (long long)m->n,
	    m->is_hidden      ? "hidden"
		: m->is_known ? "known"
			      : "not known");
	return 0;
}

static void
keep(struct store *store, const char *day, int64_t as_of_us, int64_t value,
    bool is_known, bool is_hidden)
{
	struct measure measure = base;
	struct err err = {0};

	measure.day = span_of(day);
	measure.as_of_us = as_of_us;
	measure.value = value;
	measure.is_known = is_known;
	measure.is_hidden = is_hidden;
	assert_int_equal(measure_keep(store, &measure, &err), 0);
}

/* A day keeps one value, the last; what is looked back at is earlier. */
static void
a_day_keeps_one(void **state)
{
	struct err err = {0};
	struct store *store = store_open(NULL, STORE_CREATE, 0600, 1, &err);
	struct measure then, now = base;
	char text[512] = "", day[16];
	bool is_there;

	(void)state;
	assert_non_null(store);
	assert_int_equal(store_begin(store, &err), 0);
	keep(store, "2026-01-05", 500, 4500000, true, false);
	keep(store, "2026-01-05", 510, 4400000, true, false);
	keep(store, "2026-02-05", 900, 0, false, false);
	keep(store, "2026-03-05", 950, 4300000, true, true);
	assert_int_equal(store_commit(store, &err), 0);
	assert_int_equal(measure_each(store, write_down, text, &err), 0);
	assert_string_equal(text,
	    "2026-01-05 csat all 4400000 7 known\n"
	    "2026-02-05 csat all 0 7 not known\n"
	    "2026-03-05 csat all 0 0 hidden\n");
	now.as_of_us = 900;
	assert_int_equal(
	    measure_before(store, &now, &then, day, &is_there, &err), 0);
	assert_true(is_there);
	assert_int_equal(then.value, 4400000);
	assert_string_equal(day, "2026-01-05");
	assert_int_equal(then.n, 7);
	now.as_of_us = 901;
	assert_int_equal(
	    measure_before(store, &now, &then, day, &is_there, &err), 0);
	assert_true(is_there);
	assert_false(then.is_known);
	assert_false(then.is_hidden);
	now.as_of_us = 951;
	assert_int_equal(
	    measure_before(store, &now, &then, day, &is_there, &err), 0);
	assert_true(is_there);
	assert_true(then.is_hidden);
	assert_false(then.is_known);
	now.as_of_us = 510;
	assert_int_equal(
	    measure_before(store, &now, &then, day, &is_there, &err), 0);
	assert_false(is_there);
	now.as_of_us = 900;
	now.unit = span_of("JPY");
	assert_int_equal(
	    measure_before(store, &now, &then, day, &is_there, &err), 0);
	assert_false(is_there);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_day_keeps_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
