#ifndef MATCH_FACTS_H
#define MATCH_FACTS_H

/*
 * What records say, as columns of numbers: each field in its normal form,
 * each different form once in a dictionary with the number of records that
 * have it. A record is a row; where it was said under several names or at
 * several addresses, the earlier ones are further rows of it. E-mail
 * addresses, telephone numbers and ids are lists.
 *
 * Fill with facts_add, then facts_finish once. Everything inside is the
 * facts' until facts_clear. A zeroed struct is ready.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hashmap.h"
#include "base/intern.h"
#include "base/span.h"
#include "canon/canon.h"
#include "match/model.h"
#include "match/reading.h"

#define FACTS_NONE UINT32_MAX
#define FACTS_VALUES_MAX (UINT32_C(1) << 28) /* of one column or list */

enum facts_column {
	FACTS_GIVEN, /* first given name */
	FACTS_FAMILY,
	FACTS_GIVEN_KANA,
	FACTS_FAMILY_KANA,
	FACTS_OTHER,  /* the other words of the name, with a blank between */
	FACTS_SUFFIX, /* jr, sr, iii */
	FACTS_BIRTH,
	FACTS_POSTCODE,
	FACTS_CITY,
	FACTS_REGION,
	FACTS_TOWN, /* or street */
	FACTS_LOT,  /* block or house number */
	FACTS_BUILDING,
	FACTS_COMPANY,
	FACTS_EXTRA, /* fields that the model names, from here on */
	FACTS_COLUMNS = FACTS_EXTRA + 24,
};

enum facts_list { FACTS_EMAIL, FACTS_PHONE, FACTS_ID, FACTS_LISTS };

/* What is known of a different value besides its text. */
struct facts_value {
	uint32_t count; /* records that have it */
	union {
		uint32_t sound; /* digest of a name's phonetic code, or 0 */
		uint32_t hint;  /* of others, see match/likeness.h */
	};
	uint16_t space;      /* of an id: number of its space */
	uint8_t script;      /* enum facts_script */
	bool is_blocked : 1; /* never links */
	bool is_generic : 1; /* nor this: it is on too many records */
	bool is_mobile : 1;  /* a telephone that one person carries */
	bool is_western : 1; /* an English given name that a table knows */
};

enum facts_script { FACTS_ALPHABET, FACTS_KANA, FACTS_HAN };

struct facts_dates {
	int16_t year; /* 0 = not known */
	int8_t month, day;
};

struct facts_field {
	enum canon_field field;
	char attribute[MODEL_NAME_MAX];
};

/* Values of one kind: texts and what is known of them. */
struct facts_pool {
	struct intern names;
	struct facts_value *values; /* by number of the name */
	size_t values_cap;
};

/* An item is the number of its value, with flags. */
#define FACTS_ITEM (FACTS_VALUES_MAX - 1)
#define FACTS_VOID (UINT32_C(1) << 28)   /* says nothing */
#define FACTS_SHARED (UINT32_C(1) << 29) /* others have it too; not void */
#define FACTS_MANY (UINT32_C(1) << 30)   /* no item, but where several are */
#define FACTS_OWN                                             \
	(UINT32_C(1) << 31) /* of the record's own source: it \
			       differs from all others there */

/* Lists of all records. An id's text is its space, NUL, the value. */
struct facts_items {
	struct facts_pool pool;
	uint32_t *several; /* lists of more than one: how many, then they */
	size_t n;          /* items of all */
	/* Until facts_finish: those of record r are item[first[r] ..
	 * first[r + 1]). */
	uint32_t *first;
	size_t first_cap;
	uint32_t *item;
	size_t item_cap;
};

/* What stands at the head of a row: how its digest begins, and in the last
 * bit whether there are more rows; the items of its lists: NONE, one, or MANY
 * and where; hints of the first two lists, where they are of one. */
enum facts_head {
	FACTS_ORDER,
	FACTS_ITEMS,
	FACTS_HINT = FACTS_ITEMS + FACTS_LISTS,
	FACTS_HINTS = 2,
	FACTS_HEAD = FACTS_HINT + FACTS_HINTS,
};

/* What was known of a column or list when the model was trained. */
struct facts_frozen {
	bool is_frozen;
	uint64_t known; /* records that have a value */
	double equal;   /* share of pairs of values that are equal */
};

