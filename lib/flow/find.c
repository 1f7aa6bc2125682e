#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/hash.h"
#include "flow/find.h"
#include "flow/lookup.h"
#include "flow/warm.h"
#include "flow/who.h"
#include "match/frequency.h"
#include "match/golden.h"
#include "match/match.h"
#include "match/trust.h"
#include "store/matchpack.h"

#define PROBES 16         /* records by whose time it is told whether */
#define PROBES_US 2000    /* the store has to come from the disk */
#define MEMBERS_MAX 10000 /* of a customer that are asked for its name */

static const struct out_column columns[] = {{"row", OUT_INT}, {"rank", OUT_INT},
    {"customer_id", OUT_TEXT}, {"probability", OUT_RATE}, {"record", OUT_TEXT},
    {"name", OUT_TEXT}};

/* A customer who may be the person, by the record that says so most. */
struct candidate {
	int64_t customer, key;
	uint32_t number;
	int32_t weight;
};

/* A person who is looked for. */
struct asked {
	int64_t row;
	struct canon_record person;
};

struct finding {
	struct store *store;
	const struct find_options *options;
	struct find_counts *counts;
	struct out *out;
	struct asked *asked;
	size_t n_asked, asked_cap;
	struct arena arena; /* of those */
	struct model model;
	struct lookup lookup;
	struct warm_frequency frequency;
	bool is_whole; /* the frequencies are in the model */
	struct store_records *records;
	struct lookup_person person;
	struct posts posts;
	struct candidate *candidates;
	size_t n_candidates, cap;
	struct buf name;
};

/* --- what is asked --- */

static int
add_asked(struct finding *finding, struct facts *facts,
    const struct canon_record *asked, struct err *err)
{
	struct facts_record record = {
	    .source = (uint32_t)-2, /* none of the store's */
	    .said = asked,
	    .n_said = 1,
	    .values = asked->values,
	    .n_values = asked->n_values};

	if (finding->options->source != NULL) {
		record.source_name = span_of(finding->options->source);
		record.native_id = asked->native_id;
	}
	return facts_add(facts, &record, err);
}

static int
ask_key(void *context, int list, const struct radix_entry *entry, size_t n,
    struct err *err)
{
	struct finding *finding = context;
	size_t i;

	for (i = 0; i < n; i++)
		if (lookup_ask(&finding->lookup, list, entry[i].key,
			&finding->posts, err) == -1)
			return -1;
	return 0;
}

/* The records that have a key in common with the person. */
static int
find_records(
    struct finding *finding, const struct canon_record *asked, struct err *err)
{
	struct facts facts = {0};
	int status = -1;

	finding->posts.n = 0;
	if (facts_begin(&facts, &finding->model, err) == 0 &&
	    add_asked(finding, &facts, asked, err) == 0 &&
	    facts_finish(&facts, err) == 0)
		status =
		    keys_of(&facts, &finding->model, 0, ask_key, finding, err);
	facts_clear(&facts);
	posts_sort(&finding->posts);
	return status;
}

/* --- the world of the person and these records --- */

static struct span
source_name(struct finding *finding, int64_t id, uint32_t *number)
{
	const struct store_source *sources;
	struct err none = {0};
	size_t i, n = 0;

	*number = 0;
	if (store_sources(finding->store, &sources, &n, &none) == -1)
		return span_make(NULL, 0);
	for (i = 0; i < n; i++)
		if (sources[i].id == id) {
			*number = (uint32_t)i;
			return sources[i].name;
		}
	return span_make(NULL, 0);
}

static int
add_record(struct finding *finding, struct facts *facts, uint32_t number,
    struct err *err)
{
	struct lookup_person *person = &finding->person;
	const struct store_record *from;
	struct facts_record to = {0};

	if (lookup_read(&finding->lookup, number, person, err) == -1 ||
	    store_records_get(finding->records, person->key, person->said,
		person->n_said, &from, err) == -1)
		return -1;
	if (from == NULL)
		return 0;
	to.source_name = source_name(finding, from->source, &to.source);
	to.digest = hash_64(hash_64(0, to.source_name), from->native_id);
	to.said = from->said;
	to.n_said = from->n_said;
	to.values = from->now.values;
	to.n_values = from->now.n_values;
	if (!span_starts(from->native_id, "~"))
		to.native_id = from->native_id;
	if (array_grow(&finding->candidates, &finding->cap,
		finding->n_candidates + 1, sizeof(*finding->candidates),
		err) == -1 ||
	    facts_add(facts, &to, err) == -1)
		return -1;
	finding->candidates[finding->n_candidates++] =
	    (struct candidate){person->customer, person->key, number, 0};
	return 0;
}

