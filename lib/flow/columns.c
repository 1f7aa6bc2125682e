#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/hashmap.h"
#include "flow/columns.h"
#include "norm/norm.h"

/* A set of names is kept as text: each name its eight parts, each followed
 * by a mark that no name can hold. */
#define PARTS 8
#define PART_END '\x1f'
#define STRICT '!'
#define PLAIN '.'

/* A record that is merged into another, which may come later or never. */
struct tombstone {
	uint64_t survivor; /* digest */
	uint32_t record;
	uint32_t value;
};

/* What loading needs besides: the source's names, and room for a record. */
struct loader {
	struct columns *columns;
	const struct store_source *sources;
	size_t n_sources;
	struct buf text;
	struct span *names; /* of one record, as text */
	size_t names_cap;
	struct tombstone *tombstones;
	size_t n_tombstones, tombstones_cap;
};

static enum exact_strength
strength_of(struct span kind)
{
	if (span_is(kind, "email"))
		return EXACT_EMAIL;
	return span_is(kind, "phone") ? EXACT_PHONE : EXACT_ID;
}

static const uint32_t limits[] = {
    [EXACT_ID] = EXACT_LIMIT_ID,
    [EXACT_EMAIL] = EXACT_LIMIT_EMAIL,
    [EXACT_PHONE] = EXACT_LIMIT_PHONE,
};

static int
find_kind(struct columns *c, struct span name, uint32_t *kind, struct err *err)
{
	size_t before = c->kind_names.count;
	enum exact_strength strength = strength_of(name);

	if (intern_add(&c->kind_names, name, kind, err) == -1)
		return -1;
	if (*kind < before)
		return 0;
	if (array_grow(&c->kinds, &c->kinds_cap, before + 1, sizeof(*c->kinds),
		err) == -1)
		return -1;
	c->kinds[*kind] =
	    (struct exact_kind){strength, limits[strength], false};
	return 0;
}

/* A free number is the company's that it calls, never the caller's. */
static bool
is_blocked(
    enum exact_strength strength, struct span value, struct arena *scratch)
{
	struct phone phone;
	struct span nowhere = {NULL, 0};

	if (strength == EXACT_EMAIL)
		return block_is_email(value);
	if (strength == EXACT_ID)
		return block_is_id(value);
	return block_is_phone(value) ||
	    (phone_parse(value, nowhere, &phone, scratch) &&
		phone.class == PHONE_FREE);
}

static int
find_value(struct loader *loader, uint32_t kind, struct span normal,
    uint32_t *value, struct err *err)
{
	struct columns *c = loader->columns;
	size_t before = c->value_names.count;

	buf_reset(&loader->text);
	buf_span(&loader->text, intern_name(&c->kind_names, kind));
	buf_char(&loader->text, '\0');
	buf_span(&loader->text, normal);
	if (buf_check(&loader->text, err) == -1 ||
	    intern_add(&c->value_names, buf_get(&loader->text), value, err) ==
		-1)
		return -1;
	if (*value < before)
		return 0;
	if (array_grow(&c->values, &c->values_cap, before + 1,
		sizeof(*c->values), err) == -1)
		return -1;
	c->values[*value] = (struct exact_value){
	    kind, is_blocked(c->kinds[kind].strength, normal, &c->scratch)};
	return 0;
}

static int
add_id(struct loader *loader, struct exact_record *record, struct span kind,
    struct span normal, bool is_unique, struct err *err)
{
	struct columns *c = loader->columns;
	uint32_t number, value;
	size_t i;

	if (find_kind(c, kind, &number, err) == -1 ||
	    find_value(loader, number, normal, &value, err) == -1 ||
	    array_grow(
		&c->ids, &c->ids_cap, c->n_ids + 1, sizeof(*c->ids), err) == -1)
		return -1;
	/* One mapping's word that a space is unique holds for the space. */
	if (is_unique)
		c->kinds[number].is_unique = true;
	for (i = record->first; i < c->n_ids; i++)
		if (c->ids[i] == value)
			return 0;
	c->ids[c->n_ids++] = value;
	record->count++;
	return 0;
}

