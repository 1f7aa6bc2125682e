#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/civil.h"
#include "base/num.h"
#include "flow/sheet.h"
#include "flow/targets.h"
#include "kpi/define.h"
#include "kpi/kpi.h"

enum { KPI, DEFINITION, GROUP, OP, TARGET, DUE, OWNER, COLUMNS };

#define TARGET_DIGITS 6
#define TARGET_SCALE INT64_C(1000000)

static const char *const column_names[COLUMNS] = {
    "kpi",
    "definition",
    "group",
    "op",
    "target",
    "due",
    "owner",
};

static const char *const op_names[] = {">=", ">", "<=", "<", "=", NULL};

/* --- the file --- */

static int
refuse(struct err *err, const char *what, struct span text, int column)
{
	char quoted[ERR_QUOTE_MAX];

	err_set(err, ERR_CONFIG, "%s '%s'", what, err_quote(quoted, text));
	return err_place(err, NULL, 0, column_names[column]);
}

static int
read_op(struct span text, struct target *target, struct err *err)
{
	for (int i = 0; i < TARGETS_OPS; i++)
		if (span_is(text, op_names[i])) {
			target->op = (enum targets_op)i;
			return 0;
		}
	return refuse(err, "none of >= > <= < =:", text, OP);
}

static int
read_number(struct span text, struct target *target, struct err *err)
{
	struct span number = text;
	bool is_percent = span_ends(text, "%");

	if (is_percent)
		number = span_trim(span_make(text.data, text.len - 1));
	if (!num_decimal(number, TARGET_DIGITS - (is_percent ? 2 : 0),
		&target->target_micro))
		return refuse(err, "not a target:", text, TARGET);
	target->is_percent = is_percent;
	return 0;
}

static int
read_due(struct span text, struct err *err)
{
	int64_t year, month, day;

	if (text.len == 0)
		return 0;
	if (text.len != 10 || text.data[4] != '-' || text.data[7] != '-' ||
	    !num_i64(span_make(text.data, 4), 1, 9999, &year) ||
	    !num_i64(span_make(text.data + 5, 2), 1, 12, &month) ||
	    !num_i64(span_make(text.data + 8, 2), 1, 31, &day) ||
	    !civil_is_date((int)year, (int)month, (int)day))
		return refuse(err, "not a date such as 2026-12-31:", text, DUE);
	return 0;
}

/* Is there such a figure, and such a definition of it? */
static int
read_figure(struct targets *targets, const struct span *cells,
    struct target *target, struct err *err)
{
	struct span kpi = span_trim(cells[KPI]);
	struct span definition = span_trim(cells[DEFINITION]);
	struct figure_use use = {.figure = kpi_find(kpi)};
	struct buf text = {0};

	if (use.figure == NULL)
		return refuse(err, "there is no key figure", kpi, KPI);
	if (define_parse(definition, &use, err) != 0)
		return err_place(err, NULL, 0, column_names[DEFINITION]);
	buf_span(&text, kpi);
	buf_str(&text, definition.len > 0 ? "=" : "");
	buf_span(&text, definition);
	target->kpi = span_of(use.figure->id);
	if (buf_check(&text, err) == 0)
		target->asked = arena_str(&targets->arena, buf_text(&text));
	buf_clear(&text);
	return target->asked == NULL ? err_nomem(err) : 0;
}

static int
keep_texts(struct targets *targets, const struct span *cells,
    struct target *target, struct err *err)
{
	struct span group = span_trim(cells[GROUP]);

	target->group = arena_span(
	    &targets->arena, group.len == 0 ? span_of("all") : group);
	target->due = arena_span(&targets->arena, span_trim(cells[DUE]));
	target->owner = arena_span(&targets->arena, span_trim(cells[OWNER]));
	if (target->group.data == NULL || target->due.data == NULL ||
	    target->owner.data == NULL)
		return err_nomem(err);
	return 0;
}

static int
take_row(void *context, const struct sheet_row *row, struct err *err)
{
	struct targets *targets = context;
	struct target target = {0};

	if (read_figure(targets, row->cells, &target, err) != 0 ||
	    read_op(span_trim(row->cells[OP]), &target, err) != 0 ||
	    read_number(span_trim(row->cells[TARGET]), &target, err) != 0 ||
	    read_due(span_trim(row->cells[DUE]), err) != 0 ||
	    keep_texts(targets, row->cells, &target, err) != 0 ||
	    array_grow(&targets->items, &targets->cap, targets->count + 1,
		sizeof(target), err) != 0)
		return -1;
	targets->items[targets->count++] = target;
	return 0;
}

