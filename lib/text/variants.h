#ifndef TEXT_VARIANTS_H
#define TEXT_VARIANTS_H

/*
 * Variant kanji (異体字) as people's and places' names have them. Characters
 * that only share an origin (坂 阪, 畑 畠, 圭 珪) are kept apart.
 */

#include <stdint.h>

/**
 * variants_of(code):
 * The code point that stands for all its variants (髙 -> 高, 邉 -> 辺), which
 * is itself for most.
 */
uint32_t variants_of(uint32_t);

#endif
