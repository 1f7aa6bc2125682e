#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/outfile.h"

static char folder[] = "/tmp/omni-outfile-test-XXXXXX";

static const char *
path_of(struct buf *buf, const char *name)
{
	buf_reset(buf);
	buf_printf(buf, "%s/%s", folder, name);
	return buf_text(buf);
}

static size_t
count_files(void)
{
	DIR *dir = opendir(folder);
	size_t count = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL)
		count++;
	assert_int_equal(closedir(dir), 0);
	return count - 2; /* "." and ".." */
}

static void
assert_content(const char *path, const char *expected)
{
	char text[100] = "";
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	(void)fread(text, 1, sizeof(text) - 1, file);
	assert_int_equal(fclose(file), 0);
	assert_string_equal(text, expected);
}

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL;
}

static int
remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

static void
write_out(const char *path, const char *text)
{
	struct err err = {0};
	struct outfile *out = outfile_open(path, NULL, &err);

	assert_non_null(out);
	assert_true(fputs(text, outfile_stream(out)) >= 0);
	assert_int_equal(outfile_commit(out, &err), 0);
}

static void
appears_whole(void **state)
{
	struct buf name = {0};
	const char *path = path_of(&name, "out.csv");
	struct outfile *out;
	struct stat status;

	(void)state;
	out = outfile_open(path, NULL, NULL);
	assert_non_null(out);
	assert_true(fputs("a,b\n", outfile_stream(out)) >= 0);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(outfile_commit(out, NULL), 0);
	assert_content(path, "a,b\n");
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	write_out(path, "second\n");
	assert_content(path, "second\n");
	assert_int_equal(count_files(), 1);
	assert_int_equal(unlink(path), 0);
	buf_clear(&name);
}

static void
abort_leaves_all_as_it_was(void **state)
{
	struct buf name = {0};
	const char *path = path_of(&name, "kept.csv");
	struct outfile *out;

	(void)state;
	write_out(path, "first\n");
	out = outfile_open(path, NULL, NULL);
	assert_non_null(out);
	assert_true(fputs("second\n", outfile_stream(out)) >= 0);
	outfile_abort(out);
	outfile_abort(NULL);
	assert_content(path, "first\n");
	assert_int_equal(count_files(), 1);
	assert_int_equal(unlink(path), 0);
	buf_clear(&name);
}

static void
does_not_follow_links(void **state)
{
	struct buf name = {0}, link_name = {0};
	const char *path = path_of(&name, "target");
	const char *link = path_of(&link_name, "link");

	(void)state;
	write_out(path, "target\n");
	assert_int_equal(symlink(path, link), 0);
	write_out(link, "new\n");
	assert_content(path, "target\n");
	assert_content(link, "new\n");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(unlink(link), 0);
	buf_clear(&name);
	buf_clear(&link_name);
}

static void
says_what_cannot_be_created(void **state)
{
	static const char *const paths[] = {
	    "/nowhere/out.csv", "/tmp", "/dev/null/x", ""};

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct err err = {0};

		assert_null(outfile_open(paths[i], NULL, &err));
		assert_int_equal(err.code, ERR_CANTCREAT);
		assert_non_null(strstr(err.msg, "cannot "));
	}
}

static void
writes_devices_as_they_stand(void **state)
{
	struct err err = {0};
	struct outfile *out;
	struct stat status;

	(void)state;
	write_out("/dev/null", "gone\n");
	assert_int_equal(stat("/dev/null", &status), 0);
	assert_true(S_ISCHR(status.st_mode));
	out = outfile_open("/dev/full", NULL, &err);
	assert_non_null(out);
	assert_true(fputs("lost\n", outfile_stream(out)) >= 0);
	assert_int_equal(outfile_commit(out, &err), -1);
	assert_int_equal(err.code, ERR_IO);
	assert_string_equal(
	    err.msg, "cannot write '/dev/full': No space left on device");
}

static void
checks_the_callers_stream(void **state)
{
	static const char *const names[] = {NULL, "-"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct err err = {0};
		FILE *full = fopen("/dev/full", "w");
		struct outfile *out = outfile_open(names[i], full, &err);

		assert_non_null(out);
		assert_ptr_equal(outfile_stream(out), full);
		assert_true(fputs("lost\n", full) >= 0);
		assert_int_equal(outfile_commit(out, &err), -1);
		assert_int_equal(err.code, ERR_IO);
		assert_string_equal(err.msg,
		    "cannot write standard output: "
		    "No space left on device");
		(void)fclose(full);
	}
}

static void
knows_one_file_by_two_names(void **state)
{
	struct buf a = {0}, b = {0}, c = {0};
	struct err err = {0};
	struct outfile *out;

	(void)state;
	path_of(&a, "one");
	path_of(&b, "./one");
	path_of(&c, "two");
	assert_true(outfile_is_same(buf_text(&a), buf_text(&a)));
	assert_false(outfile_is_same(buf_text(&a), buf_text(&b)));
	out = outfile_open(buf_text(&a), NULL, &err);
	assert_non_null(out);
	assert_int_equal(outfile_commit(out, &err), 0);
	assert_true(outfile_is_same(buf_text(&a), buf_text(&b)));
	assert_false(outfile_is_same(buf_text(&a), buf_text(&c)));
	assert_int_equal(symlink("one", buf_text(&c)), 0);
	assert_true(outfile_is_same(buf_text(&a), buf_text(&c)));
	assert_int_equal(unlink(buf_text(&a)), 0);
	assert_int_equal(unlink(buf_text(&c)), 0);
	buf_clear(&a);
	buf_clear(&b);
	buf_clear(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(appears_whole),
	    cmocka_unit_test(abort_leaves_all_as_it_was),
	    cmocka_unit_test(does_not_follow_links),
	    cmocka_unit_test(says_what_cannot_be_created),
	    cmocka_unit_test(writes_devices_as_they_stand),
	    cmocka_unit_test(checks_the_callers_stream),
	    cmocka_unit_test(knows_one_file_by_two_names),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
