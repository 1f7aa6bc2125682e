Rejected rows can be mended and fed back, by the same command.

  $ summary() {
  >   omni-import -q -o - -f tsv "$@" >answer
  >   status=$?
  >   awk -F '\t' 'NR == 1 { split($0, name); next }
  >     { printf "%s: %s", $1, $4
  >       for (i = 5; i < NF; i++) if ($i != 0) printf ", %s %s", name[i], $i
  >       print "" }' answer
  >   return $status
  > }

A table in CP932, with a title above its header, semicolons, a bad byte, a cell
that is missing, one too many, and a bad time beside a cell of two lines:

  $ cat >map.json <<END
  > { "omni_map": 1, "source": "crm", "channel": "phone", "timezone": "Asia/Tokyo",
  >   "format": { "encoding": "CP932", "delimiter": ";", "header": "first row that has 'No'" },
  >   "fields": { "customer_id": "No", "full_name": "氏名", "event": { "const": "inquiry" },
  >     "event_id": "ID", "occurred_at": "日時", "text": "内容" } }
  > END
  $ cat >calls.utf8 <<END
  > 電話一覧;;;;
  > No;氏名;ID;日時;内容
  > 1;髙橋;a1;2026-03-01 10:00;ok
  > 2;鈴木;a2;昨日;"いつ ""届く"";
  > 二行目"
  > 3;伊XX;a3;2026-03-01 11:00;x
  > 4;森;a4;2026-03-01 12:00
  > 5;林;a5;2026-03-01 13:00;y;z
  > END
  $ iconv -f UTF-8 -t CP932 calls.utf8 | LC_ALL=C sed "$(printf 's/XX/\200\377/')" >calls.csv
  $ summary -m map.json --max-rejects 9 --rejects bad.csv calls.csv 2>/dev/null
  calls.csv: stored, rows 5, records_new 1, events_new 1, rejected 4
  [1]
  $ cat bad.csv
  _line,_code,_message,No,氏名,ID,日時,内容
  4,BAD_TIME,not a time: '昨日',2,鈴木,a2,昨日,"いつ ""届く"";
  二行目"
  6,BAD_ENCODING,not CP932: byte 0x80,3,伊\x80\xff,a3,2026-03-01 11:00,x
  7,MISSING_COLUMNS,4 cells where the header has 5,4,森,a4,2026-03-01 12:00
  8,TOO_MANY_COLUMNS,6 cells where the header has 5,5,林,a5,2026-03-01 13:00,y,z

As it stands it is rejected again; mended it goes in, whatever the mapping says
of the export's encoding and delimiter.

  $ summary -m map.json bad.csv 2>/dev/null
  bad.csv: failed, rows 4, rejected 3
  [65]
  $ sed 's/,昨日,/,2026-03-01 09:00,/; s/伊.*,a3/伊藤,a3/; s/12:00$/12:00,w/; s/,y,z/,yz/' bad.csv >mended.csv
  $ summary -m map.json mended.csv
  mended.csv: stored, rows 4, records_new 4, events_new 4
  $ omni-export records -f tsv | awk -F '\t' '{ print $1 " " $5 }'
  record full_name
  crm:1 髙橋
  crm:2 鈴木
  crm:3 伊藤
  crm:4 森
  crm:5 林
  $ sqlite3 omni.db "SELECT text FROM v_event WHERE event_id = 'a2'"
  いつ "届く";
  二行目

A spreadsheet puts a byte order mark before it, and perhaps semicolons.

  $ (printf '\357\273\277'; sed 's/,a/,b/' mended.csv) >marked.csv
  $ summary -m map.json marked.csv
  marked.csv: stored, rows 4, records_same 4, events_new 4
  $ sed '/^4,/,/^二/d; s/,/;/g; s/;a/;c/' mended.csv >semicolons.csv
  $ summary -m map.json semicolons.csv
  semicolons.csv: stored, rows 3, records_same 3, events_new 3

TSV, with lines to skip:

  $ printf 'title\ncustomer_id\tevent\tevent_id\toccurred_at\n1\tvisit\tt1\t2026-03-01T10:00:00Z\n2\tvisit\tt2\tnever, again\n' >visits.tsv
  $ summary -c web --skip 1 --max-rejects 1 --rejects bad.tsv visits.tsv 2>/dev/null
  visits.tsv: stored, rows 2, records_new 1, events_new 1, rejected 1
  [1]
  $ cat bad.tsv
  _line,_code,_message,customer_id,event,event_id,occurred_at
  4,BAD_TIME,"not a time: 'never, again'",2,visit,t2,"never, again"
  $ sed 's/"never, again"$/2026-03-01T11:00:00Z/' bad.tsv >mended.tsv
  $ summary -c web --skip 1 mended.tsv
  mended.tsv: stored, rows 1, records_new 1, events_new 1

