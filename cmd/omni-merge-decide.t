omni-merge: what people know better
===================================

  $ cat >shop.csv <<'END'
  > customer_id,family_name,given_name,email,phone
  > 1,佐藤,健,ken@sato.jp,090-1111-2222
  > 2,佐藤,花子,,090-1111-2222
  > 3,森,愛,ai@mori.jp,
  > 4,林,翔,sho@hayashi.jp,
  > END
  $ cat >ec.csv <<'END'
  > customer_id,family_name,given_name,email,phone
  > 7,佐藤,健,,090-1111-2222
  > 8,森,愛,AI@Mori.jp,
  > 9,原,涼,ryo@hara.jp,
  > END
  $ omni-import -q -z Asia/Tokyo -c shop:store shop.csv
  $ omni-import -q -c ec ec.csv
  $ omni-merge -q --exact --as-of 2026-03-01
  $ views() {
  >   for view in v_customer v_event v_crosswalk; do
  >     sqlite3 -csv omni.db "SELECT * FROM $view"
  >   done
  > }
  $ views >first

The two called Mori are mother and daughter, and Hara has married:

  $ cat >decided.csv <<'END'
  > left,right,decision
  > shop:3,ec:8,different
  > ec:9,shop:4,same
  > shop:1,shop:2,
  > END
  $ omni-merge --decide decided.csv
  same,different,unsure,known,blank
  1,1,0,0,1

The next merge applies it. Ids stay as far as they can:

  $ omni-merge -q --exact --as-of 2026-03-02
  $ omni-export crosswalk | cut -d, -f1,4
  customer_id,record
  C000000001,ec:7
  C000000001,shop:1
  C000000002,ec:8
  C000000003,ec:9
  C000000003,shop:4
  C000000004,shop:2
  C000000006,shop:3
  $ omni-merge --conflicts
  run,left,right,kind,value,reason
  2,ec:8,shop:3,email,ai@mori.jp,decided to be different

So does a merge by the model, and every other that comes:

  $ omni-merge -q --threshold 0.8 --as-of 2026-03-03
  $ omni-export crosswalk | grep -e ec:8 -e ec:9 -e shop:3 -e shop:4 | cut -d, -f1,4
  C000000002,ec:8
  C000000003,ec:9
  C000000003,shop:4
  C000000006,shop:3

Said again it is known; what contradicts it is refused, all of the file:

  $ omni-merge --decide decided.csv
  same,different,unsure,known,blank
  1,1,0,2,1
  $ cat >wrong.csv <<'END'
  > left,right,decision
  > shop:1,shop:2,different
  > shop:3,shop:4,same
  > ec:9,ec:8,same
  > END
  $ omni-merge --decide wrong.csv
  omni-merge: decisions contradict each other: 'shop:3' is 'shop:4' (wrong.csv:3), 'shop:4' is 'ec:9' (decided.csv:3), 'ec:9' is 'ec:8' (wrong.csv:4), but 'shop:3' is not 'ec:8' (decided.csv:2)
  [65]
  $ printf 'left,right,decision\nshop:1,shop:2,same\nshop:2,shop:1,different\n' |
  >   omni-merge --decide -
  omni-merge: -:3: line 2 says otherwise of the same pair
  [65]
  $ printf 'left,right,decision\nshop:1,shop:99,same\n' | omni-merge --decide -
  omni-merge: -:2: column 'right': 'shop:99' is no record
  [65]
  $ printf 'left,right,decision\nshop:1,shop:2,maybe\n' | omni-merge --decide -
  omni-merge: -:2: column 'decision': 'maybe' is none of same, different, unsure
  [65]
  $ printf 'left,right\nshop:1,shop:2\n' | omni-merge --decide -
  omni-merge: -: no column 'decision'
  [65]

The last word on a pair stands, and unsure takes back what was said:

  $ printf 'left,right,decision\nec:9,shop:4,unsure\n' >unsure.csv
  $ omni-merge --decide unsure.csv
  same,different,unsure,known,blank
  0,0,1,0,0
  $ omni-merge -q --exact --as-of 2026-03-04
  $ omni-export crosswalk | grep -e ec:9 -e shop:4 | cut -d, -f1,4
  C000000003,ec:9
  C000000005,shop:4

