#ifndef INPUT_JUDGE_H
#define INPUT_JUDGE_H

/*
 * What is wrong with text that is not plain, worded once for tables and JSON.
 */

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "input/window.h"

/**
 * judge_text(window, text, fault): word the first thing that is wrong with
 * ${text}; nothing when it is plain after all. The fault's code is ERR_DATA.
 * Where the window's encoding was not said and bytes are not UTF-8, the
 * fault hints at the encoding that the rest of the window looks like.
 * Returns whether the fault is one of the whole file.
 */
bool judge_text(const struct window *, struct span, struct err *);

/**
 * judge_show(out, text): append ${text}, with bytes that are not UTF-8 as
 * "\xhh", so that what goes to the file of rejects can be read.
 */
void judge_show(struct buf *, struct span);

#endif
