#include <stdlib.h>
#include <string.h>

#include "journey/markov.h"

struct markov {
	size_t n;
	double *moves;     /* n * n: how often from a state to another */
	double *starts;    /* how often a path starts there */
	double *converted; /* how often a conversion follows */
	double *left;      /* moves from there, ends included */
	double *inverse;   /* n * n */
	double n_paths;
};

struct markov *
markov_new(size_t n, struct err *err)
{
	struct markov *markov = calloc(1, sizeof(*markov));

	if (markov != NULL) {
		markov->n = n;
		markov->moves = calloc(n * n + 1, sizeof(double));
		markov->inverse = calloc(n * n + 1, sizeof(double));
		markov->starts = calloc(n + 1, sizeof(double));
		markov->converted = calloc(n + 1, sizeof(double));
		markov->left = calloc(n + 1, sizeof(double));
	}
	if (markov == NULL || markov->moves == NULL ||
	    markov->inverse == NULL || markov->starts == NULL ||
	    markov->converted == NULL || markov->left == NULL) {
		markov_free(markov);
		(void)err_nomem(err);
		return NULL;
	}
	return markov;
}

void
markov_free(struct markov *markov)
{
	if (markov == NULL)
		return;
	free(markov->moves);
	free(markov->inverse);
	free(markov->starts);
	free(markov->converted);
	free(markov->left);
	free(markov);
}

void
markov_add(struct markov *markov, const uint32_t *path, size_t n,
    int64_t conversions, int64_t nulls)
{
	double weight = (double)conversions + (double)nulls;
	size_t at = path[0];

	markov->n_paths += weight;
	markov->starts[at] += weight;
	for (size_t i = 1; i < n; i++) {
		size_t to = path[i];

		if (to == at)
			continue;
		markov->moves[at * markov->n + to] += weight;
		markov->left[at] += weight;
		at = to;
	}
	markov->converted[at] += (double)conversions;
	markov->left[at] += weight;
}

/* Counts become I - Q, and the inverse a unit matrix. */
static void
begin(struct markov *markov)
{
	size_t n = markov->n;

	for (size_t i = 0; i < n; i++) {
		double left = markov->left[i] > 0 ? markov->left[i] : 1;

		for (size_t j = 0; j < n; j++) {
			double *move = &markov->moves[i * n + j];

			*move = (i == j ? 1 : 0) - *move / left;
			markov->inverse[i * n + j] = i == j ? 1 : 0;
		}
	}
}

static void
subtract(double *row, const double *from, double times, size_t n)
{
	for (size_t i = 0; i < n; i++)
		row[i] -= times * from[i];
}

/* Gauss and Jordan. Every state leads to an end, so that I - Q is an M-matrix:
 * no pivot is 0 and none has to be looked for. */
static void
invert(struct markov *markov)
{
	size_t n = markov->n;
	double *a = markov->moves;
	double *b = markov->inverse;

	begin(markov);
	for (size_t k = 0; k < n; k++) {
		double pivot = a[k * n + k];

		for (size_t j = 0; j < n; j++) {
			a[k * n + j] /= pivot;
			b[k * n + j] /= pivot;
		}
		for (size_t i = 0; i < n; i++) {
			double times = a[i * n + k];

			if (i == k || (times >= 0 && times <= 0))
				continue;
			subtract(&a[i * n], &a[k * n], times, n);
			subtract(&b[i * n], &b[k * n], times, n);
		}
	}
}

int
markov_solve(struct markov *markov, double *effects, struct err *err)
{
	size_t n = markov->n;
	double *chances = calloc(n + 1, sizeof(*chances));
	double total = 0;

	if (chances == NULL)
		return err_nomem(err);
	invert(markov);
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n; j++)
			if (markov->left[j] > 0)
				chances[i] += markov->inverse[i * n + j] *
				    markov->converted[j] / markov->left[j];
		if (markov->n_paths > 0)
			total +=
			    markov->starts[i] / markov->n_paths * chances[i];
	}
	for (size_t i = 0; i < n; i++) {
		double visits = 0;

		for (size_t j = 0; j < n && total > 0; j++)
			visits += markov->starts[j] / markov->n_paths *
			    markov->inverse[j * n + i];
		effects[i] = total > 0
		    ? visits / markov->inverse[i * n + i] * chances[i] / total
		    : 0;
	}
	free(chances);
	return 0;
}
