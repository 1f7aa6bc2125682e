-- Records with all that was said of them.

-- name: records
SELECT r.key, r.source, r.native_id, o.id, k.first_at, k.last_at,
	o.opt_out, o.attrs,
	(SELECT count(p.until) = count(*) FROM presence p
		WHERE p.record = o.record HAVING count(*) > 0) AS is_gone,
	o.full_name, o.family_name, o.given_name, o.middle_name, o.full_kana,
	o.family_kana, o.given_kana, o.company, o.department, o.country,
	o.region, o.city, o.street, o.building, o.postcode, o.address,
	o.birth_date, o.birth_place, o.gender, o.nationality, o.occupation,
	o.registered_at, o.updated_at, o.status, o.merged_into
FROM observation o
CROSS JOIN record_key rk ON rk.key = o.record
CROSS JOIN record r ON r.id = rk.id
CROSS JOIN source s ON s.id = r.source
CROSS JOIN observation_key k ON k.key = o.key
ORDER BY s.name, r.native_id, k.last_at DESC, o.key;

-- name: identifiers
SELECT kind, value, raw, is_unique FROM identifier
WHERE observation = :observation ORDER BY n;
