#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/compare.h"
#include "match/likeness.h"
#include "match/sound.h"

/* Bounds of what the frequency of a value may add or take, 1/1000 bit. */
#define FREQUENCY_MOST 7000
#define FREQUENCY_LEAST (-9000)
#define NOTHING (-40000)
#define EVERYTHING 60000
#define DOUBT 2500

int32_t
compare_log2(double x)
{
	return (int32_t)lround(1000 * log2(x));
}

int32_t
compare_log_sum(int32_t x)
{
	if (x < -12000)
		return 0;
	if (x > 24000)
		return x;
	return (int32_t)lround(1000 * log2(1 + exp2(x / 1000.0)));
}

struct compare_thread *
compare_thread_new(void)
{
	return calloc(1, sizeof(struct compare_thread));
}

static int
column_of(const struct facts *facts, const struct model_comparison *c)
{
	switch (c->kind) {
	case MODEL_GIVEN:
		return FACTS_GIVEN;
	case MODEL_FAMILY:
		return FACTS_FAMILY;
	case MODEL_OTHER:
		return FACTS_OTHER;
	case MODEL_AREA:
		return FACTS_POSTCODE;
	case MODEL_STREET:
		return FACTS_TOWN;
	case MODEL_EMAIL:
	case MODEL_PHONE:
	case MODEL_ID:
		return 0;
	case MODEL_DATE:
	case MODEL_TEXT:
	case MODEL_EXACT:
	case MODEL_KINDS:
	default:
		return facts_column_of(facts, c->field, c->attribute);
	}
}

static size_t
count_known(const struct facts *facts, int column)
{
	size_t n = 0;
	uint32_t i;

	for (i = 0; i < facts->n_records; i++)
		n += facts_value(facts, column, i) != 0;
	return n;
}

static size_t
count_lists(const struct facts_items *list, size_t n_records)
{
	size_t i, n = 0;

	for (i = 0; i < n_records && list->first != NULL; i++)
		n += list->first[i + 1] > list->first[i];
	return n;
}

static void
count_columns(struct compare *compare)
{
	const struct facts *f = compare->facts;
	size_t n;
	int i;

	for (i = 0; i < FACTS_COLUMNS + FACTS_LISTS; i++) {
		n = i < FACTS_COLUMNS
		    ? count_known(f, i)
		    : count_lists(&f->list[i - FACTS_COLUMNS], f->n_records);
		compare->log_known[i] = compare_log2(n > 1 ? (double)n : 1);
	}
}

/* What a household has in common on purpose, over u: all of it, where it has
 * it as often as one person has it twice. */
static int32_t
common_share(const struct model_level *level)
{
	double share = level->household - level->u;

	if (level->household >= level->m * 0.85)
		return EVERYTHING;
	return share <= level->u * 0.01 ? NOTHING
					: compare_log2(share / level->u);
}

void
compare_weigh(struct compare *compare)
{
	const struct model *model = compare->model;
	const struct model_comparison *c;
	int i, k;

	for (i = 0; i < model->n_comparisons; i++) {
		c = &model->comparison[i];
		for (k = 1; k <= c->n_levels; k++) {
			compare->weight[i][k] =
			    compare_log2(c->level[k].m / c->level[k].u);
			compare->household[i][k] =
			    compare_log2(c->level[k].household / c->level[k].u);
			compare->log_u[i][k] = compare_log2(c->level[k].u);
			compare->common[i][k] =
			    k == 1 ? NOTHING : common_share(&c->level[k]);
		}
	}
	compare->prior =
	    compare_log2(model->match_share / (1 - model->match_share));
	compare->prior_household = compare_log2(model->household_share);
}

