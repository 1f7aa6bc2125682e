Full lists: what they lack is withdrawn, and the ledger of imports.

  $ summary() {
  >   omni-import -f tsv "$@" >answer
  >   status=$?
  >   awk -F '\t' 'NR == 1 { split($0, name); next }
  >     { printf "%s: %s", $1, $4
  >       for (i = 5; i < NF; i++) if ($i != 0) printf ", %s %s", name[i], $i
  >       print "" }' answer
  >   return $status
  > }
  $ listed() {
  >   omni-export records -f tsv | awk -F '\t' 'NR == 1 {
  >     for (i = 1; i <= NF; i++) if ($i == "status") c = i; next }
  >     { print $1 " " ($c == "" ? "-" : $c) }'
  > }

Members of Monday, and an order of a guest and one of a member.

  $ cat >monday.csv <<END
  > customer_id,family_name,email
  > 1,Sato,aoi@mail.test
  > 2,Suzuki,ren@mail.test
  > 3,Ito,mei@mail.test
  > END
  $ cat >orders.csv <<END
  > customer_id,email,event,event_id,occurred_at
  > ,kei@mail.test,purchase,o1,2026-03-01T10:00:00+09:00
  > 2,,purchase,o2,2026-03-02T10:00:00+09:00
  > END
  $ summary -c ec --replace --as-of 2026-03-03 monday.csv
  omni-import: 1 file, 3 rows read, 0 rejected, 0 withdrawn
  monday.csv: stored, rows 3, records_new 3
  $ summary -q -o - -c ec --as-of 2026-03-03 orders.csv
  orders.csv: stored, rows 2, records_new 1, records_same 1, events_new 2

On Tuesday one has left and one has come.

  $ sed '/^2,/d' monday.csv >tuesday.csv && echo 4,Kato,sho@mail.test >>tuesday.csv
  $ summary -c ec --replace --as-of 2026-03-04 --dry-run tuesday.csv
  omni-import: 1 file, 3 rows read, 0 rejected, 1 withdrawn
  tuesday.csv: dry-run, rows 3, records_new 1, records_same 2
  $ summary -c ec --replace --as-of 2026-03-04 tuesday.csv
  omni-import: 1 file, 3 rows read, 0 rejected, 1 withdrawn
  tuesday.csv: stored, rows 3, records_new 1, records_same 2
  $ listed
  ec:1 -
  ec:2 withdrawn
  ec:3 -
  ec:4 -
  ec:~* - (glob)

Who was withdrawn keeps the order.

  $ sqlite3 omni.db "SELECT native_id FROM v_event WHERE event_id = 'o2'"
  2

The same list again is the same. Monday's is not, because it would stand again.

  $ summary -q -o - -c ec --replace tuesday.csv
  tuesday.csv: same, rows 3, records_same 3
  $ summary -q -o - -c ec monday.csv
  monday.csv: same, rows 3, records_same 3
  $ listed | grep ec:2
  ec:2 withdrawn
  $ summary -c ec --replace --as-of 2026-03-05 monday.csv
  omni-import: 1 file, 3 rows read, 0 rejected, 1 withdrawn
  monday.csv: stored, rows 3, records_same 3
  $ listed
  ec:1 -
  ec:2 -
  ec:3 -
  ec:4 withdrawn
  ec:~* - (glob)

A list of another channel or source is another list.

  $ summary -c shop --replace --as-of 2026-03-05 tuesday.csv
  omni-import: 1 file, 3 rows read, 0 rejected, 0 withdrawn
  tuesday.csv: stored, rows 3, records_new 3

A list in parts is none, and a rejected row would withdraw whom it lists.

  $ omni-import -c ec --replace monday.csv tuesday.csv
  omni-import: --replace takes one file: a full list of its channel
  try 'omni-import --help'
  [64]
  $ omni-import -c ec --replace --max-rejects 1 monday.csv
  omni-import: --replace takes no --max-rejects: who is rejected would be withdrawn
  try 'omni-import --help'
  [64]
  $ echo 5,Mori >short.csv && cat monday.csv short.csv >bad.csv
  $ summary -q -o - -c ec --replace bad.csv
  omni-import: bad.csv:5: 2 cells where the header has 3
  omni-import: bad.csv: 1 of 4 rows rejected, the limit is 0: nothing stored
  bad.csv: failed, rows 4, rejected 1
  [65]

The ledger
----------

  $ omni-import --imports | cut -d , -f 1-11,21
  import,at,path,channel,source,map,status,rows,records_new,records_changed,records_same,withdrawn
  1,2026-03-03T00:00:00+00:00,monday.csv,ec,ec,,snapshot,3,3,0,0,0
  2,2026-03-03T00:00:00+00:00,orders.csv,ec,ec,,stored,2,1,0,1,
  3,2026-03-04T00:00:00+00:00,tuesday.csv,ec,ec,,snapshot,3,1,0,2,1
  4,2026-03-05T00:00:00+00:00,monday.csv,ec,ec,,snapshot,3,0,0,3,1
  5,2026-03-05T00:00:00+00:00,tuesday.csv,shop,shop,,snapshot,3,3,0,0,0
  $ omni-import --imports -z Asia/Tokyo -f jsonl | head -n 1
  {"import":1,"at":"2026-03-03T09:00:00+09:00","path":"monday.csv","channel":"ec","source":"ec","map":null,"status":"snapshot","rows":3,"records_new":3,"records_changed":0,"records_same":0,"events_new":0,"events_changed":0,"events_same":0,"continued":0,"anonymous":0,"odd":0,"rejected":0,"suppressed":0,"blank":0,"withdrawn":0}
  $ omni-import --imports -s nowhere.db
  omni-import: there is no store 'nowhere.db'
  [66]
