Malformed input, case by case, numbered as in testdata/cases.txt. Here is what
only the whole of omni-import can show; the cases of one reader or one form
stand beside these, in the tests of lib/input and lib/norm.

  $ try() {
  >   omni-import -f tsv "$@" >answer 2>messages
  >   status=$?
  >   grep -v 'rows* read, ' messages
  >   awk -F '\t' 'NR == 1 { split($0, name); next }
  >     { printf "%s", $4
  >       for (i = 5; i < NF; i++) if ($i != 0) printf ", %s %s", name[i], $i
  >       print "" }' answer
  >   return $status
  > }
  $ ask() {
  >   sqlite3 -readonly omni.db "$@"
  > }
  $ head=customer_id,event,event_id,occurred_at
  $ day=2026-03-01T10:00:00Z

Files
-----

F04: a folder is refused; a FIFO is read, once, and a socket or device that
gives nothing is empty.

  $ mkdir folder && try -c ec folder
  omni-import: folder: is a folder
  failed
  [66]
  $ mkfifo fifo.csv; printf '%s\n1,inquiry,f4,%s\n' "$head" "$day" >fifo.csv &
  $ try -c ec fifo.csv; wait
  stored, rows 1, records_new 1, events_new 1
  $ try -c ec /dev/null
  omni-import: /dev/null: empty: no header
  failed
  [65]

F05: what cannot be read does not keep the others out.

  $ printf '%s\n1,inquiry,f5,%s\n' "$head" "$day" >f5.csv
  $ printf 'customer_id\n1\n' >secret.csv; chmod 0 secret.csv
  $ if [ "$(id -u)" = 0 ]; then
  >   chmod 0755 .
  >   printf 'secret.csv: cannot be opened: Permission denied\n'
  >   setpriv --reuid=65534 --regid=65534 --clear-groups \
  >     cat secret.csv 2>/dev/null || echo refused
  > else
  >   omni-import -q -c ec secret.csv 2>&1 >/dev/null |
  >     sed 's/^omni-import: //'; echo refused
  > fi
  secret.csv: cannot be opened: Permission denied
  refused
  $ try -c ec nowhere.csv f5.csv
  omni-import: nowhere.csv: cannot be opened: No such file or directory
  failed
  stored, rows 1, records_same 1, events_new 1
  [66]

F13: a file is read as a stream, of whatever size.

  $ visits() {
  >   echo "$head"
  >   awk -v n="$1" -v day="$day" 'BEGIN {
  >     for (i = 1; i <= n; i++) printf "%d,visit,m%d,%s\n", i, i, day }'
  > }
  $ visits 2000 | try -c ec -s big.db
  stored, rows 2000, records_new 2000, events_new 2000
  $ visits 20000 | try -c ec -s big.db
  stored, rows 20000, records_new 18000, records_same 2000, events_new 18000, events_same 2000

F14: the same file twice in one call.

  $ printf '%s\n2,inquiry,f14,%s\n' "$head" "$day" >f14.csv
  $ try -c ec f14.csv f14.csv
  stored, rows 1, records_new 1, events_new 1
  same, rows 1, records_same 1, events_same 1

F15: the same content under another name, in another order, in parts.

  $ (echo $head; seq -f "%.0f,inquiry" 11 19 | sed "s/^\(.*\),inquiry/\1,inquiry,g\1,$day/") >f15.csv
  $ try -c ec f15.csv
  stored, rows 9, records_new 9, events_new 9
  $ cp f15.csv other.csv; try -c ec other.csv
  same, rows 9, records_same 9, events_same 9
  $ (head -n 1 f15.csv; tail -n +2 f15.csv | sort -r) >turned.csv
  $ try -c ec turned.csv
  stored, rows 9, records_same 9, events_same 9
  $ (head -n 4 f15.csv) >part1.csv
  $ (head -n 1 f15.csv; tail -n +5 f15.csv) >part2.csv
  $ try -c ec part1.csv part2.csv
  stored, rows 3, records_same 3, events_same 3
  stored, rows 6, records_same 6, events_same 6

