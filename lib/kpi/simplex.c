#include <math.h>
#include <string.h>

#include "kpi/simplex.h"

#define STEPS_MAX 2000
#define ROUNDS_MAX 20
#define NEAR 1e-10   /* of values, by their size: all corners are one */
#define SETTLED 1e-9 /* gain of another round, by the value's size */

struct corner {
	double x[SIMPLEX_MAX];
	double value;
};

struct simplex {
	double (*function)(void *, const double *);
	void *context;
	size_t n;
	struct corner corners[SIMPLEX_MAX + 1]; /* the best first */
	double centre[SIMPLEX_MAX];             /* of all but the worst */
};

static double
value_at(const struct simplex *s, const double *x)
{
	double value = s->function(s->context, x);

	return isnan(value) ? INFINITY : value;
}

/* By insertion, so that equal corners keep their order. */
static void
sort_corners(struct simplex *s)
{
	for (size_t i = 1; i <= s->n; i++) {
		struct corner corner = s->corners[i];
		size_t at = i;

		for (; at > 0 && s->corners[at - 1].value > corner.value; at--)
			s->corners[at] = s->corners[at - 1];
		s->corners[at] = corner;
	}
}

static void
begin(struct simplex *s, const double *x, double step)
{
	for (size_t i = 0; i <= s->n; i++) {
		struct corner *corner = &s->corners[i];

		memcpy(corner->x, x, s->n * sizeof(*x));
		if (i > 0)
			corner->x[i - 1] += step;
		corner->value = value_at(s, corner->x);
	}
	sort_corners(s);
}

static void
find_centre(struct simplex *s)
{
	for (size_t j = 0; j < s->n; j++) {
		s->centre[j] = 0;
		for (size_t i = 0; i < s->n; i++)
			s->centre[j] += s->corners[i].x[j];
		s->centre[j] /= (double)s->n;
	}
}

/* On the line from the worst corner through the centre: 1 is the worst one
 * mirrored, -1 itself. */
static struct corner
along(const struct simplex *s, double factor)
{
	const struct corner *worst = &s->corners[s->n];
	struct corner corner;

	for (size_t j = 0; j < s->n; j++)
		corner.x[j] =
		    s->centre[j] + factor * (s->centre[j] - worst->x[j]);
	corner.value = value_at(s, corner.x);
	return corner;
}

/* Towards the best corner. */
static void
shrink(struct simplex *s)
{
	for (size_t i = 1; i <= s->n; i++) {
		struct corner *corner = &s->corners[i];

		for (size_t j = 0; j < s->n; j++)
			corner->x[j] = (corner->x[j] + s->corners[0].x[j]) / 2;
		corner->value = value_at(s, corner->x);
	}
}

static void
step(struct simplex *s)
{
	struct corner *worst = &s->corners[s->n];
	struct corner mirrored, other;

	find_centre(s);
	mirrored = along(s, 1);
	if (mirrored.value < s->corners[0].value) {
		other = along(s, 2);
		*worst = other.value < mirrored.value ? other : mirrored;
	} else if (mirrored.value < s->corners[s->n - 1].value) {
		*worst = mirrored;
	} else {
		other = along(s, mirrored.value < worst->value ? 0.5 : -0.5);
		if (other.value < worst->value && other.value <= mirrored.value)
			*worst = other;
		else
			shrink(s);
	}
	sort_corners(s);
}

static bool
is_one(const struct simplex *s)
{
	double best = s->corners[0].value;

	return s->corners[s->n].value - best <= NEAR * (1 + fabs(best));
}

bool
simplex_least(double (*function)(void *, const double *), void *context,
    double *x, size_t n, double size, double *least)
{
	struct simplex s = {.function = function, .context = context, .n = n};
	double before = INFINITY;

	for (int round = 0; round < ROUNDS_MAX; round++) {
		begin(&s, x, size);
		for (int i = 0; i < STEPS_MAX && !is_one(&s); i++)
			step(&s);
		memcpy(x, s.corners[0].x, n * sizeof(*x));
		*least = s.corners[0].value;
		if (!isfinite(*least))
			return false;
		if (before - *least <= SETTLED * (1 + fabs(*least)))
			return true;
		before = *least;
	}
	return false;
}
