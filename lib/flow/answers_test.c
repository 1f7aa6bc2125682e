#include <unistd.h>

#include "flow/answers.h"
#include "flow/sample.h"

static const struct sample people[] = {
    {.source = "a", .native_id = "1", .email = "x@mori.jp"},
    {.source = "a", .native_id = "2", .email = "x@mori.jp"},
    {.source = "a", .native_id = "3", .email = "y@mori.jp"},
    {.source = "a", .native_id = "4"},
    {.source = NULL},
};

struct answers_case {
	const char *text;
	enum err_code code;
	int64_t records, missing, pairs_right, exact;
};

static const struct answers_case cases[] = {
    {"source,customer_id,entity\na,1,p\na,2,p\na,3,q\na,9,q\n", ERR_NONE, 3, 1,
	1, 2},
    {"entity,note,customer_id,source\np,x,1,a\nq,y,2,a\n", ERR_NONE, 2, 0, 0,
	0},
    {"source,customer_id,entity\n", ERR_DATA, 0, 0, 0, 0},
    {"source,customer_id,entity\nb,1,p\na,9,p\n", ERR_DATA, 0, 0, 0, 0},
    {"source,customer_id,entity\na,1,p\na,1,p\n", ERR_NONE, 1, 0, 0, 1},
    {"source,customer_id,entity\na,1,p\na,1,q\n", ERR_DATA, 0, 0, 0, 0},
    {"source,customer_id\na,1\n", ERR_DATA, 0, 0, 0, 0},
    {"source,customer_id,entity\na,1\n", ERR_DATA, 0, 0, 0, 0},
    {"", ERR_DATA, 0, 0, 0, 0},
};

static void
run_case(const struct merge *merge, const struct answers_case *c)
{
	char path[] = "/tmp/answers.XXXXXX";
	int fd = mkstemp(path);
	size_t len = strlen(c->text);
	struct err err = {0};
	struct truth truth;
	int64_t missing;
	int status;

	assert_true(fd >= 0);
	assert_true(write(fd, c->text, len) == (ssize_t)len);
	assert_int_equal(close(fd), 0);
	status = answers_match(path, merge, &err);
	assert_int_equal(err.code, c->code);
	assert_int_equal(status, c->code == ERR_NONE ? 0 : -1);
	err_clear(&err);
	status = answers_measure(path, merge, 0, &truth, &missing, &err);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(err.code, c->code);
	assert_int_equal(status, c->code == ERR_NONE ? 0 : -1);
	if (status == -1)
		return;
	assert_int_equal(truth.records, c->records);
	assert_int_equal(missing, c->missing);
	assert_int_equal(truth.pairs_right, c->pairs_right);
	assert_int_equal(truth.exact, c->exact);
}

static void
test_cases(void **state)
{
	struct store *store = sample_store();
	struct merge merge = {0};
	struct err err = {0};
	size_t i;

	(void)state;
	sample_import_all(store, people);
	sample_merge(store, &merge);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run_case(&merge, &cases[i]);
	assert_int_equal(answers_check("/nowhere/at-all.csv", &err), -1);
	assert_int_equal(err.code, ERR_NOINPUT);
	merge_clear(&merge);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
