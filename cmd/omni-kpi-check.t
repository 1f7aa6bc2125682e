omni-kpi: values that are kept, and targets
===========================================

  $ cat >events.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,outcome,topic,amount,currency,csat
  > 1,ec,view,v1,2026-01-05T10:00:00+09:00,,,,,
  > 1,store,purchase,p1,2026-01-20T10:00:00+09:00,,,1000,JPY,5
  > 2,ec,purchase,p2,2026-02-01T10:00:00+09:00,,,2000,JPY,4
  > 3,phone,inquiry,i3,2026-02-03T10:00:00+09:00,resolved,price,,,2
  > END
  $ omni-import -q -z Asia/Tokyo -S crm events.csv && omni-merge -q
  $ cat >targets.csv <<'END'
  > kpi,definition,group,op,target,due,owner
  > csat,,all,>=,3.5,2026-12-31,anna
  > csat,top2,phone,>=,50%,2026-01-31,bert
  > cross_channel_usage_rate,,all,>=,0.3,,
  > ltv,,all,<,1500,,
  > END

Before the first snapshot there is nothing to compare with. A target that is
missed is an answer of no:

  $ omni-kpi --check targets.csv
  kpi,definition,period,group,value,unit,op,target,status,previous,previous_day,change,due,owner,note
  csat,mean5,,all,3.666667,score,>=,3.5,met,,,,2026-12-31,anna,small n
  csat,top2,,phone,0.000000,share,>=,0.500000,missed,,,,2026-01-31,bert,small n; overdue
  cross_channel_usage_rate,channels>=2,,all,0.333333,share,>=,0.300000,met,,,,,,small n
  ltv,net:all,,all,1500,JPY,<,1500,missed,,,,,,small n
  [1]

A day keeps one value of each, whatever is kept again:

  $ omni-kpi snapshot
  day,as_of,values
  2026-02-03,2026-02-03T10:00:00+09:00,17
  $ omni-kpi snapshot csat -q
  $ omni-kpi --history
  day,kpi,definition,period,group,value,unit,n,note
  2026-02-03,cross_channel_purchase_rate,any-prior:30d,,all,0.500000,share,2,
  2026-02-03,cross_channel_purchase_rate,any-prior:30d,,contact,0.000000,share,2,
  2026-02-03,cross_channel_purchase_rate,any-prior:30d,,showrooming,0.000000,share,1,
  2026-02-03,cross_channel_purchase_rate,any-prior:30d,,webrooming,1.000000,share,1,
  2026-02-03,cross_channel_usage_rate,channels>=2,,all,0.333333,share,3,
  2026-02-03,csat,mean5,,all,3.666667,score,3,
  2026-02-03,csat,mean5,,ec,4.000000,score,1,
  2026-02-03,csat,mean5,,phone,2.000000,score,1,
  2026-02-03,csat,mean5,,store,5.000000,score,1,
  2026-02-03,identification_coverage,default,,all,1.000000,share,4,
  2026-02-03,ltv,net:all,,across channels,1000,JPY,1,
  2026-02-03,ltv,net:all,,all,1500,JPY,2,
  2026-02-03,ltv,net:all,,one channel,2000,JPY,1,
  2026-02-03,ltv,net:all,,ratio,0.500000,ratio,1,
  2026-02-03,resolution_rate,no-repeat:7d,,across channels,,share,0,
  2026-02-03,resolution_rate,no-repeat:7d,,all,,share,0,
  2026-02-03,resolution_rate,no-repeat:7d,,one channel,,share,0,

