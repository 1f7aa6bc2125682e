#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/hash.h"
#include "flow/decide.h"
#include "flow/merge.h"
#include "flow/sample.h"
#include "flow/undo.h"
#include "store/circle.h"
#include "store/history.h"
#include "store/retract.h"

#define STEPS 14
#define PEOPLE 40
#define ROWS_MOST 40 /* of one import */

/* How many worlds; an argument of the program says so for a longer run. */
static int n_worlds = 12;

/* Small limits, so that runs and values cross them all the time. */
static const char tight[] =
    "{\"block_limit\": 6, \"full_component\": 7, "
    "\"limits\": {\"id\": 4, \"email\": 4, \"phone\": 3}}";

/* Two stores that the same happens to: one merges what came, the other
 * everything. */
struct twins {
	struct store *part, *whole;
	uint64_t seed;
	int64_t n_imports;
	int n_parts, n_merges;
	bool is_tight;
};

static uint32_t
dice(struct twins *t, uint32_t n)
{
	t->seed = hash_mix(t->seed, 0x5eed);
	return (uint32_t)(t->seed >> 20) % n;
}

/* --- people --- */

struct person {
	char native_id[16];
	char email[32], phone[32], ssn[16], postcode[32], birth[48];
	const char *source;
	const char *family, *given, *family_kana, *given_kana;
	const char *street, *company;
	int64_t at_us;
};

static const char *const families[][2] = {{"佐藤", "サトウ"},
    {"鈴木", "スズキ"}, {"高橋", "タカハシ"}, {"森", "モリ"}, {"smith", NULL},
    {"jones", NULL}};
static const char *const givens[][2] = {{"健一", "ケンイチ"},
    {"健二", "ケンジ"}, {"愛", "アイ"}, {"花子", "ハナコ"}, {"john", NULL},
    {"mary", NULL}};
static const char *const streets[] = {"神宮前1-2-3", "本町4-5", "1 Main St"};
static const char *const companies[] = {"Acme Inc", "森商店"};

static void
describe_name(struct twins *t, uint32_t who, struct person *p)
{
	/* A name is mostly read in one way, and sometimes in another. */
	uint32_t family = who % 6, given = who / 6 % 6, how = dice(t, 10);

	p->family = families[family][0];
	p->given = givens[given][0];
	if (how < 4) {
		p->family_kana = families[family][1];
		p->given_kana = givens[given][1];
	}
	if (how == 9)
		p->given_kana = "ヨウ";
	if (how < 2) {
		p->family = p->family_kana == NULL ? p->family : NULL;
		p->given = p->given_kana == NULL ? p->given : NULL;
	}
	if (how == 8)
		p->given = givens[dice(t, 6)][0];
}

static void
make_person(struct twins *t, struct person *p)
{
	static const char *const sources[] = {"ec", "shop", "desk"};
	uint32_t who = dice(t, PEOPLE);

	memset(p, 0, sizeof(*p));
	p->source = sources[dice(t, t->n_imports < 3 ? 2 : 3)];
	if (dice(t, 8) != 0)
		(void)snprintf(p->native_id, sizeof(p->native_id), "%u",
		    dice(t, 3) == 0 ? who : 1000 + dice(t, 100000));
	describe_name(t, who, p);
	if (dice(t, 2) == 0)
		(void)snprintf(p->email, sizeof(p->email), "p%u@mori.jp",
		    dice(t, 12) == 0 ? 99 : who);
	if (dice(t, 2) == 0)
		(void)snprintf(p->phone, sizeof(p->phone), "+81%s%04u",
		    who % 2 == 0 ? "901111" : "3555500", who / 3);
	if (dice(t, 12) == 0)
		(void)snprintf(p->ssn, sizeof(p->ssn), "%u", who / 2);
	if (dice(t, 3) == 0)
		(void)snprintf(p->birth, sizeof(p->birth), "19%02u-0%u-1%u",
		    60 + who / 2, who % 9 + 1, dice(t, 9) == 0 ? 1 : who % 10);
	if (dice(t, 2) == 0) {
		(void)snprintf(
		    p->postcode, sizeof(p->postcode), "150000%u", who % 3);
		p->street = streets[who % 3];
	}
	if (dice(t, 5) == 0)
		p->company = companies[who % 2];
	p->at_us = dice(t, 3) == 0 ? 0 : 1 + dice(t, 9);
}

