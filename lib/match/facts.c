#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/threads.h"
#include "match/backlog.h"
#include "match/facts.h"
#include "match/likeness.h"
#include "match/pack.h"
#include "match/sound.h"
#include "norm/address.h"
#include "norm/company.h"
#include "norm/nametable.h"
#include "norm/norm.h"
#include "text/fold.h"
#include "text/utf8.h"

#define MORE_MAX 4 /* further rows of one record */
#define PARSED_BITS 17

/* A row on its way: what it has in each column, value + 1. */
struct row {
	uint32_t value[FACTS_COLUMNS];
};

/* What raw texts were found to be: values + 1. */
struct parsed {
	uint64_t digest; /* of the texts; 0 = a free place */
	uint32_t value[6];
};

/* What parsing needs. Texts that come often are not parsed each time: each
 * has one place, where the last one stays. */
struct parser {
	struct arena scratch;
	struct buf text;
	struct parsed *parsed; /* 1 << PARSED_BITS, or NULL */
};

/* Names and all else are parsed in threads of their own. */
enum { PARSE_NAMES, PARSE_OTHERS, PARSERS };

/* What only filling needs. */
struct facts_work {
	const struct model *model;
	struct backlog *backlog; /* rows are made by threads, or NULL */
	size_t n_rows;           /* records whose rows are made */
	struct buf id;
	struct parser parser[PARSERS];
	struct arena places; /* of the rows of one record */
	struct row *rows;    /* further ones */
	size_t n_more, more_cap;
	size_t digest_cap, source_cap;
	size_t more_next_cap;
	uint32_t *more_of; /* the record of each further row */
	size_t more_of_cap;
};

static int
pool_add(struct facts_pool *pool, struct span text, uint32_t *number,
    struct err *err)
{
	size_t before = pool->names.count;

	if (intern_add(&pool->names, text, number, err) == -1)
		return -1;
	if (*number < before)
		return 0;
	if (*number >= FACTS_VALUES_MAX)
		return err_set(
		    err, ERR_DATA, "more values than can be matched");
	if (array_grow(&pool->values, &pool->values_cap, before + 1,
		sizeof(*pool->values), err) == -1)
		return -1;
	memset(&pool->values[*number], 0, sizeof(*pool->values));
	return 0;
}

/* Value + 1 of a text in a column, 0 when there is none. */
static int
put(struct facts *facts, int column, struct span text, uint32_t *value,
    struct err *err)
{
	uint32_t number;

	*value = 0;
	if (text.len == 0)
		return 0;
	if (pool_add(&facts->pool[column], text, &number, err) == -1)
		return -1;
	*value = number + 1;
	return 0;
}

/* The place of what these raw texts were parsed to; *${is_new} when it is
 * not known, or not any more. */
static uint32_t *
find_parsed(struct parser *parser, uint64_t kind, const struct span *raw,
    size_t n, bool *is_new, struct err *err)
{
	uint64_t digest = kind;
	struct parsed *place;
	size_t i;

	if (parser->parsed == NULL)
		parser->parsed =
		    calloc((size_t)1 << PARSED_BITS, sizeof(*parser->parsed));
	if (parser->parsed == NULL) {
		err_nomem(err);
		return NULL;
	}
	for (i = 0; i < n; i++)
		digest = hash_mix(digest, hash_64(i, raw[i]));
	digest |= 1;
	place = &parser->parsed[digest >> (64 - PARSED_BITS)];
	*is_new = place->digest != digest;
	if (*is_new) {
		memset(place, 0, sizeof(*place));
		place->digest = digest;
	}
	return place->value;
}

static bool
is_word_end(char c)
{
	return c == ' ' || c == ',' || c == '(' || c == ')' || c == ';' ||
	    c == '"' || c == '/' || c == '.';
}

static bool
has_word(struct span text, struct span word)
{
	size_t i, start;

	for (i = 0; i < text.len;) {
		start = i;
		while (i < text.len && !is_word_end(text.data[i]))
			i++;
		if (i - start == word.len &&
		    memcmp(text.data + start, word.data, word.len) == 0)
			return true;
		i++;
	}
	return false;
}

/* The words of a name that are neither given nor family name, each once. */
static void
add_others(
    struct buf *out, struct span text, struct span given, struct span family)
{
	struct span word;
	size_t i = 0, start;

	while (i < text.len) {
		start = i;
		while (i < text.len && !is_word_end(text.data[i]))
			i++;
		word = span_make(text.data + start, i - start);
		i++;
		if (word.len == 0 || has_word(given, word) ||
		    has_word(family, word) || has_word(buf_get(out), word))
			continue;
		if (out->len > 0)
			buf_char(out, ' ');
		buf_span(out, word);
	}
}

static bool
is_latin(struct span text)
{
	return text.len > 0 && (unsigned char)text.data[0] < 0xe0;
}

/* Given names behind the first go to the other words. */
static struct span
first_given(struct span given)
{
	const char *blank =
	    given.len == 0 ? NULL : memchr(given.data, ' ', given.len);

	if (blank == NULL || !is_latin(given))
		return given;
	return span_make(given.data, (size_t)(blank - given.data));
}

/* A part that stands for one that nobody knows, such as Smith, Unknown. Short
 * ones such as Null and Nan are names, too. */
