#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "match/compare.h"
#include "match/facts.h"
#include "match/frequency.h"

#define DIGEST_DIGITS 16
#define COUNT_MOST UINT64_C(0x10000000)
#define POOLS (FACTS_COLUMNS + FACTS_LISTS)

static void
name_pool(const struct facts *facts, int at, char name[FREQUENCY_NAME_MAX])
{
	static const char *const fixed[FACTS_EXTRA] = {"given_name",
	    "family_name", "given_kana", "family_kana", "middle_name",
	    "name_suffix", "birth_date", "postcode", "city", "region", "town",
	    "lot", "building", "company"};
	static const char *const lists[FACTS_LISTS] = {"email", "phone", "id"};
	const struct facts_field *extra;

	if (at < FACTS_EXTRA) {
		(void)snprintf(name, FREQUENCY_NAME_MAX, "%s", fixed[at]);
	} else if (at >= FACTS_COLUMNS) {
		(void)snprintf(
		    name, FREQUENCY_NAME_MAX, "%s", lists[at - FACTS_COLUMNS]);
	} else {
		extra = &facts->extra[at - FACTS_EXTRA];
		(void)snprintf(name, FREQUENCY_NAME_MAX, "%s:%s",
		    canon_field_name(extra->field), extra->attribute);
	}
}

static const struct facts_pool *
pool_at(const struct facts *facts, int at)
{
	return at < FACTS_COLUMNS ? &facts->pool[at]
				  : &facts->list[at - FACTS_COLUMNS].pool;
}

static bool
is_used(const struct facts *facts, int at)
{
	return at < FACTS_EXTRA + facts->n_extra || at >= FACTS_COLUMNS;
}

static uint64_t
digest_of(struct span text)
{
	return hash_64(0, text);
}

/* --- a table --- */

static struct frequency_table *
add_table(struct frequency *frequency, const char *name, struct err *err)
{
	struct frequency_table *made;

	if (array_grow(&frequency->tables, &frequency->cap, frequency->n + 1,
		sizeof(*made), err) == -1)
		return NULL;
	made = &frequency->tables[frequency->n++];
	memset(made, 0, sizeof(*made));
	(void)snprintf(made->name, sizeof(made->name), "%s", name);
	return made;
}

static int
reserve(struct frequency_table *table, size_t n, struct err *err)
{
	table->digest = malloc((n + 1) * sizeof(*table->digest));
	table->count = malloc((n + 1) * sizeof(*table->count));
	if (table->digest == NULL || table->count == NULL)
		return err_nomem(err);
	return 0;
}

struct entry {
	uint64_t digest;
	uint32_t count;
};

static int
compare_entries(const void *left, const void *right)
{
	const struct entry *a = left;
	const struct entry *b = right;

	return (a->digest > b->digest) - (a->digest < b->digest);
}

/* Sort the entries into the table; they are freed. */
static int
take_entries(struct frequency_table *table, struct entry *entries, size_t n,
    struct err *err)
{
	size_t i;

	if (reserve(table, n, err) == -1) {
		free(entries);
		return -1;
	}
	qsort(entries, n, sizeof(*entries), compare_entries);
	for (i = 0; i < n; i++) {
		table->digest[i] = entries[i].digest;
		table->count[i] = entries[i].count;
	}
	table->n = n;
	free(entries);
	return 0;
}

static uint32_t
count_of(const struct frequency_table *table, uint64_t digest)
{
	size_t low = 0, high = table->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (table->digest[middle] < digest)
			low = middle + 1;
		else
			high = middle;
	}
	return low < table->n && table->digest[low] == digest
	    ? table->count[low]
	    : 1;
}

/* --- learning and applying --- */

static int
learn_pool(struct frequency_table *table, const struct facts *facts, int at,
    struct err *err)
{
	const struct facts_pool *pool = pool_at(facts, at);
	size_t i, n = 0;
	struct entry *entries =
	    malloc((pool->names.count + 1) * sizeof(*entries));

	if (entries == NULL)
		return err_nomem(err);
	for (i = 0; i < pool->names.count; i++) {
		if (pool->values[i].count < 2)
			continue;
		entries[n].digest =
		    digest_of(intern_name(&pool->names, (uint32_t)i));
		entries[n++].count = pool->values[i].count;
	}
	table->known = compare_known(facts, at);
	table->equal = compare_chance(pool);
	return take_entries(table, entries, n, err);
}

int
frequency_learn(
    struct frequency *frequency, const struct facts *facts, struct err *err)
{
	char name[FREQUENCY_NAME_MAX];
	struct frequency_table *table;
	int at;

	frequency_clear(frequency);
	for (at = 0; at < POOLS; at++) {
		if (!is_used(facts, at))
			continue;
		name_pool(facts, at, name);
		table = add_table(frequency, name, err);
		if (table == NULL || learn_pool(table, facts, at, err) == -1)
			return -1;
	}
	return 0;
}