Then something happens:

  $ cat >more.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,outcome,topic,amount,currency,csat
  > 2,ec,survey,s2,2026-02-10T10:00:00+09:00,,,,,5
  > 2,store,return,r2,2026-02-10T10:00:00+09:00,,,1500,JPY,
  > 3,chat,survey,s3,2026-02-11T10:00:00+09:00,,,,,4
  > END
  $ omni-import -q -S crm more.csv
  $ omni-kpi --check targets.csv | cut -d, -f1,2,4-12
  kpi,definition,group,value,unit,op,target,status,previous,previous_day,change
  csat,mean5,all,4.000000,score,>=,3.5,met,3.666667,2026-02-03,0.333333
  csat,top2,phone,0.000000,share,>=,0.500000,missed,,,
  cross_channel_usage_rate,channels>=2,all,1.000000,share,>=,0.300000,met,0.333333,2026-02-03,0.666667
  ltv,net:all,all,750,JPY,<,1500,met,1500,2026-02-03,-750
  $ omni-kpi --check targets.csv -f table
  kpi                       definition   period  group     value  unit   op  target  status  previous  previous_day    change  due         owner  note
  ────────────────────────  ───────────  ──────  ─────  ────────  ─────  ──  ──────  ──────  ────────  ────────────  ────────  ──────────  ─────  ────────────────
  csat                      mean5                all    4.000000  score  >=     3.5  met     3.666667  2026-02-03    0.333333  2026-12-31  anna   small n
  csat                      top2                 phone      0.0%  share  >=   50.0%  missed                                    2026-01-31  bert   small n; overdue
  cross_channel_usage_rate  channels>=2          all      100.0%  share  >=   30.0%  met        33.3%  2026-02-03       66.7%                     small n
  ltv                       net:all              all         750  JPY    <     1500  met         1500  2026-02-03        -750                     small n
  [1]

What is met is an answer of yes; a value that is not known is none:

  $ cat >met.csv <<'END'
  > kpi,definition,group,op,target,due,owner
  > cross_channel_usage_rate,channels>=2,all,=,66.6667%,,
  > identification_coverage,default,all,<=,1,,
  > END
  $ omni-kpi --check met.csv | cut -d, -f1,5-9
  kpi,value,unit,op,target,status
  cross_channel_usage_rate,1.000000,share,=,0.666667,missed
  identification_coverage,1.000000,share,<=,1.000000,met
  $ omni-kpi --check met.csv -q | cut -d, -f1,5-9
  kpi,value,unit,op,target,status
  cross_channel_usage_rate,1.000000,share,=,0.666667,missed
  identification_coverage,1.000000,share,<=,1.000000,met
  $ sed -i '/usage/d' met.csv && omni-kpi --check met.csv | cut -d, -f1,5-9
  kpi,value,unit,op,target,status
  identification_coverage,1.000000,share,<=,1.000000,met
  $ omni-kpi --check met.csv -q
  $ omni-kpi --check met.csv -q -o said.csv && wc -l <said.csv
  2
  $ cat >unknown.csv <<'END'
  > kpi,definition,group,op,target,due,owner
  > csat,good,all,>=,0,,
  > csat,,fax,>=,0,,
  > END
  $ omni-kpi --check unknown.csv | cut -d, -f1,4-9,15
  kpi,group,value,unit,op,target,status,note
  csat,all,,share,>=,0.000000,unknown,zero denominator
  csat,fax,,,>=,0,unknown,no such group
  $ omni-kpi --check - --period 2026-01 <targets.csv | cut -d, -f1,3-5,9
  kpi,period,group,value,status
  csat,2026-01,all,5.000000,met
  csat,,phone,,unknown
  cross_channel_usage_rate,2026-01,all,1.000000,met
  ltv,2026-01,all,1000,met

Two currencies are two values, of which one has to be chosen:

  $ cat >dollar.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,amount,currency
  > 1,ec,purchase,p9,2026-02-12T10:00:00+09:00,12.50,USD
  > END
  $ omni-import -q -S crm dollar.csv
  $ sed -n '1p;$p' targets.csv >ltv.csv
  $ omni-kpi --check ltv.csv | cut -d, -f1,4-9,15
  kpi,group,value,unit,op,target,status,note
  ltv,all,,,<,1500,unknown,several currencies: say --currency
  $ omni-kpi --check ltv.csv --currency USD | cut -d, -f1,4-9,15
  kpi,group,value,unit,op,target,status,note
  ltv,all,12.50,USD,<,1500,met,small n

