#include "norm/lines.h"
#include "norm/embed.h"

struct span
lines_table(const char *name)
{
	const struct embed_table *table;

	for (table = embed_tables; table->name != NULL; table++) {
		if (strcmp(table->name, name) == 0)
			return span_make(table->data, table->size);
	}
	return span_make(NULL, 0);
}

/* The part of the text before the first ${mark}, or all of it. */
static struct span
before(struct span text, char mark)
{
	const char *at =
	    text.len == 0 ? NULL : memchr(text.data, mark, text.len);

	return span_make(
	    text.data, at == NULL ? text.len : (size_t)(at - text.data));
}

bool
lines_next(struct span *rest, struct span *field)
{
	if (rest->len == 0)
		return false;
	*field = before(*rest, '\t');
	rest->data += field->len;
	rest->len -= field->len;
	if (rest->len > 0) {
		rest->data++;
		rest->len--;
	}
	return true;
}

struct span
lines_from(struct span table, struct span key)
{
	size_t low = 0;
	size_t high = table.len;

	/* Both are where lines begin, or the end. */
	while (low < high) {
		size_t at = low + (high - low) / 2;
		struct span line;
		struct span head;

		while (at > low && table.data[at - 1] != '\n')
			at--;
		line = before(span_make(table.data + at, table.len - at), '\n');
		head = before(line, '\t');
		if (span_cmp(key, head) <= 0)
			high = at;
		else
			low = at + line.len + (at + line.len < table.len);
	}
	return span_make(
	    low == 0 ? table.data : table.data + low, table.len - low);
}

bool
lines_find(struct span table, struct span key, struct span *rest)
{
	struct span head = {NULL, 0};

	*rest = before(lines_from(table, key), '\n');
	return lines_next(rest, &head) && span_eq(head, key);
}
