omni-journey context: what to read before answering a customer
==============================================================

A customer asks the chatbot, is passed on, and then calls:

  $ cat >persons.csv <<'END'
  > customer_id,family_name,given_name,family_kana,given_kana,email,phone,opt_out
  > 1,佐藤,健,サトウ,ケン,ken@mail.test,090-1111-2222,true
  > 2,Martin,Anne,,,anne@mail.test,,
  > 3,Silent,Sue,,,sue@mail.test,,
  > END
  $ cat >events.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,case_id,topic,direction,automated,handover_channel,context_passed,agent,outcome,product,amount,currency,csat,event_attr:order,text
  > 1,store,purchase,p1,2026-01-05T10:00:00+09:00,,,,,,,,,TEA-01,1200,JPY,,,
  > 1,ec,purchase,p2,2026-02-01T20:30:00+09:00,,,,,,,,,TEA-02,3400,JPY,,,
  > 1,email,survey,s1,2026-02-05T09:00:00+09:00,,,,,,,,,,,,4,,
  > 1,bot,inquiry,b1,2026-02-08T21:15:00+09:00,c-7,delivery,inbound,,,,,,,,,,,Where is my parcel?
  > 1,bot,reply,b2,2026-02-08T21:15:05+09:00,c-7,delivery,outbound,true,,,,,,,,,,Which order is it?
  > 1,bot,message,b3,2026-02-08T21:15:40+09:00,c-7,delivery,inbound,,,,,,,,,,12345,The tea of last week
  > 1,bot,reply,b4,2026-02-08T21:15:45+09:00,c-7,delivery,outbound,true,,,,,,,,,,It was sent on Monday.
  > 1,bot,message,b5,2026-02-08T21:16:40+09:00,c-7,delivery,inbound,,,,,,,,,,,But it is not here!
  > 1,bot,handoff,b6,2026-02-08T21:17:00+09:00,c-7,delivery,,true,phone,true,,,,,,,,
  > 1,phone,inquiry,h1,2026-02-09T09:05:00+09:00,,delivery,inbound,,,,Mori,unresolved,,,,,,届かない。配送業者に確認中
  > 1,chat,inquiry,q1,2026-01-20T12:00:00+09:00,c-3,points,inbound,,,,Abe,,,,,,,How many points have I got?
  > 2,phone,inquiry,h2,2026-02-09T10:00:00+09:00,,price,inbound,,,,Mori,resolved,,,,,,
  > END
  $ omni-import -q -z Asia/Tokyo -S crm -c crm:partner persons.csv
  $ omni-import -q -S crm events.csv
  $ omni-merge -q --exact

  $ omni-journey context --customer crm:1 -f table
  佐藤 健 (サトウ ケン)  C000000001
  ken@mail.test  +819011112222  wants no advertising
  repeat customer; known since 2026-01-05, last seen today on phone
  
  Open issues  2
    open  delivery  today  bot > phone  case c-7
    2026-02-08 21:15  bot       customer   Where is my parcel?
    3 more between
    2026-02-08 21:16  bot       customer   But it is not here!
    2026-02-08 21:17  bot       bot        handoff to phone, with context
    2026-02-09 09:05  phone     customer   届かない。配送業者に確認中 [unresolved]
    idle  points  20 days ago  chat  case c-3
    2026-01-20 12:00  chat      customer   How many points have I got?
  
  Last touches  3 of 11
    2026-02-09 09:05  phone     inquiry    delivery [unresolved]
    2026-02-08 21:17  bot       handoff    delivery
    2026-02-08 21:16  bot       message    delivery
  
  Purchases  2, net 4600 JPY
    2026-02-01 20:30  ec        purchase   3400 JPY  TEA-02
    2026-01-05 10:00  store     purchase   1200 JPY  TEA-01
  Satisfaction  4.0 of 5 in 1 rating; last 4.0 4 days ago on email
  $ omni-journey context --customer crm:1 -f table | wc -l
  23

