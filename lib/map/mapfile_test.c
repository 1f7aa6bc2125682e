#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "map/map.h"

/* Mappings that are wrong, and all that is said of them. */
static const struct {
	const char *text;
	const char *expected; /* line, column and message of each problem */
} faults[] = {
    {"{", "1 column 1: not JSON: string or '}' expected near end of file\n"},
    {"[]", "1 column 1: not an object\n"},
    {"{}", "1 column 1: needs \"omni_map\": 1, the version of its language\n"},
    {"{\"omni_map\": 1,\n \"feilds\": {},\n \"nonsense!\": 1}",
	"2 column 2: unknown key 'feilds': did you mean 'fields'?\n"
	"3 column 2: unknown key 'nonsense!'\n"},
    {"{\"omni_map\": 1, \"fields\": {\n"
     "  \"familyname\": \"a\",\n"
     "  \"email\": { \"colum\": \"x\" },\n"
     "  \"日\": \"x\", \"phone\": 3\n"
     "}}",
	"2 column 3: unknown field 'familyname': did you mean "
	"'family_name'?\n"
	"3 column 14: unknown key 'colum': did you mean 'column'?\n"
	"3 column 3: takes one of \"column\", \"concat\", \"sum\", "
	"\"const\" and \"from\"\n"
	"4 column 3: unknown field '日'\n"
	"4 column 13: not a text\n"},
    {"{\"omni_map\": 1, \"fields\": {\n"
     "  \"event\": { \"const\": \"bought\" },\n"
     "  \"outcome\": { \"column\": \"s\", \"values\": { \"1\": \"dead\",\n"
     "    \"2\": \"=sold\" } },\n"
     "  \"occurred_at\": { \"column\": \"t\", \"format\": \"%Q\" }\n"
     "}}",
	"2 column 3: 'bought' is no value of 'event'\n"
	"3 column 43: 'dead' is no value of 'outcome'\n"
	"4 column 5: 'sold' is no kind of event\n"
	"5 column 35: not a date pattern: '%Q'\n"},
    {"{\"omni_map\": 1, \"fields\": { \"city\": {\n"
     "\"column\": \"c\",\n"
     "\"split\": \";\",\n"
     "\"format\": \"%Y\",\n"
     "\"unit\": \"s\",\n"
     "\"unique\": true,\n"
     "\"otherwise\": \"x\",\n"
     "\"after\": \"registered_at\",\n"
     "\"required\": 1 } } }",
	"3 column 1: \"split\" belongs to fields that repeat\n"
	"4 column 1: \"format\" belongs to times and birth dates\n"
	"6 column 1: \"unique\" belongs to id:SPACE\n"
	"7 column 1: \"otherwise\" belongs to \"values\"\n"
	"8 column 1: not \"occurred_at\"\n"
	"8 column 1: \"after\" belongs to times of an event\n"
	"9 column 1: not true or false\n"},
    {"{\"omni_map\": 1,\n"
     "\"timezone\": \"Asia/Tokio\",\n"
     "\"channel\": \"a b\",\n"
     "\"country\": \"Japan\",\n"
     "\"format\": { \"type\": \"xlsx\", \"delimiter\": \"||\",\n"
     "  \"header\": \"third row\" },\n"
     "\"block\": { \"city\": [\"x\"] },\n"
     "\"group\": { \"by\": \"email\", \"rows\": \"continue\", "
     "\"anywhere\": true },\n"
     "\"tombstone\": { \"status\": \"dead\" },\n"
     "\"other_party\": { \"fields\": { \"amount\": \"x\" } } }",
	"2 column 1: no time zone 'Asia/Tokio' (say it like Asia/Tokyo, "
	"UTC, +09:00)\n"
	"3 column 1: 'a b' cannot name a channel\n"
	"4 column 1: not a country of two letters, such as \"JP\"\n"
	"5 column 13: not csv, tsv, json or jsonl\n"
	"5 column 29: not one character (no quote)\n"
	"6 column 3: not \"first row that has 'NAME'\" or a list of names\n"
	"7 column 12: not customer_id, id:SPACE, email or phone\n"
	"8 column 1: rows that continue the one before cannot stand "
	"\"anywhere\"\n"
	"8 column 12: not event_id or case_id\n"
	"9 column 1: needs \"when\"\n"
	"9 column 16: not merged or withdrawn\n"
	"10 column 30: 'amount' is no field of a person\n"},
    {"{\"omni_map\": 1,\n"
     "\"skip\": [ { \"column\": \"x\" }, { \"in\": [\"a\"] } ],\n"
     "\"events\": [ { \"fields\": { \"email\": \"e\" } }, {} ] }",
	"2 column 11: takes one of \"in\", \"not_in\" and \"empty\"\n"
	"2 column 30: a condition needs a \"column\"\n"
	"3 column 15: 'email' is no field of an event\n"
	"3 column 45: an event needs \"fields\"\n"},
};

