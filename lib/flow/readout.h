#ifndef FLOW_READOUT_H
#define FLOW_READOUT_H

/*
 * The rows of key figures in the format that was asked for. Programs get all
 * columns. People get a table: what a figure is called above its rows, what it
 * means below them, and only columns in which something stands.
 */

#include <stdio.h>

#include "base/err.h"
#include "kpi/compare.h"
#include "kpi/report.h"
#include "out/out.h"

struct readout {
	const struct report *report;
	const struct compare_change *changes; /* of each row; NULL = none */
	const struct span *trends; /* of each row, for people; NULL = none */
};

int readout_print(
    const struct readout *, const struct out_options *, FILE *, struct err *);

#endif
