#include "base/buf.h"
#include "store/db.h"
#include "store/sample.h"

#define N(rows) (sizeof(rows) / sizeof((rows)[0]))

static int64_t
number(struct store *store, const char *sql)
{
	sqlite3_stmt *stmt;
	int64_t found;

	assert_int_equal(
	    sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	found = sqlite3_column_int64(stmt, 0);
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
	return found;
}

/* What the documented views show, in a fixed order. */
static char *
dump(struct store *store)
{
	static const char *const queries[] = {
	    "SELECT * FROM v_event ORDER BY source, native_id, event_id, "
	    "occurred_at, product, amount, text",
	    "SELECT * FROM v_crosswalk ORDER BY source, native_id",
	    "SELECT * FROM v_customer ORDER BY customer_id",
	};
	struct buf buf = {0};

	assert_int_equal(sqlite3_db_config(store->db,
			     SQLITE_DBCONFIG_ENABLE_VIEW, 1, (int *)NULL),
	    SQLITE_OK);
	for (size_t i = 0; i < N(queries); i++) {
		sqlite3_stmt *stmt;

		assert_int_equal(
		    sqlite3_prepare_v2(store->db, queries[i], -1, &stmt, NULL),
		    SQLITE_OK);
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			for (int j = 0; j < sqlite3_column_count(stmt); j++) {
				const void *text = sqlite3_column_text(stmt, j);

				buf_str(&buf, text == NULL ? "-" : text);
				buf_char(&buf, '|');
			}
			buf_char(&buf, '\n');
		}
		assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
	}
	buf_char(&buf, '\0');
	assert_false(buf.failed);
	return buf.data;
}

/* Nothing may be left of rows that lost: every row has its key. */
static void
check_store(struct store *store)
{
	static const char *const same[][2] = {
	    {"SELECT count(*) FROM record", "SELECT count(*) FROM record_key"},
	    {"SELECT count(*) FROM observation",
		"SELECT (SELECT count(*) FROM observation_key) + count(said) "
		"FROM record_key"},
	    {"SELECT count(*) FROM event",
		"SELECT coalesce(sum(CASE WHEN e.event_id IS NULL THEN "
		"coalesce(k.extra, 1) ELSE 1 END), 0) FROM event_key k JOIN "
		"event e ON e.id = k.event"},
	    {"SELECT count(*) FROM record_key k JOIN record r ON r.id = k.id "
	     "AND r.key = k.key",
		"SELECT count(*) FROM record_key"},
	    {"SELECT count(*) FROM observation_key k JOIN observation o ON "
	     "o.id = k.id AND o.key = k.key AND o.record = k.record",
		"SELECT count(*) FROM observation_key"},
	    {"SELECT count(*) FROM record_key k JOIN observation o ON "
	     "o.id = k.said AND o.key = k.said_key AND o.record = k.key",
		"SELECT count(said) FROM record_key"},
	    {"SELECT count(*) FROM event_detail WHERE event NOT IN "
	     "(SELECT id FROM event)",
		"SELECT 0"},
	};

	for (size_t i = 0; i < N(same); i++)
		if (number(store, same[i][0]) != number(store, same[i][1]))
			fail_msg("not the same: %s", same[i][0]);
}

static const struct sample shop[] = {
    {.id = "m1",
	.name = "Sato",
	.email = "a@x.jp",
	.phone = "12-x",
	.event_id = "e1",
	.product = "p",
	.at_s = 100,
	.amount = 5},
    {.id = "m1",
	.name = "Sato",
	.email = "a@x.jp",
	.phone = "12-x",
	.event_id = "e2",
	.product = "p",
	.at_s = 50,
	.amount = 6},
    {.id = "m2", .event_id = "e3", .at_s = 70, .amount = 7},
    {.id = "m2", .event_id = "e4", .at_s = 90, .amount = 7, .text = "hi"},
    {.event_id = "e5", .at_s = 60, .amount = 1},
    {.email = "b@x.jp", .event_id = "e6", .at_s = 60, .amount = 1},
};