int
targets_read(struct targets *targets, const char *path, struct err *err)
{
	if (sheet_read(path, column_names, COLUMNS, take_row, targets, err) !=
	    0) {
		/* Whatever is wrong with it, it is a file of settings. */
		if (err->code == ERR_DATA || err->code == ERR_USAGE)
			err->code = ERR_CONFIG;
		return -1;
	}
	targets->asked = calloc(targets->count + 1, sizeof(*targets->asked));
	if (targets->asked == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < targets->count; i++)
		targets->asked[i] = targets->items[i].asked;
	if (targets->count > 0)
		return 0;
	err_set(err, ERR_CONFIG, "no targets");
	return err_place(err, path, 0, NULL);
}

void
targets_clear(struct targets *targets)
{
	free(targets->items);
	free(targets->asked);
	arena_clear(&targets->arena);
	memset(targets, 0, sizeof(*targets));
}

/* --- against the figures --- */

enum status { MET, MISSED, NOT_DUE, UNKNOWN };

static const char *const status_names[] = {
    "met",
    "missed",
    "not due",
    "unknown",
};

static const struct out_column columns[] = {
    {"kpi", OUT_TEXT},
    {"definition", OUT_TEXT},
    {"period", OUT_TEXT},
    {"group", OUT_TEXT},
    {"value", OUT_INT},
    {"unit", OUT_TEXT},
    {"op", OUT_TEXT},
    {"target", OUT_INT},
    {"status", OUT_TEXT},
    {"previous", OUT_INT},
    {"previous_day", OUT_TEXT},
    {"change", OUT_INT},
    {"due", OUT_TEXT},
    {"owner", OUT_TEXT},
    {"note", OUT_TEXT},
};

struct check {
	const struct targets *targets;
	struct store *store;
	const struct report *report;
	const struct measures_options *options;
	struct out *out;
	struct buf note;
	bool all_met;
};

/* The row that the target means, or one that knows nothing, and how many there
 * are of its name, because currencies have rows of their own. */
static const struct kpi_row *
find_row(const struct check *check, const struct target *target,
    const struct figure_use *use, size_t *n)
{
	static const struct kpi_row nothing;
	const struct kpi_row *found = &nothing;

	*n = 0;
	for (size_t i = 0; i < check->report->count; i++) {
		const struct kpi_row *row = &check->report->rows[i];

		if (row->use->figure == use->figure &&
		    row->use->definition == use->definition &&
		    row->use->margin_micro == use->margin_micro &&
		    memcmp(row->use->args, use->args, sizeof(use->args)) == 0 &&
		    span_eq(row->group, target->group)) {
			found = row;
			++*n;
		}
	}
	return *n == 1 ? found : &nothing;
}

static num_i128
times_ten(num_i128 value, int digits)
{
	while (digits-- > 0)
		value *= 10;
	return value;
}

/* Below 0, 0, or above 0 as the value is less, equal or more. A share is
 * compared by what was divided by what, so that rounding plays no part. */
static int
compare(const struct kpi_row *row, const struct target *target)
{
	num_i128 left = (num_i128)row->value.value * TARGET_SCALE;
	num_i128 right = times_ten(target->target_micro, row->value.digits);

	if (row->is_share && row->numerator.is_known &&
	    row->numerator.digits == 0 && row->denominator.is_known) {
		left = (num_i128)row->numerator.value * TARGET_SCALE;
		right = (num_i128)target->target_micro * row->denominator.value;
	}
	return (left > right) - (left < right);
}

static enum status
judge(const struct kpi_row *row, const struct target *target)
{
	int order;

	if (!row->value.is_known)
		return UNKNOWN;
	order = compare(row, target);
	switch (target->op) {
	case TARGETS_AT_LEAST:
		return order >= 0 ? MET : MISSED;
	case TARGETS_ABOVE:
		return order > 0 ? MET : MISSED;
	case TARGETS_AT_MOST:
		return order <= 0 ? MET : MISSED;
	case TARGETS_BELOW:
		return order < 0 ? MET : MISSED;
	case TARGETS_EQUAL:
		return order == 0 ? MET : MISSED;
	case TARGETS_OPS:
		break;
	}
	return UNKNOWN;
}

static void
put_value(struct out *out, int64_t value, int digits, bool is_share)
{
	if (is_share && digits == TARGET_DIGITS)
		out_rate(out, value);
	else
		out_fixed(out, value, digits);
}

/* 4.5, not 4.500000. */
static void
put_target(struct out *out, const struct target *target, bool is_share)
{
	int64_t value = target->target_micro;
	int digits = TARGET_DIGITS;

	if (is_share || target->is_percent) {
		out_rate(out, value);
		return;
	}
	while (digits > 0 && value % 10 == 0) {
		value /= 10;
		digits--;
	}
	out_fixed(out, value, digits);
}

static void
add_note(struct buf *note, const char *text)
{
	buf_str(note, note->len > 0 ? "; " : "");
	buf_str(note, text);
}

/* What was kept when nothing had to be hidden is told no more than the rest: a
 * value that rests on few, or from which so few can be reckoned. */