static const struct frequency_table *
find_table(const struct frequency *frequency, const char *name)
{
	size_t i;

	for (i = 0; i < frequency->n; i++)
		if (strcmp(frequency->tables[i].name, name) == 0)
			return &frequency->tables[i];
	return NULL;
}

static struct facts_pool *
pool_of(struct facts *facts, int at)
{
	return at < FACTS_COLUMNS ? &facts->pool[at]
				  : &facts->list[at - FACTS_COLUMNS].pool;
}

static void
freeze_pool(const struct frequency_table *table, struct facts *facts, int at)
{
	facts->frozen[at].is_frozen = true;
	facts->frozen[at].known = table->known;
	facts->frozen[at].equal = table->equal;
}

static void
apply_pool(const struct frequency_table *table, struct facts *facts, int at)
{
	struct facts_pool *pool = pool_of(facts, at);
	size_t i;

	for (i = 0; i < pool->names.count; i++)
		pool->values[i].count = count_of(
		    table, digest_of(intern_name(&pool->names, (uint32_t)i)));
	freeze_pool(table, facts, at);
}

/* The values count as they do, those of further rows alone as one. */
static void
keep_pool(const struct frequency_table *table, struct facts *facts, int at)
{
	struct facts_pool *pool = pool_of(facts, at);
	size_t i;

	for (i = 0; i < pool->names.count; i++)
		if (pool->values[i].count == 0)
			pool->values[i].count = 1;
	freeze_pool(table, facts, at);
}

static void
each_pool(const struct frequency *frequency, struct facts *facts,
    void (*each)(const struct frequency_table *, struct facts *, int))
{
	char name[FREQUENCY_NAME_MAX];
	const struct frequency_table *table;
	int at;

	for (at = 0; at < POOLS; at++) {
		if (!is_used(facts, at))
			continue;
		name_pool(facts, at, name);
		table = find_table(frequency, name);
		if (table != NULL)
			each(table, facts, at);
	}
}

void
frequency_apply(const struct frequency *frequency, struct facts *facts)
{
	each_pool(frequency, facts, apply_pool);
}

void
frequency_freeze(const struct frequency *frequency, struct facts *facts)
{
	each_pool(frequency, facts, keep_pool);
}

void
frequency_clear(struct frequency *frequency)
{
	size_t i;

	for (i = 0; i < frequency->n; i++) {
		free(frequency->tables[i].digest);
		free(frequency->tables[i].count);
	}
	free(frequency->tables);
	memset(frequency, 0, sizeof(*frequency));
}

/* --- JSON --- */

static int
fail(const char *name, const char *what, struct err *err)
{
	return err_set(
	    err, ERR_CONFIG, "model: frequencies of '%.60s': %s", name, what);
}

static int
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "0123456789abcdef2a ": 16 digits of the digest, the count, a blank. */
static int
read_packed(struct frequency_table *table, struct span text, struct err *err)
{
	size_t at = 0, room = text.len / (DIGEST_DIGITS + 2) + 1, digits;
	uint64_t number[2];

	if (reserve(table, room, err) == -1)
		return -1;
	while (at < text.len) {
		number[0] = number[1] = 0;
		for (digits = 0; at < text.len && text.data[at] != ' ';
		     at++, digits++) {
			int digit = digit_of(text.data[at]);

			if (digit == -1)
				return fail(table->name, "not digits", err);
			number[digits >= DIGEST_DIGITS] =
			    number[digits >= DIGEST_DIGITS] << 4 |
			    (uint64_t)digit;
		}
		at++;
		if (digits <= DIGEST_DIGITS || digits > DIGEST_DIGITS + 7 ||
		    (table->n > 0 && number[0] <= table->digest[table->n - 1]))
			return fail(table->name, "out of order", err);
		table->digest[table->n] = number[0];
		table->count[table->n++] = (uint32_t)number[1];
	}
	return 0;
}

static int
read_values(
    struct frequency_table *table, const json_t *values, struct err *err)
{
	json_t *object = (json_t *)(uintptr_t)values;
	struct entry *entries =
	    malloc((json_object_size(values) + 1) * sizeof(*entries));
	size_t n = 0;
	void *at;

	if (entries == NULL)
		return err_nomem(err);
	for (at = json_object_iter(object); at != NULL;
	     at = json_object_iter_next(object, at)) {
		json_int_t count =
		    json_integer_value(json_object_iter_value(at));

		if (count < 1 || (uint64_t)count >= COUNT_MOST) {
			free(entries);
			return fail(table->name, "not a count", err);
		}
		entries[n].digest =
		    digest_of(span_of(json_object_iter_key(at)));
		entries[n++].count = (uint32_t)count;
	}
	return take_entries(table, entries, n, err);
}

