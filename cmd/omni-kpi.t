omni-kpi: key figures, each with its definition and its parts
=============================================================

  $ cat >events.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,outcome,topic,amount,currency,csat
  > 1,ec,view,v1,2026-01-05T10:00:00+09:00,,,,,
  > 1,store,purchase,p1,2026-01-20T10:00:00+09:00,,,1000,JPY,
  > 1,phone,inquiry,i1,2026-01-21T10:00:00+09:00,,size,,,
  > 1,chat,inquiry,i2,2026-01-22T10:00:00+09:00,resolved,size,,,5
  > 2,ec,purchase,p2,2026-02-01T10:00:00+09:00,,,2000,JPY,
  > 2,ec,return,r2,2026-02-02T10:00:00+09:00,,,500,JPY,
  > 3,phone,inquiry,i3,2026-02-03T10:00:00+09:00,resolved,price,,,2
  > ,store,purchase,p4,2026-02-04T10:00:00+09:00,,,300,JPY,4
  > 3,phone,inquiry,i5,2026-03-01T10:00:00+09:00,,price,,,
  > END
  $ omni-import -q -z Asia/Tokyo -S crm events.csv

Customers are what a merge finds; before it there are only records:

  $ omni-kpi
  omni-kpi: there are no customers yet: run omni-merge first, or say --records
  [69]
  $ omni-kpi --records cross_channel_usage_rate | cut -d, -f1-8
  kpi,definition,period,group,value,unit,numerator,denominator
  cross_channel_usage_rate,channels>=2,,all,0.333333,share,1,3
  identification_coverage,default,,all,0.888889,share,8,9

The five of the mission, and how much of what happened has a name:

  $ omni-merge -q
  $ omni-kpi | cut -d, -f1,2,4-8,11,12
  kpi,definition,group,value,unit,numerator,denominator,excluded,note
  cross_channel_usage_rate,channels>=2,all,0.333333,share,1,3,anonymous_touches=1,small n
  cross_channel_purchase_rate,any-prior:30d,all,0.500000,share,1,2,anonymous=1,small n
  cross_channel_purchase_rate,any-prior:30d,webrooming,1.000000,share,1,1,,small n
  cross_channel_purchase_rate,any-prior:30d,showrooming,0.000000,share,0,1,,small n
  cross_channel_purchase_rate,any-prior:30d,contact,0.000000,share,0,2,,small n
  csat,mean5,all,3.666667,score,11.000000,3,,small n
  csat,mean5,chat,5.000000,score,5.000000,1,,small n
  csat,mean5,phone,2.000000,score,2.000000,1,,small n
  csat,mean5,store,4.000000,score,4.000000,1,,small n
  resolution_rate,no-repeat:7d,all,1.000000,share,2,2,pending=1,small n
  resolution_rate,no-repeat:7d,one channel,1.000000,share,1,1,pending=1,small n
  resolution_rate,no-repeat:7d,across channels,1.000000,share,1,1,,small n
  ltv,net:all,all,1250,JPY,2500,2,,small n
  ltv,net:all,one channel,1500,JPY,1500,1,,small n
  ltv,net:all,across channels,1000,JPY,1000,1,,small n
  ltv,net:all,ratio,0.666667,ratio,1000,1500,,small n
  identification_coverage,default,all,0.888889,share,8,9,,small n

