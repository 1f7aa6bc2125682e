#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "map/infer.h"
#include "map/map.h"
#include "text/fold.h"

#define PAIRS_MAX 400
#define LEAST_RATE 90 /* of 100 mapped columns */

static const char *
testdata(void)
{
	const char *folder = getenv("TESTDATA");

	return folder != NULL ? folder : "testdata";
}

/* --- what a mapping says of columns --- */

struct pair {
	struct span column; /* folded; of a path, its keys alone */
	enum canon_field field;
};

struct pairs {
	struct arena *arena;
	struct pair items[PAIRS_MAX];
	size_t count;
	const struct pairs *there; /* columns that count; NULL = all */
};

/* Which element of a list is meant plays no part: a[0].b is a[x=y].b. */
static struct span
skeleton(const char *prefix, const char *name, struct arena *arena)
{
	struct buf flat = {0};
	struct span copy;

	if (strncmp(name, "$.", 2) == 0) {
		name += 2;
		prefix = "";
	}
	for (int part = 0; part < 2; part++) {
		const char *at = part == 0 ? prefix : name;

		for (; *at != '\0'; at++)
			if (*at == '[' && strchr(at, ']') != NULL)
				at = strchr(at, ']');
			else
				buf_char(&flat, *at);
		if (part == 0 && flat.len > 0)
			buf_char(&flat, '.');
	}
	copy = fold_name(arena_span(arena, buf_get(&flat)), arena);
	buf_clear(&flat);
	return copy;
}

static bool
has_column(const struct pairs *pairs, struct span column)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (span_eq(pairs->items[i].column, column))
			return true;
	return false;
}

static bool
has_pair(const struct pairs *pairs, struct span column, enum canon_field field)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (span_eq(pairs->items[i].column, column) &&
		    pairs->items[i].field == field)
			return true;
	return false;
}

static bool
add_pair(struct pairs *pairs, const char *prefix, const char *name,
    enum canon_field field)
{
	struct span column = skeleton(prefix, name, pairs->arena);

	if (pairs->there != NULL && !has_column(pairs->there, column))
		return false;
	assert_true(pairs->count < PAIRS_MAX);
	pairs->items[pairs->count].column = column;
	pairs->items[pairs->count++].field = field;
	return true;
}

/* A column, or of aliases the first that is there. */
static void
add_columns(struct pairs *pairs, const char *prefix, const json_t *json,
    enum canon_field field)
{
	if (json_is_string(json))
		(void)add_pair(pairs, prefix, json_string_value(json), field);
	for (size_t i = 0; i < json_array_size(json); i++)
		if (add_pair(pairs, prefix,
			json_string_value(json_array_get(json, i)), field))
			break;
}

static void
add_value(struct pairs *pairs, const char *prefix, const json_t *json,
    enum canon_field field)
{
	static const char *const lists[] = {"concat", "sum"};

	if (!json_is_object(json)) {
		add_columns(pairs, prefix, json, field);
		return;
	}
	add_columns(pairs, prefix, json_object_get(json, "column"), field);
	for (size_t l = 0; l < 2; l++) {
		const json_t *parts = json_object_get(json, lists[l]);

		for (size_t i = 0; i < json_array_size(parts); i++) {
			const json_t *part = json_array_get(parts, i);

			if (json_is_object(part))
				part = json_object_get(part, "column");
			add_columns(pairs, prefix, part, field);
		}
	}
}

static void
add_fields(struct pairs *pairs, const char *prefix, const json_t *holder)
{
	json_t *fields = json_object_get(holder, "fields");
	void *iter = json_object_iter(fields);

	for (; iter != NULL; iter = json_object_iter_next(fields, iter)) {
		const json_t *value = json_object_iter_value(iter);
		const char *as =
		    json_string_value(json_object_get(value, "as"));
		enum canon_field field;
		struct span name;

		if (as == NULL)
			as = json_object_iter_key(iter);
		assert_true(canon_field_of(span_of(as), &field, &name));
		add_value(pairs, prefix, value, field);
	}
}

/* Columns of another person on the row are no field of the customer's. */
static void
add_mapping(struct pairs *pairs, const json_t *mapping)
{
	const json_t *events = json_object_get(mapping, "events");

	add_fields(pairs, "", mapping);
	for (size_t i = 0; i < json_array_size(events); i++) {
		const json_t *event = json_array_get(events, i);
		const char *each =
		    json_string_value(json_object_get(event, "each"));

		add_fields(pairs, each == NULL ? "" : each, event);
	}
}

