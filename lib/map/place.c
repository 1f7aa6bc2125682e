#include <string.h>

#include "base/hash.h"
#include "map/place.h"

#define DEPTH_MAX 256

/* What is open at a moment of the scan. */
struct level {
	uint64_t path;
	size_t index;
	char close;
};

struct scan {
	struct place *place;
	struct span text;
	size_t at;
	struct level levels[DEPTH_MAX];
	size_t depth;
	struct err *err;
};

uint64_t
place_key(uint64_t path, struct span key)
{
	return hash_mix(path, hash_64(1, key));
}

uint64_t
place_index(uint64_t path, size_t n)
{
	return hash_mix(path, hash_mix(2, (uint64_t)n));
}

static int
note(struct scan *scan, uint64_t path, size_t offset)
{
	bool is_fresh;
	uint64_t *slot =
	    hashmap_slot(&scan->place->offsets, path, &is_fresh, scan->err);

	if (slot == NULL)
		return -1;
	if (is_fresh)
		*slot = offset;
	return 0;
}

/* Behind the string whose quote stands at ${at}. */
static size_t
skip_string(struct span text, size_t at)
{
	for (at++; at < text.len && text.data[at] != '"'; at++)
		if (text.data[at] == '\\')
			at++;
	return at < text.len ? at + 1 : text.len;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Does a colon come next, so that the string before it was a key? */
static bool
is_key(struct span text, size_t at)
{
	while (at < text.len && is_blank(text.data[at]))
		at++;
	return at < text.len && text.data[at] == ':';
}

static int
open_level(struct scan *scan, uint64_t path, char close)
{
	if (scan->depth == DEPTH_MAX)
		return err_set(scan->err, ERR_CONFIG, "nested too deep");
	scan->levels[scan->depth].path = path;
	scan->levels[scan->depth].index = 0;
	scan->levels[scan->depth].close = close;
	scan->depth++;
	return 0;
}

/* A key, if the string that ends at ${end} is one. */
static bool
take_key(struct scan *scan, size_t end, uint64_t *path, int *rc)
{
	const struct level *top =
	    scan->depth == 0 ? NULL : &scan->levels[scan->depth - 1];
	size_t start = scan->at;

	if (top == NULL || top->close != '}' || !is_key(scan->text, end))
		return false;
	*path = place_key(
	    top->path, span_make(scan->text.data + start + 1, end - start - 2));
	scan->at = end;
	*rc = note(scan, *path, start);
	return true;
}

/* Behind a number, true, false or null. */
static size_t
skip_word(struct span text, size_t at)
{
	while (at < text.len && strchr(" \t\r\n,]}", text.data[at]) == NULL)
		at++;
	return at;
}

/* A value at ${at}; ${path} is that of the key that was read last. */
static int
scan_value(struct scan *scan, uint64_t *path)
{
	struct level *top =
	    scan->depth == 0 ? NULL : &scan->levels[scan->depth - 1];
	char c = scan->text.data[scan->at];
	int rc = 0;

	if (c == '"' &&
	    take_key(scan, skip_string(scan->text, scan->at), path, &rc))
		return rc;
	if (top != NULL && top->close == ']') {
		*path = place_index(top->path, top->index++);
		if (note(scan, *path, scan->at) < 0)
			return -1;
	}
	if (c == '"')
		scan->at = skip_string(scan->text, scan->at);
	else if (c != '{' && c != '[')
		scan->at = skip_word(scan->text, scan->at + 1);
	else {
		scan->at++;
		return open_level(scan, *path, c == '{' ? '}' : ']');
	}
	return 0;
}

static int
scan_token(struct scan *scan, uint64_t *path)
{
	char c = scan->text.data[scan->at];

	if (is_blank(c) || c == ':' || c == ',') {
		scan->at++;
		return 0;
	}
	if (c == '}' || c == ']') {
		scan->at++;
		scan->depth -= scan->depth > 0;
		return 0;
	}
	return scan_value(scan, path);
}

int
place_scan(struct place *place, struct span text, struct err *err)
{
	struct scan scan = {.place = place, .text = text, .err = err};
	uint64_t path = PLACE_ROOT;

	memset(place, 0, sizeof(*place));
	place->text = text;
	if (note(&scan, PLACE_ROOT, 0) < 0)
		return -1;
	while (scan.at < text.len)
		if (scan_token(&scan, &path) < 0)
			return -1;
	return 0;
}

void
place_find(
    const struct place *place, uint64_t path, uint64_t *line, uint64_t *column)
{
	uint64_t offset;

	*line = 0;
	*column = 0;
	if (!hashmap_get(&place->offsets, path, &offset))
		return;
	*line = 1;
	*column = 1;
	for (size_t i = 0; i < offset && i < place->text.len; i++) {
		if (place->text.data[i] == '\n') {
			(*line)++;
			*column = 1;
		} else if (((unsigned char)place->text.data[i] & 0xc0) != 0x80)
			(*column)++;
	}
}

void
place_clear(struct place *place)
{
	hashmap_clear(&place->offsets);
	memset(place, 0, sizeof(*place));
}
