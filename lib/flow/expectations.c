#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/num.h"
#include "flow/cells.h"
#include "flow/expectations.h"
#include "text/utf8.h"

#define SIZE_MAX_BYTES ((size_t)1 << 20)
#define SHARE_DIGITS 6

struct checking {
	const struct expectations *expectations;
	const struct journey_context *context;
	const struct expectations_options *options;
	struct conform_rule *rules;
	struct conform_options conform_options;
	struct conform *conform;
	struct out *out;
	struct episodes episodes; /* of the customer at hand, for the list */
	struct activity_room room;
	struct buf text;
};

/* --- the file --- */

static int
read_all(int fd, struct buf *bytes, struct err *err)
{
	for (;;) {
		char chunk[4096];
		ssize_t got = read(fd, chunk, sizeof(chunk));

		if (got < 0)
			return err_errno(err, ERR_NOINPUT, "cannot be read");
		if (got == 0)
			return buf_check(bytes, err);
		buf_add(bytes, chunk, (size_t)got);
		if (bytes->len > SIZE_MAX_BYTES)
			return err_set(err, ERR_CONFIG, "is too large");
	}
}

static int
add_line(
    struct expectations *e, struct span text, uint64_t number, struct err *err)
{
	const char *comment =
	    text.len == 0 ? NULL : memchr(text.data, '#', text.len);
	struct expectations_line line = {.number = number};

	if (comment != NULL)
		text.len = (size_t)(comment - text.data);
	if (text.len > 0 && text.data[text.len - 1] == '\r')
		text.len--;
	text = span_trim(text);
	if (text.len == 0)
		return 0;
	line.text = arena_span(&e->arena, text);
	if (line.text.data == NULL)
		return err_nomem(err);
	if (array_grow(&e->lines, &e->cap, e->count + 1, sizeof(line), err) !=
	    0)
		return -1;
	e->lines[e->count++] = line;
	return 0;
}

static int
split_lines(struct expectations *e, struct span text, struct err *err)
{
	static const char mark[] = "\xef\xbb\xbf";
	uint64_t number = 1;

	if (!utf8_is_valid(text, NULL))
		return err_set(err, ERR_CONFIG, "is not UTF-8");
	if (span_starts(text, mark))
		text = span_make(text.data + 3, text.len - 3);
	while (text.len > 0) {
		const char *end = memchr(text.data, '\n', text.len);
		size_t len = end == NULL ? text.len : (size_t)(end - text.data);

		if (add_line(e, span_make(text.data, len), number++, err) != 0)
			return -1;
		if (end == NULL)
			break;
		text = span_make(end + 1, text.len - len - 1);
	}
	if (e->count == 0)
		return err_set(err, ERR_CONFIG, "holds no rule");
	return 0;
}

int
expectations_read(struct expectations *e, const char *path, struct err *err)
{
	bool is_stdin = strcmp(path, "-") == 0;
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct buf bytes = {0};
	int rc = -1;

	e->path = path;
	if (fd == -1)
		(void)err_errno(err, ERR_NOINPUT, "cannot be opened");
	else if (read_all(fd, &bytes, err) == 0)
		rc = split_lines(e, buf_get(&bytes), err);
	if (fd != -1 && !is_stdin)
		(void)close(fd);
	buf_clear(&bytes);
	if (rc != 0)
		(void)err_place(err, path, 0, NULL);
	return rc;
}

void
expectations_clear(struct expectations *e)
{
	free(e->lines);
	arena_clear(&e->arena);
	memset(e, 0, sizeof(*e));
}

/* --- rules --- */

static int
refuse(const char *what, struct span text, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];

	return err_set(
	    err, ERR_CONFIG, "%s '%s'", what, err_quote(quoted, text));
}

static bool
find_place(const struct journey_context *context, bool is_group,
    struct span word, struct conform_pattern *pattern)
{
	if (span_is(word, "*"))
		return true;
	if (is_group) {
		pattern->group = canon_group_of(word);
		return pattern->group != 0;
	}
	for (uint32_t i = 0; i < context->n_channels; i++)
		if (span_eq(word, context->channels[i].name)) {
			pattern->channel = i;
			return true;
		}
	return false;
}

static bool
find_what(struct span word, struct conform_pattern *pattern)
{
	pattern->kind = canon_kind_of(word);
	if (pattern->kind == 0)
		pattern->outcome = canon_outcome_of(word);
	return pattern->kind != 0 || pattern->outcome != 0;
}

static int
read_pattern(const struct checking *checking, struct span word,
    struct conform_pattern *pattern, struct err *err)
{
	bool is_group = checking->options->activity.is_group;
	const char *colon =
	    word.len == 0 ? NULL : memchr(word.data, ':', word.len);
	struct span place = word, what = {NULL, 0};

