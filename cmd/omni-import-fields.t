Columns named on the spot: every form that --field takes.

  $ cat >list.csv <<END
  > No,Last,First,Tel+Fax,Born: when,day,time,what
  > 1,Sato,Aoi,090-1234-5678,19840715,05.03.2026,10:00,it's here
  > END
  $ omni-import -q -o - -c shop -z Asia/Tokyo -F customer_id=No -F full_name=Last+First \
  >   -F 'phone="Tel+Fax"' -F 'birth_date="Born: when":%Y%m%d' \
  >   -F 'occurred_at=day+time:%d.%m.%Y %H:%M' -F "event='purchase'" \
  >   -F "topic='it''s'" -F event_attr:note=what -F "attr:rank='gold'" \
  >   list.csv | cut -d , -f 4-11
  status,rows,records_new,records_changed,records_same,events_new,events_changed,events_same
  stored,1,1,0,0,1,0,0
  $ omni-export records -f jsonl --normal | tr , '\n' | grep -E '"(full_name|phone|birth_date|attr:rank)"'
  "full_name":"Sato Aoi"
  "phone":"+819012345678"
  "birth_date":"1984-07-15"
  "attr:rank":"gold"}
  $ sqlite3 omni.db "SELECT event, topic, attrs, occurred_at FROM v_event"
  purchase|it's|{"note":"it's here"}|2026-03-05T01:00:00Z

What is none is refused before anything is read.

  $ omni-import -c shop -F phone list.csv
  omni-import: not FIELD=EXPR: 'phone'
  try 'omni-import --help'
  [64]
  $ omni-import -c shop -F phone=Tel+Fax list.csv >/dev/null
  omni-import: list.csv: the header has no column 'Tel'; it has: No, Last, First, Tel+Fax, Born: when, day, time, what
  omni-import: list.csv: the header has no column 'Fax'; it has: No, Last, First, Tel+Fax, Born: when, day, time, what
  omni-import: list.csv: 2 problems, nothing stored
  omni-import: 1 file, 0 rows read, 0 rejected
  [65]
  $ omni-import -c shop -F topic=day:%d list.csv
  omni-import: only times and birth dates take a format (quote a name that holds ':' in double quotes)
  try 'omni-import --help'
  [64]

The zone of a new store
-----------------------

The first import's --timezone is the store's from then on: for the times of
later exports without an offset, and for all output.

  $ omni-export crosswalk 2>&1 | tail -n 1
  omni-export: there are no customers yet: run omni-merge first
  $ printf 'customer_id,event,event_id,occurred_at\n2,visit,v1,2026-03-05 10:00\n' >next.csv
  $ omni-import -q -o - -c shop next.csv >/dev/null
  $ omni-journey --version >/dev/null; omni-merge -q >/dev/null; omni-journey | cut -d , -f 2
  occurred_at
  2026-03-05T10:00:00+09:00
  2026-03-05T10:00:00+09:00
  $ omni-import -q -o - -c shop -z UTC -F event_id=event_id -F "topic='utc'" next.csv >/dev/null
  $ omni-journey | cut -d , -f 2
  occurred_at
  2026-03-05T10:00:00+09:00
  2026-03-05T19:00:00+09:00
  $ omni-import -q -o - -s plain.db -c shop next.csv >/dev/null
  $ omni-import --imports -s plain.db --as-of 2026-01-01 | cut -d , -f 2 | tail -n 1 | grep -c +00:00
  1
