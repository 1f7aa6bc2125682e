#ifndef FLOW_CARD_H
#define FLOW_CARD_H

/*
 * What there is to know of a customer on one screen of 80 columns and 24
 * lines, the prompt's among them: see flow/brief.h. What is left out is said.
 */

#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "flow/brief.h"
#include "flow/who.h"
#include "out/page.h"

#define CARD_LINES 23

struct card {
	struct page page;
	struct buf text;
	int64_t n_last;
	bool has_begun; /* the next customer comes behind an empty line */
};

/**
 * card_init(card, stream, options, n_last): at most so many touches are shown.
 * card_write(card, customer, brief, person, err): ${person} may be NULL.
 */
void card_init(struct card *, FILE *, const struct out_options *, int64_t);
int card_write(struct card *, const struct journey_customer *,
    const struct brief *, const struct who_person *, struct err *);
void card_clear(struct card *);

#endif
