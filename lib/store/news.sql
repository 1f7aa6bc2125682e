-- What came since the journeys were packed: store/news.c.

-- name: news_moves
SELECT record, from_customer, into_customer FROM move WHERE run > :run
ORDER BY run, record;

-- name: news_record
SELECT r.source, r.native_id FROM record_key k JOIN record r ON r.id = k.id
WHERE k.key = :key;

-- name: news_count
SELECT count(*) FROM event WHERE id > :after;

-- name: news_records
SELECT record FROM event WHERE id > :after AND record IS NOT NULL;

-- name: news_count_past
SELECT count(*) FROM event_past WHERE id <= :after;

-- Events of the base for which others stand that came since.
-- name: news_past
SELECT p.record, i.source, p.event_id
FROM event_past p JOIN import i ON i.id = p.import
JOIN event_key k ON k.key = p.key
WHERE p.id <= :after AND k.event > :after;

-- name: news_last_record
SELECT max(id) FROM record;

-- Of records that came since, those that have no customer.
-- name: news_unmerged
SELECT count(*) FROM record r LEFT JOIN membership m ON m.record = r.key
WHERE r.id > :after AND m.record IS NULL;

-- name: news_import_at
SELECT max(at) FROM import WHERE undone_at IS NULL;

-- name: news_as_of
SELECT max(occurred_at) FROM event WHERE id > :after AND occurred_at <= :at;

-- name: news_next_at
SELECT min(occurred_at) FROM event WHERE occurred_at > :at;
