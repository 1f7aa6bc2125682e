#include "base/buf.h"
#include "base/hash.h"
#include "base/hashmap.h"
#include "store/db.h"
#include "store/packed.h"
#include "store/retract.h"
#include "store/sample.h"
#include "store/stream.h"

#define STEPS 60
#define WORLDS 8
#define ROWS 24
#define NOW_S (SAMPLE_NOW / 1000000)

static uint64_t random_state;
static size_t n_found; /* customers that were packed */

static unsigned
any(unsigned n)
{
	random_state = random_state * UINT64_C(6364136223846793005) + 1;
	return (unsigned)(random_state >> 33) % n;
}

/* What a stream gives: of customers in order, of nobody in any. */
struct heard {
	const struct stream_options *options;
	struct buf customers;
	uint64_t loose;
	size_t n_loose;
};

static void
write_row(
    const struct block *block, size_t at, int64_t customer, struct buf *text)
{
	buf_i64(text, customer);
	for (int c = 0; c < BLOCK_NUMBERS; c++)
		buf_printf(text, " %lld",
		    (long long)block_number(block, (enum block_number)c, at));
	for (int c = 0; c < BLOCK_TEXTS; c++) {
		buf_char(text, '|');
		buf_span(text, block_text(block, (enum block_text)c, at));
	}
	buf_char(text, '\n');
}

static bool
is_wanted(const struct stream_options *options, int64_t customer)
{
	if (options->customers == NULL)
		return true;
	for (size_t i = 0; i < options->n_customers; i++)
		if (options->customers[i] == customer)
			return true;
	return false;
}

static int
hear(void *self, const struct block *block, struct err *err)
{
	struct heard *heard = self;
	struct buf row = {0};
	size_t at = 0;

	for (size_t i = 0; i < block->n_customers; i++)
		for (uint32_t n = 0; n < block->counts[i]; n++, at++) {
			/* Blocks are not cut to size. */
			if (!is_wanted(heard->options, block->customers[i]))
				continue;
			buf_reset(&row);
			write_row(block, at, block->customers[i], &row);
			if (block->customers[i] != 0) {
				buf_span(&heard->customers, buf_get(&row));
				continue;
			}
			heard->loose += hash_64(1, buf_get(&row));
			heard->n_loose++;
		}
	buf_clear(&row);
	return buf_check(&heard->customers, err);
}

static void
listen(struct store *store, const struct stream_options *options,
    struct heard *heard)
{
	struct err err = {0};

	memset(heard, 0, sizeof(*heard));
	heard->options = options;
	if (stream_read(store, options, hear, heard, &err) != 0)
		fail_msg("%s", err.msg);
}

/* The first line that differs is told. */
static void
must_be_equal(const char *packed, const char *rows)
{
	size_t line = 0;

	for (size_t i = 0; packed[i] == rows[i]; i++) {
		if (packed[i] == '\0')
			return;
		if (packed[i] == '\n')
			line = i + 1;
	}
	fail_msg("packed: %.*s\nrows:   %.*s",
	    (int)strcspn(packed + line, "\n"), packed + line,
	    (int)strcspn(rows + line, "\n"), rows + line);
}

static void
must_be_same(struct store *store, struct stream_options options)
{
	struct heard packed, rows;

	listen(store, &options, &packed);
	options.is_unpacked = true;
	listen(store, &options, &rows);
	must_be_equal(buf_text(&packed.customers), buf_text(&rows.customers));
	assert_int_equal(packed.n_loose, rows.n_loose);
	assert_true(packed.loose == rows.loose);
	buf_clear(&packed.customers);
	buf_clear(&rows.customers);
}

/* Does the stream come from what is packed? *${has_news}: with what came
 * since. */
static bool
is_packed(struct store *store, bool *has_news)
{
	struct shelf shelf = {0};
	struct err err = {0};
	bool is_there;

	assert_int_equal(packed_open(store, &shelf, &is_there, &err), 0);
	*has_news = false;
	for (size_t i = 0; is_there && i < shelf.count; i++)
		*has_news |= shelf.blocks[i].news_id != 0;
	shelf_clear(&shelf);
	return is_there;
}

