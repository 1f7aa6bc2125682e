#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "map/compose.h"
#include "map/fit.h"
#include "map/guess.h"
#include "map/join.h"
#include "map/shape.h"

#define LEAST 40       /* what is less sure is no proposal */
#define GIVEN_BONUS 25 /* where there is a family name */
#define CODE_BONUS 12  /* for codes whose names stand beside them */
#define EVENT_POINTS 3 /* of headers that make rows events */
#define CONSTANT_ROWS 20

/* One thing that a column may be. */
struct choice {
	size_t column;
	enum canon_field field;
	const char *word;
	bool is_composed;
	const char *name;
	int sure;
	int share;
	int shape;
};

struct choices {
	struct choice *items;
	size_t count;
	size_t cap;
	bool has_family_name;
};

/* --- what the file is about --- */

/* How well the columns are understood when the file is about the topic. */
static int
understand(const struct guess *guess, enum synonym_topic topic, bool *has_time)
{
	struct synonym_match matches[SYNONYM_MATCHES];
	int total = 0;

	*has_time = false;
	for (size_t i = 0; i < guess->sample->n_columns; i++) {
		const struct synonym_header *header = &guess->headers[i];
		const struct profile *profile = &guess->profiles[i];
		int shape;

		if (synonym_find(header, (unsigned)topic, matches) == 0 ||
		    fit_share(matches[0].field, profile, &shape) < 50)
			continue;
		/* What is only kept is understood by half. */
		if (matches[0].field == CANON_F_ATTR ||
		    matches[0].field == CANON_F_EVENT_ATTR)
			matches[0].score /= 2;
		total += matches[0].score;
		*has_time |= matches[0].field == CANON_F_OCCURRED_AT;
	}
	return total;
}

/* What a header says outright weighs as much as half a column understood. */
#define POINT 40

/*
 * The topic is what explains most of the columns, and what their words speak
 * for outright. What happens is clearly more than a list of persons, and has
 * a time.
 */
static void
find_topic(struct guess *guess)
{
	int points[SYNONYM_SURVEY + 1] = {0};
	int persons = 0, best;
	enum synonym_topic topic;
	bool has_time;

	for (size_t i = 0; i < guess->sample->n_columns; i++) {
		int n = synonym_topic(&guess->headers[i], &topic);

		if (n < 0)
			persons -= n;
		else
			points[topic] += n;
	}
	guess->topic = SYNONYM_PERSON;
	best = understand(guess, SYNONYM_PERSON, &has_time) * 11 / 10 +
	    persons * POINT;
	for (int t = SYNONYM_ORDER; t <= SYNONYM_SURVEY; t *= 2) {
		int n = understand(guess, (enum synonym_topic)t, &has_time) +
		    points[t] * POINT;

		if (n <= best || (!has_time && points[t] < EVENT_POINTS))
			continue;
		best = n;
		guess->topic = (enum synonym_topic)t;
		guess->topic_points = points[t];
	}
}

static int
look_at_columns(struct guess *guess, struct err *err)
{
	const struct sample *sample = guess->sample;
	size_t n = sample->n_columns + 1;
	bool is_path =
	    sample->type == INPUT_JSON || sample->type == INPUT_JSONL;

	guess->headers = arena_zero(&guess->arena, n * sizeof(*guess->headers));
	guess->profiles =
	    arena_zero(&guess->arena, n * sizeof(*guess->profiles));
	guess->is_used = arena_zero(&guess->arena, n * sizeof(*guess->is_used));
	guess->left = arena_zero(&guess->arena, n * sizeof(*guess->left));
	if (guess->headers == NULL || guess->profiles == NULL ||
	    guess->is_used == NULL || guess->left == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < sample->n_columns; i++) {
		const struct sample_column *column = &sample->columns[i];
		bool has_name = is_path || sample->has_header;

		if (!synonym_read(has_name ? column->name : span_of(""),
			is_path, &guess->headers[i], &guess->arena) ||
		    profile_make(column->values, sample->n_rows,
			&guess->profiles[i], &guess->arena) != 0)
			return err_nomem(err);
	}
	return 0;
}

/* --- what a column may be --- */

