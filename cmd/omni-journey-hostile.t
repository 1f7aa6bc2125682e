omni-journey: values that would be more than values
===================================================

Markup, quotes, marks that turn the direction of a line, a formula, 10,000
characters, and a name of a channel out of such; what controls a terminal does
not even get in:

  $ cat >make.py <<'END'
  > import csv
  > evil = '</script><b>\u202e"\'|`$(id)\\ \u2066\ufeff=1+1'
  > long = '長' * 10000
  > rows = [
  >     {'customer_id': '1', 'full_name': evil, 'company': long, 'channel': 'ec"</b\u202e',
  >      'event': 'view', 'event_id': 'e1', 'occurred_at': '2026-01-05T10:00:00Z',
  >      'product': evil, 'campaign': evil},
  >     {'customer_id': '1', 'channel': 'chat', 'event': 'inquiry', 'event_id': 'e2',
  >      'occurred_at': '2026-01-05T11:00:00Z', 'topic': evil, 'text': evil + long,
  >      'case_id': evil, 'agent': evil, 'event_attr:note': evil},
  >     {'customer_id': '1', 'channel': 'chat', 'event': 'reply', 'event_id': 'e3',
  >      'occurred_at': '2026-01-05T11:05:00Z', 'topic': evil, 'text': long,
  >      'case_id': evil, 'agent': long},
  >     {'customer_id': '1', 'channel': 'store', 'event': 'purchase', 'event_id': 'e4',
  >      'occurred_at': '2026-01-06T10:00:00Z', 'product': long, 'amount': '12.50',
  >      'currency': 'USD', 'csat': '5', 'campaign': long}]
  > with open('evil.csv', 'w', encoding='utf-8', newline='') as f:
  >     table = csv.DictWriter(f, list({k: 0 for row in rows for k in row}))
  >     table.writeheader()
  >     table.writerows(rows)
  > END
  $ /usr/bin/python3 make.py
  $ omni-import -q -S crm evil.csv
  $ printf 'customer_id,channel,event,event_id,occurred_at,text\n1,ec,view,e9,2026-01-05,\033[2J\n' \
  >   >escape.csv
  $ omni-import -q -S crm escape.csv >/dev/null
  omni-import: escape.csv:2: column 'text': a control character: U+001B
  omni-import: escape.csv: 1 of 1 rows rejected, the limit is 0: nothing stored
  [65]
  $ omni-merge -q --exact

Each view in each format:

  $ echo 'response(chat, store) 10%' >rules.txt
  $ for format in table csv tsv json jsonl md dot mermaid svg; do
  >   for view in timeline episodes paths transitions funnel handoffs \
  >     attribution before context conformance violations days redacted
  >   do
  >     set -- $view
  >     case $view in
  >     funnel) set -- funnel --steps 'chat,*:purchase' ;;
  >     attribution) set -- attribution --by campaign --model last,markov ;;
  >     before) set -- before --event purchase ;;
  >     context) set -- context --customer crm:1 ;;
  >     conformance | violations) set -- $view --expect rules.txt ;;
  >     days) set -- timeline --days always --color always ;;
  >     redacted) set -- timeline --redact ;;
  >     esac
  >     case $format/$view in
  >     dot/paths | mermaid/paths | svg/paths) ;;
  >     dot/transitions | mermaid/transitions | svg/transitions) ;;
  >     dot/* | mermaid/* | svg/*) continue ;;
  >     table/*) ;;
  >     */days) continue ;;
  >     esac
  >     omni-journey "$@" -f $format >$view.$format || echo "$view $format: $?"
  >   done
  > done
  $ ls | grep -c '\.\(table\|csv\|tsv\|json\|jsonl\|md\|dot\|mermaid\|svg\)$'
  81

