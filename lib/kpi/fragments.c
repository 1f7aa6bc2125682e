#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "kpi/fragments.h"

enum definition { RECORDS, SOURCES, IDENTIFIERS };

/* Fixed rows; of the definitions that count customers only the first. In the
 * order of enum journey_identifier. */
enum { ALL, N_ROWS = JOURNEY_IDS_COUNT };

static int
compare(const void *left, const void *right)
{
	const struct span *a = left;
	const struct span *b = right;

	/* What the reader has not copied again is the same. */
	if (a->data == b->data)
		return (a->len > b->len) - (a->len < b->len);
	return span_cmp(*a, *b);
}

/* Events of one record mostly follow each other. */
static int
count_records(struct figure_use *use, const struct journey_customer *customer,
    int64_t *records, struct err *err)
{
	struct span *names;
	size_t n = 0;

	*records = 0;
	if (array_grow(&use->scratch, &use->scratch_cap, customer->n_events + 1,
		sizeof(*names), err) != 0)
		return -1;
	names = use->scratch;
	for (size_t i = 0; i < customer->n_events; i++) {
		const struct journey_event *event = journey_at(customer, i);

		if (event->is_in &&
		    (n == 0 || compare(&names[n - 1], &event->record) != 0))
			names[n++] = event->record;
	}
	if (n > 1)
		qsort(names, n, sizeof(*names), compare);
	for (size_t i = 0; i < n; i++)
		*records += i == 0 || !span_eq(names[i - 1], names[i]);
	return 0;
}

static bool
has_sources(const struct journey_customer *customer, size_t first)
{
	uint32_t source = journey_at(customer, first)->source;

	for (size_t i = first + 1; i < customer->n_events; i++) {
		const struct journey_event *event = journey_at(customer, i);

		if (event->is_in && event->source != source)
			return true;
	}
	return false;
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	struct tally_cell *cell;
	int64_t records;
	size_t first = 0;

	if (use->definition == IDENTIFIERS)
		return 0;
	while (first < journey->n_events && !journey_at(journey, first)->is_in)
		first++;
	if (first == journey->n_events)
		return 0;
	cell =
	    figure_cell(use, customer, journey_at(journey, first), ALL, 0, err);
	if (cell == NULL)
		return -1;
	if (use->definition == SOURCES) {
		cell->total++;
		cell->hits += has_sources(journey, first);
		return 0;
	}
	if (count_records(use, journey, &records, err) != 0)
		return -1;
	return tally_add(cell, records, err);
}

/* Of records there are no parts: they are counted once, at the end. */
static int
add_source(struct figure_use *use, const struct journey_identifiers *source,
    struct span name, struct err *err)
{
	for (size_t row = 0; row < N_ROWS; row++) {
		struct tally_key key = {.row = (uint32_t)row};
		struct tally_cell *cell;

		if (tally_name(&use->tally, name, &key.name, err) != 0)
			return -1;
		cell = tally_cell(&use->tally, &key, err);
		if (cell == NULL)
			return -1;
		cell->total += source->records;
		cell->sum += source->sum[row];
		cell->squares += source->squares[row];
	}
	return 0;
}

static int
finish(struct figure_use *use, struct err *err)
{
	const struct journey_context *context = use->context;

	if (use->definition != IDENTIFIERS || context->identifiers == NULL)
		return 0;
	for (size_t i = 0; i < context->n_sources; i++) {
		const struct journey_identifiers *source =
		    &context->identifiers[i];

		if (source->records == 0)
			continue;
		if (add_source(use, source, span_of(NULL), err) != 0 ||
		    add_source(use, source, context->sources[i], err) != 0)
			return -1;
	}
	return 0;
}

static size_t
n_rows_of(const struct figure_use *use)
{
	return use->definition == IDENTIFIERS ? N_ROWS : ALL + 1;
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	if (use->definition == SOURCES)
		figure_share(cells[at], row);
	else
		figure_mean(cells[at], 1, row);
}

static const struct figure_definition definitions[] = {
    {"records", "records", "records",
	"records with events / customers with events"},
    {"sources", "sources", "share",
	"customers with events from more than one source / customers with "
	"events"},
    {"identifiers", "identifiers", "identifiers",
	"e-mail addresses, phones and other ids of the records of a source / "
	"its records"},
};

static const char *const rows[N_ROWS] = {"all", "email", "phone", "id"};
static const char *const left[] = {NULL};

const struct figure fragments_figure = {
    .id = "fragmentation",
    .name = "Fragmentation",
    .name_ja = "データ分断度",
    .anchor = "time of the event",
    .note =
	"of customers as the last merge found them; records without "
	"events are not seen here; identifiers are those of all records, by "
	"source and kind, as they are known now: each usable value of a "
	"record once, without the id that the source itself gave it",
    .definitions = definitions,
    .n_definitions = sizeof(definitions) / sizeof(definitions[0]),
    .rows = rows,
    .n_rows = N_ROWS,
    .by = BY_CIRCLE | BY_TRAIT | BY_BIT(BY_FIRST_CHANNEL),
    .of_records = 1u << IDENTIFIERS,
    .needs = JOURNEY_NEEDS_RECORDS,
    .left = left,
    .customer = hear,
    .finish = finish,
    .n_rows_of = n_rows_of,
    .value = value,
};
