omni-kpi: all figures
=====================

  $ cat >events.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,outcome,topic,amount,currency,nps
  > 1,faq,view,f1,2026-01-21T09:00:00+09:00,,size,,,
  > 1,bot,inquiry,i1,2026-01-21T10:00:00+09:00,,size,,,
  > 1,phone,inquiry,i2,2026-01-21T11:00:00+09:00,resolved,size,,,9
  > 2,phone,inquiry,i3,2026-01-24T20:00:00+09:00,resolved,price,,,6
  > 2,ec,purchase,p1,2026-01-25T10:00:00+09:00,,,2000,JPY,
  > ,store,purchase,p2,2026-01-26T10:00:00+09:00,,,1000,JPY,
  > 2,ec,view,v1,2026-03-01T10:00:00+09:00,,,,,
  > END
  $ omni-import -q -z Asia/Tokyo -S crm events.csv
  $ omni-merge -q

How service went, by the person over all channels:

  $ omni-kpi fcr transfer_rate escalation_rate bot_containment effort \
  >   repeat_yourself_rate faq_gap nps | cut -d, -f1,2,4-8,11
  kpi,definition,group,value,unit,numerator,denominator,excluded
  fcr,person:7d,all,0.500000,share,1,2,
  transfer_rate,default,all,0.000000,share,0,2,
  escalation_rate,default,all,0.500000,share,1,2,
  bot_containment,contained,all,0.000000,share,0,1,
  effort,default,all,2.000000,steps,4.000000,2,
  repeat_yourself_rate,default,all,0.500000,share,1,2,
  faq_gap,after-view:1d,all,0.666667,share,2,3,
  faq_gap,after-view:1d,price,0.000000,share,0,1,
  faq_gap,after-view:1d,size,1.000000,share,2,2,
  nps,default,all,0.000000,points,0,2,
  nps,default,phone,0.000000,points,0,2,

Somebody is there on Saturdays too, until nine:

  $ omni-kpi off_hours_share | cut -d, -f1,2,7,8
  kpi,definition,numerator,denominator
  off_hours_share,default,1,3
  $ omni-kpi off_hours_share --hours 9-21 --workdays mon-sat | sed -n 2p
  off_hours_share,"default,hours=9-21,workdays=mon-sat",,all,0.000000,share,0,3,0.000000,0.561497,,small n
  $ omni-kpi off_hours_share --hours 9
  omni-kpi: no hours '9' (such as 9-18 or 8:30-17:00)
  try 'omni-kpi --help'
  [64]
  $ omni-kpi off_hours_share --workdays monday
  omni-kpi: no days 'monday' (such as mon-fri or mon,wed,sat)
  try 'omni-kpi --help'
  [64]

Orders and buyers, whoever it was and those who are known:

  $ omni-kpi orders net_revenue aov buyers repeat_purchase_rate=prior \
  >   new_customers rfm retention=months:1 | cut -d, -f1,2,4-8,12
  kpi,definition,group,value,unit,numerator,denominator,note
  orders,default,all,2,orders,2,,
  net_revenue,default,all,3000,JPY,3000,,
  aov,default,all,1500,JPY,3000,2,small n
  buyers,default,all,1,customers,1,,
  repeat_purchase_rate,prior,all,0.000000,share,0,1,small n
  new_customers,first-order,all,1,customers,1,,
  rfm,quintiles,R1 F1 M1,1.000000,share,1,1,small n
  retention,months:1,2026-01 / +00,1.000000,share,1,1,small n
  retention,months:1,2026-01 / +01,0.000000,share,0,1,small n

