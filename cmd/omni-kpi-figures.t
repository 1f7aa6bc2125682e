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

Every figure in one pass; with --by those that have values by it:

  $ omni-kpi all | cut -d, -f1 | uniq | sed 1d >asked
  $ omni-kpi --list | cut -d, -f1 | uniq | sed 1d >listed
  $ diff asked listed
  $ omni-kpi all --by stage | grep ^ltv
  [1]
