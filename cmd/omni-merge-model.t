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

Why? Weights are bits, and add up; behind them stand the rules by which the pair
was looked at, and the decision:

  $ omni-merge -s model.db --explain crm:1 crm:2 | grep -v unknown | cut -d, -f1-4
  comparison,left,right,level
  prior,,,
  given_name,健一,健一,exact
  given_name,,,frequency
  family_name,高橋,高橋,exact
  family_name,,,frequency
  birth_date,1980-05-17,1980-05-17,exact
  birth_date,,,frequency
  area,1500001,1500001,code
  street,神宮前 1-2-3,神宮前 1-2-3,exact
  household,,,
  sum,,,
  threshold,,,
  rule,,,names(full_name) / year(birth_date)
  rule,,,birth_date + given_name
  rule,,,birth_date + family_name
  rule,,,postcode + given_name
  rule,,,postcode + family_name / initial(given_name)
  rule,,,street + given_name
  rule,,,street + family_name / initial(given_name)
  rule,,,start(family_name) + initial(given_name) / year(birth_date)
  rule,,,start(given_name) + initial(family_name) / year(birth_date)
  rule,,,birth_date + postcode
  rule,,,birth_date / initial(given_name)
  rule,,,street / initial(given_name)
  rule,,,postcode / initial(given_name)
  rule,,,family_name / initial(given_name)
  rule,,,given_name / initial(family_name)
  decision,C000000001,C000000001,linked
  $ omni-merge -s model.db --explain crm:1 crm:3 | grep decision
  decision,C000000001,C000000002,no link,,
  $ omni-merge -s model.db --explain crm:1 crm:3 -f json | tail -n 2
  {"comparison":"decision","left":"C000000001","right":"C000000002","level":"no link","weight":null,"probability":null}
  ]
  $ omni-merge -s model.db --explain C000000001 | cut -d, -f1-5,8
  step,left,right,kind,value,bridge
  1,crm:2,crm:1,model,,bridge
  $ omni-merge -s model.db --explain crm:1 crm:9
  omni-merge: 'crm:9' is no record
  [1]
  $ omni-merge -s model.db --explain crm:1 crm:2 crm:3 2>&1 | head -n 1
  omni-merge: takes no operands

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

What would be looked at, before anything is compared. A rule adds the pairs
that no rule before it gave:

  $ omni-merge -s model.db --plan | grep -E '^(rule|names|region|birth_date . fam)'
  rule,pairs,added,keys,limit,largest,value,over_limit,over_largest,over_value
  region + family_name,0,0,0,400,0,,0,0,
  names(full_name) / year(birth_date),4,4,2,400,3,full_name=健一 高橋,0,0,
  birth_date + family_name,2,0,2,400,2,family_name=高橋 + birth_date=1980-05-17,0,0,
  $ omni-merge -s model.db --plan --truth any.csv
  omni-merge: of the options of a merge only --model, --train and --full go with --plan
  try 'omni-merge --help'
  [64]
  $ omni-merge -s model.db --plan --exact
  omni-merge: of the options of a merge only --model, --train and --full go with --plan
  try 'omni-merge --help'
  [64]

How good is it, and how good would it be at other thresholds? The first row is
the merge itself:

  $ cat >answers.csv <<EOF
  > source,customer_id,entity
  > crm,1,takahashi
  > crm,2,takahashi
  > crm,3,another
  > crm,4,mori
  > crm,5,mori
  > crm,6,hayashi
  > EOF
  $ omni-merge -s model.db -n --truth answers.csv | cut -d, -f1,5,9-11
  threshold,customers,precision,recall,f1
  0.85,4,1.000000,1.000000,1.000000
  0.5,4,1.000000,1.000000,1.000000
  0.6,4,1.000000,1.000000,1.000000
  0.7,4,1.000000,1.000000,1.000000
  0.8,4,1.000000,1.000000,1.000000
  0.9,4,1.000000,1.000000,1.000000
  0.95,4,1.000000,1.000000,1.000000
  0.98,4,1.000000,1.000000,1.000000
  0.99,4,1.000000,1.000000,1.000000
  0.999,4,1.000000,1.000000,1.000000
  0.9999,4,1.000000,1.000000,1.000000
  $ omni-merge -s model.db -n --exact --truth answers.csv | wc -l
  2

A telephone that is on too many records says nothing, and is named:

  $ {
  >   echo customer_id,family_name,phone
  >   for n in $(seq 30); do
  >     echo "$n,Name$n,03-5555-0100"
  >   done
  > } >desk.csv
  $ omni-import -q -s desk.db -c desk desk.csv
  $ omni-merge -s desk.db | cut -d, -f2-3
  omni-merge: phone '0355550100' is on 30 records: too many to link them
  records,customers
  30,30

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
  omni-merge: bad.json: model: comparison of no field of a person: 'shoe'
  [78]
  $ omni-merge -s new.db --train --model stored
  omni-merge: --train makes a new model: it is not for --model stored
  try 'omni-merge --help'
  [64]
  $ omni-merge -s model.db --threshold 1.5
  omni-merge: --threshold is not a probability between 0 and 1
  try 'omni-merge --help'
  [64]
