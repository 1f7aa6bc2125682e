#include <stdlib.h>

#include "base/array.h"
#include "flow/former.h"
#include "flow/merge.h"
#include "flow/recast.h"
#include "flow/rulings.h"
#include "flow/undo.h"
#include "store/packed.h"
#include "store/undo.h"

/* --- back to what was before a run --- */

static int
put_back(void *context, const struct store_member *member, struct err *err)
{
	struct recast_member *at = recast_at(context, member->record, err);

	if (at == NULL)
		return -1;
	at->after = member->customer;
	return 0;
}

/* A record that came later has no customer to go back to. */
static int
stand_alone(void *context, const struct store_member *member, struct err *err)
{
	struct recast *recast = context;
	struct recast_member *at = recast_at(recast, member->record, err);

	if (at == NULL)
		return -1;
	if (at->after == 0)
		at->after = -1;
	return 0;
}

static bool
has_customers(const struct recast *recast)
{
	size_t i;

	for (i = 0; i < recast->n; i++)
		if (recast->members[i].after > 0)
			return true;
	return false;
}

/* Numbers for those that stand alone, in the order in which they came; but
 * before the first merge nobody had any. */
static int
go_back(struct recast *recast, struct store *store, int64_t run,
    int64_t imports, struct err *err)
{
	int64_t next = recast->next;
	size_t i;

	if (undo_before(store, run, put_back, recast, err) == -1)
		return -1;
	if (!has_customers(recast))
		return 0;
	if (undo_news(store, imports, stand_alone, recast, err) == -1)
		return -1;
	for (i = 0; i < recast->n; i++)
		if (recast->members[i].after == -1)
			recast->members[i].after = next++;
	return 0;
}

/* --- what stays apart --- */

