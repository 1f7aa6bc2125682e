#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/world.h"

/* A few of the worlds are enough where every figure is asked. */
#define STRIDE 15

static const char *const dimensions[] = {
    NULL,
    "month",
    "channel",
    "source,week",
    "stage",
    "first_channel,group",
    "hour",
    "household,day",
};

#define N_DIMENSIONS (sizeof(dimensions) / sizeof(dimensions[0]))

static bool
is_refused(const struct figure *figure, const struct by *by)
{
	return (by_bits(by) & ~figure->by) != 0;
}

/* The same rows to the last digit, however customers are dealt out. */
static void
check(struct world *world, const struct zone *zone)
{
	static const size_t parts[] = {2, 7, 64};
	struct by by = world->options.by;

	for (uint64_t seed = 0; seed < WORLD_SEEDS; seed += STRIDE) {
		struct world_texts one = {{0}, {0}};
		struct err err = {0};
		const char *kpi = world->kpi;

		world_make(world, seed, zone);
		world->kpi = kpi;
		world->options.by = by;
		if (kpi_is_of_records(span_of(kpi)))
			world_open_filter(world);
		assert_int_equal(world_rows(world, 1, &one, &err), 0);
		for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
			struct world_texts more = {{0}, {0}};

			assert_int_equal(
			    world_rows(world, parts[i], &more, &err), 0);
			assert_string_equal(
			    buf_text(&more.whole), buf_text(&one.whole));
			assert_string_equal(
			    buf_text(&more.brief), buf_text(&one.brief));
			world_clear(&more);
		}
		world_clear(&one);
	}
}

static void
check_figure(struct world *world, const struct figure *figure,
    const struct by *by, const struct zone *zone)
{
	for (size_t i = 0; i < figure->n_definitions; i++) {
		char text[128];

		snprintf(text, sizeof(text), "%s=%s", figure->id,
		    figure->definitions[i].standard);
		if (by->count > 0 && kpi_is_of_records(span_of(text)))
			continue;
		world->kpi = text;
		world->options.by = *by;
		check(world, zone);
	}
}

static void
parts_add_up(void **state)
{
	static struct world world;
	struct err err = {0};
	struct zone *zone = zone_open("+09:00", &err);

	(void)state;
	assert_non_null(zone);
	for (size_t d = 0; d < N_DIMENSIONS; d++) {
		struct by by = {.count = 0};

		if (dimensions[d] != NULL)
			assert_int_equal(
			    by_parse(span_of(dimensions[d]), &by, &err), 0);
		for (size_t i = 0; kpi_figures[i] != NULL; i++)
			if (!is_refused(kpi_figures[i], &by))
				check_figure(&world, kpi_figures[i], &by, zone);
	}
	zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parts_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
