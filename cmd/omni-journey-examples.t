omni-journey: worked examples that others have published
========================================================

What a vendor's manual or a textbook works out by hand has to come out here.

Adobe Analytics, attribution: paid search on 15 September, social on the 18th,
e-mail and then display on the 24th, when somebody buys for $50. Linear gives
12.50 to each; time decay with a half-life of seven days 6.92 to paid search,
9.32 to social and 16.88 to e-mail and display:

  $ cat >adobe.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,amount,currency
  > 1,paid_search:ad,visit,a1,2026-09-15T10:00:00Z,,
  > 1,social:sns,visit,a2,2026-09-18T10:00:00Z,,
  > 1,email,visit,a3,2026-09-24T10:00:00Z,,
  > 1,display:ad,purchase,a4,2026-09-24T10:00:00Z,50.00,USD
  > END
  $ omni-import -q -s adobe.db -S adobe adobe.csv
  $ omni-merge -q -s adobe.db --exact
  $ omni-journey attribution -s adobe.db \
  >   --model first,last,linear,position,time_decay | sed 1d |
  >   cut -d, -f1,2,4 | sort -t, -k2,2 -s
  display,first,0.00
  email,first,0.00
  paid_search,first,50.00
  social,first,0.00
  display,last,50.00
  email,last,0.00
  paid_search,last,0.00
  social,last,0.00
  display,linear,12.50
  email,linear,12.50
  paid_search,linear,12.50
  social,linear,12.50
  display,position,20.00
  email,position,5.00
  paid_search,position,20.00
  social,position,5.00
  display,time_decay,16.88
  email,time_decay,16.88
  paid_search,time_decay,6.92
  social,time_decay,9.32

Mixpanel, funnels: A 13:00, A 13:30, B 13:45, C 14:15 with a window of an hour.
The window of the first A is over before C. Mixpanel's optimized re-entry and
this program take the entry that gets furthest, which is the second A:

  $ cat >mixpanel.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at
  > 1,a,view,m1,2026-01-01T13:00:00Z
  > 1,a,view,m2,2026-01-01T13:30:00Z
  > 1,b,view,m3,2026-01-01T13:45:00Z
  > 1,c,view,m4,2026-01-01T14:15:00Z
  > 2,a,view,m5,2026-01-01T13:00:00Z
  > 2,b,view,m6,2026-01-01T13:45:00Z
  > 2,c,view,m7,2026-01-01T14:15:00Z
  > END
  $ omni-import -q -s mixpanel.db -S mixpanel mixpanel.csv
  $ omni-merge -q -s mixpanel.db --exact
  $ omni-journey funnel -s mixpanel.db --steps a,b,c --window 1h | cut -d, -f1-4
  step,name,entered,share_of_first
  1,a,2,1.000000
  2,b,2,1.000000
  3,c,1,0.500000
  $ omni-journey funnel -s mixpanel.db --steps a,b,c --window 1h \
  >   --customer mixpanel:2 | cut -d, -f1-4
  step,name,entered,share_of_first
  1,a,1,1.000000
  2,b,1,1.000000
  3,c,0,0.000000

Others may lie between, and a later D counts: A, B, D, C, D, E gets through A, B,
C, D, E, and A, B, C, E stops at C:

  $ cat >order.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at
  > 1,a,view,o1,2026-01-01T13:00:00Z
  > 1,b,view,o2,2026-01-01T13:01:00Z
  > 1,d,view,o3,2026-01-01T13:02:00Z
  > 1,c,view,o4,2026-01-01T13:03:00Z
  > 1,d,view,o5,2026-01-01T13:04:00Z
  > 1,e,view,o6,2026-01-01T13:05:00Z
  > 2,a,view,o7,2026-01-01T13:00:00Z
  > 2,b,view,o8,2026-01-01T13:01:00Z
  > 2,c,view,o9,2026-01-01T13:02:00Z
  > 2,e,view,oa,2026-01-01T13:03:00Z
  > END
  $ omni-import -q -s order.db -S mixpanel order.csv
  $ omni-merge -q -s order.db --exact
  $ omni-journey funnel -s order.db --steps a,b,c,d,e | cut -d, -f2,3,8
  name,entered,next_top
  a,2,
  b,2,
  c,2,e
  d,1,
  e,1,

Mixpanel, sessions: 1:00 and 1:10 are a session of ten minutes, from its first
event to its last; and half an hour after the last event, which is exactly the
gap, it still goes on, a second later it does not:

  $ cat >sessions.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at
  > 1,web,view,s1,2026-01-01T01:00:00Z
  > 1,web,view,s2,2026-01-01T01:10:00Z
  > 2,web,view,s3,2026-01-01T01:00:00Z
  > 2,web,view,s4,2026-01-01T01:30:00Z
  > 3,web,view,s5,2026-01-01T01:00:00Z
  > 3,web,view,s6,2026-01-01T01:30:01Z
  > END
  $ omni-import -q -s sessions.db -S mixpanel sessions.csv
  $ omni-merge -q -s sessions.db --exact
  $ omni-journey episodes -s sessions.db --gap 30m | cut -d, -f1,2,5,6
  customer_id,episode,seconds,touches
  C000000001,1,600.000,2
  C000000002,1,1800.000,2
  C000000003,1,0.000,1
  C000000003,2,0.000,1

