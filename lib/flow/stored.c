#include <string.h>

#include "canon/canon.h"
#include "flow/stored.h"
#include "store/best.h"

/* What stands in the spool before the texts of a customer. */
struct head {
	int64_t customer;
	uint32_t len[BEST_FIELDS + 1];
	uint32_t total;
};

int
stored_begin(struct stored *stored, struct store *store, struct err *err)
{
	bool is_fresh;

	if (best_is_fresh(store, &stored->generation, &is_fresh, err) == -1)
		return -1;
	if (is_fresh)
		return 0;
	stored->spool = tmpfile();
	if (stored->spool == NULL)
		return err_errno(
		    err, ERR_CANTCREAT, "cannot create a temporary file");
	return 0;
}

static void
add_json(struct buf *json, struct span text)
{
	size_t i;

	buf_char(json, '"');
	for (i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c == '"' || c == '\\')
			buf_char(json, '\\');
		if (c < ' ')
			buf_printf(json, "\\u%04x", c);
		else
			buf_char(json, (char)c);
	}
	buf_char(json, '"');
}

static void
add_pair(struct buf *json, const char *name, struct span record)
{
	buf_str(json, json->len == 0 ? "{" : ", ");
	add_json(json, span_of(name));
	buf_str(json, ": ");
	add_json(json, record);
}

/* The record that most fields are of stands for all that are not named. */
static void
write_provenance(const struct golden *golden, struct buf *json)
{
	const struct span *from = golden->from;
	struct span most = {NULL, 0};
	size_t i, j, n, n_most = 0;

	for (i = 0; golden_fields[i] != CANON_F_NONE; i++) {
		if (from[golden_fields[i]].len == 0)
			continue;
		for (j = 0, n = 0; golden_fields[j] != CANON_F_NONE; j++)
			n += span_eq(
			    from[golden_fields[i]], from[golden_fields[j]]);
		if (n > n_most) {
			n_most = n;
			most = from[golden_fields[i]];
		}
	}
	if (n_most == 0)
		return;
	add_pair(json, "*", most);
	for (i = 0; golden_fields[i] != CANON_F_NONE; i++)
		if (from[golden_fields[i]].len > 0 &&
		    !span_eq(from[golden_fields[i]], most))
			add_pair(json, canon_field_name(golden_fields[i]),
			    from[golden_fields[i]]);
	buf_char(json, '}');
}

int
stored_add(struct stored *stored, int64_t customer, const struct golden *golden,
    struct err *err)
{
	struct head head = {.customer = customer};
	struct buf *row = &stored->row;
	size_t i;

	if (stored->spool == NULL)
		return 0;
	buf_reset(row);
	write_provenance(golden, row);
	head.len[BEST_FIELDS] = (uint32_t)row->len;
	for (i = 0; i < BEST_FIELDS; i++) {
		struct span field = golden->field[golden_fields[i]];

		head.len[i] = (uint32_t)field.len;
		buf_span(row, field);
	}
	head.total = (uint32_t)row->len;
	if (buf_check(row, err) == -1)
		return -1;
	if (fwrite(&head, sizeof(head), 1, stored->spool) != 1 ||
	    (row->len > 0 &&
		fwrite(row->data, row->len, 1, stored->spool) != 1))
		return err_errno(err, ERR_IO, "cannot keep golden records");
	stored->n++;
	return 0;
}

/* The next of the spool, into the store. */
static int
save_one(struct stored *stored, struct store *store, struct err *err)
{
	struct span fields[BEST_FIELDS], provenance;
	struct head head;
	char *at;

	buf_reset(&stored->row);
	if (fread(&head, sizeof(head), 1, stored->spool) != 1)
		return err_set(err, ERR_IO, "cannot read golden records");
	at = buf_reserve(&stored->row, head.total + 1);
	if (at == NULL)
		return err_nomem(err);
	if (head.total > 0 && fread(at, head.total, 1, stored->spool) != 1)
		return err_set(err, ERR_IO, "cannot read golden records");
	provenance = span_make(at, head.len[BEST_FIELDS]);
	at += provenance.len;
	for (size_t i = 0; i < BEST_FIELDS; i++) {
		fields[i] = span_make(at, head.len[i]);
		at += fields[i].len;
	}
	return best_add(store, head.customer, fields, provenance, err);
}

int
stored_save(struct stored *stored, struct store *store, struct err *err)
{
	uint64_t i;
	bool is_same;

	if (stored->spool == NULL)
		return 0;
	if (fflush(stored->spool) != 0 ||
	    fseeko(stored->spool, 0, SEEK_SET) != 0)
		return err_errno(err, ERR_IO, "cannot keep golden records");
	if (best_begin(store, stored->generation, &is_same, err) == -1)
		return -1;
	if (!is_same)
		return 0;
	for (i = 0; i < stored->n; i++)
		if (save_one(stored, store, err) == -1) {
			store_rollback(store);
			return -1;
		}
	if (best_end(store, stored->generation, err) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

void
stored_clear(struct stored *stored)
{
	if (stored->spool != NULL)
		(void)fclose(stored->spool);
	buf_clear(&stored->row);
	memset(stored, 0, sizeof(*stored));
}
