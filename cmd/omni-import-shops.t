omni-import: what shops export
==============================

A preset is a mapping that comes with the program. Each is shown here with an
export that has its vendor's header and the traps that such files hold: what
the import counts, and what the store holds afterwards. Times are in UTC, "~"
begins the name of a record that has no id of its own.

  $ import() {
  >   omni-import -q -f tsv -o answer "$@"
  >   status=$?
  >   awk -F '\t' 'NR == 1 { split($0, name); next }
  >     { printf "%s", $4
  >       for (i = 5; i < NF; i++) if ($i != 0) printf ", %s %s", name[i], $i
  >       print "" }' answer
  >   return $status
  > }
  $ events() {
  >   sqlite3 -separator ' | ' omni.db "SELECT event_id,
  >     strftime('%Y-%m-%d %H:%M:%S', occurred_at),
  >     channel, event, $1 FROM v_event WHERE source = '$2'
  >     ORDER BY occurred_at, event_id"
  > }
  $ persons() {
  >   omni-export -q records $3 -o persons.csv
  >   sqlite3 -separator ' | ' :memory: '.import --csv persons.csv person' \
  >     "SELECT native_id, $1 FROM person WHERE source = '$2' ORDER BY native_id"
  > }
  $ revenue() {
  >   omni-kpi ltv --records | grep '^ltv,net:all,,all,' | cut -d, -f6-8
  > }
  $ stored() {
  >   sqlite3 omni.db "SELECT * FROM v_event ORDER BY source, event_id,
  >     occurred_at, text" "SELECT * FROM v_crosswalk ORDER BY record"
  > }
  $ again() {
  >   stored >before
  >   (cat "$2"; echo) >"again.${2##*.}"
  >   import -m "$1" "again.${2##*.}" && stored | cmp - before
  > }
  $ presets=$TESTDATA/presets

EC-CUBE
-------

The members: CP932 with the letters that only it has, a telephone number that
all who have none share, a member who left (3), one whose confirmation is
outstanding (1).

  $ import -m eccube-customers $presets/eccube-customers.csv
  stored, rows 4, records_new 4
  $ persons 'family_name, given_name, status, "attr:member_status", gender,
  >   birth_date, registered_at' eccube
  1 | 髙橋 | 陽子 | active | 本会員 | 女性 | 1980-05-17 | 2025-05-30T21:15:00+09:00
  2 | 佐藤 | 健 | active | 本会員 |  |  | 2025-11-02T08:30:00+09:00
  3 | 山﨑 | 明 | withdrawn | 退会 | 男性 |  | 2024-04-01T00:00:00+09:00
  4 | 森 | 愛 | active | 仮会員 |  |  | 2026-01-31T23:59:59+09:00
  $ persons 'company, region, street, building, email, phone' eccube
  1 |  | 東京都 | 渋谷区神宮前1-2-3 | コーポ楓201 | yoko@takahashi.test | 09012345678
  2 |  | 大阪府 | 大阪市北区梅田4-5-6 |  | ken@sato.test | 0000000000
  3 |  | 北海道 | 札幌市中央区北1条西2丁目 |  | akira.@yamazaki.test | 0112345678
  4 | ㈱森商店 |  |  |  | ai@mori.test | 

That number links nobody, it has no normal form:

  $ persons 'family_name, phone, email' eccube --normal
  1 | 髙橋 | +819012345678 | yoko@takahashi.test
  2 | 佐藤 |  | ken@sato.test
  3 | 山﨑 | +81112345678 | akira.@yamazaki.test
  4 | 森 |  | ai@mori.test

The orders: a row for each line, which all repeat the order's total; "送料" is
there twice, once of the order and once of the parcel. Orders that were never
finished (7, 8) are left out, order 102 was cancelled (3), 105 returned (9).

  $ import -m eccube-orders $presets/eccube-orders.csv
  stored, rows 9, records_new 5, records_changed 2, events_new 4, continued 3, blank 2
  $ events "native_id, outcome, amount, quantity, product" eccube
  101 | 2026-01-05 01:00:00 | ec | purchase | 1 |  | 3790 | 2 | 煎茶 100g | 急須
  102 | 2026-01-06 02:30:00 | ec | purchase | ~5eafe15f331151cd | cancelled | 1080 | 1 | 煎茶 100g
  105 | 2026-01-08 11:00:00 | ec | purchase | 2 |  | 2160 | 1 | 急須
  105/return | 2026-01-08 11:00:00 | ec | return | 2 |  | 2160 | 1 | 急須
  106 | 2026-01-31 14:30:00 | ec | purchase | 1 |  | 4320 | 2 | 急須
  $ sqlite3 omni.db "SELECT event_id, attrs ->> 'delivery_fee' FROM v_event
  >   WHERE event = 'purchase'"
  101|550
  102|0
  105|0
  106|0

