-- An import taken back: see store/retract.h.

-- name: retract_find
SELECT is_snapshot, undone_at IS NOT NULL FROM import WHERE id = :import;

-- name: retract_later_snapshots
SELECT j.id FROM import i
JOIN import j ON j.source = i.source AND j.id > i.id
WHERE i.id = :import AND j.is_snapshot AND j.undone_at IS NULL
ORDER BY j.id DESC;

-- name: repeats
SELECT import, data FROM repeat
WHERE import = :import AND kind = :kind ORDER BY id;

-- name: repeats_of_others
SELECT r.import, r.data FROM repeat r
JOIN import i ON i.id = r.import
JOIN import mine ON mine.id = :import
WHERE i.source = mine.source AND i.id <> mine.id AND r.kind = :kind
ORDER BY r.id;

-- name: retract_mark
UPDATE import SET undone_at = :at WHERE id = :import;

-- name: retract_repeats
DELETE FROM repeat WHERE import = :import;

-- name: retract_events
SELECT id FROM event WHERE import = :import
UNION ALL SELECT id FROM event_past WHERE import = :import
ORDER BY 1;

-- name: retract_event_keys
SELECT key, event FROM event_key
UNION ALL SELECT key, event FROM event_more
UNION ALL SELECT key, id FROM event_past;

-- name: retract_version
SELECT k.event, k.proof, k.extra, e.import, e.event_id IS NOT NULL
FROM event_key k LEFT JOIN event e ON e.id = k.event WHERE k.key = :key;

-- name: retract_versions_past
SELECT key, id, proof, extra, import FROM event_past ORDER BY key, import, id;

-- name: retract_give_event
UPDATE event SET import = :heir WHERE id = :id;

-- name: retract_give_past
UPDATE event_past SET import = :heir WHERE id = :id;

-- name: retract_drop_past
DELETE FROM event_past WHERE id = :id;

-- name: retract_drop_detail_past
DELETE FROM event_detail_past WHERE event = :id;

-- name: retract_drop_more
DELETE FROM event_more WHERE event NOT IN (SELECT id FROM event);

-- name: retract_count_more
SELECT count(*) FROM event_more WHERE key = :key;

-- name: retract_drop_key
DELETE FROM event_key WHERE key = :key;

-- name: retract_restore_event
INSERT INTO event (id, record, import, shape, occurred_at, event_id, case_id,
	topic, product, quantity, amount, campaign, location, device)
SELECT id, record, import, shape, occurred_at, event_id, case_id, topic,
	product, quantity, amount, campaign, location, device
FROM event_past WHERE id = :id;

-- name: retract_restore_detail
INSERT INTO event_detail SELECT * FROM event_detail_past WHERE event = :id;

-- name: retract_observations
SELECT id FROM observation WHERE import = :import ORDER BY id;

-- name: retract_observation
SELECT o.key, w.observation IS NOT NULL, w.first_at, w.last_at, o.record,
	k.said IS o.id
FROM observation o
LEFT JOIN observation_own w ON w.observation = o.id
LEFT JOIN record_key k ON k.key = o.record
WHERE o.id = :id;

-- name: retract_drop_observation_key
DELETE FROM observation_key WHERE record = :record AND key = :key;

-- name: retract_drop_first
UPDATE record_key SET said = NULL, said_key = NULL, said_check = NULL,
	first_at = NULL, last_at = NULL
WHERE key = :record;

-- name: retract_drop_own
DELETE FROM observation_own WHERE observation = :id;

-- name: retract_give_observation
UPDATE observation SET import = :heir WHERE id = :id;

-- name: retract_set_own
INSERT OR REPLACE INTO observation_own (observation, first_at, last_at)
VALUES (:id, :first, :last);

-- name: retract_give_records
UPDATE record SET import = o.first_import
FROM (SELECT record, min(import) AS first_import
	FROM observation GROUP BY record) o
WHERE record.import = :import AND o.record = record.key;

-- name: retract_drop_record_keys
DELETE FROM record_key WHERE id IN (
	SELECT id FROM record WHERE import = :import);

-- name: retract_drop_records
DELETE FROM record WHERE import = :import RETURNING id;

-- name: retract_presence_gone
DELETE FROM presence
WHERE since = :import OR (since = 0 AND until = :import);

-- name: retract_presence_again
UPDATE presence SET until = NULL WHERE until = :import;

-- name: retract_snapshot_back
UPDATE snapshot SET import = (
	SELECT max(j.id) FROM import i
	JOIN import j ON j.source = i.source AND j.channel = i.channel
	WHERE i.id = :import AND j.id < i.id AND j.is_snapshot
		AND j.undone_at IS NULL)
WHERE import = :import AND EXISTS (
	SELECT 1 FROM import i
	JOIN import j ON j.source = i.source AND j.channel = i.channel
	WHERE i.id = :import AND j.id < i.id AND j.is_snapshot
		AND j.undone_at IS NULL);

-- name: retract_snapshot_gone
DELETE FROM snapshot WHERE import = :import;

-- name: retract_channels
DELETE FROM channel_said WHERE import = :import;

-- name: retract_drop_shapes
DELETE FROM shape WHERE channel NOT IN (SELECT channel FROM channel_said);

-- name: retract_drop_channels
DELETE FROM channel WHERE id NOT IN (SELECT channel FROM channel_said);

-- name: retract_guessed_channels
SELECT id, name FROM channel WHERE is_explicit AND id NOT IN (
	SELECT channel FROM channel_said WHERE kind <> 0);

-- name: retract_guess_channel
UPDATE channel SET kind = :kind, is_explicit = 0 WHERE id = :id;

-- name: retract_is_empty
SELECT NOT EXISTS (SELECT 1 FROM import WHERE undone_at IS NULL);

-- name: retract_zone
DELETE FROM meta WHERE name = 'zone';
