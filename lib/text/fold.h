#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

/*
 * Forms of text for keys and comparison. The text as it came is never
 * changed; results go to an arena, or are the input itself when there is
 * nothing to fold (a check that costs nanoseconds).
 * Source of NFKC: Unicode Standard Annex 15, by utf8proc.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

/* Each returns data NULL, len 0 when memory ran out; text that is not UTF-8
 * comes back as it is, without the blanks at its ends. */

/**
 * fold_nfkc(text, arena): NFKC, but blanks of any kind (Unicode White_Space)
 * become one ASCII blank, also several, and are cut at the ends; variation
 * selectors and zero-width characters are taken out; the sound marks that
 * stand alone (か゛) join the kana before them.
 * fold_name(text, arena): fold_nfkc, then case folded: how header cells and
 * mapped names are compared.
 * fold_kana(text, arena): fold_nfkc, then hiragana to katakana.
 * fold_key(text, arena): fold_kana, then case folded, and brought to one form:
 * variant kanji (the usual 異体字: 髙 高, 﨑 崎, 邊 邉 辺, 齋 齊 斉 斎 ...; see
 * variants.h), small ヶ and ヵ, and what stands for a dash (〜 ～ − － ‐
 * and the like, and ー between digits), which becomes "-".
 */
struct span fold_nfkc(struct span, struct arena *);
struct span fold_name(struct span, struct arena *);
struct span fold_kana(struct span, struct arena *);
struct span fold_key(struct span, struct arena *);

/**
 * fold_trim(text): without Unicode White_Space and U+FEFF at the ends.
 */
struct span fold_trim(struct span);

#endif
