#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "norm/norm.h"
#include "privacy/redact.h"
#include "text/utf8.h"

#define DIGITS_MAX 15 /* of a number of ITU-T E.164 */
#define DIGITS_MIN 7
#define PLUS_MIN 8     /* behind a plus */
#define NATIONAL_MIN 9 /* behind a 0, or in groups */
#define NATIONAL_MAX 12
#define SPLIT_MIN 8 /* in four groups and more */
#define CARD_MIN 15
#define CARD_MAX 16
#define GROUPS_MAX 8  /* of one number */
#define BETWEEN_MAX 3 /* characters between two groups */
#define OTHER '\x01'  /* a character that is not ASCII */

/* What a masked character is part of. */
enum mask { MASK_NONE, MASK_EMAIL, MASK_PHONE, MASK_CARD };

/* A character as ASCII, and where it begins in the text. */
struct redact_char {
	char folded;
	unsigned char mask; /* enum mask */
	size_t at;
};

struct redact_group {
	size_t first, count; /* of characters */
	bool is_joined;      /* to the group before it, by what is between */
};

struct redact *
redact_new(const char *zone, struct err *err)
{
	struct redact *redact = calloc(1, sizeof(*redact));

	if (redact == NULL)
		(void)err_nomem(err);
	else
		redact->country = phone_country(span_of(zone));
	return redact;
}

void
redact_free(struct redact *redact)
{
	if (redact == NULL)
		return;
	free(redact->chars);
	free(redact->groups);
	arena_clear(&redact->arena);
	buf_clear(&redact->text);
	free(redact);
}

/* --- characters --- */

/* Dashes of all lengths, and the long vowel mark that stands for one. */
static bool
is_dash(uint32_t code)
{
	return (code >= 0x2010 && code <= 0x2015) || code == 0x2212 ||
	    code == 0x30fc || code == 0xff70;
}

