#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/apart.h"
#include "base/buf.h"
#include "base/hashmap.h"
#include "base/large.h"
#include "flow/circles.h"
#include "flow/lookup.h"
#include "flow/merge.h"
#include "flow/persons.h"
#include "flow/rulings.h"
#include "match/frequency.h"
#include "store/history.h"
#include "store/matchpack.h"
#include "store/packed.h"

/* So often is the work done again for what came meanwhile. */
#define FREE_TRIES 3
#define LINKS_AT_ONCE 50000

static const struct span by_decision = SPAN("decision");

static int64_t
clock_ms(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		return 0;
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The earlier customer of each record. */
static int
load_earlier(struct store *store, struct merge *merge, struct err *err)
{
	const struct columns *columns = &merge->columns;
	struct store_member *members = NULL;
	struct hashmap map = {0};
	uint64_t *slot, customer;
	size_t i, n = 0;
	int status = -1;
	bool fresh;

	if (store_members(store, &members, &n, err) == -1)
		return -1;
	merge->earlier = calloc(columns->n_records + 1, sizeof(int64_t));
	if (merge->earlier == NULL) {
		err_nomem(err);
		goto free_members;
	}
	for (i = 0; i < n; i++) {
		slot = hashmap_slot(
		    &map, (uint64_t)members[i].record, &fresh, err);
		if (slot == NULL ||
		    former_note(&merge->former, members[i].customer, err) == -1)
			goto free_members;
		*slot = (uint64_t)members[i].customer;
	}
	for (i = 0; i < columns->n_records; i++)
		if (hashmap_get(&map, (uint64_t)columns->keys[i], &customer))
			merge->earlier[i] = (int64_t)customer;
	status = 0;
free_members:
	hashmap_clear(&map);
	free(members);
	return status;
}

static int
load_decided(struct store *store, struct merge *merge, struct err *err)
{
	struct rulings rulings = {0};
	int status;

	if (rulings_load(&rulings, store, err) == -1)
		return -1;
	status = rulings_decided(&rulings, merge->columns.keys,
	    merge->columns.n_records, &merge->decided, err);
	rulings_clear(&rulings);
	return status;
}

static int
load_facts(struct store *store, struct merge *merge,
    const struct merge_options *options, struct err *err)
{
	if (trained_load(&merge->trained, store, &merge->model, err) == -1 ||
	    facts_begin(&merge->facts, &merge->model, err) == -1 ||
	    (options->n_threads > 1 && facts_share(&merge->facts, err) == -1) ||
	    persons_load(&merge->facts, &merge->columns, store, err) == -1)
		return -1;
	return facts_finish(&merge->facts, err);
}

/* How customers are found, in a word and with all that the result hangs on. */
static int
write_mode(
    struct merge *merge, const struct merge_options *options, struct err *err)
{
	struct buf *mode = &merge->mode;

	buf_reset(mode);
	buf_str(mode, options->is_exact ? "exact" : "model");
	if (!options->is_exact)
		buf_printf(mode, " %016llx %.17g %.17g",
		    (unsigned long long)merge->trained.digest,
		    options->threshold, options->review);
	return buf_check(mode, err);
}

static int
take_last_run(void *data, const struct store_run *run, struct err *err)
{
	struct merge *merge = data;

	if (run->id != merge->last_run)
		return 0;
	merge->run = *run;
	buf_span(&merge->threshold, run->threshold);
	merge->run.threshold = buf_get(&merge->threshold);
	merge->run.mode = span_make("", 0);
	merge->run.created = 0;
	merge->run.joined = 0;
	merge->run.split = 0;
	merge->has_stood = true;
	return buf_check(&merge->threshold, err);
}

/* May it be enough to match what came since the last run? */
static bool
may_be_part(const struct merge *merge, const struct merge_options *options)
{
	return !options->is_exact && !options->is_dry_run &&
	    !options->is_measured && options->n_others == 0 &&
	    merge->trained.uses_stored;
}

/* Under the numbers that they have now. */
static int
take_news(struct merge *merge, struct err *err)
{
	struct newspack_side *side = &merge->news.side;
	size_t i, size = side->n * sizeof(int64_t);

	merge->columns.n_records = side->n;
	merge->columns.keys = malloc(size + 1);
	merge->earlier = malloc(size + 1);
	if (merge->columns.keys == NULL || merge->earlier == NULL)
		return err_nomem(err);
	if (size > 0) {
		memcpy(merge->columns.keys, side->keys, size);
		memcpy(merge->earlier, side->customers, size);
	}
	for (i = 0; i < side->n; i++)
		if (former_note(&merge->former, side->customers[i], err) == -1)
			return -1;
	memcpy(merge->circle, side->circle, sizeof(merge->circle));
	memset(side->circle, 0, sizeof(side->circle));
	memcpy(merge->next_circle, merge->news.pack.next_circle,
	    sizeof(merge->next_circle));
	return 0;
}

/* The text of a model and what it says. */
struct parsing {
	struct buf text;
	struct model *model;
};

static int
parse_model(void *context, struct err *err)
{
	struct parsing *p = context;

	return model_read(p->model, buf_get(&p->text), err);
}

/* What is kept of the last run, and the model, which takes as long to parse. */
static int
read_news(struct store *store, struct merge *merge, struct err *err)
{
	struct parsing parsing = {.model = &merge->model};
	struct apart apart;
	int status = trained_text(&merge->trained, store, &parsing.text, err);

	if (status == 0) {
		apart_start(
		    &apart, merge->news.n_threads > 1, parse_model, &parsing);
		status = news_read(&merge->news, store, err);
		if (apart_end(&apart, err) == -1)
			status = -1;
	}
	buf_clear(&parsing.text);
	return status;
}

static int
load_news(
    struct store *store, struct merge *merge, int n_threads, struct err *err)
{
	struct news *news = &merge->news;
	int64_t run;

	news->n_threads = n_threads;
	if (matchpack_last_run(store, &run, err) == -1 ||
	    news_open(news, store, run, merge->trained.digest,
		buf_get(&merge->mode), &merge->is_part, err) == -1)
		return -1;
	if (merge->is_part &&
	    (read_news(store, merge, err) == -1 ||
		news_blend(news, store, &merge->model, &merge->facts,
		    &merge->is_part, err) == -1))
		return -1;
	if (merge->is_part)
		return take_news(merge, err);
	facts_clear(&merge->facts);
	model_clear(&merge->model);
	news_clear(news);
	return 0;
}

static int
load_whole(struct store *store, struct merge *merge,
    const struct merge_options *options, struct err *err)
{
	if (news_look(&merge->news, store, err) == -1)
		return -1;
	if (options->is_exact ? columns_load(&merge->columns, store, err) == -1
			      : load_facts(store, merge, options, err) == -1)
		return -1;
	return load_earlier(store, merge, err);
}

/* What the store is at, and which ids may be given. */
static int
load_numbers(struct store *store, struct merge *merge, struct err *err)
{
	if (store_generation(store, &merge->generation, err) == -1 ||
	    matchpack_last_run(store, &merge->run_before, err) == -1 ||
	    store_next_customer(store, &merge->next, err) == -1)
		return -1;
	return former_read(&merge->former, store, err);
}

static int
load(struct store *store, struct merge *merge,
    const struct merge_options *options, bool is_whole, struct err *err)
{
	if (!options->is_exact &&
	    trained_choose(&merge->trained, store, &options->model, err) == -1)
		return -1;
	if (write_mode(merge, options, err) == -1 ||
	    store_is_merged(
		store, buf_get(&merge->mode), &merge->last_run, err) == -1)
		return -1;
	if (merge->last_run != 0 && !options->is_dry_run &&
	    !options->is_measured)
		return history_runs(store, take_last_run, merge, err);
	if (load_numbers(store, merge, err) == -1)
		return -1;
	if (!is_whole && may_be_part(merge, options) &&
	    load_news(store, merge, options->n_threads, err) == -1)
		return -1;
	if (!merge->is_part && load_whole(store, merge, options, err) == -1)
		return -1;
	if (former_place(&merge->former, merge->columns.keys,
		merge->columns.n_records, err) == -1)
		return -1;
	return load_decided(store, merge, err);
}

/* How many links there are, and of how many somebody has to think. */
static void
count_links(const struct merge *merge, struct store_run *run)
{
	const struct news *news = &merge->news;
	size_t i;

	if (!merge->is_part) {
		run->links = (int64_t)(merge->linked.n_links -
		    merge->linked.n_review - merge->linked.n_refused);
		run->review = (int64_t)merge->linked.n_review;
		return;
	}
	run->links = run->review = 0;
	for (i = 0; i < news->n_links; i++) {
		run->links += news->links[i].verdict == MATCH_LINKED;
		run->review += news->links[i].verdict == MATCH_REVIEW;
	}
}

static int
fill_run(
    struct merge *merge, const struct merge_options *options, struct err *err)
{
	struct store_run *run = &merge->run;

	if (!options->is_exact)
		buf_printf(&merge->threshold, "%g",
		    options->threshold > 0 ? options->threshold
					   : model_threshold(&merge->model));
	if (write_mode(merge, options, err) == -1)
		return -1;
	run->threshold = buf_get(&merge->threshold);
	run->how = buf_get(&merge->mode);
	run->at_us = options->now_us;
	run->mode = span_of(options->is_exact ? "exact" : "model");
	run->records = (int64_t)merge->columns.n_records;
	run->customers = (int64_t)merge->found.n_clusters;
	run->pairs = (int64_t)merge->found.pairs;
	run->links = (int64_t)(merge->found.n_links - merge->found.n_refused);
	if (!options->is_exact)
		count_links(merge, run);
	run->created = merge->identity.created;
	run->joined = merge->identity.joined;
	run->split = merge->identity.split;
	run->largest = (int64_t)merge->found.largest;
	return buf_check(&merge->threshold, err);
}

static struct match_options
how_to_match(struct merge *merge, const struct merge_options *options)
{
	return (struct match_options){
	    .n_threads = options->n_threads > 0 ? options->n_threads : 1,
	    .threshold = options->threshold,
	    .review = options->review,
	    .decided = &merge->decided,
	    .counted = &merge->trained.counted,
	    .others = options->others,
	    .n_others = options->n_others};
}

static void
take_clusters(struct merge *merge)
{
	struct match_result *linked = &merge->linked;

	merge->found.cluster = linked->cluster;
	linked->cluster = NULL;
	merge->found.n_clusters = linked->n_clusters;
	merge->found.largest = linked->largest;
	merge->found.pairs = linked->pairs;
}

static int
match_by_model(
    struct merge *merge, const struct merge_options *options, struct err *err)
{
	struct match_options how = how_to_match(merge, options);

	if (trained_finish(&merge->trained, &merge->model, &merge->facts,
		how.n_threads, err) == -1 ||
	    match_run(
		&merge->model, &merge->facts, &how, &merge->linked, err) == -1)
		return -1;
	take_clusters(merge);
	return 0;
}

static int
match_exactly(struct merge *merge, struct err *err)
{
	struct exact_input in;

	columns_input(&merge->columns, &in);
	in.decided = &merge->decided;
	return exact_match(&in, &merge->found, err);
}

static int
identify_all(struct merge *merge, struct err *err)
{
	struct former *former = &merge->former;
	struct identity_input identity = {.earlier = merge->earlier,
	    .next = merge->next,
	    .cluster = merge->found.cluster,
	    .n_clusters = merge->found.n_clusters,
	    .n_records = merge->columns.n_records,
	    .former = former->rows,
	    .n_former = former->n};
	size_t i;

	for (i = 0; i < former->n; i++)
		former->rows[i].cluster =
		    merge->found.cluster[former->rows[i].record];
	return identity_assign(&identity, &merge->identity, err);
}

/* The touched records alone, side by side: customers of others stay. */
struct touched {
	uint32_t *cluster;
	int64_t *earlier;
	uint32_t *number; /* of each cluster of all among these, or NONE */
	size_t n, n_clusters;
};

static void
list_touched(const struct merge *merge, struct touched *t)
{
	size_t i;
	uint32_t *number;

	memset(t->number, 0xff, merge->found.n_clusters * sizeof(*t->number));
	for (i = 0; i < merge->columns.n_records; i++) {
		if (!merge->news.again.is_touched[i])
			continue;
		number = &t->number[merge->found.cluster[i]];
		if (*number == MATCH_NONE)
			*number = (uint32_t)t->n_clusters++;
		t->cluster[t->n] = *number;
		t->earlier[t->n++] = merge->earlier[i];
	}
}

/* Where the records of ids that vanished are, among these or beyond. */
static void
place_former(struct merge *merge, const struct touched *t)
{
	struct identity_former *row = merge->former.rows;
	size_t i;
	uint32_t cluster;

	for (i = 0; i < merge->former.n; i++, row++) {
		cluster = merge->found.cluster[row->record];
		row->cluster = t->number[cluster] != MATCH_NONE
		    ? t->number[cluster]
		    : (uint32_t)t->n_clusters + cluster;
	}
}

/* Customers of all clusters, from those of the touched ones. */
static int
widen_identity(struct merge *merge, const struct touched *t, struct err *err)
{
	struct identity_result *identity = &merge->identity;
	int64_t *all = calloc(merge->found.n_clusters + 1, sizeof(*all));
	uint32_t cluster;
	size_t i;

	if (all == NULL)
		return err_nomem(err);
	for (i = 0; i < merge->columns.n_records; i++) {
		cluster = merge->found.cluster[i];
		all[cluster] = t->number[cluster] == MATCH_NONE
		    ? merge->earlier[i]
		    : identity->customer[t->number[cluster]];
	}
	free(identity->customer);
	identity->customer = all;
	return 0;
}

static int
identify_touched(struct merge *merge, struct err *err)
{
	size_t n = merge->columns.n_records;
	struct touched t = {.cluster = malloc((n + 1) * sizeof(*t.cluster)),
	    .earlier = malloc((n + 1) * sizeof(*t.earlier)),
	    .number =
		malloc((merge->found.n_clusters + 1) * sizeof(*t.number))};
	struct identity_input identity = {.next = merge->next};
	int status = -1;

	if (t.cluster == NULL || t.earlier == NULL || t.number == NULL) {
		err_nomem(err);
	} else {
		list_touched(merge, &t);
		place_former(merge, &t);
		identity.former = merge->former.rows;
		identity.n_former = merge->former.n;
		identity.cluster = t.cluster;
		identity.earlier = t.earlier;
		identity.n_records = t.n;
		identity.n_clusters = t.n_clusters;
		if (identity_assign(&identity, &merge->identity, err) == 0)
			status = widen_identity(merge, &t, err);
	}
	free(t.cluster);
	free(t.earlier);
	free(t.number);
	return status;
}

/* *${is_possible} is false when everything has to be matched. */
static int
match_part(struct merge *merge, const struct merge_options *options,
    bool *is_possible, struct err *err)
{
	struct match_options how = how_to_match(merge, options);

	merge->trained.is_grown = (int64_t)merge->facts.n_records >=
	    merge->model.trained_records * TRAINED_GROWN;
	*is_possible =
	    !merge->trained.is_grown || !merge->model.is_auto_training;
	if (!*is_possible)
		return 0;
	if (news_match(&merge->news, &merge->model, &merge->facts, &how,
		&merge->linked, is_possible, err) == -1)
		return -1;
	if (!*is_possible)
		return 0;
	take_clusters(merge);
	return identify_touched(merge, err);
}

/* All that needs no store. */
static int
match(struct merge *merge, const struct merge_options *options,
    int64_t start_ms, bool *is_possible, struct err *err)
{
	*is_possible = true;
	if (merge->is_part) {
		if (match_part(merge, options, is_possible, err) == -1)
			return -1;
		if (!*is_possible)
			return 0;
	} else if ((options->is_exact
			   ? match_exactly(merge, err)
			   : match_by_model(merge, options, err)) == -1 ||
	    identify_all(merge, err) == -1) {
		return -1;
	}
	if (fill_run(merge, options, err) == -1)
		return -1;
	merge->run.seconds_milli = clock_ms() - start_ms;
	return options->ready == NULL ? 0
				      : options->ready(options->context, err);
}

/* One view of the store, which is over before the work begins. It lets
 * importers in: what they bring may be among what is read, and is then matched
 * again by the next merge. */
static int
load_view(struct store *store, struct merge *merge,
    const struct merge_options *options, bool is_whole, struct err *err)
{
	int status;

	if (store_begin_brief(store, err) == -1)
		return -1;
	status = load(store, merge, options, is_whole, err);
	store_rollback(store);
	return status;
}

/* Why a link was refused, in words. */
static int
word_reason(const struct merge *merge, const struct exact_link *link,
    struct buf *reason, struct err *err)
{
	static const char *const words[] = {
	    [EXACT_LINKED] = "",
	    [EXACT_UNIQUE] = "another ",
	    [EXACT_AMBIGUOUS] =
		"shared by customers that contradict each other",
	    [EXACT_NAMES] = "names of the customers contradict each other",
	    [EXACT_DECIDED] = "decided to be different",
	};

	buf_reset(reason);
	buf_str(reason, words[link->verdict]);
	if (link->verdict == EXACT_UNIQUE)
		buf_span(reason,
		    intern_name(&merge->columns.kind_names, link->other_kind));
	return buf_check(reason, err);
}

/* What people said to be the same is a link, too; how many there are. */
static size_t
make_decided(const struct merge *merge, struct store_link *out)
{
	const struct decided_pair *musts = merge->decided.musts;
	size_t i, n = 0;

	for (i = 0; i < merge->decided.n_musts; i++) {
		if (merge->is_part &&
		    !merge->news.again.is_touched[musts[i].left])
			continue;
		out[n].left = merge->columns.keys[musts[i].left];
		out[n].right = merge->columns.keys[musts[i].right];
		out[n].kind = by_decision;
		out[n++].value = span_make("", 0);
	}
	return n;
}

/* The links of a model: by weight, with the verdict as the reason. */
static void
fill_weighed(const struct merge *merge, const struct match_link *links,
    size_t n, struct store_link *out)
{
	static const struct span reasons[] = {
	    [MATCH_LINKED] = {NULL, 0},
	    [MATCH_REVIEW] = SPAN("for review"),
	    [MATCH_PARTED] = SPAN("the customers as wholes do not agree"),
	    [MATCH_UNIQUE] = SPAN("another value of a unique id"),
	    [MATCH_DECIDED] = SPAN("decided to be different"),
	};
	static const struct span kind = SPAN("model");
	size_t i;

	for (i = 0; i < n; i++) {
		out[i].left = merge->columns.keys[links[i].left];
		out[i].right = merge->columns.keys[links[i].right];
		out[i].kind = kind;
		out[i].value = span_make("", 0);
		out[i].weight_milli = links[i].weight;
		out[i].is_refused = links[i].verdict != MATCH_LINKED;
		out[i].reason = reasons[links[i].verdict];
	}
}

static int
make_weighed(
    struct merge *merge, struct store_link **made, size_t *n, struct err *err)
{
	size_t n_links = merge->linked.n_links;
	struct store_link *out =
	    calloc(n_links + merge->decided.n_musts + 1, sizeof(*out));

	if (out == NULL)
		return err_nomem(err);
	fill_weighed(merge, merge->linked.links, n_links, out);
	*n = n_links + make_decided(merge, out + n_links);
	*made = out;
	return 0;
}

/* By what two records are linked. */
static void
name_link(const struct merge *merge, const struct exact_link *link,
    struct store_link *out)
{
	const struct columns *columns = &merge->columns;

	if (link->value == EXACT_NONE) {
		out->kind = by_decision;
		out->value = span_make("", 0);
		return;
	}
	out->rule = (int32_t)columns->values[link->value].kind;
	out->kind = columns_kind(columns, link->value);
	out->value = columns_value(columns, link->value);
}

static int
make_links(const struct merge *merge, struct store_link **made,
    struct arena *arena, struct err *err)
{
	const struct exact_link *link;
	struct buf reason = {0};
	struct store_link *out;
	int status = 0;
	size_t i;

	out = calloc(merge->found.n_links + 1, sizeof(*out));
	if (out == NULL)
		return err_nomem(err);
	for (i = 0; i < merge->found.n_links && status == 0; i++) {
		link = &merge->found.links[i];
		out[i].left = merge->columns.keys[link->left];
		out[i].right = merge->columns.keys[link->right];
		name_link(merge, link, &out[i]);
		out[i].is_refused = link->verdict != EXACT_LINKED;
		if (!out[i].is_refused)
			continue;
		status = word_reason(merge, link, &reason, err);
		if (status == 0)
			out[i].reason = arena_span(arena, buf_get(&reason));
		if (status == 0 && out[i].reason.data == NULL)
			status = err_nomem(err);
	}
	buf_clear(&reason);
	if (status == -1)
		free(out);
	else
		*made = out;
	return status;
}

static int
make_members(
    const struct merge *merge, struct store_member **made, struct err *err)
{
	size_t i, n = merge->columns.n_records;
	struct store_member *out = malloc((n + 1) * sizeof(*out));

	if (out == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++) {
		out[i].record = merge->columns.keys[i];
		out[i].customer =
		    merge->identity.customer[merge->found.cluster[i]];
	}
	/* Now, for sorting needs as much memory again. */
	store_sort_members(out, n);
	*made = out;
	return 0;
}

static int
make_aliases(
    const struct merge *merge, struct store_alias **made, struct err *err)
{
	const struct identity_result *identity = &merge->identity;
	struct store_alias *out =
	    malloc((identity->n_aliases + 1) * sizeof(*out));
	size_t i;

	if (out == NULL)
		return err_nomem(err);
	for (i = 0; i < identity->n_aliases; i++) {
		out[i].customer = identity->aliases[i].customer;
		out[i].into = identity->aliases[i].into;
	}
	*made = out;
	return 0;
}

/* By shared identifiers. */
static int
save_links(struct store *store, struct merge *merge, struct err *err)
{
	struct arena arena = {0};
	struct store_link *links = NULL;
	int status = make_links(merge, &links, &arena, err);

	if (status == 0)
		status = store_add_links(
		    store, &merge->run, 0, links, merge->found.n_links, err);
	arena_clear(&arena);
	free(links);
	return status;
}

/* By a model, some at a time: in words they take much more memory. */
static int
save_weighed(struct store *store, struct merge *merge, struct err *err)
{
	const struct match_result *linked = &merge->linked;
	size_t n_musts = merge->decided.n_musts, i, n;
	struct store_link *out = calloc(
	    (n_musts > LINKS_AT_ONCE ? n_musts : LINKS_AT_ONCE), sizeof(*out));
	int status = 0;

	if (out == NULL)
		return err_nomem(err);
	for (i = 0; i < linked->n_links && status == 0; i += n) {
		n = linked->n_links - i < LINKS_AT_ONCE ? linked->n_links - i
							: LINKS_AT_ONCE;
		fill_weighed(merge, linked->links + i, n, out);
		status = store_add_links(store, &merge->run, i, out, n, err);
	}
	memset(out, 0, n_musts * sizeof(*out));
	if (status == 0)
		status = store_add_links(store, &merge->run, linked->n_links,
		    out, make_decided(merge, out), err);
	free(out);
	return status;
}

/* The keys that are kept later on are made while the run is saved. */
static int
begin_lists(struct merge *merge, struct err *err)
{
	merge->lists = postlists_new(&merge->facts, &merge->model, err);
	return merge->lists == NULL ? -1 : 0;
}

static int
save_whole(struct store *store, struct merge *merge, struct err *err)
{
	struct store_member *members = NULL;
	struct store_alias *aliases = NULL;
	bool is_exact = span_is(merge->run.mode, "exact");
	int status = -1;

	/* The customers have their numbers, and saving needs memory. */
	free(merge->earlier);
	merge->earlier = NULL;
	(void)large_give_back();
	if (make_members(merge, &members, err) == 0 &&
	    (is_exact || begin_lists(merge, err) == 0) &&
	    make_aliases(merge, &aliases, err) == 0)
		status = store_save_run(store, &merge->run, members,
		    merge->columns.n_records, NULL, 0, aliases,
		    merge->identity.n_aliases, err);
	if (status == 0 && !is_exact)
		status =
		    trained_keep(&merge->trained, store, merge->run.id, err);
	free(members);
	free(aliases);
	if (status == -1)
		return -1;
	return is_exact ? save_links(store, merge, err)
			: save_weighed(store, merge, err);
}

static int
compare_keys(const void *left, const void *right)
{
	const int64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* The records that were touched, by key, and those of them whose customer is
 * another now. */
static int
make_part(const struct merge *merge, struct store_part *part, int64_t **records,
    struct err *err)
{
	size_t i, n = merge->columns.n_records;
	int64_t customer;

	part->members = malloc((n + 1) * sizeof(*part->members));
	*records = malloc((n + 1) * sizeof(**records));
	if (part->members == NULL || *records == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++) {
		if (!merge->news.again.is_touched[i])
			continue;
		(*records)[part->n_records++] = merge->columns.keys[i];
		customer = merge->identity.customer[merge->found.cluster[i]];
		if (customer != merge->earlier[i])
			part->members[part->n_members++] =
			    (struct store_member){
				merge->columns.keys[i], customer};
	}
	qsort(*records, part->n_records, sizeof(**records), compare_keys);
	part->records = *records;
	return 0;
}

static int
save_part(struct store *store, struct merge *merge, struct err *err)
{
	struct store_part part = {.n_aliases = merge->identity.n_aliases};
	struct store_alias *aliases = NULL;
	struct store_link *links = NULL;
	int64_t *records = NULL, before;
	int status = -1;

	if (matchpack_last_run(store, &before, err) == 0 &&
	    make_part(merge, &part, &records, err) == 0 &&
	    make_aliases(merge, &aliases, err) == 0 &&
	    make_weighed(merge, &links, &part.n_links, err) == 0) {
		part.links = links;
		part.aliases = aliases;
		status =
		    store_save_part(store, &merge->run, before, &part, err);
	}
	free(part.members);
	free(records);
	free(aliases);
	free(links);
	return status;
}

static int
save(struct store *store, struct merge *merge, struct err *err)
{
	if ((merge->is_part ? save_part(store, merge, err)
			    : save_whole(store, merge, err)) == -1 ||
	    circles_save(store, merge, err) == -1)
		return -1;
	free(merge->linked.household);
	free(merge->linked.account);
	merge->linked.household = merge->linked.account = NULL;
	return 0;
}

static int
tell_saved(const struct merge_options *options, struct err *err)
{
	return options->saved == NULL ? 0
				      : options->saved(options->context, err);
}

/* Imports alone do not make it wrong: what they brought is for the next merge,
 * as if they had come after this one. But a few records are matched again
 * sooner than somebody asks for that. */
static int
may_be_behind(struct store *store, struct merge *merge, bool is_last, bool *may,
    struct err *err)
{
	struct since_state state;
	int64_t run;

	if (matchpack_last_run(store, &run, err) == -1 ||
	    since_state(store, &state, err) == -1)
		return -1;
	*may = run == merge->run_before &&
	    state.undone == merge->news.state.undone &&
	    (!merge->is_part || is_last);
	if (!*may)
		return 0;
	merge->run.is_behind = true;
	merge->run.imports = merge->news.state.import;
	return 0;
}

/* Is what was found about the store as it is now? */
static int
may_save(struct store *store, struct merge *merge, bool is_last, bool *may,
    struct err *err)
{
	int64_t generation;

	if (store_generation(store, &generation, err) == -1)
		return -1;
	*may = generation == merge->generation;
	return *may ? 0 : may_be_behind(store, merge, is_last, may, err);
}

/* Save, if the store is still what was read; *${is_done} says so. */
static int
save_if_same(struct store *store, const struct merge_options *options,
    struct merge *merge, bool is_last, bool *is_done, struct err *err)
{
	/* Nothing came since the last run: it stands. */
	if (merge->last_run != 0) {
		merge->run.id = merge->last_run;
		*is_done = true;
		return 0;
	}
	if (store_begin(store, err) == -1)
		return -1;
	if (may_save(store, merge, is_last, is_done, err) == -1)
		goto rollback;
	if (!*is_done) {
		store_rollback(store);
		return 0;
	}
	if (save(store, merge, err) == -1 || tell_saved(options, err) == -1)
		goto rollback;
	return store_commit(store, err);
rollback:
	store_rollback(store);
	return -1;
}

/* Others merge, or take back, all the time: match while the store is held. */
static int
merge_locked(struct store *store, const struct merge_options *options,
    struct merge *merge, int64_t start_ms, struct err *err)
{
	bool is_possible;

	merge_clear(merge);
	if (store_begin(store, err) == -1)
		return -1;
	if (load(store, merge, options, true, err) == -1 ||
	    match(merge, options, start_ms, &is_possible, err) == -1 ||
	    save(store, merge, err) == -1 || tell_saved(options, err) == -1) {
		store_rollback(store);
		return -1;
	}
	return store_commit(store, err);
}

/* One try, perhaps the last; *${is_done} when nothing is left to do,
 * *${is_whole} when the next has to match everything. */
static int
try_to_merge(struct store *store, const struct merge_options *options,
    struct merge *merge, int64_t start_ms, bool is_last, bool *is_whole,
    bool *is_done, struct err *err)
{
	bool is_possible;

	merge_clear(merge);
	if (load_view(store, merge, options, *is_whole, err) == -1)
		return -1;
	if (merge->has_stood) {
		merge->run.seconds_milli = clock_ms() - start_ms;
		*is_done = true;
		return 0;
	}
	if (match(merge, options, start_ms, &is_possible, err) == -1)
		return -1;
	*is_whole = !is_possible;
	if (!is_possible)
		return 0;
	*is_done = options->is_dry_run;
	return *is_done
	    ? 0
	    : save_if_same(store, options, merge, is_last, is_done, err);
}

static int
match_and_save(struct store *store, const struct merge_options *options,
    struct merge *merge, struct err *err)
{
	int64_t start_ms = clock_ms();
	bool is_done = false, is_whole = false, is_last;
	int try;

	for (try = 0; try < FREE_TRIES + is_whole; try++) {
		is_last = try + 1 >= FREE_TRIES;
		if (try_to_merge(store, options, merge, start_ms, is_last,
			&is_whole, &is_done, err) == -1)
			return -1;
		if (is_done)
			return 0;
	}
	return merge_locked(store, options, merge, start_ms, err);
}

int
merge_pack(struct store *store, struct err *err)
{
	struct err why = {0};

	if (packed_make(store, &why) == 0 || why.code == ERR_LOCKED)
		return 0;
	return err_set(
	    err, why.code, "the journeys were not packed: %s", why.msg);
}

/* The last run stands, but what finding needs may be of another. */
static int
keep_again(struct store *store, struct merge *merge, struct err *err)
{
	int64_t run = merge->run.id;
	bool is_fresh;

	if (matchpack_is_fresh(store, MATCHPACK_FIND, run,
		merge->trained.digest, &is_fresh, err) == -1)
		return -1;
	if (is_fresh)
		return 0;
	if (trained_load(&merge->trained, store, &merge->model, err) == -1)
		return -1;
	/* The numbers of its records are others now. */
	if (matchpack_forget(store, MATCHPACK_NEWS, run, err) == -1)
		return -1;
	return lookup_keep_all(
	    store, run, merge->trained.digest, &merge->model, err);
}

/* They were taken from there: take_news. */
static void
give_circles(struct merge *merge)
{
	struct news *news = &merge->news;

	memcpy(news->side.circle, merge->circle, sizeof(merge->circle));
	memset(merge->circle, 0, sizeof(merge->circle));
	memcpy(news->pack.next_circle, merge->next_circle,
	    sizeof(merge->next_circle));
}

/* What the next merge needs to match what comes until then, and what finding a
 * person needs. */
static int
keep_news(struct store *store, struct merge *merge,
    const struct lookup_input *in, int64_t *customers, struct err *err)
{
	const struct news_found found = {.mode = buf_get(&merge->mode),
	    .columns = &merge->columns,
	    .facts = in->facts,
	    .linked = &merge->linked,
	    .customers = customers,
	    .circle = merge->circle,
	    .next_circle = merge->next_circle};
	int64_t run = merge->run.id;
	uint64_t digest = merge->trained.digest;
	int status;

	if (merge->is_part) {
		give_circles(merge);
		return news_keep(&merge->news, store, run, digest, in, err);
	}
	status = lookup_keep(store, run, digest, in, err);
	/* Taken or not: nobody else wants them, and facts are let go. */
	postlists_free(merge->lists);
	merge->lists = NULL;
	if (status == -1)
		return -1;
	(void)large_give_back();
	return news_begin(&merge->news, &found, store, run, digest, err);
}

static int
keep_found(struct store *store, struct merge *merge, struct err *err)
{
	size_t i, n = merge->columns.n_records;
	int64_t *customers = malloc((n + 1) * sizeof(*customers));
	const struct lookup_input in = {.facts = &merge->facts,
	    .model = &merge->model,
	    .keys = merge->columns.keys,
	    .customers = customers,
	    .lists = merge->lists};
	int status;

	if (customers == NULL)
		return err_nomem(err);
	(void)large_give_back();
	for (i = 0; i < n; i++)
		customers[i] =
		    merge->identity.customer[merge->found.cluster[i]];
	status = keep_news(store, merge, &in, customers, err);
	free(customers);
	/* Packing the journeys needs memory, too. */
	facts_drop_rows(&merge->facts);
	return status;
}

/* Keep what finding a person needs. The run stands already. */
static int
keep_lookup(struct store *store, struct merge *merge, struct err *err)
{
	struct err why = {0};

	if ((merge->has_stood ? keep_again(store, merge, &why)
			      : keep_found(store, merge, &why)) == 0 ||
	    why.code == ERR_LOCKED)
		return 0;
	return err_set(
	    err, why.code, "the keys of matching were not kept: %s", why.msg);
}

int
merge_run(struct store *store, const struct merge_options *options,
    struct merge *merge, struct err *err)
{
	if (match_and_save(store, options, merge, err) == -1)
		return -1;
	if (options->is_dry_run)
		return 0;
	if (!options->is_exact && keep_lookup(store, merge, err) == -1)
		return -1;
	if (options->packs_anew && packed_forget(store, err) == -1)
		return -1;
	return merge_pack(store, err);
}

/* The facts count as a trained model knows them. */
static int
load_matched(struct store *store, struct merge *merge,
    const struct merge_options *options, struct err *err)
{
	if (trained_choose(&merge->trained, store, &options->model, err) ==
		-1 ||
	    load_facts(store, merge, options, err) == -1)
		return -1;
	if (merge->model.is_trained && merge->model.frequency != NULL)
		frequency_apply(merge->model.frequency, &merge->facts);
	return 0;
}

int
merge_load(struct store *store, const struct merge_options *options,
    struct merge *merge, struct err *err)
{
	int status;

	if (store_begin_read(store, err) == -1)
		return -1;
	status = load_matched(store, merge, options, err);
	store_rollback(store);
	return status;
}

void
merge_clear(struct merge *merge)
{
	/* They are made of the facts. */
	postlists_free(merge->lists);
	int kind;

	exact_clear(&merge->found);
	match_clear(&merge->linked);
	facts_clear(&merge->facts);
	news_clear(&merge->news);
	model_clear(&merge->model);
	trained_clear(&merge->trained);
	buf_clear(&merge->mode);
	buf_clear(&merge->threshold);
	decided_clear(&merge->decided);
	identity_clear(&merge->identity);
	columns_clear(&merge->columns);
	former_clear(&merge->former);
	free(merge->earlier);
	for (kind = 0; kind < CIRCLE_KINDS; kind++)
		free(merge->circle[kind]);
	memset(merge, 0, sizeof(*merge));
}
