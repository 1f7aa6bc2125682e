#include "kpi/contacts.h"
#include "kpi/once.h"

#define NEEDS JOURNEY_NEEDS_CASES
#define COUNT(items) (sizeof(items) / sizeof((items)[0]))
#define ANCHOR "time of the contact"

static const char *const all[] = {"all"};

static void
share(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	(void)use;
	figure_share(cells[at], row);
}

/* Contacts of nobody are told beside the figure. */
static int
leave_out(struct figure_use *use, const struct journey_event *events, size_t n,
    size_t reason, struct err *err)
{
	if ((by_bits(use->by) & BY_CUSTOMER) != 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		struct tally_cell *cell;

		if (!events[i].is_in || !issue_is_contact(&events[i]))
			continue;
		cell = figure_cell(use, NULL, &events[i], 0, 0, err);
		if (cell == NULL)
			return -1;
		cell->left[reason]++;
	}
	return 0;
}

/* --- repeat_contact_rate --- */

enum repeat_definition { TOPIC, ANY, CUSTOMERS };
enum repeat_left { REPEAT_PENDING, REPEAT_ANONYMOUS };

/* Is the contact followed by another in time? */
static bool
is_repeated(const struct figure_use *use,
    const struct figure_customer *customer, size_t at)
{
	const struct journey_customer *journey = customer->journey;
	const struct figure_list *contacts = &customer->contacts;
	const struct journey_event *contact =
	    journey_at(journey, contacts->at[at]);
	int64_t contact_us = contact->at_us;
	struct span topic = contact->topic;

	for (size_t i = at + 1; i < contacts->count; i++) {
		const struct journey_event *event =
		    journey_at(journey, contacts->at[i]);

		if (event->at_us - contact_us > use->args[0])
			return false;
		if (use->definition == ANY ||
		    issue_is_topic(event->topic, topic))
			return true;
	}
	return false;
}

static bool
is_in(const struct figure_use *use, const struct journey_event *event)
{
	(void)use;
	return event->is_in;
}

static int
hear_customers(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	struct once once;

	if (once_find(use, customer, &customer->contacts, is_in, &once, err) !=
	    0)
		return -1;
	for (size_t first = 0, end; first < once.count; first = end) {
		const struct journey_event *event =
		    journey_at(customer->journey, once.marks[first].event);
		struct tally_cell *cell =
		    figure_cell(use, customer, event, 0, 0, err);

		if (cell == NULL)
			return -1;
		end = once_end(&once, first);
		cell->total++;
		cell->hits += end - first > 1;
	}
	return 0;
}

static int
hear_repeat(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct figure_list *contacts = &customer->contacts;

	if (use->definition == CUSTOMERS)
		return hear_customers(use, customer, err);
	for (size_t i = 0; i < contacts->count; i++) {
		const struct journey_event *event =
		    journey_at(customer->journey, contacts->at[i]);
		struct tally_cell *cell;

		if (!event->is_in)
			continue;
		cell = figure_cell(use, customer, event, 0, 0, err);
		if (cell == NULL)
			return -1;
		if (use->context->as_of_us - event->at_us < use->args[0]) {
			cell->left[REPEAT_PENDING]++;
			continue;
		}
		cell->total++;
		cell->hits += is_repeated(use, customer, i);
	}
	return 0;
}

static int
leave_repeat(struct figure_use *use, const struct journey_event *events,
    size_t n, struct err *err)
{
	return leave_out(use, events, n, REPEAT_ANONYMOUS, err);
}

static const struct figure_definition repeat_definitions[] = {
    {"topic:%d", "topic:7d", "share",
	"contacts followed by another of the same customer within N days, its "
	"topic the same or missing on either side / contacts whose N days "
	"have passed"},
    {"any:%d", "any:7d", "share", "the same, whatever the topic"},
    {"customers", "customers", "share",
	"customers with 2 or more contacts / customers with 1 or more"},
};
static const char *const repeat_left[] = {"pending", "anonymous", NULL};

