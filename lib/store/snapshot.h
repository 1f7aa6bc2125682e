#ifndef STORE_SNAPSHOT_H
#define STORE_SNAPSHOT_H

/*
 * An import that is a full snapshot of its source and channel. What a record
 * is said to be does not change by it: beside, intervals tell from which
 * import to which a record was there. So a record that comes back is active
 * again, and an import can be taken back: its "since" are deleted, its "until"
 * reopened.
 *
 * A snapshot covers the records of earlier snapshots of the same source and
 * channel, and those with an id of their own of its other imports: a guest of
 * an order, who is named by a contact, is on no list of members.
 */

#include "store/import.h"

/**
 * snapshot_begin(import, channel, err): the import is a snapshot;
 * import->snapshot is then its number.
 * snapshot_take(import, high, err): import->wanted, as it is shown, holds all
 * records of the file above those of the last call and up to ${high}.
 * snapshot_finish(import, err): that was all; counts what is withdrawn.
 */
int snapshot_begin(struct store_import *, struct span, struct err *);
int snapshot_take(struct store_import *, int64_t, struct err *);
int snapshot_finish(struct store_import *, struct err *);

#endif