/* What the proposal leaves alone are columns too. */
static void
add_unmapped(struct pairs *pairs, const json_t *mapping)
{
	const json_t *left = json_object_get(mapping, "_unmapped");

	for (size_t i = 0; i < json_array_size(left); i++)
		add_columns(pairs, "",
		    json_object_get(json_array_get(left, i), "column"),
		    CANON_F_NONE);
}

/* --- against the presets --- */

/* The fixtures that the demo has. */
static const struct {
	const char *preset;
	const char *file;
} demo[] = {
    {"eccube-orders", "eccube-orders.csv"},
    {"smaregi-members", "smaregi-members.csv"},
    {"smaregi-transactions", "smaregi-transactions.csv"},
    {"zendesk-tickets-csv", "zendesk-tickets.csv"},
    {"line-talk", "line-Ub334fed0a4eecc96270253fbf0d5cc6d.csv"},
    {"amazon-connect-ctr", "connect-contacts.json"},
};

static bool
find_fixture(const char *preset, char path[512])
{
	static const char *const ends[] = {"csv", "tsv", "json", "jsonl"};

	for (size_t i = 0; i < sizeof(demo) / sizeof(demo[0]); i++)
		if (strcmp(demo[i].preset, preset) == 0) {
			snprintf(
			    path, 512, "%s/demo/%s", testdata(), demo[i].file);
			return true;
		}
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(
		    path, 512, "%s/presets/%s.%s", testdata(), preset, ends[i]);
		if (access(path, R_OK) == 0)
			return true;
	}
	return false;
}

static json_t *
infer(const char *path)
{
	struct input_options options = {0};
	struct buf text = {0};
	struct err err = {0};
	json_error_t fault;
	json_t *json;

	if (infer_write(path, &options, &text, &err) != 0)
		fail_msg("%s: %s", path, err.msg);
	json = json_loadb(text.data, text.len, JSON_REJECT_DUPLICATES, &fault);
	if (json == NULL)
		fail_msg("%s: %s in line %d of the proposal", path, fault.text,
		    fault.line);
	buf_clear(&text);
	return json;
}

/* How many of the columns that the truth maps the proposal has right. */
static void
compare(const char *name, const json_t *truth, const char *path, size_t *right,
    size_t *total)
{
	struct arena arena = {0};
	struct pairs found = {.arena = &arena};
	struct pairs due = {.arena = &arena, .there = &found};
	json_t *proposal = infer(path);
	size_t n = 0, n_right = 0;

	add_mapping(&found, proposal);
	add_unmapped(&found, proposal);
	add_mapping(&due, truth);
	for (size_t i = 0; i < due.count; i++) {
		struct span column = due.items[i].column;
		bool is_right = false;
		size_t before = 0;

		while (!span_eq(due.items[before].column, column))
			before++;
		if (before < i)
			continue;
		for (size_t j = i; j < due.count; j++)
			is_right |= span_eq(due.items[j].column, column) &&
			    has_pair(&found, column, due.items[j].field);
		n++;
		n_right += is_right;
		if (!is_right)
			print_message("  %s: not found: '%.*s' is %s\n", name,
			    (int)column.len, column.data,
			    canon_field_name(due.items[i].field));
	}
	print_message("%s: %zu of %zu columns\n", name, n_right, n);
	assert_true(n > 0);
	*right += n_right;
	*total += n;
	json_decref(proposal);
	arena_clear(&arena);
}

static void
presets_are_found(void **state)
{
	size_t right = 0, total = 0, fixtures = 0;
	char path[512];

	(void)state;
	for (size_t i = 0; i < map_preset_count(); i++) {
		const char *name = map_preset_name(i);
		struct span text = map_preset_text(i);
		json_t *truth;

		if (strcmp(name, "canonical") == 0 || !find_fixture(name, path))
			continue;
		truth = json_loadb(text.data, text.len, 0, NULL);
		assert_non_null(truth);
		compare(name, truth, path, &right, &total);
		json_decref(truth);
		fixtures++;
	}
	print_message(
	    "all: %zu of %zu columns of %zu exports\n", right, total, fixtures);
	assert_true(fixtures >= 6);
	assert_true(right * 100 >= total * LEAST_RATE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(presets_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
