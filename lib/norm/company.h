#ifndef NORM_COMPANY_H
#define NORM_COMPANY_H

/*
 * Names of companies. See norm/norm.h for the rule on memory and errors.
 */

#include "base/arena.h"
#include "base/span.h"

/**
 * company_key(text, arena):
 * The key (fold_key) of a company's name without what says its legal form, in
 * front or at the end: 株式会社, (株), ㈱, カ), 医療法人社団, Inc., Co., Ltd.,
 * GmbH & Co. KG, Kabushiki Gaisha ... Signs are gone, words of letters keep
 * one blank between them. A name that is nothing but a legal form is kept.
 * Empty when nothing is there, it is not UTF-8, or memory ran out.
 */
struct span company_key(struct span, struct arena *);

#endif
