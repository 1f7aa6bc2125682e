Taking imports back.

  $ shown() {
  >   omni-export records -f csv | cut -d , -f 1,5-20 | tr -s ,
  >   omni-export events -f csv | cut -d , -f 1-20 | tr -s ,
  > }
  $ undone() {
  >   omni-import -f csv --as-of 2026-05-01 --undo "$1"
  > }

Two exports of a shop overlap, and the second has a newer version of an order.

  $ cat >march.csv <<END
  > customer_id,full_name,email,event_id,event,occurred_at,event_updated_at,amount,currency
  > 1,Ito Ken,ken@example.jp,o1,purchase,2026-03-01T10:00:00Z,2026-03-01T10:00:00Z,100,JPY
  > 2,Abe Mai,mai@example.jp,o2,purchase,2026-03-02T10:00:00Z,2026-03-02T10:00:00Z,200,JPY
  > END
  $ cat >april.csv <<END
  > customer_id,full_name,email,event_id,event,occurred_at,event_updated_at,amount,currency
  > 2,Abe Mai,mai@example.jp,o2,purchase,2026-03-02T10:00:00Z,2026-04-02T10:00:00Z,250,JPY
  > 2,Abe Mai,mai@example.jp,o3,purchase,2026-04-03T10:00:00Z,2026-04-03T10:00:00Z,300,JPY
  > 3,Oda Rie,rie@example.jp,o4,purchase,2026-04-04T10:00:00Z,2026-04-04T10:00:00Z,400,JPY
  > END
  $ omni-import -q -c ec --as-of 2026-04-01 march.csv
  $ shown >march
  $ omni-import -q -c ec --as-of 2026-05-01 april.csv
  $ shown >both

The last one: what the store said before, to the byte.

  $ undone 2
  import,path,channel,source,status,records,observations,events,restored,kept
  2,april.csv,ec,ec,undone,1,1,2,1,0
  $ shown | cmp - march
  $ omni-import --imports -f csv | cut -d , -f 1-3,7-8,12-14
  import,at,path,status,rows,events_new,events_changed,events_same
  1,2026-04-01T00:00:00+00:00,march.csv,stored,2,2,0,0
  2,2026-05-01T00:00:00+00:00,april.csv,undone,3,2,1,0
  $ undone 2
  omni-import: import 2 was undone already
  [1]
  $ undone 3
  omni-import: there is no import 3
  [1]
  $ undone x
  omni-import: --undo takes the number of an import, as --imports lists it, not 'x'
  try 'omni-import --help'
  [64]
  $ omni-import --undo 1 march.csv
  omni-import: --undo takes no file and nothing that goes with one
  try 'omni-import --help'
  [64]

The file can be imported again.

  $ omni-import -f csv -c ec --as-of 2026-05-01 april.csv | cut -d , -f 1,4,5,11-13
  omni-import: 1 file, 3 rows read, 0 rejected
  path,status,rows,events_same,continued,anonymous
  april.csv,stored,3,0,0,0
  $ shown | cmp - both

The first one: what April said too stays.

  $ undone 1
  import,path,channel,source,status,records,observations,events,restored,kept
  1,march.csv,ec,ec,undone,1,1,1,0,1
  $ shown
  record,full_name,family_name,given_name,middle_name,full_kana,family_kana,given_kana,company,department,email,phone,country,region,city,street,building
  ec:2,Abe Mai,mai@example.jp,
  ec:3,Oda Rie,rie@example.jp,
  event_key,source,event_id,record,customer_id,native_id,channel,event,occurred_at,ended_at,outcome,direction,case_id,topic,product,quantity,amount,currency,csat,csat_scale
  ec:o2,ec,o2,ec:2,2,ec,purchase,2026-03-02T10:00:00+00:00,250,JPY,
  ec:o3,ec,o3,ec:2,2,ec,purchase,2026-04-03T10:00:00+00:00,300,JPY,
  ec:o4,ec,o4,ec:3,3,ec,purchase,2026-04-04T10:00:00+00:00,400,JPY,

