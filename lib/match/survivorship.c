#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "match/survivorship.h"

static const char *const strategies[SURVIVORSHIP_STRATEGIES] = {
    [SURVIVORSHIP_NEWEST] = "newest",
    [SURVIVORSHIP_OLDEST] = "oldest",
    [SURVIVORSHIP_MOST_FREQUENT] = "most frequent",
    [SURVIVORSHIP_LONGEST] = "longest",
    [SURVIVORSHIP_SOURCE_PRIORITY] = "source priority",
    [SURVIVORSHIP_UNION] = "union",
};

/* The field by which a unit is called, and those that it holds. */
static const struct {
	enum canon_field name, first, last;
} units[SURVIVORSHIP_UNITS] = {
#define ALONE(field)                      \
	{                                 \
		(field), (field), (field) \
	}
    [SURVIVORSHIP_NAME] = {CANON_F_FULL_NAME, CANON_F_FULL_NAME,
	CANON_F_MIDDLE_NAME},
    [SURVIVORSHIP_KANA] = {CANON_F_FULL_KANA, CANON_F_FULL_KANA,
	CANON_F_GIVEN_KANA},
    [SURVIVORSHIP_COMPANY] = {CANON_F_COMPANY, CANON_F_COMPANY,
	CANON_F_DEPARTMENT},
    [SURVIVORSHIP_ADDRESS] = {CANON_F_ADDRESS, CANON_F_COUNTRY,
	CANON_F_ADDRESS},
    [SURVIVORSHIP_EMAIL] = ALONE(CANON_F_EMAIL),
    [SURVIVORSHIP_PHONE] = ALONE(CANON_F_PHONE),
    [SURVIVORSHIP_BIRTH_DATE] = ALONE(CANON_F_BIRTH_DATE),
    [SURVIVORSHIP_BIRTH_PLACE] = ALONE(CANON_F_BIRTH_PLACE),
    [SURVIVORSHIP_GENDER] = ALONE(CANON_F_GENDER),
    [SURVIVORSHIP_NATIONALITY] = ALONE(CANON_F_NATIONALITY),
    [SURVIVORSHIP_OCCUPATION] = ALONE(CANON_F_OCCUPATION),
    [SURVIVORSHIP_REGISTERED_AT] = ALONE(CANON_F_REGISTERED_AT),
#undef ALONE
};

void
survivorship_fields(enum survivorship_unit unit, enum canon_field *first,
    enum canon_field *last)
{
	*first = units[unit].first;
	*last = units[unit].last;
}

static int
find_unit(const char *key, enum survivorship_unit *unit, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	enum canon_field field = CANON_F_NONE;
	struct span name;
	int i;

	(void)canon_field_of(span_of(key), &field, &name);
	for (i = 0; i < SURVIVORSHIP_UNITS && field != CANON_F_NONE; i++) {
		if (field < units[i].first || field > units[i].last)
			continue;
		if (field != units[i].name)
			return err_set(err, ERR_CONFIG,
			    "model: survivorship: '%s' is taken together with "
			    "'%s': name that",
			    key, canon_field_name(units[i].name));
		*unit = (enum survivorship_unit)i;
		return 0;
	}
	return err_set(err, ERR_CONFIG,
	    "model: survivorship: no field of a customer: '%s'",
	    err_quote(quoted, span_of(key)));
}

static int
find_strategy(const char *name, struct survivorship_rule *rule, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	int i;

	for (i = 0; i < SURVIVORSHIP_STRATEGIES; i++)
		if (strcmp(strategies[i], name) == 0) {
			rule->strategy = (enum survivorship_strategy)i;
			return 0;
		}
	return err_set(err, ERR_CONFIG,
	    "model: survivorship: no strategy '%s': newest, oldest, most "
	    "frequent, longest, source priority or union",
	    err_quote(quoted, span_of(name)));
}

static int
add_source(struct survivorship_rule *rule, const json_t *value, struct err *err)
{
	size_t len = json_string_length(value);
	char *copy;

	if (!json_is_string(value))
		return err_set(err, ERR_CONFIG,
		    "model: survivorship: a source is a string");
	copy = malloc(len + 1);
	if (copy == NULL)
		return err_nomem(err);
	memcpy(copy, json_string_value(value), len + 1);
	rule->sources[rule->n_sources++] = span_make(copy, len);
	return 0;
}

