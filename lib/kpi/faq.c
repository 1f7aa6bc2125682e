#include <stdlib.h>

#include "base/array.h"
#include "base/intern.h"
#include "kpi/faq.h"

enum definition { AFTER_VIEW, VIEWS, CONTACTS, TREND };
enum left { NO_TOPIC, ANONYMOUS };

static bool
is_view(const struct figure_use *use, const struct journey_event *event)
{
	return event->kind == CANON_VIEW &&
	    use->context->channels[event->channel].kind == CANON_FAQ;
}

/* A thing of this topic, in the row of all and in that of the topic. */
static int
count(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, const struct tally_cell *more,
    struct err *err)
{
	for (int i = 0; i < 2; i++) {
		struct tally_cell *cell = i == 0
		    ? figure_cell(use, customer, event, 0, 0, err)
		    : figure_named(
			  use, customer, event, 0, 0, event->topic, err);

		if (cell == NULL)
			return -1;
		cell->hits += more->hits;
		cell->total += more->total;
		cell->left[ANONYMOUS] += more->left[ANONYMOUS];
	}
	return 0;
}

static int
leave_out(struct figure_use *use, const struct figure_customer *customer,
    const struct journey_event *event, struct err *err)
{
	struct tally_cell *cell = figure_cell(use, customer, event, 0, 0, err);

	if (cell == NULL)
		return -1;
	cell->left[NO_TOPIC]++;
	return 0;
}

/* When the customer last read of each topic, up to some event. */
struct room {
	struct intern topics;
	int64_t *last_us; /* by number of the topic */
	size_t last_cap;
	size_t next; /* event */
};

static struct room *
room_of(struct figure_use *use, struct err *err)
{
	if (use->own == NULL)
		use->own = calloc(1, sizeof(struct room));
	if (use->own == NULL)
		(void)err_nomem(err);
	return use->own;
}

static void
clear(struct figure_use *use)
{
	struct room *room = use->own;

	if (room == NULL)
		return;
	intern_clear(&room->topics);
	free(room->last_us);
	free(room);
	use->own = NULL;
}

static void
begin(struct room *room)
{
	room->next = 0;
	if (room->topics.count > 0)
		intern_reset(&room->topics);
}

static int
take_views(const struct figure_use *use, struct room *room,
    const struct journey_customer *customer, size_t end, struct err *err)
{
	for (; room->next < end; room->next++) {
		const struct journey_event *event =
		    journey_at(customer, room->next);
		uint32_t topic;

		if (!is_view(use, event))
			continue;
		if (intern_add(&room->topics, event->topic, &topic, err) != 0 ||
		    array_grow(&room->last_us, &room->last_cap,
			room->topics.count, sizeof(*room->last_us), err) != 0)
			return -1;
		room->last_us[topic] = event->at_us;
	}
	return 0;
}

static bool
was_read(const struct figure_use *use, const struct room *room,
    const struct journey_event *contact)
{
	uint32_t topic = intern_get(&room->topics, contact->topic);

	if (room->last_us == NULL)
		return false; /* nothing at all */
	return topic != INTERN_NONE &&
	    contact->at_us - room->last_us[topic] <= use->args[0];
}

/* In which of the two stretches before the end is it? */
static struct tally_cell
trend_of(const struct figure_use *use, const struct journey_event *event)
{
	struct tally_cell cell = {.hits = 0};
	int64_t to_us = use->context->filter.to_us;
	int64_t age_us = to_us == CANON_NO_TIME
	    ? use->context->as_of_us - event->at_us
	    : to_us - 1 - event->at_us;

	cell.hits = age_us >= 0 && age_us < use->args[0];
	cell.total = age_us >= use->args[0] && age_us < 2 * use->args[0];
	return cell;
}

static int
hear_event(struct figure_use *use, const struct figure_customer *customer,
    size_t at, struct err *err)
{
	const struct journey_event *event = journey_at(customer->journey, at);
	struct tally_cell cell = {.hits = 1};

	if (!event->is_in || (use->definition == VIEWS && !is_view(use, event)))
		return 0;
	if (event->topic.len == 0)
		return leave_out(use, customer, event, err);
	if (use->definition == TREND)
		cell = trend_of(use, event);
	if (use->definition == AFTER_VIEW) {
		cell.hits = was_read(use, use->own, event);
		cell.total = 1;
	}
	return count(use, customer, event, &cell, err);
}

static int
hear(struct figure_use *use, struct figure_customer *customer, struct err *err)
{
	const struct figure_list *contacts = &customer->contacts;
	struct room *room = room_of(use, err);

	if (room == NULL)
		return -1;
	begin(room);
	for (size_t i = 0; i < contacts->count && use->definition != VIEWS;
	     i++) {
		if (use->definition == AFTER_VIEW &&
		    take_views(use, room, customer->journey, contacts->at[i],
			err) != 0)
			return -1;
		if (hear_event(use, customer, contacts->at[i], err) != 0)
			return -1;
	}
	for (size_t i = 0;
	     i < customer->journey->n_events && use->definition == VIEWS; i++)
		if (hear_event(use, customer, i, err) != 0)
			return -1;
	return 0;
}

/* How much was read and asked is a volume, whoever it was. */
static int
hear_loose(struct figure_use *use, const struct journey_event *events, size_t n,
    struct err *err)
{
	if ((by_bits(use->by) & BY_CUSTOMER) != 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		const struct journey_event *event = &events[i];
		struct tally_cell cell = {.hits = 1};

		if (!event->is_in ||
		    (use->definition == VIEWS ? !is_view(use, event)
					      : !issue_is_contact(event)))
			continue;
		if (use->definition == TREND)
			cell = trend_of(use, event);
		if (use->definition == AFTER_VIEW) {
			cell.hits = 0;
			cell.left[ANONYMOUS] = 1;
		}
		if (event->topic.len == 0
			? leave_out(use, NULL, event, err) != 0
			: count(use, NULL, event, &cell, err) != 0)
			return -1;
	}
	return 0;
}

static void
value(const struct figure_use *use, const struct tally_cell *const *cells,
    size_t at, struct figure_row *row)
{
	if (use->definition == AFTER_VIEW)
		figure_share(cells[at], row);
	else if (use->definition == TREND)
		figure_ratio(cells[at], row);
	else
		figure_count(cells[at], row);
}

static const struct figure_definition definitions[] = {
    {"after-view:%d", "after-view:1d", "share",
	"contacts at most N after the customer viewed the faq on the same "
	"topic / contacts with a topic"},
    {"views", "views", "views", "views of the faq with a topic"},
    {"contacts", "contacts", "contacts", "contacts with a topic"},
    {"trend:%d", "trend:30d", "ratio",
	"contacts in the last N days of the period (or before --as-of) / "
	"contacts in the N days before those"},
};

static const char *const rows[] = {"all"};
static const char *const left[] = {"no_topic", "anonymous", NULL};

const struct figure faq_figure = {
    .id = "faq_gap",
    .name = "FAQ gap",
    .name_ja = "FAQギャップ",
    .anchor = "time of the contact or view",
    .note = "views and contacts count anonymous ones; a row for each topic; "
	    "the period has to hold both stretches of a trend",
    .definitions = definitions,
    .n_definitions = sizeof(definitions) / sizeof(definitions[0]),
    .rows = rows,
    .n_rows = 1,
    .by = BY_ALL,
    .needs = JOURNEY_NEEDS_CASES,
    .left = left,
    .customer = hear,
    .loose = hear_loose,
    .clear = clear,
    .value = value,
};
