omni-import --infer looks at an export of which nobody has said anything, and
proposes a mapping. It reads the beginning of the file and writes nothing.

An export in Japanese
---------------------

The file is in CP932, has two lines above its header, a date beside a time, a
telephone number in three columns, and an order of two rows.

  $ cat >utf8.csv <<END
  > 店舗,本店
  > 期間,5月
  > 注文番号,注文日,時刻,顧客番号,お名前,電話番号1,電話番号2,電話番号3,商品名,個数,合計金額,注文ステータス,届け先住所
  > 1001,2026/05/01,10:15:00,17,岡本 彩,090,1234,5678,ほうじ茶,1,1630,発送済み,大阪市北区1-2
  > 1001,2026/05/01,10:15:00,17,岡本 彩,090,1234,5678,湯のみ,2,1630,発送済み,大阪市北区1-2
  > 1002,2026/05/02,18:40:30,18,加藤 健一,03,3333,4444,煎茶,1,1080,キャンセル,広島市中区3-4
  > END
  $ iconv -f UTF-8 -t CP932 utf8.csv >orders.csv
  $ omni-import --infer orders.csv
  {
    "omni_map": 1,
    "_about": "a proposal of omni-import --infer: read it, mend it, and try it with -m and --dry-run",
    "_sample": { "rows": 3, "whole": true },
    "format": { "type": "csv", "encoding": "CP932", "delimiter": ",", "header": ["注文番号"], "_header": "2 rows above it" },
    "_timezone": "times have no offset: say their zone here or with -z",
    "_channel": "say it here or with -c",
    "canonical": false,
    "fields": {
      "customer_id": { "column": "顧客番号",
        "_confidence": 0.96, "_reason": "'顧客番号' in the header is a word for it; 3 values, 2 different" },
      "full_name": { "column": "お名前",
        "_confidence": 0.94, "_reason": "'お名前' in the header is a word for it; 3 values, 2 different" },
      "phone": { "concat": ["電話番号1", "電話番号2", "電話番号3"], "separator": "-",
        "_confidence": 0.95, "_reason": "the parts of one number stand side by side" },
      "event_id": { "column": "注文番号",
        "_confidence": 0.96, "_reason": "'注文番号' in the header is a word for it; 3 values, 2 different" },
      "occurred_at": { "concat": ["注文日", "時刻"], "separator": " ",
        "_confidence": 0.98, "_reason": "a column of dates and one of times" },
      "event": { "const": "purchase",
        "_confidence": 0.80, "_reason": "the header speaks of orders" },
      "outcome": { "column": "注文ステータス",
        "values": { "発送済み": null, "キャンセル": "cancelled" }, "otherwise": null,
        "_confidence": 0.90, "_reason": "'注文ステータス' in the header is a word for it; 3 values, 2 different" },
      "product": { "column": "商品名",
        "_confidence": 0.98, "_reason": "'商品名' in the header is a word for it; 3 values, all different" },
      "quantity": { "column": "個数",
        "_confidence": 0.96, "_reason": "'個数' in the header is a word for it; 3 of 3 values are numbers" },
      "amount": { "column": "合計金額",
        "_confidence": 0.98, "_reason": "'合計金額' in the header is a word for it; 3 of 3 values are numbers" },
      "currency": { "const": "JPY",
        "_confidence": 0.55, "_reason": "the header is Japanese and no amount has decimals" },
      "event_attr:注文ステータス": { "column": "注文ステータス",
        "_confidence": 0.81, "_reason": "its own words are kept beside what they mean" }
    },
    "group": { "by": "event_id", "rows": "repeat", "amount": "once",
      "_reason": "1 row has the id of an event before" },
    "_unmapped": [
      { "column": "届け先住所", "reason": "of somebody else than the customer: see other_party" }
    ]
  }
  $ ls
  orders.csv
  utf8.csv

The proposal is a mapping as it stands, and a dry run shows what would come of
it. Remarks, keys that begin with "_", are for whoever reads it.

  $ omni-import --infer orders.csv >orders.json
  $ omni-import -q -o - -c ec -z Asia/Tokyo -m orders.json -n orders.csv |
  >   cut -d , -f 1-10,12,15
  path,channel,source,status,rows,records_new,records_changed,records_same,events_new,events_changed,continued,rejected
  orders.csv,ec,ec,dry-run,3,2,0,0,2,0,1,0
  $ ls
  orders.csv
  orders.json
  utf8.csv

