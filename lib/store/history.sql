-- What merges did, read back.

-- name: history_runs
SELECT id, at, mode, records, customers, pairs, links, review, created,
	joined, split, largest, threshold, took, undone_by
FROM run ORDER BY id;

-- name: history_last_run
SELECT max(id) FROM run WHERE undone_by IS NULL AND mode <> 'undo';

-- name: history_last_match
SELECT max(id) FROM run
WHERE undone_by IS NULL AND mode IN ('exact', 'model');

-- name: history_conflicts
SELECT :run, ls.name || ':' || lr.native_id, rs.name || ':' || rr.native_id,
	l.kind, l.value, l.reason
FROM link l
JOIN record_key lk ON lk.key = l."left"
JOIN record lr ON lr.id = lk.id
JOIN source ls ON ls.id = lr.source
JOIN record_key rk ON rk.key = l."right"
JOIN record rr ON rr.id = rk.id
JOIN source rs ON rs.id = rr.source
WHERE l.run BETWEEN (SELECT coalesce(base, id) FROM run WHERE id = :run)
		AND :run
	AND NOT EXISTS (SELECT 1 FROM link_renewed w
		WHERE w.record = l."left" AND w.run > l.run AND w.run <= :run)
	AND l.is_refused = 1
ORDER BY l.run, l.n;

-- name: history_links
SELECT l."left", l."right", ls.name || ':' || lr.native_id,
	rs.name || ':' || rr.native_id, l.kind, l.value, l.weight
FROM link l
JOIN membership m ON m.record = l."left" AND m.customer = :customer
JOIN membership n ON n.record = l."right" AND n.customer = :customer
JOIN record_key lk ON lk.key = l."left"
JOIN record lr ON lr.id = lk.id
JOIN source ls ON ls.id = lr.source
JOIN record_key rk ON rk.key = l."right"
JOIN record rr ON rr.id = rk.id
JOIN source rs ON rs.id = rr.source
WHERE l.run BETWEEN (SELECT coalesce(base, id) FROM run WHERE id = :run)
		AND :run
	AND NOT EXISTS (SELECT 1 FROM link_renewed w
		WHERE w.record = l."left" AND w.run > l.run AND w.run <= :run)
	AND l.is_refused = 0
ORDER BY l.weight DESC, l.run, l.n;

-- name: history_verdict
SELECT l.is_refused, l.reason FROM link l
WHERE l.run BETWEEN (SELECT coalesce(base, id) FROM run WHERE id = :run)
		AND :run
	AND NOT EXISTS (SELECT 1 FROM link_renewed w
		WHERE w.record = l."left" AND w.run > l.run AND w.run <= :run)
	AND ((l."left" = :left AND l."right" = :right)
		OR (l."left" = :right AND l."right" = :left))
ORDER BY l.run, l.n LIMIT 1;

-- name: history_moves
SELECT m.run, n.at,
	coalesce(s.name || ':' || r.native_id, 'a record that is gone'),
	m.from_customer, m.into_customer, n.mode, n.undone_by, m.record
FROM move m
JOIN run n ON n.id = m.run
LEFT JOIN record_key k ON k.key = m.record
LEFT JOIN record r ON r.id = k.id
LEFT JOIN source s ON s.id = r.source
WHERE m.from_customer = :customer OR m.into_customer = :customer
ORDER BY m.run, s.name, r.native_id, m.record;

-- name: history_event_channels
SELECT e.record, h.channel, min(e.occurred_at), max(e.occurred_at)
FROM event e JOIN shape h ON h.id = e.shape
WHERE e.record IS NOT NULL GROUP BY e.record, h.channel;

-- name: history_import_channels
SELECT DISTINCT o.record, c.id, NULL, NULL
FROM observation o
JOIN import i ON i.id = o.import
JOIN channel c ON c.name = i.channel;

-- name: history_freshness
SELECT s.name, max(e.newest), max(i.at)
FROM source s
JOIN import i ON i.source = s.id
LEFT JOIN (SELECT import, max(occurred_at) AS newest
	FROM event GROUP BY import) e ON e.import = i.id
WHERE i.undone_at IS NULL
GROUP BY s.id ORDER BY s.name;

-- name: history_imports
SELECT i.id, i.at, i.path, i.channel, s.name, i.map_name, i.is_snapshot,
	i.undone_at, i."rows", i.records_new, i.records_changed, i.records_same,
	i.events_new, i.events_changed, i.events_same, i.continued,
	i.anonymous, i.odd, i.rejected, i.suppressed, i.blank, i.withdrawn
FROM import i JOIN source s ON s.id = i.source ORDER BY i.id;

-- name: history_doubts
SELECT l."left", l."right", l.weight, l.kind = 'model' FROM link l
WHERE l.run BETWEEN (SELECT coalesce(base, id) FROM run WHERE id = :run)
		AND :run
	AND NOT EXISTS (SELECT 1 FROM link_renewed w
		WHERE w.record = l."left" AND w.run > l.run AND w.run <= :run)
	AND l.is_refused = 1
ORDER BY l.run, l.n;

-- name: history_evidence
SELECT ls.name || ':' || lr.native_id, rs.name || ':' || rr.native_id,
	l.kind, l.value, l.weight, l.kind = 'model', l.is_refused, l.reason
FROM link l
JOIN record_key lk ON lk.key = l."left"
JOIN record lr ON lr.id = lk.id
JOIN source ls ON ls.id = lr.source
JOIN record_key rk ON rk.key = l."right"
JOIN record rr ON rr.id = rk.id
JOIN source rs ON rs.id = rr.source
WHERE l.run BETWEEN (SELECT coalesce(base, id) FROM run WHERE id = :run)
		AND :run
	AND NOT EXISTS (SELECT 1 FROM link_renewed w
		WHERE w.record = l."left" AND w.run > l.run AND w.run <= :run)
ORDER BY ls.name, lr.native_id, rs.name, rr.native_id, l.kind, l.value, l.run,
	l.n;
