#include <unistd.h>

#include "base/hash.h"
#include "flow/adopt.h"
#include "flow/decide.h"
#include "flow/sample.h"
#include "flow/undo.h"
#include "store/decision.h"
#include "store/undo.h"

/*
 * Small worlds in which everything happens in any order: records come, runs
 * merge, decide, split and go back. What must hold does so after each step.
 */

#define RECORDS 14
#define STEPS 14
#define RUNS_MAX (STEPS + 1)

static const struct sample people[RECORDS] = {
    {.source = "ec", .native_id = "1", .email = "a@x.jp"},
    {.source = "ec", .native_id = "2", .email = "b@x.jp", .phone = "+8111"},
    {.source = "ec", .native_id = "3", .phone = "+8112"},
    {.source = "ec", .native_id = "4", .email = "a@x.jp", .line = "U1"},
    {.source = "shop", .native_id = "1", .email = "a@x.jp", .phone = "+8111"},
    {.source = "shop", .native_id = "2", .email = "c@x.jp", .line = "U2"},
    {.source = "shop", .native_id = "3", .email = "d@x.jp", .ssn = "S1"},
    {.source = "shop", .native_id = "4", .email = "d@x.jp", .ssn = "S2"},
    {.source = "shop", .native_id = "5", .phone = "+8112", .line = "U1"},
    {.source = "tel", .native_id = "1", .phone = "+8111"},
    {.source = "tel", .native_id = "2", .phone = "+8112", .email = "c@x.jp"},
    {.source = "tel", .native_id = "3", .email = "b@x.jp"},
    {.source = "chat", .native_id = "1", .line = "U1"},
    {.source = "chat", .native_id = "2", .line = "U2", .email = "d@x.jp"},
};

struct state {
	int64_t customer[RECORDS]; /* 0 = none */
};

struct play {
	struct store *store;
	uint64_t random;
	bool is_here[RECORDS];
	int64_t key[RECORDS];
	struct state before[RUNS_MAX + 1]; /* of each run, by its number */
	bool was_here[RUNS_MAX + 1][RECORDS];
	int64_t n_runs;
	enum decision_verdict verdict[RECORDS][RECORDS];
	int64_t held_by[RECORDS][RECORDS];   /* the adoption; 0 = none */
	int64_t parted_by[RECORDS][RECORDS]; /* the undo or split; 0 = none */
	bool is_by_model;
	char what[64];
};

static uint32_t
draw(struct play *play, uint32_t below)
{
	play->random = hash_mix(play->random, 0x9e37);
	return (uint32_t)(play->random >> 33) % below;
}

static void
name_of(size_t record, char out[32])
{
	(void)snprintf(
	    out, 32, "%s:%s", people[record].source, people[record].native_id);
}

static void
read_state(struct play *play, struct state *state)
{
	struct store_member *members;
	struct err err = {0};
	size_t i, j, n, found = 0;

	memset(state, 0, sizeof(*state));
	assert_int_equal(store_members(play->store, &members, &n, &err), 0);
	for (i = 0; i < n; i++)
		for (j = 0; j < RECORDS; j++)
			if (play->is_here[j] &&
			    play->key[j] == members[i].record) {
				state->customer[j] = members[i].customer;
				found++;
			}
	/* Nobody is a member who is no record. */
	assert_int_equal(found, n);
	free(members);
}

/* A run is about to be made: what was before it. */
static void
begin_run(struct play *play)
{
	int64_t run = play->n_runs + 1;

	assert_true(run <= RUNS_MAX);
	read_state(play, &play->before[run]);
	memcpy(play->was_here[run], play->is_here, sizeof(play->is_here));
}

/* --- what must hold --- */

static int
patch(void *context, const struct store_member *member, struct err *err)
{
	struct play *play = context;
	size_t j;

	(void)err;
	for (j = 0; j < RECORDS; j++)
		if (play->is_here[j] && play->key[j] == member->record)
			play->before[0].customer[j] = member->customer;
	return 0;
}

