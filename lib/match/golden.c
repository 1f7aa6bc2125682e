#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "match/golden.h"

const enum canon_field golden_fields[] = {CANON_F_FULL_NAME,
    CANON_F_FAMILY_NAME, CANON_F_GIVEN_NAME, CANON_F_MIDDLE_NAME,
    CANON_F_FULL_KANA, CANON_F_FAMILY_KANA, CANON_F_GIVEN_KANA, CANON_F_COMPANY,
    CANON_F_DEPARTMENT, CANON_F_EMAIL, CANON_F_PHONE, CANON_F_COUNTRY,
    CANON_F_REGION, CANON_F_CITY, CANON_F_STREET, CANON_F_BUILDING,
    CANON_F_POSTCODE, CANON_F_ADDRESS, CANON_F_BIRTH_DATE, CANON_F_BIRTH_PLACE,
    CANON_F_GENDER, CANON_F_NATIONALITY, CANON_F_OCCUPATION,
    CANON_F_REGISTERED_AT, CANON_F_OPT_OUT, CANON_F_NONE};

/* Which fields of a unit make the whole: all of one of the two pairs. What
 * stands alone is whole by itself. */
static const struct {
	enum canon_field whole[2], or_whole[2];
} wholes[] = {
    [SURVIVORSHIP_NAME] = {{CANON_F_FULL_NAME, CANON_F_FULL_NAME},
	{CANON_F_FAMILY_NAME, CANON_F_GIVEN_NAME}},
    [SURVIVORSHIP_KANA] = {{CANON_F_FULL_KANA, CANON_F_FULL_KANA},
	{CANON_F_FAMILY_KANA, CANON_F_GIVEN_KANA}},
    [SURVIVORSHIP_COMPANY] = {{CANON_F_COMPANY, CANON_F_COMPANY},
	{CANON_F_COMPANY, CANON_F_COMPANY}},
    [SURVIVORSHIP_ADDRESS] = {{CANON_F_ADDRESS, CANON_F_ADDRESS},
	{CANON_F_CITY, CANON_F_STREET}},
};

#define N_WHOLES ((int)(sizeof(wholes) / sizeof(wholes[0])))

/* One statement. */
struct golden_said {
	const struct span *field; /* as of struct canon_record */
	const struct canon_value *values;
	size_t n_values;
	int64_t at_us;
	struct span source, name; /* of its record */
	uint32_t record;          /* its number in the customer */
};

/* What one statement says of a unit. */
struct golden_candidate {
	const struct golden_said *said;
	const struct span *texts; /* one for each field of the unit */
	size_t n_texts;
	int64_t merit; /* what the strategy goes by, the more the better */
	uint8_t rank;  /* 1 a part, 2 the whole */
	uint32_t order;
};

void
golden_reset(struct golden *golden)
{
	memset(golden->field, 0, sizeof(golden->field));
	memset(golden->from, 0, sizeof(golden->from));
	golden->n_said = 0;
	golden->n_candidates = 0;
	golden->n_records = 0;
	arena_reset(&golden->arena);
}

void
golden_clear(struct golden *golden)
{
	free(golden->said);
	free(golden->candidates);
	arena_clear(&golden->arena);
	memset(golden, 0, sizeof(*golden));
}

int
golden_record(struct golden *golden, struct span source, struct span native_id,
    struct err *err)
{
	size_t len = source.len + 1 + native_id.len;
	char *name = arena_alloc(&golden->arena, len + 1);

	if (name == NULL)
		return err_nomem(err);
	if (source.len > 0)
		memcpy(name, source.data, source.len);
	name[source.len] = ':';
	if (native_id.len > 0)
		memcpy(name + source.len + 1, native_id.data, native_id.len);
	golden->record = span_make(name, len);
	golden->source = span_make(name, source.len);
	golden->n_records++;
	return 0;
}

static int
copy(struct golden *golden, struct span from, struct span *to, struct err *err)
{
	static const struct span nothing = {NULL, 0};

	*to = from.len == 0 ? nothing : arena_span(&golden->arena, from);
	return from.len > 0 && to->data == NULL ? err_nomem(err) : 0;
}

static int
copy_fields(struct golden *golden, const struct canon_record *from,
    struct golden_said *to, struct err *err)
{
	size_t i, size = (CANON_F_PERSON_LAST + 1) * sizeof(struct span);
	struct span *fields = arena_zero(&golden->arena, size);
	enum canon_field field;

	if (fields == NULL)
		return err_nomem(err);
	for (i = 0; golden_fields[i] != CANON_F_NONE; i++) {
		field = golden_fields[i];
		if (copy(golden, from->field[field], &fields[field], err) == -1)
			return -1;
	}
	to->field = fields;
	return 0;
}

/* Of the values e-mails and telephones, as they will be shown. */
static int
copy_values(struct golden *golden, const struct canon_record *from,
    struct golden_said *to, struct err *err)
{
	struct canon_value *values =
	    arena_alloc(&golden->arena, (from->n_values + 1) * sizeof(*values));
	const struct canon_value *v;
	size_t i;

