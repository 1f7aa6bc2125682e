What exports say of persons beside who they are: that a record became another
one, that somebody does not want to be written to, and nothing at all.

  $ cells() {
  >   awk -F '\t' -v names="$1" 'BEGIN { n = split(names, name, ",") }
  >     NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
  >     { line = $at[name[1]]
  >       for (i = 2; i <= n; i++) line = line "," $at[name[i]]
  >       print line }'
  > }

Records that became others
--------------------------

The shop's register put member 2 into 1, and 4 into 9, who is not here. Both
cards of 1 and 2 are unique, which would part them.

  $ cat >map.json <<END
  > { "omni_map": 1, "channel": "store", "source": "pos",
  >   "fields": { "customer_id": "no",
  >     "id:card": { "column": "card", "unique": true },
  >     "status": { "column": "state", "values": { "0": "active", "3": "withdrawn", "4": "merged" } },
  >     "merged_into": "now" } }
  > END
  $ cat >members.csv <<END
  > no,card,state,now
  > 1,c1,0,
  > 2,c2,4,1
  > 3,c3,3,
  > 4,c4,4,9
  > END
  $ cat >orders.csv <<END
  > customer_id,event,event_id,occurred_at,amount,currency
  > 2,purchase,o1,2026-01-05T10:00:00+09:00,100,JPY
  > 1,purchase,o2,2026-02-05T10:00:00+09:00,200,JPY
  > 3,purchase,o3,2026-02-06T10:00:00+09:00,400,JPY
  > END
  $ omni-import -q -m map.json members.csv >/dev/null
  $ omni-import -q -c store -S pos orders.csv >/dev/null
  $ omni-merge --exact -q -o - | cut -d , -f 1-3,5
  run,records,customers,links
  1,4,3,1

All keep their place in the crosswalk, and the orders of 2 are the survivor's.
Who was withdrawn has a history; who became somebody unknown is no active
customer.

  $ omni-export crosswalk | cut -d , -f 1,4
  customer_id,record
  C000000001,pos:1
  C000000001,pos:2
  C000000002,pos:3
  C000000003,pos:4
  $ omni-export customers -f tsv | cells customer_id,records,orders,net_revenue,status
  customer_id,records,orders,net_revenue,status
  C000000001,2,2,300,active
  C000000002,1,1,400,withdrawn
  C000000003,1,0,,merged
  $ omni-export records -f tsv | cells record,status,merged_into
  record,status,merged_into
  pos:1,active,
  pos:2,merged,1
  pos:3,withdrawn,
  pos:4,merged,9

When 9 comes, its old record goes with it.

  $ printf 'no,card,state,now\n9,c9,0,\n' >nine.csv
  $ omni-import -q -m map.json nine.csv >/dev/null
  $ omni-merge --exact -q >/dev/null
  $ omni-export crosswalk | cut -d , -f 1,4 | tail -n 2
  C000000003,pos:4
  C000000003,pos:9

Who does not want to be written to
----------------------------------

An import can say so, and none can take it back, whether it is older or newer.

  $ cat >wishes.csv <<END
  > customer_id,email,updated_at,opt_out
  > 1,aoi@mail.test,2026-03-02T00:00:00+09:00,yes
  > 2,ren@mail.test,2026-03-02T00:00:00+09:00,no
  > END
  $ sed 's/yes/no/; s/03-02/01-01/' wishes.csv >older.csv
  $ sed 's/yes/no/; s/03-02/05-01/' wishes.csv >newer.csv
  $ sed 's/,yes/,/; s/03-02/06-01/' wishes.csv >silent.csv
  $ for order in 'wishes older newer silent' 'newer older silent wishes'; do
  >   rm -f mail.db
  >   for name in $order; do
  >     omni-import -q -s mail.db -c email $name.csv >/dev/null
  >   done
  >   omni-import -q -s mail.db -c shop newer.csv >/dev/null
  >   omni-merge -q -s mail.db >/dev/null
  >   omni-export -s mail.db customers -f tsv | cells customer_id,email,opt_out
  >   omni-export -s mail.db records -f tsv | cells record,opt_out
  > done
  customer_id,email,opt_out
  C000000001,aoi@mail.test,true
  C000000002,ren@mail.test,
  record,opt_out
  email:1,true
  email:2,
  shop:1,
  shop:2,
  customer_id,email,opt_out
  C000000001,aoi@mail.test,true
  C000000002,ren@mail.test,
  record,opt_out
  email:1,true
  email:2,
  shop:1,
  shop:2,

Nobody
------

An event without any identifier is kept. It counts in volumes and in the
identification coverage, and is in no journey.

  $ cat >visits.csv <<END
  > customer_id,phone,event,event_id,occurred_at
  > ,,visit,v1,2026-03-01T10:00:00+09:00
  > ,非通知,visit,v2,2026-03-01T11:00:00+09:00
  > 0,,visit,v3,2026-03-01T12:00:00+09:00
  > 7,,visit,v4,2026-03-01T13:00:00+09:00
  > END
  $ omni-import -q -o - -s web.db -c web -f tsv visits.csv | cells rows,records_new,events_new,anonymous
  rows,records_new,events_new,anonymous
  4,1,4,3
  $ omni-merge --exact -q -s web.db >/dev/null
  $ omni-status -s web.db -f csv | grep -E '^(store,(records|customers|events|identified)|channel)'
  store,records,1
  store,customers,1
  store,events,4
  store,identified_events,1
  channel,web.kind,web
  channel,web.events,4
  channel,web.identified_events,1
  channel,web.identification_coverage,0.250000
  channel,web.newest_event,2026-03-01T04:00:00+00:00
  $ omni-kpi -s web.db identification_coverage | cut -d , -f 1,5-8
  kpi,value,unit,numerator,denominator
  identification_coverage,0.250000,share,1,4
  $ omni-journey -s web.db | cut -d , -f 1-3
  omni-journey: 3 events have no customer and are left out
  customer_id,occurred_at,channel
  C000000001,2026-03-01T04:00:00+00:00,web
