#include <stdlib.h>

#include "base/num.h"
#include "journey/conform.h"

#define SCALE INT64_C(1000000)

struct conform {
	const struct journey_context *context;
	const struct conform_options *options;
	struct conform_count *counts; /* by rule */
	struct episodes episodes;
};

/* --- one journey --- */

static bool
is_a(const struct conform_pattern *pattern,
    const struct journey_context *context, const struct journey_event *event)
{
	if (pattern->channel != JOURNEY_NONE &&
	    pattern->channel != event->channel)
		return false;
	if (pattern->group != 0 &&
	    pattern->group != journey_group(context, event))
		return false;
	if (pattern->kind != 0 && pattern->kind != event->kind)
		return false;
	if (pattern->kind == CANON_PURCHASE && !journey_is_order(event))
		return false;
	return pattern->outcome == 0 || pattern->outcome == event->outcome;
}

/* What the rules look at. */
struct look {
	const struct conform_rule *rule;
	const struct journey_customer *customer;
	const uint32_t *touches;
	size_t n;
};

static bool
has_a(const struct look *look, size_t at)
{
	return is_a(&look->rule->a, look->customer->context,
	    journey_at(look->customer, look->touches[at]));
}

static bool
has_b(const struct look *look, size_t at)
{
	return is_a(&look->rule->b, look->customer->context,
	    journey_at(look->customer, look->touches[at]));
}

/* The first a behind the last b has no answer, if there is one. */
static size_t
break_response(const struct look *look, bool *applies)
{
	size_t broken = look->n;

	for (size_t i = 0; i < look->n; i++) {
		if (has_a(look, i)) {
			*applies = true;
			if (broken == look->n)
				broken = i;
		}
		if (has_b(look, i))
			broken = look->n;
	}
	return broken;
}

static size_t
break_precedence(const struct look *look, bool *applies)
{
	bool has_seen = false;
	size_t broken = look->n;

	for (size_t i = 0; i < look->n; i++) {
		has_seen |= has_a(look, i);
		if (!has_b(look, i))
			continue;
		*applies = true;
		if (!has_seen && broken == look->n)
			broken = i;
	}
	return broken;
}

static size_t
break_absence(const struct look *look, bool *applies)
{
	int64_t n = 0;

	*applies = true;
	for (size_t i = 0; i < look->n; i++)
		if (has_a(look, i) && ++n == look->rule->n)
			return i;
	return look->n;
}

static size_t
break_chain(const struct look *look, bool *applies)
{
	size_t broken = look->n;

	for (size_t i = 0; i < look->n; i++) {
		if (!has_a(look, i))
			continue;
		*applies = true;
		if (broken == look->n &&
		    (i + 1 == look->n || !has_b(look, i + 1)))
			broken = i;
	}
	return broken;
}

size_t
conform_check(const struct conform_rule *rule,
    const struct journey_customer *customer, const uint32_t *touches, size_t n,
    bool *applies)
{
	const struct look look = {rule, customer, touches, n};

	*applies = false;
	switch (rule->form) {
	case CONFORM_RESPONSE:
		return break_response(&look, applies);
	case CONFORM_PRECEDENCE:
		return break_precedence(&look, applies);
	case CONFORM_ABSENCE:
		return break_absence(&look, applies);
	case CONFORM_CHAIN:
		break;
	}
	return break_chain(&look, applies);
}

/* --- the sink --- */

struct conform *
conform_new(const struct journey_context *context,
    const struct conform_options *options, struct err *err)
{
	struct conform *conform = calloc(1, sizeof(*conform));

	if (conform == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	conform->context = context;
	conform->options = options;
	conform->counts =
	    calloc(options->n_rules + 1, sizeof(*conform->counts));
	if (conform->counts == NULL) {
		(void)err_nomem(err);
		conform_free(conform);
		return NULL;
	}
	return conform;
}

void
conform_free(struct conform *conform)
{
	if (conform == NULL)
		return;
	episode_clear(&conform->episodes);
	free(conform->counts);
	free(conform);
}

static void
count(struct conform *conform, const struct journey_customer *customer,
    const struct episode *episode)
{
	const uint32_t *touches = conform->episodes.touches + episode->first;

	for (size_t i = 0; i < conform->options->n_rules; i++) {
		struct conform_count *to = &conform->counts[i];
		bool applies;
		size_t broken = conform_check(&conform->options->rules[i],
		    customer, touches, episode->count, &applies);

		to->journeys++;
		to->applies += applies;
		to->conform += applies && broken == episode->count;
	}
}

static int
hear(void *self, const struct journey_customer *customer, struct err *err)
{
	struct conform *conform = self;

	if (episode_split(&conform->episodes, customer,
		&conform->options->episode, err) != 0)
		return -1;
	for (size_t i = 0; i < conform->episodes.count; i++)
		count(conform, customer, &conform->episodes.items[i]);
	return 0;
}

static int
merge(void *self, const void *from, struct err *err)
{
	struct conform *conform = self;
	const struct conform *other = from;

	(void)err;
	for (size_t i = 0; i < conform->options->n_rules; i++) {
		conform->counts[i].journeys += other->counts[i].journeys;
		conform->counts[i].applies += other->counts[i].applies;
		conform->counts[i].conform += other->counts[i].conform;
	}
	return 0;
}

static int
another(const void *self, struct journey_sink *sink, struct err *err)
{
	const struct conform *conform = self;
	struct conform *other =
	    conform_new(conform->context, conform->options, err);

	if (other == NULL)
		return -1;
	*sink = conform_sink(other);
	return 0;
}

static void
drop(void *self)
{
	conform_free(self);
}

struct journey_sink
conform_sink(struct conform *conform)
{
	struct journey_sink sink = {
	    .self = conform,
	    .needs = episode_needs(&conform->options->episode),
	    .customer = hear,
	    .merge = merge,
	    .another = another,
	    .drop = drop,
	};

	return sink;
}

/* --- answers --- */

const struct conform_count *
conform_counts(const struct conform *conform)
{
	return conform->counts;
}

bool
conform_is_under(
    const struct conform_rule *rule, const struct conform_count *counted)
{
	return rule->minimum >= 0 && counted->applies > 0 &&
	    (num_i128)counted->conform * SCALE <
	    (num_i128)counted->applies * rule->minimum;
}

bool
conform_has_failed(const struct conform *conform)
{
	for (size_t i = 0; i < conform->options->n_rules; i++)
		if (conform_is_under(
			&conform->options->rules[i], &conform->counts[i]))
			return true;
	return false;
}
