#include <stdbool.h>
#include <string.h>

#include "match/golden.h"

const enum canon_field golden_fields[] = {CANON_F_FULL_NAME,
    CANON_F_FAMILY_NAME, CANON_F_GIVEN_NAME, CANON_F_MIDDLE_NAME,
    CANON_F_FULL_KANA, CANON_F_FAMILY_KANA, CANON_F_GIVEN_KANA, CANON_F_COMPANY,
    CANON_F_DEPARTMENT, CANON_F_EMAIL, CANON_F_PHONE, CANON_F_COUNTRY,
    CANON_F_REGION, CANON_F_CITY, CANON_F_STREET, CANON_F_BUILDING,
    CANON_F_POSTCODE, CANON_F_ADDRESS, CANON_F_BIRTH_DATE, CANON_F_BIRTH_PLACE,
    CANON_F_GENDER, CANON_F_NATIONALITY, CANON_F_OCCUPATION,
    CANON_F_REGISTERED_AT, CANON_F_OPT_OUT, CANON_F_NONE};

/* Fields that are taken together, and which of them make the whole: all of
 * one of the two lists. */
struct group {
	enum canon_field first, last; /* as they stand in enum canon_field */
	enum canon_field whole[2];
	enum canon_field or_whole[2];
};

static const struct group groups[] = {
    {CANON_F_FULL_NAME, CANON_F_MIDDLE_NAME,
	{CANON_F_FULL_NAME, CANON_F_FULL_NAME},
	{CANON_F_FAMILY_NAME, CANON_F_GIVEN_NAME}},
    {CANON_F_FULL_KANA, CANON_F_GIVEN_KANA,
	{CANON_F_FULL_KANA, CANON_F_FULL_KANA},
	{CANON_F_FAMILY_KANA, CANON_F_GIVEN_KANA}},
    {CANON_F_COMPANY, CANON_F_DEPARTMENT, {CANON_F_COMPANY, CANON_F_COMPANY},
	{CANON_F_COMPANY, CANON_F_COMPANY}},
    {CANON_F_COUNTRY, CANON_F_ADDRESS, {CANON_F_ADDRESS, CANON_F_ADDRESS},
	{CANON_F_CITY, CANON_F_STREET}},
};

#define N_GROUPS (sizeof(groups) / sizeof(groups[0]))

/* The rest stand alone. E-mail and phone are not among them: they repeat. */
static const enum canon_field singles[] = {CANON_F_BIRTH_DATE,
    CANON_F_BIRTH_PLACE, CANON_F_GENDER, CANON_F_NATIONALITY,
    CANON_F_OCCUPATION, CANON_F_REGISTERED_AT};

#define N_SINGLES (sizeof(singles) / sizeof(singles[0]))

static const enum canon_field repeating[] = {CANON_F_EMAIL, CANON_F_PHONE};

#define N_REPEATING (sizeof(repeating) / sizeof(repeating[0]))

_Static_assert(N_GROUPS + N_SINGLES + N_REPEATING <= GOLDEN_GROUPS,
    "every group of fields has its place");

void
golden_init(struct golden *golden)
{
	memset(golden, 0, sizeof(*golden));
}

/* Is it better than what is there? Then remember how good it is. */
static bool
is_better(struct golden *golden, size_t place, uint8_t rank, int64_t at_us)
{
	if (rank < golden->rank[place] || rank == 0)
		return false;
	if (rank == golden->rank[place] && at_us <= golden->said_at_us[place])
		return false;
	golden->rank[place] = rank;
	golden->said_at_us[place] = at_us;
	return true;
}

static int
take(struct golden *golden, enum canon_field field, struct span value,
    struct arena *arena, struct err *err)
{
	static const struct span nothing = {NULL, 0};

	golden->field[field] =
	    value.len == 0 ? nothing : arena_span(arena, value);
	if (value.len > 0 && golden->field[field].data == NULL)
		return err_nomem(err);
	return 0;
}

static bool
has(const struct canon_record *said, const enum canon_field *pair)
{
	return said->field[pair[0]].len > 0 && said->field[pair[1]].len > 0;
}

static uint8_t
rank_group(const struct group *group, const struct canon_record *said)
{
	int field;

	if (has(said, group->whole) || has(said, group->or_whole))
		return 2;
	for (field = (int)group->first; field <= (int)group->last; field++)
		if (field != CANON_F_EMAIL && field != CANON_F_PHONE &&
		    said->field[field].len > 0)
			return 1;
	return 0;
}

static int
add_group(struct golden *golden, size_t place, const struct canon_record *said,
    struct arena *arena, struct err *err)
{
	const struct group *group = &groups[place];
	int field;

	if (!is_better(
		golden, place, rank_group(group, said), said->said_at_us))
		return 0;
	for (field = (int)group->first; field <= (int)group->last; field++)
		if (take(golden, (enum canon_field)field, said->field[field],
			arena, err) == -1)
			return -1;
	return 0;
}

/* Of several values of one statement the first that has a normal form. */
static int
add_value(struct golden *golden, size_t place, enum canon_field field,
    const struct canon_record *said, struct arena *arena, struct err *err)
{
	const struct canon_value *v, *best = NULL;
	size_t i;

	for (i = 0; i < said->n_values; i++) {
		v = &said->values[i];
		if (v->field == field && v->raw.len + v->normal.len > 0 &&
		    (best == NULL ||
			(best->normal.len == 0 && v->normal.len > 0)))
			best = v;
	}
	if (best == NULL ||
	    !is_better(
		golden, place, best->normal.len > 0 ? 2 : 1, said->said_at_us))
		return 0;
	return take(golden, field,
	    best->normal.len > 0 ? best->normal : best->raw, arena, err);
}

int
golden_add(struct golden *golden, const struct canon_record *said,
    struct arena *arena, struct err *err)
{
	static const struct span yes = SPAN("true");
	size_t i, place = 0;

	if (said->is_opt_out)
		golden->field[CANON_F_OPT_OUT] = yes;
	for (i = 0; i < N_GROUPS; i++, place++)
		if (add_group(golden, place, said, arena, err) == -1)
			return -1;
	for (i = 0; i < N_REPEATING; i++, place++)
		if (add_value(golden, place, repeating[i], said, arena, err) ==
		    -1)
			return -1;
	for (i = 0; i < N_SINGLES; i++, place++)
		if (is_better(golden, place,
			said->field[singles[i]].len > 0 ? 2 : 0,
			said->said_at_us) &&
		    take(golden, singles[i], said->field[singles[i]], arena,
			err) == -1)
			return -1;
	return 0;
}
