#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "kpi/coverage.h"
#include "kpi/csat.h"
#include "kpi/define.h"
#include "kpi/kpi.h"
#include "kpi/ltv.h"
#include "kpi/purchase.h"
#include "kpi/resolution.h"
#include "kpi/usage.h"

const struct figure *const kpi_figures[] = {
    &usage_figure,
    &purchase_figure,
    &csat_figure,
    &resolution_figure,
    &ltv_figure,
    &coverage_figure,
    NULL,
};

/* The first of the registry are those of the mission. */
#define MISSION 5

struct kpi_run {
	const struct journey_context *context;
	const struct kpi_options *options;
	struct figure_use *uses;
	size_t n_uses, uses_cap;
	struct issues issues; /* of the customer at hand */
};

const struct figure *
kpi_find(struct span id)
{
	for (size_t i = 0; kpi_figures[i] != NULL; i++)
		if (span_is(id, kpi_figures[i]->id))
			return kpi_figures[i];
	return NULL;
}

struct kpi_run *
kpi_new(const struct journey_context *context,
    const struct kpi_options *options, struct err *err)
{
	struct kpi_run *run = calloc(1, sizeof(*run));

	if (run == NULL) {
		err_nomem(err);
		return NULL;
	}
	run->context = context;
	run->options = options;
	return run;
}

void
kpi_free(struct kpi_run *run)
{
	if (run == NULL)
		return;
	for (size_t i = 0; i < run->n_uses; i++) {
		tally_clear(&run->uses[i].tally);
		free(run->uses[i].scratch);
	}
	free(run->uses);
	issue_clear(&run->issues);
	free(run);
}

/* --- which figures --- */

static bool
is_there(const struct kpi_run *run, const struct figure_use *use)
{
	for (size_t i = 0; i < run->n_uses; i++) {
		const struct figure_use *other = &run->uses[i];

		if (other->figure == use->figure &&
		    other->definition == use->definition &&
		    memcmp(other->args, use->args, sizeof(use->args)) == 0 &&
		    other->margin_micro == use->margin_micro)
			return true;
	}
	return false;
}

static int
check_by(
    const struct kpi_run *run, const struct figure *figure, struct err *err)
{
	const struct by *by = &run->options->by;

	for (size_t i = 0; i < by->count; i++)
		if ((figure->by & BY_BIT(by->dimensions[i])) == 0)
			return err_set(err, ERR_USAGE,
			    "'%s' has no value by %s", figure->id,
			    by_name(by->dimensions[i]));
	return 0;
}

static int
add(struct kpi_run *run, const struct figure *figure, struct span definition,
    struct err *err)
{
	struct figure_use use = {
	    .figure = figure,
	    .context = run->context,
	    .by = &run->options->by,
	    .currency = run->options->currency,
	    .issue = run->options->issue,
	};

	if (check_by(run, figure, err) != 0 ||
	    define_parse(definition, &use, err) != 0)
		return -1;
	if (is_there(run, &use))
		return 0;
	if (array_grow(&run->uses, &run->uses_cap, run->n_uses + 1, sizeof(use),
		err) != 0)
		return -1;
	run->uses[run->n_uses++] = use;
	return 0;
}

int
kpi_add(struct kpi_run *run, struct span text, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	const struct figure *figure;
	struct span id = text;
	struct span definition = {NULL, 0};

	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] == '=') {
			id = span_make(text.data, i);
			definition =
			    span_make(text.data + i + 1, text.len - i - 1);
			break;
		}
	figure = kpi_find(id);
	if (figure == NULL)
		return err_set(err, ERR_USAGE,
		    "there is no key figure '%s': see 'omni-kpi --list'",
		    err_quote(quoted, id));
	if (id.len < text.len && definition.len == 0)
		return err_set(
		    err, ERR_USAGE, "'%s=' lacks its definition", figure->id);
	return add(run, figure, definition, err);
}

int
kpi_add_mission(struct kpi_run *run, struct err *err)
{
	for (size_t i = 0; i < MISSION; i++)
		if (add(run, kpi_figures[i], span_of(NULL), err) != 0)
			return -1;
	return 0;
}

int
kpi_add_coverage(struct kpi_run *run, struct err *err)
{
	unsigned bits = by_bits(&run->options->by);
	bool is_capped = false;

	for (size_t i = 0; i < run->n_uses; i++)
		for (size_t j = 0; j < MISSION; j++)
			is_capped |= run->uses[i].figure == kpi_figures[j];
	/* Nobody's events have no first channel and no stage. */
	if (!is_capped || (bits & ~coverage_figure.by) != 0)
		return 0;
	return add(run, &coverage_figure, span_of(NULL), err);
}

/* --- counting --- */

static uint32_t
first_channel(const struct journey_customer *customer)
{
	for (size_t i = 0; i < customer->n_events; i++)
		if (customer->events[i].is_touch)
			return customer->events[i].channel;
	return JOURNEY_NONE;
}

