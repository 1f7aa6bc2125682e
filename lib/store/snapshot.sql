-- Full snapshots of a source and channel, and what they lack.
-- check: CREATE TEMP TABLE wanted_key(n, key, second);

-- name: snapshot_find
SELECT id FROM snapshot WHERE source = :source AND channel = :channel;

-- name: snapshot_add
INSERT INTO snapshot (source, channel, import)
VALUES (:source, :channel, :import) RETURNING id;

-- name: snapshot_move
UPDATE snapshot SET import = :import WHERE id = :snapshot;

-- name: presence_begin
INSERT INTO presence (record, snapshot, since)
SELECT w.key, :snapshot, :import FROM wanted_key w
WHERE NOT EXISTS (SELECT 1 FROM presence p
	WHERE p.record = w.key AND p.snapshot = :snapshot
		AND p.until IS NULL);

-- name: presence_end
UPDATE presence SET until = :import
WHERE record > :low AND record <= :high AND snapshot = :snapshot
	AND until IS NULL AND record NOT IN (SELECT key FROM wanted_key);

-- name: presence_never
INSERT INTO presence (record, snapshot, since, until)
SELECT DISTINCT o.record, :snapshot, 0, :import
FROM observation o
JOIN import i ON i.id = o.import
JOIN record_key k ON k.key = o.record
JOIN record r ON r.id = k.id
WHERE i.source = :source AND i.channel = :channel AND i.id <> :import
	AND r.native_id NOT GLOB '~*'
	AND NOT EXISTS (SELECT 1 FROM presence p
		WHERE p.record = o.record AND p.snapshot = :snapshot);

-- name: presence_count
SELECT count(*) FROM presence p
WHERE p.snapshot = :snapshot AND p.until = :import
	AND NOT EXISTS (SELECT 1 FROM presence q
		WHERE q.record = p.record AND q.until IS NULL);