/* Events that are new, that change others, that are equal, that are in the
 * future, and nobody's, of records that are new or not, at few times. */
static void
import_some(struct store *store, int64_t *last)
{
	static char ids[ROWS][16], events[ROWS][16];
	struct sample rows[ROWS];
	struct store_import_info info;
	struct store_import_counts counts;
	struct err err = {0};
	size_t n = 1 + any(ROWS);

	for (size_t i = 0; i < n; i++) {
		(void)snprintf(ids[i], sizeof(ids[i]), "r%u", any(30));
		(void)snprintf(events[i], sizeof(events[i]), "e%u", any(200));
		rows[i] = (struct sample){
		    .id = any(20) == 0 ? NULL : ids[i],
		    .event_id = any(8) == 0 ? NULL : events[i],
		    .at_s = any(12) == 0 ? NOW_S + any(4) : 1 + any(40),
		    .amount = any(3),
		    .product = any(2) == 0 ? "p" : NULL,
		    .text = any(9) == 0 ? "long" : NULL,
		    .updated_s = 1 + any(100),
		};
	}
	info = sample_info(any(3) == 0 ? "t" : "s");
	info.now_us += any(4) * INT64_C(1000000);
	if (sample_import_as(store, &info, rows, n, false, &counts, &err) != 0)
		fail_msg("%s", err.msg);
	*last = counts.import_id;
}

/* Those of the members that the store does not know like that; *${n_others} of
 * its own are none of them. */
static size_t
changed_of(struct store *store, const struct store_member *members, size_t n,
    struct store_member *changed, size_t *n_others)
{
	struct store_member *before;
	struct err err = {0};
	size_t n_before, n_changed = 0, n_same = 0, n_moved = 0;

	assert_int_equal(store_members(store, &before, &n_before, &err), 0);
	for (size_t i = 0; i < n; i++) {
		bool is_same = false;

		for (size_t j = 0; j < n_before; j++) {
			if (before[j].record != members[i].record)
				continue;
			is_same = before[j].customer == members[i].customer;
			n_moved += !is_same;
		}
		n_same += is_same;
		if (!is_same)
			changed[n_changed++] = members[i];
	}
	free(before);
	*n_others = n_before - n_same - n_moved;
	return n_changed;
}

/* Some records change hands, new ones come to somebody; all members are saved
 * again, or only those. */
static void
merge(struct store *store, struct hashmap *owners)
{
	struct store_member members[128], changed[128];
	struct store_records *records;
	const struct store_record *record;
	struct store_run run = {0};
	struct store_part part = {.members = changed};
	struct err err = {0};
	size_t n = 0, n_others = 0;
	int rc;

	records = store_records_open(store, &err);
	while (
	    store_records_next(records, &record, &err) == 0 && record != NULL) {
		bool fresh;
		uint64_t *owner =
		    hashmap_slot(owners, (uint64_t)record->key, &fresh, &err);

		assert_true(n < 128);
		if (fresh || any(15) == 0)
			*owner = 1 + any(40);
		members[n++] =
		    (struct store_member){record->key, (int64_t)*owner};
	}
	store_records_close(records);
	part.n_members = changed_of(store, members, n, changed, &n_others);
	assert_int_equal(store_begin(store, &err), 0);
	if (any(2) == 0 && n_others == 0)
		rc = store_save_part(store, &run, 0, &part, &err);
	else
		rc = store_save_run(
		    store, &run, members, n, NULL, 0, NULL, 0, &err);
	if (rc != 0 || store_commit(store, &err) != 0)
		fail_msg("%s", err.msg);
}

static void
take_back(struct store *store, int64_t import)
{
	struct retract_counts counts;
	struct err err = {0};

	if (import == 0 ||
	    retract_import(store, import, SAMPLE_NOW, &counts, &err) == 0)
		return;
	assert_int_equal(err.code, ERR_NO);
}

