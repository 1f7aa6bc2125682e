#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "match/account.h"

/* Records, the customer of each, and the account of that customer. */
static const struct {
	const char *company;
	uint32_t cluster, account;
} people[] = {
    {"株式会社アオバ", 0, 0},
    {"(株)アオバ", 1, 0},
    {"", 2, ACCOUNT_NONE},
    {"Acme Ltd.", 3, 1},
    /* Who changed from one company to another joins nobody. */
    {"Acme Ltd.", 4, 2},
    {"Binford Inc.", 4, 2},
    {"Binford", 4, 2},
    {"Binford", 5, 2},
    /* Of equals the first. */
    {"Acme", 6, 1},
    {"Binford", 6, 1},
    {"", 6, 1},
    {"N/A", 7, ACCOUNT_NONE},
    {"個人", 8, ACCOUNT_NONE},
    {"Self-employed", 9, ACCOUNT_NONE},
};

#define N (sizeof(people) / sizeof(people[0]))
#define N_CLUSTERS 10

static void
test_companies(void **state)
{
	uint32_t cluster[N], account[N_CLUSTERS];
	struct facts facts = {0};
	struct model model;
	struct err err = {0};
	size_t i, n;

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	assert_int_equal(facts_begin(&facts, &model, &err), 0);
	for (i = 0; i < N; i++) {
		struct canon_record said = {.said_at_us = 1};
		struct facts_record record = {.digest = hash_mix(7, i),
		    .source_name = SPAN("crm"),
		    .said = &said,
		    .n_said = 1};

		said.field[CANON_F_COMPANY] = span_of(people[i].company);
		assert_int_equal(facts_add(&facts, &record, &err), 0);
		cluster[i] = people[i].cluster;
	}
	assert_int_equal(facts_finish(&facts, &err), 0);
	assert_int_equal(
	    account_find(&facts, cluster, N_CLUSTERS, account, &n, &err), 0);
	for (i = 0; i < N; i++)
		if (account[cluster[i]] != people[i].account)
			fail_msg("%zu %s: %u", i, people[i].company,
			    account[cluster[i]]);
	assert_int_equal(n, 3);
	facts_clear(&facts);
	model_clear(&model);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_companies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
