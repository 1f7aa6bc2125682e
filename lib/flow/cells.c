#include "flow/cells.h"
#include "base/num.h"
#include "journey/spread.h"

#define RATE_DIGITS 6
#define MILLI_DIGITS 3

void
cells_ms(struct out *out, int64_t ms)
{
	if (ms == SPREAD_NONE)
		out_null(out);
	else
		out_fixed(out, ms, MILLI_DIGITS);
}

void
cells_rate(struct out *out, int64_t part, int64_t whole)
{
	if (whole == 0)
		out_null(out);
	else
		out_fixed(out,
		    num_round_div((num_i128)part * CELLS_RATE_SCALE, whole),
		    RATE_DIGITS);
}

void
cells_money(struct out *out, const struct episode_money *money)
{
	char code[4];

	if (money->is_known && !money->is_mixed)
		out_fixed(out, money->minor, money->digits);
	else
		out_null(out);
	if (money->is_mixed)
		out_text(out, span_of("mixed"));
	else
		out_text(out, journey_currency_name(money->currency, code));
}

void
cells_csat(struct out *out, int64_t csat_milli)
{
	int digits = MILLI_DIGITS;

	if (csat_milli == CANON_NO_INT) {
		out_null(out);
		return;
	}
	for (; digits > 0 && csat_milli % 10 == 0; digits--)
		csat_milli /= 10;
	out_fixed(out, csat_milli, digits);
}