/* Somebody else's name or number is not the customer's. */
static bool
is_elses(const struct synonym_header *header, enum canon_field field)
{
	if (header->party == SYNONYM_CUSTOMER || field == CANON_F_ATTR)
		return false;
	return !shape_is_event(field) ||
	    (header->party == SYNONYM_RECEIVER && field == CANON_F_AGENT);
}

/* Is it a column of codes with their names beside it: 性別(ID), 性別(名称)? */
static bool
has_names(const struct guess *guess, size_t column)
{
	return join_sibling(guess, column) < guess->sample->n_columns;
}

/* A length of time where a moment is due counts from the beginning. */
static bool
is_length(enum canon_field field, const struct profile *profile)
{
	return shape_of(field) == SHAPE_TIME && shape_is_event(field) &&
	    field != CANON_F_OCCURRED_AT && profile->max_len < 9 &&
	    profile_share(profile, PROFILE_NUMBER) > 90;
}

static bool
is_in_parts(const struct guess *guess, size_t column, enum canon_field field)
{
	return (field == CANON_F_PHONE || field == CANON_F_POSTCODE) &&
	    join_is_split(guess, column);
}

/* What other columns, or all values together, add to a word or take off. */
static int
beside(const struct guess *guess, const struct choices *choices,
    const struct choice *choice)
{
	const struct profile *profile = &guess->profiles[choice->column];

	if (choice->field == CANON_F_GIVEN_NAME)
		return choices->has_family_name ? GIVEN_BONUS : 0;
	if (fit_is_word(choice->field) && has_names(guess, choice->column))
		return CODE_BONUS;
	/* A topic that all have tells nothing apart. */
	if (choice->field == CANON_F_TOPIC && profile->n > 2 &&
	    profile->distinct == 1)
		return -5;
	return 0;
}

/* Codes that nobody explains would make all events "other". */
static bool
is_unknown_kind(struct guess *guess, const struct choice *choice)
{
	const struct profile *profile = &guess->profiles[choice->column];
	size_t known = 0;

	if (choice->field != CANON_F_EVENT || profile->n_words == 0 ||
	    has_names(guess, choice->column) ||
	    guess->headers[choice->column].legend.len > 0)
		return false;
	for (size_t i = 0; i < profile->n_words; i++)
		known += shape_is_word(CANON_F_EVENT, profile->words[i]) ||
		    synonym_value(CANON_F_EVENT, profile->words[i],
			&guess->arena) != NULL;
	return known * 2 < profile->n_words;
}

static void
judge(struct guess *guess, const struct choices *choices, struct choice *choice)
{
	const struct profile *profile = &guess->profiles[choice->column];

	if (is_elses(&guess->headers[choice->column], choice->field) ||
	    is_unknown_kind(guess, choice)) {
		choice->sure = 0;
		return;
	}
	choice->share = fit_share(choice->field, profile, &choice->shape);
	if (is_length(choice->field, profile) ||
	    is_in_parts(guess, choice->column, choice->field))
		choice->share = 100;
	choice->sure += beside(guess, choices, choice);
	if (choice->sure > 100)
		choice->sure = 100;
	if (profile->n == 0)
		choice->sure = choice->sure * 6 / 10;
	else if (choice->share < 50)
		choice->sure = 0;
	else
		choice->sure = choice->sure * (50 + choice->share / 2) / 100;
}

static int
add_choice(
    struct choices *choices, const struct choice *choice, struct err *err)
{
	if (choice->sure < LEAST)
		return 0;
	if (array_grow(&choices->items, &choices->cap, choices->count + 1,
		sizeof(*choices->items), err) != 0)
		return -1;
	choices->items[choices->count++] = *choice;
	return 0;
}

static int
choose_for(struct guess *guess, size_t column, struct choices *choices,
    struct err *err)
{
	struct synonym_match matches[SYNONYM_MATCHES];
	size_t n = synonym_find(&guess->headers[column], guess->topic, matches);
	struct choice choice = {.column = column, .share = 100, .shape = -1};
	bool is_event = guess->topic != SYNONYM_PERSON;
	size_t before = choices->count;

