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
	write_table(store, EXPORT_CROSSWALK, &text);
	assert_string_equal(buf_text(&text),
	    "customer_id,source,native_id,record,first_seen,last_seen\n"
	    "C000000001,ec,1,ec:1,1970-01-01T00:00:01+00:00,"
	    "1970-01-01T00:00:03+00:00\n"
	    "C000000001,shop,1,shop:1,1970-01-01T00:00:02+00:00,"
	    "1970-01-01T00:00:02+00:00\n"
	    "C000000002,shop,2,shop:2,,\n");
	buf_clear(&text);
	merge_clear(&merge);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
