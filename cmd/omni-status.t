omni-status: what is in the store
=================================

  $ omni-status
  omni-status: * (glob)
  [66]
  $ cat >ec.csv <<'END'
  > customer_id,event,event_id,occurred_at
  > 1,view,v1,2026-02-01T10:00:00+09:00
  > ,view,v2,2026-02-09T10:00:00+09:00
  > END
  $ cat >calls.csv <<'END'
  > customer_id,event,event_id,occurred_at
  > 7,inquiry,c1,2026-02-07T10:00:00+09:00
  > END
  $ omni-import -q -z Asia/Tokyo --as-of 2026-02-10 -c ec ec.csv
  $ omni-import -q -z Asia/Tokyo --as-of 2026-02-08 -c phone calls.csv
  $ omni-merge -q --as-of 2026-02-10
  $ omni-status
  section,name,value
  store,imports,2
  store,sources,2
  store,channels,2
  store,records,2
  store,customers,2
  store,events,3
  store,identified_events,2
  store,identification_coverage,0.666667
  store,newest_event,2026-02-09T10:00:00+09:00
  store,newest_import,2026-02-10T00:00:00+09:00
  channel,ec.kind,ec
  channel,ec.events,2
  channel,ec.identified_events,1
  channel,ec.identification_coverage,0.500000
  channel,ec.newest_event,2026-02-09T10:00:00+09:00
  channel,phone.kind,phone
  channel,phone.events,1
  channel,phone.identified_events,1
  channel,phone.identification_coverage,1.000000
  channel,phone.newest_event,2026-02-07T10:00:00+09:00
  source,ec.records,1
  source,ec.events,2
  source,ec.newest_event,2026-02-09T10:00:00+09:00
  source,ec.newest_import,2026-02-10T00:00:00+09:00
  source,phone.records,1
  source,phone.events,1
  source,phone.newest_event,2026-02-07T10:00:00+09:00
  source,phone.newest_import,2026-02-08T00:00:00+09:00
  merge,unmerged_records,0
  merge,largest_customer,1
  merge,last_run,1
  merge,last_run_at,2026-02-10T00:00:00+09:00
  merge,review,0
  merge,conflicts,0
  merge,disarmed_values,0

A feed that stopped is named, and nothing is said where all is well:

  $ omni-status -q --max-age 36h --as-of 2026-02-10
  omni-status: source 'phone': the newest event is 62 h old
  [1]
  $ omni-status -q --max-age 3d --as-of 2026-02-10
  $ omni-status -q --max-age 36 2>&1 | head -n 1
  omni-status: --max-age takes an age such as 36h or 7d

For people it is one screen: a table of the channels, one of the sources, and
the rest in lines.

  $ omni-status -f table
  store                    
  ───────────────────────  ─────────────────────────
  imports                  2
  sources                  2
  channels                 2
  records                  2
  customers                2
  events                   3
  identified_events        2
  identification_coverage  66.7%
  newest_event             2026-02-09T10:00:00+09:00
  newest_import            2026-02-10T00:00:00+09:00
  
  channel  kind   events  identified_events  identification_coverage  newest_event
  ───────  ─────  ──────  ─────────────────  ───────────────────────  ─────────────────────────
  ec       ec          2                  1                    50.0%  2026-02-09T10:00:00+09:00
  phone    phone       1                  1                   100.0%  2026-02-07T10:00:00+09:00
  
  source  records  events  newest_event               newest_import
  ──────  ───────  ──────  ─────────────────────────  ─────────────────────────
  ec            1       2  2026-02-09T10:00:00+09:00  2026-02-10T00:00:00+09:00
  phone         1       1  2026-02-07T10:00:00+09:00  2026-02-08T00:00:00+09:00
  
  merge             
  ────────────────  ─────────────────────────
  unmerged_records  0
  largest_customer  1
  last_run          1
  last_run_at       2026-02-10T00:00:00+09:00
  review            0
  conflicts         0
  disarmed_values   0

A name that is the beginning of another's does not take its numbers:

  $ printf 'customer_id,event,occurred_at\n1,view,2026-02-01\n' >app.csv
  $ omni-import -q -c ec.app:app app.csv
  $ omni-status | grep '^channel,ec.*coverage'
  channel,ec.identification_coverage,0.500000
  channel,ec.app.identification_coverage,1.000000

Values that are on too many records say nothing, and the customers of most
records are named:

  $ { echo customer_id,email; for i in 1 2 3; do echo "$i,a@mori.jp"; done
  >   for i in $(seq 10 40); do echo "$i,all@shop.jp"; done; } >many.csv
  $ omni-import -q -s many.db -c shop many.csv
  $ omni-merge -q -s many.db --exact
  $ omni-status -s many.db | grep -E '^(merge,(dis|conf|rev)|largest)'
  merge,review,0
  merge,conflicts,0
  merge,disarmed_values,1
  largest,C000000001,3
  $ omni-merge -s many.db --conflicts
  run,left,right,kind,value,reason
  1,,,email,all@shop.jp,disarmed: it is on 31 records
