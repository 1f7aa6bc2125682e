#include <stdlib.h>
#include <string.h>

#include "match/decided.h"

static int
compare_pairs(const void *left, const void *right)
{
	const struct decided_pair *a = left;
	const struct decided_pair *b = right;

	if (a->left != b->left)
		return a->left < b->left ? -1 : 1;
	return (a->right > b->right) - (a->right < b->right);
}

static int
by_record(const void *left, const void *right)
{
	const struct decided_piece *a = left;
	const struct decided_piece *b = right;

	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	return (a->whole > b->whole) - (a->whole < b->whole);
}

/* So that the records of one piece stand side by side. */
static int
by_piece(const void *left, const void *right)
{
	const struct decided_piece *a = left;
	const struct decided_piece *b = right;

	if (a->whole != b->whole)
		return a->whole < b->whole ? -1 : 1;
	if (a->piece != b->piece)
		return a->piece < b->piece ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

static void
put(struct decided_pair *pairs, size_t *n, uint32_t a, uint32_t b, bool is_same)
{
	pairs[*n].left = a < b ? a : b;
	pairs[*n].right = a < b ? b : a;
	pairs[*n].is_same = is_same;
	++*n;
}

static void
mark(struct decided *decided, uint32_t record)
{
	decided->marks[record / 8] |= (uint8_t)(1 << record % 8);
}

static void
take_pairs(struct decided *decided, const struct decided_pair *pairs, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (pairs[i].is_same)
			put(decided->musts, &decided->n_musts, pairs[i].left,
			    pairs[i].right, true);
		else
			put(decided->pairs, &decided->n_pairs, pairs[i].left,
			    pairs[i].right, false);
		mark(decided, pairs[i].left);
		mark(decided, pairs[i].right);
	}
}

static void
take_pieces(struct decided *decided, struct decided_piece *pieces, size_t n)
{
	size_t i;

	if (n == 0)
		return;
	qsort(pieces, n, sizeof(*pieces), by_piece);
	for (i = 0; i < n; i++) {
		mark(decided, pieces[i].record);
		if (i > 0 && pieces[i].is_held &&
		    pieces[i].whole == pieces[i - 1].whole &&
		    pieces[i].piece == pieces[i - 1].piece)
			put(decided->musts, &decided->n_musts,
			    pieces[i - 1].record, pieces[i].record, true);
	}
	memcpy(decided->pieces, pieces, n * sizeof(*pieces));
	decided->n_pieces = n;
	qsort(decided->pieces, n, sizeof(*decided->pieces), by_record);
}

int
decided_make(struct decided *decided, size_t n_records,
    const struct decided_pair *pairs, size_t n_pairs,
    struct decided_piece *pieces, size_t n_pieces, struct err *err)
{
	memset(decided, 0, sizeof(*decided));
	if (n_pairs + n_pieces == 0)
		return 0;
	decided->marks = calloc(n_records / 8 + 1, 1);
	decided->pairs = malloc((n_pairs + 1) * sizeof(*decided->pairs));
	decided->musts =
	    malloc((n_pairs + n_pieces + 1) * sizeof(*decided->musts));
	decided->pieces = malloc((n_pieces + 1) * sizeof(*decided->pieces));
	if (decided->marks == NULL || decided->pairs == NULL ||
	    decided->musts == NULL || decided->pieces == NULL) {
		decided_clear(decided);
		return err_nomem(err);
	}
	take_pairs(decided, pairs, n_pairs);
	take_pieces(decided, pieces, n_pieces);
	if (decided->n_pairs > 0)
		qsort(decided->pairs, decided->n_pairs, sizeof(*pairs),
		    compare_pairs);
	if (decided->n_musts > 0)
		qsort(decided->musts, decided->n_musts, sizeof(*pairs),
		    compare_pairs);
	return 0;
}

void
decided_clear(struct decided *decided)
{
	free(decided->marks);
	free(decided->pairs);
	free(decided->musts);
	free(decided->pieces);
	memset(decided, 0, sizeof(*decided));
}

static bool
has_pair(const struct decided_pair *pairs, size_t n, uint32_t a, uint32_t b)
{
	struct decided_pair key;
	size_t one = 0;

	if (n == 0)
		return false;
	put(&key, &one, a, b, false);
	return bsearch(&key, pairs, n, sizeof(key), compare_pairs) != NULL;
}

static size_t
first_piece(const struct decided *decided, uint32_t record)
{
	size_t low = 0, high = decided->n_pieces;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (decided->pieces[middle].record < record)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Both lists stand by whole: walk them side by side. */
static bool
is_parted(const struct decided *decided, uint32_t a, uint32_t b)
{
	const struct decided_piece *pieces = decided->pieces;
	size_t n = decided->n_pieces;
	size_t i = first_piece(decided, a), j = first_piece(decided, b);

	while (
	    i < n && j < n && pieces[i].record == a && pieces[j].record == b) {
		if (pieces[i].whole == pieces[j].whole) {
			if (pieces[i].piece != pieces[j].piece)
				return true;
			i++;
			j++;
		} else if (pieces[i].whole < pieces[j].whole) {
			i++;
		} else {
			j++;
		}
	}
	return false;
}

bool
decided_is_apart(const struct decided *decided, uint32_t a, uint32_t b)
{
	if (a == b || !decided_concerns(decided, a) ||
	    !decided_concerns(decided, b))
		return false;
	return has_pair(decided->pairs, decided->n_pairs, a, b) ||
	    is_parted(decided, a, b);
}

bool
decided_is_must(const struct decided *decided, uint32_t a, uint32_t b)
{
	return decided_concerns(decided, a) && decided_concerns(decided, b) &&
	    has_pair(decided->musts, decided->n_musts, a, b);
}
