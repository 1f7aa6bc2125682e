#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/num.h"
#include "canon/canon.h"
#include "store/arrange.h"
#include "store/db.h"
#include "store/news.h"
#include "store/packed.h"
#include "store/stmt.h"
#include "store/stream.h"

/* What the table meta says of them, under "journey_pack". */
enum number {
	GENERATION, /* of all that is packed */
	UNMERGED,
	AS_OF,
	BASE_GENERATION,
	BASE_AS_OF,
	BASE_NEXT_AT, /* of the first event that is later than... */
	BASE_AT,      /* the newest import */
	LAST_EVENT,
	LAST_RUN,
	LAST_RECORD,
	N_PAST,
	N_EVENTS,
	BLOCKS, /* digest of their list */
	N_NUMBERS,
};

struct mark {
	int64_t numbers[N_NUMBERS];
};

#define MARK_MAX 512

/* --- which state they are of --- */

/* The next of the numbers between blanks. */
static bool
take_number(struct span *text, int64_t *number)
{
	size_t len = 0;

	while (len < text->len && text->data[len] != ' ')
		len++;
	if (!num_i64(span_make(text->data, len), INT64_MIN, INT64_MAX, number))
		return false;
	len += len < text->len;
	*text = span_make(text->data + len, text->len - len);
	return true;
}

static int64_t
digest_mark(const struct mark *mark)
{
	return (int64_t)hash_64(PACKED_VERSION,
	    span_make((const char *)mark->numbers, sizeof(mark->numbers)));
}

static int
read_mark(
    struct store *store, struct mark *mark, bool *is_known, struct err *err)
{
	char bytes[MARK_MAX];
	struct span text;
	int64_t version, digest;

	if (store_get_meta(store, "journey_pack", bytes, sizeof(bytes), err) !=
	    0)
		return -1;
	text = span_of(bytes);
	*is_known = take_number(&text, &version) && version == PACKED_VERSION;
	for (int i = 0; *is_known && i < N_NUMBERS; i++)
		*is_known = take_number(&text, &mark->numbers[i]);
	*is_known = *is_known && take_number(&text, &digest) &&
	    digest == digest_mark(mark);
	return 0;
}

static int
write_mark(struct store *store, const struct mark *mark, struct err *err)
{
	char text[MARK_MAX];
	int len = snprintf(text, sizeof(text), "%d", PACKED_VERSION);

	for (int i = 0; i < N_NUMBERS; i++)
		len += snprintf(text + len, sizeof(text) - (size_t)len, " %lld",
		    (long long)mark->numbers[i]);
	(void)snprintf(text + len, sizeof(text) - (size_t)len, " %lld",
	    (long long)digest_mark(mark));
	return store_set_meta(store, "journey_pack", text, err);
}

void
packed_follow(struct store *store)
{
	store->is_followed = true;
}

/* From this generation on all changes were followed. */
int
packed_left(struct store *store, struct err *err)
{
	char text[32];

	if (store->is_followed)
		return 0;
	(void)snprintf(
	    text, sizeof(text), "%lld", (long long)store->generation + 1);
	return store_set_meta(store, "journey_left", text, err);
}

enum state { GONE, FOLLOWED, FRESH };

static int
look(struct store *store, struct mark *mark, enum state *state, struct err *err)
{
	char text[32];
	int64_t generation, left = 0;
	bool is_known;

	*state = GONE;
	if (read_mark(store, mark, &is_known, err) != 0)
		return -1;
	if (!is_known)
		return 0;
	if (store_generation(store, &generation, err) != 0 ||
	    store_get_meta(store, "journey_left", text, sizeof(text), err) != 0)
		return -1;
	if (generation == mark->numbers[GENERATION])
		*state = FRESH;
	else if (mark->numbers[UNMERGED] == 0 &&
	    generation > mark->numbers[GENERATION] &&
	    (text[0] == '\0' || num_i64(span_of(text), 0, INT64_MAX, &left)) &&
	    left <= mark->numbers[BASE_GENERATION])
		*state = FOLLOWED;
	return 0;
}

int
packed_is_fresh(struct store *store, bool *is_fresh, struct err *err)
{
	struct mark mark;
	enum state state = GONE;

	/* In a write the generation is still the old one. */
	if (!store->is_in_write && look(store, &mark, &state, err) != 0)
		return -1;
	*is_fresh = state == FRESH;
	return 0;
}

