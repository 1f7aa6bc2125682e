#include <string.h>
#include <sys/resource.h>

#include "bound.h"

#include "base/num.h"
#include "base/span.h"

int
bound_read(const char *text, int64_t *size_bytes, struct err *err)
{
	static const char units[] = "KMG";
	struct span number = span_of(text);
	const char *unit = NULL;
	int64_t count, factor = 1;

	if (number.len > 0)
		unit = strchr(units, number.data[number.len - 1]);
	if (unit != NULL && *unit != '\0') {
		factor = INT64_C(1024) << (10 * (unit - units));
		number.len--;
	}
	if (!num_i64(number, 0, INT64_MAX, &count) ||
	    !num_mul(count, factor, size_bytes))
		return err_set(err, ERR_USAGE,
		    "--memory is not a size such as 800M or 2G");
	if (*size_bytes < INT64_C(1048576) * BOUND_LEAST_MB)
		return err_set(err, ERR_USAGE, "--memory is less than %dM",
		    BOUND_LEAST_MB);
	return 0;
}

int
bound_set(int64_t size_bytes, struct err *err)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_DATA, &limit) == -1)
		return err_errno(err, ERR_SYSTEM, "--memory");
	if (limit.rlim_max != RLIM_INFINITY &&
	    limit.rlim_max < (rlim_t)size_bytes)
		return 0; /* the system's own bound is closer */
	limit.rlim_cur = (rlim_t)size_bytes;
	if (setrlimit(RLIMIT_DATA, &limit) == -1)
		return err_errno(err, ERR_SYSTEM, "--memory");
	return 0;
}

bool
bound_is_reached(const struct err *err)
{
	return err->code == ERR_SYSTEM &&
	    (strstr(err->msg, "out of memory") != NULL ||
		strstr(err->msg, "cannot start a thread") != NULL);
}

void
bound_explain(const char *text, struct err *err)
{
	char quoted[ERR_QUOTE_MAX];

	if (!bound_is_reached(err))
		return;
	*err = (struct err){0};
	err_set(err, ERR_SYSTEM, "--memory %s is not enough for this store",
	    err_quote(quoted, span_of(text)));
}