Snowplow, path transforms: unique_path changes nothing, exposure_path makes A, A,
B to A, B, and first_path makes A, B, A to A, B:

  $ cat >snowplow.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at
  > 1,a,view,p1,2026-01-01T01:00:00Z
  > 1,a,view,p2,2026-01-01T01:01:00Z
  > 1,b,view,p3,2026-01-01T01:02:00Z
  > 2,a,view,p4,2026-01-01T01:00:00Z
  > 2,b,view,p5,2026-01-01T01:01:00Z
  > 2,a,view,p6,2026-01-01T01:02:00Z
  > END
  $ omni-import -q -s snowplow.db -S snowplow snowplow.csv
  $ omni-merge -q -s snowplow.db --exact
  $ for how in none repeats first; do
  >   omni-journey paths -s snowplow.db --collapse $how | sed 1d | cut -d, -f1,2
  >   echo
  > done
  a > a > b,1
  a > b > a,1
  
  a > b,1
  a > b > a,1
  
  a > b,2
  

The requests for compensation of van der Aalst's "Process Mining", on which PM4Py
finds: check ticket is followed by decide 6 times, after 181960 seconds on
average and 129300 in the median; decide by pay, by reinitiate and by reject 3
times each; six variants, which take 520920, 703320, 779580, 852300, 1368780 and
1576440 seconds:

  $ cat >requests.txt <<'END'
  > 1 2010-12-30T11:02 register
  > 1 2010-12-31T10:06 examine_thoroughly
  > 1 2011-01-05T15:12 check_ticket
  > 1 2011-01-06T11:18 decide
  > 1 2011-01-07T14:24 reject
  > 2 2010-12-30T11:32 register
  > 2 2010-12-30T12:12 check_ticket
  > 2 2010-12-30T14:16 examine_casually
  > 2 2011-01-05T11:22 decide
  > 2 2011-01-08T12:05 pay
  > 3 2010-12-30T14:32 register
  > 3 2010-12-30T15:06 examine_casually
  > 3 2010-12-30T16:34 check_ticket
  > 3 2011-01-06T09:18 decide
  > 3 2011-01-06T12:18 reinitiate
  > 3 2011-01-06T13:06 examine_thoroughly
  > 3 2011-01-08T11:43 check_ticket
  > 3 2011-01-09T09:55 decide
  > 3 2011-01-15T10:45 pay
  > 4 2011-01-06T15:02 register
  > 4 2011-01-07T12:06 check_ticket
  > 4 2011-01-08T14:43 examine_thoroughly
  > 4 2011-01-09T12:02 decide
  > 4 2011-01-12T15:44 reject
  > 5 2011-01-06T09:02 register
  > 5 2011-01-07T10:16 examine_casually
  > 5 2011-01-08T11:22 check_ticket
  > 5 2011-01-10T13:28 decide
  > 5 2011-01-11T16:18 reinitiate
  > 5 2011-01-14T14:33 check_ticket
  > 5 2011-01-16T15:50 examine_casually
  > 5 2011-01-19T11:18 decide
  > 5 2011-01-20T12:48 reinitiate
  > 5 2011-01-21T09:06 examine_casually
  > 5 2011-01-21T11:34 check_ticket
  > 5 2011-01-23T13:12 decide
  > 5 2011-01-24T14:56 reject
  > 6 2011-01-06T15:02 register
  > 6 2011-01-06T16:06 examine_casually
  > 6 2011-01-07T16:22 check_ticket
  > 6 2011-01-07T16:52 decide
  > 6 2011-01-16T11:47 pay
  > END
  $ awk 'BEGIN { OFS = ","
  >   print "customer_id", "channel", "event", "event_id", "occurred_at" }
  > { print $1, $3, "visit", NR, $2 ":00Z" }' requests.txt >requests.csv
  $ omni-import -q -s requests.db -S book requests.csv
  $ omni-merge -q -s requests.db --exact
  $ omni-journey transitions -s requests.db --episode customer |
  >   grep -E '^(check_ticket,decide|decide|examine_casually,check|register,ex)' |
  >   cut -d, -f1-3,6,7
  check_ticket,decide,6,181960.000,129300.000
  decide,pay,3,514160.000,521400.000
  decide,reinitiate,3,66400.000,91800.000
  decide,reject,3,154240.000,97560.000
  examine_casually,check_ticket,4,47970.000,48120.000
  register,examine_casually,3,32240.000,3840.000
  register,examine_thoroughly,1,83040.000,83040.000
  $ omni-journey paths -s requests.db --episode customer --collapse none |
  >   sed 1d | cut -d, -f2,6 | sort -t, -k2,2n
  1,520920.000
  1,703320.000
  1,779580.000
  1,852300.000
  1,1368780.000
  1,1576440.000