static struct span
known_part(struct span part)
{
	return part.len > 4 && block_is_unknown(part) ? span_make(NULL, 0)
						      : part;
}

static int
parse_name(struct facts *facts, const struct span raw[4], uint32_t *parsed,
    struct err *err)
{
	struct parser *parser = &facts->work->parser[PARSE_NAMES];
	struct arena *arena = &parser->scratch;
	struct name name;
	struct span given, family;

	name_parse(raw[0], raw[1], raw[2], &name, arena);
	if (block_is_person(name.family, name.given, name.full) ||
	    block_is_person(raw[1], raw[2], raw[0]))
		return 0;
	given = first_given(name.given);
	family = name.family;
	if (given.len == 0 && family.len == 0)
		family = name.full;
	buf_reset(&parser->text);
	add_others(&parser->text, name.given, given, family);
	if (is_latin(raw[0]))
		add_others(
		    &parser->text, fold_key(raw[0], arena), given, family);
	add_others(&parser->text, fold_key(raw[3], arena), given, family);
	if (buf_check(&parser->text, err) == -1 ||
	    put(facts, FACTS_GIVEN, known_part(given), &parsed[0], err) == -1 ||
	    put(facts, FACTS_FAMILY, known_part(family), &parsed[1], err) ==
		-1 ||
	    put(facts, FACTS_OTHER, buf_get(&parser->text), &parsed[2], err) ==
		-1)
		return -1;
	return put(facts, FACTS_SUFFIX, name.suffix, &parsed[3], err);
}

static int
parse_kana(struct facts *facts, const struct span raw[3], uint32_t *parsed,
    struct err *err)
{
	struct name name;

	name_parse(raw[0], raw[1], raw[2], &name,
	    &facts->work->parser[PARSE_NAMES].scratch);
	if (block_is_person(name.family, name.given, name.full))
		return 0;
	if (name.family.len == 0 && name.given.len == 0)
		name.family = name.full;
	if (put(facts, FACTS_GIVEN_KANA, name.given, &parsed[0], err) == -1)
		return -1;
	return put(facts, FACTS_FAMILY_KANA, name.family, &parsed[1], err);
}

static bool
is_kana(struct span text)
{
	const char *at = text.data;
	uint32_t code;

	if (text.len < 3)
		return false;
	while (at < text.data + text.len) {
		code = utf8_next(&at, text.data + text.len);
		if (code < 0x3040 || code > 0x30ff)
			return false;
	}
	return true;
}

/* A name that is written in kana is its own reading. */
static int
copy_kana(
    struct facts *facts, int from, int to, struct row *row, struct err *err)
{
	struct span text;

	if (row->value[to] != 0 || row->value[from] == 0)
		return 0;
	text = intern_name(&facts->pool[from].names, row->value[from] - 1);
	if (!is_kana(text))
		return 0;
	return put(facts, to, text, &row->value[to], err);
}

static int
fill_names(struct facts *facts, const struct canon_record *said,
    struct row *row, struct err *err)
{
	const struct span *f = said->field;
	const struct span name[4] = {f[CANON_F_FULL_NAME],
	    f[CANON_F_FAMILY_NAME], f[CANON_F_GIVEN_NAME],
	    f[CANON_F_MIDDLE_NAME]};
	const struct span kana[3] = {f[CANON_F_FULL_KANA],
	    f[CANON_F_FAMILY_KANA], f[CANON_F_GIVEN_KANA]};
	struct parser *parser = &facts->work->parser[PARSE_NAMES];
	uint32_t *parsed;
	bool is_new;

	parsed = find_parsed(parser, 1, name, 4, &is_new, err);
	if (parsed == NULL ||
	    (is_new && parse_name(facts, name, parsed, err) == -1))
		return -1;
	row->value[FACTS_GIVEN] = parsed[0];
	row->value[FACTS_FAMILY] = parsed[1];
	row->value[FACTS_OTHER] = parsed[2];
	row->value[FACTS_SUFFIX] = parsed[3];
	parsed = find_parsed(parser, 2, kana, 3, &is_new, err);
	if (parsed == NULL ||
	    (is_new && parse_kana(facts, kana, parsed, err) == -1))
		return -1;
	row->value[FACTS_GIVEN_KANA] = parsed[0];
	row->value[FACTS_FAMILY_KANA] = parsed[1];
	if (copy_kana(facts, FACTS_GIVEN, FACTS_GIVEN_KANA, row, err) == -1)
		return -1;
	return copy_kana(facts, FACTS_FAMILY, FACTS_FAMILY_KANA, row, err);
}

static int
parse_address(struct facts *facts, const struct span raw[6], uint32_t *parsed,
    struct err *err)
{
	struct address_text text = {
	    raw[0], raw[1], raw[2], raw[3], raw[4], raw[5]};
	struct address address;

	address_parse(
	    &text, &address, &facts->work->parser[PARSE_OTHERS].scratch);
	if (block_is_postcode(address.postcode))
		address.postcode.len = 0;
	if (put(facts, FACTS_POSTCODE, address.postcode, &parsed[0], err) ==
		-1 ||
	    put(facts, FACTS_CITY, address.city, &parsed[1], err) == -1 ||
	    put(facts, FACTS_REGION, address.region, &parsed[2], err) == -1 ||
	    put(facts, FACTS_TOWN, address.town, &parsed[3], err) == -1 ||
	    put(facts, FACTS_LOT, address.block, &parsed[4], err) == -1)
		return -1;
	return put(facts, FACTS_BUILDING, address.building, &parsed[5], err);
}

