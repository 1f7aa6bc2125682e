omni-export customers: which of several values stands, and whose it is
======================================================================

Three systems know two people of one company, who live together:

  $ cat >crm.csv <<'END'
  > customer_id,family_name,given_name,company,email,phone,city,street,birth_date,updated_at
  > 1,佐藤,健,株式会社アオバ,ken@aoba.co.jp,03-1234-5678,千代田区,千代田1-1,1980-01-02,2025-01-01
  > 2,佐藤,花子,,hanako@sato.jp,03-1234-5678,千代田区,千代田1-1,1982-03-04,2025-01-01
  > 3,田中,一郎,(株)アオバ,ichiro@aoba.co.jp,090-1111-2222,,,1975-05-06,2025-01-01
  > END
  $ cat >shop.csv <<'END'
  > customer_id,family_name,given_name,email,phone,birth_date,updated_at
  > a,佐藤,健,ken@mail.jp,03-1234-5678,1980-01-02,2026-01-01
  > b,田中,一郎,ichiro@aoba.co.jp,,1975-05-06,2026-01-01
  > END
  $ cat >app.csv <<'END'
  > customer_id,family_name,given_name,email,phone,birth_date,updated_at
  > x,佐藤,健,ken@aoba.co.jp,090-3333-4444,1980-01-02,2024-01-01
  > END
  $ omni-import -q -z Asia/Tokyo -c crm:partner crm.csv
  $ omni-import -q -c shop shop.csv
  $ omni-import -q -c app app.csv
  $ omni-merge -q

What is newest stands, and what belongs together comes from one statement. A
household is of people who share a family name and a home, an account of people
of one company:

  $ omni-export customers | cut -d, -f1,3,9,11,12,37,38
  customer_id,family_name,company,email,phone,household_id,account_id
  C000000001,佐藤,株式会社アオバ,ken@mail.jp,+81312345678,H000000001,A000000001
  C000000002,佐藤,,hanako@sato.jp,+81312345678,H000000001,
  C000000003,田中,(株)アオバ,ichiro@aoba.co.jp,+819011112222,,A000000001
  $ omni-export customers --provenance | cut -d, -f1,11,12,40,48,49
  customer_id,email,phone,family_name_from,email_from,phone_from
  C000000001,ken@mail.jp,+81312345678,shop:a,shop:a,shop:a
  C000000002,hanako@sato.jp,+81312345678,crm:2,crm:2,crm:2
  C000000003,ichiro@aoba.co.jp,+819011112222,shop:b,shop:b,crm:3

A model may say otherwise, for each field:

  $ cat >model.json <<'END'
  > {"survivorship": {
  >   "email": "most frequent",
  >   "phone": "union",
  >   "full_name": {"source priority": ["crm", "shop"]}}}
  > END
  $ omni-merge -q --model model.json
  $ omni-export customers --provenance | cut -d, -f1,3,11,12,40,48,49
  customer_id,family_name,email,phone,family_name_from,email_from,phone_from
  C000000001,佐藤,ken@aoba.co.jp,+81312345678 | +819033334444,crm:1,crm:1,shop:a | app:x
  C000000002,佐藤,hanako@sato.jp,+81312345678,crm:2,crm:2,crm:2
  C000000003,田中,ichiro@aoba.co.jp,+819011112222,crm:3,shop:b,crm:3
  $ for how in oldest longest '{"source priority": ["app"]}'; do
  >   case $how in [a-z]*) how="\"$how\"" ;; esac
  >   echo "{\"survivorship\": {\"phone\": $how}}" >model.json
  >   omni-merge -q --model model.json
  >   omni-export customers --provenance | sed -n 2p | cut -d, -f12,49
  > done
  +819033334444,app:x
  +819033334444,app:x
  +819033334444,app:x

