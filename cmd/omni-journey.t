omni-journey: what customers did, in order
==========================================

  $ cat >events.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,outcome,topic,amount,currency,csat
  > 1,ec,view,v1,2026-01-05T10:00:00+09:00,,,,,
  > 1,ec,view,v2,2026-01-05T10:10:00+09:00,,,,,
  > 1,store,purchase,p1,2026-01-06T10:10:00+09:00,,,1000,JPY,
  > 1,phone,inquiry,i1,2026-01-13T10:10:00+09:00,unresolved,size,,,
  > 1,chat,inquiry,i2,2026-01-20T10:10:01+09:00,resolved,size,,,4
  > 2,ec,view,v3,2026-02-01T10:00:00+09:00,,,,,
  > 2,ec,payment,y1,2026-02-01T11:00:00+09:00,,,2000,JPY,
  > ,store,purchase,p4,2026-02-04T10:00:00+09:00,,,300,JPY,
  > END
  $ omni-import -q -z Asia/Tokyo -S crm events.csv
  $ omni-journey
  omni-journey: there are no customers yet: run omni-merge first, or say --records
  [69]
  $ omni-merge -q

One customer, named by id or by a record; of what nobody did there is no
journey:

  $ omni-journey --customer crm:1 --desc
  customer_id,occurred_at,channel,event,outcome,case_id,topic,product,amount,currency,csat,agent,source,record,text
  C000000001,2026-01-20T10:10:01+09:00,chat,inquiry,resolved,,size,,,,4,,crm,crm:1,
  C000000001,2026-01-13T10:10:00+09:00,phone,inquiry,unresolved,,size,,,,,,crm,crm:1,
  C000000001,2026-01-06T10:10:00+09:00,store,purchase,,,,,1000,JPY,,,crm,crm:1,
  C000000001,2026-01-05T10:10:00+09:00,ec,view,,,,,,,,,crm,crm:1,
  C000000001,2026-01-05T10:00:00+09:00,ec,view,,,,,,,,,crm,crm:1,
  $ omni-journey --customer C000000002 -z UTC | cut -d, -f1-4
  customer_id,occurred_at,channel,event
  C000000002,2026-02-01T01:00:00+00:00,ec,view
  C000000002,2026-02-01T02:00:00+00:00,ec,payment
  $ omni-journey --records --customer crm:2 | cut -d, -f1-4
  customer_id,occurred_at,channel,event
  crm:2,2026-02-01T10:00:00+09:00,ec,view
  crm:2,2026-02-01T11:00:00+09:00,ec,payment
  $ omni-journey | wc -l
  8

Filters:

  $ omni-journey --where topic=size --outcome resolved --from 2026-01-20 \
  >   --to 2026-01-20 | cut -d, -f1-4
  customer_id,occurred_at,channel,event
  C000000001,2026-01-20T10:10:01+09:00,chat,inquiry
  $ omni-journey --stage prospect --event view,purchase | cut -d, -f1-4
  customer_id,occurred_at,channel,event
  C000000001,2026-01-05T10:00:00+09:00,ec,view
  C000000001,2026-01-05T10:10:00+09:00,ec,view
  C000000002,2026-02-01T10:00:00+09:00,ec,view
  $ omni-journey --channel phone --channel chat --group | cut -d, -f2-4
  occurred_at,channel,event
  2026-01-13T10:10:00+09:00,contact,inquiry
  2026-01-20T10:10:01+09:00,contact,inquiry

A gap of exactly seven days stays in an episode, a second more parts:

  $ omni-journey episodes
  customer_id,episode,started_at,ended_at,seconds,touches,channels,switches,path,outcome,amount,currency
  C000000001,1,2026-01-05T10:00:00+09:00,2026-01-13T10:10:00+09:00,691800.000,4,3,2,ec > store > phone,unresolved,1000,JPY
  C000000001,2,2026-01-20T10:10:01+09:00,2026-01-20T10:10:01+09:00,0.000,1,1,0,chat,resolved,,
  C000000002,1,2026-02-01T10:00:00+09:00,2026-02-01T10:00:00+09:00,0.000,1,1,0,ec,,,

  $ omni-journey paths --episode customer
  path,episodes,share,cumulative,customers,mean_seconds,median_seconds,conversions,value,currency
  ec,1,0.500000,0.500000,1,0.000,0.000,0,,
  ec > store > phone > chat,1,0.500000,1.000000,1,1296601.000,1296601.000,1,1000,JPY
  $ omni-journey paths --episode purchase --collapse none \
  >   --activity channel:event
  path,episodes,share,cumulative,customers,mean_seconds,median_seconds,conversions,value,currency
  ec:view > ec:view > store:purchase,1,1.000000,1.000000,1,87000.000,87000.000,1,1000,JPY
  $ omni-journey paths --episode case --issue-gap 8d --repeat-window 8d
  path,episodes,share,cumulative,customers,mean_seconds,median_seconds,conversions,value,currency
  phone > chat,1,1.000000,1.000000,1,604801.000,604801.000,0,,

  $ omni-journey transitions
  from,to,count,customers,share_of_from,mean_seconds,median_seconds,stdev_seconds,min_seconds,max_seconds
  (start),chat,1,1,0.333333,,,,,
  (start),ec,2,2,0.666667,,,,,
  chat,(end),1,1,1.000000,,,,,
  ec,(end),1,1,0.333333,,,,,
  ec,ec,1,1,0.333333,600.000,600.000,,600.000,600.000
  ec,store,1,1,0.333333,86400.000,86400.000,,86400.000,86400.000
  phone,(end),1,1,1.000000,,,,,
  store,phone,1,1,1.000000,604800.000,604800.000,,604800.000,604800.000

The small world of testdata/golden, whose numbers were computed elsewhere too:

  $ sed 's/:/,/' "$TESTDATA/golden/events.csv" | awk -F, -v OFS=, \
  >   'NR == 1 { print "customer_id,channel,event,occurred_at,event_id" }
  >   NR > 1 { print $1, $2, $3, $4, sprintf("e%02d", NR) }' >golden.csv
  $ omni-import -q -s golden.db -z Asia/Tokyo -S golden golden.csv
  $ omni-merge -q -s golden.db
  $ omni-journey transitions -s golden.db --episode customer \
  >   --activity channel:event | grep stor
  ec:view,store:purchase,3,3,0.600000,107200.000,86400.000,87083.408,32400.000,202800.000
  store:purchase,(end),1,1,0.333333,,,,,
  store:purchase,phone:inquiry,2,2,0.666667,69300.000,69300.000,24183.052,52200.000,86400.000

Wrong questions:

  $ omni-journey --customer crm:9
  omni-journey: 'crm:9' is no record
  [1]
  $ omni-journey ways
  omni-journey: no view 'ways': timeline, episodes, paths or transitions
  try 'omni-journey --help'
  [64]
  $ omni-journey --gap 7x
  omni-journey: not a length of time such as 30m, 12h or 7d: '7x'
  try 'omni-journey --help'
  [64]
  $ omni-journey --channel fax
  omni-journey: the store has no channel 'fax'
  try 'omni-journey --help'
  [64]
  $ omni-journey --where gender=f
  omni-journey: '--where' cannot ask for 'gender'
  try 'omni-journey --help'
  [64]
  $ omni-journey paths --desc
  omni-journey: --desc goes with timeline
  try 'omni-journey --help'
  [64]
  $ omni-journey paths -z Asia/Nowhere
  omni-journey: no time zone 'Asia/Nowhere' (say it like Asia/Tokyo, UTC, +09:00)
  [78]