F16: the same name with other content is another import.

  $ printf '%s,event_updated_at\n11,inquiry,g11,%s,2026-03-02\n' "$head" "$day" >f15.csv
  $ sed -i '1s/$/,topic/; 2s/$/,late/' f15.csv
  $ try -c ec -z UTC f15.csv
  stored, rows 1, records_same 1, events_changed 1
  $ ask "SELECT topic FROM v_event WHERE event_id = 'g11'"
  late

F17, C12: a header that does not fit the mapping, or lacks what it needs.

  $ try -m eccube-orders f14.csv
  omni-import: f14.csv: no row has a cell '注文ID'
  failed
  [65]
  $ printf 'customer_id,event,event_id\n1,inquiry,x1\n' >c12.csv
  $ try -c ec c12.csv
  omni-import: c12.csv:2: column 'occurred_at': an event needs a time
  omni-import: c12.csv: 1 of 1 rows rejected, the limit is 0: nothing stored
  failed, rows 1, rejected 1
  [65]

F18: odd names of files are shown escaped; one that begins with a dash comes
behind "--".

  $ cp f14.csv "$(printf 'a\nb\033\377.csv')"
  $ printf 'customer_id\n"1\n' >"$(printf 'a\nb\033\377.csv')"
  $ try -c ec a*b*.csv
  omni-import: a\nb\x1b\xff.csv:2: a quote that is opened here is never closed
  failed
  [65]
  $ cp f14.csv ./-n.csv; try -c ec -- -n.csv
  same, rows 1, records_same 1, events_same 1

F19: the store is no export, no export is a store, and neither is written
over.

  $ cp omni.db before.db; cp f14.csv keep.csv
  $ try -c ec omni.db
  omni-import: omni.db: looks like an SQLite database: export as CSV
  failed
  [65]
  $ try -c ec -s f14.csv f14.csv
  omni-import: 'f14.csv' is not a store
  failed
  [65]
  $ try -c fax --rejects f14.csv f14.csv
  omni-import: the rejected rows would overwrite 'f14.csv': say another --rejects
  try 'omni-import --help'
  failed
  [64]
  $ try -c fax --rejects . f14.csv f5.csv
  omni-import: the rejected rows would overwrite 'f14.csv': say another --rejects
  omni-import: the rejected rows would overwrite 'f5.csv': say another --rejects
  try 'omni-import --help'
  failed
  failed
  [64]
  $ try -c fax --rejects omni.db f14.csv
  omni-import: the rejected rows would overwrite 'omni.db': say another --rejects
  try 'omni-import --help'
  failed
  [64]
  $ omni-import -q -c fax -o omni.db f14.csv
  omni-import: the output would overwrite 'omni.db'
  try 'omni-import --help'
  [64]
  $ omni-import -q -c fax -o f14.csv f14.csv
  omni-import: the output would overwrite 'f14.csv'
  try 'omni-import --help'
  [64]
  $ omni-export records -o omni.db
  omni-export: the output would overwrite 'omni.db'
  try 'omni-export --help'
  [64]
  $ cmp omni.db before.db && cmp f14.csv keep.csv

F20: a first row that is data.

  $ printf '7,inquiry,f20,%s\n8,inquiry,f21,%s\n' "$day" "$day" >f20.csv
  $ try -c ec f20.csv
  omni-import: f20.csv: no column of the header is mapped; it has: '7', 'inquiry', 'f20', '2026-03-01T10:00:00Z': --infer proposes a mapping
  failed
  [65]
  $ try -c ec --no-header -F customer_id=1 -F event=2 -F event_id=3 -F occurred_at=4 f20.csv
  stored, rows 2, records_new 2, events_new 2

Tables
------

C08: a header that stands twice fails only where it is mapped; C09 an empty one
likewise.

  $ printf 'customer_id,note,note\n1,a,b\n' >c08.csv
  $ try -c ec c08.csv
  stored, rows 1, records_same 1
  $ printf 'email,email\na@x.test,b@x.test\n' >c08b.csv
  $ try -c ec c08b.csv
  omni-import: c08b.csv: the header has 'email' twice: say 'email#1' or 'email#2'
  omni-import: c08b.csv: 1 problem, nothing stored
  failed
  [65]
  $ printf 'customer_id,\n1,b\n' >c09.csv
  $ try -c ec c09.csv
  stored, rows 1, records_same 1

