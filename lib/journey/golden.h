#ifndef JOURNEY_GOLDEN_H
#define JOURNEY_GOLDEN_H

/*
 * For tests: the small world of testdata/golden, events.csv, and what was
 * computed for it elsewhere, events.expected.json.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "journey/sample.h"

#define GOLDEN_MAX 32

struct golden {
	char lines[GOLDEN_MAX][80];
	struct sample samples[GOLDEN_MAX];
	size_t n;
	json_t *expected;
};

static inline void
golden_path(char out[512], const char *name)
{
	const char *folder = getenv("TESTDATA");

	snprintf(out, 512, "%s/golden/%s", folder != NULL ? folder : "testdata",
	    name);
}

/* A line is CASE,ACTIVITY,TIME+09:00; the T becomes a blank. */
static inline void
golden_line(struct golden *golden)
{
	struct sample *sample = &golden->samples[golden->n];
	char *line = golden->lines[golden->n];
	char *what = strchr(line, ',') + 1;
	char *at = strchr(what, ',') + 1;

	what[-1] = '\0';
	at[-1] = '\0';
	at[10] = ' ';
	at[19] = '\0';
	sample->who = line;
	sample->what = what;
	sample->at = at;
	golden->n++;
}

static inline void
golden_read(struct golden *golden)
{
	char path[512];
	FILE *file;

	memset(golden, 0, sizeof(*golden));
	golden_path(path, "events.expected.json");
	golden->expected = json_load_file(path, 0, NULL);
	golden_path(path, "events.csv");
	file = fopen(path, "r");
	if (golden->expected == NULL || file == NULL)
		abort();
	if (fgets(golden->lines[0], 80, file) == NULL)
		abort();
	while (golden->n < GOLDEN_MAX &&
	    fgets(golden->lines[golden->n], 80, file) != NULL)
		golden_line(golden);
	fclose(file);
}

#endif
