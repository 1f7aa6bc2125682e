#include <math.h>

#include "kpi/interval.h"

/* Quantile of the standard normal distribution at 0.975. */
#define Z_975 1.959963984540054
#define P_975 0.975
#define EXPANSION_FROM 1000
#define LENTZ_TINY 1e-300
#define LENTZ_STEPS 500
#define NEWTON_STEPS 60
#define PRECISION 1e-15

static double
clamp(double value)
{
	return value < 0 ? 0 : value > 1 ? 1 : value;
}

void
interval_wilson(int64_t hits, int64_t total, double *low, double *high)
{
	double n = (double)total;
	double p = (double)hits / n;
	double z2 = Z_975 * Z_975;
	double middle = p + z2 / (2 * n);
	double half = Z_975 * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
	double scale = 1 + z2 / n;

	/* The bounds that are known are not left to rounding. */
	*low = hits == 0 ? 0 : clamp((middle - half) / scale);
	*high = hits == total ? 1 : clamp((middle + half) / scale);
}

/* The coefficient d_m of DLMF 8.17.23. */
static double
coefficient(double a, double b, double x, int m)
{
	double k = floor(0.5 * m);

	if (m % 2 == 0)
		return k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k));
	return -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1));
}

static double
away_from_zero(double value)
{
	return fabs(value) < LENTZ_TINY ? LENTZ_TINY : value;
}

/* 1 / (1 + d1 / (1 + d2 / (1 + ...))) by the modified method of Lentz. */
static double
fraction(double a, double b, double x)
{
	double c = 1 / LENTZ_TINY;
	double d = 1;
	double value = 1;

	for (int m = 1; m < LENTZ_STEPS; m++) {
		double numerator = coefficient(a, b, x, m);
		double step;

		d = 1 / away_from_zero(1 + numerator * d);
		c = away_from_zero(1 + numerator / c);
		step = c * d;
		value *= step;
		if (fabs(step - 1) < PRECISION)
			break;
	}
	return value;
}

static double
incomplete_beta(double a, double b, double x)
{
	double front;

	if (x <= 0 || x >= 1)
		return x <= 0 ? 0 : 1;
	front = exp(
	    lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
	if (x < (a + 1) / (a + b + 2))
		return front * fraction(a, b, x) / a;
	return 1 - front * fraction(b, a, 1 - x) / b;
}

/* The probability beyond t > 0, and the density there. */
static double
upper_tail(double t, double freedom)
{
	return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t)) /
	    2;
}

static double
density(double t, double freedom)
{
	double scale = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) -
	    log(freedom * acos(-1.0)) / 2;

	return exp(scale - (freedom + 1) / 2 * log1p(t * t / freedom));
}

/* The quantile of the standard normal distribution, by Newton's method. */
static double
normal_quantile(double p)
{
	double z = 1;

	for (int i = 0; i < NEWTON_STEPS; i++) {
		double tail = erfc(z / sqrt(2.0)) / 2;
		double peak = exp(-z * z / 2) / sqrt(2 * acos(-1.0));
		double step = (tail - (1 - p)) / peak;

		if (fabs(step) < PRECISION * z)
			break;
		z += step > 1 ? 1 : step;
	}
	return z;
}

static double
expansion(double p, double freedom)
{
	double z = p == P_975 ? Z_975 : normal_quantile(p);
	double z2 = z * z;
	double g1 = z * (z2 + 1) / 4;
	double g2 = z * ((5 * z2 + 16) * z2 + 3) / 96;
	double g3 = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
	double g4 = z *
	    ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;

	return z +
	    (g1 + (g2 + (g3 + g4 / freedom) / freedom) / freedom) / freedom;
}

/* One and two degrees have closed forms. For the others the normal quantile is
 * too small, and from there Newton only climbs, because the tail is convex. */
double
interval_t_quantile(double p, int64_t freedom)
{
	double n = (double)freedom;
	double t;

	if (freedom == 1)
		return tan(acos(-1.0) * (p - 0.5));
	if (freedom == 2)
		return (2 * p - 1) / sqrt(2 * p * (1 - p));
	if (freedom >= EXPANSION_FROM)
		return expansion(p, n);
	t = normal_quantile(p);
	for (int i = 0; i < NEWTON_STEPS; i++) {
		double step = (upper_tail(t, n) - (1 - p)) / density(t, n);

		t += step;
		if (fabs(step) < PRECISION * t)
			break;
	}
	return t;
}

bool
interval_half_t(int64_t n, num_i128 sum, num_i128 squares, double *half)
{
	const num_i128 most = (num_i128)INT64_MAX << 63;
	double spread; /* n times the sum of squared deviations */

	if (n < 2)
		return false;
	/* sum * sum <= n * squares, so both fit or neither is tried. */
	if (squares <= most / n)
		spread = (double)(squares * n - sum * sum);
	else
		spread =
		    (double)squares * (double)n - (double)sum * (double)sum;
	if (spread < 0)
		spread = 0;
	*half = interval_t_quantile(P_975, n - 1) *
	    sqrt(spread / (double)(n - 1)) / (double)n;
	return true;
}
