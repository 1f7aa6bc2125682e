#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/num.h"
#include "flow/customers.h"
#include "flow/roster.h"
#include "flow/veil.h"
#include "match/golden.h"
#include "match/model.h"
#include "store/circle.h"
#include "store/history.h"
#include "store/stream.h"

/* What a customer comes to. */
struct customer {
	int64_t number;
	int64_t circle[CIRCLE_KINDS]; /* 0 = none */
	enum roster_status status;
	int64_t records, sources, channels;
	int64_t first_us, last_us;
	int64_t orders, last_order_us;
	int64_t net_minor;
	struct span currency;
	int8_t digits;
	bool has_amount;
	bool is_mixed;
};

/* Two streams side by side, both by customer: records, and events. Only the
 * customer at hand is in memory. */
struct customers {
	const struct export_options *options;
	struct out *out;
	struct survivorship survivorship;
	struct golden golden;
	struct customer now;
	struct store_records *records;
	const struct store_record *next; /* of the next customer; NULL = end */
	const struct store_source *sources;
	const struct store_channel *channels;
	size_t n_sources, n_channels;
	bool *is_seen; /* is the customer, on this channel? */
	struct arena arena;
	struct stream_shape *shapes;
	size_t n_shapes;
};

static void
widen(struct customer *customer, int64_t first_us, int64_t last_us)
{
	if (first_us != CANON_NO_TIME &&
	    (customer->first_us == CANON_NO_TIME ||
		first_us < customer->first_us))
		customer->first_us = first_us;
	if (last_us != CANON_NO_TIME && last_us > customer->last_us)
		customer->last_us = last_us;
}

static void
see_channel(struct customers *c, int64_t id)
{
	size_t i;

	for (i = 0; i < c->n_channels; i++)
		if (c->channels[i].id == id && !c->is_seen[i]) {
			c->is_seen[i] = true;
			c->now.channels++;
		}
}

static struct span
name_source(const struct customers *c, int64_t id)
{
	size_t i;

	for (i = 0; i + 1 < c->n_sources; i++)
		if (c->sources[i].id == id)
			break;
	return c->n_sources == 0 ? span_make("", 0) : c->sources[i].name;
}

static int
add_record(struct customers *c, const struct store_record *r, struct err *err)
{
	enum roster_status status = roster_status(&r->now);
	size_t i;

	if (golden_record(
		&c->golden, name_source(c, r->source), r->native_id, err) == -1)
		return -1;
	for (i = 0; i < r->n_said; i++)
		if (golden_add(&c->golden, &r->said[i], err) == -1)
			return -1;
	for (i = 0; i < r->n_channels; i++)
		see_channel(c, r->channels[i]);
	if (status > c->now.status)
		c->now.status = status;
	for (i = 0; i < CIRCLE_KINDS; i++)
		if (r->circle[i] != 0 &&
		    (c->now.circle[i] == 0 || r->circle[i] < c->now.circle[i]))
			c->now.circle[i] = r->circle[i];
	c->now.records++;
	widen(&c->now, r->first_seen_us, r->last_seen_us);
	return 0;
}

/* The customer of the next record, with all its records. Within a customer
 * they stand by source, so a new source is a change. */
static int
read_customer(struct customers *c, struct err *err)
{
	int64_t source = 0;

	memset(c->is_seen, 0, c->n_channels * sizeof(*c->is_seen));
	golden_reset(&c->golden);
	c->now = (struct customer){.number = c->next->customer,
	    .first_us = CANON_NO_TIME,
	    .last_us = CANON_NO_TIME};
	while (c->next != NULL && c->next->customer == c->now.number) {
		c->now.sources +=
		    c->now.records == 0 || c->next->source != source;
		source = c->next->source;
		if (add_record(c, c->next, err) == -1 ||
		    store_records_next(c->records, &c->next, err) == -1)
			return -1;
	}
	if (golden_make(&c->golden, &c->survivorship, err) == -1)
		return -1;
	return c->options->stored == NULL
	    ? 0
	    : stored_add(c->options->stored, c->now.number, &c->golden, err);
}

static int
add_amount(struct customer *customer, const struct stream_shape *shape,
    int64_t amount, struct err *err)
{
	if (amount == CANON_NO_INT)
		return 0;
	if (!customer->has_amount) {
		customer->currency = shape->currency;
		customer->digits = shape->amount_digits;
		customer->has_amount = true;
	} else if (!span_eq(customer->currency, shape->currency) ||
	    customer->digits != shape->amount_digits) {
		customer->is_mixed = true;
	}
	/* What comes back is taken off, whatever its sign in the export. */
	if (shape->kind == CANON_RETURN)
		amount = amount < 0 ? amount : -amount;
	if (!num_add(customer->net_minor, amount, &customer->net_minor))
		return err_set(err, ERR_DATA,
		    "the amounts of one customer are too large to add");
	return 0;
}

static int
take_event(
    struct customers *c, const struct block *block, size_t at, struct err *err)
{
	int64_t number = block_number(block, BLOCK_SHAPE, at);
	int64_t at_us = block_number(block, BLOCK_AT, at);
	struct customer *customer = &c->now;
	const struct stream_shape *shape;

