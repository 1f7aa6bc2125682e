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
  omni-journey: 1 event has no customer and is left out
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
  omni-journey: 1 event has no customer and is left out
  customer_id,episode,started_at,ended_at,seconds,touches,channels,switches,path,outcome,amount,currency
  C000000001,1,2026-01-05T10:00:00+09:00,2026-01-13T10:10:00+09:00,691800.000,4,3,2,ec > store > phone,unresolved,1000,JPY
  C000000001,2,2026-01-20T10:10:01+09:00,2026-01-20T10:10:01+09:00,0.000,1,1,0,chat,resolved,,
  C000000002,1,2026-02-01T10:00:00+09:00,2026-02-01T10:00:00+09:00,0.000,1,1,0,ec,,,

  $ omni-journey paths --episode customer
  omni-journey: 1 event has no customer and is left out
  path,episodes,share,cumulative,customers,mean_seconds,median_seconds,conversions,value,currency
  ec,1,0.500000,0.500000,1,0.000,0.000,0,,
  ec > store > phone > chat,1,0.500000,1.000000,1,1296601.000,1296601.000,1,1000,JPY
  $ omni-journey paths --episode purchase --collapse none \
  >   --activity channel:event
  omni-journey: 1 event has no customer and is left out
  path,episodes,share,cumulative,customers,mean_seconds,median_seconds,conversions,value,currency
  ec:view > ec:view > store:purchase,1,1.000000,1.000000,1,87000.000,87000.000,1,1000,JPY
  $ omni-journey paths --episode case --issue-gap 8d --repeat-window 8d
  omni-journey: 1 event has no customer and is left out
  path,episodes,share,cumulative,customers,mean_seconds,median_seconds,conversions,value,currency
  phone > chat,1,1.000000,1.000000,1,604801.000,604801.000,0,,

  $ omni-journey transitions
  omni-journey: 1 event has no customer and is left out
  from,to,count,customers,share_of_from,mean_seconds,median_seconds,stdev_seconds,min_seconds,max_seconds
  (start),chat,1,1,0.333333,,,,,
  (start),ec,2,2,0.666667,,,,,
  chat,(end),1,1,1.000000,,,,,
  ec,(end),1,1,0.333333,,,,,
  ec,ec,1,1,0.333333,600.000,600.000,,600.000,600.000
  ec,store,1,1,0.333333,86400.000,86400.000,,86400.000,86400.000
  phone,(end),1,1,1.000000,,,,,
  store,phone,1,1,1.000000,604800.000,604800.000,,604800.000,604800.000

Which channels earn the purchases? A path that led to none counts for Markov:

  $ omni-journey attribution --model last,linear,time_decay
  omni-journey: 1 event has no customer and is left out
  channel,model,conversions,value,currency,share
  chat,last,0.000000000,0,JPY,0.000000
  chat,linear,0.000000000,0,JPY,0.000000
  chat,time_decay,0.000000000,0,JPY,0.000000
  ec,last,0.000000000,0,JPY,0.000000
  ec,linear,0.666666667,667,JPY,0.666667
  ec,time_decay,0.644232530,644,JPY,0.644233
  phone,last,0.000000000,0,JPY,0.000000
  phone,linear,0.000000000,0,JPY,0.000000
  phone,time_decay,0.000000000,0,JPY,0.000000
  store,last,1.000000000,1000,JPY,1.000000
  store,linear,0.333333333,333,JPY,0.333333
  store,time_decay,0.355767470,356,JPY,0.355767
  $ omni-journey attribution --by campaign --conversion inquiry --model last \
  >   --exclude-conversion
  omni-journey: 1 event has no customer and is left out
  omni-journey: 1 conversion has no path and is left out
  campaign,model,conversions,value,currency,share
  (none),last,1.000000000,,,1.000000

