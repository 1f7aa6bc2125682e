#include "base/buf.h"
#include "store/sample.h"

static int
collect(void *data, const struct store_status_row *row, struct err *err)
{
	struct buf *buf = data;

	buf_span(buf, row->section);
	buf_char(buf, ' ');
	buf_span(buf, row->name);
	buf_char(buf, ' ');
	buf_span(buf, row->value);
	buf_char(buf, '\n');
	return buf_check(buf, err);
}

static void
test_status(void **state)
{
	static const struct sample rows[] = {
	    {.id = "a", .event_id = "1", .at_s = 1},
	    {.id = "b", .event_id = "2", .at_s = 3},
	    {.event_id = "3", .at_s = 2},
	};
	static const char *const lines[] = {"store records 2\n",
	    "store events 3\n", "store identified_events 2\n",
	    "store newest_event 3000000\n", "channel ec.events 3\n",
	    "source s.records 2\n", "source s.newest_event 3000000\n",
	    "merge unmerged_records 2\n"};
	struct store_import_counts counts;
	struct store *store = sample_store();
	struct err err = {0};
	struct buf buf = {0};

	(void)state;
	sample_must_import(store, "s", rows, 3, &counts);
	assert_int_equal(store_status(store, collect, &buf, &err), 0);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (strstr(buf_text(&buf), lines[i]) == NULL)
			fail_msg("no '%s'", lines[i]);
	buf_clear(&buf);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_status)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
