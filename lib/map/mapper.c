#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/hashmap.h"
#include "map/assemble.h"
#include "map/bundle.h"
#include "map/map.h"

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
	struct arena hold;      /* of all bundles, where they stand anywhere */
	struct bundle *current; /* adjacent rows go here */
	struct bundle *done;    /* to be pulled, in order */
	struct bundle *last_done;
	struct bundle *pulled; /* borrowed by the caller */
	struct bundle *spare;
	bool is_skipping;        /* rows that continue one that was left out */
	struct hashmap seen;     /* hash of key -> 0, or index + 1 of bundles */
	struct bundle **bundles; /* where they stand anywhere, in order */
	size_t n_bundles;
	size_t bundles_cap;
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
	if (mapper->fault.code != ERR_NONE)
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
finish_pack(struct mapper *mapper, struct bundle *bundle)
{
	bundle->next = NULL;
	if (mapper->done == NULL)
		mapper->done = bundle;
	else
		mapper->last_done->next = bundle;
	mapper->last_done = bundle;
}

static void
finish_current(struct mapper *mapper)
{
	if (mapper->current != NULL)
		finish_pack(mapper, mapper->current);
	mapper->current = NULL;
}

static struct bundle *
take_pack(struct mapper *mapper, struct span key, struct err *err)
{
	bool is_anywhere = mapper->map->group.is_anywhere;
	struct bundle *bundle = mapper->spare;

	if (bundle != NULL) {
		mapper->spare = bundle->next;
		bundle_reset(bundle);
	} else
		bundle = bundle_new(is_anywhere ? &mapper->hold : NULL, err);
	if (bundle == NULL)
		return NULL;
	bundle->key = arena_span(bundle->arena, key);
	if (bundle->key.data == NULL) {
		bundle_free(bundle);
		err_nomem(err);
		return NULL;
	}
	return bundle;
}

static struct bundle *
bundle_anywhere(struct mapper *mapper, struct span key, struct err *err)
{
	bool is_fresh = true;
	uint64_t *slot = NULL;
	struct bundle *bundle;

	if (key.len > 0) {
		slot = hashmap_slot(
		    &mapper->seen, hash_64(0, key), &is_fresh, err);
		if (slot == NULL)
			return NULL;
		if (!is_fresh)
			return mapper->bundles[*slot - 1];
	}
	bundle = take_pack(mapper, key, err);
	if (bundle == NULL)
		return NULL;
	if (array_grow(&mapper->bundles, &mapper->bundles_cap,
		mapper->n_bundles + 1, sizeof(*mapper->bundles), err) < 0) {
		bundle_free(bundle);
		return NULL;
	}
	mapper->bundles[mapper->n_bundles++] = bundle;
	if (slot != NULL)
		*slot = mapper->n_bundles;
	return bundle;
}

