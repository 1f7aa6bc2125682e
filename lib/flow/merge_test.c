#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/hash.h"
#include "flow/merge.h"
#include "store/history.h"

/* A person as one source knows it; NULL is not known. */
struct person {
	const char *source;
	const char *native_id;
	const char *family, *given;
	const char *email;
	const char *phone;
	const char *line; /* an id:line */
	const char *ssn;  /* an id:ssn, declared unique */
};

static const struct person people[] = {
    {"ec", "1", "佐藤", "健", "ken@sato.jp", "+819011112222", NULL, NULL},
    {"ec", "2", "佐藤", "花子", NULL, "+819011112222", NULL, NULL},
    {"ec", "3", "森", "愛", NULL, NULL, NULL, "100"},
    {"shop", "A", "佐藤", "健", NULL, "+819011112222", NULL, NULL},
    {"shop", "B", "森", "愛", "ai@mori.jp", NULL, NULL, "100"},
    {"shop", "C", "林", "翔", "ai@mori.jp", NULL, NULL, "200"},
    {"bot", "x", NULL, NULL, "KEN@sato.jp", NULL, "U77", NULL},
    {"line", "U77", NULL, NULL, NULL, NULL, NULL, NULL},
    {"tel", "t", NULL, NULL, NULL, "+819011112222", NULL, NULL},
    {"tel", "0", NULL, NULL, "info@shop.jp", NULL, NULL, NULL},
    {"mail", "0", NULL, NULL, "info@shop.jp", NULL, NULL, NULL},
};

#define N_PEOPLE (sizeof(people) / sizeof(people[0]))

static struct store *
new_store(void)
{
	struct err err = {0};
	struct store *store = store_open(NULL, STORE_CREATE, 0600, 0, &err);

	assert_non_null(store);
	return store;
}

static void
add_value(struct canon_record *record, enum canon_field field, const char *name,
    const char *value)
{
	struct canon_value *v = &record->values[record->n_values];

	if (value == NULL)
		return;
	record->n_values++;
	memset(v, 0, sizeof(*v));
	v->field = field;
	v->name = span_of(name);
	v->raw = span_of(value);
	v->normal = span_of(value);
	v->is_unique = name != NULL && strcmp(name, "ssn") == 0;
}

/* One import of one person. */
static void
import(struct store *store, const struct person *p)
{
	struct canon_value values[4];
	struct canon_record record = {.values = values,
	    .native_id = span_of(p->native_id),
	    .said_at_us = CANON_NO_TIME};
	struct canon_row row = {
	    .line = 2, .records = &record, .n_records = 1, .n_lines = 1};
	struct store_import_info info = {.path = SPAN("people.csv"),
	    .source = span_of(p->source),
	    .channel = span_of(p->source),
	    .channel_kind = CANON_OTHER_CHANNEL,
	    .zone = SPAN("UTC"),
	    .now_us = 1};
	struct store_import_counts counts = {.rows = 1};
	struct store_import *job;
	struct store_batch *batch;
	struct buf hash = {0};
	struct err err = {0};

	record.field[CANON_F_FAMILY_NAME] = span_of(p->family);
	record.field[CANON_F_GIVEN_NAME] = span_of(p->given);
	add_value(&record, CANON_F_EMAIL, NULL, p->email);
	add_value(&record, CANON_F_PHONE, NULL, p->phone);
	add_value(&record, CANON_F_ID, "line", p->line);
	add_value(&record, CANON_F_ID, "ssn", p->ssn);
	job = store_import_begin(store, &info, &err);
	assert_non_null(job);
	batch = store_batch_new(job, &err);
	assert_non_null(batch);
	assert_int_equal(store_batch_add(batch, &row, &err), 0);
	assert_int_equal(store_import_write(job, batch, &err), 0);
	store_batch_free(batch);
	buf_printf(&hash, "%s:%s", p->source, p->native_id);
	if (store_import_finish(job, buf_text(&hash), false, &counts, &err) ==
	    -1)
		fail_msg("%s", err.msg);
	buf_clear(&hash);
}

static void
run(struct store *store, struct merge *merge, bool is_dry_run)
{
	const struct merge_options options = {is_dry_run, 5};
	struct err err = {0};

	if (merge_exact(store, &options, merge, &err) == -1)
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
	struct person p;
	size_t i;

	for (i = 0; i < N_PEOPLE; i++) {
		p = people[(first + i * step) % N_PEOPLE];
		/* The import gives the normal form; here by hand. */
		if (p.email != NULL && strcmp(p.email, "KEN@sato.jp") == 0)
			p.email = "ken@sato.jp";
		import(store, &p);
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
		store = new_store();
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
	struct store *store = new_store();

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
	struct store *store = new_store();

	(void)state;
	import_all(store, 0, 1);
	run(store, &merge, false);
	run(store, &merge, false);
	assert_int_equal(merge.run.id, 2);
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
	struct store *store = new_store();
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
	static const struct person first[] = {
	    {"a", "1", NULL, NULL, "x@mail.jp", NULL, NULL, NULL},
	    {"b", "1", NULL, NULL, "y@mail.jp", NULL, NULL, NULL},
	    {"b", "2", NULL, NULL, "y@mail.jp", NULL, NULL, NULL},
	};
	static const struct person later = {
	    "0", "9", NULL, NULL, "x@mail.jp", NULL, "L", NULL};
	static const struct person bridge = {
	    "b", "2", NULL, NULL, NULL, NULL, "L", NULL};
	struct merge merge = {0};
	struct store *store = new_store();
	struct err err = {0};
	int counts[3] = {0};
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++)
		import(store, &first[i]);
	run(store, &merge, false);
	import(store, &later);
	run(store, &merge, false);
	/* A new record in front of all others takes no id away. */
	assert_int_equal(merge.run.created, 0);
	assert_int_equal(customer_of(store, "a:1"), 1);
	assert_int_equal(customer_of(store, "0:9"), 1);
	assert_int_equal(customer_of(store, "b:1"), 2);
	import(store, &bridge);
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
	struct store *store = new_store();
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_orders),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_again),
	    cmocka_unit_test(test_dry_run),
	    cmocka_unit_test(test_growth),
	    cmocka_unit_test(test_conflicts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
