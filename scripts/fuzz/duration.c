/*
 * Lengths of time: never negative, and the number of milliseconds reads the
 * same.
 */

#include "fuzz.h"

#include "norm/norm.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const units[] = {
	    "", "s", "ms", "min", "h", "hh:mm:ss", "d", "x"};
	struct span text;
	struct span unit;
	struct buf plain = {0};
	int64_t milli;
	int64_t again;

	if (size < 1)
		return 0;
	unit = span_of(units[data[0] & 7]);
	text = fuzz_copy(data + 1, size - 1);
	if (duration_parse(text, unit, &milli)) {
		fuzz_hold(duration_is_unit(unit));
		fuzz_hold(milli >= 0);
		buf_i64(&plain, milli);
		fuzz_hold(
		    duration_parse(buf_get(&plain), span_of("ms"), &again));
		fuzz_hold(milli == again);
		buf_clear(&plain);
	}
	fuzz_free(text);
	return 0;
}
