#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "store/attrs.h"
#include "store/batch.h"
#include "store/pack.h"

#define EVENTS_FULL ((size_t)8192)
#define RECORDS_FULL ((size_t)4096)
#define TEXT_FULL ((size_t)1 << 20)
#define LOOK_UP_TIMES 3 /* larger when keys are looked up: see below */
#define TEXT_MAX ((size_t)1 << 30) /* places are 32 bits */
#define SEEN 8192                  /* a power of 2 */

int
batch_init(struct store_batch *batch, const struct batch_config *config,
    struct err *err)
{
	memset(batch, 0, sizeof(*batch));
	batch->config = config;
	batch->seen = calloc(SEEN, sizeof(*batch->seen));
	return batch->seen == NULL ? err_nomem(err) : 0;
}

void
batch_clear(struct store_batch *batch)
{
	buf_clear(&batch->text);
	buf_clear(&batch->scratch);
	free(batch->records);
	free(batch->events);
	free(batch->details);
	free(batch->channels);
	free(batch->seen);
	free(batch->sorted);
}

struct span
batch_get(const struct store_batch *batch, struct batch_text text)
{
	if (text.len == 0)
		return span_make("", 0);
	return span_make(batch->text.data + text.at, text.len);
}

static struct batch_text
keep(struct store_batch *batch, struct span text)
{
	struct batch_text kept = {
	    (uint32_t)batch->text.len, (uint32_t)text.len};

	if (text.len == 0)
		return (struct batch_text){0, 0};
	buf_add(&batch->text, text.data, text.len);
	return kept;
}

/* --- what keys and digests are made of --- */

static void
put_known(struct buf *buf, int tag, int64_t number)
{
	if (number != CANON_NO_INT)
		pack_number(buf, tag, (uint64_t)number);
}

static void
put_small(struct buf *buf, int tag, int number, int unknown)
{
	if (number != unknown)
		pack_number(buf, tag, (uint64_t)number);
}

/* Seeds keep the kinds of keys apart. */
enum { SEED_RECORD = 1, SEED_SAID, SEED_EVENT, SEED_ROW };

static void
make_key(const struct batch_config *config, int kind, struct span bytes,
    uint64_t *key, uint64_t *check)
{
	struct hash_128 hash = hash_128(config->seed + (uint64_t)kind, bytes);

	*key = hash.low & config->key_mask & INT64_MAX;
	*check = hash.high & INT32_MAX;
}

void
batch_record_key(const struct batch_config *config, struct span native_id,
    uint64_t *key, uint64_t *check)
{
	make_key(config, SEED_RECORD, native_id, key, check);
}

/* --- records --- */

/* The values in an order that does not hang on that of the columns. */
static int
sort_values(struct store_batch *batch, const struct canon_record *record,
    struct err *err)
{
	struct said_value *sorted;

	if (array_grow(&batch->sorted, &batch->sorted_cap, record->n_values + 1,
		sizeof(*batch->sorted), err) != 0)
		return -1;
	sorted = batch->sorted;
	for (size_t i = 0; i < record->n_values; i++) {
		const struct canon_value *value = &record->values[i];
		size_t to = i;

		while (to > 0 &&
		    said_compare_values(value, sorted[to - 1].value) < 0) {
			sorted[to] = sorted[to - 1];
			to--;
		}
		sorted[to].value = value;
	}
	return 0;
}

static bool
is_known(struct span text)
{
	return text.len > 0;
}

/* The identifier that names a record which has no id of its own. */
static const struct canon_value *
first_identifier(const struct canon_record *record)
{
	const struct canon_value *odd = NULL;

	for (size_t i = 0; i < record->n_values; i++) {
		const struct canon_value *value = &record->values[i];

		if (value->field == CANON_F_ATTR)
			continue;
		if (is_known(value->normal))
			return value;
		if (odd == NULL)
			odd = value;
	}
	return odd;
}

/* For names a number is put in 8 bytes, lowest first. */
static void
put_part(struct buf *buf, int tag, uint64_t number, struct span text)
{
	char bytes[9];

	bytes[0] = (char)tag;
	for (int i = 0; i < 8; i++)
		bytes[i + 1] = (char)(number >> (8 * i) & 0xff);
	buf_add(buf, bytes, sizeof(bytes));
	buf_add(buf, text.data, text.len);
}

