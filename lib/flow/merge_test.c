#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "flow/merge.h"
#include "flow/sample.h"
#include "flow/undo.h"
#include "store/history.h"
#include "store/retract.h"

static const struct sample people[] = {
    {.source = "ec",
	.native_id = "1",
	.family = "佐藤",
	.given = "健",
	.email = "ken@sato.jp",
	.phone = "+819011112222"},
    {.source = "ec",
	.native_id = "2",
	.family = "佐藤",
	.given = "花子",
	.phone = "+819011112222"},
    {.source = "ec",
	.native_id = "3",
	.family = "森",
	.given = "愛",
	.ssn = "100"},
    {.source = "shop",
	.native_id = "A",
	.family = "佐藤",
	.given = "健",
	.phone = "+819011112222"},
    {.source = "shop",
	.native_id = "B",
	.family = "森",
	.given = "愛",
	.email = "ai@mori.jp",
	.ssn = "100"},
    {.source = "shop",
	.native_id = "C",
	.family = "林",
	.given = "翔",
	.email = "ai@mori.jp",
	.ssn = "200"},
    {.source = "bot", .native_id = "x", .email = "KEN@sato.jp", .line = "U77"},
    {.source = "line", .native_id = "U77"},
    {.source = "tel", .native_id = "t", .phone = "+819011112222"},
    {.source = "tel", .native_id = "0", .email = "info@shop.jp"},
    {.source = "mail", .native_id = "0", .email = "info@shop.jp"},
};

#define N_PEOPLE (sizeof(people) / sizeof(people[0]))

static void
run(struct store *store, struct merge *merge, bool is_dry_run)
{
	const struct merge_options options = {
	    .is_exact = true, .is_dry_run = is_dry_run, .now_us = 5};
	struct err err = {0};

	if (merge_run(store, &options, merge, &err) == -1)
		fail_msg("%s", err.msg);
}

static int64_t
customer_of(struct store *store, const char *record)
{
	struct err err = {0};
	int64_t customer;

	if (store_find_customer(store, span_of(record), &customer, &err) == -1)
		fail_msg("%s", err.msg);
	return customer;
}

/* Import in the order that ${first} and ${step} walk through. */
static void
import_all(struct store *store, size_t first, size_t step)
{
	struct sample p;
	size_t i;

	for (i = 0; i < N_PEOPLE; i++) {
		p = people[(first + i * step) % N_PEOPLE];
		/* The import gives the normal form; here by hand. */
		if (p.email != NULL && strcmp(p.email, "KEN@sato.jp") == 0)
			p.email = "ken@sato.jp";
		sample_import(store, &p);
	}
}

static void
check_partition(struct store *store)
{
	int64_t ken = customer_of(store, "ec:1");

	/* By e-mail, by id, and by the phone that the name agrees with. */
	assert_int_equal(customer_of(store, "shop:A"), ken);
	assert_int_equal(customer_of(store, "bot:x"), ken);
	assert_int_equal(customer_of(store, "line:U77"), ken);
	/* Her phone is his, but her name is not; the call is nobody's. */
	assert_int_not_equal(customer_of(store, "ec:2"), ken);
	assert_int_not_equal(customer_of(store, "tel:t"), ken);
	assert_int_not_equal(
	    customer_of(store, "tel:t"), customer_of(store, "ec:2"));
	/* A unique id links, and parts what shares an e-mail. */
	assert_int_equal(
	    customer_of(store, "ec:3"), customer_of(store, "shop:B"));
	assert_int_not_equal(
	    customer_of(store, "shop:B"), customer_of(store, "shop:C"));
	/* Blocked: the shop's own address, and the id of guests. */
	assert_int_not_equal(
	    customer_of(store, "tel:0"), customer_of(store, "mail:0"));
}

