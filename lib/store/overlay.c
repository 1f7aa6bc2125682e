#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "canon/canon.h"
#include "store/overlay.h"

/* Events of one of both that stay side by side. */
struct overlay_run {
	bool is_news;
	size_t first, count;
};

/* Where in a block we are. */
struct place {
	const struct block *block;
	size_t customer, event;
};

static int
add_run(struct overlay *overlay, bool is_news, size_t first, size_t count,
    struct err *err)
{
	struct overlay_run *last =
	    overlay->n_runs == 0 ? NULL : &overlay->runs[overlay->n_runs - 1];

	if (count == 0)
		return 0;
	overlay->block.n_events += count;
	if (last != NULL && last->is_news == is_news &&
	    last->first + last->count == first) {
		last->count += count;
		return 0;
	}
	if (array_grow(&overlay->runs, &overlay->runs_cap, overlay->n_runs + 1,
		sizeof(*overlay->runs), err) != 0)
		return -1;
	overlay->runs[overlay->n_runs++] =
	    (struct overlay_run){is_news, first, count};
	return 0;
}

/* --- who comes next --- */

static int64_t
customer_at(const struct place *place)
{
	return place->customer < place->block->n_customers
	    ? place->block->customers[place->customer]
	    : INT64_MAX;
}

static size_t
count_at(const struct place *place)
{
	return place->block->counts[place->customer];
}

static void
step(struct place *place)
{
	place->event += place->block->counts[place->customer++];
}

/* The events of one customer in both, by their times. */
static int
mix(struct overlay *overlay, const struct place *base, const struct place *news,
    struct err *err)
{
	size_t b = base->event, b_end = b + count_at(base);
	size_t n = news->event, n_end = n + count_at(news);

	while (b < b_end || n < n_end) {
		bool is_news = b == b_end ||
		    (n < n_end &&
			block_number(news->block, BLOCK_AT, n) <
			    block_number(base->block, BLOCK_AT, b));
		size_t *at = is_news ? &n : &b;

		if (add_run(overlay, is_news, *at, 1, err) != 0)
			return -1;
		++*at;
	}
	return 0;
}

static int
add_customer(
    struct overlay *overlay, int64_t customer, size_t before, struct err *err)
{
	struct block *block = &overlay->block;
	size_t n = block->n_customers;

	if (block->n_events == before)
		return 0;
	if (array_grow(&block->customers, &block->customers_cap, n + 1,
		sizeof(*block->customers), err) != 0 ||
	    array_grow(&block->counts, &block->counts_cap, n + 1,
		sizeof(*block->counts), err) != 0)
		return -1;
	block->customers[n] = customer;
	block->counts[n] = (uint32_t)(block->n_events - before);
	block->n_customers++;
	return 0;
}

static int
take_customer(struct overlay *overlay, struct place *base, struct place *news,
    bool is_hidden, struct err *err)
{
	int64_t in_base = customer_at(base), in_news = customer_at(news);
	int64_t customer = in_base < in_news ? in_base : in_news;
	size_t before = overlay->block.n_events;
	bool has_base = in_base == customer && !is_hidden;
	bool has_news = in_news == customer;
	int rc = 0;

	if (has_base && has_news)
		rc = mix(overlay, base, news, err);
	else if (has_base)
		rc = add_run(overlay, false, base->event, count_at(base), err);
	else if (has_news)
		rc = add_run(overlay, true, news->event, count_at(news), err);
	if (in_base == customer)
		step(base);
	if (has_news)
		step(news);
	return rc != 0 ? -1 : add_customer(overlay, customer, before, err);
}

static int
choose(struct overlay *overlay, struct place *base, struct place *news,
    const struct block *hidden, struct err *err)
{
	size_t h = 0;

	while (base->customer < base->block->n_customers ||
	    news->customer < news->block->n_customers) {
		int64_t next = customer_at(base);

		while (h < hidden->n_customers && hidden->customers[h] < next)
			h++;
		if (take_customer(overlay, base, news,
			h < hidden->n_customers && hidden->customers[h] == next,
			err) != 0)
			return -1;
	}
	return 0;
}