static int
add_space(struct loader *loader, struct exact_record *record, struct span space,
    struct span normal, bool is_unique, struct err *err)
{
	struct buf kind = {0};
	int status = -1;

	buf_str(&kind, "id:");
	buf_span(&kind, space);
	if (buf_check(&kind, err) == 0)
		status = add_id(
		    loader, record, buf_get(&kind), normal, is_unique, err);
	buf_clear(&kind);
	return status;
}

static int
add_ids(struct loader *loader, struct exact_record *record,
    const struct store_record *from, struct span source, struct err *err)
{
	static const struct span email = SPAN("email");
	static const struct span phone = SPAN("phone");
	const struct canon_value *v;
	int status = 0;
	size_t i;

	for (i = 0; i < from->now.n_values && status == 0; i++) {
		v = &from->now.values[i];
		if (v->normal.len == 0)
			continue;
		if (v->field == CANON_F_EMAIL)
			status = add_id(
			    loader, record, email, v->normal, false, err);
		else if (v->field == CANON_F_PHONE)
			status = add_id(
			    loader, record, phone, v->normal, false, err);
		else if (v->field == CANON_F_ID)
			status = add_space(loader, record, v->name, v->normal,
			    v->is_unique, err);
	}
	if (status == 0 && !span_starts(from->native_id, "~"))
		status = add_space(
		    loader, record, source, from->native_id, false, err);
	return status;
}

/* Append the parts of a name; none, where it names nobody. */
static void
write_name(struct buf *text, const struct canon_record *said,
    enum canon_field full, enum canon_field family, enum canon_field given,
    struct arena *scratch)
{
	struct name name;
	const struct span *part[] = {
	    &name.family, &name.given, &name.full, &name.suffix};
	size_t i;

	name_parse(said->field[full], said->field[family], said->field[given],
	    &name, scratch);
	if (block_is_name(name.full))
		memset(&name, 0, sizeof(name));
	for (i = 0; i < PARTS / 2; i++) {
		buf_span(text, *part[i]);
		buf_char(text, PART_END);
	}
}

static int
compare_spans(const void *left, const void *right)
{
	const struct span *a = left;
	const struct span *b = right;

	return span_cmp(*a, *b);
}

/* One observation's name into the list, unless it says nothing. */
static int
add_name(struct loader *loader, const struct canon_record *said, size_t *n,
    struct err *err)
{
	struct arena *scratch = &loader->columns->scratch;
	struct buf *text = &loader->text;
	struct span copy;

	buf_reset(text);
	write_name(text, said, CANON_F_FULL_NAME, CANON_F_FAMILY_NAME,
	    CANON_F_GIVEN_NAME, scratch);
	write_name(text, said, CANON_F_FULL_KANA, CANON_F_FAMILY_KANA,
	    CANON_F_GIVEN_KANA, scratch);
	if (buf_check(text, err) == -1)
		return -1;
	if (text->len == PARTS)
		return 0;
	copy = arena_span(scratch, buf_get(text));
	if (copy.data == NULL)
		return err_nomem(err);
	if (array_grow(&loader->names, &loader->names_cap, *n + 1,
		sizeof(*loader->names), err) == -1)
		return -1;
	loader->names[(*n)++] = copy;
	return 0;
}

static int
add_names(struct loader *loader, struct exact_record *record,
    const struct store_record *from, struct err *err)
{
	struct columns *c = loader->columns;
	struct buf *text = &loader->text;
	size_t i, n = 0;

	record->names = EXACT_NONE;
	for (i = 0; i < from->n_said; i++)
		if (add_name(loader, &from->said[i], &n, err) == -1)
			return -1;
	if (n == 0)
		return 0;
	qsort(loader->names, n, sizeof(*loader->names), compare_spans);
	buf_reset(text);
	buf_char(text, span_starts(from->native_id, "~") ? STRICT : PLAIN);
	for (i = 0; i < n; i++)
		if (i == 0 || !span_eq(loader->names[i], loader->names[i - 1]))
			buf_span(text, loader->names[i]);
	if (buf_check(text, err) == -1)
		return -1;
	return intern_add(&c->set_names, buf_get(text), &record->names, err);
}