/* From now, the log leads back to what was before every run. */
static void
check_log(struct play *play)
{
	struct err err = {0};
	int64_t run;

	for (run = 1; run <= play->n_runs; run++) {
		read_state(play, &play->before[0]);
		assert_int_equal(
		    undo_before(play->store, run, patch, play, &err), 0);
		assert_memory_equal(
		    &play->before[0], &play->before[run], sizeof(struct state));
	}
}

static bool
is_living(const struct state *state, int64_t customer)
{
	size_t j;

	for (j = 0; j < RECORDS; j++)
		if (state->customer[j] == customer)
			return true;
	return false;
}

/* An id that had somebody who is somebody's still finds a customer. */
static void
check_aliases(struct play *play, const struct state *now)
{
	const struct state *then = &play->before[play->n_runs];
	struct err err = {0};
	char name[24];
	int64_t found;
	size_t j;

	for (j = 0; j < RECORDS; j++) {
		if (then->customer[j] == 0 || now->customer[j] == 0)
			continue;
		store_customer_name(then->customer[j], name);
		if (store_find_customer(
			play->store, span_of(name), &found, &err) == -1)
			fail_msg("%s: %s", play->what, err.msg);
		assert_true(is_living(now, found));
	}
}

/* Are two records one piece of what they were before: together still, or the
 * same by decision, or by way of others that are? */
static bool
is_one_piece(const struct play *play, const struct state *then,
    const struct state *now, size_t a, size_t b)
{
	bool is_reached[RECORDS] = {false};
	size_t i, j, round;

	is_reached[a] = true;
	for (round = 0; round < RECORDS; round++)
		for (i = 0; i < RECORDS; i++)
			for (j = 0; j < RECORDS && is_reached[i]; j++)
				if (play->verdict[i][j] == DECISION_SAME ||
				    play->held_by[i][j] != 0 ||
				    (then->customer[i] == then->customer[a] &&
					then->customer[j] ==
					    then->customer[a] &&
					now->customer[i] != 0 &&
					now->customer[i] == now->customer[j]))
					is_reached[j] = true;
	return is_reached[b];
}

/* What a merge leaves: everybody has a customer, as was decided. */
static void
check_merged(struct play *play, const struct state *now)
{
	size_t i, j;

	for (i = 0; i < RECORDS; i++)
		assert_int_equal(play->is_here[i], now->customer[i] != 0);
	for (i = 0; i < RECORDS; i++)
		for (j = 0; j < i; j++) {
			bool is_one = now->customer[i] == now->customer[j];

			if (!play->is_here[i] || !play->is_here[j])
				continue;
			if (play->held_by[i][j] != 0 && !is_one)
				fail_msg("%s: adopted", play->what);
			if (play->verdict[i][j] == DECISION_SAME && !is_one)
				fail_msg("%s: decided the same", play->what);
			if (play->verdict[i][j] == DECISION_DIFFERENT && is_one)
				fail_msg("%s: decided apart", play->what);
			if (play->parted_by[i][j] != 0 && is_one)
				fail_msg("%s: parted by run %lld", play->what,
				    (long long)play->parted_by[i][j]);
		}
}

/* Pairs that this run parted; only a decision outlives that. */
static void
note_parted(struct play *play, const struct state *now)
{
	const struct state *then = &play->before[play->n_runs];
	size_t i, j;

	for (i = 0; i < RECORDS; i++)
		for (j = 0; j < RECORDS; j++)
			if (then->customer[i] != 0 &&
			    then->customer[i] == then->customer[j] &&
			    !is_one_piece(play, then, now, i, j))
				play->parted_by[i][j] = play->n_runs;
}

static void
forget_parted(struct play *play, int64_t run)
{
	size_t i, j;

	for (i = 0; i < RECORDS; i++)
		for (j = 0; j < RECORDS; j++) {
			if (play->parted_by[i][j] == run)
				play->parted_by[i][j] = 0;
			if (play->held_by[i][j] == run)
				play->held_by[i][j] = 0;
		}
}

