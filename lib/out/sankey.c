#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "out/sankey.h"

#define SHOWN 8 /* nodes of a level */
#define HEIGHT (420 * SVG_PX)
#define TOP (44 * SVG_PX)
#define LEFT (16 * SVG_PX)
#define RIGHT (150 * SVG_PX)
#define COLUMN (170 * SVG_PX)
#define BAR (12 * SVG_PX)
#define GAP (14 * SVG_PX)
#define LEAST (1 * SVG_PX) /* of a ribbon and a bar */

static const struct span others = SPAN("(others)");

/* A bar. */
struct bar {
	uint32_t level;
	struct span name;
	int64_t in, out;
	size_t rank; /* of the name */
	int64_t x, y, height;
	int64_t in_y, out_y; /* where the next ribbon comes and goes */
};

struct ribbon {
	uint32_t from, to; /* bars */
	int64_t count;
	int64_t from_y, to_y, width;
};

struct sankey {
	const struct svg_graph *graph;
	struct bar *nodes; /* as they are */
	uint32_t *bar_of;  /* by node */
	struct bar *bars;  /* as they are shown: by level, then size */
	size_t n_bars;
	struct ribbon *ribbons;
	size_t n_ribbons;
	uint32_t n_levels;
	int64_t most; /* of a level */
};

static int64_t
size_of(const struct bar *bar)
{
	return bar->in > bar->out ? bar->in : bar->out;
}

/* --- what is shown --- */

static int
compare_nodes(const void *left, const void *right)
{
	const struct bar *a = left;
	const struct bar *b = right;

	if (a->level != b->level)
		return a->level < b->level ? -1 : 1;
	if (size_of(a) != size_of(b))
		return size_of(a) > size_of(b) ? -1 : 1;
	return span_cmp(a->name, b->name);
}

static int
allocate(struct sankey *s, struct err *err)
{
	size_t n = s->graph->n_nodes + 1;

	s->nodes = calloc(n, sizeof(*s->nodes));
	s->bar_of = calloc(n, sizeof(*s->bar_of));
	s->bars = calloc(n, sizeof(*s->bars));
	s->ribbons = calloc(s->graph->n_edges + 1, sizeof(*s->ribbons));
	if (s->nodes == NULL || s->bar_of == NULL || s->bars == NULL ||
	    s->ribbons == NULL)
		return err_nomem(err);
	return 0;
}

/* The number of a node is kept in its y until bars have places. */
static void
count_nodes(struct sankey *s)
{
	const struct svg_graph *graph = s->graph;

	for (size_t i = 0; i < graph->n_nodes; i++) {
		s->nodes[i].level = graph->nodes[i].level;
		s->nodes[i].name = graph->nodes[i].name;
		s->nodes[i].y = (int64_t)i;
		if (s->nodes[i].level >= s->n_levels)
			s->n_levels = s->nodes[i].level + 1;
	}
	for (size_t i = 0; i < graph->n_edges; i++) {
		s->nodes[graph->edges[i].from].out += graph->edges[i].count;
		s->nodes[graph->edges[i].to].in += graph->edges[i].count;
	}
	if (graph->n_nodes > 1)
		qsort(
		    s->nodes, graph->n_nodes, sizeof(*s->nodes), compare_nodes);
}

/* The largest of each level, and one for all others of it. */
static void
choose_bars(struct sankey *s)
{
	size_t at_level = 0;

	for (size_t i = 0; i < s->graph->n_nodes; i++) {
		const struct bar *node = &s->nodes[i];
		bool is_new = i == 0 || node[-1].level != node->level;

		at_level = is_new ? 1 : at_level + 1;
		if (at_level <= SHOWN) {
			s->bars[s->n_bars++] = *node;
		} else if (at_level == SHOWN + 1) {
			s->bars[s->n_bars] = *node;
			s->bars[s->n_bars++].name = others;
		} else {
			s->bars[s->n_bars - 1].in += node->in;
			s->bars[s->n_bars - 1].out += node->out;
		}
		s->bar_of[node->y] = (uint32_t)s->n_bars - 1;
	}
}

