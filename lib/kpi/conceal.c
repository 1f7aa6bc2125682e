#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/intern.h"
#include "base/num.h"
#include "kpi/conceal.h"

enum kind { FIXED, CHANNELS, NAMES, KINDS };

/* A row in a set: all that have the same key but for the row itself. */
struct member {
	size_t at; /* index of the row */
	const struct kpi_row *row;
	enum kind kind;
	bool is_sum;
};

struct concealing {
	struct report *report;
	int64_t least;
	bool *is_hidden; /* by row */
	struct member *members;
	size_t n_members;
	size_t *order; /* rows by figure, period and group */
};

/* --- what is small --- */

static bool
is_few(int64_t n, int64_t least)
{
	return n > 0 && n < least;
}

static bool
has_hits(const struct kpi_row *row)
{
	return row->is_share && row->numerator.is_known &&
	    row->numerator.digits == 0 && row->denominator.is_known;
}

static bool
is_few_counted(const struct figure_number *number, int64_t least)
{
	int64_t count = number->value < 0 ? -number->value : number->value;

	return number->is_known && number->digits == 0 && is_few(count, least);
}

/* Whole numbers count something, but for money and what is made of means. */
static bool
is_small(const struct kpi_row *row, int64_t least)
{
	if (is_few(row->n, least))
		return true;
	if (!row->is_share && !row->is_derived && row->key.currency == 0)
		return is_few_counted(&row->value, least) ||
		    is_few_counted(&row->numerator, least) ||
		    is_few_counted(&row->denominator, least);
	return has_hits(row) &&
	    (is_few(row->numerator.value, least) ||
		is_few(row->denominator.value - row->numerator.value, least));
}

/* --- sets --- */

/* Rows of one use of a figure, one currency and the same values of --by. */
static int
compare_blocks(const struct kpi_row *a, const struct kpi_row *b)
{
	int order = (a->use > b->use) - (a->use < b->use);

	if (order == 0)
		order = (a->key.currency > b->key.currency) -
		    (a->key.currency < b->key.currency);
	if (order == 0)
		order = memcmp(a->key.by, b->key.by, sizeof(a->key.by));
	return order;
}

/* In NAMES rows of all names belong together, elsewhere those of one. */
static int
compare_sets(const struct member *a, const struct member *b)
{
	int order = compare_blocks(a->row, b->row);

	if (order == 0)
		order = (a->kind > b->kind) - (a->kind < b->kind);
	if (order == 0 && a->kind == NAMES)
		order = (a->row->key.row > b->row->key.row) -
		    (a->row->key.row < b->row->key.row);
	if (order == 0 && a->kind != NAMES)
		order = span_cmp(a->row->name, b->row->name);
	return order;
}

static int
compare_members(const void *left, const void *right)
{
	const struct member *a = left;
	const struct member *b = right;
	int order = compare_sets(a, b);

	return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static void
add_member(struct concealing *c, size_t at, enum kind kind, bool is_sum)
{
	struct member *member = &c->members[c->n_members++];

	member->at = at;
	member->row = &c->report->rows[at];
	member->kind = kind;
	member->is_sum = is_sum;
}

static void
find_sets(struct concealing *c)
{
	for (size_t i = 0; i < c->report->count; i++) {
		const struct kpi_row *row = &c->report->rows[i];
		bool is_fixed = row->key.row < row->use->figure->n_rows;

		if (row->is_derived)
			continue;
		if (is_fixed)
			add_member(c, i, FIXED, row->key.row == 0);
		if (!is_fixed || row->key.row == 0)
			add_member(c, i, CHANNELS, row->key.row == 0);
		add_member(c, i, NAMES, row->name.len == 0);
	}
	if (c->n_members > 1)
		qsort(c->members, c->n_members, sizeof(*c->members),
		    compare_members);
}

/* How many a row of the set stands for: of rows that all have the sum's
 * denominator, what they count. */
static int64_t
size_of(const struct kpi_row *row, const struct kpi_row *sum)
{
	if (sum != NULL && row->n == sum->n && has_hits(row))
		return row->numerator.value;
	return row->n;
}

/* Of what is shown the smallest part that is something, else the sum; NULL
 * when nothing is left. */
static const struct member *
next_to_go(const struct concealing *c, const struct member *set, size_t n)
{
	const struct member *found = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct member *member = &set[i];

		if (c->is_hidden[member->at] || member->row->n == 0)
			continue;
		if (found == NULL || (found->is_sum && !member->is_sum) ||
		    (found->is_sum == member->is_sum &&
			member->row->n < found->row->n))
			found = member;
	}
	return found;
}

