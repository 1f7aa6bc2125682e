#include "flow/ledger.h"
#include "base/buf.h"
#include "store/history.h"
#include "store/retract.h"

static const struct out_column columns[] = {{"import", OUT_INT},
    {"at", OUT_TEXT}, {"path", OUT_TEXT}, {"channel", OUT_TEXT},
    {"source", OUT_TEXT}, {"map", OUT_TEXT}, {"status", OUT_TEXT},
    {"rows", OUT_INT}, {"records_new", OUT_INT}, {"records_changed", OUT_INT},
    {"records_same", OUT_INT}, {"events_new", OUT_INT},
    {"events_changed", OUT_INT}, {"events_same", OUT_INT},
    {"continued", OUT_INT}, {"anonymous", OUT_INT}, {"odd", OUT_INT},
    {"rejected", OUT_INT}, {"suppressed", OUT_INT}, {"blank", OUT_INT},
    {"withdrawn", OUT_INT}};

static const struct out_column undo_columns[] = {{"import", OUT_INT},
    {"path", OUT_TEXT}, {"channel", OUT_TEXT}, {"source", OUT_TEXT},
    {"status", OUT_TEXT}, {"records", OUT_INT}, {"observations", OUT_INT},
    {"events", OUT_INT}, {"restored", OUT_INT}, {"kept", OUT_INT}};

struct writing {
	struct out *out;
	const struct zone *zone;
};

static const char *
status_name(const struct history_import *row)
{
	if (row->is_undone)
		return "undone";
	return row->is_snapshot ? "snapshot" : "stored";
}

static int
write_row(void *context, const struct history_import *row, struct err *err)
{
	const struct writing *w = context;
	const struct store_import_counts *c = &row->counts;
	const int64_t numbers[] = {c->rows, c->records_new, c->records_changed,
	    c->records_same, c->events_new, c->events_changed, c->events_same,
	    c->continued, c->anonymous, c->odd, c->rejected, c->suppressed,
	    c->blank};
	struct buf at = {0};
	size_t i;

	out_int(w->out, c->import_id);
	zone_format(w->zone, row->at_us, &at);
	out_text(w->out, buf_get(&at));
	buf_clear(&at);
	out_text(w->out, row->path);
	out_text(w->out, row->channel);
	out_text(w->out, row->source);
	out_text(w->out, row->map);
	out_text(w->out, span_of(status_name(row)));
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		out_int(w->out, numbers[i]);
	/* Of a file that is no snapshot there is nothing to know. */
	if (row->is_snapshot)
		out_int(w->out, c->withdrawn);
	else
		out_null(w->out);
	return out_end_row(w->out, err);
}

int
ledger_write(struct store *store, const struct out_options *options,
    const struct zone *zone, FILE *stream, struct err *err)
{
	struct writing w = {.zone = zone};

	w.out = out_new(stream, options, columns,
	    sizeof(columns) / sizeof(columns[0]), err);
	if (w.out == NULL)
		return -1;
	if (history_imports(store, write_row, &w, err) == -1) {
		out_free(w.out);
		return -1;
	}
	return out_finish(w.out, err);
}

/* --- an import taken back --- */

struct undoing {
	struct out *out;
	int64_t import;
	struct retract_counts counts;
};

static int
write_undone(void *context, const struct history_import *row, struct err *err)
{
	const struct undoing *u = context;

	if (row->counts.import_id != u->import)
		return 0;
	out_int(u->out, row->counts.import_id);
	out_text(u->out, row->path);
	out_text(u->out, row->channel);
	out_text(u->out, row->source);
	out_text(u->out, span_of(status_name(row)));
	out_int(u->out, u->counts.records);
	out_int(u->out, u->counts.observations);
	out_int(u->out, u->counts.events);
	out_int(u->out, u->counts.restored);
	out_int(u->out, u->counts.kept);
	return out_end_row(u->out, err);
}

int
ledger_undo(struct store *store, int64_t import, int64_t now_us,
    const struct out_options *options, FILE *stream, struct err *err)
{
	struct undoing u = {.import = import};

	u.out = out_new(stream, options, undo_columns,
	    sizeof(undo_columns) / sizeof(undo_columns[0]), err);
	if (u.out == NULL)
		return -1;
	if (retract_import(store, import, now_us, &u.counts, err) == -1 ||
	    history_imports(store, write_undone, &u, err) == -1) {
		out_free(u.out);
		return -1;
	}
	return out_finish(u.out, err);
}