/* --- columns --- */

static void
fill_numbers(
    int64_t *to, const struct block_values *from, size_t first, size_t n)
{
	if (from->is_known)
		memcpy(to, from->items + first, n * sizeof(*to));
	else
		for (size_t i = 0; i < n; i++)
			to[i] = CANON_NO_INT;
}

static int
join_numbers(struct overlay *overlay, const struct block *base,
    const struct block *news, int column, struct err *err)
{
	struct block_values *to = &overlay->block.numbers[column];
	size_t at = 0;

	to->is_known =
	    base->numbers[column].is_known || news->numbers[column].is_known;
	if (!to->is_known)
		return 0;
	if (array_grow(&to->items, &to->cap, overlay->block.n_events + 1,
		sizeof(*to->items), err) != 0)
		return -1;
	for (size_t i = 0; i < overlay->n_runs; i++) {
		const struct overlay_run *run = &overlay->runs[i];

		fill_numbers(to->items + at,
		    run->is_news ? &news->numbers[column]
				 : &base->numbers[column],
		    run->first, run->count);
		at += run->count;
	}
	return 0;
}

/* The words of both, one behind the other; the first is empty. */
static int
join_words(struct block_words *to, const struct block_words *base,
    const struct block_words *news, struct err *err)
{
	size_t n_base = base->is_known ? base->n_words : 0;
	size_t n_news = news->is_known ? news->n_words : 0;

	to->n_words = 1 + n_base + n_news;
	if (array_grow(&to->read, &to->read_cap, to->n_words, sizeof(*to->read),
		err) != 0)
		return -1;
	to->read[0] = span_make("", 0);
	if (n_base > 0)
		memcpy(to->read + 1, base->words, n_base * sizeof(*to->read));
	if (n_news > 0)
		memcpy(to->read + 1 + n_base, news->words,
		    n_news * sizeof(*to->read));
	to->words = to->read;
	return 0;
}

static void
fill_words(uint32_t *to, const struct block_words *from, size_t first, size_t n,
    uint32_t offset)
{
	for (size_t i = 0; i < n; i++)
		to[i] = from->is_known ? from->items[first + i] + offset : 0;
}

static int
join_texts(struct overlay *overlay, const struct block *base,
    const struct block *news, int column, struct err *err)
{
	const struct block_words *from[] = {
	    &base->texts[column], &news->texts[column]};
	struct block_words *to = &overlay->block.texts[column];
	uint32_t n_base = from[0]->is_known ? (uint32_t)from[0]->n_words : 0;
	size_t at = 0;

	to->is_known = from[0]->is_known || from[1]->is_known;
	if (!to->is_known)
		return 0;
	if (join_words(to, from[0], from[1], err) != 0 ||
	    array_grow(&to->items, &to->cap, overlay->block.n_events + 1,
		sizeof(*to->items), err) != 0)
		return -1;
	for (size_t i = 0; i < overlay->n_runs; i++) {
		const struct overlay_run *run = &overlay->runs[i];

		fill_words(to->items + at, from[run->is_news], run->first,
		    run->count, run->is_news ? 1 + n_base : 1);
		at += run->count;
	}
	return 0;
}

int
overlay_merge(struct overlay *overlay, const struct block *base,
    const struct block *news, const struct block *hidden, struct err *err)
{
	struct place at_base = {.block = base};
	struct place at_news = {.block = news};

	block_reset(&overlay->block);
	overlay->n_runs = 0;
	if (choose(overlay, &at_base, &at_news, hidden, err) != 0)
		return -1;
	for (int i = 0; i < BLOCK_NUMBERS; i++)
		if (join_numbers(overlay, base, news, i, err) != 0)
			return -1;
	for (int i = 0; i < BLOCK_TEXTS; i++)
		if (join_texts(overlay, base, news, i, err) != 0)
			return -1;
	return 0;
}

void
overlay_clear(struct overlay *overlay)
{
	block_clear(&overlay->block);
	free(overlay->runs);
	memset(overlay, 0, sizeof(*overlay));
}
