-- What finding a person needs: store/matchpack.c.

-- name: matchpack_clear
DELETE FROM match_pack WHERE id BETWEEN :first AND :last;

-- name: matchpack_add
INSERT INTO match_pack (id, "check", data) VALUES (:id, :check, :data);

-- name: matchpack_part
SELECT "check", data FROM match_pack WHERE id = :id;

-- name: matchpack_check
SELECT "check" FROM match_pack WHERE id = :id;

-- name: matchpack_said
SELECT id, record FROM observation WHERE record IS NOT NULL;
