#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/num.h"
#include "canon/canon.h"
#include "store/overlay.h"

/* "1:10a" is an event of customer 1 at 10 with the text "a"; without a letter
 * it has none. A customer in ${hidden} is "1". */
static const struct {
	const char *base, *news, *hidden, *expected;
} cases[] = {
    {"1:10a 1:20b 3:5", "", "", "1:10a 1:20b 3:5 "},
    {"", "2:10a 2:20", "", "2:10a 2:20 "},
    {"1:10a 1:20b", "1:5c 1:15 1:25d", "", "1:5c 1:10a 1:15 1:20b 1:25d "},
    {"1:10 3:10", "2:10 4:10", "", "1:10 2:10 3:10 4:10 "},
    {"1:10a 2:10b 3:10c", "2:7d", "2", "1:10a 2:7d 3:10c "},
    {"1:10a 2:10b 3:10c", "", "2", "1:10a 3:10c "},
    {"1:10a 2:10b", "", "1 2", ""},
    {"1:10a 5:1b", "3:3c 5:2", "1 5", "3:3c 5:2 "},
    /* Texts that only one of both knows. */
    {"1:10 2:10", "1:20x", "", "1:10 1:20x 2:10 "},
    {"1:10x 2:10x", "1:20 3:1", "", "1:10x 1:20 2:10x 3:1 "},
};

static void
make(struct block *block, const char *text)
{
	struct err err = {0};

	block_reset(block);
	while (*text != '\0') {
		struct block_row row;
		size_t colon = strcspn(text, ":");
		size_t end = colon + 1 + strspn(text + colon + 1, "0123456789");

		memset(&row, 0, sizeof(row));
		for (int i = 0; i < BLOCK_NUMBERS; i++)
			row.numbers[i] = CANON_NO_INT;
		assert_true(
		    num_i64(span_make(text, colon), 1, 9, &row.customer));
		assert_true(
		    num_i64(span_make(text + colon + 1, end - colon - 1), 0, 99,
			&row.numbers[BLOCK_AT]));
		text += end;
		if (*text >= 'a')
			row.texts[BLOCK_TOPIC] = span_make(text++, 1);
		assert_int_equal(block_add(block, &row, &err), 0);
		text += *text == ' ';
	}
	assert_int_equal(block_seal(block, &err), 0);
}

static void
hide(struct block *block, const char *text)
{
	static int64_t customers[8];

	block->customers = customers;
	block->n_customers = 0;
	for (; *text != '\0'; text++)
		if (*text != ' ')
			customers[block->n_customers++] = *text - '0';
}

static void
test_merge(void **state)
{
	struct overlay overlay = {0};
	struct block base = {0}, news = {0};

	(void)state;
	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		const struct block *block = &overlay.block;
		struct block hidden = {0};
		struct buf text = {0};
		struct err err = {0};
		size_t at = 0;

		make(&base, cases[c].base);
		make(&news, cases[c].news);
		hide(&hidden, cases[c].hidden);
		assert_int_equal(
		    overlay_merge(&overlay, &base, &news, &hidden, &err), 0);
		for (size_t i = 0; i < block->n_customers; i++)
			for (uint32_t n = 0; n < block->counts[i]; n++, at++) {
				buf_printf(&text, "%lld:%lld",
				    (long long)block->customers[i],
				    (long long)block_number(
					block, BLOCK_AT, at));
				buf_span(
				    &text, block_text(block, BLOCK_TOPIC, at));
				buf_char(&text, ' ');
			}
		assert_int_equal(at, block->n_events);
		assert_string_equal(buf_text(&text), cases[c].expected);
		buf_clear(&text);
	}
	block_clear(&base);
	block_clear(&news);
	overlay_clear(&overlay);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_merge)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