Who has just been answered, and who never came; the newest touches can be left
out:

  $ omni-journey context --customer crm:2 --customer crm:3 --last 1 -f table
  Anne Martin  C000000002
  anne@mail.test
  prospect; known since 2026-02-09, last seen today on phone
  
  Open issues  0, and 1 resolved of late
    resolved  price  today  phone
    2026-02-09 10:00  phone     customer   inquiry [resolved]
  
  Last touches  1 of 1
    2026-02-09 10:00  phone     inquiry    price [resolved]
  
  Purchases  0
  Satisfaction  never rated
  
  Sue Silent  C000000003
  sue@mail.test
  prospect
  
  Open issues  0
  
  Last touches  0 of 0
  
  Purchases  0
  Satisfaction  never rated

The same for a program; the section says what a row tells:

  $ omni-journey context --customer crm:1 | cut -d, -f2-
  section,item,value,occurred_at,channel,event,outcome,case_id,topic,product,amount,currency,csat,agent,by,text
  who,name,佐藤 健,,,,,,,,,,,,,
  who,kana,サトウ ケン,,,,,,,,,,,,,
  who,email,ken@mail.test,,,,,,,,,,,,,
  who,phone,+819011112222,,,,,,,,,,,,,
  who,opt_out,true,,,,,,,,,,,,,
  who,records,1,,,,,,,,,,,,,
  stage,stage,repeat,,,,,,,,,,,,,
  stage,first_touch,,2026-01-05T10:00:00+09:00,store,purchase,,,,TEA-01,1200,JPY,,,,
  stage,last_touch,,2026-02-09T09:05:00+09:00,phone,inquiry,unresolved,,delivery,,,,,Mori,,届かない。配送業者に確認中
  issue,1,open,2026-02-08T21:15:00+09:00,bot,inquiry,,c-7,delivery,,,,,,,
  said,1,,2026-02-08T21:15:00+09:00,bot,inquiry,,c-7,delivery,,,,,,customer,Where is my parcel?
  said,1,,2026-02-08T21:15:05+09:00,bot,reply,,c-7,delivery,,,,,,bot,Which order is it?
  said,1,,2026-02-08T21:15:40+09:00,bot,message,,c-7,delivery,,,,,,customer,The tea of last week
  answer,order,12345,2026-02-08T21:15:40+09:00,bot,message,,c-7,delivery,,,,,,customer,The tea of last week
  said,1,,2026-02-08T21:15:45+09:00,bot,reply,,c-7,delivery,,,,,,bot,It was sent on Monday.
  said,1,,2026-02-08T21:16:40+09:00,bot,message,,c-7,delivery,,,,,,customer,But it is not here!
  said,1,,2026-02-08T21:17:00+09:00,bot,handoff,,c-7,delivery,,,,,,bot,
  handoff,to,phone,2026-02-08T21:17:00+09:00,bot,handoff,,c-7,delivery,,,,,,bot,
  handoff,context_passed,true,2026-02-08T21:17:00+09:00,bot,handoff,,c-7,delivery,,,,,,bot,
  said,1,,2026-02-09T09:05:00+09:00,phone,inquiry,unresolved,,delivery,,,,,Mori,customer,届かない。配送業者に確認中
  issue,2,idle,2026-01-20T12:00:00+09:00,chat,inquiry,,c-3,points,,,,,Abe,,
  said,2,,2026-01-20T12:00:00+09:00,chat,inquiry,,c-3,points,,,,,Abe,customer,How many points have I got?
  touch,,,2026-02-09T09:05:00+09:00,phone,inquiry,unresolved,,delivery,,,,,Mori,,届かない。配送業者に確認中
  touch,,,2026-02-08T21:17:00+09:00,bot,handoff,,c-7,delivery,,,,,,,
  touch,,,2026-02-08T21:16:40+09:00,bot,message,,c-7,delivery,,,,,,,But it is not here!
  touch,,,2026-02-08T21:15:45+09:00,bot,reply,,c-7,delivery,,,,,,,It was sent on Monday.
  touch,,,2026-02-08T21:15:40+09:00,bot,message,,c-7,delivery,,,,,,,The tea of last week
  purchases,orders,2,,,,,,,,,,,,,
  purchases,returns,0,,,,,,,,,,,,,
  purchases,net_revenue,4600,,,,,,,,,JPY,,,,
  purchase,,,2026-02-01T20:30:00+09:00,ec,purchase,,,,TEA-02,3400,JPY,,,,
  purchase,,,2026-01-05T10:00:00+09:00,store,purchase,,,,TEA-01,1200,JPY,,,,
  satisfaction,ratings,1,,,,,,,,,,,,,
  satisfaction,csat_mean5,4.000,,,,,,,,,,,,,
  satisfaction,last_csat,4,2026-02-05T09:00:00+09:00,email,survey,,,,,,,4,,,
  $ omni-journey context --customer crm:3 -f json
  [
  {"customer_id":"C000000003","section":"who","item":"name","value":"Sue Silent","occurred_at":null,"channel":null,"event":null,"outcome":null,"case_id":null,"topic":null,"product":null,"amount":null,"currency":null,"csat":null,"agent":null,"by":null,"text":null},
  {"customer_id":"C000000003","section":"who","item":"email","value":"sue@mail.test","occurred_at":null,"channel":null,"event":null,"outcome":null,"case_id":null,"topic":null,"product":null,"amount":null,"currency":null,"csat":null,"agent":null,"by":null,"text":null},
  {"customer_id":"C000000003","section":"who","item":"records","value":"1","occurred_at":null,"channel":null,"event":null,"outcome":null,"case_id":null,"topic":null,"product":null,"amount":null,"currency":null,"csat":null,"agent":null,"by":null,"text":null},
  {"customer_id":"C000000003","section":"stage","item":"stage","value":"prospect","occurred_at":null,"channel":null,"event":null,"outcome":null,"case_id":null,"topic":null,"product":null,"amount":null,"currency":null,"csat":null,"agent":null,"by":null,"text":null},
  {"customer_id":"C000000003","section":"purchases","item":"orders","value":"0","occurred_at":null,"channel":null,"event":null,"outcome":null,"case_id":null,"topic":null,"product":null,"amount":null,"currency":null,"csat":null,"agent":null,"by":null,"text":null},
  {"customer_id":"C000000003","section":"purchases","item":"returns","value":"0","occurred_at":null,"channel":null,"event":null,"outcome":null,"case_id":null,"topic":null,"product":null,"amount":null,"currency":null,"csat":null,"agent":null,"by":null,"text":null},
  {"customer_id":"C000000003","section":"satisfaction","item":"ratings","value":"0","occurred_at":null,"channel":null,"event":null,"outcome":null,"case_id":null,"topic":null,"product":null,"amount":null,"currency":null,"csat":null,"agent":null,"by":null,"text":null}
  ]