static void
put(struct canon_record *record, enum canon_field field, const char *text)
{
	if (text != NULL && *text != '\0')
		record->field[field] = span_of(text);
}

static void
add_row(struct store_batch *batch, const struct person *p)
{
	struct canon_value values[4];
	struct canon_record record = {.values = values,
	    .native_id = span_of(p->native_id),
	    .said_at_us = p->at_us == 0 ? CANON_NO_TIME : p->at_us};
	struct canon_row row = {
	    .line = 2, .records = &record, .n_records = 1, .n_lines = 1};
	struct err err = {0};

	put(&record, CANON_F_FAMILY_NAME, p->family);
	put(&record, CANON_F_GIVEN_NAME, p->given);
	put(&record, CANON_F_FAMILY_KANA, p->family_kana);
	put(&record, CANON_F_GIVEN_KANA, p->given_kana);
	put(&record, CANON_F_BIRTH_DATE, p->birth);
	put(&record, CANON_F_POSTCODE, p->postcode);
	put(&record, CANON_F_STREET, p->street);
	put(&record, CANON_F_CITY, p->street == NULL ? NULL : "渋谷区");
	put(&record, CANON_F_COMPANY, p->company);
	sample_value(&record, CANON_F_EMAIL, NULL,
	    p->email[0] == '\0' ? NULL : p->email);
	sample_value(&record, CANON_F_PHONE, NULL,
	    p->phone[0] == '\0' ? NULL : p->phone);
	sample_value(
	    &record, CANON_F_ID, "ssn", p->ssn[0] == '\0' ? NULL : p->ssn);
	if (store_batch_add(batch, &row, &err) == -1)
		fail_msg("%s", err.msg);
}

static void
import(struct store *store, const struct person *people, size_t n,
    const char *source, int64_t number)
{
	struct store_import_info info = {.path = SPAN("people.csv"),
	    .source = span_of(source),
	    .channel = span_of(source),
	    .channel_kind = CANON_OTHER_CHANNEL,
	    .zone = SPAN("UTC"),
	    .now_us = 1};
	struct store_import_counts counts = {0};
	struct store_import *job;
	struct store_batch *batch;
	struct err err = {0};
	char hash[32];
	size_t i;

	job = store_import_begin(store, &info, &err);
	batch = store_batch_new(job, &err);
	assert_non_null(batch);
	for (i = 0; i < n; i++)
		if (strcmp(people[i].source, source) == 0) {
			add_row(batch, &people[i]);
			counts.rows++;
		}
	assert_int_equal(store_import_write(job, batch, &err), 0);
	store_batch_free(batch);
	(void)snprintf(
	    hash, sizeof(hash), "%s:%lld", source, (long long)number);
	if (store_import_finish(job, hash, false, &counts, &err) == -1)
		fail_msg("%s", err.msg);
}

/* --- what happens --- */

static void
do_import(struct twins *t)
{
	static const char *const sources[] = {"ec", "shop", "desk"};
	struct person people[ROWS_MOST];
	size_t n = t->n_imports == 0 ? ROWS_MOST : 1 + dice(t, 6), i;

	for (i = 0; i < n; i++) {
		make_person(t, &people[i]);
		/* The same again, perhaps at another time. */
		if (i > 0 && dice(t, 6) == 0) {
			people[i] = people[i - 1];
			people[i].at_us = 1 + dice(t, 12);
		}
	}
	for (i = 0; i < 3; i++) {
		t->n_imports++;
		import(t->part, people, n, sources[i], t->n_imports);
		import(t->whole, people, n, sources[i], t->n_imports);
	}
}

/* Some record of a store, by its name. */
static bool
find_record(struct twins *t, struct buf *name)
{
	struct store_member *members;
	struct err err = {0};
	size_t n;

	buf_reset(name);
	assert_int_equal(store_members(t->part, &members, &n, &err), 0);
	if (n > 0)
		assert_int_equal(
		    store_record_name(t->part,
			members[dice(t, (uint32_t)n)].record, name, &err),
		    0);
	free(members);
	return n > 0;
}

