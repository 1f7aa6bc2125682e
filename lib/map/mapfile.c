#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "canon/zone.h"
#include "input/jsontext.h"
#include "map/express.h"
#include "map/mapfile.h"

static const char *const top_keys[] = {"omni_map", "name", "about", "source",
    "channel", "format", "timezone", "country", "canonical", "optional",
    "fields", "events", "skip", "group", "block", "other_party", "tombstone",
    NULL};

static void
read_type(struct reader *reader, const struct node *node)
{
	static const struct {
		const char *name;
		enum input_type type;
	} types[] = {{"csv", INPUT_CSV}, {"tsv", INPUT_TSV},
	    {"json", INPUT_JSON}, {"jsonl", INPUT_JSONL}};
	struct span text;

	if (!reader_text(reader, node, &text))
		return;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (span_is(text, types[i].name)) {
			reader->map->type = types[i].type;
			return;
		}
	reader_fault(reader, node, "not csv, tsv, json or jsonl");
}

/* "first row that has 'A'" or "... 'A' and 'B'": the quoted names. */
static void
read_header_text(
    struct reader *reader, const struct node *node, struct span text)
{
	static const char start[] = "first row that has ";
	struct map *map = reader->map;
	size_t at = sizeof(start) - 1;

	map->header_has =
	    reader_alloc(reader, text.len, sizeof(*map->header_has));
	if (map->header_has == NULL)
		return;
	while (span_starts(text, start) && at < text.len &&
	    text.data[at] == '\'') {
		const char *end =
		    memchr(text.data + at + 1, '\'', text.len - at - 1);
		size_t stop;

		if (end == NULL)
			break;
		stop = (size_t)(end - text.data);
		map->header_has[map->n_header_has++] =
		    span_make(text.data + at + 1, stop - at - 1);
		at = stop + 1;
		if (at == text.len)
			return;
		if (text.len - at > 5 &&
		    memcmp(text.data + at, " and ", 5) == 0)
			at += 5;
	}
	reader_fault(reader, node,
	    "not \"first row that has 'NAME'\" or a "
	    "list of names");
}

static void
read_header(struct reader *reader, const struct node *node)
{
	struct map *map = reader->map;
	struct span text;

	if (json_is_array(node->json)) {
		reader_words(
		    reader, node, false, &map->header_has, &map->n_header_has);
		return;
	}
	if (json_is_false(node->json)) {
		map->has_no_header = true;
		return;
	}
	if (reader_text(reader, node, &text) && text.len > 0)
		read_header_text(reader, node, text);
}

static void
read_delimiter(struct reader *reader, const struct node *node)
{
	struct span text;

	if (!reader_text(reader, node, &text))
		return;
	if (text.len == 1 && strchr("\"\r\n", text.data[0]) == NULL)
		reader->map->delimiter = text.data[0];
	else
		reader_fault(reader, node, "not one character (no quote)");
}

static void
read_format(struct reader *reader, const struct node *node)
{
	static const char *const keys[] = {"type", "encoding", "delimiter",
	    "header", "skip", "root", "path", NULL};
	struct map *map = reader->map;
	struct node child;

	if (!reader_keys(reader, node, keys))
		return;
	if (reader_get(node, "type", &child))
		read_type(reader, &child);
	if (reader_get(node, "encoding", &child))
		reader_text(reader, &child, &map->encoding);
	if (reader_get(node, "delimiter", &child))
		read_delimiter(reader, &child);
	if (reader_get(node, "header", &child))
		read_header(reader, &child);
	if (reader_get(node, "root", &child) ||
	    reader_get(node, "path", &child))
		reader_text(reader, &child, &map->root);
	if (!reader_get(node, "skip", &child))
		return;
	map->skip_lines = json_integer_value(child.json);
	if (!json_is_integer(child.json) || map->skip_lines < 0)
		reader_fault(reader, &child, "not a number of lines");
}

static void
read_zone(struct reader *reader, const struct node *node)
{
	struct map *map = reader->map;
	struct err err = {0};
	struct zone *zone;

	if (json_is_object(node->json)) {
		map->has_row_zone = true;
		express_init(&map->row_zone);
		express_read(reader, node, CANON_F_NONE, &map->row_zone);
		return;
	}
	if (!reader_text(reader, node, &map->timezone))
		return;
	zone = zone_open(map->timezone.data, &err);
	if (zone == NULL)
		reader_fault(reader, node, "%s", err.msg);
	zone_free(zone);
}

