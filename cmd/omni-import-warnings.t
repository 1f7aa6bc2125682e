What refuses nothing and is worth a look is told once a file on standard
error, with the first line where it stands and how often it does.

Both ends of lines in one file, as when two exports were put one behind the
other:

  $ printf 'customer_id,family_name\n1,Sato\r\n2,Ito\r\n3,Kato\n' >ends.csv
  $ omni-import -c ends ends.csv >/dev/null
  omni-import: ends.csv:2: warning: some lines end with LF and some with CR LF: all are read
  omni-import: 1 file, 3 rows read, 0 rejected
  $ printf 'customer_id,family_name\r\n4,"Sa\nto"\r\n5,Ito' >same.csv
  $ omni-import -c ends same.csv >/dev/null
  omni-import: 1 file, 2 rows read, 0 rejected

Characters that only the machine that made them can show:

  $ printf 'customer_id,family_name\n1,Sato\n2,\356\200\200田\n3,\356\200\201\n' >gaiji.csv
  $ omni-import -c gaiji gaiji.csv >/dev/null
  omni-import: gaiji.csv:3: warning: characters of private use (gaiji) are kept as they came (2 rows)
  omni-import: 1 file, 3 rows read, 0 rejected
  $ omni-export records -f tsv | grep -c '^gaiji.*田'
  1

Text that was decoded wrongly before it was exported:

  $ cat >garbled.csv <<END
  > customer_id,family_name
  > 1,佐藤
  > 2,ä½è—¤ ã‚µãƒˆã‚¦
  > 3,???
  > 4,縺ゅｊ縺
  > 5,São Paulo
  > END
  $ omni-import -c garbled garbled.csv >/dev/null
  omni-import: garbled.csv:3: warning: text was garbled before it was exported, and is kept so (3 rows)
  omni-import: 1 file, 5 rows read, 0 rejected

Events of the future. They do no harm to figures, which end at the newest
event that is not later than the newest import.

  $ cat >future.csv <<END
  > customer_id,event,event_id,occurred_at
  > 1,visit,f1,2026-03-01T10:00:00Z
  > 1,visit,f2,2026-03-02T10:00:00Z
  > 1,visit,f3,2062-03-01T10:00:00Z
  > END
  $ omni-import -c web --as-of 2026-03-01T12:00:00Z future.csv >/dev/null
  omni-import: future.csv:4: warning: events of the future are kept (1 event)
  omni-import: 1 file, 3 rows read, 0 rejected

Telephone numbers that a spreadsheet took for numbers, and customer ids that it
did:

  $ cat >sheet.csv <<END
  > customer_id,phone
  > 00123,09012345678
  > 123,9012345678
  > 00124,8011112222
  > END
  $ omni-import -c sheet -z Asia/Tokyo sheet.csv >/dev/null
  omni-import: sheet.csv:3: warning: telephone numbers had lost their leading 0 (2 numbers)
  omni-import: sheet.csv:3: warning: customer ids differ in leading zeros only, and stay two customers (1 row)
  omni-import: 1 file, 3 rows read, 0 rejected
  $ omni-export records -f csv --normal | grep -c '^sheet:.*+81'
  3

For programs, and never with --quiet:

  $ omni-import -c again -z Asia/Tokyo --errors json -n sheet.csv 2>&1 >/dev/null | head -n 2
  {"path":"sheet.csv","line":3,"column":null,"code":"LEADING_ZERO_RESTORED","message":"warning: telephone numbers had lost their leading 0 (2 numbers)"}
  {"path":"sheet.csv","line":3,"column":null,"code":"LEADING_ZERO_IDS","message":"warning: customer ids differ in leading zeros only, and stay two customers (1 row)"}
  $ omni-import -q -c again -z Asia/Tokyo sheet.csv >/dev/null

JSON lines are looked at, too:

  $ printf '{"customer_id":"1","full_name":"Sat\357\277\275"}\n' >lines.jsonl
  $ omni-import -c lines lines.jsonl >/dev/null
  omni-import: lines.jsonl:1: warning: text was garbled before it was exported, and is kept so (1 row)
  omni-import: 1 file, 1 row read, 0 rejected
