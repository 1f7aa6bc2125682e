#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "match/truth.h"

#define PART INT64_C(1000000)       /* 1 in the result */
#define FINE INT64_C(1000000000000) /* 1 while sums are made */

struct item {
	uint64_t group; /* what is summed over */
	uint64_t other; /* what it is cut into */
	int64_t size;   /* of the group in the pass before */
};

/* What one way of grouping says. */
struct side {
	int64_t groups;
	int64_t pairs;      /* within the groups */
	int64_t cell_pairs; /* of those within one other */
	int64_t exact;      /* groups equal to one of the pass before */
	int64_t largest;
	num_i128 bcubed; /* sum over records, in 1/FINE */
};

static int
compare_items(const void *left, const void *right)
{
	const struct item *a = left;
	const struct item *b = right;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return (a->other > b->other) - (a->other < b->other);
}

static int64_t
pairs_of(int64_t n)
{
	return n * (n - 1) / 2;
}

/* One group: its ${n} items stand together, by what they are cut into. */
static void
side_group(struct side *side, struct item *items, size_t n)
{
	num_i128 squares = 0;
	size_t i, begin = 0;
	int64_t cell;

	for (i = 1; i <= n; i++) {
		if (i < n && items[i].other == items[begin].other)
			continue;
		cell = (int64_t)(i - begin);
		side->cell_pairs += pairs_of(cell);
		squares += (num_i128)cell * cell;
		if (cell == (int64_t)n && items[begin].size == cell)
			side->exact++;
		begin = i;
	}
	for (i = 0; i < n; i++)
		items[i].size = (int64_t)n;
	side->groups++;
	side->pairs += pairs_of((int64_t)n);
	side->bcubed += squares * FINE / (int64_t)n;
	if ((int64_t)n > side->largest)
		side->largest = (int64_t)n;
}

static void
side_sum(struct side *side, struct item *items, size_t n)
{
	size_t i, begin = 0;

	memset(side, 0, sizeof(*side));
	if (n == 0)
		return;
	qsort(items, n, sizeof(*items), compare_items);
	for (i = 1; i <= n; i++)
		if (i == n || items[i].group != items[begin].group) {
			side_group(side, items + begin, i - begin);
			begin = i;
		}
}

static int64_t
fraction(int64_t part, int64_t whole)
{
	if (whole == 0)
		return TRUTH_UNKNOWN;
	return num_round_div((num_i128)part * PART, whole);
}

/* The mean over records, in 1/FINE. */
static int64_t
bcubed(const struct side *side, size_t n)
{
	return n == 0 ? TRUTH_UNKNOWN : num_round_div(side->bcubed, (int64_t)n);
}

static int64_t
from_fine(int64_t fine)
{
	if (fine == TRUTH_UNKNOWN)
		return TRUTH_UNKNOWN;
	return num_round_div(fine, FINE / PART);
}

/* The harmonic mean of two fractions in 1/FINE. */
static int64_t
mean_of(int64_t a, int64_t b)
{
	if (a == TRUTH_UNKNOWN || b == TRUTH_UNKNOWN || a + b == 0)
		return TRUTH_UNKNOWN;
	return num_round_div((num_i128)2 * a * b, a + b);
}

int
truth_measure(const uint64_t *customer, const uint64_t *entity, size_t n,
    struct truth *truth, struct err *err)
{
	struct side found, wanted;
	struct item *items = malloc((n + 1) * sizeof(*items));
	size_t i;

	if (items == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		items[i] = (struct item){customer[i], entity[i], 0};
	side_sum(&found, items, n);
	for (i = 0; i < n; i++)
		items[i] = (struct item){
		    items[i].other, items[i].group, items[i].size};
	side_sum(&wanted, items, n);
	free(items);
	memset(truth, 0, sizeof(*truth));
	truth->records = (int64_t)n;
	truth->customers = found.groups;
	truth->entities = wanted.groups;
	truth->pairs_found = found.pairs;
	truth->pairs_true = wanted.pairs;
	truth->pairs_right = found.cell_pairs;
	truth->precision = fraction(truth->pairs_right, truth->pairs_found);
	truth->recall = fraction(truth->pairs_right, truth->pairs_true);
	truth->f1 = fraction(
	    2 * truth->pairs_right, truth->pairs_found + truth->pairs_true);
	truth->bcubed_precision = from_fine(bcubed(&found, n));
	truth->bcubed_recall = from_fine(bcubed(&wanted, n));
	truth->bcubed_f1 =
	    from_fine(mean_of(bcubed(&found, n), bcubed(&wanted, n)));
	truth->exact = wanted.exact;
	truth->largest = found.largest;
	return 0;
}