/* Could a hidden row of the set be found from those that are shown? */
static bool
is_open(const struct concealing *c, const struct member *set, size_t n)
{
	const struct kpi_row *sum = NULL;
	size_t n_hidden = 0;
	int64_t hidden = 0;
	bool is_sum_hidden = false;

	for (size_t i = 0; i < n; i++)
		if (set[i].is_sum) {
			sum = set[i].row;
			is_sum_hidden = c->is_hidden[set[i].at];
		}
	if (sum == NULL)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!c->is_hidden[set[i].at])
			continue;
		n_hidden++;
		hidden += set[i].is_sum ? 0 : size_of(set[i].row, sum);
	}
	if (n_hidden == 0 || n == 1)
		return false;
	return n_hidden == 1 || (!is_sum_hidden && hidden < c->least);
}

/* Did anything change? */
static bool
close_sets(struct concealing *c)
{
	bool has_changed = false;
	size_t end;

	for (size_t first = 0; first < c->n_members; first = end) {
		const struct member *set = &c->members[first];
		const struct member *next;

		for (end = first + 1; end < c->n_members &&
		     compare_sets(set, &c->members[end]) == 0;
		     end++)
			;
		while (is_open(c, set, end - first) &&
		    (next = next_to_go(c, set, end - first)) != NULL) {
			c->is_hidden[next->at] = true;
			has_changed = true;
		}
	}
	return has_changed;
}

/* --- definitions --- */

static int
compare_places(const struct kpi_row *a, const struct kpi_row *b)
{
	int order = span_cmp(a->kpi, b->kpi);

	if (order == 0)
		order = span_cmp(a->period, b->period);
	if (order == 0)
		order = span_cmp(a->group, b->group);
	if (order == 0)
		order = (a->key.currency > b->key.currency) -
		    (a->key.currency < b->key.currency);
	return order;
}

static int
compare_rows(const void *left, const void *right)
{
	const struct kpi_row *const *a = left;
	const struct kpi_row *const *b = right;
	int order = compare_places(*a, *b);

	return order != 0 ? order : (*a > *b) - (*a < *b);
}

static int
order_rows(struct concealing *c, struct err *err)
{
	size_t n = c->report->count;
	const struct kpi_row **rows = calloc(n + 1, sizeof(*rows));

	if (rows == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++)
		rows[i] = &c->report->rows[i];
	if (n > 1)
		qsort(rows, n, sizeof(*rows), compare_rows);
	for (size_t i = 0; i < n; i++)
		c->order[i] = (size_t)(rows[i] - c->report->rows);
	free(rows);
	return 0;
}

/* What one definition hides, all hide. Did anything change? */
static bool
share_hidden(struct concealing *c)
{
	const struct kpi_row *rows = c->report->rows;
	bool has_changed = false;
	size_t end;

	for (size_t first = 0; first < c->report->count; first = end) {
		bool is_hidden = false;

		for (end = first; end < c->report->count &&
		     compare_places(
			 &rows[c->order[first]], &rows[c->order[end]]) == 0;
		     end++)
			is_hidden |= c->is_hidden[c->order[end]];
		for (size_t i = first; is_hidden && i < end; i++) {
			has_changed |= !c->is_hidden[c->order[i]];
			c->is_hidden[c->order[i]] = true;
		}
	}
	return has_changed;
}

/* Rows of a name stand together. */
static void
hide_derived(struct concealing *c)
{
	const struct kpi_row *rows = c->report->rows;

	for (size_t i = 0; i < c->report->count; i++) {
		bool is_hidden = false;

		if (!rows[i].is_derived)
			continue;
		for (size_t j = i; j-- > 0 &&
		     compare_blocks(&rows[i], &rows[j]) == 0 &&
		     span_eq(rows[i].name, rows[j].name);)
			is_hidden |= c->is_hidden[j];
		for (size_t j = i + 1; j < c->report->count &&
		     compare_blocks(&rows[i], &rows[j]) == 0 &&
		     span_eq(rows[i].name, rows[j].name);
		     j++)
			is_hidden |= c->is_hidden[j];
		c->is_hidden[i] |= is_hidden;
	}
}

/* --- what is left out --- */

/* The next "reason=count" of the text, which is cut off it. */
static bool
next_reason(struct span *text, struct span *reason, int64_t *count)
{
	size_t equals = 0, end = 0;

	if (text->len == 0)
		return false;
	while (end < text->len && text->data[end] != ';')
		end++;
	while (equals < end && text->data[equals] != '=')
		equals++;
	*reason = span_make(text->data, equals);
	if (equals == end ||
	    !num_i64(span_make(text->data + equals + 1, end - equals - 1), 0,
		INT64_MAX, count))
		*count = 0;
	end += end < text->len;
	*text = span_make(text->data + end, text->len - end);
	return true;
}

