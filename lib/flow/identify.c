#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/hashmap.h"
#include "flow/identify.h"
#include "input/input.h"
#include "norm/norm.h"

/* Of a row the first that is there. */
static const char *const column_names[] = {
    "customer_id", "record", "identifier", "email", "phone"};

#define COLUMNS (sizeof(column_names) / sizeof(column_names[0]))
#define NO_COLUMN SIZE_MAX

struct reading {
	struct identify *identify;
	size_t at[COLUMNS]; /* NO_COLUMN: the file lacks it */
	bool has_header;
	bool has_begun;
};

/* --- reading --- */

static int
add_item(
    struct identify *identify, struct span text, uint64_t line, struct err *err)
{
	struct identify_item item = {.line = line};

	text = span_trim(text);
	if (text.len == 0)
		return 0;
	item.text = arena_span(&identify->arena, text);
	if (item.text.data == NULL)
		return err_nomem(err);
	if (array_grow(&identify->items, &identify->cap, identify->count + 1,
		sizeof(item), err) != 0)
		return -1;
	identify->items[identify->count++] = item;
	return 0;
}

static void
read_header(struct reading *reading, const struct input_row *row)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		reading->at[i] = NO_COLUMN;
		for (size_t j = row->n_cells; j-- > 0;)
			if (span_is(span_trim(row->cells[j]), column_names[i]))
				reading->at[i] = j;
		if (reading->at[i] != NO_COLUMN)
			reading->has_header = true;
	}
}

static int
take_row(struct reading *reading, const struct input_row *row, struct err *err)
{
	struct identify *identify = reading->identify;

	if (!reading->has_begun) {
		reading->has_begun = true;
		read_header(reading, row);
		if (reading->has_header)
			return 0;
	}
	if (!reading->has_header && row->n_cells == 1)
		return add_item(identify, row->cells[0], row->line, err);
	if (!reading->has_header)
		return err_set(err, ERR_DATA,
		    "several columns, and none is called customer_id, record, "
		    "identifier, email or phone");
	for (size_t i = 0; i < COLUMNS; i++)
		if (reading->at[i] < row->n_cells &&
		    span_trim(row->cells[reading->at[i]]).len > 0)
			return add_item(identify, row->cells[reading->at[i]],
			    row->line, err);
	return 0;
}

static int
read_rows(struct reading *reading, struct input *input, struct err *err)
{
	const char *path = reading->identify->path;
	enum input_event event;
	struct input_row row;

	for (;;) {
		if (input_next(input, &row, &event, err) != 0)
			return -1;
		if (event == INPUT_END)
			return 0;
		if (event == INPUT_BAD) {
			*err = *input_fault(input);
			return err_place(err, path, row.line, NULL);
		}
		if (event == INPUT_ROW && take_row(reading, &row, err) != 0)
			return err_place(err, path, row.line, NULL);
	}
}

int
identify_read(struct identify *identify, const char *path, struct err *err)
{
	struct input_options options = {.has_no_header = true};
	struct reading reading = {.identify = identify};
	struct input *input = input_open(path, &options, err);
	int rc = -1;

	identify->path = path;
	if (input == NULL)
		return -1;
	if (input_type_of(input) == INPUT_CSV ||
	    input_type_of(input) == INPUT_TSV)
		rc = read_rows(&reading, input, err);
	else
		(void)err_set(err, ERR_DATA,
		    "identifiers stand one a line, or in CSV or TSV");
	if (rc != 0)
		(void)err_place(err, path, 0, NULL);
	input_close(input);
	return rc;
}

/* --- finding --- */

struct finding {
	struct identify *identify;
	struct store *store;
	bool is_record;
	int (*found)(void *, int64_t, struct err *);
	void *context;
	struct hashmap wanted; /* kind and normal form -> place + 1 */
	const struct store_source *sources;
	size_t n_sources;
	struct buf name;
};

/* By its name: *${number} is 0 when nothing is called so. */
static int
look_up(
    struct finding *finding, struct span text, int64_t *number, struct err *err)
{
	struct err none = {0};
	int rc = finding->is_record
	    ? store_find_record(finding->store, text, number, &none)
	    : store_find_customer(finding->store, text, number, &none);

	if (rc == 0)
		return 0;
	*number = 0;
	if (none.code == ERR_NO)
		return 0;
	*err = none;
	return -1;
}

static uint64_t
key_of(enum identify_kind kind, struct span normal)
{
	return hash_64((uint64_t)kind, normal);
}

/* The first item that asks for this, or a free place; two values with one
 * hash stand next to each other. */
static uint64_t *
find_slot(struct finding *finding, enum identify_kind kind, struct span normal,
    struct err *err)
{
	const struct identify_item *items = finding->identify->items;
	uint64_t key = key_of(kind, normal);

	for (;; key++) {
		bool fresh;
		uint64_t *slot =
		    hashmap_slot(&finding->wanted, key, &fresh, err);

		if (slot == NULL || fresh || *slot == 0)
			return slot;
		if (items[*slot - 1].kind == kind &&
		    span_eq(items[*slot - 1].normal, normal))
			return slot;
	}
}

