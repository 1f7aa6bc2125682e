#ifndef FLOW_WORLD_H
#define FLOW_WORLD_H

/*
 * For tests: a store in memory that has imported one canonical CSV, and may
 * have been merged.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "flow/import.h"
#include "flow/merge.h"
#include "store/store.h"

struct world {
	struct store *store;
	struct zone *zone;
};

static inline void
world_report(void *context, const struct err *problem, enum import_report kind)
{
	(void)context;
	if (kind == IMPORT_FAULT)
		fprintf(stderr, "%s\n", problem->msg);
}

static inline int
world_store(
    void *context, bool may_create, struct store **store, struct err *err)
{
	struct world *world = context;

	(void)may_create;
	if (world->store == NULL)
		world->store = store_open(NULL, STORE_CREATE, 0600, 1, err);
	*store = world->store;
	return *store == NULL ? -1 : 0;
}

static inline void
world_import(struct world *world, const char *csv)
{
	char path[] = "/tmp/omni-world-XXXXXX";
	const struct import_options options = {
	    .source = "crm",
	    .timezone = "Asia/Tokyo",
	    .now_us = INT64_C(1893456000000000), /* 2030-01-01 */
	    .report = world_report,
	    .open_store = world_store,
	    .context = world,
	};
	struct import_job *job;
	struct import_result result;
	struct err err = {0};
	int fd = mkstemp(path);
	ssize_t len = (ssize_t)strlen(csv);

	if (fd < 0 || write(fd, csv, (size_t)len) != len || close(fd) != 0)
		abort();
	job = import_job_new(&options, &err);
	if (job == NULL || import_file(job, path, &result, &err) != 0)
		abort();
	import_job_free(job);
	if (unlink(path) != 0)
		abort();
}

static inline void
world_open(struct world *world, const char *csv, bool is_merged)
{
	const struct merge_options options = {
	    .is_exact = true,
	    .now_us = INT64_C(1893456000000000),
	};
	struct merge merge = {0};
	struct err err = {0};

	memset(world, 0, sizeof(*world));
	world_import(world, csv);
	world->zone = zone_open("Asia/Tokyo", &err);
	if (world->zone == NULL)
		abort();
	if (!is_merged)
		return;
	if (merge_run(world->store, &options, &merge, &err) != 0)
		abort();
	merge_clear(&merge);
}

static inline void
world_close(struct world *world)
{
	zone_free(world->zone);
	store_close(world->store);
}

#endif