static void
do_decide(struct twins *t)
{
	static const char *const words[] = {"same", "different", "unsure"};
	struct buf left = {0}, right = {0};
	char path[] = "/tmp/omni-decide-XXXXXX";
	struct decide_counts counts;
	struct err err = {0}, same = {0};
	FILE *file;
	int fd;

	if (find_record(t, &left) && find_record(t, &right)) {
		fd = mkstemp(path);
		file = fdopen(fd, "w");
		assert_non_null(file);
		fprintf(file, "left,right,decision\n%s,%s,%s\n",
		    buf_text(&left), buf_text(&right), words[dice(t, 3)]);
		assert_int_equal(fclose(file), 0);
		/* What contradicts itself is refused, by both. */
		assert_int_equal(decide_file(t->part, path, 5, &counts, &err),
		    decide_file(t->whole, path, 5, &counts, &same));
		assert_int_equal(unlink(path), 0);
	}
	buf_clear(&left);
	buf_clear(&right);
}

static void
do_split(struct twins *t)
{
	struct buf name = {0};
	struct store_run run = {0};
	struct err err = {0}, same = {0};
	const char *out;

	if (find_record(t, &name)) {
		out = buf_text(&name);
		assert_int_equal(
		    undo_split(t->part, buf_get(&name), &out, 1, 6, &run, &err),
		    undo_split(
			t->whole, buf_get(&name), &out, 1, 6, &run, &same));
	}
	buf_clear(&name);
}

static void
do_undo(struct twins *t)
{
	struct store_run run = {0};
	struct err err = {0}, same = {0};
	int64_t last;

	assert_int_equal(history_last_match(t->part, &last, &err), 0);
	if (last > 1)
		assert_int_equal(undo_back(t->part, last, 7, &run, &err),
		    undo_back(t->whole, last, 7, &run, &same));
}

static void
do_retract(struct twins *t)
{
	struct retract_counts counts;
	struct err err = {0}, same = {0};
	int64_t import = 1 + (int64_t)dice(t, (uint32_t)t->n_imports);

	assert_int_equal(retract_import(t->part, import, 8, &counts, &err),
	    retract_import(t->whole, import, 8, &counts, &same));
}

/* --- what comes of it --- */

static int
write_evidence(void *context, const struct history_evidence *e, struct err *err)
{
	struct buf *out = context;

	buf_printf(out, "link %.*s %.*s %.*s %lld %d %.*s\n", (int)e->left.len,
	    e->left.data, (int)e->right.len, e->right.data, (int)e->kind.len,
	    e->kind.data, (long long)e->weight_milli, e->is_refused,
	    (int)e->reason.len, e->reason.len == 0 ? "" : e->reason.data);
	return buf_check(out, err);
}

static int
write_generic(void *context, const struct circle_generic *g, struct err *err)
{
	struct buf *out = context;

	buf_printf(out, "generic %.*s %.*s %lld\n", (int)g->kind.len,
	    g->kind.data, (int)g->value.len, g->value.data,
	    (long long)g->records);
	return buf_check(out, err);
}

static void
write_members(
    const char *what, struct store_member *members, size_t n, struct buf *out)
{
	size_t i;

	for (i = 0; i < n; i++)
		buf_printf(out, "%s %lld %lld\n", what,
		    (long long)members[i].record,
		    (long long)members[i].customer);
	free(members);
}

static int
count_doubt(void *context, const struct history_doubt *doubt, struct err *err)
{
	int64_t *sum = context;

	(void)err;
	*sum += doubt->weight_milli + (doubt->left ^ doubt->right) % 1000;
	return 0;
}