static int
fill_address(struct facts *facts, const struct canon_record *said,
    struct row *row, struct err *err)
{
	static const int columns[6] = {FACTS_POSTCODE, FACTS_CITY, FACTS_REGION,
	    FACTS_TOWN, FACTS_LOT, FACTS_BUILDING};
	const struct span *f = said->field;
	const struct span raw[6] = {f[CANON_F_POSTCODE], f[CANON_F_REGION],
	    f[CANON_F_CITY], f[CANON_F_STREET], f[CANON_F_BUILDING],
	    f[CANON_F_ADDRESS]};
	uint32_t *parsed;
	bool is_new;
	int i;

	parsed = find_parsed(
	    &facts->work->parser[PARSE_OTHERS], 3, raw, 6, &is_new, err);
	if (parsed == NULL ||
	    (is_new && parse_address(facts, raw, parsed, err) == -1))
		return -1;
	for (i = 0; i < 6; i++)
		row->value[columns[i]] = parsed[i];
	return 0;
}

/* A field by itself, folded. */
static int
fill_single(struct facts *facts, int column, struct span raw, struct row *row,
    struct err *err)
{
	struct parser *parser = &facts->work->parser[PARSE_OTHERS];
	uint32_t *parsed;
	struct span key;
	bool is_new;

	if (raw.len == 0)
		return 0;
	parsed =
	    find_parsed(parser, 16 + (uint64_t)column, &raw, 1, &is_new, err);
	if (parsed == NULL)
		return -1;
	if (is_new && !(column == FACTS_BIRTH && block_is_birth(raw))) {
		key = column == FACTS_COMPANY
		    ? company_key(raw, &parser->scratch)
		    : fold_key(raw, &parser->scratch);
		if (put(facts, column, key, &parsed[0], err) == -1)
			return -1;
	}
	row->value[column] = parsed[0];
	return 0;
}

static int
fill_extra(struct facts *facts, const struct canon_record *said,
    struct row *row, struct err *err)
{
	const struct facts_field *extra;
	const struct canon_value *v;
	struct span raw;
	size_t j;
	int i;

	for (i = 0; i < facts->n_extra; i++) {
		extra = &facts->extra[i];
		raw = said->field[extra->field];
		for (j = 0; extra->field == CANON_F_ATTR && j < said->n_values;
		     j++) {
			v = &said->values[j];
			if (v->field == CANON_F_ATTR &&
			    span_is(v->name, extra->attribute))
				raw = v->raw;
		}
		if (fill_single(facts, FACTS_EXTRA + i, raw, row, err) == -1)
			return -1;
	}
	return 0;
}

static int
fill_others(struct facts *facts, const struct canon_record *said,
    struct row *row, struct err *err)
{
	if (fill_address(facts, said, row, err) == -1 ||
	    fill_single(facts, FACTS_BIRTH, said->field[CANON_F_BIRTH_DATE],
		row, err) == -1 ||
	    fill_single(facts, FACTS_COMPANY, said->field[CANON_F_COMPANY], row,
		err) == -1)
		return -1;
	return fill_extra(facts, said, row, err);
}

/* Columns that are taken from one statement. */
static const int groups[][2] = {{FACTS_GIVEN, FACTS_FAMILY},
    {FACTS_GIVEN_KANA, FACTS_FAMILY_KANA}, {FACTS_OTHER, FACTS_SUFFIX},
    {FACTS_POSTCODE, FACTS_BUILDING}};

#define N_GROUPS (sizeof(groups) / sizeof(groups[0]))

static bool
is_known(const struct row *row, const int group[2])
{
	int i;

	for (i = group[0]; i <= group[1]; i++)
		if (row->value[i] != 0)
			return true;
	return false;
}

/* Let a later row say what the first does not. */
static void
complete(struct row *first, const struct row *row)
{
	size_t g;
	int i;

	for (g = 0; g < N_GROUPS; g++)
		if (!is_known(first, groups[g]))
			for (i = groups[g][0]; i <= groups[g][1]; i++)
				first->value[i] = row->value[i];
	if (first->value[FACTS_BIRTH] == 0)
		first->value[FACTS_BIRTH] = row->value[FACTS_BIRTH];
	for (i = FACTS_COMPANY; i < FACTS_COLUMNS; i++)
		if (first->value[i] == 0)
			first->value[i] = row->value[i];
}

/* Does an earlier statement know another name or address? Only that stays. */
static bool
is_other(const struct row *first, struct row *row)
{
	bool is_name = false, is_place = false;
	int i;

	for (i = 0; i < FACTS_COLUMNS; i++) {
		bool differs =
		    row->value[i] != 0 && row->value[i] != first->value[i];

		if (differs && i <= FACTS_FAMILY_KANA)
			is_name = true;
		if (differs && i >= FACTS_POSTCODE && i <= FACTS_LOT)
			is_place = true;
	}
	for (i = 0; i < FACTS_COLUMNS; i++)
		if (!(is_name && i <= FACTS_SUFFIX) &&
		    !(is_place && i >= FACTS_POSTCODE && i <= FACTS_BUILDING))
			row->value[i] = 0;
	return is_name || is_place;
}

