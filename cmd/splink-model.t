splink-model: a model that Splink trained, for omni-merge
=========================================================

The file is as Splink's save_model_to_json writes it. Shares of its levels are
dealt out to ours; "exact" and "near" of a name stand for its conditions on
first name and surname together, where one of them or both hold:

  $ convert() { "$TESTDIR/../scripts/splink-model" "$@"; }
  $ convert "$TESTDATA/splink/model.json" >model.json
  $ sed -n '/"comparisons"/,/^\t],/p' model.json | tr -d '\t'
  "comparisons": [
  {
  "field": "family_name",
  "name": "family_name",
  "kind": "family",
  "frequency": 1.0,
  "levels": {
  "exact": [0.846818, 0.00526672, 0.69],
  "reading": [0.0156429, 0.00500947, 0.0464],
  "short": [0.00312857, 0.000500947, 0.00924],
  "swapped": [0.00312857, 0.000100189, 0.00921],
  "near": [0.0743773, 0.00105244, 0.0645],
  "close": [0.031876, 0.00420975, 0.0279],
  "initial": [0.00312857, 0.0100189, 0.01],
  "far": [0.00312857, 0.0120227, 0.0102],
  "else": [0.0187714, 0.961819, 0.132]
  }
  },
  {
  "field": "given_name",
  "name": "given_name",
  "kind": "given",
  "frequency": 1.0,
  "levels": {
  "exact": [0.817273, 0.0102667, 0.0144],
  "reading": [0.0191702, 0.00398972, 0.001],
  "short": [0.0191702, 0.00199486, 0.00296],
  "swapped": [0.02, 1e-05, 0.000298],
  "near": [0.0650325, 0.00104292, 0.00218],
  "close": [0.0325162, 0.00521458, 0.0055],
  "initial": [0.0115021, 0.0149614, 0.0153],
  "far": [0.00383403, 0.0149614, 0.0149],
  "else": [0.0115021, 0.947558, 0.943]
  }
  },
  {
  "field": "birth_date",
  "name": "birth_date",
  "kind": "date",
  "frequency": 0,
  "levels": {
  "exact": [0.9, 0.0001, 0.0079],
  "turned": [0.00333333, 0.00012848, 0.000398],
  "one_digit": [0.06, 0.002, 0.00268],
  "month_known": [0.00166667, 0.000963597, 0.00159],
  "two_parts": [0.00833333, 0.00321199, 0.00545],
  "near": [0.00333333, 0.00642398, 0.0101],
  "same_year": [0.00166667, 0.00963597, 0.0149],
  "year_known": [0.00166667, 0.00963597, 0.0149],
  "else": [0.02, 0.9679, 0.942]
  }
  },
  {
  "field": "email",
  "name": "email",
  "kind": "email",
  "frequency": 0.5,
  "levels": {
  "exact": [0.7, 1e-05, 0.03],
  "local": [0.0714286, 9.09091e-06, 0.00609],
  "near": [0.05, 0.001, 0.00369],
  "name": [0.0285714, 9.09091e-05, 0.00334],
  "else": [0.15, 0.99889, 0.957]
  }
  },
  {
  "field": "phone",
  "name": "phone",
  "kind": "phone",
  "frequency": 0,
  "levels": {
  "exact": [0.375, 5e-05, 0.0401],
  "home": [0.225, 5e-05, 0.228],
  "last_seven": [0.0222222, 0.00010003, 0.01],
  "one_digit": [0.0444444, 0.00050015, 0.0123],
  "else": [0.333333, 0.9993, 0.71]
  }
  },
  {
  "field": "postcode",
  "name": "area",
  "kind": "area",
  "frequency": 1.0,
  "levels": {
  "exact": [0.48, 5e-05, 0.38],
  "code": [0.12, 0.00095, 0.143],
  "city_near": [0.08, 0.0005, 0.0667],
  "city": [0.24, 0.04945, 0.077],
  "near": [0.02, 0.0095, 0.0575],
  "region": [0.01, 0.0782958, 0.042],
  "else": [0.05, 0.861254, 0.234]
  }
  }
  ],