Customers follow with the next merge.

  $ omni-import -q -c ec --as-of 2026-05-02 march.csv
  $ omni-merge -q --exact --as-of 2026-05-02
  $ omni-export crosswalk -f csv | cut -d , -f 1-3
  customer_id,source,native_id
  C000000001,ec,1
  C000000002,ec,2
  C000000003,ec,3
  $ undone 3
  import,path,channel,source,status,records,observations,events,restored,kept
  3,april.csv,ec,ec,undone,1,1,2,1,1
  $ omni-export crosswalk -f csv | cut -d , -f 1-3
  customer_id,source,native_id
  C000000001,ec,1
  C000000002,ec,2
  $ omni-merge -q --exact --as-of 2026-05-03
  $ omni-export crosswalk -f csv | cut -d , -f 1-3
  customer_id,source,native_id
  C000000001,ec,1
  C000000002,ec,2
  $ omni-merge --history C000000003 -f csv
  run,at,change,record,customer_id,mode,undone_by
  1,2026-05-02T00:00:00+00:00,added,a record that is gone,,exact,
  2,2026-05-03T00:00:00+00:00,left,a record that is gone,,exact,

Who is put together by an import and taken apart with it is who it was.

  $ rm omni.db
  $ ids() { omni-export crosswalk -f csv | cut -d , -f 1,4 | tail -n +2; }
  $ printf 'customer_id,email\n1,ken@mori.jp\n2,ken@sato.jp\n' >two.csv
  $ printf 'customer_id,email,email#2\n9,ken@mori.jp,ken@sato.jp\n' >one.csv
  $ omni-import -q -c shop --as-of 2026-05-01 two.csv
  $ omni-merge -q --exact --as-of 2026-05-01
  $ omni-import -q -c app --as-of 2026-05-02 one.csv
  $ omni-merge -q --exact --as-of 2026-05-02
  $ ids
  C000000001,app:9
  C000000001,shop:1
  C000000001,shop:2
  $ undone 2 >undone.csv
  $ omni-merge --exact --as-of 2026-05-03 -f csv | cut -d , -f 1-3,7-9
  run,records,customers,created,joined,split
  3,2,2,1,0,1
  $ ids
  C000000001,shop:1
  C000000002,shop:2
  $ omni-merge --history C000000002 -f csv
  run,at,change,record,customer_id,mode,undone_by
  1,2026-05-01T00:00:00+00:00,added,shop:2,,exact,
  2,2026-05-02T00:00:00+00:00,left,shop:2,C000000001,exact,
  3,2026-05-03T00:00:00+00:00,returned,shop:2,C000000001,exact,

A full list withdraws, and gives back.

  $ rm omni.db
  $ printf 'customer_id,full_name\n1,Ito\n2,Abe\n' >two.csv
  $ printf 'customer_id,full_name\n2,Abe\n' >one.csv
  $ omni-import -q -c ec --replace --as-of 2026-05-01 two.csv
  $ omni-import -q -c ec --replace --as-of 2026-05-02 one.csv
  $ omni-export records -f csv --as-of 2026-05-02 | grep -c withdrawn
  1
  $ undone 1
  omni-import: import 1 cannot be undone before later snapshots of its source, in this order: 2
  [69]
  $ undone 2
  import,path,channel,source,status,records,observations,events,restored,kept
  2,one.csv,ec,ec,undone,0,0,0,0,0
  $ omni-export records -f csv | grep -c withdrawn
  0
  [1]
  $ undone 1
  import,path,channel,source,status,records,observations,events,restored,kept
  1,two.csv,ec,ec,undone,2,2,0,0,0
  $ omni-status -f csv
  section,name,value
  store,imports,0
  store,sources,0
  store,channels,0
  store,records,0
  store,customers,0
  store,events,0
  store,identified_events,0
  merge,unmerged_records,0
  merge,largest_customer,0
  merge,conflicts,0
  merge,disarmed_values,0
