#include "store/history.h"

#include "base/buf.h"
#include "store/sample.h"

static const struct sample rows[] = {{.id = "a", .name = "A"},
    {.id = "b", .name = "B"}, {.id = "c", .name = "C"}};

/* The keys of the records, in order of their ids. */
static void
read_keys(struct store *store, int64_t keys[3])
{
	const struct store_record *record;
	struct store_records *records;
	struct err err = {0};

	records = store_records_open(store, &err);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(store_records_next(records, &record, &err), 0);
		keys[i] = record->key;
	}
	store_records_close(records);
}

/* One run puts the records into these customers. */
static void
save(struct store *store, const int64_t keys[3], const int64_t customers[3],
    size_t n)
{
	struct store_link links[] = {{.left = keys[0],
					 .right = keys[1],
					 .kind = SPAN("email"),
					 .value = SPAN("x")},
	    {.left = keys[0],
		.right = keys[2],
		.kind = SPAN("phone"),
		.value = SPAN("y"),
		.is_refused = 1,
		.reason = SPAN("why")}};
	struct store_run run = {.at_us = 5,
	    .mode = SPAN("exact"),
	    .customers = customers[1],
	    .threshold = SPAN("")};
	struct store_member members[3];
	struct err err = {0};

	for (size_t i = 0; i < n; i++)
		members[i] = (struct store_member){keys[i], customers[i]};
	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(
	    store_save_run(store, &run, members, n, links, 2, NULL, 0, &err),
	    0);
	assert_int_equal(store_commit(store, &err), 0);
}

static void
put(struct buf *text, struct span more)
{
	buf_span(text, more);
	buf_char(text, ' ');
}

static int
take_run(void *context, const struct store_run *run, struct err *err)
{
	struct buf *text = context;

	(void)err;
	assert_true(span_is(run->mode, "exact"));
	assert_int_equal(run->at_us, 5);
	buf_printf(text, "%d:%d ", (int)run->id, (int)run->customers);
	return 0;
}

static int
take_conflict(
    void *context, const struct history_conflict *row, struct err *err)
{
	struct buf *text = context;

	(void)err;
	buf_printf(text, "%d ", (int)row->run);
	put(text, row->left);
	put(text, row->right);
	put(text, row->kind);
	put(text, row->value);
	put(text, row->reason);
	return 0;
}

static int
take_move(void *context, const struct history_move *row, struct err *err)
{
	struct buf *text = context;

	(void)err;
	buf_printf(text, "%d ", (int)row->run);
	put(text, row->record);
	buf_printf(text, "%d>%d; ", (int)row->from, (int)row->into);
	return 0;
}

static int
take_freshness(
    void *context, const struct history_freshness *row, struct err *err)
{
	struct buf *text = context;

	(void)err;
	put(text, row->source);
	assert_true(row->import_us != CANON_NO_TIME);
	return 0;
}

/* Who wants no more says so, and that is what comes back. */
static int
refuse(void *context, const struct store_run *run, struct err *err)
{
	(void)context;
	(void)run;
	return err_set(err, ERR_IO, "enough");
}

static int
take_presence(
    void *context, const struct history_presence *row, struct err *err)
{
	int64_t *n = context;

	(void)err;
	assert_true(row->record != 0);
	assert_true(row->channel != 0);
	++*n;
	return 0;
}

static void
test_history(void **state)
{
	const int64_t first[] = {1, 2, 3}, then[] = {1, 1, 0};
	struct store_import_counts counts;
	struct store *store = sample_store();
	struct buf text = {0};
	struct err err = {0};
	int64_t keys[3], n = 0;

	(void)state;
	sample_must_import(store, "s", rows, 3, &counts);
	read_keys(store, keys);
	assert_int_equal(history_last_run(store, &n, &err), 0);
	assert_int_equal(n, 0);
	save(store, keys, first, 3);
	save(store, keys, then, 2);
	assert_int_equal(history_last_run(store, &n, &err), 0);
	assert_int_equal(n, 2);
	assert_int_equal(history_runs(store, take_run, &text, &err), 0);
	assert_string_equal(buf_text(&text), "1:2 2:1 ");
	buf_reset(&text);
	assert_int_equal(
	    history_conflicts(store, 2, take_conflict, &text, &err), 0);
	assert_string_equal(buf_text(&text), "2 s:a s:c phone y why ");
	buf_reset(&text);
	/* b moved from 2 to 1, and a stayed; c is gone. */
	assert_int_equal(history_moves(store, 1, take_move, &text, &err), 0);
	assert_string_equal(buf_text(&text), "1 s:a 0>1; 2 s:b 2>1; ");
	buf_reset(&text);
	assert_int_equal(history_moves(store, 3, take_move, &text, &err), 0);
	assert_string_equal(buf_text(&text), "1 s:c 0>3; 2 s:c 3>0; ");
	buf_reset(&text);
	assert_int_equal(
	    history_freshness(store, take_freshness, &text, &err), 0);
	assert_string_equal(buf_text(&text), "s ");
	n = 0;
	assert_int_equal(history_presence(store, take_presence, &n, &err), 0);
	assert_true(n >= 3);
	assert_int_equal(history_runs(store, refuse, NULL, &err), -1);
	assert_int_equal(err.code, ERR_IO);
	buf_clear(&text);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
