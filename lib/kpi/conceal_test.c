#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "kpi/conceal.h"

#define LEAST 10
#define CHANNELS 6

static const char *const rows[] = {"all", "one", "across", "ratio"};
static const struct figure figure = {.id = "test", .rows = rows, .n_rows = 4};
static const struct figure_use uses[2] = {
    {.figure = &figure, .definition = 0},
    {.figure = &figure, .definition = 1},
};

struct cell {
	int use;
	uint32_t row; /* from 4 on a channel */
	const char *name;
	int64_t hits, total; /* hits < 0: a mean */
	const char *excluded;
};

static void
add(struct report *report, const struct cell *cell)
{
	struct err err = {0};
	char group[64];
	struct kpi_row row = {
	    .kpi = SPAN("test"),
	    .definition = span_of(cell->use == 0 ? "first" : "second"),
	    .excluded = span_of(cell->excluded),
	    .value = {1, 6, true},
	    .denominator = {cell->total, 0, true},
	    .n = cell->total,
	    .use = &uses[cell->use],
	    .key = {.row = cell->row},
	    .name = span_of(cell->name),
	    .is_derived = cell->row == 3,
	};

	if (cell->hits >= 0) {
		row.is_share = true;
		row.numerator.value = cell->hits;
		row.numerator.is_known = true;
	}
	snprintf(group, sizeof(group), "%s:%u",
	    cell->name == NULL ? "" : cell->name, (unsigned)cell->row);
	row.group = span_of(group);
	assert_int_equal(report_add(report, &row, &err), 0);
}

/* What is left of each row: its total, or "-". */
static const char *
left_of(const struct cell *cells, size_t n)
{
	static char text[1024];
	struct report report = {0};
	struct err err = {0};
	size_t len = 0;

	for (size_t i = 0; i < n; i++)
		add(&report, &cells[i]);
	assert_int_equal(conceal_rows(&report, LEAST, &err), 0);
	text[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		const struct kpi_row *row = &report.rows[i];

		if (row->value.is_known)
			len += (size_t)snprintf(text + len, sizeof(text) - len,
			    "%lld", (long long)row->denominator.value);
		else
			len += (size_t)snprintf(
			    text + len, sizeof(text) - len, "-");
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%.*s ",
		    (int)row->excluded.len, row->excluded.data);
		assert_int_equal(
		    row->value.is_known, row->denominator.is_known);
		if (!row->value.is_known)
			assert_true(
			    span_is(row->note, "hidden by --min-cell 10"));
	}
	report_clear(&report);
	return text;
}

