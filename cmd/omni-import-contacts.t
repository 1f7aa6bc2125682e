omni-import: what contact centres export
========================================

Tickets, calls and chats by their presets: what the import counts, and what
the store holds afterwards. Times are in UTC, "~" begins the name of a record
that has no id of its own.

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

Zendesk
-------

A ticket becomes an inquiry, its solution and its rating. Via tells the
channel, and calls that were made from calls that came in. A ticket that had
three assignees was transferred twice. Times are in the account's zone, which
the file does not say.

  $ import -m zendesk-tickets-csv -z Asia/Tokyo $presets/zendesk-tickets-csv.csv
  stored, rows 6, records_new 3, events_new 5, blank 1
  $ events "direction, case_id, topic, csat, csat_scale" zendesk
  7002 | 2026-03-06 11:15:00 | phone | inquiry | inbound | 7002 | question |  | 
  7003 | 2026-03-07 00:00:00 | form | inquiry | inbound | 7003 | question |  | 
  7003/resolve | 2026-03-08 03:00:00 | form | resolve |  | 7003 | question |  | 
  7003/survey | 2026-03-10 00:00:00 | form | survey |  | 7003 | question | 0 | good-bad
  7001 | 2026-04-30 05:10:00 | email | inquiry | inbound | 7001 | question |  | 
  7001/resolve | 2026-05-01 18:39:00 | email | resolve |  | 7001 | question |  | 
  7001/survey | 2026-05-01 18:39:00 | email | survey |  | 7001 | question | 1 | good-bad
  7004 | 2026-05-03 01:00:00 | phone | inquiry | outbound | 7004 | question |  | 
  7004/resolve | 2026-05-03 01:30:00 | phone | resolve |  | 7004 | question |  | 
  7006 | 2026-05-05 01:00:00 | chat | inquiry | inbound | 7006 | question |  | 
  $ sqlite3 omni.db "SELECT case_id, (strftime('%s', first_reply_at) -
  >   strftime('%s', occurred_at)) / 60,
  >   transfers, replies, reopens, agent FROM v_event WHERE event = 'inquiry'"
  7001|278|0|3|0|担当 一
  7002||2|1|1|担当 二
  7003|0|0|1|0|担当 一
  7004||0|1|0|担当 一
  7006|||1|0|

Who wrote the ticket for someone else is not mixed into the requester:

  $ persons 'full_name, email, "id:external", channel' zendesk
  3600000005 | 渡辺 勇気 | yuki@watanabe.test | 1005 | email | phone
  3600000007 | 遠藤 舞 |  |  | chat | phone
  3600000009 | 石井 蓮 | ren@ishii.test |  | form

Exports overlap, for they go by the last change. A ticket that comes again,
changed, takes the place of what was known:

  $ sed 's/^1,7006,\(.*\),New,\(.*\),2026-05-05 10:00,/1,7006,\1,Solved,\2,2026-05-06 10:00,/' \
  >   $presets/zendesk-tickets-csv.csv >later.csv
  $ import -m zendesk-tickets-csv -z Asia/Tokyo later.csv
  stored, rows 6, records_same 3, events_changed 1, events_same 4, blank 1
  $ again zendesk-tickets-csv $presets/zendesk-tickets-csv.csv
  stored, rows 7, records_same 3, events_same 5, blank 2
  $ sqlite3 omni.db "SELECT attrs ->> 'status' FROM v_event WHERE event_id = '7006'"
  Solved

The JSON export wraps each ticket in an object of its own. Its times are in
UTC, and come to the same:

  $ mv omni.db csv.db
  $ import -m zendesk-tickets-json $presets/zendesk-tickets-json.jsonl
  stored, rows 5, records_new 3, events_new 4, blank 1
  $ events "direction, case_id, topic, csat" zendesk
  7002 | 2026-03-06 11:15:00 | phone | inquiry | inbound | 7002 | question | 
  7003 | 2026-03-07 00:00:00 | form | inquiry | inbound | 7003 | problem | 
  7003/resolve | 2026-03-10 00:00:00 | form | resolve |  | 7003 | problem | 
  7003/survey | 2026-03-10 00:00:00 | form | survey |  | 7003 | problem | 0
  7001 | 2026-04-30 05:10:00 | email | inquiry | inbound | 7001 | question | 
  7001/resolve | 2026-05-01 18:39:00 | email | resolve |  | 7001 | question | 
  7001/survey | 2026-05-01 18:39:00 | email | survey |  | 7001 | question | 1
  7007 | 2026-05-06 01:00:00 | whatsapp | inquiry | inbound | 7007 |  | 
  $ sqlite3 omni.db "ATTACH 'csv.db' AS csv; SELECT a.event_id FROM v_event a
  >   JOIN csv.v_event b USING (event_id, occurred_at, channel, event, native_id)
  >   ORDER BY 1"
  7001
  7001/resolve
  7001/survey
  7002
  7003
  7003/survey
  $ again zendesk-tickets-json $presets/zendesk-tickets-json.jsonl
  stored, rows 5, records_same 3, events_same 4, blank 1