Records, before anything is merged; and what had happened until then:

  $ omni-journey context --records --customer crm:2 --last 1 | cut -d, -f1-6
  customer_id,section,item,value,occurred_at,channel
  crm:2,who,name,Anne Martin,,
  crm:2,who,email,anne@mail.test,,
  crm:2,who,records,1,,
  crm:2,stage,stage,prospect,,
  crm:2,stage,first_touch,,2026-02-09T10:00:00+09:00,phone
  crm:2,stage,last_touch,,2026-02-09T10:00:00+09:00,phone
  crm:2,issue,1,resolved,2026-02-09T10:00:00+09:00,phone
  crm:2,said,1,,2026-02-09T10:00:00+09:00,phone
  crm:2,touch,,,2026-02-09T10:00:00+09:00,phone
  crm:2,purchases,orders,0,,
  crm:2,purchases,returns,0,,
  crm:2,satisfaction,ratings,0,,
  $ omni-journey context --customer crm:1 --to 2026-02-05 \
  >   --as-of 2026-02-05 -f table
  佐藤 健 (サトウ ケン)  C000000001
  ken@mail.test  +819011112222  wants no advertising
  repeat customer; known since 2026-01-05, last seen 4 days ago on ec
  
  Open issues  1
    idle  points  16 days ago  chat  case c-3
    2026-01-20 12:00  chat      customer   How many points have I got?
  
  Last touches  3 of 3
    2026-02-01 20:30  ec        purchase   3400 JPY  TEA-02
    2026-01-20 12:00  chat      inquiry    points
    2026-01-05 10:00  store     purchase   1200 JPY  TEA-01
  
  Purchases  2, net 4600 JPY
    2026-02-01 20:30  ec        purchase   3400 JPY  TEA-02
    2026-01-05 10:00  store     purchase   1200 JPY  TEA-01
  Satisfaction  never rated