/* --- what is known of the store --- */

static int
number(struct store *store, const char *name, int64_t after, int64_t *out,
    struct err *err)
{
	const struct stmt_value value = STMT_I64(":after", after);

	return stmt_number(store, name, &value, 1, out, err);
}

/* The newest event that is not later than the newest import: the base's, or
 * one that came since, unless events of the base that were in the future then
 * have become past. */
static int
as_of(
    struct store *store, const struct mark *mark, int64_t *us, struct err *err)
{
	struct stmt_value values[] = {
	    STMT_I64(":after", mark->numbers[LAST_EVENT]),
	    STMT_I64(":at", CANON_NO_TIME)};
	int64_t news_us = CANON_NO_TIME;

	if (stmt_number(
		store, "news_import_at", NULL, 0, &values[1].number, err) != 0)
		return -1;
	if (values[1].number >= mark->numbers[BASE_NEXT_AT] ||
	    values[1].number < mark->numbers[BASE_AT])
		return stmt_number(store, "as_of", NULL, 0, us, err);
	if (stmt_number(store, "news_as_of", values, 2, &news_us, err) != 0)
		return -1;
	*us = mark->numbers[BASE_AS_OF];
	if (news_us > *us)
		*us = news_us;
	return 0;
}

static int
facts_since(struct store *store, const struct mark *mark, bool has_changed,
    struct packed_facts *facts, struct err *err)
{
	facts->unmerged = 0;
	facts->as_of_us = CANON_NO_TIME;
	if (number(store, "news_unmerged", mark->numbers[LAST_RECORD],
		&facts->unmerged, err) != 0)
		return -1;
	if (has_changed)
		return stmt_number(
		    store, "as_of", NULL, 0, &facts->as_of_us, err);
	return as_of(store, mark, &facts->as_of_us, err);
}

int
packed_facts(struct store *store, struct packed_facts *facts, bool *is_known,
    struct err *err)
{
	struct mark mark = {{0}};
	enum state state = GONE;
	int64_t n_past = 0;

	*is_known = false;
	if (!store->is_in_write && look(store, &mark, &state, err) != 0)
		return -1;
	*is_known = state != GONE;
	facts->unmerged = mark.numbers[UNMERGED];
	facts->as_of_us = mark.numbers[AS_OF];
	if (state != FOLLOWED)
		return 0;
	if (number(store, "news_count_past", mark.numbers[LAST_EVENT], &n_past,
		err) != 0)
		return -1;
	return facts_since(
	    store, &mark, n_past != mark.numbers[N_PAST], facts, err);
}

/* --- writing --- */

static int
add_part(struct store *store, const struct shelf_raw *raw,
    const struct shelf_part *part, struct err *err)
{
	const struct stmt_value values[] = {
	    STMT_I64(":id", raw->id * SHELF_PARTS + part->number),
	    STMT_I64(":check", part->check)};
	sqlite3_stmt *stmt =
	    stmt_open(store, "packed_add", values, STMT_COUNT(values), err);
	bool has_row;
	int rc;

	if (stmt == NULL)
		return -1;
	if (sqlite3_bind_blob64(stmt,
		sqlite3_bind_parameter_index(stmt, ":data"),
		raw->bytes.data + part->at, part->len,
		SQLITE_STATIC) != SQLITE_OK) {
		stmt_close(stmt);
		return store_fail(store, "packed_add", err);
	}
	rc = stmt_step(store, stmt, &has_row, err);
	stmt_close(stmt);
	return rc;
}

/* A block as it is written. */
struct sheet {
	struct shelf_raw raw;
	uint64_t parts;
	int64_t first, last; /* customers */
};

static int
fill_sheet(struct sheet *sheet, const struct block *block,
    const struct block *hidden, struct err *err)
{
	size_t n = block->n_customers;

	sheet->first = n == 0 ? 0 : block->customers[0];
	sheet->last = n == 0 ? 0 : block->customers[n - 1];
	return shelf_keep(block, hidden, &sheet->raw, &sheet->parts, err);
}