/* Whatever the order of imports, the same customers with the same ids. */
static void
test_orders(void **state)
{
	static const size_t steps[] = {1, 3, 7, 10};
	int64_t ids[N_PEOPLE] = {0};
	struct merge merge = {0};
	struct store *store;
	struct buf name = {0};
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		store = sample_store();
		import_all(store, i, steps[i]);
		run(store, &merge, false);
		check_partition(store);
		assert_int_equal(merge.run.records, N_PEOPLE);
		assert_int_equal(merge.run.customers, 7);
		assert_int_equal(merge.run.created, 7);
		assert_int_equal(merge.run.largest, 4);
		for (j = 0; j < N_PEOPLE; j++) {
			buf_reset(&name);
			buf_printf(&name, "%s:%s", people[j].source,
			    people[j].native_id);
			if (i == 0)
				ids[j] = customer_of(store, buf_text(&name));
			assert_int_equal(
			    customer_of(store, buf_text(&name)), ids[j]);
		}
		merge_clear(&merge);
		store_close(store);
	}
	buf_clear(&name);
}

/* Numbered by the smallest (source, native id): bot:x is the first. */
static void
test_numbers(void **state)
{
	struct merge merge = {0};
	struct store *store = sample_store();

	(void)state;
	import_all(store, 0, 1);
	run(store, &merge, false);
	assert_int_equal(customer_of(store, "bot:x"), 1);
	assert_int_equal(customer_of(store, "ec:1"), 1);
	assert_int_equal(customer_of(store, "ec:2"), 2);
	assert_int_equal(customer_of(store, "ec:3"), 3);
	assert_int_equal(customer_of(store, "mail:0"), 4);
	assert_int_equal(customer_of(store, "shop:C"), 5);
	merge_clear(&merge);
	store_close(store);
}

static void
test_again(void **state)
{
	struct merge merge = {0};
	struct store *store = sample_store();

	(void)state;
	import_all(store, 0, 1);
	run(store, &merge, false);
	run(store, &merge, false);
	assert_int_equal(merge.run.id, 1);
	assert_int_equal(merge.run.created, 0);
	assert_int_equal(merge.run.joined, 0);
	assert_int_equal(merge.run.split, 0);
	check_partition(store);
	merge_clear(&merge);
	store_close(store);
}

static void
test_dry_run(void **state)
{
	struct merge merge = {0};
	struct store *store = sample_store();
	struct err err = {0};
	int64_t last;

	(void)state;
	import_all(store, 0, 1);
	run(store, &merge, true);
	assert_int_equal(merge.run.id, 0);
	assert_int_equal(merge.run.customers, 7);
	assert_int_equal(history_last_run(store, &last, &err), 0);
	assert_int_equal(last, 0);
	merge_clear(&merge);
	store_close(store);
}

static int
count_move(void *context, const struct history_move *move, struct err *err)
{
	int *counts = context;

	(void)err;
	counts[move->from == 0 ? 0 : move->into == 0 ? 2 : 1]++;
	return 0;
}

/* Two customers turn out to be one: the larger keeps its id. */
static void
test_growth(void **state)
{
	static const struct sample first[] = {
	    {.source = "a", .native_id = "1", .email = "x@mail.jp"},
	    {.source = "b", .native_id = "1", .email = "y@mail.jp"},
	    {.source = "b", .native_id = "2", .email = "y@mail.jp"},
	};
	static const struct sample later = {
	    .source = "0", .native_id = "9", .email = "x@mail.jp", .line = "L"};
	static const struct sample bridge = {
	    .source = "b", .native_id = "2", .line = "L"};
	struct merge merge = {0};
	struct store *store = sample_store();
	struct err err = {0};
	int counts[3] = {0};
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++)
		sample_import(store, &first[i]);
	run(store, &merge, false);
	sample_import(store, &later);
	run(store, &merge, false);
	/* A new record in front of all others takes no id away. */
	assert_int_equal(merge.run.created, 0);
	assert_int_equal(customer_of(store, "a:1"), 1);
	assert_int_equal(customer_of(store, "0:9"), 1);
	assert_int_equal(customer_of(store, "b:1"), 2);
	sample_import(store, &bridge);
	run(store, &merge, false);
	assert_int_equal(merge.run.joined, 1);
	assert_int_equal(merge.run.customers, 1);
	assert_int_equal(customer_of(store, "b:1"), 1);
	assert_int_equal(customer_of(store, "C000000002"), 1);
	assert_int_equal(history_moves(store, 1, count_move, counts, &err), 0);
	assert_int_equal(counts[0], 2);
	assert_int_equal(counts[1], 2);
	assert_int_equal(counts[2], 0);
	merge_clear(&merge);
	store_close(store);
}

