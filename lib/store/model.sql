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
