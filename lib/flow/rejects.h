#ifndef FLOW_REJECTS_H
#define FLOW_REJECTS_H

/*
 * The file of rejected rows: as they came, in UTF-8, under their own header,
 * with _line, _code and _message put in front, so that it can be mended and
 * imported again with the same mapping (columns that begin with "_" are
 * ignored). CSV for CSV and TSV, JSON lines for JSON, which the input tells by
 * its first bytes, whatever else is said. A byte that did not decode is
 * written as \xNN.
 */

#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "input/input.h"
#include "map/map.h"

struct rejects;

/**
 * rejects_open(path, standard, input, err): ERR_CANTCREAT. ${path} "-" is the
 * stream ${standard}.
 * rejects_add(rejects, reject, err). rejects_commit: the file appears, also
 * when no row was rejected; frees. rejects_abort: it does not; NULL allowed.
 */
struct rejects *
rejects_open(const char *, FILE *, const struct input *, struct err *);
int rejects_add(struct rejects *, const struct mapper_reject *, struct err *);
int rejects_commit(struct rejects *, struct err *);
void rejects_abort(struct rejects *);

/**
 * rejects_name(path, n, name): append the name of the file of rejects of an
 * input among several, which is its own name without .gz; the ${n}th of one
 * name, from 2 on, has "-2" in it.
 */
void rejects_name(const char *, unsigned, struct buf *);

#endif
