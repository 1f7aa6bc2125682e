#ifndef NORM_LOT_H
#define NORM_LOT_H

/*
 * What follows the city in a Japanese address: town, block numbers, building.
 * See norm/norm.h for the rule on memory and errors.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

struct lot {
	struct span town; /* 大字 or 町 without 丁目, 大字 and 字 left out */
	struct span block; /* "1-2-3": 丁目, 番, 号, and branches of them */
	struct span building; /* name, floor and room, without 号室 */
};

/**
 * lot_parse(text, is_kyoto, lot, arena):
 * Read ${text}, a key (fold_key). 一丁目2番3号, 1-2-3, 一の二の三 and 1番地の2
 * are numbers, while 三番町, 北3条西 and 10地割 are towns, with their numbers
 * in digits. A fourth number of three digits is a room. With ${is_kyoto} the
 * streets (寺町通御池上る) are left out where a town follows. What is not there
 * is empty. False when memory ran out.
 */
bool lot_parse(struct span, bool, struct lot *, struct arena *);

#endif