	for (size_t i = 0; i < n; i++) {
		choice.field = matches[i].field;
		choice.word = matches[i].word;
		choice.is_composed = matches[i].is_composed;
		choice.name = matches[i].name;
		choice.sure = matches[i].score;
		judge(guess, choices, &choice);
		if (add_choice(choices, &choice, err) != 0)
			return -1;
	}
	if (choices->count > before)
		return 0;
	choice.word = NULL;
	choice.name = NULL;
	choice.field =
	    fit_by_shape(&guess->profiles[column], is_event, &choice.sure);
	if (choice.field == CANON_F_NONE)
		return 0;
	judge(guess, choices, &choice);
	return add_choice(choices, &choice, err);
}

static void
find_family_name(const struct guess *guess, struct choices *choices)
{
	struct synonym_match matches[SYNONYM_MATCHES];

	for (size_t i = 0; i < guess->sample->n_columns; i++)
		if (synonym_find(&guess->headers[i], guess->topic, matches) >
			0 &&
		    matches[0].field == CANON_F_FAMILY_NAME)
			choices->has_family_name = true;
}

static int
by_sure(const void *a, const void *b)
{
	const struct choice *left = a;
	const struct choice *right = b;

	if (left->sure != right->sure)
		return right->sure - left->sure;
	if (left->column != right->column)
		return left->column < right->column ? -1 : 1;
	return (int)left->field - (int)right->field;
}

/* --- lines --- */

struct guess_line *
guess_line(const struct guess *guess, enum canon_field field)
{
	for (size_t i = 0; i < guess->n_lines; i++)
		if (guess->lines[i].field == field)
			return &guess->lines[i];
	return NULL;
}

static bool
has_key(const struct guess *guess, struct span key)
{
	for (size_t i = 0; i < guess->n_lines; i++)
		if (span_eq(guess->lines[i].key, key))
			return true;
	return false;
}

/* The column's words as the name of an attribute. */
static void
add_slug(struct buf *key, const struct synonym_header *header)
{
	struct span words = header->words;
	size_t from = header->parent_len;

	while (from < words.len && words.data[from] == ' ')
		from++;
	if (words.len == 0)
		buf_str(key, "column");
	for (size_t i = from; i < words.len; i++) {
		char c = words.data[i];

		buf_char(key, strchr(" :,>&|+", c) != NULL ? '_' : c);
	}
}

/* "email", "email#2", "id:line", "attr:rank", "attr:rank_2". */
static struct span
make_key(struct guess *guess, enum canon_field field, const char *name,
    const struct synonym_header *header)
{
	bool has_name = field == CANON_F_ID || field == CANON_F_ATTR ||
	    field == CANON_F_EVENT_ATTR;
	struct buf key = {0};
	struct span copy;
	size_t stem;

	buf_str(&key, canon_field_name(field));
	if (has_name) {
		buf_char(&key, ':');
		if (name != NULL)
			buf_str(&key, name);
		else
			add_slug(&key, header);
	}
	stem = key.len;
	/* Without memory the key is the same whatever is appended. */
	for (int n = 2; !key.failed && has_key(guess, buf_get(&key)); n++) {
		key.len = stem;
		buf_printf(&key, has_name ? "_%d" : "#%d", n);
	}
	copy = key.failed ? span_make(NULL, 0)
			  : arena_span(&guess->arena, buf_get(&key));
	buf_clear(&key);
	return copy;
}

