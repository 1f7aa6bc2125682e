#include <unistd.h>

#include "flow/decide.h"
#include "flow/review.h"
#include "flow/sample.h"

static const struct sample people[] = {
    {.source = "ec", .native_id = "1", .family = "Mori", .phone = "+8111"},
    {.source = "ec", .native_id = "2", .email = "b@x.jp", .ssn = "S1"},
    {.source = "shop", .native_id = "1", .family = "Sato", .phone = "+8111"},
    {.source = "shop", .native_id = "2", .email = "b@x.jp", .ssn = "S2"},
    {.source = NULL},
};

static int
decide(struct store *store, const char *text, struct decide_counts *counts,
    struct err *err)
{
	char path[] = "/tmp/omni-decide-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");
	int status;

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	status = decide_file(store, path, 7, counts, err);
	assert_int_equal(unlink(path), 0);
	return status;
}

/* Each file in turn, after those before it. */
static const struct {
	const char *text;
	const char *error; /* what it says, or NULL */
	struct decide_counts counts;
} files[] = {
    {"left,right,decision\n", NULL, {0, 0, 0, 0, 0}},
    {"left,right\nec:1,ec:2\n", "no column 'decision'", {0, 0, 0, 0, 0}},
    {"decision,x,right,left\nsame,9,ec:1,shop:1\n,9,ec:1,ec:2\n", NULL,
	{1, 0, 0, 0, 1}},
    {"left,right,decision\nshop:1,ec:1,same\nec:1,shop:1,same\n", NULL,
	{2, 0, 0, 2, 0}},
    {"left,right,decision\nshop:1,shop:1,same\n",
	"left and right are the same record", {0, 0, 0, 0, 0}},
    {"left,right,decision\nshop:1,x,same\n", "'x' is no record",
	{0, 0, 0, 0, 0}},
    {"left,right,decision\nshop:1,ec:9,same\n", "'ec:9' is no record",
	{0, 0, 0, 0, 0}},
    {"left,right,decision\nshop:1,ec:2,Same\n",
	"'Same' is none of same, different, unsure", {0, 0, 0, 0, 0}},
    {"left,right,decision\nec:1,ec:2,same\nshop:1,ec:2,different\n",
	"decisions contradict each other", {0, 0, 0, 0, 0}},
    /* Nothing of a refused file was kept. */
    {"left,right,decision\nshop:1,ec:2,different\n", NULL, {0, 1, 0, 0, 0}},
    {"left,right,decision\nec:1,ec:2,same\n", "decisions contradict each other",
	{0, 0, 0, 0, 0}},
    {"left,right,decision\nshop:1,ec:1,unsure\nec:1,ec:2,same\n", NULL,
	{1, 0, 1, 0, 0}},
};

static void
test_files(void **state)
{
	struct store *store = sample_store();
	struct decide_counts counts;
	struct err err;
	size_t i;
	int status;

	(void)state;
	sample_import_all(store, people);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		memset(&err, 0, sizeof(err));
		status = decide(store, files[i].text, &counts, &err);
		if (files[i].error != NULL) {
			assert_int_equal(status, -1);
			assert_int_equal(err.code, ERR_DATA);
			if (strstr(err.msg, files[i].error) == NULL)
				fail_msg("%s", err.msg);
			continue;
		}
		if (status == -1)
			fail_msg("%s", err.msg);
		assert_memory_equal(&counts, &files[i].counts, sizeof(counts));
	}
	store_close(store);
}

static void
review(struct store *store, int64_t limit, struct buf *text)
{
	struct review_options options = {
	    .out = {.format = OUT_CSV}, .limit = limit};
	struct err err = {0};

	options.stream = tmpfile();
	assert_non_null(options.stream);
	if (review_write(store, &options, &err) == -1)
		fail_msg("%s", err.msg);
	sample_read(options.stream, text);
}

/* What is asked, and not asked again once it is answered. */
static void
test_review(void **state)
{
	static const char header[] =
	    "left,right,probability,weight,left_id,right_id,"
	    "left_email,right_email,decision\n";
	struct store *store = sample_store();
	struct decide_counts counts;
	struct merge merge = {0};
	struct buf text = {0};
	struct err err = {0};

	(void)state;
	sample_import_all(store, people);
	sample_merge(store, &merge);
	merge_clear(&merge);
	review(store, 0, &text);
	assert_memory_equal(buf_text(&text), header, strlen(header));
	assert_non_null(strstr(buf_text(&text), "ec:2"));
	assert_non_null(strstr(buf_text(&text), "ssn:S2"));
	assert_int_equal(
	    decide(store, "left,right,decision\nec:2,shop:2,unsure\n", &counts,
		&err),
	    0);
	review(store, 5, &text);
	assert_string_equal(
	    buf_text(&text), "left,right,probability,weight,decision\n");
	buf_clear(&text);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_files),
	    cmocka_unit_test(test_review),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