int
compare_init(struct compare *compare, const struct facts *facts,
    const struct model *model, struct err *err)
{
	const struct intern *given = &facts->pool[FACTS_GIVEN].names;
	uint32_t j;
	int i;

	memset(compare, 0, sizeof(*compare));
	compare->facts = facts;
	compare->model = model;
	count_columns(compare);
	for (i = 0; i < model->n_comparisons; i++)
		compare->column[i] = column_of(facts, &model->comparison[i]);
	compare->family_of_given =
	    malloc((given->count + 1) * sizeof(uint32_t));
	if (compare->family_of_given == NULL)
		return err_nomem(err);
	for (j = 0; j < given->count; j++)
		compare->family_of_given[j] = intern_get(
		    &facts->pool[FACTS_FAMILY].names, intern_name(given, j));
	compare_weigh(compare);
	return 0;
}

void
compare_clear(struct compare *compare)
{
	free(compare->family_of_given);
	memset(compare, 0, sizeof(*compare));
}

static uint32_t
count_of(const struct facts *facts, int column, uint32_t value)
{
	return facts->pool[column].values[value - 1].count;
}

static struct span
text_of(const struct facts *facts, int column, uint32_t value)
{
	return intern_name(&facts->pool[column].names, value - 1);
}

/*
 * What the frequency of a value says beyond that of its field: the mean u
 * over the chance that another person has the same. The two records that
 * are compared do not count as evidence that a value is usual.
 */
static int32_t
rarity(
    const struct compare *compare, int c, int level, int column, uint32_t count)
{
	const struct model_comparison *m = &compare->model->comparison[c];
	double others = count > 1 ? count - 1 : 0.5;
	int32_t bits = compare->log_u[c][level] + compare->log_known[column] -
	    compare_log2(others * m->shared);

	bits = (int32_t)(m->frequency * bits);
	if (bits > FREQUENCY_MOST)
		return FREQUENCY_MOST;
	return bits < FREQUENCY_LEAST ? FREQUENCY_LEAST : bits;
}

/* The better of two results of one comparison. */
static void
keep(const struct compare *compare, struct compare_pair *pair, int c, int level,
    int32_t frequency)
{
	if (level == 0)
		return;
	if (pair->level[c] != 0 &&
	    compare->weight[c][level] + frequency <=
		compare->weight[c][pair->level[c]] + pair->frequency[c])
		return;
	pair->level[c] = (uint8_t)level;
	pair->frequency[c] = frequency;
}

/* A level of two values that is worth remembering. ${column} is the column
 * of the first; names may be held against another column. */
static int
cached(const struct compare *compare, struct compare_thread *thread, int column,
    int other, uint32_t a, uint32_t b)
{
	const struct facts *facts = compare->facts;
	struct span x = text_of(facts, column, a), y;
	/* All that the level hangs on, so that equal keys are equal. */
	uint64_t key = (uint64_t)a << 36 | (uint64_t)b << 8 |
	    (uint64_t)(column << 2) |
	    (uint64_t)(column <= FACTS_FAMILY_KANA ? other : 0);
	size_t slot = (key * UINT64_C(0x9e3779b97f4a7c15)) >> 50;
	int level;

	if (thread->key[slot] == key)
		return thread->level[slot];
	y = text_of(facts, other, b);
	if (column <= FACTS_FAMILY_KANA)
		level = likeness_name(x, y,
		    column == FACTS_GIVEN || column == FACTS_GIVEN_KANA,
		    &thread->masks);
	else if (column == FACTS_OTHER)
		level = likeness_words(x, y, &thread->masks);
	else if (column == FACTS_POSTCODE)
		level = likeness_id(x, y, &thread->masks);
	else if (column == FACTS_BIRTH)
		level =
		    likeness_date(&facts->dates[a - 1], &facts->dates[b - 1]);
	else
		level = likeness_text(x, y, &thread->masks);
	thread->key[slot] = key;
	thread->level[slot] = (uint8_t)level;
	return level;
}

/* Kanji and kana are one comparison: what they say together. */
static int
join_readings(int kanji, int kana)
{
	if (kanji == NAME_EXACT)
		return kana == NAME_ELSE ? NAME_CLOSE : NAME_EXACT;
	if (kana == NAME_EXACT)
		return kanji == NAME_ELSE ? NAME_CLOSE : NAME_READING;
	if (kana == 0)
		return kanji;
	if (kanji == 0)
		return kana;
	return kanji > kana ? kanji : kana;
}

