#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/num.h"
#include "flow/find.h"
#include "flow/lookup.h"
#include "flow/world.h"
#include "store/matchpack.h"

/* People twice, with a typing error now and then. */
static void
write_some(struct buf *csv, int from, int n, const char *town)
{
	static const char *const families[] = {
	    "Smith", "Jones", "Brown", "佐藤", "Taylor", "Moore", "森"};
	static const char *const givens[] = {
	    "James", "Mary", "健", "Linda", "Thomas"};

	buf_reset(csv);
	buf_str(csv,
	    "channel,customer_id,family_name,given_name,"
	    "birth_date,city,email,phone\n");
	for (int i = from; i < n; i++) {
		int who = i / 2;

		buf_printf(csv, "crm,%d,%s%s,%s,19%02d-%02d-%02d,%s %d,", i + 1,
		    families[who % 7], i % 6 == 1 ? "e" : "", givens[who % 5],
		    who * 3 % 90 + 10, who % 12 + 1, who * 5 % 28 + 1, town,
		    who % 9);
		if (i % 3 != 0)
			buf_printf(csv, "p%d@mail.test", who);
		/* Number 7 is on too many. */
		buf_printf(csv, ",+8190000000%02d\n", i % 4 == 0 ? 7 : who);
	}
}

static void
write_people(struct buf *csv, int n)
{
	write_some(csv, 0, n, "town");
}

/* What is found for each row of a file. */
static void
find(struct world *world, const char *csv, double least, struct buf *found,
    struct find_counts *counts)
{
	char path[] = "/tmp/omni-find-XXXXXX";
	const char *input = path;
	struct find_options options = {.limit = 3, .least = least};
	FILE *stream = tmpfile();
	struct err err = {0};
	int fd = mkstemp(path);
	ssize_t len = (ssize_t)strlen(csv);
	char line[512];

	assert_true(fd >= 0 && stream != NULL);
	assert_int_equal(write(fd, csv, (size_t)len), len);
	assert_int_equal(close(fd), 0);
	options.read.channel = "find:other";
	options.read.inputs = &input;
	options.read.n_inputs = 1;
	options.read.report = world_report;
	options.out.format = OUT_CSV;
	if (find_run(world->store, path, &options, stream, counts, &err) == -1)
		fail_msg("%s", err.msg);
	assert_int_equal(unlink(path), 0);
	rewind(stream);
	buf_reset(found);
	while (fgets(line, sizeof(line), stream) != NULL)
		buf_str(found, line);
	assert_int_equal(fclose(stream), 0);
}

static void
open_merged(struct world *world, struct merge *merge, int n)
{
	const struct merge_options options = {.now_us = 5, .n_threads = 1};
	struct buf csv = {0};
	struct err err = {0};

	memset(world, 0, sizeof(*world));
	memset(merge, 0, sizeof(*merge));
	write_people(&csv, n);
	world_import(world, buf_text(&csv));
	if (merge_run(world->store, &options, merge, &err) == -1)
		fail_msg("%s", err.msg);
	buf_clear(&csv);
}

/* What the store keeps says the same as what is made of all records, down to
 * those who are most unlikely. */
static void
test_kept_and_made(void **state)
{
	struct world world;
	struct merge merge;
	struct find_counts counts;
	struct buf csv = {0}, kept = {0}, made = {0};
	struct err err = {0};
	bool is_last;

	(void)state;
	open_merged(&world, &merge, 120);
	write_people(&csv, 120);
	find(&world, buf_text(&csv), 0.001, &kept, &counts);
	assert_true(counts.is_packed);
	assert_int_equal(counts.rows, 120);
	assert_int_equal(counts.asked, 120);
	assert_int_equal(counts.found, 120);
	assert_int_equal(counts.unmerged, 0);
	assert_int_equal(
	    matchpack_begin(world.store, merge.run.id, &is_last, &err), 0);
	assert_int_equal(
	    matchpack_end(world.store, MATCHPACK_FIND, 99, 0, &err), 0);
	find(&world, buf_text(&csv), 0.001, &made, &counts);
	assert_false(counts.is_packed);
	assert_string_equal(buf_text(&kept), buf_text(&made));
	buf_clear(&csv);
	buf_clear(&kept);
	buf_clear(&made);
	merge_clear(&merge);
	world_close(&world);
}

/* The store said more since, and some of it of people who were there. */
static void
add_people(struct world *world, int from, int n, const char *town)
{
	const struct merge_options options = {.now_us = 6, .n_threads = 1};
	struct merge merge = {0};
	struct buf csv = {0};
	struct err err = {0};

	write_some(&csv, from, n, town);
	world_import(world, buf_text(&csv));
	if (merge_run(world->store, &options, &merge, &err) == -1)
		fail_msg("%s", err.msg);
	assert_true(merge.is_part);
	merge_clear(&merge);
	buf_clear(&csv);
}

/* The same after merges of what came. */
static void
test_kept_after_news(void **state)
{
	struct world world;
	struct merge merge;
	struct find_counts counts;
	struct buf csv = {0}, kept = {0}, made = {0};
	struct err err = {0};
	int64_t run;
	bool is_last;

	(void)state;
	open_merged(&world, &merge, 150);
	add_people(&world, 140, 160, "village");
	add_people(&world, 155, 170, "city");
	write_people(&csv, 175);
	find(&world, buf_text(&csv), 0.001, &kept, &counts);
	assert_true(counts.is_packed);
	assert_true(counts.found >= 170);
	assert_int_equal(matchpack_last_run(world.store, &run, &err), 0);
	assert_int_equal(matchpack_begin(world.store, run, &is_last, &err), 0);
	assert_int_equal(
	    matchpack_end(world.store, MATCHPACK_FIND, 99, 0, &err), 0);
	find(&world, buf_text(&csv), 0.001, &made, &counts);
	assert_false(counts.is_packed);
	assert_string_equal(buf_text(&kept), buf_text(&made));
	buf_clear(&csv);
	buf_clear(&kept);
	buf_clear(&made);
	merge_clear(&merge);
	world_close(&world);
}

/* Everybody of the store is found as one's own customer, first of all. */
static void
test_everybody(void **state)
{
	struct world world;
	struct merge merge;
	struct find_counts counts;
	struct buf csv = {0}, found = {0};
	char expected[80];
	int64_t row;
	size_t i;

	(void)state;
	open_merged(&world, &merge, 120);
	write_people(&csv, 120);
	find(&world, buf_text(&csv), 0, &found, &counts);
	for (i = 0; i < merge.columns.n_records; i++) {
		struct err err = {0};
		struct buf name = {0};
		int64_t customer =
		    merge.identity.customer[merge.found.cluster[i]];

		assert_int_equal(store_record_name(world.store,
				     merge.columns.keys[i], &name, &err),
		    0);
		/* "crm:17" stands in row 17. */
		assert_true(
		    num_i64(span_of(buf_text(&name) + 4), 0, 999, &row));
		(void)snprintf(expected, sizeof(expected), "\n%d,1,C%09d,",
		    (int)row, (int)customer);
		if (strstr(buf_text(&found), expected) == NULL)
			fail_msg("no%s", expected);
		buf_clear(&name);
	}
	buf_clear(&csv);
	buf_clear(&found);
	merge_clear(&merge);
	world_close(&world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_kept_and_made),
	    cmocka_unit_test(test_kept_after_news),
	    cmocka_unit_test(test_everybody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
