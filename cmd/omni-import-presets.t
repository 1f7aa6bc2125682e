omni-import: presets and mappings
=================================

What presets there are:

  $ omni-import --list-maps
  amazon-connect-ctr     Amazon Connect contact records (CTR), JSON; the legs of a contact are one case, a transfer is a handoff
  base-orders            BASE order CSV, one row per item; the order's total counts once, the recipient is another person
  canonical              Columns that have the canonical names of omni(7) already
  eccube-customers       EC-CUBE 4 member CSV (会員CSV)
  eccube-orders          EC-CUBE 4 order CSV (受注CSV), one row per order line; a returned order is a purchase and a return, the recipient another person
  freshdesk-json         Freshdesk tickets as JSON, with their numeric codes
  ga4-events             Google Analytics 4 events as BigQuery exports them to JSON, with its purchases
  genesys-conversations  Genesys Cloud conversation details as JSON; metrics are in milliseconds
  hubspot-contacts       HubSpot contact CSV; lists are joined by a semicolon, dates are month/day/year
  intercom-conversations Intercom conversations as JSON; the opening message, its parts, the close and the rating are events
  line-talk              LINE Official Account Manager talk CSV (トーク履歴): one talk a file, the person is named by the file
  rakuten-orders         Rakuten RMS order CSV, the older and the newer column names
  shopify-customers      Shopify customer CSV; totals are a snapshot and stay attributes
  shopify-orders         Shopify order CSV; Source says shop or web, a refund is a return, the recipient another person
  smaregi-members        Smaregi member CSV (会員CSV); members that the POS merged (4:名寄せ) are tombstones
  smaregi-transactions   Smaregi transaction CSV (取引履歴CSV); columns and their order are the shop's choice
  square-transactions    Square transaction CSV (headers of 2018 and 2026); amounts are USD
  stripe-customers       Stripe customer CSV of the dashboard; totals are a snapshot and stay attributes
  twilio-calls           Twilio calls as JSON; child legs are left out, so that one call counts once
  woocommerce-orders     WooCommerce order CSV of the export plugin; customer_id 0 is a guest
  zendesk-tickets-csv    Zendesk ticket CSV; a ticket is an inquiry, its solution and its rating (say the account's zone with -z)
  zendesk-tickets-json   Zendesk full JSON export, {"ticket": {...}} a line
  $ omni-import --list-maps | wc -l
  22

Shops and contact centres are shown in omni-import-shops.t and
omni-import-contacts.t, what is left here.

  $ import() {
  >   omni-import -q -f tsv -o answer "$@"
  >   status=$?
  >   awk -F '\t' 'NR == 1 { split($0, name); next }
  >     { printf "%s", $4
  >       for (i = 5; i < NF; i++) if ($i != 0) printf ", %s %s", name[i], $i
  >       print "" }' answer
  >   return $status
  > }
  $ events() {
  >   sqlite3 -separator ' | ' omni.db "SELECT event_id,
  >     strftime('%Y-%m-%d %H:%M:%S', occurred_at),
  >     channel, event, $1 FROM v_event WHERE source = '$2'
  >     ORDER BY occurred_at, event_id"
  > }
  $ persons() {
  >   omni-export -q records $3 -o persons.csv
  >   sqlite3 -separator ' | ' :memory: '.import --csv persons.csv person' \
  >     "SELECT native_id, $1 FROM person WHERE source = '$2' ORDER BY native_id"
  > }
  $ revenue() {
  >   omni-kpi ltv --records | grep '^ltv,net:all,,all,' | cut -d, -f6-8
  > }
  $ stored() {
  >   sqlite3 omni.db "SELECT * FROM v_event ORDER BY source, event_id,
  >     occurred_at, text" "SELECT * FROM v_crosswalk ORDER BY record"
  > }
  $ again() {
  >   stored >before
  >   (cat "$2"; echo) >"again.${2##*.}"
  >   import -m "$1" "again.${2##*.}" && stored | cmp - before
  > }
  $ presets=$TESTDATA/presets

A preset is a mapping like any other
------------------------------------

  $ omni-import --show-map stripe-customers
  {
    "omni_map": 1,
    "name": "stripe-customers",
    "about": "Stripe customer CSV of the dashboard; totals are a snapshot and stay attributes",
    "source": "stripe",
    "channel": "ec",
    "format": { "type": "csv" },
    "timezone": "UTC",
    "canonical": false,
    "optional": true,
    "fields": {
      "customer_id": { "column": "id", "optional": false, "required": true },
      "email": "Email",
      "full_name": "Name",
      "phone": "Phone",
      "registered_at": "Created (UTC)",
      "attr:description": "Description",
      "attr:plan": "Plan",
      "attr:subscription_status": "Status",
      "attr:currency": "Currency",
      "attr:total_spend": "Total Spend",
      "attr:payment_count": "Payment Count",
      "attr:delinquent": "Delinquent"
    }
  }

Saved to a file it is the same mapping, for the store too:

  $ omni-import --show-map eccube-orders >mine.json
  $ import -m eccube-orders $presets/eccube-orders.csv
  stored, rows 9, records_new 7, events_new 4, continued 3, blank 2
  $ import -m mine.json $presets/eccube-orders.csv
  same, rows 9, records_same 7, events_same 4, continued 3, blank 2
  $ stored >preset.txt
  $ rm omni.db
  $ import -m mine.json $presets/eccube-orders.csv
  stored, rows 9, records_new 7, events_new 4, continued 3, blank 2
  $ stored | cmp - preset.txt

All of them can be had so:

  $ omni-import --list-maps | cut -d ' ' -f 1 | while read -r name; do
  >   omni-import --show-map "$name" >"$name.json"
  >   for file in "$presets/$name."*; do
  >     rm -f omni.db
  >     omni-import -q -o - -c desk -m "$name" "$file" | cut -d, -f2-17 >by-name
  >     stored >preset.txt
  >     rm -f omni.db
  >     omni-import -q -o - -c desk -m "$name.json" "$file" | cut -d, -f2-17 |
  >       cmp - by-name
  >     stored | cmp - preset.txt || echo "$name differs"
  >   done
  > done

No row of any is refused:

  $ for file in "$presets"/*; do
  >   name=${file##*/}
  >   omni-import -q -o - -c desk -n -m "${name%%.*}" -f jsonl "$file"
  > done | grep -c '"rejected":0,'
  24
  $ ls "$presets" | wc -l
  24

