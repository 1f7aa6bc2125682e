#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "kpi/maturity.h"
#include "kpi/reach.h"

enum row { CUSTOMERS, ISSUES, N_ROWS };
enum left { PENDING };

/* Of a pair, or on the diagonal of one channel. */
struct pair {
	int64_t customers;    /* on both */
	int64_t issues, good; /* that go over both, and were not lost there */
	int64_t pending;
};

struct kept {
	struct pair *pairs; /* n_channels squared, the smaller one first */
	size_t pairs_cap;
};

static struct kept *
kept_of(struct figure_use *use, struct err *err)
{
	size_t n = use->context->n_channels;
	struct kept *kept = use->own;

	if (kept != NULL)
		return kept;
	kept = calloc(1, sizeof(*kept));
	if (kept != NULL)
		kept->pairs = calloc(n * n + 1, sizeof(*kept->pairs));
	if (kept == NULL || kept->pairs == NULL) {
		free(kept);
		err_nomem(err);
		return NULL;
	}
	use->own = kept;
	return kept;
}

static bool
is_on(const struct issues *issues, size_t number, size_t channel)
{
	return (issues->channels[number * issues->words_per + channel / 64] >>
		       channel % 64 &
		   1) != 0;
}

static void
add_issue(const struct figure_use *use, struct kept *kept,
    const struct issues *issues, size_t number, bool is_passed)
{
	const struct issue *issue = &issues->items[number];
	size_t n = use->context->n_channels;

	for (size_t a = 0; a < n; a++)
		for (size_t b = a + 1; is_on(issues, number, a) && b < n; b++) {
			struct pair *pair = &kept->pairs[a * n + b];

			if (!is_on(issues, number, b))
				continue;
			if (issue->is_pending) {
				pair->pending++;
				continue;
			}
			pair->issues++;
			pair->good += issue->is_resolved || is_passed;
		}
}

static int
add_issues(struct figure_use *use, struct figure_customer *customer,
    struct kept *kept, struct err *err)
{
	const struct journey_customer *journey = customer->journey;
	const struct issues *issues =
	    figure_issues(use, customer, use->issue.repeat_us, err);
	const struct handling *facts;

	if (issues == NULL)
		return -1;
	if (issues->count == 0)
		return 0;
	facts = figure_handlings(use, customer, use->issue.repeat_us, err);
	if (facts == NULL)
		return -1;
	for (size_t i = 0; i < issues->count; i++)
		if (issues->items[i].channels > 1 &&
		    journey_at(journey, issues->items[i].opened)->is_in)
			add_issue(use, kept, issues, i, facts[i].is_passed);
	return 0;
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	size_t n = use->context->n_channels;
	struct kept *kept = kept_of(use, err);
	const struct reach *reach = reach_touches(customer, err);

	if (kept == NULL || reach == NULL)
		return -1;
	for (size_t i = 0; i < reach->count; i++)
		for (size_t j = i; j < reach->count; j++)
			kept->pairs[reach->channels[i] * n + reach->channels[j]]
			    .customers++;
	return add_issues(use, customer, kept, err);
}

static int
merge(struct figure_use *use, const struct figure_use *from, struct err *err)
{
	const struct kept *other = from->own;
	size_t n = use->context->n_channels;
	struct kept *kept;

	if (other == NULL)
		return 0;
	kept = kept_of(use, err);
	if (kept == NULL)
		return -1;
	for (size_t i = 0; i < n * n; i++) {
		kept->pairs[i].customers += other->pairs[i].customers;
		kept->pairs[i].issues += other->pairs[i].issues;
		kept->pairs[i].good += other->pairs[i].good;
		kept->pairs[i].pending += other->pairs[i].pending;
	}
	return 0;
}

/* --- rows --- */

static int
put(struct figure_use *use, struct span name, enum row row,
    const struct tally_cell *count, struct err *err)
{
	struct tally_key key;
	struct tally_cell *cell;

	memset(&key, 0, sizeof(key));
	key.row = row;
	if (tally_name(&use->tally, name, &key.name, err) != 0)
		return -1;
	cell = tally_cell(&use->tally, &key, err);
	if (cell == NULL)
		return -1;
	*cell = *count;
	return 0;
}

