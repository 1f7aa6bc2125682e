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
	sample_table(store, EXPORT_RECORDS, &text);
	assert_non_null(
	    strstr(buf_text(&text), "record,source,native_id,channel,"));
	assert_non_null(strstr(buf_text(&text), "\nec:1,ec,1,ec,,森,愛,"));
	assert_non_null(strstr(buf_text(&text), "\nshop:2,shop,2,shop,,,"));
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