Other definitions, month by month, in a period; a period chooses what is
counted, looking back goes beyond it:

  $ omni-kpi csat=top2 --by month | cut -d, -f1-4,7,8
  kpi,definition,period,group,numerator,denominator
  csat,top2,2026-01,all,1,1
  csat,top2,2026-01,chat,1,1
  csat,top2,2026-02,all,1,2
  csat,top2,2026-02,phone,0,1
  csat,top2,2026-02,store,1,1
  identification_coverage,default,2026-01,all,4,4
  identification_coverage,default,2026-02,all,3,4
  identification_coverage,default,2026-03,all,1,1
  $ omni-kpi cross_channel_purchase_rate=customers:30d --from 2026-01-20 \
  >   --to 2026-01-20 | sed -n 2p
  cross_channel_purchase_rate,customers:30d,2026-01-20/2026-01-20,all,1.000000,share,1,1,0.206549,1.000000,,small n
  $ omni-kpi cross_channel_usage_rate=groups\>=2 --touches purchase,return \
  >   --period 2026-02 | sed -n 2p
  cross_channel_usage_rate,"groups>=2,touches=purchase+return",2026-02,all,0.000000,share,0,1,0.000000,0.793451,no_touch=2;anonymous_touches=1,small n
  $ omni-kpi csat --period last-month | cut -d, -f1,3-5
  kpi,period,group,value
  csat,2026-02-01/2026-02-28,all,3.000000
  csat,2026-02-01/2026-02-28,phone,2.000000
  csat,2026-02-01/2026-02-28,store,4.000000
  identification_coverage,2026-02-01/2026-02-28,all,0.750000
  $ omni-kpi csat --period last-30d --as-of 2026-02-10 | cut -d, -f1,3-5
  kpi,period,group,value
  csat,2026-01-11/2026-02-09,all,3.666667
  csat,2026-01-11/2026-02-09,chat,5.000000
  csat,2026-01-11/2026-02-09,phone,2.000000
  csat,2026-01-11/2026-02-09,store,4.000000
  identification_coverage,2026-01-11/2026-02-09,all,0.857143

Beside the period before, or that of the year before; what is only there is
listed, too:

  $ omni-kpi csat=top2 --period 2026-02 --compare previous | cut -d, -f1-5,7,8,12-
  kpi,definition,period,group,value,numerator,denominator,note,previous_period,previous,change,change_low,change_high
  csat,top2,2026-02,all,0.500000,1,2,small n; change not significant,2026-01-01/2026-01-31,1.000000,-0.500000,-0.905469,0.391049
  csat,top2,2026-02,chat,,,,only in the earlier period,2026-01-01/2026-01-31,1.000000,,,
  csat,top2,2026-02,phone,0.000000,0,1,small n,,,,,
  csat,top2,2026-02,store,1.000000,1,1,small n,,,,,
  identification_coverage,default,2026-02,all,0.750000,3,4,small n; change not significant,2026-01-01/2026-01-31,1.000000,-0.250000,-0.699358,0.280827
  $ omni-kpi identification_coverage --by month --compare previous | cut -d, -f3,5,8,12-
  period,value,denominator,note,previous_period,previous,change,change_low,change_high
  2026-01,1.000000,4,small n,,,,,
  2026-02,0.750000,4,small n; change not significant,2026-01,1.000000,-0.250000,-0.699358,0.280827
  2026-03,1.000000,1,small n; change not significant,2026-02,0.750000,0.250000,-0.569359,0.699358
  $ omni-kpi orders --by month,channel --compare previous | cut -d, -f1,3-5,12-15
  kpi,period,group,value,note,previous_period,previous,change
  orders,2026-01,store,1,,,,
  orders,2026-02,ec,1,,,,
  orders,2026-02,store,1,,2026-01,1,0
  orders,2026-03,ec,,only in the earlier period,2026-02,1,
  orders,2026-03,store,,only in the earlier period,2026-02,1,
  $ omni-kpi ltv --period 2026-03 --compare previous | cut -d, -f4-8,12-
  group,value,unit,numerator,denominator,note,previous_period,previous,change,change_low,change_high
  all,,,0,0,zero denominator,,,,,
  one channel,,,0,0,zero denominator,,,,,
  across channels,,,0,0,zero denominator,,,,,
  ratio,,ratio,,,zero denominator,,,,,
  all,,JPY,,,only in the earlier period,2026-02-01/2026-02-28,1500,,,
  one channel,,JPY,,,only in the earlier period,2026-02-01/2026-02-28,1500,,,
  all,1.000000,share,1,1,small n; change not significant,2026-02-01/2026-02-28,0.750000,0.250000,-0.569359,0.699358
  $ omni-kpi csat --compare year
  omni-kpi: --compare needs a period: say --period, or --by month
  try 'omni-kpi --help'
  [64]
  $ omni-kpi csat --compare last --period 2026-02
  omni-kpi: option '--compare' takes one of previous, year: 'last'
  try 'omni-kpi --help'
  [64]

