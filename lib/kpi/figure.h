#ifndef KPI_FIGURE_H
#define KPI_FIGURE_H

/*
 * One key figure: an entry of the registry. A new figure is one file with one
 * struct figure, named in kpi.c; csat.c is a simple one to begin from.
 *
 * While the stream runs, ${customer} hears each customer once with the whole
 * history, and ${loose} what nobody is known for. The figure counts into cells
 * of its tally (figure_cell); ${is_in} of an event says whether it is inside
 * the period and the filter, and the event that dates a thing gives the cell
 * its values of --by. When the stream has ended, each cell becomes a row by
 * ${value}. Which cells:
 *
 * - rows 0 .. n_rows-1 are fixed and always printed; of them only the first
 *   n_rows_of, so that rows behind those can be counted for others to use;
 * - with ${is_per_channel}, row n_rows + channel is printed if something was
 *   counted there;
 * - figure_named gives a name that comes from the data (a topic, "ec & store",
 *   "2026-01 / +1") fixed rows of its own, printed in byte order of the names
 *   behind those without a name; where only names were counted, only those.
 *   ${value} finds the cells without a name in row->all (a denominator that
 *   all names share).
 *
 * A median or p90 needs tally_keep instead of tally_add, and figure_rank. What
 * can be known only when all customers were heard (quintiles, a model) is kept
 * in ${own}, merged by ${merge} and turned into cells by ${finish}. Whatever
 * is kept has to come out the same over any parts in any order: integers,
 * exact values that are sorted before they are used, never sums of doubles as
 * they came.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "journey/issue.h"
#include "journey/journey.h"
#include "kpi/by.h"
#include "kpi/handling.h"
#include "kpi/hours.h"
#include "kpi/tally.h"

#define FIGURE_ARGS_MAX 2
#define FIGURE_NO_MARGIN (-1)

/* A definition and its parameters: in ${pattern} "%k" stands for a whole
 * number, "%d" for a length of time (30d, 12h). The first of a figure is its
 * default, with the arguments of ${standard}. */
struct figure_definition {
	const char *pattern;  /* "any-prior:%d" */
	const char *standard; /* "any-prior:30d": what --list shows */
	const char *unit;     /* "share", "score"; NULL: a currency */
	const char *meaning;  /* one sentence */
};

/* A number of a row: value / 10^digits, or not known. */
struct figure_number {
	int64_t value;
	int digits;
	bool is_known;
};

struct figure_row {
	struct figure_number value, numerator, denominator, low, high;
	struct span unit;
	bool is_share;    /* the value is a fraction */
	bool is_hidden;   /* there is no such row */
	bool is_derived;  /* it is made of other rows, and hidden with them */
	bool is_whole;    /* all that there are, no sample: few are not noted */
	int64_t n;        /* how many it rests on */
	double half;      /* of a mean's interval, as the value is; 0 = none */
	const char *note; /* why there is no value, or NULL */
	/* Given: the name of the row, or empty, and the cells of the fixed
	 * rows without a name, of the same currency and values of --by. */
	struct span name;
	const struct tally_cell *const *all;
};

/* One figure as asked for: a definition with its arguments. */
struct figure_use {
	const struct figure *figure;
	size_t place;                  /* among those of its run */
	size_t definition;             /* index into the figure's definitions */
	int64_t args[FIGURE_ARGS_MAX]; /* a number, or microseconds */
	int64_t margin_micro;          /* margin=, or FIGURE_NO_MARGIN */
	const struct journey_context *context;
	const struct by *by;
	uint32_t currency; /* the only one, 0 = all */
	struct issue_options issue;
	struct hours hours;
	struct tally tally;
	void *scratch; /* room that the figure keeps between customers */
	size_t scratch_cap;
	void *own; /* the figure's, at first NULL; see merge, finish, clear */
};

struct reach;

/* Some events of a customer, by index, in order. */
struct figure_list {
	const uint32_t *at;
	size_t count;
};

/* The customer at hand, with what several figures share. */
struct figure_customer {
	const struct journey_customer *journey;
	struct figure_list touches;  /* those that are in */
	struct figure_list deals;    /* purchases and returns, all */
	struct figure_list contacts; /* issue_is_contact, all */
	struct reach *reach;         /* room; see reach_touches */
	bool has_reach;
	bool has_dates;           /* an event has no time of its day */
	uint32_t first_channel;   /* of the first touch, or JOURNEY_NONE */
	struct issues *issues;    /* room; see figure_issues */
	int64_t issues_repeat_us; /* which are there; -1 = none yet */
	struct handling_room *handlings; /* room; see figure_handlings */
	int64_t handlings_repeat_us;     /* of which issues; -1 = of none yet */
};

