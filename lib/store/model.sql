-- The trained model of matching.

-- name: model_find
SELECT base, digest, records FROM model WHERE id = 1;

-- name: model_text
SELECT text FROM model WHERE id = 1;

-- name: model_base
SELECT base_text FROM model WHERE id = 1;

-- name: model_keep
INSERT INTO model (id, base, digest, records, base_text, text)
VALUES (1, :base, :digest, :records, :base_text, :text)
ON CONFLICT (id) DO UPDATE
SET base = excluded.base, digest = excluded.digest,
	records = excluded.records, base_text = excluded.base_text,
	text = excluded.text;

-- name: model_past_add
INSERT INTO model_past (run, base, digest, records, base_text, text)
SELECT :run, m.base, m.digest, m.records, m.base_text, m.text
FROM (SELECT 1 AS id) LEFT JOIN model m USING (id)
WHERE m.base IS NOT :base OR m.digest IS NOT :digest;

-- name: model_past_find
SELECT min(run) FROM model_past WHERE run >= :run AND run < :by;

-- name: model_drop
DELETE FROM model;

-- name: model_back
INSERT INTO model (id, base, digest, records, base_text, text)
SELECT 1, base, digest, records, base_text, text
FROM model_past WHERE run = :past AND text IS NOT NULL;