What rests on few is hidden, and what would tell it:

  $ omni-kpi csat csat=top2 identification_coverage --min-cell 2 | cut -d, -f1-7,12
  kpi,definition,period,group,value,unit,numerator,note
  csat,mean5,,all,,score,,hidden by --min-cell 2
  csat,mean5,,chat,,score,,hidden by --min-cell 2
  csat,mean5,,phone,,score,,hidden by --min-cell 2
  csat,mean5,,store,,score,,hidden by --min-cell 2
  csat,top2,,all,,share,,hidden by --min-cell 2
  csat,top2,,chat,,share,,hidden by --min-cell 2
  csat,top2,,phone,,share,,hidden by --min-cell 2
  csat,top2,,store,,share,,hidden by --min-cell 2
  identification_coverage,default,,all,,share,,hidden by --min-cell 2
  $ omni-kpi resolution_rate --min-cell 2 | cut -d, -f1,4-8,11,12
  kpi,group,value,unit,numerator,denominator,excluded,note
  resolution_rate,all,1.000000,share,2,2,pending,small n
  resolution_rate,one channel,,share,,,,hidden by --min-cell 2
  resolution_rate,across channels,,share,,,,hidden by --min-cell 2
  identification_coverage,all,,share,,,,hidden by --min-cell 2
  $ omni-kpi orders --by month --min-cell 2 --compare previous | cut -d, -f1,3-5,12-15
  kpi,period,group,value,note,previous_period,previous,change
  orders,2026-01,all,,hidden by --min-cell 2,,,
  orders,2026-02,all,2,previous is hidden,2026-01,,
  orders,2026-03,all,,only in the earlier period,2026-02,2,

What is known of customers breaks figures down, too:

  $ cat >people.csv <<'END'
  > customer_id,channel,gender,birth_date,attr:rank
  > 1,ec,女性,1990-05-05,gold
  > 2,ec,m,1970,silver
  > END
  $ omni-import -q -S crm people.csv && omni-merge -q
  $ omni-kpi ltv --by gender,age | grep -v ' / .* / ' | cut -d, -f1,4-8
  kpi,group,value,unit,numerator,denominator
  ltv,female / 30-39,1000,JPY,1000,1
  ltv,male / 50-59,1500,JPY,1500,1
  $ omni-kpi csat --by attr:rank,hour,month | cut -d, -f1,3-8
  kpi,period,group,value,unit,numerator,denominator
  csat,2026-02,none / 10,2.000000,score,2.000000,1
  csat,2026-02,none / 10 / phone,2.000000,score,2.000000,1
  csat,2026-01,gold / 10,5.000000,score,5.000000,1
  csat,2026-01,gold / 10 / chat,5.000000,score,5.000000,1

and chooses whose events are looked at:

  $ omni-kpi ltv --where attr:rank=gold | cut -d, -f1,4-8
  kpi,group,value,unit,numerator,denominator
  ltv,all,1000,JPY,1000,1
  ltv,one channel,,JPY,0,0
  ltv,across channels,1000,JPY,1000,1
  ltv,ratio,,ratio,1000,
  identification_coverage,all,1.000000,share,4,4
  $ omni-kpi identification_coverage --where gender=女 | cut -d, -f7,8
  numerator,denominator
  4,4
  $ omni-kpi ltv --where birth_date=1990
  omni-kpi: '--where' cannot ask for 'birth_date'
  try 'omni-kpi --help'
  [64]

