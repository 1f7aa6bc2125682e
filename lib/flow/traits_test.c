#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "flow/traits.h"
#include "flow/world.h"

static const char records[] =
    "customer_id,channel,full_name,email,gender,birth_date,attr:rank,"
    "updated_at\n"
    "1,ec,Anna Berg,a@example.com,女性,1980-05-17,gold,2026-01-01\n"
    "1,ec,Anna Berg,a@example.com,F,1980-05-17,silver,2026-02-01\n"
    "3,ec,Carl Dahl,c@example.com,,1990,,2026-01-01\n"
    "4,ec,Emil Frid,e@example.com,x,someday,bronze,2026-01-01\n"
    "5,ec,Gun Holm,g@example.com,男,2030-01-01,gold,2026-01-01\n";

/* What each customer comes to, in words. */
static void
tell(struct world *world, bool is_by_record, const char *as_of,
    const char *expected)
{
	struct err err = {0};
	struct by by;
	struct traits_options options = {
	    .by = &by,
	    .zone = world->zone,
	    .is_by_record = is_by_record,
	};
	struct traits *traits;
	struct buf out = {0};

	assert_int_equal(
	    by_parse(span_of("gender,age,attr:rank"), &by, &err), 0);
	assert_int_equal(zone_parse_bound(world->zone, span_of(as_of), false,
			     &options.as_of_us, &err),
	    0);
	traits = traits_load(world->store, &options, &err);
	assert_non_null(traits);
	for (int64_t i = 1; i < 9; i++) {
		const uint32_t *values = traits_of(traits, i);

		for (size_t j = 0; values != NULL && j < by.count; j++) {
			buf_str(&out, j > 0 ? "," : "");
			if (values[j] == 0)
				buf_char(&out, '-');
			else
				buf_span(
				    &out, traits_texts(traits)[j][values[j]]);
		}
		buf_str(&out, values == NULL ? "" : "\n");
	}
	assert_string_equal(buf_text(&out), expected);
	buf_clear(&out);
	traits_free(traits);
}

static void
customers_are_what_is_best_known(void **state)
{
	struct world world;

	(void)state;
	world_open(&world, records, true);
	tell(&world, false, "2026-05-16",
	    "female,40-49,silver\n"
	    "-,30-39,-\n"
	    "x,-,bronze\n"
	    "male,-,gold\n");
	/* The day before a birthday and the birthday. */
	tell(&world, false, "2040-05-16",
	    "female,50-59,silver\n"
	    "-,50-59,-\n"
	    "x,-,bronze\n"
	    "male,10-19,gold\n");
	tell(&world, false, "2040-05-17",
	    "female,60-69,silver\n"
	    "-,50-59,-\n"
	    "x,-,bronze\n"
	    "male,10-19,gold\n");
	tell(&world, true, "2026-05-16",
	    "female,40-49,silver\n"
	    "-,30-39,-\n"
	    "x,-,bronze\n"
	    "male,-,gold\n");
	world_close(&world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(customers_are_what_is_best_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