struct facts {
	size_t n_records;
	size_t n_rows;    /* the first n_records are the records' own */
	uint64_t *digest; /* of (source, native id), of each record */
	uint32_t *source;
	uint32_t *more;       /* of each row: another of the record, or NONE */
	uint32_t *row_record; /* of the rows behind n_records */
	/* Of each row its head and what it has in the columns that anybody
	 * knows: value + 1, 0 = not known; ${place} says where, NONE when
	 * nobody has it. */
	uint32_t *row;
	size_t stride;
	uint32_t place[FACTS_COLUMNS];
	/* Until facts_finish: the same without a head. */
	uint32_t *value;
	size_t width, value_cap;
	struct facts_pool pool[FACTS_COLUMNS];
	struct facts_field extra[FACTS_COLUMNS - FACTS_EXTRA];
	int n_extra;
	struct facts_items list[FACTS_LISTS];
	struct facts_dates *dates; /* of each value of FACTS_BIRTH */
	struct reading given_reading, family_reading; /* of values + 1 */
	struct intern spaces;                         /* of ids */
	bool *is_unique; /* of each space: one person, one value */
	size_t unique_cap;

	bool is_shared; /* several threads may work on them */
	struct facts_frozen frozen[FACTS_COLUMNS + FACTS_LISTS];
	struct facts_work *work; /* until facts_finish */
};

struct facts_record {
	uint64_t digest;                 /* of (source, native id) */
	uint32_t source;                 /* number of its source */
	struct span source_name;         /* its own id is an id of this space */
	struct span native_id;           /* empty: it has none of its own */
	const struct canon_record *said; /* all statements, latest first */
	size_t n_said;
	const struct canon_value *values; /* all repeating ones */
	size_t n_values;
};

/**
 * facts_begin(facts, model, err): which fields are kept.
 * facts_share(facts, err): before the first is added: names and addresses are
 * parsed in threads of their own. What fails there is told by facts_sort or
 * facts_finish.
 * facts_add(facts, record, err): everything is copied.
 * facts_last_id(facts): the native id of the record that was added last, empty
 * when it has none; borrowed from the facts.
 * facts_sort(facts, order, err): bring all that were added into this order:
 * the first is number order[0] of now.
 * facts_finish(facts, err): no more is added.
 * facts_drop_rows(facts): give back what records say; values and digests stay.
 */
int facts_begin(struct facts *, const struct model *, struct err *);
int facts_share(struct facts *, struct err *);
int facts_add(struct facts *, const struct facts_record *, struct err *);
struct span facts_last_id(const struct facts *);
int facts_sort(struct facts *, const uint32_t *, struct err *);
int facts_finish(struct facts *, struct err *);
void facts_drop_rows(struct facts *);
void facts_clear(struct facts *);

/**
 * facts_is_void(value): does it say nothing, blocked or generic?
 * facts_column_of(facts, field, attribute): the column of a field that the
 * model names; FACTS_COLUMNS when none holds it.
 * facts_row(facts, row): its head and values; borrowed.
 * facts_more(facts, row): another row of the record, or NONE.
 * facts_items(facts, which, record, n): its items; borrowed.
 * facts_value(facts, column, row): value + 1, 0 when not known.
 * facts_text(facts, column, row): what stands there; empty when not known.
 * facts_record_of(facts, row).
 * facts_fetch(facts, row): ask for the memory that it stands in.
 */
int facts_column_of(const struct facts *, enum canon_field, const char *);
struct span facts_text(const struct facts *, int, uint32_t);

static inline bool
facts_is_void(const struct facts_value *value)
{
	return value->is_blocked || value->is_generic;
}

static inline const uint32_t *
facts_row(const struct facts *facts, uint32_t row)
{
	return facts->row + (size_t)row * facts->stride;
}

static inline uint32_t
facts_more(const struct facts *facts, uint32_t row)
{
	return (facts_row(facts, row)[FACTS_ORDER] & 1) == 0 ? FACTS_NONE
							     : facts->more[row];
}

static inline const uint32_t *
facts_items(const struct facts *facts, enum facts_list which, uint32_t record,
    uint32_t *n)
{
	const uint32_t *item = facts_row(facts, record) + FACTS_ITEMS + which;
	const uint32_t *several;

	*n = *item != FACTS_NONE;
	if (*n == 0 || (*item & FACTS_MANY) == 0)
		return item;
	several = facts->list[which].several + (*item & FACTS_ITEM);
	*n = *several;
	return several + 1;
}

static inline uint32_t
facts_value(const struct facts *facts, int column, uint32_t row)
{
	return facts->place[column] == FACTS_NONE
	    ? 0
	    : facts_row(facts, row)[facts->place[column]];
}

static inline uint32_t
facts_record_of(const struct facts *facts, uint32_t row)
{
	return row < facts->n_records
	    ? row
	    : facts->row_record[row - facts->n_records];
}

static inline void
facts_fetch(const struct facts *facts, uint32_t row)
{
	const uint32_t *head = facts_row(facts, row);

	__builtin_prefetch(head);
	__builtin_prefetch(head + facts->stride - 1);
}

#endif
