#ifndef FLOW_LEDGER_H
#define FLOW_LEDGER_H

/*
 * The ledger: which files were imported, and what of each.
 */

#include <stdio.h>

#include "base/err.h"
#include "canon/zone.h"
#include "out/out.h"
#include "store/store.h"

/**
 * ledger_write(store, options, zone, stream, err): a row for each import,
 * oldest first.
 */
int ledger_write(struct store *, const struct out_options *,
    const struct zone *, FILE *, struct err *);

#endif
