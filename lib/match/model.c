#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "input/jsontext.h"
#include "match/embed.h"
#include "match/frequency.h"
#include "match/levels.h"
#include "match/model.h"
#include "match/rule.h"

struct kind_name {
	const char *name;
	double frequency, shared;
};

static const struct kind_name kinds[MODEL_KINDS] = {
    [MODEL_GIVEN] = {"given", 1, 1},
    [MODEL_FAMILY] = {"family", 1, 1},
    [MODEL_OTHER] = {"other", 0.5, 1},
    [MODEL_DATE] = {"date", 0.5, 1},
    [MODEL_EMAIL] = {"email", 1, 0.05},
    [MODEL_PHONE] = {"phone", 1, 0.2},
    [MODEL_AREA] = {"area", 0.7, 1},
    [MODEL_STREET] = {"street", 0.7, 1},
    [MODEL_ID] = {"id", 1, 0.02},
    [MODEL_TEXT] = {"text", 0.7, 1},
    [MODEL_EXACT] = {"exact", 0.7, 1},
};

const char *
model_kind_name(enum model_kind kind)
{
	return kinds[kind].name;
}

const char *
model_level_name(enum model_kind kind, int level)
{
	return level == 0 ? "unknown" : levels_of(kind)[level - 1].name;
}

struct span
model_default_text(void)
{
	const struct embed_model *model = embed_models;

	while (model->name != NULL && strcmp(model->name, "default") != 0)
		model++;
	return span_make(model->data, model->size);
}

/* A key that is misspelt would be as if it had not been written. */
static int
check_keys(const json_t *object, const char *const *keys, const char *where,
    struct err *err)
{
	char quoted[ERR_QUOTE_MAX];
	const char *key;
	json_t *value;
	int i;

	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		for (i = 0; keys[i] != NULL; i++)
			if (strcmp(keys[i], key) == 0)
				break;
		if (keys[i] == NULL)
			return err_set(err, ERR_CONFIG, "model: no key %s%s",
			    where, err_quote(quoted, span_of(key)));
	}
	return 0;
}

static int
copy_text(char *to, size_t size, const char *from, struct err *err)
{
	size_t len = strlen(from);

	if (len >= size)
		return err_set(
		    err, ERR_CONFIG, "model: '%.40s...' is too long", from);
	memcpy(to, from, len + 1);
	return 0;
}

/* A number within bounds; absent leaves what is there. */
static int
get_real(const json_t *object, const char *key, double low, double high,
    double *value, struct err *err)
{
	const json_t *found = json_object_get(object, key);

	if (found == NULL)
		return 0;
	if (!json_is_number(found) || json_number_value(found) < low ||
	    json_number_value(found) > high)
		return err_set(err, ERR_CONFIG,
		    "model: '%s' is not a number from %g to %g", key, low,
		    high);
	*value = json_number_value(found);
	return 0;
}

static int
get_int(const json_t *object, const char *key, int low, int high, int *value,
    struct err *err)
{
	double real = *value;

	if (get_real(object, key, low, high, &real, err) == -1)
		return -1;
	*value = (int)real;
	return 0;
}

static int
read_level(struct model_comparison *c, const char *name, const json_t *shares,
    struct err *err)
{
	struct model_level *level;
	double *into[3];
	int i, at = 1;

	while (at <= c->n_levels &&
	    strcmp(model_level_name(c->kind, at), name) != 0)
		at++;
	if (at > c->n_levels)
		return err_set(err, ERR_CONFIG,
		    "model: comparison '%s' has no level '%s'", c->name, name);
	level = &c->level[at];
	into[0] = &level->m;
	into[1] = &level->u;
	into[2] = &level->household;
	if (!json_is_array(shares) || json_array_size(shares) != 3)
		return err_set(err, ERR_CONFIG,
		    "model: level '%s' of '%s' is not [m, u, household]", name,
		    c->name);
	for (i = 0; i < 3; i++) {
		const json_t *share = json_array_get(shares, (size_t)i);

		*into[i] = json_number_value(share);
		if (!json_is_number(share) || *into[i] <= 0 || *into[i] > 1)
			return err_set(err, ERR_CONFIG,
			    "model: level '%s' of '%s' is not between 0 and 1",
			    name, c->name);
	}
	return 0;
}

