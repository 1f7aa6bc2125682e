-- Events in the order of journeys. The columns are those of store/touch.c;
-- what stands behind the event id in the order makes it total.

-- name: touches
SELECT coalesce(m.customer, 0),
	e.record, e.id, s.id, c.id, r.native_id, e.event_id, e.occurred_at,
	h.is_date_only, h.kind, h.outcome, c.name, c.kind, h.currency,
	h.amount_digits, e.amount, e.quantity, e.case_id, e.topic, e.product,
	d.direction, d.automated, d.context_passed, d.csat_scale, d.ended_at,
	d.first_reply_at, d.resolved_at, d.updated_at, d.csat, d.nps, d.ces,
	d.handle, d.wait, d.reopens, d.transfers, d.replies,
	d.handover_channel, d.agent, d.team, e.campaign, e.location,
	e.device, d.text, d.attrs
FROM event e
CROSS JOIN import i ON i.id = e.import
CROSS JOIN source s ON s.id = i.source
CROSS JOIN shape h ON h.id = e.shape
CROSS JOIN channel c ON c.id = h.channel
LEFT JOIN record_key rk ON rk.key = e.record
LEFT JOIN record r ON r.id = rk.id
LEFT JOIN event_detail d ON d.event = e.id
LEFT JOIN membership m ON m.record = e.record
WHERE m.customer IS NOT NULL OR (:has_anonymous AND e.record IS NULL)
ORDER BY 1, e.occurred_at, s.name, e.event_id, r.native_id, c.name, h.kind,
	h.outcome, e.case_id, e.topic, e.product, e.quantity, e.amount,
	h.currency, d.direction, d.ended_at, d.first_reply_at, d.resolved_at,
	d.updated_at, d.csat, d.nps, d.ces, d.handle, d.wait, d.reopens,
	d.transfers, d.replies, d.handover_channel, d.agent, d.team,
	d.automated, d.context_passed, e.campaign, e.location, e.device,
	d.text, d.attrs;

-- name: touches_of_customer
SELECT m.customer,
	e.record, e.id, s.id, c.id, r.native_id, e.event_id, e.occurred_at,
	h.is_date_only, h.kind, h.outcome, c.name, c.kind, h.currency,
	h.amount_digits, e.amount, e.quantity, e.case_id, e.topic, e.product,
	d.direction, d.automated, d.context_passed, d.csat_scale, d.ended_at,
	d.first_reply_at, d.resolved_at, d.updated_at, d.csat, d.nps, d.ces,
	d.handle, d.wait, d.reopens, d.transfers, d.replies,
	d.handover_channel, d.agent, d.team, e.campaign, e.location,
	e.device, d.text, d.attrs
FROM event e
CROSS JOIN membership m ON m.record = e.record
CROSS JOIN import i ON i.id = e.import
CROSS JOIN source s ON s.id = i.source
CROSS JOIN shape h ON h.id = e.shape
CROSS JOIN channel c ON c.id = h.channel
LEFT JOIN record_key rk ON rk.key = e.record
LEFT JOIN record r ON r.id = rk.id
LEFT JOIN event_detail d ON d.event = e.id
WHERE m.customer = :customer
ORDER BY 1, e.occurred_at, s.name, e.event_id, r.native_id, c.name, h.kind,
	h.outcome, e.case_id, e.topic, e.product, e.quantity, e.amount,
	h.currency, d.direction, d.ended_at, d.first_reply_at, d.resolved_at,
	d.updated_at, d.csat, d.nps, d.ces, d.handle, d.wait, d.reopens,
	d.transfers, d.replies, d.handover_channel, d.agent, d.team,
	d.automated, d.context_passed, e.campaign, e.location, e.device,
	d.text, d.attrs;

-- name: touches_by_record
WITH rank AS MATERIALIZED (
	SELECT r.key AS key,
		row_number() OVER (ORDER BY s.name, r.native_id) AS n
	FROM record r JOIN source s ON s.id = r.source
)
SELECT coalesce(n.n, 0),
	e.record, e.id, s.id, c.id, r.native_id, e.event_id, e.occurred_at,
	h.is_date_only, h.kind, h.outcome, c.name, c.kind, h.currency,
	h.amount_digits, e.amount, e.quantity, e.case_id, e.topic, e.product,
	d.direction, d.automated, d.context_passed, d.csat_scale, d.ended_at,
	d.first_reply_at, d.resolved_at, d.updated_at, d.csat, d.nps, d.ces,
	d.handle, d.wait, d.reopens, d.transfers, d.replies,
	d.handover_channel, d.agent, d.team, e.campaign, e.location,
	e.device, d.text, d.attrs
FROM event e
CROSS JOIN import i ON i.id = e.import
CROSS JOIN source s ON s.id = i.source
CROSS JOIN shape h ON h.id = e.shape
CROSS JOIN channel c ON c.id = h.channel
LEFT JOIN record_key rk ON rk.key = e.record
LEFT JOIN record r ON r.id = rk.id
LEFT JOIN event_detail d ON d.event = e.id
LEFT JOIN rank n ON n.key = e.record
WHERE e.record IS NOT NULL OR :has_anonymous
ORDER BY 1, e.occurred_at, s.name, e.event_id, r.native_id, c.name, h.kind,
	h.outcome, e.case_id, e.topic, e.product, e.quantity, e.amount,
	h.currency, d.direction, d.ended_at, d.first_reply_at, d.resolved_at,
	d.updated_at, d.csat, d.nps, d.ces, d.handle, d.wait, d.reopens,
	d.transfers, d.replies, d.handover_channel, d.agent, d.team,
	d.automated, d.context_passed, e.campaign, e.location, e.device,
	d.text, d.attrs;
