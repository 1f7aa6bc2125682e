#include "kpi/coverage.h"

static int
count(struct figure_use *use, const struct journey_event *events, size_t n,
    int64_t hit, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct tally_cell *cell;

		if (!events[i].is_in)
			continue;
		cell = figure_cell(use, NULL, &events[i], 0, 0, err);
		if (cell == NULL)
			return -1;
		cell->total++;
		cell->hits += hit;
	}
	return 0;
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;

	for (size_t at = 0, n; at < journey->n_events; at += n) {
		const struct journey_event *events =
		    journey_piece(journey, at, &n);

		if (count(use, events, n, 1, err) != 0)
			return -1;
	}
	return 0;
}

static int
hear_loose(struct figure_use *use, const struct journey_event *events, size_t n,
    struct err *err)
{
	return count(use, events, n, 0, err);
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_share(cells[at], row);
}

static const struct figure_definition definitions[] = {
    {"default", "default", "share", "events with a customer / events"},
};

static const char *const rows[] = {"all"};
static const char *const left[] = {NULL};

const struct figure coverage_figure = {
    .id = "identification_coverage",
    .name = "Identification coverage",
    .name_ja = "顧客特定率",
    .anchor = "time of the event",
    .note = "every figure across channels is capped by it",
    .definitions = definitions,
    .n_definitions = 1,
    .rows = rows,
    .n_rows = 1,
    .by = BY_PLACE | BY_TIME | BY_BIT(BY_HOUR),
    .needs = JOURNEY_NEEDS_TIMES,
    .left = left,
    .customer = hear,
    .loose = hear_loose,
    .value = value,
};