static int
name_reason(
    struct buf *name, struct span kpi, struct span reason, struct err *err)
{
	buf_reset(name);
	buf_span(name, kpi);
	buf_char(name, '=');
	buf_span(name, reason);
	return buf_check(name, err);
}

/* Which reasons have few in a row that is shown, by figure. */
static int
find_rare(struct concealing *c, struct intern *rare, struct buf *name,
    struct err *err)
{
	for (size_t i = 0; i < c->report->count; i++) {
		const struct kpi_row *row = &c->report->rows[i];
		struct span text = row->excluded;
		struct span reason;
		int64_t count;
		uint32_t number;

		while (
		    !c->is_hidden[i] && next_reason(&text, &reason, &count)) {
			if (!is_few(count, c->least))
				continue;
			if (name_reason(name, row->kpi, reason, err) != 0 ||
			    intern_add(rare, buf_get(name), &number, err) != 0)
				return -1;
		}
	}
	return 0;
}

/* Counts of a reason that has few somewhere are all left away. */
static int
hide_reasons(struct concealing *c, const struct intern *rare,
    struct kpi_row *row, struct buf *name, struct err *err)
{
	struct span text = row->excluded;
	struct span reason;
	struct buf kept = {0};
	int64_t count;
	int result = 0;

	while (result == 0 && next_reason(&text, &reason, &count)) {
		buf_str(&kept, kept.len > 0 ? ";" : "");
		buf_span(&kept, reason);
		result = name_reason(name, row->kpi, reason, err);
		if (result != 0 ||
		    intern_get(rare, buf_get(name)) != INTERN_NONE)
			continue;
		buf_char(&kept, '=');
		buf_i64(&kept, count);
	}
	if (result == 0)
		result = buf_check(&kept, err);
	if (result == 0)
		row->excluded = report_text(c->report, buf_get(&kept), err);
	buf_clear(&kept);
	return result != 0 || row->excluded.data == NULL ? -1 : 0;
}

static int
hide_all_reasons(struct concealing *c, struct err *err)
{
	struct intern rare = {0};
	struct buf name = {0};
	int result = find_rare(c, &rare, &name, err);

	for (size_t i = 0; result == 0 && i < c->report->count; i++)
		if (!c->is_hidden[i])
			result = hide_reasons(
			    c, &rare, &c->report->rows[i], &name, err);
	intern_clear(&rare);
	buf_clear(&name);
	return result;
}

static void
hide_row(struct kpi_row *row, struct span note)
{
	const struct figure_number unknown = {0, 0, false};

	row->value = unknown;
	row->numerator = unknown;
	row->denominator = unknown;
	row->low = unknown;
	row->high = unknown;
	row->n = 0;
	row->half = 0;
	row->is_concealed = true;
	row->excluded = span_of("");
	row->note = note;
}

static int
apply(struct concealing *c, struct err *err)
{
	struct report *report = c->report;
	struct buf text = {0};
	struct span note = {NULL, 0};

	buf_printf(&text, "hidden by --min-cell %lld", (long long)c->least);
	if (buf_check(&text, err) == 0)
		note = report_text(report, buf_get(&text), err);
	buf_clear(&text);
	if (note.data == NULL || hide_all_reasons(c, err) != 0)
		return -1;
	for (size_t i = 0; i < report->count; i++)
		if (c->is_hidden[i])
			hide_row(&report->rows[i], note);
	return 0;
}

int
conceal_rows(struct report *report, int64_t least, struct err *err)
{
	size_t n = report->count;
	struct concealing c = {
	    .report = report,
	    .least = least,
	    .is_hidden = calloc(n + 1, sizeof(*c.is_hidden)),
	    .members = calloc(n * KINDS + 1, sizeof(*c.members)),
	    .order = calloc(n + 1, sizeof(*c.order)),
	};
	int result = c.is_hidden == NULL || c.members == NULL || c.order == NULL
	    ? err_nomem(err)
	    : order_rows(&c, err);

	if (result == 0) {
		for (size_t i = 0; i < n; i++)
			c.is_hidden[i] = is_small(&report->rows[i], least);
		find_sets(&c);
		while (share_hidden(&c) || close_sets(&c))
			;
		hide_derived(&c);
		result = apply(&c, err);
	}
	free(c.is_hidden);
	free(c.members);
	free(c.order);
	return result;
}
