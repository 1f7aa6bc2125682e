#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/hashmap.h"
#include "map/assemble.h"
#include "map/map.h"
#include "map/pack.h"

struct mapper {
	const struct map *map;
	const struct input *input;
	struct assemble assemble;
	const struct bind_op *key; /* of the group; NULL = not grouped */

	/* What the next pull gives. */
	enum mapper_event ready;
	struct arena arena; /* of a row that is not grouped */
	struct canon_row row;
	struct err fault;
	struct mapper_reject reject;
	struct span why;

	/* Rows of one event. */
	struct arena hold;    /* of all packs, where they stand anywhere */
	struct pack *current; /* adjacent rows go here */
	struct pack *done;    /* to be pulled, in order */
	struct pack *last_done;
	struct pack *pulled; /* borrowed by the caller */
	struct pack *spare;
	bool is_skipping;    /* rows that continue one that was left out */
	struct hashmap seen; /* hash of key -> 0, or index + 1 of packs */
	struct pack **packs; /* where they stand anywhere, in order */
	size_t n_packs;
	size_t packs_cap;
};

static int
find_key(struct mapper *mapper, struct err *err)
{
	const struct map *map = mapper->map;
	const struct bind_ops *ops = &mapper->assemble.bind.ops;

	if (!map->group.is_used)
		return 0;
	for (size_t i = 0; i < ops->count; i++)
		if (ops->items[i].field == map->group.by)
			mapper->key = &ops->items[i];
	if (mapper->key == NULL)
		return err_set(err, ERR_DATA,
		    "the mapping groups by '%s', which no column gives",
		    canon_field_name(map->group.by));
	return 0;
}

struct mapper *
mapper_new(const struct map *map, const struct input *input,
    const struct mapper_options *options, struct map_notes *notes,
    struct err *err)
{
	struct mapper *mapper = calloc(1, sizeof(*mapper));

	if (mapper == NULL) {
		err_nomem(err);
		return NULL;
	}
	mapper->map = map;
	mapper->input = input;
	if (assemble_init(&mapper->assemble, map, input, options, notes, err) <
		0 ||
	    find_key(mapper, err) < 0) {
		mapper_free(mapper);
		return NULL;
	}
	return mapper;
}

static const char *
path_of(const struct mapper *mapper)
{
	return mapper->assemble.options.path;
}

/* --- rows that stand alone --- */

static void
set_reject(
    struct mapper *mapper, const struct input_row *row, const struct err *fault)
{
	if (fault != &mapper->fault)
		mapper->fault = *fault;
	err_place(&mapper->fault, path_of(mapper), row->line, NULL);
	mapper->reject.line = row->line;
	mapper->reject.cells = row->cells;
	mapper->reject.n_cells = row->n_cells;
	mapper->reject.raw = row->raw;
	mapper->reject.fault = &mapper->fault;
	mapper->ready = MAPPER_REJECT;
}

static int
push_alone(struct mapper *mapper, const struct input_row *row, struct err *err)
{
	err_clear(&mapper->fault);
	arena_reset(&mapper->arena);
	switch (assemble_row(&mapper->assemble, row, false, &mapper->arena,
	    &mapper->row, &mapper->why, &mapper->fault)) {
	case ASSEMBLE_ROW:
		mapper->ready = MAPPER_ROW;
		return 0;
	case ASSEMBLE_SKIP:
		mapper->ready = MAPPER_SKIP;
		return 0;
	case ASSEMBLE_FAULT:
	default:
		if (mapper->fault.code != ERR_DATA) {
			*err = mapper->fault;
			return -1;
		}
		set_reject(mapper, row, &mapper->fault);
		return 0;
	}
}

/* --- rows of one event --- */

static void
finish_pack(struct mapper *mapper, struct pack *pack)
{
	pack->next = NULL;
	if (mapper->done == NULL)
		mapper->done = pack;
	else
		mapper->last_done->next = pack;
	mapper->last_done = pack;
}

static void
finish_current(struct mapper *mapper)
{
	if (mapper->current != NULL)
		finish_pack(mapper, mapper->current);
	mapper->current = NULL;
}

