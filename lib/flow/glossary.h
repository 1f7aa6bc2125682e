#ifndef FLOW_GLOSSARY_H
#define FLOW_GLOSSARY_H

/*
 * What the key figures mean, told from their registry: omni-kpi --list and
 * --explain. The manual page omni-kpi-list(7) is made of the list.
 */

#include <stdio.h>

#include "base/err.h"
#include "base/span.h"
#include "out/out.h"

/**
 * glossary_list(stream, options, err): a row for each definition of each
 * figure.
 * glossary_explain(stream, id, err): one figure, for people; ERR_USAGE when
 * there is none.
 */
int glossary_list(FILE *, const struct out_options *, struct err *);
int glossary_explain(FILE *, struct span, struct err *);

#endif
