-- Opening, transactions, names.

-- name: application_id
PRAGMA application_id;

-- name: user_version
PRAGMA user_version;

-- name: count_objects
SELECT count(*) FROM sqlite_schema;

-- name: set_page_size
PRAGMA page_size = 8192;

-- name: set_cache_size
PRAGMA cache_size = -16384;

-- name: set_small_cache
PRAGMA cache_size = -1024;

-- name: set_journal_mode
PRAGMA journal_mode = DELETE;

-- name: set_synchronous
PRAGMA synchronous = FULL;

-- name: set_temp_store
PRAGMA temp_store = FILE;

-- name: set_secure_delete
PRAGMA secure_delete = ON;

-- name: set_auto_vacuum
PRAGMA auto_vacuum = NONE;

-- name: set_query_only
PRAGMA query_only = ON;

-- name: begin_read
BEGIN;

-- name: begin_write
BEGIN IMMEDIATE;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;

-- name: get_meta
SELECT value FROM meta WHERE name = :name;

-- name: set_meta
INSERT INTO meta (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: channels
SELECT id, name, kind FROM channel ORDER BY name;

-- name: sources
SELECT id, name FROM source
WHERE id IN (SELECT source FROM import WHERE undone_at IS NULL)
ORDER BY name;

-- name: as_of
SELECT max(occurred_at) FROM event
WHERE occurred_at <= (SELECT max(at) FROM import WHERE undone_at IS NULL);
