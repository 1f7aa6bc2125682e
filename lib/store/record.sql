-- Records with all that was said of them.
-- check: CREATE TEMP TABLE new_customer(id);

-- name: records
SELECT r.key, r.source, r.native_id,
	iif(rk.said = o.id, rk.first_at, k.first_at),
	iif(rk.said = o.id, rk.last_at, k.last_at) AS last_at,
	(SELECT count(p.until) = count(*) FROM presence p
		WHERE p.record = o.record HAVING count(*) > 0) AS is_gone,
	o.said
FROM observation o
CROSS JOIN record_key rk ON rk.key = o.record
CROSS JOIN record r ON r.id = rk.id
CROSS JOIN source s ON s.id = r.source
LEFT JOIN observation_key k
	ON k.record = iif(rk.said = o.id, NULL, o.record) AND k.key = o.key
ORDER BY s.name, r.native_id, last_at DESC, o.key;

-- name: records_of_customers
SELECT r.key, r.source, r.native_id,
	iif(rk.said = o.id, rk.first_at, k.first_at),
	iif(rk.said = o.id, rk.last_at, k.last_at) AS last_at,
	(SELECT count(p.until) = count(*) FROM presence p
		WHERE p.record = o.record HAVING count(*) > 0) AS is_gone,
	o.said, m.customer,
	(SELECT c.id FROM import i JOIN channel c ON c.name = i.channel
		WHERE i.id = o.import) AS channel,
	(SELECT number FROM circle WHERE kind = 0 AND record = o.record),
	(SELECT number FROM circle WHERE kind = 1 AND record = o.record)
FROM observation o
CROSS JOIN membership m ON m.record = o.record
CROSS JOIN record_key rk ON rk.key = o.record
CROSS JOIN record r ON r.id = rk.id
CROSS JOIN source s ON s.id = r.source
LEFT JOIN observation_key k
	ON k.record = iif(rk.said = o.id, NULL, o.record) AND k.key = o.key
ORDER BY m.customer, s.name, r.native_id, last_at DESC, o.key;

-- name: records_chosen
WITH chosen(record) AS MATERIALIZED (
	SELECT id FROM new_customer WHERE :is_record
	UNION SELECT record FROM membership
	WHERE customer BETWEEN :low AND :high
		AND customer IN (SELECT id FROM new_customer)
), told(record, id, first_at, last_at) AS (
	SELECT rk.key, rk.said, rk.first_at, rk.last_at
	FROM chosen c CROSS JOIN record_key rk ON rk.key = c.record
	WHERE rk.said IS NOT NULL
	UNION ALL SELECT k.record, k.id, k.first_at, k.last_at
	FROM chosen c CROSS JOIN observation_key k ON k.record = c.record
)
SELECT r.key, r.source, r.native_id, t.first_at, t.last_at,
	(SELECT count(p.until) = count(*) FROM presence p
		WHERE p.record = t.record HAVING count(*) > 0) AS is_gone,
	o.said, m.customer
FROM told t
CROSS JOIN observation o ON o.id = t.id
CROSS JOIN record_key rk ON rk.key = t.record
CROSS JOIN record r ON r.id = rk.id
CROSS JOIN source s ON s.id = r.source
LEFT JOIN membership m ON m.record = t.record
ORDER BY m.customer, s.name, r.native_id, t.last_at DESC, o.key;

-- name: records_alone
SELECT o.record, o.said, o.id
FROM observation o
WHERE o.id BETWEEN :from AND :to
	AND o.record NOT IN (SELECT record FROM observation_key)
ORDER BY o.id;

-- name: records_last_said
SELECT max(id) FROM observation;

-- name: records_several
SELECT r.key, r.source, r.native_id,
	iif(rk.said = o.id, rk.first_at, k.first_at),
	iif(rk.said = o.id, rk.last_at, k.last_at) AS last_at, 0 AS is_gone,
	o.said
FROM observation o
CROSS JOIN record_key rk ON rk.key = o.record
CROSS JOIN record r ON r.id = rk.id
LEFT JOIN observation_key k
	ON k.record = iif(rk.said = o.id, NULL, o.record) AND k.key = o.key
WHERE EXISTS (SELECT 1 FROM observation_key)
AND o.record IN (SELECT record FROM observation_key)
AND o.id <= :to
ORDER BY o.record;

-- name: records_named
SELECT id, key, source, native_id FROM record WHERE id >= :from ORDER BY id;

-- name: record_named
SELECT r.id, r.key, r.source, r.native_id
FROM record_key k JOIN record r ON r.id = k.id
WHERE k.key = :key;

-- name: record_said
SELECT o.record, o.said, iif(rk.said = o.id, rk.first_at, k.first_at),
	iif(rk.said = o.id, rk.last_at, k.last_at) AS last_at
FROM observation o
LEFT JOIN record_key rk ON rk.key = o.record
LEFT JOIN observation_key k
	ON k.record = iif(rk.said = o.id, NULL, o.record) AND k.key = o.key
WHERE o.id = :id;