static struct pack *
take_pack(struct mapper *mapper, struct span key, struct err *err)
{
	bool is_anywhere = mapper->map->group.is_anywhere;
	struct pack *pack = mapper->spare;

	if (pack != NULL) {
		mapper->spare = pack->next;
		pack_reset(pack);
	} else
		pack = pack_new(is_anywhere ? &mapper->hold : NULL, err);
	if (pack == NULL)
		return NULL;
	pack->key = arena_span(pack->arena, key);
	if (pack->key.data == NULL) {
		pack_free(pack);
		err_nomem(err);
		return NULL;
	}
	return pack;
}

static struct pack *
pack_anywhere(struct mapper *mapper, struct span key, struct err *err)
{
	bool is_fresh = true;
	uint64_t *slot = NULL;
	struct pack *pack;

	if (key.len > 0) {
		slot = hashmap_slot(
		    &mapper->seen, hash_64(0, key), &is_fresh, err);
		if (slot == NULL)
			return NULL;
		if (!is_fresh)
			return mapper->packs[*slot - 1];
	}
	pack = take_pack(mapper, key, err);
	if (pack == NULL)
		return NULL;
	if (array_grow(&mapper->packs, &mapper->packs_cap, mapper->n_packs + 1,
		sizeof(*mapper->packs), err) < 0) {
		pack_free(pack);
		return NULL;
	}
	mapper->packs[mapper->n_packs++] = pack;
	if (slot != NULL)
		*slot = mapper->n_packs;
	return pack;
}

/* The pack of adjacent rows; *${is_apart}: its rows were thought complete. */
static struct pack *
pack_adjacent(
    struct mapper *mapper, struct span key, bool *is_apart, struct err *err)
{
	const struct spec_group *group = &mapper->map->group;
	bool is_fresh = true;

	if (mapper->current != NULL &&
	    ((key.len > 0 && span_eq(mapper->current->key, key)) ||
		(key.len == 0 && group->is_continue)))
		return mapper->current;
	finish_current(mapper);
	if (key.len > 0 &&
	    hashmap_slot(&mapper->seen, hash_64(0, key), &is_fresh, err) ==
		NULL)
		return NULL;
	*is_apart = !is_fresh;
	mapper->current = take_pack(mapper, key, err);
	return mapper->current;
}

static int
spoil(struct mapper *mapper, struct pack *pack, const char *reason,
    const char *what, struct err *err)
{
	struct err fault = {0};

	err_set(&fault, ERR_DATA, "%s", what);
	err_reason(&fault, reason);
	return pack_spoil(pack, &fault, path_of(mapper), err);
}

/* Find the pack of the row and keep the row as it came. */
static struct pack *
place_row(struct mapper *mapper, const struct input_row *row, bool has_key,
    struct input_row *copy, struct err *err)
{
	struct span key = span_make("", 0);
	struct pack *pack;
	bool is_apart = false;

	if (has_key)
		assemble_key(
		    &mapper->assemble, mapper->key, row, &mapper->arena, &key);
	if (mapper->map->group.is_anywhere)
		pack = pack_anywhere(mapper, key, err);
	else
		pack = pack_adjacent(mapper, key, &is_apart, err);
	if (pack == NULL || pack_line(pack, row, copy, err) < 0)
		return NULL;
	if (is_apart &&
	    spoil(mapper, pack, "ROWS_APART",
		"the other rows of its event stand further up "
		"(the mapping can say \"anywhere\")",
		err) < 0)
		return NULL;
	if (mapper->map->group.is_continue && key.len == 0 &&
	    pack->n_lines == 1 &&
	    spoil(mapper, pack, "NO_EVENT_ID",
		"continues the row before it, and there is none", err) < 0)
		return NULL;
	return pack;
}

/* Rows that continue another share its lot. */
static bool
is_left_out(struct mapper *mapper, const struct input_row *row)
{
	struct span key;

	if (mapper->map->group.is_continue) {
		assemble_key(
		    &mapper->assemble, mapper->key, row, &mapper->arena, &key);
		if (key.len == 0)
			return mapper->is_skipping;
	}
	mapper->is_skipping = assemble_skips(
	    &mapper->assemble, row, &mapper->arena, &mapper->why);
	if (mapper->is_skipping && mapper->map->group.is_continue)
		finish_current(mapper);
	return mapper->is_skipping;
}

static int
push_grouped(
    struct mapper *mapper, const struct input_row *row, struct err *err)
{
	struct err fault = {0};
	struct input_row copy;
	struct canon_row made;
	struct pack *pack;

