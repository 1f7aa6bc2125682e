#include <stddef.h>

#include "canon/notice.h"

static const struct {
	const char *code, *text, *unit;
} kinds[NOTICE_COUNT] = {
    [NOTICE_NEWLINES] = {"MIXED_NEWLINES",
	"some lines end with LF and some with CR LF: all are read", NULL},
    [NOTICE_GAIJI] = {"GAIJI",
	"characters of private use (gaiji) are kept as they came", "row"},
    [NOTICE_MOJIBAKE] = {"MOJIBAKE",
	"text was garbled before it was exported, and is kept so", "row"},
    [NOTICE_FUTURE] = {"FUTURE_TIME", "events of the future are kept", "event"},
    [NOTICE_ZERO_LOST] = {"LEADING_ZERO_RESTORED",
	"telephone numbers had lost their leading 0", "number"},
    [NOTICE_ZERO_IDS] = {"LEADING_ZERO_IDS",
	"customer ids differ in leading zeros only, and stay two customers",
	"row"},
};

void
notice_add(struct notices *notices, enum notice_kind kind, uint64_t line)
{
	if (notices->count[kind]++ == 0)
		notices->line[kind] = line;
}

const char *
notice_code(enum notice_kind kind)
{
	return kinds[kind].code;
}

const char *
notice_text(enum notice_kind kind)
{
	return kinds[kind].text;
}

const char *
notice_unit(enum notice_kind kind)
{
	return kinds[kind].unit;
}
