#include <stddef.h>

#include "base/buf.h"
#include "base/num.h"
#include "flow/exposition.h"

#define US_DIGITS 6

static const struct {
	const char *name;
	const char *help;
	size_t offset; /* of a struct figure_number */
} families[] = {
    {"omni_kpi_value", "The key figure.", offsetof(struct kpi_row, value)},
    {"omni_kpi_numerator", "What was divided.",
	offsetof(struct kpi_row, numerator)},
    {"omni_kpi_denominator", "What it was divided by.",
	offsetof(struct kpi_row, denominator)},
    {"omni_kpi_ci_low", "Lower end of the 95 % confidence interval.",
	offsetof(struct kpi_row, low)},
    {"omni_kpi_ci_high", "Upper end of the 95 % confidence interval.",
	offsetof(struct kpi_row, high)},
};

#define N_FAMILIES (sizeof(families) / sizeof(families[0]))

static void
head(struct buf *buf, const char *name, const char *help)
{
	buf_printf(buf, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

/* An empty label is the same as none. */
static void
label(struct buf *buf, const char *name, struct span value)
{
	if (value.len == 0)
		return;
	buf_str(buf, buf->data[buf->len - 1] == '{' ? "" : ",");
	buf_str(buf, name);
	buf_str(buf, "=\"");
	for (size_t i = 0; i < value.len; i++) {
		char byte = value.data[i];

		if (byte == '\\' || byte == '"' || byte == '\n')
			buf_char(buf, '\\');
		buf_char(buf, (char)(byte == '\n' ? 'n' : byte));
	}
	buf_char(buf, '"');
}

/* Two currencies may have rows of the same unit. */
static void
labels(struct buf *buf, const char *family, const struct kpi_row *row,
    const struct measures_options *options)
{
	char code[4];
	struct span currency = journey_currency_name(row->key.currency, code);

	buf_str(buf, family);
	buf_char(buf, '{');
	label(buf, "kpi", row->kpi);
	label(buf, "definition", row->definition);
	label(buf, "period", measures_period(row, options));
	label(buf, "group", row->group);
	label(buf, "unit", row->unit);
	if (!span_eq(currency, row->unit))
		label(buf, "currency", currency);
}

static void
add_family(struct buf *buf, const struct report *report, size_t at,
    const struct measures_options *options)
{
	bool has_head = false;

	for (size_t i = 0; i < report->count; i++) {
		const struct kpi_row *row = &report->rows[i];
		const struct figure_number *number =
		    (const struct figure_number *)(const void *)((const char *)
								     row +
			families[at].offset);

		if (!number->is_known)
			continue;
		if (!has_head)
			head(buf, families[at].name, families[at].help);
		has_head = true;
		labels(buf, families[at].name, row, options);
		buf_str(buf, "} ");
		num_fixed(buf, number->value, number->digits);
		buf_char(buf, '\n');
	}
}

/* "pending=3;few_orders=2": a sample for each. */
static void
add_reasons(struct buf *buf, const struct kpi_row *row,
    const struct measures_options *options)
{
	static const char name[] = "omni_kpi_excluded";
	struct span text = row->excluded;

	while (text.len > 0) {
		size_t equals = 0, end = 0;

		while (end < text.len && text.data[end] != ';')
			end++;
		while (equals < end && text.data[equals] != '=')
			equals++;
		if (equals < end) {
			labels(buf, name, row, options);
			label(buf, "reason", span_make(text.data, equals));
			buf_str(buf, "} ");
			buf_span(buf,
			    span_make(
				text.data + equals + 1, end - equals - 1));
			buf_char(buf, '\n');
		}
		end += end < text.len;
		text = span_make(text.data + end, text.len - end);
	}
}

static void
add_time(struct buf *buf, int64_t as_of_us)
{
	static const char name[] = "omni_kpi_as_of_timestamp_seconds";

	head(buf, name, "The time that the figures are of.");
	buf_str(buf, name);
	buf_char(buf, ' ');
	num_fixed(buf, as_of_us, US_DIGITS);
	buf_char(buf, '\n');
}

int
exposition_write(const struct report *report,
    const struct measures_options *options, struct err *err)
{
	struct buf buf = {0};
	int result;

	for (size_t i = 0; i < N_FAMILIES; i++)
		add_family(&buf, report, i, options);
	head(&buf, "omni_kpi_excluded", "What was left out, by reason.");
	for (size_t i = 0; i < report->count; i++)
		add_reasons(&buf, &report->rows[i], options);
	if (options->as_of_us != CANON_NO_TIME)
		add_time(&buf, options->as_of_us);
	result = buf_check(&buf, err);
	if (result == 0 &&
	    fwrite(buf.data, 1, buf.len, options->stream) != buf.len)
		result = err_errno(err, ERR_IO, "cannot write the output");
	buf_clear(&buf);
	return result;
}
