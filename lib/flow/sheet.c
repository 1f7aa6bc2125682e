#include <stdbool.h>

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

/* What is being read. */
struct reading {
	struct input *input;
	const char *const *columns;
	size_t n;
	size_t at[SHEET_COLUMNS_MAX];     /* in rows of cells */
	bool is_there[SHEET_COLUMNS_MAX]; /* did any object have it? */
	char room[SHEET_COLUMNS_MAX][INPUT_JSON_ROOM];
};

static int
take_members(struct reading *reading, const void *json, struct span *cells,
    struct err *err)
{
	const void *member;
	size_t i;

	for (i = 0; i < reading->n; i++) {
		member = input_json_member(json, reading->columns[i]);
		if (member != NULL)
			reading->is_there[i] = true;
		if (input_json_text(member, reading->room[i], &cells[i]))
			continue;
		err_set(err, ERR_DATA, "not a single value");
		return err_place(err, NULL, 0, reading->columns[i]);
	}
	return 0;
}

static int
take_cells(struct reading *reading, const struct input_row *row,
    struct span *cells, struct err *err)
{
	size_t i;

	if (row->json != NULL)
		return take_members(reading, row->json, cells, err);
	for (i = 0; i < reading->n; i++)
		cells[i] = row->cells[reading->at[i]];
	return 0;
}

static int
check_members(const struct reading *reading, struct err *err)
{
	size_t i, n_header;

	if (input_header(reading->input, &n_header) != NULL)
		return 0;
	for (i = 0; i < reading->n; i++)
		if (!reading->is_there[i])
			return err_set(err, ERR_DATA, "no column '%s'",
			    reading->columns[i]);
	return 0;
}

static int
read_rows(struct reading *reading, struct sheet_row *out, struct span *cells,
    int (*each)(void *, const struct sheet_row *, struct err *), void *context,
    struct err *err)
{
	enum input_event event;
	struct input_row row;

	for (;;) {
		if (input_next(reading->input, &row, &event, err) == -1)
			return -1;
		if (event == INPUT_END) {
			out->line = 0;
			return check_members(reading, err);
		}
		out->line = row.line;
		if (event == INPUT_BAD) {
			*err = *input_fault(reading->input);
			return -1;
		}
		if (event != INPUT_ROW)
			continue;
		if (take_cells(reading, &row, cells, err) == -1 ||
		    each(context, out, err) == -1)
			return -1;
	}
}

int
sheet_read(const char *path, const char *const *columns, size_t n,
    int (*each)(void *, const struct sheet_row *, struct err *), void *context,
    struct err *err)
{
	struct input_options options = {0};
	struct reading reading = {.columns = columns, .n = n};
	struct span cells[SHEET_COLUMNS_MAX];
	struct sheet_row row = {.path = path, .cells = cells};
	size_t n_header;
	int status = -1;

	reading.input = input_open(path, &options, err);
	if (reading.input == NULL)
		return -1;
	if (input_header(reading.input, &n_header) == NULL ||
	    find_columns(reading.input, columns, n, reading.at, err) == 0)
		status = read_rows(&reading, &row, cells, each, context, err);
	if (status == -1)
		(void)err_place(err, path, row.line, NULL);
	input_close(reading.input);
	return status;
}
