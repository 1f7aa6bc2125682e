#include "match/levels.h"

static const struct levels_level given[] = {
    {"else", 0.03, 0.95, 0.943},
    {"far", 0.01, 0.015, 0.0149},
    {"initial", 0.03, 0.015, 0.0153},
    {"close", 0.03, 0.005, 0.0055},
    {"near", 0.06, 0.001, 0.00218},
    {"swapped", 0.01, 0.0001, 0.000298},
    {"short", 0.05, 0.002, 0.00296},
    {"reading", 0.05, 0.004, 0.001},
    {"exact", 0.72, 0.006, 0.0144},
    {NULL, 0, 0, 0},
};

static const struct levels_level family[] = {
    {"else", 0.06, 0.96, 0.132},
    {"far", 0.01, 0.012, 0.0102},
    {"initial", 0.01, 0.01, 0.01},
    {"close", 0.03, 0.004, 0.0279},
    {"near", 0.07, 0.001, 0.0645},
    {"swapped", 0.01, 0.0001, 0.00921},
    {"short", 0.01, 0.0005, 0.00924},
    {"reading", 0.05, 0.005, 0.0464},
    {"exact", 0.75, 0.005, 0.69},
    {NULL, 0, 0, 0},
};

static const struct levels_level other[] = {
    {"else", 0.15, 0.93, 0.899},
    {"initial", 0.1, 0.03, 0.0328},
    {"some", 0.2, 0.02, 0.0272},
    {"near", 0.1, 0.005, 0.0088},
    {"exact", 0.45, 0.015, 0.0324},
    {NULL, 0, 0, 0},
};

static const struct levels_level date[] = {
    {"else", 0.03, 0.93, 0.942},
    {"year_known", 0.01, 0.015, 0.0149},
    {"same_year", 0.01, 0.015, 0.0149},
    {"near", 0.02, 0.01, 0.0101},
    {"two_parts", 0.05, 0.005, 0.00545},
    {"month_known", 0.01, 0.0015, 0.00159},
    {"one_digit", 0.07, 0.002, 0.00268},
    {"turned", 0.02, 0.0002, 0.000398},
    {"exact", 0.78, 0.0001, 0.0079},
    {NULL, 0, 0, 0},
};

static const struct levels_level email[] = {
    {"else", 0.3, 0.9985, 0.957},
    {"name", 0.04, 0.001, 0.00334},
    {"near", 0.06, 0.0001, 0.00369},
    {"local", 0.1, 0.0001, 0.00609},
    {"exact", 0.5, 1e-05, 0.03},
    {NULL, 0, 0, 0},
};

static const struct levels_level phone[] = {
    {"else", 0.3, 0.999, 0.71},
    {"one_digit", 0.04, 0.0005, 0.0123},
    {"last_seven", 0.02, 0.0001, 0.01},
    {"home", 0.24, 0.0001, 0.228},
    {"exact", 0.4, 0.0001, 0.0401},
    {NULL, 0, 0, 0},
};

static const struct levels_level area[] = {
    {"else", 0.2, 0.88, 0.234},
    {"region", 0.04, 0.08, 0.042},
    {"near", 0.06, 0.01, 0.0575},
    {"city", 0.08, 0.02, 0.077},
    {"city_near", 0.07, 0.003, 0.0667},
    {"code", 0.15, 0.003, 0.143},
    {"exact", 0.4, 0.004, 0.38},
    {NULL, 0, 0, 0},
};

static const struct levels_level street[] = {
    {"else", 0.25, 0.992, 0.288},
    {"town", 0.07, 0.006, 0.0668},
    {"number", 0.03, 0.001, 0.0286},
    {"near", 0.1, 0.0005, 0.095},
    {"exact", 0.55, 0.0005, 0.523},
    {NULL, 0, 0, 0},
};

static const struct levels_level id[] = {
    {"else", 0.25, 0.9989, 0.988},
    {"near", 0.05, 0.001, 0.00173},
    {"exact", 0.7, 0.0001, 0.0106},
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

bool
levels_is_avoided(enum model_kind kind, int level)
{
	return kind == MODEL_GIVEN &&
	    (level == NAME_EXACT || level == NAME_READING);
}
