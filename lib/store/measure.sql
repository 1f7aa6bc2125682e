-- Kept values of key figures: store/measure.h.

-- name: measure_keep
INSERT INTO measure (kpi, definition, period, part, unit, day, as_of, value,
	digits, is_share, n)
VALUES (:kpi, :definition, :period, :part, :unit, :day, :as_of,
	CASE WHEN :is_known THEN :value END, :digits, :is_share,
	CASE WHEN NOT :is_hidden THEN :n END)
ON CONFLICT DO UPDATE SET as_of = excluded.as_of, value = excluded.value,
	digits = excluded.digits, is_share = excluded.is_share, n = excluded.n;

-- name: measure_before
SELECT kpi, definition, period, part, unit, day, as_of, value, digits,
	is_share, n
FROM measure
WHERE kpi = :kpi AND definition = :definition AND period = :period
	AND part = :part AND unit = :unit AND as_of < :as_of
ORDER BY day DESC LIMIT 1;

-- name: measure_all
SELECT kpi, definition, period, part, unit, day, as_of, value, digits,
	is_share, n
FROM measure
ORDER BY day, kpi, definition, period, part, unit;
