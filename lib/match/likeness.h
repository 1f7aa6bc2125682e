#ifndef MATCH_LIKENESS_H
#define MATCH_LIKENESS_H

/*
 * The level of agreement of two texts in normal form that are not equal, by
 * kind (match/levels.h). Pure.
 */

#include "base/span.h"
#include "match/edit.h"
#include "match/facts.h"

/**
 * likeness_name(a, b, is_given, masks): one of the NAME_ levels, or 0 where
 * the two scripts say nothing about each other.
 * likeness_text, likeness_words (OTHER_ levels), likeness_email (with what the
 * local part may be made of: the names of both, in Latin letters),
 * likeness_phone, likeness_id, likeness_date.
 */
int likeness_name(struct span, struct span, bool, struct edit_masks *);
int likeness_text(struct span, struct span, struct edit_masks *);
int likeness_words(struct span, struct span, struct edit_masks *);
int likeness_email(
    struct span, struct span, const struct span *, size_t, struct edit_masks *);
int likeness_phone(struct span, struct span, struct edit_masks *);
int likeness_id(struct span, struct span, struct edit_masks *);
int likeness_date(const struct facts_dates *, const struct facts_dates *);

/**
 * likeness_is_local(a, b): are the local parts of two e-mail addresses equal?
 */
bool likeness_is_local(struct span, struct span);

/**
 * likeness_edits(a, b, masks): their edit distance.
 * likeness_nearness(a, b, masks): Jaro-Winkler, 0..10000.
 */
int likeness_edits(struct span, struct span, struct edit_masks *);
int likeness_nearness(struct span, struct span, struct edit_masks *);

#endif
