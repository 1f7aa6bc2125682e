#include <stdlib.h>
#include <string.h>

#include "match/account.h"
#include "norm/block.h"

/* What one record says of its customer's company. */
struct saying {
	uint32_t cluster;
	uint32_t company; /* value of the dictionary */
	uint32_t record;
};

static int
compare_sayings(const void *left, const void *right)
{
	const struct saying *a = left;
	const struct saying *b = right;

	if (a->cluster != b->cluster)
		return a->cluster < b->cluster ? -1 : 1;
	if (a->company != b->company)
		return a->company < b->company ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

/* What people write who are of no company, as company_key gives it. */
static bool
is_no_company(struct span key)
{
	static const char *const words[] = {"個人", "個人事業主", "自営",
	    "自営業", "無職", "individual", "personal", "n a", "self employed",
	    "freelance"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_is(key, words[i]))
			return true;
	return block_is_name(key) || block_is_unknown(key);
}

static size_t
list_sayings(
    const struct facts *f, const uint32_t *cluster, struct saying *sayings)
{
	const struct facts_value *values = f->pool[FACTS_COMPANY].values;
	uint32_t i, value;
	size_t n = 0;

	for (i = 0; i < f->n_records; i++) {
		value = facts_value(f, FACTS_COMPANY, i);
		if (value != 0 && !facts_is_void(&values[value - 1]) &&
		    !is_no_company(facts_text(f, FACTS_COMPANY, i)))
			sayings[n++] =
			    (struct saying){cluster[i], value - 1, i};
	}
	return n;
}

/* The company of one customer: list[from .. to), sorted. */
static uint32_t
choose(const struct saying *list, size_t from, size_t to)
{
	size_t i, end, most = 0, best = from;

	for (i = from; i < to; i = end) {
		for (end = i + 1;
		     end < to && list[end].company == list[i].company; end++)
			;
		if (end - i > most ||
		    (end - i == most && list[i].record < list[best].record)) {
			most = end - i;
			best = i;
		}
	}
	return list[best].company;
}

/* Companies become numbers, in the order of the customers. */
static int
number(uint32_t *account, size_t n, size_t n_companies, size_t *n_accounts,
    struct err *err)
{
	uint32_t *given = malloc((n_companies + 1) * sizeof(*given));
	size_t i;

	if (given == NULL)
		return err_nomem(err);
	for (i = 0; i < n_companies; i++)
		given[i] = ACCOUNT_NONE;
	*n_accounts = 0;
	for (i = 0; i < n; i++) {
		if (account[i] == ACCOUNT_NONE)
			continue;
		if (given[account[i]] == ACCOUNT_NONE)
			given[account[i]] = (uint32_t)(*n_accounts)++;
		account[i] = given[account[i]];
	}
	free(given);
	return 0;
}

int
account_find(const struct facts *facts, const uint32_t *cluster,
    size_t n_clusters, uint32_t *account, size_t *n_accounts, struct err *err)
{
	struct saying *list = malloc((facts->n_records + 1) * sizeof(*list));
	size_t i, end, n;

	if (list == NULL)
		return err_nomem(err);
	for (i = 0; i < n_clusters; i++)
		account[i] = ACCOUNT_NONE;
	n = list_sayings(facts, cluster, list);
	qsort(list, n, sizeof(*list), compare_sayings);
	for (i = 0; i < n; i = end) {
		for (end = i + 1;
		     end < n && list[end].cluster == list[i].cluster; end++)
			;
		account[list[i].cluster] = choose(list, i, end);
	}
	free(list);
	return number(account, n_clusters,
	    facts->pool[FACTS_COMPANY].names.count, n_accounts, err);
}
