omni: what all commands have in common
======================================

  $ unset OMNI_STORE
  $ each() {
  >   for command in "merge --runs" "journey paths" kpi "export crosswalk" status
  >   do omni $command "$@" 2>&1 | head -n 1
  >   done
  > }

Without a store, with a store that is none, and before the first merge:

  $ each
  omni-merge: there is no store 'omni.db'
  omni-journey: there is no store 'omni.db'
  omni-kpi: there is no store 'omni.db'
  omni-export: there is no store 'omni.db'
  omni-status: there is no store 'omni.db'
  $ omni status
  omni-status: there is no store 'omni.db'
  [66]
  $ : >empty.db
  $ omni status -s empty.db
  omni-status: store 'empty.db' is an empty file
  [66]
  $ echo junk >junk.db
  $ omni status -s junk.db
  omni-status: 'junk.db' is not a store
  [65]
  $ sqlite3 other.db 'CREATE TABLE theirs (name)'
  $ omni kpi -s other.db
  omni-kpi: 'other.db' is a database of another program
  [65]
  $ cat >ec.csv <<'END'
  > customer_id,email,event,event_id,occurred_at
  > 1,ken@sato.jp,view,v1,2026-02-01T10:00:00+09:00
  > 2,ai@mori.jp,purchase,p1,2026-02-02T10:00:00+09:00
  > END
  $ omni import -q -c ec ec.csv
  $ omni journey
  omni-journey: there are no customers yet: run omni-merge first, or say --records
  [69]
  $ omni kpi
  omni-kpi: there are no customers yet: run omni-merge first, or say --records
  [69]

A file that was made for the store, as mktemp(1) does, is taken:

  $ omni import -q -c ec -s empty.db ec.csv
  $ omni status -s empty.db | grep records
  store,records,2
  source,ec.records,2
  merge,unmerged_records,2

Quiet, a command that did its work says nothing, so that cron sends no mail;
what is not right is told, and -o asks for the report all the same:

  $ omni merge -q
  $ omni import -q -c ec ec.csv
  $ printf 'customer_id,event,occurred_at\n3,view,soon\n4,view,2026-02-03\n' >bad.csv
  $ omni import -q -c ec --max-rejects 1 bad.csv | cut -d, -f1-5
  omni-import: bad.csv:2: column 'occurred_at': * (glob)
  path,channel,source,status,rows
  bad.csv,ec,ec,stored,2
  $ omni merge -q -o report.csv
  $ cut -d, -f2-5 report.csv
  records,customers,pairs_compared,links
  3,3,0,0

What was said and is wrong is told, whether it would be used or not:

  $ each -z Mars/Olympus
  omni-merge: no time zone 'Mars/Olympus' (say it like Asia/Tokyo, UTC, +09:00)
  omni-journey: no time zone 'Mars/Olympus' (say it like Asia/Tokyo, UTC, +09:00)
  omni-kpi: no time zone 'Mars/Olympus' (say it like Asia/Tokyo, UTC, +09:00)
  omni-export: no time zone 'Mars/Olympus' (say it like Asia/Tokyo, UTC, +09:00)
  omni-status: no time zone 'Mars/Olympus' (say it like Asia/Tokyo, UTC, +09:00)
  $ omni merge -z Mars/Olympus
  omni-merge: no time zone 'Mars/Olympus' (say it like Asia/Tokyo, UTC, +09:00)
  [78]
  $ omni status --as-of soon 2>&1 | head -n 1
  omni-status: 'soon' is no time (say it like 2026-01-05 or 2026-01-05T10:00:00+09:00)
  $ omni status --as-of soon 2>&-
  [64]
  $ omni kpi --period 2026-13 2>&-
  [64]
  $ omni journey --customer C000000099
  omni-journey: 'C000000099' is no customer
  [1]
  $ omni journey --customer ec:99
  omni-journey: 'ec:99' is no record
  [1]
  $ omni status --form csv
  omni-status: write --format for --form
  try 'omni-status --help'
  [64]
  $ omni nothing
  omni: 'nothing' is not a command
  try 'omni --help'
  [64]

An answer that did not arrive is an error, on a full disk, without anybody to
take it, and where a broken pipe does not end the program:

  $ omni status >/dev/full
  omni-status: cannot write standard output: No space left on device
  [74]
  $ for command in "merge -n" journey kpi "kpi --list" "export records" \
  >   "status --help" "import --list-maps" "import --imports" ""
  > do
  >   omni $command >/dev/full 2>message; echo $?
  >   omni $command >&- 2>message; echo $?
  >   (trap '' PIPE; sleep 0.1; omni $command 2>message; echo $? >status) | true
  >   cat status message
  > done | sort | uniq -c | sed 's/^ *//'
  27 74
  1 omni-export: cannot write standard output: Broken pipe
  2 omni-import: cannot write standard output: Broken pipe
  1 omni-journey: cannot write standard output: Broken pipe
  2 omni-kpi: cannot write standard output: Broken pipe
  1 omni-merge: cannot write standard output: Broken pipe
  1 omni-status: cannot write standard output: Broken pipe
  1 omni: cannot write standard output: Broken pipe

A file for the answer is written whole or not at all:

  $ echo before >answer.csv
  $ omni journey --customer ec:99 -o answer.csv
  omni-journey: 'ec:99' is no record
  [1]
  $ cat answer.csv
  before
  $ omni status -o no/such/folder
  omni-status: cannot create 'no/such/folder': No such file or directory
  [73]

A store that another program holds is waited for, then left alone:

  $ sqlite3 omni.db "BEGIN EXCLUSIVE" ".shell omni status --wait 0; echo \$?"
  omni-status: store 'omni.db' is locked by another process: waited 0.0 s
  75
  $ printf 'customer_id\n9\n' >more.csv
  $ sqlite3 omni.db "BEGIN IMMEDIATE" \
  >   ".shell omni import -q --wait 0 -c ec more.csv | tail -n 1; omni kpi | head -n 1"
  omni-import: * (glob)
  more.csv,ec,ec,failed,* (glob)
  kpi,definition,period,group,value,unit,numerator,denominator,ci_low,ci_high,excluded,note

Several importers at once, also on a store that none of them has made yet:

  $ for i in 1 2 3 4
  > do
  >   echo customer_id,event,event_id,occurred_at >$i.csv
  >   seq 500 | sed "s/.*/&,view,$i-&,2026-03-0$i/" >>$i.csv
  > done
  $ for i in 1 2 3 4
  > do omni import -q -s together.db -c "c$i" "$i.csv" &
  > done; wait
  $ omni status -s together.db | grep '^store' | head -n 6
  store,imports,4
  store,sources,4
  store,channels,4
  store,records,2000
  store,customers,0
  store,events,2000

A merge while files come in, and one more takes what came during it:

  $ for i in 1 2 3 4
  > do omni import -q -s together.db -S "again$i" -c "c$i" "$i.csv" || echo failed
  > done & omni merge -q -s together.db; wait
  $ omni merge -q -s together.db
  $ omni status -s together.db | grep -E '^(store,(records|customers)|merge,unm)'
  store,records,4000
  store,customers,4000
  merge,unmerged_records,0

Who reads slowly holds nobody up: the store is closed before the first byte.

  $ mkfifo slow
  $ (read header; touch reading; until [ -e imported ]; do sleep 0.1; done
  >   wc -l) <slow >lines &
  $ omni export records -s together.db >slow &
  $ until [ -e reading ]; do sleep 0.1; done
  $ omni import -q --wait 20 -s together.db -c late more.csv; touch imported; wait
  $ cat lines
  4000
