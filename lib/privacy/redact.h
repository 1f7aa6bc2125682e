#ifndef PRIVACY_REDACT_H
#define PRIVACY_REDACT_H

/*
 * Contacts inside texts give way to words: e-mail addresses to "[email]",
 * telephone numbers to "[phone]", numbers of payment cards to "[card]". Full
 * width counts as half width. It would rather mask a number too many than
 * one too few; dates and ids that a letter begins (C000000123) stay.
 */

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

struct redact_char;
struct redact_group;

struct redact {
	struct span country; /* whose national numbers are meant; or empty */
	struct redact_char *chars;
	size_t n_chars, chars_cap;
	struct redact_group *groups; /* of digits */
	size_t n_groups, groups_cap;
	struct arena arena;
	struct buf text;
};

/**
 * redact_new(zone, err): numbers as people write them in this zone (see
 * phone_country).
 * redact_text(redact, text, masked, err): *${masked} is the text itself or
 * borrowed until the next call.
 */
struct redact *redact_new(const char *, struct err *);
int redact_text(struct redact *, struct span, struct span *, struct err *);
void redact_free(struct redact *);

#endif
