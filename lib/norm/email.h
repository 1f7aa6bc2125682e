#ifndef NORM_EMAIL_H
#define NORM_EMAIL_H

/*
 * E-mail addresses. See norm/norm.h for the rule on memory and errors.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

/**
 * email_normal(text, normal, arena):
 * Is it one e-mail address? Then *${normal} is its form: without <...> and
 * the name before it, "mailto:", blanks and full width; case is folded; for
 * providers that are known to ignore them (gmail.com, googlemail.com ...)
 * the +tag and dots of the local part are taken off. Docomo-style "a..b." is
 * accepted. At most 254 bytes. Source: RFC 5321, RFC 6531; experience for
 * what people really have.
 */
bool email_normal(struct span, struct span *, struct arena *);

#endif
