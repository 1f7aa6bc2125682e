#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/sorter.h"

#define SIZE_BYTES_MAX ((size_t)128)
#define MEMORY_MIN ((size_t)64 << 10)
#define BLOCK_BYTES ((size_t)32 << 10) /* what one run should be read by */
#define FAN_IN_MIN ((size_t)4)
#define FAN_IN_MAX ((size_t)512)
#define WRITE_BYTES ((size_t)256 << 10)
#define FEW_PAIRS 32
#define AHEAD 8 /* records fetched into the cache before they are asked for */

struct pair {
	uint64_t key;
	uint64_t at; /* the record's number in memory */
};

struct run {
	uint64_t start; /* bytes into the file */
	uint64_t count; /* records */
};

struct reader {
	struct run rest; /* what is not in the block yet */
	char *block;
	size_t have; /* records in the block */
	size_t at;
};

struct node {
	uint64_t key, second;
	size_t reader; /* the earlier run goes first among equal keys */
};

struct merge {
	struct reader *readers;
	struct node *heap;
	size_t count; /* of the heap */
	char *blocks;
	size_t block_records;
	size_t size; /* bytes a record */
	int keys;
	int fd;
	bool is_begun;
};

struct writer {
	int fd;
	uint64_t offset; /* where the next byte goes */
	char *block;
	size_t used;
	size_t cap;
};

struct sorter {
	size_t size;
	int keys; /* how many words of a record it is sorted by */
	size_t memory;
	const char *folder;
	char *records;
	size_t count;
	size_t cap;
	size_t cap_max; /* records that memory allows with their pairs */
	uint64_t total;
	uint64_t last_key, last_second;
	bool is_unsorted;
	bool is_finished;
	struct pair *order; /* NULL: the records lie in order */
	size_t next;
	int fd; /* of the runs; -1 when there are none */
	struct run *runs;
	size_t runs_count;
	size_t runs_cap;
	uint64_t file_end;
	struct merge merge;
};

static uint64_t
key_of(const char *record)
{
	uint64_t key;

	memcpy(&key, record, sizeof(key));
	return key;
}

static uint64_t
second_of(const char *record, int keys)
{
	return keys == 2 ? key_of(record + sizeof(uint64_t)) : 0;
}

struct sorter *
sorter_new(size_t record_size, int keys, size_t memory, const char *folder,
    struct err *err)
{
	struct sorter *sorter = calloc(1, sizeof(*sorter));

	assert(keys == 1 || keys == 2);
	assert(record_size >= 8 * (size_t)keys && record_size % 8 == 0);
	assert(record_size <= SIZE_BYTES_MAX);
	if (sorter == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	sorter->size = record_size;
	sorter->keys = keys;
	sorter->memory = memory < MEMORY_MIN ? MEMORY_MIN : memory;
	sorter->folder = folder == NULL ? "/var/tmp" : folder;
	/* The rest is for writing. */
	sorter->cap_max = (sorter->memory - sorter->memory / 8) /
	    (record_size + 2 * sizeof(struct pair));
	sorter->fd = -1;
	return sorter;
}

/* One pass: move the pairs to ${to} by one byte of their keys. */
static void
scatter(const struct pair *from, struct pair *to, size_t count,
    const size_t counts[256], unsigned shift)
{
	size_t at[256];
	size_t sum = 0;

	for (size_t i = 0; i < 256; i++) {
		at[i] = sum;
		sum += counts[i];
	}
	for (size_t i = 0; i < count; i++)
		to[at[from[i].key >> shift & 255]++] = from[i];
}

/* Sort by the lowest byte first; each pass is stable. A byte that is the same
 * in all keys needs no pass. Returns where the result lies. */
static struct pair *
radix_sort(struct pair *pairs, struct pair *spare, size_t count)
{
	size_t counts[8][256];
	struct pair *from = pairs, *to = spare;

	memset(counts, 0, sizeof(counts));
	for (size_t i = 0; i < count; i++)
		for (unsigned byte = 0; byte < 8; byte++)
			counts[byte][pairs[i].key >> 8 * byte & 255]++;
	for (unsigned byte = 0; byte < 8; byte++) {
		struct pair *swap = from;

		if (counts[byte][from[0].key >> 8 * byte & 255] == count)
			continue;
		scatter(from, to, count, counts[byte], 8 * byte);
		from = to;
		to = swap;
	}
	return from;
}

/* Sort a few pairs whose keys are the second ones; stable. */
static void
insert_sort(struct pair *pairs, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct pair moved = pairs[i];
		size_t at = i;

		for (; at > 0 && moved.key < pairs[at - 1].key; at--)
			pairs[at] = pairs[at - 1];
		pairs[at] = moved;
	}
}