static int
hear(void *self, const struct journey_customer *journey, struct err *err)
{
	struct kpi_run *run = self;
	struct figure_customer customer = {
	    .journey = journey,
	    .first_channel = first_channel(journey),
	    .issues = &run->issues,
	    .issues_repeat_us = -1,
	};

	for (size_t i = 0; i < run->n_uses; i++)
		if (run->uses[i].figure->customer(
			&run->uses[i], &customer, err) != 0)
			return -1;
	return 0;
}

static int
hear_loose(void *self, const struct journey_context *context,
    const struct journey_event *events, size_t n, struct err *err)
{
	struct kpi_run *run = self;

	(void)context;
	for (size_t i = 0; i < run->n_uses; i++)
		if (run->uses[i].figure->loose != NULL &&
		    run->uses[i].figure->loose(&run->uses[i], events, n, err) !=
			0)
			return -1;
	return 0;
}

static int
merge(void *self, const void *from, struct err *err)
{
	struct kpi_run *run = self;
	const struct kpi_run *other = from;

	if (run->n_uses != other->n_uses)
		return err_set(err, ERR_BUG, "runs of different figures");
	for (size_t i = 0; i < run->n_uses; i++)
		if (tally_merge(
			&run->uses[i].tally, &other->uses[i].tally, err) != 0)
			return -1;
	return 0;
}

struct journey_sink
kpi_sink(struct kpi_run *run)
{
	struct journey_sink sink = {
	    .self = run,
	    .customer = hear,
	    .loose = hear_loose,
	    .merge = merge,
	};

	return sink;
}

/* --- rows --- */

struct printer {
	const struct kpi_run *run;
	const struct figure_use *use;
	struct tally_key *keys; /* sorted, of the use */
	size_t n_keys;
	bool has_currencies; /* more than one */
	struct buf definition, period, group, excluded, note;
	int (*emit)(void *, const struct kpi_row *, struct err *);
	void *into;
};