struct figure {
	const char *id;
	const char *name;    /* English */
	const char *name_ja; /* Japanese */
	const char *anchor;  /* which date puts a thing into a period */
	const char *note;    /* what to know when reading it */
	const struct figure_definition *definitions;
	size_t n_definitions;
	const char *const *rows; /* fixed rows, "all" first */
	size_t n_rows;
	bool is_per_channel;
	bool has_margin;
	bool has_touches; /* the set of touches is part of the definition */
	bool has_issues;  /* so are the limits of issues */
	bool has_hours;   /* and when somebody is there */
	bool has_dormant; /* and when a customer is dormant */
	unsigned by;      /* dimensions that make sense, as BY_BIT */
	/* Definitions, a bit each, that are counted from the records of
	 * sources (struct journey_identifiers) and not from events: they cannot
	 * be broken down, and no events can be chosen for them. */
	unsigned of_records;
	const char *own_by;      /* broken down so where --by says nothing */
	uint32_t needs;          /* enum journey_needs; 0 = everything */
	const char *const *left; /* names of tally_cell.left, NULL-ended */
	int (*customer)(
	    struct figure_use *, struct figure_customer *, struct err *);
	int (*loose)(struct figure_use *, const struct journey_event *, size_t,
	    struct err *); /* NULL: not interested */
	/* Of ${own}; NULL where it is not used. ${merge} adds the other's,
	 * ${finish} makes cells of it before the rows, ${clear} frees it. */
	int (*merge)(
	    struct figure_use *, const struct figure_use *, struct err *);
	int (*finish)(struct figure_use *, struct err *);
	void (*clear)(struct figure_use *);
	/* How many of the fixed rows a definition has; NULL: all. */
	size_t (*n_rows_of)(const struct figure_use *);
	/* Fill the row from the cells of the fixed rows (of its name), or for
	 * a channel's row from the one cell at cells[row]. */
	void (*value)(const struct figure_use *,
	    const struct tally_cell *const *cells, size_t row,
	    struct figure_row *);
};

/**
 * figure_cell(use, customer, event, row, currency, err): the cell to count
 * into. ${customer} is NULL for events of nobody.
 * figure_keyed does it by the key; a plain row is mostly at hand without.
 * figure_named(use, customer, event, row, currency, name, err): the same, under
 * a name that comes from the data.
 * figure_issues(use, customer, repeat_us, err): the issues of the customer,
 * found once for each repeat window; NULL on failure.
 * figure_handlings(use, customer, repeat_us, err): what happened in each of
 * them, found once as well; NULL on failure.
 */
static inline struct tally_cell *
figure_cell(struct figure_use *, const struct figure_customer *,
    const struct journey_event *, size_t row, uint32_t currency, struct err *);
struct tally_cell *
figure_keyed(struct figure_use *, const struct figure_customer *,
    const struct journey_event *, size_t row, uint32_t currency, struct err *);
struct tally_cell *figure_named(struct figure_use *,
    const struct figure_customer *, const struct journey_event *, size_t row,
    uint32_t currency, struct span, struct err *);
const struct issues *figure_issues(const struct figure_use *,
    struct figure_customer *, int64_t repeat_us, struct err *);
const struct handling *figure_handlings(const struct figure_use *,
    struct figure_customer *, int64_t repeat_us, struct err *);

/**
 * figure_share(cell, row): hits / total with its Wilson interval.
 * figure_ratio(cell, row): hits / total, which may exceed 1.
 * figure_count(cell, row): hits, which rest on themselves.
 * figure_mean(cell, scale, row): sum / (total * scale) with a t interval; 6
 * decimals.
 * figure_rank(cell, percent, row): by nearest rank of what tally_keep was
 * given, in seconds with 3 decimals; the denominator is how many.
 * figure_money(minor, denominator, digits): the quotient in minor digits of
 * the currency, rounded half away from zero.
 * figure_fixed(numerator, denominator, digits): the quotient, rounded half
 * away from zero.
 */
void figure_share(const struct tally_cell *, struct figure_row *);
void figure_ratio(const struct tally_cell *, struct figure_row *);
void figure_count(const struct tally_cell *, struct figure_row *);
void figure_mean(const struct tally_cell *, int64_t, struct figure_row *);
void figure_rank(const struct tally_cell *, int64_t, struct figure_row *);
struct figure_number figure_money(num_i128, int64_t, int);
struct figure_number figure_fixed(num_i128, int64_t, int);
struct figure_number figure_double(double, int);
struct figure_number figure_int(int64_t);

static inline struct tally_cell *
figure_cell(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, size_t row, uint32_t currency,
    struct err *err)
{
	if (currency == 0 && use->by->count == 0 && row < TALLY_PLAIN &&
	    use->tally.plain[row] > 0)
		return &use->tally.cells[use->tally.plain[row] - 1];
	return figure_keyed(use, customer, event, row, currency, err);
}

#define FIGURE_DIGITS 6
#define FIGURE_RATE_SCALE INT64_C(1000000)

#endif
