omni-journey --redact: contacts give way to words
=================================================

  $ cat >events.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,case_id,topic,campaign,agent,email,phone,amount,currency,product,text
  > 1,chat,inquiry,e1,2026-01-05T10:00:00+09:00,7001,delivery,,mori@shop.test,ken@mail.test,090-1111-2222,,,,"I am ken@mail.test, call me at ０９０−１１１１−２２２２"
  > 1,phone,inquiry,e2,2026-01-06T10:00:00+09:00,,delivery,for ken@mail.test,,,,,,,届かない。折り返し03-1234-5678へ
  > 1,store,purchase,e3,2026-01-07T10:00:00+09:00,,,,,,,12500,JPY,4901234567894,card 4111 1111 1111 1111
  > 09033334444,ec,view,e4,2026-01-08T10:00:00+09:00,,,,,,,,,,
  > END
  $ omni-import -q -z Asia/Tokyo -S crm events.csv
  $ omni-merge -q --exact

Times, ids, amounts and products stay; a record that is called like a number
does not:

  $ omni-journey --redact | cut -d, -f1-10,12-
  customer_id,occurred_at,channel,event,outcome,case_id,topic,product,amount,currency,agent,source,record,text
  C000000001,2026-01-08T10:00:00+09:00,ec,view,,,,,,,,crm,crm:[phone],
  C000000002,2026-01-05T10:00:00+09:00,chat,inquiry,,7001,delivery,,,,[email],crm,crm:1,"I am [email], call me at [phone]"
  C000000002,2026-01-06T10:00:00+09:00,phone,inquiry,,,delivery,,,,,crm,crm:1,届かない。折り返し[phone]へ
  C000000002,2026-01-07T10:00:00+09:00,store,purchase,,,,4901234567894,12500,JPY,,crm,crm:1,card [card]
  $ omni-journey --redact -f md --customer crm:1 --event purchase
  | customer\_id | occurred\_at | channel | event | outcome | case\_id | topic | product | amount | currency | csat | agent | source | record | text |
  | --- | --- | --- | --- | --- | --- | --- | --- | ---: | --- | ---: | --- | --- | --- | --- |
  | C000000002 | 2026-01-07T10:00:00+09:00 | store | purchase |  |  |  | 4901234567894 | 12500 | JPY |  |  | crm | crm:1 | card \[card\] |

In every view and format:

  $ omni-journey context --customer crm:1 --redact -f table
  C000000002
  [email]  [phone]
  first purchase made; known since 2026-01-05, last seen yesterday on store
  
  Open issues  1
    open  delivery  2 days ago  chat > phone  case 7001
    2026-01-05 10:00  chat      customer   I am [email], call me at [phone]
    2026-01-06 10:00  phone     customer   届かない。折り返し[phone]へ
  
  Last touches  3 of 3
    2026-01-07 10:00  store     purchase   12500 JPY  4901234567894
    2026-01-06 10:00  phone     inquiry    delivery
    2026-01-05 10:00  chat      inquiry    delivery
  
  Purchases  1, net 12500 JPY
    2026-01-07 10:00  store     purchase   12500 JPY  4901234567894
  Satisfaction  never rated
  $ omni-journey --records episodes --redact | cut -d, -f1-3
  customer_id,episode,started_at
  crm:[phone],1,2026-01-08T10:00:00+09:00
  crm:1,1,2026-01-05T10:00:00+09:00
  $ omni-journey attribution --by campaign --model first --redact
  campaign,model,conversions,value,currency,share
  (none),first,1.000000000,12500,JPY,1.000000
  for [email],first,0.000000000,0,JPY,0.000000
  $ for view in timeline episodes paths transitions handoffs attribution \
  >   'funnel --steps chat,phone' 'before --event purchase' \
  >   'context --customer crm:1'
  > do
  >   for format in table csv tsv json jsonl md; do
  >     omni-journey $view -f $format --redact
  >   done
  > done >all.txt
  $ grep -cE '@|090|903333|03-1234|4111|１１１１' all.txt
  0
  [1]
  $ omni-journey transitions --redact -f dot | grep -c '@'
  0
  [1]
  $ printf 'who@else.test\n' | omni-journey --redact --identifier-file - -f csv \
  >   >none.csv
  omni-journey: -:1: no customer is known by '[email]'
  [1]
