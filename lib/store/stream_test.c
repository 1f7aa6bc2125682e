#include "base/buf.h"
#include "store/packed.h"
#include "store/sample.h"
#include "store/stream.h"

static const struct sample rows[] = {
    {.id = "b", .event_id = "4", .at_s = 30, .amount = 1, .text = "long"},
    {.id = "a", .event_id = "3", .at_s = 20, .amount = 2},
    {.id = "a", .event_id = "2", .at_s = 20, .amount = 3, .product = "p"},
    {.id = "a", .at_s = 20, .amount = 4},
    {.event_id = "1", .at_s = 99, .amount = 5},
};

/* A customer with more events than a block holds, at few times. */
#define MANY 20000

static struct sample many[MANY];
static char many_ids[MANY][8];

static int
write_block(void *self, const struct block *block, struct err *err)
{
	struct buf *text = self;
	size_t at = 0;

	for (size_t i = 0; i < block->n_customers; i++)
		for (uint32_t n = 0; n < block->counts[i]; n++, at++)
			buf_printf(text, "%d:%d ", (int)block->customers[i],
			    (int)block_number(block, BLOCK_AMOUNT, at));
	return buf_check(text, err);
}

static int
write_all(void *self, const struct block *block, struct err *err)
{
	struct buf *text = self;
	size_t at = 0;

	for (size_t i = 0; i < block->n_customers; i++)
		for (uint32_t n = 0; n < block->counts[i]; n++, at++) {
			buf_i64(text, block->customers[i]);
			for (int c = 0; c < BLOCK_NUMBERS; c++)
				buf_printf(text, " %lld",
				    (long long)block_number(
					block, (enum block_number)c, at));
			for (int c = 0; c < BLOCK_TEXTS; c++) {
				struct span word =
				    block_text(block, (enum block_text)c, at);

				buf_printf(text, "|%.*s", (int)word.len,
				    word.len == 0 ? "" : word.data);
			}
			buf_char(text, '\n');
		}
	return buf_check(text, err);
}

/* The amounts in the order in which the events come. */
static void
must_give(struct store *store, const struct stream_options *options,
    const char *expected)
{
	struct buf text = {0};
	struct err err = {0};

	if (stream_read(store, options, write_block, &text, &err) != 0)
		fail_msg("%s", err.msg);
	assert_string_equal(buf_text(&text), expected);
	buf_clear(&text);
}

/* As they are packed, and from the rows: the same. */
static void
must_be_same(struct store *store, struct stream_options options)
{
	struct buf packed = {0}, unpacked = {0};
	struct err err = {0};
	bool is_fresh = false;

	assert_int_equal(packed_is_fresh(store, &is_fresh, &err), 0);
	assert_true(is_fresh);
	assert_int_equal(
	    stream_read(store, &options, write_all, &packed, &err), 0);
	options.is_unpacked = true;
	assert_int_equal(
	    stream_read(store, &options, write_all, &unpacked, &err), 0);
	assert_true(packed.len > 0);
	assert_string_equal(buf_text(&packed), buf_text(&unpacked));
	buf_clear(&packed);
	buf_clear(&unpacked);
}

/* Each record becomes a customer, the last the first. */
static void
merge(struct store *store, int64_t n)
{
	struct store_member *members =
	    calloc((size_t)n, sizeof(struct store_member));
	struct store_records *records;
	const struct store_record *record;
	struct store_run run = {0};
	struct err err = {0};

	assert_non_null(members);
	records = store_records_open(store, &err);
	for (int64_t i = 0; i < n; i++) {
		assert_int_equal(store_records_next(records, &record, &err), 0);
		members[i] = (struct store_member){record->key, n - i};
	}
	store_records_close(records);
	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(store_save_run(store, &run, members, (size_t)n, NULL,
			     0, NULL, 0, &err),
	    0);
	assert_int_equal(store_commit(store, &err), 0);
	free(members);
}

static void
test_order(void **state)
{
	static const int64_t two[] = {2};
	struct stream_options options = {.columns = BLOCK_ALL};
	struct store_import_counts counts;
	struct store *store = sample_store();
	struct err err = {0};

	(void)state;
	sample_must_import(store, "s", rows, 5, &counts);
	must_give(store, &options, "");
	options.has_anonymous = true;
	must_give(store, &options, "0:5 ");
	options.is_by_record = true;
	must_give(store, &options, "0:5 1:4 1:3 1:2 2:1 ");
	options.has_anonymous = false;
	must_give(store, &options, "1:4 1:3 1:2 2:1 ");
	assert_int_equal(packed_make(store, &err), 0);
	merge(store, 2);
	for (int round = 0; round < 2; round++) {
		options = (struct stream_options){.columns = BLOCK_ALL};
		must_give(store, &options, "1:1 2:4 2:3 2:2 ");
		options.customers = two;
		options.n_customers = 1;
		options.is_unpacked = round == 0;
		must_give(store, &options,
		    round == 0 ? "2:4 2:3 2:2 " : "1:1 2:4 2:3 2:2 ");
		assert_int_equal(packed_make(store, &err), 0);
	}
	must_be_same(store,
	    (struct stream_options){
		.columns = BLOCK_ALL, .has_anonymous = true});
	store_close(store);
}

