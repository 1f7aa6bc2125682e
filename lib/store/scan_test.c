#include "base/buf.h"
#include "store/db.h"
#include "store/sample.h"
#include "store/scan.h"

#define EVENTS 6000
#define RECORDS 100

static struct sample rows[EVENTS];
static char record_ids[RECORDS][16], event_ids[EVENTS][16];

/* What one of several took. */
struct seen {
	struct buf bytes;
	size_t n;
	size_t fails_at; /* 0: it does not */
};

static int
see(void *self, const struct scan_row *row, struct err *err)
{
	struct seen *seen = self;

	if (++seen->n == seen->fails_at)
		return err_set(err, ERR_DATA, "enough");
	buf_i64(&seen->bytes, row->customer);
	buf_i64(&seen->bytes, row->at_us);
	buf_span(&seen->bytes, row->record);
	buf_span(&seen->bytes, row->body);
	return buf_check(&seen->bytes, err);
}

static void
make_store(struct store *store)
{
	struct store_import_counts counts;

	for (int i = 0; i < RECORDS; i++)
		(void)snprintf(record_ids[i], sizeof(record_ids[i]), "%d", i);
	for (int i = 0; i < EVENTS; i++) {
		(void)snprintf(event_ids[i], sizeof(event_ids[i]), "%d", i);
		rows[i] = (struct sample){
		    .id = i % 3 == 0 ? NULL : record_ids[i % RECORDS],
		    .event_id = event_ids[i],
		    .at_s = i + 1,
		    .text = i % 7 == 0 ? "text" : NULL,
		};
	}
	sample_must_import(store, "s", rows, EVENTS, &counts);
}

/* How many read is *${n}. */
static int
scan(struct store *store, struct seen *seen, size_t *n, int64_t after,
    struct err *err)
{
	struct roll roll = {0};
	const struct scan_options options = {
	    .roll = &roll, .after = after, .has_anonymous = true};
	void *selves[BESIDE_MAX];
	struct beside beside;
	int rc;

	for (size_t i = 0; i < *n; i++)
		selves[i] = &seen[i];
	beside_open_some(&beside, store, *n);
	*n = beside.n;
	rc = roll_load(&roll, &beside, true, NULL, 0, err);
	if (rc == 0)
		rc = scan_rows(&beside, &options, see, selves, err);
	beside_close(&beside);
	roll_clear(&roll);
	return rc;
}

static void
clear(struct seen *seen, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_clear(&seen[i].bytes);
	memset(seen, 0, n * sizeof(*seen));
}

/* Several take what one takes, one behind the other. */
static void
test_several(void **state)
{
	struct seen one = {0}, several[3] = {{{0}, 0, 0}};
	struct buf joined = {0};
	struct err err = {0};
	struct store *store;
	size_t n = 1;
	char path[64];

	(void)state;
	sample_path(path);
	store = store_open(path, STORE_CREATE, 0600, 0, &err);
	assert_non_null(store);
	make_store(store);
	assert_int_equal(store_begin_read(store, &err), 0);
	assert_int_equal(scan(store, &one, &n, 0, &err), 0);
	assert_int_equal(one.n, EVENTS);
	n = 3;
	assert_int_equal(scan(store, several, &n, 0, &err), 0);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(several[i].n, EVENTS / 3);
		buf_span(&joined, buf_get(&several[i].bytes));
	}
	assert_true(span_eq(buf_get(&joined), buf_get(&one.bytes)));
	clear(several, 3);
	assert_int_equal(scan(store, several, &n, EVENTS - 5, &err), 0);
	assert_int_equal(several[0].n, 1);
	assert_int_equal(several[1].n, 1);
	assert_int_equal(several[2].n, 3);
	clear(several, 3);
	/* One fails, and the others end. */
	several[1].fails_at = 5;
	assert_int_equal(scan(store, several, &n, 0, &err), -1);
	assert_string_equal(err.msg, "enough");
	clear(several, 3);
	clear(&one, 1);
	buf_clear(&joined);
	store_close(store);
	sample_remove(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_several),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