A file that is wrong is told by its line, and nothing is computed:

  $ check() { printf '%s\n' "$@" >bad.csv; omni-kpi --check bad.csv; }
  $ header=kpi,definition,group,op,target,due,owner
  $ check $header
  omni-kpi: bad.csv: no targets
  [78]
  $ check $header nps2,,,,,,
  omni-kpi: bad.csv:2: column 'kpi': there is no key figure 'nps2'
  [78]
  $ check $header 'csat,best,all,>=,3,,'
  omni-kpi: bad.csv:2: column 'definition': 'csat' has no definition 'best'; there are: mean5, top2, good, pct_of_max
  [78]
  $ check $header 'csat,,all,>=,3,,' 'csat,,all,=>,3,,'
  omni-kpi: bad.csv:3: column 'op': none of >= > <= < =: '=>'
  [78]
  $ check $header 'csat,,all,>=,many,,'
  omni-kpi: bad.csv:2: column 'target': not a target: 'many'
  [78]
  $ check $header 'csat,,all,>=,3,2026-02-30,'
  omni-kpi: bad.csv:2: column 'due': not a date such as 2026-12-31: '2026-02-30'
  [78]
  $ check $header 'csat,all,>=,3'
  omni-kpi: bad.csv:2: 4 cells where the header has 7
  [78]
  $ check kpi,group 'csat,all'
  omni-kpi: bad.csv: no column 'definition'
  [78]
  $ omni-kpi --check nowhere.csv
  omni-kpi: nowhere.csv: cannot be opened: No such file or directory
  [66]
  $ omni-kpi --check targets.csv csat
  omni-kpi: --list, --explain, --check and --history take no operands
  try 'omni-kpi --help'
  [64]
  $ omni-kpi --check targets.csv --by month
  omni-kpi: --check goes without months, weeks and days
  try 'omni-kpi --help'
  [64]
  $ omni-kpi --check targets.csv --compare year --period 2026
  omni-kpi: --compare is for figures alone: not with snapshot, --check and the like
  try 'omni-kpi --help'
  [64]
  $ omni-kpi --check targets.csv --list
  omni-kpi: --list, --explain, --check and --history go without each other
  try 'omni-kpi --help'
  [64]

What is counted, or added up, rests on as many as were counted: a single order
is hidden, and so is its money:

  $ omni-kpi -q snapshot orders net_revenue net_sender --as-of 2026-03-01
  $ omni-kpi --history | grep 2026-03-01 | grep -v coverage
  2026-03-01,net_revenue,default,,all,1500,JPY,3,
  2026-03-01,net_revenue,default,,all,12.50,USD,1,
  2026-03-01,net_sender,gap:7d,,all,0,switches,2,
  2026-03-01,net_sender,gap:7d,,ec,-1,switches,1,
  2026-03-01,net_sender,gap:7d,,store,1,switches,1,
  2026-03-01,orders,default,,all,3,orders,3,
  $ omni-kpi orders net_revenue --by channel --min-cell 2 | cut -d, -f1,4-7,12
  kpi,group,value,unit,numerator,note
  orders,ec,2,orders,2,
  orders,store,,orders,,hidden by --min-cell 2
  net_revenue,ec,,JPY,,hidden by --min-cell 2
  net_revenue,ec,,USD,,hidden by --min-cell 2
  net_revenue,store,-500,JPY,-500,

What is hidden is kept as hidden, and not as nothing; what was kept before is
told no more either, and nothing that is kept is hidden later:

  $ omni-kpi -q snapshot orders --by channel --min-cell 2 --as-of 2026-03-02
  $ omni-kpi --history | sed -n '1p;/^2026-03-02/p'
  day,kpi,definition,period,group,value,unit,n,note
  2026-03-02,orders,default,,ec,2,orders,2,
  2026-03-02,orders,default,,store,,orders,,hidden
  $ sqlite3 -nullvalue NULL omni.db \
  >   "SELECT part, value, n FROM measure WHERE day = '2026-03-02'"
  ec|2|2
  store|NULL|NULL
  $ cat >hidden.csv <<'END'
  > kpi,definition,group,op,target,due,owner
  > orders,,store,>=,1,,
  > orders,,ec,>=,1,,
  > END
  $ check() { omni-kpi --check hidden.csv --by channel "$@" | cut -d, -f4,5,9-12,15; }
  $ check --as-of 2026-03-03
  group,value,status,previous,previous_day,change,note
  store,1,met,,2026-03-02,,previous is hidden
  ec,2,met,2,2026-03-02,0,
  $ check --as-of 2026-03-03 --min-cell 2
  group,value,status,previous,previous_day,change,note
  store,,unknown,,2026-03-02,,hidden by --min-cell 2
  ec,2,met,2,2026-03-02,0,
  $ omni-kpi -q snapshot orders --by channel --as-of 2026-03-04
  $ check --as-of 2026-03-05
  group,value,status,previous,previous_day,change,note
  store,1,met,1,2026-03-04,0,
  ec,2,met,2,2026-03-04,0,
  $ check --as-of 2026-03-05 --min-cell 2
  group,value,status,previous,previous_day,change,note
  store,,unknown,,2026-03-04,,hidden by --min-cell 2
  ec,2,met,2,2026-03-04,0,
  $ omni-kpi --history --min-cell 2
  omni-kpi: what a snapshot has kept is not hidden any more: say --min-cell when it is kept
  try 'omni-kpi --help'
  [64]

