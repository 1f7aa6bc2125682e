#include "flow/export.h"
#include "flow/sample.h"

static const struct sample people[] = {
    {.source = "ec",
	.native_id = "1",
	.family = "森",
	.given = "愛",
	.email = "a@mori.jp",
	.event = CANON_PURCHASE,
	.at_us = 1000000,
	.yen = 1200},
    {.source = "ec",
	.native_id = "1",
	.email = "a@mori.jp",
	.event = CANON_RETURN,
	.at_us = 3000000,
	.yen = 200},
    {.source = "shop",
	.native_id = "1",
	.email = "a@mori.jp",
	.event = CANON_PURCHASE,
	.at_us = 2000000,
	.yen = 500},
    {.source = "shop", .native_id = "2"},
    {.source = NULL},
};

static void
write_table(struct store *store, enum export_table table, struct buf *text)
{
	struct export_options options = {
	    .table = table, .as_of_us = 4000000, .dormant_us = 5000000};
	struct err err = {0};
	struct zone *zone = zone_open("UTC", &err);
	int64_t unmerged;

	assert_non_null(zone);
	options.zone = zone;
	options.stream = tmpfile();
	assert_non_null(options.stream);
	options.out.format = OUT_CSV;
	if (export_run(store, &options, &unmerged, &err) == -1)
		fail_msg("%s", err.msg);
	assert_int_equal(unmerged, 0);
	sample_read(options.stream, text);
	zone_free(zone);
}

static void
test_table(void **state)
{
	struct store *store = sample_store();
	struct merge merge = {0};
	struct buf text = {0};

	(void)state;
	sample_import_all(store, people);
	sample_merge(store, &merge);
	write_table(store, EXPORT_CUSTOMERS, &text);
	assert_non_null(strstr(buf_text(&text), "\nC000000001,,森,愛,"));
	assert_non_null(strstr(buf_text(&text),
	    ",2,2,2,1970-01-01T00:00:01+00:00,1970-01-01T00:00:03+00:00,"
	    "2,1500,JPY,repeat,\n"));
	assert_non_null(strstr(buf_text(&text), ",1,1,1,,,0,,,prospect,\n"));
	buf_clear(&text);
	merge_clear(&merge);
	store_close(store);
}

/* Of a customer's records the one that says most of the person. */
static void
test_status(void **state)
{
	static const struct {
		const char *status[3];
		const char *customer;
	} cases[] = {
	    {{"active"}, "active"},
	    {{""}, ""},
	    {{"merged"}, "merged"},
	    {{"withdrawn"}, "withdrawn"},
	    {{"merged", "active"}, "active"},
	    {{"merged", ""}, ""},
	    {{"merged", "withdrawn"}, "withdrawn"},
	    {{"withdrawn", ""}, "withdrawn"},
	    {{"withdrawn", "active", ""}, "active"},
	};
	static const char *const ids[] = {"1", "2", "3"};
	char end[32];
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct store *store = sample_store();
		struct merge merge = {0};
		struct buf text = {0};

		for (j = 0; j < 3 && cases[i].status[j] != NULL; j++) {
			struct sample s = {.source = "ec",
			    .native_id = ids[j],
			    .email = "a@mori.jp",
			    .status = cases[i].status[j]};

			sample_import(store, &s);
		}
		sample_merge(store, &merge);
		write_table(store, EXPORT_CUSTOMERS, &text);
		(void)snprintf(
		    end, sizeof(end), ",prospect,%s\n", cases[i].customer);
		if (strstr(buf_text(&text), end) == NULL)
			fail_msg("%zu: %s", i, buf_text(&text));
		buf_clear(&text);
		merge_clear(&merge);
		store_close(store);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
