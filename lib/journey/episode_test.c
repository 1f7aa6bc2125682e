#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "journey/episode.h"
#include "journey/sample.h"

#define MAX 8
#define DAY JOURNEY_DAY_US

struct hearing {
	const struct episode_options *options;
	struct episodes episodes;
	struct buf heard;
};

/* The events of each episode, then seconds, orders, channels, switches,
 * outcome and money. */
static int
write_down(void *self, const struct journey_customer *customer, struct err *err)
{
	struct hearing *hearing = self;
	struct episodes *episodes = &hearing->episodes;
	struct buf *heard = &hearing->heard;
	struct episode_sum sum;

	if (episode_split(episodes, customer, hearing->options, err) != 0)
		return -1;
	for (size_t i = 0; i < episodes->count; i++) {
		const uint32_t *touches =
		    episodes->touches + episodes->items[i].first;
		size_t n = episodes->items[i].count;

		if (episode_sum(customer, touches, n, &sum, err) != 0)
			return -1;
		for (size_t j = 0; j < n; j++)
			buf_u64(heard, touches[j]);
		buf_printf(heard, "(%lld %u %u %u %s ",
		    (long long)((sum.end_us - sum.start_us) / 1000000),
		    sum.orders, sum.channels, sum.switches,
		    canon_outcome_name(sum.outcome));
		if (sum.money.is_mixed)
			buf_str(heard, "mixed");
		else if (sum.money.is_known)
			buf_i64(heard, sum.money.minor);
		buf_str(heard, ") ");
	}
	return 0;
}

static const struct {
	const char *why;
	struct episode_options options;
	const char *expected;
	struct sample samples[MAX];
} cases[] = {
    {"no touches, no episodes", {EPISODE_GAP, DAY, 0, {0, 0}}, "",
	{{.who = "A", .at = "2026-01-01 10:00", .what = "ec:impression"}}},
    {"one touch", {EPISODE_GAP, DAY, 0, {0, 0}}, "0(0 0 1 0  ) ",
	{{.who = "A", .at = "2026-01-01 10:00", .what = "ec:view"}}},
    {"exactly the gap stays", {EPISODE_GAP, DAY, 0, {0, 0}},
	"01(86400 0 1 0  ) ",
	{{.who = "A", .at = "2026-01-01 10:00", .what = "ec:view"},
	    {.who = "A", .at = "2026-01-02 10:00", .what = "ec:view"}}},
    {"a second more parts", {EPISODE_GAP, DAY, 0, {0, 0}},
	"0(0 0 1 0  ) 1(0 0 1 0  ) ",
	{{.who = "A", .at = "2026-01-01 10:00", .what = "ec:view"},
	    {.who = "A", .at = "2026-01-02 10:00:01", .what = "ec:view"}}},
    {"the gap begins at the latest end so far", {EPISODE_GAP, DAY, 0, {0, 0}},
	"012(180000 0 2 2  ) ",
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "phone:inquiry",
	     .until = "2026-01-02 11:00"},
	    {.who = "A", .at = "2026-01-01 12:00", .what = "ec:view"},
	    {.who = "A",
		.at = "2026-01-03 11:00",
		.what = "phone:inquiry",
		.until = "2026-01-03 12:00"}}},
    {"outcome is the last that is said, money is net",
	{EPISODE_CUSTOMER, 0, 0, {0, 0}},
	"0123(33696000 1 2 2 unresolved 700) ",
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "ec:purchase",
	     .amount = 1000},
	    {.who = "A",
		.at = "2026-01-02 10:00",
		.what = "phone:inquiry",
		.outcome = CANON_UNRESOLVED},
	    {.who = "A",
		.at = "2026-01-03 10:00",
		.what = "ec:return",
		.amount = 300},
	    {.who = "A", .at = "2027-01-26 10:00", .what = "ec:view"}}},
    {"two currencies do not mix", {EPISODE_CUSTOMER, 0, 0, {0, 0}},
	"01(0 2 1 0  mixed) ",
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "ec:purchase",
	     .amount = 1000},
	    {.who = "A",
		.at = "2026-01-01 10:00",
		.what = "ec:purchase",
		.amount = 5,
		.currency = "USD"}}},
    {"by issue, other touches belong to none",
	{EPISODE_CASE, 0, 0, {7 * DAY, 7 * DAY}},
	"03(7200 0 2 1  ) 2(0 0 1 0  ) ",
	{{.who = "A",
	     .at = "2026-01-01 10:00",
	     .what = "chat:inquiry",
	     .topic = "size"},
	    {.who = "A", .at = "2026-01-01 10:30", .what = "ec:view"},
	    {.who = "A",
		.at = "2026-01-01 11:00",
		.what = "chat:inquiry",
		.topic = "price"},
	    {.who = "A",
		.at = "2026-01-01 12:00",
		.what = "phone:inquiry",
		.topic = "size"}}},
    {"by purchase: look back inclusive, the rest is left",
	{EPISODE_PURCHASE, 0, 2 * DAY, {0, 0}},
	"12(172800 1 2 1  ) 4(0 1 1 0  ) ",
	{{.who = "A", .at = "2026-01-01 09:59", .what = "ec:view"},
	    {.who = "A", .at = "2026-01-01 10:00", .what = "ec:view"},
	    {.who = "A", .at = "2026-01-03 10:00", .what = "store:purchase"},
	    {.who = "A",
		.at = "2026-01-03 10:00",
		.what = "ec:purchase",
		.outcome = CANON_CANCELLED},
	    {.who = "A", .at = "2026-01-09 10:00", .what = "ec:purchase"},
	    {.who = "A", .at = "2026-01-09 11:00", .what = "ec:view"}}},
};

static void
splits(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hearing hearing = {.options = &cases[i].options};
		struct journey_sink sink = {
		    .self = &hearing, .customer = write_down};
		struct journey_context context;
		struct err err = {0};
		size_t n = 0;

		sample_context(&context, NULL);
		while (n < MAX && cases[i].samples[n].at != NULL)
			n++;
		assert_int_equal(
		    sample_tell(&context, &sink, cases[i].samples, n, &err), 0);
		if (strcmp(buf_text(&hearing.heard), cases[i].expected) != 0)
			fail_msg("%s: %s, not %s", cases[i].why,
			    buf_text(&hearing.heard), cases[i].expected);
		episode_clear(&hearing.episodes);
		buf_clear(&hearing.heard);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(splits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
