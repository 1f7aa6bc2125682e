#ifndef STORE_BATCH_H
#define STORE_BATCH_H

/*
 * Rows of a file, packed for the writing thread: keys and digests are
 * computed, texts are copied behind one another, and what was said already in
 * the same batch is left out.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "canon/canon.h"
#include "store/said.h"
#include "store/store.h"

/* A text in the batch's buffer; empty is NULL in the store. */
struct batch_text {
	uint32_t at;
	uint32_t len;
};

#define BATCH_COUNTS 1u   /* stands for its row in the counts */
#define BATCH_HAS_ID 2u   /* an event with an id of its own */
#define BATCH_APPENDED 4u /* a row was appended for it */
#define BATCH_EMPTY 8u    /* an observation that says nothing */
#define BATCH_NEWS 256u   /* the store did not have this observation */

struct batch_record {
	uint64_t key, check;           /* of the record */
	uint64_t said_key, said_check; /* of the observation */
	int64_t first_us, last_us;
	int64_t record_id, said_id; /* row ids, once appended */
	struct batch_text native_id;
	struct batch_text said; /* see store/said.h */
	uint32_t flags;
};

struct batch_event {
	uint64_t key, proof; /* see BATCH_DIGEST_BITS */
	uint64_t shape_code; /* see batch_shape_of */
	int64_t record, occurred_us, quantity, amount, updated_us;
	int64_t id; /* row id, once appended */
	struct batch_text event_id, case_id, topic, product;
	struct batch_text campaign, location, device;
	uint32_t shape; /* in the store, set by the writer */
	uint32_t flags;
};

/* An event's proof: below, bits of a digest of what it says; above, bits that
 * tell two ids of the same key apart. */
#define BATCH_DIGEST_BITS 39

/* What many events have in common, packed in one number. */
struct batch_shape {
	uint32_t channel; /* into channels; at most BATCH_CHANNELS */
	int kind, outcome, digits;
	bool is_date_only;
	char currency[4];
};

#define BATCH_CHANNELS 65535

struct batch_detail {
	uint32_t event; /* its place in events */
	int8_t direction, automated, context_passed, csat_scale;
	int64_t ended_us, updated_us, first_reply_us, resolved_us;
	int64_t csat, nps, ces, handle, wait, reopens, transfers, replies;
	struct batch_text handover_channel, agent, team, text, attrs;
};

struct batch_channel {
	struct batch_text name;
	int kind;   /* 0 = by the name */
	int64_t id; /* in the store, set by the writer */
};

/* What a batch must know of its import; does not change. */
struct batch_config {
	uint64_t seed; /* of the source */
	uint64_t key_mask;
	struct span channel; /* of rows that name none */
	int channel_kind;
	bool looks_up; /* keys are looked up one by one */
};

struct store_batch {
	const struct batch_config *config;
	struct buf text;
	struct buf scratch;
	struct batch_record *records;
	struct batch_event *events;
	struct batch_detail *details;
	struct batch_channel *channels;
	size_t n_records, n_events, n_details, n_channels;
	size_t records_cap, events_cap, details_cap, channels_cap;
	uint32_t *seen; /* places of records + 1 by the key of what they say */
	struct said_value *sorted; /* values of one record in order */
	size_t sorted_cap;
	int64_t rows_same;  /* rows that only repeat what the batch holds */
	int64_t rows_blank; /* rows that say nothing */
	int64_t anonymous;  /* rows whose event has no record */
};

/**
 * batch_init(batch, config, err), batch_clear(batch): see store_batch_new.
 */
int batch_init(struct store_batch *, const struct batch_config *, struct err *);
void batch_clear(struct store_batch *);

/**
 * batch_record_key(config, native_id, key, check): the key of a record.
 */
void batch_record_key(
    const struct batch_config *, struct span, uint64_t *, uint64_t *);

/**
 * batch_shape_of(code): what the number stands for.
 */
struct batch_shape batch_shape_of(uint64_t);

/**
 * batch_get(batch, text): the bytes; borrowed until the batch changes.
 */
struct span batch_get(const struct store_batch *, struct batch_text);

#endif
