omni-merge: which records are the same customer
===============================================

  $ cat >shop.csv <<'END'
  > customer_id,family_name,given_name,email,phone,id:line
  > 1,佐藤,健,ken@sato.jp,090-1111-2222,
  > 2,佐藤,花子,,090-1111-2222,U2
  > 3,森,愛,ai@mori.jp,,
  > 4,林,翔,info@shop.jp,,
  > END
  $ cat >ec.csv <<'END'
  > customer_id,family_name,given_name,email,phone
  > 7,佐藤,健,,０９０－１１１１－２２２２
  > 8,森,愛,AI@Mori.jp,
  > 9,原,涼,info@shop.jp,
  > END
  $ cat >line.csv <<'END'
  > customer_id,attr:nick
  > U2,はな
  > END
  $ omni-import -q -z Asia/Tokyo -c shop:store shop.csv
  $ omni-import -q -c ec ec.csv
  $ omni-import -q -c line:messaging line.csv

Before the first merge there are no customers:

  $ omni-export crosswalk
  omni-export: there are no customers yet: run omni-merge first
  [69]
  $ omni-merge --conflicts
  omni-merge: there was no merge yet: run omni-merge first
  [69]

A dry run does everything and stores nothing:

  $ omni-merge --exact -n | cut -d, -f1-11
  run,records,customers,pairs_compared,links,review,created,joined,split,largest,threshold
  ,8,5,5,3,0,5,0,0,2,
  $ omni-merge --runs | wc -l
  1

Nor does a run whose answer nobody could read:

  $ omni-merge >/dev/full
  omni-merge: cannot write the output: No space left on device
  [74]
  $ omni-merge --runs | wc -l
  1

Equal e-mails and ids link. The two of one family share a telephone, but their
names differ; nobody is the address of the shop itself:

  $ omni-merge --exact --as-of 2026-03-01T00:00:00Z | cut -d, -f1-11
  run,records,customers,pairs_compared,links,review,created,joined,split,largest,threshold
  1,8,5,5,3,0,5,0,0,2,
  $ omni-export crosswalk | cut -d, -f1,4
  customer_id,record
  C000000001,ec:7
  C000000001,shop:1
  C000000002,ec:8
  C000000002,shop:3
  C000000003,ec:9
  C000000004,line:U2
  C000000004,shop:2
  C000000005,shop:4

Again, and nothing changes; without news there is no run either:

  $ omni-export crosswalk >before
  $ omni-merge --exact --as-of 2026-03-02T00:00:00Z | cut -d, -f1-11
  run,records,customers,pairs_compared,links,review,created,joined,split,largest,threshold
  1,8,5,5,3,0,0,0,0,2,
  $ omni-export crosswalk | diff before -

New records come, one of which brings two customers together. Ids stay, and
one that vanished still finds its customer:

  $ cat >bot.csv <<'END'
  > customer_id,email,id:shop
  > b1,ken@sato.jp,
  > b2,ai@mori.jp,2
  > END
  $ omni-import -q -c bot bot.csv
  $ omni-merge --exact --as-of 2026-03-03T00:00:00Z | cut -d, -f1-11
  run,records,customers,pairs_compared,links,review,created,joined,split,largest,threshold
  2,10,4,9,6,0,0,1,0,5,
  $ omni-export crosswalk | cut -d, -f1,4
  customer_id,record
  C000000001,bot:b1
  C000000001,ec:7
  C000000001,shop:1
  C000000002,bot:b2
  C000000002,ec:8
  C000000002,line:U2
  C000000002,shop:2
  C000000002,shop:3
  C000000003,ec:9
  C000000005,shop:4
  $ omni-merge --history C000000004 -z Asia/Tokyo
  run,at,change,record,customer_id,mode,undone_by
  1,2026-03-01T09:00:00+09:00,added,line:U2,,exact,
  1,2026-03-01T09:00:00+09:00,added,shop:2,,exact,
  2,2026-03-03T09:00:00+09:00,left,line:U2,C000000002,exact,
  2,2026-03-03T09:00:00+09:00,left,shop:2,C000000002,exact,
  $ omni-merge --history shop:2 -z UTC | tail -n 2
  2,2026-03-03T00:00:00+00:00,joined,line:U2,C000000004,exact,
  2,2026-03-03T00:00:00+00:00,joined,shop:2,C000000004,exact,
  $ omni-merge --history C000000099
  omni-merge: no customer 'C000000099'
  [1]
  $ omni-merge --history nobody:1
  omni-merge: 'nobody:1' is no record
  [1]
  $ omni-merge --runs -z UTC | cut -d, -f1-5,9-11
  run,at,mode,records,customers,created,joined,split
  1,2026-03-01T00:00:00+00:00,exact,8,5,5,0,0
  2,2026-03-03T00:00:00+00:00,exact,10,4,0,1,0

