#include "store/sample.h"

static const struct sample rows[] = {
    {.id = "b", .event_id = "4", .at_s = 30, .amount = 1, .text = "long"},
    {.id = "a", .event_id = "3", .at_s = 20, .amount = 2},
    {.id = "a", .event_id = "2", .at_s = 20, .amount = 3, .product = "p"},
    {.id = "a", .at_s = 20, .amount = 4},
    {.event_id = "1", .at_s = 99, .amount = 5},
};

/* The amounts in the order in which the events come. */
static void
must_give(struct store *store, const struct store_touch_filter *filter,
    const char *expected)
{
	const struct store_touch *touch;
	struct store_touches *touches;
	struct err err = {0};
	char given[64] = "";

	touches = store_touches_open(store, filter, &err);
	assert_non_null(touches);
	for (;;) {
		size_t len = strlen(given);

		assert_int_equal(store_touches_next(touches, &touch, &err), 0);
		if (touch == NULL)
			break;
		(void)snprintf(given + len, sizeof(given) - len, "%d:%d ",
		    (int)touch->customer, (int)touch->e.amount_minor);
	}
	assert_string_equal(given, expected);
	store_touches_close(touches);
}

static void
test_order(void **state)
{
	struct store_touch_filter filter = {0};
	struct store_import_counts counts;
	const struct store_record *record;
	struct store_records *records;
	struct store_member members[2];
	struct store_run run = {0};
	struct store *store = sample_store();
	struct err err = {0};

	(void)state;
	sample_must_import(store, "s", rows, 5, &counts);
	must_give(store, &filter, "");
	filter.has_anonymous = true;
	must_give(store, &filter, "0:5 ");
	filter.is_by_record = true;
	must_give(store, &filter, "0:5 1:4 1:3 1:2 2:1 ");
	filter.has_anonymous = false;
	must_give(store, &filter, "1:4 1:3 1:2 2:1 ");
	records = store_records_open(store, &err);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(store_records_next(records, &record, &err), 0);
		members[i] = (struct store_member){record->key, 2 - i};
	}
	store_records_close(records);
	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(
	    store_save_run(store, &run, members, 2, NULL, 0, NULL, 0, &err), 0);
	assert_int_equal(store_commit(store, &err), 0);
	filter = (struct store_touch_filter){0};
	must_give(store, &filter, "1:1 2:4 2:3 2:2 ");
	filter.customer = 2;
	must_give(store, &filter, "2:4 2:3 2:2 ");
	store_close(store);
}

/* Every member comes back as it went in. */
static void
test_members(void **state)
{
	struct canon_attr attrs[] = {{SPAN("a"), SPAN("1")}};
	struct canon_event event = {.event_id = SPAN("e"),
	    .occurred_at_us = 1,
	    .is_date_only = 1,
	    .kind = CANON_INQUIRY,
	    .outcome = CANON_RESOLVED,
	    .direction = CANON_OUTBOUND,
	    .automated = 0,
	    .context_passed = 1,
	    .csat_scale = CANON_SCALE_0_10,
	    .amount_digits = 2,
	    .channel = SPAN("tel"),
	    .channel_kind = CANON_PHONE,
	    .currency = SPAN("USD"),
	    .amount_minor = -5,
	    .quantity_milli = 1500,
	    .case_id = SPAN("c"),
	    .topic = SPAN("t"),
	    .product = SPAN("p"),
	    .ended_at_us = 2,
	    .first_reply_at_us = 3,
	    .resolved_at_us = 4,
	    .event_updated_at_us = 5,
	    .csat_milli = 6,
	    .nps = -100,
	    .ces_milli = 7,
	    .handle_milli = 8,
	    .wait_milli = 0,
	    .reopens = 9,
	    .transfers = 10,
	    .replies = 11,
	    .handover_channel = SPAN("h"),
	    .agent = SPAN("ag"),
	    .team = SPAN("te"),
	    .campaign = SPAN("ca"),
	    .location = SPAN("lo"),
	    .device = SPAN("de"),
	    .text = SPAN("tx"),
	    .attrs = attrs,
	    .n_attrs = 1,
	    .record = -1};
	struct canon_row row = {.events = &event, .n_events = 1};
	struct store_import_info info = sample_info("s");
	struct store_import_counts counts = {.rows = 1};
	const struct store_touch_filter filter = {.has_anonymous = true};
	const struct store_touch *touch;
	struct store_touches *touches;
	struct store *store = sample_store();
	struct err err = {0};
	struct store_import *import = store_import_begin(store, &info, &err);
	struct store_batch *batch = store_batch_new(import, &err);
	const struct canon_event *e;

	(void)state;
	assert_int_equal(store_batch_add(batch, &row, &err), 0);
	assert_int_equal(store_import_write(import, batch, &err), 0);
	assert_int_equal(
	    store_import_finish(import, "1", false, &counts, &err), 0);
	store_batch_free(batch);
	touches = store_touches_open(store, &filter, &err);
	assert_int_equal(store_touches_next(touches, &touch, &err), 0);
	e = &touch->e;
	assert_true(e->occurred_at_us == 1 && e->is_date_only == 1);
	assert_true(e->kind == CANON_INQUIRY && e->outcome == CANON_RESOLVED);
	assert_true(e->direction == CANON_OUTBOUND && e->automated == 0);
	assert_true(e->context_passed == 1 && e->csat_scale == 5);
	assert_true(e->amount_digits == 2 && e->amount_minor == -5);
	assert_true(span_is(e->channel, "tel") && e->channel_kind == 6);
	assert_true(span_is(e->currency, "USD") && e->quantity_milli == 1500);
	assert_true(span_is(e->case_id, "c") && span_is(e->topic, "t"));
	assert_true(span_is(e->product, "p") && span_is(e->event_id, "e"));
	assert_true(e->ended_at_us == 2 && e->first_reply_at_us == 3);
	assert_true(e->resolved_at_us == 4 && e->event_updated_at_us == 5);
	assert_true(e->csat_milli == 6 && e->nps == -100);
	assert_true(e->ces_milli == 7 && e->handle_milli == 8);
	assert_true(e->wait_milli == 0 && e->reopens == 9);
	assert_true(e->transfers == 10 && e->replies == 11);
	assert_true(span_is(e->handover_channel, "h"));
	assert_true(span_is(e->agent, "ag") && span_is(e->team, "te"));
	assert_true(span_is(e->campaign, "ca") && span_is(e->device, "de"));
	assert_true(span_is(e->location, "lo") && span_is(e->text, "tx"));
	assert_true(e->n_attrs == 1 && span_is(e->attrs[0].value, "1"));
	assert_int_equal(e->record, -1);
	store_touches_close(touches);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
