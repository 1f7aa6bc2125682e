#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "match/identity.h"

#define MOST 8

/* Clusters are letters, earlier customers digits ("." = none), both a
 * character a record; "now" is the customer of each record afterwards. */
struct identity_case {
	const char *about;
	const char *clusters;
	const char *earlier;
	int64_t next;
	const char *now;
	const char *aliases; /* "3>1 " */
	int64_t created, joined, split;
};

static const struct identity_case cases[] = {
    {"the first merge counts by smallest record", "ABAC", "....", 1, "1213", "",
	3, 0, 0},
    {"nothing new", "ABAC", "1213", 4, "1213", "", 0, 0, 0},
    {"one more record", "ABACA", "1213.", 4, "12131", "", 0, 0, 0},
    {"one more customer", "ABACD", "1213.", 4, "12134", "", 1, 0, 0},
    {"a new one in front keeps the others", "DABA", ".121", 3, "3121", "", 1, 0,
	0},
    {"two become one, most records win", "AAA", "122", 3, "222", "1>2 ", 0, 1,
	0},
    {"two become one, ties to the smallest", "AA", "21", 3, "11", "2>1 ", 0, 1,
	0},
    {"a split: the larger part keeps the id", "ABB", "111", 2, "211", "", 1, 0,
	1},
    {"a split in halves: the smallest record", "ABAB", "1111", 2, "1212", "", 1,
	0, 1},
    {"an exchange", "AABB", "1212", 3, "1122", "", 0, 0, 2},
    {"second best is better than new", "AAABBB", "111122", 3, "111222", "", 0,
	0, 1},
    {"a vanished id goes where most of it went", "AAABBB", "113223", 4,
	"111222", "3>1 ", 0, 1, 1},
    {"numbers are never given again", "AB", "..", 9, "9:", "", 2, 0, 0},
};

static void
run_case(const struct identity_case *c)
{
	struct identity_result result;
	struct err err = {0};
	uint32_t cluster[MOST];
	int64_t earlier[MOST];
	char now[MOST + 1];
	struct buf aliases = {0};
	size_t i, n = strlen(c->clusters), most = 0;
	struct identity_input in = {cluster, earlier, n, 0, c->next, NULL, 0};

	for (i = 0; i < n; i++) {
		cluster[i] = (uint32_t)(c->clusters[i] - 'A');
		earlier[i] = c->earlier[i] == '.' ? 0 : c->earlier[i] - '0';
		if (cluster[i] >= most)
			most = cluster[i] + 1;
	}
	in.n_clusters = most;
	assert_int_equal(identity_assign(&in, &result, &err), 0);
	for (i = 0; i < n; i++)
		now[i] = (char)('0' + result.customer[cluster[i]]);
	now[n] = '\0';
	for (i = 0; i < result.n_aliases; i++)
		buf_printf(&aliases, "%d>%d ", (int)result.aliases[i].customer,
		    (int)result.aliases[i].into);
	if (strcmp(now, c->now) != 0 ||
	    strcmp(buf_text(&aliases), c->aliases) != 0 ||
	    result.created != c->created || result.joined != c->joined ||
	    result.split != c->split)
		fail_msg("%s: %s, '%s', %d created, %d joined, %d split",
		    c->about, now, buf_text(&aliases), (int)result.created,
		    (int)result.joined, (int)result.split);
	identity_clear(&result);
	buf_clear(&aliases);
}

static void
test_cases(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run_case(&cases[i]);
}

static void
test_empty(void **state)
{
	struct identity_input in = {.next = 1};
	struct identity_result result;
	struct err err = {0};

	(void)state;
	assert_int_equal(identity_assign(&in, &result, &err), 0);
	assert_int_equal(result.created, 0);
	assert_int_equal(result.n_aliases, 0);
	identity_clear(&result);
}

/* Ids that vanished stand below the records that they had then, "." for none;
 * a record of no cluster that is asked for is in "z". */
static const struct {
	const char *about;
	const char *clusters;
	const char *earlier;
	const char *former;
	const char *now;
	int64_t created;
} former_cases[] = {
    {"it comes back", "AB", "11", ".2", "12", 1},
    {"whole", "AABBB", "11111", "222..", "22111", 1},
    {"where most of it is, though the number is larger", "ABB", "111", "2.3",
	"211", 1},
    {"most of it is where another id stays", "ABBB", "1111", "2222", "9111", 1},
    {"in halves: to the smallest record", "ABC", "..1", "22.", "291", 2},
    {"two of them: the stronger claim", "AAAB", "...1", "322.", "2221", 1},
    {"two of them, equally strong: the smaller", "AABB", "1.11", "32..", "2211",
	1},
    {"a record that was gone and is there again", "AB", "1.", ".2", "12", 1},
    {"most of it is with somebody who is not asked for", "Azz", "...", "222",
	"9", 1},
    {"a part of it is with somebody who is not asked for", "AAz", "...", "222",
	"22", 1},
};

static void
run_former(size_t at)
{
	const char *clusters = former_cases[at].clusters;
	struct identity_former former[MOST];
	struct identity_result result;
	struct err err = {0};
	uint32_t cluster[MOST];
	int64_t earlier[MOST];
	char now[MOST + 1];
	struct identity_input in = {
	    .cluster = cluster, .earlier = earlier, .next = 9};
	size_t i, n = strlen(clusters);

	in.former = former;
	for (i = 0; i < n; i++) {
		cluster[i] = (uint32_t)(clusters[i] - 'A');
		earlier[i] = former_cases[at].earlier[i] == '.'
		    ? 0
		    : former_cases[at].earlier[i] - '0';
		if (former_cases[at].former[i] != '.')
			former[in.n_former++] = (struct identity_former){
			    former_cases[at].former[i] - '0', cluster[i],
			    (uint32_t)i};
		if (clusters[i] == 'z')
			continue;
		in.n_records = i + 1;
		if (cluster[i] >= in.n_clusters)
			in.n_clusters = cluster[i] + 1;
	}
	assert_int_equal(identity_assign(&in, &result, &err), 0);
	for (i = 0; i < in.n_records; i++)
		now[i] = (char)('0' + result.customer[cluster[i]]);
	now[i] = '\0';
	if (strcmp(now, former_cases[at].now) != 0 ||
	    result.created != former_cases[at].created)
		fail_msg("%s: %s, %d created", former_cases[at].about, now,
		    (int)result.created);
	identity_clear(&result);
}

static void
test_former(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(former_cases) / sizeof(former_cases[0]); i++)
		run_former(i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_former),
	    cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
