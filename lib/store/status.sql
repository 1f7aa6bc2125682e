-- What omni-status shows. Times are microseconds; the caller formats them.

-- name: status
WITH summary AS MATERIALIZED (
	SELECT i.source AS source, h.channel AS channel,
		sum(e.events) AS events, sum(e.identified) AS identified,
		max(e.newest) AS newest
	FROM (
		SELECT import, shape, count(*) AS events,
			count(record) AS identified, max(occurred_at) AS newest
		FROM event GROUP BY import, shape
	) e
	JOIN import i ON i.id = e.import
	JOIN shape h ON h.id = e.shape
	GROUP BY i.source, h.channel
),
line (rank, section, thing, part, name, value) AS (
	SELECT 1, 'store', '', 1, 'imports', count(*)
	FROM import WHERE undone_at IS NULL
	UNION ALL
	SELECT 1, 'store', '', 2, 'sources', count(DISTINCT source)
	FROM import WHERE undone_at IS NULL
	UNION ALL
	SELECT 1, 'store', '', 3, 'channels', count(*) FROM channel
	UNION ALL
	SELECT 1, 'store', '', 4, 'records', count(*) FROM record_key
	UNION ALL
	SELECT 1, 'store', '', 5, 'customers', count(DISTINCT customer)
	FROM membership
	UNION ALL
	SELECT 1, 'store', '', 6, 'events', coalesce(sum(events), 0) FROM summary
	UNION ALL
	SELECT 1, 'store', '', 7, 'identified_events',
		coalesce(sum(identified), 0) FROM summary
	UNION ALL
	SELECT 1, 'store', '', 8, 'newest_event', max(newest) FROM summary
	UNION ALL
	SELECT 1, 'store', '', 9, 'newest_import', max(at)
	FROM import WHERE undone_at IS NULL
	UNION ALL
	SELECT 2, 'channel', c.name, 0, 'kind', w.name
	FROM channel c JOIN word w ON w.list = 'channel' AND w.number = c.kind
	UNION ALL
	SELECT 2, 'channel', c.name, 1, 'events', sum(u.events)
	FROM summary u JOIN channel c ON c.id = u.channel GROUP BY c.id
	UNION ALL
	SELECT 2, 'channel', c.name, 2, 'identified_events',
		sum(u.identified)
	FROM summary u JOIN channel c ON c.id = u.channel GROUP BY c.id
	UNION ALL
	SELECT 2, 'channel', c.name, 3, 'newest_event', max(u.newest)
	FROM summary u JOIN channel c ON c.id = u.channel GROUP BY c.id
	UNION ALL
	SELECT 3, 'source', s.name, 1, 'records', count(*)
	FROM record r JOIN source s ON s.id = r.source GROUP BY s.id
	UNION ALL
	SELECT 3, 'source', s.name, 2, 'events', sum(u.events)
	FROM summary u JOIN source s ON s.id = u.source GROUP BY s.id
	UNION ALL
	SELECT 3, 'source', s.name, 3, 'newest_event', max(u.newest)
	FROM summary u JOIN source s ON s.id = u.source GROUP BY s.id
	UNION ALL
	SELECT 3, 'source', s.name, 4, 'newest_import', max(i.at)
	FROM import i JOIN source s ON s.id = i.source
	WHERE i.undone_at IS NULL GROUP BY s.id
	UNION ALL
	SELECT 4, 'merge', '', 1, 'unmerged_records', count(*)
	FROM record_key k LEFT JOIN membership m ON m.record = k.key
	WHERE m.record IS NULL
	UNION ALL
	SELECT 4, 'merge', '', 2, 'largest_customer', coalesce(max(n), 0)
	FROM (SELECT count(*) AS n FROM membership GROUP BY customer)
	UNION ALL
	SELECT 4, 'merge', '', 3, 'last_run', max(id) FROM run
	UNION ALL
	SELECT 4, 'merge', '', 4, 'last_run_at', (
		SELECT at FROM run ORDER BY id DESC LIMIT 1)
	UNION ALL
	SELECT 4, 'merge', '', 5, 'review', (
		SELECT review FROM run
		WHERE undone_by IS NULL AND mode IN ('exact', 'model')
		ORDER BY id DESC LIMIT 1)
	UNION ALL
	SELECT 4, 'merge', '', 6, 'conflicts', (
		SELECT count(*) FROM link l
		JOIN (SELECT max(id) AS id FROM run
			WHERE undone_by IS NULL
			AND mode IN ('exact', 'model')) m
		JOIN run r ON r.id = m.id
		WHERE l.is_refused
		AND l.run BETWEEN coalesce(r.base, r.id) AND r.id
		AND NOT EXISTS (SELECT 1 FROM link_renewed w
			WHERE w.record = l."left" AND w.run > l.run
			AND w.run <= r.id))
	UNION ALL
	SELECT 4, 'merge', '', 7, 'disarmed_values', (
		SELECT count(*) FROM generic
		WHERE run = (SELECT max(id) FROM run
			WHERE undone_by IS NULL
			AND mode IN ('exact', 'model')))
	UNION ALL
	SELECT 4, 'merge', '', 8 + kind,
		iif(kind = 0, 'households', 'accounts'),
		count(DISTINCT number)
	FROM circle GROUP BY kind
	UNION ALL
	SELECT 5, 'largest', '', row_number() OVER (ORDER BY n DESC, customer),
		printf('C%09d', customer), n
	FROM (SELECT customer, count(*) AS n FROM membership
		GROUP BY customer HAVING count(*) > 1
		ORDER BY n DESC, customer LIMIT 5)
)
SELECT section, iif(thing = '', name, thing || '.' || name), value
FROM line WHERE value IS NOT NULL
ORDER BY rank, thing, part;
