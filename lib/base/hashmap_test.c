#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hashmap.h"

#define KEYS 20000

/* Keys that a bad spread would pile up: dense, strided, high bits only. */
static uint64_t
key_at(uint64_t i)
{
	return i % 3 == 0 ? i : i % 3 == 1 ? i << 40 : i * 4096;
}

static void
keeps_all_keys(void **state)
{
	struct hashmap map = {0};
	uint64_t value, fresh_count = 0;
	bool fresh;

	(void)state;
	assert_false(hashmap_get(&map, 0, &value));
	for (uint64_t i = 0; i < KEYS; i++) {
		uint64_t *slot = hashmap_slot(&map, key_at(i), &fresh, NULL);

		assert_non_null(slot);
		fresh_count += fresh;
		assert_true(!fresh || *slot == 0);
		*slot = i;
	}
	assert_int_equal(map.count, fresh_count);
	assert_true(map.count <= map.cap / 4 * 3);
	for (uint64_t i = KEYS; i-- > 0;) {
		assert_true(hashmap_get(&map, key_at(i), &value));
		assert_true(key_at(value) == key_at(i));
	}
	assert_false(hashmap_get(&map, UINT64_MAX, &value));
	hashmap_clear(&map);
}

static void
takes_any_key_and_forgets(void **state)
{
	static const uint64_t keys[] = {0, 1, UINT64_MAX, UINT64_C(1) << 63};
	struct hashmap map = {0};
	uint64_t value;
	bool fresh;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		*hashmap_slot(&map, keys[i], &fresh, NULL) = i + 1;
		assert_true(fresh);
	}
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(
		    *hashmap_slot(&map, keys[i], &fresh, NULL), i + 1);
		assert_false(fresh);
	}
	hashmap_reset(&map);
	assert_int_equal(map.count, 0);
	assert_false(hashmap_get(&map, 0, &value));
	assert_int_equal(*hashmap_slot(&map, 0, &fresh, NULL), 0);
	assert_true(fresh);
	hashmap_clear(&map);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keeps_all_keys),
	    cmocka_unit_test(takes_any_key_and_forgets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