What a program reads back is what was written, and nothing that is made for
people holds a mark, an escape or an element that is not its own:

  $ cat >check.py <<'END'
  > import glob, json, re, xml.dom.minidom
  > exec(open('make.py', encoding='utf-8').read())
  > texts = {evil, long, evil + long}
  > csv.field_size_limit(10 ** 8)
  > HIDDEN = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
  > def rows(path):
  >     text = open(path, encoding='utf-8', newline='').read()
  >     kind = path.rsplit('.', 1)[1]
  >     if kind == 'json':
  >         return json.loads(text)
  >     if kind == 'jsonl':
  >         return [json.loads(line) for line in text.split('\n')[:-1]]
  >     if kind == 'csv':
  >         return list(csv.DictReader(text.split('\n')[:-1]))
  >     head, *lines = [[cell.replace(2 * '\\', '\\') for cell in line.split('\t')]
  >                     for line in text.split('\n')[:-1]]
  >     return [dict(zip(head, line)) for line in lines if len(line) == len(head)]
  > for view in ('timeline', 'context', 'attribution'):
  >     read = [rows('%s.%s' % (view, kind)) for kind in ('csv', 'tsv', 'json', 'jsonl')]
  >     same = {len(r) for r in read}
  >     found = [sum(str(v) in texts for row in r for v in row.values()) for r in read]
  >     print(view, 'rows', *same, 'values', *found)
  > for path in sorted(glob.glob('*.table') + glob.glob('*.md') + glob.glob('*.dot')
  >                    + glob.glob('*.mermaid') + glob.glob('*.svg')):
  >     text = open(path, encoding='utf-8').read()
  >     if path == 'days.table':
  >         text = re.sub('\x1b\\[[0-9]*m', '', text)
  >     if HIDDEN.search(text.replace('\n', '')):
  >         print(path, 'holds', ascii(HIDDEN.search(text.replace('\n', '')).group()))
  >     if not path.endswith('.table') and re.search('<(/script|b)>', text):
  >         print(path, 'holds markup')
  >     if path.endswith('.md') and len({len(re.findall(r'(?<!\\)\|', l))
  >                                      for l in text.splitlines()}) > 1:
  >         print(path, 'has lines of several lengths')
  >     if path.endswith('.svg'):
  >         seen = {e.tagName for e in xml.dom.minidom.parse(path).getElementsByTagName('*')}
  >         print(path, *sorted(seen))
  > END
  $ /usr/bin/python3 check.py
  timeline rows 4 values 10 10 10 10
  context rows 21 values 32 32 32 32
  attribution rows 6 values 4 4 4 4
  paths.svg desc g path rect svg text title tspan
  transitions.svg desc g path rect svg text title

And it fits the screen:

  $ wc -l <context.table
  18
  $ wc -l <days.table
  10
  $ cat days.table
  \x1b[1mC000000001\x1b[0m\x1b[2m  4 events, 2026-01-05 to 2026-01-06\x1b[0m (esc)
    \x1b[33m\xe2\x96\xb8\x1b[0m \x1b[33mchat\x1b[0m\x1b[2m 2\x1b[0m  \xe2\x88\x99 ec"</b\\u202e\x1b[2m 1\x1b[0m  \x1b[32m\xe2\x96\xaa\x1b[0m \x1b[32mstore\x1b[0m\x1b[2m 1\x1b[0m (esc)
  
  \x1b[1m2026-01-05\x1b[0m\x1b[1m \x1b[0m\x1b[1mMonday\x1b[0m (esc)
    10:00  \xe2\x88\x99 ec"</b\\u202e view     </script><b>\\u202e"'|`$(id)\\ \\u2066\\ufeff=1+1 (esc)
    11:00  \x1b[33m\xe2\x96\xb8\x1b[0m \x1b[33mchat\x1b[0m       inquiry    </script><b>\\u202e"'|`$(id)\\ \\u2066\\ufeff=1+1 \xe2\x80\xa6 (esc)
    11:05  \x1b[33m\xe2\x96\xb8\x1b[0m \x1b[33mchat\x1b[0m       reply      </script><b>\\u202e"'|`$(id)\\ \\u2066\\ufeff=1+1 \xe2\x80\xa6 (esc)
  
  \x1b[1m2026-01-06\x1b[0m\x1b[1m \x1b[0m\x1b[1mTuesday\x1b[0m (esc)
    10:00  \x1b[32m\xe2\x96\xaa\x1b[0m \x1b[32mstore\x1b[0m      purchase   \x1b[1m12.50 USD\x1b[0m  \xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe2\x80\xa6 (esc)
  $ sed -n 1,9p context.table
  </script><b>\\u202e"'|`$(id)\\ \\u2066\\ufeff=1+1  \xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe9\x95\xb7\xe2\x80\xa6 (esc)
  no contacts known
  first purchase made; known since 2026-01-05, last seen today on store
  
  Open issues  1
    open  </script><b>\\u202e"'|`$(id)\\ \\u2066\\ufeff=1+1  yesterday  chat  case </\xe2\x80\xa6 (esc)
    2026-01-05 11:00  chat      customer   </script><b>\\u202e"'|`$(id)\\ \\u2066\\uf\xe2\x80\xa6 (esc)
    2026-01-05 11:05  chat      長長長長長長長長長長長長長長長長長長長長長長長長…
  
  $ cat paths.mermaid
  flowchart LR
    n0["#40;start#41;"]
    n1["ec#34;#60;#47;b"]
    n2["chat"]
    n3["store"]
    n0 -->|1| n1
    n1 -->|1| n2
    n2 -->|1| n3
