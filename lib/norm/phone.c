#include "norm/phone.h"

#include "norm/ascii.h"
#include "norm/country.h"
#include "text/fold.h"
#include "text/utf8.h"

#define DIGITS_MIN 6
#define DIGITS_MAX 15 /* E.164 */
#define ROOM 24       /* with prefixes for abroad, and a 0 too many */
#define EXTENSION_MAX 7
#define NO_PLACE SIZE_MAX

/* The digits of a number as it was written. */
struct dialled {
	char digits[ROOM];
	size_t count;
	bool has_plus;
	size_t bracket_at; /* the 0 of "(0)" */
};

static bool
starts_folded(struct span text, const char *word)
{
	size_t i;

	for (i = 0; word[i] != '\0'; i++) {
		if (i == text.len || ascii_lower(text.data[i]) != word[i])
			return false;
	}
	return true;
}

static struct span
behind(struct span text, size_t len)
{
	return span_trim(span_make(text.data + len, text.len - len));
}

/* tel: and its like, and the apostrophe by which spreadsheets keep text. */
static struct span
cut_label(struct span text)
{
	static const char *const labels[] = {"'", "tel", "phone", "whatsapp",
	    "電話番号", "電話", "携帯電話", "携帯"};
	size_t i;

	if (ascii_is_digit(text.data[0]))
		return text;
	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		if (!starts_folded(text, labels[i]))
			continue;
		text = behind(text, strlen(labels[i]));
		while (text.len > 0 &&
		    (text.data[0] == ':' || text.data[0] == '.'))
			text = behind(text, 1);
		break;
	}
	return text;
}

/* Is the rest, behind a mark, an extension? */
static bool
read_extension(struct span rest, struct span *extension)
{
	size_t len = 0;

	if (starts_folded(rest, "番号"))
		rest = behind(rest, strlen("番号"));
	while (rest.len > 0 && (rest.data[0] == ':' || rest.data[0] == '.'))
		rest = behind(rest, 1);
	while (len < rest.len && ascii_is_digit(rest.data[len]))
		len++;
	*extension = span_make(rest.data, len);
	rest = behind(rest, len);
	if (rest.len > 0 && rest.data[0] == ')')
		rest = behind(rest, 1);
	return rest.len == 0 && extension->len > 0 &&
	    extension->len <= EXTENSION_MAX;
}

/* Take the extension off the end. A mark without digits behind stays, and is
 * then no part of a number. */
static void
cut_extension(struct span *text, struct span *extension)
{
	static const char *const marks[] = {
	    ";ext=", "内線", "extension", "ext", "#", "x"};
	size_t at;
	size_t i;

	*extension = span_make(NULL, 0);
	for (at = 1; at < text->len; at++) {
		struct span rest = span_make(text->data + at, text->len - at);

		if (ascii_is_digit(text->data[at]) || text->data[at] == '-')
			continue;
		for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
			if (!starts_folded(rest, marks[i]))
				continue;
			if (!read_extension(
				behind(rest, strlen(marks[i])), extension)) {
				*extension = span_make(NULL, 0);
				return;
			}
			*text = span_trim(span_make(text->data, at));
			if (text->data[text->len - 1] == '(')
				text->len--;
			return;
		}
	}
}

static bool
is_separator(uint32_t code)
{
	switch (code) {
	case ' ':
	case '-':
	case '.':
	case '(':
	case ')':
	case '[':
	case ']':
	case 0x2043: /* hyphen bullet */
	case 0x2212: /* minus */
	case 0x2500: /* box drawing */
	case 0x2501:
	case 0x30fc: /* long vowel of kana */
		return true;
	default:
		return code >= 0x2010 && code <= 0x2015; /* dashes */
	}
}

/* A slash stands behind an area code; further on it parts two numbers. */
static bool
is_area_slash(uint32_t code, const struct dialled *dialled)
{
	return code == '/' && dialled->count > 0 && dialled->count <= 5;
}

