#include <stdio.h>
#include <stdlib.h>

#include "base/sorter.h"
#include "out/aside.h"

#define MEMORY_BYTES ((size_t)16 << 20) /* of the keys; the rest is on disk */

/* Where a row lies. */
struct place {
	uint64_t key;
	uint64_t at;
	uint64_t len;
};

/* What stands in the file before the text of a cell. */
struct head {
	int64_t value;
	uint32_t len;
	int16_t digits;
	uint8_t kind;
	uint8_t is_rate;
};

struct aside {
	FILE *file;
	struct sorter *places;
	struct buf row;
	uint64_t end;
};

struct aside *
aside_new(struct err *err)
{
	struct aside *aside = calloc(1, sizeof(*aside));

	if (aside == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	aside->file = tmpfile();
	if (aside->file == NULL)
		(void)err_errno(
		    err, ERR_CANTCREAT, "cannot create a temporary file");
	else
		aside->places = sorter_new(
		    sizeof(struct place), 1, MEMORY_BYTES, NULL, err);
	if (aside->places == NULL) {
		aside_free(aside);
		return NULL;
	}
	return aside;
}

int
aside_add(
    struct aside *aside, uint64_t key, const struct out *out, struct err *err)
{
	struct place place = {.key = key, .at = aside->end};
	size_t i;

	buf_reset(&aside->row);
	for (i = 0; i < out->n_columns; i++) {
		const struct writer_cell *cell = &out->cells[i];
		struct span text = cell->kind == WRITER_TEXT
		    ? writer_text(out, i)
		    : span_make("", 0);
		struct head head = {.value = cell->value,
		    .len = (uint32_t)text.len,
		    .digits = (int16_t)cell->digits,
		    .kind = (uint8_t)cell->kind,
		    .is_rate = cell->is_rate};

		buf_add(&aside->row, &head, sizeof(head));
		buf_span(&aside->row, text);
	}
	if (buf_check(&aside->row, err) == -1)
		return -1;
	place.len = aside->row.len;
	aside->end += place.len;
	if (fwrite(aside->row.data, 1, aside->row.len, aside->file) !=
	    aside->row.len)
		return err_errno(err, ERR_IO, "cannot keep a row aside");
	return sorter_add(aside->places, &place, err);
}

int
aside_finish(struct aside *aside, struct err *err)
{
	if (fflush(aside->file) != 0)
		return err_errno(err, ERR_IO, "cannot keep a row aside");
	return sorter_finish(aside->places, err);
}

static int
read_row(struct aside *aside, const struct place *place, struct err *err)
{
	char *to;

	buf_reset(&aside->row);
	to = buf_reserve(&aside->row, place->len);
	if (to == NULL)
		return err_nomem(err);
	if (fseeko(aside->file, (off_t)place->at, SEEK_SET) != 0 ||
	    fread(to, 1, place->len, aside->file) != place->len)
		return err_set(
		    err, ERR_IO, "cannot read a row that was kept aside");
	aside->row.len = place->len;
	return 0;
}

int
aside_next(
    struct aside *aside, struct out *out, bool *is_there, struct err *err)
{
	const void *found;
	const char *from;
	size_t i;

	if (sorter_next(aside->places, &found, err) == -1)
		return -1;
	*is_there = found != NULL;
	if (found == NULL)
		return 0;
	if (read_row(aside, found, err) == -1)
		return -1;
	buf_reset(&out->text);
	for (i = 0, from = aside->row.data; i < out->n_columns; i++) {
		struct writer_cell *cell = &out->cells[i];
		struct head head;

		memcpy(&head, from, sizeof(head));
		from += sizeof(head);
		cell->kind = (enum writer_cell_kind)head.kind;
		cell->at = out->text.len;
		cell->len = head.len;
		cell->value = head.value;
		cell->digits = head.digits;
		cell->is_rate = head.is_rate != 0;
		buf_span(&out->text, span_make(from, head.len));
		from += head.len;
	}
	return buf_check(&out->text, err);
}

void
aside_free(struct aside *aside)
{
	if (aside == NULL)
		return;
	sorter_free(aside->places);
	if (aside->file != NULL)
		(void)fclose(aside->file);
	buf_clear(&aside->row);
	free(aside);
}
