#ifndef FLOW_SAMPLE_H
#define FLOW_SAMPLE_H

/*
 * Small stores in memory for the tests of this room. Everything that fails
 * fails the test.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "canon/zone.h"
#include "flow/merge.h"
#include "store/store.h"

/* A person as one source knows it, and perhaps what it did; NULL and 0 are not
 * known. */
struct sample {
	const char *source; /* its channel is called the same */
	const char *native_id;
	const char *family, *given;
	const char *email;
	const char *phone;
	const char *line; /* an id:line */
	const char *ssn;  /* an id:ssn, declared unique */
	const char *status, *merged_into;
	enum canon_kind event;
	int64_t at_us;
	int64_t yen;
};

static inline struct store *
sample_store(void)
{
	struct err err = {0};
	struct store *store = store_open(NULL, STORE_CREATE, 0600, 0, &err);

	assert_non_null(store);
	return store;
}

static inline void
sample_value(struct canon_record *record, enum canon_field field,
    const char *name, const char *value)
{
	struct canon_value *v = &record->values[record->n_values];

	if (value == NULL)
		return;
	record->n_values++;
	memset(v, 0, sizeof(*v));
	v->field = field;
	v->name = span_of(name);
	v->raw = span_of(value);
	v->normal = span_of(value);
	v->is_unique = name != NULL && strcmp(name, "ssn") == 0;
}

static inline struct canon_event
sample_event(const struct sample *s)
{
	struct canon_event event = {.occurred_at_us = s->at_us,
	    .kind = (int8_t)s->event,
	    .automated = -1,
	    .context_passed = -1,
	    .channel = span_of(s->source),
	    .currency = SPAN("JPY"),
	    .amount_minor = s->yen == 0 ? CANON_NO_INT : s->yen,
	    .quantity_milli = CANON_NO_INT,
	    .ended_at_us = CANON_NO_TIME,
	    .first_reply_at_us = CANON_NO_TIME,
	    .resolved_at_us = CANON_NO_TIME,
	    .event_updated_at_us = CANON_NO_TIME,
	    .csat_milli = CANON_NO_INT,
	    .nps = CANON_NO_INT,
	    .ces_milli = CANON_NO_INT,
	    .handle_milli = CANON_NO_INT,
	    .wait_milli = CANON_NO_INT,
	    .reopens = CANON_NO_INT,
	    .transfers = CANON_NO_INT,
	    .replies = CANON_NO_INT};

	return event;
}

static inline void
sample_row(
    struct store *store, const struct sample *s, const struct canon_row *row)
{
	struct store_import_info info = {.path = SPAN("people.csv"),
	    .source = span_of(s->source),
	    .channel = span_of(s->source),
	    .channel_kind = CANON_OTHER_CHANNEL,
	    .zone = SPAN("UTC"),
	    .now_us = 1};
	struct store_import_counts counts = {.rows = 1};
	struct store_import *job;
	struct store_batch *batch;
	struct buf hash = {0};
	struct err err = {0};

	job = store_import_begin(store, &info, &err);
	assert_non_null(job);
	batch = store_batch_new(job, &err);
	assert_non_null(batch);
	assert_int_equal(store_batch_add(batch, row, &err), 0);
	assert_int_equal(store_import_write(job, batch, &err), 0);
	store_batch_free(batch);
	buf_printf(
	    &hash, "%s:%s:%lld", s->source, s->native_id, (long long)s->at_us);
	if (store_import_finish(job, buf_text(&hash), false, &counts, &err) ==
	    -1)
		fail_msg("%s", err.msg);
	buf_clear(&hash);
}

/* One import of one row. */
static inline void
sample_import(struct store *store, const struct sample *s)
{
	struct canon_value values[4];
	struct canon_record record = {.values = values,
	    .native_id = span_of(s->native_id),
	    .said_at_us = s->at_us == 0 ? CANON_NO_TIME : s->at_us};
	struct canon_event event = sample_event(s);
	struct canon_row row = {.line = 2,
	    .records = &record,
	    .n_records = 1,
	    .events = &event,
	    .n_events = s->event == 0 ? 0 : 1,
	    .n_lines = 1};

	record.field[CANON_F_FAMILY_NAME] = span_of(s->family);
	record.field[CANON_F_GIVEN_NAME] = span_of(s->given);
	record.field[CANON_F_STATUS] = span_of(s->status);
	record.field[CANON_F_MERGED_INTO] = span_of(s->merged_into);
	sample_value(&record, CANON_F_EMAIL, NULL, s->email);
	sample_value(&record, CANON_F_PHONE, NULL, s->phone);
	sample_value(&record, CANON_F_ID, "line", s->line);
	sample_value(&record, CANON_F_ID, "ssn", s->ssn);
	sample_row(store, s, &row);
}

/* Import these, the last of which has no source. */
static inline void
sample_import_all(struct store *store, const struct sample *samples)
{
	for (; samples->source != NULL; samples++)
		sample_import(store, samples);
}

static inline void
sample_merge(struct store *store, struct merge *merge)
{
	const struct merge_options options = {.is_exact = true, .now_us = 5};
	struct err err = {0};

	if (merge_run(store, &options, merge, &err) == -1)
		fail_msg("%s", err.msg);
}

/* Everything that was written to a stream, as text. */
static inline void
sample_read(FILE *stream, struct buf *text)
{
	char chunk[4096];
	size_t n;

	assert_int_equal(fflush(stream), 0);
	assert_int_equal(fseek(stream, 0, SEEK_SET), 0);
	buf_reset(text);
	while ((n = fread(chunk, 1, sizeof(chunk), stream)) > 0)
		buf_add(text, chunk, n);
	assert_int_equal(fclose(stream), 0);
	assert_false(text->failed);
}

#endif