static void
test_many(void **state)
{
	struct store *store = sample_store();
	struct store_import_counts counts;
	struct err err = {0};

	(void)state;
	for (int i = 0; i < MANY; i++) {
		(void)snprintf(
		    many_ids[i], sizeof(many_ids[i]), "%d", (i * 7919) % MANY);
		many[i] = (struct sample){.id = i % 100 == 0 ? "b" : "a",
		    .event_id = many_ids[i],
		    .at_s = 1 + i % 3,
		    .amount = i};
	}
	many[7].id = NULL; /* nobody's */
	many[8].id = "c";
	sample_must_import(store, "s", many, MANY, &counts);
	merge(store, 3);
	assert_int_equal(packed_make(store, &err), 0);
	must_be_same(store,
	    (struct stream_options){
		.columns = BLOCK_ALL, .has_anonymous = true});
	store_close(store);
}

/* What changes the store makes the packed journeys old; the answer is right
 * all the same. */
static void
test_news(void **state)
{
	static const struct sample more = {
	    .id = "b", .event_id = "5", .at_s = 10, .amount = 6};
	const struct stream_options options = {.columns = BLOCK_ALL};
	struct packed_facts facts;
	struct store_import_counts counts;
	struct store *store = sample_store();
	struct err err = {0};
	bool is_known = true;
	int64_t unmerged, as_of_us;

	(void)state;
	sample_must_import(store, "s", rows, 4, &counts);
	merge(store, 2);
	assert_int_equal(packed_make(store, &err), 0);
	assert_int_equal(packed_facts(store, &facts, &is_known, &err), 0);
	assert_true(is_known);
	assert_int_equal(facts.unmerged, 0);
	assert_int_equal(facts.as_of_us, 30000000);
	/* A change that is on its way counts. */
	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(packed_is_fresh(store, &is_known, &err), 0);
	assert_false(is_known);
	store_rollback(store);
	sample_must_import(store, "s", &more, 1, &counts);
	assert_int_equal(packed_is_fresh(store, &is_known, &err), 0);
	assert_false(is_known);
	must_give(store, &options, "1:6 1:1 2:4 2:3 2:2 ");
	assert_int_equal(packed_make(store, &err), 0);
	must_give(store, &options, "1:6 1:1 2:4 2:3 2:2 ");
	assert_int_equal(store_unmerged(store, &unmerged, &err), 0);
	assert_int_equal(unmerged, 0);
	assert_int_equal(store_as_of(store, &as_of_us, &err), 0);
	assert_int_equal(as_of_us, 30000000);
	store_close(store);
}

static const struct canon_attr attrs[] = {{SPAN("a"), SPAN("1")}};

/* An event that knows everything. */
static const struct canon_event full = {
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
    .n_attrs = 1,
    .record = -1,
};

static void
import_full(struct store *store)
{
	struct canon_attr own[] = {attrs[0]};
	struct canon_event event = full;
	struct canon_row row = {.events = &event, .n_events = 1};
	struct store_import_info info = sample_info("s");
	struct store_import_counts counts = {.rows = 1};
	struct err err = {0};
	struct store_import *import = store_import_begin(store, &info, &err);
	struct store_batch *batch = store_batch_new(import, &err);

	event.attrs = own;
	assert_int_equal(store_batch_add(batch, &row, &err), 0);
	assert_int_equal(store_import_write(import, batch, &err), 0);
	assert_int_equal(
	    store_import_finish(import, "1", false, &counts, &err), 0);
	store_batch_free(batch);
}

/* Every member comes back as it went in. */
static void
test_members(void **state)
{
	const struct stream_options options = {
	    .columns = BLOCK_ALL, .has_anonymous = true};
	struct store *store = sample_store();
	struct stream_shape *shapes;
	struct arena arena = {0};
	struct buf text = {0};
	struct err err = {0};
	size_t n;

	(void)state;
	import_full(store);
	assert_int_equal(
	    stream_read(store, &options, write_all, &text, &err), 0);
	assert_string_equal(buf_text(&text),
	    "0 1 1 1 1500 -5 2 2 3 4 5 6 -100 7 8 0 9 10 11 0 1 5"
	    "||e|c|t|p|h|ag|te|ca|lo|de|tx|{\"a\":\"1\"}\n");
	assert_int_equal(stream_shapes(store, &shapes, &n, &arena, &err), 0);
	assert_int_equal(n, 2);
	assert_int_equal(shapes[0].channel, 0);
	assert_int_equal(shapes[1].kind, CANON_INQUIRY);
	assert_int_equal(shapes[1].outcome, CANON_RESOLVED);
	assert_int_equal(shapes[1].amount_digits, 2);
	assert_true(shapes[1].is_date_only);
	assert_true(span_is(shapes[1].currency, "USD"));
	free(shapes);
	arena_clear(&arena);
	buf_clear(&text);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_news),
	    cmocka_unit_test(test_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
