#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "flow/brief.h"
#include "journey/sample.h"
#include "kpi/csat.h"

#define TOPIC(a, w, t)                                           \
	{                                                        \
		.who = "a", .at = (a), .what = (w), .topic = (t) \
	}

/* "stage touches/orders/returns net issues: state topic said, ..." */
static const struct {
	struct sample samples[6];
	const char *expected;
} cases[] = {
    {{TOPIC("2026-12-31 10:00", "phone:inquiry", "size")},
	"prospect 1/0/0 - open size 0"},
    /* The one that was touched last stands first. */
    {{TOPIC("2026-12-30 10:00", "phone:inquiry", "size"),
	 TOPIC("2026-12-30 11:00", "chat:inquiry", "price"),
	 TOPIC("2026-12-30 12:00", "phone:message", "size")},
	"prospect 3/0/0 - open size 02, open price 1"},
    /* Nothing came of it for long. */
    {{TOPIC("2026-12-01 10:00", "phone:inquiry", "size"),
	 TOPIC("2026-12-31 10:00", "phone:inquiry", "price")},
	"prospect 2/0/0 - open price 1, idle size 0"},
    /* Resolved of late, and long ago. */
    {{TOPIC("2026-12-01 10:00", "phone:inquiry", "old"),
	 TOPIC("2026-12-01 11:00", "phone:resolve", "old"),
	 TOPIC("2026-12-31 10:00", "phone:inquiry", "new"),
	 TOPIC("2026-12-31 11:00", "phone:resolve", "new")},
	"prospect 4/0/0 - resolved new 23"},
    {{{.who = "a", .at = "2026-12-01", .what = "ec:purchase", .amount = 500},
	 {.who = "a",
	     .at = "2026-12-02",
	     .what = "store:return",
	     .amount = 200},
	 {.who = "a",
	     .at = "2026-12-03",
	     .what = "ec:purchase",
	     .outcome = CANON_CANCELLED,
	     .amount = 900}},
	"first 3/1/1 300"},
    {{{.who = "a", .at = "2025-12-31", .what = "ec:purchase"}},
	"dormant 1/1/0 -"},
};

struct heard {
	struct brief brief;
	struct buf text;
};

static int
hear(void *self, const struct journey_customer *customer, struct err *err)
{
	static const struct issue_options options = {
	    7 * JOURNEY_DAY_US, 7 * JOURNEY_DAY_US};
	struct heard *heard = self;
	struct brief *brief = &heard->brief;
	struct buf *text = &heard->text;

	if (brief_make(brief, customer, &options, err) != 0)
		return -1;
	buf_printf(text, "%s %d/%d/%d ", journey_stage_name(brief->stage),
	    (int)brief->n_touches, (int)brief->orders, (int)brief->returns);
	if (brief->net.is_known)
		buf_i64(text, brief->net.minor);
	else
		buf_char(text, '-');
	for (size_t i = 0; i < brief->count; i++) {
		const struct brief_issue *item = &brief->items[i];

		buf_printf(text, "%s %s ", i > 0 ? "," : "",
		    brief_state_name(item->state));
		buf_span(text, item->issue->topic);
		buf_char(text, ' ');
		for (size_t j = 0; j < item->count; j++)
			buf_i64(text, brief->said[item->first + j]);
	}
	return 0;
}

static void
test_briefs(void **state)
{
	struct heard heard = {0};
	const struct journey_sink sink = {.self = &heard, .customer = hear};
	struct journey_context context;
	struct err err = {0};
	struct zone *zone = zone_open("Asia/Tokyo", &err);

	(void)state;
	sample_context(&context, zone);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n = 0;

		while (n < 6 && cases[i].samples[n].who != NULL)
			n++;
		buf_reset(&heard.text);
		assert_int_equal(
		    sample_tell(&context, &sink, cases[i].samples, n, &err), 0);
		assert_string_equal(buf_text(&heard.text), cases[i].expected);
	}
	brief_clear(&heard.brief);
	buf_clear(&heard.text);
	zone_free(zone);
}

/* Ratings on two scales, the last of them, and the newest touch first. */
static void
test_ratings(void **state)
{
	static const struct sample samples[] = {
	    {.who = "a",
		.at = "2026-12-01",
		.what = "chat:survey",
		.csat = 5000},
	    {.who = "a",
		.at = "2026-12-02",
		.what = "ec:view",
		.scale = CANON_SCALE_GOOD_BAD,
		.csat = SAMPLE_ZERO},
	};
	struct heard heard = {0};
	const struct journey_sink sink = {.self = &heard, .customer = hear};
	struct journey_context context;
	struct err err = {0};
	struct zone *zone = zone_open("Asia/Tokyo", &err);

	(void)state;
	sample_context(&context, zone);
	assert_int_equal(sample_tell(&context, &sink, samples, 2, &err), 0);
	assert_int_equal(heard.brief.ratings, 2);
	assert_int_equal(heard.brief.csat_sum, 6 * CSAT_POINT);
	assert_int_equal(heard.brief.last_rating, 1);
	assert_int_equal(heard.brief.touches[0], 1);
	brief_clear(&heard.brief);
	buf_clear(&heard.text);
	zone_free(zone);
}

static const struct {
	struct journey_event event;
	const char *expected;
} speakers[] = {
    {{.kind = CANON_INQUIRY, .automated = 1}, "customer"},
    {{.kind = CANON_MESSAGE, .automated = -1}, "customer"},
    {{.kind = CANON_MESSAGE, .direction = CANON_OUTBOUND, .automated = -1},
	"agent"},
    {{.kind = CANON_REPLY, .automated = 1}, "bot"},
    {{.kind = CANON_REPLY, .automated = 0, .channel = SAMPLE_CHATBOT}, "agent"},
    {{.kind = CANON_REPLY, .automated = -1, .channel = SAMPLE_CHATBOT}, "bot"},
    {{.kind = CANON_HANDOFF, .automated = -1}, "agent"},
};

static void
test_speakers(void **state)
{
	struct journey_context context;

	(void)state;
	sample_context(&context, NULL);
	for (size_t i = 0; i < sizeof(speakers) / sizeof(speakers[0]); i++)
		assert_string_equal(brief_by(&context, &speakers[i].event),
		    speakers[i].expected);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_briefs),
	    cmocka_unit_test(test_ratings),
	    cmocka_unit_test(test_speakers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