/* Somebody has a value in a column that nobody had one in. */
static int
add_place(struct facts *facts, int column, size_t n_rows, struct err *err)
{
	size_t width = facts->width, row, i;
	uint32_t *value;

	if (array_grow(&facts->value, &facts->value_cap,
		(n_rows + 1) * (width + 1), sizeof(uint32_t), err) == -1)
		return -1;
	value = facts->value;
	for (row = n_rows; row-- > 0;) {
		value[row * (width + 1) + width] = 0;
		for (i = width; i-- > 0;)
			value[row * (width + 1) + i] = value[row * width + i];
	}
	facts->place[column] = (uint32_t)facts->width++;
	return 0;
}

static int
put_row(struct facts *facts, size_t at, const struct row *row, struct err *err)
{
	int i;

	for (i = 0; i < FACTS_COLUMNS; i++)
		if (row->value[i] != 0 && facts->place[i] == FACTS_NONE &&
		    add_place(facts, i, at, err) == -1)
			return -1;
	if (array_grow(&facts->value, &facts->value_cap,
		(at + 1) * facts->width, sizeof(uint32_t), err) == -1)
		return -1;
	for (i = 0; i < FACTS_COLUMNS; i++)
		if (facts->place[i] != FACTS_NONE)
			facts->value[at * facts->width + facts->place[i]] =
			    row->value[i];
	return 0;
}

static int
put_more(struct facts *facts, const struct row *row, struct err *err)
{
	struct facts_work *work = facts->work;

	if (array_grow(&work->rows, &work->more_cap, work->n_more + 1,
		sizeof(*work->rows), err) == -1 ||
	    array_grow(&work->more_of, &work->more_of_cap, work->n_more + 1,
		sizeof(*work->more_of), err) == -1)
		return -1;
	work->more_of[work->n_more] = (uint32_t)work->n_rows;
	work->rows[work->n_more++] = *row;
	return 0;
}

/* The first step: what the next record is called in each statement. */
static int
take_names(void *context, const struct canon_record *said, size_t n_said,
    void *places, struct err *err)
{
	struct facts *facts = context;
	struct row *rows = places;
	size_t i;

	arena_reset(&facts->work->parser[PARSE_NAMES].scratch);
	for (i = 0; i < n_said; i++) {
		memset(&rows[i], 0, sizeof(rows[i]));
		if (fill_names(facts, &said[i], &rows[i], err) == -1)
			return -1;
	}
	return 0;
}

/* The second step: all else, and the rows of the record are there. */
static int
take_others(void *context, const struct canon_record *said, size_t n_said,
    void *places, struct err *err)
{
	struct facts *facts = context;
	struct row *rows = places, first;
	size_t i, before = facts->work->n_more;

	arena_reset(&facts->work->parser[PARSE_OTHERS].scratch);
	memset(&first, 0, sizeof(first));
	for (i = 0; i < n_said; i++) {
		if (fill_others(facts, &said[i], &rows[i], err) == -1)
			return -1;
		complete(&first, &rows[i]);
		if (facts->work->n_more - before < MORE_MAX &&
		    is_other(&first, &rows[i]) &&
		    put_more(facts, &rows[i], err) == -1)
			return -1;
	}
	return put_row(facts, facts->work->n_rows++, &first, err);
}

/* Both, one after the other. */
static int
add_rows(struct facts *facts, const struct canon_record *said, size_t n_said,
    struct err *err)
{
	struct arena *places = &facts->work->places;
	struct row *rows;

	arena_reset(places);
	rows = arena_alloc(places, (n_said + 1) * sizeof(*rows));
	if (rows == NULL)
		return err_nomem(err);
	if (take_names(facts, said, n_said, rows, err) == -1)
		return -1;
	return take_others(facts, said, n_said, rows, err);
}

static int
put_item(struct facts *facts, enum facts_list which, struct span text,
    uint32_t flag, uint32_t *value, struct err *err)
{
	struct facts_items *list = &facts->list[which];
	size_t i;

	if (pool_add(&list->pool, text, value, err) == -1 ||
	    array_grow(&list->item, &list->item_cap, list->n + 1,
		sizeof(*list->item), err) == -1)
		return -1;
	for (i = list->first[facts->n_records]; i < list->n; i++)
		if ((list->item[i] & FACTS_ITEM) == *value) {
			list->item[i] |= flag;
			return 0;
		}
	list->item[list->n++] = *value | flag;
	list->pool.values[*value].count++;
	return 0;
}

static int
put_id(struct facts *facts, struct span space, struct span value, uint32_t flag,
    bool is_unique, struct err *err)
{
	struct buf *text = &facts->work->id;
	size_t before = facts->spaces.count;
	uint32_t number, item;

	buf_reset(text);
	buf_span(text, space);
	buf_char(text, '\0');
	buf_span(text, value);
	if (buf_check(text, err) == -1 ||
	    intern_add(&facts->spaces, space, &number, err) == -1 ||
	    array_grow(&facts->is_unique, &facts->unique_cap,
		facts->spaces.count, sizeof(bool), err) == -1 ||
	    put_item(facts, FACTS_ID, buf_get(text), flag, &item, err) == -1)
		return -1;
	if (number == before)
		facts->is_unique[number] =
		    model_is_unique(facts->work->model, space);
	if (is_unique)
		facts->is_unique[number] = true;
	facts->list[FACTS_ID].pool.values[item].space = (uint16_t)number;
	return 0;
}

