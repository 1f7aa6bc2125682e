#ifndef MATCH_MODEL_H
#define MATCH_MODEL_H

/*
 * The model of matching as data: which fields are compared and how, how much
 * each level of agreement says, which pairs are looked at, and what bounds
 * them. It is read from JSON (jansson) and written in the same form, with what
 * was learned, so that it can be kept and frozen; omni-model(5) says what each
 * key means. Fellegi and Sunter, "A Theory for Record Linkage" (1969): a level
 * weighs log2(m/u), where m is how often it is seen between records of one
 * person and u between records of two. A third class, people of one household,
 * who share a family name, an address and a telephone, has its own
 * probabilities.
 *
 * A zeroed struct model holds nothing; errors are ERR_CONFIG.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "canon/canon.h"
#include "match/survivorship.h"

#define MODEL_COMPARISONS_MAX 24
#define MODEL_LEVELS_MAX 12
#define MODEL_RULES_MAX 64
#define MODEL_ATOMS_MAX 32
#define MODEL_NAME_MAX 48
#define MODEL_RULE_TEXT_MAX 160

/* How a comparison works; levels stand in match/compare.h. */
enum model_kind {
	MODEL_GIVEN,
	MODEL_FAMILY,
	MODEL_OTHER, /* the rest of a name: middle names, other words */
	MODEL_DATE,
	MODEL_EMAIL,
	MODEL_PHONE,
	MODEL_AREA,   /* postcode, city, region */
	MODEL_STREET, /* town or street, and number */
	MODEL_ID,
	MODEL_TEXT,
	MODEL_EXACT,
	MODEL_KINDS,
};

/* Levels are numbered from 1 (nothing alike) upwards; 0 is "not known". */
struct model_level {
	double m, u, household; /* shares; each sums to 1 over the levels */
};

struct model_comparison {
	char name[MODEL_NAME_MAX];
	enum model_kind kind;
	enum canon_field field;         /* of TEXT, EXACT, OTHER */
	char attribute[MODEL_NAME_MAX]; /* of attr:NAME and id:SPACE */
	double frequency; /* how much of a value's own frequency counts, 0..1 */
	double shared;    /* share of a value's other bearers that are other
			     people: names 1, e-mail addresses less */
	int n_levels;
	struct model_level level[MODEL_LEVELS_MAX + 1];
};

/* What a part of a blocking key takes of a field. */
enum model_part {
	MODEL_VALUE,
	MODEL_SOUND,   /* phonetic code */
	MODEL_START,   /* the first four letters */
	MODEL_INITIAL, /* the first letter */
	MODEL_YEAR,
	MODEL_YEAR_MONTH,
	MODEL_MONTH_DAY,
	MODEL_YEAR_DAY,
	MODEL_DIGITS, /* sorted */
	MODEL_NAMES,  /* given and family name in either order */
	MODEL_SOUNDS, /* their codes in either order */
	MODEL_PARTS,
};

struct model_atom {
	enum model_part part;
	enum canon_field field;
	char attribute[MODEL_NAME_MAX];
};

/* Pairs that agree in all atoms are looked at. A rule of one field that
 * repeats (email, phone, id) stands alone. */
struct model_rule {
	char text[MODEL_RULE_TEXT_MAX]; /* "sound(family_name) + postcode" */
	uint32_t atoms;                 /* bits of model.atom */
	uint32_t split;           /* more bits, for keys on too many records */
	enum canon_field repeats; /* CANON_F_NONE, or the field */
	/* Records a key and a second key in a trained model; 0 = not known. */
	uint32_t limit, split_limit;
};

/* An id space that is unique: one person has one value. */
struct model_space {
	char name[MODEL_NAME_MAX];
	bool is_unique;
};

struct frequency;

struct model {
	struct model_comparison comparison[MODEL_COMPARISONS_MAX];
	int n_comparisons;
	struct model_atom atom[MODEL_ATOMS_MAX];
	int n_atoms;
	struct model_rule rule[MODEL_RULES_MAX];
	int n_rules;
	struct model_space space[MODEL_COMPARISONS_MAX];
	int n_spaces;
	struct span *blocked; /* values that never link; own memory */
	size_t n_blocked;

	/* Records on which one value may stand; above, it says nothing. */
	int limit_id, limit_email, limit_phone;
	int block_limit;       /* records with one key, at most */
	int pairs_per_record;  /* of one rule; above, its limit is halved */
	double threshold;      /* probability from which a pair links */
	double precision;      /* of the links, as it is expected; else the
				  threshold is raised */
	double threshold_most; /* up to there */
	double review;         /* from which it is worth a look */
	double matches;        /* pairs of one person a record, to begin with */
	double households;     /* pairs of one household for each of those */
	double prior_strength; /* pairs that the built-in shares count for */
	int unseen_milli;      /* weight of a pair in a customer that has
				  nothing in common to compare, 1/1000 bit */
	int full_component;    /* records up to which all pairs are weighed */
	bool is_auto_training;
	struct survivorship survivorship; /* of what is said of a customer */

	bool is_trained;
	int64_t trained_records; /* how many records there were */
	double match_share;      /* of all pairs */
	double household_share;
	double trained_threshold;    /* as it was raised; 0 = not known */
	struct frequency *frequency; /* of values, when it was trained; or NULL;
					own memory */
};

/**
 * model_read(model, json, err): a whole model; what it does not say is as
 * built in. model_read_default(model, err): the built-in one.
 * model_write(model, out, err): as JSON.
 */
int model_read(struct model *, struct span, struct err *);
int model_read_default(struct model *, struct err *);
int model_write(const struct model *, struct buf *, struct err *);
void model_clear(struct model *);

/**
 * model_default_text(): the built-in model as it is written; borrowed.
 * model_kind_name(kind), model_level_name(kind, level): as in the file.
 */
struct span model_default_text(void);
const char *model_kind_name(enum model_kind);
const char *model_level_name(enum model_kind, int);

/**
 * model_limit(model, field): of CANON_F_ID, _EMAIL, _PHONE.
 * model_threshold(model): the probability from which pairs link.
 */
int model_limit(const struct model *, enum canon_field);
double model_threshold(const struct model *);

/**
 * model_is_unique(model, space), model_is_blocked(model, value).
 */
bool model_is_unique(const struct model *, struct span);
bool model_is_blocked(const struct model *, struct span);

#endif