static char
fold(uint32_t code)
{
	if (code < 0x80)
		return (char)code;
	if (code >= 0xff01 && code <= 0xff5e)
		return (char)(code - 0xff01 + '!');
	if (is_dash(code))
		return '-';
	if (code == 0x3000 || code == 0xa0)
		return ' ';
	return OTHER;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* What may stand before the @ of an address, as RFC 5322 has it unquoted. */
static bool
is_local(char c)
{
	return is_digit(c) || is_letter(c) ||
	    (c != '\0' && strchr(".!#$%&'*+-/=?^`{|}~", c) != NULL);
}

static bool
is_domain(char c)
{
	return is_digit(c) || is_letter(c) || c == '-' || c == '.';
}

static int
read_chars(struct redact *redact, struct span text, struct err *err)
{
	const char *at = text.data;
	const char *end = at + text.len;

	redact->n_chars = 0;
	if (array_grow(&redact->chars, &redact->chars_cap, text.len,
		sizeof(*redact->chars), err) != 0)
		return -1;
	while (at < end) {
		struct redact_char *c = &redact->chars[redact->n_chars++];

		c->at = (size_t)(at - text.data);
		c->mask = MASK_NONE;
		c->folded = fold(utf8_next(&at, end));
	}
	return 0;
}

static char
char_at(const struct redact *redact, size_t at)
{
	return at < redact->n_chars ? redact->chars[at].folded : '\0';
}

static void
mask(struct redact *redact, size_t from, size_t to, enum mask with)
{
	for (size_t i = from; i < to; i++)
		redact->chars[i].mask = (unsigned char)with;
}

/* --- e-mail --- */

/* How long the sign is that stands for an @ here; 0 = none does. */
static size_t
sign_at(const struct redact *redact, size_t at)
{
	if (char_at(redact, at) == '@')
		return 1;
	if (char_at(redact, at) == '%' && char_at(redact, at + 1) == '4' &&
	    char_at(redact, at + 2) == '0')
		return 3;
	return 0;
}

/* Behind the domain: it has a dot, and ends in a letter. A domain that begins
 * with other letters than ASCII's goes on with them. */
static size_t
end_of_domain(const struct redact *redact, size_t from)
{
	bool is_foreign = char_at(redact, from) == OTHER;
	bool has_dot = false;
	size_t end = from;

	while (is_domain(char_at(redact, end)) ||
	    (is_foreign && char_at(redact, end) == OTHER))
		end++;
	while (end > from && !is_letter(char_at(redact, end - 1)) &&
	    char_at(redact, end - 1) != OTHER)
		end--;
	for (size_t i = from; i < end; i++)
		has_dot |= char_at(redact, i) == '.';
	return has_dot ? end : from;
}

static size_t
start_of_local(const struct redact *redact, size_t at)
{
	bool is_foreign = at > 0 && char_at(redact, at - 1) == OTHER;

	while (at > 0 && redact->chars[at - 1].mask == MASK_NONE &&
	    (is_local(char_at(redact, at - 1)) ||
		(is_foreign && char_at(redact, at - 1) == OTHER)))
		at--;
	return at;
}

/* Returns where to go on. */
static size_t
mask_email(struct redact *redact, size_t at)
{
	size_t sign = sign_at(redact, at);
	size_t from, to;

	if (sign == 0)
		return at + 1;
	from = start_of_local(redact, at);
	to = end_of_domain(redact, at + sign);
	if (from == at || to == at + sign)
		return at + sign;
	mask(redact, from, to, MASK_EMAIL);
	return to;
}

/* --- telephone --- */

/* Blanks, dashes, dots, slashes and brackets, but few. */
static bool
is_between(const struct redact *redact, size_t from, size_t to)
{
	if (to - from > BETWEEN_MAX)
		return false;
	for (size_t i = from; i < to; i++)
		if (strchr(" -./()", char_at(redact, i)) == NULL ||
		    redact->chars[i].mask != MASK_NONE)
			return false;
	return true;
}

static int
read_groups(struct redact *redact, struct err *err)
{
	size_t at = 0, last = 0;

	redact->n_groups = 0;
	while (at < redact->n_chars) {
		struct redact_group group = {.first = at};

		while (is_digit(char_at(redact, at)) &&
		    redact->chars[at].mask == MASK_NONE)
			at++;
		group.count = at - group.first;
		if (group.count == 0) {
			at++;
			continue;
		}
		group.is_joined = redact->n_groups > 0 &&
		    is_between(redact, last, group.first);
		last = at;
		if (array_grow(&redact->groups, &redact->groups_cap,
			redact->n_groups + 1, sizeof(group), err) != 0)
			return -1;
		redact->groups[redact->n_groups++] = group;
	}
	return 0;
}

/* Groups that may be one number. */
struct number {
	const struct redact_group *groups;
	size_t n;
	size_t from, to; /* characters */
	size_t digits;
	bool has_plus;
};

/* Is it a word that announces a number? */
static bool
is_announced(const struct redact *redact, size_t end)
{
	static const char *const words[] = {
	    "tel", "phone", "fax", "mobile", "mob", "cell", "call"};
	char word[8] = {0};
	size_t from = end;

	while (from > 0 && is_letter(char_at(redact, from - 1)) &&
	    end - from < sizeof(word) - 1)
		from--;
	for (size_t i = from; i < end; i++)
		word[i - from] = (char)(char_at(redact, i) | ' ');
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

/* Does a letter begin what this is the rest of, as in C000000123 or A-12? */
static bool
is_rest(const struct redact *redact, size_t from)
{
	size_t end = from;

	if (end > 0 && strchr("-./", char_at(redact, end - 1)) != NULL)
		end--;
	return end > 0 && is_letter(char_at(redact, end - 1)) &&
	    redact->chars[end - 1].mask == MASK_NONE &&
	    !is_announced(redact, end);
}

static bool
has_lengths(const struct number *number, const size_t *lengths, size_t n)
{
	if (number->n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (number->groups[i].count != lengths[i])
			return false;
	return true;
}

/* Of this century or the last. */
static bool
is_year(const struct redact *redact, const struct redact_group *group)
{
	char first = char_at(redact, group->first);
	char second = char_at(redact, group->first + 1);

	return group->count == 4 &&
	    ((first == '1' && second == '9') ||
		(first == '2' && second == '0'));
}

/* Do three groups from here on make a date? */
static bool
is_date(
    const struct redact *redact, const struct redact_group *groups, size_t n)
{
	const struct redact_group *year = &groups[0];
	const struct redact_group *parts = &groups[1];

	if (n < 3)
		return false;
	if (!is_year(redact, year)) {
		year = &groups[2];
		parts = &groups[0];
	}
	return is_year(redact, year) && parts[0].count <= 2 &&
	    parts[1].count <= 2;
}

/* In groups as nobody writes amounts. */
static bool
is_grouped(const struct number *number)
{
	static const size_t american[] = {3, 3, 4};
	static const size_t with_country[] = {1, 3, 3, 4};

	if (number->n == 3 && has_lengths(number, american, 3))
		return true;
	if (number->n == 4 && has_lengths(number, with_country, 4))
		return true;
	if (number->n < 4 || number->digits < SPLIT_MIN ||
	    number->digits > NATIONAL_MAX)
		return false;
	for (size_t i = 0; i < number->n; i++)
		if (number->groups[i].count < 2 || number->groups[i].count > 4)
			return false;
	return true;
}

static void
copy_digits(
    const struct redact *redact, const struct number *number, char *digits)
{
	size_t n = 0;

	for (size_t i = 0; i < number->n; i++)
		for (size_t j = 0; j < number->groups[i].count; j++)
			digits[n++] =
			    char_at(redact, number->groups[i].first + j);
	digits[n] = '\0';
}

/* Source of the check: ISO/IEC 7812-1, annex B. */
static bool
is_card(const struct redact *redact, const struct number *number)
{
	char digits[CARD_MAX + 1];
	int sum = 0;

	if (number->digits < CARD_MIN || number->digits > CARD_MAX ||
	    number->has_plus)
		return false;
	copy_digits(redact, number, digits);
	for (size_t i = 0; i < number->digits; i++) {
		int digit = digits[number->digits - 1 - i] - '0';

		if (i % 2 == 1)
			digit = digit * 2 - (digit > 4 ? 9 : 0);
		sum += digit;
	}
	return sum % 10 == 0 && digits[0] >= '3' && digits[0] <= '6';
}

static bool
is_phone(struct redact *redact, const struct number *number)
{
	char digits[DIGITS_MAX + 1];
	struct phone phone;

	if (number->digits < DIGITS_MIN || number->digits > DIGITS_MAX)
		return false;
	if (number->has_plus)
		return number->digits >= PLUS_MIN;
	copy_digits(redact, number, digits);
	if (digits[0] == '0' && number->digits >= NATIONAL_MIN &&
	    number->digits <= NATIONAL_MAX)
		return true;
	if (is_grouped(number))
		return true;
	arena_reset(&redact->arena);
	return phone_parse(
		   span_of(digits), redact->country, &phone, &redact->arena) &&
	    phone.class != PHONE_UNKNOWN;
}

/* The groups from ${first} on, ${n} of them. */
static struct number
make_number(const struct redact *redact, size_t first, size_t n)
{
	const struct redact_group *groups = redact->groups + first;
	const struct redact_group *last = &groups[n - 1];
	struct number number = {.groups = groups, .n = n};

	number.from = groups->first;
	number.to = last->first + last->count;
	for (size_t i = 0; i < n; i++)
		number.digits += groups[i].count;
	if (number.from > 0 && char_at(redact, number.from - 1) == '(')
		number.from--;
	if (number.from > 0 && char_at(redact, number.from - 1) == '+') {
		number.has_plus = true;
		number.from--;
	}
	return number;
}

/* How many groups from this on are one number or date; 0 = none is. */
static size_t
mask_number(struct redact *redact, size_t first)
{
	size_t n = 1;

	while (n < GROUPS_MAX && first + n < redact->n_groups &&
	    redact->groups[first + n].is_joined)
		n++;
	if (is_date(redact, &redact->groups[first], n))
		return 3;
	for (; n > 0; n--) {
		struct number number = make_number(redact, first, n);
		bool is_glued = is_letter(char_at(redact, number.to));

		if (is_rest(redact, number.from) ||
		    (is_glued && n == 1 && !number.has_plus))
			continue;
		if (is_card(redact, &number))
			mask(redact, number.from, number.to, MASK_CARD);
		else if (is_phone(redact, &number))
			mask(redact, number.from, number.to, MASK_PHONE);
		else
			continue;
		return n;
	}
	return 0;
}

/* --- the text --- */

static int
write_masked(struct redact *redact, struct span text, struct err *err)
{
	static const char *const words[] = {
	    [MASK_EMAIL] = "[email]",
	    [MASK_PHONE] = "[phone]",
	    [MASK_CARD] = "[card]",
	};
	struct buf *buf = &redact->text;
	size_t at = 0;

	buf_reset(buf);
	while (at < redact->n_chars) {
		size_t from = at;
		unsigned char with = redact->chars[at].mask;
		size_t end;

		while (at < redact->n_chars && redact->chars[at].mask == with)
			at++;
		end = at < redact->n_chars ? redact->chars[at].at : text.len;
		if (with != MASK_NONE)
			buf_str(buf, words[with]);
		else
			buf_add(buf, text.data + redact->chars[from].at,
			    end - redact->chars[from].at);
	}
	return buf_check(buf, err);
}

int
redact_text(struct redact *redact, struct span text, struct span *masked,
    struct err *err)
{
	bool has_any = false;

	*masked = text;
	if (text.len == 0)
		return 0;
	if (read_chars(redact, text, err) != 0)
		return -1;
	for (size_t i = 0; i < redact->n_chars;)
		i = mask_email(redact, i);
	if (read_groups(redact, err) != 0)
		return -1;
	for (size_t i = 0; i < redact->n_groups;) {
		size_t n = mask_number(redact, i);

		i += n > 0 ? n : 1;
	}
	for (size_t i = 0; i < redact->n_chars && !has_any; i++)
		has_any = redact->chars[i].mask != MASK_NONE;
	if (!has_any)
		return 0;
	if (write_masked(redact, text, err) != 0)
		return -1;
	*masked = buf_get(&redact->text);
	return 0;
}
