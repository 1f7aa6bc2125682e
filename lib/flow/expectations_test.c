#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "flow/expectations.h"
#include "journey/sample.h"

/* "line:text|", or what is wrong. */
static const struct {
	const char *file, *expected;
} files[] = {
    {"absence(ec)\n", "1:absence(ec)|"},
    {"\xef\xbb\xbf"
     "absence(ec) 5%\r\n\r\n# no\r\nchain(ec,phone) # so\r\n",
	"1:absence(ec) 5%|4:chain(ec,phone)|"},
    {"absence(ec)", "1:absence(ec)|"},
    {"", "holds no rule"},
    {"\n # nothing\n", "holds no rule"},
    {"absence(\xff)\n", "is not UTF-8"},
};

static void
test_files(void **state)
{
	struct buf text = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char path[] = "/tmp/omni-expect-XXXXXX";
		struct expectations e = {0};
		struct err err = {0};
		int fd = mkstemp(path);
		ssize_t len = (ssize_t)strlen(files[i].file);

		assert_int_equal(write(fd, files[i].file, (size_t)len), len);
		assert_int_equal(close(fd), 0);
		buf_reset(&text);
		if (expectations_read(&e, path, &err) != 0)
			buf_str(&text, err.msg);
		for (size_t j = 0; j < e.count; j++) {
			buf_printf(&text, "%d:", (int)e.lines[j].number);
			buf_span(&text, e.lines[j].text);
			buf_char(&text, '|');
		}
		assert_string_equal(buf_text(&text), files[i].expected);
		assert_int_equal(unlink(path), 0);
		expectations_clear(&e);
	}
	buf_clear(&text);
}

static const struct sample samples[] = {
    {.who = "a", .at = "2026-01-05", .what = "chat:inquiry"},
    {.who = "a", .at = "2026-01-06", .what = "phone:inquiry"},
    {.who = "b",
	.at = "2026-01-05",
	.what = "chat:inquiry",
	.outcome = CANON_RESOLVED},
    {.who = "c", .at = "2026-01-05", .what = "store:visit"},
};

/* journeys, applies, conform, share, minimum, met; or what is wrong. */
static const struct {
	const char *rule;
	bool is_group;
	const char *expected;
} rules[] = {
    {"response(chat,phone)", false, "3,2,1,0.500000,,"},
    {"response( chat , phone ) 50%", false, "3,2,1,0.500000,0.500000,true"},
    {"response(chat,phone).500001", false, "3,2,1,0.500000,0.500001,false"},
    {"response(inquiry,resolved)", false, "3,2,1,0.500000,,"},
    {"response(*:inquiry,*)", false, "3,2,2,1.000000,,"},
    {"absence(store)", false, "3,3,2,0.666667,,"},
    {"absence(inquiry,2)", false, "3,3,2,0.666667,,"},
    {"chain(contact,physical) 1", true, "3,2,0,0.000000,1.000000,false"},
    /* Of nothing no share is too little. */
    {"response(sns,ec) 100%", false, "3,0,0,,1.000000,"},
    {"response(contact,ec)", false,
	"no channel, kind of event or outcome is called 'contact'"},
    {"response(chat,phone) -1", false, "not a share such as 0.95 or 95%: '-1'"},
    {"response(chat", false, "not like response(a,b): 'response(chat'"},
};

static const char *
run(const struct journey_context *context, size_t i, char **text, bool *failed,
    struct err *err)
{
	struct expectations_line line = {span_of(rules[i].rule), 1};
	const struct expectations e = {
	    .path = "rules", .lines = &line, .count = 1};
	const struct expectations_options options = {
	    .activity = {.is_group = rules[i].is_group},
	    .episode = {.unit = EPISODE_CUSTOMER},
	    .out = {.format = OUT_TSV},
	};
	size_t len;
	FILE *stream = open_memstream(text, &len);
	struct checking *checking =
	    expectations_open(&e, context, &options, stream, err);
	struct journey_sink sink;

	if (checking == NULL) {
		assert_int_equal(fclose(stream), 0);
		return err->msg;
	}
	sink = expectations_sink(checking);
	assert_int_equal(sample_tell(context, &sink, samples, 4, err), 0);
	assert_int_equal(expectations_finish(checking, failed, err), 0);
	expectations_close(checking);
	assert_int_equal(fclose(stream), 0);
	for (char *c = *text; *c != '\0'; c++)
		if (*c == '\t' || *c == '\n')
			*c = *c == '\t' ? ',' : '\0';
	return strchr(*text + strlen(*text) + 1, ')') + 2;
}

static void
test_rules(void **state)
{
	struct journey_context context;

	(void)state;
	sample_context(&context, NULL);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct err err = {0};
		char *text = NULL;
		bool failed = false;

		assert_string_equal(
		    run(&context, i, &text, &failed, &err), rules[i].expected);
		assert_int_equal(
		    failed, strstr(rules[i].expected, ",false") != NULL);
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_files),
	    cmocka_unit_test(test_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
