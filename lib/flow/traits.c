#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/civil.h"
#include "base/intern.h"
#include "base/num.h"
#include "flow/customers.h"
#include "flow/traits.h"
#include "match/golden.h"
#include "norm/gender.h"

#define BAND 10  /* years */
#define BANDS 11 /* up to 99, and those above */
#define AGE_MAX INT64_C(130)

static const char *const bands[BANDS + 1] = {
    "none",
    "0-9",
    "10-19",
    "20-29",
    "30-39",
    "40-49",
    "50-59",
    "60-69",
    "70-79",
    "80-89",
    "90-99",
    "100+",
};

struct traits {
	struct by by;
	struct civil now;   /* local */
	int64_t *customers; /* ascending */
	uint32_t *values;   /* by->count a customer */
	size_t n, customers_cap, values_cap;
	struct intern words[BY_MAX]; /* number + 1 while they are read */
	struct span *texts[BY_MAX];  /* by number */
	const struct span *places[BY_MAX];
};

/* What is known of the customer at hand. */
struct reader {
	struct traits *traits;
	bool is_by_record;
	struct survivorship survivorship;
	struct golden golden;
	const struct store_source *sources;
	size_t n_sources;
	int64_t attr_at_us[BY_MAX];
	struct span attr[BY_MAX]; /* in the arena */
	struct arena arena;
};

/* --- one customer --- */

static int
note_attr(struct reader *r, size_t place, const struct canon_value *value,
    int64_t at_us, struct err *err)
{
	if (value->raw.len == 0 ||
	    (r->attr[place].len > 0 && at_us <= r->attr_at_us[place]))
		return 0;
	r->attr[place] = arena_span(&r->arena, value->raw);
	if (r->attr[place].data == NULL)
		return err_nomem(err);
	r->attr_at_us[place] = at_us;
	return 0;
}

static int
note_attrs(struct reader *r, const struct canon_record *said, struct err *err)
{
	const struct by *by = &r->traits->by;

	for (size_t i = 0; i < by->count; i++)
		for (size_t j = 0;
		     by->dimensions[i] == BY_ATTR && j < said->n_values; j++)
			if (said->values[j].field == CANON_F_ATTR &&
			    span_eq(said->values[j].name, by->names[i]) &&
			    note_attr(r, i, &said->values[j], said->said_at_us,
				err) != 0)
				return -1;
	return 0;
}

static struct span
source_name(const struct reader *r, int64_t id)
{
	for (size_t i = 0; i < r->n_sources; i++)
		if (r->sources[i].id == id)
			return r->sources[i].name;
	return span_of(NULL);
}

static int
note_record(
    struct reader *r, const struct store_record *record, struct err *err)
{
	if (golden_record(&r->golden, source_name(r, record->source),
		record->native_id, err) != 0)
		return -1;
	for (size_t i = 0; i < record->n_said; i++)
		if (golden_add(&r->golden, &record->said[i], err) != 0 ||
		    note_attrs(r, &record->said[i], err) != 0)
			return -1;
	return 0;
}

static void
forget(struct reader *r)
{
	golden_reset(&r->golden);
	arena_reset(&r->arena);
	memset(r->attr, 0, sizeof(r->attr));
}

static int64_t
digits_at(struct span text, size_t at, size_t n, int64_t otherwise)
{
	int64_t value;

	if (text.len < at + n ||
	    !num_i64(span_make(text.data + at, n), 0, 9999, &value))
		return otherwise;
	return value;
}

/* The band, 0 when the birth date is none. Of a date of which only the year is
 * known, the birthday is taken to be behind. */
static uint32_t
band_of(const struct civil *now, struct span birth)
{
	int64_t year = digits_at(birth, 0, 4, -1);
	int64_t month = digits_at(birth, 5, 2, 1);
	int64_t day = digits_at(birth, 8, 2, 1);
	int64_t age = now->year - year;

	if (year < 0)
		return 0;
	if (month > now->month || (month == now->month && day > now->day))
		age--;
	if (age < 0 || age > AGE_MAX)
		return 0;
	return age / BAND >= BANDS ? BANDS : (uint32_t)(age / BAND) + 1;
}

