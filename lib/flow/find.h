#ifndef FLOW_FIND_H
#define FLOW_FIND_H

/*
 * The use case of omni-find: who of the store's customers is this person?
 * Rows are read as an import reads them, each is held against the records
 * that have a key in common with it (flow/lookup.h), by the trained model, as
 * a merge would weigh it; nothing is stored. What came after the last merge
 * belongs to no customer and is not looked at.
 */

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "flow/import.h"
#include "out/out.h"
#include "store/store.h"

struct find_options {
	struct import_options read; /* mapping and file; nothing is stored */
	const char *source; /* of which the rows have ids; NULL = of none */
	double least;       /* probability; 0 = the model's for review */
	int64_t limit;      /* customers a row */
	struct out_options out;
};

struct find_counts {
	int64_t rows;     /* of the file, blank and rejected ones too */
	int64_t asked;    /* persons */
	int64_t found;    /* those with at least one customer */
	int64_t rejected; /* rows */
	int64_t unmerged; /* records that came after the last merge */
	bool is_packed;   /* the store kept what finding needs */
};

/**
 * find_run(store, path, options, stream, counts, err): one file; "-" is
 * standard input. ERR_UNAVAILABLE before the first merge by a model.
 */
int find_run(struct store *, const char *, const struct find_options *, FILE *,
    struct find_counts *, struct err *);

#endif