What a model cannot ask for:

  $ for rule in '"city": "oldest"' '"full_name": "union"' '"email": "best"'; do
  >   echo "{\"survivorship\": {$rule}}" >model.json
  >   omni-merge --model model.json
  > done
  omni-merge: model.json: model: survivorship: 'city' is taken together with 'address': name that
  omni-merge: model.json: model: survivorship: 'full_name' is of several fields, which have no union
  omni-merge: model.json: model: survivorship: no strategy 'best': newest, oldest, most frequent, longest, source priority or union
  [78]
  $ omni-export crosswalk --provenance 2>&1 | head -n 1
  omni-export: --provenance goes with customers

The same in SQL:

  $ sqlite3 omni.db 'SELECT * FROM v_household' 'SELECT * FROM v_account'
  H000000001|C000000001
  H000000001|C000000002
  A000000001|C000000001
  A000000001|C000000003

A household is called the same when somebody moves in, and a run that is taken
back takes its households with it:

  $ cat >new.csv <<'END'
  > customer_id,family_name,given_name,phone,city,street,birth_date
  > 0,佐藤,一,,千代田区,千代田1-1,2015-05-05
  > END
  $ omni-import -q -c kids:store new.csv
  $ omni-merge -q --model stored
  $ omni-export customers | cut -d, -f1,4,37
  customer_id,given_name,household_id
  C000000001,健,H000000001
  C000000002,花子,H000000001
  C000000003,一郎,
  C000000004,一,H000000001
  $ omni-merge -q --undo 6
  $ sqlite3 omni.db 'SELECT * FROM v_household'
  H000000001|C000000001
  H000000001|C000000002

Key figures by household and by account, as what its people said:

  $ cat >calls.csv <<'END'
  > customer_id,event,event_id,occurred_at,csat,csat_scale
  > 1,inquiry,o1,2026-01-05,5,1-5
  > 2,inquiry,o2,2026-01-06,1,1-5
  > 3,inquiry,o3,2026-01-07,4,1-5
  > END
  $ omni-import -q -c phone -S crm calls.csv
  $ omni-merge -q --model stored
  $ omni-kpi csat --by household | cut -d, -f1,4,5,7,8
  kpi,group,value,numerator,denominator
  csat,none,4.000000,4.000000,1
  csat,none / phone,4.000000,4.000000,1
  csat,H000000001,3.000000,6.000000,2
  csat,H000000001 / phone,3.000000,6.000000,2
  $ omni-kpi csat --by account,channel | cut -d, -f1,4,5,7,8
  kpi,group,value,numerator,denominator
  csat,none / phone,1.000000,1.000000,1
  csat,A000000001 / phone,4.500000,9.000000,2

Golden records in the store, for SQL: put there by a merge that is told so, or
by the first export of customers. What the store does not say any more is never
shown:

  $ golden() { sqlite3 omni.db "SELECT customer_id, family_name, email, phone, provenance FROM v_golden"; }
  $ golden
  $ omni-merge -q --golden
  $ golden
  C000000001|佐藤|ken@mail.jp|+819033334444|{"*": "shop:a", "company": "crm:1", "phone": "app:x", "city": "crm:1", "street": "crm:1"}
  C000000002|佐藤|hanako@sato.jp|+81312345678|{"*": "crm:2"}
  C000000003|田中|ichiro@aoba.co.jp|+819011112222|{"*": "shop:b", "company": "crm:3", "phone": "crm:3"}
  C000000004|佐藤|||{"*": "kids:~0d5903f4baeecd7cdf18949b4679c9b2"}
  $ omni-export customers -f tsv | tail -n +2 | cut -f 1-11 | cut -f 1,3,11 >exported
  $ sqlite3 -separator '	' omni.db 'SELECT customer_id, family_name, email FROM v_golden ORDER BY 1' | cmp - exported
  $ printf 'customer_id,family_name,email\nz,森,ai@mori.jp\n' >late.csv
  $ omni-import -q -c app late.csv
  $ golden
  $ omni-export customers -q | wc -l
  5
  $ golden | wc -l
  4
  $ omni-merge -q --model stored
  $ golden
  $ omni-export customers -q | wc -l
  6
  $ golden | tail -n 1
  C000000005|森|ai@mori.jp||{"*": "app:z"}
  $ omni-merge --golden --dry-run 2>&1 | head -n 1
  omni-merge: --golden stores: it is not for --dry-run