static void
test_new_and_same(void **state)
{
	struct store_import_counts counts;
	struct store *store = sample_store();

	(void)state;
	sample_must_import(store, "shop", shop, N(shop), &counts);
	assert_int_equal(counts.events_new, 6);
	assert_int_equal(counts.records_new, 3);
	assert_int_equal(counts.anonymous, 1);
	assert_int_equal(number(store,
			     "SELECT first_at FROM record_key k "
			     "JOIN observation o ON o.id = k.said "
			     "WHERE instr(o.said, CAST('Sato' AS BLOB))"),
	    50000000);
	check_store(store);
	sample_must_import(store, "shop", shop, N(shop), &counts);
	assert_int_equal(counts.events_same, 6);
	assert_int_equal(counts.records_same, 3);
	assert_int_equal(counts.events_new + counts.records_new, 0);
	check_store(store);
	/* The same ids in another source are others. */
	sample_must_import(store, "shop2", shop, N(shop), &counts);
	assert_int_equal(counts.events_new, 6);
	assert_int_equal(counts.records_new, 3);
	check_store(store);
	store_close(store);
}

static void
test_changed(void **state)
{
	static const struct {
		struct sample first, second;
		int64_t changed, amount;
	} cases[] = {
	    /* another content, no time: the later import stands */
	    {{.id = "a", .event_id = "e", .at_s = 1, .amount = 1},
		{.id = "a", .event_id = "e", .at_s = 1, .amount = 2}, 1, 2},
	    /* newer and older by the event's own time */
	    {{.id = "a",
		 .event_id = "e",
		 .at_s = 1,
		 .amount = 1,
		 .updated_s = 5},
		{.id = "a",
		    .event_id = "e",
		    .at_s = 1,
		    .amount = 2,
		    .updated_s = 6},
		1, 2},
	    {{.id = "a",
		 .event_id = "e",
		 .at_s = 1,
		 .amount = 1,
		 .updated_s = 5},
		{.id = "a",
		    .event_id = "e",
		    .at_s = 1,
		    .amount = 2,
		    .updated_s = 4},
		0, 1},
	    {{.id = "a",
		 .event_id = "e",
		 .at_s = 1,
		 .amount = 1,
		 .updated_s = 5},
		{.id = "a",
		    .event_id = "e",
		    .at_s = 1,
		    .amount = 2,
		    .updated_s = 5},
		1, 2},
	    /* the event belongs to another record now */
	    {{.id = "a", .event_id = "e", .at_s = 1, .amount = 1},
		{.id = "b", .event_id = "e", .at_s = 1, .amount = 3}, 1, 3},
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		struct store_import_counts counts;
		struct store *store = sample_store();

		sample_must_import(store, "s", &cases[i].first, 1, &counts);
		sample_must_import(store, "s", &cases[i].second, 1, &counts);
		assert_int_equal(counts.events_changed, cases[i].changed);
		assert_int_equal(counts.events_same, 1 - cases[i].changed);
		assert_int_equal(number(store, "SELECT sum(amount) FROM event"),
		    cases[i].amount);
		check_store(store);
		store_close(store);
	}
}

/* Several versions in one file: as if told one after the other. */
static void
test_twice_in_file(void **state)
{
	static const struct sample rows[] = {
	    {.id = "a",
		.event_id = "e",
		.at_s = 1,
		.amount = 1,
		.updated_s = 5,
		.text = "one"},
	    {.id = "a",
		.event_id = "e",
		.at_s = 1,
		.amount = 2,
		.updated_s = 9,
		.text = "two"},
	    {.id = "a",
		.event_id = "e",
		.at_s = 1,
		.amount = 3,
		.updated_s = 7,
		.text = "three"},
	    {.id = "a", .event_id = "f", .at_s = 1, .amount = 10},
	    {.id = "a", .event_id = "f", .at_s = 1, .amount = 20},
	    {.id = "a", .event_id = "f", .at_s = 1, .amount = 20},
	};
	struct store_import_counts counts;
	struct store *store = sample_store();

	(void)state;
	for (int i = 0; i < 2; i++) {
		sample_must_import(store, "s", rows, N(rows), &counts);
		assert_int_equal(counts.events_new, i == 0 ? 2 : 0);
		assert_int_equal(counts.events_same, i == 0 ? 4 : 6);
		assert_int_equal(
		    number(store, "SELECT sum(amount) FROM event"), 22);
		check_store(store);
	}
	store_close(store);
}

