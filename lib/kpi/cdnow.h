#ifndef KPI_CDNOW_H
#define KPI_CDNOW_H

/*
 * For tests: the buyers of testdata/cdnow.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "kpi/bgnbd.h"
#include "kpi/gammagamma.h"

#define CDNOW_BUYERS 2357
#define CDNOW_WEEK 7.0

/* ${spent} may be NULL; the test fails when the file is not as it should be.
 */
static inline void
cdnow_read(struct bgnbd_buyers *buyers, struct gammagamma_buyers *spent)
{
	const char *top = getenv("TESTDATA");
	char path[512], line[128];
	size_t n = 0;
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/cdnow/customers.tsv",
	    top == NULL ? "testdata" : top);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	while (fgets(line, sizeof(line), file) != NULL) {
		char *at = line;
		long value[4];

		assert_true(n < CDNOW_BUYERS);
		for (int i = 0; i < 4; i++)
			value[i] = strtol(at, &at, 10);
		assert_true(*at == '\n');
		buyers[n] = (struct bgnbd_buyers){value[0],
		    (double)value[1] / CDNOW_WEEK,
		    (double)value[2] / CDNOW_WEEK, 1};
		if (spent != NULL)
			spent[n] = (struct gammagamma_buyers){value[0],
			    value[0] == 0
				? 0
				: (double)value[3] / 100 / (double)value[0],
			    1};
		n++;
	}
	assert_int_equal(fclose(file), 0);
	assert_int_equal(n, CDNOW_BUYERS);
}

#endif
