#include <string.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/num.h"
#include "flow/screen.h"
#include "flow/status.h"
#include "store/history.h"

static const struct out_column columns[] = {
    {"section", OUT_TEXT}, {"name", OUT_TEXT}, {"value", OUT_TEXT}};

/* Where the rows go: a writer, or for people a screen. */
struct writing {
	struct out *out;
	struct screen *screen;
	const struct zone *zone;
	int64_t events; /* the last count of events that passed */
};

static bool
is_time(struct span name)
{
	return span_ends(name, "newest_event") ||
	    span_ends(name, "newest_import") || span_ends(name, "_at");
}

static int
give(struct writing *w, struct span section, const struct buf *name,
    const struct buf *value, struct err *err)
{
	if (buf_check(name, err) != 0 || buf_check(value, err) != 0)
		return -1;
	if (w->screen != NULL)
		return screen_add(
		    w->screen, section, buf_get(name), buf_get(value), err);
	out_text(w->out, section);
	out_text(w->out, buf_get(name));
	out_text(w->out, buf_get(value));
	return out_end_row(w->out, err);
}

/* "ec.identified_events" is followed by "ec.identification_coverage". */
static int
write_coverage(struct writing *w, const struct store_status_row *row,
    int64_t identified, struct err *err)
{
	static const char tail[] = "identified_events";
	struct buf name = {0}, value = {0};
	int rc;

	buf_add(&name, row->name.data, row->name.len - strlen(tail));
	buf_str(&name, "identification_coverage");
	num_fixed(&value,
	    num_round_div((num_i128)identified * 1000000, w->events), 6);
	rc = give(w, row->section, &name, &value, err);
	buf_clear(&name);
	buf_clear(&value);
	return rc;
}

static int
write_plain(
    struct writing *w, const struct store_status_row *row, struct err *err)
{
	struct buf name = {0}, value = {0};
	int64_t us;
	int rc;

	buf_span(&name, row->name);
	if (!is_time(row->name))
		buf_span(&value, row->value);
	else if (num_i64(row->value, INT64_MIN, INT64_MAX, &us))
		zone_format(w->zone, us, &value);
	rc = give(w, row->section, &name, &value, err);
	buf_clear(&name);
	buf_clear(&value);
	return rc;
}

static int
write_row(void *context, const struct store_status_row *row, struct err *err)
{
	struct writing *w = context;
	int64_t number = 0;

	if (write_plain(w, row, err) != 0)
		return -1;
	(void)num_i64(row->value, 0, INT64_MAX, &number);
	if (span_ends(row->name, "identified_events"))
		return w->events == 0 ? 0 : write_coverage(w, row, number, err);
	if (span_ends(row->name, "events"))
		w->events = number;
	return 0;
}

static int
write_all(struct store *store, struct writing *w, struct err *err)
{
	int rc = store_begin_read(store, err);

	if (rc == 0) {
		rc = store_status(store, write_row, w, err);
		store_rollback(store);
	}
	return rc;
}

int
status_write(struct store *store, const struct out_options *options,
    const struct zone *zone, FILE *stream, struct err *err)
{
	struct writing w = {.zone = zone};
	int rc = -1;

	if (options->format == OUT_TABLE) {
		w.screen = screen_new(err);
		if (w.screen != NULL)
			rc = write_all(store, &w, err);
		if (rc == 0)
			rc = screen_write(w.screen, stream, options, err);
		screen_free(w.screen);
		return rc;
	}
	w.out = out_new(stream, options, columns,
	    sizeof(columns) / sizeof(columns[0]), err);
	if (w.out == NULL)
		return -1;
	if (write_all(store, &w, err) != 0) {
		out_free(w.out);
		return -1;
	}
	return out_finish(w.out, err);
}

bool
status_age(struct span text, int64_t *age_us)
{
	static const struct {
		char letter;
		int64_t us;
	} units[] = {
	    {'s', CIVIL_US_S},
	    {'m', 60 * CIVIL_US_S},
	    {'h', 3600 * CIVIL_US_S},
	    {'d', CIVIL_US_DAY},
	};
	int64_t number;
	size_t i;

	if (text.len < 2)
		return false;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (text.data[text.len - 1] == units[i].letter)
			return num_i64(span_make(text.data, text.len - 1), 1,
				   1000000, &number) &&
			    num_mul(number, units[i].us, age_us);
	return false;
}

struct check {
	int64_t age_us, as_of_us, now_us;
	int (*each)(void *, const struct status_stale *, struct err *);
	void *context;
};

/* The age of what happened at ${us}; 0 where one of both is not known. */
static int64_t
age_of(int64_t us, int64_t now_us)
{
	if (us == CANON_NO_TIME || now_us == CANON_NO_TIME)
		return 0;
	return now_us - us;
}

static int
check_source(
    void *context, const struct history_freshness *row, struct err *err)
{
	const struct check *check = context;
	struct status_stale stale = {row->source, true, 0};

	stale.age_us = age_of(row->event_us, check->as_of_us);
	if (stale.age_us <= check->age_us) {
		stale.by_event = false;
		stale.age_us = age_of(row->import_us, check->now_us);
	}
	if (stale.age_us <= check->age_us)
		return 0;
	return check->each(check->context, &stale, err);
}

int
status_check(struct store *store, int64_t age_us, int64_t as_of_us,
    int64_t now_us,
    int (*each)(void *, const struct status_stale *, struct err *),
    void *context, struct err *err)
{
	struct check check = {age_us, as_of_us, now_us, each, context};

	return history_freshness(store, check_source, &check, err);
}