static int
add_items(
    struct facts *facts, const struct facts_record *record, struct err *err)
{
	const struct canon_value *v;
	uint32_t item;
	int status = 0;
	size_t i;

	for (i = 0; i < FACTS_LISTS; i++) {
		struct facts_items *list = &facts->list[i];

		if (array_grow(&list->first, &list->first_cap,
			facts->n_records + 2, sizeof(*list->first), err) == -1)
			return -1;
		list->first[facts->n_records] = (uint32_t)list->n;
	}
	for (i = 0; i < record->n_values && status == 0; i++) {
		v = &record->values[i];
		if (v->normal.len == 0)
			continue;
		if (v->field == CANON_F_EMAIL)
			status = put_item(
			    facts, FACTS_EMAIL, v->normal, 0, &item, err);
		else if (v->field == CANON_F_PHONE)
			status = put_item(
			    facts, FACTS_PHONE, v->normal, 0, &item, err);
		else if (v->field == CANON_F_ID)
			status = put_id(
			    facts, v->name, v->normal, 0, v->is_unique, err);
	}
	if (status == 0 && record->native_id.len > 0)
		status = put_id(facts, record->source_name, record->native_id,
		    FACTS_OWN, false, err);
	return status;
}

int
facts_add(
    struct facts *facts, const struct facts_record *record, struct err *err)
{
	struct facts_work *work = facts->work;

	if (facts->n_records >= FACTS_VALUES_MAX - 1)
		return err_set(
		    err, ERR_DATA, "more records than can be matched");
	if (array_grow(&facts->digest, &work->digest_cap, facts->n_records + 1,
		sizeof(*facts->digest), err) == -1 ||
	    array_grow(&facts->source, &work->source_cap, facts->n_records + 1,
		sizeof(*facts->source), err) == -1 ||
	    add_items(facts, record, err) == -1)
		return -1;
	if (work->backlog == NULL
		? add_rows(facts, record->said, record->n_said, err) == -1
		: backlog_add(
		      work->backlog, record->said, record->n_said, err) == -1)
		return -1;
	facts->digest[facts->n_records] = record->digest;
	facts->source[facts->n_records] = record->source;
	facts->n_records++;
	return 0;
}

/* What raw texts were parsed to; those that come yet are parsed anew. */
static void
forget_parsed(struct facts_work *work)
{
	int i;

	for (i = 0; i < PARSERS; i++) {
		free(work->parser[i].parsed);
		work->parser[i].parsed = NULL;
	}
}

int
facts_share(struct facts *facts, struct err *err)
{
	const struct backlog_steps steps = {
	    .take = {take_names, take_others},
	    .n = 2,
	    .size_bytes = sizeof(struct row),
	    .context = facts,
	};

	facts->is_shared = true;
	facts->work->backlog = backlog_new(&steps, err);
	return facts->work->backlog == NULL ? -1 : 0;
}

/* Wait for the rows of all records. */
static int
await_rows(struct facts_work *work, struct err *err)
{
	struct backlog *backlog = work->backlog;

	work->backlog = NULL;
	return backlog == NULL ? 0 : backlog_end(backlog, err);
}

struct span
facts_last_id(const struct facts *facts)
{
	const struct facts_items *list = &facts->list[FACTS_ID];
	struct span text;
	const char *end;
	size_t i;

	for (i = list->first[facts->n_records - 1]; i < list->n; i++) {
		if ((list->item[i] & FACTS_OWN) == 0)
			continue;
		text =
		    intern_name(&list->pool.names, list->item[i] & FACTS_ITEM);
		end = memchr(text.data, '\0', text.len);
		text.len -= (size_t)(end - text.data) + 1;
		text.data = end + 1;
		return text;
	}
	return span_make(NULL, 0);
}

/* Elements of ${size} bytes in another order, in new memory: to copy is much
 * quicker than to move them around in circles. */
static int
sort_array(void *array, size_t *cap, const uint32_t *order, size_t n,
    size_t size, struct err *err)
{
	char *from, *to;
	size_t i;

	if (size == 0 || n == 0)
		return 0;
	to = malloc(n * size);
	if (to == NULL)
		return err_nomem(err);
	memcpy(&from, array, sizeof(from));
	for (i = 0; i < n; i++)
		memcpy(to + i * size, from + order[i] * size, size);
	free(from);
	memcpy(array, &to, sizeof(to));
	*cap = n;
	return 0;
}

static int
sort_list(struct facts_items *list, const uint32_t *order, size_t n_records,
    struct err *err)
{
	uint32_t *first = malloc((n_records + 1) * sizeof(*first));
	uint32_t *item = malloc((list->n + 1) * sizeof(*item));
	size_t i, at = 0;
	uint32_t k, end;

