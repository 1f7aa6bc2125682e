-- Households and accounts: store/circle.h.
-- check: CREATE TEMP TABLE new_member(record, customer);

-- name: circle_members
SELECT record, number FROM circle WHERE kind = :kind ORDER BY record;

-- name: circle_customers
SELECT m.customer, min(c.number)
FROM circle c JOIN membership m ON m.record = c.record
WHERE c.kind = :kind GROUP BY m.customer ORDER BY m.customer;

-- name: circle_next
SELECT max(into_number) + 1 FROM circle_move WHERE kind = :kind;

-- name: circle_move_add
INSERT INTO circle_move (run, kind, record, from_number, into_number)
SELECT :run, :kind, n.record, coalesce(c.number, 0), n.customer
FROM new_member n
LEFT JOIN circle c ON c.kind = :kind AND c.record = n.record
WHERE coalesce(c.number, 0) <> n.customer;

-- name: circle_gone
DELETE FROM circle WHERE kind = :kind
AND record IN (SELECT record FROM new_member WHERE customer = 0);

-- name: circle_add
INSERT OR REPLACE INTO circle (kind, record, number)
SELECT :kind, record, customer FROM new_member WHERE customer <> 0;

-- name: circle_move_back
INSERT INTO circle_move (run, kind, record, from_number, into_number)
SELECT :by, f.kind, f.record, coalesce(c.number, 0), f.from_number
FROM (SELECT kind, record, from_number, min(run) FROM circle_move
	WHERE run >= :run GROUP BY kind, record) f
LEFT JOIN circle c ON c.kind = f.kind AND c.record = f.record
WHERE coalesce(c.number, 0) <> f.from_number;

-- name: circle_leave
DELETE FROM circle WHERE EXISTS (SELECT 1 FROM circle_move v
	WHERE v.run = :by AND v.kind = circle.kind
	AND v.record = circle.record);

-- name: circle_return
INSERT INTO circle (kind, record, number)
SELECT kind, record, into_number FROM circle_move
WHERE run = :by AND into_number <> 0;

-- name: generic_add
INSERT INTO generic (run, n, kind, value, records)
VALUES (:run, :n, :kind, :value, :records);

-- name: generics
SELECT kind, value, records FROM generic
WHERE run = :run ORDER BY records DESC, kind, value;