/* Notes of one line may come in any order among themselves. */
static void
expect_notes(const struct map_notes *notes, const char *expected)
{
	struct buf out = {0};

	for (size_t i = 0; i < notes->count; i++) {
		assert_string_equal(notes->items[i].path, "m.json");
		buf_printf(&out, "%ju %s\n", (uintmax_t)notes->items[i].line,
		    notes->items[i].msg);
		if (strstr(expected, notes->items[i].msg) == NULL)
			fail_msg("not expected: %s", notes->items[i].msg);
	}
	if (buf_get(&out).len != strlen(expected))
		fail_msg("%s--- expected:\n%s", buf_text(&out), expected);
	buf_clear(&out);
}

static void
tells_all_faults_at_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct map_notes notes = {0};
		struct err err = {0};
		struct map *map = map_new(&err);

		assert_non_null(map);
		assert_int_equal(map_read(map, "m.json",
				     span_of(faults[i].text), &notes, &err),
		    -1);
		assert_int_equal(err.code, ERR_CONFIG);
		assert_true(notes.n_errors > 0);
		expect_notes(&notes, faults[i].expected);
		map_notes_clear(&notes);
		map_free(map);
	}
}

/* Every mapping that is built in can be read, and is named as its file. */
static void
reads_all_presets(void **state)
{
	static const char *const wanted[] = {"amazon-connect-ctr",
	    "base-orders", "canonical", "eccube-customers", "eccube-orders",
	    "freshdesk-json", "ga4-events", "genesys-conversations",
	    "hubspot-contacts", "intercom-conversations", "line-talk",
	    "rakuten-orders", "shopify-customers", "shopify-orders",
	    "smaregi-members", "smaregi-transactions", "square-transactions",
	    "stripe-customers", "twilio-calls", "woocommerce-orders",
	    "zendesk-tickets-csv", "zendesk-tickets-json"};

	(void)state;
	assert_int_equal(
	    map_preset_count(), sizeof(wanted) / sizeof(wanted[0]));
	for (size_t i = 0; i < map_preset_count(); i++) {
		struct map_notes notes = {0};
		struct err err = {0};
		struct map *map = map_new(&err);

		assert_string_equal(map_preset_name(i), wanted[i]);
		if (map_read_preset(map, wanted[i], &notes, &err) < 0)
			fail_msg("%s: %s", wanted[i],
			    notes.count > 0 ? notes.items[0].msg : err.msg);
		assert_true(span_is(map_name(map), wanted[i]));
		map_notes_clear(&notes);
		map_free(map);
	}
}

static uint64_t
digest_of(const char *text, const char *field)
{
	struct map_notes notes = {0};
	struct err err = {0};
	struct map *map = map_new(&err);
	uint64_t digest;

	assert_int_equal(
	    map_read(map, "m.json", span_of(text), &notes, &err), 0);
	if (field != NULL)
		assert_int_equal(map_field(map, field, &err), 0);
	digest = map_digest(map);
	map_notes_clear(&notes);
	map_free(map);
	return digest;
}

static void
digests_what_decides(void **state)
{
	static const char plain[] =
	    "{\"omni_map\":1,\"fields\":{\"email\":\"a\"}}";
	static const char spaced[] =
	    "{ \"omni_map\": 1,\n\"fields\": { \"email\": \"a\" } }";
	static const char other[] =
	    "{\"omni_map\":1,\"fields\":{\"email\":\"b\"}}";

	(void)state;
	assert_true(digest_of(plain, NULL) == digest_of(spaced, NULL));
	assert_true(digest_of(plain, NULL) != digest_of(other, NULL));
	assert_true(digest_of(plain, NULL) != digest_of(plain, "phone=p"));
	assert_true(digest_of(plain, "phone=q") != digest_of(plain, "phone=p"));
}

