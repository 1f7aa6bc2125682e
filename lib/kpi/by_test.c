#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journey/sample.h"
#include "kpi/by.h"

static void
parsing(void **state)
{
	static const struct {
		const char *text;
		size_t count; /* 0: refused */
		unsigned bits;
	} cases[] = {
	    {"channel", 1, BY_BIT(BY_CHANNEL)},
	    {"month,stage", 2, BY_BIT(BY_MONTH) | BY_BIT(BY_STAGE)},
	    {"household,account", 2, BY_CIRCLE},
	    {"month,month", 0, 0},
	    {"", 0, 0},
	    {"month,", 0, 0},
	    {"year", 0, 0},
	    {"gender,age,attr:rank,attr:area", 4, BY_TRAIT},
	    {"attr:rank,attr:rank", 0, 0},
	    {"attr:", 0, 0},
	    {"attr:NAME", 1, BY_BIT(BY_ATTR)},
	    {"channel,group,source,month,day", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct by by;
		struct err err = {0};
		int result = by_parse(span_of(cases[i].text), &by, &err);

		assert_int_equal(result, cases[i].count == 0 ? -1 : 0);
		if (cases[i].count == 0) {
			assert_int_equal(err.code, ERR_USAGE);
			continue;
		}
		assert_int_equal(by.count, cases[i].count);
		assert_int_equal(by_bits(&by), cases[i].bits);
	}
}

static void
texts(void **state)
{
	static const struct {
		const char *by;
		const char *at;
		const char *period;
		const char *group;
	} cases[] = {
	    {"channel", "2026-01-01", "", "phone"},
	    {"group,source", "2026-01-01", "", "contact / crm"},
	    {"first_channel", "2026-01-01", "", "ec"},
	    {"stage", "2026-01-01", "", "repeat"},
	    {"household", "2026-01-01", "", "H000000012"},
	    {"account", "2026-01-01", "", "none"},
	    {"month", "2025-12-31 23:59", "2025-12", ""},
	    {"month", "2026-01-01 00:00", "2026-01", ""},
	    {"day,channel", "2026-01-01 08:59", "2026-01-01", "phone"},
	    {"week", "2027-01-03 23:59", "2026-W53", ""},
	    {"week", "2027-01-04 00:00", "2027-W01", ""},
	    {"day", "1969-12-31 23:59", "1969-12-31", ""},
	    {"hour", "1969-12-31 23:59", "", "23"},
	    {"hour", "2026-01-01 08:59", "", "08"},
	    {"attr:rank,gender", "2026-01-01", "", "gold / none"},
	};
	static const struct span ranks[] = {SPAN(""), SPAN("gold")};
	static const struct span *const trait_texts[] = {ranks, NULL};
	static const uint32_t traits[] = {1, 0};
	struct journey_context context;
	struct err err = {0};
	struct zone *zone = zone_open("+09:00", &err);

	(void)state;
	assert_non_null(zone);
	sample_context(&context, zone);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sample sample = {
		    .at = cases[i].at, .what = "phone:inquiry"};
		struct journey_event event = sample_event(&sample);
		struct buf period = {0}, group = {0};
		int64_t values[BY_MAX];
		struct by by;

		event.stage = JOURNEY_REPEAT;
		assert_int_equal(by_parse(span_of(cases[i].by), &by, &err), 0);
		event.household = 12;
		event.traits = traits;
		context.traits = trait_texts;
		by_values(&by, &context, SAMPLE_EC, &event, values);
		by_text(&by, &context, values, &period, &group);
		assert_string_equal(buf_text(&period), cases[i].period);
		assert_string_equal(buf_text(&group), cases[i].group);
		buf_clear(&period);
		buf_clear(&group);
	}
	zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parsing),
	    cmocka_unit_test(texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
