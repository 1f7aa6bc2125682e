#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

/*
 * One line that says how far a long job is, drawn on a stream that the caller
 * gives (a terminal), from one second on, at most ten times a second, and
 * erased at the end. A NULL stream draws nothing.
 */

#include <stdint.h>
#include <stdio.h>

struct progress {
	FILE *stream;
	const char *what; /* "shop.csv"; borrowed, shown escaped */
	uint64_t total;   /* bytes or items; 0 = not known */
	int64_t start_ms; /* monotonic clock */
	int64_t drawn_ms;
	int is_drawn;
};

void progress_start(struct progress *, FILE *, const char *, uint64_t);
void progress_step(struct progress *, uint64_t done, uint64_t rows);
void progress_end(struct progress *);

#endif
