#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "flow/funnels.h"

static const struct journey_channel channels[] = {
    {SPAN("ec"), CANON_EC, CANON_ONLINE},
    {SPAN("phone"), CANON_PHONE, CANON_CONTACT},
};

static const struct journey_context context = {
    .channels = channels, .n_channels = 2};

/* "channel/group/kind/limit" of each step, or what is said of it. */
static const struct {
	const char *steps, *hold;
	bool is_group;
	const char *expected;
} cases[] = {
    {"ec:view,phone,*:purchase", NULL, false, "0/0/2/-1 1/0/0/-1 -/0/11/-1 "},
    {"ec<=90s,phone:inquiry<=15m", "product", false,
	"0/0/0/90000000 1/0/5/900000000 "},
    {"online:view,contact", NULL, true, "-/2/2/-1 -/3/0/-1 "},
    {NULL, NULL, false,
	"funnel needs --steps, such as "
	"ec:view,store:purchase"},
    {"", NULL, false, "--steps: the store has no channel ''"},
    {"ec,", NULL, false, "--steps: the store has no channel ''"},
    {"fax", NULL, false, "--steps: the store has no channel 'fax'"},
    {"ec", NULL, true, "--steps: there is no group 'ec'"},
    {"ec:", NULL, false, "--steps: there is no kind of event in 'ec:'"},
    {"ec<=1", NULL, false,
	"--steps: not a length of time such as 15m in 'ec<=1'"},
    {"ec", "amount", false, "'--hold' cannot hold 'amount'"},
    {"ec", "colour", false, "'--hold' cannot hold 'colour'"},
};

static void
write_steps(const struct funnel_options *funnel, struct buf *text)
{
	for (size_t i = 0; i < funnel->n_steps; i++) {
		const struct funnel_step *step = &funnel->steps[i];

		if (step->channel == JOURNEY_NONE)
			buf_char(text, '-');
		else
			buf_u64(text, step->channel);
		buf_printf(text, "/%d/%d/%lld ", step->group, step->kind,
		    (long long)step->within_us);
	}
}

static void
test_parse(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct funnels_options options = {
		    .steps = cases[i].steps, .hold = cases[i].hold};
		const struct activity_options activity = {
		    .is_group = cases[i].is_group};
		struct funnel_options funnel;
		struct buf text = {0};
		struct err err = {0};

		if (funnels_parse(
			&options, &context, &activity, &funnel, &err) == 0) {
			write_steps(&funnel, &text);
			assert_int_equal(
			    funnel.has_hold, cases[i].hold != NULL);
			assert_string_equal(buf_text(&text), cases[i].expected);
		} else {
			assert_int_equal(err.code, ERR_USAGE);
			assert_string_equal(err.msg, cases[i].expected);
		}
		buf_clear(&text);
	}
}

static void
test_too_many(void **state)
{
	struct funnels_options options = {0};
	const struct activity_options activity = {0};
	struct funnel_options funnel;
	struct buf text = {0};
	struct err err = {0};

	(void)state;
	for (int i = 0; i < FUNNEL_STEPS_MAX; i++)
		buf_str(&text, i == 0 ? "ec" : ",ec");
	options.steps = buf_text(&text);
	assert_int_equal(
	    funnels_parse(&options, &context, &activity, &funnel, &err), 0);
	assert_int_equal(funnel.n_steps, FUNNEL_STEPS_MAX);
	buf_str(&text, ",ec");
	options.steps = buf_text(&text);
	assert_int_equal(
	    funnels_parse(&options, &context, &activity, &funnel, &err), -1);
	buf_clear(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_parse),
	    cmocka_unit_test(test_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