static int
read_kind(struct model_comparison *c, const json_t *object, struct err *err)
{
	const char *name = json_string_value(json_object_get(object, "kind"));
	const struct levels_level *levels;
	int kind, i;

	if (name == NULL)
		name = "text";
	for (kind = 0; kind < MODEL_KINDS; kind++)
		if (strcmp(kinds[kind].name, name) == 0)
			break;
	if (kind == MODEL_KINDS)
		return err_set(
		    err, ERR_CONFIG, "model: no kind of comparison '%s'", name);
	c->kind = (enum model_kind)kind;
	c->frequency = kinds[kind].frequency;
	c->shared = kinds[kind].shared;
	levels = levels_of(c->kind);
	for (i = 0; levels[i].name != NULL; i++) {
		c->level[i + 1].m = levels[i].m;
		c->level[i + 1].u = levels[i].u;
		c->level[i + 1].household = levels[i].household;
	}
	c->n_levels = i;
	return 0;
}

static int
read_comparison(struct model *model, const json_t *object, struct err *err)
{
	struct model_comparison *c = &model->comparison[model->n_comparisons];
	const char *field = json_string_value(json_object_get(object, "field"));
	const char *name = json_string_value(json_object_get(object, "name"));
	const json_t *levels = json_object_get(object, "levels");
	static const char *const keys[] = {
	    "field", "kind", "name", "frequency", "shared", "levels", NULL};
	const char *level;
	json_t *shares;

	if (check_keys(object, keys, "of a comparison: ", err) == -1)
		return -1;
	if (model->n_comparisons == MODEL_COMPARISONS_MAX)
		return err_set(err, ERR_CONFIG, "model: over %d comparisons",
		    MODEL_COMPARISONS_MAX);
	if (field == NULL ||
	    !rule_field(span_of(field), &c->field, c->attribute))
		return err_set(err, ERR_CONFIG,
		    "model: comparison of no field of a person: '%.80s'",
		    field == NULL ? "" : field);
	if (copy_text(c->name, sizeof(c->name), name == NULL ? field : name,
		err) == -1 ||
	    read_kind(c, object, err) == -1 ||
	    get_real(object, "frequency", 0, 1, &c->frequency, err) == -1 ||
	    get_real(object, "shared", 0.0001, 1, &c->shared, err) == -1)
		return -1;
	json_object_foreach((json_t *)(uintptr_t)levels, level, shares)
	{
		if (read_level(c, level, shares, err) == -1)
			return -1;
	}
	model->n_comparisons++;
	return 0;
}

static int
read_rule(struct model *model, const json_t *value, struct err *err)
{
	if (!json_is_string(value))
		return err_set(err, ERR_CONFIG, "model: a rule is a string");
	return rule_read(model, json_string_value(value), err);
}

static int
read_space(struct model *model, const json_t *value, struct err *err)
{
	struct model_space *space = &model->space[model->n_spaces];

	if (model->n_spaces == MODEL_COMPARISONS_MAX || !json_is_string(value))
		return err_set(err, ERR_CONFIG,
		    "model: 'unique' is a list of up to %d id spaces",
		    MODEL_COMPARISONS_MAX);
	space->is_unique = true;
	model->n_spaces++;
	return copy_text(
	    space->name, sizeof(space->name), json_string_value(value), err);
}

static int
read_blocked(struct model *model, const json_t *value, struct err *err)
{
	size_t len = json_string_length(value);
	struct span *grown;
	char *copy;

	if (!json_is_string(value))
		return err_set(
		    err, ERR_CONFIG, "model: 'blocked' is a list of strings");
	grown =
	    realloc(model->blocked, (model->n_blocked + 1) * sizeof(*grown));
	if (grown == NULL)
		return err_nomem(err);
	model->blocked = grown;
	copy = malloc(len + 1);
	if (copy == NULL)
		return err_nomem(err);
	memcpy(copy, json_string_value(value), len + 1);
	model->blocked[model->n_blocked++] = span_make(copy, len);
	return 0;
}

static int
read_list(struct model *model, const json_t *root, const char *key,
    int (*read)(struct model *, const json_t *, struct err *), struct err *err)
{
	const json_t *list = json_object_get(root, key);
	size_t i;

	if (list != NULL && !json_is_array(list))
		return err_set(
		    err, ERR_CONFIG, "model: '%s' is not a list", key);
	for (i = 0; i < json_array_size(list); i++)
		if (read(model, json_array_get(list, i), err) == -1)
			return -1;
	return 0;
}

