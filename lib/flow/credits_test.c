#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "flow/credits.h"

#define HEADER "channel,model,conversions,value,currency,share\n"

/* A file of paths, and what comes of it or is said of it. */
static const struct {
	const char *models, *file, *expected;
	int64_t left;
} cases[] = {
    {"last,last", "path,conversions\na > b,3\na,1\n",
	HEADER "a,last,1.000000000,0.000000000,,0.250000\n"
	       "b,last,3.000000000,0.000000000,,0.750000\n",
	0},
    {"linear,first", "nulls,value,conversions,path\n5,10.5,2,x > y > x\n",
	HEADER "x,linear,1.333333333,7.000000000,,0.666667\n"
	       "x,first,2.000000000,10.500000000,,1.000000\n"
	       "y,linear,0.666666667,3.500000000,,0.333333\n"
	       "y,first,0.000000000,0.000000000,,0.000000\n",
	0},
    /* A path without channels earns nobody anything. */
    {"first", "path,conversions\n,4\na,1\n",
	HEADER "a,first,1.000000000,0.000000000,,1.000000\n", 4},
    {"first", "path,conversions\n", HEADER, 0},
    {"markov", "path,conversions,nulls\na,0,7\n",
	HEADER "a,markov,0.000000000,0.000000000,,\n", 0},
    {"first", "path,nulls\na,1\n", "no column 'conversions'", 0},
    {"first", "path,conversions\na,-1\n", "not a number of conversions: '-1'",
	0},
    {"first", "path,conversions,value\na,1,1.23456\n",
	"not a number of value: '1.23456'", 0},
    {"time_decay", "path,conversions\na,1\n",
	"time_decay needs times, which --paths has not", 0},
};

static void
write_file(char path[], const char *text)
{
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(close(fd), 0);
}

static void
test_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct out_options how = {.format = OUT_CSV};
		struct credits_options options = {0};
		char path[] = "/tmp/omni-credits-XXXXXX";
		struct err err = {0};
		char *text = NULL;
		size_t size = 0;
		FILE *stream = open_memstream(&text, &size);
		int64_t left = 0;
		int rc;

		write_file(path, cases[i].file);
		assert_int_equal(
		    credits_models(cases[i].models, &options, &err), 0);
		rc =
		    credits_run_file(path, &options, &how, stream, &left, &err);
		assert_int_equal(fclose(stream), 0);
		if (rc == 0)
			assert_string_equal(text, cases[i].expected);
		else
			assert_non_null(strstr(err.msg, cases[i].expected));
		assert_int_equal(left, cases[i].left);
		assert_int_equal(unlink(path), 0);
		free(text);
	}
}

static void
test_models(void **state)
{
	struct credits_options options = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(
	    credits_models("markov,first,markov", &options, &err), 0);
	assert_int_equal(options.attribution.n_models, 2);
	assert_int_equal(options.models[0], ATTRIBUTION_MARKOV);
	assert_int_equal(options.models[1], ATTRIBUTION_FIRST);
	assert_int_equal(credits_models("first,", &options, &err), -1);
	assert_int_equal(err.code, ERR_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_files),
	    cmocka_unit_test(test_models),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
