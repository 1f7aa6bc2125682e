#include <math.h>
#include <stdlib.h>

#include "out/flowmap.h"

#define NODES_SHOWN 24
#define EDGES_SHOWN 60
#define WIDTH (900 * SVG_PX)
#define HEIGHT (600 * SVG_PX)
#define RADIUS_X 310.0
#define RADIUS_Y 210.0
#define CENTRE_X 450.0
#define CENTRE_Y 315.0
#define PILL_HEIGHT 36.0
#define PILL_LEAST 56.0 /* width */
#define STROKE_MAX 12.0
#define BEND 0.22 /* of the way: how far an arrow leaves the straight line */
#define LOOP 44.0
#define TURN 6.283185307179586

struct point {
	double x, y;
};

struct place {
	uint32_t node;
	int64_t count; /* of its edges */
	size_t rank;   /* among those that have a colour */
	double angle;
	struct point at;
	double width;
};

struct flowmap {
	const struct svg_graph *graph;
	int64_t *counts;      /* by node */
	struct place *places; /* those that are shown */
	size_t n_places;
	uint32_t *place_of;     /* by node; UINT32_MAX = it is not shown */
	struct svg_edge *edges; /* the most frequent first */
	size_t n_edges;
	int64_t most;
};

/* --- what is shown --- */

static int
allocate(struct flowmap *map, struct err *err)
{
	size_t n = map->graph->n_nodes + 1;

	map->counts = calloc(n, sizeof(*map->counts));
	map->places = calloc(n, sizeof(*map->places));
	map->place_of = calloc(n, sizeof(*map->place_of));
	map->edges = calloc(map->graph->n_edges + 1, sizeof(*map->edges));
	if (map->counts == NULL || map->places == NULL ||
	    map->place_of == NULL || map->edges == NULL)
		return err_nomem(err);
	return 0;
}

static int
compare_places(const void *left, const void *right)
{
	const struct place *a = left;
	const struct place *b = right;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return (a->node > b->node) - (a->node < b->node);
}

static void
choose_places(struct flowmap *map)
{
	const struct svg_graph *graph = map->graph;

	for (size_t i = 0; i < graph->n_edges; i++) {
		const struct svg_edge *edge = &graph->edges[i];

		map->counts[edge->from] += edge->count;
		if (edge->to != edge->from)
			map->counts[edge->to] += edge->count;
	}
	for (uint32_t i = 0; i < graph->n_nodes; i++)
		map->places[i] =
		    (struct place){.node = i, .count = map->counts[i]};
	if (graph->n_nodes > 1)
		qsort(map->places, graph->n_nodes, sizeof(*map->places),
		    compare_places);
	map->n_places =
	    graph->n_nodes < NODES_SHOWN ? graph->n_nodes : NODES_SHOWN;
	for (size_t i = 0; i < graph->n_nodes; i++)
		map->place_of[map->places[i].node] =
		    i < map->n_places ? (uint32_t)i : UINT32_MAX;
}