Runs are taken back, with all that came after them. Nothing was imported, so
that everything is as it was before, to the byte:

  $ omni-merge --undo 2 --as-of 2026-03-05 | cut -d, -f1-11
  run,records,customers,pairs_compared,links,review,created,joined,split,largest,threshold
  5,7,5,0,0,0,0,1,0,2,
  $ views | cmp - first
  $ omni-merge --runs | cut -d, -f1-3,5,15
  run,at,mode,customers,undone_by
  1,2026-03-01T00:00:00+09:00,exact,5,
  2,2026-03-02T00:00:00+09:00,exact,5,5
  3,2026-03-03T00:00:00+09:00,model,5,5
  4,2026-03-04T00:00:00+09:00,exact,6,5
  5,2026-03-05T00:00:00+09:00,undo,5,
  $ omni-merge --undo 3
  omni-merge: run 3 was undone already, by run 5
  [1]
  $ omni-merge --undo 99
  omni-merge: there is no run 99
  [1]

Records that come apart again have the id that they had, and its history says so:

  $ omni-merge --history C000000005 | cut -d, -f1,3-
  run,change,record,customer_id,mode,undone_by
  1,added,shop:4,,exact,
  2,left,shop:4,C000000003,exact,5
  4,returned,shop:4,C000000003,exact,5

What undoing parts stays apart, whatever is merged, until it is released.
Records that had no customer before have none again:

  $ printf 'customer_id,email\nx,ai@mori.jp\ny,ken@sato.jp\n' >chat.csv
  $ omni-import -q -c chat chat.csv
  $ omni-merge -q --exact --as-of 2026-03-06
  $ omni-export crosswalk | cut -d, -f1,4 | grep -e shop:1 -e chat:y -e ec:7
  C000000001,chat:y
  C000000001,ec:7
  C000000001,shop:1
  $ omni-merge -q --undo 6 --as-of 2026-03-07
  $ omni-export crosswalk | cut -d, -f1,4 | grep -e shop:1 -e chat:y -e ec:7
  omni-export: 2 records are not merged yet: run omni-merge
  ,chat:y
  C000000001,ec:7
  C000000001,shop:1
  $ omni-merge -q --exact --as-of 2026-03-08
  $ omni-export crosswalk | cut -d, -f1,4 | grep -e shop:1 -e chat:y -e ec:7
  C000000001,ec:7
  C000000001,shop:1
  C000000008,chat:y
  $ omni-merge --conflicts | cut -d, -f2,3,6 | grep shop:1
  shop:1,chat:y,decided to be different
  $ omni-merge --release 6
  $ omni-merge -q --exact --as-of 2026-03-09
  $ omni-export crosswalk | cut -d, -f1,4 | grep -e shop:1 -e chat:y -e ec:7
  C000000001,chat:y
  C000000001,ec:7
  C000000001,shop:1
  $ omni-merge --release 6
  omni-merge: run 6 keeps nothing apart or together
  [1]

Undoing is a run like any other, and can be undone:

  $ omni-export crosswalk >before
  $ omni-merge -q --undo 9 --as-of 2026-03-10
  $ omni-merge -q --undo 10 --as-of 2026-03-11
  $ omni-export crosswalk | cmp - before

A customer is taken apart by hand; the records leave at once, together:

  $ omni-merge --split C000000001 --out ec:7 chat:y --as-of 2026-03-12 |
  >   cut -d, -f1,3,7-9
  run,customers,created,joined,split
  12,8,1,0,1
  $ omni-merge -q --exact --as-of 2026-03-13
  $ omni-export crosswalk | cut -d, -f1,4 | grep -e shop:1 -e chat:y -e ec:7
  C000000001,shop:1
  C000000008,chat:y
  C000000008,ec:7
  $ omni-merge --split C000000001 --out ec:7
  omni-merge: 'ec:7' is not of C000000001
  [65]
  $ omni-merge --split C000000008 --out ec:7 chat:y
  omni-merge: nobody would stay in C000000008
  [65]
  $ printf 'left,right,decision\nshop:1,ec:7,same\n' | omni-merge --decide -
  omni-merge: decisions contradict each other: 'shop:1' is 'ec:7' (-:2), 'ec:7' is 'chat:y' (run 12), but 'shop:1' is not 'chat:y' (taken apart by run 12)
  [65]
  $ omni-merge --split C000000001
  omni-merge: --split needs --out RECORD...
  try 'omni-merge --help'
  [64]
  $ omni-merge --out ec:7
  omni-merge: --out goes with --split
  try 'omni-merge --help'
  [64]
  $ omni-merge --undo 1 --release 1
  omni-merge: --explain, --runs, --history, --conflicts, --coverage, --review, --decide, --undo, --release, --split and --adopt go one at a time
  try 'omni-merge --help'
  [64]

