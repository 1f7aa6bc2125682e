#ifndef INPUT_WINDOW_H
#define INPUT_WINDOW_H

/*
 * A piece of the decoded text of an input that moves forward over it: what
 * stands from ${at} on is not consumed yet. Addresses hold until the next
 * window_more or window_line.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "input/source.h"
#include "text/decode.h"

struct window {
	struct source *source;
	struct decode *decode; /* NULL: UTF-8 is taken as it is */
	struct buf raw;
	struct buf text;
	size_t at;
	size_t plain;  /* text before this is plain, where it was asked for */
	uint64_t line; /* of ${at}, 1-based; kept by who moves it */
	bool is_end;   /* nothing comes behind the text */
	bool is_said;  /* the user named the encoding */
};

/* A physical line: its bytes without and with the terminator. */
struct window_line {
	const char *data;
	size_t len;
	size_t size; /* 0: there is none any more */
};

/**
 * window_open(window, path, encoding, err):
 * Open ${path}, find the encoding (${encoding}, NULL: by BOM, else UTF-8),
 * read the first chunk, and refuse what is no text. The window is the
 * caller's and must be cleared after a failure too.
 * window_close(window): give everything back.
 */
int window_open(struct window *, const char *, const char *, struct err *);
void window_close(struct window *);

/**
 * window_more(window, err): move what is not consumed to the front and read
 * on behind it, at least a byte unless the end has come.
 * window_line(window, from, term, max, line, err): the line that begins
 * ${from} bytes behind ${at}. One that ends more than ${max} bytes behind
 * ${at} is an error, RECORD_TOO_LONG.
 */
int window_more(struct window *, struct err *);
int window_line(
    struct window *, size_t, char, size_t, struct window_line *, struct err *);

/**
 * window_is_plain(window, from, to): is the text between these offsets valid
 * and without control characters (utf8_is_plain)? Asked for in order, it
 * looks at each byte once.
 * window_left(window): what is there and not consumed.
 * window_encoding(window): its canonical name.
 */
bool window_is_plain(struct window *, size_t, size_t);
struct span window_left(const struct window *);
const char *window_encoding(const struct window *);

#endif