	if (first == NULL || item == NULL) {
		free(first);
		free(item);
		return err_nomem(err);
	}
	for (i = 0; i < n_records; i++) {
		first[i] = (uint32_t)at;
		end = order[i] + 1 < n_records ? list->first[order[i] + 1]
					       : (uint32_t)list->n;
		for (k = list->first[order[i]]; k < end; k++)
			item[at++] = list->item[k];
	}
	free(list->first);
	free(list->item);
	list->first = first;
	list->item = item;
	list->first_cap = n_records + 1;
	list->item_cap = list->n + 1;
	return 0;
}

/* The records of further rows have other numbers now. */
static int
sort_more(struct facts *facts, const uint32_t *order, struct err *err)
{
	struct facts_work *work = facts->work;
	uint32_t *number;
	size_t i;

	if (work->n_more == 0)
		return 0;
	number = malloc(facts->n_records * sizeof(*number));
	if (number == NULL)
		return err_nomem(err);
	for (i = 0; i < facts->n_records; i++)
		number[order[i]] = (uint32_t)i;
	for (i = 0; i < work->n_more; i++)
		work->more_of[i] = number[work->more_of[i]];
	free(number);
	return 0;
}

int
facts_sort(struct facts *facts, const uint32_t *order, struct err *err)
{
	struct facts_work *work = facts->work;
	size_t n = facts->n_records, rows = 0;
	int i;

	if (await_rows(work, err) == -1)
		return -1;
	forget_parsed(work);
	if (sort_array(&facts->digest, &work->digest_cap, order, n,
		sizeof(*facts->digest), err) == -1 ||
	    sort_array(&facts->source, &work->source_cap, order, n,
		sizeof(*facts->source), err) == -1 ||
	    sort_array(&facts->value, &rows, order, n,
		facts->width * sizeof(*facts->value), err) == -1)
		return -1;
	if (rows > 0)
		facts->value_cap = rows * facts->width;
	for (i = 0; i < FACTS_LISTS && n > 0; i++)
		if (sort_list(&facts->list[i], order, n, err) == -1)
			return -1;
	return sort_more(facts, order, err);
}

static bool
is_extra(const struct model_comparison *c)
{
	return (c->kind == MODEL_TEXT || c->kind == MODEL_EXACT ||
		   c->kind == MODEL_DATE) &&
	    c->field != CANON_F_COMPANY && c->field != CANON_F_BUILDING &&
	    c->field != CANON_F_BIRTH_DATE;
}

static void
keep_field(struct facts *facts, enum canon_field field, const char *attribute)
{
	struct facts_field *extra = &facts->extra[facts->n_extra];

	if (facts_column_of(facts, field, attribute) != FACTS_COLUMNS ||
	    facts->n_extra == FACTS_COLUMNS - FACTS_EXTRA)
		return;
	extra->field = field;
	memcpy(extra->attribute, attribute, strlen(attribute) + 1);
	facts->n_extra++;
}

int
facts_begin(struct facts *facts, const struct model *model, struct err *err)
{
	int i;

	memset(facts, 0, sizeof(*facts));
	memset(facts->place, 0xff, sizeof(facts->place));
	facts->work = calloc(1, sizeof(*facts->work));
	if (facts->work == NULL)
		return err_nomem(err);
	facts->work->model = model;
	for (i = 0; i < model->n_comparisons; i++)
		if (is_extra(&model->comparison[i]))
			keep_field(facts, model->comparison[i].field,
			    model->comparison[i].attribute);
	for (i = 0; i < model->n_atoms; i++)
		keep_field(
		    facts, model->atom[i].field, model->atom[i].attribute);
	return 0;
}

int
facts_column_of(
    const struct facts *facts, enum canon_field field, const char *attribute)
{
	static const struct {
		enum canon_field field;
		int column;
	} fixed[] = {
	    {CANON_F_GIVEN_NAME, FACTS_GIVEN},
	    {CANON_F_FAMILY_NAME, FACTS_FAMILY},
	    {CANON_F_FULL_NAME, FACTS_FAMILY},
	    {CANON_F_GIVEN_KANA, FACTS_GIVEN_KANA},
	    {CANON_F_FAMILY_KANA, FACTS_FAMILY_KANA},
	    {CANON_F_MIDDLE_NAME, FACTS_OTHER},
	    {CANON_F_BIRTH_DATE, FACTS_BIRTH},
	    {CANON_F_POSTCODE, FACTS_POSTCODE},
	    {CANON_F_CITY, FACTS_CITY},
	    {CANON_F_REGION, FACTS_REGION},
	    {CANON_F_STREET, FACTS_TOWN},
	    {CANON_F_BUILDING, FACTS_BUILDING},
	    {CANON_F_COMPANY, FACTS_COMPANY},
	};
	size_t j;
	int i;

	for (j = 0; j < sizeof(fixed) / sizeof(fixed[0]); j++)
		if (fixed[j].field == field)
			return fixed[j].column;
	for (i = 0; i < facts->n_extra; i++)
		if (facts->extra[i].field == field &&
		    strcmp(facts->extra[i].attribute, attribute) == 0)
			return FACTS_EXTRA + i;
	return FACTS_COLUMNS;
}

struct span
facts_text(const struct facts *facts, int column, uint32_t row)
{
	uint32_t value = facts_value(facts, column, row);

	if (value == 0)
		return span_make(NULL, 0);
	return intern_name(&facts->pool[column].names, value - 1);
}

