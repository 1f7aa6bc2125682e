-- An import: the ledger, and bulk rows out of arrays (store/tables.h).
-- check: CREATE TEMP TABLE batch_event(record, import, shape, occurred_at, event_id, case_id, topic, product, quantity, amount, campaign, location, device);
-- check: CREATE TEMP TABLE batch_detail(event, direction, ended_at, updated_at, csat, csat_scale, nps, ces, first_reply_at, resolved_at, handle, wait, handover_channel, agent, team, automated, context_passed, reopens, transfers, replies, text, attrs);
-- check: CREATE TEMP TABLE batch_record(key, import, source, native_id);
-- check: CREATE TEMP TABLE batch_observation(record, import, key, said);
-- check: CREATE TEMP TABLE wanted_key(n, key, second);
-- check: CREATE TEMP TABLE new_key(key, "check", id, first, second, record, said, said_key, said_check);

-- name: import_known
SELECT i.id, i."rows",
	i.records_new + i.records_changed + i.records_same,
	i.events_new + i.events_changed + i.events_same,
	i.rows_new + i.rows_changed + i.rows_same,
	i.continued, i.anonymous, i.odd, i.rejected, i.suppressed, i.blank
FROM import i JOIN source s ON s.id = i.source
WHERE i.undone_at IS NULL
	AND i.content = :content AND s.name = :source AND i.channel = :channel
	AND i.map_name = :map_name AND i.map_digest = :map_digest
	AND (NOT :is_snapshot OR (
		i.id = (SELECT n.import FROM snapshot n
			WHERE n.source = i.source AND n.channel = i.channel)
		AND NOT EXISTS (SELECT 1 FROM import j
			WHERE j.source = i.source AND j.channel = i.channel
				AND j.id > i.id AND j.records_new > 0
				AND j.undone_at IS NULL)))
ORDER BY i.id DESC LIMIT 1;

-- name: source_by_name
SELECT id FROM source WHERE name = :name;

-- name: source_add
INSERT INTO source (name) VALUES (:name) RETURNING id;

-- Imports that were taken back count here, too: what they brought may have
-- been said again.

-- name: source_has_events
SELECT 1 FROM import WHERE source = :source AND events_new > 0 LIMIT 1;

-- name: source_has_records
SELECT 1 FROM import WHERE source = :source AND records_new > 0 LIMIT 1;

-- name: channel_by_name
SELECT id, kind, is_explicit FROM channel WHERE name = :name;

-- name: channel_add
INSERT INTO channel (name, kind, is_explicit)
VALUES (:name, :kind, :is_explicit) RETURNING id;

-- name: channel_set_kind
UPDATE channel SET kind = :kind, is_explicit = 1 WHERE id = :id;

-- name: channel_say
INSERT OR IGNORE INTO channel_said (import, channel, kind)
VALUES (:import, :channel, :kind);

-- name: shape_find
SELECT id FROM shape WHERE channel = :channel AND kind = :kind
	AND outcome = :outcome AND is_date_only = :is_date_only
	AND amount_digits = :amount_digits AND currency = :currency;

-- name: shape_add
INSERT INTO shape (channel, kind, outcome, is_date_only, amount_digits,
	currency)
VALUES (:channel, :kind, :outcome, :is_date_only, :amount_digits, :currency)
RETURNING id;

-- name: import_add
INSERT INTO import (path, content, source, channel, map_name, map_digest,
	encoding, zone, at, version)
VALUES (:path, '', :source, :channel, :map_name, :map_digest,
	:encoding, :zone, :at, :version)
RETURNING id;

-- name: import_end
UPDATE import SET content = :content, "rows" = :rows,
	records_new = :records_new, records_changed = :records_changed,
	records_same = :records_same, events_new = :events_new,
	events_changed = :events_changed, events_same = :events_same,
	rows_new = :rows_new, rows_changed = :rows_changed,
	rows_same = :rows_same, continued = :continued,
	anonymous = :anonymous, odd = :odd, rejected = :rejected,
	suppressed = :suppressed, blank = :blank,
	is_snapshot = :is_snapshot, withdrawn = :withdrawn
WHERE id = :id;

