#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/progress.h"

#define FIRST_MS 1000
#define STEP_MS 100
#define NAME_MAX_SHOWN 24 /* characters: at most 48 columns */

static int64_t
now_ms(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		return 0;
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
progress_start(
    struct progress *progress, FILE *stream, const char *what, uint64_t total)
{
	memset(progress, 0, sizeof(*progress));
	progress->stream = stream;
	progress->what = what;
	progress->total = total;
	progress->start_ms = stream == NULL ? 0 : now_ms();
}

/* Keep the first characters only, so that the line fits a terminal. */
static void
cut(char *text, size_t max)
{
	for (; *text != '\0'; text++) {
		if (((unsigned char)*text & 0xc0) == 0x80)
			continue;
		if (max-- == 0) {
			*text = '\0';
			return;
		}
	}
}

static void
draw(struct progress *progress, uint64_t done, uint64_t rows, int64_t run_ms)
{
	char what[ERR_QUOTE_MAX], part[16] = "", count[40] = "", left[40] = "";
	double share = 0;

	(void)err_quote(what, span_of(progress->what));
	cut(what, NAME_MAX_SHOWN);
	if (progress->total > 0) {
		share = (double)done / (double)progress->total;
		share = share > 1 ? 1 : share;
		(void)snprintf(part, sizeof(part), " %d%%", (int)(share * 100));
	}
	if (rows > 0)
		(void)snprintf(count, sizeof(count), " %" PRIu64 " rows", rows);
	if (share > 0.01) {
		double rest_s = (double)run_ms / 1000 * (1 - share) / share;

		(void)snprintf(left, sizeof(left), " %" PRId64 " s left",
		    (int64_t)(rest_s + 0.5));
	}
	if (fprintf(progress->stream, "\r%s:%s%s%s\033[K", what, part, count,
		left) < 0 ||
	    fflush(progress->stream) != 0) {
		/* A terminal that went away is no reason to stop the job. */
		progress->stream = NULL;
		return;
	}
	progress->is_drawn = 1;
}

void
progress_step(struct progress *progress, uint64_t done, uint64_t rows)
{
	int64_t now;

	if (progress->stream == NULL)
		return;
	now = now_ms();
	if (now - progress->start_ms < FIRST_MS ||
	    now - progress->drawn_ms < STEP_MS)
		return;
	progress->drawn_ms = now;
	draw(progress, done, rows, now - progress->start_ms);
}

void
progress_end(struct progress *progress)
{
	if (progress->stream != NULL && progress->is_drawn) {
		if (fputs("\r\033[K", progress->stream) < 0 ||
		    fflush(progress->stream) != 0)
			progress->stream = NULL;
		progress->is_drawn = 0;
	}
}