static int
read_limits(struct model *model, const json_t *limits, struct err *err)
{
	static const char *const keys[] = {"id", "email", "phone", NULL};

	if (check_keys(limits, keys, "of 'limits': ", err) == -1)
		return -1;
	if (get_int(limits, "id", 1, 1000000, &model->limit_id, err) == -1 ||
	    get_int(limits, "email", 1, 1000000, &model->limit_email, err) ==
		-1)
		return -1;
	return get_int(limits, "phone", 1, 1000000, &model->limit_phone, err);
}

int
model_limit(const struct model *model, enum canon_field field)
{
	if (field == CANON_F_EMAIL)
		return model->limit_email;
	return field == CANON_F_PHONE ? model->limit_phone : model->limit_id;
}

double
model_threshold(const struct model *model)
{
	return model->is_trained && model->trained_threshold > 0
	    ? model->trained_threshold
	    : model->threshold;
}

static int
read_numbers(struct model *model, const json_t *root, struct err *err)
{
	const char *train = json_string_value(json_object_get(root, "train"));

	if (train == NULL ||
	    (strcmp(train, "auto") != 0 && strcmp(train, "asked") != 0))
		return err_set(err, ERR_CONFIG,
		    "model: 'train' is neither \"auto\" nor \"asked\"");
	if (get_int(root, "block_limit", 2, 100000, &model->block_limit, err) ==
		-1 ||
	    get_int(root, "pairs_per_record", 1, 100000,
		&model->pairs_per_record, err) == -1 ||
	    get_real(root, "threshold", 0, 1, &model->threshold, err) == -1 ||
	    get_real(root, "precision", 0, 1, &model->precision, err) == -1 ||
	    get_real(root, "threshold_most", 0, 1, &model->threshold_most,
		err) == -1 ||
	    get_real(root, "review", 0, 1, &model->review, err) == -1 ||
	    get_real(root, "matches", 0.0001, 100, &model->matches, err) ==
		-1 ||
	    get_real(root, "households", 0.0001, 100, &model->households,
		err) == -1 ||
	    get_real(root, "prior_strength", 1, 1e9, &model->prior_strength,
		err) == -1 ||
	    get_int(root, "unseen_milli", -100000, 0, &model->unseen_milli,
		err) == -1 ||
	    get_int(root, "full_component", 2, 2000, &model->full_component,
		err) == -1)
		return -1;
	model->is_auto_training = strcmp(train, "auto") == 0;
	return read_limits(model, json_object_get(root, "limits"), err);
}

static int
read_frequencies(struct model *model, const json_t *root, struct err *err)
{
	const json_t *frequencies = json_object_get(root, "frequencies");

	if (frequencies == NULL)
		return 0;
	model->frequency = calloc(1, sizeof(*model->frequency));
	if (model->frequency == NULL)
		return err_nomem(err);
	return frequency_read(model->frequency, frequencies, err);
}

static int
read_trained(struct model *model, const json_t *root, struct err *err)
{
	const json_t *trained = json_object_get(root, "trained");
	double records = 0;

	if (trained == NULL)
		return 0;
	if (get_real(trained, "records", 0, 1e12, &records, err) == -1 ||
	    get_real(trained, "match_share", 0, 1, &model->match_share, err) ==
		-1 ||
	    get_real(trained, "household_share", 0, 1, &model->household_share,
		err) == -1 ||
	    get_real(trained, "threshold", 0, 1, &model->trained_threshold,
		err) == -1)
		return -1;
	model->is_trained = true;
	model->trained_records = (int64_t)records;
	return 0;
}

/* Two for each rule. */
static int
read_block_limits(struct model *model, const json_t *root, struct err *err)
{
	const json_t *list =
	    json_object_get(json_object_get(root, "trained"), "block_limits");
	size_t n = (size_t)model->n_rules, i, j;
	json_int_t limit;

	if (list == NULL)
		return 0;
	if (json_array_size(list) != 2 * n)
		return err_set(err, ERR_CONFIG,
		    "model: 'block_limits' are not two for each rule");
	for (i = 0; i < n; i++)
		for (j = 0; j < 2; j++) {
			limit =
			    json_integer_value(json_array_get(list, 2 * i + j));
			if (limit < 1 || limit > 100000)
				return err_set(err, ERR_CONFIG,
				    "model: 'block_limits': not a number of "
				    "records");
			*(j == 0 ? &model->rule[i].limit
				 : &model->rule[i].split_limit) =
			    (uint32_t)limit;
		}
	return 0;
}

