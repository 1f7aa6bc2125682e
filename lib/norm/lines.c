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

bool
lines_find(struct span table, struct span key, struct span *rest)
{
	size_t low = 0;
	size_t high = table.len;

	/* Both are where lines begin, or the end. */
	while (low < high) {
		size_t at = low + (high - low) / 2;
		struct span line;
		struct span head;
		int order;

		while (at > low && table.data[at - 1] != '\n')
			at--;
		line = before(span_make(table.data + at, table.len - at), '\n');
		*rest = line;
		head = span_make(line.data, 0);
		(void)lines_next(rest, &head);
		order = span_cmp(key, head);
		if (order == 0)
			return true;
		if (order < 0)
			high = at;
		else
			low = at + line.len + (at + line.len < table.len);
	}
	return false;
}
