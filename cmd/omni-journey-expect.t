omni-journey --expect: do journeys go as they should?
=====================================================

  $ cat >events.csv <<'END'
  > customer_id,channel,event,event_id,occurred_at,outcome
  > 1,chatbot:bot,inquiry,a1,2026-01-05T10:00:00+09:00,unresolved
  > 1,phone,inquiry,a2,2026-01-05T11:00:00+09:00,resolved
  > 2,chatbot:bot,inquiry,b1,2026-01-05T10:00:00+09:00,unresolved
  > 2,ec,view,b2,2026-01-06T10:00:00+09:00,
  > 2,phone,inquiry,b3,2026-01-20T10:00:00+09:00,
  > 3,chatbot:bot,inquiry,c1,2026-01-05T10:00:00+09:00,unresolved
  > 4,phone,inquiry,d1,2026-01-05T10:00:00+09:00,
  > 4,phone,inquiry,d2,2026-01-06T10:00:00+09:00,resolved
  > 5,ec,view,e1,2026-01-05T10:00:00+09:00,
  > END
  $ omni-import -q -z Asia/Tokyo -S crm events.csv
  $ omni-merge -q --exact

Whoever the chatbot could not help should reach somebody, a call should end
well, and nobody should call twice. A share is of those journeys of which the
rule says something:

  $ cat >rules.txt <<'END'
  > # the helpdesk
  > response(chatbot:unresolved, phone)    60%
  > response(phone:inquiry, resolved)      0.9   # or with it
  > precedence(chatbot, phone)
  > absence(phone:inquiry, 2)
  > chain(chatbot, phone)                  50%
  > END
  $ omni-journey --expect rules.txt
  rule,journeys,applies,conform,share,minimum,met
  "response(chatbot:unresolved, phone)",5,3,2,0.666667,0.600000,true
  "response(phone:inquiry, resolved)",5,3,2,0.666667,0.900000,false
  "precedence(chatbot, phone)",5,3,2,0.666667,,
  "absence(phone:inquiry, 2)",5,5,4,0.800000,,
  "chain(chatbot, phone)",5,3,1,0.333333,0.500000,false
  [1]
  $ omni-journey --expect rules.txt -f table
  rule                                 journeys  applies  conform  share  minimum  met
  ───────────────────────────────────  ────────  ───────  ───────  ─────  ───────  ─────
  response(chatbot:unresolved, phone)         5        3        2  66.7%    60.0%  true
  response(phone:inquiry, resolved)           5        3        2  66.7%    90.0%  false
  precedence(chatbot, phone)                  5        3        2  66.7%           
  absence(phone:inquiry, 2)                   5        5        4  80.0%           
  chain(chatbot, phone)                       5        3        1  33.3%    50.0%  false
  [1]

Who does not:

  $ omni-journey violations --expect rules.txt
  rule,customer_id,episode,started_at,ended_at,violated_at,channel,event,path
  "response(phone:inquiry, resolved)",C000000002,1,2026-01-05T10:00:00+09:00,2026-01-20T10:00:00+09:00,2026-01-20T10:00:00+09:00,phone,inquiry,chatbot > ec > phone
  "chain(chatbot, phone)",C000000002,1,2026-01-05T10:00:00+09:00,2026-01-20T10:00:00+09:00,2026-01-05T10:00:00+09:00,chatbot,inquiry,chatbot > ec > phone
  "response(chatbot:unresolved, phone)",C000000003,1,2026-01-05T10:00:00+09:00,2026-01-05T10:00:00+09:00,2026-01-05T10:00:00+09:00,chatbot,inquiry,chatbot
  "chain(chatbot, phone)",C000000003,1,2026-01-05T10:00:00+09:00,2026-01-05T10:00:00+09:00,2026-01-05T10:00:00+09:00,chatbot,inquiry,chatbot
  "precedence(chatbot, phone)",C000000004,1,2026-01-05T10:00:00+09:00,2026-01-06T10:00:00+09:00,2026-01-05T10:00:00+09:00,phone,inquiry,phone
  "absence(phone:inquiry, 2)",C000000004,1,2026-01-05T10:00:00+09:00,2026-01-06T10:00:00+09:00,2026-01-06T10:00:00+09:00,phone,inquiry,phone
  [1]

By episode, by issue, and of some customers; together in one pass:

  $ omni-journey --expect rules.txt --episode gap | cut -d, -f1-5
  rule,journeys,applies,conform,share
  "response(chatbot:unresolved, phone)",6,3,1
  "response(phone:inquiry, resolved)",6,3,2
  "precedence(chatbot, phone)",6,3,1
  "absence(phone:inquiry, 2)",6,6,5
  "chain(chatbot, phone)",6,3,1
  $ omni-journey --expect rules.txt --episode case --customer crm:1 | cut -d, -f1-5
  rule,journeys,applies,conform,share
  "response(chatbot:unresolved, phone)",1,1,1
  "response(phone:inquiry, resolved)",1,1,1
  "precedence(chatbot, phone)",1,1,1
  "absence(phone:inquiry, 2)",1,1,1
  "chain(chatbot, phone)",1,1,1
  $ omni-journey --views conformance,violations --expect rules.txt -o views
  [1]
  $ omni-journey --expect rules.txt | cmp - views/conformance.csv
  $ omni-journey violations --expect rules.txt | cmp - views/violations.csv
  $ echo 'response(media,contact:inquiry)' |
  >   omni-journey --expect - --group --records
  rule,journeys,applies,conform,share,minimum,met
  "response(media,contact:inquiry)",5,0,0,,,

Rules that are none:

  $ while read -r rule; do
  >   echo "$rule" | omni-journey --expect -
  > done <<'END'
  > response(fax,phone)
  > response(phone:buy,phone)
  > eventually(phone)
  > absence(phone,0)
  > response(phone) 90%
  > chain(phone,ec) most
  > chain(phone,ec) 110%
  > phone then ec
  > # nothing
  > END
  omni-journey: -:1: no channel, kind of event or outcome is called 'fax'
  omni-journey: -:1: no kind of event and no outcome in 'phone:buy'
  omni-journey: -:1: none of response, precedence, absence and chain: 'eventually'
  omni-journey: -:1: not a number from 1 on: '0'
  omni-journey: -:1: no channel, kind of event or outcome is called ''
  omni-journey: -:1: not a share such as 0.95 or 95%: 'most'
  omni-journey: -:1: not a share such as 0.95 or 95%: '110%'
  omni-journey: -:1: not like response(a,b): 'phone then ec'
  omni-journey: -: holds no rule
  [78]
  $ omni-journey --expect missing.txt
  omni-journey: missing.txt: cannot be opened: No such file or directory
  [66]
  $ omni-journey conformance
  omni-journey: conformance needs --expect
  try 'omni-journey --help'
  [64]
  $ omni-journey paths --expect rules.txt
  omni-journey: --expect goes with conformance and violations
  try 'omni-journey --help'
  [64]