/* An event that the store holds, between other versions of it: what the file
 * says last stands, whether keys are looked up one by one or not. */
static void
test_back_again(void **state)
{
	static const struct sample held = {
	    .id = "a", .event_id = "e", .at_s = 1, .amount = 1};
	static const struct sample other = {
	    .id = "a", .event_id = "e", .at_s = 1, .amount = 2};
	static const struct {
		const struct sample *rows[7];
		int64_t same, changed, amount;
	} cases[] = {
	    {{&held}, 1, 0, 1},
	    {{&held, &held}, 2, 0, 1},
	    {{&other, &held}, 2, 0, 1},
	    {{&held, &other}, 1, 1, 2},
	    {{&held, &other, &held}, 3, 0, 1},
	    {{&held, &held, &held, &other, &held, &other}, 5, 1, 2},
	    {{&other, &held, &held, &held, &held, &held}, 6, 0, 1},
	};

	(void)state;
	for (size_t i = 0; i < 2 * N(cases); i++) {
		struct sample rows[7];
		struct store_import_counts counts;
		struct store *store = sample_store();
		size_t n = 0, at = i / 2;

		if (i % 2 == 1)
			store->known_max = 0;
		sample_must_import(store, "s", &held, 1, &counts);
		for (; cases[at].rows[n] != NULL; n++)
			rows[n] = *cases[at].rows[n];
		sample_must_import(store, "s", rows, n, &counts);
		assert_int_equal(counts.events_new, 0);
		assert_int_equal(counts.events_same, cases[at].same);
		assert_int_equal(counts.events_changed, cases[at].changed);
		assert_int_equal(number(store, "SELECT sum(amount) FROM event"),
		    cases[at].amount);
		check_store(store);
		store_close(store);
	}
}

/* Equal rows without an id are as many as the file that has most of them. */
static void
test_without_id(void **state)
{
	static const struct sample rows[] = {
	    {.id = "a", .at_s = 1, .amount = 1, .text = "t"},
	    {.id = "a", .at_s = 1, .amount = 1, .text = "t"},
	    {.id = "a", .at_s = 2, .amount = 1},
	    {.id = "a", .at_s = 1, .amount = 1, .text = "t"},
	};
	static const struct {
		size_t rows;
		int64_t new, same, total;
	} steps[] = {{1, 1, 0, 1}, {3, 2, 1, 3}, {2, 0, 2, 3}, {4, 1, 3, 4}};
	struct store_import_counts counts;
	struct store *store = sample_store();

	(void)state;
	for (size_t i = 0; i < N(steps); i++) {
		sample_must_import(store, "s", rows, steps[i].rows, &counts);
		assert_int_equal(counts.events_new, steps[i].new);
		assert_int_equal(counts.events_same, steps[i].same);
		assert_int_equal(number(store, "SELECT count(*) FROM event"),
		    steps[i].total);
		check_store(store);
	}
	assert_int_equal(number(store, "SELECT count(*) FROM event_detail"), 3);
	store_close(store);
}

/* Rows with persons only count by their records. */
static void
test_persons(void **state)
{
	static const struct sample rows[] = {
	    {.id = "a", .name = "A", .said_s = 1},
	    {.id = "a", .name = "A", .said_s = 3},
	    {.id = "b", .name = "B"},
	    {.id = "a", .name = "AA", .said_s = 2},
	};
	static const struct sample later[] = {
	    {.id = "a", .name = "A", .said_s = 9},
	    {.id = "b", .name = "BB"},
	    {.id = "c", .name = "C"},
	};
	struct store_import_counts counts;
	struct store *store = sample_store();

	(void)state;
	sample_must_import(store, "s", rows, N(rows), &counts);
	assert_int_equal(counts.rows_new, 2);
	assert_int_equal(counts.rows_changed, 1);
	assert_int_equal(counts.rows_same, 1);
	assert_int_equal(counts.records_new, 2);
	check_store(store);
	sample_must_import(store, "s", later, N(later), &counts);
	assert_int_equal(counts.rows_new, 1);
	assert_int_equal(counts.rows_changed, 1);
	assert_int_equal(counts.rows_same, 1);
	assert_int_equal(counts.records_new, 1);
	assert_int_equal(counts.records_changed, 1);
	assert_int_equal(counts.records_same, 1);
	assert_int_equal(
	    number(store, "SELECT max(last_at) FROM record_key"), 9000000);
	check_store(store);
	store_close(store);
}

