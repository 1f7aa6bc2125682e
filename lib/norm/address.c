#include "norm/address.h"
#include "norm/ascii.h"
#include "norm/locate.h"
#include "norm/lot.h"
#include "norm/street.h"
#include "text/fold.h"
#include "text/utf8.h"

#define POSTCODE_DIGITS 7

static bool
is_japanese(struct span text)
{
	const char *at = text.data;
	const char *end = text.len == 0 ? at : at + text.len;

	while (at < end) {
		uint32_t code = utf8_next(&at, end);

		if ((code >= 0x3041 && code <= 0x30ff) ||
		    (code >= 0x3400 && code <= 0x9fff))
			return true;
	}
	return false;
}

static struct span
key(struct span text, struct arena *arena)
{
	return text.len == 0 ? text : fold_key(text, arena);
}

/* The keys of all parts; false when one is not text. */
static bool
fold_parts(const struct address_text *text, struct address_text *keys,
    struct arena *arena)
{
	if (!utf8_is_plain(text->postcode, NULL) ||
	    !utf8_is_plain(text->region, NULL) ||
	    !utf8_is_plain(text->city, NULL) ||
	    !utf8_is_plain(text->street, NULL) ||
	    !utf8_is_plain(text->building, NULL) ||
	    !utf8_is_plain(text->whole, NULL))
		return false;
	keys->postcode = key(text->postcode, arena);
	keys->region = key(text->region, arena);
	keys->city = key(text->city, arena);
	keys->street = key(text->street, arena);
	keys->building = key(text->building, arena);
	keys->whole = key(text->whole, arena);
	if (keys->street.len == 0)
		keys->street = keys->whole;
	return true;
}

/* Letters and digits. */
static struct span
postcode_key(struct span text, struct arena *arena)
{
	char *out = text.len == 0 ? NULL : arena_alloc(arena, text.len);
	size_t len = 0;

	if (out == NULL)
		return span_make(NULL, 0);
	for (size_t i = 0; i < text.len; i++) {
		if (ascii_is_digit(text.data[i]) ||
		    ascii_is_alpha(text.data[i]))
			out[len++] = text.data[i];
	}
	return span_make(out, len);
}

/* The length of 123-4567 or 1234567 in front, or 0. */
static size_t
digits_length(struct span text, bool *has_dash)
{
	size_t digits = 0;
	size_t at = 0;

	*has_dash = false;
	for (; at < text.len && digits < POSTCODE_DIGITS; at++) {
		if (text.data[at] == '-' && digits == 3 && !*has_dash)
			*has_dash = true;
		else if (ascii_is_digit(text.data[at]))
			digits++;
		else
			return 0;
	}
	return digits < POSTCODE_DIGITS ? 0 : at;
}

/* A Japanese postcode in front: 〒123-4567, 123-4567, 〒1234567. Returns its
 * length; it must not be the front of a longer number. */
static size_t
postcode_length(struct span text)
{
	static const char sign[] = "〒";
	bool has_sign = span_starts(text, sign);
	size_t at = has_sign ? sizeof(sign) - 1 : 0;
	bool has_dash;
	size_t len;

	while (has_sign && at < text.len && text.data[at] == ' ')
		at++;
	len =
	    digits_length(span_make(text.data + at, text.len - at), &has_dash);
	if (len == 0 || (!has_dash && !has_sign))
		return 0;
	at += len;
	if (at < text.len &&
	    (ascii_is_digit(text.data[at]) || text.data[at] == '-'))
		return 0;
	return at;
}

static void
take_postcode(struct span *text, struct address *address, struct arena *arena)
{
	size_t len = postcode_length(*text);

	if (address->postcode.len == 0)
		address->postcode =
		    postcode_key(span_make(text->data, len), arena);
	*text = span_trim(span_make(text->data + len, text->len - len));
}

static bool
begins_with(struct span text, struct span part)
{
	return part.len > 0 && text.len >= part.len &&
	    memcmp(text.data, part.data, part.len) == 0;
}