A row of which nothing is mapped is no row that anybody wanted to lose.

  $ printf 'customer_id,colour\n,red\n' >none.csv
  $ try -c ec none.csv
  omni-import: none.csv:2: nothing in it that the mapping takes
  omni-import: none.csv: 1 of 1 rows rejected, the limit is 0: nothing stored
  failed, rows 1, rejected 1
  [65]

C26: what another delimiter would part says which.

  $ printf 'customer_id;email\n1;a@b.jp\n' >c26.csv; try -c ec c26.csv
  omni-import: c26.csv: no column of the header is mapped; it has: 'customer_id;email': do semicolons part its cells? say -d ';'
  failed
  [65]
  $ printf 'No\tMail\n1\ta@b.jp\n' >c26.csv
  $ try -c ec -F customer_id=No c26.csv
  omni-import: c26.csv: the header has no column 'No'; it has: No\tMail: do tabs part its cells? say -i tsv
  omni-import: c26.csv: 1 problem, nothing stored
  failed
  [65]

J18: so does an envelope, in which the records stand deeper.

  $ echo '{"data": {"customers": [{"customer_id": "1"}]}}' >j18.json
  $ try -c ec j18.json
  omni-import: j18.json:1: nothing in it that the mapping takes; it has: 'data': --infer proposes a mapping
  omni-import: j18.json: 1 of 1 rows rejected, the limit is 0: nothing stored
  failed, rows 1, rejected 1
  [65]

C11: columns that nobody maps are named with -v.

  $ printf 'customer_id,colour\n1,red\n' >c11.csv
  $ omni-import -v -c ec c11.csv 2>&1 >/dev/null | grep -v seconds
  omni-import: c11.csv: not mapped: 'colour'
  omni-import: 1 file, 1 row read, 0 rejected

C32: what means "no value" is none, where a contact is meant.

  $ printf 'customer_id,email,phone,full_name\n321,NULL,N/A,なし\n322,#N/A,-,null\n' >c32.csv
  $ try -c ec c32.csv
  stored, rows 2, records_new 2
  $ omni-export records -f tsv 2>/dev/null | awk -F '\t' '$3 ~ /^32/ { print $3 }'
  321
  322

JSON
----

J04: a key that stands twice is refused where it is read, be it as a field, on
the way to one or in a condition; among keys that nothing reads it is harmless.

  $ cat >j04.jsonl <<'END'
  > {"customer_id":"1","email":"a@b.jp","note":1,"note":2}
  > {"customer_id":"2","email":"a@b.jp","\u0065mail":"a@b.jp"}
  > END
  $ try -n -c ec j04.jsonl
  omni-import: j04.jsonl:2: column 'email': the key stands twice in the record
  omni-import: j04.jsonl: 1 of 2 rows rejected, the limit is 0: nothing stored
  failed, rows 2, rejected 1
  [65]
  $ cat >j04.json <<'END'
  > {"omni_map": 1, "fields": {"customer_id": {"column": "who.id"},
  >   "email": {"column": "mails[kind=home].at"}},
  >  "skip": [{"column": "test", "in": ["yes"]}]}
  > END
  $ cat >j04b.jsonl <<'END'
  > {"who":{"id":"1","x":1,"x":2}}
  > {"who":{"id":"2"},"who":{"id":"3"}}
  > {"who":{"id":"4"},"test":"yes","test":"no"}
  > {"who":{"id":"5"},"mails":[{"kind":"home","kind":"work","at":"a@b.jp"}]}
  > END
  $ try -n -c ec -m j04.json --max-rejects 9 j04b.jsonl
  omni-import: j04b.jsonl:2: column 'who': the key stands twice in the record
  omni-import: j04b.jsonl:3: column 'test': the key stands twice in the record
  omni-import: j04b.jsonl:4: column 'kind': the key stands twice in the record
  dry-run, rows 4, records_same 1, rejected 3
  [1]

