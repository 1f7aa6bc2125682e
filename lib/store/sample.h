#ifndef STORE_SAMPLE_H
#define STORE_SAMPLE_H

/*
 * Small stores for the tests of this room.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/store.h"

/* A row of an export; what is NULL or 0 is not there. */
struct sample {
	const char *id, *name, *email, *phone;
	const char *event_id, *product;
	int64_t at_s; /* of the event */
	int64_t amount;
	int64_t updated_s; /* of the event */
	int64_t said_s;    /* when the record was said, if not at_s */
	const char *text;
};

#define SAMPLE_NOW INT64_C(2000000000000000)

static inline struct store *
sample_store(void)
{
	struct err err = {0};
	struct store *store = store_open(NULL, STORE_CREATE, 0600, 0, &err);

	if (store == NULL)
		fail_msg("%s", err.msg);
	return store;
}

/* A path that is free, in a folder of its own. */
static inline void
sample_path(char path[64])
{
	char folder[] = "/tmp/omni-store-XXXXXX";

	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, 64, "%s/s.db", folder);
}

static inline void
sample_remove(char path[64])
{
	(void)unlink(path);
	*strrchr(path, '/') = '\0';
	assert_int_equal(rmdir(path), 0);
}

static inline void
sample_record(const struct sample *row, struct canon_record *record,
    struct canon_value values[2])
{
	memset(record, 0, sizeof(*record));
	memset(values, 0, 2 * sizeof(*values));
	record->native_id = span_of(row->id);
	record->field[CANON_F_FULL_NAME] = span_of(row->name);
	record->said_at_us = CANON_NO_TIME;
	if (row->said_s != 0 || row->at_s != 0)
		record->said_at_us =
		    (row->said_s != 0 ? row->said_s : row->at_s) * 1000000;
	record->values = values;
	if (row->email != NULL)
		values[record->n_values++] =
		    (struct canon_value){.field = CANON_F_EMAIL,
			.raw = span_of(row->email),
			.normal = span_of(row->email)};
	if (row->phone != NULL)
		values[record->n_values++] = (struct canon_value){
		    .field = CANON_F_PHONE, .raw = span_of(row->phone)};
}

static inline void
sample_event(const struct sample *row, struct canon_event *event)
{
	int64_t *const unknown[] = {&event->quantity_milli, &event->ended_at_us,
	    &event->first_reply_at_us, &event->resolved_at_us,
	    &event->csat_milli, &event->nps, &event->ces_milli,
	    &event->handle_milli, &event->wait_milli, &event->reopens,
	    &event->transfers, &event->replies};

	memset(event, 0, sizeof(*event));
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		*unknown[i] = CANON_NO_INT;
	event->event_id = span_of(row->event_id);
	event->occurred_at_us = row->at_s * 1000000;
	event->kind = CANON_PURCHASE;
	event->automated = -1;
	event->context_passed = -1;
	event->product = span_of(row->product);
	event->amount_minor = row->amount;
	event->currency = span_of("JPY");
	event->event_updated_at_us =
	    row->updated_s == 0 ? CANON_NO_TIME : row->updated_s * 1000000;
	event->text = span_of(row->text);
	event->record = row->id == NULL && row->email == NULL ? -1 : 0;
}

static inline int
sample_add(
    struct store_batch *batch, const struct sample *sample, struct err *err)
{
	struct canon_record record;
	struct canon_value values[2];
	struct canon_event event;
	struct canon_row row = {
	    .line = 1, .records = &record, .events = &event, .n_lines = 1};

	sample_record(sample, &record, values);
	sample_event(sample, &event);
	row.n_records = event.record == 0;
	row.n_events = sample->at_s != 0;
	return store_batch_add(batch, &row, err);
}

static inline struct store_import_info
sample_info(const char *source)
{
	struct store_import_info info = {.path = SPAN("x.csv"),
	    .channel = SPAN("ec"),
	    .map_name = SPAN("m"),
	    .encoding = SPAN("UTF-8"),
	    .zone = SPAN("Asia/Tokyo"),
	    .now_us = SAMPLE_NOW};

	info.source = span_of(source);
	return info;
}

/* Import the rows as one file; -1 when the store says so. */
static inline int
sample_import_as(struct store *store, const struct store_import_info *info,
    const struct sample *rows, size_t n, bool is_dry_run,
    struct store_import_counts *counts, struct err *err)
{
	struct store_import *import = store_import_begin(store, info, err);
	struct store_batch *batch;
	int rc = 0;

	memset(counts, 0, sizeof(*counts));
	if (import == NULL)
		return -1;
	batch = store_batch_new(import, err);
	assert_non_null(batch);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = sample_add(batch, &rows[i], err);
		/* Small batches, so that repetitions meet in all places. */
		if (rc == 0 && i % 3 == 2) {
			rc = store_import_write(import, batch, err);
			store_batch_reset(batch);
		}
		counts->rows++;
	}
	if (rc == 0)
		rc = store_import_write(import, batch, err);
	store_batch_free(batch);
	if (rc == 0)
		return store_import_finish(
		    import, "0123", is_dry_run, counts, err);
	store_import_abort(import);
	return -1;
}

static inline int
sample_import(struct store *store, const char *source,
    const struct sample *rows, size_t n, bool is_dry_run,
    struct store_import_counts *counts, struct err *err)
{
	struct store_import_info info = sample_info(source);

	return sample_import_as(store, &info, rows, n, is_dry_run, counts, err);
}

static inline void
sample_must_import(struct store *store, const char *source,
    const struct sample *rows, size_t n, struct store_import_counts *counts)
{
	struct err err = {0};

	if (sample_import(store, source, rows, n, false, counts, &err) != 0)
		fail_msg("%s", err.msg);
}

#endif
