omni-journey: a customer with very many events
==============================================

A hundred thousand of them, of which half would not fit into the memory that the
commands get here if they were all made at once. The kernel holds the bound; a
program with sanitizers cannot bear that, and gets all it wants:

  $ awk 'BEGIN {
  >   print "customer_id,event_id,occurred_at,channel,event,topic,amount,currency"
  >   split("web:view chat:inquiry chat:reply ec:purchase store:purchase " \
  >     "phone:inquiry phone:resolve", what, " ")
  >   for (i = 0; i < 100000; i++) {
  >     split(what[int(i * 5 / 3) % 7 + 1], w, ":")
  >     printf "1,e%06d,2026-%02d-%02dT%02d:%02d:%02dZ,%s,%s,%s,%s,%s\n",
  >       i, i / 16800 + 1, i / 600 % 28 + 1, i / 25 % 24, i % 25 * 2, i % 60,
  >       w[1], w[2], w[2] == "inquiry" ? "t" i % 3 : "",
  >       w[2] == "purchase" ? i % 900 + 100 : "",
  >       w[2] == "purchase" ? "JPY" : ""
  >   }
  > }' >many.csv
  $ omni-import -q -c shop -S shop many.csv
  $ omni-merge -q --exact
  $ bounded() {
  >   (
  >     grep -q __asan_init "$(command -v omni-journey)" || ulimit -d 34000
  >     "$@" --threads 1
  >   )
  > }

Backwards they are the same events:

  $ bounded omni-journey timeline -f csv >timeline
  $ wc -l <timeline
  100001
  $ bounded omni-journey timeline --desc -f csv | sed 1d | tac >backwards
  $ sed 1d timeline | cmp - backwards
  $ bounded omni-journey timeline --days always | sed -n 1,5p
  C000000001  100000 events, 2026-01-01 to 2026-06-27
    ▸ chat 28572  ▴ ec 14285  ▸ phone 28571  ▪ store 14286  ▴ web 14286
  
  2026-01-01 Thursday
    00:00  ▴ web        view
  $ bounded omni-journey timeline --days always --desc | tail -n 2
    00:02  ▸ chat       inquiry    t1
    00:00  ▴ web        view

Every touch but the last leads to another, and each episode has a start and an
end:

  $ bounded omni-journey episodes --gap 16h -f csv >episodes
  $ sed 1d episodes | wc -l
  5
  $ bounded omni-journey transitions --gap 16h -f csv |
  >   awk -F, 'NR > 1 { n += $3 } END { print n }'
  100005
  $ bounded omni-journey paths --gap 16h -f csv |
  >   awk -F, 'NR > 1 { n += $2; orders += $8 } END { print n, orders }'
  5 28571
  $ bounded omni-journey paths --episode purchase -f csv |
  >   awk -F, 'NR > 1 { n += $2; value += $9 } END { print n, value }'
  28571 15688486
  $ sed 1d timeline | awk -F, '$4 == "purchase" { n++; value += $9 }
  >   END { print n, value }'
  28571 15688486

The other views and all figures go as well:

  $ echo 'response(chat, store)' >rules
  $ for view in 'funnel --steps web:view,phone:inquiry,store:purchase' \
  >   handoffs 'attribution --model first,markov,shapley' \
  >   'before --event purchase' 'conformance --expect rules' \
  >   'violations --expect rules'
  > do
  >   # The words of each are options.
  >   bounded omni-journey $view -f csv >rows || echo "$view: $?"
  >   echo "${view%% *} $(sed 1d rows | wc -l)"
  > done
  funnel 3
  handoffs 2
  attribution 15
  before 2
  conformance 1
  violations 1
  $ bounded omni-journey context --customer shop:1 | sed -n 1,4p
  customer_id,section,item,value,occurred_at,channel,event,outcome,case_id,topic,product,amount,currency,csat,agent,by,text
  C000000001,who,records,1,,,,,,,,,,,,,
  C000000001,stage,stage,repeat,,,,,,,,,,,,,
  C000000001,stage,first_touch,,2026-01-01T00:00:00+00:00,web,view,,,,,,,,,,
  $ bounded omni-kpi -f csv all >all
  $ grep -e '^orders,' -e '^net_revenue,' all
  orders,default,,all,28571,orders,28571,,,,,
  net_revenue,default,,all,15688486,JPY,15688486,,,,,