/* Names are told apart by the place where they are seen first. */
static void
rank_bars(struct sankey *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_bars; i++) {
		struct bar *bar = &s->bars[i];
		size_t j = 0;

		while (!span_eq(s->bars[j].name, bar->name))
			j++;
		bar->rank = j < i ? s->bars[j].rank : n;
		n += j == i && !span_starts(bar->name, "(");
	}
}

static int
compare_pairs(const void *left, const void *right)
{
	const struct ribbon *a = left;
	const struct ribbon *b = right;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

static void
choose_ribbons(struct sankey *s)
{
	const struct svg_graph *graph = s->graph;
	size_t kept = 0;

	for (size_t i = 0; i < graph->n_edges; i++)
		s->ribbons[i] = (struct ribbon){
		    .from = s->bar_of[graph->edges[i].from],
		    .to = s->bar_of[graph->edges[i].to],
		    .count = graph->edges[i].count,
		};
	if (graph->n_edges > 1)
		qsort(s->ribbons, graph->n_edges, sizeof(*s->ribbons),
		    compare_pairs);
	for (size_t i = 0; i < graph->n_edges; i++) {
		struct ribbon *ribbon = &s->ribbons[i];

		if (kept > 0 &&
		    compare_pairs(&s->ribbons[kept - 1], ribbon) == 0)
			s->ribbons[kept - 1].count += ribbon->count;
		else
			s->ribbons[kept++] = *ribbon;
	}
	s->n_ribbons = kept;
}

/* --- where it is --- */

static int64_t
scale(const struct sankey *s, int64_t count)
{
	int64_t room = HEIGHT - SHOWN * GAP;
	int64_t length = (int64_t)((num_i128)count * room / s->most);

	return length < LEAST ? LEAST : length;
}

static void
place_bars(struct sankey *s)
{
	int64_t sum = 0, y = TOP;

	s->most = 1;
	for (size_t i = 0; i < s->n_bars; i++) {
		bool is_new =
		    i == 0 || s->bars[i - 1].level != s->bars[i].level;

		sum = (is_new ? 0 : sum) + size_of(&s->bars[i]);
		if (sum > s->most)
			s->most = sum;
	}
	for (size_t i = 0; i < s->n_bars; i++) {
		struct bar *bar = &s->bars[i];

		if (i == 0 || s->bars[i - 1].level != bar->level)
			y = TOP;
		bar->x = LEFT + (int64_t)bar->level * COLUMN;
		bar->y = y;
		bar->height = scale(s, size_of(bar));
		bar->in_y = bar->out_y = y;
		y += bar->height + GAP;
	}
}

/* In the order of the pairs ribbons neither cross where they go nor where
 * they come. */
static void
place_ribbons(struct sankey *s)
{
	for (size_t i = 0; i < s->n_ribbons; i++) {
		struct ribbon *ribbon = &s->ribbons[i];
		struct bar *from = &s->bars[ribbon->from];
		struct bar *to = &s->bars[ribbon->to];

		ribbon->width = scale(s, ribbon->count);
		ribbon->from_y = from->out_y + ribbon->width / 2;
		ribbon->to_y = to->in_y + ribbon->width / 2;
		from->out_y += ribbon->width;
		to->in_y += ribbon->width;
	}
}

/* --- drawing --- */

static void
draw_ribbon(struct buf *buf, const struct sankey *s, const struct ribbon *r)
{
	const struct bar *from = &s->bars[r->from];
	const struct bar *to = &s->bars[r->to];
	int64_t middle = (from->x + BAR + to->x) / 2;
	const int64_t numbers[] = {from->x + BAR, r->from_y, middle, r->from_y,
	    middle, r->to_y, to->x, r->to_y};
	static const char *const before[] = {
	    "<path d=\"M", " ", " C", " ", " ", " ", " ", " "};

	for (size_t i = 0; i < 8; i++) {
		buf_str(buf, before[i]);
		svg_length(buf, numbers[i]);
	}
	buf_str(buf, "\" stroke=\"");
	buf_str(buf, svg_colour(to->name, to->rank));
	buf_str(buf, "\" stroke-width=\"");
	svg_length(buf, r->width);
	buf_str(buf, "\"><title>");
	svg_text(buf, from->name);
	buf_str(buf, " → ");
	svg_text(buf, to->name);
	buf_printf(buf, ": %lld</title></path>\n", (long long)r->count);
}

static void
draw_bar(struct buf *buf, const struct bar *bar)
{
	buf_str(buf, "<rect x=\"");
	svg_length(buf, bar->x);
	buf_str(buf, "\" y=\"");
	svg_length(buf, bar->y);
	buf_str(buf, "\" width=\"");
	svg_length(buf, BAR);
	buf_str(buf, "\" height=\"");
	svg_length(buf, bar->height);
	buf_str(buf, "\" fill=\"");
	buf_str(buf, svg_colour(bar->name, bar->rank));
	buf_str(buf, "\"><title>");
	svg_text(buf, bar->name);
	buf_printf(buf, ": %lld", (long long)size_of(bar));
	if (bar->in > bar->out)
		buf_printf(
		    buf, ", %lld end here", (long long)(bar->in - bar->out));
	buf_str(buf, "</title></rect>\n");
}

static void
draw_name(struct buf *buf, const struct bar *bar)
{
	buf_str(buf, "<text x=\"");
	svg_length(buf, bar->x + BAR + 4 * SVG_PX);
	buf_str(buf, "\" y=\"");
	svg_length(buf, bar->y + bar->height / 2 + 4 * SVG_PX);
	buf_str(buf, "\">");
	svg_label(buf, bar->name);
	buf_printf(buf, " <tspan fill=\"#666666\">%lld</tspan></text>\n",
	    (long long)size_of(bar));
}

/* "Step 1: ec 12, store 8. Step 2: ..." for who cannot see it. */
static void
describe(const struct sankey *s, struct buf *desc)
{
	for (size_t i = 0; i < s->n_bars; i++) {
		const struct bar *bar = &s->bars[i];

		if (i == 0 || s->bars[i - 1].level != bar->level)
			buf_printf(desc, i == 0 ? "Step %u: " : ". Step %u: ",
			    (unsigned)bar->level);
		else
			buf_str(desc, ", ");
		buf_span(desc, bar->name);
		buf_printf(desc, " %lld", (long long)size_of(bar));
	}
	buf_str(desc, s->n_bars == 0 ? "Nothing happened." : ".");
}

static void
draw(const struct sankey *s, struct buf *buf)
{
	struct buf desc = {0};
	int64_t columns = s->n_levels > 0 ? (int64_t)s->n_levels - 1 : 0;

	describe(s, &desc);
	svg_begin(buf, s->graph->title, buf_get(&desc),
	    LEFT + columns * COLUMN + BAR + RIGHT, TOP + HEIGHT + LEFT);
	if (desc.failed)
		buf->failed = true;
	buf_clear(&desc);
	buf_str(buf, "<text x=\"16\" y=\"24\" font-size=\"16\">");
	svg_text(buf, span_of(s->graph->title));
	buf_str(buf, "</text>\n<g fill=\"none\" stroke-opacity=\"0.35\">\n");
	for (size_t i = 0; i < s->n_ribbons; i++)
		draw_ribbon(buf, s, &s->ribbons[i]);
	buf_str(buf, "</g>\n");
	for (size_t i = 0; i < s->n_bars; i++)
		draw_bar(buf, &s->bars[i]);
	buf_str(buf,
	    "<g paint-order=\"stroke\" stroke=\"#ffffff\" "
	    "stroke-width=\"3\" stroke-linejoin=\"round\">\n");
	for (size_t i = 0; i < s->n_bars; i++)
		draw_name(buf, &s->bars[i]);
	buf_str(buf, "</g>\n");
	svg_end(buf);
}

int
sankey_draw(const struct svg_graph *graph, struct buf *buf, struct err *err)
{
	struct sankey s = {.graph = graph};
	int rc = allocate(&s, err);

	if (rc == 0) {
		count_nodes(&s);
		choose_bars(&s);
		rank_bars(&s);
		choose_ribbons(&s);
		place_bars(&s);
		place_ribbons(&s);
		draw(&s, buf);
		rc = buf_check(buf, err);
	}
	free(s.nodes);
	free(s.bar_of);
	free(s.bars);
	free(s.ribbons);
	return rc;
}