/* Region, city and street in one, none of them twice. A region in another
 * script than its street says nothing to the table. */
static struct span
join(const struct address_text *keys, struct arena *arena)
{
	struct span street = keys->street;
	struct span city = keys->city;
	struct span region = keys->region;
	char *out;

	if (begins_with(city, region))
		city = span_trim(
		    span_make(city.data + region.len, city.len - region.len));
	if (begins_with(street, region))
		city = region = span_make(NULL, 0);
	if (begins_with(street, city) || !is_japanese(city))
		city = span_make(NULL, 0);
	if (!is_japanese(region))
		region = span_make(NULL, 0);
	if (region.len + city.len == 0)
		return street;
	out = arena_alloc(arena, region.len + city.len + street.len);
	if (out == NULL)
		return span_make(NULL, 0);
	if (region.len > 0)
		memcpy(out, region.data, region.len);
	if (city.len > 0)
		memcpy(out + region.len, city.data, city.len);
	if (street.len > 0)
		memcpy(out + region.len + city.len, street.data, street.len);
	return span_make(out, region.len + city.len + street.len);
}

/* One behind the other, without a blank. */
static struct span
append(struct span a, struct span b, struct arena *arena)
{
	char *out;

	if (a.len == 0 || b.len == 0)
		return a.len == 0 ? b : a;
	out = arena_alloc(arena, a.len + b.len);
	if (out == NULL)
		return span_make(NULL, 0);
	memcpy(out, a.data, a.len);
	memcpy(out + a.len, b.data, b.len);
	return span_make(out, a.len + b.len);
}

/* A field for the building may hold just a room, so it is read as what
 * follows the block's numbers: with a bracket before it no town is seen. */
static bool
read_building(struct span text, struct span *building, struct arena *arena)
{
	struct span whole = append(span_of("("), text, arena);
	struct lot lot;

	if (text.len == 0)
		return true;
	if (!lot_parse(whole, false, &lot, arena))
		return false;
	*building = append(*building, lot.building, arena);
	return true;
}

static bool
read_japanese(const struct address_text *keys, struct address *address,
    struct arena *arena)
{
	struct span text = join(keys, arena);
	struct locate locate;
	struct lot lot;
	bool is_kyoto;

	if (!locate_parse(text, &locate, arena))
		return false;
	is_kyoto = span_starts(locate.city, "京都市");
	if (!lot_parse(locate.rest, is_kyoto, &lot, arena))
		return false;
	address->region = locate.prefecture;
	address->city = locate.city;
	address->town = lot.town;
	address->block = lot.block;
	address->building = lot.building;
	return read_building(keys->building, &address->building, arena);
}

static bool
read_western(const struct address_text *keys, struct address *address,
    struct arena *arena)
{
	struct street street;
	struct street more;

	if (!street_parse(keys->street, &street, arena) ||
	    !street_parse(keys->building, &more, arena))
		return false;
	address->region = keys->region;
	address->city = keys->city.len > 0 ? keys->city : street.city;
	address->town = street.name;
	address->block = street.number;
	address->building = street.unit;
	if (more.unit.len > 0)
		address->building = more.unit;
	else if (keys->building.len > 0)
		address->building = keys->building;
	return true;
}

void
address_parse(const struct address_text *text, struct address *address,
    struct arena *arena)
{
	struct address_text keys;
	bool is_read;

	memset(address, 0, sizeof(*address));
	if (!fold_parts(text, &keys, arena))
		return;
	address->postcode = postcode_key(keys.postcode, arena);
	if (is_japanese(keys.street) || is_japanese(keys.city) ||
	    span_starts(keys.street, "〒")) {
		take_postcode(&keys.street, address, arena);
		is_read = read_japanese(&keys, address, arena);
	} else {
		is_read = read_western(&keys, address, arena);
	}
	if (!is_read)
		memset(address, 0, sizeof(*address));
}
