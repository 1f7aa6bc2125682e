#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/exact.h"
#include "match/levels.h"
#include "match/model.h"

static void
assert_near(double value, double expected, double most)
{
	assert_true(fabs(value - expected) <= most);
}

static struct model model, other;

/* What is refused, and a word of why. */
static const struct {
	const char *text, *why;
} bad[] = {
    {"[]", "not a JSON object"},
    {"{", "line 1"},
    {"{\"threshold\": 2}", "'threshold'"},
    {"{\"threshold\": \"high\"}", "'threshold'"},
    {"{\"block_limit\": 1}", "'block_limit'"},
    {"{\"comparisons\": {}}", "'comparisons'"},
    {"{\"comparisons\": [{\"field\": \"amount\"}]}", "no field of a person"},
    {"{\"comparisons\": [{\"field\": \"city\", \"kind\": \"odd\"}]}", "'odd'"},
    {"{\"comparisons\": [{\"field\": \"city\","
     " \"levels\": {\"near\": [0.1, 0.2]}}]}",
	"[m, u, household]"},
    {"{\"comparisons\": [{\"field\": \"city\","
     " \"levels\": {\"odd\": [0.1, 0.2, 0.3]}}]}",
	"no level 'odd'"},
    {"{\"comparisons\": [{\"field\": \"city\","
     " \"levels\": {\"near\": [0, 0.2, 0.3]}}]}",
	"not between 0 and 1"},
    {"{\"rules\": [\"loud(city)\"]}", "'loud'"},
    {"{\"rules\": [1]}", "a rule is a string"},
    {"{\"unique\": [1]}", "'unique'"},
    {"{\"blocked\": [1]}", "'blocked'"},
    {"{\"review\": 0.1, \"review\": 0.2}", "line 1"},
    {"{\"train\": \"often\"}", "'train'"},
    {"{\"treshold\": 0.5}", "no key treshold"},
    {"{\"limits\": {\"fax\": 5}}", "no key of 'limits': fax"},
    {"{\"limits\": 5}", "'limits'"},
    {"{\"comparisons\": [{\"field\": \"city\", \"m\": 1}]}",
	"no key of a comparison: m"},
};

static void
test_refused(void **state)
{
	struct err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		memset(&err, 0, sizeof(err));
		assert_int_equal(
		    model_read(&model, span_of(bad[i].text), &err), -1);
		assert_int_equal(err.code, ERR_CONFIG);
		assert_non_null(strstr(err.msg, bad[i].why));
	}
}

static const char text[] =
    "{\"threshold\": 0.8, \"train\": \"asked\", \"limits\": {\"phone\": 7},"
    " \"comparisons\": [{\"field\": \"attr:rank\", \"kind\": \"exact\","
    " \"name\": \"rank\", \"frequency\": 0.25,"
    " \"levels\": {\"exact\": [0.8, 0.1, 0.2]}}],"
    " \"rules\": [\"attr:rank + city\"], \"unique\": [\"ssn\"],"
    " \"blocked\": [\"a@b.test\"]}";

static void
check(const struct model *m)
{
	assert_near(m->threshold, 0.8, 1e-9);
	assert_near(m->review, 0.5, 1e-9);
	assert_false(m->is_auto_training);
	assert_int_equal(model_limit(m, CANON_F_PHONE), 7);
	assert_int_equal(model_limit(m, CANON_F_EMAIL), EXACT_LIMIT_EMAIL);
	assert_int_equal(model_limit(m, CANON_F_ID), EXACT_LIMIT_ID);
	assert_int_equal(m->n_comparisons, 1);
	assert_string_equal(m->comparison[0].name, "rank");
	assert_string_equal(m->comparison[0].attribute, "rank");
	assert_near(m->comparison[0].frequency, 0.25, 1e-9);
	assert_near(m->comparison[0].level[SAME_EXACT].m, 0.8, 1e-9);
	assert_near(m->comparison[0].level[SAME_ELSE].m, 0.1, 1e-9);
	assert_int_equal(m->n_rules, 1);
	assert_true(model_is_unique(m, span_of("ssn")));
	assert_false(model_is_unique(m, span_of("line")));
	assert_true(model_is_blocked(m, span_of("a@b.test")));
	assert_false(model_is_blocked(m, span_of("b@b.test")));
	assert_false(m->is_trained);
}

/* What is read, written and read again is the same, and so are the bytes. */
static void
test_kept(void **state)
{
	struct buf once = {0}, twice = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(model_read(&model, span_of(text), &err), 0);
	check(&model);
	assert_int_equal(model_write(&model, &once, &err), 0);
	assert_int_equal(model_read(&other, buf_get(&once), &err), 0);
	check(&other);
	assert_int_equal(model_write(&other, &twice, &err), 0);
	assert_string_equal(buf_text(&once), buf_text(&twice));
	model_clear(&model);
	model_clear(&other);
	buf_clear(&once);
	buf_clear(&twice);
}

/* The built-in model is read, and its rules look at what it compares. */
static void
test_built_in(void **state)
{
	struct err err = {0};

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	assert_true(model.threshold >= model.review);
	assert_true(model.n_comparisons > 10 && model.n_rules > 20);
	model_clear(&model);
}

/* What is not said is as built in. */
static void
test_unsaid(void **state)
{
	struct buf built_in = {0}, unsaid = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(model_read_default(&model, &err), 0);
	assert_int_equal(model_write(&model, &built_in, &err), 0);
	model_clear(&model);
	assert_int_equal(
	    model_read(&other, span_of("{\"limits\": {\"id\": 50}}"), &err), 0);
	assert_int_equal(model_write(&other, &unsaid, &err), 0);
	model_clear(&other);
	assert_true(span_eq(buf_get(&built_in), buf_get(&unsaid)));
	buf_clear(&built_in);
	buf_clear(&unsaid);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_kept),
	    cmocka_unit_test(test_built_in),
	    cmocka_unit_test(test_unsaid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
