/*
 * Contacts in texts: what is masked holds nothing more to mask.
 */

#include "fuzz.h"

#include "privacy/redact.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const zones[] = {
	    "Asia/Tokyo", "America/New_York", "Europe/Berlin", "UTC"};
	struct err err = {0};
	struct redact *redact, *other;
	struct span text, once, twice;

	if (size < 1)
		return 0;
	text = fuzz_copy(data + 1, size - 1);
	redact = redact_new(zones[data[0] % 4], &err);
	other = redact_new(zones[data[0] % 4], &err);
	fuzz_hold(redact != NULL && other != NULL);
	fuzz_hold(redact_text(redact, text, &once, &err) == 0);
	fuzz_hold(redact_text(other, once, &twice, &err) == 0);
	fuzz_equal("redact", once, twice);
	redact_free(redact);
	redact_free(other);
	fuzz_free(text);
	return 0;
}