/* Order pairs of one key by their second keys. */
static void
sort_by_second(const struct sorter *sorter, struct pair *pairs,
    struct pair *spare, size_t count)
{
	for (size_t i = 0; i < count; i++)
		pairs[i].key =
		    second_of(sorter->records + pairs[i].at * sorter->size, 2);
	if (count <= FEW_PAIRS)
		insert_sort(pairs, count);
	else if (radix_sort(pairs, spare, count) == spare)
		memcpy(pairs, spare, count * sizeof(*pairs));
}

static void
sort_equal_keys(
    const struct sorter *sorter, struct pair *pairs, struct pair *spare)
{
	for (size_t start = 0, end; start < sorter->count; start = end) {
		uint64_t key = pairs[start].key;

		end = start + 1;
		while (end < sorter->count && pairs[end].key == key)
			end++;
		if (end - start > 1)
			sort_by_second(
			    sorter, pairs + start, spare + start, end - start);
	}
}

/* Put the order of the records in memory into ${order}. */
static int
sort_memory(struct sorter *sorter, struct err *err)
{
	struct pair *pairs, *spare, *sorted;

	sorter->order = NULL;
	if (!sorter->is_unsorted)
		return 0;
	pairs = malloc(sorter->count * sizeof(*pairs));
	spare = malloc(sorter->count * sizeof(*spare));
	if (pairs == NULL || spare == NULL) {
		free(pairs);
		free(spare);
		return err_nomem(err);
	}
	for (size_t i = 0; i < sorter->count; i++) {
		pairs[i].key = key_of(sorter->records + i * sorter->size);
		pairs[i].at = i;
	}
	sorted = radix_sort(pairs, spare, sorter->count);
	if (sorter->keys == 2)
		sort_equal_keys(
		    sorter, sorted, sorted == pairs ? spare : pairs);
	free(sorted == pairs ? spare : pairs);
	sorter->order = sorted;
	return 0;
}

static const char *
record_at(const struct sorter *sorter, size_t i)
{
	const struct pair *order = sorter->order;

	if (order == NULL)
		return sorter->records + i * sorter->size;
	if (i + AHEAD < sorter->count)
		__builtin_prefetch(
		    sorter->records + order[i + AHEAD].at * sorter->size);
	return sorter->records + order[i].at * sorter->size;
}

static int
temp_file(const struct sorter *sorter, struct err *err)
{
	char path[4096], shown[ERR_QUOTE_MAX];
	int fd, len;

	(void)err_quote(shown, span_of(sorter->folder));
	len =
	    snprintf(path, sizeof(path), "%s/omni-sort-XXXXXX", sorter->folder);
	if (len < 0 || (size_t)len >= sizeof(path))
		return err_set(
		    err, ERR_CANTCREAT, "folder name too long: '%s'", shown);
	fd = mkstemp(path);
	if (fd < 0)
		return err_errno(err, ERR_CANTCREAT,
		    "cannot create a temporary file in '%s'", shown);
	if (unlink(path) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) {
		(void)err_errno(err, ERR_IO,
		    "cannot hide the temporary file in '%s'", shown);
		(void)close(fd);
		return -1;
	}
	return fd;
}

