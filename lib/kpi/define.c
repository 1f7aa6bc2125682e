#include <string.h>

#include "base/civil.h"
#include "base/num.h"
#include "kpi/define.h"
#include "kpi/kpi.h"

#define COUNT_MAX 1000000
#define DAYS_MAX 36500
#define MARGIN_DIGITS 6

static const struct {
	char letter;
	int64_t us;
} units[] = {
    {'w', 7 * CIVIL_US_DAY},
    {'d', CIVIL_US_DAY},
    {'h', 3600 * CIVIL_US_S},
    {'m', 60 * CIVIL_US_S},
    {'s', CIVIL_US_S},
};

#define N_UNITS (sizeof(units) / sizeof(units[0]))

bool
define_duration(struct span text, int64_t *us)
{
	int64_t count;

	if (text.len < 2)
		return false;
	for (size_t i = 0; i < N_UNITS; i++)
		if (text.data[text.len - 1] == units[i].letter)
			return num_i64(span_make(text.data, text.len - 1), 0,
				   DAYS_MAX * CIVIL_US_DAY / units[i].us,
				   &count) &&
			    num_mul(count, units[i].us, us);
	return false;
}

/* In days where they are whole, else in the largest unit that is. */
static void
duration_text(int64_t us, struct buf *buf)
{
	size_t i = 1;

	while (i + 1 < N_UNITS && us % units[i].us != 0)
		i++;
	buf_i64(buf, us / units[i].us);
	buf_char(buf, units[i].letter);
}

/* The part of the text that stands for an argument: up to where the pattern
 * goes on. */
static struct span
argument(struct span text, char until)
{
	size_t len = 0;

	while (len < text.len && text.data[len] != until)
		len++;
	return span_make(text.data, len);
}

static bool
matches(const char *pattern, struct span text, int64_t args[FIGURE_ARGS_MAX])
{
	size_t n = 0;

	for (; *pattern != '\0'; pattern++) {
		struct span arg;
		bool is_good;

		if (*pattern != '%') {
			if (text.len == 0 || text.data == NULL ||
			    text.data[0] != *pattern)
				return false;
			text = span_make(text.data + 1, text.len - 1);
			continue;
		}
		pattern++;
		arg = argument(text, pattern[1]);
		is_good = *pattern == 'k' ? num_i64(arg, 1, COUNT_MAX, &args[n])
					  : define_duration(arg, &args[n]);
		if (!is_good)
			return false;
		n++;
		text = span_make(text.data + arg.len, text.len - arg.len);
	}
	return text.len == 0;
}

static int
refuse(struct span text, const struct figure *figure, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	struct buf known = {0};
	int result;

	for (size_t i = 0; i < figure->n_definitions; i++) {
		if (i > 0)
			buf_str(&known, ", ");
		buf_str(&known, figure->definitions[i].standard);
	}
	result = err_set(err, ERR_USAGE,
	    "'%s' has no definition '%s'; there are: %s", figure->id,
	    err_quote(quoted, text), buf_text(&known));
	buf_clear(&known);
	return result;
}

/* Take ",margin=0.3" off the end. */
static bool
cut_margin(struct span *text, struct figure_use *use)
{
	static const char word[] = "margin=";
	struct span name = argument(*text, ',');
	struct span rest;

	use->margin_micro = FIGURE_NO_MARGIN;
	if (name.len == text->len)
		return true;
	rest = span_make(text->data + name.len + 1, text->len - name.len - 1);
	*text = name;
	if (!use->figure->has_margin || !span_starts(rest, word))
		return false;
	rest = span_make(
	    rest.data + sizeof(word) - 1, rest.len - (sizeof(word) - 1));
	return num_decimal(rest, MARGIN_DIGITS, &use->margin_micro) &&
	    use->margin_micro >= 0;
}

int
define_parse(struct span text, struct figure_use *use, struct err *err)
{
	const struct figure *figure = use->figure;
	struct span name = text;

	if (!cut_margin(&name, use))
		return refuse(text, figure, err);
	if (name.len == 0)
		name = span_of(figure->definitions[0].standard);
	for (size_t i = 0; i < figure->n_definitions; i++)
		if (matches(figure->definitions[i].pattern, name, use->args)) {
			use->definition = i;
			return 0;
		}
	return refuse(text, figure, err);
}

static void
touches_text(uint32_t touches, struct buf *buf)
{
	bool is_first = true;

	buf_str(buf, ",touches=");
	for (int kind = CANON_IMPRESSION; kind <= CANON_OTHER; kind++) {
		if ((touches & JOURNEY_BIT(kind)) == 0)
			continue;
		if (!is_first)
			buf_char(buf, '+');
		buf_str(buf, canon_kind_name(kind));
		is_first = false;
	}
}

static void
limit_text(const char *name, int64_t us, int64_t usual_us, struct buf *buf)
{
	if (us == usual_us)
		return;
	buf_char(buf, ',');
	buf_str(buf, name);
	buf_char(buf, '=');
	duration_text(us, buf);
}

static void
margin_text(int64_t margin_micro, struct buf *buf)
{
	int digits = MARGIN_DIGITS;

	while (digits > 0 && margin_micro % 10 == 0) {
		margin_micro /= 10;
		digits--;
	}
	buf_str(buf, ",margin=");
	num_fixed(buf, margin_micro, digits);
}

void
define_name(const struct figure_use *use, struct buf *buf)
{
	const char *whole = use->figure->definitions[use->definition].pattern;
	const char *pattern = whole;
	size_t n = 0;

	for (; *pattern != '\0'; pattern++) {
		if (*pattern != '%') {
			buf_char(buf, *pattern);
			continue;
		}
		pattern++;
		if (*pattern == 'k')
			buf_i64(buf, use->args[n]);
		else
			duration_text(use->args[n], buf);
		n++;
	}
	if (use->margin_micro != FIGURE_NO_MARGIN)
		margin_text(use->margin_micro, buf);
	if (use->figure->has_touches &&
	    use->context->touches != journey_touches_default())
		touches_text(use->context->touches, buf);
	if (use->figure->has_dormant)
		limit_text(
		    "dormant", use->context->dormant_us, KPI_DORMANT_US, buf);
	if (use->figure->has_hours)
		hours_text(&use->hours, buf);
	if (!use->figure->has_issues)
		return;
	limit_text("issue-gap", use->issue.gap_us, KPI_ISSUE_GAP_US, buf);
	/* A definition with a length of time has its own window. */
	if (strstr(whole, "%d") == NULL)
		limit_text(
		    "repeat-window", use->issue.repeat_us, KPI_REPEAT_US, buf);
}