static int
write_sheet(
    struct store *store, struct sheet *sheet, int64_t id, struct err *err)
{
	const struct stmt_value values[] = {STMT_I64(":id", id),
	    STMT_I64(":first", sheet->first), STMT_I64(":last", sheet->last),
	    STMT_I64(":parts", (int64_t)sheet->parts)};

	shelf_sign(&sheet->raw, id);
	for (size_t i = 0; i < sheet->raw.n_parts; i++)
		if (add_part(store, &sheet->raw, &sheet->raw.parts[i], err) !=
		    0)
			return -1;
	return stmt_exec(
	    store, "packed_add_block", values, STMT_COUNT(values), err);
}

/* --- the base --- */

#define PACKERS_MAX 8

/* What those who pack have in common, and touch only in their turn. */
struct base {
	struct store *store;
	int64_t *numbers; /* of the mark */
	int64_t n_blocks;
};

struct packer {
	struct base *base;
	struct sheet *sheets;
	size_t n_sheets, sheets_cap;
	int64_t import_at, as_of_us, next_us, n_events;
};

static void
look_at_times(struct packer *packer, const struct block *block)
{
	for (size_t i = 0; i < block->n_events; i++) {
		int64_t at_us = block_number(block, BLOCK_AT, i);

		if (at_us > packer->import_at) {
			if (at_us < packer->next_us)
				packer->next_us = at_us;
		} else if (at_us > packer->as_of_us) {
			packer->as_of_us = at_us;
		}
	}
}

static int
take_base(void *self, const struct block *block, struct err *err)
{
	struct packer *packer = self;
	size_t n = packer->n_sheets;

	if (n == packer->sheets_cap) {
		if (array_grow(&packer->sheets, &packer->sheets_cap, n + 1,
			sizeof(*packer->sheets), err) != 0)
			return -1;
		memset(packer->sheets + n, 0,
		    (packer->sheets_cap - n) * sizeof(*packer->sheets));
	}
	packer->n_events += (int64_t)block->n_events;
	look_at_times(packer, block);
	return fill_sheet(
	    &packer->sheets[packer->n_sheets++], block, NULL, err);
}

static int
write_base(void *self, struct err *err)
{
	struct packer *packer = self;
	struct base *base = packer->base;

	for (size_t i = 0; i < packer->n_sheets; i++)
		if (write_sheet(base->store, &packer->sheets[i],
			2 * ++base->n_blocks, err) != 0)
			return -1;
	packer->n_sheets = 0;
	base->numbers[N_EVENTS] += packer->n_events;
	packer->n_events = 0;
	if (packer->as_of_us > base->numbers[BASE_AS_OF])
		base->numbers[BASE_AS_OF] = packer->as_of_us;
	if (packer->next_us < base->numbers[BASE_NEXT_AT])
		base->numbers[BASE_NEXT_AT] = packer->next_us;
	return 0;
}

static void
clear_packer(struct packer *packer)
{
	for (size_t i = 0; i < packer->sheets_cap; i++)
		shelf_drop(&packer->sheets[i].raw);
	free(packer->sheets);
}

static int
write_all(struct store *store, struct arrange *arrange, struct mark *mark,
    struct err *err)
{
	struct base base = {.store = store, .numbers = mark->numbers};
	struct packer packers[PACKERS_MAX];
	struct arrange_hand hands[PACKERS_MAX];
	long n_cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t n = n_cores < 1      ? 1
	    : n_cores > PACKERS_MAX ? PACKERS_MAX
				    : (size_t)n_cores;
	int rc;

	for (size_t i = 0; i < n; i++) {
		packers[i] = (struct packer){.base = &base,
		    .import_at = mark->numbers[BASE_AT],
		    .as_of_us = CANON_NO_TIME,
		    .next_us = INT64_MAX};
		hands[i] = (struct arrange_hand){
		    .take = take_base, .end = write_base, .self = &packers[i]};
	}
	rc = arrange_share(arrange, hands, n, err);
	for (size_t i = 0; i < n; i++)
		clear_packer(&packers[i]);
	return rc;
}

