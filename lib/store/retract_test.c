#include "base/buf.h"
#include "store/db.h"
#include "store/retract.h"
#include "store/sample.h"

#define FILES 12
#define ROWS 9

/* All that can be seen of a store, whatever the numbers of its rows are. */
static const char *const dumps[] = {
    "SELECT * FROM v_customer ORDER BY 1, 2, 3, 4, 5",
    "SELECT * FROM v_crosswalk ORDER BY 1, 2, 3, 4, 5, 6",
    "SELECT source, native_id, event_id, channel, channel_kind, event,"
    " occurred_at, product, amount, updated_at, text FROM v_event"
    " ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11",
    "SELECT name, kind, is_explicit FROM channel ORDER BY 1",
    "SELECT key, proof, extra FROM event_key ORDER BY 1",
    "SELECT key, count(*) FROM event_more GROUP BY 1 ORDER BY 1",
    "SELECT said_key, said_check, first_at, last_at FROM record_key"
    " WHERE said IS NOT NULL UNION ALL"
    " SELECT key, \"check\", first_at, last_at FROM observation_key"
    " ORDER BY 1",
    "SELECT key, \"check\" FROM record_key ORDER BY 1",
    "SELECT o.key, o.record, i.path FROM observation o"
    " JOIN import i ON i.id = o.import ORDER BY 1",
    "SELECT r.key, i.path FROM record r JOIN import i ON i.id = r.import"
    " ORDER BY 1",
    "SELECT s.name, n.channel, p.record, a.path, b.path FROM presence p"
    " JOIN snapshot n ON n.id = p.snapshot JOIN source s ON s.id = n.source"
    " LEFT JOIN import a ON a.id = p.since"
    " LEFT JOIN import b ON b.id = p.until ORDER BY 1, 2, 3, 4, 5",
    "SELECT s.name, n.channel, i.path FROM snapshot n"
    " JOIN source s ON s.id = n.source JOIN import i ON i.id = n.import"
    " ORDER BY 1, 2",
    "SELECT count(*) FROM event_detail WHERE event NOT IN"
    " (SELECT id FROM event)",
    "SELECT value FROM meta WHERE name = 'zone'",
};

static void
dump(struct store *store, struct buf *out)
{
	sqlite3_stmt *stmt;

	buf_reset(out);
	assert_int_equal(
	    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_VIEW, 1, NULL),
	    SQLITE_OK);
	for (size_t i = 0; i < sizeof(dumps) / sizeof(dumps[0]); i++) {
		buf_printf(out, "-- %zu\n", i);
		if (sqlite3_prepare_v2(store->db, dumps[i], -1, &stmt, NULL) !=
		    SQLITE_OK)
			fail_msg("%s", sqlite3_errmsg(store->db));
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			for (int n = 0; n < sqlite3_column_count(stmt); n++)
				buf_printf(out, "%s|",
				    sqlite3_column_type(stmt, n) == SQLITE_NULL
					? "NULL"
					: (const char *)sqlite3_column_text(
					      stmt, n));
			buf_char(out, '\n');
		}
		assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
	}
}

static void
assert_same_stores(struct store *a, struct store *b)
{
	struct buf left = {0}, right = {0};
	const char *l, *r;
	size_t at, line = 0;

	dump(a, &left);
	dump(b, &right);
	l = buf_text(&left);
	r = buf_text(&right);
	for (at = 0; l[at] != '\0' && l[at] == r[at]; at++)
		if (l[at] == '\n')
			line = at + 1;
	if (l[at] != r[at])
		fail_msg("'%.120s'\n is not\n'%.120s'", l + line, r + line);
	buf_clear(&left);
	buf_clear(&right);
}

/* --- random files --- */

struct file {
	struct sample rows[ROWS];
	size_t n;
	char path[16];
	const char *source, *channel;
	int kind;
	bool is_snapshot;
	bool stands;
};

static uint32_t
draw(uint32_t *state, uint32_t below)
{
	*state = *state * 1664525 + 1013904223;
	return (*state >> 8) % below;
}

