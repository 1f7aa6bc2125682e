#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "flow/card.h"
#include "journey/sample.h"
#include "text/utf8.h"

#define EVENTS_MAX 128

/* Whatever happened, it fits one screen. */
static const struct {
	size_t issues, said, purchases;
	int64_t n_last;
	int width;
	size_t lines; /* that come of it */
} cases[] = {
    {0, 0, 0, 5, 0, 10},
    {1, 1, 0, 5, 0, 13},
    {1, 30, 0, 5, 0, 23},
    {2, 30, 9, 100, 0, 23},
    {5, 1, 9, 100, 0, 23},
    {5, 10, 9, 1, 0, 21},
    {5, 10, 9, 100, 40, 23},
};

static const char long_text[] =
    "\xe5\xb1\x8a\xe3\x81\x8b\xe3\x81\xaa\xe3\x81\x84 and still not here, "
    "after all of these days in which nobody has called me back about it";

struct heard {
	struct brief brief;
	struct card card;
};

static int
hear(void *self, const struct journey_customer *customer, struct err *err)
{
	static const struct issue_options options = {
	    7 * JOURNEY_DAY_US, 7 * JOURNEY_DAY_US};
	const struct who_person person = {.name = span_of(long_text)};
	struct heard *heard = self;

	if (brief_make(&heard->brief, customer, &options, err) != 0)
		return -1;
	return card_write(&heard->card, customer, &heard->brief, &person, err);
}

static void
tell(const struct journey_context *context, size_t i, struct heard *heard)
{
	static const char *const topics[] = {"a", "b", "c", "d", "e"};
	const struct journey_sink sink = {.self = heard, .customer = hear};
	struct journey_event events[EVENTS_MAX];
	size_t n = 0;
	struct err err = {0};
	struct journey *journey = journey_new(context, &err);

	for (size_t j = 0; j < cases[i].purchases; j++) {
		const struct sample sample = {
		    .at = "2026-12-20", .what = "ec:purchase", .amount = 100};

		events[n++] = sample_event(&sample);
	}
	for (size_t j = 0; j < cases[i].issues * cases[i].said; j++) {
		const struct sample sample = {.at = "2026-12-31 10:00",
		    .what = "phone:inquiry",
		    .topic = topics[j % cases[i].issues],
		    .csat = 3000};

		events[n] = sample_event(&sample);
		events[n].at_us += (int64_t)j * 60000000;
		events[n++].text = span_of(long_text);
	}
	if (n == 0) {
		const struct journey_customer nobody = {
		    .context = context, .id = span_of("a")};

		assert_int_equal(hear(heard, &nobody, &err), 0);
	}
	assert_int_equal(journey_listen(journey, &sink, &err), 0);
	if (n > 0)
		assert_int_equal(
		    journey_feed(journey, span_of("a"), events, n, &err), 0);
	assert_int_equal(journey_end(journey, &err), 0);
	journey_free(journey);
}

static void
test_fits(void **state)
{
	struct err err = {0};
	struct zone *zone = zone_open("Asia/Tokyo", &err);
	struct journey_context context;

	(void)state;
	sample_context(&context, zone);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct out_options options = {
		    .is_utf8 = true, .width = cases[i].width};
		size_t width = cases[i].width > 0 ? (size_t)cases[i].width : 80;
		struct heard heard = {0};
		char *text = NULL, *line;
		size_t len, lines = 0;
		FILE *stream = open_memstream(&text, &len);

		card_init(&heard.card, stream, &options, cases[i].n_last);
		tell(&context, i, &heard);
		assert_int_equal(fclose(stream), 0);
		for (line = text; *line != '\0'; lines++) {
			size_t n = strcspn(line, "\n");

			assert_true(utf8_width(span_make(line, n)) <= width);
			line += n + 1;
		}
		assert_int_equal(lines, cases[i].lines);
		card_clear(&heard.card);
		brief_clear(&heard.brief);
		free(text);
	}
	zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_fits)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