Who calls from the family's telephone without a name is nobody's in
particular, and that is kept:

  $ printf 'phone\n09011112222\n' >calls.csv
  $ omni-import -q -c phone calls.csv
  $ omni-merge --exact -q
  $ omni-merge --conflicts | cut -d, -f1,3-
  run,right,kind,value,reason
  3,phone:~e57e6f7eb8669fbd,phone,+819011112222,shared by customers that contradict each other

How many customers are known on two channels:

  $ omni-merge --coverage
  channel,other,both,in_channel,in_other,share
  bot,ec,2,2,3,0.666667
  bot,line,1,2,1,0.500000
  bot,phone,0,2,1,0.000000
  bot,shop,2,2,3,0.666667
  ec,line,1,3,1,0.333333
  ec,phone,0,3,1,0.000000
  ec,shop,2,3,3,0.500000
  line,phone,0,1,1,0.000000
  line,shop,1,1,3,0.333333
  phone,shop,0,1,3,0.000000

A value on too many records is generic; it links nothing and is named:

  $ echo customer_id,email >many.csv
  $ for i in $(seq 21); do echo "$i,all@office.jp" >>many.csv; done
  $ omni-import -q -c event:other many.csv
  $ omni-merge --exact | cut -d, -f2,3,5
  omni-merge: email 'all@office.jp' is on 21 records: too many to link them
  records,customers,links
  32,26,6

Records that nobody holds against each other, because too many are alike, are
told:

  $ echo customer_id,full_name >alike.csv
  $ for i in $(seq 500); do echo "$i,George Pemberton" >>alike.csv; done
  $ omni-import -q -s alike.db -c event:other alike.csv
  $ omni-merge -s alike.db | cut -d, -f2,3,4
  omni-merge: 500 records were held against no other, for too many are alike: 'full_name=george pemberton' is on 500
  records,customers,pairs_compared
  500,500,0

Known answers say how good it is:

  $ cat >truth.csv <<'END'
  > source,customer_id,entity
  > shop,1,ken
  > ec,7,ken
  > bot,b1,ken
  > shop,2,hana
  > line,U2,hana
  > shop,3,ai
  > ec,8,ai
  > gone,1,ken
  > END
  $ omni-merge --exact -q -o - -n --truth truth.csv -f jsonl
  {"threshold":null,"records":7,"missing":1,"entities":3,"customers":2,"pairs_true":5,"pairs_found":9,"pairs_right":5,"precision":0.555556,"recall":1.000000,"f1":0.714286,"bcubed_precision":0.714286,"bcubed_recall":1.000000,"bcubed_f1":0.833333,"exact_customers":1,"largest":4}
  $ omni-merge --truth missing.csv
  omni-merge: missing.csv: * (glob)
  [66]
  $ echo source,customer_id >bad.csv
  $ printf 'source,customer_id,entity\nmail,1,p\n' >others.csv
  $ omni-merge --runs | tail -n +2 >runs
  $ omni-merge --truth others.csv
  omni-merge: others.csv: none of 1 answers is on a record of the store: 'source' and 'customer_id' are those of the records
  [65]
  $ omni-merge --runs | tail -n +2 | cmp - runs
  $ omni-merge --truth bad.csv
  omni-merge: bad.csv: no column 'entity'
  [65]

What does not go together:

  $ omni-merge --runs --coverage 2>&1 | head -n 1
  omni-merge: --explain, --runs, --history, --conflicts, --coverage, --review, --decide, --undo, --release, --split and --adopt go one at a time
  $ omni-merge --runs --exact 2>&1 | head -n 1
  omni-merge: options of a merge go with a merge alone
  $ omni-merge shop.csv 2>&1 | head -n 1
  omni-merge: takes no operands
  $ omni-merge -s none.db
  omni-merge: * (glob)
  [66]

A run whose answer cannot be written is not stored, in any format:

  $ printf 'customer_id,email\n1,full@mori.jp\n' >full.csv
  $ omni-import -q -s full.db -c shop full.csv
  $ for f in csv json jsonl md table; do omni-merge -s full.db -f $f >/dev/full || echo $?; done 2>/dev/null
  74
  74
  74
  74
  74
  $ omni-merge -s full.db --runs | wc -l
  1