	if (number < 0 || (size_t)number >= c->n_shapes)
		return err_set(err, ERR_BUG, "an event has no shape");
	shape = &c->shapes[number];
	see_channel(c, shape->channel);
	widen(customer, at_us, at_us);
	if (shape->outcome == CANON_CANCELLED ||
	    (shape->kind != CANON_PURCHASE && shape->kind != CANON_RETURN))
		return 0;
	if (shape->kind == CANON_PURCHASE) {
		customer->orders++;
		customer->last_order_us = at_us;
	}
	return add_amount(
	    customer, shape, block_number(block, BLOCK_AMOUNT, at), err);
}

/* The stage of an event is defined at its time; a customer's is at as_of. */
static const char *
stage_of(const struct customer *customer, const struct export_options *options)
{
	if (customer->orders == 0)
		return "prospect";
	if (options->as_of_us != CANON_NO_TIME &&
	    options->as_of_us - customer->last_order_us > options->dormant_us)
		return "dormant";
	return customer->orders == 1 ? "first" : "repeat";
}

static void
write_golden(struct out *out, const struct export_options *options,
    const struct golden *golden)
{
	const struct span *field = golden->field;
	enum canon_field f;
	size_t i;

	for (i = 0; golden_fields[i] != CANON_F_NONE; i++) {
		f = golden_fields[i];
		if (veil_hides(options->pseudonym, f))
			continue;
		if (f == CANON_F_REGISTERED_AT)
			export_stamp(out, options->zone, field[f]);
		else if (f == CANON_F_BIRTH_DATE)
			veil_birth(options->pseudonym, out, field[f],
			    options->as_of_us);
		else
			out_text(out, field[f]);
	}
}

static void
write_provenance(struct out *out, const struct export_options *options,
    const struct golden *golden)
{
	size_t i;

	for (i = 0; golden_fields[i] != CANON_F_NONE; i++)
		if (!veil_hides(options->pseudonym, golden_fields[i]))
			veil_names(options->pseudonym, out,
			    golden->from[golden_fields[i]]);
}

static int
write_customer(struct customers *c, struct err *err)
{
	const struct export_options *options = c->options;
	const struct customer *customer = &c->now;
	struct out *out = c->out;
	size_t i;

	veil_customer(options->pseudonym, out, customer->number);
	write_golden(out, options, &c->golden);
	out_int(out, customer->records);
	out_int(out, customer->sources);
	out_int(out, customer->channels);
	export_time(out, options->zone, customer->first_us);
	export_time(out, options->zone, customer->last_us);
	out_int(out, customer->orders);
	if (customer->has_amount && !customer->is_mixed)
		out_fixed(out, customer->net_minor, customer->digits);
	else
		out_null(out);
	out_text(
	    out, customer->is_mixed ? span_of("mixed") : customer->currency);
	out_text(out, span_of(stage_of(customer, options)));
	out_text(out, span_of(roster_status_name(customer->status)));
	for (i = 0; i < CIRCLE_KINDS; i++)
		veil_circle(options->pseudonym, out, (enum circle_kind)i,
		    customer->circle[i]);
	if (options->has_provenance)
		write_provenance(out, options, &c->golden);
	veil_sort_customer(options->pseudonym, out, customer->number);
	return out_end_row(out, err);
}

/* The customers before ${number}, of whom there is no event. */
static int
write_before(struct customers *c, int64_t number, struct err *err)
{
	while (c->next != NULL && c->next->customer < number)
		if (read_customer(c, err) == -1 || write_customer(c, err) == -1)
			return -1;
	return 0;
}

static int
take_block(void *self, const struct block *block, struct err *err)
{
	struct customers *c = self;
	size_t at = 0;

	for (size_t i = 0; i < block->n_customers; i++) {
		int64_t number = block->customers[i];
		size_t end = at + block->counts[i];

		if (write_before(c, number, err) == -1)
			return -1;
		if (c->next == NULL || c->next->customer != number)
			return err_set(err, ERR_DATA,
			    "the store holds events of a customer that it "
			    "lacks");
		if (read_customer(c, err) == -1)
			return -1;
		for (; at < end; at++)
			if (take_event(c, block, at, err) == -1)
				return -1;
		if (write_customer(c, err) == -1)
			return -1;
	}
	return 0;
}

#define COLUMNS_MAX (2 * CANON_F_PERSON_LAST + 20)