/* --- steps --- */

static void
step_import(struct play *play)
{
	struct err err = {0};
	uint32_t j = draw(play, RECORDS);
	char name[32];

	(void)snprintf(play->what, sizeof(play->what), "import %u", j);
	if (play->is_here[j])
		return;
	sample_import(play->store, &people[j]);
	play->is_here[j] = true;
	name_of(j, name);
	assert_int_equal(
	    store_find_record(play->store, span_of(name), &play->key[j], &err),
	    0);
}

static void
step_merge(struct play *play)
{
	const struct merge_options options = {
	    .is_exact = !play->is_by_model, .now_us = 7, .n_threads = 1};
	struct merge merge = {0};
	struct state now;
	struct err err = {0};

	begin_run(play);
	(void)snprintf(play->what, sizeof(play->what), "merge");
	if (merge_run(play->store, &options, &merge, &err) == -1)
		fail_msg("%s", err.msg);
	if (merge.run.id > play->n_runs)
		play->n_runs = merge.run.id;
	merge_clear(&merge);
	read_state(play, &now);
	if (play->n_runs > 0)
		check_aliases(play, &now);
	check_merged(play, &now);
}

static void
step_decide(struct play *play)
{
	static const char *const words[] = {"unsure", "same", "different"};
	char path[] = "/tmp/omni-decide-XXXXXX";
	struct decide_counts counts;
	struct err err = {0};
	uint32_t a = draw(play, RECORDS), b = draw(play, RECORDS);
	uint32_t word = draw(play, 3);
	char left[32], right[32];
	FILE *file;

	if (a == b || !play->is_here[a] || !play->is_here[b])
		return;
	name_of(a, left);
	name_of(b, right);
	(void)snprintf(play->what, sizeof(play->what), "decide %u %u %s", a, b,
	    words[word]);
	file = fdopen(mkstemp(path), "w");
	assert_non_null(file);
	assert_true(fprintf(file, "left,right,decision\n%s,%s,%s\n", left,
			right, words[word]) > 0);
	assert_int_equal(fclose(file), 0);
	if (decide_file(play->store, path, 7, &counts, &err) == 0) {
		play->verdict[a][b] = (enum decision_verdict)word;
		play->verdict[b][a] = (enum decision_verdict)word;
	} else if (err.code != ERR_DATA) {
		fail_msg("%s: %s", play->what, err.msg);
	}
	assert_int_equal(unlink(path), 0);
}

/* Three records were one customer elsewhere. */
static void
step_adopt(struct play *play)
{
	char path[] = "/tmp/omni-adopt-XXXXXX";
	struct store_run run;
	struct state now;
	struct err err = {0};
	uint32_t one[3];
	int64_t found;
	FILE *file;
	size_t i, j;

	begin_run(play);
	(void)snprintf(play->what, sizeof(play->what), "adopt");
	file = fdopen(mkstemp(path), "w");
	assert_non_null(file);
	assert_true(fprintf(file, "source,native_id,customer_id\n") > 0);
	for (i = 0; i < 3; i++) {
		one[i] = draw(play, RECORDS);
		if (play->is_here[one[i]])
			assert_true(
			    fprintf(file, "%s,%s,old\n", people[one[i]].source,
				people[one[i]].native_id) > 0);
	}
	assert_int_equal(fclose(file), 0);
	if (adopt_file(play->store, path, 7, &run, &err) == 0) {
		play->n_runs = run.id;
		read_state(play, &now);
		for (i = 0; i < 3; i++)
			for (j = 0; j < 3; j++)
				if (play->is_here[one[i]] &&
				    play->is_here[one[j]] && one[i] != one[j])
					play->held_by[one[i]][one[j]] = run.id;
		check_aliases(play, &now);
		for (i = 0; i < 3; i++)
			if (play->is_here[one[i]]) {
				assert_int_equal(
				    store_find_customer(play->store,
					span_of("old"), &found, &err),
				    0);
				assert_int_equal(now.customer[one[i]], found);
			}
	} else {
		assert_int_equal(err.code, ERR_DATA);
	}
	assert_int_equal(unlink(path), 0);
}

