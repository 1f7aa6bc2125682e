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
find_fixture(const char *preset, bool is_demo, char path[512])
{
	static const char *const ends[] = {"csv", "tsv", "json", "jsonl"};

	for (size_t i = 0; is_demo && i < sizeof(demo) / sizeof(demo[0]); i++)
		if (strcmp(demo[i].preset, preset) == 0) {
			snprintf(
			    path, 512, "%s/demo/%s", testdata(), demo[i].file);
			return true;
		}
	for (size_t i = 0; !is_demo && i < sizeof(ends) / sizeof(ends[0]);
	     i++) {
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
	struct map_notes notes = {0};
	struct map *map = map_new(&err);
	json_error_t fault;
	json_t *json;

	if (infer_write(path, &options, &text, &err) != 0)
		fail_msg("%s: %s", path, err.msg);
	json = json_loadb(text.data, text.len, JSON_REJECT_DUPLICATES, &fault);
	if (json == NULL)
		fail_msg("%s: %s in line %d of the proposal", path, fault.text,
		    fault.line);
	assert_non_null(map);
	if (map_read(map, path, buf_get(&text), &notes, &err) != 0)
		fail_msg("%s: the proposal: %s", path, notes.items[0].msg);
	map_notes_clear(&notes);
	map_free(map);
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
rate(const char *name, struct span text, const char *path, size_t *right,
    size_t *total)
{
	json_t *truth = json_loadb(text.data, text.len, 0, NULL);

	assert_non_null(truth);
	compare(name, truth, path, right, total);
	json_decref(truth);
}

static void
presets_are_found(void **state)
{
	const bool *is_demo = *state;
	size_t right = 0, total = 0, fixtures = 0;
	char path[512];

	for (size_t i = 0; i < map_preset_count(); i++) {
		const char *name = map_preset_name(i);

		if (strcmp(name, "canonical") == 0 ||
		    !find_fixture(name, *is_demo, path))
			continue;
		rate(name, map_preset_text(i), path, &right, &total);
		fixtures++;
	}
	print_message(
	    "all: %zu of %zu columns of %zu exports\n", right, total, fixtures);
	assert_true(fixtures >= 6);
	assert_true(right * 100 >= total * LEAST_RATE);
}

/* --- exports of which no preset knows the header --- */

static struct span
read_all(const char *path, struct buf *text)
{
	FILE *file = fopen(path, "rb");
	char chunk[4096];
	size_t n;

	assert_non_null(file);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_add(text, chunk, n);
	assert_int_equal(fclose(file), 0);
	return buf_get(text);
}

static void
strangers_are_found(void **state)
{
	static const char *const names[] = {"pos-receipts", "ec-orders",
	    "call-log", "line-friends", "survey-answers", "crm-contacts",
	    "helpdesk-tickets", "shop-orders", "table-checks", "salon-bookings",
	    "shop-sales", "desk-export", "mail-profiles", "form-answers",
	    "voip-calls", "store-orders", "inquiry-log", "member-cards",
	    "room-bookings", "chat-log", "till-sales", "call-notes",
	    "wholesale-orders", "subscription-charges", "lead-list"};
	size_t right = 0, total = 0;
	char path[512];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct buf truth = {0};

		snprintf(path, sizeof(path), "%s/infer/%s.map.json", testdata(),
		    names[i]);
		read_all(path, &truth);
		snprintf(path, sizeof(path), "%s/infer/%s.csv", testdata(),
		    names[i]);
		rate(names[i], buf_get(&truth), path, &right, &total);
		buf_clear(&truth);
	}
	print_message("strangers: %zu of %zu columns\n", right, total);
	assert_true(right * 100 >= total * LEAST_RATE);
}

/* --- small exports --- */

struct expected {
	const char *key;
	const char *json; /* of the field without remarks, keys sorted */
};

static void
drop_remarks(json_t *json)
{
	const char *key;
	json_t *value;
	void *next;

	json_object_foreach_safe(json, next, key, value)
	{
		if (key[0] == '_')
			json_object_del(json, key);
	}
}

static json_t *
infer_text(const char *text)
{
	char path[] = "/tmp/infer_test.XXXXXX";
	int descriptor = mkstemp(path);
	FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
	json_t *json;

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	json = infer(path);
	(void)unlink(path);
	return json;
}

static void
check_fields(const char *text, const struct expected *expected)
{
	json_t *proposal = infer_text(text);
	json_t *fields = json_object_get(proposal, "fields");

	for (; expected->key != NULL; expected++) {
		json_t *field = json_object_get(fields, expected->key);
		char *shown;

		if (field == NULL && expected->json == NULL)
			continue;
		drop_remarks(field);
		shown = json_dumps(field, JSON_COMPACT | JSON_SORT_KEYS);
		if (shown == NULL || expected->json == NULL ||
		    strcmp(shown, expected->json) != 0)
			fail_msg("'%s' is %s in the proposal for\n%s",
			    expected->key, shown == NULL ? "not" : shown, text);
		free(shown);
	}
	json_decref(proposal);
}

static void
columns_are_joined(void **state)
{
	static const struct expected parts[] = {
	    {"phone",
		"{\"concat\":[\"電話番号1\",\"電話番号2\",\"電話番号3\"],"
		"\"separator\":\"-\"}"},
	    {"postcode",
		"{\"concat\":[\"郵便番号1\",\"郵便番号2\"],"
		"\"separator\":\"-\"}"},
	    {"customer_id", "{\"column\":\"会員ID\"}"}, {"phone#2", NULL},
	    {NULL, NULL}};
	static const struct expected clock[] = {
	    {"occurred_at",
		"{\"concat\":[\"Date\",\"Time\"],"
		"\"format\":\"%m/%d/%Y %I:%M:%S %p\",\"separator\":\" \"}"},
	    {"amount", "{\"column\":\"Total\"}"},
	    {"event", "{\"const\":\"purchase\"}"}, {NULL, NULL}};
	static const struct expected sum[] = {
	    {"handle_seconds",
		"{\"sum\":[\"talk time\",\"hold time\"],\"unit\":\"s\"}"},
	    {"wait_seconds", "{\"column\":\"queue time\",\"unit\":\"s\"}"},
	    {"phone", "{\"column\":\"caller id\"}"}, {NULL, NULL}};

	(void)state;
	check_fields(
	    "会員ID,電話番号1,電話番号2,電話番号3,郵便番号1,郵便番号2\n"
	    "1,090,1234,5678,100,0001\n",
	    parts);
	check_fields("Transaction ID,Date,Time,Total\n"
		     "t1,8/22/2026,2:30:00 PM,$12.50\n",
	    clock);
	check_fields("call id,caller id,start time,talk time,hold time,"
		     "queue time\n"
		     "1,03-3333-4444,2026-01-05 10:00,60,5,7.5\n",
	    sum);
}

static void
words_are_spelt_out(void **state)
{
	static const struct expected legend[] = {
	    {"status",
		"{\"column\":\"会員状態 (0:利用可, 3:退会, 4:名寄せ)\","
		"\"otherwise\":\"active\",\"values\":{\"0\":\"active\","
		"\"3\":\"withdrawn\",\"4\":\"merged\"}}"},
	    {NULL, NULL}};
	static const struct expected names[] = {
	    {"outcome",
		"{\"column\":\"対応状況(ID)\",\"otherwise\":null,\"values\":"
		"{\"3\":\"cancelled\",\"5\":null}}"},
	    {"event_id", "{\"column\":\"注文ID\"}"},
	    {"currency", "{\"const\":\"JPY\"}"}, {NULL, NULL}};
	static const struct expected channels[] = {
	    {"channel",
		"{\"column\":\"Via\",\"otherwise\":\"other\","
		"\"values\":{\"Pigeon\":\"=keep\","
		"\"Web form\":\"form\"}}"},
	    {"case_id", "{\"column\":\"Id\"}"},
	    {"event_id", "{\"column\":\"Id\"}"},
	    {"email", "{\"column\":\"Requester email\"}"}, {NULL, NULL}};
	static const struct expected wish[] = {
	    {"opt_out",
		"{\"column\":\"メルマガ希望\",\"otherwise\":\"no\","
		"\"values\":{\"N\":\"yes\",\"Y\":\"no\"}}"},
	    {NULL, NULL}};
	static const struct expected refusal[] = {
	    {"opt_out",
		"{\"column\":\"メルマガ停止\",\"otherwise\":\"no\","
		"\"values\":{\"N\":\"no\",\"Y\":\"yes\"}}"},
	    {NULL, NULL}};

	(void)state;
	check_fields("会員ID,メルマガ希望\n1,Y\n2,N\n", wish);
	check_fields("会員ID,メルマガ停止\n1,Y\n2,N\n", refusal);
	check_fields("会員ID,\"会員状態 (0:利用可, 3:退会, 4:名寄せ)\"\n"
		     "1,0\n2,3\n3,4\n",
	    legend);
	check_fields("注文ID,受注日,支払合計,対応状況(ID),対応状況(名称)\n"
		     "1,2026-01-05,1000,5,発送済み\n"
		     "2,2026-01-06,2000,3,注文取消し\n",
	    names);
	check_fields("Id,Requester email,Via,Created at\n"
		     "1,a@mail.test,Web form,2026-01-05 10:00\n"
		     "2,b@mail.test,Pigeon,2026-01-05 11:00\n",
	    channels);
}

static void
values_tell_without_header(void **state)
{
	static const struct expected shapes[] = {
	    {"email", "{\"column\":\"2\"}"}, {"phone", "{\"column\":\"3\"}"},
	    {"gender", "{\"column\":\"4\"}"}, {NULL, NULL}};

	(void)state;
	check_fields("17,aoi@mail.test,090-1234-5678,女性\n"
		     "18,jun@mail.test,03-3333-4444,男性\n",
	    shapes);
}

static void
others_stay_apart(void **state)
{
	static const struct expected buyer[] = {
	    {"full_name", "{\"column\":\"Billing Name\"}"},
	    {"phone", "{\"column\":\"Billing Phone\"}"}, {"phone#2", NULL},
	    {"agent", "{\"column\":\"Staff name\"}"}, {NULL, NULL}};

	(void)state;
	check_fields("Order ID,Created at,Billing Name,Billing Phone,"
		     "Shipping Name,Shipping Phone,Staff name\n"
		     "1,2026-01-05 10:00,Al Roe,090-1234-5678,Bo Lee,"
		     "090-8765-4321,Sue\n",
	    buyer);
}

static void
rows_of_one_event_are_grouped(void **state)
{
	static const struct {
		const char *rows;
		const char *group; /* without the reason; NULL = none */
	} cases[] = {
	    {"1,2026-01-05,100\n2,2026-01-06,200\n", NULL},
	    {"1,2026-01-05,100\n1,2026-01-05,100\n",
		"{\"amount\":\"once\",\"by\":\"event_id\","
		"\"rows\":\"repeat\"}"},
	    {"1,2026-01-05,100\n1,2026-01-05,50\n",
		"{\"amount\":\"sum\",\"by\":\"event_id\","
		"\"rows\":\"repeat\"}"},
	    {"1,2026-01-05,100\n1,,\n2,2026-01-06,70\n",
		"{\"amount\":\"once\",\"by\":\"event_id\","
		"\"rows\":\"continue\"}"},
	    {"1,2026-01-05,100\n2,2026-01-05,50\n1,2026-01-05,100\n",
		"{\"amount\":\"once\",\"anywhere\":true,\"by\":\"event_id\","
		"\"rows\":\"repeat\"}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[300];
		json_t *proposal, *group;
		char *shown;

		snprintf(text, sizeof(text), "order id,order date,total\n%s",
		    cases[i].rows);
		proposal = infer_text(text);
		group = json_object_get(proposal, "group");
		if (cases[i].group == NULL) {
			assert_null(group);
		} else {
			drop_remarks(group);
			shown =
			    json_dumps(group, JSON_COMPACT | JSON_SORT_KEYS);
			assert_non_null(shown);
			assert_string_equal(shown, cases[i].group);
			free(shown);
		}
		json_decref(proposal);
	}
}

static void
doubt_is_told(void **state)
{
	json_t *proposal =
	    infer_text("member id,birthday,empty\n1,05/06/1980,\n");
	json_t *field =
	    json_object_get(json_object_get(proposal, "fields"), "birth_date");
	json_t *left = json_object_get(proposal, "_unmapped");

	(void)state;
	assert_null(json_object_get(field, "format"));
	assert_int_equal(
	    json_array_size(json_object_get(field, "_formats")), 2);
	assert_true(
	    json_real_value(json_object_get(field, "_confidence")) < 0.5);
	assert_int_equal(json_array_size(left), 1);
	assert_string_equal(json_string_value(json_object_get(
				json_array_get(left, 0), "column")),
	    "empty");
	json_decref(proposal);
}

int
main(void)
{
	static bool is_demo[] = {false, true};
	const struct CMUnitTest tests[] = {
	    {"presets_are_found", presets_are_found, NULL, NULL, &is_demo[0]},
	    {"demo_is_found", presets_are_found, NULL, NULL, &is_demo[1]},
	    cmocka_unit_test(strangers_are_found),
	    cmocka_unit_test(columns_are_joined),
	    cmocka_unit_test(words_are_spelt_out),
	    cmocka_unit_test(values_tell_without_header),
	    cmocka_unit_test(others_stay_apart),
	    cmocka_unit_test(rows_of_one_event_are_grouped),
	    cmocka_unit_test(doubt_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