Cancelled orders are no purchases, and a return takes its amount off: the
revenue and the number of buyers.

  $ revenue
  JPY,8110,2

Whoever gets a parcel is a record of its own, unless it is the buyer. The two
of order 106 are two:

  $ persons 'family_name, given_name, region, phone' eccube | grep '^~'
  ~31332bcecb3b0153 | 佐藤 | 健 | 大阪府 | 0663456789
  ~5eafe15f331151cd | 山﨑 | 明 | 北海道 | 0112345678
  ~78a1d43af10c72ce | 髙橋 | 和子 | 長野県 | 0263223344
  ~ea3bceccb8e34804 | 田中 | 翔 | 千葉県 | 0432223344
  ~f3d32a7269b361d2 | 木村 | 葵 | 埼玉県 | 0482223344
  $ again eccube-orders $presets/eccube-orders.csv
  stored, rows 10, records_same 7, events_same 4, continued 3, blank 3
  $ again eccube-customers $presets/eccube-customers.csv
  stored, rows 5, records_same 4, blank 1

Smaregi
-------

Members: names of columns with commas inside, three addresses, refused mail
(0), lost cards (2), members that were merged away (4:名寄せ).

  $ rm omni.db
  $ import -m smaregi-members $presets/smaregi-members.csv
  stored, rows 6, records_new 6
  $ persons 'status, merged_into' smaregi
  50398 | active | 
  50399 | merged | 
  50400 | active | 
  50401 | active | 
  50402 | withdrawn | 
  50403 | active | 
  $ persons 'family_name, given_name, "id:smaregi_code", "attr:member_status",
  >   opt_out' smaregi
  50398 | 髙橋 | 陽子 | 40010 | usable | 
  50399 | 髙橋 | 洋子 | 40011 | merged | 
  50400 | 林 | 翔 | 40012 | card lost | true
  50401 | 林 | 翔 | 40020 | usable | true
  50402 | 池田 | 凛 | 40021 | withdrawn | 
  50403 | 李 | 静 | 40022 | suspended | 
  $ persons 'email, phone' smaregi --normal | grep '^50398'
  50398 | y.takahashi@work.test | yoko80@mobile.test | yoko@takahashi.test | +819012345678

Transactions: only sales (取引区分 1) are purchases, a cancelled one (取消区分 1)
counts for nothing. Who showed no card is anonymous.

  $ import -m smaregi-transactions $presets/smaregi-transactions.csv
  stored, rows 8, records_changed 2, events_new 4, anonymous 1, blank 4
  $ events "native_id, outcome, amount, agent, location" smaregi
  1001 | 2026-01-10 09:20:00 | store | purchase | 50398 |  | 1760 | 伊藤 | 本店
  1002 | 2026-01-10 09:25:00 | store | purchase |  |  | 12650 | 伊藤 | 本店
  1003 | 2026-01-11 01:00:00 | store | purchase | 50401 | cancelled | 3300 | 伊藤 | 本店
  1004 | 2026-01-11 01:05:00 | store | purchase | 50401 |  | 3300 | 伊藤 | 駅前店
  $ revenue
  JPY,5060,2
  $ again smaregi-transactions $presets/smaregi-transactions.csv
  stored, rows 9, records_same 2, events_same 4, anonymous 1, blank 5

Rakuten
-------

Amounts are those of the lines, and add up. 900 is cancelled. The shop's
template decides on the columns; this one names no buyer.

  $ rm omni.db
  $ import -m rakuten-orders $presets/rakuten-orders.csv
  stored, rows 4, events_new 3, continued 1, anonymous 3
  $ events "outcome, amount, quantity, product" rakuten
  436667-20260301-0001 | 2026-03-01 01:00:00 | rakuten | purchase |  | 2750 | 3 | 短い商品名 | ㈱森の①番茶
  436667-20260301-0002 | 2026-03-01 02:00:00 | rakuten | purchase | cancelled | 1100 | 1 | 短い商品名
  436667-20260302-0003 | 2026-03-01 15:10:00 | rakuten | purchase |  | 2640 | 3 | 湯のみ

