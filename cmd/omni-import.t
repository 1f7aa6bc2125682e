omni-import reads exports into the store. The summary's last column says how
many seconds it took; it is cut off here, and columns that are 0 are left out.

  $ summary() {
  >   omni-import -q -f tsv -o answer "$@"
  >   status=$?
  >   awk -F '\t' 'NR == 1 { split($0, name); next }
  >     { printf "%s: %s", $1, $4
  >       for (i = 5; i < NF; i++) if ($i != 0) printf ", %s %s", name[i], $i
  >       print "" }' answer
  >   return $status
  > }

A first import
--------------

Columns that bear canonical names need no mapping. The channel is named like a
kind of channels, so it is of that kind.

  $ cat >calls.csv <<END
  > customer_id,email,phone,event,event_id,occurred_at,topic
  > 17,aoi@mail.test,090-1234-5678,inquiry,c1,2026-03-01T10:00:00+09:00,delivery
  > 18,,03-3333-4444,inquiry,c2,2026-03-01T11:30:00+09:00,payment
  > 17,aoi@mail.test,,inquiry,c3,2026-03-04T09:15:00+09:00,delivery
  > END
  $ omni-import -c phone calls.csv >summary.csv
  omni-import: 1 file, 3 rows read, 0 rejected
  $ cut -d , -f 1-17 summary.csv
  path,channel,source,status,rows,records_new,records_changed,records_same,events_new,events_changed,events_same,continued,anonymous,odd,rejected,suppressed,blank
  calls.csv,phone,phone,stored,3,2,0,0,3,0,0,0,0,0,0,0,0

There is a store now, and it is its owner's alone.

  $ stat -c %a omni.db
  600
  $ sqlite3 omni.db 'SELECT channel, event, event_id, topic FROM v_event ORDER BY event_id'
  phone|inquiry|c1|delivery
  phone|inquiry|c2|payment
  phone|inquiry|c3|delivery

The same again changes nothing, under any name.

  $ cp calls.csv again.csv
  $ summary -c phone again.csv
  again.csv: same, rows 3, records_same 2, events_same 3

Exports overlap: what is known stays, what is new comes in.

  $ cat >later.csv <<END
  > customer_id,email,phone,event,event_id,occurred_at,topic
  > 17,aoi@mail.test,,inquiry,c3,2026-03-04T09:15:00+09:00,delivery
  > 19,,,inquiry,c4,2026-03-05T16:00:00+09:00,returns
  > END
  $ summary -c phone later.csv
  later.csv: stored, rows 2, records_new 1, records_same 1, events_new 1, events_same 1

A dry run does everything but store. Where there is no store, it makes none.

  $ summary -c phone -s other.db --dry-run later.csv
  later.csv: dry-run, rows 2, records_new 2, events_new 2
  $ test -e other.db
  [1]

From standard input
-------------------

  $ tail -n 1 later.csv | sed 's/^19/20/; s/c4/c5/' >tail.csv
  $ (head -n 1 later.csv; cat tail.csv) | summary -c phone
  -: stored, rows 1, records_new 1, events_new 1
  $ gzip -c calls.csv >calls.csv.gz
  $ summary -c phone calls.csv.gz
  calls.csv.gz: same, rows 3, records_same 2, events_same 3

JSON lines, told by their name:

  $ cat >chat.jsonl <<END
  > {"customer_id": "u1", "event": "inquiry", "event_id": "m1", "occurred_at": "2026-03-02T08:00:00Z"}
  > {"customer_id": "u1", "event": "reply", "event_id": "m2", "occurred_at": "2026-03-02T08:01:00Z"}
  > END
  $ summary -c chat chat.jsonl
  chat.jsonl: stored, rows 2, records_new 1, events_new 2

Columns named on the spot
-------------------------

A field can be a column, several columns joined by a blank, a constant, or a
date with its pattern.

  $ cat >members.csv <<END
  > No,Last,First,Tel,Born
  > 501,Sato,Aoi,090-1234-5678,19840715
  > 502,Suzuki,Ren,12-x,19991231
  > END
  $ summary -c shop:store -F customer_id=No -F full_name=First+Last \
  >   -F phone=Tel -F birth_date=Born:%Y%m%d -F "attr:rank='gold'" members.csv
  members.csv: stored, rows 2, records_new 2, odd 1
  $ sqlite3 omni.db "SELECT record FROM v_crosswalk WHERE source = 'shop' ORDER BY 1"
  shop:501
  shop:502

The telephone number that is none is kept as it came and counted as odd.

Other encodings
---------------

  $ printf 'customer_id,family_name\n1,髙橋\n' >names.csv
  $ iconv -f UTF-8 -t CP932 names.csv >cp932.csv