static int
writer_flush(struct writer *writer, struct err *err)
{
	size_t done = 0;

	while (done < writer->used) {
		ssize_t n = pwrite(writer->fd, writer->block + done,
		    writer->used - done, (off_t)writer->offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(
			    err, ERR_IO, "cannot write a temporary file");
		done += (size_t)n;
		writer->offset += (uint64_t)n;
	}
	writer->used = 0;
	return 0;
}

static int
writer_put(
    struct writer *writer, const char *record, size_t size, struct err *err)
{
	if (writer->cap - writer->used < size && writer_flush(writer, err) < 0)
		return -1;
	memcpy(writer->block + writer->used, record, size);
	writer->used += size;
	return 0;
}

static int
read_at(int fd, char *data, size_t size, uint64_t offset, struct err *err)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n =
		    pread(fd, data + done, size - done, (off_t)(offset + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(
			    err, ERR_IO, "cannot read a temporary file");
		if (n == 0)
			return err_set(
			    err, ERR_IO, "a temporary file is too short");
		done += (size_t)n;
	}
	return 0;
}

/* Write what is in memory as a run, and empty the memory. */
static int
spill(struct sorter *sorter, struct err *err)
{
	struct writer writer = {.cap = WRITE_BYTES};
	struct run run = {sorter->file_end, sorter->count};
	int status = -1;

	if (array_grow(&sorter->runs, &sorter->runs_cap, sorter->runs_count + 1,
		sizeof(run), err) < 0)
		return -1;
	if (sorter->fd < 0 && (sorter->fd = temp_file(sorter, err)) < 0)
		return -1;
	writer.fd = sorter->fd;
	writer.offset = sorter->file_end;
	if (writer.cap > sorter->memory / 8)
		writer.cap = sorter->memory / 8;
	writer.block = malloc(writer.cap);
	if (writer.block == NULL)
		return err_nomem(err);
	if (sort_memory(sorter, err) < 0)
		goto free_block;
	for (size_t i = 0; i < sorter->count; i++)
		if (writer_put(
			&writer, record_at(sorter, i), sorter->size, err) < 0)
			goto free_order;
	if (writer_flush(&writer, err) < 0)
		goto free_order;
	sorter->runs[sorter->runs_count++] = run;
	sorter->file_end = writer.offset;
	sorter->count = 0;
	sorter->is_unsorted = false;
	status = 0;
free_order:
	free(sorter->order);
	sorter->order = NULL;
free_block:
	free(writer.block);
	return status;
}

int
sorter_add(struct sorter *sorter, const void *record, struct err *err)
{
	uint64_t key = key_of(record);
	uint64_t second = second_of(record, sorter->keys);
	size_t cap = sorter->cap;

	assert(!sorter->is_finished);
	if (sorter->count == sorter->cap_max && spill(sorter, err) < 0)
		return -1;
	if (sorter->count == cap) {
		char *grown;

		cap = cap == 0 ? 512 : cap * 2;
		if (cap > sorter->cap_max)
			cap = sorter->cap_max;
		grown = realloc(sorter->records, cap * sorter->size);
		if (grown == NULL)
			return err_nomem(err);
		sorter->records = grown;
		sorter->cap = cap;
	}
	if (sorter->count > 0 &&
	    (key < sorter->last_key ||
		(key == sorter->last_key && second < sorter->last_second)))
		sorter->is_unsorted = true;
	sorter->last_key = key;
	sorter->last_second = second;
	memcpy(sorter->records + sorter->count * sorter->size, record,
	    sorter->size);
	sorter->count++;
	sorter->total++;
	return 0;
}

uint64_t
sorter_count(const struct sorter *sorter)
{
	return sorter->total;
}

static void
merge_clear(struct merge *merge)
{
	free(merge->readers);
	free(merge->heap);
	free(merge->blocks);
	memset(merge, 0, sizeof(*merge));
}

static bool
node_before(const struct node *a, const struct node *b)
{
	if (a->key != b->key)
		return a->key < b->key;
	return a->second < b->second ||
	    (a->second == b->second && a->reader < b->reader);
}

static void
sift_down(struct merge *merge, size_t at)
{
	struct node moved = merge->heap[at];

	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= merge->count)
			break;
		if (child + 1 < merge->count &&
		    node_before(&merge->heap[child + 1], &merge->heap[child]))
			child++;
		if (!node_before(&merge->heap[child], &moved))
			break;
		merge->heap[at] = merge->heap[child];
		at = child;
	}
	merge->heap[at] = moved;
}

/* Read the next block of a run that has records left. */
static int
refill(const struct merge *merge, struct reader *reader, struct err *err)
{
	size_t want = merge->block_records;

	if (reader->rest.count < want)
		want = (size_t)reader->rest.count;
	if (read_at(merge->fd, reader->block, want * merge->size,
		reader->rest.start, err) < 0)
		return -1;
	reader->rest.start += want * merge->size;
	reader->rest.count -= want;
	reader->have = want;
	reader->at = 0;
	return 0;
}

/* Begin to merge ${count} runs with buffers that share the memory. */
static int
merge_begin(const struct sorter *sorter, struct merge *merge,
    const struct run *runs, size_t count, struct err *err)
{
	memset(merge, 0, sizeof(*merge));
	merge->fd = sorter->fd;
	merge->size = sorter->size;
	merge->keys = sorter->keys;
	merge->block_records = sorter->memory / (count + 1) / sorter->size;
	merge->readers = calloc(count, sizeof(*merge->readers));
	merge->heap = calloc(count, sizeof(*merge->heap));
	merge->blocks = calloc(count, merge->block_records * sorter->size);
	if (merge->readers == NULL || merge->heap == NULL ||
	    merge->blocks == NULL) {
		merge_clear(merge);
		return err_nomem(err);
	}
	for (size_t i = 0; i < count; i++) {
		struct reader *reader = &merge->readers[i];

		reader->rest = runs[i];
		reader->block =
		    merge->blocks + i * merge->block_records * sorter->size;
		if (refill(merge, reader, err) < 0) {
			merge_clear(merge);
			return -1;
		}
		merge->heap[i] = (struct node){key_of(reader->block),
		    second_of(reader->block, merge->keys), i};
	}
	merge->count = count;
	for (size_t i = count / 2; i > 0; i--)
		sift_down(merge, i - 1);
	return 0;
}

