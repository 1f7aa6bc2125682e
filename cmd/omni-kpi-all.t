omni-kpi: every figure where there is little to say
===================================================

A number is wrong where there is none: a value that nothing is known of is empty
and says why, and only what was counted and is not there is 0.

  $ omni_kpi() { omni-kpi "$@" | cut -d, -f1,4-8,11,12; }

Before a first merge there are no customers, in one figure as in all; each
record may be taken for one:

  $ printf 'customer_id,channel,event,event_id,occurred_at\n' >empty.csv
  $ omni-import -q -z Asia/Tokyo -S crm -c ec empty.csv
  $ omni-kpi all
  omni-kpi: there are no customers yet: run omni-merge first, or say --records
  [69]
  $ for kpi in $(omni-kpi --list | sed 1d | cut -d, -f1 | uniq); do
  >   omni-kpi $kpi 2>&1 && echo $kpi
  > done | sort | uniq -c | sed 's/^ *//'
  47 omni-kpi: there are no customers yet: run omni-merge first, or say --records
  $ omni_kpi --records all >records.csv

Nothing has happened:

  $ omni-merge -q
  $ omni_kpi all | tee nothing.csv
  kpi,group,value,unit,numerator,denominator,excluded,note
  cross_channel_usage_rate,all,,share,0,0,,zero denominator
  cross_channel_purchase_rate,all,,share,0,0,,zero denominator
  cross_channel_purchase_rate,webrooming,,share,0,0,,zero denominator
  cross_channel_purchase_rate,showrooming,,share,0,0,,zero denominator
  cross_channel_purchase_rate,contact,,share,0,0,,zero denominator
  csat,all,,score,0.000000,0,,zero denominator
  resolution_rate,all,,share,0,0,,zero denominator
  resolution_rate,one channel,,share,0,0,,zero denominator
  resolution_rate,across channels,,share,0,0,,zero denominator
  ltv,all,,,0,0,,zero denominator
  ltv,one channel,,,0,0,,zero denominator
  ltv,across channels,,,0,0,,zero denominator
  ltv,ratio,,ratio,,,,zero denominator
  identification_coverage,all,,share,0,0,,zero denominator
  fcr,all,,share,0,0,,zero denominator
  repeat_contact_rate,all,,share,0,0,,zero denominator
  reopen_rate,all,,share,0,0,,zero denominator
  transfer_rate,all,,share,0,0,,zero denominator
  escalation_rate,all,,share,0,0,,zero denominator
  handoff_context_rate,all,,share,0,0,,zero denominator
  bot_containment,all,,share,0,0,,zero denominator
  self_service_rate,all,,share,0,0,,zero denominator
  faq_gap,all,,share,0,0,,zero denominator
  first_reply_time,all,,seconds,,0,,zero denominator
  resolution_time,all,,seconds,,0,,zero denominator
  handle_time,all,,seconds,,0,,zero denominator
  wait_time,all,,seconds,,0,,zero denominator
  abandonment_rate,all,,share,0,0,,zero denominator
  nps,all,,points,0,0,,zero denominator
  ces,all,,score,0.000000,0,,zero denominator
  effort,all,,steps,0.000000,0,,zero denominator
  repeat_yourself_rate,all,,share,0,0,,zero denominator
  parallel_issue_rate,all,,share,0,0,,zero denominator
  orders,all,0,orders,0,,,
  net_revenue,all,,,,,,no amounts
  aov,all,,,0,0,,zero denominator
  buyers,all,0,customers,0,,,
  repeat_purchase_rate,all,,share,0,0,,zero denominator
  purchase_frequency,all,,orders,0.000000,0,,zero denominator
  return_rate,all,,ratio,0,0,,zero denominator
  bopis_rate,all,,share,0,0,,zero denominator
  rfm,all,,share,0,0,,zero denominator
  retention,all,,share,0,0,,zero denominator
  churn_rate,all,,share,0,0,,zero denominator
  new_customers,all,0,customers,0,,,
  active_customers,all,0,customers,0,,,
  channel_share,all,,share,0,0,,zero denominator
  channel_only_customers,all,,share,0,0,,zero denominator
  channel_overlap,all,,share,0,0,,zero denominator
  switch_rate,all,,share,0,0,,zero denominator
  net_sender,all,0,switches,0,0,,
  off_hours_share,all,,share,0,0,,zero denominator
  maturity,all,,share,0,0,,no two channels with so many customers
  fragmentation,all,,records,0.000000,0,,zero denominator
  $ diff records.csv nothing.csv
  $ omni-kpi channel_by_profile | cut -d, -f1,4-8,11,12
  kpi,group,value,unit,numerator,denominator,excluded,note

