#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "kpi/define.h"
#include "kpi/rows.h"

struct printer {
	const struct figure_use *use;
	struct span asked;      /* the period */
	struct tally_key *keys; /* sorted */
	size_t n_keys;
	int64_t *names; /* of the tally, by rank in byte order, from 1 on */
	const struct tally_cell **cells; /* of the block, by row */
	const struct tally_cell **all;   /* the fixed ones without a name */
	bool has_currencies;             /* more than one */
	struct buf definition, period, group, excluded, note;
	int (*emit)(void *, const struct kpi_row *, struct err *);
	void *into;
};

/* --- in order --- */

struct name {
	struct span text;
	int64_t number;
};

static int
compare_names(const void *left, const void *right)
{
	const struct name *a = left;
	const struct name *b = right;

	return span_cmp(a->text, b->text);
}

/* Names get the numbers of their order: printer->names leads back. */
static int
sort_names(struct printer *printer, int64_t *ranks, struct err *err)
{
	const struct tally *tally = &printer->use->tally;
	size_t n = tally->names.count;
	struct name *names = calloc(n + 1, sizeof(*names));

	if (names == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		names[i].number = (int64_t)i + 1;
		names[i].text = tally_text(tally, names[i].number);
	}
	if (n > 1)
		qsort(names, n, sizeof(*names), compare_names);
	for (size_t i = 0; i < n; i++) {
		printer->names[i + 1] = names[i].number;
		ranks[names[i].number] = (int64_t)i + 1;
	}
	free(names);
	return 0;
}

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
	if (a->name != b->name)
		return a->name < b->name ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

/* A figure without --by has its rows even if nothing was counted. */
static int
sort_keys(struct printer *printer, struct err *err)
{
	const struct tally *tally = &printer->use->tally;
	size_t n = tally->keys.count;
	int64_t *ranks = calloc(tally->names.count + 1, sizeof(*ranks));
	int result = ranks == NULL ? err_nomem(err) : 0;

	if (result == 0)
		result = sort_names(printer, ranks, err);
	for (size_t i = 0; result == 0 && i < n; i++) {
		printer->keys[i] = tally_key(tally, i);
		printer->keys[i].name = ranks[printer->keys[i].name];
	}
	free(ranks);
	if (result == 0 && n > 1)
		qsort(printer->keys, n, sizeof(*printer->keys), compare);
	printer->n_keys = n;
	if (n == 0 && printer->use->by->count == 0)
		printer->n_keys = 1;
	for (size_t i = 1; i < n; i++)
		printer->has_currencies |=
		    printer->keys[i].currency != printer->keys[0].currency;
	return result;
}

/* --- words --- */

static void
join(struct buf *buf, const char *between, struct span text)
{
	if (buf->len > 0)
		buf_str(buf, between);
	buf_span(buf, text);
}

/* A broken-down row is called by its values; what stands for all of them needs
 * no further word. */
static void
group_text(struct printer *printer, const struct tally_key *key, size_t at)
{
	const struct figure *figure = printer->use->figure;
	const struct journey_context *context = printer->use->context;
	struct buf *group = &printer->group;

	buf_reset(&printer->period);
	buf_reset(group);
	by_text(printer->use->by, context, key->by, &printer->period, group);
	if (printer->period.len == 0)
		buf_span(&printer->period, printer->asked);
	if (key->name != 0)
		join(group, " / ", tally_text(&printer->use->tally, key->name));
	if (at >= figure->n_rows)
		join(group, " / ", context->channels[at - figure->n_rows].name);
	else if (at > 0 || group->len == 0)
		join(group, " / ", span_of(figure->rows[at]));
}

