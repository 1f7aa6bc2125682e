#include "flow/sample_table.h"

static void
test_table(void **state)
{
	struct store *store = sample_store();
	struct merge merge = {0};
	struct buf text = {0};

	(void)state;
	sample_import_all(store, sample_people);
	sample_merge(store, &merge);
	sample_table(store, EXPORT_CROSSWALK, &text);
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
