#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/hashmap.h"
#include "base/intern.h"
#include "flow/answers.h"
#include "input/input.h"

#define NO_ANSWER UINT64_MAX

enum { SOURCE, NATIVE_ID, ENTITY, COLUMNS };

static const char *const column_names[COLUMNS] = {
    "source", "customer_id", "entity"};

struct reader {
	const char *path;
	const struct merge *merge;
	size_t at[COLUMNS];     /* where the columns stand in a row */
	struct hashmap records; /* digest -> number */
	struct intern entities;
	uint64_t *entity;         /* of each record, or NO_ANSWER */
	int64_t answers, missing; /* rows, and those on no record */
};

static int
find_columns(struct reader *r, const struct input *input, struct err *err)
{
	const struct span *header;
	size_t i, j, n;

	header = input_header(input, &n);
	for (i = 0; i < COLUMNS; i++) {
		for (j = 0; j < n; j++)
			if (span_is(header[j], column_names[i]))
				break;
		if (j == n) {
			err_set(
			    err, ERR_DATA, "no column '%s'", column_names[i]);
			return err_place(err, r->path, 0, NULL);
		}
		r->at[i] = j;
	}
	return 0;
}

static int
take_row(struct reader *r, const struct input_row *row, struct err *err)
{
	struct span source = row->cells[r->at[SOURCE]];
	struct span native = row->cells[r->at[NATIVE_ID]];
	uint32_t entity;
	uint64_t record;

	r->answers++;
	if (intern_add(&r->entities, row->cells[r->at[ENTITY]], &entity, err) ==
	    -1)
		return -1;
	if (!hashmap_get(
		&r->records, hash_64(hash_64(0, source), native), &record)) {
		r->missing++;
		return 0;
	}
	if (r->entity[record] != NO_ANSWER && r->entity[record] != entity) {
		char name[ERR_QUOTE_MAX];

		err_set(err, ERR_DATA, "a second answer on '%s'",
		    err_quote(name, native));
		return err_place(err, r->path, row->line, NULL);
	}
	r->entity[record] = entity;
	return 0;
}

/* Open the file and find its columns; NULL on failure. */
static struct input *
open_file(struct reader *r, struct err *err)
{
	struct input_options options = {0};
	struct input *input = input_open(r->path, &options, err);

	if (input != NULL && find_columns(r, input, err) == -1) {
		input_close(input);
		return NULL;
	}
	return input;
}

int
answers_check(const char *path, struct err *err)
{
	struct reader r = {.path = path};
	struct input *input;

	if (strcmp(path, "-") == 0)
		return 0;
	input = open_file(&r, err);
	input_close(input);
	return input == NULL ? -1 : 0;
}

static int
read_rows(struct reader *r, struct input *input, struct err *err)
{
	enum input_event event;
	struct input_row row;

	for (;;) {
		if (input_next(input, &row, &event, err) == -1)
			return -1;
		if (event == INPUT_END)
			return 0;
		if (event == INPUT_BAD) {
			*err = *input_fault(input);
			return err_place(err, r->path, row.line, NULL);
		}
		if (event == INPUT_ROW && take_row(r, &row, err) == -1)
			return -1;
	}
}

/* Of a record, by whichever engine it was matched. */
static uint64_t
digest_of(const struct merge *merge, size_t record)
{
	return merge->facts.digest != NULL
	    ? merge->facts.digest[record]
	    : merge->columns.records[record].digest;
}

/* Figures of nothing look like figures. */
static int
check_answers(const struct reader *r, struct err *err)
{
	if (r->answers > r->missing)
		return 0;
	if (r->answers == 0)
		(void)err_set(err, ERR_DATA, "there is no answer in it");
	else
		(void)err_set(err, ERR_DATA,
		    "none of %lld answers is on a record of the store: "
		    "'source' and 'customer_id' are those of the records",
		    (long long)r->answers);
	return err_place(err, r->path, 0, NULL);
}

static int
read_file(struct reader *r, struct err *err)
{
	const struct columns *columns = &r->merge->columns;
	struct input *input;
	uint64_t *slot;
	int status;
	bool fresh;
	size_t i;

	for (i = 0; i < columns->n_records; i++) {
		slot = hashmap_slot(
		    &r->records, digest_of(r->merge, i), &fresh, err);
		if (slot == NULL)
			return -1;
		*slot = i;
		r->entity[i] = NO_ANSWER;
	}
	input = open_file(r, err);
	if (input == NULL)
		return -1;
	status = read_rows(r, input, err);
	input_close(input);
	return status == -1 ? -1 : check_answers(r, err);
}

/* Only records with an answer count. */
static int
measure_one(const struct reader *r, const uint32_t *cluster, uint64_t *customer,
    uint64_t *entity, struct truth *truth, struct err *err)
{
	size_t i, n = 0, total = r->merge->columns.n_records;

	for (i = 0; i < total; i++)
		if (r->entity[i] != NO_ANSWER) {
			customer[n] = cluster[i];
			entity[n++] = r->entity[i];
		}
	return truth_measure(customer, entity, n, truth, err);
}

static int
measure(const struct reader *r, size_t n_others, struct truth *truth,
    struct err *err)
{
	const struct merge *merge = r->merge;
	size_t i, total = merge->columns.n_records;
	uint64_t *customer = malloc((total + 1) * sizeof(*customer));
	uint64_t *entity = malloc((total + 1) * sizeof(*entity));
	int status = -1;

	if (customer == NULL || entity == NULL)
		err_nomem(err);
	else
		status = measure_one(
		    r, merge->found.cluster, customer, entity, &truth[0], err);
	for (i = 0; i < n_others && status == 0; i++)
		status = measure_one(r, merge->linked.others + i * total,
		    customer, entity, &truth[1 + i], err);
	free(customer);
	free(entity);
	return status;
}

static int
begin(struct reader *r, struct err *err)
{
	r->entity =
	    malloc((r->merge->columns.n_records + 1) * sizeof(*r->entity));
	return r->entity == NULL ? err_nomem(err) : read_file(r, err);
}

static void
end(struct reader *r)
{
	hashmap_clear(&r->records);
	intern_clear(&r->entities);
	free(r->entity);
}

int
answers_match(const char *path, const struct merge *merge, struct err *err)
{
	struct reader r = {.path = path, .merge = merge};
	int status;

	if (strcmp(path, "-") == 0)
		return 0;
	status = begin(&r, err);
	end(&r);
	return status;
}

int
answers_measure(const char *path, const struct merge *merge, size_t n_others,
    struct truth *truth, int64_t *missing, struct err *err)
{
	struct reader r = {.path = path, .merge = merge};
	int status = begin(&r, err);

	if (status == 0)
		status = measure(&r, n_others, truth, err);
	*missing = r.missing;
	end(&r);
	return status;
}
