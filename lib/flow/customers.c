#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hashmap.h"
#include "base/num.h"
#include "flow/customers.h"
#include "flow/roster.h"
#include "match/golden.h"
#include "store/stream.h"

/* What a customer comes to. */
struct customer {
	int64_t number;
	struct golden golden;
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

struct customers {
	struct roster roster;
	struct customer *items; /* by number */
	size_t n;
	struct hashmap by_number;
	struct hashmap by_record; /* key of a record -> index of its customer */
	struct arena arena;
	struct stream_shape *shapes;
	size_t n_shapes;
};

static int
take_member(
    struct customers *c, const struct store_member *member, struct err *err)
{
	uint64_t *slot, number = (uint64_t)member->customer;
	uint64_t index;
	bool fresh;

	slot = hashmap_slot(&c->by_number, number, &fresh, err);
	if (slot == NULL)
		return -1;
	if (fresh)
		*slot = c->n++;
	index = *slot;
	slot =
	    hashmap_slot(&c->by_record, (uint64_t)member->record, &fresh, err);
	if (slot == NULL)
		return -1;
	*slot = index;
	return 0;
}

static int
compare_members(const void *left, const void *right)
{
	const struct store_member *a = left;
	const struct store_member *b = right;

	return (a->customer > b->customer) - (a->customer < b->customer);
}

/* One customer for each number that has members, in the order of numbers. */
static int
make_customers(struct customers *c, struct store *store, struct err *err)
{
	struct store_member *members = NULL;
	uint64_t index = 0;
	size_t i, n = 0;
	int status;

	status = store_members(store, &members, &n, err);
	if (status == -1)
		return -1;
	if (n > 0)
		qsort(members, n, sizeof(*members), compare_members);
	for (i = 0; i < n && status == 0; i++)
		status = take_member(c, &members[i], err);
	c->items = calloc(c->n + 1, sizeof(*c->items));
	if (status == 0 && c->items == NULL)
		status = err_nomem(err);
	for (i = 0; i < n && status == 0; i++) {
		(void)hashmap_get(
		    &c->by_record, (uint64_t)members[i].record, &index);
		c->items[index].number = members[i].customer;
		c->items[index].first_us = CANON_NO_TIME;
		c->items[index].last_us = CANON_NO_TIME;
		golden_init(&c->items[index].golden);
	}
	free(members);
	return status;
}

static int
take_record(void *context, size_t index, const struct store_record *record,
    struct err *err)
{
	struct customers *c = context;
	uint64_t at;
	size_t i;