static int
by_whole(const void *left, const void *right)
{
	const struct decision_piece *a = left;
	const struct decision_piece *b = right;

	if (a->whole != b->whole)
		return a->whole < b->whole ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

/* Every customer of before and where its records are; whoever is nobody's is
 * a piece alone. */
static struct decision_piece *
make_pieces(const struct recast *recast, size_t *n, struct err *err)
{
	struct decision_piece *pieces =
	    malloc((recast->n + 1) * sizeof(*pieces));
	const struct recast_member *m;
	size_t i;

	*n = 0;
	if (pieces == NULL) {
		err_nomem(err);
		return NULL;
	}
	for (i = 0; i < recast->n; i++) {
		m = &recast->members[i];
		if (m->before == 0)
			continue;
		pieces[(*n)++] = (struct decision_piece){.record = m->record,
		    .whole = m->before,
		    .piece = m->after != 0 ? m->after : -(int64_t)i - 1};
	}
	if (*n > 0)
		qsort(pieces, *n, sizeof(*pieces), by_whole);
	return pieces;
}

/* A decision that two records are the same outlives it: their pieces are one,
 * and the next merge puts them together. */
static void
heed_decisions(struct decision_piece *pieces, size_t n, struct rulings *rulings)
{
	size_t i, j, k;
	int64_t old;

	for (i = 1; i < n; i++)
		for (j = 0; j < i && rulings->n_edges > 0; j++) {
			if (pieces[i].piece == pieces[j].piece ||
			    rulings_root(rulings, pieces[i].record) !=
				rulings_root(rulings, pieces[j].record))
				continue;
			old = pieces[i].piece;
			for (k = 0; k < n; k++)
				if (pieces[k].piece == old)
					pieces[k].piece = pieces[j].piece;
		}
}

static bool
is_parted(const struct decision_piece *pieces, size_t n)
{
	size_t i;

	for (i = 1; i < n; i++)
		if (pieces[i].piece != pieces[0].piece)
			return true;
	return false;
}

static int
rule(struct store *store, int64_t run, struct decision_piece *pieces, size_t n,
    struct err *err)
{
	size_t i;

	for (i = 0; i < n; i++) {
		pieces[i].run = run;
		if (decision_rule(store, &pieces[i], err) == -1)
			return -1;
	}
	return n == 0 ? 0 : decision_set_ruling(store, run, true, err);
}

/* Whole by whole: what was one customer and is not any more. */
static int
keep_apart(struct store *store, const struct recast *recast, int64_t run,
    struct err *err)
{
	struct rulings rulings = {0};
	struct decision_piece *pieces;
	size_t i, end, n;
	int status;

	pieces = make_pieces(recast, &n, err);
	if (pieces == NULL)
		return -1;
	status = rulings_load(&rulings, store, err);
	for (i = 0; i < n && status == 0; i = end) {
		for (end = i + 1;
		     end < n && pieces[end].whole == pieces[i].whole; end++)
			;
		heed_decisions(&pieces[i], end - i, &rulings);
		if (is_parted(&pieces[i], end - i))
			status = rule(store, run, &pieces[i], end - i, err);
	}
	rulings_clear(&rulings);
	free(pieces);
	return status;
}

static int
take_back(struct store *store, int64_t run, int64_t now_us,
    struct store_run *made, struct err *err)
{
	struct undo_run found = {0};
	struct recast recast;
	int status = -1;

	if (undo_find(store, run, &found, err) == -1)
		return -1;
	if (found.undone_by != 0)
		return err_set(err, ERR_NO,
		    "run %lld was undone already, by run %lld", (long long)run,
		    (long long)found.undone_by);
	if (recast_load(&recast, store, err) == -1)
		return -1;
	if (go_back(&recast, store, run, found.imports, err) == 0 &&
	    recast_save(&recast, store, "undo", now_us, made, err) == 0 &&
	    undo_mark(store, run, made->id, err) == 0)
		status = keep_apart(store, &recast, made->id, err);
	recast_clear(&recast);
	return status;
}

int
undo_back(struct store *store, int64_t run, int64_t now_us,
    struct store_run *made, struct err *err)
{
	if (store_begin(store, err) == -1)
		return -1;
	if (take_back(store, run, now_us, made, err) == -1) {
		store_rollback(store);
		return -1;
	}
	return store_commit(store, err) == -1 ? -1 : merge_pack(store, err);
}

int
undo_let_go(struct store *store, int64_t run, struct err *err)
{
	struct undo_run found = {0};
	int64_t count = 0;

	if (store_begin(store, err) == -1)
		return -1;
	packed_follow(store); /* what is let go moves when omni-merge runs */
	if (undo_find(store, run, &found, err) == 0 &&
	    undo_release(store, run, &count, err) == 0 && count > 0)
		return store_commit(store, err);
	store_rollback(store);
	return err_set(err, ERR_NO, "run %lld keeps nothing apart or together",
	    (long long)run);
}

/* --- taking a customer apart --- */

/* The records that leave, which have to be the customer's. */
static int
send_out(struct recast *recast, struct store *store, int64_t customer,
    const char *const *out, size_t n, struct err *err)
{
	char quoted[ERR_QUOTE_MAX], name[24];
	struct recast_member *at;
	int64_t record;
	size_t i;

	store_customer_name(customer, name);
	for (i = 0; i < n; i++) {
		if (store_find_record(store, span_of(out[i]), &record, err) ==
		    -1)
			return -1;
		at = recast_at(recast, record, err);
		if (at == NULL)
			return -1;
		if (at->before != customer)
			return err_set(err, ERR_DATA, "'%s' is not of %s",
			    err_quote(quoted, span_of(out[i])), name);
		at->after = recast->next;
	}
	for (i = 0; i < recast->n; i++)
		if (recast->members[i].after == customer)
			return 0;
	return err_set(err, ERR_DATA, "nobody would stay in %s", name);
}

/* Where the records of ids that vanished are: among those that leave, or with
 * a customer that stays what it is. */
static int
find_former(struct former *former, const struct recast *recast,
    struct store *store, struct err *err)
{
	int64_t *keys = malloc((recast->n + 1) * sizeof(*keys));
	const struct recast_member *m;
	int status = 0;
	size_t i;

	if (keys == NULL)
		return err_nomem(err);
	if (former_read(former, store, err) == -1)
		status = -1;
	for (i = 0; i < recast->n && status == 0; i++) {
		keys[i] = recast->members[i].record;
		status = former_note(former, recast->members[i].before, err);
	}
	if (status == 0)
		status = former_place(former, keys, recast->n, err);
	for (i = 0; i < former->n; i++) {
		m = &recast->members[former->rows[i].record];
		former->rows[i].cluster =
		    m->after == recast->next ? 0 : 1 + (uint32_t)m->after;
	}
	free(keys);
	return status;
}

/* Those that leave get the id back that they had before, if they had one. */
static int
name_out(struct recast *recast, struct store *store, struct err *err)
{
	static const uint32_t cluster = 0;
	static const int64_t earlier = 0;
	struct identity_input in = {.cluster = &cluster,
	    .earlier = &earlier,
	    .n_records = 1,
	    .n_clusters = 1,
	    .next = recast->next};
	struct identity_result named;
	struct former former = {0};
	size_t i;
	int status = find_former(&former, recast, store, err);

	in.former = former.rows;
	in.n_former = former.n;
	if (status == 0)
		status = identity_assign(&in, &named, err);
	former_clear(&former);
	if (status != 0)
		return -1;
	for (i = 0; i < recast->n; i++)
		if (recast->members[i].after == recast->next)
			recast->members[i].after = named.customer[0];
	identity_clear(&named);
	return 0;
}

static int
rule_split(struct store *store, const struct recast *recast, int64_t customer,
    int64_t run, struct err *err)
{
	const struct recast_member *m;
	struct decision_piece piece;
	struct rulings rulings = {0};
	size_t i;
	int status = 0;

	for (i = 0; i < recast->n && status == 0; i++) {
		m = &recast->members[i];
		if (m->before != customer)
			continue;
		piece = (struct decision_piece){
		    run, m->record, customer, m->after, m->after != customer};
		status = decision_rule(store, &piece, err);
	}
	if (status == -1 || decision_set_ruling(store, run, true, err) == -1 ||
	    rulings_load(&rulings, store, err) == -1)
		return -1;
	status = rulings_check(&rulings, store, err);
	rulings_clear(&rulings);
	return status;
}

static int
split(struct store *store, struct span customer, const char *const *out,
    size_t n, int64_t now_us, struct store_run *made, struct err *err)
{
	struct recast recast;
	int64_t number;
	int status = -1;

	if (store_find_customer(store, customer, &number, err) == -1 ||
	    recast_load(&recast, store, err) == -1)
		return -1;
	if (send_out(&recast, store, number, out, n, err) == 0 &&
	    name_out(&recast, store, err) == 0 &&
	    recast_save(&recast, store, "split", now_us, made, err) == 0)
		status = rule_split(store, &recast, number, made->id, err);
	recast_clear(&recast);
	return status;
}

int
undo_split(struct store *store, struct span customer, const char *const *out,
    size_t n, int64_t now_us, struct store_run *made, struct err *err)
{
	if (store_begin(store, err) == -1)
		return -1;
	if (split(store, customer, out, n, now_us, made, err) == -1) {
		store_rollback(store);
		return -1;
	}
	return store_commit(store, err) == -1 ? -1 : merge_pack(store, err);
}
