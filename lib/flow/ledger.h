#ifndef FLOW_LEDGER_H
#define FLOW_LEDGER_H

/*
 * The ledger: which files were imported, and what of each; and imports taken
 * back.
 */

#include <stdint.h>
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

/**
 * ledger_undo(store, import, now_us, options, stream, err): take the import
 * back (store/retract.h) and write a row of what that did.
 */
int ledger_undo(struct store *, int64_t, int64_t, const struct out_options *,
    FILE *, struct err *);

#endif
