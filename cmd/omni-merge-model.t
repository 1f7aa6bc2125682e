omni-merge: by a model of probabilities
=======================================

One person is found without a shared identifier, and a namesake born on another
day is not. The number of threads plays no part:

  $ cat >crm.csv <<EOF
  > customer_id,family_name,given_name,birth_date,postcode,street
  > 1,高橋,健一,1980-05-17,150-0001,神宮前1-2-3
  > 2,髙橋,健一,1980-05-17,1500001,神宮前１丁目２番３号
  > 3,高橋,健一,1955-01-30,060-0062,南二条西4-5
  > EOF
  $ omni-import -q -s model.db -c crm crm.csv
  $ omni-merge -q -s model.db
  $ omni-export -s model.db crosswalk | cut -d, -f1,3
  customer_id,native_id
  C000000001,1
  C000000001,2
  C000000002,3
  $ for n in 1 2 3; do
  >   rm -f other.db
  >   omni-import -q -s other.db -c crm crm.csv
  >   omni-merge -q -s other.db --threads $n
  >   omni-export -s other.db crosswalk | cksum
  > done | sort -u | wc -l
  1

The model is trained once, and then kept in the store with the frequencies of
names and all else that it weighs. A merge without news does nothing:

  $ omni-merge -s model.db | cut -d, -f1-3,7
  run,records,customers,created
  1,3,2,0
  $ omni-merge -q -s model.db --save-model trained.json
  $ grep -c '"family_name": {"records": 3' trained.json
  1
  $ rm other.db
  $ omni-import -q -s other.db -c crm crm.csv
  $ omni-merge -s other.db --model trained.json | cut -d, -f1-3,7
  run,records,customers,created
  1,3,2,2
  $ omni-merge -q -s other.db --save-model again.json
  $ cmp trained.json again.json

When the records have become many more, it says so; train it when you like:

  $ cat >more.csv <<EOF
  > customer_id,family_name,given_name,birth_date,postcode,street
  > 4,森,愛,1990-02-11,530-0001,梅田3-1-3
  > 5,森,愛,1990-02-11,530-0001,梅田3-1-3
  > 6,林,翔,1971-07-09,812-0012,博多駅中央街1-1
  > EOF
  $ omni-import -q -s model.db -c crm more.csv
  $ omni-merge -s model.db | cut -d, -f1-3,7
  omni-merge: the model was trained on 3 records and there are 6 now: --train makes a better one
  run,records,customers,created
  2,6,4,2
  $ omni-merge -s model.db --train | cut -d, -f1-3,7
  run,records,customers,created
  3,6,4,0

All anew, with the model of the store or with another; ids stay:

  $ omni-merge -s model.db --full --model stored | cut -d, -f1-3,7
  run,records,customers,created
  3,6,4,0
  $ omni-merge -s model.db --full | cut -d, -f1-3,7
  run,records,customers,created
  4,6,4,0

A model of one's own begins with the built-in one:

  $ omni-merge --print-model >mine.json
  $ sed -i 's/"rules": \[/&"region + family_name", /' mine.json
  $ omni-merge -s model.db --model mine.json | cut -d, -f1-3,7
  run,records,customers,created
  5,6,4,0

The same again is no news, for it is in the store, trained:

  $ omni-merge -s model.db --model mine.json | cut -d, -f1-3,7
  run,records,customers,created
  5,6,4,0

What cannot be done:

  $ omni-import -q -s new.db -c crm crm.csv
  $ omni-merge -s new.db --model stored
  omni-merge: the store has no trained model yet
  [69]
  $ omni-merge -s new.db --model none.json
  omni-merge: none.json: * (glob)
  [66]
  $ echo '{"comparisons": [{"field": "shoe"}]}' >bad.json
  $ omni-merge -s new.db --model bad.json
  omni-merge: model: comparison of no field of a person: 'shoe'
  [78]
  $ omni-merge -s new.db --train --model stored
  omni-merge: --train makes a new model: it is not for --model stored
  try 'omni-merge --help'
  [64]
  $ omni-merge -s model.db --threshold 1.5
  omni-merge: --threshold is not a probability between 0 and 1
  try 'omni-merge --help'
  [64]