/* How alike two known values of one column are. */
static int
level_of(const struct compare *compare, struct compare_thread *thread,
    int column, uint32_t x, uint32_t y)
{
	return x == y ? NAME_EXACT
		      : cached(compare, thread, column, column, x, y);
}

static uint32_t
larger_count(const struct facts *f, int column, uint32_t x, uint32_t y)
{
	uint32_t left = count_of(f, column, x), right = count_of(f, column, y);

	return left > right ? left : right;
}

static int
name_level(const struct compare *compare, struct compare_thread *thread,
    int column, int kana, uint32_t a, uint32_t b, uint32_t *count)
{
	const struct facts *f = compare->facts;
	uint32_t x = facts_value(f, column, a), y = facts_value(f, column, b);
	uint32_t xk = facts_value(f, kana, a), yk = facts_value(f, kana, b);
	bool has_names = x != 0 && y != 0, has_kana = xk != 0 && yk != 0;
	int level = 0, reading = 0;

	*count = 0;
	if (has_names) {
		level = level_of(compare, thread, column, x, y);
		*count = larger_count(f, column, x, y);
	}
	if (has_kana) {
		reading = level_of(compare, thread, kana, xk, yk);
		if (*count == 0 || level != NAME_EXACT)
			*count = larger_count(f, kana, xk, yk);
	}
	if (has_names || has_kana)
		return join_readings(level, reading);
	/* One is known in kanji alone, the other in kana alone. */
	if (xk != 0 && y != 0)
		return cached(compare, thread, kana, column, xk, y);
	if (x != 0 && yk != 0)
		return cached(compare, thread, column, kana, x, yk);
	return 0;
}

/* Kanji and kana that the table does not know together: the table does not
 * know all readings, so this is half a difference. */
static bool
is_doubtful(const struct facts *f, int column, uint32_t a, uint32_t b)
{
	uint32_t x = facts_value(f, column, a), y = facts_value(f, column, b);

	return x != 0 && y != 0 &&
	    f->pool[column].values[x - 1].script !=
	    f->pool[column].values[y - 1].script;
}

/* What rarity says at a level of a name. */
static int32_t
name_rarity(
    const struct compare *compare, int c, int level, int column, uint32_t count)
{
	if (count == 0 || level < NAME_CLOSE || level == NAME_SWAPPED)
		return 0;
	if (level == NAME_EXACT)
		return rarity(compare, c, level, column, count);
	return rarity(compare, c, NAME_EXACT, column, count) / 2;
}

/* Is the given name of one the family name of the other? 2 = the same, 1 =
 * nearly, 0 = no, -1 = one of them is not known. */
static int
crossed(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b)
{
	const struct facts *f = compare->facts;
	uint32_t given = facts_value(f, FACTS_GIVEN, a);
	uint32_t family = facts_value(f, FACTS_FAMILY, b);
	uint32_t reading = facts_value(f, FACTS_GIVEN_KANA, a);
	uint32_t reading2 = facts_value(f, FACTS_FAMILY_KANA, b);
	int level;

	if (given != 0 && family != 0 &&
	    compare->family_of_given[given - 1] == family - 1)
		return 2;
	if (reading != 0 && reading2 != 0) {
		level = cached(compare, thread, FACTS_GIVEN_KANA,
		    FACTS_FAMILY_KANA, reading, reading2);
		return level == NAME_EXACT ? 2 : level >= NAME_CLOSE;
	}
	if (given == 0 || family == 0)
		return -1;
	return cached(compare, thread, FACTS_GIVEN, FACTS_FAMILY, given,
		   family) >= NAME_CLOSE;
}

static int
find_kind(const struct model *model, enum model_kind kind)
{
	int i;

	for (i = 0; i < model->n_comparisons; i++)
		if (model->comparison[i].kind == kind)
			return i;
	return -1;
}

