#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "flow/view.h"
#include "flow/world.h"
#include "store/db.h"

static const char events[] =
    "customer_id,channel,event,event_id,occurred_at,ended_at,amount,currency,"
    "topic,automated,event_attr:shelf,gender,attr:rank\n"
    "2,ec,purchase,b,2026-01-01T10:00:00+09:00,,12.5,USD,,,,,\n"
    "1,phone,inquiry,a,2026-01-02T10:00:00+09:00,2026-01-02T10:05:00+09:00,"
    ",,size,true,7,女性,gold\n"
    "1,phone,inquiry,c,2026-01-02T10:00:00+09:00,,,,,,,女性,gold\n"
    ",store,purchase,d,2026-01-01T09:00:00+09:00,,300,JPY,,,,,\n";

/* id(channel kind seconds amount currency topic record/in) of each event. */
static void
write_event(struct buf *heard, const struct journey_context *context,
    const struct journey_event *event)
{
	char code[4];

	buf_char(heard, '(');
	buf_span(heard, context->channels[event->channel].name);
	buf_printf(heard, " %s %d", canon_kind_name(event->kind),
	    (int)((event->end_us - event->at_us) / 1000000));
	if (journey_has_amount(event)) {
		buf_printf(heard, " %d/%d ", (int)event->amount_minor,
		    event->amount_digits);
		buf_span(heard, journey_currency_name(event->currency, code));
	}
	if (event->topic.len > 0)
		buf_char(heard, ' ');
	buf_span(heard, event->topic);
	if (event->n_attrs > 0) {
		buf_char(heard, ' ');
		buf_span(heard, event->attrs[0].name);
		buf_char(heard, '=');
		buf_span(heard, event->attrs[0].value);
	}
	buf_str(heard, event->automated == 1 ? " bot)" : ")");
}

static int
hear(void *self, const struct journey_customer *customer, struct err *err)
{
	struct buf *heard = self;

	(void)err;
	buf_span(heard, customer->id);
	for (size_t i = 0; i < customer->n_events; i++)
		if (customer->events[i].is_in)
			write_event(
			    heard, customer->context, &customer->events[i]);
	buf_char(heard, ' ');
	return 0;
}

static int
hear_loose(void *self, const struct journey_context *context,
    const struct journey_event *event, size_t n, struct err *err)
{
	struct buf *heard = self;

	(void)err;
	buf_str(heard, "nobody");
	for (size_t i = 0; i < n; i++)
		write_event(heard, context, &event[i]);
	buf_char(heard, ' ');
	return 0;
}

static const char *
run(struct world *world, const struct view_options *options, struct buf *heard,
    struct err *err)
{
	struct journey_sink sink = {
	    .self = heard, .customer = hear, .loose = hear_loose};
	struct view *view = view_open(
	    world->store, world->zone, INT64_C(1893456000000000), options, err);

	buf_reset(heard);
	if (view == NULL)
		return err->msg;
	if (view_run(view, &sink, 1, err) != 0) {
		view_free(view);
		return err->msg;
	}
	view_free(view);
	return buf_text(heard);
}

static const char *const one[] = {"C000000001", "crm:1"};
static const char *const nobody[] = {"crm:9"};
static const char *const phone[] = {"phone"};
static const char *const kinds[] = {"view,purchase"};
static const char *const wrong[] = {"buy"};
static const char *const women[] = {"gender=f", "attr:rank=gold"};
static const char *const unknown[] = {"gender="};
static const char *const many[] = {
    "attr:a=", "attr:b=", "attr:c=", "attr:d=", "attr:e="};
static const char *const shelf[] = {"event_attr:shelf=7", "automated=true"};

#define B "(ec purchase 0 1250/2 USD)"
#define A "(phone inquiry 300 size shelf=7 bot)"
#define C "(phone inquiry 0)"

static const struct {
	struct view_options options;
	const char *expected;
} cases[] = {
    {{.has_anonymous = true},
	"nobody(store purchase 0 300/0 JPY) C000000001" A C " C000000002" B
	" "},
    {{.has_anonymous = false}, "C000000001" A C " C000000002" B " "},
    {{.is_by_record = true}, "crm:1" A C " crm:2" B " "},
    /* Named twice it is there once, and nobody is not asked for. */
    {{.customers = {one, 2}, .has_anonymous = true}, "C000000001" A C " "},
    {{.is_by_record = true, .customers = {one + 1, 1}}, "crm:1" A C " "},
    {{.is_by_record = true, .customers = {one, 2}},
	"'C000000001' is no record"},
    {{.channels = {phone, 1}}, "C000000001" A C " C000000002 "},
    {{.kinds = {kinds, 1}}, "C000000001 C000000002" B " "},
    {{.wheres = {shelf, 2}}, "C000000001" A " C000000002 "},
    /* On persons; by record, too, and never nobody. */
    {{.wheres = {women, 2}, .has_anonymous = true}, "C000000001" A C " "},
    {{.wheres = {women + 1, 1}, .is_by_record = true}, "crm:1" A C " "},
    {{.wheres = {unknown, 1}, .has_anonymous = true}, "C000000002" B " "},
    {{.wheres = {unknown, 1}, .customers = {one, 2}}, ""},
    {{.wheres = {many, 5}}, "'--where' takes at most 4 conditions on persons"},
    {{.from = "2026-01-01", .to = "2026-01-01"}, "C000000001 C000000002" B " "},
    {{.period = "2026-01-02"}, "C000000001" A C " C000000002 "},
    {{.customers = {nobody, 1}}, "'crm:9' is no record"},
    {{.kinds = {wrong, 1}}, "there is no kind of event 'buy'"},
    {{.channels = {wrong, 1}}, "the store has no channel 'buy'"},
    {{.outcomes = {wrong, 1}}, "there is no outcome 'buy'"},
    {{.stages = {wrong, 1}}, "there is no stage 'buy'"},
    {{.wheres = {wrong, 1}}, "'--where buy' lacks a '='"},
    {{.touches = "view,"}, "there is no kind of event ''"},
};

static void
ask_all(struct world *world, struct buf *heard)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = {0};
		const char *got = run(world, &cases[i].options, heard, &err);

		if (strcmp(got, cases[i].expected) != 0)
			fail_msg(
			    "case %zu: %s, not %s", i, got, cases[i].expected);
	}
}

static void
what_is_asked_for(void **state)
{
	struct world world;
	struct buf heard = {0};
	struct err err = {0};

	(void)state;
	world_open(&world, events, true);
	ask_all(&world, &heard);
	/* Packed it is the same. */
	world.store->block_events = 1;
	assert_int_equal(merge_pack(world.store, &err), 0);
	ask_all(&world, &heard);
	buf_clear(&heard);
	world_close(&world);
}

static void
a_merge_comes_first(void **state)
{
	static const struct view_options by_customer,
	    by_record = {
		.is_by_record = true,
	    };
	struct world world;
	struct buf heard = {0};
	struct err err = {0};

	(void)state;
	world_open(&world, events, false);
	assert_string_equal(run(&world, &by_customer, &heard, &err),
	    "there are no customers yet: run omni-merge first, or say "
	    "--records");
	assert_int_equal(err.code, ERR_UNAVAILABLE);
	err_clear(&err);
	assert_string_equal(
	    run(&world, &by_record, &heard, &err), "crm:1" A C " crm:2" B " ");
	buf_clear(&heard);
	world_close(&world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_asked_for),
	    cmocka_unit_test(a_merge_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
