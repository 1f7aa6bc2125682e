#ifndef NORM_NORM_H
#define NORM_NORM_H

/*
 * Normal forms: what makes two spellings of one thing equal. The value as it
 * came is kept elsewhere; here is only the form. Every function is pure and
 * gives the same answer on every machine.
 *
 * A function that returns bool answers "is it one?"; results go to the arena
 * or point into the input. When memory runs out they answer false and the
 * arena is failed (arena_alloc gives NULL); callers treat a value without a
 * normal form as odd, so nothing wrong is ever linked by it.
 *
 * Text may be any bytes: what is not UTF-8 has no normal form.
 */

#include "norm/address.h"
#include "norm/block.h"
#include "norm/company.h"
#include "norm/date.h"
#include "norm/duration.h"
#include "norm/email.h"
#include "norm/gender.h"
#include "norm/money.h"
#include "norm/name.h"
#include "norm/nametable.h"
#include "norm/phone.h"

#endif
