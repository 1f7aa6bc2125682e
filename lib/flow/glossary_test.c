#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "flow/glossary.h"
#include "kpi/kpi.h"

/* All that was written, and how many bytes its longest line has, but for
 * lines that are not ASCII. */
static size_t
longest(const char *text)
{
	size_t most = 0;

	for (const char *end; *text != '\0'; text = end + 1) {
		bool is_ascii = true;

		end = strchr(text, '\n');
		for (const char *at = text; at < end; at++)
			is_ascii &= (unsigned char)*at < 0x80;
		if (is_ascii && (size_t)(end - text) > most)
			most = (size_t)(end - text);
	}
	return most;
}

static void
every_figure_explains_itself(void **state)
{
	(void)state;
	for (size_t i = 0; kpi_figures[i] != NULL; i++) {
		const struct figure *figure = kpi_figures[i];
		struct err err = {0};
		char *text = NULL;
		size_t size = 0;
		FILE *stream = open_memstream(&text, &size);

		assert_int_equal(
		    glossary_explain(stream, span_of(figure->id), &err), 0);
		assert_int_equal(fclose(stream), 0);
		assert_true(longest(text) <= 78);
		assert_non_null(strstr(text, figure->name_ja));
		for (size_t j = 0; j < figure->n_definitions; j++)
			assert_non_null(
			    strstr(text, figure->definitions[j].standard));
		free(text);
	}
}

static void
every_definition_has_a_row(void **state)
{
	static const struct out_options csv = {.format = OUT_TSV};
	struct err err = {0};
	char *text = NULL;
	size_t size = 0, lines = 1;
	FILE *stream = open_memstream(&text, &size);

	(void)state;
	assert_int_equal(glossary_list(stream, &csv, &err), 0);
	assert_int_equal(fclose(stream), 0);
	for (size_t i = 0; kpi_figures[i] != NULL; i++)
		lines += kpi_figures[i]->n_definitions;
	for (const char *at = text; *at != '\0'; at++)
		lines -= *at == '\n';
	assert_int_equal(lines, 0);
	free(text);
}

static void
what_is_not_there_is_refused(void **state)
{
	struct err err = {0};

	(void)state;
	assert_int_equal(glossary_explain(stdout, span_of("nps2"), &err), -1);
	assert_int_equal(err.code, ERR_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_figure_explains_itself),
	    cmocka_unit_test(every_definition_has_a_row),
	    cmocka_unit_test(what_is_not_there_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
