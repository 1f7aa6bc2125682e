#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "flow/customers.h"
#include "flow/who.h"

struct loading {
	struct who *who;
	struct golden golden;
	struct survivorship survivorship;
	const struct store_source *sources;
	size_t n_sources;
	struct buf text;
	int64_t records; /* of the customer at hand */
};

static bool
is_latin(struct span text)
{
	return text.len > 0 && (unsigned char)text.data[0] < 0xe0;
}

/* The parts of a name in the order of its script. */
static void
join_parts(struct span family, struct span given, struct buf *name)
{
	bool is_given_first = is_latin(family) || is_latin(given);

	buf_span(name, is_given_first ? given : family);
	if (family.len > 0 && given.len > 0)
		buf_char(name, ' ');
	buf_span(name, is_given_first ? family : given);
}

void
who_name(const struct golden *golden, struct buf *name)
{
	size_t before = name->len;

	if (golden->field[CANON_F_FULL_NAME].len > 0) {
		buf_span(name, golden->field[CANON_F_FULL_NAME]);
		return;
	}
	join_parts(golden->field[CANON_F_FAMILY_NAME],
	    golden->field[CANON_F_GIVEN_NAME], name);
	if (name->len == before)
		buf_span(name, golden->field[CANON_F_COMPANY]);
}

static int
keep(struct who *who, struct span text, struct span *kept, struct err *err)
{
	*kept = arena_span(&who->arena, text);
	return kept->data == NULL ? err_nomem(err) : 0;
}

static int
keep_names(struct loading *loading, struct who_person *person, struct err *err)
{
	const struct golden *golden = &loading->golden;
	struct buf *text = &loading->text;

	buf_reset(text);
	who_name(golden, text);
	if (buf_check(text, err) != 0 ||
	    keep(loading->who, buf_get(text), &person->name, err) != 0)
		return -1;
	buf_reset(text);
	if (golden->field[CANON_F_FULL_KANA].len > 0)
		buf_span(text, golden->field[CANON_F_FULL_KANA]);
	else
		join_parts(golden->field[CANON_F_FAMILY_KANA],
		    golden->field[CANON_F_GIVEN_KANA], text);
	if (buf_check(text, err) != 0)
		return -1;
	return keep(loading->who, buf_get(text), &person->kana, err);
}

/* All that was said of the person at hand is complete. */
static int
keep_person(struct loading *loading, struct span id, struct err *err)
{
	const struct golden *golden = &loading->golden;
	struct who *who = loading->who;
	struct who_person *person;
	uint32_t number;

	if (golden_make(&loading->golden, &loading->survivorship, err) != 0 ||
	    intern_add(&who->ids, id, &number, err) != 0 ||
	    array_grow(&who->persons, &who->cap, (size_t)number + 1,
		sizeof(*who->persons), err) != 0)
		return -1;
	person = &who->persons[number];
	*person = (struct who_person){
	    .records = loading->records,
	    .is_opt_out = span_is(golden->field[CANON_F_OPT_OUT], "true"),
	};
	if (keep_names(loading, person, err) != 0 ||
	    keep(who, golden->field[CANON_F_COMPANY], &person->company, err) !=
		0 ||
	    keep(who, golden->field[CANON_F_EMAIL], &person->email, err) != 0)
		return -1;
	return keep(who, golden->field[CANON_F_PHONE], &person->phone, err);
}

static struct span
source_name(const struct loading *loading, int64_t id)
{
	for (size_t i = 0; i < loading->n_sources; i++)
		if (loading->sources[i].id == id)
			return loading->sources[i].name;
	return span_make("", 0);
}

static int
take_record(
    struct loading *loading, const struct store_record *record, struct err *err)
{
	if (golden_record(&loading->golden,
		source_name(loading, record->source), record->native_id,
		err) != 0)
		return -1;
	for (size_t i = 0; i < record->n_said; i++)
		if (golden_add(&loading->golden, &record->said[i], err) != 0)
			return -1;
	loading->records++;
	return 0;
}

/* What the stream of journeys calls whose record this is. */
static int
name_person(struct store *store, int64_t record, int64_t customer,
    struct buf *id, struct err *err)
{
	char name[24];

	buf_reset(id);
	if (customer == 0)
		return store_record_name(store, record, id, err);
	store_customer_name(customer, name);
	buf_str(id, name);
	return buf_check(id, err);
}

static int
read_records(struct loading *loading, struct store *store,
    struct store_records *records, bool is_record, struct err *err)
{
	const struct store_record *record;
	struct buf id = {0};
	int rc = store_records_next(records, &record, err);

	while (rc == 0 && record != NULL) {
		int64_t customer = is_record ? 0 : record->customer;

		loading->records = 0;
		golden_reset(&loading->golden);
		rc = name_person(store, record->key, customer, &id, err);
		do {
			if (rc == 0)
				rc = take_record(loading, record, err);
			if (rc == 0)
				rc = store_records_next(records, &record, err);
		} while (rc == 0 && record != NULL && customer != 0 &&
		    record->customer == customer);
		if (rc == 0)
			rc = keep_person(loading, buf_get(&id), err);
	}
	buf_clear(&id);
	return rc;
}

int
who_load(struct who *who, struct store *store, const int64_t *numbers, size_t n,
    bool is_record, struct err *err)
{
	struct loading loading = {.who = who};
	struct store_records *records = NULL;
	int rc = customers_survivorship(&loading.survivorship, store, err);

	if (rc == 0)
		rc = store_sources(
		    store, &loading.sources, &loading.n_sources, err);
	if (rc == 0)
		records = store_records_open_chosen(
		    store, numbers, n, is_record, err);
	if (records == NULL ||
	    read_records(&loading, store, records, is_record, err) != 0)
		rc = -1;
	store_records_close(records);
	survivorship_clear(&loading.survivorship);
	golden_clear(&loading.golden);
	buf_clear(&loading.text);
	return rc;
}

const struct who_person *
who_find(const struct who *who, struct span id)
{
	uint32_t number = intern_get(&who->ids, id);

	return number == INTERN_NONE ? NULL : &who->persons[number];
}

void
who_clear(struct who *who)
{
	intern_clear(&who->ids);
	free(who->persons);
	arena_clear(&who->arena);
	memset(who, 0, sizeof(*who));
}
