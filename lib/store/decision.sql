-- What people decided about records, and what undone merges leave behind.

-- name: decision_add
INSERT INTO decision (at, path, line, "left", "right", verdict)
VALUES (:at, :path, :line, :left, :right, :verdict);

-- name: decisions
SELECT d."left", d."right", d.verdict, d.at, d.path, d.line
FROM decision d
WHERE d.id = (SELECT max(l.id) FROM decision l
	WHERE l."left" = d."left" AND l."right" = d."right")
ORDER BY d."left", d."right";

-- name: piece_add
INSERT INTO piece (run, record, whole, piece, is_held)
VALUES (:run, :record, :whole, :piece, :is_held);

-- name: pieces
SELECT p.run, p.record, p.whole, p.piece, p.is_held
FROM piece p JOIN run r ON r.id = p.run
WHERE r.is_ruling = 1
ORDER BY p.run, p.whole, p.piece, p.record;

-- name: run_find
SELECT mode, undone_by, target, is_ruling, imports
FROM run WHERE id = :run;

-- name: run_rule
UPDATE run SET is_ruling = :is_ruling WHERE id = :run;

-- name: run_aim
UPDATE run SET target = :target WHERE id = :run;

-- name: undo_moves
SELECT record, from_customer, min(run) FROM move
WHERE run >= :run AND record IN (SELECT key FROM record_key)
GROUP BY record ORDER BY record;

-- name: undo_news
SELECT r.key FROM record r JOIN source s ON s.id = r.source
WHERE r.import > :imports ORDER BY s.name, r.native_id;

-- name: release_count
SELECT count(*) FROM run WHERE is_ruling = 1
	AND (id = :run OR (mode = 'undo' AND target <= :run AND id > :run));

-- name: release
UPDATE run SET is_ruling = 0 WHERE is_ruling = 1
	AND (id = :run OR (mode = 'undo' AND target <= :run AND id > :run));

-- name: undo_void
UPDATE run SET is_ruling = 0
WHERE id >= :run AND id < :by AND (mode <> 'undo' OR target < :run);

-- name: undo_restore
UPDATE run SET undone_by = NULL WHERE undone_by >= :run AND id < :run;

-- name: undo_mark
UPDATE run SET undone_by = :by WHERE id >= :run AND id < :by;

-- name: adopted_add
INSERT INTO adopted (name, customer, run) VALUES (:name, :customer, :run);

-- name: adopted_find
SELECT a.customer FROM adopted a JOIN run r ON r.id = a.run
WHERE a.name = :name AND r.undone_by IS NULL
ORDER BY a.run DESC LIMIT 1;