A long life still fits a screen:

  $ for i in $(seq 10 59); do
  >   echo "1,chat,message,x$i,2026-02-09T11:$i:00+09:00,c-9,returns,word $i"
  > done | { echo customer_id,channel,event,event_id,occurred_at,case_id,topic,text
  > cat; } >many.csv
  $ omni-import -q -S crm many.csv
  $ omni-merge -q
  $ omni-journey context --customer crm:1 -f table
  佐藤 健 (サトウ ケン)  C000000001
  ken@mail.test  +819011112222  wants no advertising
  repeat customer; known since 2026-01-05, last seen today on chat
  
  Open issues  3
    open  returns  today  chat  case c-9
    2026-02-09 11:10  chat      customer   word 10
    2026-02-09 11:59  chat      customer   word 59
    open  delivery  today  bot > phone  case c-7
    2026-02-08 21:15  bot       customer   Where is my parcel?
    2026-02-09 09:05  phone     customer   届かない。配送業者に確認中 [unresolved]
    idle  points  20 days ago  chat  case c-3
    2026-01-20 12:00  chat      customer   How many points have I got?
  
  Last touches  3 of 61
    2026-02-09 11:59  chat      message    returns
    2026-02-09 11:58  chat      message    returns
    2026-02-09 11:57  chat      message    returns
  
  Purchases  2, net 4600 JPY
    2026-02-01 20:30  ec        purchase   3400 JPY  TEA-02
    2026-01-05 10:00  store     purchase   1200 JPY  TEA-01
  Satisfaction  4.0 of 5 in 1 rating; last 4.0 4 days ago on email
  $ omni-journey context --customer crm:1 -f table | wc -l
  23

Customers named in a file, so that no e-mail stands in a list of processes; who
is not known is told:

  $ cat >asked.txt <<'END'
  > anne@mail.test
  > ０９０ー１１１１ー２２２２
  > crm:3
  > someone@else.test
  > END
  $ omni-journey episodes --identifier-file asked.txt | cut -d, -f1-3
  omni-journey: asked.txt:4: no customer is known by 'someone@else.test'
  customer_id,episode,started_at
  C000000001,1,2026-01-05T10:00:00+09:00
  C000000001,2,2026-01-20T12:00:00+09:00
  C000000001,3,2026-02-01T20:30:00+09:00
  C000000002,1,2026-02-09T10:00:00+09:00
  $ printf 'name,customer_id,email\nAnne,,Anne@Mail.test\nSue,C000000003,\n' | \
  >   omni-journey context --identifier-file - | grep ',who,name'
  C000000002,who,name,Anne Martin,,,,,,,,,,,,,
  C000000003,who,name,Sue Silent,,,,,,,,,,,,,
  $ printf 'phone\n+81 90 1111 2222\n' |
  >   omni-journey --records --identifier-file - --event purchase | cut -d, -f1-4
  customer_id,occurred_at,channel,event
  crm:1,2026-01-05T10:00:00+09:00,store,purchase
  crm:1,2026-02-01T20:30:00+09:00,ec,purchase
  $ printf 'nobody@x.test\n' | omni-journey --identifier-file - | cut -d, -f1-4
  omni-journey: -:1: no customer is known by 'nobody@x.test'
  customer_id,occurred_at,channel,event
  $ omni-journey --identifier-file asked.txt -q >rows.csv
  omni-journey: asked.txt:4: no customer is known by 'someone@else.test'
  [1]
  $ printf '1,2\n' | omni-journey --identifier-file -
  omni-journey: -:1: several columns, and none is called customer_id, record, identifier, email or phone
  [65]
  $ echo '{"email": "anne@mail.test"}' >asked.json
  $ omni-journey --identifier-file asked.json
  omni-journey: asked.json: identifiers stand one a line, or in CSV or TSV
  [65]
  $ omni-journey --identifier-file missing.txt
  omni-journey: missing.txt: cannot be opened: No such file or directory
  [66]
  $ omni-journey --identifier-file asked.txt -o asked.txt
  omni-journey: the output would overwrite the input
  try 'omni-journey --help'
  [64]

Nobody is everybody:

  $ omni-journey context
  omni-journey: whose? say --customer or --identifier-file
  try 'omni-journey --help'
  [64]
  $ omni-journey context --records --customer crm:9
  omni-journey: 'crm:9' is no record
  [1]
