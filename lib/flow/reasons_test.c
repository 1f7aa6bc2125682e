#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/num.h"
#include "flow/reasons.h"
#include "flow/world.h"

static const char people[] =
    "channel,customer_id,family_name,given_name,birth_date,email,phone\n"
    "crm,1,Ashworth,William,1975-08-19,w@mail.test,\n"
    "crm,2,Ashworth,William,1975-08-19,w@mail.test,+12125550101\n"
    "crm,3,Ashworth,Bill,1975-08-19,,+12125550101\n"
    "crm,4,Kowalski,Irena,1961-02-03,i@mail.test,\n"
    "crm,5,Pemberton,George,1950-01-30,,+12125550188\n"
    "crm,6,Whitfield,Anna,1970-03-04,,\n"
    "crm,7,Ashworth,William,,,+12125550101\n";

static void
open_world(struct world *world, bool is_exact)
{
	const struct merge_options options = {
	    .is_exact = is_exact, .now_us = 5};
	struct merge merge = {0};
	struct err err = {0};

	memset(world, 0, sizeof(*world));
	world_import(world, people);
	assert_int_equal(merge_run(world->store, &options, &merge, &err), 0);
	merge_clear(&merge);
}

/* The table as CSV, or the error's code. */
static char *
explain(struct world *world, const char *left, const char *right,
    enum err_code expected)
{
	struct lineage_options options = {.out = {.format = OUT_CSV}};
	struct err err = {0};
	char *text = NULL;
	size_t size = 0;
	int status;

	options.stream = open_memstream(&text, &size);
	assert_non_null(options.stream);
	status = right == NULL
	    ? reasons_customer(world->store, &options, span_of(left), &err)
	    : reasons_pair(world->store, &options, span_of(left),
		  span_of(right), 1, &err);
	assert_int_equal(fclose(options.stream), 0);
	assert_int_equal(status, expected == ERR_NONE ? 0 : -1);
	assert_int_equal(err.code, expected);
	return text;
}

/* The weight in a line "comparison,left,right,level,weight,probability". */
static bool
read_weight(const char *line, int64_t *milli)
{
	const char *end = strrchr(line, ',');
	const char *start = end;

	while (start > line && start[-1] != ',')
		start--;
	return num_decimal(span_make(start, (size_t)(end - start)), 3, milli);
}

/* Every number adds up to the sum that is printed. */
static void
test_sum(void **state)
{
	static const char *const pairs[][2] = {{"crm:1", "crm:2"},
	    {"crm:2", "crm:1"}, {"crm:2", "crm:3"}, {"crm:1", "crm:4"},
	    {"crm:5", "crm:6"}};
	struct world world;

	(void)state;
	open_world(&world, false);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		char *text =
		    explain(&world, pairs[i][0], pairs[i][1], ERR_NONE);
		char *rest = NULL;
		int64_t sum = 0, weight = 0;
		bool has_sum = false;

		for (char *line = strtok_r(text, "\n", &rest); line != NULL;
		     line = strtok_r(NULL, "\n", &rest)) {
			if (!read_weight(line, &weight))
				continue;
			if (strncmp(line, "sum,", 4) == 0) {
				has_sum = true;
				assert_int_equal(weight, sum);
			}
			sum += weight;
		}
		assert_true(has_sum);
		free(text);
	}
	store_close(world.store);
}

static bool
has(const char *text, const char *part)
{
	return strstr(text, part) != NULL;
}

/* Left stays left, and rules and the decision stand behind the sum. */
static void
test_pair(void **state)
{
	struct world world;
	char *text;

	(void)state;
	open_world(&world, false);
	text = explain(&world, "crm:3", "crm:2", ERR_NONE);
	assert_true(has(text,
	    "comparison,left,right,level,weight,probability"
	    "\nprior,"));
	assert_true(has(text, "given_name,bill,william,short,"));
	assert_true(has(text, "\nsum,,,,"));
	assert_true(has(text, "\nrule,,,phone,,\n"));
	assert_true(has(text, "\ndecision,C0000000"));
	free(text);
	text = explain(&world, "crm:4", "crm:6", ERR_NONE);
	assert_false(has(text, "\nrule,"));
	assert_true(has(text, "no link,,\n"));
	free(text);
	store_close(world.store);
}

static size_t
count(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)) != NULL; text++)
		n++;
	return n;
}

static void
test_customer(void **state)
{
	struct world world;
	char *text, *again;

	(void)state;
	open_world(&world, true);
	text = explain(&world, "crm:2", NULL, ERR_NONE);
	assert_true(has(
	    text, "step,left,right,kind,value,weight,probability,bridge\n1,"));
	assert_int_equal(count(text, ",email,w@mail.test,,,bridge\n"), 1);
	assert_int_equal(count(text, ",phone,+12125550101,,,bridge\n"), 1);
	assert_int_equal(count(text, "\n"), 3);
	again = explain(&world, "C000000001", NULL, ERR_NONE);
	assert_string_equal(text, again);
	free(again);
	free(text);
	text = explain(&world, "crm:6", NULL, ERR_NONE);
	assert_string_equal(
	    text, "step,left,right,kind,value,weight,probability,bridge\n");
	free(text);
	store_close(world.store);
}

/* Where another link goes round, there is no bridge. */
static void
test_bridges(void **state)
{
	static const struct {
		const char *csv;
		size_t links, bridges;
	} cases[] = {
	    {"channel,customer_id,id:a,id:b,id:c\n"
	     "crm,1,1,,2\ncrm,2,1,3,\ncrm,3,,3,2\n",
		2, 0},
	    {"channel,customer_id,id:a,id:b,id:c\n"
	     "crm,1,1,,\ncrm,2,1,3,\ncrm,3,,3,2\n",
		2, 2},
	    {"channel,customer_id,id:a,id:b,id:c\n"
	     "crm,1,1,7,\ncrm,2,1,7,\n",
		1, 0},
	    {"channel,customer_id,id:a,id:b,id:c,id:d\n"
	     "crm,1,1,,2,\ncrm,2,1,3,,\ncrm,3,,3,2,4\ncrm,4,,,,4\n",
		3, 1},
	};
	const struct merge_options options = {.is_exact = true, .now_us = 6};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct world world = {0};
		struct merge merge = {0};
		struct err err = {0};
		char *text;

		world_import(&world, cases[i].csv);
		assert_int_equal(
		    merge_run(world.store, &options, &merge, &err), 0);
		merge_clear(&merge);
		text = explain(&world, "crm:1", NULL, ERR_NONE);
		assert_int_equal(count(text, "\n"), cases[i].links + 1);
		assert_int_equal(
		    count(text, ",bridge\n") - 1, cases[i].bridges);
		free(text);
		store_close(world.store);
	}
}

static void
test_errors(void **state)
{
	struct world world;

	(void)state;
	memset(&world, 0, sizeof(world));
	world_import(&world, people);
	free(explain(&world, "crm:1", NULL, ERR_UNAVAILABLE));
	free(explain(&world, "crm:1", "crm:2", ERR_UNAVAILABLE));
	store_close(world.store);
	open_world(&world, false);
	free(explain(&world, "crm:9", NULL, ERR_NO));
	free(explain(&world, "crm:1", "crm:9", ERR_NO));
	free(explain(&world, "crm:1", "crm:1", ERR_USAGE));
	free(explain(&world, "C000000099", NULL, ERR_NO));
	store_close(world.store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sum),
	    cmocka_unit_test(test_pair),
	    cmocka_unit_test(test_customer),
	    cmocka_unit_test(test_bridges),
	    cmocka_unit_test(test_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