Doubt
-----

What the values do not tell is said, not guessed: here the first number may be
the day or the month.

  $ printf 'Member ID,Birthday,x\n7,05/06/1980,\n' | omni-import --infer
  {
    "omni_map": 1,
    "_about": "a proposal of omni-import --infer: read it, mend it, and try it with -m and --dry-run",
    "_sample": { "rows": 1, "whole": true },
    "format": { "type": "csv", "encoding": "UTF-8", "delimiter": "," },
    "_channel": "say it here or with -c",
    "canonical": false,
    "fields": {
      "customer_id": { "column": "Member ID",
        "_confidence": 0.96, "_reason": "'member id' in the header is a word for it; 1 value, all different" },
      "birth_date": { "column": "Birthday", "_formats": ["%m/%d/%Y", "%d/%m/%Y"], "_ambiguous": "day or month first? The values do not tell: give one as format",
        "_confidence": 0.49, "_reason": "'birthday' in the header is a word for it; 1 of 1 value are dates" }
    },
    "_unmapped": [
      { "column": "x", "reason": "the sample has no value" }
    ]
  }

Until the order is said, the date is kept as it came and counts as odd.

  $ printf 'Member ID,Birthday,x\n7,05/06/1980,\n' >members.csv
  $ omni-import --infer members.csv >members.json
  $ omni-import -q -o - -c shop -m members.json -n members.csv | cut -d , -f 4-6,14
  status,rows,records_new,odd
  dry-run,1,1,1

JSON
----

An envelope is seen through.

  $ cat >tickets.json <<END
  > {"count": 2, "tickets": [
  > {"id": 1, "requester": {"email": "aoi@mail.test"}, "via": {"channel": "web"},
  >  "created_at": "2026-03-01T10:00:00Z", "subject": "delivery"},
  > {"id": 2, "requester": {"email": "jun@mail.test"}, "via": {"channel": "email"},
  >  "created_at": "2026-03-01T11:00:00Z", "subject": "payment"}]}
  > END
  $ omni-import --infer -o tickets.map.json tickets.json
  $ grep -e format -e '": { "column' tickets.map.json
    "format": { "type": "json", "encoding": "UTF-8", "root": "tickets" },
      "email": { "column": "requester.email",
      "event_id": { "column": "id",
      "occurred_at": { "column": "created_at",
      "channel": { "column": "via.channel",
      "case_id": { "column": "id",
      "text": { "column": "subject",
  $ omni-import -q -o - -m tickets.map.json -S desk -n tickets.json | cut -d , -f 4-9
  status,rows,records_new,records_changed,records_same,events_new
  dry-run,2,2,0,0,2

What it cannot make anything of
-------------------------------

  $ omni-import --infer nothing.csv
  omni-import: nothing.csv: cannot be opened: No such file or directory
  [66]
  $ printf '<html><body>please log in</body></html>' | omni-import --infer
  omni-import: -: looks like HTML: is it a page of an error or a log-in?
  [65]

Nor does it take a mapping: it makes one.

  $ omni-import --infer -m eccube-orders orders.csv
  omni-import: --infer proposes a mapping: -m and -F have no place beside it
  try 'omni-import --help'
  [64]

Canonical names
---------------

A header that is a canonical name with a name of its own is taken at its word:

  $ cat >cards.csv <<'END'
  > customer_id,id:card,attr:rank,event,event_attr:gift
  > 1,A77,gold,visit,yes
  > 2,A78,silver,visit,no
  > END
  $ omni-import --infer cards.csv | grep -A 1 -E '"(id|attr|event_attr):'
      "id:card": { "column": "id:card",
        "_confidence": 1.00, "_reason": "a canonical name: see omni(7)" },
      "attr:rank": { "column": "attr:rank",
        "_confidence": 1.00, "_reason": "a canonical name: see omni(7)" },
      "attr:event": { "column": "event",
        "_confidence": 0.30, "_reason": "kept, not understood" },
      "event_attr:gift": { "column": "event_attr:gift",
        "_confidence": 1.00, "_reason": "a canonical name: see omni(7)" }
