omni-kpi: where there is little to say
======================================

Before a merge there are no customers; when there is nothing to divide by, there
is no value, and no day to keep one under:

  $ printf 'customer_id,channel,event,event_id,occurred_at\n' >empty.csv
  $ omni-import -q -z Asia/Tokyo -S crm -c ec empty.csv
  $ omni-kpi
  omni-kpi: there are no customers yet: run omni-merge first, or say --records
  [69]
  $ omni-kpi --records
  kpi,definition,period,group,value,unit,numerator,denominator,ci_low,ci_high,excluded,note
  cross_channel_usage_rate,channels>=2,,all,,share,0,0,,,,zero denominator
  cross_channel_purchase_rate,any-prior:30d,,all,,share,0,0,,,,zero denominator
  cross_channel_purchase_rate,any-prior:30d,,webrooming,,share,0,0,,,,zero denominator
  cross_channel_purchase_rate,any-prior:30d,,showrooming,,share,0,0,,,,zero denominator
  cross_channel_purchase_rate,any-prior:30d,,contact,,share,0,0,,,,zero denominator
  csat,mean5,,all,,score,0.000000,0,,,,zero denominator
  resolution_rate,no-repeat:7d,,all,,share,0,0,,,,zero denominator
  resolution_rate,no-repeat:7d,,one channel,,share,0,0,,,,zero denominator
  resolution_rate,no-repeat:7d,,across channels,,share,0,0,,,,zero denominator
  ltv,net:all,,all,,,0,0,,,,zero denominator
  ltv,net:all,,one channel,,,0,0,,,,zero denominator
  ltv,net:all,,across channels,,,0,0,,,,zero denominator
  ltv,net:all,,ratio,,ratio,,,,,,zero denominator
  identification_coverage,default,,all,,share,0,0,,,,zero denominator
  $ omni-merge -q
  $ omni-kpi | cut -d, -f1,4-8,12
  kpi,group,value,unit,numerator,denominator,note
  cross_channel_usage_rate,all,,share,0,0,zero denominator
  cross_channel_purchase_rate,all,,share,0,0,zero denominator
  cross_channel_purchase_rate,webrooming,,share,0,0,zero denominator
  cross_channel_purchase_rate,showrooming,,share,0,0,zero denominator
  cross_channel_purchase_rate,contact,,share,0,0,zero denominator
  csat,all,,score,0.000000,0,zero denominator
  resolution_rate,all,,share,0,0,zero denominator
  resolution_rate,one channel,,share,0,0,zero denominator
  resolution_rate,across channels,,share,0,0,zero denominator
  ltv,all,,,0,0,zero denominator
  ltv,one channel,,,0,0,zero denominator
  ltv,across channels,,,0,0,zero denominator
  ltv,ratio,,ratio,,,zero denominator
  identification_coverage,all,,share,0,0,zero denominator
  $ omni-kpi csat -f table
  group  value  unit   numerator  denominator  note
  ─────  ─────  ─────  ─────────  ───────────  ────────────────
  Customer satisfaction 顧客満足度: csat=mean5
  all           score      0.000            0  zero denominator
    scores brought to 1-5 by 1 + 4 (s - lowest) / (highest - lowest), averaged; good is 5, bad is 1
  
  Identification coverage 顧客特定率: identification_coverage=default
  all                          0            0  zero denominator
    events with a customer / events
  $ omni-kpi snapshot
  omni-kpi: there are no events yet, so there is no day to keep values under: say --as-of
  [69]
  $ omni-kpi csat --period last-month
  omni-kpi: there are no events yet to count back from: say --as-of
  [69]
  $ omni-kpi csat -f prometheus | grep as_of
  [1]
  $ omni-kpi csat --by age -f table
  group  value
  ─────  ─────

Issues that are too young to be told are not resolved and not unresolved:

  $ cat >young.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,outcome,topic
  > 1,phone,inquiry,i1,2026-02-01T10:00:00+09:00,,size
  > 2,chat,inquiry,i2,2026-02-03T10:00:00+09:00,resolved,price
  > 2,phone,inquiry,i3,2026-02-04T10:00:00+09:00,,price
  > END
  $ omni-import -q -S crm young.csv && omni-merge -q
  $ omni-kpi resolution_rate | cut -d, -f4-8,11,12
  group,value,unit,numerator,denominator,excluded,note
  all,,share,0,0,pending=2,zero denominator
  one channel,,share,0,0,pending=1,zero denominator
  across channels,,share,0,0,pending=1,zero denominator
  all,1.000000,share,3,3,,small n
  $ omni-kpi resolution_rate --as-of 2026-02-10 | cut -d, -f4-8,11,12
  group,value,unit,numerator,denominator,excluded,note
  all,0.000000,share,0,1,pending=1,small n
  one channel,0.000000,share,0,1,,small n
  across channels,,share,0,0,pending=1,zero denominator
  all,1.000000,share,3,3,,small n
  $ omni-kpi resolution_rate=cohort | cut -d, -f4-8,11,12
  group,value,unit,numerator,denominator,excluded,note
  all,0.000000,share,0,2,,small n
  one channel,0.000000,share,0,1,,small n
  across channels,0.000000,share,0,1,,small n
  all,1.000000,share,3,3,,small n