/* Hang the further rows behind the records' own. */
static int
append_rows(struct facts *facts, struct err *err)
{
	struct facts_work *work = facts->work;
	size_t n = facts->n_records;
	size_t i;

	facts->n_rows = n + work->n_more;
	facts->more = malloc((facts->n_rows + 1) * sizeof(*facts->more));
	facts->row_record = malloc((work->n_more + 1) * sizeof(uint32_t));
	if (facts->more == NULL || facts->row_record == NULL)
		return err_nomem(err);
	memset(facts->more, 0xff, (facts->n_rows + 1) * sizeof(uint32_t));
	if (array_grow(&facts->value, &facts->value_cap, 1, sizeof(uint32_t),
		err) == -1)
		return -1;
	for (i = 0; i < work->n_more; i++) {
		if (put_row(facts, n + i, &work->rows[i], err) == -1)
			return -1;
		facts->row_record[i] = work->more_of[i];
		facts->more[n + i] = facts->more[work->more_of[i]];
		facts->more[work->more_of[i]] = (uint32_t)(n + i);
	}
	return 0;
}

static uint8_t
script_of(struct span text)
{
	if (is_kana(text))
		return FACTS_KANA;
	return is_latin(text) ? FACTS_ALPHABET : FACTS_HAN;
}

static int
learn_names(struct facts *facts, int column, struct err *err)
{
	struct facts_pool *pool = &facts->pool[column];
	struct buf *code = &facts->work->parser[PARSE_NAMES].text;
	struct span text;
	size_t i;

	for (i = 0; i < pool->names.count; i++) {
		text = intern_name(&pool->names, (uint32_t)i);
		pool->values[i].script = script_of(text);
		if (column == FACTS_POSTCODE)
			pool->values[i].hint = likeness_hint_postcode(text);
		if (column > FACTS_FAMILY_KANA)
			continue;
		pool->values[i].is_western =
		    pool->values[i].script == FACTS_ALPHABET &&
		    nametable_is_western(text);
		buf_reset(code);
		sound_code(text, code);
		if (buf_check(code, err) == -1)
			return -1;
		if (code->len > 0)
			pool->values[i].sound =
			    (uint32_t)hash_64(0, buf_get(code)) | 1;
	}
	return 0;
}

static int
digit_at(struct span text, size_t at, size_t n)
{
	int value = 0;

	for (; n > 0; n--, at++) {
		if (at >= text.len || text.data[at] < '0' ||
		    text.data[at] > '9')
			return 0;
		value = value * 10 + text.data[at] - '0';
	}
	return value;
}

/* "1980-05-17", "1980-05", "1980"; also a date that no calendar has. */
static int
learn_dates(struct facts *facts, struct err *err)
{
	const struct intern *names = &facts->pool[FACTS_BIRTH].names;
	struct facts_dates *date;
	struct span text;
	size_t i;

	facts->dates = calloc(names->count + 1, sizeof(*facts->dates));
	if (facts->dates == NULL)
		return err_nomem(err);
	for (i = 0; i < names->count; i++) {
		text = intern_name(names, (uint32_t)i);
		date = &facts->dates[i];
		date->year = (int16_t)digit_at(text, 0, 4);
		if (text.len > 5 && text.data[4] == '-')
			date->month = (int8_t)digit_at(text, 5, 2);
		if (text.len > 8 && text.data[7] == '-')
			date->day = (int8_t)digit_at(text, 8, 2);
		if (text.len == 8 && digit_at(text, 4, 4) != 0) {
			date->month = (int8_t)digit_at(text, 4, 2);
			date->day = (int8_t)digit_at(text, 6, 2);
		}
	}
	return 0;
}

static void
learn_items(struct facts *facts)
{
	static const enum canon_field fields[] = {
	    CANON_F_EMAIL, CANON_F_PHONE, CANON_F_ID};
	const struct model *model = facts->work->model;
	struct arena *scratch = &facts->work->parser[PARSE_OTHERS].scratch;
	struct span nowhere = {NULL, 0};
	struct facts_pool *pool;
	struct phone phone;
	struct span text;
	const char *end;
	size_t i;
	int which;

	for (which = 0; which < FACTS_LISTS; which++) {
		pool = &facts->list[which].pool;
		for (i = 0; i < pool->names.count; i++) {
			struct facts_value *value = &pool->values[i];

			text = intern_name(&pool->names, (uint32_t)i);
			arena_reset(scratch);
			if (which == FACTS_EMAIL) {
				value->is_blocked = block_is_email(text);
			} else if (which == FACTS_PHONE) {
				bool is_phone =
				    phone_parse(text, nowhere, &phone, scratch);

				value->is_blocked = block_is_phone(text) ||
				    (is_phone && phone.class == PHONE_FREE);
				value->is_mobile =
				    is_phone && phone.class == PHONE_MOBILE;
			} else {
				end = memchr(text.data, '\0', text.len);
				text.len -= (size_t)(end - text.data) + 1;
				text.data = end + 1;
				value->is_blocked = block_is_id(text);
			}
			value->hint = which == FACTS_EMAIL
			    ? likeness_hint_email(text)
			    : likeness_hint_digits(text);
			if (model_is_blocked(model, text))
				value->is_blocked = true;
			value->is_generic = value->count >
			    (uint32_t)model_limit(model, fields[which]);
		}
	}
}

