omni-kpi ltv=bgnbd:12m: what buyers will spend
==============================================

Of thirty buyers ten bought once, ten came back and stayed away since, and ten
come every month:

  $ {
  >   echo customer_id,event,event_id,occurred_at,amount,currency
  >   for i in $(seq 10); do
  >     echo "once$i,purchase,a$i,2026-01-$((10 + i)),$((1000 + 90 * i)),JPY"
  >     for day in 01-$((10 + i)) 02-1$((i % 5)); do
  >       echo "twice$i,purchase,b$i$day,2026-$day,$((900 + 70 * i)),JPY"
  >     done
  >     for month in 01 02 03 04 05 06 07 08; do
  >       echo "often$i,purchase,c$i$month,2026-$month-$((10 + i)),$((1200 + 50 * i + 10 * ${month#0})),JPY"
  >     done
  >   done
  > } >orders.csv
  $ omni-import -q -z Asia/Tokyo -c ec orders.csv
  $ printf 'customer_id,event,event_id,occurred_at\noften1,visit,v1,2026-03-03\ntwice1,visit,v2,2026-03-03\n' >visits.csv
  $ omni-import -q -c store -S ec visits.csv
  $ omni-merge -q --exact
  $ omni-kpi ltv=bgnbd:12m ltv=bgnbd:1m ltv=bgnbd:12m,margin=0.3 --as-of 2026-08-31 | grep ^ltv | cut -d, -f1-8,11-
  ltv,bgnbd:12m,,all,5783,JPY,173500,30,,
  ltv,bgnbd:12m,,one channel,5660,JPY,158487,28,,small n
  ltv,bgnbd:12m,,across channels,7507,JPY,15013,2,,small n
  ltv,bgnbd:12m,,ratio,1.326178,ratio,7507,5660,,small n
  ltv,bgnbd:1m,,all,490,JPY,14701,30,,
  ltv,bgnbd:1m,,one channel,480,JPY,13450,28,,small n
  ltv,bgnbd:1m,,across channels,626,JPY,1251,2,,small n
  ltv,bgnbd:1m,,ratio,1.302156,ratio,626,480,,small n
  ltv,"bgnbd:12m,margin=0.3",,all,1735,JPY,52050,,,
  ltv,"bgnbd:12m,margin=0.3",,one channel,1698,JPY,47546,,,small n
  ltv,"bgnbd:12m,margin=0.3",,across channels,2252,JPY,4504,,,small n
  ltv,"bgnbd:12m,margin=0.3",,ratio,1.326178,ratio,2252,,,small n

A period takes those who bought first in it; of too few nothing is predicted:

  $ omni-kpi ltv=bgnbd:12m --period 2026-02 --as-of 2026-08-31 | grep ^ltv | cut -d, -f4,5,8,12
  all,,0,zero denominator
  one channel,,0,zero denominator
  across channels,,0,zero denominator
  ratio,,,zero denominator
  $ omni-kpi ltv=bgnbd:12m --as-of 2026-01-31 | grep ^ltv | cut -d, -f4,5,8,12
  all,,30,no buyer came back
  one channel,,30,no buyer came back
  across channels,,0,zero denominator
  ratio,,,no buyer came back
  $ omni-kpi ltv=bgnbd 2>&1 | head -n 1
  omni-kpi: 'ltv' has no definition 'bgnbd'; there are: net:all, net:365d, landmark:90d+365d, bgnbd:12m