There are issues, and all of them are too young to be told; what hangs on no
later event is there, and all other rows are as before:

  $ cat >young.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,outcome,topic
  > 1,bot,inquiry,i1,2026-02-01T10:00:00+09:00,,size
  > 1,bot,handoff,i2,2026-02-01T10:01:00+09:00,,size
  > 1,phone,message,i3,2026-02-01T10:02:00+09:00,,size
  > 2,phone,inquiry,i4,2026-02-03T10:00:00+09:00,resolved,price
  > END
  $ omni-import -q -S crm young.csv && omni-merge -q
  $ omni_kpi all | grep -vxFf nothing.csv
  cross_channel_usage_rate,all,0.500000,share,1,2,,small n
  resolution_rate,all,,share,0,0,pending=2,zero denominator
  resolution_rate,one channel,,share,0,0,pending=1,zero denominator
  resolution_rate,across channels,,share,0,0,pending=1,zero denominator
  identification_coverage,all,1.000000,share,4,4,,small n
  fcr,all,,share,0,0,pending=2,zero denominator
  repeat_contact_rate,all,,share,0,0,pending=2,zero denominator
  reopen_rate,all,,share,0,0,pending=1,zero denominator
  transfer_rate,all,,share,0,0,pending=2,zero denominator
  escalation_rate,all,,share,0,0,pending=2,zero denominator
  handoff_context_rate,all,0.000000,share,0,1,,small n
  bot_containment,all,0.000000,share,0,1,,small n
  self_service_rate,all,,share,0,0,pending=2,zero denominator
  faq_gap,all,0.000000,share,0,2,,small n
  faq_gap,price,0.000000,share,0,1,,small n
  faq_gap,size,0.000000,share,0,1,,small n
  first_reply_time,all,,seconds,,0,pending=2,zero denominator
  resolution_time,all,,seconds,,0,pending=2,zero denominator
  abandonment_rate,all,0.000000,share,0,2,,small n
  effort,all,,steps,0.000000,0,pending=2,zero denominator
  repeat_yourself_rate,all,,share,0,0,pending=2,zero denominator
  parallel_issue_rate,all,0.000000,share,0,2,,small n
  active_customers,all,2,customers,2,,,
  channel_share,all,1.000000,share,4,4,,small n
  channel_share,bot,0.500000,share,2,4,,small n
  channel_share,phone,0.500000,share,2,4,,small n
  channel_only_customers,all,0.500000,share,1,2,,small n
  channel_only_customers,bot,0.000000,share,0,1,,small n
  channel_only_customers,phone,0.500000,share,1,2,,small n
  channel_overlap,bot & phone,0.500000,share,1,2,,small n
  switch_rate,all,0.500000,share,1,2,,small n
  net_sender,all,0,switches,1,1,,
  net_sender,bot,1,switches,1,0,,
  net_sender,phone,-1,switches,0,1,,
  off_hours_share,all,0.500000,share,1,2,,small n
  fragmentation,all,1.000000,records,2.000000,2,,small n

Nothing has happened in the period:

  $ omni_kpi all --period 2025-06 >period.csv
  $ wc -l <nothing.csv
  55
  $ wc -l <period.csv
  55
  $ grep -vxFf nothing.csv period.csv
  cross_channel_usage_rate,all,,share,0,0,no_touch=2,zero denominator