static void
count_values(struct facts *facts)
{
	const uint32_t *value;
	size_t i;
	int c;

	for (c = 0; c < FACTS_COLUMNS; c++) {
		if (facts->place[c] == FACTS_NONE)
			continue;
		value = facts->row + facts->place[c];
		for (i = 0; i < facts->n_records; i++, value += facts->stride)
			if (*value != 0)
				facts->pool[c].values[*value - 1].count++;
	}
}

static int
learn_readings(struct facts *facts, struct err *err)
{
	uint32_t i;

	for (i = 0; i < facts->n_records; i++)
		if (reading_add(&facts->given_reading,
			facts_value(facts, FACTS_GIVEN, i),
			facts_value(facts, FACTS_GIVEN_KANA, i), err) == -1 ||
		    reading_add(&facts->family_reading,
			facts_value(facts, FACTS_FAMILY, i),
			facts_value(facts, FACTS_FAMILY_KANA, i), err) == -1)
			return -1;
	return 0;
}

static void
work_free(struct facts_work *work)
{
	struct err ignored = {0};
	int i;

	if (work == NULL)
		return;
	(void)await_rows(work, &ignored);
	buf_clear(&work->id);
	forget_parsed(work);
	for (i = 0; i < PARSERS; i++) {
		arena_clear(&work->parser[i].scratch);
		buf_clear(&work->parser[i].text);
	}
	arena_clear(&work->places);
	free(work->rows);
	free(work->more_of);
	free(work);
}

/* What texts in columns tell. */
static int
learn_texts(struct facts *facts, struct err *err)
{
	int c, status = learn_dates(facts, err);

	for (c = 0; c < FACTS_COLUMNS && status == 0; c++)
		status = learn_names(facts, c, err);
	return status;
}

/* What lists and rows do. */
static int
learn_rows(struct facts *facts, struct err *err)
{
	learn_items(facts);
	return pack_rows(facts, err) == -1 ? -1 : learn_readings(facts, err);
}

struct learner {
	struct facts *facts;
	int (*learn)(struct facts *, struct err *);
	struct err err;
	int status;
};

static void *
run_learner(void *argument)
{
	struct learner *learner = argument;

	learner->status = learner->learn(learner->facts, &learner->err);
	return NULL;
}

/* Both at once: neither looks at what the other learns. */
static int
learn(struct facts *facts, struct err *err)
{
	struct learner learners[] = {{.facts = facts, .learn = learn_rows},
	    {.facts = facts, .learn = learn_texts}};
	int i;

	if (!facts->is_shared)
		return learn_rows(facts, err) == -1 ? -1
						    : learn_texts(facts, err);
	if (threads_run(run_learner, learners, sizeof(*learners), 2, err) == -1)
		return -1;
	for (i = 0; i < 2; i++)
		if (learners[i].status == -1) {
			*err = learners[i].err;
			return -1;
		}
	return 0;
}

int
facts_finish(struct facts *facts, struct err *err)
{
	int c;

	if (await_rows(facts->work, err) == -1)
		return -1;
	for (c = 0; c < FACTS_LISTS; c++) {
		struct facts_items *list = &facts->list[c];

		if (array_grow(&list->item, &list->item_cap, 1,
			sizeof(*list->item), err) == -1)
			return -1;
		if (list->first != NULL)
			list->first[facts->n_records] = (uint32_t)list->n;
	}
	forget_parsed(facts->work);
	for (c = 0; c < FACTS_LISTS; c++)
		intern_seal(&facts->list[c].pool.names);
	/* Only a family name is looked up by its text later on. */
	for (c = 0; c < FACTS_COLUMNS; c++)
		if (c != FACTS_FAMILY)
			intern_seal(&facts->pool[c].names);
	if (append_rows(facts, err) == -1)
		return -1;
	if (learn(facts, err) == -1)
		return -1;
	count_values(facts);
	work_free(facts->work);
	facts->work = NULL;
	return 0;
}

void
facts_drop_rows(struct facts *facts)
{
	free(facts->row);
	free(facts->more);
	free(facts->row_record);
	facts->row = facts->more = facts->row_record = NULL;
	reading_clear(&facts->given_reading);
	reading_clear(&facts->family_reading);
}

void
facts_clear(struct facts *facts)
{
	int c;

	work_free(facts->work);
	for (c = 0; c < FACTS_COLUMNS; c++) {
		intern_clear(&facts->pool[c].names);
		free(facts->pool[c].values);
	}
	for (c = 0; c < FACTS_LISTS; c++) {
		intern_clear(&facts->list[c].pool.names);
		free(facts->list[c].pool.values);
		free(facts->list[c].first);
		free(facts->list[c].item);
		free(facts->list[c].several);
	}
	free(facts->row);
	free(facts->value);
	free(facts->digest);
	free(facts->source);
	free(facts->more);
	free(facts->row_record);
	free(facts->dates);
	free(facts->is_unique);
	reading_clear(&facts->given_reading);
	reading_clear(&facts->family_reading);
	intern_clear(&facts->spaces);
	memset(facts, 0, sizeof(*facts));
}
