omni-find: who of the store's customers is this person?
=======================================================

  $ cat >shop.csv <<'END'
  > customer_id,family_name,given_name,family_kana,given_kana,birth_date,email,phone,postcode
  > 1,佐藤,健,サトウ,ケン,1980-01-02,ken@sato.jp,090-1111-2222,100-0001
  > 2,佐藤,花子,サトウ,ハナコ,1985-05-05,,090-1111-3333,100-0001
  > 3,森,愛,モリ,アイ,1990-03-03,ai@mori.jp,,150-0001
  > 4,Smith,John,,,1970-07-07,js@example.com,03-1234-5678,
  > END
  $ cat >desk.csv <<'END'
  > customer_id,full_name,phone,email
  > 70,佐藤 健,+81 90 1111 2222,
  > 71,森愛,,AI@mori.jp
  > END
  $ omni-import -q -z Asia/Tokyo -c shop:store shop.csv
  $ omni-import -q -c desk:phone desk.csv

Before the first merge there are no customers:

  $ printf 'phone\n090-1111-2222\n' | omni-find
  omni-find: the store has no trained model yet: run omni-merge first
  [69]
  $ omni-merge -q

The caller on the line, on standard input:

  $ printf 'full_name,phone\nサトウケン,090-1111-2222\n' | omni-find -f csv
  row,rank,customer_id,probability,record,name
  1,1,C000000001,0.999467,desk:70,佐藤 健

Some of a list; row 3 is nobody's, and a blank row counts:

  $ cat >list.jsonl <<'END'
  > {"full_name": "John Smith", "email": "js@example.com"}
  > {"family_name": "森", "given_name": "愛", "birth_date": "1990-03-03"}
  > {"full_name": "Nobody Else", "email": "else@example.org"}
  > 
  > {"family_name": "佐藤", "given_name": "花子", "birth_date": "1985-05-05"}
  > END
  $ omni-find -f csv list.jsonl
  row,rank,customer_id,probability,record,name
  1,1,C000000004,0.981992,shop:4,John Smith
  2,1,C000000002,0.999946,shop:3,森 愛
  5,1,C000000003,0.999946,shop:2,佐藤 花子
  [1]
  $ omni-find -f csv --review-above 0.9999999 list.jsonl
  row,rank,customer_id,probability,record,name
  [1]

Nothing was stored:

  $ omni-export crosswalk -f csv | wc -l
  7

An id counts if it is said whose it is:

  $ printf 'customer_id,full_name\n71,M. A.\n' | omni-find -f csv
  row,rank,customer_id,probability,record,name
  [1]
  $ printf 'customer_id,full_name\n71,M. A.\n' | omni-find -f csv -S desk
  row,rank,customer_id,probability,record,name
  1,1,C000000002,0.984615,desk:71,森愛

What came after the merge is no customer's yet:

  $ cat >more.csv <<'END'
  > customer_id,full_name,phone
  > 72,原 涼,090-9999-0000
  > END
  $ omni-import -q -c desk:phone more.csv
  $ printf 'full_name,phone\n原涼,090-9999-0000\n' | omni-find -f csv
  row,rank,customer_id,probability,record,name
  omni-find: 1 record is not merged yet: run omni-merge
  [1]
  $ omni-merge -q
  $ printf 'full_name,phone\n原涼,090-9999-0000\n' | omni-find -f csv
  row,rank,customer_id,probability,record,name
  1,1,C000000005,0.999498,desk:72,原 涼

What a run kept is not used after another one; the answer is the same:

  $ omni-find -f csv list.jsonl >kept.csv
  [1]
  $ omni-merge -q --undo 2
  $ omni-find -f csv list.jsonl >made.csv
  omni-find: 1 record is not merged yet: run omni-merge
  [1]
  $ cmp kept.csv made.csv && echo same
  same

Rows that cannot be read are told:

  $ printf 'full_name,phone\na,b,c\n佐藤健,090-1111-2222\n' | omni-find -f csv
  omni-find: -:2: 3 cells where the header has 2
  row,rank,customer_id,probability,record,name
  2,1,C000000001,0.999498,desk:70,佐藤 健
  omni-find: 1 record is not merged yet: run omni-merge
  [1]
  $ omni-find -F nonsense=x list.jsonl
  omni-find: unknown field 'nonsense'
  try 'omni-find --help'
  [64]
  $ omni-find one two
  omni-find: takes one file at most
  try 'omni-find --help'
  [64]
  $ omni-find --review-above 1 list.jsonl
  omni-find: --review-above is not a probability between 0 and 1
  try 'omni-find --help'
  [64]