/* What a model does not say is as built in. */
static int
fill_in(json_t *root, struct err *err)
{
	struct span text = model_default_text();
	json_t *plain = json_loadb(text.data, text.len, 0, NULL);
	json_t *limits = json_object_get(root, "limits");
	int status = -1;

	if (plain == NULL)
		return err_nomem(err);
	if (limits != NULL && !json_is_object(limits))
		err_set(err, ERR_CONFIG, "model: 'limits' is not an object");
	else if (json_object_update_missing(root, plain) == -1 ||
	    (limits != NULL &&
		json_object_update_missing(
		    limits, json_object_get(plain, "limits")) == -1))
		err_nomem(err);
	else
		status = 0;
	json_decref(plain);
	return status;
}

static int
fail_load(const json_error_t *error, struct err *err)
{
	if (jsontext_ran_out(error))
		return err_nomem(err);
	return err_set(err, ERR_CONFIG, "model: line %d: %.200s", error->line,
	    error->text);
}

int
model_read(struct model *model, struct span text, struct err *err)
{
	static const char *const keys[] = {"threshold", "precision",
	    "threshold_most", "review", "train", "limits", "block_limit",
	    "pairs_per_record", "matches", "households", "prior_strength",
	    "unseen_milli", "full_component", "comparisons", "rules", "unique",
	    "blocked", "survivorship", "trained", "frequencies", NULL};
	json_error_t error;
	json_t *root = jsontext_load(text, JSON_REJECT_DUPLICATES, &error);
	int status = -1;

	memset(model, 0, sizeof(*model));
	if (root == NULL)
		return fail_load(&error, err);
	if (!json_is_object(root))
		err_set(err, ERR_CONFIG, "model: not a JSON object");
	else if (check_keys(root, keys, "", err) == 0 &&
	    fill_in(root, err) == 0 && read_numbers(model, root, err) == 0 &&
	    read_trained(model, root, err) == 0 &&
	    read_frequencies(model, root, err) == 0 &&
	    read_list(model, root, "comparisons", read_comparison, err) == 0 &&
	    read_list(model, root, "rules", read_rule, err) == 0 &&
	    read_block_limits(model, root, err) == 0 &&
	    read_list(model, root, "unique", read_space, err) == 0 &&
	    read_list(model, root, "blocked", read_blocked, err) == 0 &&
	    survivorship_read(&model->survivorship,
		json_object_get(root, "survivorship"), err) == 0)
		status = 0;
	json_decref(root);
	if (status == -1)
		model_clear(model);
	return status;
}

