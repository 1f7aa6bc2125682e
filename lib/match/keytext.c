#include "match/keytext.h"

#include "match/atoms.h"

static enum facts_list
list_of(enum canon_field field)
{
	return field == CANON_F_EMAIL ? FACTS_EMAIL
	    : field == CANON_F_PHONE  ? FACTS_PHONE
				      : FACTS_ID;
}

/* An id is "SPACE:VALUE" here, and kept with a NUL between. */
static void
add_item(struct buf *out, struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		buf_char(out, text.data[i] == '\0' ? ':' : text.data[i]);
}

static void
add_common(const struct facts *facts, enum facts_list which, uint32_t record,
    uint32_t n, struct buf *out)
{
	const struct facts_pool *pool = &facts->list[which].pool;
	uint32_t i, n_items, value, best = 0, most = 0, count;
	const uint32_t *item = facts_items(facts, which, record, &n_items);

	for (i = 0; i < n_items; i++) {
		value = item[i] & FACTS_ITEM;
		count = pool->values[value].count;
		if (facts_is_void(&pool->values[value]))
			continue;
		count = count == n ? UINT32_MAX : count;
		if (count > most) {
			best = value;
			most = count;
		}
	}
	if (most > 0)
		add_item(out, intern_name(&pool->names, best));
}

static void
add_atom(const struct model_atom *atom, const struct facts *facts, uint32_t row,
    struct buf *out)
{
	int columns[4];
	int i, n = atoms_columns(facts, atom, columns);
	bool is_first = true;
	struct span text;

	buf_str(out, canon_field_name(atom->field));
	if (atom->attribute[0] != '\0')
		buf_printf(out, ":%s", atom->attribute);
	buf_char(out, '=');
	for (i = 0; i < n; i++) {
		text = facts_text(facts, columns[i], row);
		if (text.len == 0)
			continue;
		if (!is_first)
			buf_char(out, ' ');
		buf_span(out, text);
		is_first = false;
	}
}

int
keytext_of(const struct model *model, const struct facts *facts, int rule,
    uint32_t row, uint32_t n, struct buf *out, struct err *err)
{
	const struct model_rule *r = &model->rule[rule];
	bool is_first = true;
	uint32_t mask;

	if (r->repeats != CANON_F_NONE)
		add_common(facts, list_of(r->repeats),
		    facts_record_of(facts, row), n, out);
	for (mask = r->atoms; mask != 0; mask &= mask - 1) {
		if (!is_first)
			buf_str(out, " + ");
		add_atom(&model->atom[__builtin_ctz(mask)], facts, row, out);
		is_first = false;
	}
	return buf_check(out, err);
}
