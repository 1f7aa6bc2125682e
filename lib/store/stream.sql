-- Events on their way into the journey stream; the columns are those of
-- store/scan.c.

-- name: stream_events
SELECT id, record, import, occurred_at, shape, quantity, amount, event_id,
	case_id, topic, product, campaign, location, device
FROM event WHERE id > :after AND id <= :last ORDER BY id;

-- name: stream_details
SELECT event, direction, ended_at, first_reply_at, resolved_at, updated_at,
	csat, nps, ces, handle, wait, reopens, transfers, replies, automated,
	context_passed, csat_scale, handover_channel, agent, team, text, attrs
FROM event_detail WHERE event > :after AND event <= :last ORDER BY event;

-- name: stream_last_event
SELECT max(id) FROM event;

-- name: stream_members
SELECT record, customer FROM membership
WHERE record > :after AND record <= :last ORDER BY record;

-- name: stream_records
SELECT key, native_id FROM record WHERE id > :after AND id <= :last;

-- name: stream_member
SELECT m.customer, k.id FROM membership m JOIN record_key k ON k.key = m.record
WHERE m.record = :key;

-- name: stream_native_id
SELECT native_id FROM record WHERE id = :id;

-- name: stream_ranks
SELECT r.key, row_number() OVER (ORDER BY s.name, r.native_id)
FROM record r JOIN source s ON s.id = r.source;

-- name: stream_imports
SELECT id, source FROM import;

-- name: stream_shapes
SELECT id, channel, kind, outcome, amount_digits, is_date_only, currency
FROM shape;
