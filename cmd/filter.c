#include <unistd.h>

#include "filter.h"

void
filter_init(struct filter *filter)
{
	long n_cores = sysconf(_SC_NPROCESSORS_ONLN);

	filter->view.n_threads = n_cores < 1 ? 1
	    : n_cores > VIEW_THREADS_MAX     ? VIEW_THREADS_MAX
					     : n_cores;
}

struct view_list
filter_list(const struct opt_list *list)
{
	struct view_list view_list = {list->items, list->count};

	return view_list;
}

void
filter_settle(struct filter *filter)
{
	struct view_options *view = &filter->view;

	view->channels = filter_list(&filter->channels);
	view->kinds = filter_list(&filter->kinds);
	view->outcomes = filter_list(&filter->outcomes);
	view->stages = filter_list(&filter->stages);
	view->wheres = filter_list(&filter->wheres);
}

void
filter_clear(struct filter *filter)
{
	opt_list_clear(&filter->channels);
	opt_list_clear(&filter->kinds);
	opt_list_clear(&filter->outcomes);
	opt_list_clear(&filter->stages);
	opt_list_clear(&filter->wheres);
}