A file in CP932 of which nothing was said fails, with a hint.

  $ summary -c ec cp932.csv
  omni-import: cp932.csv:2: column 'family_name': not UTF-8: looks like CP932: say -e CP932
  cp932.csv: failed
  [65]
  $ summary -c ec -e CP932 cp932.csv
  cp932.csv: stored, rows 1, records_new 1
  $ printf 'customer_id,family_name\n2,高橋\n' >plain.csv
  $ iconv -f UTF-8 -t EUC-JP plain.csv >euc.csv
  $ summary -c ec -e EUC-JP euc.csv
  euc.csv: stored, rows 1, records_new 1
  $ printf '\357\273\277customer_id,family_name\n3,髙橋\n' >bom.csv
  $ summary -c ec bom.csv
  bom.csv: stored, rows 1, records_new 1
  $ iconv -f UTF-8 -t UTF-16 plain.csv | sed 's/2/4/' >utf16.csv
  $ summary -c ec utf16.csv
  utf16.csv: stored, rows 1, records_new 1

Rejected rows
-------------

A bad row fails the file, because by default none is allowed.

  $ cat >mixed.csv <<END
  > customer_id,event,event_id,occurred_at
  > 30,inquiry,d1,2026-03-06T10:00:00+09:00
  > 31,inquiry,d2,yesterday
  > 32,inquiry,d3
  > 33,inqury,d4,2026-03-06T12:00:00+09:00
  > END
  $ summary -c phone mixed.csv
  omni-import: mixed.csv:3: column 'occurred_at': not a time: 'yesterday'
  omni-import: mixed.csv:4: 3 cells where the header has 4
  omni-import: mixed.csv:5: column 'event': not a kind of event: 'inqury'
  omni-import: mixed.csv: 3 of 4 rows rejected, the limit is 0: nothing stored
  mixed.csv: failed, rows 4, rejected 3
  [65]

Where some are allowed the rest is stored, and the status is 1.

  $ summary -c phone --max-rejects 3 --rejects bad.csv mixed.csv
  omni-import: mixed.csv:3: column 'occurred_at': not a time: 'yesterday'
  omni-import: mixed.csv:4: 3 cells where the header has 4
  omni-import: mixed.csv:5: column 'event': not a kind of event: 'inqury'
  mixed.csv: stored, rows 4, records_new 1, events_new 1, rejected 3
  [1]
  $ stat -c %a bad.csv
  600
  $ cut -d , -f 1,2,4- bad.csv
  _line,_code,customer_id,event,event_id,occurred_at
  3,BAD_TIME,31,inquiry,d2,yesterday
  4,MISSING_COLUMNS,32,inquiry,d3
  5,BAD_EVENT,33,inqury,d4,2026-03-06T12:00:00+09:00
  $ summary -c phone --max-rejects 50% mixed.csv 2>/dev/null
  mixed.csv: same, rows 4, records_same 1, events_same 1, rejected 3
  [1]

Mended, they go in the same way; the columns in front are passed over.

  $ sed 's/,yesterday/,2026-03-06T11:00:00+09:00/; s/32,inquiry,d3$/32,inquiry,d3,2026-03-06T11:30:00+09:00/; s/,inqury,/,inquiry,/' bad.csv >mended.csv
  $ summary -c phone mended.csv
  mended.csv: stored, rows 3, records_new 3, events_new 3

Programs read messages as objects.

  $ summary -c fax --errors json --max-rejects 1 mixed.csv 2>&1 | head -n 1
  {"path":"mixed.csv","line":3,"column":"occurred_at","code":"BAD_TIME","message":"not a time: 'yesterday'"}

Several files
-------------

Each stands alone: a failed one is reported, the others are stored, and the
status is that of the first failure.

  $ cat >good.csv <<END
  > customer_id,event,event_id,occurred_at
  > 40,inquiry,e1,2026-03-07T10:00:00+09:00
  > END
  $ summary -c phone missing.csv good.csv calls.csv
  omni-import: missing.csv: cannot be opened: No such file or directory
  missing.csv: failed
  good.csv: stored, rows 1, records_new 1, events_new 1
  calls.csv: same, rows 3, records_same 2, events_same 3
  [66]

Wrong input
-----------

Each has a message with its place and a status of its own, and none touches
the store.

  $ sqlite3 omni.db .dump >before.sql
  $ refused() {
  >   omni-import --quiet "$@" >/dev/null
  >   echo "status $?"
  >   sqlite3 omni.db .dump | cmp - before.sql
  > }

A file that is not there, a folder, an empty file:

  $ refused -c phone nowhere.csv
  omni-import: nowhere.csv: cannot be opened: No such file or directory
  status 66
  $ mkdir folder && refused -c phone folder
  omni-import: folder: is a folder
  status 66
  $ : >empty.csv
  $ refused -c phone empty.csv
  omni-import: empty.csv: empty: no header
  status 65

A quote that is never closed, text behind a closing quote, an end inside a row:

  $ printf 'customer_id,family_name\n1,Sato\n2,"Suzuki\n3,Ito\n' >quote.csv
  $ refused -c phone quote.csv
  omni-import: quote.csv:3: a quote that is opened here is never closed
  status 65
  $ printf 'customer_id,family_name\n1,"Sato"x\n' >behind.csv
  $ refused -c phone behind.csv
  omni-import: behind.csv:2: a quote inside a field, or text behind a closing quote
  status 65

