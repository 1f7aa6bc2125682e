#include "kpi/csat.h"

enum definition { MEAN5, TOP2, GOOD, PCT_OF_MAX };
enum left { OTHER_SCALE };

/* A score from 1 to 5 is kept in 1/45000, so that 1 + 4 (s - lowest) /
 * (highest - lowest) is whole for every scale and 1/1000 of a score. */
#define POINT CSAT_POINT
/* A score as a part of the highest is kept in 1/210000. */
#define WHOLE INT64_C(210000)
#define MILLI INT64_C(1000)

/* lowest and highest; no scale means 1-5. Good and bad come as 1 and 0, and
 * stand for 5 and 1. */
static const struct {
	int64_t low;
	int64_t high;
} scales[] = {
    [CANON_NO_SCALE] = {1, 5},
    [CANON_SCALE_1_5] = {1, 5},
    [CANON_SCALE_1_3] = {1, 3},
    [CANON_SCALE_1_7] = {1, 7},
    [CANON_SCALE_1_10] = {1, 10},
    [CANON_SCALE_0_10] = {0, 10},
    [CANON_SCALE_GOOD_BAD] = {1, 5},
};

static int64_t
score_milli(const struct journey_event *event)
{
	if (event->csat_scale != CANON_SCALE_GOOD_BAD)
		return event->csat_milli;
	return event->csat_milli > 0 ? 5 * MILLI : MILLI;
}

int64_t
csat_score5(const struct journey_event *event)
{
	int64_t low = scales[event->csat_scale].low;
	int64_t high = scales[event->csat_scale].high;

	return POINT +
	    4 * POINT / MILLI / (high - low) *
	    (score_milli(event) - low * MILLI);
}

bool
csat_is_good(const struct journey_event *event)
{
	return event->csat_milli != CANON_NO_INT &&
	    csat_score5(event) >= 4 * POINT;
}

static int64_t
part_of_max(const struct journey_event *event)
{
	return WHOLE / MILLI / scales[event->csat_scale].high *
	    score_milli(event);
}

static int
count(const struct figure_use *use, const struct journey_event *event,
    struct tally_cell *cell, struct err *err)
{
	switch ((enum definition)use->definition) {
	case MEAN5:
		return tally_add(cell, csat_score5(event), err);
	case PCT_OF_MAX:
		return tally_add(cell, part_of_max(event), err);
	case TOP2:
		cell->total++;
		cell->hits += csat_is_good(event);
		return 0;
	case GOOD:
		if (event->csat_scale != CANON_SCALE_GOOD_BAD) {
			cell->left[OTHER_SCALE]++;
			return 0;
		}
		cell->total++;
		cell->hits += csat_score5(event) > 3 * POINT;
		return 0;
	}
	return err_set(err, ERR_BUG, "no such definition of csat");
}

static int
count_all(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *events, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		const struct journey_event *event = &events[i];
		size_t rows[] = {0, 1 + (size_t)event->channel};

		if (!event->is_in || event->csat_milli == CANON_NO_INT)
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
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct journey_customer *journey = customer->journey;

	for (size_t at = 0, n; at < journey->n_events; at += n) {
		const struct journey_event *events =
		    journey_piece(journey, at, &n);

		if (count_all(use, customer, events, n, err) != 0)
			return -1;
	}
	return 0;
}

static int
hear_loose(struct figure_use *use, const struct journey_event *events, size_t n,
    struct err *err)
{
	if ((by_bits(use->by) & BY_CUSTOMER) != 0)
		return 0;
	return count_all(use, NULL, events, n, err);
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	if (use->definition == MEAN5) {
		figure_mean(cells[at], POINT, row);
	} else if (use->definition == PCT_OF_MAX) {
		figure_mean(cells[at], WHOLE, row);
		row->is_share = true;
	} else {
		figure_share(cells[at], row);
	}
}

static const struct figure_definition definitions[] = {
    {"mean5", "mean5", "score",
	"scores brought to 1-5 by 1 + 4 (s - lowest) / (highest - lowest), "
	"averaged; good is 5, bad is 1"},
    {"top2", "top2", "share", "ratings of 4 or more on that scale / ratings"},
    {"good", "good", "share", "good / (good + bad), of good-bad ratings only"},
    {"pct_of_max", "pct_of_max", "share", "mean of score / highest score"},
};

static const char *const rows[] = {"all"};
static const char *const left[] = {"other_scale", NULL};

const struct figure csat_figure = {
    .id = "csat",
    .name = "Customer satisfaction",
    .name_ja = "顧客満足度",
    .anchor = "rating time",
    .note = "anonymous ratings count; the channel is that of the rated event",
    .definitions = definitions,
    .n_definitions = sizeof(definitions) / sizeof(definitions[0]),
    .rows = rows,
    .n_rows = 1,
    .is_per_channel = true,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_RATINGS,
    .left = left,
    .customer = hear,
    .loose = hear_loose,
    .value = value,
};
