-- Customers: who belongs to whom, and how that changed.
-- check: CREATE TEMP TABLE new_member(record, customer);
-- check: CREATE TEMP TABLE new_link(n, "left", "right", rule, weight, is_refused, kind, value, reason);
-- check: CREATE TEMP TABLE new_customer(id);

-- name: members
SELECT record, customer FROM membership ORDER BY record;

-- name: members_former
SELECT m.record, m.from_customer FROM move m
WHERE m.from_customer > 0 AND m.run = (SELECT max(l.run) FROM move l
	WHERE l.from_customer = m.from_customer AND l.from_customer > 0)
ORDER BY m.from_customer, m.record;

-- name: next_customer
SELECT max(id) + 1 FROM customer;

-- name: run_add
INSERT INTO run (at, mode, records, customers, pairs, links, review, created,
	joined, split, largest, threshold, took, imports, base)
VALUES (:at, :mode, :records, :customers, :pairs, :links, :review, :created,
	:joined, :split, :largest, :threshold, :took,
	coalesce(nullif(:imports, 0), (SELECT max(id) FROM import), 0),
	nullif(:base, 0))
RETURNING id;

-- name: run_last
SELECT max(id) FROM run;

-- name: move_add
INSERT INTO move (run, record, from_customer, into_customer)
SELECT :run, n.record, coalesce(m.customer, 0), n.customer
FROM new_member n LEFT JOIN membership m ON m.record = n.record
WHERE m.customer IS NOT n.customer;

-- name: move_add_gone
INSERT INTO move (run, record, from_customer, into_customer)
SELECT :run, m.record, m.customer, 0
FROM membership m
WHERE m.record NOT IN (SELECT record FROM new_member);

-- name: membership_clear
DELETE FROM membership;

-- name: membership_add
INSERT INTO membership (record, customer)
SELECT record, customer FROM new_member;

-- name: membership_put
INSERT OR REPLACE INTO membership (record, customer)
SELECT record, customer FROM new_member;

-- name: run_base
SELECT coalesce(base, id) FROM run WHERE id = :run;

-- name: link_renew
INSERT INTO link_renewed (record, run)
SELECT id, :run FROM new_customer;

-- name: customer_add
INSERT INTO customer (id, run)
SELECT n.id, :run FROM new_customer n
WHERE n.id NOT IN (SELECT id FROM customer);

-- name: link_add
INSERT INTO link (run, n, "left", "right", rule, kind, value, weight,
	is_refused, reason)
SELECT :run, :first + n, "left", "right", rule, kind, value, weight,
	is_refused, reason
FROM new_link;

-- name: alias_add
INSERT INTO alias (customer, into_customer, run)
VALUES (:customer, :into, :run);

-- name: customer_is_member
SELECT 1 FROM membership WHERE customer = :customer LIMIT 1;

-- name: alias_of
SELECT a.into_customer FROM alias a JOIN run r ON r.id = a.run
WHERE a.customer = :customer AND r.undone_by IS NULL
ORDER BY a.run DESC LIMIT 1;

-- name: record_check
SELECT "check" FROM record_key WHERE key = :key;

-- name: customer_of_record
SELECT customer FROM membership WHERE record = :key;

-- name: record_name
SELECT s.name || ':' || r.native_id
FROM record_key k
JOIN record r ON r.id = k.id
JOIN source s ON s.id = r.source
WHERE k.key = :key;

-- name: count_unmerged
SELECT count(*) FROM record_key k
LEFT JOIN membership m ON m.record = k.key
WHERE m.record IS NULL;
