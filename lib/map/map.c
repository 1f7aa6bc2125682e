#include <stdlib.h>
#include <string.h>

#include "map/embed.h"
#include "map/inline.h"
#include "map/map.h"
#include "map/mapfile.h"
#include "map/spec.h"

#define DIGEST_SEED UINT64_C(1) /* the version of the language */

void
map_notes_clear(struct map_notes *notes)
{
	free(notes->items);
	free(notes->is_warning);
	memset(notes, 0, sizeof(*notes));
}

size_t
map_preset_count(void)
{
	size_t count = 0;

	while (embed_maps[count].name != NULL)
		count++;
	return count;
}

const char *
map_preset_name(size_t i)
{
	return embed_maps[i].name;
}

struct span
map_preset_text(size_t i)
{
	return span_make(embed_maps[i].data, embed_maps[i].size);
}

struct map *
map_new(struct err *err)
{
	struct map *map = calloc(1, sizeof(*map));

	if (map == NULL) {
		err_nomem(err);
		return NULL;
	}
	map->is_canonical = true;
	map->digest = DIGEST_SEED;
	return map;
}

int
map_read(struct map *map, const char *path, struct span text,
    struct map_notes *notes, struct err *err)
{
	return mapfile_read(map, path, text, notes, err);
}

int
map_read_preset(
    struct map *map, const char *name, struct map_notes *notes, struct err *err)
{
	char shown[ERR_QUOTE_MAX];

	for (size_t i = 0; embed_maps[i].name != NULL; i++)
		if (strcmp(embed_maps[i].name, name) == 0)
			return mapfile_read(
			    map, name, map_preset_text(i), notes, err);
	return err_set(err, ERR_CONFIG, "there is no mapping '%s'",
	    err_quote(shown, span_of(name)));
}

int
map_field(struct map *map, const char *text, struct err *err)
{
	return inline_read(map, text, err);
}

void
map_free(struct map *map)
{
	if (map == NULL)
		return;
	arena_clear(&map->arena);
	free(map);
}

struct span
map_name(const struct map *map)
{
	return map->name;
}

struct span
map_about(const struct map *map)
{
	return map->about;
}

struct span
map_source(const struct map *map)
{
	return map->source;
}

struct span
map_channel(const struct map *map)
{
	return map->channel;
}

int
map_channel_kind(const struct map *map)
{
	return map->channel_kind;
}

struct span
map_timezone(const struct map *map)
{
	return map->timezone;
}

void
map_input(const struct map *map, struct input_options *options)
{
	if (options->type == INPUT_AUTO)
		options->type = map->type;
	if (options->encoding == NULL && map->encoding.len > 0)
		options->encoding = map->encoding.data;
	if (options->delimiter == '\0')
		options->delimiter = map->delimiter;
	if (options->skip == 0)
		options->skip = map->skip_lines;
	if (options->n_header_has == 0 && !options->has_no_header) {
		options->header_has = map->header_has;
		options->n_header_has = map->n_header_has;
	}
	if (map->has_no_header && options->n_header_has == 0)
		options->has_no_header = true;
	if (options->root.len == 0)
		options->root = map->root;
}

uint64_t
map_digest(const struct map *map)
{
	return map->digest;
}
