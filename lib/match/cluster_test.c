#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
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

#define SMALL 9
#define SMALL_WORLDS 300

/* Weights of all pairs of a small world. */
struct small {
	int32_t weight[SMALL][SMALL];
	bool is_apart[SMALL][SMALL];
};

static struct cluster_link
weigh_small(void *context, uint32_t a, uint32_t b)
{
	const struct small *world = context;

	return (struct cluster_link){.left = a,
	    .right = b,
	    .weight = world->weight[a][b],
	    .is_apart = world->is_apart[a][b]};
}

static void
make_small(struct small *world, uint64_t seed)
{
	uint64_t random;
	int i, j;

	for (i = 0; i < SMALL; i++)
		for (j = 0; j < i; j++) {
			random = hash_mix(seed, (uint64_t)(i * SMALL + j));
			/* Few different weights, so that there are ties. */
			world->weight[i][j] = world->weight[j][i] =
			    (int32_t)(random % 9) * 1000 - 3000;
			world->is_apart[i][j] = world->is_apart[j][i] =
			    random >> 32 & 1 ? false : (random >> 40) % 8 == 0;
		}
}

/* Mean weight between two parts; false where they may not join. */
static bool
mean(const struct small *world, const int *of, int a, int b, double *out)
{
	int32_t best = INT32_MIN;
	double sum = 0, pairs = 0;
	int i, j;

	for (i = 0; i < SMALL; i++)
		for (j = 0; j < SMALL; j++) {
			if (of[i] != a || of[j] != b)
				continue;
			if (world->is_apart[i][j])
				return false;
			if (world->weight[i][j] > best)
				best = world->weight[i][j];
			sum += world->weight[i][j];
			pairs++;
		}
	*out = pairs == 0 ? -1 : sum / pairs;
	return pairs > 0 && best >= 1000 && sum >= 0;
}

/* Average link as it is defined, without any short cut. */
static void
join_plainly(const struct small *world, int *of)
{
	double best, here;
	int i, left, right, a, b;

	for (i = 0; i < SMALL; i++)
		of[i] = i;
	do {
		best = -1;
		left = right = 0;
		for (a = 0; a < SMALL; a++)
			for (b = a + 1; b < SMALL; b++)
				if (mean(world, of, a, b, &here) &&
				    here > best + 1e-9) {
					best = here;
					left = a;
					right = b;
				}
		for (i = 0; i < SMALL && best >= 0; i++)
			if (of[i] == right)
				of[i] = left;
	} while (best >= 0);
}

static void
test_average_link(void **state)
{
	uint64_t digests[SMALL];
	struct cluster_link links[SMALL * SMALL];
	struct cluster_options options = {.threshold = 1000,
	    .full = 50,
	    .digest = digests,
	    .weigh = weigh_small};
	struct small world;
	struct err err = {0};
	uint32_t cluster[SMALL];
	size_t n_clusters, n, w;
	int of[SMALL], i, j;

	(void)state;
	for (i = 0; i < SMALL; i++)
		digests[i] = (uint64_t)i + 1;
	for (w = 0; w < SMALL_WORLDS; w++) {
		make_small(&world, w);
		options.context = &world;
		/* A chain of links makes all of them one component. */
		for (i = 1, n = 0; i < SMALL; i++)
			links[n++] =
			    (struct cluster_link){.left = (uint32_t)i - 1,
				.right = (uint32_t)i,
				.weight = 1};
		assert_int_equal(cluster_run(&options, SMALL, links, n, cluster,
				     &n_clusters, &err),
		    0);
		join_plainly(&world, of);
		for (i = 0; i < SMALL; i++)
			for (j = 0; j < SMALL; j++)
				assert_int_equal(
				    cluster[i] == cluster[j], of[i] == of[j]);
	}
}

/* Whoever is next to each other is alike, and nobody else. */
static struct cluster_link
weigh_chain(void *context, uint32_t a, uint32_t b)
{
	bool is_next = a + 1 == b || b + 1 == a;

	++*(size_t *)context;
	return (struct cluster_link){
	    .left = a, .right = b, .weight = is_next ? 5000 : -9000};
}

static size_t
run_chain(size_t n, bool is_must, size_t *n_clusters)
{
	struct cluster_link *links = calloc(n, sizeof(*links));
	uint64_t *digests = calloc(n, sizeof(*digests));
	uint32_t *cluster = calloc(n, sizeof(*cluster));
	struct err err = {0};
	size_t i, asked = 0;
	struct cluster_options options = {.threshold = 1000,
	    .full = 200,
	    .digest = digests,
	    .weigh = weigh_chain,
	    .context = &asked};

	assert_true(links != NULL && digests != NULL && cluster != NULL);
	for (i = 0; i < n; i++)
		digests[i] = hash_mix(1, i);
	for (i = 1; i < n; i++)
		links[i - 1] = (struct cluster_link){.left = (uint32_t)i - 1,
		    .right = (uint32_t)i,
		    .weight = 5000,
		    .is_must = is_must};
	assert_int_equal(
	    cluster_run(&options, n, links, n - 1, cluster, n_clusters, &err),
	    0);
	free(links);
	free(digests);
	free(cluster);
	return asked;
}

/* A chain of any length costs so much a record, and no more. */
static void
test_long_chain(void **state)
{
	size_t n = 4000, n_clusters;

	(void)state;
	assert_in_range(run_chain(n, false, &n_clusters), n / 2, n * 100);
	assert_in_range(n_clusters, n / 3, n);
}

/* What must be one is, however many they are. */
static void
test_long_must(void **state)
{
	size_t n_clusters;

	(void)state;
	assert_int_equal(run_chain(4000, true, &n_clusters), 0);
	assert_int_equal(n_clusters, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_worlds),
	    cmocka_unit_test(test_average_link),
	    cmocka_unit_test(test_long_chain),
	    cmocka_unit_test(test_long_must),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
