-- The golden records: store/best.c.

-- name: best_clear
DELETE FROM golden;

-- name: best_add
INSERT INTO golden VALUES (:customer, :full_name, :family_name, :given_name,
	:middle_name, :full_kana, :family_kana, :given_kana, :company,
	:department, :email, :phone, :country, :region, :city, :street,
	:building, :postcode, :address, :birth_date, :birth_place, :gender,
	:nationality, :occupation, :registered_at, :opt_out, :provenance);
