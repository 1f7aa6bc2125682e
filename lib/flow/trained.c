#include <string.h>

#include "base/hash.h"
#include "flow/trained.h"
#include "match/frequency.h"
#include "match/match.h"

static uint64_t
digest_of(struct span text)
{
	uint64_t digest = hash_64(0, text);

	return digest == 0 ? 1 : digest;
}

static int
choose_base(struct trained *trained, struct store *store,
    const struct trained_options *options, struct err *err)
{
	if (options->model.len > 0)
		buf_span(&trained->base, options->model);
	else if (trained->uses_stored)
		return store_model_base(store, &trained->base, err);
	else
		buf_span(&trained->base, model_default_text());
	return buf_check(&trained->base, err);
}

int
trained_choose(struct trained *trained, struct store *store,
    const struct trained_options *options, struct err *err)
{
	uint64_t given;
	bool is_there;

	if (store_model_find(store, &trained->kept, &is_there, err) == -1)
		return -1;
	if (options->is_stored && !is_there)
		return err_set(
		    err, ERR_UNAVAILABLE, "the store has no trained model yet");
	given = options->model.len > 0 ? digest_of(options->model) : 0;
	trained->uses_stored = is_there && !options->trains &&
	    (given == 0 || given == trained->kept.base);
	if (choose_base(trained, store, options, err) == -1)
		return -1;
	trained->digest = trained->uses_stored ? trained->kept.digest : 0;
	trained->kept.base = digest_of(buf_get(&trained->base));
	return 0;
}

int
trained_text(const struct trained *trained, struct store *store,
    struct buf *text, struct err *err)
{
	if (trained->uses_stored)
		return store_model_text(store, text, err);
	buf_span(text, buf_get(&trained->base));
	return buf_check(text, err);
}

int
trained_load(struct trained *trained, struct store *store, struct model *model,
    struct err *err)
{
	struct buf text = {0};
	int status = trained_text(trained, store, &text, err);

	if (status == 0)
		status = model_read(model, buf_get(&text), err);
	buf_clear(&text);
	return status;
}

static int
train(struct trained *trained, struct model *model, const struct facts *facts,
    int n_threads, struct err *err)
{
	model_clear(model);
	if (model_read(model, buf_get(&trained->base), err) == -1 ||
	    match_train(model, facts, n_threads, &trained->counted, err) == -1)
		return -1;
	trained->uses_stored = false;
	return 0;
}

static int
write_model(struct trained *trained, const struct model *model, struct err *err)
{
	if (model_write(model, &trained->text, err) == -1)
		return -1;
	trained->digest = digest_of(buf_get(&trained->text));
	trained->kept.digest = trained->digest;
	trained->kept.records = model->trained_records;
	return 0;
}

int
trained_finish(struct trained *trained, struct model *model,
    struct facts *facts, int n_threads, struct err *err)
{
	bool trains = !model->is_trained;

	trained->is_grown = model->is_trained &&
	    (int64_t)facts->n_records >= model->trained_records * TRAINED_GROWN;
	if (trained->is_grown && trained->uses_stored &&
	    model->is_auto_training) {
		trains = true;
		trained->is_grown = false;
	}
	if (trains && train(trained, model, facts, n_threads, err) == -1)
		return -1;
	if (!trained->uses_stored && write_model(trained, model, err) == -1)
		return -1;
	if (model->frequency == NULL)
		return 0;
	if (trains)
		frequency_freeze(model->frequency, facts);
	else
		frequency_apply(model->frequency, facts);
	return 0;
}

int
trained_keep(
    struct trained *trained, struct store *store, int64_t run, struct err *err)
{
	if (trained->uses_stored)
		return 0;
	return store_model_keep(store, run, &trained->kept,
	    buf_get(&trained->base), buf_get(&trained->text), err);
}

void
trained_clear(struct trained *trained)
{
	buf_clear(&trained->base);
	buf_clear(&trained->text);
	pairs_clear(&trained->counted);
	memset(trained, 0, sizeof(*trained));
}