/* "NAME" or "NAME:KIND". */
static void
read_channel(struct reader *reader, const struct node *node)
{
	struct map *map = reader->map;
	char shown[ERR_QUOTE_MAX];
	struct span text, kind;
	const char *colon;

	if (!reader_text(reader, node, &text) || text.len == 0)
		return;
	colon = memchr(text.data, ':', text.len);
	if (colon != NULL) {
		kind = span_make(
		    colon + 1, text.len - (size_t)(colon + 1 - text.data));
		map->channel_kind = canon_channel_kind_of(kind);
		if (map->channel_kind == 0)
			reader_fault(reader, node, "'%s' is no kind of channel",
			    err_quote(shown, kind));
		text.len = (size_t)(colon - text.data);
	}
	map->channel = text;
	if (!canon_is_name(text))
		reader_fault(reader, node, "'%s' cannot name a channel",
		    err_quote(shown, text));
}

static void
read_name(struct reader *reader, const struct node *top, const char *key,
    struct span *text)
{
	struct node child;
	char shown[ERR_QUOTE_MAX];

	if (!reader_get(top, key, &child) ||
	    !reader_text(reader, &child, text) || text->len == 0)
		return;
	if (strcmp(key, "about") != 0 && !canon_is_name(*text))
		reader_fault(reader, &child, "'%s' cannot be a name",
		    err_quote(shown, *text));
}

/* The reason that the summary gives for rows that are left out. */
static void
describe_skip(struct reader *reader, struct spec_skip *skip)
{
	const struct spec_cond *cond = skip->when.conds;

	if (skip->why.len > 0 || skip->when.n_conds == 0 ||
	    cond->part.n_names == 0)
		return;
	skip->why = cond->part.names[0];
	if (skip->why.data == NULL)
		reader->is_out_of_memory = true;
}

/* A condition, a list of conditions, or {"when": ..., "why": "text"}. */
static void
read_skips(struct reader *reader, const struct node *node)
{
	static const char *const keys[] = {"when", "why", NULL};
	struct map *map = reader->map;
	size_t n = reader_list(node);

	map->skips = reader_alloc(reader, n + 1, sizeof(*map->skips));
	if (map->skips == NULL)
		return;
	map->n_skips = n;
	for (size_t i = 0; i < n; i++) {
		struct spec_skip *skip = &map->skips[i];
		struct node item, child;

		reader_item(node, i, &item);
		if (json_is_object(item.json) &&
		    reader_get(&item, "when", &child)) {
			struct node why;

			reader_keys(reader, &item, keys);
			express_when(reader, &child, &skip->when);
			if (reader_get(&item, "why", &why))
				reader_text(reader, &why, &skip->why);
		} else
			express_when(reader, &item, &skip->when);
		describe_skip(reader, skip);
	}
}

static void
read_events(struct reader *reader, const struct node *node)
{
	static const char *const keys[] = {"when", "each", "fields", NULL};
	struct map *map = reader->map;
	size_t n = reader_list(node);

	map->events = reader_alloc(reader, n + 1, sizeof(*map->events));
	if (map->events == NULL)
		return;
	map->n_events = n;
	for (size_t i = 0; i < n; i++) {
		struct spec_event *event = &map->events[i];
		struct node item, child;
		struct span text;

		reader_item(node, i, &item);
		if (!reader_keys(reader, &item, keys))
			continue;
		if (reader_get(&item, "when", &child))
			express_when(reader, &child, &event->when);
		if (reader_get(&item, "each", &child) &&
		    reader_text(reader, &child, &text) &&
		    !jpath_parse(text, &event->each, reader->arena))
			reader_fault(reader, &child, "not a path");
		if (reader_get(&item, "fields", &child))
			express_fields(reader, &child, &event->fields, false);
		else
			reader_fault(
			    reader, &item, "an event needs \"fields\"");
		for (size_t f = 0; f < event->fields.count; f++)
			if (event->fields.items[f].field <= CANON_F_PERSON_LAST)
				reader_fault(reader, &child,
				    "'%s' is no field of an event",
				    canon_field_name(
					event->fields.items[f].field));
	}
}

static void
read_parties(struct reader *reader, const struct node *node)
{
	static const char *const keys[] = {"name", "when", "fields", NULL};
	struct map *map = reader->map;
	size_t n = reader_list(node);

	map->parties = reader_alloc(reader, n + 1, sizeof(*map->parties));
	if (map->parties == NULL)
		return;
	map->n_parties = n;
	for (size_t i = 0; i < n; i++) {
		struct node item, child;

		reader_item(node, i, &item);
		if (!reader_keys(reader, &item, keys))
			continue;
		if (reader_get(&item, "when", &child))
			express_when(reader, &child, &map->parties[i].when);
		if (reader_get(&item, "fields", &child))
			express_fields(
			    reader, &child, &map->parties[i].fields, true);
		else
			reader_fault(
			    reader, &item, "a person needs \"fields\"");
	}
}