static uint64_t
next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

#define N_RANDOM 60

/* Somebody of a small town, where much is shared. The names are static. */
static void
make_random(struct sample *s, uint64_t *state)
{
	static const char *const sources[] = {"ec", "shop", "bot"};
	static const char *const ids[] = {"1", "2", "3", "4", "5", "6", "7",
	    "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18"};
	static const char *const given[] = {NULL, "健", "花子", "愛"};
	static const char *const emails[] = {
	    NULL, NULL, "a@mori.jp", "b@mori.jp", "c@mori.jp", "d@mori.jp"};
	static const char *const phones[] = {NULL, "+819011112222",
	    "+819011112223", "+819011112224", "+819011112225"};
	static const char *const ssns[] = {NULL, NULL, NULL, "100", "200"};
	uint64_t r = next_random(state);

	memset(s, 0, sizeof(*s));
	s->source = sources[r % 3];
	s->native_id = ids[(r >> 8) % 18];
	s->given = given[(r >> 16) % 4];
	s->family = s->given == NULL ? NULL : "佐藤";
	s->email = emails[(r >> 24) % 6];
	s->phone = phones[(r >> 32) % 5];
	s->ssn = ssns[(r >> 40) % 5];
}

/* The last number that was given. */
static int64_t
last_given(struct store *store)
{
	struct err err = {0};
	int64_t next;

	assert_int_equal(store_next_customer(store, &next, &err), 0);
	return next - 1;
}

/* The sums of a run hold, and every id that was ever given leads somewhere. */
static int64_t
check_run(struct store *store, const struct merge *merge, int64_t before,
    int64_t given)
{
	struct err err = {0};
	char name[24];
	int64_t customer;

	assert_int_equal(merge->run.customers,
	    before + merge->run.created - merge->run.joined);
	assert_true(given + merge->run.created >= last_given(store));
	given = last_given(store);
	for (int64_t i = 1; i <= given; i++) {
		store_customer_name(i, name);
		assert_int_equal(
		    store_find_customer(store, span_of(name), &customer, &err),
		    0);
	}
	return given;
}

/* Merging bit by bit gives the partition that merging at once gives. */
static void
check_growth(uint64_t seed)
{
	struct store *grown = sample_store(), *whole = sample_store();
	struct merge by_bits = {0}, at_once = {0};
	uint64_t state = seed;
	int64_t before = 0, given = 0;
	struct sample s;
	size_t i, j;

	for (i = 1; i <= N_RANDOM; i++) {
		make_random(&s, &state);
		s.at_us = (int64_t)i;
		sample_import(grown, &s);
		sample_import(whole, &s);
		if (i % 12 != 0)
			continue;
		run(grown, &by_bits, false);
		given = check_run(grown, &by_bits, before, given);
		before = by_bits.run.customers;
	}
	run(whole, &at_once, false);
	assert_int_equal(by_bits.columns.n_records, at_once.columns.n_records);
	for (i = 0; i < by_bits.columns.n_records; i++)
		for (j = 0; j < i; j++)
			assert_int_equal(by_bits.found.cluster[i] ==
				by_bits.found.cluster[j],
			    at_once.found.cluster[i] ==
				at_once.found.cluster[j]);
	merge_clear(&by_bits);
	merge_clear(&at_once);
	store_close(grown);
	store_close(whole);
}

static void
test_bit_by_bit(void **state)
{
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= 6; seed++)
		check_growth(seed * 7919);
}

static int
take_conflict(
    void *context, const struct history_conflict *row, struct err *err)
{
	struct buf *text = context;

	(void)err;
	buf_printf(text, "%.*s %.*s %.*s %.*s;", (int)row->left.len,
	    row->left.data, (int)row->right.len, row->right.data,
	    (int)row->kind.len, row->kind.data, (int)row->reason.len,
	    row->reason.data);
	return 0;
}