Postcode and city are one comparison of ours. The share of matches is Splink's,
and rules are what SQL said; one on a telephone number and more becomes that
alone, which finds more pairs:

  $ sed -n '/"rules"/,$p' model.json | tr -d '\t'
  "rules": [
  "email",
  "given_name + family_name",
  "birth_date + initial(given_name)",
  "year(birth_date) + sound(family_name)",
  "phone"
  ],
  "unique": [],
  "trained": {
  "records": 1000000000,
  "match_share": 0.0001,
  "household_share": 0.0001
  }
  }

omni-merge takes it as it is, and does not train anew:

  $ cat >shop.csv <<'END'
  > customer_id,given_name,family_name,birth_date,email,phone,postcode,city
  > 1,Mary,Smith,1980-02-03,mary@mail.test,+14155550101,62701,Springfield
  > 2,Mary,Smyth,1980-02-03,mary@mail.test,,62701,Springfield
  > 3,John,Smith,1951-07-09,,+14155550101,62701,Springfield
  > END
  $ omni-import -q -c shop:store shop.csv
  $ omni-merge -q --model model.json
  $ omni-export crosswalk | cut -d, -f1,4
  customer_id,record
  C000000001,shop:1
  C000000001,shop:2
  C000000002,shop:3

What cannot be said is listed, and the rest is written:

  $ cat >other.json <<'END'
  > {"probability_two_random_records_match": 0.001,
  >  "blocking_rules_to_generate_predictions": [
  >   "l.nhs_no = r.nhs_no",
  >   "jaro_similarity(l.surname, r.surname) > 0.9",
  >   "l.surname = r.surname"],
  >  "comparisons": [
  >   {"output_column_name": "surname", "comparison_levels": [
  >    {"sql_condition": "surname_l IS NULL OR surname_r IS NULL",
  >     "is_null_level": true},
  >    {"sql_condition": "surname_l = surname_r",
  >     "m_probability": 0.9, "u_probability": 0.01},
  >    {"sql_condition": "jaccard(surname_l, surname_r) >= 0.9",
  >     "m_probability": 0.04, "u_probability": 0.01},
  >    {"sql_condition": "ELSE",
  >     "m_probability": 0.06, "u_probability": 0.98}]},
  >   {"output_column_name": "dob", "comparison_levels": [
  >    {"sql_condition": "dob_l = dob_r", "m_probability": 0.9},
  >    {"sql_condition": "ELSE", "m_probability": 0.1}]},
  >   {"output_column_name": "km", "comparison_levels": [
  >    {"sql_condition": "haversine(lat_l, lat_r) < 5",
  >     "m_probability": 0.9, "u_probability": 0.01},
  >    {"sql_condition": "ELSE",
  >     "m_probability": 0.1, "u_probability": 0.99}]}]}
  > END
  $ convert other.json >rest.json
  splink-model: not said: comparison 'surname', level 'jaccard(surname_l, surname_r) >= 0.9': jaccard()
  splink-model: not said: comparison 'km', level 'haversine(lat_l, lat_r) < 5': haversine()
  splink-model: not said: comparison 'km': none of its levels can be said
  splink-model: not said: rule 'l.nhs_no = r.nhs_no': column 'nhs_no' is no field that is known: -c nhs_no=FIELD
  splink-model: not said: rule 'jaro_similarity(l.surname, r.surname) > 0.9': a rule is a sum of equal fields
  splink-model: not said: comparison 'dob': u is not trained; the built-in ones stand
  [1]
  $ grep -c '"field"' rest.json
  2

A column that it does not know can be named, and how many records Splink had:

  $ convert -c nhs_no=id:nhs -n 5000 other.json 2>/dev/null |
  > grep -A 1 -e '"rules"' -e '"records"' | tr -d '\t'
  "rules": [
  "id",
  --
  "records": 5000,
  "match_share": 0.001,
  $ convert shop.csv
  splink-model: 'shop.csv' is no model: Expecting value: line 1 column 1 (char 0)
  [1]