#define FILES 4
#define PER_FILE 60

/* Files that overlap, from few ids, so that everything repeats. */
static void
make_files(struct sample rows[FILES][PER_FILE], char text[200][16])
{
	uint64_t seed = 7;

	for (int i = 0; i < 200; i++)
		(void)snprintf(text[i], 16, "%d", i);
	for (int f = 0; f < FILES; f++) {
		for (int i = 0; i < PER_FILE; i++) {
			struct sample *row = &rows[f][i];
			int e;

			seed =
			    seed * 6364136223846793005u + 1442695040888963407u;
			e = (int)(seed >> 33) % 40;
			memset(row, 0, sizeof(*row));
			row->id = text[e % 7];
			row->name = text[(seed >> 40) % 3];
			row->said_s = (int64_t)(seed >> 45) % 50 + 1;
			if (e % 5 == 0)
				continue; /* a person only */
			if (e % 11 == 0)
				row->id = NULL;
			row->at_s = 1000 + e;
			if (e % 3 == 0) {
				row->amount = e; /* no id: all is equal */
				continue;
			}
			row->event_id = text[100 + e];
			row->updated_s = (int64_t)(seed >> 35) % 90 + 1;
			row->amount = row->updated_s;
		}
	}
}

/* Any order of the files, and any of them twice, looks the same. */
static void
test_order(void **state)
{
	static struct sample rows[FILES][PER_FILE];
	static char text[200][16];
	static const int orders[][6] = {{0, 1, 2, 3, 0, 0}, {3, 2, 1, 0, 3, 1},
	    {2, 0, 3, 1, 1, 2}, {1, 1, 0, 2, 3, 2}};
	char *first = NULL;

	(void)state;
	make_files(rows, text);
	for (size_t i = 0; i < 2 * N(orders); i++) {
		struct store *store = sample_store();
		char *shown;

		if (i >= N(orders))
			store->known_max = 0;
		for (int j = 0; j < 6; j++) {
			struct store_import_counts counts;
			int file = orders[i % N(orders)][j];

			sample_must_import(store, file < 2 ? "s" : "t",
			    rows[file], PER_FILE, &counts);
			check_store(store);
		}
		shown = dump(store);
		if (first == NULL)
			first = shown;
		else
			assert_string_equal(shown, first);
		if (shown != first)
			free(shown);
		store_close(store);
	}
	assert_true(strlen(first) > 1000);
	free(first);
}

/* The same file twice, then everything again from the ledger's view. */
static void
test_known(void **state)
{
	struct store_import_info info = sample_info("shop");
	struct store_import_counts counts;
	struct store *store = sample_store();
	struct err err = {0};
	bool is_known;

	(void)state;
	sample_must_import(store, "shop", shop, N(shop), &counts);
	assert_int_equal(
	    store_import_known(store, &info, "0123", &counts, &is_known, &err),
	    0);
	assert_true(is_known);
	assert_int_equal(counts.rows, 6);
	assert_int_equal(counts.events_same, 6);
	assert_int_equal(counts.records_same, 3);
	assert_int_equal(counts.events_new, 0);
	info.map_digest = 1;
	assert_int_equal(
	    store_import_known(store, &info, "0123", &counts, &is_known, &err),
	    0);
	assert_false(is_known);
	store_close(store);
}

static void
test_dry_run(void **state)
{
	struct store_import_counts counts;
	struct store *store = sample_store();
	struct err err = {0};

	(void)state;
	assert_int_equal(
	    sample_import(store, "shop", shop, N(shop), true, &counts, &err),
	    0);
	assert_int_equal(counts.events_new, 6);
	assert_int_equal(counts.import_id, 0);
	assert_int_equal(number(store, "SELECT count(*) FROM event"), 0);
	assert_int_equal(number(store, "SELECT count(*) FROM import"), 0);
	sample_must_import(store, "shop", shop, N(shop), &counts);
	assert_int_equal(counts.events_new, 6);
	store_close(store);
}