/* Remarks are taken everywhere and decide nothing; a value is none. */
static void
passes_over_remarks(void **state)
{
	static const char plain[] =
	    "{\"omni_map\":1,\"format\":{\"header\":false},\"fields\":{"
	    "\"email\":{\"concat\":[\"1\",{\"const\":\"x\"}]},"
	    "\"event\":{\"column\":\"2\",\"values\":{\"_a\":\"view\"}}},"
	    "\"skip\":[{\"column\":\"3\",\"empty\":true}],"
	    "\"block\":{\"phone\":[\"0\"]}}";
	static const char remarked[] =
	    "{\"omni_map\":1,\"_a\":[1],\"format\":{\"header\":false,"
	    "\"_b\":0},\"fields\":{\"_c\":7,\"email\":{\"_d\":0.5,"
	    "\"concat\":[\"1\",{\"const\":\"x\",\"_e\":\"\"}]},"
	    "\"event\":{\"column\":\"2\",\"values\":{\"_a\":\"view\"}}},"
	    "\"skip\":[{\"column\":\"3\",\"empty\":true,\"_f\":{}}],"
	    "\"block\":{\"_g\":1,\"phone\":[\"0\"]}}";
	static const char other[] =
	    "{\"omni_map\":1,\"fields\":{"
	    "\"event\":{\"column\":\"2\",\"values\":{\"_a\":\"view\"}}}}";
	static const char less[] =
	    "{\"omni_map\":1,\"fields\":{"
	    "\"event\":{\"column\":\"2\",\"values\":{}}}}";

	(void)state;
	assert_true(digest_of(plain, NULL) == digest_of(remarked, NULL));
	assert_true(digest_of(other, NULL) != digest_of(less, NULL));
}

static void
knows_files_without_header(void **state)
{
	static const char text[] =
	    "{\"omni_map\":1,\"format\":{\"header\":false}}";
	struct input_options options = {0};
	struct map_notes notes = {0};
	struct err err = {0};
	struct map *map = map_new(&err);

	(void)state;
	assert_int_equal(
	    map_read(map, "m.json", span_of(text), &notes, &err), 0);
	map_input(map, &options);
	assert_true(options.has_no_header);
	map_notes_clear(&notes);
	map_free(map);
}

/* What the mapping says of the file, unless the options say otherwise. */
static void
tells_the_format(void **state)
{
	static const char text[] =
	    "{\"omni_map\":1,\"source\":\"s\",\"channel\":\"tel:phone\","
	    "\"timezone\":\"Asia/Tokyo\",\"format\":{\"type\":\"tsv\","
	    "\"encoding\":\"CP932\",\"delimiter\":\"|\",\"skip\":2,"
	    "\"header\":\"first row that has 'a' and 'b c'\","
	    "\"root\":\"data.rows\"}}";
	struct input_options options = {0};
	struct input_options said = {
	    .type = INPUT_CSV, .encoding = "UTF-8", .delimiter = ';'};
	struct map_notes notes = {0};
	struct err err = {0};
	struct map *map = map_new(&err);

	(void)state;
	assert_int_equal(
	    map_read(map, "m.json", span_of(text), &notes, &err), 0);
	map_input(map, &options);
	assert_int_equal(options.type, INPUT_TSV);
	assert_string_equal(options.encoding, "CP932");
	assert_int_equal(options.delimiter, '|');
	assert_int_equal(options.skip, 2);
	assert_int_equal(options.n_header_has, 2);
	assert_true(span_is(options.header_has[0], "a"));
	assert_true(span_is(options.header_has[1], "b c"));
	assert_true(span_is(options.root, "data.rows"));
	map_input(map, &said);
	assert_int_equal(said.type, INPUT_CSV);
	assert_string_equal(said.encoding, "UTF-8");
	assert_int_equal(said.delimiter, ';');
	assert_true(span_is(map_source(map), "s"));
	assert_true(span_is(map_channel(map), "tel"));
	assert_int_equal(map_channel_kind(map), CANON_PHONE);
	assert_true(span_is(map_timezone(map), "Asia/Tokyo"));
	map_notes_clear(&notes);
	map_free(map);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tells_all_faults_at_once),
	    cmocka_unit_test(reads_all_presets),
	    cmocka_unit_test(digests_what_decides),
	    cmocka_unit_test(passes_over_remarks),
	    cmocka_unit_test(knows_files_without_header),
	    cmocka_unit_test(tells_the_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
