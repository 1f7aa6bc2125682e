#ifndef TEXT_DECODE_H
#define TEXT_DECODE_H

/*
 * Bytes of a named encoding become UTF-8, in chunks. Names as users write
 * them (any case, "-" and "_" alike): UTF-8, UTF-16 (by its BOM, else
 * little-endian), UTF-16LE, UTF-16BE, CP932 (also meant by SHIFT_JIS, SJIS,
 * SHIFT-JIS, MS_KANJI, WINDOWS-31J: NEC and IBM characters included), EUC-JP,
 * ISO-2022-JP, and whatever iconv(3) knows besides.
 *
 * A byte that does not decode does not stop the stream: it comes out as the
 * byte 0xFF (which no UTF-8 holds) and two hexadecimal digits, so that the
 * row that it stands in can be refused with its place and shown. With UTF-8,
 * bytes pass as they are and the row is checked later. A BOM at the start is
 * taken off.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#define DECODE_BAD '\xff'

struct decode;

/**
 * decode_new(name, err): ERR_CONFIG when nobody knows the encoding.
 * decode_name(decode): its canonical name ("CP932").
 * decode_feed(decode, bytes, is_last, out, err): append to ${out}; a
 * character cut at the end of the chunk waits for the next one.
 */
struct decode *decode_new(const char *, struct err *);
const char *decode_name(const struct decode *);
int decode_feed(struct decode *, struct span, bool, struct buf *, struct err *);
void decode_free(struct decode *);

/**
 * decode_bom(bytes, len): the name of the encoding whose BOM the bytes begin
 * with ("UTF-8", "UTF-16LE", "UTF-16BE") and its length, or NULL.
 * decode_guess(bytes): what a sample that is not UTF-8 looks like ("CP932",
 * "EUC-JP", "ISO-2022-JP", "UTF-16LE" ...), for a hint only; NULL when
 * nothing fits.
 */
const char *decode_bom(struct span, size_t *);
const char *decode_guess(struct span);

#endif
