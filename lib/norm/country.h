#ifndef NORM_COUNTRY_H
#define NORM_COUNTRY_H

/*
 * How the countries whose customers are met most often write and dial
 * telephone numbers, and which country a time zone lies in.
 */

#include <stddef.h>

#include "base/span.h"

struct country {
	const char *code;    /* ISO 3166 alpha-2 */
	const char *calling; /* E.164 country code */
	const char *trunk;   /* what stands before national numbers; or "" */
	const char *mobile; /* how mobile numbers begin, "6|7"; "" = not told */
	const char *exit;   /* what is dialled for abroad, "00" besides */
	size_t least;       /* digits of a national number without trunk */
	size_t most;
};

/**
 * country_by_code("JP"), country_by_calling("819012345678"): NULL when it is
 * not in the table. The latter gives the first of several (+1: Canada).
 */
const struct country *country_by_code(struct span);
const struct country *country_by_calling(struct span);

/**
 * country_of_zone("Asia/Tokyo"): "JP", or empty.
 */
struct span country_of_zone(struct span);

#endif
