#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/intern.h"
#include "flow/listing.h"
#include "flow/roster.h"
#include "flow/veil.h"

/* A column behind the first four. */
struct field {
	enum canon_field field;
	struct span name;  /* of an id space or attribute, else empty */
	const char *title; /* "email", "id:line" */
};

struct listing {
	struct roster roster;
	struct intern words; /* "id:line", "attr:rank": what occurs */
	struct field *fields;
	struct out_column *columns;
	size_t n_fields;
	size_t n_columns;
	struct buf text;
	size_t row;   /* of the record that is written */
	size_t place; /* where its places begin */
};

static int
note_word(struct listing *l, const struct canon_value *v, struct err *err)
{
	uint32_t number;

	if (v->name.len == 0)
		return 0;
	buf_reset(&l->text);
	buf_str(&l->text, canon_field_name(v->field));
	buf_char(&l->text, ':');
	buf_span(&l->text, v->name);
	if (buf_check(&l->text, err) == -1)
		return -1;
	return intern_add(&l->words, buf_get(&l->text), &number, err);
}

static int
take_record(void *context, size_t index, const struct store_record *record,
    struct err *err)
{
	struct listing *l = context;
	size_t i;

	(void)index;
	for (i = 0; i < record->now.n_values; i++)
		if (note_word(l, &record->now.values[i], err) == -1)
			return -1;
	return 0;
}

static int
compare_words(const void *left, const void *right)
{
	const struct span *a = left;
	const struct span *b = right;

	return span_cmp(*a, *b);
}

static void
add_field(struct listing *l, enum canon_field field, struct span name,
    const char *title)
{
	l->fields[l->n_fields++] = (struct field){field, name, title};
}

/* The words of one kind, in their order. */
static void
add_words(struct listing *l, const struct span *words, enum canon_field field)
{
	const char *prefix = canon_field_name(field);
	size_t i, len = strlen(prefix) + 1;

	for (i = 0; i < l->words.count; i++)
		if (span_starts(words[i], prefix) &&
		    words[i].data[len - 1] == ':')
			add_field(l, field,
			    span_make(words[i].data + len, words[i].len - len),
			    words[i].data);
}

/* The own id stands in front, and the parts of the birth date are in it. */
static bool
is_hidden(int field)
{
	return field == CANON_F_CUSTOMER_ID || field == CANON_F_BIRTH_YEAR ||
	    field == CANON_F_BIRTH_MONTH || field == CANON_F_BIRTH_DAY;
}

static int
make_fields(struct listing *l, const struct pseudonym *key, struct err *err)
{
	static const struct span none = {NULL, 0};
	size_t n = l->words.count;
	struct span *words = malloc((n + 1) * sizeof(*words));
	size_t i;
	int field;

	l->fields = malloc((n + CANON_F_PERSON_LAST + 1) * sizeof(*l->fields));
	if (words == NULL || l->fields == NULL) {
		free(words);
		return err_nomem(err);
	}
	for (i = 0; i < n; i++)
		words[i] = intern_name(&l->words, (uint32_t)i);
	qsort(words, n, sizeof(*words), compare_words);
	for (field = CANON_F_NONE + 1; field <= CANON_F_PERSON_LAST; field++) {
		if (veil_hides(key, (enum canon_field)field))
			continue;
		if (field == CANON_F_ID || field == CANON_F_ATTR)
			add_words(l, words, (enum canon_field)field);
		else if (!is_hidden(field))
			add_field(l, (enum canon_field)field, none,
			    canon_field_name((enum canon_field)field));
	}
	free(words);
	return 0;
}

static int
make_columns(struct listing *l, struct err *err)
{
	static const char *const front[] = {
	    "record", "source", "native_id", "channel"};
	size_t i, n = sizeof(front) / sizeof(front[0]);

	l->columns = malloc((n + l->n_fields) * sizeof(*l->columns));
	if (l->columns == NULL)
		return err_nomem(err);
	for (i = 0; i < n; i++)
		l->columns[i] = (struct out_column){front[i], OUT_TEXT};
	for (i = 0; i < l->n_fields; i++)
		l->columns[n + i] =
		    (struct out_column){l->fields[i].title, OUT_TEXT};
	l->n_columns = n + l->n_fields;
	return 0;
}

static void
join(struct buf *text, struct span more)
{
	if (more.len == 0)
		return;
	if (text->len > 0)
		buf_str(text, " | ");
	buf_span(text, more);
}