static void
compare_swapped(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, int given, int family, struct compare_pair *pair)
{
	int ab = crossed(compare, thread, a, b);
	int ba = crossed(compare, thread, b, a);
	int32_t doubt;

	if (ab <= 0 && ba <= 0)
		return;
	if (ab > 0 && ba > 0) {
		doubt = -1000 * (4 - ab - ba);
		keep(compare, pair, given, NAME_SWAPPED, doubt);
		keep(compare, pair, family, NAME_SWAPPED, doubt);
	} else if (ab == -1 || ba == -1) {
		/* One of them lacks a name, and has the other elsewhere. */
		pair->level[given] = NAME_SWAPPED;
		pair->level[family] = 0;
		pair->frequency[given] = -1000 * (1 - (ab == 2 || ba == 2));
		pair->frequency[family] = 0;
	}
}

static void
compare_names(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, struct compare_pair *pair)
{
	int given = find_kind(compare->model, MODEL_GIVEN);
	int family = find_kind(compare->model, MODEL_FAMILY);
	uint32_t count;
	int level;

	if (given >= 0) {
		level = name_level(compare, thread, FACTS_GIVEN,
		    FACTS_GIVEN_KANA, a, b, &count);
		if (level == NAME_ELSE &&
		    is_doubtful(compare->facts, FACTS_GIVEN, a, b))
			keep(compare, pair, given, level, DOUBT);
		keep(compare, pair, given, level,
		    name_rarity(compare, given, level, FACTS_GIVEN, count));
	}
	if (family >= 0) {
		level = name_level(compare, thread, FACTS_FAMILY,
		    FACTS_FAMILY_KANA, a, b, &count);
		if (level == NAME_ELSE &&
		    is_doubtful(compare->facts, FACTS_FAMILY, a, b))
			keep(compare, pair, family, level, DOUBT);
		keep(compare, pair, family, level,
		    name_rarity(compare, family, level, FACTS_FAMILY, count));
	}
	if (given >= 0 && family >= 0 && pair->level[given] < NAME_NEAR &&
	    pair->level[family] < NAME_NEAR)
		compare_swapped(compare, thread, a, b, given, family, pair);
}