int
model_read_default(struct model *model, struct err *err)
{
	return model_read(model, model_default_text(), err);
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

/* As short as can be for the same number to be read again. */
static void
write_real(struct buf *out, double number)
{
	char text[40];
	json_t *read;

	(void)snprintf(text, sizeof(text), "%.15g", number);
	read = json_loads(text, JSON_DECODE_ANY, NULL);
	if (read == NULL)
		out->failed = true;
	else if (json_number_value(read) != number)
		(void)snprintf(text, sizeof(text), "%.17g", number);
	json_decref(read);
	buf_str(out, text);
}

static void
write_member(struct buf *out, const char *before, double number)
{
	buf_str(out, before);
	write_real(out, number);
}

static void
write_level(struct buf *out, const char *name, const struct model_level *level)
{
	buf_printf(out, "\t\t\t\"%s\": ", name);
	write_member(out, "[", level->m);
	write_member(out, ", ", level->u);
	write_member(out, ", ", level->household);
	buf_str(out, "]");
}

static void
write_comparison(struct buf *out, const struct model_comparison *c)
{
	int i;

	buf_str(out, "\t\t{\"name\": ");
	write_text(out, c->name);
	buf_printf(out, ", \"kind\": \"%s\", \"field\": \"%s%s%s\",\n",
	    model_kind_name(c->kind), canon_field_name(c->field),
	    c->attribute[0] == '\0' ? "" : ":", c->attribute);
	write_member(out, "\t\t \"frequency\": ", c->frequency);
	write_member(out, ", \"shared\": ", c->shared);
	buf_str(out, ", \"levels\": {\n");
	for (i = c->n_levels; i >= 1; i--) {
		write_level(out, model_level_name(c->kind, i), &c->level[i]);
		buf_str(out, i == 1 ? "}}\n" : ",\n");
	}
}

static void
write_lists(const struct model *model, struct buf *out)
{
	size_t j;
	int i;

	buf_str(out, "\t\"comparisons\": [\n");
	for (i = 0; i < model->n_comparisons; i++) {
		write_comparison(out, &model->comparison[i]);
		out->len -= out->len > 0; /* the line's end */
		buf_str(out, i + 1 < model->n_comparisons ? ",\n" : "\n");
	}
	buf_str(out, "\t],\n\t\"rules\": [\n");
	for (i = 0; i < model->n_rules; i++) {
		buf_str(out, "\t\t");
		write_text(out, model->rule[i].text);
		buf_str(out, i + 1 < model->n_rules ? ",\n" : "\n");
	}
	buf_str(out, "\t],\n\t\"unique\": [");
	for (i = 0; i < model->n_spaces; i++) {
		buf_str(out, i > 0 ? ", " : "");
		write_text(out, model->space[i].name);
	}
	buf_str(out, "],\n\t\"blocked\": [");
	for (j = 0; j < model->n_blocked; j++) {
		buf_str(out, j > 0 ? ", " : "");
		write_text(out, model->blocked[j].data);
	}
	buf_str(out, "],\n\t\"survivorship\": ");
	survivorship_write(&model->survivorship, out);
	if (model->frequency != NULL) {
		buf_str(out, ",\n\t\"frequencies\": ");
		frequency_write(model->frequency, out);
	}
	buf_str(out, "\n}\n");
}

static void
write_numbers(const struct model *model, struct buf *out)
{
	write_member(out, "{\n\t\"threshold\": ", model->threshold);
	write_member(out, ",\n\t\"precision\": ", model->precision);
	write_member(out, ",\n\t\"threshold_most\": ", model->threshold_most);
	write_member(out, ",\n\t\"review\": ", model->review);
	buf_printf(out,
	    ",\n\t\"train\": \"%s\",\n\t\"block_limit\": %d,\n"
	    "\t\"pairs_per_record\": %d",
	    model->is_auto_training ? "auto" : "asked", model->block_limit,
	    model->pairs_per_record);
	write_member(out, ",\n\t\"matches\": ", model->matches);
	write_member(out, ",\n\t\"households\": ", model->households);
	write_member(out, ",\n\t\"prior_strength\": ", model->prior_strength);
	buf_printf(out,
	    ",\n\t\"unseen_milli\": %d,\n\t\"full_component\": %d,\n"
	    "\t\"limits\": {\"id\": %d, \"email\": %d, \"phone\": %d},\n",
	    model->unseen_milli, model->full_component, model->limit_id,
	    model->limit_email, model->limit_phone);
}

static void
write_trained(const struct model *model, struct buf *out)
{
	int i;

	buf_printf(out, "\t\"trained\": {\"records\": %lld",
	    (long long)model->trained_records);
	write_member(out, ", \"match_share\": ", model->match_share);
	write_member(out, ", \"household_share\": ", model->household_share);
	if (model->trained_threshold > 0)
		write_member(
		    out, ",\n\t\t\"threshold\": ", model->trained_threshold);
	if (model->n_rules > 0 && model->rule[0].limit > 0) {
		buf_str(out, ",\n\t\t\"block_limits\": [");
		for (i = 0; i < model->n_rules; i++)
			buf_printf(out, "%s%u, %u", i > 0 ? ", " : "",
			    model->rule[i].limit, model->rule[i].split_limit);
		buf_char(out, ']');
	}
	buf_str(out, "},\n");
}

int
model_write(const struct model *model, struct buf *out, struct err *err)
{
	write_numbers(model, out);
	if (model->is_trained)
		write_trained(model, out);
	write_lists(model, out);
	return buf_check(out, err);
}

bool
model_is_unique(const struct model *model, struct span space)
{
	int i;

	for (i = 0; i < model->n_spaces; i++)
		if (span_is(space, model->space[i].name))
			return model->space[i].is_unique;
	return false;
}

bool
model_is_blocked(const struct model *model, struct span value)
{
	size_t i;

	for (i = 0; i < model->n_blocked; i++)
		if (span_eq(model->blocked[i], value))
			return true;
	return false;
}

void
model_clear(struct model *model)
{
	size_t i;

	for (i = 0; i < model->n_blocked; i++)
		free((char *)(uintptr_t)model->blocked[i].data);
	free(model->blocked);
	if (model->frequency != NULL)
		frequency_clear(model->frequency);
	free(model->frequency);
	survivorship_clear(&model->survivorship);
	memset(model, 0, sizeof(*model));
}
