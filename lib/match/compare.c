#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/compare.h"
#include "match/likeness.h"
#include "match/sound.h"
#include "match/trust.h"
#include "norm/nametable.h"

/* Bounds of what the frequency of a value may add or take, 1/1000 bit. */
#define FREQUENCY_MOST 7000
#define FREQUENCY_LEAST (-9000)
#define NOTHING (-40000)
#define EVERYTHING 60000
#define ASTRAY 2000 /* doubt where but one name is in the wrong place */
#define CHANCE_LEAST 1e-6
#define SHORT_LEAST 3 /* letters that a short form has in common */
#define LOT_LEAST 4   /* bytes of a number that says something alone */
/* What a reading that nobody knows says against a name in kanji. */
#define DOUBT (-2500)
/* Levels of a name behind the last: it is not read so. */
#define READ_OTHERWISE (NAME_EXACT + 1)

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
	struct compare_thread *thread = calloc(1, sizeof(*thread));

	if (thread != NULL)
		thread->least = INT32_MIN;
	return thread;
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
count_lists(const struct facts *facts, enum facts_list which)
{
	size_t n = 0;
	uint32_t i, here;

	for (i = 0; i < facts->n_records; i++) {
		(void)facts_items(facts, which, i, &here);
		n += here > 0;
	}
	return n;
}

double
compare_chance(const struct facts_pool *pool)
{
	double n = 0, pairs = 0, count;
	size_t i;

	for (i = 0; i < pool->names.count; i++) {
		count = pool->values[i].count;
		n += count;
		pairs += count * (count - 1);
	}
	return n < 2 ? 0 : pairs / (n * (n - 1));
}

size_t
compare_known(const struct facts *facts, int at)
{
	if (facts->frozen[at].is_frozen)
		return (size_t)facts->frozen[at].known;
	return at < FACTS_COLUMNS
	    ? count_known(facts, at)
	    : count_lists(facts, (enum facts_list)(at - FACTS_COLUMNS));
}

static void
count_columns(struct compare *compare)
{
	const struct facts *f = compare->facts;
	double chance;
	size_t n;
	int i;

	for (i = 0; i < FACTS_COLUMNS + FACTS_LISTS; i++) {
		n = compare_known(f, i);
		compare->log_known[i] = compare_log2(n > 1 ? (double)n : 1);
	}
	for (i = FACTS_GIVEN_KANA; i <= FACTS_LOT; i++) {
		chance = f->frozen[i].is_frozen ? f->frozen[i].equal
						: compare_chance(&f->pool[i]);
		compare->log_equal[i] =
		    compare_log2(chance > CHANCE_LEAST ? chance : CHANCE_LEAST);
	}
}

/* Of names that families avoid to bear twice, those above what is on purpose
 * are borne by chance. */
static int32_t
common_names(const struct model_level *level)
{
	double share = level->m * LEVELS_NAMESAKES;
	double chance = level->household - share;

	return chance <= level->u * 0.01 ? EVERYTHING
					 : compare_log2(share / chance);
}

/* What a household has in common on purpose, over what it has by chance: all of
 * it, where nearly none of it is by chance. */
static int32_t
common_share(enum model_kind kind, int k, const struct model_level *level)
{
	double share = level->household - level->u;

	if (levels_is_avoided(kind, k))
		return common_names(level);
	if (level->household >= level->m * 0.85)
		return EVERYTHING;
	return share <= level->u * 0.01 ? NOTHING
					: compare_log2(share / level->u);
}

static int32_t
log_others(const struct model_comparison *c, uint32_t count)
{
	double others = count > 1 ? count - 1 : 0.5;

	return compare_log2(others * c->shared);
}

/* What is said at most by the levels below ${end}; nothing said is 0. */
static int32_t
most_below(const struct compare *compare, int c, int end, int32_t frequency)
{
	int32_t most = 0;
	int k;

	for (k = 1; k < end; k++)
		if (compare->weight[c][k] + frequency > most)
			most = compare->weight[c][k] + frequency;
	return most;
}

static void
find_most(struct compare *compare, int c)
{
	const struct model_comparison *m = &compare->model->comparison[c];
	int32_t frequency = m->frequency == 0 ? 0 : FREQUENCY_MOST;
	int end = m->n_levels, k;

	/* Only a name and a town are usual or rare where they differ. */
	if (m->kind == MODEL_AREA)
		compare->most_apart[c] = most_below(compare, c, AREA_CITY, 0);
	else if (m->kind == MODEL_OTHER || m->kind == MODEL_TEXT)
		compare->most_apart[c] = most_below(compare, c, end, 0);
	else
		compare->most_apart[c] = most_below(compare, c, end, frequency);
	for (k = 2, compare->most_name[c] = compare->weight[c][1]; k < end; k++)
		if (compare->weight[c][k] > compare->most_name[c])
			compare->most_name[c] = compare->weight[c][k];
}

