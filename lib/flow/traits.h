#ifndef FLOW_TRAITS_H
#define FLOW_TRAITS_H

/*
 * What is asked of customers to break figures down (kpi/by.h): gender, age,
 * attributes. They are those of the golden record, as it is known now; by
 * record, those of the record. An attribute is the newest that was said.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "canon/zone.h"
#include "kpi/by.h"
#include "store/store.h"

struct traits_options {
	const struct by *by;
	const struct zone *zone;
	int64_t as_of_us;  /* when ages are counted */
	bool is_by_record; /* each record is its own customer */
};

struct traits;

/**
 * traits_load(store, options, err): of all customers, in the caller's view;
 * NULL on failure. The options are not kept.
 * traits_of(traits, customer): numbers by place in --by, borrowed; NULL when
 * nothing is known. ${customer} is a number; by record, the
 * record's place by (source, native id), from 1 on.
 * traits_texts(traits): the texts by place and number, for struct
 * journey_context.
 */
struct traits *
traits_load(struct store *, const struct traits_options *, struct err *);
void traits_free(struct traits *);
const uint32_t *traits_of(const struct traits *, int64_t);
const struct span *const *traits_texts(const struct traits *);

#endif