static void
read_tombstones(struct reader *reader, const struct node *node)
{
	static const char *const keys[] = {
	    "when", "status", "merged_into", NULL};
	struct map *map = reader->map;
	size_t n = reader_list(node);

	map->tombstones = reader_alloc(reader, n + 1, sizeof(*map->tombstones));
	if (map->tombstones == NULL)
		return;
	map->n_tombstones = n;
	for (size_t i = 0; i < n; i++) {
		struct spec_tombstone *stone = &map->tombstones[i];
		struct node item, child;

		reader_item(node, i, &item);
		stone->status = span_of("merged");
		if (!reader_keys(reader, &item, keys))
			continue;
		if (reader_get(&item, "when", &child))
			express_when(reader, &child, &stone->when);
		else
			reader_fault(reader, &item, "needs \"when\"");
		if (reader_get(&item, "status", &child) &&
		    reader_text(reader, &child, &stone->status) &&
		    !span_is(stone->status, "merged") &&
		    !span_is(stone->status, "withdrawn"))
			reader_fault(reader, &child, "not merged or withdrawn");
		if (!reader_get(&item, "merged_into", &child))
			continue;
		stone->has_survivor = true;
		express_init(&stone->survivor);
		stone->survivor.is_optional = reader->is_optional;
		express_read(
		    reader, &child, CANON_F_MERGED_INTO, &stone->survivor);
	}
}

static void
read_blocks(struct reader *reader, const struct node *node)
{
	json_t *object = (json_t *)(uintptr_t)node->json;
	struct map *map = reader->map;
	void *iter = json_object_iter(object);

	if (!json_is_object(node->json))
		reader_fault(reader, node, "not an object");
	map->blocks = reader_alloc(
	    reader, json_object_size(object) + 1, sizeof(*map->blocks));
	if (map->blocks == NULL)
		return;
	for (; iter != NULL; iter = json_object_iter_next(object, iter)) {
		const char *key = json_object_iter_key(iter);
		struct span copy = arena_span(reader->arena, span_of(key));
		struct spec_block *block;
		struct node child;

		if (reader_is_remark(key))
			continue;
		block = &map->blocks[map->n_blocks++];
		reader_get(node, key, &child);
		if (!canon_field_of(copy, &block->field, &block->name) ||
		    (block->field != CANON_F_CUSTOMER_ID &&
			block->field != CANON_F_ID &&
			block->field != CANON_F_EMAIL &&
			block->field != CANON_F_PHONE))
			reader_fault(reader, &child,
			    "not customer_id, id:SPACE, email or phone");
		reader_words(
		    reader, &child, true, &block->words, &block->n_words);
	}
}

/* One of two words: is it the second? */
static void
read_choice(struct reader *reader, const struct node *object, const char *key,
    const char *first, const char *second, bool *is_second)
{
	struct node child;
	struct span text;

	if (!reader_get(object, key, &child) ||
	    !reader_text(reader, &child, &text))
		return;
	*is_second = span_is(text, second);
	if (!*is_second && !span_is(text, first))
		reader_fault(reader, &child, "not %s or %s", first, second);
}

static void
read_group(struct reader *reader, const struct node *node)
{
	static const char *const keys[] = {
	    "by", "rows", "amount", "anywhere", NULL};
	struct spec_group *group = &reader->map->group;
	struct node child;
	struct span text, name;

	if (!reader_keys(reader, node, keys))
		return;
	group->is_used = true;
	group->by = CANON_F_EVENT_ID;
	group->place = reader_place(reader, node);
	if (reader_get(node, "by", &child) &&
	    reader_text(reader, &child, &text) &&
	    (!canon_field_of(text, &group->by, &name) ||
		(group->by != CANON_F_EVENT_ID &&
		    group->by != CANON_F_CASE_ID)))
		reader_fault(reader, &child, "not event_id or case_id");
	read_choice(
	    reader, node, "rows", "repeat", "continue", &group->is_continue);
	read_choice(reader, node, "amount", "once", "sum", &group->is_sum);
	if (reader_get(node, "anywhere", &child))
		reader_flag(reader, &child, &group->is_anywhere);
	if (group->is_anywhere && group->is_continue)
		reader_fault(reader, node,
		    "rows that continue the one before cannot stand "
		    "\"anywhere\"");
}

static void
read_country(struct reader *reader, const struct node *node)
{
	struct span *country = &reader->map->country;

	if (!reader_text(reader, node, country))
		return;
	if (country->len != 2 || country->data[0] < 'A' ||
	    country->data[0] > 'Z' || country->data[1] < 'A' ||
	    country->data[1] > 'Z')
		reader_fault(reader, node,
		    "not a country of two letters, such as \"JP\"");
}

