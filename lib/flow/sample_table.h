#ifndef FLOW_SAMPLE_TABLE_H
#define FLOW_SAMPLE_TABLE_H

/*
 * For tests of the tables that omni-export writes: people who are known to two
 * sources, and a table of them as text.
 */

#include "flow/export.h"
#include "flow/sample.h"

static const struct sample sample_people[] = {
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

static inline void
sample_table(struct store *store, enum export_table table, struct buf *text)
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

#endif