The same of paths that were counted before, and what was computed for them
elsewhere:

  $ sed '1s/.*/path,conversions,value,nulls/' \
  >   "$TESTDATA/golden/paths.csv" >paths.csv
  $ omni-journey attribution --paths paths.csv --model linear,markov
  channel,model,conversions,value,currency,share
  chat,linear,1.400000000,19600.000000000,,0.005622
  chat,markov,5.266894588,58887.688891163,,0.021152
  chatbot,linear,0.000000000,0.000000000,,0.000000
  chatbot,markov,3.994916443,44666.053719711,,0.016044
  ec,linear,127.200000000,1178300.000000000,,0.510843
  ec,markov,104.265902047,1165768.157828588,,0.418739
  email,linear,21.400000000,179600.000000000,,0.085944
  email,markov,27.089232239,302877.199011669,,0.108792
  phone,linear,3.500000000,57500.000000000,,0.014056
  phone,markov,4.589758467,51316.817558091,,0.018433
  sns,linear,5.000000000,97000.000000000,,0.020080
  sns,markov,8.371737826,93602.080757051,,0.033621
  store,linear,81.000000000,1104500.000000000,,0.325301
  store,markov,69.843658055,780902.586451334,,0.280497
  tv,linear,9.500000000,147500.000000000,,0.038153
  tv,markov,25.577900334,285979.415782392,,0.102722
  $ tr -d '\r' <"$TESTDATA/golden/paths.expected.csv" | cut -d, -f1,4,9
  channel,linear,markov_conversions
  email,21.4,27.08923224
  ec,127.2,104.265902
  store,81,69.84365806
  sns,5,8.371737826
  tv,9.5,25.57790033
  phone,3.5,4.589758467
  chatbot,0,3.994916443
  chat,1.4,5.266894588
  $ omni-journey attribution --paths paths.csv --model time_decay
  omni-journey: time_decay needs times, which --paths has not
  try 'omni-journey --help'
  [64]
  $ printf 'path,conversions\na > b,x\n' >bad.csv
  $ omni-journey attribution --paths bad.csv
  omni-journey: bad.csv:2: column 'conversions': not a number of conversions: 'x'
  [65]
  $ omni-journey paths --paths paths.csv
  omni-journey: --paths goes with attribution alone
  try 'omni-journey --help'
  [64]
  $ omni-journey attribution --model best
  omni-journey: no model 'best': first, last, linear, linear_unique, position, time_decay, participation, markov or shapley
  try 'omni-journey --help'
  [64]

How far do customers get? A limit of its own is between two steps; the click
before the call, and the purchase after it:

  $ omni-journey funnel --steps 'ec:view,store:purchase<=1d,*:inquiry' \
  >   --window 14d
  omni-journey: 1 event has no customer and is left out
  step,name,entered,share_of_first,share_of_previous,median_seconds,dropped,next_top
  1,ec:view,2,1.000000,,,1,(none)
  2,store:purchase<=1d,1,0.500000,0.500000,86400.000,0,
  3,*:inquiry,1,0.500000,1.000000,604800.000,,
  $ omni-journey funnel --steps 'ec:view,store:purchase<=1d,*:inquiry' --strict
  omni-journey: 1 event has no customer and is left out
  step,name,entered,share_of_first,share_of_previous,median_seconds,dropped,next_top
  1,ec:view,2,1.000000,,,1,(none)
  2,store:purchase<=1d,1,0.500000,0.500000,86400.000,1,phone
  3,*:inquiry,0,0.000000,0.000000,,,
  $ omni-journey funnel --group --steps online:view,contact --hold product
  omni-journey: 1 event has no customer and is left out
  step,name,entered,share_of_first,share_of_previous,median_seconds,dropped,next_top
  1,online:view,0,,,,0,
  2,contact,0,,,,,
  $ omni-journey funnel
  omni-journey: funnel needs --steps, such as ec:view,store:purchase
  try 'omni-journey --help'
  [64]
  $ omni-journey funnel --steps ec:view,fax
  omni-journey: --steps: the store has no channel 'fax'
  try 'omni-journey --help'
  [64]
  $ omni-journey funnel --steps ec:view,ec:buy
  omni-journey: --steps: there is no kind of event in 'ec:buy'
  try 'omni-journey --help'
  [64]
  $ omni-journey funnel --steps 'ec:view,ec<=soon'
  omni-journey: --steps: not a length of time such as 15m in 'ec<=soon'
  try 'omni-journey --help'
  [64]
  $ omni-journey funnel --steps ec:view --hold amount
  omni-journey: '--hold' cannot hold 'amount'
  try 'omni-journey --help'
  [64]

Where do issues pass to another channel, and does anybody know of it there?

  $ omni-journey handoffs --issue-gap 8d
  omni-journey: 1 event has no customer and is left out
  from,to,count,with_context,share_with_context,median_seconds,resolved_after,share_resolved
  phone,chat,1,0,0.000000,604801.000,1,1.000000

What was done before, and how much more often than before anything?

  $ omni-journey before --event inquiry --last 2
  activity,customers,share,base_share,lift
  ec,1,1.000000,0.666667,1.500000
  store,1,1.000000,0.666667,1.500000
  $ omni-journey before
  omni-journey: before what? say --event, --outcome or --where
  try 'omni-journey --help'
  [64]

