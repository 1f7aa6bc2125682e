#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "canon/notice.h"

static void
test_count(void **state)
{
	struct notices notices = {0};

	(void)state;
	notice_add(&notices, NOTICE_GAIJI, 7);
	notice_add(&notices, NOTICE_GAIJI, 3);
	assert_int_equal(notices.count[NOTICE_GAIJI], 2);
	assert_int_equal(notices.line[NOTICE_GAIJI], 7);
	assert_int_equal(notices.count[NOTICE_FUTURE], 0);
}

static void
test_words(void **state)
{
	(void)state;
	for (int i = 0; i < NOTICE_COUNT; i++) {
		assert_true(strlen(notice_code((enum notice_kind)i)) > 0);
		assert_true(strlen(notice_text((enum notice_kind)i)) > 0);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(
			    notice_code((enum notice_kind)i),
			    notice_code((enum notice_kind)j));
	}
	assert_null(notice_unit(NOTICE_NEWLINES));
	assert_string_equal(notice_unit(NOTICE_FUTURE), "event");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_count),
	    cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
