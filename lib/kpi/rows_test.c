#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/num.h"
#include "journey/sample.h"
#include "kpi/rows.h"

/* A figure that uses everything: per topic how many messages there were and of
 * how many in all, how long they took, and whether the customer had more of
 * them than half of the customers. */
enum row { ALL, LENGTH, MANY, HIDDEN, N_ROWS };

struct seen {
	int64_t *counts;
	size_t n, cap;
};

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	struct seen *seen = use->own;

	if (seen == NULL)
		seen = use->own = calloc(1, sizeof(*seen));
	if (seen == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < journey->n_events; i++) {
		const struct journey_event *event = &journey->events[i];
		struct tally_cell *cell = figure_cell(
		    use, customer, event, ALL, event->currency, err);

		if (cell == NULL)
			return -1;
		cell->total++;
		cell = figure_named(use, customer, event, ALL, event->currency,
		    event->topic, err);
		if (cell == NULL)
			return -1;
		cell->hits++;
		cell = figure_named(use, customer, event, LENGTH,
		    event->currency, event->topic, err);
		if (cell == NULL ||
		    tally_keep(cell, event->end_us - event->at_us, err) != 0)
			return -1;
		if (figure_named(use, customer, event, HIDDEN, event->currency,
			span_of("hidden"), err) == NULL)
			return -1;
	}
	if (array_grow(&seen->counts, &seen->cap, seen->n + 1,
		sizeof(*seen->counts), err) != 0)
		return -1;
	seen->counts[seen->n++] = (int64_t)journey->n_events;
	return 0;
}

static int
merge(struct figure_use *use, const struct figure_use *other, struct err *err)
{
	(void)use;
	(void)other;
	return err_set(err, ERR_BUG, "not merged here");
}

static int
finish(struct figure_use *use, struct err *err)
{
	static const struct tally_key key = {MANY, 0, 0, {0, 0, 0, 0}};
	const struct seen *seen = use->own;

	for (size_t i = 0; seen != NULL && i < seen->n; i++) {
		struct tally_cell *cell = tally_cell(&use->tally, &key, err);

		if (cell == NULL)
			return -1;
		cell->total++;
		cell->hits += seen->counts[i] > 1;
	}
	return 0;
}

static void
clear(struct figure_use *use)
{
	struct seen *seen = use->own;

	if (seen != NULL)
		free(seen->counts);
	free(seen);
}

static size_t
n_rows_of(const struct figure_use *use)
{
	(void)use;
	return HIDDEN;
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	struct tally_cell share = *cells[at];

	(void)use;
	if (at == ALL) {
		share.total = row->all[ALL]->total;
		figure_share(&share, row);
	} else if (at == LENGTH) {
		figure_rank(cells[at], 50, row);
	} else {
		row->is_hidden = row->name.len > 0;
		figure_ratio(cells[at], row);
	}
}

static const struct figure_definition definitions[] = {
    {"default", "default", "share", "for this test"},
};
static const char *const rows[] = {"all", "length", "many", "hidden"};
static const char *const left[] = {NULL};
static const struct figure figure = {
    .id = "test",
    .name = "Test",
    .name_ja = "Test",
    .anchor = "time",
    .note = "none",
    .definitions = definitions,
    .n_definitions = 1,
    .rows = rows,
    .n_rows = N_ROWS,
    .by = BY_ALL,
    .left = left,
    .customer = hear,
    .merge = merge,
    .finish = finish,
    .clear = clear,
    .n_rows_of = n_rows_of,
    .value = value,
};

static int
write_down(void *into, const struct kpi_row *row, struct err *err)
{
	struct buf *out = into;

	buf_span(out, row->period);
	buf_char(out, '|');
	buf_span(out, row->group);
	buf_char(out, ' ');
	if (row->value.is_known)
		num_fixed(out, row->value.value, row->value.digits);
	buf_char(out, '\n');
	return buf_check(out, err);
}

static int
listen(void *self, const struct journey_customer *journey, struct err *err)
{
	struct figure_use *use = self;
	struct figure_customer customer = {.journey = journey};

	return use->figure->customer(use, &customer, err);
}

static const struct sample samples[] = {
    {"A", "2026-01-01 10:00", "ec:message", .until = "2026-01-01 10:01",
	.topic = "size"},
    {"A", "2026-01-02 10:00", "ec:message", .until = "2026-01-02 10:03",
	.topic = "size"},
    {"B", "2026-01-03 10:00", "ec:message", .until = "2026-01-03 10:02",
	.topic = "price"},
};

static void
tell(struct figure_use *use, size_t n, const char *expected)
{
	struct journey_sink sink = {.self = use, .customer = listen};
	struct buf out = {0};
	struct err err = {0};

	assert_int_equal(sample_tell(use->context, &sink, samples, n, &err), 0);
	assert_int_equal(tally_sort(&use->tally, &err), 0);
	assert_int_equal(figure.finish(use, &err), 0);
	assert_int_equal(
	    rows_emit(use, span_of("2026"), write_down, &out, &err), 0);
	assert_string_equal(buf_text(&out), expected);
	buf_clear(&out);
	figure.clear(use);
	tally_clear(&use->tally);
}

/* Rows without a name come first, then those with one in byte order; names
 * that only hidden rows have are not printed. */
static void
names_have_rows_of_their_own(void **state)
{
	struct journey_context context;
	struct by by = {.count = 0};
	struct figure_use use = {
	    .figure = &figure,
	    .context = &context,
	    .by = &by,
	    .margin_micro = FIGURE_NO_MARGIN,
	};

	(void)state;
	sample_context(&context, NULL);
	tell(&use, 3,
	    "2026|all 0.000000\n"
	    "2026|length \n"
	    "2026|many 0.500000\n"
	    "2026|price 0.333333\n"
	    "2026|price / length 120.000\n"
	    "2026|size 0.666667\n"
	    "2026|size / length 60.000\n");
}

/* Where nothing was counted, the fixed rows say so. */
static void
nothing_has_its_rows(void **state)
{
	struct journey_context context;
	struct by by = {.count = 0};
	struct figure_use use = {
	    .figure = &figure,
	    .context = &context,
	    .by = &by,
	    .margin_micro = FIGURE_NO_MARGIN,
	};

	(void)state;
	sample_context(&context, NULL);
	tell(&use, 0, "2026|all \n2026|length \n2026|many \n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_have_rows_of_their_own),
	    cmocka_unit_test(nothing_has_its_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