Decisions outlive all of it:

  $ omni-merge -q --undo 1
  $ omni-export crosswalk
  omni-export: there are no customers yet: run omni-merge first
  [69]
  $ omni-merge -q --release 1
  $ omni-merge -q --exact
  $ omni-export crosswalk | cut -d, -f1,4 | grep -e ec:8 -e shop:3
  C000000002,ec:8
  C000000006,shop:3

The pairs that nobody decided, most useful first: of each two customers one
pair, with what is known of both sides, and room for an answer. Filled in it
goes back as it is:

  $ omni-merge --review
  left,right,probability,weight,left_family_name,right_family_name,left_given_name,right_given_name,left_email,right_email,decision
  ec:8,chat:x,,,森,,愛,,AI@Mori.jp,ai@mori.jp,
  $ omni-merge --review | sed '2s/$/different/' >answers.csv
  $ omni-merge --decide answers.csv
  same,different,unsure,known,blank
  0,1,0,0,0
  $ omni-merge --review | wc -l
  1
  $ omni-merge --review --limit 1 --runs 2>&1 | head -n 1
  omni-merge: --explain, --runs, --history, --conflicts, --coverage, --review, --decide, --undo, --release, --split and --adopt go one at a time
  $ omni-merge --limit 1 2>&1 | head -n 1
  omni-merge: --limit goes with --review
  $ omni-merge --review -s empty.db
  omni-merge: there is no store 'empty.db'
  [66]

Customers of another system are taken over: their records are one customer at
once, and stay one. The old ids are found; what looks like one of ours is kept
as it is, where it was never given:

  $ cat >old.csv <<'END'
  > source,native_id,customer_id
  > ec,7,K-100
  > shop,4,K-100
  > shop,2,C000009000
  > END
  $ omni-merge -s new.db --adopt old.csv
  omni-merge: there is no store 'new.db'
  [66]
  $ omni-import -s new.db -q -c shop:store shop.csv
  $ omni-import -s new.db -q -c ec ec.csv
  $ omni-merge -s new.db --adopt old.csv --as-of 2026-04-01 | cut -d, -f1-3,7-9
  run,records,customers,created,joined,split
  1,3,2,2,0,0
  $ omni-export -s new.db crosswalk | cut -d, -f1,4
  omni-export: 4 records are not merged yet: run omni-merge
  customer_id,record
  ,ec:8
  ,ec:9
  ,shop:1
  ,shop:3
  C000009000,shop:2
  C000009001,ec:7
  C000009001,shop:4
  $ omni-merge -s new.db --exact -q --as-of 2026-04-02
  $ omni-export -s new.db crosswalk | cut -d, -f1,4
  customer_id,record
  C000009000,shop:2
  C000009001,ec:7
  C000009001,shop:1
  C000009001,shop:4
  C000009002,ec:8
  C000009002,shop:3
  C000009003,ec:9
  $ omni-merge -s new.db --history K-100 | cut -d, -f1,3-6
  run,change,record,customer_id,mode
  1,added,ec:7,,adopt
  1,added,shop:4,,adopt
  2,added,shop:1,,exact
  $ echo ec,7,K-200 >>old.csv
  $ omni-merge -s new.db --adopt old.csv
  omni-merge: old.csv:5: a second customer of the same record
  [65]
  $ for byte in '\001' '\t' '\n' '\r' '\177' '\302\205'; do
  >   printf "source,native_id,customer_id\nec,7,\"K${byte}1\"\n" >control.csv
  >   omni-merge -s new.db --adopt control.csv
  > done
  omni-merge: control.csv:2: column 'customer_id': a control character: U+0001
  omni-merge: control.csv:2: column 'customer_id': a control character: U+0009
  omni-merge: control.csv:2: column 'customer_id': a control character: U+000A
  omni-merge: control.csv:2: column 'customer_id': a control character: U+000D
  omni-merge: control.csv:2: column 'customer_id': a control character: U+007F
  omni-merge: control.csv:2: column 'customer_id': a control character: U+0085
  [65]
  $ omni-merge -s new.db --runs | wc -l
  3
  $ printf '{"source": "ec", "native_id": 9, "customer_id": "K-300"}\n' >old.jsonl
  $ omni-merge -s new.db --adopt old.jsonl | cut -d, -f1,2
  run,records
  3,7
  $ omni-export -s new.db crosswalk | grep ec:9
  C000009003,ec,9,ec:9,,