/* Whoever is said to be packed is somebody. */
static void
check_customers(struct store *store)
{
	struct store_member *members;
	struct err err = {0};
	size_t n;

	assert_int_equal(store_members(store, &members, &n, &err), 0);
	for (int64_t customer = 1; customer <= 41; customer++) {
		bool has, is_there = false;

		assert_int_equal(packed_has(store, customer, &has, &err), 0);
		for (size_t i = 0; i < n; i++)
			is_there |= members[i].customer == customer;
		assert_true(is_there || !has);
		n_found += has;
	}
	free(members);
}

static void
check(struct store *store)
{
	static const int64_t some[] = {2, 7, 8, 33};
	struct packed_facts facts;
	struct err err = {0};
	bool is_known;
	int64_t unmerged = 0, as_of_us = CANON_NO_TIME;

	must_be_same(store,
	    (struct stream_options){
		.columns = BLOCK_ALL, .has_anonymous = true});
	must_be_same(store,
	    (struct stream_options){
		.columns = BLOCK_ALL, .customers = some, .n_customers = 4});
	check_customers(store);
	assert_int_equal(packed_facts(store, &facts, &is_known, &err), 0);
	if (!is_known)
		return;
	/* In a write nothing is taken from the packed journeys. */
	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(store_unmerged(store, &unmerged, &err), 0);
	assert_int_equal(store_as_of(store, &as_of_us, &err), 0);
	store_rollback(store);
	assert_int_equal(facts.unmerged, unmerged);
	assert_int_equal(facts.as_of_us, as_of_us);
}

/* Whatever happens, packed journeys say what the rows say. */
static void
test_histories(void **state)
{
	size_t n_packed = 0, n_news = 0, n_kept = 0;

	(void)state;
	for (uint64_t world = 0; world < WORLDS; world++) {
		struct store *store = sample_store();
		struct hashmap owners = {0};
		int64_t last = 0;
		struct err err = {0};

		random_state = 77 + world;
		store->block_events = 7;
		import_some(store, &last);
		merge(store, &owners);
		for (int step = 0; step < STEPS; step++) {
			unsigned what = any(20);
			bool has_news, is_fresh;

			if (what < 9)
				import_some(store, &last);
			else if (what < 18)
				merge(store, &owners);
			else if (what == 18)
				take_back(store, last);
			if (what % 2 == 0)
				assert_int_equal(packed_make(store, &err), 0);
			assert_int_equal(
			    packed_is_fresh(store, &is_fresh, &err), 0);
			n_packed += is_packed(store, &has_news);
			n_news += has_news && is_fresh;
			n_kept += has_news && !is_fresh;
			check(store);
		}
		hashmap_clear(&owners);
		store_close(store);
	}
	/* All ways were gone. */
	assert_true(n_packed > WORLDS * STEPS / 4);
	assert_true(n_packed < WORLDS * STEPS);
	assert_true(n_found > WORLDS * STEPS);
	assert_true(n_news > WORLDS);
	assert_true(n_kept > WORLDS);
}

/* A commit of which nobody said what it changes. */
static void
test_unfollowed(void **state)
{
	struct store *store = sample_store();
	struct hashmap owners = {0};
	struct err err = {0};
	bool has_news;
	int64_t last;

	(void)state;
	random_state = 5;
	import_some(store, &last);
	merge(store, &owners);
	assert_int_equal(packed_make(store, &err), 0);
	assert_true(is_packed(store, &has_news));
	import_some(store, &last);
	assert_true(is_packed(store, &has_news));
	assert_int_equal(store_begin(store, &err), 0);
	assert_int_equal(store_commit(store, &err), 0);
	assert_false(is_packed(store, &has_news));
	import_some(store, &last);
	assert_false(is_packed(store, &has_news));
	merge(store, &owners);
	assert_int_equal(packed_make(store, &err), 0);
	assert_true(is_packed(store, &has_news));
	hashmap_clear(&owners);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_histories),
	    cmocka_unit_test(test_unfollowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
