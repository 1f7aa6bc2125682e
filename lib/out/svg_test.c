#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "out/svg.h"

static const struct {
	const char *text, *expected;
} cases[] = {
    {"ec", "ec"},
    {"</script><b>&\"'", "&lt;/script&gt;&lt;b&gt;&amp;&quot;&#39;"},
    {"a\x1b[2J\nb", "a\\x1b[2J\\nb"},
    {"\xe2\x80\xae"
     "abc",
	"\\u202eabc"},
    /* No characters of XML, and no UTF-8. */
    {"a\xef\xbf\xbe"
     "b\xef\xbf\xbf",
	"a?b?"},
    {"\xff", "\\xff"},
    {"\xe9\x9b\xbb\xe8\xa9\xb1", "\xe9\x9b\xbb\xe8\xa9\xb1"},
};

static void
test_texts(void **state)
{
	struct buf buf = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&buf);
		svg_text(&buf, span_of(cases[i].text));
		assert_string_equal(buf_text(&buf), cases[i].expected);
	}
	buf_clear(&buf);
}

/* A label is cut, and never inside an entity. */
static void
test_labels(void **state)
{
	struct buf buf = {0};

	(void)state;
	svg_label(&buf, span_of("123456789012345678901234"));
	assert_string_equal(buf_text(&buf), "123456789012345678901234");
	buf_reset(&buf);
	svg_label(&buf, span_of("1234567890123456789012&&5"));
	assert_string_equal(
	    buf_text(&buf), "1234567890123456789012&amp;\xe2\x80\xa6");
	assert_true(svg_width(span_of("1234567890123456789012&&5")) ==
	    svg_width(span_of("123456789012345678901234")));
	buf_clear(&buf);
}

static void
test_frame(void **state)
{
	struct buf buf = {0};

	(void)state;
	svg_begin(&buf, "a<b", span_of("c&d"), 100 * SVG_PX, 205);
	svg_end(&buf);
	assert_string_equal(buf_text(&buf),
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
	    "aria-label=\"a&lt;b\" viewBox=\"0 0 100.0 20.5\" width=\"100.0\" "
	    "height=\"20.5\" font-family=\"system-ui, sans-serif\" "
	    "font-size=\"12\">\n<title>a&lt;b</title>\n<desc>c&amp;d</desc>\n"
	    "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
	    "</svg>\n");
	buf_clear(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_texts),
	    cmocka_unit_test(test_labels),
	    cmocka_unit_test(test_frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