	arena_reset(&mapper->arena);
	if (is_left_out(mapper, row)) {
		mapper->ready = MAPPER_SKIP;
		return 0;
	}
	pack = place_row(mapper, row, true, &copy, err);
	if (pack == NULL)
		return -1;
	if (pack->fault != NULL)
		return 0;
	assemble_continue(
	    &mapper->assemble, pack->row.n_lines > 0 ? &pack->row : NULL);
	switch (assemble_row(&mapper->assemble, &copy, true, pack->arena, &made,
	    &mapper->why, &fault)) {
	case ASSEMBLE_ROW:
		return pack_add(
		    pack, &made, &mapper->map->group, path_of(mapper), err);
	case ASSEMBLE_SKIP:
		return 0;
	case ASSEMBLE_FAULT:
	default:
		if (fault.code == ERR_DATA)
			return pack_spoil(pack, &fault, path_of(mapper), err);
		*err = fault;
		return -1;
	}
}

static void
finish_all(struct mapper *mapper)
{
	finish_current(mapper);
	for (size_t i = 0; i < mapper->n_packs; i++)
		finish_pack(mapper, mapper->packs[i]);
	mapper->n_packs = 0;
}

int
mapper_push(struct mapper *mapper, const struct input_row *row, struct err *err)
{
	if (row == NULL) {
		finish_all(mapper);
		return 0;
	}
	if (mapper->key == NULL)
		return push_alone(mapper, row, err);
	return push_grouped(mapper, row, err);
}

int
mapper_bad(struct mapper *mapper, const struct input_row *row,
    const struct err *fault, struct err *err)
{
	struct input_row copy;
	struct pack *pack;

	arena_reset(&mapper->arena);
	if (mapper->key == NULL) {
		set_reject(mapper, row, fault);
		return 0;
	}
	pack = place_row(
	    mapper, row, row->cells != NULL || row->json != NULL, &copy, err);
	if (pack == NULL)
		return -1;
	return pack_spoil(pack, fault, path_of(mapper), err);
}

static void
recycle(struct mapper *mapper)
{
	struct pack *pack = mapper->pulled;

	mapper->pulled = NULL;
	if (pack == NULL)
		return;
	if (pack->arena != &pack->own) {
		pack_free(pack);
		return;
	}
	pack->next = mapper->spare;
	mapper->spare = pack;
}

int
mapper_pull(
    struct mapper *mapper, struct mapper_result *result, struct err *err)
{
	struct pack *pack;

	(void)err;
	memset(result, 0, sizeof(*result));
	recycle(mapper);
	result->event = mapper->ready;
	result->n_lines = 1;
	result->row = &mapper->row;
	result->rejects = &mapper->reject;
	result->why = mapper->why;
	mapper->ready = MAPPER_NEED;
	if (result->event != MAPPER_NEED || mapper->done == NULL)
		return 0;
	pack = mapper->done;
	mapper->done = pack->next;
	mapper->pulled = pack;
	result->n_lines = pack->n_lines;
	if (pack->fault != NULL) {
		result->event = MAPPER_REJECT;
		result->rejects = pack_rejects(pack);
	} else if (pack->row.n_lines == 0) {
		result->event = MAPPER_SKIP;
		result->why = span_of("empty");
	} else {
		pack->row.n_lines = (uint32_t)pack->n_lines;
		result->event = MAPPER_ROW;
		result->row = &pack->row;
	}
	return 0;
}

size_t
mapper_unmapped(const struct mapper *mapper, const struct span **names)
{
	*names = mapper->assemble.bind.unmapped;
	return mapper->assemble.bind.n_unmapped;
}

bool
mapper_has_channel(const struct mapper *mapper)
{
	return mapper->assemble.bind.has_channel_column;
}

static void
free_packs(struct pack *pack)
{
	while (pack != NULL) {
		struct pack *next = pack->next;

		pack_free(pack);
		pack = next;
	}
}

void
mapper_free(struct mapper *mapper)
{
	if (mapper == NULL)
		return;
	recycle(mapper);
	free_packs(mapper->done);
	free_packs(mapper->spare);
	pack_free(mapper->current);
	for (size_t i = 0; i < mapper->n_packs; i++)
		pack_free(mapper->packs[i]);
	free(mapper->packs);
	hashmap_clear(&mapper->seen);
	assemble_clear(&mapper->assemble);
	arena_clear(&mapper->arena);
	arena_clear(&mapper->hold);
	free(mapper);
}
