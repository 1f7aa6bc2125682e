#include <stdlib.h>
#include <string.h>

#include "match/match.h"
#include "match/trust.h"

static void
add(struct match_reasons *reasons, const char *comparison, const char *level,
    int32_t weight)
{
	struct match_reason *row = &reasons->row[reasons->n++];

	memset(row, 0, sizeof(*row));
	row->comparison = comparison;
	row->level = level;
	row->weight = weight;
}

static void
add_text(struct buf *out, const struct facts *facts, int column, uint32_t row)
{
	struct span text = facts_text(facts, column, row);

	if (text.len == 0)
		return;
	if (out->len > 0 && out->data[out->len - 1] != '\0')
		buf_char(out, ' ');
	buf_span(out, text);
}

static void
add_list(struct buf *out, const struct facts *facts, enum facts_list which,
    uint32_t record)
{
	const struct facts_items *list = &facts->list[which];
	struct span text;
	uint32_t i, n;
	const uint32_t *item = facts_items(facts, which, record, &n);
	size_t k;

	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_str(out, " | ");
		text = intern_name(&list->pool.names, item[i] & FACTS_ITEM);
		for (k = 0; k < text.len; k++)
			buf_char(
			    out, text.data[k] == '\0' ? ':' : text.data[k]);
	}
}

/* What a comparison sees of a record, as one text. */
static void
show(struct buf *out, const struct facts *facts,
    const struct model_comparison *c, uint32_t row)
{
	int i;

	switch (c->kind) {
	case MODEL_GIVEN:
		add_text(out, facts, FACTS_GIVEN, row);
		add_text(out, facts, FACTS_GIVEN_KANA, row);
		break;
	case MODEL_FAMILY:
		add_text(out, facts, FACTS_FAMILY, row);
		add_text(out, facts, FACTS_FAMILY_KANA, row);
		break;
	case MODEL_OTHER:
		add_text(out, facts, FACTS_OTHER, row);
		break;
	case MODEL_AREA:
		for (i = FACTS_POSTCODE; i <= FACTS_REGION; i++)
			add_text(out, facts, i, row);
		break;
	case MODEL_STREET:
		add_text(out, facts, FACTS_TOWN, row);
		add_text(out, facts, FACTS_LOT, row);
		break;
	case MODEL_EMAIL:
		add_list(out, facts, FACTS_EMAIL, row);
		break;
	case MODEL_PHONE:
		add_list(out, facts, FACTS_PHONE, row);
		break;
	case MODEL_ID:
		add_list(out, facts, FACTS_ID, row);
		break;
	case MODEL_DATE:
	case MODEL_TEXT:
	case MODEL_EXACT:
	case MODEL_KINDS:
	default:
		i = facts_column_of(facts, c->field, c->attribute);
		if (i != FACTS_COLUMNS)
			add_text(out, facts, i, row);
		break;
	}
	buf_char(out, '\0');
}

/* All texts one behind the other, each with its NUL, then cut. */
static int
show_all(const struct model *model, const struct facts *facts, uint32_t a,
    uint32_t b, struct match_reasons *reasons, struct err *err)
{
	int c;

	for (c = 0; c < model->n_comparisons; c++) {
		show(&reasons->text, facts, &model->comparison[c], a);
		show(&reasons->text, facts, &model->comparison[c], b);
	}
	return buf_check(&reasons->text, err);
}

static struct span
next_text(const char **at)
{
	struct span text = span_of(*at);

	*at += text.len + 1;
	return text;
}

int
match_explain(const struct model *model, const struct facts *facts, uint32_t a,
    uint32_t b, struct match_reasons *reasons, struct err *err)
{
	struct compare_thread *thread = compare_thread_new();
	struct compare compare = {0};
	struct compare_pair pair;
	struct trust trust = {{NULL}};
	struct match_reason *row;
	const char *at;
	int c, status = -1;

	if (facts->digest[a] > facts->digest[b]) {
		uint32_t swap = a;
		a = b;
		b = swap;
	}
	reasons->n = 0;
	buf_reset(&reasons->text);
	if (thread == NULL) {
		err_nomem(err);
		goto free_thread;
	}
	if (compare_init(&compare, facts, model, err) == -1 ||
	    trust_init(&trust, &compare, err) == -1 ||
	    show_all(model, facts, a, b, reasons, err) == -1)
		goto free_thread;
	compare.trust = &trust;
	compare_records(&compare, thread, a, b, &pair);
	add(reasons, "prior", "", compare.prior);
	at = reasons->text.data;
	for (c = 0; c < model->n_comparisons; c++) {
		const struct model_comparison *m = &model->comparison[c];

		add(reasons, m->name, model_level_name(m->kind, pair.level[c]),
		    pair.level[c] == 0 ? 0 : compare.weight[c][pair.level[c]]);
		row = &reasons->row[reasons->n - 1];
		row->left = next_text(&at);
		row->right = next_text(&at);
		if (pair.frequency[c] != 0)
			add(reasons, m->name, "frequency", pair.frequency[c]);
	}
	add(reasons, "household", "", -pair.household);
	if (pair.why != CAUTION_NONE)
		add(reasons, "caution", caution_name(pair.why), -pair.caution);
	if (pair.trust != 0)
		add(reasons, "own", "one person's value", pair.trust);
	add(reasons, "sum", "", pair.weight);
	reasons->weight = pair.weight;
	status = 0;
free_thread:
	free(thread);
	trust_clear(&trust);
	compare_clear(&compare);
	return status;
}

int
match_rules(const struct model *model, const struct facts *facts, int n_threads,
    uint32_t a, uint32_t b, uint64_t *rules, struct err *err)
{
	struct pairs pairs;
	uint32_t x, y;
	int status = -1;

	*rules = 0;
	if (pairs_init(&pairs, facts, model, err) == 0 &&
	    pairs_walk(&pairs, n_threads, 1, NULL, NULL, err) == 0) {
		for (x = a; x != FACTS_NONE; x = facts_more(facts, x))
			for (y = b; y != FACTS_NONE; y = facts_more(facts, y))
				*rules |= pairs_rules(&pairs, x, y);
		status = 0;
	}
	pairs_clear(&pairs);
	return status;
}

void
match_reasons_clear(struct match_reasons *reasons)
{
	buf_clear(&reasons->text);
	reasons->n = 0;
}