For people each figure says what it means, shares are per cent, and bars show
how it went from month to month:

  $ omni-kpi csat csat=top2 --channel store -f table
  group   value  unit   trend        ci_low  ci_high  numerator  denominator  note
  ─────  ──────  ─────  ───────────  ──────  ───────  ─────────  ───────────  ───────
  Customer satisfaction 顧客満足度: csat=mean5
  all     4.000  score                                    4.000            1  small n
  store   4.000  score                                    4.000            1  small n
    scores brought to 1-5 by 1 + 4 (s - lowest) / (highest - lowest), averaged; good is 5, bad is 1
  
  Customer satisfaction 顧客満足度: csat=top2
  all    100.0%                       20.7%   100.0%          1            1  small n
  store  100.0%                       20.7%   100.0%          1            1  small n
    ratings of 4 or more on that scale / ratings
  
  Identification coverage 顧客特定率: identification_coverage=default
  all     50.0%                  █▁    9.5%    90.5%          1            2  small n
    events with a customer / events
  $ omni-kpi cross_channel_purchase_rate --by stage -f table
  group                 value  trend        ci_low  ci_high  numerator  denominator  note
  ───────────────────  ──────  ───────────  ──────  ───────  ─────────  ───────────  ───────
  Cross-channel purchase rate クロスチャネル購入率: cross_channel_purchase_rate=any-prior:30d
  first                 50.0%           █▁    9.5%    90.5%          1            2  small n
  first / webrooming   100.0%                20.7%   100.0%          1            1  small n
  first / showrooming    0.0%                 0.0%    79.3%          0            1  small n
  first / contact        0.0%           ▅▅    0.0%    65.8%          0            2  small n
    orders with a view, visit, inquiry or message of the customer on another channel before, at most N
    days / orders of identified customers; webrooming: online before physical / physical orders;
    showrooming: physical before online / online orders; contact: contact before any / orders

For monitoring:

  $ omni-kpi csat ltv -f prometheus --period 2026-02 -o omni.prom
  $ cat omni.prom
  # HELP omni_kpi_value The key figure.
  # TYPE omni_kpi_value gauge
  omni_kpi_value{kpi="csat",definition="mean5",period="2026-02",group="all",unit="score"} 3.000000
  omni_kpi_value{kpi="csat",definition="mean5",period="2026-02",group="phone",unit="score"} 2.000000
  omni_kpi_value{kpi="csat",definition="mean5",period="2026-02",group="store",unit="score"} 4.000000
  omni_kpi_value{kpi="ltv",definition="net:all",period="2026-02",group="all",unit="JPY"} 1500
  omni_kpi_value{kpi="ltv",definition="net:all",period="2026-02",group="one channel",unit="JPY"} 1500
  omni_kpi_value{kpi="identification_coverage",definition="default",period="2026-02",group="all",unit="share"} 0.750000
  # HELP omni_kpi_numerator What was divided.
  # TYPE omni_kpi_numerator gauge
  omni_kpi_numerator{kpi="csat",definition="mean5",period="2026-02",group="all",unit="score"} 6.000000
  omni_kpi_numerator{kpi="csat",definition="mean5",period="2026-02",group="phone",unit="score"} 2.000000
  omni_kpi_numerator{kpi="csat",definition="mean5",period="2026-02",group="store",unit="score"} 4.000000
  omni_kpi_numerator{kpi="ltv",definition="net:all",period="2026-02",group="all",unit="JPY"} 1500
  omni_kpi_numerator{kpi="ltv",definition="net:all",period="2026-02",group="one channel",unit="JPY"} 1500
  omni_kpi_numerator{kpi="ltv",definition="net:all",period="2026-02",group="across channels",unit="JPY"} 0
  omni_kpi_numerator{kpi="identification_coverage",definition="default",period="2026-02",group="all",unit="share"} 3
  # HELP omni_kpi_denominator What it was divided by.
  # TYPE omni_kpi_denominator gauge
  omni_kpi_denominator{kpi="csat",definition="mean5",period="2026-02",group="all",unit="score"} 2
  omni_kpi_denominator{kpi="csat",definition="mean5",period="2026-02",group="phone",unit="score"} 1
  omni_kpi_denominator{kpi="csat",definition="mean5",period="2026-02",group="store",unit="score"} 1
  omni_kpi_denominator{kpi="ltv",definition="net:all",period="2026-02",group="all",unit="JPY"} 1
  omni_kpi_denominator{kpi="ltv",definition="net:all",period="2026-02",group="one channel",unit="JPY"} 1
  omni_kpi_denominator{kpi="ltv",definition="net:all",period="2026-02",group="across channels",unit="JPY"} 0
  omni_kpi_denominator{kpi="ltv",definition="net:all",period="2026-02",group="ratio",unit="ratio",currency="JPY"} 1500
  omni_kpi_denominator{kpi="identification_coverage",definition="default",period="2026-02",group="all",unit="share"} 4
  # HELP omni_kpi_ci_low Lower end of the 95 % confidence interval.
  # TYPE omni_kpi_ci_low gauge
  omni_kpi_ci_low{kpi="csat",definition="mean5",period="2026-02",group="all",unit="score"} -9.706205
  omni_kpi_ci_low{kpi="identification_coverage",definition="default",period="2026-02",group="all",unit="share"} 0.300642
  # HELP omni_kpi_ci_high Upper end of the 95 % confidence interval.
  # TYPE omni_kpi_ci_high gauge
  omni_kpi_ci_high{kpi="csat",definition="mean5",period="2026-02",group="all",unit="score"} 15.706205
  omni_kpi_ci_high{kpi="identification_coverage",definition="default",period="2026-02",group="all",unit="share"} 0.954413
  # HELP omni_kpi_excluded What was left out, by reason.
  # TYPE omni_kpi_excluded gauge
  # HELP omni_kpi_as_of_timestamp_seconds The time that the figures are of.
  # TYPE omni_kpi_as_of_timestamp_seconds gauge
  omni_kpi_as_of_timestamp_seconds 1772326800.000000
  $ grep -v '^#' omni.prom |
  >   grep -cvE '^omni_kpi_[a-z_]+(\{([a-z]+="[^"]*",?)+\})? -?[0-9.]+$'
  0
  [1]
  $ omni-kpi csat -f prometheus --period last-month | grep -c 'period="last-month"'
  16
  $ omni-kpi -f prometheus --compare year --period 2026
  omni-kpi: '-f prometheus' is for figures alone: not with snapshot, --check, --compare and the like
  try 'omni-kpi --help'
  [64]