static struct guess_line *
add_line(struct guess *guess, enum canon_field field, const char *name,
    size_t column, struct err *err)
{
	struct guess_line *line;
	struct span key = make_key(guess, field, name, &guess->headers[column]);

	if (key.data == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	if (array_grow(&guess->lines, &guess->cap_lines, guess->n_lines + 1,
		sizeof(*guess->lines), err) != 0)
		return NULL;
	line = &guess->lines[guess->n_lines++];
	memset(line, 0, sizeof(*line));
	line->field = field;
	line->key = key;
	line->columns[0] = column;
	line->n_columns = 1;
	line->profile = &guess->profiles[column];
	return line;
}

static void
explain(
    struct guess *guess, struct guess_line *line, const struct choice *choice)
{
	const struct profile *profile = line->profile;
	struct buf text = {0};

	if (choice->word != NULL && choice->is_composed)
		buf_printf(&text, "the header speaks of %s", choice->word);
	else if (choice->word != NULL)
		buf_printf(
		    &text, "'%s' in the header is a word for it", choice->word);
	if (choice->word != NULL)
		buf_str(&text, "; ");
	if (profile->n == 0)
		buf_str(&text, "the sample has no value");
	else if (choice->shape >= 0)
		buf_printf(&text, "%zu of %zu value%s are %s",
		    profile->hits[choice->shape], profile->n,
		    profile->n == 1 ? "" : "s",
		    profile_name((enum profile_shape)choice->shape));
	else if (profile->distinct == profile->n)
		buf_printf(&text, "%zu value%s, all different", profile->n,
		    profile->n == 1 ? "" : "s");
	else
		buf_printf(&text, "%zu values, %zu different", profile->n,
		    profile->distinct);
	line->reason = arena_span(&guess->arena, buf_get(&text));
	buf_clear(&text);
}

static void
set_unit(const struct guess *guess, struct guess_line *line)
{
	struct span words = guess->headers[line->columns[0]].words;
	const struct profile *profile = line->profile;

	if (shape_of(line->field) != SHAPE_DURATION && !line->is_after)
		return;
	line->unit = "s";
	if (profile_share(profile, PROFILE_CLOCK) > 50)
		line->unit = "hh:mm:ss";
	else if (span_ends(words, "minutes") || span_ends(words, "分"))
		line->unit = "min";
	else if (span_ends(words, " ms") || span_ends(words, "ミリ秒"))
		line->unit = "ms";
}

static bool
may_take(const struct guess *guess, const struct choice *choice)
{
	if (guess->is_used[choice->column])
		return false;
	if (choice->field == CANON_F_ATTR ||
	    choice->field == CANON_F_EVENT_ATTR)
		return true;
	if (canon_field_repeats(choice->field) && choice->field != CANON_F_ID)
		return true;
	for (size_t i = 0; i < guess->n_lines; i++)
		if (guess->lines[i].field == choice->field &&
		    (choice->field != CANON_F_ID ||
			span_ends(guess->lines[i].key, choice->name)))
			return false;
	return true;
}

static int
take(struct guess *guess, const struct choice *choice, struct err *err)
{
	struct guess_line *line;

	if (!may_take(guess, choice))
		return 0;
	line =
	    add_line(guess, choice->field, choice->name, choice->column, err);
	if (line == NULL)
		return -1;
	guess->is_used[choice->column] = true;
	line->sure = choice->sure;
	line->is_after = is_length(choice->field, line->profile);
	set_unit(guess, line);
	explain(guess, line, choice);
	if (choice->shape == PROFILE_DATE && line->profile->other != NULL)
		line->sure /= 2;
	return join_line(guess, line, err);
}

static int
take_choices(struct guess *guess, struct err *err)
{
	struct choices choices = {0};
	int rc = 0;

	find_family_name(guess, &choices);
	for (size_t i = 0; i < guess->sample->n_columns && rc == 0; i++)
		if (guess->sample->columns[i].name.data[0] != '_' &&
		    !guess->is_used[i])
			rc = choose_for(guess, i, &choices, err);
	if (choices.count > 0)
		qsort(choices.items, choices.count, sizeof(*choices.items),
		    by_sure);
	for (size_t i = 0; i < choices.count && rc == 0; i++)
		rc = take(guess, &choices.items[i], err);
	free(choices.items);
	return rc;
}

/* A canonical name that says its own name: "id:card", "attr:rank". The words of
 * its header would say less. */
static int
take_named(struct guess *guess, struct err *err)
{
	for (size_t i = 0; i < guess->sample->n_columns; i++) {
		struct guess_line *line;
		enum canon_field field;
		struct span name;

		if (!guess->sample->has_header ||
		    !canon_field_of(
			guess->sample->columns[i].name, &field, &name) ||
		    name.len == 0)
			continue;
		name = arena_span(&guess->arena, name);
		if (name.data == NULL)
			return err_nomem(err);
		line = add_line(guess, field, name.data, i, err);
		if (line == NULL)
			return -1;
		guess->is_used[i] = true;
		line->sure = 100;
		line->reason = span_of("a canonical name: see omni(7)");
	}
	return 0;
}

/* --- what follows from the rest --- */

/* The same column once more, as another field. */
static int
take_again(struct guess *guess, const struct guess_line *from,
    enum canon_field field, const char *name, const char *why, struct err *err)
{
	size_t column = from->columns[0];
	int sure = from->sure * 9 / 10;
	struct guess_line *line = add_line(guess, field, name, column, err);

	if (line == NULL)
		return -1;
	line->sure = sure;
	line->reason = span_of(why);
	return 0;
}

static int
take_constant(struct guess *guess, enum canon_field field, const char *constant,
    int sure, const char *why, struct err *err)
{
	struct guess_line *line = add_line(guess, field, NULL, 0, err);

	if (line == NULL)
		return -1;
	line->n_columns = 0;
	line->constant = constant;
	line->sure = sure;
	line->reason = span_of(why);
	return 0;
}

static int
follow_ids(struct guess *guess, struct err *err)
{
	const struct guess_line *event = guess_line(guess, CANON_F_EVENT_ID);
	const struct guess_line *issue = guess_line(guess, CANON_F_CASE_ID);

	if (event == NULL && issue != NULL)
		return take_again(guess, issue, CANON_F_EVENT_ID, NULL,
		    "one row a case: its id names the event too", err);
	if (event != NULL && issue == NULL && guess->topic == SYNONYM_CASE)
		return take_again(guess, event, CANON_F_CASE_ID, NULL,
		    "one row a case: the id of the event names it too", err);
	return 0;
}

static int
follow_kind(struct guess *guess, struct err *err)
{
	static const struct {
		enum synonym_topic topic;
		const char *kind;
		const char *why;
	} kinds[] = {{SYNONYM_ORDER, "purchase", "the header speaks of orders"},
	    {SYNONYM_CASE, "inquiry", "the header speaks of inquiries"},
	    {SYNONYM_CALL, "inquiry", "the header speaks of calls"},
	    {SYNONYM_MESSAGE, "message", "the header speaks of messages"},
	    {SYNONYM_VIEW, "view", "the header speaks of pages"},
	    {SYNONYM_SURVEY, "survey", "the header speaks of answers"}};

	if (guess_line(guess, CANON_F_EVENT) != NULL)
		return 0;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].topic == guess->topic)
			return take_constant(guess, CANON_F_EVENT,
			    kinds[i].kind, guess->topic_points > 6 ? 80 : 60,
			    kinds[i].why, err);
	return 0;
}