static uint32_t
larger(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* What two records say of where they are. */
struct area {
	uint32_t code, code2, city, city2;
	bool has_codes, has_cities;
};

static struct area
area_of(const struct facts *f, uint32_t a, uint32_t b)
{
	struct area area = {
	    .code = facts_value(f, FACTS_POSTCODE, a),
	    .code2 = facts_value(f, FACTS_POSTCODE, b),
	    .city = facts_value(f, FACTS_CITY, a),
	    .city2 = facts_value(f, FACTS_CITY, b),
	};

	area.has_codes = area.code != 0 && area.code2 != 0;
	area.has_cities = area.city != 0 && area.city2 != 0;
	return area;
}

static bool
is_near_code(const struct compare *compare, struct compare_thread *thread,
    const struct area *area)
{
	return area->has_codes && area->code != area->code2 &&
	    cached(compare, thread, FACTS_POSTCODE, FACTS_POSTCODE, area->code,
		area->code2) == ID_NEAR;
}

static int
area_level(const struct compare *compare, struct compare_thread *thread,
    const struct area *area, uint32_t a, uint32_t b)
{
	const struct facts *f = compare->facts;
	uint32_t region = facts_value(f, FACTS_REGION, a);
	bool is_city = area->has_cities && area->city == area->city2;
	bool is_near;

	if (area->has_codes && area->code == area->code2)
		return is_city ? AREA_EXACT : AREA_CODE;
	is_near = is_near_code(compare, thread, area);
	if (is_city)
		return is_near ? AREA_CITY_NEAR : AREA_CITY;
	if (is_near ||
	    (area->has_cities &&
		cached(compare, thread, FACTS_CITY, FACTS_CITY, area->city,
		    area->city2) >= TEXT_CLOSE))
		return AREA_NEAR;
	if (region != 0 && region == facts_value(f, FACTS_REGION, b))
		return AREA_REGION;
	return area->has_codes || area->has_cities ? AREA_ELSE : 0;
}

/* The rarer of what agrees says how much that means. */
static int32_t
area_rarity(
    const struct compare *compare, int c, int level, const struct area *area)
{
	const struct facts *f = compare->facts;
	bool is_by_city;

	if (level != AREA_EXACT && level != AREA_CODE && level != AREA_CITY)
		return 0;
	is_by_city = level == AREA_CITY ||
	    (level == AREA_EXACT &&
		count_of(f, FACTS_CITY, area->city) <
		    count_of(f, FACTS_POSTCODE, area->code));
	return is_by_city ? rarity(compare, c, level, FACTS_CITY,
				count_of(f, FACTS_CITY, area->city))
			  : rarity(compare, c, level, FACTS_POSTCODE,
				count_of(f, FACTS_POSTCODE, area->code));
}

static void
compare_area(const struct compare *compare, struct compare_thread *thread,
    int c, uint32_t a, uint32_t b, struct compare_pair *pair)
{
	struct area area = area_of(compare->facts, a, b);
	int level = area_level(compare, thread, &area, a, b);

	keep(compare, pair, c, level, area_rarity(compare, c, level, &area));
}

static void
keep_street(const struct compare *compare, struct compare_pair *pair, int c,
    uint32_t town, bool is_lot)
{
	const struct facts *f = compare->facts;

	keep(compare, pair, c, STREET_EXACT,
	    is_lot ? 0
		   : rarity(compare, c, STREET_EXACT, FACTS_TOWN,
			 count_of(f, FACTS_TOWN, town)));
}

static void
compare_street(const struct compare *compare, struct compare_thread *thread,
    int c, uint32_t a, uint32_t b, struct compare_pair *pair)
{
	const struct facts *f = compare->facts;
	uint32_t town = facts_value(f, FACTS_TOWN, a);
	uint32_t town2 = facts_value(f, FACTS_TOWN, b);
	uint32_t lot = facts_value(f, FACTS_LOT, a);
	uint32_t lot2 = facts_value(f, FACTS_LOT, b);
	bool is_lot = lot != 0 && lot == lot2;
	int like;

	if (town == 0 || town2 == 0)
		return;
	like = town == town2
	    ? TEXT_EXACT
	    : cached(compare, thread, FACTS_TOWN, FACTS_TOWN, town, town2);
	if (like == TEXT_EXACT && lot == lot2)
		keep_street(compare, pair, c, town, is_lot);
	else if (like >= TEXT_CLOSE && is_lot)
		keep(compare, pair, c, STREET_NEAR, 0);
	else if (like >= TEXT_NEAR)
		keep(compare, pair, c, STREET_TOWN,
		    rarity(compare, c, STREET_TOWN, FACTS_TOWN,
			larger(count_of(f, FACTS_TOWN, town),
			    count_of(f, FACTS_TOWN, town2))));
	else if (is_lot && text_of(f, FACTS_LOT, lot).len >= 2)
		keep(compare, pair, c, STREET_NUMBER, 0);
	else
		keep(compare, pair, c, STREET_ELSE, 0);
}

/* A town lies in one city, so that both agree is no news twice. */
static void
count_once(const struct compare *compare, struct compare_pair *pair)
{
	int area = find_kind(compare->model, MODEL_AREA);
	int street = find_kind(compare->model, MODEL_STREET);

	if (area < 0 || street < 0 || pair->level[street] != STREET_TOWN ||
	    pair->level[area] < AREA_REGION || pair->level[area] > AREA_CITY)
		return;
	pair->level[area] = 0;
	pair->frequency[area] = 0;
}

static void
compare_plain(const struct compare *compare, struct compare_thread *thread,
    int c, uint32_t a, uint32_t b, struct compare_pair *pair)
{
	const struct facts *f = compare->facts;
	const struct model_comparison *m = &compare->model->comparison[c];
	int column = compare->column[c];
	uint32_t x, y;
	int level;

	if (column == FACTS_COLUMNS)
		return;
	x = facts_value(f, column, a);
	y = facts_value(f, column, b);
	if (x == 0 || y == 0)
		return;
	if (x == y)
		level = m->n_levels;
	else if (m->kind == MODEL_EXACT)
		level = SAME_ELSE;
	else
		level = cached(compare, thread, column, column, x, y);
	/* A partial date is the same text on both sides, and no whole one. */
	if (m->kind == MODEL_DATE && x == y)
		level = likeness_date(&f->dates[x - 1], &f->dates[x - 1]);
	keep(compare, pair, c, level,
	    level == m->n_levels
		? rarity(compare, c, level, column, count_of(f, column, x))
		: 0);
}

static void
compare_rows(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, struct compare_pair *pair)
{
	const struct model *model = compare->model;
	int c;

	compare_names(compare, thread, a, b, pair);
	for (c = 0; c < model->n_comparisons; c++) {
		switch (model->comparison[c].kind) {
		case MODEL_AREA:
			compare_area(compare, thread, c, a, b, pair);
			break;
		case MODEL_STREET:
			compare_street(compare, thread, c, a, b, pair);
			break;
		case MODEL_OTHER:
		case MODEL_DATE:
		case MODEL_TEXT:
		case MODEL_EXACT:
			compare_plain(compare, thread, c, a, b, pair);
			break;
		case MODEL_GIVEN:
		case MODEL_FAMILY:
		case MODEL_EMAIL:
		case MODEL_PHONE:
		case MODEL_ID:
		case MODEL_KINDS:
		default:
			break;
		}
	}
}

/* The names of a row in Latin letters, at most two. */
static size_t
spell_names(const struct facts *facts, uint32_t row, struct buf *out,
    struct span *names)
{
	static const int columns[2][2] = {
	    {FACTS_GIVEN_KANA, FACTS_GIVEN}, {FACTS_FAMILY_KANA, FACTS_FAMILY}};
	size_t n = 0, start;
	int i, k;

	/* Spans into a buffer that may move: offsets first. */
	for (i = 0; i < 2; i++)
		for (k = 0; k < 2; k++) {
			start = out->len;
			sound_latin(facts_text(facts, columns[i][k], row), out);
			if (out->len == start)
				continue;
			names[n++] = span_make(NULL, out->len - start);
			break;
		}
	for (start = 0, i = 0; i < (int)n; i++) {
		names[i].data = out->data + start;
		start += names[i].len;
	}
	return n;
}

static int
likeness_of(const struct compare *compare, struct compare_thread *thread,
    enum facts_list which, uint32_t a, struct span x, struct span y)
{
	struct buf text = {0};
	struct span names[2];
	size_t n;
	int level;

	if (which == FACTS_PHONE)
		return likeness_phone(x, y, &thread->masks);
	/* The names matter only where the local parts are equal. */
	if (!likeness_is_local(x, y))
		return likeness_email(x, y, NULL, 0, &thread->masks);
	n = spell_names(compare->facts, a, &text, names);
	level =
	    likeness_email(x, y, names, text.failed ? 0 : n, &thread->masks);
	buf_clear(&text);
	return level;
}

static void
compare_list(const struct compare *compare, struct compare_thread *thread,
    int c, enum facts_list which, uint32_t a, uint32_t b,
    struct compare_pair *pair)
{
	const struct facts_items *list = &compare->facts->list[which];
	const struct intern *names = &list->pool.names;
	const struct facts_value *value;
	uint32_t i, j, x, y;
	int level;

	for (i = list->first[a]; i < list->first[a + 1]; i++)
		for (j = list->first[b]; j < list->first[b + 1]; j++) {
			x = list->item[i];
			y = list->item[j];
			value = &list->pool.values[x];
			if (facts_is_void(value) ||
			    facts_is_void(&list->pool.values[y]))
				continue;
			if (x != y) {
				keep(compare, pair, c,
				    likeness_of(compare, thread, which, a,
					intern_name(names, x),
					intern_name(names, y)),
				    0);
				continue;
			}
			level = which == FACTS_PHONE && !value->is_mobile
			    ? TEL_HOME
			    : compare->model->comparison[c].n_levels;
			keep(compare, pair, c, level,
			    rarity(compare, c, level,
				FACTS_COLUMNS + (int)which, value->count));
		}
}

/* Two ids of one space: is it news that they differ? */
static void
compare_two_ids(const struct compare *compare, struct compare_thread *thread,
    int c, uint32_t x, uint32_t y, struct compare_pair *pair)
{
	const struct facts_items *list = &compare->facts->list[FACTS_ID];
	const struct facts_value *value, *other;
	int level;

	if ((x & FACTS_OWN) != 0 && (y & FACTS_OWN) != 0)
		return;
	x &= ~FACTS_OWN;
	y &= ~FACTS_OWN;
	value = &list->pool.values[x];
	other = &list->pool.values[y];
	if (value->space != other->space || facts_is_void(value) ||
	    facts_is_void(other))
		return;
	if (x == y) {
		keep(compare, pair, c, ID_EXACT,
		    rarity(compare, c, ID_EXACT, FACTS_COLUMNS + FACTS_ID,
			value->count));
		return;
	}
	level = likeness_id(intern_name(&list->pool.names, x),
	    intern_name(&list->pool.names, y), &thread->masks);
	keep(compare, pair, c, level, 0);
}

static void
compare_ids(const struct compare *compare, struct compare_thread *thread, int c,
    uint32_t a, uint32_t b, struct compare_pair *pair)
{
	const struct facts *f = compare->facts;
	const struct facts_items *list = &f->list[FACTS_ID];
	uint32_t i, j, x, y, space;
	bool is_shared = false, is_apart = false;

	for (i = list->first[a]; i < list->first[a + 1]; i++)
		for (j = list->first[b]; j < list->first[b + 1]; j++) {
			x = list->item[i];
			y = list->item[j];
			if (c >= 0)
				compare_two_ids(compare, thread, c, x, y, pair);
			x &= ~FACTS_OWN;
			y &= ~FACTS_OWN;
			space = list->pool.values[x].space;
			if (!f->is_unique[space] ||
			    space != list->pool.values[y].space)
				continue;
			if (x == y)
				is_shared = true;
			else
				is_apart = true;
		}
	pair->is_unique_apart = is_apart && !is_shared;
}

void
compare_sum(const struct compare *compare, struct compare_pair *pair)
{
	int32_t sum = compare->prior, home = compare->prior_household;
	int c, level;

	for (c = 0; c < compare->model->n_comparisons; c++) {
		level = pair->level[c];
		if (level == 0)
			continue;
		sum += compare->weight[c][level] + pair->frequency[c];
		home += compare->household[c][level];
		/* The share on purpose is rarer the rarer the value. */
		if (pair->frequency[c] != 0)
			home += compare_log_sum(compare->common[c][level] +
				    pair->frequency[c]) -
			    compare_log_sum(compare->common[c][level]);
	}
	pair->household = compare_log_sum(home);
	pair->weight = sum - pair->household;
}

void
compare_records(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, struct compare_pair *pair)
{
	const struct facts *f = compare->facts;
	const struct model *model = compare->model;
	uint32_t x, y;
	int c;

	memset(pair, 0, sizeof(*pair));
	for (x = a; x != FACTS_NONE; x = f->more[x])
		for (y = b; y != FACTS_NONE; y = f->more[y])
			compare_rows(compare, thread, x, y, pair);
	count_once(compare, pair);
	for (c = 0; c < model->n_comparisons; c++) {
		if (model->comparison[c].kind == MODEL_EMAIL)
			compare_list(
			    compare, thread, c, FACTS_EMAIL, a, b, pair);
		else if (model->comparison[c].kind == MODEL_PHONE)
			compare_list(
			    compare, thread, c, FACTS_PHONE, a, b, pair);
	}
	compare_ids(compare, thread, find_kind(model, MODEL_ID), a, b, pair);
	compare_sum(compare, pair);
}