JSON lines, one of which is none:

  $ cat >chat.jsonl <<END
  > {"customer_id": "u1", "event": "inquiry", "event_id": "m1", "occurred_at": "2026-03-02T08:00:00Z"}
  > {"customer_id": "u2", "event": "inquiry", "event_id": "m2", "occurred_at": "soon"}
  > {"customer_id": "u3", "event": "inquiry", "event_id": "m3"
  > END
  $ summary -c chat --max-rejects 2 --rejects bad.jsonl chat.jsonl 2>/dev/null
  chat.jsonl: stored, rows 3, records_new 1, events_new 1, rejected 2
  [1]
  $ cat bad.jsonl
  {"_line":2,"_code":"BAD_TIME","_message":"not a time: 'soon'","customer_id": "u2", "event": "inquiry", "event_id": "m2", "occurred_at": "soon"}
  {"_line":3,"_code":"JSON_SYNTAX","_message":"*","_raw":"{\"customer_id\": \"u3\", \"event\": \"inquiry\", \"event_id\": \"m3\""} (glob)
  $ sed -n 's/"soon"/"2026-03-02T09:00:00Z"/p' bad.jsonl >mended.jsonl
  $ summary -c chat mended.jsonl
  mended.jsonl: stored, rows 1, records_new 1, events_new 1

Records out of an envelope come back without it.

  $ cat >tickets.map <<END
  > { "omni_map": 1, "channel": "form", "format": { "type": "json", "root": "tickets" },
  >   "fields": { "customer_id": "user.id", "event": { "const": "inquiry" }, "event_id": "id", "occurred_at": "at" } }
  > END
  $ printf '{"tickets": [{"id": 1, "user": {"id": 7},\n "at": "2026-03-01T10:00:00Z"}, {"id": 2, "user": {"id": 8},\n "at": "never"}]}' >tickets.json
  $ summary -m tickets.map --max-rejects 1 --rejects bad.json tickets.json 2>/dev/null
  tickets.json: stored, rows 2, records_new 1, events_new 1, rejected 1
  [1]
  $ sed -i 's/"at": "never"/"at": "2026-03-01T11:00:00Z"/' bad.json
  $ summary -m tickets.map bad.json
  bad.json: stored, rows 1, records_new 1, events_new 1

Several inputs
--------------

They have a folder, which is made, and a file each, also where two inputs have
one name.

  $ mkdir east west
  $ printf 'customer_id,event,event_id,occurred_at\n1,visit,e1,x\n' >east/day.csv
  $ printf 'customer_id,event,event_id,occurred_at\n1,visit,w1,x\n' | gzip >west/day.csv.gz
  $ printf 'customer_id,event,event_id,occurred_at\n1,visit,s1,x\n' |
  >   summary -c kiosk --max-rejects 1 --rejects bad east/day.csv west/day.csv.gz - 2>/dev/null
  east/day.csv: stored, rows 1, rejected 1
  west/day.csv.gz: stored, rows 1, rejected 1
  -: stored, rows 1, rejected 1
  [1]
  $ stat -c '%a %n' bad bad/*
  700 bad
  600 bad/day-2.csv
  600 bad/day.csv
  600 bad/stdin
  $ tail -n 1 -q bad/*
  2,BAD_TIME,not a time: 'x',1,visit,w1,x
  2,BAD_TIME,not a time: 'x',1,visit,e1,x
  2,BAD_TIME,not a time: 'x',1,visit,s1,x

What must not be overwritten
----------------------------

  $ ln -s calls.csv link.csv
  $ for to in calls.csv ./calls.csv link.csv omni.db; do
  >   omni-import -q -o - -m map.json -z UTC --max-rejects 9 --rejects $to calls.csv | cut -d , -f 4 | tail -n 1
  > done
  same
  same
  same
  same
  $ sed 's/a1/d1/' calls.csv >more.csv; rm link.csv; ln -s more.csv link.csv
  $ for to in more.csv ./more.csv link.csv omni.db; do
  >   omni-import -q -o - -m map.json --max-rejects 9 --rejects $to more.csv | cut -d , -f 4 | tail -n 1
  > done
  omni-import: the rejected rows would overwrite 'more.csv': say another --rejects
  try 'omni-import --help'
  failed
  omni-import: the rejected rows would overwrite 'more.csv': say another --rejects
  try 'omni-import --help'
  failed
  omni-import: the rejected rows would overwrite 'more.csv': say another --rejects
  try 'omni-import --help'
  failed
  omni-import: the rejected rows would overwrite 'omni.db': say another --rejects
  try 'omni-import --help'
  failed
  $ sed 's/e1/e2/' east/day.csv >day.csv
  $ omni-import -q -o - -c kiosk --max-rejects 1 --rejects east day.csv east/day.csv | cut -d , -f 4
  omni-import: the rejected rows would overwrite 'east/day.csv': say another --rejects
  try 'omni-import --help'
  status
  failed
  same
  $ omni-import -c kiosk -o day.csv day.csv
  omni-import: the output would overwrite 'day.csv'
  try 'omni-import --help'
  [64]
  $ omni-import -c kiosk -o omni.db day.csv
  omni-import: the output would overwrite 'omni.db'
  try 'omni-import --help'
  [64]
