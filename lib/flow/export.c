#include "flow/export.h"
#include "base/buf.h"
#include "flow/customers.h"
#include "flow/happened.h"
#include "flow/listing.h"
#include "flow/roster.h"
#include "flow/veil.h"
#include "norm/date.h"

const char *const export_table_names[] = {
    [EXPORT_CUSTOMERS] = "customers",
    [EXPORT_CROSSWALK] = "crosswalk",
    [EXPORT_RECORDS] = "records",
    [EXPORT_EVENTS] = "events",
    [EXPORT_LINKS] = "links",
    NULL,
};

static const struct out_column crosswalk_columns[] = {
    {"customer_id", OUT_TEXT},
    {"source", OUT_TEXT},
    {"native_id", OUT_TEXT},
    {"record", OUT_TEXT},
    {"first_seen", OUT_TEXT},
    {"last_seen", OUT_TEXT},
};

void
export_time(struct out *out, const struct zone *zone, int64_t us)
{
	struct buf text = {0};

	if (us == CANON_NO_TIME) {
		out_null(out);
		return;
	}
	zone_format(zone, us, &text);
	if (text.failed)
		out_fail(out);
	else
		out_text(out, buf_get(&text));
	buf_clear(&text);
}

void
export_stamp(struct out *out, const struct zone *zone, struct span text)
{
	static const struct span any = {NULL, 0};
	struct date date;

	if (date_parse(text, any, &date) == DATE_OK && date.has_offset)
		export_time(out, zone, date.us);
	else
		out_text(out, text);
}

void
export_customer(struct out *out, int64_t number)
{
	veil_customer(NULL, out, number);
}

static int
write_crosswalk_row(struct out *out, const struct export_options *options,
    const struct roster *roster, const struct roster_record *r, struct err *err)
{
	const struct pseudonym *key = options->pseudonym;
	struct span source = roster->sources[r->source].name;

	veil_customer(key, out, r->customer);
	out_text(out, source);
	veil_native(key, out, source, r->native_id);
	veil_record(key, out, source, r->native_id);
	export_time(out, options->zone, r->first_seen_us);
	export_time(out, options->zone, r->last_seen_us);
	if (r->customer != 0)
		veil_sort_customer(key, out, r->customer);
	else
		veil_sort_owned(key, out, "record", source, r->native_id);
	return out_end_row(out, err);
}

static int
write_crosswalk(const struct export_options *options,
    const struct roster *roster, struct err *err)
{
	struct out *out =
	    out_new(options->stream, &options->out, crosswalk_columns,
		sizeof(crosswalk_columns) / sizeof(crosswalk_columns[0]), err);
	size_t i;

	if (out == NULL)
		return -1;
	for (i = 0; i < roster->n_records; i++)
		if (write_crosswalk_row(out, options, roster,
			&roster->records[roster->order[i]], err) == -1) {
			out_free(out);
			return -1;
		}
	return out_finish(out, err);
}

static int
export_crosswalk(struct store *store, const struct export_options *options,
    int64_t *unmerged, struct err *err)
{
	struct roster roster = {0};
	int status;
	size_t i;

	if (store_begin_read(store, err) == -1)
		return -1;
	status = roster_load(&roster, store, true, NULL, NULL, err);
	store_rollback(store);
	if (status == 0)
		status = write_crosswalk(options, &roster, err);
	for (i = 0; i < roster.n_records; i++)
		*unmerged += roster.records[i].customer == 0;
	roster_clear(&roster);
	return status;
}

int
export_run(struct store *store, const struct export_options *options,
    int64_t *unmerged, struct err *err)
{
	*unmerged = 0;
	switch (options->table) {
	case EXPORT_CUSTOMERS:
		return customers_export(store, options, unmerged, err);
	case EXPORT_RECORDS:
		return listing_records(store, options, err);
	case EXPORT_EVENTS:
		return happened_events(store, options, err);
	case EXPORT_LINKS:
		return happened_links(store, options, err);
	case EXPORT_CROSSWALK:
		break;
	}
	return export_crosswalk(store, options, unmerged, err);
}