J12, J13: amounts to the currency's decimals and no further; J14 with grouping.

  $ line() {
  >   printf '{"customer_id":"1","event":"purchase","event_id":"%s","occurred_at":"%s",%s}\n' "$1" "$day" "$2"
  > }
  $ (line j12 '"amount":19.99,"currency":"USD"'
  >  line j13 '"amount":0.1234,"currency":"JPY"'
  >  line j14 '"amount":"1,234","currency":"JPY"'
  >  line j14b '"amount":100.00,"currency":"JPY"') >amount.jsonl
  $ try -c ec --max-rejects 1 amount.jsonl
  omni-import: amount.jsonl:2: column 'amount': not an amount of its currency: '0.1234'
  stored, rows 4, records_same 1, events_new 3, rejected 1
  [1]
  $ ask "SELECT event_id, amount, currency FROM v_event WHERE event_id LIKE 'j1%' ORDER BY 1"
  j12|19.99|USD
  j14|1234|JPY
  j14b|100|JPY

J15: an object where a value is due; J17 a missing key, null and "" are all
nothing.

  $ (line j15 '"topic":{"a":1}'
  >  line j17a '"topic":null'
  >  line j17b '"topic":""'
  >  echo '{"customer_id":"1","event":"visit","event_id":"j17c","occurred_at":null}') >values.jsonl
  $ try -c ec --max-rejects 2 values.jsonl
  omni-import: values.jsonl:1: column 'topic': not a plain value: an object or a list
  omni-import: values.jsonl:4: column 'occurred_at': an event needs a time
  stored, rows 4, records_same 1, events_new 2, rejected 2
  [1]

J22: an array is read element by element.

  $ (printf '['; seq -s , -f '{"customer_id":"%.0f"}' 50000; printf ']') |
  >   try -c ec -i json -s big.db
  stored, rows 50000, records_new 30000, records_same 20000

J23: a key in another normalisation is the same key.

  $ printf '{"番号":"231","カ\343\202\231ク":"x"}\n' >j23.jsonl
  $ try -c ec -F customer_id=番号 -F attr:gaku=ガク j23.jsonl
  stored, rows 1, records_new 1

Encodings
---------

E06: what NEC and IBM added to JIS is in CP932, and each byte has one meaning.

  $ printf 'customer_id,full_name\n61,\207\100\207\212\207\202\373\374\372\261\201\140\201\174\201\141\n' >e06.csv
  $ try -c ec -e CP932 e06.csv
  stored, rows 1, records_new 1
  $ omni-export records | grep -o '①㈱№髙﨑～－∥' | wc -l
  1

E11, E12: half-width and decomposed kana have one key with the others (see the
tests of lib/text and lib/norm). E20: characters without width and marks of
direction are taken off addresses; an id with them is refused.

  $ printf 'customer_id,email\n201,a\342\200\213b@x.test\n2\342\200\2562,c@x.test\n' >e20.csv
  $ try -c ec --max-rejects 1 e20.csv
  omni-import: e20.csv:3: column 'customer_id': an id with characters that do not show: '2\u202e2'
  stored, rows 2, records_new 1, rejected 1
  [1]

E13: a user-defined character is kept.

  $ printf 'customer_id,full_name\n131,\360\100\n' >e13.csv
  $ try -c ec -e CP932 e13.csv
  omni-import: e13.csv:2: warning: characters of private use (gaiji) are kept as they came (1 row)
  stored, rows 1, records_new 1

E16: two encodings in one file.

  $ (printf 'customer_id,full_name\n161,山田\n162,\216\122\223\143\n') >e16.csv
  $ try -c ec e16.csv
  omni-import: e16.csv:3: column 'full_name': not UTF-8: looks like CP932: say -e CP932
  failed, rows 1
  [65]
  $ try -c ec -e CP932 e16.csv
  stored, rows 2, records_new 2