Freshdesk
---------

Status, priority and channel are numbers. A list in one file.

  $ rm omni.db
  $ import -m freshdesk-json $presets/freshdesk-json.json
  stored, rows 7, records_new 3, events_new 6, blank 1
  $ events "direction, outcome, topic" freshdesk
  31 | 2024-05-01 00:00:00 | email | inquiry | inbound |  | Question
  32 | 2024-05-02 00:00:00 | form | inquiry | inbound |  | Question
  33 | 2024-05-02 10:00:00 | phone | inquiry | inbound | escalated | Refund
  32/resolve | 2024-05-03 00:00:00 | form | resolve |  | resolved | Question
  33/resolve | 2024-05-04 00:00:00 | phone | resolve |  | resolved | Refund
  34 | 2024-05-05 10:00:00 | chat | inquiry | inbound |  | Refund
  35 | 2024-05-06 10:00:00 | form | inquiry | inbound |  | 
  36 | 2024-05-07 10:00:00 | email | inquiry | outbound |  | 
  36/resolve | 2024-05-07 10:00:00 | email | resolve |  | resolved | 
  $ sqlite3 omni.db "SELECT event_id, attrs ->> 'status', attrs ->> 'priority'
  >   FROM v_event WHERE event = 'inquiry' ORDER BY 1"
  31|open|high
  32|resolved|low
  33|closed|urgent
  34|pending|low
  35|open|low
  36|closed|low
  $ again freshdesk-json $presets/freshdesk-json.json
  stored, rows 7, records_same 3, events_same 6, blank 1

Intercom
--------

Times are seconds since 1970. The opening is not among the parts, assignments
are no messages, and the one who answers is the agent. A conversation that an
admin began is no inquiry.

  $ rm omni.db
  $ import -m intercom-conversations $presets/intercom-conversations.jsonl
  stored, rows 3, records_new 2, events_new 3
  $ events "direction, agent, automated, csat, csat_scale" intercom
  147 | 2018-10-18 21:13:18 | chat | inquiry | inbound | 814861 |  |  | 
  147/p1 | 2018-10-18 21:13:20 | chat | reply | outbound |  | 1 |  | 
  147/p3 | 2018-10-18 21:16:40 | chat | reply | outbound | 814860 | 0 |  | 
  147/p4 | 2018-10-18 21:18:20 | chat | message | inbound |  |  |  | 
  147/p5 | 2018-10-18 21:20:00 | chat | reply | outbound | 814861 | 0 |  | 
  147/resolve | 2018-10-20 01:46:40 | chat | resolve |  | 814861 |  |  | 
  148 | 2018-10-20 01:55:00 | email | inquiry | inbound |  |  |  | 
  149 | 2018-10-21 05:33:20 | chat | message | outbound | 814860 |  |  | 
  147/survey | 2018-10-23 16:10:00 | chat | survey |  | 814861 |  | 5 | 1-5
  $ persons 'full_name, email, "id:external", channel' intercom
  5ba682d2 | Ann Lee | ann.lee@elkomail.test | 25 | chat
  6ba7 | Bob Ray | bob@ray.test |  | email
  $ again intercom-conversations $presets/intercom-conversations.jsonl
  stored, rows 3, records_same 2, events_same 3

Amazon Connect
--------------

Contact 0001 is there three times, once in an earlier state: records are
delivered at least once, the latest LastUpdateTimestamp stands. It was handed
over, and both legs are one case. 0003 gave up in the queue, 0004 met only
the machine, 0005 is a chat.

  $ rm omni.db
  $ import -m amazon-connect-ctr $presets/amazon-connect-ctr.jsonl
  stored, rows 8, records_new 2, events_new 6, events_same 2, anonymous 1
  $ events "direction, outcome, case_id, agent, automated" connect
  15a5cf14-0001 | 2022-04-08 14:59:38 | phone | inquiry | inbound | transferred | 15a5cf14-0001 | kim | 0
  15a5cf14-0002 | 2022-04-08 15:01:00 | phone | handoff | inbound |  | 15a5cf14-0001 | pat | 0
  15a5cf14-0003 | 2022-04-08 16:00:00 | phone | inquiry | inbound | abandoned | 15a5cf14-0003 |  | 
  15a5cf14-0004 | 2022-04-08 17:00:00 | phone | inquiry | inbound |  | 15a5cf14-0004 |  | 1
  15a5cf14-0005 | 2022-04-08 18:00:00 | chat | inquiry | inbound |  | 15a5cf14-0005 | pat | 0
  15a5cf14-0006 | 2022-04-09 09:00:00 | phone | reply | outbound |  | 15a5cf14-0006 | kim | 0
  $ sqlite3 omni.db "SELECT event_id, wait_seconds, handle_seconds, team FROM v_event
  >   ORDER BY 1"
  15a5cf14-0001|7|65|BasicQueue
  15a5cf14-0002|22|360|Refunds
  15a5cf14-0003|240||BasicQueue
  15a5cf14-0004|||
  15a5cf14-0005|30|605|BasicQueue
  15a5cf14-0006||130|
  $ persons phone connect --normal
  ~8e933097592a003e | +15555550103
  ~98d32d018c636d6c | +15555550104
  $ again amazon-connect-ctr $presets/amazon-connect-ctr.jsonl
  stored, rows 8, records_same 2, events_same 8, anonymous 1