static bool
read_digits(struct span text, struct dialled *dialled)
{
	const char *at = text.data;
	const char *end = text.data + text.len;
	uint32_t code;

	*dialled = (struct dialled){.bracket_at = NO_PLACE};
	/* A spreadsheet took it for a decimal number. */
	if (text.len >= DIGITS_MIN + 2 && memcmp(end - 2, ".0", 2) == 0)
		end -= 2;
	while (at < end) {
		if (end - at >= 3 && memcmp(at, "(0)", 3) == 0)
			dialled->bracket_at = dialled->count;
		code = utf8_next(&at, end);
		if (code >= '0' && code <= '9') {
			if (dialled->count == ROOM)
				return false;
			dialled->digits[dialled->count++] = (char)code;
		} else if (code == '+' && dialled->count == 0 &&
		    !dialled->has_plus) {
			dialled->has_plus = true;
		} else if (!is_separator(code) &&
		    !is_area_slash(code, dialled)) {
			return false;
		}
	}
	return dialled->count > 0;
}

/* Put the number together; ${front} goes before the digits. */
static bool
write_number(const char *front, const char *calling, struct span digits,
    struct phone *phone, struct arena *arena)
{
	size_t front_len = strlen(front);
	size_t calling_len = strlen(calling);
	size_t len = calling_len + digits.len;
	char *out;

	if (len < DIGITS_MIN || len > DIGITS_MAX)
		return false;
	out = arena_alloc(arena, front_len + len);
	if (out == NULL)
		return false;
	memcpy(out, front, front_len);
	memcpy(out + front_len, calling, calling_len);
	memcpy(out + front_len + calling_len, digits.data, digits.len);
	phone->e164 = span_make(out, front_len + len);
	return true;
}

static bool
starts_one_of(struct span digits, const char *prefixes)
{
	const char *at = prefixes;
	size_t len;

	while (*at != '\0') {
		len = strcspn(at, "|");
		if (digits.len >= len && memcmp(digits.data, at, len) == 0)
			return true;
		at += len + (at[len] == '|');
	}
	return false;
}

/* The class of a Japanese number without its 0; *${is_valid} when the plan
 * has it. Source: 総務省, 電気通信番号計画. */
static enum phone_class
class_of_jp(struct span digits, bool *is_valid)
{
	*is_valid = true;
	if (digits.len == 10) {
		if (starts_one_of(digits, "800"))
			return PHONE_FREE;
		if (starts_one_of(digits, "60|70|80|90"))
			return PHONE_MOBILE;
		if (starts_one_of(digits, "50"))
			return PHONE_IP;
		*is_valid = starts_one_of(digits, "20"); /* machines */
		return PHONE_UNKNOWN;
	}
	*is_valid =
	    digits.len == 9 && !starts_one_of(digits, "0|20|50|60|70|80|90");
	if (!*is_valid)
		return PHONE_UNKNOWN;
	return starts_one_of(digits, "120|170|180|570|990") ? PHONE_FREE
							    : PHONE_LANDLINE;
}

static bool
is_country(const struct country *country, const char *code)
{
	return strcmp(country->code, code) == 0;
}

/* The class of a national number without its trunk prefix. */
static enum phone_class
class_of(const struct country *country, struct span digits)
{
	bool is_valid;

	if (is_country(country, "JP"))
		return class_of_jp(digits, &is_valid);
	if (digits.len < country->least || digits.len > country->most)
		return PHONE_UNKNOWN;
	if (strcmp(country->calling, "1") == 0)
		return starts_one_of(digits, "800|833|844|855|866|877|888")
		    ? PHONE_FREE
		    : PHONE_UNKNOWN;
	if (country->mobile[0] == '\0')
		return PHONE_UNKNOWN;
	if (starts_one_of(digits, country->mobile))
		return PHONE_MOBILE;
	return starts_one_of(digits, "800") ? PHONE_FREE : PHONE_LANDLINE;
}

/* Is it a national number of that country, without its trunk prefix? */
static bool
is_national(const struct country *country, struct span digits)
{
	bool is_valid =
	    digits.len >= country->least && digits.len <= country->most;

	if (is_country(country, "JP"))
		(void)class_of_jp(digits, &is_valid);
	/* Behind the trunk 0 there is no other. */
	if (country->trunk[0] == '0' && digits.len > 0 && digits.data[0] == '0')
		return false;
	return is_valid;
}

static bool
write_country(const struct country *country, struct span digits,
    struct phone *phone, struct arena *arena)
{
	phone->class = class_of(country, digits);
	return write_number("+", country->calling, digits, phone, arena);
}

/* Digits that begin with a country code. People write the trunk 0 behind it,
 * which nobody dials. */
static bool
write_abroad(struct span digits, size_t bracket_at, struct phone *phone,
    struct arena *arena)
{
	const struct country *country = country_by_calling(digits);
	struct span rest;
	size_t trunk;
	char joined[ROOM];

