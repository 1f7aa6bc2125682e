#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "match/cluster.h"

#define N 6

static const uint64_t digest[N] = {1, 2, 3, 4, 5, 6};

/* A world of six records: weights in bits, the upper half; 'x' forbids. */
struct world {
	int weight[N][N];
	bool is_apart[N][N];
	bool is_must[N][N];
	size_t full;
	uint32_t expected[N];
};

static struct cluster_link
weigh(void *context, uint32_t a, uint32_t b)
{
	const struct world *world = context;
	uint32_t low = a < b ? a : b, high = a < b ? b : a;

	return (struct cluster_link){low, high, world->weight[low][high] * 1000,
	    world->is_apart[low][high], world->is_must[low][high]};
}

static const struct world worlds[] = {
    /* Two pairs, and one record that a mean of (6 - 4) / 2 takes in. */
    {.weight = {{0, 8, 6}, {0, 0, -4}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 5}},
	.full = 200,
	.expected = {0, 0, 0, 1, 1, 2}},
    /* The mean of (6 - 7) / 2 does not. */
    {.weight = {{0, 8, 6}, {0, 0, -7}},
	.full = 200,
	.expected = {0, 0, 1, 2, 3, 4}},
    /* A positive mean without one link at the threshold does not. */
    {.weight = {{0, 8, 2}, {0, 0, 2}},
	.full = 200,
	.expected = {0, 0, 1, 2, 3, 4}},
    /* What is forbidden holds for the parts. */
    {.weight = {{0, 8, 9}, {0, 0, 9}},
	.is_apart = {{false, true}},
	.full = 200,
	.expected = {0, 1, 0, 2, 3, 4}},
    /* What is sure is one whatever forbids it. */
    {.weight = {{0, -9}},
	.is_apart = {{false, true}},
	.is_must = {{false, true}},
	.full = 200,
	.expected = {0, 0, 1, 2, 3, 4}},
    /* A chain in a component that is cut at its weakest link. */
    {.weight = {{0, 9}, {0, 0, 5}, {0, 0, 0, 8}},
	.full = 2,
	.expected = {0, 0, 1, 1, 2, 3}},
    /* But never where it is sure. */
    {.weight = {{0, 9}, {0, 0, 5}, {0, 0, 0, 8}},
	.is_must = {{false, true}, {false, false, true}},
	.full = 2,
	.expected = {0, 0, 0, 1, 2, 3}},
};

static void
test_worlds(void **state)
{
	struct cluster_link links[N * N];
	uint32_t cluster[N], a, b;
	size_t i, n, n_clusters;
	struct err err = {0};

	(void)state;
	for (i = 0; i < sizeof(worlds) / sizeof(worlds[0]); i++) {
		struct world world = worlds[i];
		struct cluster_options options = {.threshold = 3000,
		    .full = world.full,
		    .digest = digest,
		    .weigh = weigh,
		    .context = &world};

		for (a = 0, n = 0; a < N; a++)
			for (b = a + 1; b < N; b++)
				if (world.weight[a][b] != 0)
					links[n++] = weigh(&world, a, b);
		assert_int_equal(cluster_run(&options, N, links, n, cluster,
				     &n_clusters, &err),
		    0);
		for (a = 0; a < N; a++)
			assert_int_equal(cluster[a], world.expected[a]);
		assert_int_equal(n_clusters, world.expected[N - 1] + 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_worlds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