Genesys Cloud
-------------

Metrics are milliseconds; those of all agents of a conversation add up. The
number is that of the customer: who called, or who was called. 0002 gave up,
0003 met only the machine, 0005 is a mail that still waits.

  $ rm omni.db
  $ import -m genesys-conversations $presets/genesys-conversations.jsonl
  stored, rows 6, records_new 4, events_new 6
  $ events "direction, outcome, agent, automated" genesys
  g-0001 | 2021-04-01 12:27:53 | phone | inquiry | inbound |  | Ana | 0
  g-0002 | 2021-04-01 13:00:00 | phone | inquiry | inbound | abandoned |  | 
  g-0003 | 2021-04-01 14:00:00 | phone | inquiry | inbound |  |  | 1
  g-0004 | 2021-04-01 15:00:00 | phone | reply | outbound |  | Ana | 0
  g-0005 | 2021-04-02 09:00:00 | email | inquiry | inbound |  |  | 
  g-0006 | 2021-04-02 10:00:00 | chat | inquiry | inbound |  | Rui | 0
  $ sqlite3 omni.db "SELECT event_id, wait_seconds, handle_seconds, transfers
  >   FROM v_event ORDER BY 1"
  g-0001|4|220.5|1
  g-0002|55||
  g-0003|||
  g-0004||200|
  g-0005|||
  g-0006|10|600|
  $ persons 'phone, channel' genesys --normal
  x-10 | +5511987654323 | phone
  x-11 |  | chat
  x-9 | +5511987654321 | email | phone
  ~f763d6d71c2730e0 | +5511987654322 | phone
  $ again genesys-conversations $presets/genesys-conversations.jsonl
  stored, rows 6, records_same 4, events_same 6

Twilio
------

The legs of a call count once, dates are those of mail. The other end is the
customer, unless the number is withheld.

  $ rm omni.db
  $ import -m twilio-calls $presets/twilio-calls.jsonl
  stored, rows 6, records_new 2, events_new 5, anonymous 1, blank 1
  $ events "direction, outcome, handle_seconds, wait_seconds" twilio
  CA0001 | 2010-08-31 20:36:29 | phone | inquiry | inbound |  | 15 | 1
  CA0003 | 2010-09-01 00:00:00 | phone | inquiry | inbound | abandoned |  | 0
  CA0004 | 2010-09-01 01:00:00 | phone | reply | outbound |  | 180 | 0
  CA0005 | 2010-09-01 02:00:00 | phone | reply | outbound |  |  | 0
  CA0006 | 2010-09-01 03:00:00 | phone | inquiry | inbound |  | 60 | 0
  $ persons phone twilio --normal
  ~3300a662571cdaec | +15017122662
  ~e602881805229366 | +15017122661
  $ again twilio-calls $presets/twilio-calls.jsonl
  stored, rows 6, records_same 2, events_same 5, anonymous 1, blank 1

LINE
----

One talk a file: the name of the file is the person. The zone stands above the
header, date and time are two columns, texts go over lines. Two equal rows are
two messages, and stay two when the talk is exported again, longer. Answers
that the account gives by itself are automated.

  $ rm omni.db
  $ cp $presets/line-talk.csv line-U4af49.csv
  $ import -m line-talk line-U4af49.csv
  stored, rows 6, records_new 1, events_new 6
  $ events "native_id, direction, agent, automated, replace(text, char(10), '/')" line
   | 2025-09-18 05:22:50 | line | message | U4af49 | inbound |  |  | よろしくお願いします。
   | 2025-09-18 05:22:59 | line | reply | U4af49 | outbound |  | 1 | あおいさん/お問い合わせ、ありがとうございます。
   | 2025-09-18 05:24:55 | line | message | U4af49 | inbound |  |  | スタンプを送信しました
   | 2025-09-18 05:24:55 | line | message | U4af49 | inbound |  |  | スタンプを送信しました
   | 2025-09-18 05:40:12 | line | reply | U4af49 | outbound | 中村 | 0 | "体験"の日を、変えました
   | 2025-12-31 14:59:59 | line | message | U4af49 | inbound |  |  | 来年もお願いします
  $ persons '"attr:display_name", "id:line"' line
  U4af49 | ☆あおい(プレミアム) | U4af49
  $ mkdir next
  $ (cat line-U4af49.csv
  >   printf 'User,☆あおい(プレミアム),2026/01/01,00:00:01,あけまして\r\n') \
  >   >next/line-U4af49.csv
  $ import -m line-talk next/line-U4af49.csv
  stored, rows 7, records_same 1, events_new 1, events_same 6
