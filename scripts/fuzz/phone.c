/*
 * Telephone numbers: 6 to 15 digits, perhaps behind a plus; the form of a
 * form is itself, in whatever country it is read.
 */

#include "fuzz.h"

#include "norm/norm.h"

static const char *const countries[] = {
    "JP", "US", "", "DE", "GB", "IT", "KR", "XX"};
static struct arena arena;

static void
hold_digits(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		fuzz_hold(text.data[i] >= '0' && text.data[i] <= '9');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text;
	struct span country;
	struct phone phone;
	struct phone again;

	if (size < 1)
		return 0;
	country = span_of(countries[data[0] & 7]);
	text = fuzz_copy(data + 1, size - 1);
	arena_reset(&arena);
	if (phone_parse(text, country, &phone, &arena)) {
		bool has_plus = span_starts(phone.e164, "+");
		struct span digits = span_make(
		    phone.e164.data + has_plus, phone.e164.len - has_plus);

		fuzz_hold(digits.len >= 6 && digits.len <= 15);
		hold_digits(digits);
		hold_digits(phone.extension);
		fuzz_hold(phone_parse(phone.e164, country, &again, &arena));
		fuzz_equal("phone", phone.e164, again.e164);
		fuzz_hold(again.extension.len == 0);
		if (has_plus) {
			fuzz_hold(phone_parse(phone.e164,
			    span_of(countries[data[0] >> 3 & 7]), &again,
			    &arena));
			fuzz_equal("abroad", phone.e164, again.e164);
		}
		(void)block_is_phone(phone.e164);
	}
	(void)phone_country(text);
	fuzz_free(text);
	return 0;
}