The older header has date and time, names and postcodes in parts:

  $ import -m rakuten-orders $presets/rakuten-orders.older.csv
  stored, rows 3, records_new 2, events_new 2, continued 1
  $ events "amount, product" rakuten | grep 2009
  436667-20090214-0001 | 2009-02-14 00:05:00 | rakuten | purchase | 3500 | 煎茶 | 急須
  436667-20090215-0002 | 2009-02-15 14:59:59 | rakuten | purchase | 500 | 煎茶
  $ persons 'full_name, family_kana, given_kana, email, postcode, region, city,
  >   street' rakuten
  ~04a9260efa815521 | 佐藤 健 | サトウ | ケン | ken@sato.test | 530-0001 | 大阪府 | 大阪市北区 | 梅田4-5-6
  ~97c12bebe855df9f | 髙橋 陽子 | タカハシ | ヨウコ | yoko@takahashi.test | 150-0001 | 東京都 | 渋谷区 | 神宮前1-2-3
  $ again rakuten-orders $presets/rakuten-orders.csv
  stored, rows 5, events_same 3, continued 1, anonymous 3, blank 1

BASE
----

  $ rm omni.db
  $ import -m base-orders $presets/base-orders.csv
  stored, rows 4, records_new 3, events_new 3, continued 1
  $ events "channel_kind, outcome, amount, product" base
  A1B2C3 | 2026-02-01 00:00:00 | base | purchase | ec |  | 4500 | マグカップ | 皿
  D4E5F6 | 2026-02-02 01:30:00 | base | purchase | ec |  | 1750 | 皿
  G7H8I9 | 2026-02-03 13:00:00 | base | purchase | ec | cancelled | 2000 | マグカップ
  $ persons 'family_name, given_name, email, phone, street' base
  ~2437129bf763944e | 池田 | 凛 | rin@ikeda.test | 080-4444-5555 | 京都市左京区1
  ~804e79e26a0e5bd4 | 髙橋 | 陽子 | yoko@takahashi.test | 090-1234-5678 | 渋谷区神宮前1-2-3
  ~ca74d21c8d79c89a | 森 | 愛 |  | 0742-22-3344 | 奈良市三条町7
  $ again base-orders $presets/base-orders.csv
  stored, rows 5, records_same 3, events_same 3, continued 1, blank 1

Shopify
-------

Customers: an apostrophe keeps the digits of the id, but belongs to the name
in O'Neil.

  $ rm omni.db
  $ import -m shopify-customers $presets/shopify-customers.csv
  stored, rows 4, records_new 4
  $ persons 'given_name, family_name, email, phone, "attr:tags", "attr:total_spent"' \
  >   shopify
  7210448301122 | Teodoro | Villaseñor | teo.villasenor@elkomail.test | (775) 555-0154 | retail, ag-exempt | 7790.44
  7210448301123 | Ann | Lee | Ann.Lee@elkomail.test | +17755550155 |  | 34.98
  7210448301124 |  |  |  |  | pos | 0.00
  7210448301125 | D'Arcy | O'Neil | darcy@oneil.test | +353 21 555 0100 |  | 0.00

Orders: further lines leave the order's columns empty. Source tells the shop
from the web. A refund is a return, but not of an order that was cancelled.

  $ import -m shopify-orders $presets/shopify-orders.csv
  stored, rows 8, records_new 3, events_new 6, continued 2, anonymous 2
  $ events "outcome, amount, currency, quantity, product" shopify
  5001001 | 2024-05-01 09:58:12 | ec | purchase |  | 34.98 | USD | 4 | Crew Tee - Black / S | Mug | Cap, red
  5001002 | 2024-05-03 00:30:00 | store | purchase |  | 1250.00 | USD | 1 | Mug
  5001002/return | 2024-05-03 00:30:00 | store | return |  | 250.00 | USD | 1 | Mug
  5001003 | 2024-05-03 09:58:12 | ec | purchase | cancelled | 10.00 | USD | 1 | Mug
  5001004 | 2024-05-04 09:58:12 | ec | purchase |  | 10.00 | USD | 1 | Mug
  5001004/return | 2024-05-04 09:58:12 | ec | return |  | 10.00 | USD | 1 | Mug
  5001005 | 2024-05-05 09:58:12 | ec | purchase | cancelled | 20.00 | USD | 2 | Mug
  5001006 | 2024-05-06 00:00:00 | draft_order | purchase |  | 1200 | JPY | 1 | Tea
  $ revenue
  USD,34.98,2
  $ persons 'full_name, email, phone, city' shopify | grep '^~'
  ~10fda4333570f81f | Bob Ray |  | +1 775-555-0177 | Elko
  ~ac6a9b292b0988af | Ann Lee | Ann.Lee@elkomail.test | +17755550155 | Reno
  ~cc47d2a0c0d9aa7c |  | bob@ray.test |  | 
  $ sqlite3 omni.db "SELECT event_id, campaign, location, agent, device
  >   FROM v_event WHERE campaign <> '' OR location <> ''"
  5001001|MAY24|||
  5001002||Main St|Kim|7
  5001002/return||Main St|Kim|7
  $ again shopify-orders $presets/shopify-orders.csv
  stored, rows 9, records_same 3, events_same 6, continued 2, anonymous 2, blank 1

