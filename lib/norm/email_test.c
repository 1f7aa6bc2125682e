#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "norm/email.h"

static void
check(const char *text, const char *expected)
{
	struct arena arena = {0};
	struct span normal;
	bool is_one = email_normal(span_of(text), &normal, &arena);

	if (is_one != (expected != NULL) ||
	    (is_one && !span_is(normal, expected)))
		fail_msg("'%s' gives '%.*s'", text,
		    is_one ? (int)normal.len : 4,
		    is_one ? normal.data : "none");
	arena_clear(&arena);
}

/* The catalogue of malformed input, section 5.6. */
static void
finds_normal_form(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
	    /* M01 */
	    {"Taro@Example.COM", "taro@example.com"},
	    {"  taro@sato.jp\t", "taro@sato.jp"},
	    {"\xe3\x80\x80taro＠sato．jp", "taro@sato.jp"},
	    {"ｔａｒｏ@sato.jp", "taro@sato.jp"},
	    /* M02 */
	    {"taro..yamada@docomo.ne.jp", "taro..yamada@docomo.ne.jp"},
	    {"yamada.@ezweb.ne.jp", "yamada.@ezweb.ne.jp"},
	    {"\"yamada.\"@ezweb.ne.jp", "yamada.@ezweb.ne.jp"},
	    {".yamada@ezweb.ne.jp", NULL},
	    /* M03 */
	    {"a@b", NULL},
	    {"a@", NULL},
	    {"@b", NULL},
	    {"a@@b.jp", NULL},
	    {"a b@c.jp", NULL},
	    {"a@b,jp", NULL},
	    {"", NULL},
	    {"   ", NULL},
	    {"taro", NULL},
	    /* M04 */
	    {"Taro <taro@sato.jp>", "taro@sato.jp"},
	    {"<taro@sato.jp>", "taro@sato.jp"},
	    {"\"Sato, Taro\" <taro@sato.jp>", "taro@sato.jp"},
	    {"佐藤 太郎 ＜taro@sato.jp＞", "taro@sato.jp"},
	    {"taro@sato.jp <taro@sato.jp>", "taro@sato.jp"},
	    {"hana@sato.jp, Taro <taro@sato.jp>", NULL},
	    {"mailto:taro@sato.jp", "taro@sato.jp"},
	    {"MAILTO:taro@sato.jp?subject=x@y", "taro@sato.jp"},
	    {"taro@sato.jp>", NULL},
	    /* M05 */
	    {"a@x.jp;b@y.jp", NULL},
	    {"a@x.jp, b@y.jp", NULL},
	    {"a@x.jp b@y.jp", NULL},
	    /* M06: kept; block_is_email tells that they link nobody. */
	    {"test@example.com", "test@example.com"},
	    {"noreply@sato.jp", "noreply@sato.jp"},
	    /* M07 */
	    {"taro@日本語.jp", "taro@日本語.jp"},
	    {"taro@XN--WGV71A119E.jp", "taro@xn--wgv71a119e.jp"},
	    {"太郎@sato.jp", "太郎@sato.jp"},
	    /* M08 */
	    {"taro@sato.jp\r\nBcc: x@y.jp", NULL},
	    {"taro@sato.jp\n", NULL},
	    {"ta\x01ro@sato.jp", NULL},
	    {"taro\xff@sato.jp", NULL},
	    /* M09 */
	    {"Taro.Sato+shop@gmail.com", "tarosato@gmail.com"},
	    {"tarosato@googlemail.com", "tarosato@gmail.com"},
	    {"taro.sato+shop@outlook.com", "taro.sato@outlook.com"},
	    {"taro.sato+shop@sato.jp", "taro.sato+shop@sato.jp"},
	    {"+1@gmail.com", "+1@gmail.com"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(cases[i].text, cases[i].expected);
}

static void
keeps_to_lengths(void **state)
{
	char text[300];

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text + 64, "@sato.jp", sizeof("@sato.jp"));
	check(text, text);
	memset(text, 'a', sizeof(text));
	memcpy(text + 65, "@sato.jp", sizeof("@sato.jp"));
	check(text, NULL);
	memset(text, 'a', sizeof(text));
	for (size_t i = 1; i < 250; i += 2)
		text[i] = '.';
	text[1] = '@';
	memcpy(text + 250, "a.jp", sizeof("a.jp"));
	check(text, text);
	memcpy(text + 250, "a.jpn", sizeof("a.jpn"));
	check(text, NULL);
}

