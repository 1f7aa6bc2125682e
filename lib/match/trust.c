#include <stdlib.h>
#include <string.h>

#include "match/trust.h"
/* What it makes a pair weigh, 1/1000 bit: 64 to 1. */
#define ENOUGH 6000
/* And what an id that is declared unique does, whatever else differs. */
#define CERTAIN 20000
/* Born so far apart, two are not one with a slip of the pen. */
#define PARTED BIRTH_SAME_YEAR

/* Records by value of one list: those of value v are
 * record[first[v] .. first[v + 1]). */
struct bearers {
	uint32_t *first, *record;
};

static bool
is_own(const struct trust *trust, int which, uint32_t value)
{
	return (trust->own[which][value / 8] >> value % 8 & 1) != 0;
}

/* A landline is its house's; nobody knows whose a number of no known kind is.
 */
static bool
may_be_own(const struct facts *facts, enum facts_list which, uint32_t item)
{
	const struct facts_value *value =
	    &facts->list[which].pool.values[item & FACTS_ITEM];

	if ((item & FACTS_VOID) != 0 || facts_is_void(value))
		return false;
	return which != FACTS_PHONE || value->is_mobile;
}

/* Is the value asked for? */
static bool
is_wanted(const struct trust *wanted, int which, uint32_t item)
{
	return wanted == NULL || is_own(wanted, which, item & FACTS_ITEM);
}

static int
find_bearers(const struct facts *facts, enum facts_list which,
    const struct trust *wanted, struct bearers *bearers, struct err *err)
{
	size_t n = facts->list[which].pool.names.count, total = 0, v;
	const uint32_t *items;
	uint32_t r, n_items, i;

	bearers->first = calloc(n + 2, sizeof(*bearers->first));
	if (bearers->first == NULL)
		return err_nomem(err);
	for (r = 0; r < facts->n_records; r++) {
		items = facts_items(facts, which, r, &n_items);
		for (i = 0; i < n_items; i++)
			if (is_wanted(wanted, (int)which, items[i])) {
				bearers->first[(items[i] & FACTS_ITEM) + 2]++;
				total++;
			}
	}
	bearers->record = malloc((total + 1) * sizeof(*bearers->record));
	if (bearers->record == NULL)
		return err_nomem(err);
	for (v = 2; v < n + 2; v++)
		bearers->first[v] += bearers->first[v - 1];
	for (r = 0; r < facts->n_records; r++) {
		items = facts_items(facts, which, r, &n_items);
		for (i = 0; i < n_items; i++)
			if (is_wanted(wanted, (int)which, items[i]))
				bearers->record[bearers->first[(items[i] &
								   FACTS_ITEM) +
				    1]++] = r;
	}
	return 0;
}

/* Does a comparison say that they are two? Names and births do; an address, a
 * mail or a telephone may change. */
static bool
contradicts(const struct compare *compare, const struct compare_pair *pair)
{
	const struct model *model = compare->model;
	int c;

	for (c = 0; c < model->n_comparisons; c++) {
		int level = pair->level[c];

		if (level == 0)
			continue;
		switch (model->comparison[c].kind) {
		case MODEL_GIVEN:
		case MODEL_FAMILY:
			if (level <= NAME_FAR)
				return true;
			break;
		case MODEL_DATE:
			if (level <= PARTED && level != BIRTH_PART_YEAR)
				return true;
			break;
		case MODEL_OTHER:
		case MODEL_EMAIL:
		case MODEL_PHONE:
		case MODEL_AREA:
		case MODEL_STREET:
		case MODEL_ID:
		case MODEL_TEXT:
		case MODEL_EXACT:
		case MODEL_KINDS:
		default:
			break;
		}
	}
	return pair->why != CAUTION_NONE || pair->is_unique_apart;
}

static bool
agree(const struct compare *compare, struct compare_thread *thread,
    const uint32_t *record, size_t n)
{
	struct compare_pair pair;
	size_t i, j;

	for (i = 0; i < n; i++)
		for (j = i + 1; j < n; j++) {
			if (record[i] == record[j])
				continue;
			compare_records(
			    compare, thread, record[i], record[j], &pair);
			if (contradicts(compare, &pair))
				return false;
		}
	return true;
}

static int
judge_list(struct trust *trust, const struct compare *compare,
    struct compare_thread *thread, enum facts_list which,
    const struct trust *wanted, struct err *err)
{
	const struct facts *facts = compare->facts;
	size_t n = facts->list[which].pool.names.count, v;
	struct bearers bearers = {NULL, NULL};
	int status = find_bearers(facts, which, wanted, &bearers, err);

	for (v = 0; status == 0 && v < n; v++) {
		const uint32_t *record = bearers.record + bearers.first[v];
		size_t n_bearers = bearers.first[v + 1] - bearers.first[v];

		if (n_bearers > 1 && n_bearers <= TRUST_BEARERS_MAX &&
		    may_be_own(facts, which, (uint32_t)v) &&
		    agree(compare, thread, record, n_bearers))
			trust->own[which][v / 8] |=
			    (unsigned char)(1U << v % 8);
	}
	free(bearers.first);
	free(bearers.record);
	return status;
}

int
trust_begin(struct trust *trust, const struct facts *facts, struct err *err)
{
	int which;

	memset(trust, 0, sizeof(*trust));
	for (which = 0; which < FACTS_LISTS; which++) {
		trust->own[which] =
		    calloc(facts->list[which].pool.names.count / 8 + 1, 1);
		if (trust->own[which] == NULL)
			return err_nomem(err);
	}
	return 0;
}

int
trust_judge(struct trust *trust, const struct compare *compare,
    const struct trust *wanted, struct err *err)
{
	struct compare_thread *thread = compare_thread_new();
	int which, status = thread == NULL ? err_nomem(err) : 0;

	for (which = 0; status == 0 && which < FACTS_LISTS; which++)
		status = judge_list(trust, compare, thread,
		    (enum facts_list)which, wanted, err);
	free(thread);
	return status;
}

int
trust_init(struct trust *trust, const struct compare *compare, struct err *err)
{
	if (trust_begin(trust, compare->facts, err) == -1)
		return -1;
	return trust_judge(trust, compare, NULL, err);
}

void
trust_clear(struct trust *trust)
{
	int which;

	for (which = 0; which < FACTS_LISTS; which++)
		free(trust->own[which]);
	memset(trust, 0, sizeof(*trust));
}

/* Have they a value in common that is one person's own? */
static bool
share_own(const struct trust *trust, const struct facts *facts, int which,
    uint32_t a, uint32_t b)
{
	uint32_t n_left, n_right, i, j, value;
	const uint32_t *left, *right;

	left = facts_items(facts, (enum facts_list)which, a, &n_left);
	right = facts_items(facts, (enum facts_list)which, b, &n_right);
	for (i = 0; i < n_left; i++)
		for (j = 0; j < n_right; j++) {
			value = left[i] & FACTS_ITEM;
			if (value == (right[j] & FACTS_ITEM) &&
			    is_own(trust, which, value))
				return true;
		}
	return false;
}

int32_t
trust_raise(const struct trust *trust, const struct compare *compare,
    uint32_t a, uint32_t b, const struct compare_pair *pair)
{
	int which;

	if (pair->is_unique_one)
		return pair->weight < CERTAIN ? CERTAIN - pair->weight : 0;
	if (pair->weight >= ENOUGH || contradicts(compare, pair))
		return 0;
	for (which = 0; which < FACTS_LISTS; which++)
		if (share_own(trust, compare->facts, which, a, b))
			return ENOUGH - pair->weight;
	return 0;
}