static int
compare(const void *left, const void *right)
{
	const struct tally_key *a = left;
	const struct tally_key *b = right;

	for (size_t i = 0; i < BY_MAX; i++)
		if (a->by[i] != b->by[i])
			return a->by[i] < b->by[i] ? -1 : 1;
	if (a->currency != b->currency)
		return a->currency < b->currency ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

/* Keys of the same values of --by and the same currency. */
static bool
is_same_block(const struct tally_key *a, const struct tally_key *b)
{
	return a->currency == b->currency &&
	    memcmp(a->by, b->by, sizeof(a->by)) == 0;
}

/* A figure without --by has its rows even if nothing was counted. */
static int
sort_keys(struct printer *printer, struct err *err)
{
	const struct tally *tally = &printer->use->tally;
	size_t n = tally->keys.count;

	printer->keys = calloc(n + 1, sizeof(*printer->keys));
	if (printer->keys == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++)
		printer->keys[i] = tally_key(tally, i);
	if (n > 1)
		qsort(printer->keys, n, sizeof(*printer->keys), compare);
	printer->n_keys = n;
	if (n == 0 && printer->use->by->count == 0)
		printer->n_keys = 1;
	printer->has_currencies = false;
	for (size_t i = 1; i < n; i++)
		printer->has_currencies |=
		    printer->keys[i].currency != printer->keys[0].currency;
	return 0;
}

static void
join(struct buf *buf, const char *between, const char *text)
{
	if (buf->len > 0)
		buf_str(buf, between);
	buf_str(buf, text);
}

/* A broken-down row is called by its values; what stands for all of them needs
 * no further word. */
static void
group_text(struct printer *printer, const struct tally_key *key, size_t at)
{
	const struct figure *figure = printer->use->figure;

	buf_reset(&printer->period);
	buf_reset(&printer->group);
	by_text(printer->use->by, printer->run->context, key->by,
	    &printer->period, &printer->group);
	if (printer->period.len == 0)
		buf_span(&printer->period, printer->run->options->period);
	if (at >= figure->n_rows) {
		if (printer->group.len > 0)
			buf_str(&printer->group, " / ");
		buf_span(&printer->group,
		    printer->run->context->channels[at - figure->n_rows].name);
	} else if (at > 0 || printer->group.len == 0) {
		join(&printer->group, " / ", figure->rows[at]);
	}
}

static void
excluded_text(struct printer *printer, const struct tally_cell *cell)
{
	const char *const *left = printer->use->figure->left;

	buf_reset(&printer->excluded);
	for (size_t i = 0; left[i] != NULL; i++) {
		if (cell->left[i] == 0)
			continue;
		join(&printer->excluded, ";", left[i]);
		buf_char(&printer->excluded, '=');
		buf_i64(&printer->excluded, cell->left[i]);
	}
}

static void
note_text(struct printer *printer, const struct tally_key *key,
    const struct figure_row *row, bool is_money)
{
	char code[4];

	buf_reset(&printer->note);
	if (row->note != NULL)
		join(&printer->note, "; ", row->note);
	else if (row->n < KPI_SMALL_N)
		join(&printer->note, "; ", "small n");
	if (printer->has_currencies && !is_money) {
		join(&printer->note, "; ", "");
		buf_span(
		    &printer->note, journey_currency_name(key->currency, code));
	}
}

static int
print_row(struct printer *printer, const struct tally_key *key,
    const struct tally_cell *const *cells, size_t at, struct err *err)
{
	const struct figure *figure = printer->use->figure;
	const char *unit = figure->definitions[printer->use->definition].unit;
	struct figure_row row;
	struct kpi_row out = {.kpi = span_of(figure->id)};
	char code[4];
	struct span money = journey_currency_name(key->currency, code);

	memset(&row, 0, sizeof(row));
	row.unit = unit == NULL ? money : span_of(unit);
	figure->value(printer->use, cells, at, &row);
	group_text(printer, key, at);
	excluded_text(printer, cells[at]);
	note_text(printer, key, &row, row.unit.data == money.data);
	if (buf_check(&printer->definition, err) != 0 ||
	    buf_check(&printer->period, err) != 0 ||
	    buf_check(&printer->group, err) != 0 ||
	    buf_check(&printer->excluded, err) != 0 ||
	    buf_check(&printer->note, err) != 0)
		return -1;
	out.definition = buf_get(&printer->definition);
	out.period = buf_get(&printer->period);
	out.group = buf_get(&printer->group);
	out.excluded = buf_get(&printer->excluded);
	out.note = buf_get(&printer->note);
	out.unit = row.unit;
	out.value = row.value;
	out.numerator = row.numerator;
	out.denominator = row.denominator;
	out.low = row.low;
	out.high = row.high;
	out.is_share = row.is_share;
	return printer->emit(printer->into, &out, err);
}

/* Channels that --by breaks down already need no rows of their own. */
static bool
has_channel_rows(const struct figure_use *use)
{
	return use->figure->is_per_channel &&
	    (by_bits(use->by) & BY_BIT(BY_CHANNEL)) == 0;
}

static size_t
rows_of(const struct figure_use *use)
{
	if (use->figure->n_rows_of != NULL)
		return use->figure->n_rows_of(use);
	return use->figure->n_rows;
}

/* All rows of one block: the fixed ones, then those of channels. */
static int
print_block(struct printer *printer, const struct tally_cell **cells,
    const struct tally_key *keys, size_t n, struct err *err)
{
	static const struct tally_cell none;
	const struct figure_use *use = printer->use;
	size_t n_fixed = use->figure->n_rows;
	struct tally_key key = keys[0];

	for (size_t i = 0; i < n_fixed; i++) {
		key.row = (uint32_t)i;
		cells[i] = tally_find(&use->tally, &key);
		if (cells[i] == NULL)
			cells[i] = &none;
	}
	for (size_t i = 0; i < rows_of(use); i++)
		if (print_row(printer, &key, cells, i, err) != 0)
			return -1;
	if (!has_channel_rows(use))
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (keys[i].row < n_fixed)
			continue;
		cells[keys[i].row] = tally_find(&use->tally, &keys[i]);
		if (cells[keys[i].row] == NULL)
			continue;
		if (print_row(printer, &keys[i], cells, keys[i].row, err) != 0)
			return -1;
	}
	return 0;
}

static int
print_use(struct printer *printer, struct err *err)
{
	size_t n_rows =
	    printer->use->figure->n_rows + printer->run->context->n_channels;
	const struct tally_cell **cells = calloc(n_rows + 1, sizeof(*cells));
	int result = cells == NULL ? err_nomem(err) : 0;

	buf_reset(&printer->definition);
	define_name(printer->use, &printer->definition);
	if (result == 0)
		result = sort_keys(printer, err);
	for (size_t first = 0, end; result == 0 && first < printer->n_keys;
	     first = end) {
		for (end = first + 1; end < printer->n_keys &&
		     is_same_block(&printer->keys[end], &printer->keys[first]);
		     end++)
			;
		result = print_block(
		    printer, cells, printer->keys + first, end - first, err);
	}
	free(printer->keys);
	printer->keys = NULL;
	free(cells);
	return result;
}

int
kpi_rows(const struct kpi_run *run,
    int (*emit)(void *, const struct kpi_row *, struct err *), void *into,
    struct err *err)
{
	struct printer printer = {.run = run, .emit = emit, .into = into};
	int result = 0;

	for (size_t i = 0; result == 0 && i < run->n_uses; i++) {
		printer.use = &run->uses[i];
		result = print_use(&printer, err);
	}
	buf_clear(&printer.definition);
	buf_clear(&printer.period);
	buf_clear(&printer.group);
	buf_clear(&printer.excluded);
	buf_clear(&printer.note);
	return result;
}