E18: what was spoilt before it came here is kept as it came.

  $ printf 'customer_id,full_name\n181,\303\243\302\201\302\202\n182,???\n183,\357\277\275\n' >e18.csv
  $ try -c ec --max-rejects 3 e18.csv
  omni-import: e18.csv:2: column 'full_name': a control character: U+0081
  omni-import: e18.csv:3: warning: text was garbled before it was exported, and is kept so (2 rows)
  stored, rows 3, records_new 2, rejected 1
  [1]

Times
-----

D08: by the mapping, and no other; D12: local times that a zone has twice or
never.

  $ printf '%s\n1,inquiry,d12a,2024-11-03 01:30\n1,inquiry,d12b,2024-03-10 02:30\n1,inquiry,d12c,2024-03-10 03:30\n' "$head" >d12.csv
  $ try -c ec -z America/New_York --max-rejects 2 d12.csv
  omni-import: d12.csv:3: column 'occurred_at': a time that the clocks of the zone passed over: '2024-03-10 02:30'
  stored, rows 3, records_same 1, events_new 2, rejected 1
  [1]

D13: a time to come is kept and never moves "now"; D14 one long past too.

  $ printf '%s\n1,inquiry,d13,2099-01-01T00:00:00Z\n1,inquiry,d14,1900-05-05T00:00:00Z\n' "$head" >d13.csv
  $ try -c ec d13.csv
  omni-import: d13.csv:2: warning: events of the future are kept (1 event)
  stored, rows 2, records_same 1, events_new 2

Persons and ids
---------------

N02: kana and kanji are separate fields, honorifics play no part in keys.

  $ printf 'customer_id,full_name,full_kana\n502,山田 太郎 様,ヤマダ タロウ\n' >n02.csv
  $ try -c ec n02.csv
  stored, rows 1, records_new 1

K01: an id is text, 00123 is not 123; K02 blanks around it play no part.

  $ printf 'customer_id,family_name\n00123,A\n123,B\n 00123 ,A\n' >k01.csv
  $ try -c ec k01.csv
  omni-import: k01.csv:3: warning: customer ids differ in leading zeros only, and stay two customers (2 rows)
  stored, rows 3, records_new 2
  $ ask "SELECT record FROM v_crosswalk WHERE record LIKE 'ec:%123%' ORDER BY 1"
  ec:00123
  ec:123

K03: one id with different persons: observations of one record. K04: equal rows
of events count once each time they stand there.

  $ printf 'customer_id,family_name,updated_at\n903,Old,2026-01-01\n903,New,2026-02-01\n' >k03.csv
  $ try -c ec -z UTC k03.csv
  stored, rows 2, records_new 1
  $ printf '%s\n904,inquiry,k04,%s\n904,inquiry,k04,%s\n' "$head" "$day" "$day" >k04.csv
  $ try -c ec k04.csv
  stored, rows 2, records_new 1, events_new 1, events_same 1

K05: a row without any identifier is an anonymous event, or refused where it
says nothing else.

  $ printf '%s\n,inquiry,k05,%s\n' "$head" "$day" >k05.csv
  $ try -c ec k05.csv
  stored, rows 1, events_new 1, anonymous 1
  $ printf 'customer_id,family_name\n,Sato\n' >k05b.csv
  $ try -c ec k05b.csv
  stored, rows 1, records_new 1

K06: an id without end.

  $ (printf 'customer_id\n'; head -c 70000 /dev/zero | tr '\0' 7; echo) >k06.csv
  $ try -c ec k06.csv
  omni-import: k06.csv:2: column 'customer_id': a cell of more than 65536 bytes
  omni-import: k06.csv: 1 of 1 rows rejected, the limit is 0: nothing stored
  failed, rows 1, rejected 1
  [65]

A09: without a currency an amount says nothing of money; two currencies are
never summed.

  $ printf '%s,amount,currency\n1,purchase,a9a,%s,100,\n1,purchase,a9b,%s,1.50,USD\n1,purchase,a9c,%s,1.5,XXY\n' "$head" "$day" "$day" "$day" >a09.csv
  $ try -c ec --max-rejects 2 a09.csv
  omni-import: a09.csv:4: column 'currency': not a currency of ISO 4217: 'XXY'
  stored, rows 3, records_same 1, events_new 2, rejected 1
  [1]

