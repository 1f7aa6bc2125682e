#ifndef CANON_ZONE_H
#define CANON_ZONE_H

/*
 * Time zones by their IANA name, from the system's TZif files (RFC 8536), and
 * fixed offsets ("+09:00"). No environment, no process-wide state: any
 * number of zones at once, from any thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

struct zone;

/**
 * zone_open(name, err): "Asia/Tokyo", "UTC", "+09:00". ERR_CONFIG when there
 * is no such zone: never silently UTC. Free with zone_free.
 */
struct zone *zone_open(const char *, struct err *);
const char *zone_name(const struct zone *);
void zone_free(struct zone *);

/**
 * zone_offset_s(zone, utc_us): seconds east of UTC at that moment.
 * zone_to_local(zone, utc_us): microseconds on the zone's clock.
 */
int zone_offset_s(const struct zone *, int64_t);
int64_t zone_to_local(const struct zone *, int64_t);

enum zone_fit {
	ZONE_EXACT,
	ZONE_TWICE, /* the clock showed it twice: *utc is the first */
	ZONE_NEVER, /* the clock skipped it: *utc is as far past the gap */
};

/**
 * zone_to_utc(zone, local_us, utc_us): from the clock to the moment.
 */
enum zone_fit zone_to_utc(const struct zone *, int64_t, int64_t *);

/**
 * zone_format(zone, utc_us, buf): append RFC 3339 with offset,
 * "2026-01-05T10:00:00+09:00"; fractions only where there are some (3 or 6
 * digits).
 */
void zone_format(const struct zone *, int64_t, struct buf *);

/**
 * zone_parse_bound(zone, text, is_end, utc_us, err): a time on the command
 * line (--from, --to, --as-of): RFC 3339 (without an offset, of the zone), or
 * a date, which means its start, or with ${is_end} the start of the next day.
 * ERR_USAGE when it is none.
 * zone_parse_period(zone, text, as_of_us, from_us, to_us, err): 2026,
 * 2026-01, 2026-Q1, 2026-W03 (ISO 8601), 2026-01-05, last-month, last-week,
 * last-30d, last-12m (w and y too): [from, to). "last" counts whole units
 * before the one that ${as_of_us} is in.
 */
int zone_parse_bound(
    const struct zone *, struct span, bool, int64_t *, struct err *);
int zone_parse_period(const struct zone *, struct span, int64_t, int64_t *,
    int64_t *, struct err *);

#endif
