#ifndef CANON_CANON_H
#define CANON_CANON_H

/*
 * The words that all rooms share: canonical fields, kinds, groups, and what
 * one row of an export becomes. The names are a promise of omni(7).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

#define CANON_NO_TIME INT64_MIN /* a time that is not known */
#define CANON_NO_INT INT64_MIN  /* an integer that is not known */

/* --- kinds (numbers are part of the store's format) --- */

enum canon_channel_kind {
	CANON_STORE = 1,
	CANON_IN_PERSON,
	CANON_EC,
	CANON_WEB,
	CANON_APP,
	CANON_PHONE,
	CANON_EMAIL,
	CANON_FORM,
	CANON_CHAT,
	CANON_BOT,
	CANON_MESSAGING,
	CANON_SNS,
	CANON_FAX,
	CANON_MAIL,
	CANON_AD,
	CANON_FAQ,
	CANON_KIOSK,
	CANON_PARTNER,
	CANON_OTHER_CHANNEL,
};

enum canon_group {
	CANON_PHYSICAL = 1,
	CANON_ONLINE,
	CANON_CONTACT,
	CANON_MEDIA,
	CANON_PARTNER_GROUP,
	CANON_OTHER_GROUP,
};

enum canon_kind {
	CANON_IMPRESSION = 1,
	CANON_VIEW,
	CANON_VISIT,
	CANON_SIGNUP,
	CANON_INQUIRY,
	CANON_MESSAGE,
	CANON_REPLY,
	CANON_HANDOFF,
	CANON_RESOLVE,
	CANON_REOPEN,
	CANON_PURCHASE,
	CANON_RETURN,
	CANON_CANCEL,
	CANON_PAYMENT,
	CANON_SURVEY,
	CANON_OTHER,
};

enum canon_outcome {
	CANON_NO_OUTCOME = 0,
	CANON_RESOLVED,
	CANON_UNRESOLVED,
	CANON_ESCALATED,
	CANON_TRANSFERRED,
	CANON_ABANDONED,
	CANON_DEFLECTED,
	CANON_CANCELLED,
};

enum canon_direction { CANON_NO_DIRECTION = 0, CANON_INBOUND, CANON_OUTBOUND };

enum canon_scale { /* csat_scale */
	CANON_NO_SCALE = 0,
	CANON_SCALE_1_5,
	CANON_SCALE_1_3,
	CANON_SCALE_1_7,
	CANON_SCALE_1_10,
	CANON_SCALE_0_10,
	CANON_SCALE_GOOD_BAD,
};

/**
 * canon_X_name(n): the word, "" for 0 or out of range; static.
 * canon_X_of(word): the number, or 0 when there is no such word (case folded,
 * ASCII).
 */
const char *canon_channel_kind_name(int);
const char *canon_group_name(int);
const char *canon_kind_name(int);
const char *canon_outcome_name(int);
const char *canon_direction_name(int);
const char *canon_scale_name(int);
int canon_channel_kind_of(struct span);
int canon_group_of(struct span);
int canon_kind_of(struct span);
int canon_outcome_of(struct span);
int canon_direction_of(struct span);
int canon_scale_of(struct span);

/**
 * canon_group_of_kind(channel_kind): physical = store in_person kiosk;
 * online = ec web app faq; media = ad; contact = phone email form chat bot
 * messaging sns fax mail; partner and other are themselves.
 * canon_default_kind(channel): the kind that a channel's bare name means:
 * the kind of the same name, else CANON_OTHER_CHANNEL.
 * canon_is_touch(kind): all but impression, payment, other.
 */
int canon_group_of_kind(int);
int canon_default_kind(struct span);
bool canon_is_touch(int);

/**
 * canon_is_name(text): may a source, channel or id space be called so? Not
 * empty, valid UTF-8, no blank, no control, none of : , > & | +
 */
bool canon_is_name(struct span);

/* --- fields --- */