static void
test_conflicts(void **state)
{
	struct merge merge = {0};
	struct store *store = sample_store();
	struct err err = {0};
	struct buf text = {0};

	(void)state;
	import_all(store, 0, 1);
	run(store, &merge, false);
	assert_int_equal(
	    history_conflicts(store, 1, take_conflict, &text, &err), 0);
	assert_non_null(strstr(buf_text(&text), "email another id:ssn;"));
	assert_non_null(strstr(buf_text(&text),
	    "phone shared by customers that contradict each other;"));
	buf_clear(&text);
	merge_clear(&merge);
	store_close(store);
}

/* What an import put together and takes apart again is who it was. */
static const struct sample apart[] = {
    {.source = "ec", .native_id = "1", .given = "健", .email = "ken@sato.jp"},
    {.source = "ec", .native_id = "2", .given = "愛", .email = "ai@mori.jp"},
    {.source = "tel", .native_id = "3", .given = "健", .line = "U1"},
    {.source = "tel", .native_id = "4", .given = "翔", .line = "U2"},
    /* Who says that ec:2 is tel:3, and tel:4 is ec:1. */
    {.source = "bot", .native_id = "5", .email = "ai@mori.jp", .line = "U1"},
    {.source = "bot", .native_id = "6", .email = "ken@sato.jp", .line = "U2"},
};

static void
take_back(struct store *store, int64_t import)
{
	struct retract_counts counts;
	struct err err = {0};

	if (retract_import(store, import, 9, &counts, &err) == -1)
		fail_msg("%s", err.msg);
}

static void
check_ids(struct store *store, const char *expected)
{
	struct buf found = {0}, name = {0};
	size_t i;

	for (i = 0; i < strlen(expected); i++) {
		buf_reset(&name);
		buf_printf(&name, "%s:%s", apart[i].source, apart[i].native_id);
		buf_printf(
		    &found, "%d", (int)customer_of(store, buf_text(&name)));
	}
	assert_string_equal(buf_text(&found), expected);
	buf_clear(&found);
	buf_clear(&name);
}

static void
test_ids_return(void **state)
{
	struct store *store = sample_store();
	struct merge merge = {0};
	struct store_run made;
	struct err err = {0};
	static const char *const out[] = {"ec:2", "bot:5"};
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++)
		sample_import(store, &apart[i]);
	run(store, &merge, false);
	merge_clear(&merge);
	check_ids(store, "1234");
	sample_import(store, &apart[4]);
	sample_import(store, &apart[5]);
	run(store, &merge, false);
	assert_int_equal(merge.run.joined, 2);
	merge_clear(&merge);
	check_ids(store, "122121");
	take_back(store, 5);
	run(store, &merge, false);
	assert_int_equal(merge.run.split, 1);
	assert_int_equal(merge.run.created, 1);
	merge_clear(&merge);
	check_ids(store, "1231");
	take_back(store, 6);
	run(store, &merge, false);
	merge_clear(&merge);
	check_ids(store, "1234");
	assert_int_equal(last_given(store), 4);
	/* A record that comes back, and one that is sent out. */
	take_back(store, 4);
	run(store, &merge, false);
	merge_clear(&merge);
	sample_import(store, &apart[3]);
	sample_import(store, &apart[4]);
	run(store, &merge, false);
	merge_clear(&merge);
	check_ids(store, "12242");
	assert_int_equal(
	    undo_split(store, span_of("C2"), out + 1, 1, 9, &made, &err), 0);
	check_ids(store, "12245");
	assert_int_equal(undo_split(store, span_of("C2"),
			     (const char *const[]){"tel:3"}, 1, 9, &made, &err),
	    0);
	assert_int_equal(made.created, 1);
	check_ids(store, "12345");
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_orders),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_again),
	    cmocka_unit_test(test_dry_run),
	    cmocka_unit_test(test_growth),
	    cmocka_unit_test(test_bit_by_bit),
	    cmocka_unit_test(test_ids_return),
	    cmocka_unit_test(test_conflicts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