static int
read_table(struct frequency *frequency, const char *name, const json_t *json,
    struct err *err)
{
	json_int_t known = json_integer_value(json_object_get(json, "records"));
	double equal = json_number_value(json_object_get(json, "equal"));
	const json_t *values = json_object_get(json, "values");
	const json_t *counts = json_object_get(json, "counts");
	struct frequency_table *table;

	if (strlen(name) >= FREQUENCY_NAME_MAX)
		return fail(name, "the name is too long", err);
	if (known < 0 || equal < 0 || equal > 1)
		return fail(name, "\"records\" or \"equal\" out of range", err);
	table = add_table(frequency, name, err);
	if (table == NULL)
		return -1;
	table->known = (uint64_t)known;
	table->equal = equal;
	if (json_is_object(values))
		return read_values(table, values, err);
	if (!json_is_string(counts))
		return fail(name, "neither \"counts\" nor \"values\"", err);
	return read_packed(table,
	    span_make(json_string_value(counts), json_string_length(counts)),
	    err);
}

int
frequency_read(struct frequency *frequency, const json_t *json, struct err *err)
{
	json_t *object = (json_t *)(uintptr_t)json;
	void *at;

	if (!json_is_object(json))
		return err_set(
		    err, ERR_CONFIG, "model: \"frequencies\" is not an object");
	for (at = json_object_iter(object); at != NULL;
	     at = json_object_iter_next(object, at))
		if (read_table(frequency, json_object_iter_key(at),
			json_object_iter_value(at), err) == -1) {
			frequency_clear(frequency);
			return -1;
		}
	return 0;
}

static void
write_table(const struct frequency_table *table, struct buf *out)
{
	json_t *name = json_string(table->name);
	char *quoted = json_dumps(name, JSON_ENCODE_ANY);
	size_t i;

	if (quoted == NULL)
		out->failed = true;
	else
		buf_printf(out,
		    "\t\t%s: {\"records\": %llu, \"equal\": %.17g, "
		    "\"counts\": \"",
		    quoted, (unsigned long long)table->known, table->equal);
	free(quoted);
	json_decref(name);
	for (i = 0; i < table->n; i++)
		buf_printf(out, "%s%016llx%x", i > 0 ? " " : "",
		    (unsigned long long)table->digest[i], table->count[i]);
	buf_str(out, "\"}");
}

void
frequency_write(const struct frequency *frequency, struct buf *out)
{
	size_t i;

	buf_str(out, "{\n");
	for (i = 0; i < frequency->n; i++) {
		write_table(&frequency->tables[i], out);
		buf_str(out, i + 1 < frequency->n ? ",\n" : "\n");
	}
	buf_str(out, "\t}");
}

/* --- bytes --- */

/* How a table begins; its digests and its counts follow. */
struct packed_table {
	char name[FREQUENCY_NAME_MAX];
	uint64_t known, n;
	double equal;
};

void
frequency_pack(const struct frequency *frequency, struct buf *out)
{
	const struct frequency_table *table;
	struct packed_table head;
	size_t i;

	for (i = 0; i < frequency->n; i++) {
		table = &frequency->tables[i];
		memset(&head, 0, sizeof(head));
		memcpy(head.name, table->name, sizeof(head.name));
		head.known = table->known;
		head.equal = table->equal;
		head.n = table->n;
		buf_add(out, &head, sizeof(head));
		buf_add(out, table->digest, table->n * sizeof(uint64_t));
		buf_add(out, table->count, table->n * sizeof(uint32_t));
	}
}

/* The next ${size} bytes, if there are so many. */
static bool
take_bytes(struct span *from, void *to, size_t size)
{
	if (from->len < size)
		return false;
	if (size > 0)
		memcpy(to, from->data, size);
	*from = span_make(from->data + size, from->len - size);
	return true;
}

int
frequency_unpack(
    struct frequency *frequency, struct span bytes, struct err *err)
{
	struct frequency_table *table;
	struct packed_table head;

	while (bytes.len > 0) {
		if (!take_bytes(&bytes, &head, sizeof(head)) ||
		    head.n > bytes.len ||
		    memchr(head.name, '\0', sizeof(head.name)) == NULL)
			return err_set(
			    err, ERR_DATA, "frequencies are damaged");
		table = add_table(frequency, head.name, err);
		if (table == NULL || reserve(table, head.n, err) == -1)
			return -1;
		table->known = head.known;
		table->equal = head.equal;
		table->n = head.n;
		if (!take_bytes(
			&bytes, table->digest, table->n * sizeof(uint64_t)) ||
		    !take_bytes(
			&bytes, table->count, table->n * sizeof(uint32_t)))
			return err_set(
			    err, ERR_DATA, "frequencies are damaged");
	}
	return 0;
}