/* An outcome says less than the words that it comes from. */
static int
follow_words(struct guess *guess, struct err *err)
{
	const struct guess_line *line = guess_line(guess, CANON_F_OUTCOME);

	if (line == NULL || line->n_columns == 0)
		return 0;
	return take_again(guess, line, CANON_F_EVENT_ATTR, NULL,
	    "its own words are kept beside what they mean", err);
}

static int
follow_money(struct guess *guess, struct err *err)
{
	const struct guess_line *line = guess_line(guess, CANON_F_AMOUNT);

	if (line == NULL || line->profile->has_decimals ||
	    guess_line(guess, CANON_F_CURRENCY) != NULL)
		return 0;
	for (size_t i = 0; i < guess->sample->n_columns; i++) {
		struct span words = guess->headers[i].words;

		if (words.len > 2 && (words.data[0] & 0xf0) == 0xe0)
			return take_constant(guess, CANON_F_CURRENCY, "JPY", 55,
			    "the header is Japanese and no amount has decimals",
			    err);
	}
	return 0;
}

/* Where the building has a column of its own, the rest is the street. */
static void
follow_address(struct guess *guess)
{
	struct guess_line *line = guess_line(guess, CANON_F_ADDRESS);

	if (line == NULL || guess_line(guess, CANON_F_BUILDING) == NULL ||
	    guess_line(guess, CANON_F_STREET) != NULL)
		return;
	line->field = CANON_F_STREET;
	line->key = span_of(canon_field_name(CANON_F_STREET));
}

/* Without another id of customers, the one that speaks of them is theirs. */
static void
follow_customer(struct guess *guess)
{
	struct synonym_match matches[COMPOSE_MATCHES];

	if (guess_line(guess, CANON_F_CUSTOMER_ID) != NULL)
		return;
	for (size_t i = 0; i < guess->n_lines; i++) {
		struct guess_line *line = &guess->lines[i];

		if (line->field != CANON_F_ID || line->n_columns != 1 ||
		    compose_find(guess->headers[line->columns[0]].words,
			SYNONYM_ANY, matches) == 0 ||
		    matches[0].field != CANON_F_CUSTOMER_ID)
			continue;
		line->field = CANON_F_CUSTOMER_ID;
		line->key = span_of(canon_field_name(CANON_F_CUSTOMER_ID));
		return;
	}
}

