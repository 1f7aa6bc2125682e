#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "input/source.h"

static char path[] = "/tmp/omni-source-XXXXXX";

static void
write_file(struct span content)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(
	    fwrite(content.data, 1, content.len, file), content.len);
	assert_int_equal(fclose(file), 0);
}

static void
pack(struct buf *out, struct span text)
{
	z_stream z = {0};
	unsigned char packed[4096];
	int done;

	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8,
			     Z_DEFAULT_STRATEGY),
	    Z_OK);
	z.next_in = (Bytef *)(uintptr_t)text.data;
	z.avail_in = (uInt)text.len;
	do {
		z.next_out = packed;
		z.avail_out = sizeof(packed);
		done = deflate(&z, Z_FINISH);
		buf_add(out, packed, sizeof(packed) - z.avail_out);
	} while (done == Z_OK);
	assert_int_equal(done, Z_STREAM_END);
	(void)deflateEnd(&z);
}

/* All of it, read in pieces of ${size}. */
static int
read_all(struct buf *out, size_t size, struct err *err)
{
	struct source *source = source_open(path, err);
	int done = 0;
	size_t got = size;

	buf_reset(out);
	assert_non_null(source);
	while (done == 0 && got == size) {
		char *room = buf_reserve(out, size);

		assert_non_null(room);
		done = source_read(source, room, size, &got, err);
		out->len += done == 0 ? got : 0;
	}
	source_close(source);
	return done;
}

static void
test_read(void **state)
{
	static const size_t sizes[] = {1, 3, 7, 1000};
	struct buf packed = {0};
	struct buf out = {0};
	struct err err = {0};

	(void)state;
	pack(&packed, span_of("hello, "));
	pack(&packed, span_of("world"));
	buf_add(&packed, "\0\0\0", 3);
	for (size_t i = 0; i < 4; i++) {
		write_file(span_of("hello, world"));
		assert_int_equal(read_all(&out, sizes[i], &err), 0);
		assert_string_equal(buf_text(&out), "hello, world");
		write_file(buf_get(&packed));
		assert_int_equal(read_all(&out, sizes[i], &err), 0);
		assert_string_equal(buf_text(&out), "hello, world");
	}
	buf_clear(&packed);
	buf_clear(&out);
}

static void
test_damaged(void **state)
{
	struct buf packed = {0};
	struct buf out = {0};
	struct err err = {0};
	size_t whole;

	(void)state;
	pack(&packed, span_of("hello, world"));
	whole = packed.len;
	for (size_t len = 2; len < whole; len++) {
		write_file(span_make(packed.data, len));
		assert_int_equal(read_all(&out, 100, &err), -1);
		assert_int_equal(err.code, ERR_DATA);
		assert_string_equal(err.reason, "BAD_GZIP");
		err_clear(&err);
	}
	packed.data[whole - 6] ^= 1;
	write_file(buf_get(&packed));
	assert_int_equal(read_all(&out, 100, &err), -1);
	err_clear(&err);
	packed.data[whole - 6] ^= 1;
	buf_str(&packed, "garbage");
	write_file(buf_get(&packed));
	assert_int_equal(read_all(&out, 100, &err), -1);
	assert_string_equal(err.reason, "BAD_GZIP");
	buf_clear(&packed);
	buf_clear(&out);
}

/* A bomb: 64 MB of zeros in 64 KB. */
static void
test_bomb(void **state)
{
	size_t size = 64 * 1024 * 1024;
	char *zeros = calloc(1, size);
	struct buf packed = {0};
	struct buf out = {0};
	struct err err = {0};

	(void)state;
	assert_non_null(zeros);
	pack(&packed, span_make(zeros, size));
	free(zeros);
	write_file(buf_get(&packed));
	assert_int_equal(read_all(&out, 1024 * 1024, &err), -1);
	assert_string_equal(err.reason, "BAD_GZIP");
	assert_true(out.len < size / 2);
	buf_clear(&packed);
	buf_clear(&out);
}

static void
test_figures(void **state)
{
	struct err err = {0};
	struct source *source;
	char room[64];
	char hex[33];
	size_t got;

	(void)state;
	write_file(span_of("hello"));
	source = source_open(path, &err);
	assert_non_null(source);
	assert_true(source_is_regular(source));
	assert_int_equal(source_size(source), 5);
	assert_int_equal(
	    source_read(source, room, sizeof(room), &got, &err), 0);
	assert_int_equal(got, 5);
	assert_int_equal(source_bytes(source), 5);
	source_hash(source, hex);
	/* xxhsum -H2 of "hello" */
	assert_string_equal(hex, "b5e9c1ad071b3e7fc779cfaa5e523818");
	source_close(source);
	source_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_read),
	    cmocka_unit_test(test_damaged),
	    cmocka_unit_test(test_bomb),
	    cmocka_unit_test(test_figures),
	};
	int fd = mkstemp(path);
	int failed;

	if (fd < 0)
		return 1;
	(void)close(fd);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)unlink(path);
	return failed;
}
