#include "flow/lineage.h"
#include "flow/sample_table.h"

struct view_case {
	int (*view)(
	    struct store *, const struct lineage_options *, struct err *);
	const char *text;
};

static int
history_of_first(
    struct store *store, const struct lineage_options *options, struct err *err)
{
	return lineage_history(store, options, span_of("shop:1"), err);
}

static const struct view_case cases[] = {
    {lineage_coverage,
	"channel,other,both,in_channel,in_other,share\n"
	"ec,shop,1,1,2,0.500000\n"},
    {lineage_conflicts, "run,left,right,kind,value,reason\n"},
    {history_of_first,
	"run,at,change,record,customer_id,mode,undone_by\n"
	"1,1970-01-01T00:00:00.000005+00:00,added,ec:1,,exact,\n"
	"1,1970-01-01T00:00:00.000005+00:00,added,shop:1,,exact,\n"},
};

static int
write_view(struct store *store, const struct view_case *c, struct buf *text,
    struct err *err)
{
	struct lineage_options options = {.out = {.format = OUT_CSV}};
	struct zone *zone = zone_open("UTC", err);
	int status;

	assert_non_null(zone);
	options.zone = zone;
	options.stream = tmpfile();
	assert_non_null(options.stream);
	status = c->view(store, &options, err);
	sample_read(options.stream, text);
	zone_free(zone);
	return status;
}

static void
test_views(void **state)
{
	struct store *store = sample_store();
	struct merge merge = {0};
	struct buf text = {0};
	struct err err = {0};
	size_t i;

	(void)state;
	sample_import_all(store, sample_people);
	/* Before the first merge there is nothing to be told. */
	for (i = 0; i < 2; i++) {
		err_clear(&err);
		assert_int_equal(write_view(store, &cases[i], &text, &err), -1);
		assert_int_equal(err.code, ERR_UNAVAILABLE);
	}
	err_clear(&err);
	sample_merge(store, &merge);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(write_view(store, &cases[i], &text, &err), 0);
		assert_string_equal(buf_text(&text), cases[i].text);
	}
	buf_clear(&text);
	merge_clear(&merge);
	store_close(store);
}

static void
test_no_customer(void **state)
{
	static const char *const nobody[] = {"C000000009", "ec:9", "ec", ""};
	struct lineage_options options = {.out = {.format = OUT_CSV}};
	struct store *store = sample_store();
	struct merge merge = {0};
	struct err err = {0};
	size_t i;

	(void)state;
	sample_import_all(store, sample_people);
	sample_merge(store, &merge);
	options.stream = tmpfile();
	assert_non_null(options.stream);
	for (i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++) {
		err_clear(&err);
		assert_int_equal(
		    lineage_history(store, &options, span_of(nobody[i]), &err),
		    -1);
		assert_int_equal(err.code, ERR_NO);
	}
	assert_int_equal(fclose(options.stream), 0);
	merge_clear(&merge);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_views),
	    cmocka_unit_test(test_no_customer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