/* "~" and 16 hex digits, of the first identifier or else of all it says. */
static struct span
name_record(
    struct store_batch *batch, const struct canon_record *record, char out[24])
{
	const struct canon_value *first = first_identifier(record);
	struct buf *buf = &batch->scratch;
	struct span value;

	buf_reset(buf);
	if (first == NULL) {
		said_write(buf, record, batch->sorted);
	} else {
		value = is_known(first->normal) ? first->normal : first->raw;
		put_part(buf, (int)first->field, 0, span_make(NULL, 0));
		if (is_known(first->name))
			put_part(buf, 1, first->name.len, first->name);
		put_part(buf, 2, value.len, value);
	}
	(void)snprintf(
	    out, 24, "~%016llx", (unsigned long long)hash_64(0, buf_get(buf)));
	return span_of(out);
}

static void
widen(struct batch_record *record, int64_t us)
{
	if (us == CANON_NO_TIME)
		return;
	if (record->first_us == CANON_NO_TIME || us < record->first_us)
		record->first_us = us;
	if (us > record->last_us)
		record->last_us = us; /* CANON_NO_TIME is the smallest */
}

/* ${said} is in the scratch buffer, and is kept as it is. */
static int
keep_record(struct store_batch *batch, const struct batch_record *made,
    struct span said, struct span native_id, struct err *err)
{
	struct batch_record *into;

	if (array_grow(&batch->records, &batch->records_cap,
		batch->n_records + 1, sizeof(*into), err) != 0)
		return -1;
	into = &batch->records[batch->n_records++];
	*into = *made;
	into->native_id = keep(batch, native_id);
	into->said = keep(batch, said);
	return 0;
}

/* The place of the same observation in this batch, if it is remembered. */
static struct batch_record *
find_said(
    struct store_batch *batch, const struct batch_record *made, uint32_t **slot)
{
	struct batch_record *found;

	*slot = &batch->seen[made->said_key & (SEEN - 1)];
	if (**slot == 0)
		return NULL;
	found = &batch->records[**slot - 1];
	if (found->said_key != made->said_key ||
	    found->said_check != made->said_check)
		return NULL;
	return found;
}

/*
 * Pack one record. ${key} becomes its key, or -1 when the record says nothing
 * at all, not even an id.
 */
static int
add_record(struct store_batch *batch, const struct canon_record *record,
    unsigned flags, int64_t *key, struct err *err)
{
	struct batch_record made = {
	    .first_us = CANON_NO_TIME, .last_us = CANON_NO_TIME};
	struct span native_id = record->native_id;
	struct batch_record *known;
	struct span said;
	uint32_t *slot;
	size_t at;
	char name[24];

	*key = -1;
	if (sort_values(batch, record, err) != 0)
		return -1;
	if (!is_known(native_id)) {
		buf_reset(&batch->scratch);
		said_write(&batch->scratch, record, batch->sorted);
		if (batch->scratch.len == 0)
			return 0;
		native_id = name_record(batch, record, name);
	}
	make_key(batch->config, SEED_RECORD, native_id, &made.key, &made.check);
	*key = (int64_t)made.key;
	buf_reset(&batch->scratch);
	pack_number(&batch->scratch, 0, made.key);
	at = batch->scratch.len;
	said_write(&batch->scratch, record, batch->sorted);
	said =
	    span_make(buf_text(&batch->scratch) + at, batch->scratch.len - at);
	made.flags = flags | (said.len == 0 ? BATCH_EMPTY : 0);
	make_key(batch->config, SEED_SAID, buf_get(&batch->scratch),
	    &made.said_key, &made.said_check);
	widen(&made, record->said_at_us);
	known = find_said(batch, &made, &slot);
	if (known != NULL) {
		widen(known, record->said_at_us);
		batch->rows_same += (flags & BATCH_COUNTS) != 0;
		return 0;
	}
	*slot = (uint32_t)batch->n_records + 1;
	return keep_record(batch, &made, said, native_id, err);
}

/* --- events --- */

static bool
has_word(const struct canon_event *event)
{
	return event->direction != 0 || event->automated >= 0 ||
	    event->context_passed >= 0 || event->csat_scale != 0 ||
	    event->n_attrs > 0;
}