	if (country == NULL) {
		if (bracket_at >= digits.len)
			return write_number("+", "", digits, phone, arena);
		memcpy(joined, digits.data, bracket_at);
		memcpy(joined + bracket_at, digits.data + bracket_at + 1,
		    digits.len - bracket_at - 1);
		/* Without that 0 it may begin with a code that is known. */
		return write_abroad(
		    span_make(joined, digits.len - 1), NO_PLACE, phone, arena);
	}
	rest = behind(digits, strlen(country->calling));
	trunk = strlen(country->trunk);
	/* Two zeros are no trunk prefix but a number that nobody has. */
	if (trunk > 0 && rest.len > trunk &&
	    span_starts(rest, country->trunk) && rest.data[trunk] != '0' &&
	    (country->trunk[0] == '0' ||
		(rest.len > country->most &&
		    is_national(country, behind(rest, trunk)))))
		rest = behind(rest, trunk);
	return write_country(country, rest, phone, arena);
}

/* How many digits at the start are dialled to leave the country? */
static size_t
exit_length(struct span digits, const struct country *country)
{
	size_t len = 0;

	if (country != NULL && span_starts(digits, country->exit))
		len = strlen(country->exit);
	else if (span_starts(digits, "00"))
		len = 2;
	/* 000-0000-0000 goes nowhere, and what is short is a local number. */
	if (len == 0 || digits.len < len + 8 || digits.data[len] == '0')
		return 0;
	return len;
}

/* Numbers whose trunk prefix was not written. */
static bool
may_lack_trunk(const struct country *country, struct span digits)
{
	if (is_country(country, "JP"))
		return digits.len == 10 && starts_one_of(digits, "70|80|90");
	if (country->trunk[0] != '0')
		return true;
	if (digits.data[0] == '0')
		return false;
	return country->mobile[0] == '\0' ||
	    starts_one_of(digits, country->mobile);
}

static bool
write_national(struct span digits, const struct country *country,
    struct phone *phone, struct arena *arena)
{
	size_t trunk = strlen(country->trunk);
	struct span rest;

	if (trunk > 0 && span_starts(digits, country->trunk)) {
		rest = behind(digits, trunk);
		if (is_national(country, rest))
			return write_country(country, rest, phone, arena);
	}
	if (is_national(country, digits) && may_lack_trunk(country, digits)) {
		phone->is_zero_restored = is_country(country, "JP");
		return write_country(country, digits, phone, arena);
	}
	if (span_starts(digits, country->calling) &&
	    digits.len > country->most) {
		rest = behind(digits, strlen(country->calling));
		if (is_national(country, rest))
			return write_country(country, rest, phone, arena);
	}
	return write_number("", "", digits, phone, arena);
}

/* 184 and 186 hide and show the caller, at home and abroad. */
static struct span
without_caller(const struct dialled *dialled, const struct country *country)
{
	struct span digits = span_make(dialled->digits, dialled->count);

	if (!dialled->has_plus && country != NULL &&
	    is_country(country, "JP") && starts_one_of(digits, "1840|1860"))
		return behind(digits, 3);
	return digits;
}

bool
phone_parse(struct span text, struct span country_code, struct phone *phone,
    struct arena *arena)
{
	const struct country *country = country_by_code(country_code);
	struct dialled dialled;
	struct span digits;
	size_t length;

	*phone = (struct phone){.class = PHONE_UNKNOWN};
	if (!utf8_is_plain(text, NULL))
		return false;
	text = fold_nfkc(text, arena);
	if (text.len == 0)
		return false;
	text = cut_label(text);
	cut_extension(&text, &phone->extension);
	if (!read_digits(text, &dialled))
		return false;
	digits = without_caller(&dialled, country);
	dialled.bracket_at -= dialled.count - digits.len;
	if (dialled.has_plus && digits.data[0] != '0')
		return write_abroad(digits, dialled.bracket_at, phone, arena);
	length = exit_length(digits, country);
	if (length > 0)
		return write_abroad(behind(digits, length),
		    dialled.bracket_at - length, phone, arena);
	if (country == NULL)
		return write_number("", "", digits, phone, arena);
	return write_national(digits, country, phone, arena);
}

struct span
phone_country(struct span zone)
{
	return country_of_zone(zone);
}
