#include "store/batch.h"
#include "store/sample.h"

static void
add(struct store_batch *batch, const struct sample *row)
{
	struct err err = {0};

	assert_int_equal(sample_add(batch, row, &err), 0);
}

/* Which rows have equal keys, records and proofs? */
static void
test_keys(void **state)
{
	static const struct sample base = {
	    .id = "a", .event_id = "e", .at_s = 5, .amount = 1};
	static const struct {
		struct sample row;
		bool same_record, same_key, same_proof;
	} cases[] = {
	    {{.id = "a", .event_id = "e", .at_s = 5, .amount = 1}, true, true,
		true},
	    {{.id = "a", .event_id = "e", .at_s = 5, .amount = 2}, true, true,
		false},
	    {{.id = "a", .event_id = "e", .at_s = 5, .amount = 1, .text = "x"},
		true, true, false},
	    {{.id = "b", .event_id = "e", .at_s = 5, .amount = 1}, false, true,
		false},
	    {{.id = "a", .event_id = "f", .at_s = 5, .amount = 1}, true, false,
		false},
	    {{.id = "a", .at_s = 5, .amount = 1}, true, false, false},
	};
	struct batch_config config = {
	    .seed = 3, .key_mask = UINT64_MAX, .channel = SPAN("ec")};
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct store_batch batch;
		const struct batch_event *e;

		assert_int_equal(batch_init(&batch, &config, &err), 0);
		add(&batch, &base);
		add(&batch, &cases[i].row);
		e = batch.events;
		assert_int_equal(
		    e[0].record == e[1].record, cases[i].same_record);
		assert_int_equal(e[0].key == e[1].key, cases[i].same_key);
		assert_int_equal(e[0].proof == e[1].proof, cases[i].same_proof);
		assert_int_equal(batch.n_records, cases[i].same_record ? 1 : 2);
		batch_clear(&batch);
	}
}

/* Keys are part of the format: these are the same on every machine. */
static void
test_format(void **state)
{
	struct batch_config config = {.seed = 3, .key_mask = UINT64_MAX};
	uint64_t key, check;

	(void)state;
	batch_record_key(&config, span_of("a"), &key, &check);
	assert_true(key == UINT64_C(9099048835838192475));
	assert_true(check == UINT64_C(1771833845));
}

static void
test_names(void **state)
{
	static const struct sample rows[] = {
	    {.email = "a@x.jp", .name = "A"},
	    {.email = "a@x.jp", .name = "B"},
	    {.phone = "12-x", .email = "a@x.jp"},
	    {.email = "b@x.jp"},
	};
	struct batch_config config = {.seed = 3, .key_mask = UINT64_MAX};
	struct store_batch batch;
	struct err err = {0};
	struct span first;

	(void)state;
	assert_int_equal(batch_init(&batch, &config, &err), 0);
	for (int i = 0; i < 4; i++)
		add(&batch, &rows[i]);
	first = batch_get(&batch, batch.records[0].native_id);
	assert_int_equal(first.len, 17);
	assert_int_equal(first.data[0], '~');
	assert_true(batch.records[1].key == batch.records[0].key);
	assert_true(batch.records[2].key == batch.records[0].key);
	assert_true(batch.records[3].key != batch.records[0].key);
	batch_clear(&batch);
}

static void
test_shape(void **state)
{
	struct canon_event event = {.kind = CANON_OTHER,
	    .outcome = CANON_CANCELLED,
	    .is_date_only = 1,
	    .amount_digits = 3,
	    .amount_minor = 1,
	    .currency = SPAN("KWD"),
	    .channel = SPAN("x"),
	    .record = -1};
	struct canon_row row = {.events = &event, .n_events = 1};
	struct batch_config config = {.key_mask = UINT64_MAX};
	struct store_batch batch;
	struct batch_shape shape;
	struct err err = {0};

	(void)state;
	assert_int_equal(batch_init(&batch, &config, &err), 0);
	assert_int_equal(store_batch_add(&batch, &row, &err), 0);
	assert_int_equal(batch.anonymous, 1);
	shape = batch_shape_of(batch.events[0].shape_code);
	assert_int_equal(shape.channel, 0);
	assert_int_equal(shape.kind, CANON_OTHER);
	assert_int_equal(shape.outcome, CANON_CANCELLED);
	assert_true(shape.is_date_only);
	assert_int_equal(shape.digits, 3);
	assert_string_equal(shape.currency, "KWD");
	batch_clear(&batch);
}

/* A row that says nothing is blank; a batch is full at last. */
static void
test_counts(void **state)
{
	struct canon_record nothing = {.said_at_us = CANON_NO_TIME};
	struct canon_row row = {.records = &nothing, .n_records = 1};
	struct batch_config config = {.key_mask = UINT64_MAX};
	struct store_batch batch;
	struct err err = {0};
	int n = 0;

	(void)state;
	assert_int_equal(batch_init(&batch, &config, &err), 0);
	assert_int_equal(store_batch_add(&batch, &row, &err), 0);
	assert_int_equal(batch.rows_blank, 1);
	assert_int_equal(batch.n_records, 0);
	while (!store_batch_is_full(&batch) && n++ < 100000)
		add(&batch, &(struct sample){.id = "a", .at_s = n});
	assert_in_range(n, 100, 99999);
	assert_int_equal(batch.n_records, 1);
	store_batch_reset(&batch);
	assert_int_equal(batch.n_events, 0);
	assert_int_equal(batch.rows_blank, 0);
	batch_clear(&batch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_keys),
	    cmocka_unit_test(test_format),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_shape),
	    cmocka_unit_test(test_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
