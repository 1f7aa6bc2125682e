#include "map/fit.h"
#include "map/shape.h"

static int
larger(int a, int b)
{
	return a > b ? a : b;
}

bool
fit_is_word(enum canon_field field)
{
	switch ((int)shape_of(field)) {
	case SHAPE_KIND:
	case SHAPE_OUTCOME:
	case SHAPE_CHANNEL:
	case SHAPE_DIRECTION:
	case SHAPE_STATUS:
	case SHAPE_OPT_OUT:
	case SHAPE_FLAG:
		return true;
	default:
		return false;
	}
}

/* Names and places are words: digits alone are a code of them. */
static int
text_share(enum canon_field field, const struct profile *profile)
{
	switch ((int)field) {
	case CANON_F_FULL_NAME:
	case CANON_F_FAMILY_NAME:
	case CANON_F_GIVEN_NAME:
	case CANON_F_MIDDLE_NAME:
		return 100 -
		    larger(profile_share(profile, PROFILE_DIGITS),
			profile_share(profile, PROFILE_EMAIL));
	case CANON_F_COMPANY:
	case CANON_F_REGION:
	case CANON_F_CITY:
	case CANON_F_COUNTRY:
	case CANON_F_OCCUPATION:
	case CANON_F_NATIONALITY:
		return 100 -
		    larger(profile_share(profile, PROFILE_WHOLE),
			larger(profile_share(profile, PROFILE_DATE),
			    profile_share(profile, PROFILE_EMAIL)));
	default:
		return 100 - profile_share(profile, PROFILE_EMAIL);
	}
}

static int
id_share(const struct profile *profile)
{
	int dates = profile_share(profile, PROFILE_WHOLE) > 50
	    ? 0
	    : profile_share(profile, PROFILE_DATE);

	if (profile->max_len > 100 || profile->has_decimals)
		return 0;
	/* The number by which somebody is called. */
	if (profile_share(profile, PROFILE_PHONE) > 80 &&
	    profile_share(profile, PROFILE_WHOLE) < 50)
		return 0;
	return 100 - larger(dates, profile_share(profile, PROFILE_KANJI));
}

static int
shape_share(enum canon_field field, const struct profile *profile, int *shape)
{
	switch ((int)shape_of(field)) {
	case SHAPE_EMAIL:
		*shape = PROFILE_EMAIL;
		break;
	case SHAPE_PHONE:
		*shape = PROFILE_PHONE;
		break;
	case SHAPE_BIRTH:
	case SHAPE_TIME:
		*shape = PROFILE_DATE;
		break;
	case SHAPE_CURRENCY:
		*shape = PROFILE_CURRENCY;
		break;
	case SHAPE_AMOUNT:
	case SHAPE_QUANTITY:
	case SHAPE_NPS:
	case SHAPE_CES:
	case SHAPE_COUNT:
	case SHAPE_DURATION:
	case SHAPE_BIRTH_PART:
		*shape = PROFILE_NUMBER;
		break;
	case SHAPE_CUSTOMER:
	case SHAPE_ID:
		return id_share(profile);
	default:
		return text_share(field, profile);
	}
	return profile_share(profile, (enum profile_shape) * shape);
}

int
fit_share(enum canon_field field, const struct profile *profile, int *shape)
{
	*shape = -1;
	if (fit_is_word(field) || field == CANON_F_CSAT)
		return profile->n_words > 0 && profile->max_len <= 60 ? 100 : 0;
	switch ((int)field) {
	case CANON_F_POSTCODE:
		*shape = PROFILE_POSTCODE;
		/* Those of other countries have letters. */
		return larger(profile_share(profile, PROFILE_POSTCODE),
		    profile->max_len <= 10 ? 60 : 0);
	case CANON_F_GENDER:
		*shape = PROFILE_GENDER;
		return profile_share(profile, PROFILE_GENDER);
	case CANON_F_FULL_KANA:
	case CANON_F_FAMILY_KANA:
	case CANON_F_GIVEN_KANA:
		*shape = PROFILE_KANA;
		return profile_share(profile, PROFILE_KANA);
	case CANON_F_EVENT_ID:
	case CANON_F_CASE_ID:
		return id_share(profile);
	case CANON_F_HANDLE_SECONDS:
	case CANON_F_WAIT_SECONDS:
		*shape = PROFILE_NUMBER;
		return larger(profile_share(profile, PROFILE_NUMBER),
		    profile_share(profile, PROFILE_CLOCK));
	default:
		return shape_share(field, profile, shape);
	}
}

enum canon_field
fit_by_shape(const struct profile *profile, bool is_event, int *sure)
{
	static const struct {
		enum profile_shape shape;
		enum canon_field field;
		int sure;
	} shapes[] = {{PROFILE_EMAIL, CANON_F_EMAIL, 75},
	    {PROFILE_GENDER, CANON_F_GENDER, 60},
	    {PROFILE_DATE, CANON_F_OCCURRED_AT, 45},
	    {PROFILE_PHONE, CANON_F_PHONE, 60},
	    {PROFILE_KANA, CANON_F_FULL_KANA, 45}};

	if (profile->n == 0)
		return CANON_F_NONE;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		if (profile_share(profile, shapes[i].shape) < 90)
			continue;
		/* Digits alone are dates or numbers to dial by chance too. */
		if (profile_share(profile, PROFILE_WHOLE) > 50 &&
		    shapes[i].shape != PROFILE_PHONE)
			continue;
		if (shapes[i].field == CANON_F_OCCURRED_AT && !is_event)
			return CANON_F_NONE;
		*sure = shapes[i].sure;
		return shapes[i].field;
	}
	return CANON_F_NONE;
}