static int
finish_pair(struct figure_use *use, const struct kept *kept, size_t a, size_t b,
    struct err *err)
{
	size_t n = use->context->n_channels;
	const struct pair *pair = &kept->pairs[a * n + b];
	int64_t on_a = kept->pairs[a * n + a].customers;
	int64_t on_b = kept->pairs[b * n + b].customers;
	struct tally_cell customers = {
	    .hits = pair->customers,
	    .total = on_a + on_b - pair->customers,
	};
	struct tally_cell issues = {
	    .hits = pair->good,
	    .total = pair->issues,
	    .left = {[PENDING] = pair->pending},
	};
	struct buf name = {0};
	int result;

	if (on_a < use->args[0] || on_b < use->args[0])
		return 0;
	buf_span(&name, use->context->channels[a].name);
	buf_str(&name, " & ");
	buf_span(&name, use->context->channels[b].name);
	result = buf_check(&name, err);
	if (result == 0)
		result = put(use, buf_get(&name), CUSTOMERS, &customers, err);
	if (result == 0)
		result = put(use, buf_get(&name), ISSUES, &issues, err);
	buf_clear(&name);
	return result;
}

static int
finish(struct figure_use *use, struct err *err)
{
	const struct kept *kept = use->own;
	size_t n = use->context->n_channels;
	size_t n_used = 0;
	size_t last = 0;
	struct tally_cell single = {0};

	if (kept == NULL)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (kept->pairs[i * n + i].customers > 0) {
			n_used++;
			last = i;
		}
	if (n_used == 1) {
		single.hits = kept->pairs[last * n + last].customers;
		single.total = single.hits;
		return put(use, use->context->channels[last].name, CUSTOMERS,
		    &single, err);
	}
	for (size_t a = 0; a < n; a++)
		for (size_t b = a + 1; b < n; b++)
			if (finish_pair(use, kept, a, b, err) != 0)
				return -1;
	return 0;
}

static void
clear(struct figure_use *use)
{
	struct kept *kept = use->own;

	if (kept == NULL)
		return;
	free(kept->pairs);
	free(kept);
	use->own = NULL;
}

/* A pair's name has " & " in it, as no channel's name has. */
static bool
is_pair(struct span name)
{
	return name.len > 0 && memchr(name.data, '&', name.len) != NULL;
}

static const char *
level_of(const struct tally_cell *customers, const struct tally_cell *issues)
{
	if (customers->hits * 100 < customers->total)
		return "multi";
	return issues->total > 0 && issues->hits * 2 >= issues->total ? "omni"
								      : "cross";
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_share(cells[at], row);
	row->is_hidden = at == ISSUES && !is_pair(row->name);
	if (at == ISSUES)
		return;
	if (row->name.len == 0)
		row->note = "no two channels with so many customers";
	else if (is_pair(row->name))
		row->note = level_of(cells[CUSTOMERS], cells[ISSUES]);
	else
		row->note = "single";
}

static const struct figure_definition definitions[] = {
    {"customers>=%k", "customers>=30", "share",
	"for each two channels with K or more customers each: customers known "
	"on both / on either, and issues that cross between them, were "
	"resolved or passed with context / issues that cross; multi: under "
	"1 % known on both, cross: under half of those issues (or none), omni: "
	"the rest; one channel in all is single"},
};

static const char *const rows[] = {"all", "issues"};
static const char *const left[] = {"pending", NULL};

const struct figure maturity_figure = {
    .id = "maturity",
    .name = "Omnichannel maturity",
    .name_ja = "オムニチャネル成熟度",
    .anchor = "time of the touch; opening time of the issue",
    .note = "the level stands in the note",
    .definitions = definitions,
    .n_definitions = 1,
    .rows = rows,
    .n_rows = N_ROWS,
    .has_touches = true,
    .has_issues = true,
    .by = 0,
    .needs =
	JOURNEY_NEEDS_CASES | JOURNEY_NEEDS_SERVICE | JOURNEY_NEEDS_RATINGS,
    .left = left,
    .customer = hear,
    .merge = merge,
    .finish = finish,
    .clear = clear,
    .value = value,
};
