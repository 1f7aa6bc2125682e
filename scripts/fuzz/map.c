/*
 * Mappings: each problem has its place; what is read can be bound to a table
 * and takes its rows, and the same text has the same digest.
 */

#include "fuzz.h"

#include "map/map.h"

static void
hold_notes(const struct map_notes *notes, bool has_line)
{
	char text[ERR_TEXT_MAX];

	for (size_t i = 0; i < notes->count; i++) {
		const struct err *note = &notes->items[i];

		fuzz_hold(note->msg[0] != '\0');
		fuzz_hold(
		    !has_line || (note->path[0] != '\0' && note->line > 0));
		err_format(note, text, sizeof(text));
		fuzz_hold(utf8_is_plain(span_of(text), NULL));
		fuzz_hold(strchr(text, '\n') == NULL);
	}
}

static void
pull(struct mapper *mapper, struct err *err)
{
	struct mapper_result result;

	do {
		if (mapper_pull(mapper, &result, err) != 0)
			return;
		if (result.event == MAPPER_ROW)
			fuzz_hold(result.row != NULL && result.n_lines > 0);
		if (result.event != MAPPER_REJECT)
			continue;
		for (uint64_t i = 0; i < result.n_lines; i++) {
			fuzz_hold(result.rejects[i].line > 0);
			fuzz_hold(result.rejects[i].fault->msg[0] != '\0');
		}
	} while (result.event != MAPPER_NEED);
}

static void
map_rows(struct mapper *mapper, struct input *input, struct err *err)
{
	enum input_event event = INPUT_BLANK;
	struct input_row row;

	while (err->code == ERR_NONE && event != INPUT_END) {
		if (input_next(input, &row, &event, err) != 0)
			return;
		if (event == INPUT_ROW)
			(void)mapper_push(mapper, &row, err);
		else if (event == INPUT_BAD)
			(void)mapper_bad(mapper, &row, input_fault(input), err);
		else if (event == INPUT_END)
			(void)mapper_push(mapper, NULL, err);
		if (err->code == ERR_NONE)
			pull(mapper, err);
	}
}

static void
use(const struct map *map, const uint8_t *table, size_t size)
{
	struct input_options options = {0};
	struct mapper_options bound = {.path = "shop/fuzz.csv",
	    .channel = SPAN("ec"),
	    .country = SPAN("JP")};
	struct map_notes notes = {0};
	struct err err = {0};
	struct zone *zone;
	struct mapper *mapper;
	struct input *input;

	map_input(map, &options);
	input = input_open(fuzz_path(table, size), &options, &err);
	if (input == NULL)
		return;
	zone = zone_open("UTC", &err);
	fuzz_hold(zone != NULL);
	bound.zone = zone;
	mapper = mapper_new(map, input, &bound, &notes, &err);
	hold_notes(&notes, false);
	if (mapper == NULL) {
		fuzz_hold(err.code != ERR_NONE || notes.n_errors > 0);
	} else {
		const struct span *names;

		(void)mapper_unmapped(mapper, &names);
		map_rows(mapper, input, &err);
		fuzz_hold(err.code != ERR_BUG);
	}
	mapper_free(mapper);
	zone_free(zone);
	input_close(input);
	map_notes_clear(&notes);
}

static struct map *
read_text(struct span text)
{
	struct map_notes notes = {0};
	struct err err = {0};
	struct map *map = map_new(&err);

	fuzz_hold(map != NULL);
	if (map_read(map, "fuzz.json", text, &notes, &err) != 0) {
		fuzz_hold(notes.n_errors > 0 ||
		    (err.code != ERR_NONE && err.path[0] != '\0' &&
			err.line > 0));
		hold_notes(&notes, true);
		map_free(map);
		map = NULL;
	} else {
		hold_notes(&notes, true);
		fuzz_hold(notes.n_errors == 0);
	}
	map_notes_clear(&notes);
	return map;
}

/* The mapping, a NUL, and the table. Without a NUL the text is also one
 * FIELD=EXPR. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *stop = size == 0 ? NULL : memchr(data, 0, size);
	size_t len = stop == NULL ? size : (size_t)(stop - data);
	struct span text = fuzz_copy(data, len);
	struct map *map = read_text(text);
	struct map *again;

	if (map != NULL) {
		again = read_text(text);
		fuzz_hold(again != NULL);
		fuzz_hold(map_digest(map) == map_digest(again));
		map_free(again);
	}
	if (map != NULL && stop != NULL)
		use(map, stop + 1, size - len - 1);
	map_free(map);
	fuzz_free(text);
	return 0;
}