enum canon_field {
	CANON_F_NONE = 0,
	/* person; the first of each pair of marks bounds a range */
	CANON_F_CUSTOMER_ID,
	CANON_F_ID, /* id:SPACE, repeats */
	CANON_F_FULL_NAME,
	CANON_F_FAMILY_NAME,
	CANON_F_GIVEN_NAME,
	CANON_F_MIDDLE_NAME,
	CANON_F_FULL_KANA,
	CANON_F_FAMILY_KANA,
	CANON_F_GIVEN_KANA,
	CANON_F_COMPANY,
	CANON_F_DEPARTMENT,
	CANON_F_EMAIL, /* repeats */
	CANON_F_PHONE, /* repeats */
	CANON_F_COUNTRY,
	CANON_F_REGION,
	CANON_F_CITY,
	CANON_F_STREET,
	CANON_F_BUILDING,
	CANON_F_POSTCODE,
	CANON_F_ADDRESS,
	CANON_F_BIRTH_DATE,
	CANON_F_BIRTH_YEAR,
	CANON_F_BIRTH_MONTH,
	CANON_F_BIRTH_DAY,
	CANON_F_BIRTH_PLACE,
	CANON_F_GENDER,
	CANON_F_NATIONALITY,
	CANON_F_OCCUPATION,
	CANON_F_REGISTERED_AT,
	CANON_F_UPDATED_AT,
	CANON_F_STATUS,
	CANON_F_MERGED_INTO,
	CANON_F_OPT_OUT,
	CANON_F_ATTR, /* attr:NAME, repeats */
	/* event */
	CANON_F_EVENT_ID,
	CANON_F_OCCURRED_AT,
	CANON_F_ENDED_AT,
	CANON_F_CHANNEL,
	CANON_F_EVENT,
	CANON_F_OUTCOME,
	CANON_F_DIRECTION,
	CANON_F_CASE_ID,
	CANON_F_TOPIC,
	CANON_F_PRODUCT,
	CANON_F_QUANTITY,
	CANON_F_AMOUNT,
	CANON_F_CURRENCY,
	CANON_F_CSAT,
	CANON_F_CSAT_SCALE,
	CANON_F_NPS,
	CANON_F_CES,
	CANON_F_FIRST_REPLY_AT,
	CANON_F_RESOLVED_AT,
	CANON_F_HANDLE_SECONDS,
	CANON_F_WAIT_SECONDS,
	CANON_F_HANDOVER_CHANNEL,
	CANON_F_AGENT,
	CANON_F_TEAM,
	CANON_F_AUTOMATED,
	CANON_F_CONTEXT_PASSED,
	CANON_F_REOPENS,
	CANON_F_TRANSFERS,
	CANON_F_REPLIES,
	CANON_F_CAMPAIGN,
	CANON_F_LOCATION,
	CANON_F_DEVICE,
	CANON_F_TEXT,
	CANON_F_EVENT_UPDATED_AT,
	CANON_F_EVENT_ATTR, /* event_attr:NAME, repeats */
	CANON_F_COUNT,
};

#define CANON_F_PERSON_LAST CANON_F_ATTR

/**
 * canon_field_name(field): "family_name"; "id", "attr", "event_attr" for
 * those that carry a name behind a colon.
 * canon_field_of(text, field, name): is it a canonical field, "email",
 * "email#2", "id:line", "attr:rank"? ${name} is what stands behind the colon,
 * else empty. (#N on a repeating field only says that there are several.)
 * canon_field_repeats(field): may a record have several values?
 */
const char *canon_field_name(enum canon_field);
bool canon_field_of(struct span, enum canon_field *, struct span *);
bool canon_field_repeats(enum canon_field);

/* --- what a row becomes --- */

/* One value of a repeating field. */
struct canon_value {
	enum canon_field field; /* CANON_F_ID, _EMAIL, _PHONE, _ATTR */
	struct span name;       /* of the id space or attribute, else empty */
	struct span raw;        /* as it came, blanks at the ends cut */
	struct span normal;     /* normal form of an id, e-mail or phone; empty
				   = odd: kept, never links */
	bool is_unique;         /* the mapping says: one person, one value */
};

/* What one row says of one person under one id. */
struct canon_record {
	struct span native_id; /* empty: named by its first identifier */
	struct span field[CANON_F_PERSON_LAST + 1]; /* single-valued fields as
				   they came; birth_date normal where it is a
				   date (the three parts are joined in it),
				   registered_at as RFC 3339 UTC */
	struct canon_value *values;
	size_t n_values;
	int64_t said_at_us; /* updated_at, else the event's time, else
			       registered_at, else CANON_NO_TIME */
	bool is_opt_out;
};

struct canon_attr {
	struct span name;
	struct span value;
};

/* Something that happened once. Spans are empty, integers CANON_NO_INT and
 * times CANON_NO_TIME where nothing is known. */
struct canon_event {
	struct span event_id;
	int64_t occurred_at_us;
	int8_t is_date_only; /* occurred_at is midnight of a date */
	int8_t kind;         /* enum canon_kind */
	int8_t outcome;
	int8_t direction;
	int8_t automated;      /* -1 not known, 0, 1 */
	int8_t context_passed; /* the same */
	int8_t csat_scale;
	int8_t amount_digits; /* minor digits of currency */
	struct span channel;
	int8_t channel_kind;  /* 0 = by the channel's name */
	struct span currency; /* ISO 4217, upper case */
	int64_t amount_minor;
	int64_t quantity_milli; /* 1/1000 */
	struct span case_id, topic, product;
	int64_t ended_at_us, first_reply_at_us, resolved_at_us;
	int64_t event_updated_at_us;
	int64_t csat_milli, nps, ces_milli; /* ratings, 1/1000 where said */
	int64_t handle_milli, wait_milli;   /* 1/1000 s */
	int64_t reopens, transfers, replies;
	struct span handover_channel, agent, team, campaign, location, device;
	struct span text;
	struct canon_attr *attrs; /* event_attr:NAME, in byte order of names */
	size_t n_attrs;
	int32_t record; /* index of its record in the row, -1 = none
			   (anonymous) */
};

/* All of one row. Everything is borrowed from the mapper until its next row. */
struct canon_row {
	uint64_t line;
	struct canon_record *records; /* the row's person first, then others */
	size_t n_records;
	struct canon_event *events;
	size_t n_events;
	uint32_t n_lines; /* rows of the export that it stands for: 1, or more
			     when a mapping groups the lines of one event; all
			     but the first count as continued */
	uint32_t n_odd;   /* how many of them hold a value that was kept but
			     cannot be used */
};

#endif