/* With keys of one bit two ids have the same key, and that is told. */
static void
test_collision(void **state)
{
	static const struct sample persons[] = {{.id = "a", .name = "x"},
	    {.id = "b", .name = "y"}, {.id = "c", .name = "z"}};
	static const struct sample events[] = {
	    {.id = "a", .event_id = "1", .at_s = 1},
	    {.id = "a", .event_id = "2", .at_s = 1},
	    {.id = "a", .event_id = "3", .at_s = 1}};
	struct store_import_counts counts;

	(void)state;
	for (int is_event = 0; is_event < 2; is_event++) {
		const struct sample *rows = is_event ? events : persons;

		for (int is_late = 0; is_late < 2; is_late++) {
			struct store *store = sample_store();
			struct err err = {0};
			int rc = 0;

			store->key_mask = 1;
			for (int i = 0; is_late && rc == 0 && i < 3; i++)
				rc = sample_import(store, "s", rows + i, 1,
				    false, &counts, &err);
			if (!is_late)
				rc = sample_import(
				    store, "s", rows, 3, false, &counts, &err);
			assert_int_equal(rc, -1);
			assert_int_equal(err.code, ERR_DATA);
			assert_non_null(strstr(err.msg, "the same key"));
			check_store(store);
			store_close(store);
		}
	}
}

/* A kind that was said beats one that was guessed, and stays. */
static void
test_channel_kind(void **state)
{
	static const struct {
		int first, second, kind;
		enum err_code code;
	} cases[] = {
	    {0, 0, CANON_EC, ERR_NONE},
	    {0, CANON_APP, CANON_APP, ERR_NONE},
	    {CANON_APP, 0, CANON_APP, ERR_NONE},
	    {CANON_APP, CANON_APP, CANON_APP, ERR_NONE},
	    {CANON_APP, CANON_WEB, CANON_APP, ERR_CONFIG},
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		struct store *store = sample_store();
		struct err err = {0};

		for (int j = 0; j < 2; j++) {
			struct store_import_info info = sample_info("s");
			struct store_import_counts counts = {.rows = 1};
			struct store_import *import;
			struct store_batch *batch;

			info.channel_kind =
			    j == 0 ? cases[i].first : cases[i].second;
			import = store_import_begin(store, &info, &err);
			batch = store_batch_new(import, &err);
			assert_int_equal(sample_add(batch, &shop[0], &err), 0);
			if (store_import_write(import, batch, &err) == 0)
				assert_int_equal(store_import_finish(import,
						     "1", false, &counts, &err),
				    0);
			else
				store_import_abort(import);
			store_batch_free(batch);
		}
		assert_int_equal(err.code, cases[i].code);
		assert_int_equal(
		    number(store, "SELECT kind FROM channel"), cases[i].kind);
		store_close(store);
	}
}

/* The sum of the counts is checked. */
static void
test_sum(void **state)
{
	struct store_import_info info = sample_info("s");
	struct store_import_counts counts = {.rows = 3, .rejected = 1};
	struct store *store = sample_store();
	struct store_import *import;
	struct store_batch *batch;
	struct err err = {0};

	(void)state;
	import = store_import_begin(store, &info, &err);
	batch = store_batch_new(import, &err);
	assert_int_equal(sample_add(batch, &shop[0], &err), 0);
	assert_int_equal(store_import_write(import, batch, &err), 0);
	assert_int_equal(
	    store_import_finish(import, "1", false, &counts, &err), -1);
	assert_int_equal(err.code, ERR_BUG);
	assert_int_equal(number(store, "SELECT count(*) FROM event"), 0);
	store_batch_free(batch);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_new_and_same),
	    cmocka_unit_test(test_changed),
	    cmocka_unit_test(test_twice_in_file),
	    cmocka_unit_test(test_back_again),
	    cmocka_unit_test(test_without_id),
	    cmocka_unit_test(test_persons),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_known),
	    cmocka_unit_test(test_dry_run),
	    cmocka_unit_test(test_collision),
	    cmocka_unit_test(test_channel_kind),
	    cmocka_unit_test(test_sum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