static struct span
source_name(const struct loader *loader, int64_t id)
{
	static const struct span none = {NULL, 0};
	size_t i;

	for (i = 0; i < loader->n_sources; i++)
		if (loader->sources[i].id == id)
			return loader->sources[i].name;
	return none;
}

/* Does its source say that it is another record now? */
static int
add_tombstone(struct loader *loader, const struct store_record *from,
    struct span source, struct err *err)
{
	static const struct span merged_into = SPAN("merged_into");
	struct span survivor = from->now.field[CANON_F_MERGED_INTO];
	struct tombstone *made;
	uint32_t kind;

	if (survivor.len == 0 || span_eq(survivor, from->native_id) ||
	    !span_is(from->now.field[CANON_F_STATUS], "merged"))
		return 0;
	if (array_grow(&loader->tombstones, &loader->tombstones_cap,
		loader->n_tombstones + 1, sizeof(*made), err) == -1)
		return -1;
	made = &loader->tombstones[loader->n_tombstones++];
	made->record = (uint32_t)loader->columns->n_records;
	made->survivor = hash_64(hash_64(0, source), survivor);
	if (find_kind(loader->columns, merged_into, &kind, err) == -1)
		return -1;
	return find_value(loader, kind, survivor, &made->value, err);
}

/* One pass over the records finds all survivors. */
static int
add_musts(struct loader *loader, struct err *err)
{
	struct columns *c = loader->columns;
	struct hashmap by_digest = {0};
	uint64_t *slot, at;
	bool is_fresh;
	size_t i;
	int status = 0;

	for (i = 0; i < c->n_records && status == 0 && loader->n_tombstones > 0;
	     i++) {
		slot = hashmap_slot(
		    &by_digest, c->records[i].digest, &is_fresh, err);
		if (slot == NULL)
			status = -1;
		else
			*slot = i;
	}
	for (i = 0; i < loader->n_tombstones && status == 0; i++) {
		const struct tombstone *t = &loader->tombstones[i];
		uint32_t left = t->record;

		if (!hashmap_get(&by_digest, t->survivor, &at))
			continue;
		status = array_grow(&c->musts, &c->musts_cap, c->n_musts + 1,
		    sizeof(*c->musts), err);
		if (status == -1)
			break;
		if (c->records[left].digest > t->survivor) {
			left = (uint32_t)at;
			at = t->record;
		}
		c->musts[c->n_musts++] =
		    (struct exact_must){left, (uint32_t)at, t->value};
	}
	hashmap_clear(&by_digest);
	return status;
}

static int
add_record(
    struct loader *loader, const struct store_record *from, struct err *err)
{
	struct columns *c = loader->columns;
	struct span source = source_name(loader, from->source);
	struct exact_record record = {.first = c->n_ids};

	arena_reset(&c->scratch);
	if (c->n_records >= EXACT_NONE - 1)
		return err_set(
		    err, ERR_DATA, "more records than can be matched");
	if (array_grow(&c->records, &c->records_cap, c->n_records + 1,
		sizeof(*c->records), err) == -1 ||
	    array_grow(&c->keys, &c->keys_cap, c->n_records + 1,
		sizeof(*c->keys), err) == -1)
		return -1;
	record.digest = hash_64(hash_64(0, source), from->native_id);
	if (add_ids(loader, &record, from, source, err) == -1 ||
	    add_names(loader, &record, from, err) == -1 ||
	    add_tombstone(loader, from, source, err) == -1)
		return -1;
	c->keys[c->n_records] = from->key;
	c->records[c->n_records++] = record;
	return 0;
}

