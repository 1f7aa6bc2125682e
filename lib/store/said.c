#include "store/said.h"

#include "store/pack.h"

#define UNIQUE 1 /* flags of a value */
#define RAW_IS_NORMAL 2

/* Parts of a value, behind its tag and flags. */
enum { PART_NAME = 1, PART_NORMAL, PART_RAW, PART_END = 0 };

const enum canon_field said_fields[SAID_FIELDS] = {
    CANON_F_FULL_NAME,
    CANON_F_FAMILY_NAME,
    CANON_F_GIVEN_NAME,
    CANON_F_MIDDLE_NAME,
    CANON_F_FULL_KANA,
    CANON_F_FAMILY_KANA,
    CANON_F_GIVEN_KANA,
    CANON_F_COMPANY,
    CANON_F_DEPARTMENT,
    CANON_F_COUNTRY,
    CANON_F_REGION,
    CANON_F_CITY,
    CANON_F_STREET,
    CANON_F_BUILDING,
    CANON_F_POSTCODE,
    CANON_F_ADDRESS,
    CANON_F_BIRTH_DATE,
    CANON_F_BIRTH_PLACE,
    CANON_F_GENDER,
    CANON_F_NATIONALITY,
    CANON_F_OCCUPATION,
    CANON_F_REGISTERED_AT,
    CANON_F_UPDATED_AT,
    CANON_F_STATUS,
    CANON_F_MERGED_INTO,
};

int
said_compare_values(const struct canon_value *a, const struct canon_value *b)
{
	int order = (a->field > b->field) - (a->field < b->field);

	if (order == 0)
		order = span_cmp(a->name, b->name);
	if (order == 0)
		order = span_cmp(a->normal, b->normal);
	return order == 0 ? span_cmp(a->raw, b->raw) : order;
}

int
said_opt_out(const struct canon_record *record)
{
	if (record->is_opt_out)
		return 1;
	return record->field[CANON_F_OPT_OUT].len > 0 ? 0 : -1;
}

static void
write_value(struct buf *buf, const struct canon_value *value)
{
	bool is_same = span_eq(value->raw, value->normal);
	unsigned flags = 0;

	if (value->is_unique)
		flags |= UNIQUE;
	if (is_same)
		flags |= RAW_IS_NORMAL;
	pack_number(buf, (int)value->field, flags);
	pack_text(buf, PART_NAME, value->name);
	pack_text(buf, PART_NORMAL, value->normal);
	if (!is_same)
		pack_text(buf, PART_RAW, value->raw);
	buf_char(buf, PART_END);
}

void
said_write(struct buf *buf, const struct canon_record *record,
    const struct said_value *values)
{
	int opt_out = said_opt_out(record);

	for (int i = 0; i < SAID_FIELDS; i++)
		pack_text(
		    buf, (int)said_fields[i], record->field[said_fields[i]]);
	for (size_t i = 0; i < record->n_values; i++)
		if (i == 0 ||
		    said_compare_values(values[i].value, values[i - 1].value) !=
			0)
			write_value(buf, values[i].value);
	if (opt_out >= 0)
		pack_number(buf, CANON_F_OPT_OUT, (uint64_t)opt_out);
}

/* --- reading --- */

static bool
take_byte(struct span *bytes, int *byte)
{
	if (bytes->len == 0)
		return false;
	*byte = (unsigned char)bytes->data[0];
	bytes->data++;
	bytes->len--;
	return true;
}

static bool
take_text(struct span *bytes, struct span *text)
{
	uint64_t len;

	if (!pack_take_digits(bytes, &len) || len > bytes->len)
		return false;
	*text = span_make(bytes->data, (size_t)len);
	bytes->data += len;
	bytes->len -= (size_t)len;
	return true;
}

static bool
take_value(struct span *bytes, struct canon_value *value)
{
	struct span *const parts[] = {[PART_NAME] = &value->name,
	    [PART_NORMAL] = &value->normal,
	    [PART_RAW] = &value->raw};
	uint64_t flags;
	int part;

	if (!pack_take_digits(bytes, &flags))
		return false;
	value->is_unique = (flags & UNIQUE) != 0;
	for (;;) {
		if (!take_byte(bytes, &part) || part > PART_RAW)
			return false;
		if (part == PART_END)
			break;
		if (!take_text(bytes, parts[part]))
			return false;
	}
	if ((flags & RAW_IS_NORMAL) != 0)
		value->raw = value->normal;
	return true;
}

static int
fail(struct err *err)
{
	return err_set(
	    err, ERR_DATA, "what the store holds of a record cannot be read");
}

int
said_read(struct span bytes, struct canon_record *record, int8_t *opt_out,
    int (*add)(void *, const struct canon_value *, struct err *), void *data,
    struct err *err)
{
	uint64_t flag;
	int tag;

	*opt_out = -1;
	while (take_byte(&bytes, &tag)) {
		struct canon_value value = {.field = (enum canon_field)tag};

		if (tag > CANON_F_PERSON_LAST || tag == CANON_F_NONE)
			return fail(err);
		if (tag == CANON_F_OPT_OUT) {
			if (!pack_take_digits(&bytes, &flag))
				return fail(err);
			*opt_out = flag != 0;
		} else if (canon_field_repeats((enum canon_field)tag)) {
			if (!take_value(&bytes, &value))
				return fail(err);
			if (add(data, &value, err) != 0)
				return -1;
		} else if (!take_text(&bytes, &record->field[tag])) {
			return fail(err);
		}
	}
	return 0;
}