/*
 * What becomes of each verdict of is_email, and why:
 *
 * Taken: what can receive mail over SMTP, whatever the DNS says today (the
 * answer must not change by it), quoted local parts included.
 *
 * Not taken: what is only allowed within a message (comments, folded or
 * obsolete white space), address literals and one-label domains (nobody's
 * customers live there), domains that are too long or end in a number, and
 * what is_email calls an error.
 *
 * Exceptions by number: dots at the end of the local part or next to each
 * other are an error there, but docomo and au gave such addresses out; and
 * blanks around the address are taken off; a quoted nothing is nobody.
 */
static const char *const taken[] = {"VALID", "DNSWARN_NO_MX_RECORD",
    "DNSWARN_NO_RECORD", "RFC5321_QUOTEDSTRING", NULL};

static const struct {
	const char *set;
	int id;
	bool is_taken;
} exceptions[] = {
    {"new", 5, false},  /* test@io: one label */
    {"new", 16, true},  /* test.@iana.org */
    {"new", 43, false}, /* ""@iana.org */
    {"new", 157, true}, /* blanks around */
    {"new", 158, true},
    {"original", 25, true}, /* first.last.@iana.org */
    {"original", 26, true}, /* first..last@iana.org */
    {"original", 31, false},
    {"original", 77, true},
    {"original", 78, true},
    {"original", 102, true},
    {"original", 103, true},
    {"original", 131, true},
    {"original", 132, true},
};

static bool
is_expected(const char *set, int id, const char *diagnosis)
{
	for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]);
	     i++) {
		if (strcmp(exceptions[i].set, set) == 0 &&
		    exceptions[i].id == id)
			return exceptions[i].is_taken;
	}
	for (size_t i = 0; taken[i] != NULL; i++) {
		if (strcmp(taken[i], diagnosis) == 0)
			return true;
	}
	return false;
}

/* Undo \xNN in place; returns the length. */
static size_t
unescape(char *text)
{
	size_t len = 0;
	char digits[3] = "";

	for (char *at = text; *at != '\0' && *at != '\n'; len++) {
		if (at[0] == '\\' && at[1] == 'x') {
			memcpy(digits, at + 2, 2);
			text[len] = (char)strtol(digits, NULL, 16);
			at += 4;
		} else {
			text[len] = *at++;
		}
	}
	return len;
}

/* Cut the next field off a line of tab-separated text. */
static char *
next_field(char **rest)
{
	char *field = *rest;

	*rest += strcspn(*rest, "\t\n");
	assert_int_not_equal(**rest, '\0');
	*(*rest)++ = '\0';
	return field;
}

static void
decide(char *line, struct arena *arena)
{
	const char *set = next_field(&line);
	int id = (int)strtol(next_field(&line), NULL, 10);
	const char *diagnosis = next_field(&line);
	struct span text = span_make(line, unescape(line));
	struct span normal;

	if (email_normal(text, &normal, arena) !=
	    is_expected(set, id, diagnosis))
		fail_msg("%s %d %s: '%.*s'", set, id, diagnosis, (int)text.len,
		    text.data);
}

static void
decides_on_isemail(void **state)
{
	const char *dir = getenv("TESTDATA");
	char line[2000];
	int count = 0;
	struct arena arena = {0};
	FILE *file;

	(void)state;
	(void)snprintf(line, sizeof(line), "%s/isemail/cases.tsv",
	    dir == NULL ? "testdata" : dir);
	file = fopen(line, "r");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	for (; fgets(line, sizeof(line), file) != NULL; count++)
		decide(line, &arena);
	assert_int_equal(count, 443);
	assert_int_equal(fclose(file), 0);
	arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_normal_form),
	    cmocka_unit_test(keeps_to_lengths),
	    cmocka_unit_test(decides_on_isemail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
