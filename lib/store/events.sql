-- All events, one after another, as they can be given out again.

-- name: events_attrs
SELECT DISTINCT j.key FROM event_detail d, json_each(d.attrs) j
WHERE d.attrs IS NOT NULL ORDER BY j.key;

-- name: events_all
SELECT s.name, r.native_id, m.customer, c.name, e.event_id, e.occurred_at,
	h.is_date_only, h.kind, h.outcome, h.amount_digits, h.currency,
	e.case_id, e.topic, e.product, e.quantity, e.amount, e.campaign,
	e.location, e.device, d.direction, d.ended_at, d.updated_at, d.csat,
	d.csat_scale, d.nps, d.ces, d.first_reply_at, d.resolved_at, d.handle,
	d.wait, d.handover_channel, d.agent, d.team, d.automated,
	d.context_passed, d.reopens, d.transfers, d.replies, d.text, d.attrs
FROM event e
JOIN import i ON i.id = e.import
JOIN source s ON s.id = i.source
JOIN shape h ON h.id = e.shape
JOIN channel c ON c.id = h.channel
LEFT JOIN record_key k ON k.key = e.record
LEFT JOIN record r ON r.id = k.id
LEFT JOIN membership m ON m.record = e.record
LEFT JOIN event_detail d ON d.event = e.id
ORDER BY 1, 5, 6, 2, 4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
	21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
	39, 40;
