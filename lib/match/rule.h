#ifndef MATCH_RULE_H
#define MATCH_RULE_H

/*
 * Blocking rules as they are written: "sound(family_name) + postcode", and
 * behind "/" by what a key is split that is on too many records:
 * "names(full_name) / year(birth_date) + city".
 */

#include "match/model.h"

/**
 * rule_read(model, text, err): append the rule, and its parts where they are
 * new. ERR_CONFIG.
 */
int rule_read(struct model *, const char *, struct err *);

/**
 * rule_field(text, field, attribute): is it a field of a person, or "id" for
 * all ids? ${attribute} has MODEL_NAME_MAX bytes.
 */
bool rule_field(struct span, enum canon_field *, char *);

#endif
