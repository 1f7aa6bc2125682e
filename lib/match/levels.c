#include "match/levels.h"

static const struct levels_level given[] = {
    {"else", 0.03, 0.950, 0.900},
    {"far", 0.01, 0.015, 0.015},
    {"initial", 0.03, 0.015, 0.020},
    {"close", 0.03, 0.005, 0.010},
    {"near", 0.06, 0.001, 0.005},
    {"swapped", 0.01, 0.0001, 0.0001},
    {"short", 0.05, 0.002, 0.005},
    {"reading", 0.05, 0.004, 0.010},
    {"exact", 0.72, 0.006, 0.025},
    {NULL, 0, 0, 0},
};

static const struct levels_level family[] = {
    {"else", 0.06, 0.960, 0.080},
    {"far", 0.01, 0.012, 0.010},
    {"initial", 0.01, 0.010, 0.010},
    {"close", 0.03, 0.004, 0.030},
    {"near", 0.07, 0.001, 0.070},
    {"swapped", 0.01, 0.0001, 0.0005},
    {"short", 0.01, 0.0005, 0.010},
    {"reading", 0.05, 0.005, 0.050},
    {"exact", 0.75, 0.005, 0.740},
    {NULL, 0, 0, 0},
};

static const struct levels_level other[] = {
    {"else", 0.15, 0.93, 0.90},
    {"initial", 0.10, 0.03, 0.03},
    {"some", 0.20, 0.02, 0.03},
    {"near", 0.10, 0.005, 0.01},
    {"exact", 0.45, 0.015, 0.03},
    {NULL, 0, 0, 0},
};

static const struct levels_level date[] = {
    {"else", 0.03, 0.940, 0.935},
    {"year_known", 0.01, 0.015, 0.015},
    {"same_year", 0.01, 0.015, 0.010},
    {"two_parts", 0.05, 0.005, 0.005},
    {"month_known", 0.01, 0.0015, 0.0015},
    {"one_digit", 0.07, 0.002, 0.003},
    {"turned", 0.02, 0.0002, 0.0005},
    {"exact", 0.80, 0.0001, 0.030},
    {NULL, 0, 0, 0},
};

static const struct levels_level email[] = {
    {"else", 0.30, 0.9985, 0.93},
    {"name", 0.04, 0.0010, 0.01},
    {"near", 0.06, 0.0001, 0.01},
    {"local", 0.10, 0.0001, 0.01},
    {"exact", 0.50, 0.00001, 0.04},
    {NULL, 0, 0, 0},
};

static const struct levels_level phone[] = {
    {"else", 0.30, 0.9990, 0.45},
    {"one_digit", 0.04, 0.0005, 0.01},
    {"last_seven", 0.02, 0.0001, 0.02},
    {"home", 0.24, 0.0001, 0.47},
    {"exact", 0.40, 0.0001, 0.05},
    {NULL, 0, 0, 0},
};

static const struct levels_level area[] = {
    {"else", 0.20, 0.880, 0.16},
    {"region", 0.04, 0.080, 0.04},
    {"near", 0.06, 0.010, 0.06},
    {"city", 0.08, 0.020, 0.08},
    {"city_near", 0.07, 0.003, 0.07},
    {"code", 0.15, 0.003, 0.16},
    {"exact", 0.40, 0.004, 0.43},
    {NULL, 0, 0, 0},
};

static const struct levels_level street[] = {
    {"else", 0.25, 0.980, 0.20},
    {"number", 0.03, 0.012, 0.03},
    {"town", 0.07, 0.006, 0.07},
    {"near", 0.10, 0.0005, 0.10},
    {"exact", 0.55, 0.0005, 0.60},
    {NULL, 0, 0, 0},
};

static const struct levels_level id[] = {
    {"else", 0.25, 0.9989, 0.985},
    {"near", 0.05, 0.0010, 0.005},
    {"exact", 0.70, 0.0001, 0.010},
    {NULL, 0, 0, 0},
};

static const struct levels_level text[] = {
    {"else", 0.25, 0.93, 0.70},
    {"close", 0.10, 0.03, 0.05},
    {"near", 0.10, 0.01, 0.05},
    {"exact", 0.55, 0.03, 0.20},
    {NULL, 0, 0, 0},
};

static const struct levels_level exact[] = {
    {"else", 0.10, 0.70, 0.70},
    {"exact", 0.90, 0.30, 0.30},
    {NULL, 0, 0, 0},
};

const struct levels_level *
levels_of(enum model_kind kind)
{
	static const struct levels_level *const all[MODEL_KINDS] = {
	    [MODEL_GIVEN] = given,
	    [MODEL_FAMILY] = family,
	    [MODEL_OTHER] = other,
	    [MODEL_DATE] = date,
	    [MODEL_EMAIL] = email,
	    [MODEL_PHONE] = phone,
	    [MODEL_AREA] = area,
	    [MODEL_STREET] = street,
	    [MODEL_ID] = id,
	    [MODEL_TEXT] = text,
	    [MODEL_EXACT] = exact,
	};

	return all[kind];
}