static bool
has_number(const struct canon_event *event)
{
	const int64_t numbers[] = {event->ended_at_us,
	    event->event_updated_at_us, event->first_reply_at_us,
	    event->resolved_at_us, event->csat_milli, event->nps,
	    event->ces_milli, event->handle_milli, event->wait_milli,
	    event->reopens, event->transfers, event->replies};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (numbers[i] != CANON_NO_INT)
			return true;
	return false;
}

static bool
has_detail(const struct canon_event *event)
{
	size_t text = event->handover_channel.len + event->agent.len +
	    event->team.len + event->text.len;

	return text > 0 || has_word(event) || has_number(event);
}

static void
put_detail(struct buf *buf, const struct canon_event *event)
{
	put_small(buf, CANON_F_DIRECTION, event->direction, 0);
	put_small(buf, CANON_F_AUTOMATED, event->automated, -1);
	put_small(buf, CANON_F_CONTEXT_PASSED, event->context_passed, -1);
	put_small(buf, CANON_F_CSAT_SCALE, event->csat_scale, 0);
	put_known(buf, CANON_F_ENDED_AT, event->ended_at_us);
	put_known(buf, CANON_F_EVENT_UPDATED_AT, event->event_updated_at_us);
	put_known(buf, CANON_F_FIRST_REPLY_AT, event->first_reply_at_us);
	put_known(buf, CANON_F_RESOLVED_AT, event->resolved_at_us);
	put_known(buf, CANON_F_CSAT, event->csat_milli);
	put_known(buf, CANON_F_NPS, event->nps);
	put_known(buf, CANON_F_CES, event->ces_milli);
	put_known(buf, CANON_F_HANDLE_SECONDS, event->handle_milli);
	put_known(buf, CANON_F_WAIT_SECONDS, event->wait_milli);
	put_known(buf, CANON_F_REOPENS, event->reopens);
	put_known(buf, CANON_F_TRANSFERS, event->transfers);
	put_known(buf, CANON_F_REPLIES, event->replies);
	pack_text(buf, CANON_F_HANDOVER_CHANNEL, event->handover_channel);
	pack_text(buf, CANON_F_AGENT, event->agent);
	pack_text(buf, CANON_F_TEAM, event->team);
	pack_text(buf, CANON_F_TEXT, event->text);
	for (size_t i = 0; i < event->n_attrs; i++) {
		pack_number(buf, CANON_F_EVENT_ATTR, 0);
		pack_text(buf, 1, event->attrs[i].name);
		pack_text(buf, 2, event->attrs[i].value);
	}
}

static void
put_event(struct buf *buf, const struct canon_event *event, struct span channel,
    int64_t record, bool is_detailed)
{
	put_small(buf, CANON_F_CUSTOMER_ID, record >= 0, 0);
	if (record >= 0)
		pack_number(buf, 0, (uint64_t)record);
	pack_number(buf, CANON_F_OCCURRED_AT, (uint64_t)event->occurred_at_us);
	pack_number(buf, CANON_F_EVENT,
	    (uint64_t)event->kind << 8 | (uint64_t)event->is_date_only);
	pack_text(buf, CANON_F_CHANNEL, channel);
	put_small(buf, CANON_F_OUTCOME, event->outcome, 0);
	pack_text(buf, CANON_F_CASE_ID, event->case_id);
	pack_text(buf, CANON_F_TOPIC, event->topic);
	pack_text(buf, CANON_F_PRODUCT, event->product);
	put_known(buf, CANON_F_QUANTITY, event->quantity_milli);
	put_known(buf, CANON_F_AMOUNT, event->amount_minor);
	if (event->amount_minor != CANON_NO_INT)
		put_small(buf, CANON_F_AMOUNT, event->amount_digits, 0);
	pack_text(buf, CANON_F_CURRENCY, event->currency);
	pack_text(buf, CANON_F_CAMPAIGN, event->campaign);
	pack_text(buf, CANON_F_LOCATION, event->location);
	pack_text(buf, CANON_F_DEVICE, event->device);
	if (is_detailed)
		put_detail(buf, event);
}

static int
add_detail(
    struct store_batch *batch, const struct canon_event *event, struct err *err)
{
	struct batch_detail *into;
	uint32_t at = (uint32_t)batch->text.len;

