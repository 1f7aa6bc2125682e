#ifndef FLOW_STAMP_H
#define FLOW_STAMP_H

/*
 * Times as a person reads them, on the clock of a zone.
 */

#include <stdint.h>

#include "base/buf.h"
#include "canon/zone.h"

/**
 * stamp_day(zone, us, buf): "2026-03-05"; appended, as all.
 * stamp_weekday(zone, us): "Thursday".
 * stamp_minute(zone, us, buf): "21:15".
 * stamp_both(zone, us, buf): "2026-03-05 21:15".
 * stamp_days(zone, from_us, to_us): how many midnights lie between.
 * stamp_ago(zone, us, as_of_us, buf): "today", "yesterday", "12 days ago",
 * "3 months ago"; what lies behind is told by its day.
 * stamp_gap(us, buf): "3 days", "2 hours", in the largest unit of which there
 * is one.
 * stamp_pause(zone, from_us, to_us, buf): how long nothing happened, "3 days"
 * by the calendar; nothing for less than three hours of a day, and for the
 * next day.
 */
void stamp_day(const struct zone *, int64_t, struct buf *);
const char *stamp_weekday(const struct zone *, int64_t);
void stamp_minute(const struct zone *, int64_t, struct buf *);
void stamp_both(const struct zone *, int64_t, struct buf *);
int64_t stamp_days(const struct zone *, int64_t, int64_t);
void stamp_ago(const struct zone *, int64_t, int64_t, struct buf *);
void stamp_gap(int64_t, struct buf *);
void stamp_pause(const struct zone *, int64_t, int64_t, struct buf *);

#endif