A period in which nothing happened:

  $ omni-kpi --period 2025-06 | cut -d, -f1,3-8,12
  kpi,period,group,value,unit,numerator,denominator,note
  cross_channel_usage_rate,2025-06,all,,share,0,0,zero denominator
  cross_channel_purchase_rate,2025-06,all,,share,0,0,zero denominator
  cross_channel_purchase_rate,2025-06,webrooming,,share,0,0,zero denominator
  cross_channel_purchase_rate,2025-06,showrooming,,share,0,0,zero denominator
  cross_channel_purchase_rate,2025-06,contact,,share,0,0,zero denominator
  csat,2025-06,all,,score,0.000000,0,zero denominator
  resolution_rate,2025-06,all,,share,0,0,zero denominator
  resolution_rate,2025-06,one channel,,share,0,0,zero denominator
  resolution_rate,2025-06,across channels,,share,0,0,zero denominator
  ltv,2025-06,all,,,0,0,zero denominator
  ltv,2025-06,one channel,,,0,0,zero denominator
  ltv,2025-06,across channels,,,0,0,zero denominator
  ltv,2025-06,ratio,,ratio,,,zero denominator
  identification_coverage,2025-06,all,,share,0,0,zero denominator
  $ omni-kpi csat --by month --period 2025-06
  kpi,definition,period,group,value,unit,numerator,denominator,ci_low,ci_high,excluded,note
  $ omni-kpi csat --period 2026-02 --compare previous | cut -d, -f1,4,5,12-
  kpi,group,value,note,previous_period,previous,change,change_low,change_high
  csat,all,,zero denominator,2026-01-01/2026-01-31,,,,
  identification_coverage,all,1.000000,small n,2026-01-01/2026-01-31,,,,
  $ omni-kpi csat --from 2026-03-01 --to 2026-02-01
  omni-kpi: --to is before --from: nothing between
  try 'omni-kpi --help'
  [64]

Two currencies are never added; one may be asked for:

  $ cat >money.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,amount,currency
  > 1,ec,purchase,p1,2026-02-05T10:00:00+09:00,1000,JPY
  > 1,store,purchase,p2,2026-02-05T11:00:00+09:00,12.50,USD
  > 2,ec,purchase,p3,2026-02-06T10:00:00+09:00,3000,JPY
  > 3,ec,purchase,p4,2026-02-06T11:00:00+09:00,,
  > END
  $ omni-import -q -S crm money.csv && omni-merge -q
  $ omni-kpi ltv | cut -d, -f4-8,11,12
  group,value,unit,numerator,denominator,excluded,note
  all,,,0,0,no_amount=1,zero denominator
  one channel,,,0,0,,zero denominator
  across channels,,,0,0,,zero denominator
  ratio,,ratio,,,,zero denominator
  all,2000,JPY,4000,2,,small n
  one channel,,JPY,0,0,,zero denominator
  across channels,2000,JPY,4000,2,,small n
  ratio,,ratio,2000,,,zero denominator; JPY
  all,12.50,USD,12.50,1,,small n
  one channel,,USD,0.00,0,,zero denominator
  across channels,12.50,USD,12.50,1,,small n
  ratio,,ratio,12.50,,,zero denominator; USD
  all,1.000000,share,7,7,,small n
  $ omni-kpi ltv --currency USD | cut -d, -f4-8,12
  group,value,unit,numerator,denominator,note
  all,12.50,USD,12.50,1,small n
  one channel,,USD,0.00,0,zero denominator
  across channels,12.50,USD,12.50,1,small n
  ratio,,ratio,12.50,,zero denominator
  all,1.000000,share,7,7,small n
  $ omni-kpi ltv --currency EUR | cut -d, -f4-8,12
  group,value,unit,numerator,denominator,note
  all,,,0,0,zero denominator
  one channel,,,0,0,zero denominator
  across channels,,,0,0,zero denominator
  ratio,,ratio,,,zero denominator
  all,1.000000,share,7,7,small n
  $ omni-kpi ltv -f prometheus | grep '^omni_kpi_n.*group="ratio"'
  omni_kpi_numerator{kpi="ltv",definition="net:all",group="ratio",unit="ratio",currency="JPY"} 2000
  omni_kpi_numerator{kpi="ltv",definition="net:all",group="ratio",unit="ratio",currency="USD"} 12.50

An interval needs two values:

  $ omni-kpi ltv --currency JPY | cut -d, -f4,5,8-10
  group,value,denominator,ci_low,ci_high
  all,2000,2,-10706,14706
  one channel,,0,,
  across channels,2000,2,-10706,14706
  ratio,,,,
  all,1.000000,7,0.645670,1.000000
