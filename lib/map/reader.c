#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "map/reader.h"
#include "map/suggest.h"
#include "text/fold.h"

/* Room for one more note. */
static struct err *
note_new(struct map_notes *notes, bool is_warning)
{
	struct err *items;
	bool *flags;
	size_t cap = notes->cap == 0 ? 8 : notes->cap * 2;

	if (notes->count == notes->cap) {
		items = realloc(notes->items, cap * sizeof(*items));
		if (items == NULL)
			return NULL;
		notes->items = items;
		flags = realloc(notes->is_warning, cap * sizeof(*flags));
		if (flags == NULL)
			return NULL;
		notes->is_warning = flags;
		notes->cap = cap;
	}
	notes->is_warning[notes->count] = is_warning;
	notes->n_errors += !is_warning;
	memset(&notes->items[notes->count], 0, sizeof(*notes->items));
	return &notes->items[notes->count++];
}

static int note_va(struct map_notes *, const char *, struct spec_place, bool,
    const char *, va_list) __attribute__((format(printf, 5, 0)));

static int
note_va(struct map_notes *notes, const char *path, struct spec_place place,
    bool is_warning, const char *fmt, va_list args)
{
	struct err *err = note_new(notes, is_warning);
	char text[600];
	int len;

	if (err == NULL)
		return -1;
	len = vsnprintf(text, sizeof(text), fmt, args);
	if (len < 0)
		return -1;
	if (place.line > 0)
		err_set(err, ERR_CONFIG, "column %ju: %s",
		    (uintmax_t)place.column, text);
	else
		err_set(err, ERR_CONFIG, "%s", text);
	err_place(err, path, place.line, NULL);
	return 0;
}

int
reader_note(struct map_notes *notes, const char *path, struct spec_place place,
    bool is_warning, const char *fmt, ...)
{
	va_list args;
	int rc;

	va_start(args, fmt);
	rc = note_va(notes, path, place, is_warning, fmt, args);
	va_end(args);
	return rc;
}

void
reader_sort_notes(struct map_notes *notes)
{
	for (size_t i = 1; i < notes->count; i++)
		for (size_t j = i; j > 0; j--) {
			struct err swap = notes->items[j];
			bool flag = notes->is_warning[j];

			if (notes->items[j - 1].line <= swap.line)
				break;
			notes->items[j] = notes->items[j - 1];
			notes->items[j - 1] = swap;
			notes->is_warning[j] = notes->is_warning[j - 1];
			notes->is_warning[j - 1] = flag;
		}
}

struct spec_place
reader_place(const struct reader *reader, const struct node *node)
{
	struct spec_place place;

	place_find(&reader->place, node->path, &place.line, &place.column);
	if (place.line == 0)
		place_find(
		    &reader->place, node->parent, &place.line, &place.column);
	return place;
}

void
reader_fault(
    struct reader *reader, const struct node *node, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	if (note_va(reader->notes, reader->path, reader_place(reader, node),
		false, fmt, args) < 0)
		reader->is_out_of_memory = true;
	va_end(args);
}

void *
reader_alloc(struct reader *reader, size_t count, size_t size)
{
	void *memory = NULL;

	if (size == 0 || count <= SIZE_MAX / size)
		memory = arena_zero(reader->arena, count * size);
	if (memory == NULL)
		reader->is_out_of_memory = true;
	return memory;
}

static void
child_of(const struct node *parent, const json_t *json, struct span key,
    struct node *child)
{
	child->json = json;
	child->path = place_key(parent->path, key);
	child->parent = parent->path;
}

bool
reader_is_remark(const char *key)
{
	return key[0] == '_';
}

bool
reader_keys(struct reader *reader, const struct node *object,
    const char *const *allowed)
{
	void *iter;

	if (!json_is_object(object->json)) {
		reader_fault(reader, object, "not an object");
		return false;
	}
	iter = json_object_iter((json_t *)(uintptr_t)object->json);
	for (; iter != NULL; iter = json_object_iter_next(
				 (json_t *)(uintptr_t)object->json, iter)) {
		const char *key = json_object_iter_key(iter);
		const char *meant;
		char shown[ERR_QUOTE_MAX];
		struct node child;
		size_t i = 0;

		if (reader_is_remark(key))
			continue;
		while (allowed[i] != NULL && strcmp(allowed[i], key) != 0)
			i++;
		if (allowed[i] != NULL)
			continue;
		child_of(
		    object, json_object_iter_value(iter), span_of(key), &child);
		meant = suggest_best(span_of(key), allowed);
		err_quote(shown, span_of(key));
		if (meant != NULL)
			reader_fault(reader, &child,
			    "unknown key '%s': did you mean '%s'?", shown,
			    meant);
		else
			reader_fault(reader, &child, "unknown key '%s'", shown);
	}
	return true;
}

bool
reader_get(const struct node *object, const char *key, struct node *child)
{
	const json_t *json = json_object_get(object->json, key);

	if (json == NULL)
		return false;
	child_of(object, json, span_of(key), child);
	return true;
}

void
reader_at(const struct node *array, size_t n, struct node *child)
{
	child->json = json_array_get(array->json, n);
	child->path = place_index(array->path, n);
	child->parent = array->path;
}

bool
reader_text(struct reader *reader, const struct node *node, struct span *text)
{
	*text = span_make("", 0);
	if (!json_is_string(node->json)) {
		reader_fault(reader, node, "not a text");
		return false;
	}
	*text = arena_span(reader->arena,
	    span_make(
		json_string_value(node->json), json_string_length(node->json)));
	if (text->data == NULL)
		reader->is_out_of_memory = true;
	return text->data != NULL;
}

bool
reader_flag(struct reader *reader, const struct node *node, bool *flag)
{
	if (!json_is_boolean(node->json)) {
		reader_fault(reader, node, "not true or false");
		return false;
	}
	*flag = json_is_true(node->json);
	return true;
}

size_t
reader_list(const struct node *node)
{
	return json_is_array(node->json) ? json_array_size(node->json) : 1;
}

void
reader_item(const struct node *node, size_t n, struct node *item)
{
	if (json_is_array(node->json))
		reader_at(node, n, item);
	else
		*item = *node;
}

bool
reader_words(struct reader *reader, const struct node *node, bool is_folded,
    struct span **words, size_t *count)
{
	size_t n = reader_list(node);
	bool is_good = true;

	*count = 0;
	*words = reader_alloc(reader, n + 1, sizeof(**words));
	if (*words == NULL)
		return false;
	for (size_t i = 0; i < n; i++) {
		struct node item;
		struct span *word = &(*words)[*count];

		reader_item(node, i, &item);
		if (!reader_text(reader, &item, word)) {
			is_good = false;
			continue;
		}
		if (is_folded)
			*word = fold_name(*word, reader->arena);
		(*count)++;
	}
	return is_good;
}