/* The same without making a place. */
static bool
is_wanted(const struct finding *finding, enum identify_kind kind,
    struct span normal, size_t *at)
{
	const struct identify_item *items = finding->identify->items;
	uint64_t key = key_of(kind, normal);
	uint64_t place;

	for (; hashmap_get(&finding->wanted, key, &place); key++)
		if (place > 0 && items[place - 1].kind == kind &&
		    span_eq(items[place - 1].normal, normal)) {
			*at = place - 1;
			return true;
		}
	return false;
}

/* What is no name is an e-mail or a phone, or nothing that can be found. */
static int
settle_item(struct finding *finding, struct identify_item *item,
    struct span country, struct err *err)
{
	struct arena *arena = &finding->identify->arena;
	struct phone phone;
	int64_t number;
	uint64_t *slot;

	if (look_up(finding, item->text, &number, err) != 0)
		return -1;
	if (number != 0) {
		item->is_found = true;
		return finding->found(finding->context, number, err);
	}
	if (email_normal(item->text, &item->normal, arena)) {
		item->kind = IDENTIFY_EMAIL;
	} else if (phone_parse(item->text, country, &phone, arena)) {
		item->kind = IDENTIFY_PHONE;
		item->normal = phone.e164;
	} else {
		return 0;
	}
	slot = find_slot(finding, item->kind, item->normal, err);
	if (slot == NULL)
		return -1;
	if (*slot == 0)
		*slot = (uint64_t)(item - finding->identify->items) + 1;
	return 0;
}

static struct span
source_name(const struct finding *finding, int64_t id)
{
	for (size_t i = 0; i < finding->n_sources; i++)
		if (finding->sources[i].id == id)
			return finding->sources[i].name;
	return span_make("", 0);
}

static int
give(struct finding *finding, const struct store_record *record, size_t at,
    struct err *err)
{
	int64_t number = record->key;

	if (!finding->is_record) {
		buf_reset(&finding->name);
		buf_span(&finding->name, source_name(finding, record->source));
		buf_char(&finding->name, ':');
		buf_span(&finding->name, record->native_id);
		if (buf_check(&finding->name, err) != 0 ||
		    look_up(finding, buf_get(&finding->name), &number, err) !=
			0)
			return -1;
	}
	if (number == 0)
		return 0; /* it came after the last merge */
	finding->identify->items[at].is_found = true;
	return finding->found(finding->context, number, err);
}

static int
take_record(
    struct finding *finding, const struct store_record *record, struct err *err)
{
	for (size_t i = 0; i < record->now.n_values; i++) {
		const struct canon_value *value = &record->now.values[i];
		enum identify_kind kind;
		size_t at;

		if (value->normal.len == 0)
			continue;
		if (value->field == CANON_F_EMAIL)
			kind = IDENTIFY_EMAIL;
		else if (value->field == CANON_F_PHONE)
			kind = IDENTIFY_PHONE;
		else
			continue;
		if (is_wanted(finding, kind, value->normal, &at) &&
		    give(finding, record, at, err) != 0)
			return -1;
	}
	return 0;
}

/* There is no index of what people can be reached by: all are looked at. */
static int
scan(struct finding *finding, struct err *err)
{
	struct store_records *records;
	const struct store_record *record;
	int rc = store_sources(
	    finding->store, &finding->sources, &finding->n_sources, err);

	if (rc != 0)
		return -1;
	records = store_records_open_any(finding->store, err);
	if (records == NULL)
		return -1;
	do {
		rc = store_records_next(records, &record, err);
		if (rc == 0 && record != NULL)
			rc = take_record(finding, record, err);
	} while (rc == 0 && record != NULL);
	store_records_close(records);
	return rc;
}

/* What was asked for twice is found twice. */
static void
share_found(const struct finding *finding)
{
	struct identify *identify = finding->identify;
	size_t at;

	for (size_t i = 0; i < identify->count; i++) {
		struct identify_item *item = &identify->items[i];

		if (item->normal.len > 0 &&
		    is_wanted(finding, item->kind, item->normal, &at))
			item->is_found = identify->items[at].is_found;
	}
}

int
identify_find(struct identify *identify, struct store *store, const char *zone,
    bool is_record, int (*found)(void *, int64_t, struct err *), void *context,
    struct err *err)
{
	struct finding finding = {
	    .identify = identify,
	    .store = store,
	    .is_record = is_record,
	    .found = found,
	    .context = context,
	};
	struct span country = phone_country(span_of(zone));
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < identify->count; i++)
		rc = settle_item(&finding, &identify->items[i], country, err);
	if (rc == 0 && finding.wanted.count > 0)
		rc = scan(&finding, err);
	share_found(&finding);
	hashmap_clear(&finding.wanted);
	buf_clear(&finding.name);
	return rc;
}

size_t
identify_unknown(const struct identify *identify)
{
	size_t n = 0;

	for (size_t i = 0; i < identify->count; i++)
		n += !identify->items[i].is_found;
	return n;
}

void
identify_clear(struct identify *identify)
{
	free(identify->items);
	arena_clear(&identify->arena);
	memset(identify, 0, sizeof(*identify));
}