/* Step over the record that was given out last. */
static int
merge_advance(struct merge *merge, struct err *err)
{
	struct node *top = &merge->heap[0];
	struct reader *reader = &merge->readers[top->reader];

	reader->at++;
	if (reader->at == reader->have && reader->rest.count > 0 &&
	    refill(merge, reader, err) < 0)
		return -1;
	if (reader->at < reader->have) {
		const char *record = reader->block + reader->at * merge->size;

		top->key = key_of(record);
		top->second = second_of(record, merge->keys);
	} else {
		*top = merge->heap[--merge->count];
	}
	if (merge->count > 0)
		sift_down(merge, 0);
	return 0;
}

static int
merge_next(struct merge *merge, const char **record, struct err *err)
{
	const struct reader *reader;

	*record = NULL;
	if (merge->is_begun && merge->count > 0 &&
	    merge_advance(merge, err) < 0)
		return -1;
	merge->is_begun = true;
	if (merge->count == 0)
		return 0;
	reader = &merge->readers[merge->heap[0].reader];
	*record = reader->block + reader->at * merge->size;
	return 0;
}

/* Merge neighbouring runs into one at the end of the writer's file. */
static int
merge_group(const struct sorter *sorter, const struct run *runs, size_t count,
    struct writer *writer, struct run *merged, struct err *err)
{
	struct merge merge;
	const char *record;

	merged->start = writer->offset + writer->used;
	merged->count = 0;
	if (merge_begin(sorter, &merge, runs, count, err) < 0)
		return -1;
	for (;;) {
		if (merge_next(&merge, &record, err) < 0)
			goto fail;
		if (record == NULL)
			break;
		if (writer_put(writer, record, sorter->size, err) < 0)
			goto fail;
		merged->count++;
	}
	merge_clear(&merge);
	return 0;
fail:
	merge_clear(&merge);
	return -1;
}

/* Make fewer and longer runs of all, in another file. */
static int
merge_pass(struct sorter *sorter, size_t fan_in, struct err *err)
{
	struct writer writer = {.cap = sorter->memory / (fan_in + 1)};
	size_t merged = 0;
	int old;

	writer.fd = temp_file(sorter, err);
	if (writer.fd < 0)
		return -1;
	writer.block = malloc(writer.cap);
	if (writer.block == NULL) {
		(void)err_nomem(err);
		goto close_file;
	}
	for (size_t i = 0; i < sorter->runs_count; i += fan_in) {
		size_t count = sorter->runs_count - i;
		struct run run;

		if (count > fan_in)
			count = fan_in;
		if (merge_group(sorter, sorter->runs + i, count, &writer, &run,
			err) < 0)
			goto free_block;
		sorter->runs[merged++] = run;
	}
	if (writer_flush(&writer, err) < 0)
		goto free_block;
	sorter->runs_count = merged;
	old = sorter->fd;
	sorter->fd = writer.fd;
	free(writer.block);
	if (close(old) < 0)
		return err_errno(err, ERR_IO, "cannot close a temporary file");
	return 0;
free_block:
	free(writer.block);
close_file:
	(void)close(writer.fd);
	return -1;
}

int
sorter_finish(struct sorter *sorter, struct err *err)
{
	size_t fan_in = sorter->memory / BLOCK_BYTES;

	assert(!sorter->is_finished);
	sorter->is_finished = true;
	if (sorter->runs_count == 0)
		return sort_memory(sorter, err);
	if (sorter->count > 0 && spill(sorter, err) < 0)
		return -1;
	free(sorter->records);
	sorter->records = NULL;
	if (fan_in < FAN_IN_MIN)
		fan_in = FAN_IN_MIN;
	if (fan_in > FAN_IN_MAX)
		fan_in = FAN_IN_MAX;
	while (sorter->runs_count > fan_in)
		if (merge_pass(sorter, fan_in, err) < 0)
			return -1;
	return merge_begin(
	    sorter, &sorter->merge, sorter->runs, sorter->runs_count, err);
}

int
sorter_next(struct sorter *sorter, const void **record, struct err *err)
{
	const char *found;

	assert(sorter->is_finished);
	*record = NULL;
	if (sorter->runs_count == 0) {
		if (sorter->next < sorter->count)
			*record = record_at(sorter, sorter->next++);
		return 0;
	}
	if (merge_next(&sorter->merge, &found, err) < 0)
		return -1;
	*record = found;
	return 0;
}

void
sorter_free(struct sorter *sorter)
{
	if (sorter == NULL)
		return;
	merge_clear(&sorter->merge);
	/* Nothing can be done, and nothing is lost, if this fails. */
	if (sorter->fd >= 0)
		(void)close(sorter->fd);
	free(sorter->order);
	free(sorter->records);
	free(sorter->runs);
	free(sorter);
}