	*pattern = (struct conform_pattern){.channel = JOURNEY_NONE};
	if (colon != NULL) {
		place.len = (size_t)(colon - word.data);
		what = span_make(colon + 1, word.len - place.len - 1);
	}
	if (find_place(checking->context, is_group, place, pattern)) {
		if (colon == NULL || find_what(what, pattern))
			return 0;
		return refuse("no kind of event and no outcome in", word, err);
	}
	if (colon == NULL && find_what(word, pattern))
		return 0;
	if (colon != NULL)
		word = place;
	return refuse(is_group
		? "no group, kind of event or outcome is called"
		: "no channel, kind of event or outcome is called",
	    word, err);
}

static int
read_minimum(struct span text, struct conform_rule *rule, struct err *err)
{
	bool is_percent = span_ends(text, "%");
	struct span number = text;

	rule->minimum = -1;
	if (text.len == 0)
		return 0;
	if (is_percent)
		number = span_trim(span_make(text.data, text.len - 1));
	if (!num_decimal(
		number, SHARE_DIGITS - (is_percent ? 2 : 0), &rule->minimum) ||
	    rule->minimum < 0 || rule->minimum > CELLS_RATE_SCALE)
		return refuse("not a share such as 0.95 or 95%:", text, err);
	return 0;
}

static int
read_form(struct span word, struct conform_rule *rule, struct err *err)
{
	static const char *const names[] = {
	    "response", "precedence", "absence", "chain"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_is(word, names[i])) {
			rule->form = (enum conform_template)i;
			return 0;
		}
	return refuse(
	    "none of response, precedence, absence and chain:", word, err);
}

/* What stands between the brackets: one word, or two. */
static int
read_arguments(const struct checking *checking, struct span text,
    struct conform_rule *rule, struct err *err)
{
	const char *comma =
	    text.len == 0 ? NULL : memchr(text.data, ',', text.len);
	bool is_absence = rule->form == CONFORM_ABSENCE;
	struct span first = text, second = {NULL, 0};

	if (comma != NULL) {
		first.len = (size_t)(comma - text.data);
		second =
		    span_trim(span_make(comma + 1, text.len - first.len - 1));
	}
	rule->n = 1;
	if (read_pattern(checking, span_trim(first), &rule->a, err) != 0)
		return -1;
	if (is_absence && comma == NULL)
		return 0;
	if (!is_absence)
		return read_pattern(checking, second, &rule->b, err);
	if (num_i64(second, 1, INT64_MAX, &rule->n))
		return 0;
	return refuse("not a number from 1 on:", second, err);
}

static int
read_rule(const struct checking *checking, struct span text,
    struct conform_rule *rule, struct err *err)
{
	const char *open = memchr(text.data, '(', text.len);
	const char *close = memchr(text.data, ')', text.len);
	size_t head, body;

	if (open == NULL || close == NULL || close < open)
		return refuse("not like response(a,b):", text, err);
	head = (size_t)(open - text.data);
	body = (size_t)(close - open) - 1;
	rule->text = span_make(text.data, (size_t)(close - text.data) + 1);
	if (read_form(span_trim(span_make(text.data, head)), rule, err) != 0 ||
	    read_arguments(checking, span_make(open + 1, body), rule, err) != 0)
		return -1;
	return read_minimum(
	    span_trim(span_make(close + 1, text.len - head - body - 2)), rule,
	    err);
}

static int
read_rules(struct checking *checking, struct err *err)
{
	const struct expectations *e = checking->expectations;

	checking->rules = calloc(e->count + 1, sizeof(*checking->rules));
	if (checking->rules == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < e->count; i++)
		if (read_rule(checking, e->lines[i].text, &checking->rules[i],
			err) != 0)
			return err_place(
			    err, e->path, e->lines[i].number, NULL);
	checking->conform_options = (struct conform_options){
	    .rules = checking->rules,
	    .n_rules = e->count,
	    .episode = checking->options->episode,
	};
	return 0;
}

/* --- rows --- */

static const struct out_column count_columns[] = {
    {"rule", OUT_TEXT},
    {"journeys", OUT_INT},
    {"applies", OUT_INT},
    {"conform", OUT_INT},
    {"share", OUT_RATE},
    {"minimum", OUT_RATE},
    {"met", OUT_TEXT},
};

static const struct out_column list_columns[] = {
    {"rule", OUT_TEXT},
    {"customer_id", OUT_TEXT},
    {"episode", OUT_INT},
    {"started_at", OUT_TEXT},
    {"ended_at", OUT_TEXT},
    {"violated_at", OUT_TEXT},
    {"channel", OUT_TEXT},
    {"event", OUT_TEXT},
    {"path", OUT_TEXT},
};

static int
write_count(struct checking *checking, size_t at, struct err *err)
{
	const struct conform_rule *rule = &checking->rules[at];
	const struct conform_count *counted =
	    &conform_counts(checking->conform)[at];
	struct out *out = checking->out;
	const char *met = "";

	if (rule->minimum >= 0 && counted->applies > 0)
		met = conform_is_under(rule, counted) ? "false" : "true";
	out_text(out, rule->text);
	out_int(out, counted->journeys);
	out_int(out, counted->applies);
	out_int(out, counted->conform);
	cells_rate(out, counted->conform, counted->applies);
	if (rule->minimum < 0)
		out_null(out);
	else
		out_fixed(out, rule->minimum, SHARE_DIGITS);
	out_text(out, span_of(met));
	return out_end_row(out, err);
}

