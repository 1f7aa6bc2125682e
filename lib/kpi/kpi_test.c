#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kpi/answer.h"
#include "kpi/kpi.h"

static int
write_down(void *into, const struct kpi_row *row, struct err *err)
{
	struct buf *out = into;

	(void)err;
	buf_span(out, row->kpi);
	buf_char(out, '=');
	buf_span(out, row->definition);
	buf_char(out, ' ');
	buf_span(out, row->group);
	buf_char(out, ' ');
	buf_span(out, row->period);
	buf_char(out, ' ');
	buf_span(out, row->note);
	buf_char(out, '\n');
	return 0;
}

static void
registry_is_whole(void **state)
{
	(void)state;
	for (size_t i = 0; kpi_figures[i] != NULL; i++) {
		const struct figure *figure = kpi_figures[i];

		assert_ptr_equal(kpi_find(span_of(figure->id)), figure);
		assert_non_null(figure->name);
		assert_non_null(figure->name_ja);
		assert_non_null(figure->anchor);
		assert_non_null(figure->note);
		assert_string_equal(figure->rows[0], "all");
		for (size_t j = 0; j < figure->n_definitions; j++)
			assert_true(strlen(figure->definitions[j].meaning) > 0);
	}
	assert_null(kpi_find(span_of("nps2")));
}

static void
mission_by_default_with_coverage(void **state)
{
	static const struct kpi_options options = {
	    .issue = {KPI_ISSUE_GAP_US, KPI_REPEAT_US},
	    .period = SPAN("2026-01-01/2026-02-01"),
	};
	struct journey_context context;
	struct err err = {0};
	struct buf out = {0};
	struct kpi_run *run;

	(void)state;
	sample_context(&context, NULL);
	run = kpi_new(&context, &options, &err);
	assert_non_null(run);
	assert_int_equal(kpi_add_mission(run, &err), 0);
	assert_int_equal(kpi_add_coverage(run, &err), 0);
	/* Asked for again it is there once. */
	assert_int_equal(kpi_add(run, span_of("csat=mean5"), &err), 0);
	assert_int_equal(kpi_rows(run, write_down, &out, &err), 0);
#define P " 2026-01-01/2026-02-01 zero denominator\n"
	assert_string_equal(buf_text(&out),
	    "cross_channel_usage_rate=channels>=2 all" P
	    "cross_channel_purchase_rate=any-prior:30d all" P
	    "cross_channel_purchase_rate=any-prior:30d webrooming" P
	    "cross_channel_purchase_rate=any-prior:30d showrooming" P
	    "cross_channel_purchase_rate=any-prior:30d contact" P
	    "csat=mean5 all" P "resolution_rate=no-repeat:7d all" P
	    "resolution_rate=no-repeat:7d one channel" P
	    "resolution_rate=no-repeat:7d across channels" P "ltv=net:all all" P
	    "ltv=net:all one channel" P "ltv=net:all across channels" P
	    "ltv=net:all ratio" P "identification_coverage=default all" P);
#undef P
	buf_clear(&out);
	kpi_free(run);
}

static void
wrong_questions_are_refused(void **state)
{
	static const struct {
		const char *text;
		const char *msg;
	} cases[] = {
	    {"nps2", "there is no key figure 'nps2': see 'omni-kpi --list'"},
	    {"csat=", "'csat=' lacks its definition"},
	    {"csat=best",
		"'csat' has no definition 'best'; there are: mean5, top2, "
		"good, pct_of_max"},
	    {"ltv", "'ltv' has no value by stage"},
	};
	static const struct kpi_options options = {
	    .by = {.dimensions = {BY_STAGE}, .count = 1},
	};
	struct journey_context context;
	struct err err = {0};
	struct kpi_run *run;

	(void)state;
	sample_context(&context, NULL);
	run = kpi_new(&context, &options, &err);
	assert_non_null(run);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		err_clear(&err);
		assert_int_equal(
		    kpi_add(run, span_of(cases[i].text), &err), -1);
		assert_int_equal(err.code, ERR_USAGE);
		assert_string_equal(err.msg, cases[i].msg);
	}
	kpi_free(run);
}

/* 30 are enough, 29 are noted. */
static void
few_are_noted(void **state)
{
	static const struct kpi_options options = {
	    .issue = {KPI_ISSUE_GAP_US, KPI_REPEAT_US},
	};
	static const struct sample sample = {
	    .who = "A",
	    .at = "2026-01-01 10:00",
	    .what = "ec:survey",
	    .csat = 5000,
	};
	struct sample samples[30];
	struct journey_context context;
	struct err err = {0};

	(void)state;
	sample_context(&context, NULL);
	for (size_t i = 0; i < 30; i++)
		samples[i] = sample;
	for (size_t n = 29; n <= 30; n++) {
		struct kpi_run *run = kpi_new(&context, &options, &err);
		struct journey_sink sink = kpi_sink(run);
		struct buf out = {0};

		assert_int_equal(kpi_add(run, span_of("csat=top2"), &err), 0);
		assert_int_equal(
		    sample_tell(&context, &sink, samples, n, &err), 0);
		assert_int_equal(kpi_rows(run, write_down, &out, &err), 0);
		assert_string_equal(buf_text(&out),
		    n == 29 ? "csat=top2 all  small n\n"
			      "csat=top2 ec  small n\n"
			    : "csat=top2 all  \ncsat=top2 ec  \n");
		buf_clear(&out);
		kpi_free(run);
	}
}

static void
write_answer(void *self, struct buf *out)
{
	struct err err = {0};

	assert_int_equal(kpi_rows(self, answer_row, out, &err), 0);
}

static void
many_parts_add_up(void **state)
{
	static const struct kpi_options options = {
	    .issue = {KPI_ISSUE_GAP_US, KPI_REPEAT_US},
	    .by = {.dimensions = {BY_MONTH}, .count = 1},
	};
	struct journey_context context;
	struct err err = {0};
	struct zone *zone = zone_open("+09:00", &err);
	struct journey_sink sink;
	struct kpi_run *run;

	(void)state;
	sample_context(&context, zone);
	run = kpi_new(&context, &options, &err);
	assert_non_null(run);
	assert_int_equal(kpi_add_mission(run, &err), 0);
	sink = kpi_sink(run);
	assert_true(sample_check_parts(&context, &sink, write_answer));
	kpi_free(run);
	zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(registry_is_whole),
	    cmocka_unit_test(mission_by_default_with_coverage),
	    cmocka_unit_test(wrong_questions_are_refused),
	    cmocka_unit_test(few_are_noted),
	    cmocka_unit_test(many_parts_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
