#ifndef MATCH_LIKENESS_H
#define MATCH_LIKENESS_H

/*
 * The level of agreement of two texts in normal form that are not equal, by
 * kind (match/levels.h). Pure.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "match/edit.h"
#include "match/facts.h"

/* What a text is written in: kanji where any of its signs is. */
enum likeness_script { LIKENESS_ALPHABET, LIKENESS_KANA, LIKENESS_HAN };

/**
 * likeness_script(text).
 * likeness_name(a, b, is_given, masks): one of the NAME_ levels, or 0 where
 * the two scripts say nothing about each other.
 * likeness_text, likeness_words (OTHER_ levels), likeness_email (with what the
 * local part may be made of: the names of both, in Latin letters),
 * likeness_phone, likeness_id, likeness_date.
 */
enum likeness_script likeness_script(struct span);
int likeness_name(struct span, struct span, bool, struct edit_masks *);
int likeness_text(struct span, struct span, struct edit_masks *);
int likeness_words(struct span, struct span, struct edit_masks *);
int likeness_email(
    struct span, struct span, const struct span *, size_t, struct edit_masks *);
int likeness_phone(struct span, struct span, struct edit_masks *);
int likeness_id(struct span, struct span, struct edit_masks *);
int likeness_date(const struct facts_dates *, const struct facts_dates *);

/**
 * likeness_hint_email(text), likeness_hint_digits(text),
 * likeness_hint_postcode(text): what can be known of one text before it is held
 * against others; the second of a telephone number or an id.
 * likeness_may_email(a, b), likeness_may_phone(a, b), likeness_may_id(a, b):
 * of two hints, the last of postcodes too. False: the texts are not alike, the
 * level is the lowest.
 * likeness_is_area(a, b): of two hints of postcodes: are they of one place?
 * Of codes with letters (SW1A 1AA, K1A 0B1) all but the last three signs tell.
 */
uint32_t likeness_hint_email(struct span);
uint32_t likeness_hint_digits(struct span);
uint32_t likeness_hint_postcode(struct span);

static inline bool
likeness_may_email(uint32_t a, uint32_t b)
{
	/* Equal local parts; or equal digits and first letters. */
	return (a ^ b) >> 16 == 0 || ((a ^ b) & 0xffff) == 0;
}

static inline bool
likeness_may_id(uint32_t a, uint32_t b)
{
	uint32_t differ = (a ^ b) & 0xffff;

	/* An edit changes how often two characters stand there, at most. */
	differ &= differ - 1;
	differ &= differ - 1;
	return differ == 0;
}

static inline bool
likeness_may_phone(uint32_t a, uint32_t b)
{
	return (a ^ b) >> 16 == 0 || likeness_may_id(a, b);
}

static inline bool
likeness_is_area(uint32_t a, uint32_t b)
{
	return a >> 16 != 0 && (a ^ b) >> 16 == 0;
}

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
