/*
 * Amounts: what is read and written as a plain decimal reads the same.
 */

#include "fuzz.h"

#include "norm/norm.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text;
	struct buf plain = {0};
	int64_t value;
	int64_t again;
	int digits;
	char decimal;
	char thousands;

	if (size < 1)
		return 0;
	digits = (data[0] & 15) % 10;
	decimal = (data[0] & 16) != 0 ? ',' : '.';
	thousands = (data[0] & 32) != 0 ? '\'' : 0;
	text = fuzz_copy(data + 1, size - 1);
	if (money_number(text, decimal, thousands, digits, &value)) {
		uint64_t size_of =
		    value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value;
		uint64_t unit = 1;

		for (int i = 0; i < digits; i++)
			unit *= 10;
		if (value < 0)
			buf_char(&plain, '-');
		buf_u64(&plain, size_of / unit);
		if (digits > 0)
			buf_printf(&plain, "%c%0*llu", decimal, digits,
			    (unsigned long long)(size_of % unit));
		fuzz_hold(money_number(
		    buf_get(&plain), decimal, thousands, digits, &again));
		fuzz_hold(again == value);
		buf_clear(&plain);
	}
	(void)money_currency_digits(text);
	fuzz_free(text);
	return 0;
}
