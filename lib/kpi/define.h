#ifndef KPI_DEFINE_H
#define KPI_DEFINE_H

/*
 * Definitions of figures in text: "any-prior:30d", "channels>=3",
 * "net:all,margin=0.3".
 */

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "kpi/figure.h"

/**
 * define_parse(text, use, err): fill definition, args and margin_micro of
 * ${use} by its figure; an empty text is the default. ERR_USAGE, with the
 * definitions that there are, when it is none.
 * define_name(use, buf): append the text that parses to the same, with what
 * else was chosen (touches=, issue-gap=, repeat-window=) behind.
 * define_duration(text, us): "30m", "12h", "7d", "2w", "90s".
 */
int define_parse(struct span, struct figure_use *, struct err *);
void define_name(const struct figure_use *, struct buf *);
bool define_duration(struct span, int64_t *);

#endif