static void
write_channels(struct listing *l, struct out *out)
{
	const struct roster *r = &l->roster;

	buf_reset(&l->text);
	for (; l->place < r->n_places && r->places[l->place].record == l->row;
	     l->place++)
		join(&l->text, r->channels[r->places[l->place].channel].name);
	out_text(out, buf_get(&l->text));
}

/* One of several values of a field, as it is to be shown. */
static void
join_value(struct listing *l, const struct field *field,
    const struct canon_value *v, const struct export_options *options)
{
	struct buf name = {0};

	if (options->pseudonym != NULL) {
		/* Spellings of one id are one id. */
		veil_text(options->pseudonym, field->title,
		    v->normal.len > 0 ? v->normal : v->raw, &name);
		join(&l->text, buf_get(&name));
		l->text.failed = l->text.failed || name.failed;
		buf_clear(&name);
		return;
	}
	join(&l->text,
	    options->is_normal && v->field != CANON_F_ATTR ? v->normal
							   : v->raw);
}

static void
write_values(struct listing *l, struct out *out, const struct field *field,
    const struct canon_record *now, const struct export_options *options)
{
	const struct canon_value *v;
	size_t i;

	buf_reset(&l->text);
	for (i = 0; i < now->n_values; i++) {
		v = &now->values[i];
		if (v->field == field->field && span_eq(v->name, field->name))
			join_value(l, field, v, options);
	}
	out_text(out, buf_get(&l->text));
}

static void
write_field(struct listing *l, struct out *out, const struct field *field,
    const struct canon_record *now, const struct export_options *options)
{
	const struct span *value = &now->field[field->field];

	if (canon_field_repeats(field->field))
		write_values(l, out, field, now, options);
	else if (field->field == CANON_F_OPT_OUT)
		out_text(out, span_of(now->is_opt_out ? "true" : ""));
	else if (field->field == CANON_F_REGISTERED_AT ||
	    field->field == CANON_F_UPDATED_AT)
		export_stamp(out, options->zone, *value);
	else if (field->field == CANON_F_BIRTH_DATE)
		veil_birth(options->pseudonym, out, *value, options->as_of_us);
	else if (field->field == CANON_F_MERGED_INTO)
		veil_native(options->pseudonym, out,
		    l->roster.sources[l->roster.records[l->row].source].name,
		    *value);
	else
		out_text(out, *value);
}

static int
write_record(struct listing *l, struct out *out,
    const struct store_record *record, const struct export_options *options,
    struct err *err)
{
	const struct roster *roster = &l->roster;
	const struct pseudonym *key = options->pseudonym;
	struct span source =
	    roster->sources[roster->records[l->row].source].name;
	size_t i;

	veil_record(key, out, source, record->native_id);
	out_text(out, source);
	veil_native(key, out, source, record->native_id);
	write_channels(l, out);
	for (i = 0; i < l->n_fields; i++)
		write_field(l, out, &l->fields[i], &record->now, options);
	veil_sort_owned(key, out, "record", source, record->native_id);
	l->row++;
	if (buf_check(&l->text, err) == -1)
		return -1;
	return out_end_row(out, err);
}

static int
write_records(struct listing *l, struct store *store, struct out *out,
    const struct export_options *options, struct err *err)
{
	struct store_records *it = store_records_open(store, err);
	const struct store_record *record;
	int status;

	if (it == NULL)
		return -1;
	do {
		status = store_records_next(it, &record, err);
		if (status == 0 && record != NULL)
			status = write_record(l, out, record, options, err);
	} while (status == 0 && record != NULL);
	store_records_close(it);
	return status;
}

/* Two passes in one view: which columns there are, then the rows. */
static int
write_table(struct listing *l, struct store *store,
    const struct export_options *options, struct err *err)
{
	struct out *out;

	if (roster_load(&l->roster, store, false, take_record, l, err) == -1 ||
	    make_fields(l, options->pseudonym, err) == -1 ||
	    make_columns(l, err) == -1)
		return -1;
	out = out_new(
	    options->stream, &options->out, l->columns, l->n_columns, err);
	if (out == NULL)
		return -1;
	if (write_records(l, store, out, options, err) == -1) {
		out_free(out);
		return -1;
	}
	return out_finish(out, err);
}

int
listing_records(
    struct store *store, const struct export_options *options, struct err *err)
{
	struct listing l = {0};
	int status;

	if (store_begin_read(store, err) == -1)
		return -1;
	status = write_table(&l, store, options, err);
	store_rollback(store);
	roster_clear(&l.roster);
	intern_clear(&l.words);
	buf_clear(&l.text);
	free(l.fields);
	free(l.columns);
	return status;
}