/* {"source priority": [...]} */
static int
read_priority(
    struct survivorship_rule *rule, const json_t *value, struct err *err)
{
	const json_t *list =
	    json_object_get(value, strategies[SURVIVORSHIP_SOURCE_PRIORITY]);
	size_t i, n = json_array_size(list);

	if (n == 0 || json_object_size(value) != 1)
		return err_set(err, ERR_CONFIG,
		    "model: survivorship: neither a strategy nor "
		    "{\"source priority\": [SOURCE, ...]}");
	rule->strategy = SURVIVORSHIP_SOURCE_PRIORITY;
	rule->sources = calloc(n, sizeof(*rule->sources));
	if (rule->sources == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		if (add_source(rule, json_array_get(list, i), err) == -1)
			return -1;
	return 0;
}

static int
read_rule(struct survivorship *survivorship, const char *key,
    const json_t *value, struct err *err)
{
	enum survivorship_unit unit;
	struct survivorship_rule *rule;

	if (find_unit(key, &unit, err) == -1)
		return -1;
	rule = &survivorship->rule[unit];
	if (!json_is_string(value))
		return read_priority(rule, value, err);
	if (find_strategy(json_string_value(value), rule, err) == -1)
		return -1;
	if (rule->strategy == SURVIVORSHIP_SOURCE_PRIORITY)
		return err_set(err, ERR_CONFIG,
		    "model: survivorship of '%s' names no sources", key);
	if (rule->strategy == SURVIVORSHIP_UNION &&
	    units[unit].first != units[unit].last)
		return err_set(err, ERR_CONFIG,
		    "model: survivorship: '%s' is of several fields, which "
		    "have no union",
		    key);
	return 0;
}

int
survivorship_read(
    struct survivorship *survivorship, const json_t *object, struct err *err)
{
	const char *key;
	json_t *value;

	if (object == NULL)
		return 0;
	if (!json_is_object(object))
		return err_set(
		    err, ERR_CONFIG, "model: 'survivorship' is not an object");
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		if (read_rule(survivorship, key, value, err) == -1)
			return -1;
	}
	return 0;
}

static void
write_text(struct buf *out, const char *text)
{
	json_t *string = json_string(text);
	char *dumped = json_dumps(string, JSON_ENCODE_ANY);

	if (dumped == NULL)
		out->failed = true;
	else
		buf_str(out, dumped);
	free(dumped);
	json_decref(string);
}

static void
write_rule(const struct survivorship_rule *rule, struct buf *out)
{
	size_t i;

	if (rule->strategy != SURVIVORSHIP_SOURCE_PRIORITY) {
		write_text(out, strategies[rule->strategy]);
		return;
	}
	buf_str(out, "{");
	write_text(out, strategies[rule->strategy]);
	buf_str(out, ": [");
	for (i = 0; i < rule->n_sources; i++) {
		buf_str(out, i > 0 ? ", " : "");
		write_text(out, rule->sources[i].data);
	}
	buf_str(out, "]}");
}

void
survivorship_write(const struct survivorship *survivorship, struct buf *out)
{
	bool is_first = true;
	int i;

	buf_str(out, "{");
	for (i = 0; i < SURVIVORSHIP_UNITS; i++) {
		if (survivorship->rule[i].strategy == SURVIVORSHIP_NEWEST)
			continue;
		buf_str(out, is_first ? "" : ", ");
		write_text(out, canon_field_name(units[i].name));
		buf_str(out, ": ");
		write_rule(&survivorship->rule[i], out);
		is_first = false;
	}
	buf_str(out, "}");
}

void
survivorship_clear(struct survivorship *survivorship)
{
	size_t i, j;

	for (i = 0; i < SURVIVORSHIP_UNITS; i++) {
		struct survivorship_rule *rule = &survivorship->rule[i];

		for (j = 0; j < rule->n_sources; j++)
			free((char *)(uintptr_t)rule->sources[j].data);
		free(rule->sources);
	}
	memset(survivorship, 0, sizeof(*survivorship));
}