static size_t
fill_columns(struct out_column *columns, struct buf *names,
    const struct export_options *options)
{
	static const struct out_column behind[] = {{"records", OUT_INT},
	    {"sources", OUT_INT}, {"channels", OUT_INT},
	    {"first_seen", OUT_TEXT}, {"last_seen", OUT_TEXT},
	    {"orders", OUT_INT}, {"net_revenue", OUT_INT},
	    {"currency", OUT_TEXT}, {"stage", OUT_TEXT}, {"status", OUT_TEXT},
	    {"household_id", OUT_TEXT}, {"account_id", OUT_TEXT}};
	size_t i, n = 0, n_fields;

	columns[n++] = (struct out_column){"customer_id", OUT_TEXT};
	for (i = 0; golden_fields[i] != CANON_F_NONE; i++)
		if (!veil_hides(options->pseudonym, golden_fields[i]))
			columns[n++] = (struct out_column){
			    canon_field_name(golden_fields[i]), OUT_TEXT};
	n_fields = n - 1;
	memcpy(columns + n, behind, sizeof(behind));
	n += sizeof(behind) / sizeof(behind[0]);
	if (!options->has_provenance)
		return n;
	/* All names first: the text may move while it grows. */
	for (i = 0; i < n_fields; i++) {
		buf_str(names, columns[1 + i].name);
		buf_str(names, "_from");
		buf_char(names, '\0');
	}
	if (names->failed)
		return 0;
	for (const char *name = buf_text(names); i-- > 0;
	     name += strlen(name) + 1)
		columns[n++] = (struct out_column){name, OUT_TEXT};
	return n;
}

int
customers_survivorship(
    struct survivorship *survivorship, struct store *store, struct err *err)
{
	struct store_model kept;
	struct model model = {0};
	struct buf text = {0};
	bool is_there;
	int status = store_model_find(store, &kept, &is_there, err);

	if (status == 0 && is_there)
		status = store_model_base(store, &text, err);
	if (status == 0 && is_there)
		status = model_read(&model, buf_get(&text), err);
	if (status == 0 && is_there) {
		*survivorship = model.survivorship;
		memset(&model.survivorship, 0, sizeof(model.survivorship));
	}
	model_clear(&model);
	buf_clear(&text);
	return status;
}

static int
open_all(struct customers *c, struct store *store, struct err *err)
{
	int64_t last_run;

	if (history_last_run(store, &last_run, err) == -1)
		return -1;
	if (last_run == 0)
		return err_set(err, ERR_UNAVAILABLE,
		    "there are no customers yet: run omni-merge first");
	if (customers_survivorship(&c->survivorship, store, err) == -1 ||
	    store_sources(store, &c->sources, &c->n_sources, err) == -1 ||
	    store_channels(store, &c->channels, &c->n_channels, err) == -1 ||
	    stream_shapes(store, &c->shapes, &c->n_shapes, &c->arena, err) ==
		-1)
		return -1;
	c->is_seen = calloc(c->n_channels + 1, sizeof(*c->is_seen));
	if (c->is_seen == NULL)
		return err_nomem(err);
	c->records = store_records_open_customers(store, err);
	if (c->records == NULL)
		return -1;
	return store_records_next(c->records, &c->next, err);
}

static int
write_all(struct customers *c, struct store *store, struct err *err)
{
	const struct stream_options stream = {.columns = BLOCK_BIT(BLOCK_AT) |
		BLOCK_BIT(BLOCK_SHAPE) | BLOCK_BIT(BLOCK_AMOUNT)};
	const struct export_options *options = c->options;
	struct out_column columns[COLUMNS_MAX];
	struct buf names = {0};
	size_t n = fill_columns(columns, &names, options);
	int status = -1;

	if (buf_check(&names, err) == 0)
		c->out =
		    out_new(options->stream, &options->out, columns, n, err);
	if (c->out != NULL &&
	    stream_read(store, &stream, take_block, c, err) == 0)
		status = write_before(c, INT64_MAX, err);
	if (status == 0)
		status = out_finish(c->out, err);
	else
		out_free(c->out);
	buf_clear(&names);
	return status;
}

static void
clear(struct customers *c)
{
	store_records_close(c->records);
	survivorship_clear(&c->survivorship);
	golden_clear(&c->golden);
	arena_clear(&c->arena);
	free(c->is_seen);
	free(c->shapes);
}

int
customers_export(struct store *store, const struct export_options *options,
    int64_t *unmerged, struct err *err)
{
	struct customers c = {.options = options};
	int status;

	if (store_begin_read(store, err) == -1)
		return -1;
	status = open_all(&c, store, err);
	if (status == 0 && options->stored != NULL)
		status = stored_begin(options->stored, store, err);
	if (status == 0)
		status = store_unmerged(store, unmerged, err);
	if (status == 0)
		status = write_all(&c, store, err);
	clear(&c);
	store_rollback(store);
	return status;
}

/* All customers, for the golden records alone. */
static int
read_all(struct customers *c, struct store *store, struct err *err)
{
	if (stored_begin(c->options->stored, store, err) == -1)
		return -1;
	if (c->options->stored->spool == NULL)
		return 0;
	if (open_all(c, store, err) == -1)
		return -1;
	while (c->next != NULL)
		if (read_customer(c, err) == -1)
			return -1;
	return 0;
}

int
customers_store(struct store *store, struct err *err)
{
	struct stored stored = {0};
	const struct export_options options = {.stored = &stored};
	struct customers c = {.options = &options};
	int status;

	if (store_begin_read(store, err) == -1)
		return -1;
	status = read_all(&c, store, err);
	clear(&c);
	store_rollback(store);
	if (status == 0)
		status = stored_save(&stored, store, err);
	stored_clear(&stored);
	return status;
}