The store and what is around it
-------------------------------

X01: eight at once, with customers in common.

  $ for n in 1 2 3 4 5 6 7 8; do
  >   (echo $head; awk -v n=$n -v day="$day" 'BEGIN {
  >     for (i = 1; i <= 50; i++)
  >       printf "%d,visit,x%d-%d,%s\n", i, n, i % 40, day }') >x$n.csv
  > done
  $ for n in 1 2 3 4 5 6 7 8; do
  >   omni-import -q -c web -s many.db x$n.csv >/dev/null || echo "failed: $n" &
  > done; wait
  $ sqlite3 many.db 'SELECT count(*), count(DISTINCT native_id) FROM v_event; PRAGMA integrity_check'
  320|40
  ok

The same file twice at one instant is stored once.

  $ for n in 1 2 3 4; do
  >   omni-import -c web -s once.db x1.csv 2>/dev/null | tail -n 1 |
  >     cut -d , -f 4 >said$n &
  > done; wait
  $ sort said1 said2 said3 said4
  same
  same
  same
  stored
  $ omni-import -s once.db --imports | wc -l
  2

X02: a reader whose pager waits keeps nobody from importing.

  $ mkfifo pager
  $ omni-export records -s big.db >pager &
  $ exec 8<pager
  $ visits 5 | sed 's/,m/,n/' | try -c ec -s big.db --wait 60
  stored, rows 5, records_same 5, events_new 5
  $ cat <&8 | wc -l; exec 8<&-; wait
  50001

X03: a lock that lasts longer than the wait.

  $ mkfifo hold
  $ sqlite3 big.db <hold >locked 2>&1 &
  $ exec 9>hold; printf 'BEGIN IMMEDIATE;\n.print locked\n' >&9
  $ for i in $(seq 100); do test -s locked && break; sleep 0.1; done
  $ visits 6 | try -c ec -s big.db --wait 0
  omni-import: store 'big.db' is locked by another process: waited 0.0 s
  failed
  [75]
  $ echo .quit >&9; exec 9>&-; wait

X04: a signal in the midst of a file: nothing of it is stored, and the next
import finds all well. What kill -9 and a power cut do: scripts/faults/run.

  $ mkfifo slow
  $ omni-import -q -c ec -s big.db - <slow >/dev/null & pid=$!
  $ exec 7>slow; visits 3 | sed 's/,m/,o/' >&7; sleep 0.3; kill -TERM $pid
  $ exec 7>&-; wait $pid
  omni-import: interrupted: nothing stored
  [71]
  $ sqlite3 big.db "SELECT count(*) FROM v_event WHERE event_id LIKE 'o%'"
  0

X05: no room on the disk.

  $ cp omni.db before.db
  $ (ulimit -f 1500; visits 30000 | sed 's/,m/,p/' | try -c ec)
  omni-import: store 'omni.db': disk I/O error; nothing was stored
  failed, rows 30000
  [74]
  $ cmp omni.db before.db

X06: a store that is missing, empty, another program's, or damaged. X13: newer
than the program.

  $ omni-export records -s nowhere.db
  omni-export: there is no store 'nowhere.db'
  [66]
  $ : >zero.db; omni-export records -s zero.db
  omni-export: store 'zero.db' is an empty file
  [66]
  $ sqlite3 other.db 'CREATE TABLE t (x)'; try -c ec -s other.db f14.csv
  omni-import: 'other.db' is a database of another program
  failed
  [65]
  $ cp omni.db newer.db; sqlite3 newer.db 'PRAGMA user_version = 999'
  $ try -c ec -s newer.db f14.csv
  omni-import: store 'newer.db' has format 999 and this program knows formats up to 2: use a newer program
  failed
  [65]
  $ cp omni.db torn.db
  $ dd if=/dev/zero of=torn.db bs=4096 seek=1 count=3 conv=notrunc 2>/dev/null
  $ printf 'customer_id\n1\n' | try -c torn -s torn.db
  omni-import: store 'torn.db': set_auto_vacuum: database disk image is malformed
  failed
  [65]