const struct figure contacts_repeat = {
    .id = "repeat_contact_rate",
    .name = "Repeat contact rate",
    .name_ja = "再問い合わせ率",
    .anchor = ANCHOR,
    .note = "on whatever channel the customer asks again; the repeat may lie "
	    "behind the period",
    .definitions = repeat_definitions,
    .n_definitions = COUNT(repeat_definitions),
    .rows = all,
    .n_rows = 1,
    .by = BY_ALL,
    .needs = NEEDS,
    .left = repeat_left,
    .customer = hear_repeat,
    .loose = leave_repeat,
    .value = share,
};

/* --- abandonment_rate --- */

static int
hear_abandonment(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct figure_list *contacts = &customer->contacts;

	for (size_t i = 0; i < contacts->count; i++) {
		const struct journey_event *event =
		    journey_at(customer->journey, contacts->at[i]);
		struct tally_cell *cell;

		if (!event->is_in)
			continue;
		cell = figure_cell(use, customer, event, 0, 0, err);
		if (cell == NULL)
			return -1;
		cell->total++;
		cell->hits += event->outcome == CANON_ABANDONED;
	}
	return 0;
}

static int
leave_abandonment(struct figure_use *use, const struct journey_event *events,
    size_t n, struct err *err)
{
	return leave_out(use, events, n, 0, err);
}

static const struct figure_definition abandonment_definitions[] = {
    {"default", "default", "share",
	"contacts with the outcome abandoned / contacts"},
};
static const char *const abandonment_left[] = {"anonymous", NULL};

const struct figure contacts_abandonment = {
    .id = "abandonment_rate",
    .name = "Abandonment rate",
    .name_ja = "放棄率",
    .anchor = ANCHOR,
    .note = "those who hung up at once count too",
    .definitions = abandonment_definitions,
    .n_definitions = COUNT(abandonment_definitions),
    .rows = all,
    .n_rows = 1,
    .by = BY_ALL,
    .needs = NEEDS,
    .left = abandonment_left,
    .customer = hear_abandonment,
    .loose = leave_abandonment,
    .value = share,
};

/* --- off_hours_share --- */

enum off_left { NO_TIME, OFF_ANONYMOUS };

static int
hear_off(
    struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct figure_list *contacts = &customer->contacts;

	for (size_t i = 0; i < contacts->count; i++) {
		const struct journey_event *event =
		    journey_at(customer->journey, contacts->at[i]);
		struct tally_cell *cell;

		if (!event->is_in)
			continue;
		cell = figure_cell(use, customer, event, 0, 0, err);
		if (cell == NULL)
			return -1;
		if (event->is_date_only) {
			cell->left[NO_TIME]++;
			continue;
		}
		cell->total++;
		cell->hits +=
		    hours_is_off(&use->hours, use->context->zone, event->at_us);
	}
	return 0;
}

static int
leave_off(struct figure_use *use, const struct journey_event *events, size_t n,
    struct err *err)
{
	return leave_out(use, events, n, OFF_ANONYMOUS, err);
}

static const struct figure_definition off_definitions[] = {
    {"default", "default", "share",
	"contacts outside --hours (9-18) of --workdays (mon-fri) / contacts"},
};
static const char *const off_left[] = {"no_time", "anonymous", NULL};

const struct figure contacts_off_hours = {
    .id = "off_hours_share",
    .name = "Off-hours share",
    .name_ja = "営業時間外比率",
    .anchor = ANCHOR,
    .note = "holidays are days like others",
    .definitions = off_definitions,
    .n_definitions = COUNT(off_definitions),
    .rows = all,
    .n_rows = 1,
    .has_hours = true,
    .by = BY_ALL,
    .needs = NEEDS,
    .left = off_left,
    .customer = hear_off,
    .loose = leave_off,
    .value = share,
};
