#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/intern.h"
#include "base/outfile.h"
#include "canon/zone.h"
#include "flow/import.h"
#include "flow/import_read.h"
#include "norm/phone.h"

#define N_BATCHES 3 /* being filled, being written, on the way */
#define MAP_SIZE_MAX (1 << 20)

struct import_job {
	const struct import_options *options;
	struct map *map;
	struct arena arena;
	struct span channel; /* without its kind; empty = rows say it */
	int channel_kind;
	struct span source;
	struct intern rejects; /* names that files of rejects have by now */
};

static const char *const status_names[] = {
    "stored", "same", "dry-run", "failed"};

const char *
import_status_name(enum import_status status)
{
	return status_names[status];
}

/* --- the job --- */

/* ${path}: of the input, for notes that do not name a place of their own. */
static void
report_notes(const struct import_options *options,
    const struct map_notes *notes, const char *path)
{
	struct err note;
	size_t i;

	for (i = 0; i < notes->count; i++) {
		note = notes->items[i];
		(void)err_place(&note, path, 0, NULL);
		options->report(options->context, &note,
		    notes->is_warning[i] ? IMPORT_REMARK : IMPORT_FAULT);
	}
}

/* Each problem has its line, and the error itself is the sum of them. */
static void
sum_up(const struct import_options *options, const struct map_notes *notes,
    const char *what, const char *path, struct err *err)
{
	enum err_code code = err->code;

	report_notes(options, notes, path);
	if (notes->n_errors == 0)
		return;
	err_clear(err);
	(void)err_set(err, code != ERR_NONE ? code : ERR_CONFIG,
	    "%s: %zu problem%s, nothing stored", what, notes->n_errors,
	    notes->n_errors == 1 ? "" : "s");
}

static int
read_file(const char *path, struct buf *text, struct err *err)
{
	FILE *file = fopen(path, "rb");
	char quoted[ERR_QUOTE_MAX];
	char *room;
	size_t got;
	int rc = 0;

	if (file == NULL && errno == ENOENT && strchr(path, '/') == NULL)
		return err_set(err, ERR_CONFIG,
		    "'%s' is neither a preset (see --list-maps) nor a file",
		    err_quote(quoted, span_of(path)));
	if (file == NULL)
		return err_errno(err, ERR_CONFIG,
		    "cannot open the mapping '%s'",
		    err_quote(quoted, span_of(path)));
	do {
		room = buf_reserve(text, 65536);
		got = room == NULL ? 0 : fread(room, 1, 65536, file);
		text->len += got;
	} while (got > 0 && text->len <= MAP_SIZE_MAX);
	if (ferror(file))
		rc = err_errno(err, ERR_CONFIG, "cannot read the mapping '%s'",
		    err_quote(quoted, span_of(path)));
	else if (text->len > MAP_SIZE_MAX)
		rc = err_set(err, ERR_CONFIG, "the mapping '%s' is too large",
		    err_quote(quoted, span_of(path)));
	(void)fclose(file);
	return rc != 0 ? rc : buf_check(text, err);
}

static bool
is_preset(const char *name)
{
	size_t i;

	for (i = 0; i < map_preset_count(); i++)
		if (strcmp(map_preset_name(i), name) == 0)
			return true;
	return false;
}

static int
read_map(struct import_job *job, struct err *err)
{
	const struct import_options *options = job->options;
	struct map_notes notes = {0};
	struct buf text = {0};
	int rc = 0;
	size_t i;

	if (options->map != NULL && is_preset(options->map))
		rc = map_read_preset(job->map, options->map, &notes, err);
	else if (options->map != NULL) {
		rc = read_file(options->map, &text, err);
		if (rc == 0)
			rc = map_read(job->map, options->map, buf_get(&text),
			    &notes, err);
	}
	for (i = 0; rc == 0 && i < options->n_fields; i++)
		rc = map_field(job->map, options->fields[i], err);
	if (notes.count > 0)
		sum_up(options, &notes, "mapping", NULL, err);
	map_notes_clear(&notes);
	buf_clear(&text);
	return rc;
}

