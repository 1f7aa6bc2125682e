#include "kpi/scores.h"

#define COUNT(items) (sizeof(items) / sizeof((items)[0]))
#define ANCHOR "time of the answer"

static const char *const all[] = {"all"};
static const char *const left[] = {NULL};

static int
count_all(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *events, size_t n,
    int (*count)(const struct figure_use *, const struct journey_event *,
	struct tally_cell *, struct err *),
    bool (*is_one)(const struct journey_event *), struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		const struct journey_event *event = &events[i];
		size_t rows[] = {0, 1 + (size_t)event->channel};

		if (!event->is_in || !is_one(event))
			continue;
		for (size_t j = 0; j < 2; j++) {
			struct tally_cell *cell =
			    figure_cell(use, customer, event, rows[j], 0, err);

			if (cell == NULL || count(use, event, cell, err) != 0)
				return -1;
		}
	}
	return 0;
}

static int
hear_all(struct figure_use *use, const struct figure_customer *customer,
    int (*count)(const struct figure_use *, const struct journey_event *,
	struct tally_cell *, struct err *),
    bool (*is_one)(const struct journey_event *), struct err *err)
{
	const struct journey_customer *journey = customer->journey;

	for (size_t at = 0, n; at < journey->n_events; at += n) {
		const struct journey_event *events =
		    journey_piece(journey, at, &n);

		if (count_all(use, customer, events, n, count, is_one, err) !=
		    0)
			return -1;
	}
	return 0;
}

/* --- nps --- */

#define PROMOTER 9
#define DETRACTOR 6
#define POINTS 100

static bool
has_nps(const struct journey_event *event)
{
	return event->nps != CANON_NO_INT;
}

static int
count_nps(const struct figure_use *use, const struct journey_event *event,
    struct tally_cell *cell, struct err *err)
{
	int64_t points = 0;

	(void)use;
	if (event->nps >= PROMOTER)
		points = POINTS;
	else if (event->nps <= DETRACTOR)
		points = -POINTS;
	return tally_add(cell, points, err);
}

static int
hear_nps(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return hear_all(use, customer, count_nps, has_nps, err);
}

static int
hear_loose_nps(struct figure_use *use, const struct journey_event *events,
    size_t n, struct err *err)
{
	if ((by_bits(use->by) & BY_CUSTOMER) != 0)
		return 0;
	return count_all(use, NULL, events, n, count_nps, has_nps, err);
}

static void
nps(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_mean(cells[at], 1, row);
	row->numerator = figure_int((int64_t)(cells[at]->sum / POINTS));
}

static const struct figure_definition nps_definitions[] = {
    {"default", "default", "points",
	"100 (answers of 9 or 10 - answers of 0 to 6) / answers"},
};

const struct figure scores_nps = {
    .id = "nps",
    .name = "Net promoter score",
    .name_ja = "推奨度",
    .anchor = ANCHOR,
    .note = "from -100 to 100; anonymous answers count",
    .definitions = nps_definitions,
    .n_definitions = COUNT(nps_definitions),
    .rows = all,
    .n_rows = 1,
    .is_per_channel = true,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_RATINGS,
    .left = left,
    .customer = hear_nps,
    .loose = hear_loose_nps,
    .value = nps,
};

/* --- ces --- */

enum ces_definition { MEAN, AGREE };

#define MILLI INT64_C(1000)
#define AGREES (6 * MILLI)

static bool
has_ces(const struct journey_event *event)
{
	return event->ces_milli != CANON_NO_INT;
}

static int
count_ces(const struct figure_use *use, const struct journey_event *event,
    struct tally_cell *cell, struct err *err)
{
	if (use->definition == MEAN)
		return tally_add(cell, event->ces_milli, err);
	cell->total++;
	cell->hits += event->ces_milli >= AGREES;
	return 0;
}

static int
hear_ces(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	return hear_all(use, customer, count_ces, has_ces, err);
}

static int
hear_loose_ces(struct figure_use *use, const struct journey_event *events,
    size_t n, struct err *err)
{
	if ((by_bits(use->by) & BY_CUSTOMER) != 0)
		return 0;
	return count_all(use, NULL, events, n, count_ces, has_ces, err);
}

static void
ces(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	if (use->definition == MEAN)
		figure_mean(cells[at], MILLI, row);
	else
		figure_share(cells[at], row);
}

static const struct figure_definition ces_definitions[] = {
    {"mean", "mean", "score", "answers added / answers, as they were given"},
    {"agree", "agree", "share", "answers of 6 or more / answers, of 1 to 7"},
};

const struct figure scores_ces = {
    .id = "ces",
    .name = "Customer effort score",
    .name_ja = "顧客努力指標",
    .anchor = ANCHOR,
    .note = "whether much is good depends on the question; anonymous answers "
	    "count",
    .definitions = ces_definitions,
    .n_definitions = COUNT(ces_definitions),
    .rows = all,
    .n_rows = 1,
    .is_per_channel = true,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_RATINGS,
    .left = left,
    .customer = hear_ces,
    .loose = hear_loose_ces,
    .value = ces,
};