static int
follow(struct guess *guess, struct err *err)
{
	follow_address(guess);
	follow_customer(guess);
	if (guess->topic == SYNONYM_PERSON)
		return 0;
	if (follow_ids(guess, err) != 0 || follow_words(guess, err) != 0 ||
	    follow_money(guess, err) != 0)
		return -1;
	return follow_kind(guess, err);
}

/* --- what is left --- */

/* Why a column is better not mapped at all, or NULL. */
static const char *
why_left(const struct guess *guess, size_t column)
{
	const struct profile *profile = &guess->profiles[column];
	struct span name = guess->sample->columns[column].name;

	if (name.len == 0 || name.data[0] == '_')
		return "a name that begins with '_' is passed over";
	if (name.data[0] == '#')
		return "the header has no name for it";
	if (guess->headers[column].party == SYNONYM_RECEIVER)
		return "of somebody else than the customer: see other_party";
	if (profile->n == 0)
		return "the sample has no value";
	if (profile->distinct == 1 && profile->n >= CONSTANT_ROWS)
		return "it always has the same value";
	if (!guess->sample->has_header && guess->sample->root.len == 0 &&
	    guess->headers[column].words.len == 0)
		return "neither a name nor a shape tells what it is";
	return NULL;
}

static bool
is_of_person(const struct synonym_header *header)
{
	static const char *const words[] = {"会員", "顧客", "お客様"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_starts(header->words, words[i]))
			return true;
	return span_starts(header->words, "customer ") ||
	    span_starts(header->words, "member ");
}

static int
take_attribute(struct guess *guess, size_t column, struct err *err)
{
	bool is_person = guess->topic == SYNONYM_PERSON ||
	    is_of_person(&guess->headers[column]);
	const struct profile *profile = &guess->profiles[column];
	struct guess_line *line = add_line(guess,
	    is_person ? CANON_F_ATTR : CANON_F_EVENT_ATTR, NULL, column, err);

	if (line == NULL)
		return -1;
	line->sure = 30;
	if (profile->n_words > 1 && profile->n > 4 * profile->n_words)
		line->reason = span_of(is_person
			? "kept, not understood: a few words that repeat"
			: "kept, not understood: a few words that repeat,"
			  " perhaps event, outcome or channel");
	else
		line->reason = span_of("kept, not understood");
	return 0;
}

static int
take_rest(struct guess *guess, struct err *err)
{
	for (size_t i = 0; i < guess->sample->n_columns; i++) {
		const char *why = why_left(guess, i);

		if (guess->is_used[i])
			continue;
		if (why == NULL) {
			if (take_attribute(guess, i, err) != 0)
				return -1;
			continue;
		}
		guess->left[guess->n_left].column = i;
		guess->left[guess->n_left++].reason = why;
	}
	return 0;
}

static int
by_field(const void *a, const void *b)
{
	const struct guess_line *left = a;
	const struct guess_line *right = b;

	if (left->field != right->field)
		return (int)left->field - (int)right->field;
	if (left->columns[0] != right->columns[0])
		return left->columns[0] < right->columns[0] ? -1 : 1;
	return span_cmp(left->key, right->key);
}

int
guess_make(struct guess *guess, const struct sample *sample, struct err *err)
{
	memset(guess, 0, sizeof(*guess));
	guess->sample = sample;
	if (look_at_columns(guess, err) != 0)
		return -1;
	find_topic(guess);
	if (take_named(guess, err) != 0 || take_choices(guess, err) != 0 ||
	    follow(guess, err) != 0 || take_rest(guess, err) != 0)
		return -1;
	if (guess->n_lines > 0)
		qsort(guess->lines, guess->n_lines, sizeof(*guess->lines),
		    by_field);
	return 0;
}

void
guess_clear(struct guess *guess)
{
	free(guess->lines);
	arena_clear(&guess->arena);
	memset(guess, 0, sizeof(*guess));
}