One that is changed is another mapping, and the file is read again:

  $ rm omni.db
  $ import -m mine.json $presets/eccube-orders.csv
  stored, rows 9, records_new 7, events_new 4, continued 3, blank 2
  $ sed 's/"7", "8"/"7"/' mine.json >changed.json
  $ import -m changed.json $presets/eccube-orders.csv
  stored, rows 9, records_same 7, events_new 1, events_same 4, continued 3, blank 1

What the interface of Genesys gives is the same in an envelope; a copy of the
preset says where it is:

  $ omni-import --show-map genesys-conversations |
  >   sed 's/"type": "json"/"type": "json", "root": "conversations"/' >api.json
  $ (printf '{"conversations":['
  >   sed '$!s/$/,/' $presets/genesys-conversations.jsonl
  >   printf '],"totalHits":6}') >api.txt
  $ import -m api.json api.txt
  stored, rows 6, records_new 4, events_new 6

Fields said with -F win over those of the preset:

  $ import -m zendesk-tickets-csv -F 'topic="お問い合わせ種別 [list]"' \
  >   $presets/zendesk-tickets-csv.csv
  stored, rows 6, records_new 3, events_new 5, blank 1
  $ sqlite3 omni.db "SELECT event_id, topic FROM v_event
  >   WHERE source = 'zendesk' AND event = 'inquiry' ORDER BY event_id"
  7001|配送
  7002|返品
  7003|配送
  7004|配送
  7006|返品
  $ import -m square-transactions -F "currency='CAD'" \
  >   $presets/square-transactions.csv
  stored, rows 5, records_new 2, events_new 5, anonymous 1
  $ sqlite3 omni.db "SELECT DISTINCT currency FROM v_event WHERE source = 'square'"
  CAD

And so does the encoding. A preset knows the usual one, and another is told:

  $ iconv -f CP932 -t UTF-8 $presets/eccube-customers.csv >utf8.csv
  $ import -m eccube-customers utf8.csv
  omni-import: utf8.csv: is UTF-8, not CP932: say -e UTF-8
  failed
  [65]
  $ import -m eccube-customers -e UTF-8 utf8.csv
  stored, rows 4, records_new 2, records_changed 2

