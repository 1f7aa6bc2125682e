#include "flow/sheet.h"
#include "input/input.h"

/* Where the wanted columns stand. */
static int
find_columns(const struct input *input, const char *const *columns, size_t n,
    size_t *at, struct err *err)
{
	const struct span *header;
	size_t i, j, n_header;

	header = input_header(input, &n_header);
	for (i = 0; i < n; i++) {
		for (j = 0; j < n_header; j++)
			if (span_is(header[j], columns[i]))
				break;
		if (j == n_header)
			return err_set(
			    err, ERR_DATA, "no column '%s'", columns[i]);
		at[i] = j;
	}
	return 0;
}

static int
read_rows(struct input *input, struct sheet_row *out, const size_t *at,
    size_t n, struct span *cells,
    int (*each)(void *, const struct sheet_row *, struct err *), void *context,
    struct err *err)
{
	enum input_event event;
	struct input_row row;
	size_t i;

	for (;;) {
		if (input_next(input, &row, &event, err) == -1)
			return -1;
		if (event == INPUT_END)
			return 0;
		out->line = row.line;
		if (event == INPUT_BAD) {
			*err = *input_fault(input);
			return -1;
		}
		if (event != INPUT_ROW)
			continue;
		for (i = 0; i < n; i++)
			cells[i] = row.cells[at[i]];
		if (each(context, out, err) == -1)
			return -1;
	}
}

int
sheet_read(const char *path, const char *const *columns, size_t n,
    int (*each)(void *, const struct sheet_row *, struct err *), void *context,
    struct err *err)
{
	struct input_options options = {0};
	struct input *input = input_open(path, &options, err);
	struct span cells[SHEET_COLUMNS_MAX];
	struct sheet_row row = {.path = path, .cells = cells};
	size_t at[SHEET_COLUMNS_MAX];
	int status = -1;

	if (input == NULL)
		return -1;
	if (find_columns(input, columns, n, at, err) == 0)
		status =
		    read_rows(input, &row, at, n, cells, each, context, err);
	if (status == -1)
		(void)err_place(err, path, row.line, NULL);
	input_close(input);
	return status;
}
