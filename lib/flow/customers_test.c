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
	sample_table(store, EXPORT_CUSTOMERS, &text);
	assert_non_null(strstr(buf_text(&text), "\nC000000001,,森,愛,"));
	assert_non_null(strstr(buf_text(&text),
	    ",2,2,2,1970-01-01T00:00:01+00:00,1970-01-01T00:00:03+00:00,"
	    "2,1500,JPY,repeat,,,\n"));
	assert_non_null(strstr(buf_text(&text), ",1,1,1,,,0,,,prospect,,,\n"));
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
		sample_table(store, EXPORT_CUSTOMERS, &text);
		(void)snprintf(
		    end, sizeof(end), ",prospect,%s,,\n", cases[i].customer);
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