static void
what_could_be_found_is_hidden(void **state)
{
	static const struct {
		const char *why;
		struct cell cells[8];
		size_t n;
		const char *expected;
	} cases[] = {
	    {"large ones and empty ones stay",
		{{0, 0, NULL, -1, 30, NULL}, {0, 1, NULL, -1, 30, NULL},
		    {0, 2, NULL, -1, 0, NULL}},
		3, "30 30 0 "},
	    {"a small one takes the next smallest with it",
		{{0, 0, NULL, -1, 65, NULL}, {0, 4, NULL, -1, 5, NULL},
		    {0, 5, NULL, -1, 20, NULL}, {0, 6, NULL, -1, 40, NULL}},
		4, "65 - - 40 "},
	    {"two small ones that are few together take a third",
		{{0, 0, NULL, -1, 63, NULL}, {0, 4, NULL, -1, 1, NULL},
		    {0, 5, NULL, -1, 2, NULL}, {0, 6, NULL, -1, 20, NULL},
		    {0, 7, NULL, -1, 40, NULL}},
		5, "63 - - - 40 "},
	    {"two small ones that are enough do not",
		{{0, 0, NULL, -1, 58, NULL}, {0, 4, NULL, -1, 9, NULL},
		    {0, 5, NULL, -1, 9, NULL}, {0, 6, NULL, -1, 40, NULL}},
		4, "58 - - 40 "},
	    {"with no other part the sum goes",
		{{0, 0, NULL, -1, 5, NULL}, {0, 4, NULL, -1, 5, NULL},
		    {0, 5, NULL, -1, 0, NULL}},
		3, "- - 0 "},
	    {"few hits, or few that are none",
		{{0, 0, NULL, 50, 100, NULL}, {0, 4, NULL, 9, 50, NULL},
		    {0, 5, NULL, 0, 50, NULL}},
		3, "100 - - "},
	    {"nearly all", {{0, 0, NULL, 95, 100, NULL}}, 1, "- "},
	    {"what is made of hidden ones",
		{{0, 0, NULL, -1, 60, NULL}, {0, 1, NULL, -1, 5, NULL},
		    {0, 2, NULL, -1, 55, NULL}, {0, 3, NULL, -1, 60, NULL}},
		4, "60 - - - "},
	    {"names are parts of the row without one",
		{{0, 0, NULL, -1, 60, NULL}, {0, 0, "a", -1, 5, NULL},
		    {0, 0, "b", -1, 25, NULL}, {0, 0, "c", -1, 30, NULL}},
		4, "60 - - 30 "},
	    {"another definition has the same denominators",
		{{0, 0, NULL, 40, 80, NULL}, {0, 4, NULL, 20, 40, NULL},
		    {0, 5, NULL, 20, 40, NULL}, {1, 0, NULL, 30, 80, NULL},
		    {1, 4, NULL, 3, 40, NULL}, {1, 5, NULL, 27, 40, NULL}},
		6, "80 - - 80 - - "},
	    {"what was left out",
		{{0, 0, NULL, -1, 60, "pending=12;old=40"},
		    {0, 1, NULL, -1, 30, "pending=11;old=30"},
		    {0, 2, NULL, -1, 30, "pending=1;old=10"}},
		3, "60pending;old=40 30pending;old=30 30pending;old=10 "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = left_of(cases[i].cells, cases[i].n);

		if (strcmp(got, cases[i].expected) != 0)
			fail_msg("%s: %s, not %s", cases[i].why, got,
			    cases[i].expected);
	}
}

/* Linear congruential, so that all machines test the same. */
static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

/* What a reader could do: of the equation all = sum of the channels, whatever
 * the hidden counts are, no hidden one is the only unknown, and those that are
 * hidden come to enough. */
/* What is no share, such as a balance of 3 = 9 - 6, is a count, too; money is
 * none. */
static void
counts_are_small_too(void **state)
{
	static const struct {
		struct figure_number value, numerator;
		uint32_t currency;
		bool is_hidden;
	} cases[] = {
	    {{3, 0, true}, {0, 0, false}, 0, true},
	    {{-3, 0, true}, {0, 0, false}, 0, true},
	    {{0, 0, true}, {0, 0, false}, 0, false},
	    {{50, 0, true}, {9, 0, true}, 0, true},
	    {{50, 0, true}, {10, 0, true}, 0, false},
	    {{5, 3, true}, {5, 6, true}, 0, false},
	    {{5, 0, true}, {0, 0, false}, 'J', false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct report report = {0};
		struct err err = {0};
		struct kpi_row row = {
		    .value = cases[i].value,
		    .numerator = cases[i].numerator,
		    .n = 100,
		    .use = &uses[0],
		    .key = {.currency = cases[i].currency},
		};

		assert_int_equal(report_add(&report, &row, &err), 0);
		assert_int_equal(conceal_rows(&report, LEAST, &err), 0);
		assert_int_equal(
		    report.rows[0].value.is_known, !cases[i].is_hidden);
		assert_int_equal(
		    report.rows[0].is_concealed, cases[i].is_hidden);
		report_clear(&report);
	}
}

static void
nothing_is_found_in_random_tables(void **state)
{
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct report report = {0};
		struct err err = {0};
		struct cell cells[CHANNELS + 1] = {{0}};
		int64_t hidden = 0;
		size_t n_hidden = 0;

		for (size_t i = 1; i <= CHANNELS; i++) {
			cells[i].row = 3 + (uint32_t)i;
			cells[i].hits = -1;
			cells[i].total =
			    next(&seed) % 3 == 0 ? 0 : next(&seed) % 40;
			cells[0].total += cells[i].total;
		}
		cells[0].hits = -1;
		for (size_t i = 0; i <= CHANNELS; i++)
			add(&report, &cells[i]);
		assert_int_equal(conceal_rows(&report, LEAST, &err), 0);
		for (size_t i = 0; i <= CHANNELS; i++) {
			bool is_shown = report.rows[i].value.is_known;

			if (is_shown)
				assert_true(cells[i].total == 0 ||
				    cells[i].total >= LEAST);
			n_hidden += !is_shown;
			hidden += i > 0 && !is_shown ? cells[i].total : 0;
		}
		assert_int_not_equal(n_hidden, 1);
		if (n_hidden > 0 && report.rows[0].value.is_known)
			assert_true(hidden >= LEAST);
		report_clear(&report);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_could_be_found_is_hidden),
	    cmocka_unit_test(counts_are_small_too),
	    cmocka_unit_test(nothing_is_found_in_random_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