static void
step_split(struct play *play)
{
	struct store_run run;
	struct state now;
	struct err err = {0};
	uint32_t j = draw(play, RECORDS);
	char out[32], customer[24];
	const char *const outs[] = {out};

	begin_run(play);
	if (play->before[play->n_runs + 1].customer[j] == 0)
		return;
	name_of(j, out);
	store_customer_name(
	    play->before[play->n_runs + 1].customer[j], customer);
	(void)snprintf(play->what, sizeof(play->what), "split %u", j);
	if (undo_split(
		play->store, span_of(customer), outs, 1, 7, &run, &err) == -1) {
		assert_int_equal(err.code, ERR_DATA);
		return;
	}
	play->n_runs = run.id;
	read_state(play, &now);
	note_parted(play, &now);
	check_aliases(play, &now);
	assert_int_equal(run.split, 1);
}

/* What was before the run, and those alone that came since. */
static void
check_back(struct play *play, int64_t run, const struct state *now)
{
	const struct state *then = &play->before[run];
	bool is_first = true;
	size_t i, j;

	for (i = 0; i < RECORDS; i++)
		if (then->customer[i] != 0)
			is_first = false;
	for (i = 0; i < RECORDS; i++) {
		if (play->was_here[run][i] || is_first) {
			assert_int_equal(now->customer[i], then->customer[i]);
			continue;
		}
		assert_int_equal(play->is_here[i], now->customer[i] != 0);
		for (j = 0; j < RECORDS && play->is_here[i]; j++)
			assert_true(
			    i == j || now->customer[i] != now->customer[j]);
	}
}

static void
step_undo(struct play *play)
{
	int64_t run = 1 + draw(play, (uint32_t)play->n_runs + 1);
	struct undo_run found = {0};
	struct store_run made;
	struct state now;
	struct err err = {0};
	int64_t i;

	(void)snprintf(
	    play->what, sizeof(play->what), "undo %lld", (long long)run);
	begin_run(play);
	if (undo_back(play->store, run, 7, &made, &err) == -1) {
		assert_int_equal(err.code, ERR_NO);
		return;
	}
	/* Those that the undone runs themselves parted may be one again. */
	for (i = run; i <= play->n_runs; i++) {
		assert_int_equal(undo_find(play->store, i, &found, &err), 0);
		assert_int_equal(found.undone_by, made.id);
		if (!found.is_ruling)
			forget_parted(play, i);
	}
	play->n_runs = made.id;
	read_state(play, &now);
	check_back(play, run, &now);
	note_parted(play, &now);
	check_aliases(play, &now);
}

static void
step_release(struct play *play)
{
	int64_t run = 1 + draw(play, (uint32_t)play->n_runs + 1);
	struct undo_run found = {0};
	struct err err = {0};
	int64_t i;

	(void)snprintf(
	    play->what, sizeof(play->what), "release %lld", (long long)run);
	if (undo_let_go(play->store, run, &err) == -1) {
		assert_int_equal(err.code, ERR_NO);
		return;
	}
	for (i = 1; i <= play->n_runs; i++) {
		assert_int_equal(undo_find(play->store, i, &found, &err), 0);
		if (!found.is_ruling)
			forget_parted(play, i);
	}
}

static void
step(struct play *play)
{
	static void (*const steps[])(struct play *) = {step_import, step_import,
	    step_import, step_merge, step_merge, step_merge, step_decide,
	    step_decide, step_split, step_adopt, step_undo, step_undo,
	    step_release};

	steps[draw(play, sizeof(steps) / sizeof(steps[0]))](play);
}