/* All that a merge leaves. */
static void
write_world(struct store *store, const struct store_run *run, struct buf *out)
{
	struct store_member *members;
	struct err err = {0};
	int64_t sum = 0;
	size_t n;

	buf_reset(out);
	buf_printf(out, "run %lld %lld %lld %lld %lld %lld %lld %lld %lld\n",
	    (long long)run->id, (long long)run->records,
	    (long long)run->customers, (long long)run->links,
	    (long long)run->review, (long long)run->created,
	    (long long)run->joined, (long long)run->split,
	    (long long)run->largest);
	assert_int_equal(store_members(store, &members, &n, &err), 0);
	write_members("member", members, n, out);
	assert_int_equal(
	    circle_members(store, CIRCLE_HOUSEHOLD, &members, &n, &err), 0);
	write_members("household", members, n, out);
	assert_int_equal(
	    circle_members(store, CIRCLE_ACCOUNT, &members, &n, &err), 0);
	write_members("account", members, n, out);
	assert_int_equal(
	    history_all_evidence(store, run->id, write_evidence, out, &err), 0);
	assert_int_equal(
	    history_doubts(store, run->id, count_doubt, &sum, &err), 0);
	buf_printf(out, "doubts %lld\n", (long long)sum);
	assert_int_equal(
	    circle_generics(store, run->id, write_generic, out, &err), 0);
}

static void
show_difference(uint64_t seed, const char *a, const char *b)
{
	const char *start = a;

	for (; *a != '\0' && *a == *b; a++, b++)
		if (*a == '\n')
			start = a + 1;
	fail_msg("world %llu: part '%.300s' whole '%.200s'",
	    (unsigned long long)seed, start, b);
}

static void
do_merge(struct twins *t, uint64_t world)
{
	struct merge_options options = {.n_threads = 2, .now_us = 9};
	struct merge part = {0}, whole = {0};
	struct buf a = {0}, b = {0};
	struct err err = {0};

	if (t->n_merges == 0 && t->is_tight)
		options.model.model = span_of(tight);
	if (merge_run(t->part, &options, &part, &err) == -1)
		fail_msg("%s", err.msg);
	options.is_measured = t->n_merges > 0;
	options.model.is_stored = t->n_merges > 0;
	if (part.has_stood)
		goto clear;
	if (merge_run(t->whole, &options, &whole, &err) == -1)
		fail_msg("%s", err.msg);
	assert_false(whole.is_part);
	write_world(t->part, &part.run, &a);
	write_world(t->whole, &whole.run, &b);
	if (strcmp(buf_text(&a), buf_text(&b)) != 0)
		show_difference(world, buf_text(&a), buf_text(&b));
	t->n_merges++;
	t->n_parts += part.is_part;
clear:
	merge_clear(&part);
	merge_clear(&whole);
	buf_clear(&a);
	buf_clear(&b);
}

static void
step(struct twins *t, uint64_t world)
{
	uint32_t what = dice(t, 40);

	if (what < 18)
		do_import(t);
	else if (what < 24)
		do_decide(t);
	else if (what == 24)
		do_split(t);
	else if (what == 25)
		do_undo(t);
	else if (what == 26)
		do_retract(t);
	if (what > 10)
		do_merge(t, world);
}

static int
live(uint64_t world)
{
	struct twins t = {.part = sample_store(),
	    .whole = sample_store(),
	    .seed = hash_mix(world, 1),
	    .is_tight = world % 3 != 0};
	int i;

	do_import(&t);
	do_import(&t);
	do_merge(&t, world);
	for (i = 0; i < STEPS; i++)
		step(&t, world);
	do_import(&t);
	do_merge(&t, world);
	store_close(t.part);
	store_close(t.whole);
	return t.n_parts;
}

/* Whatever happens, merging what came leaves what merging everything does. */
static void
test_worlds(void **state)
{
	int i, n_parts = 0;

	(void)state;
	for (i = 1; i <= n_worlds; i++)
		n_parts += live((uint64_t)i);
	/* And it is what mostly happens. */
	assert_true(n_parts > 4 * n_worlds);
}

/* --- imports meanwhile --- */

struct meanwhile {
	char path[64];
	int times;
};

/* Another program imports, and waits for nobody. */
static int
import_meanwhile(void *context, struct err *err)
{
	struct meanwhile *m = context;
	struct person person = {
	    .native_id = "late", .source = "ec", .family = "森", .given = "愛"};
	struct store *store;

	if (m->times++ > 0)
		return 0;
	store = store_open(m->path, STORE_WRITE, 0600, 0, err);
	assert_non_null(store);
	import(store, &person, 1, "ec", 3);
	store_close(store);
	return 0;
}