void
compare_weigh(struct compare *compare)
{
	const struct model *model = compare->model;
	const struct model_comparison *c;
	int i, k;

	for (i = 0; i < model->n_comparisons; i++) {
		c = &model->comparison[i];
		for (k = 0; k < COMPARE_COUNTS; k++)
			compare->log_others[i][k] = log_others(c, (uint32_t)k);
		for (k = 1; k <= c->n_levels; k++) {
			compare->weight[i][k] =
			    compare_log2(c->level[k].m / c->level[k].u);
			compare->household[i][k] =
			    compare_log2(c->level[k].household / c->level[k].u);
			compare->log_u[i][k] = compare_log2(c->level[k].u);
			compare->common[i][k] = k == 1
			    ? NOTHING
			    : common_share(c->kind, k, &c->level[k]);
		}
		find_most(compare, i);
	}
	compare->prior =
	    compare_log2(model->match_share / (1 - model->match_share));
	compare->prior_household = compare_log2(model->household_share);
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

static int
make_outlines(struct compare *compare, struct err *err)
{
	const struct facts_pool *pool;
	struct outline *outline;
	uint32_t i;
	int c;

	for (c = 0; c < COMPARE_NAMES; c++) {
		pool = &compare->facts->pool[c];
		outline = malloc((pool->names.count + 1) * sizeof(*outline));
		if (outline == NULL)
			return err_nomem(err);
		for (i = 0; i < pool->names.count; i++)
			outline[i] = outline_of(intern_name(&pool->names, i),
			    pool->values[i].sound);
		compare->outline[c] = outline;
	}
	return 0;
}

/* Of what stands in a column. */
static void
will_fetch(
    struct compare *compare, int column, const void *table, size_t size_bytes)
{
	uint32_t place = compare->facts->place[column];

	if (place == FACTS_NONE || compare->n_tables == COMPARE_TABLES_MAX)
		return;
	compare->table[compare->n_tables++] = (struct compare_table){
	    place, (uint32_t)size_bytes, (const char *)table - size_bytes};
}

static void
list_tables(struct compare *compare)
{
	static const int columns[] = {FACTS_GIVEN, FACTS_FAMILY,
	    FACTS_GIVEN_KANA, FACTS_FAMILY_KANA, FACTS_POSTCODE, FACTS_CITY,
	    FACTS_TOWN};
	const struct facts *facts = compare->facts;
	size_t i;
	int c;

	for (c = 0; c < COMPARE_NAMES; c++)
		will_fetch(compare, c, compare->outline[c],
		    sizeof(*compare->outline[c]));
	for (i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		will_fetch(compare, columns[i], facts->pool[columns[i]].values,
		    sizeof(struct facts_value));
	will_fetch(compare, FACTS_BIRTH, facts->dates, sizeof(*facts->dates));
}

void
compare_fetch(const void *context, uint32_t row)
{
	const struct compare *compare = context;
	const struct facts_pool *ids = &compare->facts->list[FACTS_ID].pool;
	const uint32_t *value = facts_row(compare->facts, row);
	uint32_t id = value[FACTS_ITEMS + FACTS_ID];
	const struct compare_table *table;
	int i;

	/* Of two ids it is asked of which space they are. */
	if (id != FACTS_NONE && (id & FACTS_MANY) == 0)
		__builtin_prefetch(&ids->values[id & FACTS_ITEM]);
	for (i = 0; i < compare->n_tables; i++) {
		table = &compare->table[i];
		__builtin_prefetch(table->of +
		    (size_t)value[table->place] * table->size_bytes);
	}
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
	for (j = 0; j < facts->spaces.count; j++)
		if (facts->is_unique[j])
			compare->has_unique = true;
	for (i = 0; i < MODEL_KINDS; i++)
		compare->of_kind[i] = find_kind(model, (enum model_kind)i);
	compare->family_of_given =
	    malloc((given->count + 1) * sizeof(uint32_t));
	if (compare->family_of_given == NULL)
		return err_nomem(err);
	for (j = 0; j < given->count; j++)
		compare->family_of_given[j] = intern_get(
		    &facts->pool[FACTS_FAMILY].names, intern_name(given, j));
	compare_weigh(compare);
	if (make_outlines(compare, err) == -1)
		return -1;
	list_tables(compare);
	return 0;
}

void
compare_clear(struct compare *compare)
{
	int c;

	free(compare->family_of_given);
	for (c = 0; c < COMPARE_NAMES; c++)
		free(compare->outline[c]);
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
rarity_beside(const struct compare *compare, int c, int32_t mean, int column,
    uint32_t count)
{
	const struct model_comparison *m = &compare->model->comparison[c];
	int32_t bits = mean + compare->log_known[column] -
	    (count < COMPARE_COUNTS ? compare->log_others[c][count]
				    : log_others(m, count));
	/* So few records cannot tell that a value is usual. */
	int32_t least = -compare->log_known[column] / 2;

	if (least < FREQUENCY_LEAST)
		least = FREQUENCY_LEAST;
	bits = (int32_t)(m->frequency * bits);
	if (bits > FREQUENCY_MOST)
		return FREQUENCY_MOST;
	return bits < least ? least : bits;
}

static int32_t
rarity(
    const struct compare *compare, int c, int level, int column, uint32_t count)
{
	return rarity_beside(
	    compare, c, compare->log_u[c][level], column, count);
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

/* Is one a usual form of the other, as far as two values tell? Short forms are
 * looked up only where the table knows both. */
static bool
may_be_given(const struct facts_value *x, const struct facts_value *y)
{
	return x->script != FACTS_ALPHABET || y->script != FACTS_ALPHABET ||
	    (x->is_western && y->is_western);
}

/* How alike two names are: those that sound alike are it a little. */
static int
likeness_of_names(const struct facts *facts, struct compare_thread *thread,
    int column, int other, uint32_t a, uint32_t b)
{
	const struct facts_value *x = &facts->pool[column].values[a - 1];
	const struct facts_value *y = &facts->pool[other].values[b - 1];
	struct span left = text_of(facts, column, a);
	struct span right = text_of(facts, other, b);
	bool is_given = column == FACTS_GIVEN || column == FACTS_GIVEN_KANA;
	int level = likeness_name(
	    left, right, is_given && may_be_given(x, y), &thread->masks);

	if (level > NAME_ELSE)
		return level;
	if (column == FACTS_GIVEN_KANA && other == FACTS_GIVEN &&
	    y->script == FACTS_HAN && !nametable_given_may_read(right, left))
		return READ_OTHERWISE;
	if (level == 0)
		return 0;
	return x->script == FACTS_ALPHABET && y->script == FACTS_ALPHABET &&
		x->sound != 0 && x->sound == y->sound
	    ? NAME_FAR
	    : NAME_ELSE;
}

/* How alike two values are. */
static int
likeness_at(const struct compare *compare, struct compare_thread *thread,
    int column, int other, uint32_t a, uint32_t b)
{
	const struct facts *facts = compare->facts;
	struct span x = text_of(facts, column, a);
	struct span y = text_of(facts, other, b);

	if (column <= FACTS_FAMILY_KANA)
		return likeness_of_names(facts, thread, column, other, a, b);
	if (column == FACTS_OTHER)
		return likeness_words(x, y, &thread->masks);
	return likeness_text(x, y, &thread->masks);
}

/* Of two names: what their outlines tell of how alike they are. */
static int
outlined(const struct compare *compare, int column, int other, uint32_t a,
    uint32_t b)
{
	bool is_kana = column >= FACTS_GIVEN_KANA;

	if (column > FACTS_FAMILY_KANA ||
	    is_kana != (other >= FACTS_GIVEN_KANA))
		return OUTLINE_UNKNOWN;
	return outline_level(&compare->outline[column][a - 1],
	    &compare->outline[other][b - 1],
	    column == FACTS_GIVEN || column == FACTS_GIVEN_KANA);
}

/*
 * The same, remembered. ${column} is the column of the first; names may be
 * held against another column. The key is multiplied by an odd number, which
 * loses nothing, so a place and what is left of the product say which it was.
 */
static uint64_t
cache_key(int column, int other, uint32_t a, uint32_t b)
{
	return ((uint64_t)a << 36 | (uint64_t)b << 8 | (uint64_t)(column << 2) |
		   (uint64_t)(column <= FACTS_FAMILY_KANA ? other : 0)) *
	    UINT64_C(0x9e3779b97f4a7c15);
}

static int
cached(const struct compare *compare, struct compare_thread *thread, int column,
    int other, uint32_t a, uint32_t b)
{
	uint64_t key = cache_key(column, other, a, b);
	uint64_t *slot = &thread->cache[key >> (64 - COMPARE_CACHE_BITS)];
	uint64_t rest =
	    key << COMPARE_CACHE_BITS >> COMPARE_CACHE_BITS << 8 | 1 << 4;
	int level = outlined(compare, column, other, a, b);

	if (level != OUTLINE_UNKNOWN)
		return level;
	if ((*slot & ~UINT64_C(15)) == rest)
		return (int)(*slot & 15);
	level = likeness_at(compare, thread, column, other, a, b);
	*slot = rest | (uint64_t)level;
	return level;
}

void
compare_fetch_pair(const struct compare *compare,
    const struct compare_thread *thread, uint32_t a, uint32_t b)
{
	static const int columns[] = {FACTS_GIVEN, FACTS_FAMILY};
	uint32_t x, y;
	size_t i;

	for (i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		x = facts_value(compare->facts, columns[i], a);
		y = facts_value(compare->facts, columns[i], b);
		__builtin_prefetch(
		    &thread->cache[cache_key(columns[i], columns[i], x, y) >>
			(64 - COMPARE_CACHE_BITS)]);
	}
}

/* Kanji and kana are one comparison: what they say together. Where the kanji
 * are others, a reading that is only near is another name's (亜衣花 アイカ,
 * 結衣香 ユイカ), and one that is the same may be of another (佳政 and 佳将,
 * ヨシマサ) or of one whose kanji were guessed. */
static int
join_readings(int kanji, int kana)
{
	if (kanji == NAME_EXACT)
		return kana == NAME_ELSE ? NAME_CLOSE : NAME_EXACT;
	if (kana == NAME_EXACT)
		return kanji != 0 && kanji <= NAME_CLOSE ? NAME_CLOSE
							 : NAME_READING;
	if (kana == 0)
		return kanji;
	if (kanji == 0)
		return kana;
	if (kanji == NAME_ELSE && kana > NAME_FAR)
		return NAME_FAR;
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
larger(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static uint32_t
larger_count(const struct facts *f, int column, uint32_t x, uint32_t y)
{
	return larger(count_of(f, column, x), count_of(f, column, y));
}

/* What two rows call a person, in one comparison. */
struct called {
	int column, kana;
	uint32_t x, y;   /* values + 1, 0 = not known */
	uint32_t xk, yk; /* readings */
	bool is_doubtful;
	uint32_t count; /* of what they have in common */
	int counted;    /* in this column */
};

static bool
is_in_kana(const struct facts *f, int column, uint32_t value)
{
	return f->pool[column].values[value - 1].script == FACTS_KANA;
}

/* A name in kanji and another's reading. */
static int
level_of_reading(const struct compare *compare, struct compare_thread *thread,
    struct called *called, uint32_t name, uint32_t reading)
{
	const struct facts *f = compare->facts;
	const struct reading *known = called->column == FACTS_GIVEN
	    ? &f->given_reading
	    : &f->family_reading;
	int level;

	called->counted = called->kana;
	called->count = count_of(f, called->kana, reading);
	if (reading_knows(known, name, reading))
		return NAME_READING;
	level = cached(
	    compare, thread, called->kana, called->column, reading, name);
	called->is_doubtful = level == NAME_ELSE &&
	    f->pool[called->column].values[name - 1].script == FACTS_HAN;
	return level == READ_OTHERWISE ? NAME_ELSE : level;
}

/* Both know a reading, and it may be all that they know alike. */
static int
join_kana(const struct compare *compare, struct compare_thread *thread,
    struct called *called, int level)
{
	const struct facts *f = compare->facts;
	int reading =
	    level_of(compare, thread, called->kana, called->xk, called->yk);

	if (level != NAME_EXACT || is_in_kana(f, called->column, called->x)) {
		called->counted = called->kana;
		called->count =
		    larger_count(f, called->kana, called->xk, called->yk);
	}
	return join_readings(level, reading);
}

/* A name that is written as it is read is a reading. */
static bool
are_alike(const struct facts *f, const struct called *called)
{
	return called->x != 0 && called->y != 0 &&
	    is_in_kana(f, called->column, called->x) ==
	    is_in_kana(f, called->column, called->y);
}

static int
level_of_names(const struct compare *compare, struct compare_thread *thread,
    struct called *called)
{
	int level = 0;

	if (are_alike(compare->facts, called)) {
		level = level_of(
		    compare, thread, called->column, called->x, called->y);
		called->counted = called->column;
		called->count = larger_count(
		    compare->facts, called->column, called->x, called->y);
	}
	if (called->xk != 0 && called->yk != 0)
		return join_kana(compare, thread, called, level);
	if (level != 0)
		return level;
	/* One is known in kanji alone, the other in kana alone. */
	if (called->xk != 0 && called->y != 0)
		return level_of_reading(
		    compare, thread, called, called->y, called->xk);
	if (called->x != 0 && called->yk != 0)
		return level_of_reading(
		    compare, thread, called, called->x, called->yk);
	return 0;
}

/* What rarity says at a level of a name. */
static int32_t
name_rarity(const struct compare *compare, int c, int level,
    const struct called *called)
{
	int32_t bits;

	/* No table knows all readings. */
	if (level == NAME_ELSE && called->is_doubtful &&
	    compare->weight[c][level] < DOUBT)
		return DOUBT - compare->weight[c][level];
	if (called->count == 0 || level < NAME_CLOSE || level == NAME_SWAPPED)
		return 0;
	if (level == NAME_READING && called->counted == called->kana)
		return rarity_beside(compare, c,
		    compare->log_equal[called->kana], called->kana,
		    called->count);
	bits = rarity(compare, c, NAME_EXACT, called->counted, called->count);
	return level == NAME_EXACT ? bits : bits / 2;
}

static struct called
called_by(const struct facts *f, int column, uint32_t a, uint32_t b)
{
	int kana = column + FACTS_GIVEN_KANA - FACTS_GIVEN;

	return (struct called){.column = column,
	    .kana = kana,
	    .x = facts_value(f, column, a),
	    .y = facts_value(f, column, b),
	    .xk = facts_value(f, kana, a),
	    .yk = facts_value(f, kana, b)};
}

static void
compare_called(const struct compare *compare, struct compare_thread *thread,
    int c, struct called *called, struct compare_pair *pair)
{
	int level = level_of_names(compare, thread, called);

	keep(compare, pair, c, level, name_rarity(compare, c, level, called));
}

static void
compare_name(const struct compare *compare, struct compare_thread *thread,
    int c, int column, uint32_t a, uint32_t b, struct compare_pair *pair)
{
	struct called called = called_by(compare->facts, column, a, b);

	compare_called(compare, thread, c, &called, pair);
}

/* The given name of one held against the family name of the other. */
struct cross {
	bool is_known;
	int likeness;   /* 2 = the same, 1 = nearly, 0 = no */
	bool is_family; /* it is rather a family name */
	int32_t rarity; /* of what they have in common */
};

/* Is what one calls its given name and the other its family name rather the
 * name of a family? Then it is what both are called by their family. */
static bool
is_rather_family(const struct compare *compare, uint32_t given, uint32_t family)
{
	const struct facts *f = compare->facts;
	struct span name;

	if (given == 0 || family == 0)
		return false;
	name = text_of(f, FACTS_FAMILY, family);
	if ((nametable_population(name) > 0) != nametable_is_given(name))
		return !nametable_is_given(name);
	return count_of(f, FACTS_FAMILY, family) >
	    2 * count_of(f, FACTS_GIVEN, given);
}

static struct cross
cross_names(const struct compare *compare, struct compare_thread *thread,
    int family_comparison, uint32_t a, uint32_t b)
{
	const struct facts *f = compare->facts;
	uint32_t given = facts_value(f, FACTS_GIVEN, a);
	uint32_t family = facts_value(f, FACTS_FAMILY, b);
	uint32_t reading = facts_value(f, FACTS_GIVEN_KANA, a);
	uint32_t reading2 = facts_value(f, FACTS_FAMILY_KANA, b);
	bool has_kana = reading != 0 && reading2 != 0;
	struct cross cross = {.is_known = has_kana || (given && family)};
	int level;

	if (!cross.is_known)
		return cross;
	if (given != 0 && family != 0 &&
	    compare->family_of_given[given - 1] == family - 1)
		level = NAME_EXACT;
	else if (has_kana)
		level = cached(compare, thread, FACTS_GIVEN_KANA,
		    FACTS_FAMILY_KANA, reading, reading2);
	else
		level = cached(
		    compare, thread, FACTS_GIVEN, FACTS_FAMILY, given, family);
	cross.likeness = level == NAME_EXACT ? 2 : level >= NAME_CLOSE;
	if (cross.likeness == 0)
		return cross;
	cross.is_family = is_rather_family(compare, given, family);
	/* It is usual in one of the two columns. */
	cross.rarity = given != 0 && family != 0
	    ? rarity(compare, family_comparison, NAME_EXACT, FACTS_FAMILY,
		  larger(count_of(f, FACTS_GIVEN, given),
		      count_of(f, FACTS_FAMILY, family)))
	    : rarity(compare, family_comparison, NAME_EXACT, FACTS_FAMILY_KANA,
		  larger(count_of(f, FACTS_GIVEN_KANA, reading),
		      count_of(f, FACTS_FAMILY_KANA, reading2)));
	if (cross.likeness == 1)
		cross.rarity = cross.rarity / 2 - 1000;
	return cross;
}

/* Names that changed places, both or one of them. */
static void
compare_swapped(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, int given, int family, struct compare_pair *pair)
{
	struct cross ab = cross_names(compare, thread, family, a, b);
	struct cross ba = cross_names(compare, thread, family, b, a);
	const struct cross *one = ab.likeness > 0 ? &ab : &ba;
	int to;

	if (one->likeness == 0)
		return;
	if (ab.likeness > 0 && ba.likeness > 0) {
		keep(compare, pair, given, NAME_SWAPPED, ab.rarity);
		keep(compare, pair, family, NAME_SWAPPED, ba.rarity);
	} else if (!ab.is_known || !ba.is_known) {
		/* One of them lacks a name, and has the other elsewhere. */
		to = one->is_family ? family : given;
		pair->level[given] = pair->level[family] = 0;
		pair->frequency[given] = pair->frequency[family] = 0;
		pair->level[to] = NAME_SWAPPED;
		pair->frequency[to] = one->rarity;
	} else {
		/* One name changed places, and the other is not the same. */
		keep(compare, pair, one->is_family ? family : given,
		    NAME_SWAPPED, one->rarity - ASTRAY);
	}
}

static bool
is_same(const struct called *called)
{
	return called->x != 0 && called->x == called->y;
}

/* A value that more records have says no more; of so many the logarithm is in
 * the table. */
static uint32_t
at_hand(uint32_t count)
{
	return count < COMPARE_COUNTS ? count : COMPARE_COUNTS - 1;
}

/* What the rarity of two readings says at most. */
static int32_t
most_of_kana(const struct compare *compare, int c, const struct called *called)
{
	const struct facts *f = compare->facts;
	int kana = called->kana;
	uint32_t count = at_hand(called->xk != 0 && called->yk != 0
		? larger_count(f, kana, called->xk, called->yk)
		: count_of(f, kana, called->xk != 0 ? called->xk : called->yk));
	int32_t bits = rarity(compare, c, NAME_EXACT, kana, count) / 2;
	int32_t alone =
	    rarity_beside(compare, c, compare->log_equal[kana], kana, count);

	return alone > bits ? alone : bits;
}

/* What two names that are not the same say at most. */
static int32_t
most_of_name(const struct compare *compare, int c, const struct called *called)
{
	int32_t most = 0, bits = 0;

	if (called->x != 0 && called->y != 0)
		most = rarity(compare, c, NAME_EXACT, called->column,
			   at_hand(larger_count(compare->facts, called->column,
			       called->x, called->y))) /
		    2;
	if (called->xk != 0 || called->yk != 0)
		bits = most_of_kana(compare, c, called);
	if (bits > most)
		most = bits;
	most = compare->most_name[c] + (most > 0 ? most : 0);
	return most > 0 ? most : 0;
}

/* Names of which neither is near may have changed places. */
static void
may_be_swapped(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, struct compare_pair *pair)
{
	int given = compare->of_kind[MODEL_GIVEN];
	int family = compare->of_kind[MODEL_FAMILY];

	if (given >= 0 && family >= 0 && pair->level[given] < NAME_NEAR &&
	    pair->level[family] < NAME_NEAR)
		compare_swapped(compare, thread, a, b, given, family, pair);
}

static void
compare_names(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, struct compare_pair *pair)
{
	int given = compare->of_kind[MODEL_GIVEN];
	int family = compare->of_kind[MODEL_FAMILY];

	if (given >= 0)
		compare_name(compare, thread, given, FACTS_GIVEN, a, b, pair);
	if (family >= 0)
		compare_name(compare, thread, family, FACTS_FAMILY, a, b, pair);
	may_be_swapped(compare, thread, a, b, pair);
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
	const struct facts *f = compare->facts;
	const struct facts_pool *pool = &f->pool[FACTS_POSTCODE];
	uint32_t hint, other;

	if (!area->has_codes || area->code == area->code2)
		return false;
	hint = pool->values[area->code - 1].hint;
	other = pool->values[area->code2 - 1].hint;
	return likeness_is_area(hint, other) ||
	    (likeness_may_id(hint, other) &&
		likeness_id(text_of(f, FACTS_POSTCODE, area->code),
		    text_of(f, FACTS_POSTCODE, area->code2),
		    &thread->masks) == ID_NEAR);
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
	uint32_t count;
	int column;

	if (level != AREA_EXACT && level != AREA_CODE && level != AREA_CITY)
		return 0;
	if (level == AREA_CITY)
		return rarity_beside(compare, c, compare->log_equal[FACTS_CITY],
		    FACTS_CITY, count_of(f, FACTS_CITY, area->city));
	count = count_of(f, FACTS_POSTCODE, area->code);
	column = FACTS_POSTCODE;
	if (level == AREA_EXACT &&
	    count_of(f, FACTS_CITY, area->city) < count) {
		count = count_of(f, FACTS_CITY, area->city);
		column = FACTS_CITY;
	}
	return rarity_beside(
	    compare, c, compare->log_equal[FACTS_POSTCODE], column, count);
}

static void
compare_area(const struct compare *compare, struct compare_thread *thread,
    int c, uint32_t a, uint32_t b, struct compare_pair *pair)
{
	struct area area = area_of(compare->facts, a, b);
	int level = area_level(compare, thread, &area, a, b);

	keep(compare, pair, c, level, area_rarity(compare, c, level, &area));
}

/* The number alone, where one of them does not say of which street: it has to
 * be one that not every street has. Where the streets are others, a usual
 * number is worth no more than a town. */
static void
keep_number(const struct compare *compare, struct compare_pair *pair, int c,
    int level, uint32_t lot)
{
	const struct facts *f = compare->facts;

	keep(compare, pair, c, level,
	    rarity_beside(compare, c, compare->log_equal[FACTS_LOT], FACTS_LOT,
		count_of(f, FACTS_LOT, lot)));
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

	if (town == 0 || town2 == 0) {
		if (is_lot && text_of(f, FACTS_LOT, lot).len >= LOT_LEAST)
			keep_number(compare, pair, c, STREET_NUMBER, lot);
		return;
	}
	like = town == town2
	    ? TEXT_EXACT
	    : cached(compare, thread, FACTS_TOWN, FACTS_TOWN, town, town2);
	if (like == TEXT_EXACT && is_lot)
		keep(compare, pair, c, STREET_EXACT, 0);
	else if (like >= TEXT_CLOSE && is_lot)
		keep(compare, pair, c, STREET_NEAR, 0);
	else if (like >= TEXT_NEAR)
		keep(compare, pair, c, STREET_TOWN,
		    rarity_beside(compare, c, compare->log_equal[FACTS_TOWN],
			FACTS_TOWN,
			larger(count_of(f, FACTS_TOWN, town),
			    count_of(f, FACTS_TOWN, town2))));
	else if (is_lot && text_of(f, FACTS_LOT, lot).len >= 2)
		keep_number(compare, pair, c,
		    text_of(f, FACTS_LOT, lot).len >= LOT_LEAST ? STREET_NUMBER
								: STREET_TOWN,
		    lot);
	else
		keep(compare, pair, c, STREET_ELSE, 0);
}

static int32_t
said_by(const struct compare *compare, const struct compare_pair *pair, int c)
{
	return compare->weight[c][pair->level[c]] + pair->frequency[c];
}

/* A town lies in one city and has one postcode, so that both agree is no news
 * twice: the one that says more is heard. */
static void
count_once(const struct compare *compare, struct compare_pair *pair)
{
	int area = compare->of_kind[MODEL_AREA];
	int street = compare->of_kind[MODEL_STREET];
	int less;

	if (area < 0 || street < 0 || pair->level[street] != STREET_TOWN ||
	    pair->level[area] < AREA_REGION)
		return;
	less = pair->level[area] < AREA_CITY_NEAR ||
		said_by(compare, pair, area) < said_by(compare, pair, street)
	    ? area
	    : street;
	pair->level[less] = 0;
	pair->frequency[less] = 0;
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
	/* A partial date is the same text on both sides, and no whole one. */
	if (column == FACTS_BIRTH && (x != y || m->kind == MODEL_DATE))
		level = likeness_date(&f->dates[x - 1], &f->dates[y - 1]);
	else if (x == y)
		level = m->n_levels;
	else if (m->kind == MODEL_EXACT)
		level = SAME_ELSE;
	else
		level = cached(compare, thread, column, column, x, y);
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
    enum facts_list which, uint32_t a, uint32_t i, uint32_t j)
{
	const struct facts_pool *pool = &compare->facts->list[which].pool;
	struct span x = intern_name(&pool->names, i);
	struct span y = intern_name(&pool->names, j);
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

/* Two different values: mostly a look at their hints is enough. */
static int
level_of_items(const struct compare *compare, struct compare_thread *thread,
    enum facts_list which, uint32_t a, uint32_t b, uint32_t x, uint32_t y)
{
	const struct facts *f = compare->facts;
	const struct facts_value *values = f->list[which].pool.values;
	const uint32_t *left = facts_row(f, a), *right = facts_row(f, b);
	uint32_t hint = (left[FACTS_ITEMS + which] & FACTS_MANY) == 0
	    ? left[FACTS_HINT + which]
	    : values[x].hint;
	uint32_t other = (right[FACTS_ITEMS + which] & FACTS_MANY) == 0
	    ? right[FACTS_HINT + which]
	    : values[y].hint;

	if (which == FACTS_PHONE ? !likeness_may_phone(hint, other)
				 : !likeness_may_email(hint, other))
		return 1;
	return likeness_of(compare, thread, which, a, x, y);
}

static void
compare_items(const struct compare *compare, struct compare_thread *thread,
    int c, enum facts_list which, uint32_t a, uint32_t b, uint32_t x,
    uint32_t y, struct compare_pair *pair)
{
	const struct facts_value *value =
	    &compare->facts->list[which].pool.values[x];
	int level;

	if (x != y) {
		level = level_of_items(compare, thread, which, a, b, x, y);
		keep(compare, pair, c, level, 0);
		return;
	}
	level = which == FACTS_PHONE && !value->is_mobile
	    ? TEL_HOME
	    : compare->model->comparison[c].n_levels;
	keep(compare, pair, c, level,
	    rarity(
		compare, c, level, FACTS_COLUMNS + (int)which, value->count));
}

static void
compare_list(const struct compare *compare, struct compare_thread *thread,
    int c, enum facts_list which, uint32_t a, uint32_t b,
    struct compare_pair *pair)
{
	uint32_t n_left, n_right, i, j;
	const uint32_t *left = facts_items(compare->facts, which, a, &n_left);
	const uint32_t *right = facts_items(compare->facts, which, b, &n_right);

	for (i = 0; i < n_left; i++)
		for (j = 0; j < n_right; j++)
			if (((left[i] | right[j]) & FACTS_VOID) == 0)
				compare_items(compare, thread, c, which, a, b,
				    left[i] & FACTS_ITEM, right[j] & FACTS_ITEM,
				    pair);
}

/* Two ids of one space: is it news that they differ? */
static void
compare_two_ids(const struct compare *compare, struct compare_thread *thread,
    int c, uint32_t x, uint32_t y, struct compare_pair *pair)
{
	const struct facts_items *list = &compare->facts->list[FACTS_ID];
	const struct facts_value *value, *other;
	int level;

	if ((x & y & FACTS_OWN) != 0 || ((x | y) & FACTS_VOID) != 0)
		return;
	x &= FACTS_ITEM;
	y &= FACTS_ITEM;
	value = &list->pool.values[x];
	other = &list->pool.values[y];
	if (value->space != other->space)
		return;
	if (x == y) {
		keep(compare, pair, c, ID_EXACT,
		    rarity(compare, c, ID_EXACT, FACTS_COLUMNS + FACTS_ID,
			value->count));
		return;
	}
	level = ID_ELSE;
	if (likeness_may_id(value->hint, other->hint))
		level = likeness_id(intern_name(&list->pool.names, x),
		    intern_name(&list->pool.names, y), &thread->masks);
	keep(compare, pair, c, level, 0);
}

/* Of two ids of a unique space: is it one, or are they two people's? */
static void
compare_unique(const struct facts *f, uint32_t x, uint32_t y, bool *is_shared,
    bool *is_apart)
{
	const struct facts_value *values = f->list[FACTS_ID].pool.values;
	uint32_t space = values[x].space;

	if (!f->is_unique[space] || space != values[y].space)
		return;
	if (x == y)
		*is_shared = true;
	else
		*is_apart = true;
}

static void
compare_ids(const struct compare *compare, struct compare_thread *thread, int c,
    uint32_t a, uint32_t b, struct compare_pair *pair)
{
	const struct facts *f = compare->facts;
	uint32_t n_left, n_right, i, j;
	const uint32_t *left = facts_items(f, FACTS_ID, a, &n_left);
	const uint32_t *right = facts_items(f, FACTS_ID, b, &n_right);
	bool is_shared = false, is_apart = false;

	for (i = 0; i < n_left; i++)
		for (j = 0; j < n_right; j++) {
			if (c >= 0)
				compare_two_ids(compare, thread, c, left[i],
				    right[j], pair);
			if (compare->has_unique)
				compare_unique(f, left[i] & FACTS_ITEM,
				    right[j] & FACTS_ITEM, &is_shared,
				    &is_apart);
		}
	pair->is_unique_apart = is_apart && !is_shared;
	pair->is_unique_one = is_shared;
}

static int32_t
sum_levels(const struct compare *compare, const struct compare_pair *pair)
{
	int32_t sum = compare->prior;
	int c;

	for (c = 0; c < compare->model->n_comparisons; c++)
		if (pair->level[c] != 0)
			sum += said_by(compare, pair, c);
	return sum;
}

void
compare_sum(const struct compare *compare, struct compare_pair *pair)
{
	int32_t home = compare->prior_household;
	int c, level;

	for (c = 0; c < compare->model->n_comparisons; c++) {
		level = pair->level[c];
		if (level == 0)
			continue;
		home += compare->household[c][level];
		/* The share on purpose is rarer the rarer the value. */
		if (pair->frequency[c] != 0)
			home += compare_log_sum(compare->common[c][level] +
				    pair->frequency[c]) -
			    compare_log_sum(compare->common[c][level]);
	}
	pair->household = compare_log_sum(home);
	pair->weight = sum_levels(compare, pair) - pair->household;
}

/* Evidence of a kind that agrees. */
static int32_t
agreeing(const struct compare *compare, const struct compare_pair *pair, int c)
{
	int32_t said = pair->level[c] > 1 ? said_by(compare, pair, c) : 0;

	return said > 0 ? said : 0;
}

/* What agreement of a kind is evidence of. */
enum evidence {
	IS_HOME = 1,   /* of where one lives */
	IS_OWN = 2,    /* of who one is */
	IS_TOKEN = 4,  /* an identifier */
	IS_BESIDE = 8, /* more than a name */
	IS_PLACE = 16, /* to differ in it is to be elsewhere */
};

/* People who differ in their given names have a mailbox together. */
static unsigned
evidence_of(const struct model_comparison *m, int level, bool is_renamed)
{
	static const unsigned kinds[MODEL_KINDS] = {
	    [MODEL_GIVEN] = IS_OWN,
	    [MODEL_OTHER] = IS_OWN,
	    [MODEL_DATE] = IS_OWN | IS_BESIDE | IS_PLACE,
	    [MODEL_EMAIL] = IS_OWN | IS_TOKEN | IS_BESIDE,
	    [MODEL_PHONE] = IS_OWN | IS_TOKEN | IS_BESIDE,
	    [MODEL_AREA] = IS_HOME | IS_BESIDE | IS_PLACE,
	    [MODEL_STREET] = IS_HOME | IS_BESIDE | IS_PLACE,
	    [MODEL_ID] = IS_OWN | IS_TOKEN | IS_BESIDE,
	    [MODEL_TEXT] = IS_OWN | IS_BESIDE,
	};

	if ((m->kind == MODEL_PHONE && level != TEL_EXACT) ||
	    (m->kind == MODEL_EMAIL && is_renamed))
		return IS_HOME | IS_BESIDE;
	if (m->kind == MODEL_TEXT && m->field == CANON_F_COMPANY)
		return IS_BESIDE;
	return kinds[m->kind];
}

static void
ask_one(const struct compare *compare, const struct compare_pair *pair, int c,
    struct caution_pair *ask)
{
	int32_t said = agreeing(compare, pair, c);
	unsigned evidence = evidence_of(
	    &compare->model->comparison[c], pair->level[c], ask->is_renamed);

	if (evidence & IS_HOME)
		ask->home += said;
	if (evidence & IS_OWN)
		ask->own += said;
	if (evidence & IS_TOKEN)
		ask->token += said;
	if (compare->model->comparison[c].kind == MODEL_ID)
		ask->id += said;
	if (evidence & IS_BESIDE)
		ask->beside += said;
	if ((evidence & IS_PLACE) != 0 && pair->level[c] == 1)
		ask->against += said_by(compare, pair, c);
}

static void
ask_evidence(const struct compare *compare, const struct compare_pair *pair,
    struct caution_pair *ask)
{
	int c;

	for (c = 0; c < compare->model->n_comparisons; c++)
		ask_one(compare, pair, c, ask);
}

/* Years between two births that no slip of the pen makes one. */
static int
years_apart(const struct facts *f, uint32_t a, uint32_t b)
{
	uint32_t x = facts_value(f, FACTS_BIRTH, a),
		 y = facts_value(f, FACTS_BIRTH, b);
	const struct facts_dates *left, *right;

	if (x == 0 || y == 0)
		return 0;
	left = &f->dates[x - 1];
	right = &f->dates[y - 1];
	if (left->day == 0 || right->day == 0 ||
	    likeness_date(left, right) > BIRTH_SAME_YEAR)
		return 0;
	return abs(left->year - right->year);
}

/* Two names in Latin letters may be one that is spelt from another alphabet, so
 * that half of it is the same, or all that one hears, unless both are usual
 * names by themselves (Winifred, Alfred) that begin otherwise. An initial may
 * be that of another spelling. */
static bool
are_two_names(const struct facts *f, struct compare_thread *thread, uint32_t x,
    uint32_t y, int level)
{
	const struct facts_value *value = &f->pool[FACTS_GIVEN].values[x - 1];
	const struct facts_value *other = &f->pool[FACTS_GIVEN].values[y - 1];
	struct span left = text_of(f, FACTS_GIVEN, x);
	struct span right = text_of(f, FACTS_GIVEN, y);

	if (left.len < SHORT_LEAST || right.len < SHORT_LEAST ||
	    value->sound == other->sound)
		return false;
	if (value->is_western && other->is_western)
		return memcmp(left.data, right.data, SHORT_LEAST) != 0;
	return level == NAME_ELSE &&
	    (size_t)likeness_edits(left, right, &thread->masks) * 2 >
	    (left.len > right.len ? left.len : right.len);
}

/* Are the given names clearly others? In kanji and kana one sign of two is
 * (健一, 健二). */
static bool
is_renamed(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, const struct compare_pair *pair)
{
	const struct facts *f = compare->facts;
	int given = compare->of_kind[MODEL_GIVEN];
	uint32_t x = facts_value(f, FACTS_GIVEN, a);
	uint32_t y = facts_value(f, FACTS_GIVEN, b);

	if (given < 0 || pair->level[given] == 0 ||
	    pair->level[given] > NAME_FAR || pair->frequency[given] != 0)
		return false;
	if (x == 0 || y == 0 ||
	    f->pool[FACTS_GIVEN].values[x - 1].script != FACTS_ALPHABET)
		return true;
	return are_two_names(f, thread, x, y, pair->level[given]);
}

static void
be_careful(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, struct compare_pair *pair)
{
	const struct facts *f = compare->facts;
	uint32_t suffix = facts_value(f, FACTS_SUFFIX, a);
	uint32_t suffix2 = facts_value(f, FACTS_SUFFIX, b);
	struct caution_pair ask = {.sum = pair->weight,
	    .families = compare->prior_household - compare->prior};

	ask.is_renamed = is_renamed(compare, thread, a, b, pair);
	ask_evidence(compare, pair, &ask);
	ask.is_suffixed = suffix != 0 && suffix2 != 0 && suffix != suffix2;
	ask.years = years_apart(f, a, b);
	pair->is_generation = ask.years >= CAUTION_GENERATION_YEARS;
	pair->why = caution_weigh(&ask, &pair->caution);
	pair->weight -= pair->caution;
}

/* Is there a value that both have, of those that may be one person's own? */
static bool
has_equal(const struct compare *compare, const struct compare_pair *pair)
{
	static const enum model_kind kinds[] = {
	    MODEL_EMAIL, MODEL_PHONE, MODEL_ID};
	size_t i;
	int c;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		c = compare->of_kind[kinds[i]];
		if (c >= 0 && pair->level[c] > 0 &&
		    pair->level[c] == compare->model->comparison[c].n_levels)
			return true;
	}
	return false;
}

/* All that is said of both records, whatever it weighs. */
static void
compare_all_rows(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, struct compare_pair *pair)
{
	const struct facts *f = compare->facts;
	uint32_t x, y;

	for (x = a; x != FACTS_NONE; x = facts_more(f, x))
		for (y = b; y != FACTS_NONE; y = facts_more(f, y))
			compare_rows(compare, thread, x, y, pair);
	count_once(compare, pair);
}

static void
compare_lists(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, struct compare_pair *pair)
{
	const struct model *model = compare->model;
	int c;

	for (c = 0; c < model->n_comparisons; c++) {
		if (model->comparison[c].kind == MODEL_EMAIL)
			compare_list(
			    compare, thread, c, FACTS_EMAIL, a, b, pair);
		else if (model->comparison[c].kind == MODEL_PHONE)
			compare_list(
			    compare, thread, c, FACTS_PHONE, a, b, pair);
	}
	compare_ids(compare, thread, compare->of_kind[MODEL_ID], a, b, pair);
}

/* Does no value of both lift a pair that weighs too little? */
static bool
is_untrusted(const struct compare *compare, const struct compare_pair *pair)
{
	return compare->trust == NULL ||
	    (!pair->is_unique_one && !has_equal(compare, pair));
}

/* --- pairs that weigh too little ---
 *
 * Most do, and it shows before all texts are read: what is left says at most
 * so much. */

/* Comparisons that are left, one bit each, and what they say at most. */
struct rest {
	uint32_t open;
	int32_t most;
};

/* Known, and not the same: texts are to be read. */
static bool
is_apart(const struct facts *f, int column, uint32_t a, uint32_t b)
{
	uint32_t x = facts_value(f, column, a), y = facts_value(f, column, b);

	return x != 0 && y != 0 && x != y;
}

static bool
is_area_open(const struct facts *f, uint32_t a, uint32_t b)
{
	struct area area = area_of(f, a, b);

	return area.has_cities && area.city != area.city2 &&
	    !(area.has_codes && area.code == area.code2);
}

static void
leave(struct rest *rest, int c, int32_t most)
{
	rest->open |= UINT32_C(1) << c;
	rest->most += most;
}

/* What two different streets say at most: without a number in common no more
 * than the town. */
static int32_t
most_of_street(const struct compare *compare, int c, uint32_t a, uint32_t b)
{
	const struct facts *f = compare->facts;
	uint32_t lot = facts_value(f, FACTS_LOT, a);
	int32_t most;

	if (lot != 0 && lot == facts_value(f, FACTS_LOT, b))
		return compare->most_apart[c];
	most = compare->weight[c][STREET_TOWN] +
	    rarity_beside(compare, c, compare->log_equal[FACTS_TOWN],
		FACTS_TOWN,
		at_hand(
		    larger_count(f, FACTS_TOWN, facts_value(f, FACTS_TOWN, a),
			facts_value(f, FACTS_TOWN, b))));
	if (most < compare->weight[c][STREET_ELSE])
		most = compare->weight[c][STREET_ELSE];
	return most > 0 ? most : 0;
}

/* Of what says less than nothing and may yet be left out. */
static void
leave_out(const struct compare *compare, const struct compare_pair *pair,
    struct rest *rest, int c)
{
	if (c >= 0 && pair->level[c] != 0 && said_by(compare, pair, c) < 0)
		rest->most -= said_by(compare, pair, c);
}

/* Where they live, as far as no text is read. */
static void
compare_places(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, struct compare_pair *pair, struct rest *rest)
{
	int area = compare->of_kind[MODEL_AREA];
	int street = compare->of_kind[MODEL_STREET];

	if (area >= 0 && is_area_open(compare->facts, a, b))
		leave(rest, area, compare->most_apart[area]);
	else if (area >= 0)
		compare_area(compare, thread, area, a, b, pair);
	if (street >= 0 && is_apart(compare->facts, FACTS_TOWN, a, b))
		leave(rest, street, most_of_street(compare, street, a, b));
	else if (street >= 0)
		compare_street(compare, thread, street, a, b, pair);
	if (rest->open == 0) {
		count_once(compare, pair);
		return;
	}
	leave_out(compare, pair, rest, area);
	leave_out(compare, pair, rest, street);
}

/* The same where texts are to be read. */
static void
compare_open_places(const struct compare *compare,
    struct compare_thread *thread, uint32_t a, uint32_t b,
    struct compare_pair *pair, const struct rest *rest)
{
	int area = compare->of_kind[MODEL_AREA];
	int street = compare->of_kind[MODEL_STREET];

	if (area >= 0 && (rest->open >> area & 1) != 0)
		compare_area(compare, thread, area, a, b, pair);
	if (street >= 0 && (rest->open >> street & 1) != 0)
		compare_street(compare, thread, street, a, b, pair);
	count_once(compare, pair);
}

/* A further comparison of places, which nobody needs but may want. */
static void
compare_place(const struct compare *compare, struct compare_thread *thread,
    int c, uint32_t a, uint32_t b, struct compare_pair *pair)
{
	enum model_kind kind = compare->model->comparison[c].kind;

	if (c == compare->of_kind[kind])
		return;
	if (kind == MODEL_AREA)
		compare_area(compare, thread, c, a, b, pair);
	else
		compare_street(compare, thread, c, a, b, pair);
}

/* All but names and places: what is equal, and what is no text. */
static void
compare_others(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, struct compare_pair *pair, struct rest *rest)
{
	const struct model *model = compare->model;
	enum model_kind kind;
	int c;

	for (c = 0; c < model->n_comparisons; c++) {
		kind = model->comparison[c].kind;
		if (kind == MODEL_DATE || kind == MODEL_EXACT)
			compare_plain(compare, thread, c, a, b, pair);
		else if (kind == MODEL_AREA || kind == MODEL_STREET)
			compare_place(compare, thread, c, a, b, pair);
		if ((kind != MODEL_TEXT && kind != MODEL_OTHER) ||
		    compare->column[c] == FACTS_COLUMNS)
			continue;
		if (is_apart(compare->facts, compare->column[c], a, b))
			leave(rest, c, compare->most_apart[c]);
		else
			compare_plain(compare, thread, c, a, b, pair);
	}
}

/* Can the sum still be enough? Else the weight is what it would be at most. */
static bool
can_reach(const struct compare *compare, const struct compare_thread *thread,
    struct compare_pair *pair, int32_t most)
{
	pair->weight = sum_levels(compare, pair) + most;
	return pair->weight >= thread->least;
}

/* The names of two records; false when the pair weighs too little without the
 * other name, of which one is the same and so in its place. */
static bool
compare_names_first(const struct compare *compare,
    struct compare_thread *thread, uint32_t a, uint32_t b,
    struct compare_pair *pair, int32_t most)
{
	int c = compare->of_kind[MODEL_GIVEN];
	int other = compare->of_kind[MODEL_FAMILY], swap;
	struct called same = called_by(compare->facts, FACTS_GIVEN, a, b);
	struct called rest = called_by(compare->facts, FACTS_FAMILY, a, b);

	if (c < 0 || other < 0 || is_same(&same) == is_same(&rest)) {
		compare_names(compare, thread, a, b, pair);
		return true;
	}
	if (is_same(&rest)) {
		rest = same;
		same = called_by(compare->facts, FACTS_FAMILY, a, b);
		swap = c;
		c = other;
		other = swap;
	}
	compare_called(compare, thread, c, &same, pair);
	if (pair->level[c] >= NAME_NEAR &&
	    !can_reach(compare, thread, pair,
		most + most_of_name(compare, other, &rest)))
		return false;
	compare_called(compare, thread, other, &rest, pair);
	may_be_swapped(compare, thread, a, b, pair);
	return true;
}

/* Two records of one row each; false when they weigh too little. */
static bool
compare_in_steps(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, struct compare_pair *pair)
{
	struct rest places = {0, 0}, others = {0, 0};
	uint32_t open;

	compare_others(compare, thread, a, b, pair, &others);
	compare_places(compare, thread, a, b, pair, &places);
	if (!compare_names_first(
		compare, thread, a, b, pair, places.most + others.most) ||
	    !can_reach(compare, thread, pair, places.most + others.most))
		return false;
	compare_open_places(compare, thread, a, b, pair, &places);
	if (!can_reach(compare, thread, pair, others.most))
		return false;
	for (open = others.open; open != 0; open &= open - 1)
		compare_plain(compare, thread, __builtin_ctz(open), a, b, pair);
	return can_reach(compare, thread, pair, 0);
}

/* Frequencies only as far as anybody reads them: there are many pairs. */
static void
clear_pair(struct compare_pair *pair, int n)
{
	memset(pair->level, 0, sizeof(pair->level));
	memset(pair->frequency, 0, (size_t)n * sizeof(pair->frequency[0]));
	pair->household = pair->caution = pair->trust = pair->weight = 0;
	pair->why = CAUTION_NONE;
	pair->is_unique_apart = pair->is_unique_one = false;
	pair->is_generation = false;
}

void
compare_records(const struct compare *compare, struct compare_thread *thread,
    uint32_t a, uint32_t b, struct compare_pair *pair)
{
	const struct facts *f = compare->facts;

	clear_pair(pair, compare->model->n_comparisons);
	compare_lists(compare, thread, a, b, pair);
	if (thread->least == INT32_MIN || !is_untrusted(compare, pair) ||
	    facts_more(f, a) != FACTS_NONE || facts_more(f, b) != FACTS_NONE)
		compare_all_rows(compare, thread, a, b, pair);
	else if (!compare_in_steps(compare, thread, a, b, pair))
		return;
	/* A household and caution only take off. */
	pair->weight = sum_levels(compare, pair);
	if (pair->weight < thread->least && is_untrusted(compare, pair))
		return;
	compare_sum(compare, pair);
	be_careful(compare, thread, a, b, pair);
	if (compare->trust == NULL)
		return;
	pair->trust = trust_raise(compare->trust, compare, a, b, pair);
	pair->weight += pair->trust;
}