-- name: last_event
SELECT max(id) FROM event;

-- name: last_event_past
SELECT max(id) FROM event_past;

-- name: hold_event
INSERT INTO event (id) VALUES (:id);

-- name: last_record
SELECT max(id) FROM record;

-- name: last_observation
SELECT max(id) FROM observation;

-- name: append_events
INSERT INTO event (record, import, shape, occurred_at, event_id, case_id,
	topic, product, quantity, amount, campaign, location, device)
SELECT * FROM batch_event;

-- name: append_details
INSERT INTO event_detail SELECT * FROM batch_detail;

-- name: append_records
INSERT INTO record (key, import, source, native_id)
SELECT * FROM batch_record;

-- name: append_observations
INSERT INTO observation (record, import, key, said)
SELECT * FROM batch_observation;

-- name: find_events
SELECT w.n, k.proof, k.event, k.extra
FROM wanted_key w CROSS JOIN event_key k ON k.key = w.key;

-- name: all_event_keys
SELECT key, proof, event FROM event_key ORDER BY key;

-- name: find_records
SELECT w.n, k."check", k.said, k.said_key, k.said_check, k.first_at, k.last_at
FROM wanted_key w CROSS JOIN record_key k ON k.key = w.key;

-- name: find_observations
SELECT w.n, k."check", k.id, k.first_at, k.last_at
FROM wanted_key w CROSS JOIN observation_key k
	ON k.record = w.key AND k.key = w.second;

-- name: add_event_keys
INSERT INTO event_key (key, proof, event, extra)
SELECT key, "check", id, first FROM new_key;

-- name: add_record_keys
INSERT INTO record_key (key, "check", id, said, said_key, said_check,
	first_at, last_at)
SELECT key, "check", id, said, said_key, said_check, first, second
FROM new_key;

-- name: add_observation_keys
INSERT INTO observation_key (record, key, "check", id, first_at, last_at)
SELECT record, key, "check", id, first, second FROM new_key;

-- name: widen_first
UPDATE record_key SET first_at = :first, last_at = :last
WHERE key = :record;

-- name: widen_observation
UPDATE observation_key SET first_at = :first, last_at = :last
WHERE record = :record AND key = :key;

-- name: keep_own_times
INSERT OR IGNORE INTO observation_own (observation, first_at, last_at)
SELECT id, first, second FROM new_key;

-- name: add_event_more
INSERT INTO event_more (key, event) SELECT key, id FROM new_key;

-- name: event_more_add
INSERT INTO event_more (key, event) VALUES (:key, :event);

-- name: event_more_find
SELECT event FROM event_more WHERE key = :key ORDER BY event LIMIT :count;

-- name: keep_event
INSERT INTO event_past SELECT *, :key, :proof, :extra
FROM event WHERE id = :id;

-- name: keep_detail
INSERT INTO event_detail_past SELECT * FROM event_detail WHERE event = :id;

-- name: repeat_add
INSERT INTO repeat (import, kind, data) VALUES (:import, :kind, :data);

-- name: change_event_key
UPDATE event_key SET event = :event, proof = :proof, extra = :updated
WHERE key = :key;

-- name: count_event_key
UPDATE event_key SET extra = :count WHERE key = :key;

-- name: copy_event
INSERT INTO event (id, record, import, shape, occurred_at, event_id, case_id,
	topic, product, quantity, amount, campaign, location, device)
SELECT :to, record, :import, shape, occurred_at, event_id, case_id, topic,
	product, quantity, amount, campaign, location, device
FROM event WHERE id = :from;

-- name: copy_detail
INSERT INTO event_detail SELECT :to, direction, ended_at, updated_at, csat,
	csat_scale, nps, ces, first_reply_at, resolved_at, handle, wait,
	handover_channel, agent, team, automated, context_passed, reopens,
	transfers, replies, text, attrs
FROM event_detail WHERE event = :from;

-- name: drop_event
DELETE FROM event WHERE id = :id;

-- name: drop_detail
DELETE FROM event_detail WHERE event = :id;

-- name: drop_record
DELETE FROM record WHERE id = :id;

-- name: drop_observation
DELETE FROM observation WHERE id = :id;