static int
word_of(struct traits *traits, size_t place, struct span text, uint32_t *value,
    struct err *err)
{
	if (text.len == 0)
		return 0;
	if (intern_add(&traits->words[place], text, value, err) != 0)
		return -1;
	++*value;
	return 0;
}

static int
value_of(struct reader *r, size_t place, uint32_t *value, struct err *err)
{
	struct traits *traits = r->traits;
	const struct span *field = r->golden.field;
	const char *gender;

	*value = 0;
	if (traits->by.dimensions[place] == BY_AGE)
		*value = band_of(&traits->now, field[CANON_F_BIRTH_DATE]);
	else if (traits->by.dimensions[place] == BY_ATTR)
		return word_of(traits, place, r->attr[place], value, err);
	else if (traits->by.dimensions[place] == BY_GENDER) {
		gender = gender_of(field[CANON_F_GENDER], &r->arena);
		return word_of(traits, place,
		    gender != NULL ? span_of(gender) : field[CANON_F_GENDER],
		    value, err);
	}
	return 0;
}

static int
keep(struct reader *r, int64_t customer, struct err *err)
{
	struct traits *traits = r->traits;
	size_t count = traits->by.count;

	if (golden_make(&r->golden, &r->survivorship, err) != 0 ||
	    array_grow(&traits->customers, &traits->customers_cap,
		traits->n + 1, sizeof(*traits->customers), err) != 0 ||
	    array_grow(&traits->values, &traits->values_cap,
		(traits->n + 1) * count, sizeof(*traits->values), err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (value_of(
			r, i, &traits->values[traits->n * count + i], err) != 0)
			return -1;
	traits->customers[traits->n++] = customer;
	return 0;
}

/* --- all --- */

static int
read_customers(struct reader *r, struct store_records *records, struct err *err)
{
	const struct store_record *record;
	int64_t customer = 0;

	if (store_records_next(records, &record, err) != 0)
		return -1;
	while (record != NULL) {
		forget(r);
		customer = r->is_by_record ? customer + 1 : record->customer;
		do {
			if (note_record(r, record, err) != 0 ||
			    store_records_next(records, &record, err) != 0)
				return -1;
		} while (!r->is_by_record && record != NULL &&
		    record->customer == customer);
		if (keep(r, customer, err) != 0)
			return -1;
	}
	return 0;
}

struct numbered {
	int64_t customer;
	size_t at;
};

static int
compare_numbered(const void *left, const void *right)
{
	const struct numbered *a = left;
	const struct numbered *b = right;

	return (a->customer > b->customer) - (a->customer < b->customer);
}

/* Records come by their names, and are looked for by their keys. */
static int
sort_customers(struct traits *traits, struct err *err)
{
	size_t size = traits->by.count * sizeof(*traits->values);
	struct numbered *order = calloc(traits->n + 1, sizeof(*order));
	uint32_t *values = calloc(traits->n + 1, size);

	if (order == NULL || values == NULL) {
		free(order);
		free(values);
		return err_nomem(err);
	}
	for (size_t i = 0; i < traits->n; i++) {
		order[i].customer = traits->customers[i];
		order[i].at = i;
	}
	qsort(order, traits->n, sizeof(*order), compare_numbered);
	for (size_t i = 0; i < traits->n; i++) {
		traits->customers[i] = order[i].customer;
		memcpy(values + i * traits->by.count,
		    traits->values + order[i].at * traits->by.count, size);
	}
	free(traits->values);
	traits->values = values;
	free(order);
	return 0;
}

struct word {
	struct span text;
	uint32_t number;
};

static int
compare_words(const void *left, const void *right)
{
	const struct word *a = left;
	const struct word *b = right;

	return span_cmp(a->text, b->text);
}

/* Numbers get the order of the texts, so that rows have it. */
static int
sort_words(struct traits *traits, size_t place, struct err *err)
{
	const struct intern *intern = &traits->words[place];
	size_t n = intern->count;
	struct word *words = calloc(n + 1, sizeof(*words));
	uint32_t *ranks = calloc(n + 1, sizeof(*ranks));

	traits->texts[place] = calloc(n + 1, sizeof(struct span));
	if (words == NULL || ranks == NULL || traits->texts[place] == NULL) {
		free(words);
		free(ranks);
		return err_nomem(err);
	}
	for (uint32_t i = 0; i < n; i++) {
		words[i].text = intern_name(intern, i);
		words[i].number = i + 1;
	}
	if (n > 1)
		qsort(words, n, sizeof(*words), compare_words);
	for (uint32_t i = 0; i < n; i++) {
		traits->texts[place][i + 1] = words[i].text;
		ranks[words[i].number] = i + 1;
	}
	for (size_t i = place; i < traits->n * traits->by.count;
	     i += traits->by.count)
		traits->values[i] = ranks[traits->values[i]];
	free(words);
	free(ranks);
	return 0;
}

static int
name_bands(struct traits *traits, size_t place, struct err *err)
{
	traits->texts[place] = calloc(BANDS + 1, sizeof(struct span));
	if (traits->texts[place] == NULL)
		return err_nomem(err);
	for (size_t i = 0; i <= BANDS; i++)
		traits->texts[place][i] = span_of(bands[i]);
	return 0;
}

static int
name_all(struct traits *traits, struct err *err)
{
	for (size_t i = 0; i < traits->by.count; i++) {
		int result = traits->by.dimensions[i] == BY_AGE
		    ? name_bands(traits, i, err)
		    : sort_words(traits, i, err);

		if (result != 0)
			return -1;
		traits->places[i] = traits->texts[i];
	}
	return 0;
}

static int
load(struct reader *r, struct store *store, struct err *err)
{
	struct store_records *records;
	int result;

	if (customers_survivorship(&r->survivorship, store, err) != 0 ||
	    store_sources(store, &r->sources, &r->n_sources, err) != 0)
		return -1;
	records = r->is_by_record ? store_records_open(store, err)
				  : store_records_open_customers(store, err);
	if (records == NULL)
		return -1;
	result = read_customers(r, records, err);
	store_records_close(records);
	if (result == 0 && r->traits->n > 1)
		result = sort_customers(r->traits, err);
	return result == 0 ? name_all(r->traits, err) : -1;
}

struct traits *
traits_load(
    struct store *store, const struct traits_options *options, struct err *err)
{
	struct traits *traits = calloc(1, sizeof(*traits));
	struct reader reader = {
	    .traits = traits, .is_by_record = options->is_by_record};
	int result;

	if (traits == NULL) {
		err_nomem(err);
		return NULL;
	}
	traits->by = *options->by;
	if (options->as_of_us != CANON_NO_TIME)
		civil_from_us(zone_to_local(options->zone, options->as_of_us),
		    &traits->now);
	result = load(&reader, store, err);
	survivorship_clear(&reader.survivorship);
	golden_clear(&reader.golden);
	arena_clear(&reader.arena);
	if (result == 0)
		return traits;
	traits_free(traits);
	return NULL;
}

void
traits_free(struct traits *traits)
{
	if (traits == NULL)
		return;
	for (size_t i = 0; i < BY_MAX; i++) {
		intern_clear(&traits->words[i]);
		free(traits->texts[i]);
	}
	free(traits->customers);
	free(traits->values);
	free(traits);
}

static int
compare_numbers(const void *left, const void *right)
{
	const int64_t *a = left;
	const int64_t *b = right;

	return (*a > *b) - (*a < *b);
}

const uint32_t *
traits_of(const struct traits *traits, int64_t customer)
{
	const int64_t *found = traits->n == 0
	    ? NULL
	    : bsearch(&customer, traits->customers, traits->n, sizeof(customer),
		  compare_numbers);

	if (found == NULL)
		return NULL;
	return traits->values +
	    (size_t)(found - traits->customers) * traits->by.count;
}

const struct span *const *
traits_texts(const struct traits *traits)
{
	return traits->places;
}