What a figure means:

  $ omni-kpi --explain resolution_rate
  resolution_rate: Resolution rate, 解決率
  
    resolution_rate=no-repeat:7d (default)
        issues resolved and neither reopened nor asked again within N days /
        issues that are not pending
        unit: share
    resolution_rate=cohort
        issues resolved / issues opened, pending too
        unit: share
    resolution_rate=flow
        issues resolved in the period / issues opened in the period
        unit: ratio
  
    groups:     all, one channel, across channels
    dated by:   opening time of the issue
    excluded:   pending
    --by:       channel, group, source, month, week, day, first_channel, stage,
                household, account, gender, age, attr:NAME, hour
    note:       an issue is across channels if the customer used more than one
                in it
  $ omni-kpi --list | grep ^csat,top2
  csat,top2,Customer satisfaction,顧客満足度,share,ratings of 4 or more on that scale / ratings,rating time,"all, each channel","channel, group, source, month, week, day, first_channel, stage, household, account, gender, age, attr:NAME, hour",other_scale,anonymous ratings count; the channel is that of the rated event

Wrong questions:

  $ omni-kpi nps2
  omni-kpi: there is no key figure 'nps2': see 'omni-kpi --list'
  try 'omni-kpi --help'
  [64]
  $ omni-kpi csat=best
  omni-kpi: 'csat' has no definition 'best'; there are: mean5, top2, good, pct_of_max
  try 'omni-kpi --help'
  [64]
  $ omni-kpi ltv --by stage
  omni-kpi: 'ltv' has no value by stage
  try 'omni-kpi --help'
  [64]
  $ omni-kpi --by year
  omni-kpi: '--by' does not know 'year': channel, group, source, month, week, day, first_channel, stage, household, account, gender, age, attr:NAME or hour
  try 'omni-kpi --help'
  [64]
  $ omni-kpi --currency ABC
  omni-kpi: no currency 'ABC' (ISO 4217, such as JPY)
  try 'omni-kpi --help'
  [64]
  $ omni-kpi --period 2026 --from 2026-01-01
  omni-kpi: --period goes without --from and --to
  try 'omni-kpi --help'
  [64]
  $ omni-kpi -s nowhere.db
  omni-kpi: there is no store 'nowhere.db'
  [66]
  $ omni-kpi >/dev/full
  omni-kpi: cannot write standard output: No space left on device
  [74]