/* A store in a folder of its own, which others can open, too. */
static struct store *
open_shared(struct meanwhile *m)
{
	static const char name[] = "/tmp/omni-news-XXXXXX";
	struct err err = {0};
	struct store *store;

	*m = (struct meanwhile){.times = 0};
	memcpy(m->path, name, sizeof(name));
	assert_non_null(mkdtemp(m->path));
	memcpy(m->path + strlen(m->path), "/s.db", sizeof("/s.db"));
	store = store_open(m->path, STORE_CREATE, 0600, 0, &err);
	assert_non_null(store);
	return store;
}

static void
close_shared(struct meanwhile *m, struct store *store)
{
	store_close(store);
	assert_int_equal(unlink(m->path), 0);
	*strrchr(m->path, '/') = '\0';
	assert_int_equal(rmdir(m->path), 0);
}

static void
import_ten(struct store *store)
{
	struct person person = {
	    .native_id = "1", .source = "ec", .family = "森", .given = "愛"};
	int i;

	for (i = 0; i < 10; i++) {
		person.native_id[0] = (char)('a' + i);
		import(store, &person, 1, "ec", 10 + i);
	}
}

static void
merge_shared(struct store *store, const struct merge_options *options,
    struct merge *merge)
{
	struct err err = {0};

	if (merge_run(store, options, merge, &err) == -1)
		fail_msg("%s", err.msg);
}

static void
test_meanwhile(void **state)
{
	struct meanwhile m;
	struct store *store = open_shared(&m);
	struct merge_options options = {.n_threads = 1, .now_us = 9};
	struct person first = {
	    .native_id = "2", .source = "ec", .family = "森", .given = "愛"};
	struct merge merge = {0};

	(void)state;
	import_ten(store);
	merge_shared(store, &options, &merge);
	assert_false(merge.is_part);
	import(store, &first, 1, "ec", 2);
	options.ready = import_meanwhile;
	options.context = &m;
	merge_shared(store, &options, &merge);
	/* What came meanwhile is merged, too. */
	assert_true(merge.is_part);
	assert_int_equal(m.times, 2);
	assert_int_equal(merge.run.records, 12);
	assert_false(merge.run.is_behind);
	merge_clear(&merge);
	close_shared(&m, store);
}

/* A merge of everything does not begin again for what came meanwhile: it is
 * as if that had come later. */
static void
check_behind(bool is_exact)
{
	struct meanwhile m;
	struct store *store = open_shared(&m);
	struct merge_options options = {.n_threads = 1, .now_us = 9};
	struct store_run made;
	struct merge merge = {0};
	struct err err = {0};
	int64_t count, late;

	options.is_exact = is_exact;
	import_ten(store);
	options.ready = import_meanwhile;
	options.context = &m;
	merge_shared(store, &options, &merge);
	assert_int_equal(m.times, 1);
	assert_true(merge.run.is_behind);
	assert_int_equal(merge.run.records, 10);
	assert_int_equal(store_unmerged(store, &count, &err), 0);
	assert_int_equal(count, 1);
	/* Of what it did not know it says nothing when it is taken back. */
	merge_shared(store, &options, &merge);
	assert_false(merge.has_stood);
	assert_int_equal(merge.is_part, !is_exact);
	assert_false(merge.run.is_behind);
	assert_int_equal(merge.run.records, 11);
	assert_int_equal(undo_back(store, 2, 9, &made, &err), 0);
	assert_int_equal(made.records, 10);
	assert_int_equal(
	    store_find_customer(store, span_of("ec:late"), &late, &err), -1);
	merge_clear(&merge);
	close_shared(&m, store);
}

static void
test_behind(void **state)
{
	(void)state;
	check_behind(false);
	check_behind(true);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_worlds),
	    cmocka_unit_test(test_meanwhile),
	    cmocka_unit_test(test_behind),
	};

	if (argc > 1)
		n_worlds = (int)strtol(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