	if (values == NULL)
		return err_nomem(err);
	for (i = 0; i < from->n_values; i++) {
		v = &from->values[i];
		if ((v->field != CANON_F_EMAIL && v->field != CANON_F_PHONE) ||
		    v->raw.len + v->normal.len == 0)
			continue;
		values[to->n_values].field = v->field;
		values[to->n_values].name = v->name;
		if (copy(golden, v->raw, &values[to->n_values].raw, err) ==
			-1 ||
		    copy(golden, v->normal, &values[to->n_values].normal,
			err) == -1)
			return -1;
		to->n_values++;
	}
	to->values = values;
	return 0;
}

int
golden_add(
    struct golden *golden, const struct canon_record *said, struct err *err)
{
	static const struct span yes = SPAN("true");
	struct golden_said *to;

	if (array_grow(&golden->said, &golden->said_cap, golden->n_said + 1,
		sizeof(*to), err) == -1)
		return -1;
	to = &golden->said[golden->n_said++];
	*to = (struct golden_said){.at_us = said->said_at_us,
	    .source = golden->source,
	    .name = golden->record,
	    .record = golden->n_records};
	if (said->is_opt_out && golden->field[CANON_F_OPT_OUT].len == 0) {
		golden->field[CANON_F_OPT_OUT] = yes;
		golden->from[CANON_F_OPT_OUT] = golden->record;
	}
	if (copy_fields(golden, said, to, err) == -1)
		return -1;
	return copy_values(golden, said, to, err);
}

static bool
has(const struct golden_said *said, const enum canon_field *pair)
{
	return said->field[pair[0]].len > 0 && said->field[pair[1]].len > 0;
}

/* How much of the unit the statement knows. */
static uint8_t
rank_of(
    int unit, const struct golden_said *said, enum canon_field first, size_t n)
{
	size_t i;

	for (i = 0; i < n && said->field[first + i].len == 0; i++)
		;
	if (i == n)
		return 0;
	return unit >= N_WHOLES || has(said, wholes[unit].whole) ||
		has(said, wholes[unit].or_whole)
	    ? 2
	    : 1;
}

static int
add_candidate(struct golden *golden, const struct golden_said *said,
    const struct span *texts, size_t n, uint8_t rank, struct err *err)
{
	size_t at = golden->n_candidates;

	if (rank == 0)
		return 0;
	if (array_grow(&golden->candidates, &golden->candidates_cap, at + 1,
		sizeof(*golden->candidates), err) == -1)
		return -1;
	golden->candidates[at] = (struct golden_candidate){.said = said,
	    .texts = texts,
	    .n_texts = n,
	    .rank = rank,
	    .order = (uint32_t)at};
	golden->n_candidates++;
	return 0;
}

static int
add_values(struct golden *golden, const struct golden_said *said,
    enum canon_field field, struct err *err)
{
	const struct canon_value *v;
	size_t i;

	for (i = 0; i < said->n_values; i++) {
		v = &said->values[i];
		if (v->field == field &&
		    add_candidate(golden, said,
			v->normal.len > 0 ? &v->normal : &v->raw, 1,
			v->normal.len > 0 ? 2 : 1, err) == -1)
			return -1;
	}
	return 0;
}

/* All that was said of a unit. */
static int
list(struct golden *golden, int unit, struct err *err)
{
	const struct golden_said *said;
	enum canon_field first, last;
	size_t i, n;

	golden->n_candidates = 0;
	survivorship_fields((enum survivorship_unit)unit, &first, &last);
	n = (size_t)(last - first) + 1;
	for (i = 0; i < golden->n_said; i++) {
		said = &golden->said[i];
		if (first == CANON_F_EMAIL || first == CANON_F_PHONE
			? add_values(golden, said, first, err) == -1
			: add_candidate(golden, said, &said->field[first], n,
			      rank_of(unit, said, first, n), err) == -1)
			return -1;
	}
	return 0;
}

static int
compare_texts(
    const struct golden_candidate *a, const struct golden_candidate *b)
{
	size_t i;
	int order = 0;

	for (i = 0; i < a->n_texts && order == 0; i++)
		order = span_cmp(a->texts[i], b->texts[i]);
	return order;
}

/* By what is said, and there by records. */
static int
compare_said(const void *left, const void *right)
{
	const struct golden_candidate *a = left;
	const struct golden_candidate *b = right;
	int order = compare_texts(a, b);

	if (order == 0)
		order = (a->said->record > b->said->record) -
		    (a->said->record < b->said->record);
	return order;
}