static int
compare_edges(const void *left, const void *right)
{
	const struct svg_edge *a = left;
	const struct svg_edge *b = right;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

static void
choose_edges(struct flowmap *map)
{
	const struct svg_graph *graph = map->graph;

	for (size_t i = 0; i < graph->n_edges; i++) {
		struct svg_edge edge = graph->edges[i];

		edge.from = map->place_of[edge.from];
		edge.to = map->place_of[edge.to];
		if (edge.from != UINT32_MAX && edge.to != UINT32_MAX)
			map->edges[map->n_edges++] = edge;
	}
	if (map->n_edges > 1)
		qsort(map->edges, map->n_edges, sizeof(*map->edges),
		    compare_edges);
	if (map->n_edges > EDGES_SHOWN)
		map->n_edges = EDGES_SHOWN;
	map->most = map->n_edges > 0 ? map->edges[0].count : 1;
}

/* --- where it is --- */

static struct span
name_of(const struct flowmap *map, const struct place *place)
{
	return map->graph->nodes[place->node].name;
}

static void
put_at(const struct flowmap *map, struct place *place, double angle)
{
	double width = (double)svg_width(name_of(map, place)) / SVG_PX + 20;

	place->angle = angle;
	place->at.x = CENTRE_X + RADIUS_X * cos(angle);
	place->at.y = CENTRE_Y + RADIUS_Y * sin(angle);
	place->width = width < PILL_LEAST ? PILL_LEAST : width;
}

/* The start at the left and the end at the right; all others from the left to
 * the right, above and below in turn, the largest first. */
static void
place_nodes(struct flowmap *map)
{
	size_t n = 0, at = 0, row, rows;

	for (size_t i = 0; i < map->n_places; i++) {
		struct span name = name_of(map, &map->places[i]);

		n += !span_is(name, "(start)") && !span_is(name, "(end)");
	}
	rows = (n + 1) / 2;
	for (size_t i = 0; i < map->n_places; i++) {
		struct place *place = &map->places[i];
		struct span name = name_of(map, place);
		double step;

		if (span_is(name, "(start)")) {
			put_at(map, place, TURN / 2);
			continue;
		}
		if (span_is(name, "(end)")) {
			put_at(map, place, 0);
			continue;
		}
		row = at / 2 + 1;
		step = (double)row / (double)(rows + 1) * TURN / 2;
		put_at(map, place,
		    at % 2 == 0 ? TURN / 2 + step : TURN / 2 - step);
		place->rank = at++;
	}
}

/* Where the line from ${place} towards ${to} leaves its pill. */
static struct point
leave(const struct place *place, struct point to, double more)
{
	double dx = to.x - place->at.x, dy = to.y - place->at.y;
	double a = place->width / 2 + more, b = PILL_HEIGHT / 2 + more;
	double length = sqrt(dx * dx / (a * a) + dy * dy / (b * b));
	struct point point = place->at;

	if (length > 0) {
		point.x += dx / length;
		point.y += dy / length;
	}
	return point;
}

/* --- drawing --- */

static void
put_number(struct buf *buf, double pixels)
{
	svg_length(buf, (int64_t)lround(pixels * SVG_PX));
}

static void
put_point(struct buf *buf, const char *before, struct point point)
{
	buf_str(buf, before);
	put_number(buf, point.x);
	buf_char(buf, ' ');
	put_number(buf, point.y);
}

static void
put_title(
    struct buf *buf, const struct flowmap *map, const struct svg_edge *edge)
{
	buf_str(buf, "<title>");
	svg_text(buf, name_of(map, &map->places[edge->from]));
	buf_str(buf, " → ");
	svg_text(buf, name_of(map, &map->places[edge->to]));
	buf_printf(buf, ": %lld</title>", (long long)edge->count);
}

/* An arrow's head is drawn by itself, so that its size does not grow with the
 * width of its line. */
static void
put_head(struct buf *buf, struct point from, struct point to, double size)
{
	double dx = to.x - from.x, dy = to.y - from.y;
	double length = sqrt(dx * dx + dy * dy);
	struct point left, right;

	if (length == 0)
		return;
	dx *= size / length;
	dy *= size / length;
	left.x = to.x - dx - dy / 2;
	left.y = to.y - dy + dx / 2;
	right.x = to.x - dx + dy / 2;
	right.y = to.y - dy - dx / 2;
	put_point(buf, "<path stroke=\"none\" d=\"M", to);
	put_point(buf, " L", left);
	put_point(buf, " L", right);
	buf_str(buf, " Z\"/>");
}

struct arrow {
	struct point from, first, second, to; /* as a cubic curve */
	double width, head;
};

static double
width_of(const struct flowmap *map, int64_t count)
{
	return 1 + (STROKE_MAX - 1) * (double)count / (double)map->most;
}

static struct point
between(struct point a, struct point b, double part)
{
	struct point point = {
	    a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};

	return point;
}

/* Bent to its right, so that there and back are two lines. */
static void
bend(const struct place *from, const struct place *to, struct arrow *arrow)
{
	double dx = to->at.x - from->at.x, dy = to->at.y - from->at.y;
	struct point control = between(from->at, to->at, 0.5);

	control.x -= dy * BEND;
	control.y += dx * BEND;
	arrow->from = leave(from, control, 1);
	arrow->to = leave(to, control, 2);
	/* A quadratic curve as a cubic one. */
	arrow->first = between(arrow->from, control, 2.0 / 3);
	arrow->second = between(arrow->to, control, 2.0 / 3);
}

/* Who stays goes out to the outside of the map and comes back. */
static void
turn_back(const struct place *place, struct arrow *arrow)
{
	double side = place->at.y < CENTRE_Y ? -1 : 1;
	struct point edge = {place->at.x, place->at.y + side * PILL_HEIGHT / 2};

	arrow->from = arrow->first = arrow->second = arrow->to = edge;
	arrow->from.x -= 10;
	arrow->first.x -= 34;
	arrow->second.x += 34;
	arrow->to.x += 10;
	arrow->first.y += side * LOOP;
	arrow->second.y += side * LOOP;
}

static struct arrow
arrow_of(const struct flowmap *map, const struct svg_edge *edge)
{
	struct arrow arrow = {.width = width_of(map, edge->count)};

	arrow.head = 8 + arrow.width;
	if (edge->from == edge->to)
		turn_back(&map->places[edge->from], &arrow);
	else
		bend(&map->places[edge->from], &map->places[edge->to], &arrow);
	return arrow;
}

static void
draw_edge(
    struct buf *buf, const struct flowmap *map, const struct svg_edge *edge)
{
	struct arrow arrow = arrow_of(map, edge);
	const struct place *from = &map->places[edge->from];
	const char *colour = svg_colour(name_of(map, from), from->rank);
	struct point end = arrow.to;
	double dx = arrow.to.x - arrow.second.x;
	double dy = arrow.to.y - arrow.second.y;
	double length = sqrt(dx * dx + dy * dy);

	/* The line ends inside its head. */
	if (length > arrow.head) {
		end.x -= dx * arrow.head * 0.7 / length;
		end.y -= dy * arrow.head * 0.7 / length;
	}
	buf_printf(buf, "<g stroke=\"%s\" fill=\"%s\">", colour, colour);
	put_title(buf, map, edge);
	put_point(buf, "<path fill=\"none\" d=\"M", arrow.from);
	put_point(buf, " C", arrow.first);
	put_point(buf, " ", arrow.second);
	put_point(buf, " ", end);
	buf_str(buf, "\" stroke-width=\"");
	put_number(buf, arrow.width);
	buf_str(buf, "\"/>");
	put_head(buf, arrow.second, arrow.to, arrow.head);
	buf_str(buf, "</g>\n");
}

/* De Casteljau. */
static struct point
point_at(const struct arrow *arrow, double part)
{
	struct point a = between(arrow->from, arrow->first, part);
	struct point b = between(arrow->first, arrow->second, part);
	struct point c = between(arrow->second, arrow->to, part);

	a = between(a, b, part);
	b = between(b, c, part);
	return between(a, b, part);
}

static bool
is_hidden(const struct flowmap *map, struct point point)
{
	for (size_t i = 0; i < map->n_places; i++) {
		const struct place *place = &map->places[i];

		if (fabs(point.x - place->at.x) < place->width / 2 + 8 &&
		    fabs(point.y - place->at.y) < PILL_HEIGHT / 2 + 6)
			return true;
	}
	return false;
}

/* In the middle of the arrow, or where no node hides it. */
static void
draw_count(
    struct buf *buf, const struct flowmap *map, const struct svg_edge *edge)
{
	static const double parts[] = {0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8};
	struct arrow arrow = arrow_of(map, edge);
	struct point at = point_at(&arrow, parts[0]);

	for (size_t i = 1; i < sizeof(parts) / sizeof(parts[0]) &&
	     is_hidden(map, at) && edge->from != edge->to;
	     i++)
		at = point_at(&arrow, parts[i]);
	buf_str(buf, "<text x=\"");
	put_number(buf, at.x);
	buf_str(buf, "\" y=\"");
	put_number(buf, at.y + 4);
	buf_printf(buf, "\">%lld</text>\n", (long long)edge->count);
}

static void
draw_place(
    struct buf *buf, const struct flowmap *map, const struct place *place)
{
	struct span name = name_of(map, place);

	buf_str(buf, "<g><title>");
	svg_text(buf, name);
	buf_printf(buf, ": %lld</title><rect x=\"", (long long)place->count);
	put_number(buf, place->at.x - place->width / 2);
	buf_str(buf, "\" y=\"");
	put_number(buf, place->at.y - PILL_HEIGHT / 2);
	buf_str(buf, "\" width=\"");
	put_number(buf, place->width);
	buf_printf(buf,
	    "\" height=\"36\" rx=\"18\" fill=\"#ffffff\" stroke=\"%s\" "
	    "stroke-width=\"2\"/><text text-anchor=\"middle\" x=\"",
	    svg_colour(name, place->rank));
	put_number(buf, place->at.x);
	buf_str(buf, "\" y=\"");
	put_number(buf, place->at.y + 4);
	buf_str(buf, "\">");
	svg_label(buf, name);
	buf_str(buf, "</text></g>\n");
}

/* "ec to store 12, ..." for who cannot see it. */
static void
describe(const struct flowmap *map, struct buf *desc)
{
	size_t left = map->graph->n_edges - map->n_edges;

	for (size_t i = 0; i < map->n_edges; i++) {
		const struct svg_edge *edge = &map->edges[i];

		buf_str(desc, i > 0 ? ", " : "");
		buf_span(desc, name_of(map, &map->places[edge->from]));
		buf_str(desc, " to ");
		buf_span(desc, name_of(map, &map->places[edge->to]));
		buf_printf(desc, " %lld", (long long)edge->count);
	}
	buf_str(desc, map->n_edges == 0 ? "Nothing happened." : ".");
	if (left > 0)
		buf_printf(desc, " %zu rarer ones are not shown.", left);
}

static void
draw_title(struct buf *buf, const struct flowmap *map)
{
	size_t left = map->graph->n_edges - map->n_edges;

	buf_str(buf, "<text x=\"16\" y=\"24\" font-size=\"16\">");
	svg_text(buf, span_of(map->graph->title));
	if (left > 0)
		buf_printf(buf,
		    " <tspan font-size=\"12\" fill=\"#666666\">%zu rarer ones "
		    "are not shown</tspan>",
		    left);
	buf_str(buf, "</text>\n");
}

static void
draw(const struct flowmap *map, struct buf *buf)
{
	struct buf desc = {0};

	describe(map, &desc);
	svg_begin(buf, map->graph->title, buf_get(&desc), WIDTH, HEIGHT);
	if (desc.failed)
		buf->failed = true;
	buf_clear(&desc);
	draw_title(buf, map);
	buf_str(buf, "<g opacity=\"0.75\">\n");
	for (size_t i = map->n_edges; i-- > 0;)
		draw_edge(buf, map, &map->edges[i]);
	buf_str(buf, "</g>\n");
	for (size_t i = 0; i < map->n_places; i++)
		draw_place(buf, map, &map->places[i]);
	buf_str(buf,
	    "<g font-size=\"11\" text-anchor=\"middle\" "
	    "paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"3\" "
	    "stroke-linejoin=\"round\">\n");
	for (size_t i = map->n_edges; i-- > 0;)
		draw_count(buf, map, &map->edges[i]);
	buf_str(buf, "</g>\n");
	svg_end(buf);
}

int
flowmap_draw(const struct svg_graph *graph, struct buf *buf, struct err *err)
{
	struct flowmap map = {.graph = graph};
	int rc = allocate(&map, err);

	if (rc == 0) {
		choose_places(&map);
		choose_edges(&map);
		place_nodes(&map);
		draw(&map, buf);
		rc = buf_check(buf, err);
	}
	free(map.counts);
	free(map.places);
	free(map.place_of);
	free(map.edges);
	return rc;
}