	if (array_grow(&batch->details, &batch->details_cap,
		batch->n_details + 1, sizeof(*into), err) != 0)
		return -1;
	into = &batch->details[batch->n_details++];
	*into = (struct batch_detail){
	    .event = (uint32_t)batch->n_events,
	    .direction = event->direction,
	    .automated = event->automated,
	    .context_passed = event->context_passed,
	    .csat_scale = event->csat_scale,
	    .ended_us = event->ended_at_us,
	    .updated_us = event->event_updated_at_us,
	    .first_reply_us = event->first_reply_at_us,
	    .resolved_us = event->resolved_at_us,
	    .csat = event->csat_milli,
	    .nps = event->nps,
	    .ces = event->ces_milli,
	    .handle = event->handle_milli,
	    .wait = event->wait_milli,
	    .reopens = event->reopens,
	    .transfers = event->transfers,
	    .replies = event->replies,
	};
	attrs_write(&batch->text, event->attrs, event->n_attrs);
	into->attrs = (struct batch_text){at, (uint32_t)(batch->text.len - at)};
	into->handover_channel = keep(batch, event->handover_channel);
	into->agent = keep(batch, event->agent);
	into->team = keep(batch, event->team);
	into->text = keep(batch, event->text);
	return 0;
}

static int
find_channel(struct store_batch *batch, struct span name, int kind,
    uint32_t *channel, struct err *err)
{
	for (size_t i = 0; i < batch->n_channels; i++) {
		if (batch->channels[i].kind != kind ||
		    !span_eq(batch_get(batch, batch->channels[i].name), name))
			continue;
		*channel = (uint32_t)i;
		return 0;
	}
	if (batch->n_channels == BATCH_CHANNELS)
		return err_set(err, ERR_DATA, "too many channels");
	if (array_grow(&batch->channels, &batch->channels_cap,
		batch->n_channels + 1, sizeof(*batch->channels), err) != 0)
		return -1;
	batch->channels[batch->n_channels] =
	    (struct batch_channel){keep(batch, name), kind, 0};
	*channel = (uint32_t)batch->n_channels++;
	return 0;
}

/* 24 bits of currency, 8 of kind, 7 of outcome, 1 of precision, 8 of digits,
 * 16 of channel. */
static int
make_shape(const struct canon_event *event, uint32_t channel, uint64_t *code,
    struct err *err)
{
	uint64_t made = 0;

	if (event->currency.len > 3)
		return err_set(
		    err, ERR_BUG, "a currency is longer than 3 letters");
	for (size_t i = 0; i < event->currency.len; i++)
		made |= (uint64_t)(unsigned char)event->currency.data[i]
		    << (8 * i);
	made = made << 8 | (uint8_t)event->kind;
	made = made << 7 | ((uint8_t)event->outcome & 0x7f);
	made = made << 1 | (event->is_date_only != 0);
	made = made << 8;
	if (event->amount_minor != CANON_NO_INT)
		made |= (uint8_t)event->amount_digits;
	*code = made << 16 | channel;
	return 0;
}

struct batch_shape
batch_shape_of(uint64_t code)
{
	struct batch_shape shape = {
	    .channel = (uint32_t)(code & 0xffff),
	    .digits = (int)(code >> 16 & 0xff),
	    .is_date_only = (code >> 24 & 1) != 0,
	    .outcome = (int)(code >> 25 & 0x7f),
	    .kind = (int)(code >> 32 & 0xff),
	};

	for (int i = 0; i < 3; i++)
		shape.currency[i] = (char)(code >> (40 + 8 * i) & 0xff);
	return shape;
}

/* The key of an event is made of its id, or else of all that it says. */
static void
make_event_key(struct store_batch *batch, const struct canon_event *event,
    struct batch_event *into)
{
	struct span bytes = buf_get(&batch->scratch);
	uint64_t check, digest = 0;

	if (is_known(event->event_id)) {
		make_key(batch->config, SEED_EVENT, event->event_id, &into->key,
		    &check);
		digest = hash_64(batch->config->seed, bytes);
		into->flags |= BATCH_HAS_ID;
	} else {
		make_key(batch->config, SEED_ROW, bytes, &into->key, &check);
	}
	into->proof = (check & 0xffffff) << BATCH_DIGEST_BITS |
	    digest >> (64 - BATCH_DIGEST_BITS);
}

