#ifndef NORM_ASCII_H
#define NORM_ASCII_H

/*
 * Dates, numbers and words in one alphabet: what is written in full width,
 * with other dashes and blanks, or with the few kanji that dates and amounts
 * use, becomes single bytes that a parser can compare. Other characters stay
 * as they are. No memory is taken.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

#define ASCII_MAX 256 /* longer text is no date, number or word */

/* What certain characters become; none of them occurs in folded text else. */
enum ascii_mark {
	ASCII_YEAR = 1, /* 年 */
	ASCII_MONTH,    /* 月 */
	ASCII_DAY,      /* 日 */
	ASCII_HOUR,     /* 時 */
	ASCII_MINUTE,   /* 分 */
	ASCII_SECOND,   /* 秒 */
	ASCII_WEEKDAY,  /* 曜 */
	ASCII_AM,       /* 午前 */
	ASCII_PM,       /* 午後 */
	ASCII_FIRST,    /* 元 */
	ASCII_YEN,      /* ¥ 円 */
	ASCII_MONEY,    /* other signs of currencies, "$" too */
	ASCII_LESS,     /* the triangles of Japanese accounts: △ ▲ */
	ASCII_MEIJI,    /* 明治 */
	ASCII_TAISHO,   /* 大正 */
	ASCII_SHOWA,    /* 昭和 */
	ASCII_HEISEI,   /* 平成 */
	ASCII_REIWA,    /* 令和 */
};

/**
 * ascii_fold(text, out, folded):
 * Write the folded text to ${out} (ASCII_MAX bytes); *${folded} is what was
 * written, or ${text} itself when nothing had to be folded. False when it is
 * longer,
 * not UTF-8, or has control characters other than TAB.
 */
bool ascii_fold(struct span, char *, struct span *);

/**
 * ascii_is_digit(c), ascii_is_alpha(c), ascii_lower(c): without a locale.
 */
static inline bool
ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool
ascii_is_alpha(char c)
{
	return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

#endif