X07: a store that is a link.

  $ ln -s omni.db link.db; try -c ec -s link.db f14.csv
  omni-import: store 'link.db' is a symbolic link: name the file itself
  failed
  [77]

X08: a write that broke off is undone by who may write, and by nobody else.

  $ mkdir hot; printf 'customer_id\n1\n' | try -q -c ec -s hot/omni.db
  $ cp hot/omni.db whole.db
  $ sqlite3 hot/omni.db 'PRAGMA cache_size = 1' BEGIN \
  >   'CREATE TABLE t AS SELECT randomblob(100000) FROM pragma_function_list' \
  >   'DROP TABLE t' '.shell cp hot/omni.db torn.db; cp hot/omni.db-journal torn.db-journal'
  $ mv torn.db hot/omni.db; mv torn.db-journal hot/omni.db-journal
  $ chmod 0444 hot/omni.db hot/omni.db-journal; chmod 0555 hot
  $ as_reader() {
  >   if [ "$(id -u)" = 0 ]; then
  >     setpriv --bounding-set=-dac_override,-dac_read_search "$@"
  >   else
  >     "$@"
  >   fi
  > }
  $ as_reader omni-export records -s hot/omni.db
  omni-export: store 'hot/omni.db' was left in the middle of a write: somebody who may write it must open it first
  [77]
  $ printf 'customer_id\n2\n' | as_reader omni-import -q -c ec -s hot/omni.db >/dev/null
  omni-import: store 'hot/omni.db' was left in the middle of a write: somebody who may write it must open it first
  [77]
  $ chmod 0755 hot; chmod 0600 hot/omni.db hot/omni.db-journal
  $ omni-export records -s hot/omni.db | cut -d , -f 1
  record
  ec:1
  $ cmp hot/omni.db whole.db

X09: when the end of a transaction fails, the ledger says whether it counts:
scripts/faults/run.

X10: an answer that nobody can read is an error.

  $ printf '%s\n1,inquiry,x10,%s\n' "$head" "$day" >x10.csv
  $ omni-import -c ec x10.csv >/dev/full
  omni-import: cannot write the output: No space left on device
  [74]
  $ omni-import -c ec x10.csv >&-
  omni-import: cannot write the output: Bad file descriptor
  [74]
  $ try -c ec x10.csv
  stored, rows 1, records_same 1, events_new 1

X11: neither locale nor zone nor home play a part.

  $ import() { "$@" omni-import -S env -c ec -s env.db --as-of 2026-06-01 f5.csv x10.csv 2>/dev/null | cut -d , -f 1-17; sqlite3 env.db 'SELECT * FROM v_event ORDER BY 1'; rm env.db; }
  $ import env >plain
  $ import env LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokio | cmp - plain
  $ import env -i PATH="$PATH" LANG=de_DE.UTF-8 TZ=America/New_York | cmp - plain

X12: a clock that goes back.

  $ printf '%s\n1,inquiry,x12,%s\n' "$head" "$day" >x12.csv
  $ try -c ec --as-of 2001-01-01 x12.csv
  omni-import: x12.csv:2: warning: events of the future are kept (1 event)
  stored, rows 1, records_same 1, events_new 1
  $ try -c ec x12.csv
  same, rows 1, records_same 1, events_same 1

X16: opted out stays out, whatever an older or newer export says.

  $ printf 'customer_id,opt_out,updated_at\n16,yes,2026-01-01\n' >x16.csv
  $ printf 'customer_id,opt_out,updated_at\n16,no,2025-01-01\n' >x16a.csv
  $ printf 'customer_id,opt_out,updated_at\n16,no,2026-03-01\n' >x16b.csv
  $ try -c out -z UTC x16.csv x16a.csv x16b.csv
  stored, rows 1, records_new 1
  stored, rows 1, records_changed 1
  stored, rows 1, records_changed 1
  $ omni-export records | sed -n 's/^out:16,.*,//p'
  true