Several views by one pass say the same as one after the other:

  $ omni-journey --views paths,transitions,timeline,paths -o views
  omni-journey: 1 event has no customer and is left out
  $ ls views
  paths.csv
  timeline.csv
  transitions.csv
  $ omni-journey paths | cmp - views/paths.csv
  omni-journey: 1 event has no customer and is left out
  $ omni-journey transitions | cmp - views/transitions.csv
  omni-journey: 1 event has no customer and is left out
  $ omni-journey | cmp - views/timeline.csv
  omni-journey: 1 event has no customer and is left out
  $ omni-journey --views episodes -f jsonl -o views
  omni-journey: 1 event has no customer and is left out
  $ wc -l <views/episodes.jsonl
  3
  $ omni-journey --views paths
  omni-journey: --views needs a folder: say -o FOLDER
  try 'omni-journey --help'
  [64]
  $ omni-journey --views paths,ways -o views
  omni-journey: no view 'ways': timeline, episodes, paths, transitions, funnel, handoffs, attribution, before, context, conformance or violations
  try 'omni-journey --help'
  [64]
  $ omni-journey --views paths -o omni.db/views
  omni-journey: 1 event has no customer and is left out
  omni-journey: cannot make the folder 'omni.db/views': Not a directory
  [73]

Pictures:

  $ omni-journey transitions -f mermaid
  omni-journey: 1 event has no customer and is left out
  flowchart LR
    n0["#40;start#41;"]
    n1["chat"]
    n2["ec"]
    n3["#40;end#41;"]
    n4["store"]
    n5["phone"]
    n0 -->|1| n1
    n0 -->|2| n2
    n1 -->|1| n3
    n2 -->|1| n3
    n2 -->|1| n2
    n2 -->|1| n4
    n5 -->|1| n3
    n4 -->|1| n5
  $ omni-journey paths -f dot --episode customer
  omni-journey: 1 event has no customer and is left out
  digraph journeys {
    rankdir=LR
    node [shape=box]
    n0 [label="&#40;start&#41;"]
    n1 [label="ec"]
    n2 [label="store"]
    n3 [label="phone"]
    n4 [label="chat"]
    n0 -> n1 [label="2" penwidth=8]
    n1 -> n2 [label="1" penwidth=4]
    n2 -> n3 [label="1" penwidth=4]
    n3 -> n4 [label="1" penwidth=4]
  }
  $ omni-journey paths -f svg --episode customer >ways.svg
  omni-journey: 1 event has no customer and is left out
  $ omni-journey transitions -f svg >moves.svg
  omni-journey: 1 event has no customer and is left out
  $ grep -hE '<title>[PW]|<desc>' ways.svg moves.svg
  <title>Paths, step by step</title>
  <desc>Step 0: (start) 2. Step 1: ec 2. Step 2: store 1. Step 3: phone 1. Step 4: chat 1.</desc>
  <title>What follows what</title>
  <desc>(start) to ec 2, ec to ec 1, ec to (end) 1, ec to store 1, (start) to chat 1, chat to (end) 1, store to phone 1, phone to (end) 1.</desc>
  $ omni-journey transitions -f svg | cmp - moves.svg
  omni-journey: 1 event has no customer and is left out
  $ /usr/bin/python3 -c 'import sys, xml.dom.minidom as x
  > for p in sys.argv[1:]: print(x.parse(p).documentElement.tagName)
  > ' ways.svg moves.svg
  svg
  svg
  $ omni-journey --views paths,transitions -f svg -o views; ls views/*.svg
  omni-journey: 1 event has no customer and is left out
  views/paths.svg
  views/transitions.svg
  $ omni-journey --views paths,transitions -f mermaid -o views; ls views/*.mmd
  omni-journey: 1 event has no customer and is left out
  views/paths.mmd
  views/transitions.mmd
  $ omni-journey -f dot
  omni-journey: dot, mermaid and svg go with paths and transitions
  try 'omni-journey --help'
  [64]

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
  omni-journey: no view 'ways': timeline, episodes, paths, transitions, funnel, handoffs, attribution, before, context, conformance or violations
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
  $ omni-journey --where birth_date=1990
  omni-journey: '--where' cannot ask for 'birth_date'
  try 'omni-journey --help'
  [64]
  $ omni-journey paths --desc
  omni-journey: --desc goes with timeline
  try 'omni-journey --help'
  [64]
  $ omni-journey paths -z Asia/Nowhere
  omni-journey: no time zone 'Asia/Nowhere' (say it like Asia/Tokyo, UTC, +09:00)
  [78]