/* The better first. */
static int
compare_merits(const void *left, const void *right)
{
	const struct golden_candidate *a = left;
	const struct golden_candidate *b = right;

	if (a->rank != b->rank)
		return a->rank > b->rank ? -1 : 1;
	if (a->merit != b->merit)
		return a->merit > b->merit ? -1 : 1;
	if (a->said->at_us != b->said->at_us)
		return a->said->at_us > b->said->at_us ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

/* How many records say the same. */
static void
count_records(struct golden *golden)
{
	struct golden_candidate *c = golden->candidates;
	size_t i, end, n = golden->n_candidates;
	int64_t records;

	qsort(c, n, sizeof(*c), compare_said);
	for (i = 0; i < n; i = end) {
		records = 1;
		for (end = i + 1; end < n && compare_texts(&c[i], &c[end]) == 0;
		     end++)
			records +=
			    c[end].said->record != c[end - 1].said->record;
		for (; i < end; i++)
			c[i].merit = records;
	}
}

/* Characters, not bytes, so that no script looks longer than another. */
static int64_t
count_characters(const struct golden_candidate *c)
{
	int64_t n = 0;
	size_t i, j;

	for (i = 0; i < c->n_texts; i++)
		for (j = 0; j < c->texts[i].len; j++)
			n +=
			    ((unsigned char)c->texts[i].data[j] & 0xc0) != 0x80;
	return n;
}

static int64_t
priority_of(const struct survivorship_rule *rule, struct span source)
{
	size_t i;

	for (i = 0; i < rule->n_sources; i++)
		if (span_eq(rule->sources[i], source))
			break;
	return -(int64_t)i;
}

static void
weigh(struct golden *golden, const struct survivorship_rule *rule)
{
	struct golden_candidate *c;
	size_t i;

	if (rule->strategy == SURVIVORSHIP_MOST_FREQUENT) {
		count_records(golden);
		return;
	}
	for (i = 0; i < golden->n_candidates; i++) {
		c = &golden->candidates[i];
		if (rule->strategy == SURVIVORSHIP_OLDEST)
			c->merit = c->said->at_us == CANON_NO_TIME
			    ? INT64_MIN
			    : -c->said->at_us;
		else if (rule->strategy == SURVIVORSHIP_LONGEST)
			c->merit = count_characters(c);
		else if (rule->strategy == SURVIVORSHIP_SOURCE_PRIORITY)
			c->merit = priority_of(rule, c->said->source);
	}
}

static void
take_best(struct golden *golden, enum canon_field first)
{
	const struct golden_candidate *best = &golden->candidates[0];
	size_t i;

	for (i = 1; i < golden->n_candidates; i++)
		if (compare_merits(&golden->candidates[i], best) < 0)
			best = &golden->candidates[i];
	for (i = 0; i < best->n_texts; i++) {
		golden->field[first + i] = best->texts[i];
		if (best->texts[i].len > 0)
			golden->from[first + i] = best->said->name;
	}
}

/* Each value once, of the record that says it best. */
static size_t
drop_equals(struct golden_candidate *c, size_t n)
{
	struct golden_candidate best;
	size_t i, end, kept = 0;

	for (i = 0; i < n; i = end) {
		best = c[i];
		for (end = i + 1; end < n && compare_texts(&c[i], &c[end]) == 0;
		     end++)
			if (compare_merits(&c[end], &best) < 0)
				best = c[end];
		c[kept++] = best;
	}
	return kept;
}

/* The values of all, or the records that they are of. */
static int
join_all(struct golden *golden, size_t n, bool is_from, struct span *joined,
    struct err *err)
{
	static const char between[] = {' ', '|', ' '};
	const struct golden_candidate *c = golden->candidates;
	struct span part;
	size_t i, len = 0;
	char *text;

	for (i = 0; i < n; i++)
		len += sizeof(between) +
		    (is_from ? c[i].said->name.len : c[i].texts[0].len);
	text = arena_alloc(&golden->arena, len + 1);
	if (text == NULL)
		return err_nomem(err);
	for (i = 0, len = 0; i < n; i++) {
		part = is_from ? c[i].said->name : c[i].texts[0];
		if (i > 0) {
			memcpy(text + len, between, sizeof(between));
			len += sizeof(between);
		}
		memcpy(text + len, part.data, part.len);
		len += part.len;
	}
	*joined = span_make(text, len);
	return 0;
}

static int
take_all(struct golden *golden, enum canon_field field, struct err *err)
{
	struct golden_candidate *c = golden->candidates;
	size_t n;

	qsort(c, golden->n_candidates, sizeof(*c), compare_said);
	n = drop_equals(c, golden->n_candidates);
	qsort(c, n, sizeof(*c), compare_merits);
	if (join_all(golden, n, false, &golden->field[field], err) == -1)
		return -1;
	return join_all(golden, n, true, &golden->from[field], err);
}

int
golden_make(struct golden *golden, const struct survivorship *survivorship,
    struct err *err)
{
	const struct survivorship_rule *rule;
	enum canon_field first, last;
	int unit;

	for (unit = 0; unit < SURVIVORSHIP_UNITS; unit++) {
		rule = &survivorship->rule[unit];
		if (list(golden, unit, err) == -1)
			return -1;
		if (golden->n_candidates == 0)
			continue;
		survivorship_fields(
		    (enum survivorship_unit)unit, &first, &last);
		weigh(golden, rule);
		if (rule->strategy != SURVIVORSHIP_UNION)
			take_best(golden, first);
		else if (take_all(golden, first, err) == -1)
			return -1;
	}
	return 0;
}