/* How the names of the person are read is known from all records. */
static int
learn_readings(struct finding *finding, struct facts *facts, bool is_given,
    struct err *err)
{
	int kanji = is_given ? FACTS_GIVEN : FACTS_FAMILY;
	int kana = is_given ? FACTS_GIVEN_KANA : FACTS_FAMILY_KANA;
	struct reading *reading =
	    is_given ? &facts->given_reading : &facts->family_reading;
	const struct intern *names = &facts->pool[kanji].names;
	const struct intern *read = &facts->pool[kana].names;
	uint32_t my_name = facts_value(facts, kanji, 0);
	uint32_t my_kana = facts_value(facts, kana, 0);
	uint32_t i, j;

	for (i = 1; i <= names->count; i++)
		for (j = 1; j <= read->count; j++) {
			if (i != my_name && j != my_kana)
				continue;
			if (lookup_is_read(&finding->lookup, is_given,
				intern_name(names, i - 1),
				intern_name(read, j - 1)) &&
			    reading_add(reading, i, j, err) == -1)
				return -1;
		}
	return 0;
}

static int64_t
clock_us(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		return 0;
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The candidates one after the other; where that is slow, read ahead. */
static int
add_records(struct finding *finding, struct facts *facts, struct err *err)
{
	const struct posts *posts = &finding->posts;
	int64_t began_us = clock_us();
	struct warm warm = {0};
	int status = 0;
	size_t i;

	for (i = 0; i < posts->n && status == 0; i++) {
		status = add_record(finding, facts, posts->record[i], err);
		if (i + 1 == PROBES && clock_us() - began_us > PROBES_US)
			warm_start(&warm, &finding->lookup,
			    posts->record + PROBES, posts->n - PROBES);
	}
	warm_stop(&warm);
	return status;
}

static int
complete_model(struct finding *finding, struct err *err)
{
	if (finding->is_whole)
		return 0;
	finding->is_whole = true;
	return warm_frequency_take(
	    &finding->frequency, &finding->model.frequency, err);
}

static int
fill_world(struct finding *finding, struct facts *facts,
    const struct canon_record *asked, struct err *err)
{
	finding->n_candidates = 0;
	if (facts_begin(facts, &finding->model, err) == -1 ||
	    add_asked(finding, facts, asked, err) == -1 ||
	    add_records(finding, facts, err) == -1)
		return -1;
	if (facts_finish(facts, err) == -1 ||
	    learn_readings(finding, facts, true, err) == -1 ||
	    learn_readings(finding, facts, false, err) == -1 ||
	    complete_model(finding, err) == -1)
		return -1;
	if (finding->model.frequency != NULL)
		frequency_apply(finding->model.frequency, facts);
	return 0;
}

/* The person is number 0, the candidates follow. */
static void
weigh_all(struct finding *finding, const struct compare *compare,
    struct compare_thread *thread)
{
	struct compare_pair pair;
	size_t i;

	for (i = 0; i < finding->n_candidates; i++) {
		compare_records(compare, thread, 0, (uint32_t)i + 1, &pair);
		finding->candidates[i].weight =
		    pair.is_unique_apart ? INT32_MIN : pair.weight;
	}
}

static int
weigh_world(struct finding *finding, const struct facts *facts, struct err *err)
{
	struct compare_thread *thread = compare_thread_new();
	struct compare compare;
	struct trust trust = {{NULL}};
	int status = -1;

	if (thread == NULL)
		return err_nomem(err);
	if (compare_init(&compare, facts, &finding->model, err) == 0 &&
	    trust_init(&trust, &compare, err) == 0) {
		compare.trust = &trust;
		weigh_all(finding, &compare, thread);
		status = 0;
	}
	trust_clear(&trust);
	compare_clear(&compare);
	free(thread);
	return status;
}

/* --- the answer --- */

static int
compare_candidates(const void *left, const void *right)
{
	const struct candidate *a = left;
	const struct candidate *b = right;

	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

/* Each customer once, by its best record; those that weigh enough. */
static void
choose(struct finding *finding)
{
	double least = finding->options->least > 0 ? finding->options->least
						   : finding->model.review;
	int32_t weight = match_weight(least);
	struct candidate *c = finding->candidates;
	size_t i, j, to = 0;

	if (finding->n_candidates > 0)
		qsort(c, finding->n_candidates, sizeof(*c), compare_candidates);
	for (i = 0;
	     i < finding->n_candidates && to < (size_t)finding->options->limit;
	     i++) {
		if (c[i].weight < weight || c[i].customer == 0)
			continue;
		for (j = 0; j < to && c[j].customer != c[i].customer; j++)
			continue;
		if (j == to)
			c[to++] = c[i];
	}
	finding->n_candidates = to;
}

static int
tell_record(struct finding *finding, struct golden *golden,
    const struct store_record *record, struct err *err)
{
	const struct store_source *sources;
	size_t i = 0, n;

	if (store_sources(finding->store, &sources, &n, err) == -1)
		return -1;
	while (i < n && sources[i].id != record->source)
		i++;
	if (golden_record(golden, i < n ? sources[i].name : span_make("", 0),
		record->native_id, err) == -1)
		return -1;
	for (i = 0; i < record->n_said; i++)
		if (golden_add(golden, &record->said[i], err) == -1)
			return -1;
	return 0;
}

/* The name of the customer, from all its records. */
static int
find_name(struct finding *finding, uint32_t number, struct err *err)
{
	struct lookup_person *person = &finding->person;
	const struct store_record *record;
	struct golden golden = {0};
	uint32_t at = number;
	int n = 0, status = 0;

	do {
		status = lookup_read(&finding->lookup, at, person, err);
		if (status == 0)
			status =
			    store_records_get(finding->records, person->key,
				person->said, person->n_said, &record, err);
		if (status == 0 && record != NULL)
			status = tell_record(finding, &golden, record, err);
		at = person->next;
	} while (status == 0 && at != number && ++n < MEMBERS_MAX);
	if (status == 0)
		status =
		    golden_make(&golden, &finding->model.survivorship, err);
	if (status == 0) {
		buf_reset(&finding->name);
		who_name(&golden, &finding->name);
		status = buf_check(&finding->name, err);
	}
	golden_clear(&golden);
	return status;
}

static int
write_candidate(
    struct finding *finding, int64_t row, size_t rank, struct err *err)
{
	const struct candidate *c = &finding->candidates[rank];
	struct out *out = finding->out;
	char id[24];

	store_customer_name(c->customer, id);
	out_int(out, row);
	out_int(out, (int64_t)rank + 1);
	out_text(out, span_of(id));
	out_fixed(
	    out, (int64_t)(match_probability(c->weight) * 1000000 + 0.5), 6);
	buf_reset(&finding->name);
	if (store_record_name(finding->store, c->key, &finding->name, err) ==
	    -1)
		return -1;
	out_text(out, buf_get(&finding->name));
	if (find_name(finding, c->number, err) == -1)
		return -1;
	out_text(out, buf_get(&finding->name));
	return out_end_row(out, err);
}

static int
answer(struct finding *finding, const struct asked *asked, struct err *err)
{
	const struct canon_record *person = &asked->person;
	struct facts facts = {0};
	int status = -1;
	size_t i;

	if (find_records(finding, person, err) == 0 &&
	    fill_world(finding, &facts, person, err) == 0)
		status = weigh_world(finding, &facts, err);
	facts_clear(&facts);
	if (status == -1)
		return -1;
	choose(finding);
	finding->counts->found += finding->n_candidates > 0;
	for (i = 0; i < finding->n_candidates; i++)
		if (write_candidate(finding, asked->row, i, err) == -1)
			return -1;
	return 0;
}

/* --- reading whom to look for --- */

static void
report_rejects(struct finding *finding, const struct mapper_result *result)
{
	const struct import_options *read = &finding->options->read;
	struct err fault;
	uint64_t i;

	for (i = 0; i < result->n_lines; i++) {
		fault = *result->rejects[i].fault;
		(void)err_place(
		    &fault, read->inputs[0], result->rejects[i].line, NULL);
		read->report(read->context, &fault, IMPORT_FAULT);
	}
	finding->counts->rejected += (int64_t)result->n_lines;
}

static bool
copy(struct finding *finding, struct span *text)
{
	if (text->len == 0)
		return true;
	*text = arena_span(&finding->arena, *text);
	return text->data != NULL;
}

/* All of a person, to be kept. */
static bool
copy_person(struct finding *finding, struct canon_record *person)
{
	const struct canon_value *from = person->values;
	bool is_good = copy(finding, &person->native_id);
	size_t i;

	for (i = 0; i <= CANON_F_PERSON_LAST; i++)
		is_good = is_good && copy(finding, &person->field[i]);
	person->values = arena_alloc(
	    &finding->arena, (person->n_values + 1) * sizeof(*from));
	if (!is_good || person->values == NULL)
		return false;
	for (i = 0; i < person->n_values; i++) {
		person->values[i] = from[i];
		is_good = is_good && copy(finding, &person->values[i].name) &&
		    copy(finding, &person->values[i].raw) &&
		    copy(finding, &person->values[i].normal);
	}
	return is_good;
}

/* The further rows of one event say nothing new of its person. */
static int
take_row(void *context, const struct mapper_result *result, struct err *err)
{
	struct finding *finding = context;
	struct find_counts *counts = finding->counts;
	int64_t row = counts->rows + 1;
	struct asked *asked;

	counts->rows += (int64_t)result->n_lines;
	if (result->event == MAPPER_REJECT)
		report_rejects(finding, result);
	if (result->event != MAPPER_ROW)
		return 0;
	counts->asked++;
	if (result->row->n_records == 0)
		return 0;
	if (array_grow(&finding->asked, &finding->asked_cap,
		finding->n_asked + 1, sizeof(*asked), err) == -1)
		return -1;
	asked = &finding->asked[finding->n_asked++];
	asked->row = row;
	asked->person = result->row->records[0];
	return copy_person(finding, &asked->person) ? 0 : err_nomem(err);
}

static int
read_asked(struct finding *finding, const char *path, struct err *err)
{
	struct import_job *job = import_job_new(&finding->options->read, err);
	int status = -1;

	if (job != NULL)
		status = import_rows(
		    job, path, finding->store, take_row, finding, err);
	import_job_free(job);
	return status;
}

/* --- what the store keeps, and what it does not --- */

static int
load_model(struct finding *finding, struct err *err)
{
	struct buf text = {0};
	int status = store_model_text(finding->store, &text, err);

	if (status == 0)
		status = model_read(&finding->model, buf_get(&text), err);
	buf_clear(&text);
	return status;
}

/* What the store keeps is of the last run and of its model, or is made anew.
 */
static int
load_lookup(struct finding *finding, uint64_t digest, struct err *err)
{
	bool *is_packed = &finding->counts->is_packed;
	int64_t run = 0;

	if (matchpack_last_run(finding->store, &run, err) == -1 ||
	    matchpack_is_fresh(finding->store, MATCHPACK_FIND, run, digest,
		is_packed, err) == -1)
		return -1;
	if (*is_packed) {
		store_read_few(finding->store);
		warm_frequency_start(&finding->frequency, finding->store);
		return lookup_open(
		    &finding->lookup, finding->store, &finding->model, err);
	}
	finding->is_whole = true;
	if (load_model(finding, err) == -1)
		return -1;
	return lookup_make(
	    &finding->lookup, finding->store, &finding->model, err);
}

static int
prepare(struct finding *finding, struct err *err)
{
	struct store_model kept;
	bool is_there;

	if (store_model_find(finding->store, &kept, &is_there, err) == -1 ||
	    store_unmerged(finding->store, &finding->counts->unmerged, err) ==
		-1)
		return -1;
	if (!is_there)
		return err_set(err, ERR_UNAVAILABLE,
		    "the store has no trained model yet: run omni-merge first");
	finding->records = store_records_open_few(finding->store, err);
	return finding->records == NULL
	    ? -1
	    : load_lookup(finding, kept.digest, err);
}

static int
answer_all(struct finding *finding, struct err *err)
{
	size_t i;

	if (prepare(finding, err) == -1)
		return -1;
	for (i = 0; i < finding->n_asked; i++)
		if (answer(finding, &finding->asked[i], err) == -1)
			return -1;
	return 0;
}

static void
finding_clear(struct finding *finding)
{
	warm_frequency_clear(&finding->frequency);
	store_records_close(finding->records);
	lookup_clear(&finding->lookup);
	lookup_person_clear(&finding->person);
	posts_clear(&finding->posts);
	model_clear(&finding->model);
	buf_clear(&finding->name);
	free(finding->candidates);
	free(finding->asked);
	arena_clear(&finding->arena);
	out_free(finding->out);
}

int
find_run(struct store *store, const char *path,
    const struct find_options *options, FILE *stream,
    struct find_counts *counts, struct err *err)
{
	struct finding finding = {
	    .store = store, .options = options, .counts = counts};
	int status = -1;

	memset(counts, 0, sizeof(*counts));
	finding.out = out_new(stream, &options->out, columns,
	    sizeof(columns) / sizeof(columns[0]), err);
	/* Whoever waits for rows must not make importers wait. */
	if (finding.out != NULL && read_asked(&finding, path, err) == 0 &&
	    store_begin_read(store, err) == 0) {
		status = answer_all(&finding, err);
		store_rollback(store);
	}
	if (status == 0) {
		status = out_finish(finding.out, err);
		finding.out = NULL;
	}
	finding_clear(&finding);
	return status;
}
