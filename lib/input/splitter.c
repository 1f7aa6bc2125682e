#include "input/splitter.h"

#define KINDS 64

static void
skip_string(struct splitter *splitter, struct span text)
{
	size_t at = splitter->at;

	while (at < text.len) {
		char c = text.data[at++];

		if (splitter->is_escaped) {
			splitter->is_escaped = false;
		} else if (c == '\\') {
			splitter->is_escaped = true;
		} else if (c == '"') {
			splitter->is_string = false;
			break;
		}
	}
	splitter->at = at;
}

/* Deeper levels are only counted: such a value is refused anyway. */
static void
push(struct splitter *splitter, bool is_object)
{
	uint64_t bit = UINT64_C(1) << (splitter->depth % KINDS);

	if (splitter->depth < KINDS) {
		if (is_object)
			splitter->kinds |= bit;
		else
			splitter->kinds &= ~bit;
	}
	splitter->depth++;
}

static bool
pop(struct splitter *splitter, bool is_object)
{
	uint64_t kind;

	splitter->depth--;
	if (splitter->depth >= KINDS)
		return true;
	kind = splitter->kinds >> splitter->depth & 1;
	return kind == (is_object ? 1 : 0);
}

enum splitter_end
splitter_feed(struct splitter *splitter, struct span text)
{
	while (splitter->at < text.len) {
		char c = text.data[splitter->at];

		if (splitter->is_string) {
			skip_string(splitter, text);
			continue;
		}
		if (c == '"') {
			splitter->is_string = true;
		} else if (c == '{' || c == '[') {
			push(splitter, c == '{');
		} else if (c == '}' || c == ']') {
			if (splitter->depth == 0)
				return SPLITTER_END;
			if (!pop(splitter, c == '}'))
				return SPLITTER_BROKEN;
			if (splitter->depth == 0 && splitter->is_object) {
				splitter->at++;
				return SPLITTER_END;
			}
		} else if (c == ',' && splitter->depth == 0) {
			return SPLITTER_END;
		}
		splitter->at++;
	}
	return SPLITTER_MORE;
}
