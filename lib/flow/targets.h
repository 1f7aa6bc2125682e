#ifndef FLOW_TARGETS_H
#define FLOW_TARGETS_H

/*
 * Key figures against their targets: omni-kpi --check. Targets are a table of
 * kpi,definition,group,op,target,due,owner; an empty definition is the
 * default, an empty group "all", op one of >= > <= < =, a target a decimal
 * number, also per cent (80%), due a date or empty.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "flow/measures.h"
#include "kpi/report.h"
#include "store/store.h"

enum targets_op {
	TARGETS_AT_LEAST,
	TARGETS_ABOVE,
	TARGETS_AT_MOST,
	TARGETS_BELOW,
	TARGETS_EQUAL,
	TARGETS_OPS,
};

struct target {
	const char *asked; /* "csat=top2", as kpi_add takes it */
	struct span kpi, group, due, owner;
	enum targets_op op;
	int64_t target_micro; /* times 10^6 */
	bool is_percent;
};

/* A zeroed struct targets is empty. */
struct targets {
	struct target *items;
	size_t count, cap;
	const char **asked; /* of all */
	struct arena arena;
};

/**
 * targets_read(targets, path, err): ERR_CONFIG with the line for a file that
 * is none, and for figures and definitions that there are not; ERR_NOINPUT.
 * targets_check(targets, store, report, options, all_met, err): a row for each
 * target, with what it was at the last snapshot before. The report holds all
 * figures of targets->asked. What is not met is not missed until its day is
 * over, but for a target that no row is meant by.
 */
int targets_read(struct targets *, const char *, struct err *);
int targets_check(const struct targets *, struct store *, const struct report *,
    const struct measures_options *, bool *, struct err *);
void targets_clear(struct targets *);

#endif
