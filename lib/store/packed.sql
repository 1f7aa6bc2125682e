-- Packed journeys: store/packed.c.

-- name: packed_clear
DELETE FROM journey_pack;

-- name: packed_clear_blocks
DELETE FROM journey_block;

-- name: packed_drop
DELETE FROM journey_pack WHERE id >= :first AND id < :end;

-- name: packed_drop_news
DELETE FROM journey_block WHERE id % 2 = 1;

-- name: packed_add_block
INSERT INTO journey_block (id, first_customer, last_customer, parts)
VALUES (:id, :first, :last, :parts);

-- name: packed_add
INSERT INTO journey_pack (id, "check", data) VALUES (:id, :check, :data);

-- name: packed_blocks
SELECT id, first_customer, last_customer, parts FROM journey_block
ORDER BY id;

-- name: packed_part
SELECT "check", data FROM journey_pack WHERE id = :id;
