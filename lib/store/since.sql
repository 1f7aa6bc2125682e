-- What came since a state of the store: store/since.h.

-- name: since_state
SELECT (SELECT coalesce(max(id), 0) FROM import),
	(SELECT count(undone_at) FROM import),
	(SELECT coalesce(max(id), 0) FROM observation),
	(SELECT coalesce(max(id), 0) FROM decision),
	(SELECT count(*) FROM record_key);

-- name: since_records
SELECT DISTINCT record FROM observation
WHERE id > :said AND record IS NOT NULL;

-- name: since_imports
SELECT DISTINCT import FROM repeat
WHERE import > :import AND kind = :kind ORDER BY import;

-- name: since_several
SELECT k.record, k.id, r.said
FROM observation_key k JOIN record_key r ON r.key = k.record;

-- name: since_decided
SELECT "left" FROM decision WHERE id > :decision
UNION SELECT "right" FROM decision WHERE id > :decision;

-- name: since_said
SELECT said FROM record_key WHERE key = :record AND said IS NOT NULL
UNION ALL SELECT id FROM observation_key WHERE record = :record;