static void
draw_row(uint32_t *state, struct sample *row)
{
	static const char *const ids[] = {"a", "b", "c", "d"};
	static const char *const names[] = {NULL, "N", "M"};
	static const char *const emails[] = {NULL, "x@y", "z@y"};
	static const char *const events[] = {NULL, "e0", "e1", "e2"};
	static const char *const products[] = {"p", "q", "r"};
	static const char *const texts[] = {NULL, NULL, "t"};

	*row = (struct sample){.id = ids[draw(state, 4)],
	    .name = names[draw(state, 3)],
	    .email = emails[draw(state, 3)]};
	if (draw(state, 8) == 0)
		row->said_s = 100 + draw(state, 5);
	if (draw(state, 4) == 0)
		return;
	row->event_id = events[draw(state, 4)];
	row->product = products[draw(state, 3)];
	row->text = texts[draw(state, 3)];
	row->at_s = 1 + draw(state, 2);
	if (row->event_id != NULL && draw(state, 3) > 0)
		row->updated_s = 10 + draw(state, 4);
}

static void
draw_file(uint32_t *state, size_t number, struct file *file)
{
	static const char *const sources[] = {"s", "s", "u"};
	static const char *const channels[] = {"ec", "web", "x"};

	*file = (struct file){.n = draw(state, ROWS + 1), .stands = true};
	for (size_t i = 0; i < file->n; i++)
		draw_row(state, &file->rows[i]);
	(void)snprintf(file->path, sizeof(file->path), "f%zu", number);
	file->source = sources[draw(state, 3)];
	file->channel = channels[draw(state, 3)];
	/* One kind a channel, said or not. */
	if (draw(state, 3) == 0)
		file->kind = file->channel[0] == 'x' ? CANON_CHAT : CANON_EC;
	if (draw(state, 6) == 0)
		file->is_snapshot = true;
}

static void
import(struct store *store, const struct file *file,
    struct store_import_counts *counts)
{
	struct store_import_info info = sample_info(file->source);
	struct err err = {0};

	info.path = span_of(file->path);
	info.channel = span_of(file->channel);
	info.channel_kind = file->kind;
	info.is_snapshot = file->is_snapshot;
	if (sample_import_as(
		store, &info, file->rows, file->n, false, counts, &err) != 0)
		fail_msg("%s", err.msg);
}

/* A later snapshot of the source must go first. */
static bool
may_go(const struct file *files, size_t n, size_t at)
{
	for (size_t i = at + 1; i < n; i++)
		if (files[i].stands && files[i].is_snapshot &&
		    strcmp(files[i].source, files[at].source) == 0)
			return false;
	return true;
}

static void
undo_one(struct store *store, struct file *files, size_t n, size_t at)
{
	struct retract_counts counts;
	struct err err = {0};
	int rc =
	    retract_import(store, (int64_t)at + 1, SAMPLE_NOW, &counts, &err);

	if (!files[at].stands) {
		assert_int_equal(rc, -1);
		assert_int_equal(err.code, ERR_NO);
	} else if (may_go(files, n, at)) {
		if (rc != 0)
			fail_msg("%s", err.msg);
		files[at].stands = false;
	} else {
		assert_int_equal(rc, -1);
		assert_int_equal(err.code, ERR_UNAVAILABLE);
	}
}

/* The store of the imports that stand, which never had the others. */
static struct store *
without(const struct file *files, size_t n)
{
	struct store *store = sample_store();
	struct store_import_counts counts;

	for (size_t i = 0; i < n; i++)
		if (files[i].stands)
			import(store, &files[i], &counts);
	return store;
}

/* Both stores count the same of what comes next. */
static void
assert_same_next(
    struct store *store, struct file *files, size_t n, uint32_t *state)
{
	struct store *other = without(files, n);
	struct store_import_counts mine, others;

	assert_same_stores(store, other);
	draw_file(state, n, &files[n]);
	import(store, &files[n], &mine);
	import(other, &files[n], &others);
	others.import_id = mine.import_id;
	assert_memory_equal(&mine, &others, sizeof(mine));
	assert_same_stores(store, other);
	store_close(other);
}

static void
test_random(void **state)
{
	(void)state;
	for (uint32_t round = 0; round < 24; round++) {
		struct file files[FILES];
		struct store *store = sample_store();
		uint32_t seed = round * 2654435761U + 1;
		size_t n = 0;

		if (round % 3 == 0)
			store->known_max = 0;
		while (n < FILES - 1) {
			if (n > 0 && draw(&seed, 3) == 0)
				undo_one(
				    store, files, n, draw(&seed, (uint32_t)n));
			assert_same_next(store, files, n, &seed);
			n++;
		}
		/* To the last one, in any order that may be. */
		for (size_t i = 0; i < 8 * FILES; i++)
			undo_one(store, files, n, draw(&seed, (uint32_t)n));
		for (size_t i = n; i-- > 0;)
			undo_one(store, files, n, i);
		{
			struct store *other = sample_store();

			assert_same_stores(store, other);
			store_close(other);
		}
		store_close(store);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
