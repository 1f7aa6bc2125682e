/*
 * Dates: one that is read is in the years 1 to 9999, reads the same as
 * RFC 3339 and in full width, and a pattern that is none reads nothing.
 */

#include "fuzz.h"

#include "base/civil.h"
#include "norm/norm.h"

static struct span
cut(struct span *text, char c)
{
	const char *at =
	    text->len == 0 ? NULL : memchr(text->data, c, text->len);
	size_t len = at == NULL ? text->len : (size_t)(at - text->data);
	struct span part = span_make(text->data, len);

	len += at != NULL;
	*text = span_make(text->data + len, text->len - len);
	return part;
}

/* The moment as RFC 3339 reads as that moment. */
static void
hold_date(const struct date *date)
{
	struct civil civil;
	struct date again;
	char text[64];
	int64_t us = date->us;

	fuzz_hold(date->precision != DATE_NONE);
	fuzz_hold(!date->has_offset ||
	    (date->offset_s >= -86400 && date->offset_s <= 86400));
	civil_from_us(us, &civil);
	if (civil.year < 1 || civil.year > 9999)
		return;
	(void)snprintf(text, sizeof(text),
	    "%04d-%02d-%02dT%02d:%02d:%02d.%06d%s", civil.year, civil.month,
	    civil.day, civil.hour, civil.minute, civil.second, civil.micro,
	    date->has_offset ? "Z" : "");
	if (date_parse(span_of(text), span_make("", 0), &again) !=
	    DATE_SENTINEL)
		fuzz_hold(
		    again.us == us && again.has_offset == date->has_offset);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span copy = fuzz_copy(data, size);
	struct span text = copy;
	struct span format = cut(&text, '\n');
	struct date date = {0};
	enum date_result result = date_parse(text, format, &date);

	if (result == DATE_OK)
		hold_date(&date);
	if (format.len > 0 && !date_is_format(format))
		fuzz_hold(result != DATE_OK);
	fuzz_free(copy);
	return 0;
}