/* The bundle of adjacent rows; *${is_apart}: its rows were thought complete. */
static struct bundle *
bundle_adjacent(
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
spoil(struct mapper *mapper, struct bundle *bundle, const char *reason,
    const char *what, struct err *err)
{
	struct err fault = {0};

	err_set(&fault, ERR_DATA, "%s", what);
	err_reason(&fault, reason);
	return bundle_spoil(bundle, &fault, path_of(mapper), err);
}

/* Find the bundle of the row and keep the row as it came. */
static struct bundle *
place_row(struct mapper *mapper, const struct input_row *row, bool has_key,
    struct input_row *copy, struct err *err)
{
	struct span key = span_make("", 0);
	struct bundle *bundle;
	bool is_apart = false;

	if (has_key)
		assemble_key(
		    &mapper->assemble, mapper->key, row, &mapper->arena, &key);
	if (mapper->map->group.is_anywhere)
		bundle = bundle_anywhere(mapper, key, err);
	else
		bundle = bundle_adjacent(mapper, key, &is_apart, err);
	if (bundle == NULL || bundle_line(bundle, row, copy, err) < 0)
		return NULL;
	if (is_apart &&
	    spoil(mapper, bundle, "ROWS_APART",
		"the other rows of its event stand further up "
		"(the mapping can say \"anywhere\")",
		err) < 0)
		return NULL;
	if (mapper->map->group.is_continue && key.len == 0 &&
	    bundle->n_lines == 1 &&
	    spoil(mapper, bundle, "NO_EVENT_ID",
		"continues the row before it, and there is none", err) < 0)
		return NULL;
	return bundle;
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
	struct bundle *bundle;

	arena_reset(&mapper->arena);
	if (is_left_out(mapper, row)) {
		mapper->ready = MAPPER_SKIP;
		return 0;
	}
	bundle = place_row(mapper, row, true, &copy, err);
	if (bundle == NULL)
		return -1;
	if (bundle->fault != NULL)
		return 0;
	assemble_continue(
	    &mapper->assemble, bundle->row.n_lines > 0 ? &bundle->row : NULL);
	switch (assemble_row(&mapper->assemble, &copy, true, bundle->arena,
	    &made, &mapper->why, &fault)) {
	case ASSEMBLE_ROW:
		return bundle_add(
		    bundle, &made, &mapper->map->group, path_of(mapper), err);
	case ASSEMBLE_SKIP:
		return 0;
	case ASSEMBLE_FAULT:
	default:
		if (fault.code == ERR_DATA)
			return bundle_spoil(
			    bundle, &fault, path_of(mapper), err);
		*err = fault;
		return -1;
	}
}

static void
finish_all(struct mapper *mapper)
{
	finish_current(mapper);
	for (size_t i = 0; i < mapper->n_bundles; i++)
		finish_pack(mapper, mapper->bundles[i]);
	mapper->n_bundles = 0;
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
	struct bundle *bundle;

	arena_reset(&mapper->arena);
	if (mapper->key == NULL) {
		set_reject(mapper, row, fault);
		return 0;
	}
	bundle = place_row(
	    mapper, row, row->cells != NULL || row->json != NULL, &copy, err);
	if (bundle == NULL)
		return -1;
	return bundle_spoil(bundle, fault, path_of(mapper), err);
}

static void
recycle(struct mapper *mapper)
{
	struct bundle *bundle = mapper->pulled;

	mapper->pulled = NULL;
	if (bundle == NULL)
		return;
	if (bundle->arena != &bundle->own) {
		bundle_free(bundle);
		return;
	}
	bundle->next = mapper->spare;
	mapper->spare = bundle;
}

int
mapper_pull(
    struct mapper *mapper, struct mapper_result *result, struct err *err)
{
	struct bundle *bundle;

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
	bundle = mapper->done;
	mapper->done = bundle->next;
	mapper->pulled = bundle;
	result->n_lines = bundle->n_lines;
	if (bundle->fault != NULL) {
		result->event = MAPPER_REJECT;
		result->rejects = bundle_rejects(bundle);
	} else if (bundle->row.n_lines == 0) {
		result->event = MAPPER_SKIP;
		result->why = span_of("empty");
	} else {
		bundle->row.n_lines = (uint32_t)bundle->n_lines;
		result->event = MAPPER_ROW;
		result->row = &bundle->row;
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
free_packs(struct bundle *bundle)
{
	while (bundle != NULL) {
		struct bundle *next = bundle->next;

		bundle_free(bundle);
		bundle = next;
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
	bundle_free(mapper->current);
	for (size_t i = 0; i < mapper->n_bundles; i++)
		bundle_free(mapper->bundles[i]);
	free(mapper->bundles);
	hashmap_clear(&mapper->seen);
	assemble_clear(&mapper->assemble);
	arena_clear(&mapper->arena);
	arena_clear(&mapper->hold);
	free(mapper);
}

const struct notices *
mapper_notices(const struct mapper *mapper)
{
	return &mapper->assemble.notices;
}