Names that nobody knows:

  $ omni-import --show-map eccube-order
  omni-import: no preset 'eccube-order': see --list-maps
  [78]

Columns with canonical names
----------------------------

  $ rm omni.db
  $ import -z Asia/Tokyo -m canonical -c desk $presets/canonical.csv
  stored, rows 5, records_new 2, events_new 5, anonymous 1
  $ events "native_id, case_id, amount, csat, csat_scale, handle_seconds" desk
  p1 | 2026-01-05 01:00:00 | store | purchase | c1 |  | 3790 |  |  | 
  q1 | 2026-01-06 02:00:00 | phone | inquiry | c1 | K1 |  |  |  | 180
  q2 | 2026-01-06 02:03:00 | phone | resolve | c1 | K1 |  |  |  | 
  s1 | 2026-01-06 15:00:00 | mail | survey | ~1a980ec399610334 |  |  | 7 | 0-10 | 
  v1 | 2026-01-07 00:00:00 | web | view |  |  |  |  |  | 
  $ persons 'full_name, full_kana, email, phone, birth_date, "id:card", "attr:rank"' desk
  c1 | 髙橋 陽子 | ﾀｶﾊｼ ﾖｳｺ | y.takahashi@work.test | yoko@takahashi.test | 090-1234-5678 | 1980-05-17 | K-1 | gold
  ~1a980ec399610334 |  |  | sho@hayashi.test |  |  |  | 

HubSpot
-------

Lists are joined by semicolons, dates are written in two ways. An address that
a whole company shares links nobody.

  $ rm omni.db
  $ import -m hubspot-contacts $presets/hubspot-contacts.csv
  stored, rows 4, records_new 4
  $ persons 'given_name, family_name, email, company, registered_at,
  >   "attr:deal"' hubspot
  501 | Ann | Lee | ann.lee@elkomail.test | ann@work.test | Elko Feed | 2024-03-12T09:14:00+00:00 | 9002 | 9999
  502 | Bob | Ray | bob@ray.test |  | 2024-03-15T14:30:00+00:00 | 
  503 |  |  | info@feed.test |  | 2024-03-20T08:00:00+00:00 | 
  504 | Zoe | Park |  | Park & Sons, Inc. | 2024-03-21T00:00:00+00:00 | 9003
  $ persons email hubspot --normal
  501 | ann.lee@elkomail.test | ann@work.test
  502 | bob@ray.test
  503 | 
  504 | 

Google Analytics 4
------------------

Integers come as texts, times in microseconds UTC; "(not set)" is nothing, and
what the browser only showed is an impression. One row came twice.

  $ rm omni.db
  $ import -m ga4-events $presets/ga4-events.jsonl
  stored, rows 10, records_new 2, events_new 9, events_same 1
  $ events "native_id, amount, currency, product, campaign, location" ga4 |
  >   sed 's|^[^|]*/||'
  first_visit | 2024-01-26 15:59:59 | web | other | 1234.5678 |  |  |  |  | 
  session_start | 2024-01-26 15:59:59 | web | visit | 1234.5678 |  |  |  |  | 
  page_view | 2024-01-26 16:00:00 | web | view | 1234.5678 |  |  |  | spring | 
  view_item_list | 2024-01-26 16:00:05 | web | impression | 1234.5678 |  |  |  |  | 
  view_item | 2024-01-26 16:00:10 | web | view | 1234.5678 |  |  | Tea |  | Osaka
  purchase | 2024-01-26 16:01:40 | web | purchase | 1234.5678 | 1200 | JPY | Tea |  | 
  refund | 2024-01-26 16:03:20 | web | return | 1234.5678 | 200 | JPY |  |  | 
  screen_view | 2024-01-26 17:26:40 | app | view | APP-77 |  |  |  |  | 
  generate_lead | 2024-01-26 17:28:20 | app | inquiry | APP-77 |  |  |  |  | 
  $ persons '"id:user", channel' ga4
  1234.5678 | u1 | web
  APP-77 | u1 | app
  $ again ga4-events $presets/ga4-events.jsonl
  stored, rows 10, records_same 2, events_same 10
