omni-journey --days: a timeline with days as headings
=====================================================

  $ cat >events.csv <<'END'
  > customer_id,full_name,channel,event,event_id,occurred_at,topic,outcome,product,amount,currency,csat,agent,text
  > 1,佐藤 健,ad,impression,e0,2026-01-05,,,,,,,,
  > 1,,ec,view,e1,2026-01-05T10:00:00+09:00,,,煎茶セット,,,,,
  > 1,,ec,view,e2,2026-01-05T12:59:00+09:00,,,TEA-02,,,,,
  > 1,,store,purchase,e3,2026-01-05T19:30:00+09:00,,,TEA-02,1200,JPY,,,
  > 1,,chat,inquiry,e4,2026-01-06T09:00:00+09:00,delivery,unresolved,,,,,,Where is it?
  > 1,,phone,inquiry,e5,2026-01-09T09:00:00+09:00,配送,resolved,,,,4.5,Mori,届かないという電話。配送業者に確認し、翌日に届くと伝えた
  > 1,,partner:partner,other,e6,2026-06-09T09:00:00+09:00,,,,,,,,
  > 2,Anne,store,visit,e7,2026-01-05T10:00:00+09:00,,,,,,,,
  > END
  $ omni-import -q -z Asia/Tokyo -S crm events.csv
  $ omni-merge -q --exact

How long nothing happened is told; what came on the next day needs no word:

  $ omni-journey --customer crm:1 --days always
  C000000001  佐藤 健  7 events, 2026-01-05 to 2026-06-09
    ◦ ad 1  ▸ chat 1  ▴ ec 2  ◊ partner 1  ▸ phone 1  ▪ store 1
  
  2026-01-05 Monday
           ◦ ad         impression
    10:00  ▴ ec         view       煎茶セット
    12:59  ▴ ec         view       TEA-02
           6 hours later
    19:30  ▪ store      purchase   1200 JPY  TEA-02
  
  2026-01-06 Tuesday
    09:00  ▸ chat       inquiry    delivery  unresolved  Where is it?
  
           3 days later
  
  2026-01-09 Friday
    09:00  ▸ phone      inquiry    配送  resolved  rated 4.5  Mori  届かないとい…
  
           5 months later
  
  2026-06-09 Tuesday
    09:00  ◊ partner    other
  $ omni-journey --customer crm:1 --days always --desc --from 2026-01-06
  C000000001  佐藤 健  3 events, 2026-01-06 to 2026-06-09
    ▸ chat 1  ◊ partner 1  ▸ phone 1
  
  2026-06-09 Tuesday
    09:00  ◊ partner    other
  
           5 months earlier
  
  2026-01-09 Friday
    09:00  ▸ phone      inquiry    配送  resolved  rated 4.5  Mori  届かないとい…
  
           3 days earlier
  
  2026-01-06 Tuesday
    09:00  ▸ chat       inquiry    delivery  unresolved  Where is it?
  $ omni-journey --days always --channel store
  C000000001  1 event, 2026-01-05
    ▪ store 1
  
  2026-01-05 Monday
    19:30  ▪ store      purchase   1200 JPY  TEA-02
  
  C000000002  1 event, 2026-01-05
    ▪ store 1
  
  2026-01-05 Monday
    10:00  ▪ store      visit

On a terminal so for few customers, cut to its width, in colour:

  $ on_terminal() {
  >   script -qec "stty cols 60 rows 24; TERM=xterm LC_ALL=C.UTF-8 $*" /dev/null |
  >     tr -d '\r'
  > }
  $ on_terminal omni-journey --customer crm:1 --event inquiry --color=never
  C000000001  佐藤 健  2 events, 2026-01-06 to 2026-01-09
    ▸ chat 1  ▸ phone 1
  
  2026-01-06 Tuesday
    09:00  ▸ chat       inquiry    delivery  unresolved  Wher…
  
           3 days later
  
  2026-01-09 Friday
    09:00  ▸ phone      inquiry    配送  resolved  rated 4.5 …
  $ on_terminal omni-journey --customer crm:2 | cat -v
  ^[[1mC000000002^[[0m  ^[[1mAnne^[[0m^[[2m  1 event, 2026-01-05^[[0m
    ^[[32mM-bM-^VM-*^[[0m ^[[32mstore^[[0m^[[2m 1^[[0m
  
  ^[[1m2026-01-05^[[0m^[[1m ^[[0m^[[1mMonday^[[0m
    10:00  ^[[32mM-bM-^VM-*^[[0m ^[[32mstore^[[0m      visit
  $ on_terminal omni-journey --customer crm:2 --days never --color=never
  customer_id  occurred_at                channel  event  …
  ───────────  ─────────────────────────  ───────  ─────   
  C000000002   2026-01-05T10:00:00+09:00  store    visit  …
  $ on_terminal omni-journey --channel store --color=never
  customer_id  occurred_at                channel  event     …
  ───────────  ─────────────────────────  ───────  ────────   
  C000000001   2026-01-05T19:30:00+09:00  store    purchase  …
  C000000002   2026-01-05T10:00:00+09:00  store    visit     …
  $ on_terminal omni-journey context --customer crm:2 --color=never
  Anne  C000000002
  no contacts known
  prospect; known since 2026-01-05, last seen 5 months ago on…
  
  Open issues  0
  
  Last touches  1 of 1
    2026-01-05 10:00  store     visit
  
  Purchases  0
  Satisfaction  never rated

  $ omni-journey --days always -f csv
  omni-journey: --days always goes with timeline as a table
  try 'omni-journey --help'
  [64]
  $ omni-journey paths --days always
  omni-journey: --days always goes with timeline as a table
  try 'omni-journey --help'
  [64]
