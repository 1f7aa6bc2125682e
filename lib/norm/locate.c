#include "norm/locate.h"
#include "norm/lines.h"
#include "text/utf8.h"

#define FRONT_MAX 120 /* bytes that prefecture and city may take */
#define NAME_MAX 14   /* characters of a city's name */
#define PREFECTURES 47
#define ALONE_MIN 9 /* bytes of a town's name that may stand without 郡 */

/* In the order of JIS X 0401, as keys: 秋 has the form 穐, and 野 has 埜. */
static const char *const prefectures[PREFECTURES] = {"北海道", "青森県",
    "岩手県", "宮城県", "穐田県", "山形県", "福島県", "茨城県", "栃木県",
    "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県",
    "石川県", "福井県", "山梨県", "長埜県", "岐阜県", "静岡県", "愛知県",
    "三重県", "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県",
    "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県", "香川県",
    "愛媛県", "高知県", "福岡県", "佐賀県", "長崎県", "熊本県", "大分県",
    "宮崎県", "鹿児島県", "沖縄県"};

/* The front of the text without its blanks. */
struct front {
	char *data;
	size_t len;
	unsigned char blanks[FRONT_MAX]; /* left out before each byte */
};

/* A place that the front begins with. */
struct place {
	int prefecture; /* index; -1 = not known */
	struct span city;
	size_t len; /* bytes of the front; 0 = none was found */
};

/* The city market hall's sign 巿 (U+5DFF) is taken for 市 by some input
 * methods; both have three bytes. */
static void
mend_city_sign(char *at)
{
	if (memcmp(at, "\u5dff", 3) == 0)
		memcpy(at, "市", 3);
}

static bool
take_front(struct span text, struct front *front, struct arena *arena)
{
	const char *at = text.data;
	const char *end = text.len == 0 ? at : at + text.len;
	unsigned char blanks = 0;

	front->len = 0;
	front->data = arena_alloc(arena, FRONT_MAX);
	if (front->data == NULL)
		return false;
	while (at < end) {
		const char *start = at;
		uint32_t code = utf8_next(&at, end);
		size_t len = (size_t)(at - start);

		if (code == ' ') {
			if (++blanks == UINT8_MAX)
				break;
			continue;
		}
		if (front->len + len > FRONT_MAX)
			break;
		memcpy(front->data + front->len, start, len);
		if (len == 3)
			mend_city_sign(front->data + front->len);
		memset(front->blanks + front->len, blanks, len);
		front->len += len;
	}
	return true;
}

static struct span
front_from(const struct front *front, size_t at)
{
	return span_make(front->data + at, front->len - at);
}

/* What a field of the table says: "13=渋谷区". */
static int
field_prefecture(struct span field)
{
	return (field.data[0] - '0') * 10 + (field.data[1] - '0') - 1;
}

static bool
field_is_whole(struct span field)
{
	return field.data[2] == '=';
}

/* Which of the places of one name is meant? With a prefecture, its own. Two
 * that are equally good leave the prefecture, or the whole, open. */
static bool
choose(
    struct span fields, struct span name, int prefecture, struct place *place)
{
	struct place chosen = {.prefecture = prefecture, .len = name.len};
	struct span field;
	size_t wholes = 0;
	size_t parts = 0;

	while (lines_next(&fields, &field)) {
		bool is_whole = field_is_whole(field);

		if (prefecture >= 0 && field_prefecture(field) != prefecture)
			continue;
		/* The first, but a whole name before a part of one. */
		if (wholes == 0 && (parts == 0 || is_whole)) {
			chosen.prefecture = field_prefecture(field);
			chosen.city = span_make(field.data + 3, field.len - 3);
		}
		wholes += is_whole;
		parts += !is_whole;
	}
	if (wholes == 0 &&
	    (parts != 1 || (prefecture < 0 && name.len < ALONE_MIN)))
		return false;
	if (wholes > 1 || (wholes == 1 && parts > 0 && prefecture < 0)) {
		chosen.prefecture = prefecture;
		chosen.city = name;
	}
	*place = chosen;
	return true;
}

static bool
is_ending(struct span name)
{
	return span_ends(name, "市") || span_ends(name, "区") ||
	    span_ends(name, "町") || span_ends(name, "村");
}

/* The longest name of the table that the text begins with. */
static bool
find_listed(struct span text, int prefecture, struct place *place)
{
	struct span table = lines_table("places");
	size_t ends[NAME_MAX];
	size_t count = 0;
	const char *at = text.data;
	const char *end = text.data + text.len;
	struct span fields;

	while (at < end && count < NAME_MAX) {
		(void)utf8_next(&at, end);
		ends[count++] = (size_t)(at - text.data);
	}
	while (count-- > 0) {
		struct span name = span_make(text.data, ends[count]);

		if (is_ending(name) && lines_find(table, name, &fields) &&
		    choose(fields, name, prefecture, place))
			return true;
	}
	return false;
}