static int
mark_base(struct store *store, struct mark *mark, struct err *err)
{
	int64_t *numbers = mark->numbers;

	memset(mark, 0, sizeof(*mark));
	numbers[BASE_AS_OF] = CANON_NO_TIME;
	numbers[BASE_NEXT_AT] = INT64_MAX;
	numbers[BASE_AT] = CANON_NO_TIME;
	if (store_generation(store, &numbers[BASE_GENERATION], err) != 0 ||
	    stmt_number(store, "news_import_at", NULL, 0, &numbers[BASE_AT],
		err) != 0 ||
	    stmt_number(store, "stream_last_event", NULL, 0,
		&numbers[LAST_EVENT], err) != 0 ||
	    stmt_number(store, "run_last", NULL, 0, &numbers[LAST_RUN], err) !=
		0 ||
	    stmt_number(store, "news_last_record", NULL, 0,
		&numbers[LAST_RECORD], err) != 0)
		return -1;
	numbers[GENERATION] = numbers[BASE_GENERATION];
	return number(store, "news_count_past", numbers[LAST_EVENT],
	    &numbers[N_PAST], err);
}

static int
pack_all(struct store *store, struct mark *mark, struct err *err)
{
	struct arrange *arrange;
	int rc;

	if (mark_base(store, mark, err) != 0)
		return -1;
	/* Several read as long as nothing is written, so the old ones go
	 * after that. */
	arrange = stream_arrange(store, &mark->numbers[UNMERGED], err);
	if (arrange == NULL)
		return -1;
	rc = stmt_exec(store, "packed_clear", NULL, 0, err);
	if (rc == 0)
		rc = stmt_exec(store, "packed_clear_blocks", NULL, 0, err);
	if (rc == 0)
		rc = write_all(store, arrange, mark, err);
	arrange_free(arrange);
	if (rc != 0)
		return -1;
	mark->numbers[AS_OF] = mark->numbers[BASE_AS_OF];
	/* What nobody has merged was not seen. */
	if (mark->numbers[UNMERGED] == 0)
		return 0;
	return stmt_number(store, "as_of", NULL, 0, &mark->numbers[AS_OF], err);
}

/* --- news --- */

static struct news_base
base_of(const struct mark *mark)
{
	return (struct news_base){
	    .last_event = mark->numbers[LAST_EVENT],
	    .last_run = mark->numbers[LAST_RUN],
	    .n_past = mark->numbers[N_PAST],
	    .n_events = mark->numbers[N_EVENTS],
	};
}

struct news_writer {
	struct store *store;
	const struct shelf *shelf; /* of the base */
	int64_t *former;           /* numbers of the news of before */
	size_t n_former;
	struct sheet sheet;
	int64_t n_behind;
};

/* Blocks behind the base take the odd numbers behind its last. */
static int64_t
news_id(struct news_writer *writer, size_t index)
{
	const struct shelf *shelf = writer->shelf;
	int64_t last =
	    shelf->count == 0 ? 0 : shelf->blocks[shelf->count - 1].id;

	if (index < shelf->count)
		return shelf->blocks[index].id + 1;
	return last + 1 + 2 * ++writer->n_behind;
}

/* Several read as long as nothing is written, so the news of before go when
 * the first of now come. */
static int
clear_news(struct news_writer *writer, struct err *err)
{
	while (writer->n_former > 0) {
		int64_t id = writer->former[--writer->n_former] * SHELF_PARTS;
		const struct stmt_value values[] = {
		    STMT_I64(":first", id), STMT_I64(":end", id + SHELF_PARTS)};

		if (stmt_exec(writer->store, "packed_drop", values, 2, err) !=
		    0)
			return -1;
		if (writer->n_former == 0)
			return stmt_exec(
			    writer->store, "packed_drop_news", NULL, 0, err);
	}
	return 0;
}

static int
write_news(void *self, size_t index, const struct block *news,
    const struct block *hidden, struct err *err)
{
	struct news_writer *writer = self;

	if (clear_news(writer, err) != 0 ||
	    fill_sheet(&writer->sheet, news, hidden, err) != 0)
		return -1;
	return write_sheet(
	    writer->store, &writer->sheet, news_id(writer, index), err);
}

/* The base, if it is as it was written; which news there are is kept. */
static int
load_base(struct news_writer *writer, const struct mark *mark,
    struct shelf *shelf, bool *is_whole, struct err *err)
{
	if (shelf_load(shelf, writer->store, err) != 0)
		return -1;
	*is_whole = (int64_t)shelf->digest == mark->numbers[BLOCKS];
	writer->shelf = shelf;
	writer->former = calloc(shelf->count + 1, sizeof(*writer->former));
	if (writer->former == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < shelf->count; i++)
		if (shelf->blocks[i].news_id != 0)
			writer->former[writer->n_former++] =
			    shelf->blocks[i].news_id;
	shelf_base(shelf);
	return 0;
}

