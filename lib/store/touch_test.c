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

static struct canon_attr attrs[] = {{SPAN("a"), SPAN("1")}};

/* An event that knows everything. */
static struct canon_event full = {
    .event_id = SPAN("e"),
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
    .record = -1,
};

static void
check_numbers(const struct canon_event *e)
{
	const int64_t given[] = {e->occurred_at_us, e->is_date_only, e->kind,
	    e->outcome, e->direction, e->automated, e->context_passed,
	    e->csat_scale, e->amount_digits, e->channel_kind, e->amount_minor,
	    e->quantity_milli, e->ended_at_us, e->first_reply_at_us,
	    e->resolved_at_us, e->event_updated_at_us, e->csat_milli, e->nps,
	    e->ces_milli, e->handle_milli, e->wait_milli, e->reopens,
	    e->transfers, e->replies, e->record};
	const int64_t expected[] = {1, 1, CANON_INQUIRY, CANON_RESOLVED,
	    CANON_OUTBOUND, 0, 1, CANON_SCALE_0_10, 2, CANON_PHONE, -5, 1500, 2,
	    3, 4, 5, 6, -100, 7, 8, 0, 9, 10, 11, -1};

	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		assert_true(given[i] == expected[i]);
}

static void
check_texts(const struct canon_event *e)
{
	const struct span given[] = {e->event_id, e->channel, e->currency,
	    e->case_id, e->topic, e->product, e->handover_channel, e->agent,
	    e->team, e->campaign, e->location, e->device, e->text};
	static const char *const expected[] = {"e", "tel", "USD", "c", "t", "p",
	    "h", "ag", "te", "ca", "lo", "de", "tx"};

	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		assert_true(span_is(given[i], expected[i]));
	assert_int_equal(e->n_attrs, 1);
	assert_true(span_is(e->attrs[0].name, "a"));
	assert_true(span_is(e->attrs[0].value, "1"));
}

/* Every member comes back as it went in. */
static void
test_members(void **state)
{
	struct canon_row row = {.events = &full, .n_events = 1};
	struct store_import_info info = sample_info("s");
	struct store_import_counts counts = {.rows = 1};
	const struct store_touch_filter filter = {.has_anonymous = true};
	const struct store_touch *touch;
	struct store_touches *touches;
	struct store *store = sample_store();
	struct err err = {0};
	struct store_import *import = store_import_begin(store, &info, &err);
	struct store_batch *batch = store_batch_new(import, &err);

	(void)state;
	assert_int_equal(store_batch_add(batch, &row, &err), 0);
	assert_int_equal(store_import_write(import, batch, &err), 0);
	assert_int_equal(
	    store_import_finish(import, "1", false, &counts, &err), 0);
	store_batch_free(batch);
	touches = store_touches_open(store, &filter, &err);
	assert_int_equal(store_touches_next(touches, &touch, &err), 0);
	check_numbers(&touch->e);
	check_texts(&touch->e);
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