/* Where, behind at least one and before ${most} characters, a name ends with
 * the sign; 0 = nowhere. */
static size_t
find_sign(struct span text, const char *sign, size_t most)
{
	const char *at = text.data;
	const char *end = text.data + text.len;
	size_t count = 0;

	while (at < end && count++ < most) {
		unsigned char first = (unsigned char)*at;

		/* No city has digits or letters in its name. */
		if (first < 0x80)
			return 0;
		if (count > 1 &&
		    span_starts(span_make(at, (size_t)(end - at)), sign))
			return (size_t)(at - text.data) + strlen(sign);
		(void)utf8_next(&at, end);
	}
	return 0;
}

/* A place of 郡 and 町, or a city, that the table does not know: it is older,
 * or newer. */
static bool
find_unlisted(struct span text, int prefecture, struct place *place)
{
	static const char *const signs[] = {"市", "区", "町", "村"};
	size_t county = find_sign(text, "郡", 6);
	size_t len = 0;
	struct span rest;
	size_t more;

	if (county > 0) {
		rest = span_make(text.data + county, text.len - county);
		len = find_sign(rest, "町", 8);
		more = find_sign(rest, "村", 8);
		if (len == 0 || (more > 0 && more < len))
			len = more;
		len = len == 0 ? 0 : county + len;
	}
	for (size_t i = 0; i < 4 && len == 0; i++) {
		if (i == 0 || prefecture >= 0)
			len = find_sign(text, signs[i], 7);
	}
	if (len == 0)
		return false;
	place->city = span_make(text.data, len);
	place->prefecture = prefecture;
	place->len = len;
	return true;
}

/* A city's ward that the table does not have is a ward all the same when the
 * city has others: 浜松市中区 until 2023. */
static void
add_ward(const struct front *front, size_t at, struct place *place)
{
	static const char *const cities[] = {"札幌市", "仙台市", "サイタマ市",
	    "千葉市", "横浜市", "川崎市", "相模原市", "新潟市", "静岡市",
	    "浜松市", "名古屋市", "京都市", "大阪市", "堺市", "神戸市",
	    "岡山市", "広島市", "北九州市", "福岡市", "熊本市"};
	struct span text = front_from(front, at);
	struct span rest;
	size_t ward;

	if (place->city.len != place->len || !span_ends(place->city, "市"))
		return;
	rest = span_make(text.data + place->len, text.len - place->len);
	for (size_t i = 0; i < sizeof(cities) / sizeof(cities[0]); i++) {
		if (!span_is(place->city, cities[i]))
			continue;
		ward = find_sign(rest, "区", 5);
		place->len += ward;
		place->city = span_make(text.data, place->len);
		return;
	}
}

/* Is it there without its 都, 府 or 県, and a city of it behind? */
static bool
find_short(struct span text, size_t *len, struct place *place)
{
	for (int i = 1; i < PREFECTURES; i++) {
		size_t size = strlen(prefectures[i]) - 3;
		struct span rest;

		if (text.len <= size ||
		    memcmp(text.data, prefectures[i], size) != 0)
			continue;
		rest = span_make(text.data + size, text.len - size);
		if (find_listed(rest, i, place)) {
			*len = size;
			return true;
		}
	}
	return false;
}

/* Find prefecture and city; the front's bytes before the city are *${at}. */
static void
find(const struct front *front, size_t *at, struct place *place)
{
	struct span text = front_from(front, 0);
	struct span rest;

	*at = 0;
	*place = (struct place){.prefecture = -1};
	for (int i = 0; i < PREFECTURES; i++) {
		if (!span_starts(text, prefectures[i]))
			continue;
		*at = strlen(prefectures[i]);
		rest = front_from(front, *at);
		if (!find_listed(rest, i, place) &&
		    !find_unlisted(rest, i, place))
			place->prefecture = i;
		return;
	}
	/* 千葉市川市 is 市川市 in 千葉県, 千葉市中央区 is not. */
	if (find_short(text, at, place))
		return;
	*at = 0;
	if (!find_listed(text, -1, place))
		(void)find_unlisted(text, -1, place);
}

bool
locate_parse(struct span text, struct locate *locate, struct arena *arena)
{
	struct front front;
	struct place place;
	size_t used;

	*locate = (struct locate){.rest = text};
	if (!take_front(text, &front, arena))
		return false;
	find(&front, &used, &place);
	if (place.len > 0)
		add_ward(&front, used, &place);
	used += place.len;
	locate->city = place.city;
	if (place.prefecture >= 0)
		locate->prefecture = span_of(prefectures[place.prefecture]);
	if (used > 0) {
		used += front.blanks[used - 1];
		locate->rest = span_make(text.data + used, text.len - used);
	}
	return true;
}