Channels:

  $ omni-kpi channel_share channel_only_customers channel_overlap switch_rate \
  >   net_sender fragmentation maturity=customers\>=1 | cut -d, -f1,4-8,12
  kpi,group,value,unit,numerator,denominator,note
  channel_share,all,1.000000,share,7,7,small n
  channel_share,bot,0.142857,share,1,7,small n
  channel_share,ec,0.285714,share,2,7,small n
  channel_share,faq,0.142857,share,1,7,small n
  channel_share,phone,0.285714,share,2,7,small n
  channel_share,store,0.142857,share,1,7,small n
  channel_only_customers,all,0.000000,share,0,2,small n
  channel_only_customers,bot,0.000000,share,0,1,small n
  channel_only_customers,ec,0.000000,share,0,1,small n
  channel_only_customers,faq,0.000000,share,0,1,small n
  channel_only_customers,phone,0.000000,share,0,2,small n
  channel_overlap,bot & ec,0.000000,share,0,2,small n
  channel_overlap,bot & faq,1.000000,share,1,1,small n
  channel_overlap,bot & phone,0.500000,share,1,2,small n
  channel_overlap,ec & faq,0.000000,share,0,2,small n
  channel_overlap,ec & phone,0.500000,share,1,2,small n
  channel_overlap,faq & phone,0.500000,share,1,2,small n
  switch_rate,all,1.000000,share,3,3,small n
  net_sender,all,0,switches,3,3,
  net_sender,bot,0,switches,1,1,
  net_sender,ec,-1,switches,0,1,
  net_sender,faq,1,switches,1,0,
  net_sender,phone,0,switches,1,1,
  fragmentation,all,1.000000,records,2.000000,2,small n
  maturity,bot & ec,0.000000,share,0,2,multi
  maturity,bot & ec / issues,,share,0,0,zero denominator
  maturity,bot & faq,1.000000,share,1,1,cross
  maturity,bot & faq / issues,,share,0,0,zero denominator
  maturity,bot & phone,0.500000,share,1,2,omni
  maturity,bot & phone / issues,1.000000,share,1,1,small n
  maturity,ec & faq,0.000000,share,0,2,multi
  maturity,ec & faq / issues,,share,0,0,zero denominator
  maturity,ec & phone,0.500000,share,1,2,cross
  maturity,ec & phone / issues,,share,0,0,zero denominator
  maturity,faq & phone,0.500000,share,1,2,cross
  maturity,faq & phone / issues,,share,0,0,zero denominator
  $ omni-kpi channel_by_profile | sed -n 2,3p
  channel_by_profile,default,,none / none / 09,1.000000,share,1,1,0.206549,1.000000,,small n
  channel_by_profile,default,,none / none / 09 / faq,1.000000,share,1,1,0.206549,1.000000,,small n

Every figure in one pass, but the one that is a long table; with --by those
that have values by it:

  $ omni-kpi all | cut -d, -f1 | uniq | sed 1d >asked
  $ omni-kpi --list | cut -d, -f1 | uniq | sed 1d >listed
  $ grep -vxFf asked listed
  channel_by_profile
  $ omni-kpi all --by stage | grep ^ltv
  [1]

By what sources know their records, which is all that they can be joined by: a
value of a record counts once, however it is written. Records have no time and
no channel:

  $ cat >people.csv <<'END'
  > customer_id,channel,email,phone,id:line
  > 1,ec,mori@mori.jp,03-1234-5678,
  > 1,ec,MORI@mori.jp,+81 3 1234 5678,
  > 2,ec,,,
  > END
  $ cat >friends.csv <<'END'
  > customer_id,channel,email,phone,id:line
  > a,sns,mori@mori.jp,,U1
  > END
  $ omni-import -q -S shop people.csv
  $ omni-import -q -S line friends.csv && omni-merge -q
  $ omni-kpi fragmentation=identifiers | cut -d, -f1,2,4-8
  kpi,definition,group,value,unit,numerator,denominator
  fragmentation,identifiers,all,0.800000,identifiers,4.000000,5
  fragmentation,identifiers,email,0.400000,identifiers,2.000000,5
  fragmentation,identifiers,phone,0.200000,identifiers,1.000000,5
  fragmentation,identifiers,id,0.200000,identifiers,1.000000,5
  fragmentation,identifiers,crm,0.000000,identifiers,0.000000,2
  fragmentation,identifiers,crm / email,0.000000,identifiers,0.000000,2
  fragmentation,identifiers,crm / phone,0.000000,identifiers,0.000000,2
  fragmentation,identifiers,crm / id,0.000000,identifiers,0.000000,2
  fragmentation,identifiers,line,2.000000,identifiers,2.000000,1
  fragmentation,identifiers,line / email,1.000000,identifiers,1.000000,1
  fragmentation,identifiers,line / phone,0.000000,identifiers,0.000000,1
  fragmentation,identifiers,line / id,1.000000,identifiers,1.000000,1
  fragmentation,identifiers,shop,1.000000,identifiers,2.000000,2
  fragmentation,identifiers,shop / email,0.500000,identifiers,1.000000,2
  fragmentation,identifiers,shop / phone,0.500000,identifiers,1.000000,2
  fragmentation,identifiers,shop / id,0.000000,identifiers,0.000000,2
  $ omni-kpi fragmentation=identifiers --by source
  omni-kpi: 'fragmentation=identifiers' counts the records of each source as they are now: it goes without --by
  try 'omni-kpi --help'
  [64]
  $ omni-kpi fragmentation=identifiers --period 2026
  omni-kpi: 'fragmentation=identifiers' counts the records of each source as they are now: it goes without --period, --from and --to
  try 'omni-kpi --help'
  [64]
  $ omni-kpi fragmentation=identifiers --channel ec
  omni-kpi: 'fragmentation=identifiers' counts the records of each source as they are now: it goes without --channel, --event and the like
  try 'omni-kpi --help'
  [64]
  $ omni-kpi fragmentation=identifiers --where gender=male
  omni-kpi: the identifiers of sources are those of all records: not with --where
  try 'omni-kpi --help'
  [64]
  $ omni-kpi all --period 2026 | grep -c ^fragmentation
  1