static size_t
count_parts(struct span text)
{
	size_t i, n = 0;

	for (i = 0; i < text.len; i++)
		n += text.data[i] == PART_END;
	return n;
}

static struct span
next_part(struct span *text)
{
	const char *end = memchr(text->data, PART_END, text->len);
	struct span part = {text->data, (size_t)(end - text->data)};

	text->data += part.len + 1;
	text->len -= part.len + 1;
	return part;
}

static void
next_name(struct span *text, struct name *name)
{
	name->family = next_part(text);
	name->given = next_part(text);
	name->full = next_part(text);
	name->suffix = next_part(text);
}

/* Cut the sets of names into the parts that they were written of. */
static int
read_sets(struct columns *c, struct err *err)
{
	size_t i, n = 0, total = 0;
	struct span text;

	for (i = 0; i < c->set_names.count; i++)
		total += count_parts(intern_name(&c->set_names, (uint32_t)i));
	c->names = calloc(total / PARTS + 1, sizeof(*c->names));
	c->sets = calloc(c->set_names.count + 1, sizeof(*c->sets));
	if (c->names == NULL || c->sets == NULL)
		return err_nomem(err);
	for (i = 0; i < c->set_names.count; i++) {
		text = intern_name(&c->set_names, (uint32_t)i);
		c->sets[i].names = &c->names[n];
		c->sets[i].is_strict = text.data[0] == STRICT;
		text.data++;
		text.len--;
		while (text.len > 0) {
			next_name(&text, &c->names[n].name);
			next_name(&text, &c->names[n].kana);
			n++;
			c->sets[i].n++;
		}
	}
	return 0;
}

static int
load(struct loader *loader, struct store *store, struct err *err)
{
	struct store_records *records;
	const struct store_record *record;
	int status;

	if (store_sources(store, &loader->sources, &loader->n_sources, err) ==
	    -1)
		return -1;
	records = store_records_open(store, err);
	if (records == NULL)
		return -1;
	do {
		status = store_records_next(records, &record, err);
		if (status == 0 && record != NULL)
			status = add_record(loader, record, err);
	} while (status == 0 && record != NULL);
	store_records_close(records);
	if (status == -1 || add_musts(loader, err) == -1)
		return -1;
	return read_sets(loader->columns, err);
}

int
columns_load(struct columns *columns, struct store *store, struct err *err)
{
	struct loader loader = {.columns = columns};
	int status = load(&loader, store, err);

	buf_clear(&loader.text);
	free(loader.names);
	free(loader.tombstones);
	arena_clear(&columns->scratch);
	if (status == -1)
		columns_clear(columns);
	return status;
}

void
columns_input(const struct columns *c, struct exact_input *in)
{
	memset(in, 0, sizeof(*in));
	in->records = c->records;
	in->n_records = c->n_records;
	in->kinds = c->kinds;
	in->n_kinds = c->kind_names.count;
	in->values = c->values;
	in->n_values = c->value_names.count;
	in->ids = c->ids;
	in->names = c->sets;
	in->n_names = c->set_names.count;
	in->musts = c->musts;
	in->n_musts = c->n_musts;
}

struct span
columns_kind(const struct columns *c, uint32_t value)
{
	return intern_name(&c->kind_names, c->values[value].kind);
}

struct span
columns_value(const struct columns *c, uint32_t value)
{
	struct span text = intern_name(&c->value_names, value);
	size_t kind = columns_kind(c, value).len + 1;

	return span_make(text.data + kind, text.len - kind);
}

void
columns_clear(struct columns *c)
{
	free(c->keys);
	free(c->starts);
	free(c->records);
	free(c->kinds);
	free(c->values);
	free(c->ids);
	free(c->musts);
	free(c->sets);
	free(c->names);
	intern_clear(&c->kind_names);
	intern_clear(&c->value_names);
	intern_clear(&c->set_names);
	arena_clear(&c->scratch);
	memset(c, 0, sizeof(*c));
}