static int
pack_news(
    struct store *store, struct mark *mark, bool *is_done, struct err *err)
{
	const struct news_base base = base_of(mark);
	struct news_writer writer = {.store = store};
	struct packed_facts since = {0};
	struct news_facts facts = {0};
	struct shelf shelf = {0};
	int rc = load_base(&writer, mark, &shelf, is_done, err);

	if (rc == 0 && *is_done) {
		rc = news_make(
		    store, &shelf, &base, write_news, &writer, &facts, err);
		*is_done = rc == 0 && !facts.is_too_much;
	}
	if (rc == 0 && *is_done)
		rc = clear_news(&writer, err);
	if (rc == 0 && *is_done)
		rc = facts_since(store, mark, facts.has_changed, &since, err);
	if (rc == 0 && *is_done) {
		mark->numbers[UNMERGED] = since.unmerged;
		mark->numbers[AS_OF] = since.as_of_us;
		rc = store_generation(store, &mark->numbers[GENERATION], err);
	}
	/* What is damaged is packed anew. */
	if (rc != 0 && err->code == ERR_DATA) {
		err_clear(err);
		*is_done = false;
		rc = 0;
	}
	shelf_drop(&writer.sheet.raw);
	shelf_clear(&shelf);
	free(writer.former);
	return rc;
}

/* --- packing --- */

static int
pack(struct store *store, struct mark *mark, enum state state, struct err *err)
{
	struct shelf shelf = {0};
	bool is_done = false;
	int rc = 0;

	if (state == FOLLOWED)
		rc = pack_news(store, mark, &is_done, err);
	if (rc == 0 && !is_done)
		rc = pack_all(store, mark, err);
	if (rc == 0)
		rc = shelf_load(&shelf, store, err);
	mark->numbers[BLOCKS] = (int64_t)shelf.digest;
	shelf_clear(&shelf);
	return rc == 0 ? write_mark(store, mark, err) : -1;
}

int
packed_make(struct store *store, struct err *err)
{
	enum state state;
	struct mark mark;
	int64_t run = 0;

	if (store_begin(store, err) != 0)
		return -1;
	if (look(store, &mark, &state, err) != 0 ||
	    stmt_number(store, "run_last", NULL, 0, &run, err) != 0)
		goto rollback;
	if (state == FRESH || run == 0) {
		store_rollback(store);
		return 0;
	}
	if (pack(store, &mark, state, err) != 0)
		goto rollback;
	return store_commit_same(store, err);
rollback:
	store_rollback(store);
	return -1;
}

int
packed_forget(struct store *store, struct err *err)
{
	if (store_begin(store, err) != 0)
		return -1;
	if (store_set_meta(store, "journey_pack", "", err) == 0)
		return store_commit_same(store, err);
	store_rollback(store);
	return -1;
}

/* --- reading --- */

/* News that nobody has packed yet stay in memory. */
struct keeper {
	struct shelf *shelf, behind;
	int64_t last_id;
};

static int
keep_news(void *self, size_t index, const struct block *news,
    const struct block *hidden, struct err *err)
{
	struct keeper *keeper = self;
	struct shelf *shelf = keeper->shelf;
	size_t n = news->n_customers;
	struct shelf_block behind = {0};
	struct shelf_block *block = &behind;

	if (index < shelf->count) {
		block = &shelf->blocks[index];
		block->news_id = block->id + 1;
	} else {
		block->news_id = keeper->last_id += 2;
		block->high = n == 0 ? 0 : news->customers[n - 1];
	}
	block->news = calloc(1, sizeof(*block->news));
	if (block->news == NULL)
		return err_nomem(err);
	if (shelf_keep(news, hidden, block->news, &block->news_parts, err) ==
		0 &&
	    (index < shelf->count ||
		shelf_put(&keeper->behind, block, err) == 0)) {
		shelf_sign(block->news, block->news_id);
		return 0;
	}
	if (index >= shelf->count) {
		shelf_drop(block->news);
		free(block->news);
	}
	return -1;
}

