#ifndef TEXT_SUSPECT_H
#define TEXT_SUSPECT_H

/*
 * Text that is valid UTF-8 and still no text that anybody wrote. Questions
 * only.
 */

#include <stdbool.h>

#include "base/span.h"

/**
 * suspect_any(text): could one of the two below be true? One quick pass, and
 * false for plain ASCII, so ask this first.
 * suspect_gaiji(text): a character of private use, U+E000 to U+F8FF, which
 * only the machine that made it can show.
 * suspect_mojibake(text): U+FFFD, UTF-8 that was read as Latin-1 or as CP932
 * and written again, or a cell of nothing but question marks. It knows the
 * usual traces, so false proves nothing.
 */
bool suspect_any(struct span);
bool suspect_gaiji(struct span);
bool suspect_mojibake(struct span);

#endif