static void
test_any_order(void **state)
{
	struct play play;
	uint64_t seed;
	int i;

	(void)state;
	for (seed = 1; seed <= 200; seed++) {
		memset(&play, 0, sizeof(play));
		play.store = sample_store();
		play.random = hash_mix(seed, 1);
		play.is_by_model = seed % 40 == 0;
		for (i = 0; i < 5; i++)
			step_import(&play);
		for (i = 0; i < STEPS; i++) {
			step(&play);
			check_log(&play);
		}
		step_merge(&play);
		store_close(play.store);
	}
}

/* Who came after a merge that is taken back stands alone. */
static void
test_news(void **state)
{
	struct store *store = sample_store();
	struct merge merge = {0};
	struct store_run run;
	struct err err = {0};
	int64_t first, second;

	(void)state;
	sample_import(store, &people[0]);
	sample_merge(store, &merge);
	merge_clear(&merge);
	sample_import(store, &people[1]);
	sample_merge(store, &merge);
	merge_clear(&merge);
	sample_import(store, &people[3]);
	sample_merge(store, &merge);
	merge_clear(&merge);
	assert_int_equal(undo_back(store, 2, 9, &run, &err), 0);
	assert_int_equal(run.id, 4);
	/* ec:2 was not merged then, and ec:4 not there. */
	assert_int_equal(run.records, 2);
	assert_int_equal(run.customers, 2);
	assert_int_equal(
	    store_find_customer(store, span_of("ec:1"), &first, &err), 0);
	assert_int_equal(
	    store_find_customer(store, span_of("ec:4"), &second, &err), 0);
	assert_int_equal(first, 1);
	assert_int_equal(second, 3);
	assert_int_equal(
	    store_find_customer(store, span_of("ec:2"), &second, &err), -1);
	store_close(store);
}

static void
train(struct store *store)
{
	const struct merge_options options = {
	    .model.trains = true, .now_us = 5};
	struct merge merge = {0};
	struct err err = {0};

	if (merge_run(store, &options, &merge, &err) == -1)
		fail_msg("%s", err.msg);
	merge_clear(&merge);
}

/* The trained model; empty without one. */
static void
read_model(struct store *store, struct buf *text)
{
	struct err err = {0};

	buf_reset(text);
	assert_int_equal(store_model_text(store, text, &err), 0);
	buf_char(text, '\0');
	assert_false(text->failed);
}

static void
check_model(struct store *store, const struct buf *expected)
{
	struct buf found = {0};

	read_model(store, &found);
	assert_string_equal(buf_text(&found), buf_text(expected));
	buf_clear(&found);
}

/* The model is the one of before, too, or none; and that can be undone. */
static void
test_model(void **state)
{
	struct store *store = sample_store();
	struct buf none = {0}, first = {0}, second = {0};
	struct store_run run;
	struct err err = {0};
	size_t i;

	(void)state;
	read_model(store, &none);
	sample_import(store, &people[0]);
	train(store);
	read_model(store, &first);
	for (i = 1; i < RECORDS; i++)
		sample_import(store, &people[i]);
	train(store);
	read_model(store, &second);
	assert_string_not_equal(buf_text(&first), buf_text(&none));
	assert_string_not_equal(buf_text(&second), buf_text(&first));
	assert_int_equal(undo_back(store, 2, 9, &run, &err), 0);
	check_model(store, &first);
	assert_int_equal(undo_back(store, 3, 9, &run, &err), 0);
	check_model(store, &second);
	assert_int_equal(undo_back(store, 1, 9, &run, &err), 0);
	check_model(store, &none);
	assert_int_equal(undo_back(store, 5, 9, &run, &err), 0);
	check_model(store, &second);
	buf_clear(&none);
	buf_clear(&first);
	buf_clear(&second);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_news),
	    cmocka_unit_test(test_model),
	    cmocka_unit_test(test_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
