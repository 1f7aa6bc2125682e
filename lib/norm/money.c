#include "norm/money.h"

#include "base/num.h"
#include "norm/ascii.h"

/* ISO 4217, and the codes withdrawn of late that older exports still have
 * (ANG BGN CUC HRK SLL ZWL). Codes without minor units of their own (gold,
 * test, none) are no currency of an amount. */
static const char *const codes[] = {
    /* 0 */ "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF "
	    "XPF",
    /* 1 */ "",
    /* 2 */
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV "
    "BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE "
    "CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD "
    "HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR "
    "LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD "
    "NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR "
    "SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY "
    "TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG "
    "ZWL",
    /* 3 */ "BHD IQD JOD KWD LYD OMR TND",
    /* 4 */ "CLF UYW",
};

int
money_currency_digits(struct span code)
{
	const char *at;
	size_t i;

	if (code.len != 3)
		return -1;
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		for (at = codes[i]; *at != '\0'; at += at[3] == ' ' ? 4 : 3) {
			if (memcmp(at, code.data, 3) == 0)
				return (int)i;
		}
	}
	return -1;
}

/* A number without what stands around it. */
struct amount {
	struct span digits; /* 1,234.50 */
	int signs;
	bool is_negative;
	bool is_open; /* a bracket */
	bool is_yen;
	bool is_money; /* any sign of a currency */
};

/* Signs, currencies and an opening bracket in front, in any order. */
static void
take_front(struct amount *amount)
{
	struct span *rest = &amount->digits;

	for (; rest->len > 0; rest->data++, rest->len--) {
		char c = rest->data[0];

		if (c == '-' || c == ASCII_LESS || c == '+') {
			amount->signs++;
			amount->is_negative = c != '+';
		} else if (c == '(' && !amount->is_open) {
			amount->is_open = true;
		} else if ((c == ASCII_YEN || c == ASCII_MONEY) &&
		    !amount->is_money) {
			amount->is_money = true;
			amount->is_yen = c == ASCII_YEN;
		} else if (c != ' ') {
			return;
		}
	}
}

/* The same behind: ")", "円", "-". False when they do not fit the front. */
static bool
take_back(struct amount *amount)
{
	struct span *rest = &amount->digits;
	bool is_closed = false;
	bool has_dash = false;

	for (; rest->len > 0; rest->len--) {
		char c = rest->data[rest->len - 1];

		if (c == '-' && !has_dash) {
			has_dash = true;
		} else if (c == ')' && !is_closed) {
			is_closed = true;
		} else if ((c == ASCII_YEN || c == ASCII_MONEY) &&
		    !amount->is_money) {
			amount->is_money = true;
			amount->is_yen = c == ASCII_YEN;
		} else if (c != ' ') {
			break;
		}
	}
	/* ¥1,234- ends a sum so that nobody adds digits; 1234- is a debt. */
	if (has_dash && !amount->is_yen) {
		amount->signs++;
		amount->is_negative = true;
	}
	if (is_closed) {
		amount->signs++;
		amount->is_negative = true;
	}
	return is_closed == amount->is_open && amount->signs <= 1;
}

/* Append a digit to the value: does it fit? */
static bool
push(int64_t *value, int digit)
{
	return num_mul(*value, 10, value) && num_add(*value, digit, value);
}

/* Digits before the decimal point, in groups of three if in groups. */
static bool
read_whole(struct span *rest, char thousands, int64_t *value, size_t *count)
{
	size_t in_group = 0;
	bool is_grouped = false;

	for (*count = 0; rest->len > 0; rest->data++, rest->len--) {
		char c = rest->data[0];

		if (ascii_is_digit(c)) {
			if (!push(value, c - '0'))
				return false;
			in_group++;
			(*count)++;
		} else if (c == thousands) {
			if (is_grouped ? in_group != 3
				       : in_group < 1 || in_group > 3)
				return false;
			is_grouped = true;
			in_group = 0;
		} else {
			break;
		}
	}
	return !is_grouped || in_group == 3;
}

/* Digits behind the decimal point; those beyond ${digits} have to be 0. */
static bool
read_decimals(struct span rest, int digits, int64_t *value, size_t *count)
{
	size_t i;

	for (i = 0; i < rest.len; i++) {
		if (!ascii_is_digit(rest.data[i]))
			return false;
		if (i >= (size_t)digits ? rest.data[i] != '0'
					: !push(value, rest.data[i] - '0'))
			return false;
	}
	for (; i < (size_t)digits; i++) {
		if (!push(value, 0))
			return false;
	}
	*count += rest.len;
	return true;
}

bool
money_number(
    struct span text, char decimal, char thousands, int digits, int64_t *value)
{
	char room[ASCII_MAX];
	struct amount amount = {.signs = 0};
	struct span rest = {NULL, 0};
	int64_t found = 0;
	size_t count;

	if (thousands == 0)
		thousands = decimal == ',' ? '.' : ',';
	if (!ascii_fold(text, room, &amount.digits))
		return false;
	take_front(&amount);
	if (!take_back(&amount))
		return false;
	rest = amount.digits;
	if (!read_whole(&rest, thousands, &found, &count))
		return false;
	if (rest.len > 0) {
		if (rest.data[0] != decimal)
			return false;
		rest.data++;
		rest.len--;
	}
	if (!read_decimals(rest, digits, &found, &count) || count == 0)
		return false;
	*value = amount.is_negative ? -found : found;
	return true;
}
