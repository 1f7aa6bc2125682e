#include <string.h>

#include "match/rule.h"

static const char *const part_names[MODEL_PARTS] = {
    [MODEL_VALUE] = "value",
    [MODEL_SOUND] = "sound",
    [MODEL_START] = "start",
    [MODEL_INITIAL] = "initial",
    [MODEL_YEAR] = "year",
    [MODEL_YEAR_MONTH] = "year_month",
    [MODEL_MONTH_DAY] = "month_day",
    [MODEL_YEAR_DAY] = "year_day",
    [MODEL_DIGITS] = "digits",
    [MODEL_NAMES] = "names",
    [MODEL_SOUNDS] = "sounds",
};

bool
rule_field(struct span text, enum canon_field *field, char *attribute)
{
	struct span name;

	attribute[0] = '\0';
	if (span_is(text, "id")) {
		*field = CANON_F_ID;
		return true;
	}
	if (!canon_field_of(text, field, &name) ||
	    *field > CANON_F_PERSON_LAST || name.len >= MODEL_NAME_MAX)
		return false;
	if (name.len > 0)
		memcpy(attribute, name.data, name.len);
	attribute[name.len] = '\0';
	return true;
}

static int
read_part(struct span text, struct model_atom *atom, struct err *err)
{
	const char *open =
	    text.len == 0 ? NULL : memchr(text.data, '(', text.len);
	struct span part;
	int i;

	if (open != NULL && text.data[text.len - 1] == ')') {
		part = span_make(text.data, (size_t)(open - text.data));
		for (i = 0; i < MODEL_PARTS; i++)
			if (span_is(part, part_names[i]))
				break;
		if (i == MODEL_PARTS)
			return err_set(err, ERR_CONFIG,
			    "model: no part of a key '%.*s'", (int)part.len,
			    part.data);
		atom->part = (enum model_part)i;
		text = span_make(open + 1, text.len - part.len - 2);
	}
	if (!rule_field(text, &atom->field, atom->attribute))
		return err_set(err, ERR_CONFIG,
		    "model: a rule with no field of a person: '%.*s'",
		    (int)text.len, text.data);
	return 0;
}

/* The atom's number, new if need be. */
static int
find_atom(struct model *model, const struct model_atom *atom, struct err *err)
{
	const struct model_atom *have;
	int i;

	for (i = 0; i < model->n_atoms; i++) {
		have = &model->atom[i];
		if (have->part == atom->part && have->field == atom->field &&
		    strcmp(have->attribute, atom->attribute) == 0)
			return i;
	}
	if (i == MODEL_ATOMS_MAX)
		return err_set(err, ERR_CONFIG,
		    "model: the rules have over %d parts", MODEL_ATOMS_MAX);
	model->atom[model->n_atoms++] = *atom;
	return i;
}

static int
read_sum(struct model *model, struct span text, uint32_t *atoms,
    enum canon_field *repeats, struct err *err)
{
	struct model_atom atom;
	const char *plus;
	struct span part;
	int number;

	while (text.len > 0) {
		plus = memchr(text.data, '+', text.len);
		part = text;
		if (plus != NULL)
			part.len = (size_t)(plus - text.data);
		text.data += part.len + (plus != NULL);
		text.len -= part.len + (plus != NULL);
		memset(&atom, 0, sizeof(atom));
		if (read_part(span_trim(part), &atom, err) == -1)
			return -1;
		if (atom.field == CANON_F_EMAIL ||
		    atom.field == CANON_F_PHONE || atom.field == CANON_F_ID) {
			*repeats = atom.field;
			continue;
		}
		number = find_atom(model, &atom, err);
		if (number == -1)
			return -1;
		*atoms |= UINT32_C(1) << number;
	}
	return 0;
}

int
rule_read(struct model *model, const char *text, struct err *err)
{
	struct model_rule *rule = &model->rule[model->n_rules];
	struct span key = span_of(text), split = {NULL, 0};
	const char *slash = strchr(text, '/');
	enum canon_field none = CANON_F_NONE;

	if (model->n_rules == MODEL_RULES_MAX || key.len >= sizeof(rule->text))
		return err_set(err, ERR_CONFIG,
		    "model: over %d rules, or a rule over %zu bytes: '%.40s'",
		    MODEL_RULES_MAX, sizeof(rule->text) - 1, text);
	memset(rule, 0, sizeof(*rule));
	memcpy(rule->text, text, key.len);
	if (slash != NULL) {
		split = span_of(slash + 1);
		key.len = (size_t)(slash - text);
	}
	if (read_sum(model, key, &rule->atoms, &rule->repeats, err) == -1 ||
	    read_sum(model, split, &rule->split, &none, err) == -1)
		return -1;
	if ((rule->atoms != 0) == (rule->repeats != CANON_F_NONE) ||
	    none != CANON_F_NONE)
		return err_set(err, ERR_CONFIG,
		    "model: rule '%.80s': email, phone and id stand alone",
		    text);
	model->n_rules++;
	return 0;
}
