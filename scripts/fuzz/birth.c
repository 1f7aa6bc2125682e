/*
 * Birth dates: a year, with a month, with a day, and the form of a form is
 * itself.
 */

#include "fuzz.h"

#include "norm/norm.h"

static struct arena arena;

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const formats[] = {
	    "", "%Y%m%d", "%d/%m/%Y", "%y-%m-%d", "epoch_s", "%Y", "%b %d %Y"};
	struct span text;
	struct span normal;
	struct span again;

	if (size < 1)
		return 0;
	text = fuzz_copy(data + 1, size - 1);
	arena_reset(&arena);
	if (date_birth(text, span_of(formats[data[0] % 7]), &normal, &arena)) {
		fuzz_hold(
		    normal.len == 4 || normal.len == 7 || normal.len == 10);
		for (size_t i = 0; i < normal.len; i++)
			fuzz_hold(i == 4 || i == 7 ? normal.data[i] == '-'
						   : normal.data[i] >= '0' &&
				    normal.data[i] <= '9');
		fuzz_hold(date_birth(normal, span_make("", 0), &again, &arena));
		fuzz_equal("birth", normal, again);
	}
	fuzz_free(text);
	return 0;
}
