/*
 * FIELD=EXPR of -F: taken or refused with a reason, and what is taken can be
 * bound to a table.
 */

#include "fuzz.h"

#include "map/map.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char table[] =
	    "No,Name,Born,e\n1,A B,19800101,x@y.test\n2,,,\n";
	struct input_options options = {.type = INPUT_CSV};
	struct mapper_options bound = {
	    .path = "a.csv", .channel = SPAN("ec"), .country = SPAN("JP")};
	struct map_notes notes = {0};
	struct err err = {0};
	struct map *map = map_new(&err);
	struct buf text = {0};
	struct input *input;
	struct mapper *mapper;
	struct zone *zone = zone_open("UTC", &err);

	fuzz_hold(map != NULL && zone != NULL);
	buf_add(&text, data, size);
	if (map_field(map, buf_text(&text), &err) != 0) {
		fuzz_hold(err.code == ERR_USAGE && err.msg[0] != '\0');
	} else {
		input = input_open(
		    fuzz_path((const uint8_t *)table, sizeof(table) - 1),
		    &options, &err);
		fuzz_hold(input != NULL);
		bound.zone = zone;
		mapper = mapper_new(map, input, &bound, &notes, &err);
		fuzz_hold(mapper != NULL || err.code != ERR_NONE);
		mapper_free(mapper);
		input_close(input);
	}
	map_notes_clear(&notes);
	map_free(map);
	zone_free(zone);
	buf_clear(&text);
	return 0;
}
