#ifndef CMD_LOOKBACK_H
#define CMD_LOOKBACK_H

/*
 * What merges have done, as omni-merge shows it. A zeroed struct lookback
 * shows nothing.
 */

#include <stdbool.h>
#include <stdio.h>

#include "base/opt.h"
#include "common.h"
#include "store/store.h"

struct lookback {
	bool runs, conflicts, coverage;
	const char *history; /* a customer */
	const char *explain; /* a customer, or a record */
	const char *other;   /* the other record; NULL = a customer is meant */
};

/* Rows of an option table; ${l} is a pointer to the struct lookback. */
#define LOOKBACK_ROWS(l)                                            \
	OPT_ROW_TEXT(0, "explain", &(l)->explain, "A [B]",          \
	    "why two records are (not) one customer"),              \
	    OPT_ROW_FLAG(0, "runs", &(l)->runs, "list all merges"), \
	    OPT_ROW_TEXT(0, "history", &(l)->history, "CUSTOMER",   \
		"which records came and left, and when"),           \
	    OPT_ROW_FLAG(0, "conflicts", &(l)->conflicts,           \
		"links that the last merge refused"),               \
	    OPT_ROW_FLAG(0, "coverage", &(l)->coverage,             \
		"customers known on two channels")

/**
 * lookback_count(lookback): how many of these things were asked for.
 * lookback_take(lookback, operands): the other record of --explain leaves the
 * operands.
 * lookback_run(lookback, common, store, n_threads, stream, err).
 */
int lookback_count(const struct lookback *);
void lookback_take(struct lookback *, struct opt_list *);
int lookback_run(const struct lookback *, const struct common *, struct store *,
    int, FILE *, struct err *);

#endif