	(void)index;
	if (!hashmap_get(&c->by_record, (uint64_t)record->key, &at))
		return 0;
	for (i = 0; i < record->n_said; i++)
		if (golden_add(&c->items[at].golden, &record->said[i],
			&c->arena, err) == -1)
			return -1;
	return 0;
}

static struct customer *
find(struct customers *c, int64_t number)
{
	uint64_t index;

	if (!hashmap_get(&c->by_number, (uint64_t)number, &index))
		return NULL;
	return &c->items[index];
}

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

/* Records stand by customer, then by source, so a new source is a change. */
static void
count_records(struct customers *c)
{
	const struct roster *roster = &c->roster;
	const struct roster_record *r, *before = NULL;
	struct customer *customer;
	size_t i;

	for (i = 0; i < roster->n_records; i++) {
		r = &roster->records[roster->order[i]];
		customer = r->customer == 0 ? NULL : find(c, r->customer);
		if (customer == NULL)
			continue;
		customer->records++;
		if (r->status > customer->status)
			customer->status = r->status;
		customer->sources += before == NULL ||
		    before->customer != r->customer ||
		    before->source != r->source;
		widen(customer, r->first_seen_us, r->last_seen_us);
		before = r;
	}
}

struct seen {
	int64_t customer;
	uint32_t channel;
};

static int
compare_seen(const void *left, const void *right)
{
	const struct seen *a = left;
	const struct seen *b = right;

	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	return (a->channel > b->channel) - (a->channel < b->channel);
}

static int
count_channels(struct customers *c, struct err *err)
{
	const struct roster *roster = &c->roster;
	struct seen *seen = malloc((roster->n_places + 1) * sizeof(*seen));
	struct customer *customer;
	size_t i;

	if (seen == NULL)
		return err_nomem(err);
	for (i = 0; i < roster->n_places; i++)
		seen[i] = (struct seen){
		    roster->records[roster->places[i].record].customer,
		    roster->places[i].channel};
	qsort(seen, roster->n_places, sizeof(*seen), compare_seen);
	for (i = 0; i < roster->n_places; i++) {
		if (i > 0 && compare_seen(&seen[i - 1], &seen[i]) == 0)
			continue;
		customer = find(c, seen[i].customer);
		if (customer != NULL)
			customer->channels++;
	}
	free(seen);
	return 0;
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
take_event(struct customers *c, struct customer *customer,
    const struct block *block, size_t at, struct err *err)
{
	int64_t number = block_number(block, BLOCK_SHAPE, at);
	const struct stream_shape *shape;

	if (number < 0 || (size_t)number >= c->n_shapes)
		return err_set(err, ERR_BUG, "an event has no shape");
	shape = &c->shapes[number];
	if (shape->outcome == CANON_CANCELLED ||
	    (shape->kind != CANON_PURCHASE && shape->kind != CANON_RETURN))
		return 0;
	if (shape->kind == CANON_PURCHASE) {
		customer->orders++;
		customer->last_order_us = block_number(block, BLOCK_AT, at);
	}
	return add_amount(
	    customer, shape, block_number(block, BLOCK_AMOUNT, at), err);
}

static int
take_block(void *self, const struct block *block, struct err *err)
{
	struct customers *c = self;
	size_t at = 0;

	for (size_t i = 0; i < block->n_customers; i++) {
		struct customer *customer = find(c, block->customers[i]);
		size_t end = at + block->counts[i];

		for (; at < end; at++)
			if (customer != NULL &&
			    take_event(c, customer, block, at, err) != 0)
				return -1;
	}
	return 0;
}

static int
take_events(struct customers *c, struct store *store, struct err *err)
{
	const struct stream_options options = {.columns = BLOCK_BIT(BLOCK_AT) |
		BLOCK_BIT(BLOCK_SHAPE) | BLOCK_BIT(BLOCK_AMOUNT)};

	if (stream_shapes(store, &c->shapes, &c->n_shapes, &c->arena, err) != 0)
		return -1;
	return stream_read(store, &options, take_block, c, err);
}

static int
load(struct customers *c, struct store *store, struct err *err)
{
	if (make_customers(c, store, err) == -1 ||
	    roster_load(&c->roster, store, true, take_record, c, err) == -1 ||
	    take_events(c, store, err) == -1)
		return -1;
	count_records(c);
	return count_channels(c, err);
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

static int
write_customer(struct out *out, const struct export_options *options,
    const struct customer *customer, struct err *err)
{
	const struct span *field = customer->golden.field;
	size_t i;

	export_customer(out, customer->number);
	for (i = 0; golden_fields[i] != CANON_F_NONE; i++)
		if (golden_fields[i] == CANON_F_REGISTERED_AT)
			export_stamp(
			    out, options->zone, field[golden_fields[i]]);
		else
			out_text(out, field[golden_fields[i]]);
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
	return out_end_row(out, err);
}

#define COLUMNS_MAX (CANON_F_PERSON_LAST + 16)

static size_t
fill_columns(struct out_column *columns)
{
	static const struct out_column behind[] = {{"records", OUT_INT},
	    {"sources", OUT_INT}, {"channels", OUT_INT},
	    {"first_seen", OUT_TEXT}, {"last_seen", OUT_TEXT},
	    {"orders", OUT_INT}, {"net_revenue", OUT_INT},
	    {"currency", OUT_TEXT}, {"stage", OUT_TEXT}, {"status", OUT_TEXT}};
	size_t i, n = 0;

	columns[n++] = (struct out_column){"customer_id", OUT_TEXT};
	for (i = 0; golden_fields[i] != CANON_F_NONE; i++)
		columns[n++] = (struct out_column){
		    canon_field_name(golden_fields[i]), OUT_TEXT};
	memcpy(columns + n, behind, sizeof(behind));
	return n + sizeof(behind) / sizeof(behind[0]);
}

static int
write_all(const struct customers *c, const struct export_options *options,
    struct err *err)
{
	struct out_column columns[COLUMNS_MAX];
	size_t i, n = fill_columns(columns);
	struct out *out =
	    out_new(options->stream, &options->out, columns, n, err);

	if (out == NULL)
		return -1;
	for (i = 0; i < c->n; i++)
		if (write_customer(out, options, &c->items[i], err) == -1) {
			out_free(out);
			return -1;
		}
	return out_finish(out, err);
}

int
customers_export(struct store *store, const struct export_options *options,
    int64_t *unmerged, struct err *err)
{
	struct customers c = {0};
	int status;
	size_t i;

	if (store_begin_read(store, err) == -1)
		return -1;
	status = load(&c, store, err);
	store_rollback(store);
	if (status == 0)
		status = write_all(&c, options, err);
	for (i = 0; i < c.roster.n_records; i++)
		*unmerged += c.roster.records[i].customer == 0;
	roster_clear(&c.roster);
	hashmap_clear(&c.by_number);
	hashmap_clear(&c.by_record);
	arena_clear(&c.arena);
	free(c.items);
	free(c.shapes);
	return status;
}
