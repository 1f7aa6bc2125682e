#ifndef INPUT_SNIFF_H
#define INPUT_SNIFF_H

/*
 * What a file is by its first bytes, so that the wrong kind of file is
 * refused with a hint and not row by row. Questions only: NULL means that
 * nothing speaks against it.
 */

#include <stdbool.h>

#include "base/span.h"

/**
 * sniff_bytes(bytes): "xlsx: export as CSV" and the like, of bytes as they
 * lie in the file, unpacked.
 * sniff_text(text, is_json): the same of decoded text: HTML and XML, JSON
 * where a table was promised, a table where JSON was.
 */
const char *sniff_bytes(struct span);
const char *sniff_text(struct span, bool);

/**
 * sniff_rejects(text, delimiter): is it a file of rejected rows, by its first
 * column or member "_line"? ${delimiter} is then what stands behind it in a
 * table, NUL in JSON. Such a file is UTF-8, whatever is said of the export that
 * the rows came from; where an office program saved it in another encoding,
 * this says false.
 */
bool sniff_rejects(struct span, char *);

/**
 * sniff_encoding(bytes): an encoding that shows although the bytes may be
 * UTF-8 too: UTF-16 by its NULs, ISO-2022-JP by its escapes.
 * sniff_is_utf8(bytes): is it UTF-8 with so much beyond ASCII in it that no
 * other encoding is meant? The sample may end within a character.
 */
const char *sniff_encoding(struct span);
bool sniff_is_utf8(struct span);

#endif