static int
add_news(struct store *store, const struct mark *mark, struct shelf *shelf,
    bool *is_there, struct err *err)
{
	const struct news_base base = base_of(mark);
	struct keeper keeper = {.shelf = shelf,
	    .last_id =
		shelf->count == 0 ? 1 : shelf->blocks[shelf->count - 1].id + 1};
	struct news_facts facts = {0};
	int rc =
	    news_make(store, shelf, &base, keep_news, &keeper, &facts, err);

	*is_there = rc == 0 && !facts.is_too_much;
	for (size_t i = 0; rc == 0 && i < keeper.behind.count; i++) {
		rc = shelf_put(shelf, &keeper.behind.blocks[i], err);
		if (rc == 0)
			keeper.behind.blocks[i].news = NULL;
	}
	shelf_clear(&keeper.behind);
	return rc;
}

int
packed_open(
    struct store *store, struct shelf *shelf, bool *is_there, struct err *err)
{
	struct mark mark;
	enum state state = GONE;
	int rc = 0;

	*is_there = false;
	if (!store->is_in_write && look(store, &mark, &state, err) != 0)
		return -1;
	if (state == GONE)
		return 0;
	if (shelf_load(shelf, store, err) != 0)
		return -1;
	*is_there = (int64_t)shelf->digest == mark.numbers[BLOCKS];
	if (*is_there && state == FOLLOWED) {
		shelf_base(shelf);
		rc = add_news(store, &mark, shelf, is_there, err);
		if (rc == 0)
			return 0;
	}
	if (rc == 0)
		store->is_pack_damaged |= !*is_there;
	if (rc == 0 || err->code != ERR_DATA)
		return rc;
	err_clear(err);
	*is_there = false;
	store->is_pack_damaged = true;
	return 0;
}

static bool
is_among(const struct block *block, int64_t customer)
{
	size_t low = 0, high = block->n_customers;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (block->customers[middle] < customer)
			low = middle + 1;
		else
			high = middle;
	}
	return low < block->n_customers && block->customers[low] == customer;
}

static int
look_into(struct store *store, const struct shelf_block *from, int64_t customer,
    bool *has, struct err *err)
{
	uint64_t parts = BLOCK_BIT(BLOCK_CUSTOMERS) | BLOCK_BIT(SHELF_HIDDEN);
	struct block block = {0}, hidden = {0};
	struct shelf_raw raw = {0};
	int rc = 0;

	if (from->id != 0)
		rc = shelf_fetch(
		    store, from->id, from->parts & parts, &raw, err);
	if (rc == 0 && from->id != 0)
		rc = shelf_make(&raw, &block, NULL, err);
	*has = rc == 0 && is_among(&block, customer);
	if (rc == 0 && from->news_id != 0)
		rc = shelf_fetch(
		    store, from->news_id, from->news_parts & parts, &raw, err);
	if (rc == 0 && from->news_id != 0) {
		rc = shelf_make(&raw, &block, &hidden, err);
		*has = rc == 0 &&
		    ((*has && !is_among(&hidden, customer)) ||
			is_among(&block, customer));
	}
	shelf_drop(&raw);
	block_clear(&block);
	block_clear(&hidden);
	return rc;
}

int
packed_has(struct store *store, int64_t customer, bool *has, struct err *err)
{
	struct shelf shelf = {0};
	struct mark mark;
	enum state state = GONE;
	int rc = 0;

	*has = false;
	if (!store->is_in_write && look(store, &mark, &state, err) != 0)
		return -1;
	if (state != FRESH)
		return 0;
	rc = shelf_load(&shelf, store, err);
	for (size_t i = 0; rc == 0 && i < shelf.count &&
	     (int64_t)shelf.digest == mark.numbers[BLOCKS];
	     i++)
		if (shelf.blocks[i].high != 0 &&
		    shelf.blocks[i].low <= customer &&
		    customer <= shelf.blocks[i].high)
			rc = look_into(
			    store, &shelf.blocks[i], customer, has, err);
	shelf_clear(&shelf);
	if (rc == 0 || err->code != ERR_DATA)
		return rc;
	err_clear(err);
	*has = false;
	return 0;
}

bool
packed_is_damaged(const struct store *store)
{
	return store->is_pack_damaged;
}
