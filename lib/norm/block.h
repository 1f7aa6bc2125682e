#ifndef NORM_BLOCK_H
#define NORM_BLOCK_H

/*
 * Values that never identify anybody. See norm/norm.h.
 */

#include <stdbool.h>

#include "base/span.h"

/**
 * block_is_email(normal), block_is_phone(normal), block_is_id(value),
 * block_is_name(key):
 * Is it a value that never identifies anybody: empty, null, N/A, unknown,
 * 不明, なし, 名無し, テスト, 非通知, 公衆電話, all one digit, 1234567890,
 * test@, noreply@, no-reply@, info@, @example.*, guest ids 0 and -1?
 * ${normal} is what email_normal and phone_parse give, ${key} a fold_key.
 */
bool block_is_email(struct span);
bool block_is_phone(struct span);
bool block_is_id(struct span);
bool block_is_name(struct span);

/**
 * block_is_person(family, given, full): does the name as a whole name nobody:
 * each part of it, or all in one ("Test User", "Unknown Unknown", 姓 名)?
 * block_is_birth(date): is it what systems write for a birth date that they
 * do not know (1900-01-01, 9999-12-31)? As date_birth gives it.
 * block_is_postcode(digits): zeros, or nines?
 */
bool block_is_person(struct span, struct span, struct span);
bool block_is_birth(struct span);
bool block_is_postcode(struct span);

/**
 * block_is_unknown(text): one of the words that mean "no value" in any column
 * ("", null, NULL, N/A, #N/A, (not set), -, なし, 不明 ...)?
 */
bool block_is_unknown(struct span);

#endif
