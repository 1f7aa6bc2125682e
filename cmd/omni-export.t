omni-export: the unified data out again
=======================================

  $ cat >members.csv <<'END'
  > customer_id,family_name,given_name,email,phone,registered_at,attr:rank,opt_out
  > 1,佐藤,健,ken@sato.jp,090-1111-2222,2026-01-05,gold,true
  > 2,森,愛,ai@mori.jp,12-x,2026-01-07,,
  > END
  $ cat >orders.csv <<'END'
  > customer_id,full_name,email,event,event_id,occurred_at,amount,currency,outcome
  > u7,佐藤 健,ken@sato.jp,purchase,o1,2026-02-01T10:00:00+09:00,1200,JPY,
  > u7,佐藤 健,ken@sato.jp,purchase,o2,2026-02-03T10:00:00+09:00,5000,JPY,
  > u7,佐藤 健,ken@sato.jp,purchase,o3,2026-02-04T10:00:00+09:00,9000,JPY,cancelled
  > u7,佐藤 健,ken@sato.jp,return,o4,2026-02-05T10:00:00+09:00,200,JPY,
  > u8,=1+1,sho@hayashi.jp,purchase,o5,2024-02-05T10:00:00+09:00,100,JPY,
  > u8,=1+1,sho@hayashi.jp,purchase,o6,2024-02-06T10:00:00+09:00,1.50,USD,
  > END
  $ omni-import -q -z Asia/Tokyo -c shop:store members.csv
  $ omni-import -q -c ec orders.csv
  $ omni-merge -q --exact

The crosswalk: every record once, its old id and its customer:

  $ omni-export crosswalk
  customer_id,source,native_id,record,first_seen,last_seen
  C000000001,ec,u7,ec:u7,2026-02-01T10:00:00+09:00,2026-02-05T10:00:00+09:00
  C000000001,shop,1,shop:1,2026-01-05T00:00:00+09:00,2026-01-05T00:00:00+09:00
  C000000002,ec,u8,ec:u8,2024-02-05T10:00:00+09:00,2024-02-06T10:00:00+09:00
  C000000003,shop,2,shop:2,2026-01-07T00:00:00+09:00,2026-01-07T00:00:00+09:00

Customers: what is best known, and what they come to. A cancelled order counts
for nothing, a return is taken off, and currencies are not added up:

  $ omni-export customers | cut -d, -f1-4,11,12,25-
  customer_id,full_name,family_name,given_name,email,phone,registered_at,opt_out,records,sources,channels,first_seen,last_seen,orders,net_revenue,currency,stage,status,household_id,account_id
  C000000001,佐藤 健,,,ken@sato.jp,+819011112222,2026-01-05T00:00:00+09:00,true,2,2,2,2026-01-05T00:00:00+09:00,2026-02-05T10:00:00+09:00,2,6000,JPY,repeat,,,
  C000000002,=1+1,,,sho@hayashi.jp,,,,1,1,1,2024-02-05T10:00:00+09:00,2024-02-06T10:00:00+09:00,2,,mixed,dormant,,,
  C000000003,,森,愛,ai@mori.jp,12-x,2026-01-07T00:00:00+09:00,,1,1,1,2026-01-07T00:00:00+09:00,2026-01-07T00:00:00+09:00,0,,,prospect,,,

Records as they came, and in normal form:

  $ omni-export records | cut -d, -f1,4-7,14,15
  record,channel,full_name,family_name,given_name,email,phone
  ec:u7,ec,佐藤 健,,,ken@sato.jp,
  ec:u8,ec,=1+1,,,sho@hayashi.jp,
  shop:1,shop,,佐藤,健,ken@sato.jp,090-1111-2222
  shop:2,shop,,森,愛,ai@mori.jp,12-x
  $ omni-export records --normal | cut -d, -f1,14,15
  record,email,phone
  ec:u7,ken@sato.jp,
  ec:u8,sho@hayashi.jp,
  shop:1,ken@sato.jp,+819011112222
  shop:2,ai@mori.jp,
  $ omni-export records -f jsonl | grep -o '"attr:rank":[^}]*'
  "attr:rank":null
  "attr:rank":null
  "attr:rank":"gold"
  "attr:rank":null

For Excel a cell is never a formula:

  $ omni-export customers --for excel | grep -c "'=1+1"
  1

What came after the last merge is not lost, and not guessed at:

  $ printf 'customer_id,email\n9,new@mori.jp\n' >late.csv
  $ omni-import -q -c shop:store late.csv
  $ omni-export crosswalk | head -n 2 | cut -d, -f1-4
  omni-export: 1 record is not merged yet: run omni-merge
  customer_id,source,native_id,record
  ,shop,9,shop:9

What happened is given out in the words in which it can be read again; an event
without an id is named by what is known of it:

  $ cat >events.csv <<'END'
  > customer_id,event_id,occurred_at,event,amount,currency,handle_seconds,event_attr:note
  > 1,A1,2026-01-05T10:00:00,purchase,1200,JPY,12.5,gift
  > 1,,2026-01-06,visit,,,,
  > 1,,2026-01-06,visit,,,,
  > ,,2026-01-07 08:00,view,,,,
  > END
  $ omni-import -q -s events.db -z Asia/Tokyo -c ec events.csv
  $ omni-export -s events.db events | cut -d, -f1-9,17,18
  event_key,source,event_id,record,customer_id,native_id,channel,event,occurred_at,amount,currency
  ec:~69e32a601626d788,ec,,ec:1,,1,ec,visit,2026-01-06,,
  ec:~69e32a601626d788#2,ec,,ec:1,,1,ec,visit,2026-01-06,,
  ec:~0562ffa4c70d11dc,ec,,,,,ec,view,2026-01-07T08:00:00+09:00,,
  ec:A1,ec,A1,ec:1,,1,ec,purchase,2026-01-05T10:00:00+09:00,1200,JPY
  $ omni-export -s events.db events | cut -d, -f25,40-
  handle_seconds,event_attr:note
  ,
  ,
  ,
  12.5,gift
  $ omni-export -s events.db events |
  >   omni-import -q -s again.db -z Asia/Tokyo -c ec -
  $ omni-export -s events.db events >first
  $ omni-export -s again.db events | cmp - first
  $ omni-export -s events.db links
  omni-export: there was no merge yet: run omni-merge first
  [69]
  $ omni-export links | cut -d, -f1-4,6-
  left,right,kind,value,verdict,reason
  shop:1,ec:u7,email,ken@sato.jp,linked,

Output appears whole or not at all:

  $ omni-export -q crosswalk -o crosswalk.csv
  $ wc -l <crosswalk.csv
  6
  $ omni-export -q crosswalk -o none/crosswalk.csv
  omni-export: * (glob)
  [73]
  $ omni-export -q crosswalk >/dev/full
  omni-export: * (glob)
  [74]

Wrong use:

  $ omni-export 2>&1 | head -n 1
  omni-export: say one of customers, crosswalk, records, events, links
  $ omni-export everything 2>&1 | head -n 1
  omni-export: no table 'everything': customers, crosswalk, records, events or links
  $ omni-export customers --normal 2>&1 | head -n 1
  omni-export: --normal goes with records