static void
excluded_text(struct printer *printer, const struct tally_cell *cell)
{
	const char *const *left = printer->use->figure->left;

	buf_reset(&printer->excluded);
	for (size_t i = 0; left[i] != NULL; i++) {
		if (cell->left[i] == 0)
			continue;
		join(&printer->excluded, ";", span_of(left[i]));
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
		join(&printer->note, "; ", span_of(row->note));
	else if (!row->is_whole && row->n < ROWS_SMALL_N)
		join(&printer->note, "; ", span_of("small n"));
	if (printer->has_currencies && !is_money && key->currency != 0)
		join(&printer->note, "; ",
		    journey_currency_name(key->currency, code));
}

static int
check_words(const struct printer *printer, struct err *err)
{
	if (buf_check(&printer->definition, err) != 0 ||
	    buf_check(&printer->period, err) != 0 ||
	    buf_check(&printer->group, err) != 0 ||
	    buf_check(&printer->excluded, err) != 0)
		return -1;
	return buf_check(&printer->note, err);
}

/* --- rows --- */

/* ${key} holds the number of its name in the tally. */
static int
print_row(struct printer *printer, const struct tally_key *key, size_t at,
    struct err *err)
{
	const struct figure_use *use = printer->use;
	const char *unit = use->figure->definitions[use->definition].unit;
	struct figure_row row;
	struct kpi_row out = {.kpi = span_of(use->figure->id), .use = use};
	char code[4];
	struct span money = journey_currency_name(key->currency, code);

	memset(&row, 0, sizeof(row));
	row.unit = unit == NULL ? money : span_of(unit);
	row.name = tally_text(&use->tally, key->name);
	row.all = printer->all;
	use->figure->value(use, printer->cells, at, &row);
	if (row.is_hidden)
		return 0;
	group_text(printer, key, at);
	excluded_text(printer, printer->cells[at]);
	note_text(printer, key, &row, row.unit.data == money.data);
	if (check_words(printer, err) != 0)
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
	out.is_derived = row.is_derived;
	out.n = row.n;
	out.half = row.half;
	out.key = *key;
	out.key.row = (uint32_t)at;
	out.name = row.name;
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
n_rows_of(const struct figure_use *use)
{
	if (use->figure->n_rows_of != NULL)
		return use->figure->n_rows_of(use);
	return use->figure->n_rows;
}

static void
find_fixed(const struct printer *printer, struct tally_key key,
    const struct tally_cell **cells)
{
	static const struct tally_cell none;

	for (size_t i = 0; i < printer->use->figure->n_rows; i++) {
		key.row = (uint32_t)i;
		cells[i] = tally_find(&printer->use->tally, &key);
		if (cells[i] == NULL)
			cells[i] = &none;
	}
}

static int
print_channels(struct printer *printer, const struct tally_key *keys, size_t n,
    struct err *err)
{
	size_t n_fixed = printer->use->figure->n_rows;

	for (size_t i = 0; i < n; i++) {
		struct tally_key key = keys[i];
		const struct tally_cell *cell;

		if (key.row < n_fixed)
			continue;
		key.name = printer->names[key.name];
		cell = tally_find(&printer->use->tally, &key);
		if (cell == NULL)
			continue;
		printer->cells[key.row] = cell;
		if (print_row(printer, &key, key.row, err) != 0)
			return -1;
	}
	return 0;
}

/* Is there something in the rows that are printed? A name may have been
 * counted only for others to use. */
static bool
is_shown(const struct figure_use *use, const struct tally_key *keys, size_t n)
{
	if (keys[0].name == 0)
		return true;
	for (size_t i = 0; i < n; i++)
		if (keys[i].row < n_rows_of(use) ||
		    keys[i].row >= use->figure->n_rows)
			return true;
	return false;
}

/* All rows of one block, whose keys differ in nothing but the row: the fixed
 * ones, then those of channels. */
static int
print_block(struct printer *printer, const struct tally_key *keys, size_t n,
    struct err *err)
{
	struct tally_key key = keys[0];

	if (!is_shown(printer->use, keys, n))
		return 0;
	key.name = 0;
	find_fixed(printer, key, printer->all);
	key.name = printer->names[keys[0].name];
	find_fixed(printer, key, printer->cells);
	for (size_t i = 0; i < n_rows_of(printer->use); i++)
		if (print_row(printer, &key, i, err) != 0)
			return -1;
	return has_channel_rows(printer->use)
	    ? print_channels(printer, keys, n, err)
	    : 0;
}

static bool
is_same_block(const struct tally_key *a, const struct tally_key *b)
{
	return a->currency == b->currency && a->name == b->name &&
	    memcmp(a->by, b->by, sizeof(a->by)) == 0;
}

static int
print_blocks(struct printer *printer, struct err *err)
{
	size_t end;

	for (size_t first = 0; first < printer->n_keys; first = end) {
		for (end = first + 1; end < printer->n_keys &&
		     is_same_block(&printer->keys[end], &printer->keys[first]);
		     end++)
			;
		if (print_block(
			printer, printer->keys + first, end - first, err) != 0)
			return -1;
	}
	return 0;
}

static int
open_printer(struct printer *printer, struct err *err)
{
	const struct figure_use *use = printer->use;
	size_t n_rows = use->figure->n_rows + use->context->n_channels;

	printer->keys =
	    calloc(use->tally.keys.count + 1, sizeof(*printer->keys));
	printer->names =
	    calloc(use->tally.names.count + 1, sizeof(*printer->names));
	printer->cells = calloc(n_rows + 1, sizeof(*printer->cells));
	printer->all = calloc(n_rows + 1, sizeof(*printer->all));
	if (printer->keys == NULL || printer->names == NULL ||
	    printer->cells == NULL || printer->all == NULL)
		return err_nomem(err);
	define_name(use, &printer->definition);
	return sort_keys(printer, err);
}

static void
close_printer(struct printer *printer)
{
	free(printer->keys);
	free(printer->names);
	free(printer->cells);
	free(printer->all);
	buf_clear(&printer->definition);
	buf_clear(&printer->period);
	buf_clear(&printer->group);
	buf_clear(&printer->excluded);
	buf_clear(&printer->note);
}

int
rows_emit(const struct figure_use *use, struct span asked,
    int (*emit)(void *, const struct kpi_row *, struct err *), void *into,
    struct err *err)
{
	struct printer printer = {
	    .use = use,
	    .asked = asked,
	    .emit = emit,
	    .into = into,
	};
	int result = open_printer(&printer, err);

	if (result == 0)
		result = print_blocks(&printer, err);
	close_printer(&printer);
	return result;
}
