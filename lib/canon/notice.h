#ifndef CANON_NOTICE_H
#define CANON_NOTICE_H

/*
 * What is worth a warning in an export and refuses nothing: counted by kind,
 * and told once a file. The rooms that a row passes each count what they see.
 */

#include <stdint.h>

enum notice_kind {
	NOTICE_NEWLINES,  /* LF and CR LF in one file */
	NOTICE_GAIJI,     /* U+E000 to U+F8FF */
	NOTICE_MOJIBAKE,  /* decoded wrongly before it was exported */
	NOTICE_FUTURE,    /* an event later than now */
	NOTICE_ZERO_LOST, /* a telephone number without its 0 */
	NOTICE_ZERO_IDS,  /* customers 00123 and 123 */
	NOTICE_COUNT,
};

/* A zeroed struct notices is ready. */
struct notices {
	uint64_t count[NOTICE_COUNT];
	uint64_t line[NOTICE_COUNT]; /* of the first */
};

/**
 * notice_add(notices, kind, line): one more.
 * notice_code(kind): "MIXED_NEWLINES", for programs.
 * notice_text(kind): what it is, in words. notice_unit(kind): what is counted:
 * "row", "event"; NULL where the number says nothing.
 */
void notice_add(struct notices *, enum notice_kind, uint64_t);
const char *notice_code(enum notice_kind);
const char *notice_text(enum notice_kind);
const char *notice_unit(enum notice_kind);

#endif