Square
------

The header of 2026: the zone is a column, times have twelve hours, refunds are
negative. Channel is often empty, then Source tells.

  $ rm omni.db
  $ import -m square-transactions $presets/square-transactions.csv
  stored, rows 5, records_new 2, events_new 5, anonymous 1
  $ events "native_id, outcome, amount, currency" square
  R4/Refund | 2026-01-02 05:00:00 | phone | return | CUST2 |  | -7.25 | USD
  P2/Payment | 2026-08-22 20:30:00 | ec | purchase | CUST2 |  | 12.00 | USD
  P3/Payment | 2026-08-22 20:31:00 | store | purchase |  | cancelled | 5.00 | USD
  P1/Payment | 2026-10-05 16:15:00 | store | purchase | CUST1 |  | 1243.50 | USD
  R1/Refund | 2026-10-06 04:20:00 | store | return | CUST1 |  | -0.95 | USD

The one of 2018 calls a column otherwise and writes dates and times its way:

  $ import -m square-transactions $presets/square-transactions.2018.csv
  stored, rows 2, records_same 1, events_new 2, anonymous 1
  $ sqlite3 omni.db "SELECT attrs ->> 'tender_note' FROM v_event
  >   WHERE attrs IS NOT NULL"
  cash box
  gift box
  $ revenue
  USD,1281.30,2
  $ again square-transactions $presets/square-transactions.csv
  stored, rows 6, records_same 2, events_same 5, anonymous 1, blank 1

Stripe
------

What customers spent in all is a snapshot, no event.

  $ rm omni.db
  $ import -m stripe-customers $presets/stripe-customers.csv
  stored, rows 3, records_new 3
  $ persons 'full_name, email, registered_at, "attr:plan", "attr:total_spend"' stripe
  cus_P0001 | Ann Lee | ann.lee@elkomail.test | 2024-05-01T09:58:00+00:00 | pro-monthly | 120.00
  cus_P0002 | Bob Ray | bob@ray.test | 2024-05-31T23:30:00+00:00 |  | 10.00
  cus_P0003 |  |  | 2024-06-01T00:00:00+00:00 |  | 0.00
  $ again stripe-customers $presets/stripe-customers.csv
  stored, rows 4, records_same 3, blank 1

WooCommerce
-----------

Customer 0 is every guest: they are told apart by their telephone, and who
gave none is anonymous. Orders that were never paid are left out.

  $ rm omni.db
  $ import -m woocommerce-orders $presets/woocommerce-orders.csv
  stored, rows 6, records_new 2, events_new 4, anonymous 1, blank 2
  $ events "native_id, outcome, amount, currency, product" woocommerce
  9001 | 2024-05-01 09:58:12 | ec | purchase | ~beb1e28cf6a54d4e |  | 22.50 | EUR | Mug | Tea
  9002 | 2024-05-01 10:10:00 | ec | purchase |  |  | 12.50 | EUR | Mug
  9003 | 2024-05-02 11:00:00 | ec | purchase | 7 |  | 12.50 | EUR | Mug
  9003/return | 2024-05-02 11:00:00 | ec | return | 7 |  | 12.50 | EUR | Mug
  9004 | 2024-05-03 12:00:00 | ec | purchase | 7 | cancelled | 99.00 | EUR | Kettle
  $ revenue
  EUR,22.50,2
  $ again woocommerce-orders $presets/woocommerce-orders.csv
  stored, rows 7, records_same 2, events_same 4, anonymous 1, blank 3