A day that is behind is kept as it was then, whatever has happened since:

  $ omni-kpi -q snapshot csat orders resolution_rate --as-of 2026-02-02
  $ omni-kpi --history | grep ^2026-02-02
  2026-02-02,csat,mean5,,all,4.500000,score,2,
  2026-02-02,csat,mean5,,ec,4.000000,score,1,
  2026-02-02,csat,mean5,,store,5.000000,score,1,
  2026-02-02,identification_coverage,default,,all,1.000000,share,3,
  2026-02-02,orders,default,,all,2,orders,2,
  2026-02-02,resolution_rate,no-repeat:7d,,across channels,,share,0,
  2026-02-02,resolution_rate,no-repeat:7d,,all,,share,0,
  2026-02-02,resolution_rate,no-repeat:7d,,one channel,,share,0,
  $ omni-kpi orders --as-of 2026-02-02 | cut -d, -f1,4,5
  kpi,group,value
  orders,all,2

and what was kept of few is told as little as what there is of few:

  $ printf '%s\n' "$header" 'orders,,all,>=,1,,' >orders.csv
  $ omni-kpi --check orders.csv --as-of 2026-02-15 --min-cell 3 | cut -d, -f4,5,9-12,15
  group,value,status,previous,previous_day,change,note
  all,3,met,,2026-02-02,,previous is hidden

There is time until the end of the day that a target names:

  $ cat >later.csv <<'END'
  > kpi,definition,group,op,target,due,owner
  > csat,,all,>=,4.5,2026-02-12,anna
  > csat,,all,>=,4.5,2026-02-28,anna
  > csat,,all,>=,4,2026-02-28,anna
  > csat,good,all,>=,0.5,2026-02-28,bert
  > csat,,fax,>=,4,2026-02-28,bert
  > END
  $ omni-kpi --check later.csv | cut -d, -f1,4,5,8,9,13,15
  kpi,group,value,target,status,due,note
  csat,all,4.000000,4.5,not due,2026-02-12,small n
  csat,all,4.000000,4.5,not due,2026-02-28,small n
  csat,all,4.000000,4,met,2026-02-28,small n
  csat,all,,0.500000,not due,2026-02-28,zero denominator
  csat,fax,,4,unknown,2026-02-28,no such group
  $ sed -i '/fax/d' later.csv
  $ omni-kpi --check later.csv >checked.csv
  $ omni-kpi --check later.csv --as-of 2026-02-13 | cut -d, -f1,5,8,9,13,15
  kpi,value,target,status,due,note
  csat,4.000000,4.5,missed,2026-02-12,small n; overdue
  csat,4.000000,4.5,not due,2026-02-28,small n
  csat,4.000000,4,met,2026-02-28,small n
  csat,,0.500000,not due,2026-02-28,zero denominator

A month that is counted back is another one each time, and has one before:

  $ omni-kpi -q snapshot orders --period last-month --as-of 2026-02-03
  $ omni-kpi --check orders.csv --period last-month --as-of 2026-03-03 |
  >   cut -d, -f3-5,9-12
  period,group,value,status,previous,previous_day,change
  2026-02-01/2026-02-28,all,2,met,1,2026-02-03,1
  $ omni-kpi -q snapshot orders --period last-month --as-of 2026-03-03
  $ omni-kpi --history | grep 'orders.*/'
  2026-02-03,orders,default,2026-01-01/2026-01-31,all,1,orders,1,
  2026-03-03,orders,default,2026-02-01/2026-02-28,all,2,orders,2,