In two currencies, which are never added, and with an order that has no amount:

  $ cat >money.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,amount,currency
  > 1,ec,purchase,p1,2026-02-05T10:00:00+09:00,1000,JPY
  > 1,store,purchase,p2,2026-02-05T11:00:00+09:00,12.50,USD
  > 2,ec,purchase,p3,2026-02-06T10:00:00+09:00,3000,JPY
  > 2,ec,return,r3,2026-02-07T10:00:00+09:00,500,JPY
  > 3,ec,purchase,p4,2026-02-06T11:00:00+09:00,,
  > ,ec,purchase,p5,2026-02-06T11:00:00+09:00,2.5,USD
  > END
  $ omni-import -q -S shop money.csv && omni-merge -q
  $ omni_kpi all | grep -E 'JPY|USD|order|buyer|rfm|purchase|return|net_rev|ltv|aov|channel_share'
  cross_channel_purchase_rate,all,0.000000,share,0,4,anonymous=1,small n
  cross_channel_purchase_rate,webrooming,0.000000,share,0,1,,small n
  cross_channel_purchase_rate,showrooming,0.000000,share,0,3,,small n
  cross_channel_purchase_rate,contact,0.000000,share,0,4,,small n
  ltv,all,,,0,0,no_amount=1,zero denominator
  ltv,one channel,,,0,0,,zero denominator
  ltv,across channels,,,0,0,,zero denominator
  ltv,ratio,,ratio,,,,zero denominator
  ltv,all,1750,JPY,3500,2,,small n
  ltv,one channel,2500,JPY,2500,1,,small n
  ltv,across channels,1000,JPY,1000,1,,small n
  ltv,ratio,0.400000,ratio,1000,2500,,small n; JPY
  ltv,all,12.50,USD,12.50,1,,small n
  ltv,one channel,,USD,0.00,0,,zero denominator
  ltv,across channels,12.50,USD,12.50,1,,small n
  ltv,ratio,,ratio,12.50,,,zero denominator; USD
  orders,all,5,orders,5,,,
  net_revenue,all,,,,,no_amount=1,no amounts
  net_revenue,all,3500,JPY,3500,,,
  net_revenue,all,15.00,USD,15.00,,,
  aov,all,,,0,0,no_amount=1,zero denominator
  aov,all,1750,JPY,3500,2,,small n
  aov,all,7.50,USD,15.00,2,,small n
  buyers,all,3,customers,3,,,
  repeat_purchase_rate,all,0.333333,share,1,3,,small n
  purchase_frequency,all,1.333333,orders,4.000000,3,,small n
  return_rate,all,0.250000,ratio,1,4,anonymous=1,small n
  rfm,R1 F1 M1,0.500000,share,1,2,,small n; JPY
  rfm,R3 F1 M3,0.500000,share,1,2,,small n; JPY
  rfm,R1 F1 M1,1.000000,share,1,1,,small n; USD
  channel_share,all,1.000000,share,10,10,,small n
  channel_share,bot,0.200000,share,2,10,,small n
  channel_share,ec,0.500000,share,5,10,,small n
  channel_share,phone,0.200000,share,2,10,,small n
  channel_share,store,0.100000,share,1,10,,small n
  $ omni_kpi channel_share=revenue return_rate=value
  kpi,group,value,unit,numerator,denominator,excluded,note
  channel_share,all,,share,0,0,no_amount=1,zero denominator
  channel_share,all,1.000000,share,3500,3500,,small n; JPY
  channel_share,ec,1.000000,share,3500,3500,,small n; JPY
  channel_share,all,1.000000,share,15.00,15.00,,small n; USD
  channel_share,ec,0.166667,share,2.50,15.00,,small n; USD
  channel_share,store,0.833333,share,12.50,15.00,,small n; USD
  return_rate,all,,ratio,0,0,no_amount=1,zero denominator
  return_rate,all,0.125000,ratio,500,4000,,small n; JPY
  return_rate,all,0.000000,ratio,0.00,12.50,anonymous=1,small n; USD