/* NAME or NAME:KIND. */
static int
read_channel(struct import_job *job, struct err *err)
{
	const char *text = job->options->channel;
	char quoted[ERR_QUOTE_MAX];
	const char *colon;

	job->channel = map_channel(job->map);
	job->channel_kind = map_channel_kind(job->map);
	if (text == NULL)
		return 0;
	colon = strchr(text, ':');
	job->channel_kind = 0;
	job->channel = colon == NULL ? span_of(text)
				     : span_make(text, (size_t)(colon - text));
	if (!canon_is_name(job->channel))
		return err_set(err, ERR_USAGE,
		    "not a channel name: '%s' (no blanks, none of : , > & | +)",
		    err_quote(quoted, job->channel));
	if (colon == NULL)
		return 0;
	job->channel_kind = canon_channel_kind_of(span_of(colon + 1));
	if (job->channel_kind == 0)
		return err_set(err, ERR_USAGE, "not a channel kind: '%s'",
		    err_quote(quoted, span_of(colon + 1)));
	return 0;
}

static int
read_source(struct import_job *job, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];

	if (job->options->source != NULL)
		job->source = span_of(job->options->source);
	else if (map_source(job->map).len > 0)
		job->source = map_source(job->map);
	else
		job->source = job->channel;
	if (job->source.len == 0)
		return err_set(err, ERR_USAGE,
		    "say the channel (-c NAME) or the source (-S NAME)");
	if (!canon_is_name(job->source))
		return err_set(err, ERR_USAGE,
		    "not a source name: '%s' (no blanks, none of : , > & | +)",
		    err_quote(quoted, job->source));
	return 0;
}