static void
read_top(struct reader *reader, const struct node *top)
{
	static const struct {
		const char *key;
		void (*read)(struct reader *, const struct node *);
	} parts[] = {{"channel", read_channel}, {"format", read_format},
	    {"timezone", read_zone}, {"country", read_country},
	    {"events", read_events}, {"skip", read_skips},
	    {"group", read_group}, {"block", read_blocks},
	    {"other_party", read_parties}, {"tombstone", read_tombstones}};
	struct map *map = reader->map;
	struct node child;

	if (!reader_keys(reader, top, top_keys))
		return;
	if (!reader_get(top, "omni_map", &child) ||
	    json_integer_value(child.json) != 1)
		reader_fault(reader,
		    reader_get(top, "omni_map", &child) ? &child : top,
		    "needs \"omni_map\": 1, the version of its language");
	read_name(reader, top, "name", &map->name);
	read_name(reader, top, "about", &map->about);
	read_name(reader, top, "source", &map->source);
	if (reader_get(top, "canonical", &child))
		reader_flag(reader, &child, &map->is_canonical);
	if (reader_get(top, "optional", &child))
		reader_flag(reader, &child, &reader->is_optional);
	if (reader_get(top, "fields", &child))
		express_fields(reader, &child, &map->fields, false);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (reader_get(top, parts[i].key, &child))
			parts[i].read(reader, &child);
}

/* Take the remarks out, but not what stands in an object of values, whose
 * keys are the export's. */
static void
drop_remarks(json_t *json)
{
	const char *key;
	json_t *value;
	void *next;
	size_t i;

	json_object_foreach_safe(json, next, key, value)
	{
		if (reader_is_remark(key))
			(void)json_object_del(json, key);
		else if (strcmp(key, "values") != 0)
			drop_remarks(value);
	}
	for (i = 0; i < json_array_size(json); i++)
		drop_remarks(json_array_get(json, i));
}

/* What decides the rows: the whole file but for its remarks and the blanks
 * between its tokens. */
static int
digest(struct map *map, const json_t *json, struct err *err)
{
	json_t *copy = json_deep_copy(json);
	char *text;

	if (copy == NULL)
		return err_nomem(err);
	drop_remarks(copy);
	text = json_dumps(copy, JSON_COMPACT);
	json_decref(copy);
	if (text == NULL)
		return err_nomem(err);
	map->digest = hash_64(map->digest, span_of(text));
	free(text);
	return 0;
}

static int
syntax_error(struct reader *reader, const json_error_t *fault, struct err *err)
{
	struct spec_place place = {0};
	char shown[ERR_QUOTE_MAX];

	if (jsontext_ran_out(fault))
		return err_nomem(err);
	place.line = fault->line > 0 ? (uint64_t)fault->line : 1;
	place.column = fault->column > 0 ? (uint64_t)fault->column : 1;
	err_quote(shown, span_of(fault->text));
	if (reader_note(reader->notes, reader->path, place, false,
		"not JSON: %s", shown) < 0)
		return err_nomem(err);
	err_set(err, ERR_CONFIG, "not JSON: %s", shown);
	return err_place(err, reader->path, place.line, NULL);
}

static int
finish(struct reader *reader, size_t n_before, struct err *err)
{
	size_t n = reader->notes->n_errors - n_before;

	if (reader->is_out_of_memory)
		return err_nomem(err);
	reader_sort_notes(reader->notes);
	if (n == 0)
		return 0;
	err_set(err, ERR_CONFIG, "the mapping has %zu problem%s", n,
	    n == 1 ? "" : "s");
	return err_place(err, reader->path, 0, NULL);
}

int
mapfile_read(struct map *map, const char *path, struct span text,
    struct map_notes *notes, struct err *err)
{
	struct reader reader = {
	    .map = map, .arena = &map->arena, .notes = notes, .path = path};
	struct node top = {NULL, PLACE_ROOT, PLACE_ROOT};
	size_t n_before = notes->n_errors;
	json_error_t fault;
	json_t *json;
	int rc = -1;

	map->path = arena_span(&map->arena, span_of(path));
	json = jsontext_load(text, JSON_REJECT_DUPLICATES, &fault);
	if (json == NULL)
		return syntax_error(&reader, &fault, err);
	top.json = json;
	if (place_scan(&reader.place, text, err) == 0 &&
	    digest(map, json, err) == 0) {
		read_top(&reader, &top);
		rc = finish(&reader, n_before, err);
	}
	place_clear(&reader.place);
	json_decref(json);
	return rc;
}