A row with too many or too few cells, bytes that are not UTF-8:

  $ printf 'customer_id,family_name\n1,Sato\n2,Suzuki,3\n' >ragged.csv
  $ refused -c phone ragged.csv
  omni-import: ragged.csv:3: 3 cells where the header has 2
  omni-import: ragged.csv: 1 of 2 rows rejected, the limit is 0: nothing stored
  status 65
  $ printf 'customer_id,family_name\n1,Sato\n2,Suz\377ki\n' >byte.csv
  $ refused -c phone byte.csv
  omni-import: byte.csv:3: column 'family_name': not UTF-8: looks like WINDOWS-1252: say -e WINDOWS-1252
  status 65

A column that is mapped but not there, or there twice:

  $ refused -c phone -F customer_id=Number good.csv
  omni-import: good.csv: the header has no column 'Number'; it has: customer_id, event, event_id, occurred_at
  omni-import: good.csv: 1 problem, nothing stored
  status 65
  $ printf 'No,No\n1,2\n' >twice.csv
  $ refused -c phone -F customer_id=No twice.csv
  omni-import: twice.csv: the header has 'No' twice: say 'No#1' or 'No#2'
  omni-import: twice.csv: 1 problem, nothing stored
  status 65

A zone, an encoding, a mapping that nobody knows:

  $ refused -c phone -z Asia/Tokio good.csv
  omni-import: no time zone 'Asia/Tokio' (say it like Asia/Tokyo, UTC, +09:00)
  status 78
  $ refused -c phone -e CP9320 good.csv
  omni-import: good.csv: unknown encoding 'CP9320'
  status 78
  $ refused -c phone -m eccube-order good.csv
  omni-import: 'eccube-order' is neither a preset (see --list-maps) nor a file
  status 78
  $ echo '{"omni_map": 1, "feilds": {}}' >wrong.json
  $ refused -c phone -m wrong.json good.csv
  omni-import: wrong.json:1: column 17: unknown key 'feilds': did you mean 'fields'?
  omni-import: mapping: 1 problem, nothing stored
  status 78

Nothing says what the channel is; a channel that cannot be one:

  $ refused good.csv
  omni-import: say the channel (-c NAME) or the source (-S NAME)
  try 'omni-import --help'
  status 64
  $ refused -c 'a:b:c' good.csv
  omni-import: not a channel kind: 'b:c'
  try 'omni-import --help'
  status 64
  $ refused -c shop:market good.csv
  omni-import: not a channel kind: 'market'
  try 'omni-import --help'
  status 64

Wrong options:

  $ refused --chan phone good.csv
  omni-import: write --channel for --chan
  try 'omni-import --help'
  status 64
  $ refused -c phone --max-rejects many good.csv
  omni-import: --max-rejects takes a number or a percentage
  try 'omni-import --help'
  status 64

A header and nothing else is no error: the month had no calls.

  $ head -n 1 good.csv >header.csv
  $ omni-import -q -o - -c phone -s fresh.db header.csv | cut -d , -f 1-11
  path,channel,source,status,rows,records_new,records_changed,records_same,events_new,events_changed,events_same
  header.csv,phone,phone,stored,0,0,0,0,0,0,0

A store of another program, a file that is no store, and one that is locked:

  $ sqlite3 foreign.db 'CREATE TABLE t (x); INSERT INTO t VALUES (1)'
  $ cp foreign.db foreign.copy
  $ omni-import -c phone -s foreign.db good.csv >/dev/null
  omni-import: 'foreign.db' is a database of another program
  omni-import: 1 file, 0 rows read, 0 rejected
  [65]
  $ cmp foreign.db foreign.copy
  $ seq 1 1000 >numbers.db
  $ omni-import -c phone -s numbers.db good.csv >/dev/null
  omni-import: 'numbers.db' is not a store
  omni-import: 1 file, 0 rows read, 0 rejected
  [65]

  $ mkfifo hold
  $ sqlite3 omni.db <hold >locked 2>&1 &
  $ exec 9>hold
  $ printf 'BEGIN IMMEDIATE;\n.print locked\n' >&9
  $ while ! test -s locked; do sleep 0.1; done
  $ sed 's/e1/e2/' good.csv >next.csv
  $ omni-import -c phone --wait 0 next.csv >/dev/null
  omni-import: store 'omni.db' is locked by another process: waited 0.0 s
  omni-import: 1 file, 0 rows read, 0 rejected
  [75]
  $ echo '.quit' >&9; exec 9>&-; wait

An answer that cannot be written is an error, too, and found before anything
is stored.

  $ omni-import -c phone next.csv >/dev/full
  omni-import: cannot write the output: No space left on device
  [74]
  $ omni-import -c phone next.csv >&-
  omni-import: cannot write the output: Bad file descriptor
  [74]
  $ omni-import -c phone -q -o no/such/folder next.csv
  omni-import: cannot create 'no/such/folder': No such file or directory
  [73]
  $ summary -c phone next.csv
  next.csv: stored, rows 1, records_same 1, events_new 1