static bool
is_few_then(const struct measure *then, int64_t least)
{
	int64_t counts[] = {then->n, 0, 0};

	if (then->is_known && then->is_share && then->digits == TARGET_DIGITS) {
		counts[1] = num_round_div(
		    (num_i128)then->value * then->n, TARGET_SCALE);
		counts[2] = then->n - counts[1];
	} else if (then->is_known && then->digits == 0)
		counts[1] = then->value < 0 ? -then->value : then->value;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (counts[i] > 0 && counts[i] < least)
			return true;
	return false;
}

static int
put_previous(struct check *check, const struct kpi_row *row, struct err *err)
{
	struct measure now, then;
	char day[16];
	bool is_there;

	measures_of(row, check->options, &now);
	if (measure_before(check->store, &now, &then, day, &is_there, err) != 0)
		return -1;
	if (is_there && !row->is_concealed &&
	    (then.is_hidden || is_few_then(&then, check->options->min_cell))) {
		add_note(&check->note, "previous is hidden");
		then.is_known = false;
	}
	if (!is_there || !then.is_known || row->is_concealed) {
		out_null(check->out);
		out_text(check->out, is_there ? then.day : span_of(NULL));
		out_null(check->out);
		return 0;
	}
	put_value(check->out, then.value, then.digits, then.is_share);
	out_text(check->out, then.day);
	if (row->value.is_known && row->value.digits == then.digits)
		put_value(check->out, row->value.value - then.value,
		    then.digits, then.is_share);
	else
		out_null(check->out);
	return 0;
}

/* Is its day behind? There is time until its end. Without a day of the values,
 * "" is before all. */
static bool
is_over(const struct check *check, const struct target *target)
{
	char day[16];

	return target->due.len > 0 &&
	    span_cmp(target->due, measures_day(check->options, day)) < 0;
}

/* What is to be reached later need not be reached now. A target that means no
 * row is wrong at any time. */
static enum status
status_of(const struct check *check, const struct kpi_row *row, size_t n,
    const struct target *target)
{
	enum status status = judge(row, target);

	if (status == MET || n != 1 || target->due.len == 0 ||
	    is_over(check, target))
		return status;
	return NOT_DUE;
}

static void
fill_note(struct check *check, const struct kpi_row *row, size_t n,
    const struct target *target, enum status status)
{
	struct buf *note = &check->note;

	buf_reset(note);
	if (n > 1)
		buf_str(note, "several currencies: say --currency");
	else if (n == 0)
		buf_str(note, "no such group");
	else
		buf_span(note, row->note);
	if (status != MET && is_over(check, target))
		add_note(note, "overdue");
}

static void
put_row(struct out *out, const struct target *target, struct span definition,
    const struct kpi_row *row)
{
	out_text(out, target->kpi);
	out_text(out, row->definition.len > 0 ? row->definition : definition);
	out_text(out, row->period);
	out_text(out, target->group);
	if (row->value.is_known)
		put_value(
		    out, row->value.value, row->value.digits, row->is_share);
	else
		out_null(out);
	out_text(out, row->unit);
	out_text(out, span_of(op_names[target->op]));
	put_target(out, target, row->is_share);
}

static int
check_one(struct check *check, const struct target *target, struct err *err)
{
	struct figure_use use = {.figure = kpi_find(target->kpi)};
	const char *equals = strchr(target->asked, '=');
	struct span definition = span_of(equals == NULL ? NULL : equals + 1);
	const struct kpi_row *row;
	enum status status;
	size_t n;

	if (define_parse(definition, &use, err) != 0)
		return -1;
	row = find_row(check, target, &use, &n);
	status = status_of(check, row, n, target);
	check->all_met &= status == MET || status == NOT_DUE;
	fill_note(check, row, n, target, status);
	put_row(check->out, target, definition, row);
	out_text(check->out, span_of(status_names[status]));
	if (put_previous(check, row, err) != 0 ||
	    buf_check(&check->note, err) != 0)
		return -1;
	out_text(check->out, target->due);
	out_text(check->out, target->owner);
	out_text(check->out, buf_get(&check->note));
	return out_end_row(check->out, err);
}

int
targets_check(const struct targets *targets, struct store *store,
    const struct report *report, const struct measures_options *options,
    bool *all_met, struct err *err)
{
	struct check check = {
	    .targets = targets,
	    .store = store,
	    .report = report,
	    .options = options,
	    .out = out_new(options->stream, &options->out, columns,
		sizeof(columns) / sizeof(columns[0]), err),
	    .all_met = true,
	};
	int result = check.out == NULL ? -1 : 0;

	for (size_t i = 0; result == 0 && i < targets->count; i++)
		result = check_one(&check, &targets->items[i], err);
	buf_clear(&check.note);
	*all_met = check.all_met;
	if (result == 0)
		return out_finish(check.out, err);
	out_free(check.out);
	return -1;
}
