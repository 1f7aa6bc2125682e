#ifndef NORM_NORM_H
#define NORM_NORM_H

/*
 * Normal forms: what makes two spellings of one thing equal. The value as it
 * came is kept elsewhere; here is only the form. Every function is pure and
 * gives the same answer on every machine.
 *
 * A function that returns bool answers "is it one?"; results go to the arena
 * or point into the input. When memory runs out they answer false and the
 * arena is failed (arena_alloc gives NULL); callers treat a value without a
 * normal form as odd, so nothing wrong is ever linked by it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

/* --- norm/email.c --- */

/**
 * norm_email(text, normal, arena):
 * Take off <...>, "mailto:", blanks, full width. Case is folded; for
 * providers that are known to ignore them (gmail.com, googlemail.com ...)
 * the +tag and dots of the local part. Docomo-style "a..b." is accepted.
 * Source: RFC 5321, RFC 6531; experience for what people really have.
 */
bool norm_email(struct span, struct span *, struct arena *);

/* --- norm/phone.c --- */

enum norm_phone_class {
	NORM_PHONE_UNKNOWN,
	NORM_PHONE_MOBILE,
	NORM_PHONE_LANDLINE,
	NORM_PHONE_FREE, /* the called pays: 0120, 0800, 800 */
	NORM_PHONE_IP,   /* 050 */
};

struct norm_phone {
	struct span e164;      /* "+819012345678"; without "+" when the number
	                          is local and no country code can be known */
	struct span extension; /* digits behind 内線, ext., x; or empty */
	enum norm_phone_class class;
};

/**
 * norm_phone(text, country, phone, arena):
 * ${country} is an ISO 3166 alpha-2 code ("JP") for national spellings, or
 * empty. Full width, all dashes, brackets, tel:, 00-prefix, +81 (0)90 are
 * understood; 6 to 15 digits. Source: ITU-T E.164; for JP the numbering plan
 * of 総務省.
 */
bool norm_phone(struct span, struct span, struct norm_phone *,
    struct arena *);

/**
 * norm_phone_country(zone): the country whose national numbers a zone means
 * ("Asia/Tokyo" -> "JP"), from the zone table of tzdata's best known zones;
 * empty when not known.
 */
struct span norm_phone_country(struct span);

/* --- norm/name.c --- */

struct norm_name {
	struct span family; /* keys (fold_key); empty = not known */
	struct span given;
	struct span full;   /* family and given without blanks, or the whole */
};

/**
 * norm_name(full, family, given, name, arena):
 * Keys of a person's name from what is there: titles and honorifics (様,
 * さん, Mr., Dr. ...) cut, a full name split at its blank (in Japanese the
 * family name comes first; in Latin script the last word is the family name,
 * unless a comma says otherwise).
 */
void norm_name(struct span, struct span, struct span, struct norm_name *,
    struct arena *);

/**
 * norm_name_agrees(a, b):
 * May the two be one person by their names? False when both given names are
 * known and neither equal, nor initial or prefix of the other, or both
 * family names are known and differ while given names do not agree either.
 * Unknown parts never contradict. Kanji against kana says nothing.
 */
bool norm_name_agrees(const struct norm_name *, const struct norm_name *);

/* --- norm/date.c --- */

enum norm_precision {
	NORM_NONE,
	NORM_YEAR,
	NORM_MONTH,
	NORM_DAY,
	NORM_MINUTE,
	NORM_SECOND,
	NORM_MILLI,
	NORM_MICRO,
};

struct norm_time {
	int64_t us;        /* microseconds; UTC if has_offset, else local */
	enum norm_precision precision;
	bool has_offset;
	int offset_s;      /* seconds east of UTC, if has_offset */
};

enum norm_time_result {
	NORM_TIME_OK,
	NORM_TIME_BAD,       /* no date, or a date that no calendar has */
	NORM_TIME_AMBIGUOUS, /* 05/06/2024: say the order in a pattern */
};

/**
 * norm_time(text, format, time):
 * With an empty ${format}: ISO 8601 and RFC 3339 in all their usual
 * spellings (2026-01-05T10:00:00+09:00, 2026/1/5 10:00, 20260105, 2026年1月
 * 5日, full width), Japanese eras (令和6年5月1日, R6.5.1); an ambiguous
 * day/month order is refused. With a format: strptime-like patterns (%Y %m
 * %d %H %M %S %f %y %b %B %p %I %z %Z %e %j %s %T %F %D %%; %z takes Z, +09,
 * +0900, +09:00), or epoch_s epoch_ms epoch_us rfc2822 iso8601. The whole
 * text must fit. 24:00 is the next day, a 60th second the 59th. English month
 * names, any case; no locale.
 */
enum norm_time_result norm_time(struct span, struct span, struct norm_time *);

/**
 * norm_birth(text, format, normal, arena):
 * "1980-05-17", "1980-05", "1980": a birth date as far as it is known; false
 * when it is none (then it is kept as text and counts as odd).
 */
bool norm_birth(struct span, struct span, struct span *, struct arena *);

/* --- norm/money.c --- */

/**
 * norm_currency_digits(code): minor digits of an ISO 4217 code ("JPY" 0,
 * "USD" 2, "KWD" 3), or -1 when there is no such code.
 */
int norm_currency_digits(struct span);

/**
 * norm_number(text, decimal, thousands, digits, value):
 * A number as people write it, times 10^${digits}: "1,234", "￥１，２３４",
 * "1,234円", "$1,243.50", "(1,234)", "△1,234", "-$0.95", "−1234". ${decimal}
 * is '.' or ','; ${thousands} the grouping character, 0 for the usual one (the
 * other of '.' and ','). Wrong grouping (12,34) or more decimals than
 * ${digits} that are not 0: false.
 */
bool norm_number(struct span, char, char, int, int64_t *);

/**
 * norm_duration(text, unit, seconds_milli):
 * A length of time in 1/1000 s. ${unit}: "" or "s", "ms", "min", "h",
 * "hh:mm:ss" ("1:02:03", "02:03").
 */
bool norm_duration(struct span, struct span, int64_t *);

/* --- norm/block.c --- */

/**
 * norm_is_blocked_email(normal), norm_is_blocked_phone(normal),
 * norm_is_blocked_id(value), norm_is_blocked_name(key):
 * Is it a value that never identifies anybody: empty, null, N/A, unknown,
 * 不明, なし, 名無し, テスト, 非通知, 公衆電話, all one digit, 1234567890,
 * test@, noreply@, no-reply@, info@, @example.*, guest ids 0 and -1?
 */
bool norm_is_blocked_email(struct span);
bool norm_is_blocked_phone(struct span);
bool norm_is_blocked_id(struct span);
bool norm_is_blocked_name(struct span);

/**
 * norm_is_unknown(text): one of the words that mean "no value" in any column
 * ("", null, NULL, N/A, #N/A, (not set), -, なし, 不明 ...)?
 */
bool norm_is_unknown(struct span);

#endif