static int
add_event(struct store_batch *batch, const struct canon_event *event,
    int64_t record, unsigned flags, struct err *err)
{
	const struct batch_config *config = batch->config;
	bool has_own = is_known(event->channel);
	struct span name = has_own ? event->channel : config->channel;
	int kind = event->channel_kind > 0 ? (uint8_t)event->channel_kind : 0;
	bool is_detailed = has_detail(event);
	struct batch_event *into;
	uint32_t channel = 0;

	if (kind == 0 && span_eq(name, config->channel))
		kind = config->channel_kind;
	if (array_grow(&batch->events, &batch->events_cap, batch->n_events + 1,
		sizeof(*into), err) != 0)
		return -1;
	into = &batch->events[batch->n_events];
	memset(into, 0, sizeof(*into));
	if (find_channel(batch, name, kind, &channel, err) != 0 ||
	    make_shape(event, channel, &into->shape_code, err) != 0)
		return -1;
	buf_reset(&batch->scratch);
	put_event(&batch->scratch, event, name, record, is_detailed);
	into->flags = flags;
	make_event_key(batch, event, into);
	if (is_detailed && add_detail(batch, event, err) != 0)
		return -1;
	into->record = record;
	into->occurred_us = event->occurred_at_us;
	into->quantity = event->quantity_milli;
	into->amount = event->amount_minor;
	into->updated_us = event->event_updated_at_us;
	into->event_id = keep(batch, event->event_id);
	into->case_id = keep(batch, event->case_id);
	into->topic = keep(batch, event->topic);
	into->product = keep(batch, event->product);
	into->campaign = keep(batch, event->campaign);
	into->location = keep(batch, event->location);
	into->device = keep(batch, event->device);
	batch->n_events++;
	return 0;
}

/* --- rows --- */

#define RECORDS_OF_ROW 16

/* A row counts by its first event, else by its first record that says
 * anything. */
static int
add_records(struct store_batch *batch, const struct canon_row *row,
    int64_t *keys, struct err *err)
{
	bool is_counted = row->n_events > 0;

	for (size_t i = 0; i < row->n_records; i++) {
		if (add_record(batch, &row->records[i],
			is_counted ? 0 : BATCH_COUNTS, &keys[i], err) != 0)
			return -1;
		is_counted = is_counted || keys[i] >= 0;
	}
	batch->rows_blank += !is_counted;
	return 0;
}

static int
add_events(struct store_batch *batch, const struct canon_row *row,
    const int64_t *keys, struct err *err)
{
	for (size_t i = 0; i < row->n_events; i++) {
		const struct canon_event *event = &row->events[i];
		int64_t key =
		    event->record < 0 ? -1 : keys[(size_t)event->record];

		if (add_event(
			batch, event, key, i == 0 ? BATCH_COUNTS : 0, err) != 0)
			return -1;
		batch->anonymous += i == 0 && key < 0;
	}
	return 0;
}

int
store_batch_add(
    struct store_batch *batch, const struct canon_row *row, struct err *err)
{
	int64_t few[RECORDS_OF_ROW];
	int64_t *keys = few;
	int rc;

	if (row->n_records > RECORDS_OF_ROW) {
		keys = malloc(row->n_records * sizeof(*keys));
		if (keys == NULL)
			return err_nomem(err);
	}
	rc = add_records(batch, row, keys, err);
	if (rc == 0)
		rc = add_events(batch, row, keys, err);
	if (keys != few)
		free(keys);
	if (rc == 0 && batch->text.len > TEXT_MAX)
		rc = err_set(err, ERR_DATA, "a row is too long");
	if (rc == 0)
		rc = buf_check(&batch->text, err);
	return rc == 0 ? buf_check(&batch->scratch, err) : -1;
}

bool
store_batch_is_full(const struct store_batch *batch)
{
	/* Keys of a batch lie all over the key table: the more of them are
	 * looked up together, the fewer times its pages are read. */
	size_t times = batch->config->looks_up ? LOOK_UP_TIMES : 1;

	return batch->n_events >= EVENTS_FULL * times ||
	    batch->n_records >= RECORDS_FULL * times ||
	    batch->text.len >= TEXT_FULL * times;
}

void
store_batch_reset(struct store_batch *batch)
{
	buf_reset(&batch->text);
	batch->n_records = 0;
	batch->n_events = 0;
	batch->n_details = 0;
	batch->n_channels = 0;
	batch->rows_same = 0;
	batch->rows_blank = 0;
	batch->anonymous = 0;
	memset(batch->seen, 0, SEEN * sizeof(*batch->seen));
}

void
store_batch_free(struct store_batch *batch)
{
	if (batch == NULL)
		return;
	batch_clear(batch);
	free(batch);
}