static void
put_time(struct checking *checking, int64_t at_us)
{
	buf_reset(&checking->text);
	zone_format(checking->context->zone, at_us, &checking->text);
	out_text(checking->out, buf_get(&checking->text));
}

static int
write_violation(struct checking *checking,
    const struct journey_customer *customer, size_t episode, size_t rule,
    size_t broken, struct err *err)
{
	const struct expectations_options *options = checking->options;
	const struct episode *item = &checking->episodes.items[episode];
	const uint32_t *touches = checking->episodes.touches + item->first;
	const struct journey_event *event;
	struct out *out = checking->out;
	struct episode_sum sum;

	if (episode_sum(customer, touches, item->count, &sum, err) != 0)
		return -1;
	event = journey_at(customer, touches[broken]);
	out_text(out, checking->rules[rule].text);
	out_text(out, customer->id);
	out_int(out, (int64_t)episode + 1);
	put_time(checking, sum.start_us);
	put_time(checking, sum.end_us);
	put_time(checking, event->at_us);
	out_text(out, customer->context->channels[event->channel].name);
	out_text(out, span_of(canon_kind_name(event->kind)));
	buf_reset(&checking->text);
	if (activity_path(customer, &options->activity, options->collapse,
		touches, item->count, &checking->room, &checking->text,
		err) != 0)
		return -1;
	out_text(out, buf_get(&checking->text));
	return out_end_row(out, err);
}

static int
list_episode(struct checking *checking, const struct journey_customer *customer,
    size_t episode, struct err *err)
{
	const struct episode *item = &checking->episodes.items[episode];
	const uint32_t *touches = checking->episodes.touches + item->first;

	for (size_t i = 0; i < checking->conform_options.n_rules; i++) {
		bool applies;
		size_t broken = conform_check(&checking->rules[i], customer,
		    touches, item->count, &applies);

		if (broken < item->count &&
		    write_violation(
			checking, customer, episode, i, broken, err) != 0)
			return -1;
	}
	return 0;
}

/* The list counts, too, for the answer yes or no. */
static int
hear(void *self, const struct journey_customer *customer, struct err *err)
{
	struct checking *checking = self;
	struct journey_sink counting = conform_sink(checking->conform);

	if (counting.customer(counting.self, customer, err) != 0 ||
	    episode_split(&checking->episodes, customer,
		&checking->options->episode, err) != 0)
		return -1;
	for (size_t i = 0; i < checking->episodes.count; i++)
		if (list_episode(checking, customer, i, err) != 0)
			return -1;
	return 0;
}

/* --- the use case --- */

static int
open_all(struct checking *checking, FILE *stream, struct err *err)
{
	bool is_listing = checking->options->is_listing;

	if (read_rules(checking, err) != 0)
		return -1;
	checking->conform =
	    conform_new(checking->context, &checking->conform_options, err);
	if (checking->conform == NULL)
		return -1;
	checking->out = out_new(stream, &checking->options->out,
	    is_listing ? list_columns : count_columns,
	    is_listing ? sizeof(list_columns) / sizeof(list_columns[0])
		       : sizeof(count_columns) / sizeof(count_columns[0]),
	    err);
	return checking->out == NULL ? -1 : 0;
}

struct checking *
expectations_open(const struct expectations *expectations,
    const struct journey_context *context,
    const struct expectations_options *options, FILE *stream, struct err *err)
{
	struct checking *checking = calloc(1, sizeof(*checking));

	if (checking == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	checking->expectations = expectations;
	checking->context = context;
	checking->options = options;
	if (open_all(checking, stream, err) != 0) {
		expectations_close(checking);
		return NULL;
	}
	return checking;
}

struct journey_sink
expectations_sink(struct checking *checking)
{
	struct journey_sink sink = {
	    .self = checking,
	    .needs = JOURNEY_NEEDS_MONEY |
		episode_needs(&checking->options->episode),
	    .customer = hear,
	};

	return checking->options->is_listing ? sink
					     : conform_sink(checking->conform);
}

int
expectations_finish(
    struct checking *checking, bool *has_failed, struct err *err)
{
	struct out *out = checking->out;
	size_t n = checking->options->is_listing
	    ? 0
	    : checking->conform_options.n_rules;

	for (size_t i = 0; i < n; i++)
		if (write_count(checking, i, err) != 0)
			return -1;
	if (conform_has_failed(checking->conform))
		*has_failed = true;
	checking->out = NULL;
	return out_finish(out, err);
}

void
expectations_close(struct checking *checking)
{
	if (checking == NULL)
		return;
	out_free(checking->out);
	conform_free(checking->conform);
	free(checking->rules);
	episode_clear(&checking->episodes);
	free(checking->room.items);
	buf_clear(&checking->text);
	free(checking);
}