struct import_job *
import_job_new(const struct import_options *options, struct err *err)
{
	struct import_job *job = calloc(1, sizeof *job);

	if (job == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	job->options = options;
	job->map = map_new(err);
	if (job->map == NULL || read_map(job, err) != 0 ||
	    read_channel(job, err) != 0 || read_source(job, err) != 0) {
		import_job_free(job);
		return NULL;
	}
	return job;
}

void
import_job_free(struct import_job *job)
{
	if (job == NULL)
		return;
	map_free(job->map);
	intern_clear(&job->rejects);
	arena_clear(&job->arena);
	free(job);
}

/* --- one file --- */

/* All that one file needs, in the order in which it is taken. */
struct file {
	struct import_job *job;
	const char *path;
	struct import_result *result;
	struct store *store;
	char hash[33]; /* of the file, if it could be read beforehand */
	bool is_hashed;
	struct zone *zone;
	struct store_import_info info;
	struct import_read read;
	struct store_import *import;
	struct store_batch *batches[N_BATCHES];
};

static int
open_store(struct file *file, bool may_create, struct err *err)
{
	const struct import_options *options = file->job->options;

	return options->open_store(
	    options->context, may_create, &file->store, err);
}

/* The zone of times without offset: -z, else the mapping's, else the
 * store's. */
static int
open_zone(struct file *file, struct err *err)
{
	const struct import_options *options = file->job->options;
	struct span of_map = map_timezone(file->job->map);
	char name[256];
	const char *chosen = options->timezone;

	if (chosen == NULL && of_map.len > 0 && of_map.len < sizeof name) {
		memcpy(name, of_map.data, of_map.len);
		name[of_map.len] = '\0';
		chosen = name;
	}
	if (chosen == NULL)
		chosen = file->store != NULL ? store_zone(file->store) : "UTC";
	file->zone = zone_open(chosen, err);
	return file->zone == NULL ? -1 : 0;
}

static void
fill_info(struct file *file)
{
	struct import_job *job = file->job;

	file->info.path = span_of(file->path);
	file->info.source = job->source;
	file->info.channel = job->channel;
	file->info.channel_kind = job->channel_kind;
	file->info.map_name = map_name(job->map);
	file->info.map_digest = map_digest(job->map);
	file->info.zone = span_of(zone_name(file->zone));
	file->info.now_us = job->options->now_us;
	file->info.is_snapshot = job->options->is_snapshot;
}

/* Ask the ledger before anything is parsed. A file that can be read only
 * once is asked for at its end. */
static int
ask_ledger(struct file *file, bool *is_known, struct err *err)
{
	int rc = input_hash_file(file->path, file->hash, err);

	*is_known = false;
	if (rc < 0)
		return err_place(err, file->path, 0, NULL);
	file->is_hashed = rc == 0;
	if (!file->is_hashed || file->store == NULL)
		return 0;
	return store_import_known(file->store, &file->info, file->hash,
	    &file->result->counts, is_known, err);
}

/* A header of which nothing is mapped is the one of another export, or the
 * first row of a file without header. */
static int
check_header(const struct file *file, size_t n_unmapped, struct err *err)
{
	size_t n;
	const struct span *header = input_header(file->read.input, &n);
	char quoted[ERR_QUOTE_MAX];
	const char *hint = input_hint(file->read.input);
	struct buf names = {0};
	size_t i;

	if (n == 0 || n_unmapped < n)
		return 0;
	for (i = 0; i < n; i++)
		buf_printf(&names, "%s'%s'", i > 0 ? ", " : "",
		    err_quote(quoted, header[i]));
	(void)err_set(err, ERR_DATA,
	    "no column of the header is mapped; it has: %.400s%s",
	    buf_text(&names),
	    hint[0] != '\0' ? hint : ": --infer proposes a mapping");
	buf_clear(&names);
	(void)err_reason(err, "HEADER_MISMATCH");
	return err_place(err, file->path, 0, NULL);
}

/* What a row cannot say, the caller must; what nobody maps is worth a line
 * for who asks for it. */
static int
check_mapper(const struct file *file, struct err *err)
{
	const struct import_options *options = file->job->options;
	struct err note = {0};
	struct buf names = {0};
	char quoted[ERR_QUOTE_MAX];
	const struct span *unmapped;
	size_t n = mapper_unmapped(file->read.mapper, &unmapped);
	size_t i;

	if (file->job->channel.len == 0 &&
	    !mapper_has_channel(file->read.mapper)) {
		(void)err_set(err, ERR_USAGE,
		    "no column says the channel: say it with -c NAME");
		return err_place(err, file->path, 0, NULL);
	}
	if (n == 0)
		return 0;
	if (check_header(file, n, err) != 0)
		return -1;
	for (i = 0; i < n; i++)
		buf_printf(&names, "%s'%s'", i > 0 ? ", " : "",
		    err_quote(quoted, unmapped[i]));
	(void)err_set(&note, ERR_DATA, "not mapped: %.500s", buf_text(&names));
	(void)err_place(&note, file->path, 0, NULL);
	buf_clear(&names);
	options->report(options->context, &note, IMPORT_REMARK);
	return 0;
}

static int
open_mapper(struct file *file, struct err *err)
{
	struct import_job *job = file->job;
	struct map_notes notes = {0};
	struct mapper_options options = {
	    .path = file->path,
	    .channel = job->channel,
	    .channel_kind = job->channel_kind,
	    .zone = file->zone,
	    .country = phone_country(span_of(zone_name(file->zone))),
	    .now_us = job->options->now_us,
	};

	file->read.mapper =
	    mapper_new(job->map, file->read.input, &options, &notes, err);
	if (file->read.mapper == NULL)
		sum_up(job->options, &notes, file->path, file->path, err);
	else
		report_notes(job->options, &notes, file->path);
	map_notes_clear(&notes);
	return file->read.mapper == NULL ? -1 : check_mapper(file, err);
}

static int
open_input(struct file *file, struct err *err)
{
	struct input_options options = file->job->options->input;

	map_input(file->job->map, &options);
	file->read.input = input_open(file->path, &options, err);
	if (file->read.input == NULL)
		return err_place(err, file->path, 0, NULL);
	file->info.encoding = span_of(input_encoding(file->read.input));
	return 0;
}

/* Two inputs may have one name in two folders. */
static int
name_rejects(struct file *file, struct buf *path, struct err *err)
{
	const char *folder = file->job->options->rejects;
	char quoted[ERR_QUOTE_MAX];
	struct intern *names = &file->job->rejects;
	size_t before = names->count;
	uint32_t number;
	unsigned n = 0;

	if (mkdir(folder, S_IRWXU) != 0 && errno != EEXIST)
		return err_errno(err, ERR_CANTCREAT,
		    "cannot create the folder '%s'",
		    err_quote(quoted, span_of(folder)));
	do {
		buf_reset(path);
		buf_str(path, folder);
		buf_char(path, '/');
		rejects_name(file->path, ++n, path);
		if (buf_check(path, err) != 0 ||
		    intern_add(names, buf_get(path), &number, err) != 0)
			return -1;
	} while (names->count == before);
	return 0;
}

/* What is still to be read, or is the store, must not be overwritten. */
static int
check_rejects(const struct file *file, const char *path, struct err *err)
{
	const struct import_options *options = file->job->options;
	const char *other = options->store;
	char quoted[ERR_QUOTE_MAX];
	size_t i;

	if (strcmp(path, "-") == 0)
		return 0;
	for (i = 0; other == NULL || !outfile_is_same(path, other); i++) {
		if (i == options->n_inputs)
			return 0;
		other = options->inputs[i];
	}
	(void)err_set(err, ERR_USAGE,
	    "the rejected rows would overwrite '%s': say another --rejects",
	    err_quote(quoted, span_of(other)));
	return err_reason(err, "SAME_FILE");
}

static int
open_rejects(struct file *file, struct err *err)
{
	const struct import_options *options = file->job->options;
	struct buf path = {0};
	int rc = 0;

	if (options->rejects == NULL)
		return 0;
	if (options->n_inputs > 1)
		rc = name_rejects(file, &path, err);
	else
		buf_str(&path, options->rejects);
	if (rc == 0)
		rc = buf_check(&path, err);
	if (rc == 0)
		rc = check_rejects(file, buf_text(&path), err);
	if (rc == 0) {
		file->read.rejects = rejects_open(
		    buf_text(&path), options->standard, file->read.input, err);
		rc = file->read.rejects == NULL ? -1 : 0;
	}
	buf_clear(&path);
	return rc;
}

static int
open_batches(struct file *file, struct err *err)
{
	size_t i;

	file->read.full = queue_new(N_BATCHES, err);
	file->read.empty = queue_new(N_BATCHES, err);
	if (file->read.full == NULL || file->read.empty == NULL)
		return -1;
	for (i = 0; i < N_BATCHES; i++) {
		file->batches[i] = store_batch_new(file->import, err);
		if (file->batches[i] == NULL)
			return -1;
		(void)queue_push(file->read.empty, file->batches[i]);
	}
	return 0;
}

/* The writing half: until the reader has closed its queue. */
static int
write_batches(struct file *file, struct err *err)
{
	struct store_batch *batch;

	while ((batch = queue_pop(file->read.full)) != NULL) {
		if (store_import_write(file->import, batch, err) != 0) {
			queue_close(file->read.full);
			queue_close(file->read.empty);
			return -1;
		}
		store_batch_reset(batch);
		(void)queue_push(file->read.empty, batch);
	}
	return 0;
}

static int
read_and_write(struct file *file, struct err *err)
{
	pthread_t reader;
	int rc;

	if (open_batches(file, err) != 0)
		return -1;
	if (pthread_create(&reader, NULL, import_read_run, &file->read) != 0)
		return err_set(err, ERR_SYSTEM, "cannot start a thread");
	rc = write_batches(file, err);
	(void)pthread_join(reader, NULL);
	if (rc == 0 && file->read.err.code != ERR_NONE) {
		*err = file->read.err;
		rc = -1;
	}
	return rc;
}

/* What refused nothing is told once a file. */
static void
report_notice(const struct file *file, enum notice_kind kind,
    const struct notices *notices)
{
	const struct import_options *options = file->job->options;
	unsigned long long n = notices->count[kind];
	const char *unit = notice_unit(kind);
	struct err note = {0};

	if (n == 0)
		return;
	if (unit == NULL)
		(void)err_set(
		    &note, ERR_DATA, "warning: %s", notice_text(kind));
	else
		(void)err_set(&note, ERR_DATA, "warning: %s (%llu %s%s)",
		    notice_text(kind), n, unit, n == 1 ? "" : "s");
	(void)err_reason(&note, notice_code(kind));
	(void)err_place(&note, file->path, notices->line[kind], NULL);
	options->report(options->context, &note, IMPORT_WARNING);
}

static void
report_seen(const struct file *file)
{
	int kind;

	for (kind = 0; kind < NOTICE_COUNT; kind++) {
		report_notice(file, (enum notice_kind)kind,
		    input_notices(file->read.input));
		report_notice(file, (enum notice_kind)kind,
		    mapper_notices(file->read.mapper));
	}
}

/* More refused rows than allowed: nothing is stored. */
static int
check_limit(const struct file *file, struct err *err)
{
	const struct import_options *options = file->job->options;
	const struct store_import_counts *counts = &file->read.counts;
	bool is_over = options->is_percent
	    ? counts->rejected * 100 > counts->rows * options->max_rejects
	    : counts->rejected > options->max_rejects;

	if (!is_over)
		return 0;
	(void)err_set(err, ERR_DATA,
	    "%lld of %lld rows rejected, the limit is %lld%s: nothing stored",
	    (long long)counts->rejected, (long long)counts->rows,
	    (long long)options->max_rejects, options->is_percent ? " %" : "");
	(void)err_reason(err, "TOO_MANY_REJECTS");
	return err_place(err, file->path, 0, NULL);
}

static int
check_hash(struct file *file, char hash[33], struct err *err)
{
	input_hash(file->read.input, hash);
	if (!file->is_hashed || strcmp(hash, file->hash) == 0)
		return 0;
	(void)err_set(err, ERR_DATA,
	    "the file changed while it was read: nothing stored");
	(void)err_reason(err, "CHANGED_WHILE_READ");
	return err_place(err, file->path, 0, NULL);
}

/* What came through a pipe may turn out to be known at its end. */
static int
finish_import(struct file *file, struct err *err)
{
	struct import_result *result = file->result;
	bool is_dry_run = file->job->options->is_dry_run;
	bool is_known = false;
	char hash[33];

	if (check_limit(file, err) != 0 || check_hash(file, hash, err) != 0)
		return -1;
	if (!file->is_hashed &&
	    store_import_known(file->store, &file->info, hash, &result->counts,
		&is_known, err) != 0)
		return -1;
	if (is_known) {
		result->status = IMPORT_SAME;
		return 0;
	}
	if (store_import_finish(
		file->import, hash, is_dry_run, &file->read.counts, err) != 0) {
		file->import = NULL;
		return -1;
	}
	file->import = NULL;
	result->status = is_dry_run ? IMPORT_DRY_RUN : IMPORT_STORED;
	result->counts = file->read.counts;
	return 0;
}

static int
commit_rejects(struct file *file, int rc, struct err *err)
{
	struct rejects *rejects = file->read.rejects;

	file->read.rejects = NULL;
	if (rejects == NULL)
		return rc;
	/* The rows that made a file fail are what its user must see. */
	if (rc != 0) {
		struct err ignored = {0};

		(void)rejects_commit(rejects, &ignored);
		return rc;
	}
	return rejects_commit(rejects, err);
}

/* While this one waited for the store, another may have stored the same
 * file. */
static int
ask_again(struct file *file, bool *is_known, struct err *err)
{
	*is_known = false;
	if (!file->is_hashed)
		return 0;
	return store_import_known(file->store, &file->info, file->hash,
	    &file->result->counts, is_known, err);
}

static int
import_new(struct file *file, struct err *err)
{
	const char *zone = zone_name(file->zone);
	bool is_known;
	int rc;

	if (open_mapper(file, err) != 0 || open_rejects(file, err) != 0)
		return -1;
	if (file->store == NULL && open_store(file, true, err) != 0)
		return -1;
	file->info.zone = span_of(zone);
	file->import = store_import_begin(file->store, &file->info, err);
	if (file->import == NULL || ask_again(file, &is_known, err) != 0)
		return -1;
	if (is_known) {
		file->result->status = IMPORT_SAME;
		return 0;
	}
	rc = read_and_write(file, err);
	report_seen(file);
	if (rc == 0)
		rc = finish_import(file, err);
	/* A file that fails tells how far it came. */
	file->result->counts.rows = file->read.counts.rows;
	file->result->counts.rejected = file->read.counts.rejected;
	return commit_rejects(file, rc, err);
}

static void
close_file(struct file *file)
{
	size_t i;

	for (i = 0; i < N_BATCHES; i++)
		store_batch_free(file->batches[i]);
	store_import_abort(file->import);
	queue_free(file->read.full);
	queue_free(file->read.empty);
	rejects_abort(file->read.rejects);
	mapper_free(file->read.mapper);
	input_close(file->read.input);
	zone_free(file->zone);
}

static int
import_one(struct file *file, struct err *err)
{
	bool is_known;

	/* An input that cannot be opened is told before a store is looked
	 * for. */
	if (open_input(file, err) != 0 || open_store(file, false, err) != 0 ||
	    open_zone(file, err) != 0)
		return -1;
	fill_info(file);
	if (ask_ledger(file, &is_known, err) != 0)
		return -1;
	if (is_known) {
		file->result->status = IMPORT_SAME;
		return 0;
	}
	return import_new(file, err);
}

static int64_t
clock_milli(void)
{
	struct timespec now = {0};

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int
import_file(struct import_job *job, const char *path,
    struct import_result *result, struct err *err)
{
	int64_t start = clock_milli();
	struct file *file = calloc(1, sizeof *file);
	int rc = -1;

	memset(result, 0, sizeof *result);
	result->path = path;
	result->channel = job->channel;
	result->source = job->source;
	result->status = IMPORT_FAILED;
	if (file == NULL)
		return err_nomem(err);
	file->job = job;
	file->path = path;
	file->result = result;
	file->read.options = job->options;
	file->read.path = path;
	rc = import_one(file, err);
	close_file(file);
	free(file);
	if (rc != 0)
		result->status = IMPORT_FAILED;
	result->milli = clock_milli() - start;
	return rc;
}

/* --- rows that are not stored --- */

struct rows {
	struct file file;
	int (*each)(void *, const struct mapper_result *, struct err *);
	void *context;
};

static int
give_rows(struct rows *rows, struct err *err)
{
	struct mapper_result result;

	for (;;) {
		if (mapper_pull(rows->file.read.mapper, &result, err) != 0)
			return -1;
		if (result.event == MAPPER_NEED)
			return 0;
		if (rows->each(rows->context, &result, err) != 0)
			return -1;
	}
}

static int
take_row(struct rows *rows, const struct input_row *row, enum input_event event,
    struct err *err)
{
	static const struct mapper_result blank = {
	    .event = MAPPER_SKIP, .n_lines = 1};
	struct import_read *read = &rows->file.read;

	if (event == INPUT_BLANK)
		return rows->each(rows->context, &blank, err);
	if (event == INPUT_BAD)
		return mapper_bad(
		    read->mapper, row, input_fault(read->input), err);
	return mapper_push(read->mapper, event == INPUT_END ? NULL : row, err);
}

static int
read_rows(struct rows *rows, struct err *err)
{
	enum input_event event = INPUT_ROW;
	struct input_row row;

	while (event != INPUT_END) {
		if (input_next(rows->file.read.input, &row, &event, err) != 0)
			return err_place(err, rows->file.path, 0, NULL);
		if (take_row(rows, &row, event, err) != 0 ||
		    give_rows(rows, err) != 0)
			return -1;
	}
	return 0;
}

int
import_rows(struct import_job *job, const char *path, struct store *store,
    int (*each)(void *, const struct mapper_result *, struct err *),
    void *context, struct err *err)
{
	struct rows rows = {.file = {.job = job, .path = path, .store = store},
	    .each = each,
	    .context = context};
	struct file *file = &rows.file;
	int rc = -1;

	if (open_zone(file, err) == 0 && open_input(file, err) == 0 &&
	    open_mapper(file, err) == 0)
		rc = read_rows(&rows, err);
	mapper_free(file->read.mapper);
	input_close(file->read.input);
	zone_free(file->zone);
	return rc;
}
