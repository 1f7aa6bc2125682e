omni-export --pseudonymise: the data for people who need not know who it is
===========================================================================

  $ cat >members.csv <<'END'
  > customer_id,full_name,email,phone,birth_date,gender,region,city,id:card,attr:note,registered_at
  > 1,佐藤 健,ken@sato.jp,090-1111-2222,1980-05-17,male,東京都,港区,A-77,has a dog,2026-01-05
  > 2,森 愛,ai@mori.jp,090-3333-4444,1931-02-03,female,大阪府,堺市,b 78,,2026-01-07
  > 3,林 翔,sho@hayashi.jp,,1999-07,,,,,,
  > END
  $ cat >calls.csv <<'END'
  > customer_id,email,event,event_id,case_id,occurred_at,topic,agent,text,location,event_attr:memo,id:card
  > 1,ken@sato.jp,inquiry,t1,K1,2026-02-01T10:00:00+09:00,refund,Ms Oda,call me on 090-1111-2222,Minato,private,a-77
  > 9,ai@mori.jp,inquiry,t2,K2,2026-02-03T10:00:00+09:00,refund,Ms Oda,I am Ai Mori,Sakai,,
  > ,,visit,,,2026-02-04T10:00:00+09:00,,,,Minato,,
  > END
  $ omni-import -q -z Asia/Tokyo -c shop:store members.csv
  $ omni-import -q -c phone calls.csv
  $ omni-merge -q --exact

A key is a file that nobody else can read, of at least 32 bytes:

  $ printf '0123456789abcdef0123456789abcdef' >key
  $ omni-export customers --pseudonymise --key-file key
  omni-export: key: others than its owner may use the key: mode 0*, not 0600 (glob)
  [77]
  $ chmod 600 key
  $ printf 'secret\n' >short && chmod 600 short
  $ omni-export customers --pseudonymise --key-file short
  omni-export: short: a key has at least 32 bytes, not 7
  [78]
  $ omni-export customers --pseudonymise --key-file none
  omni-export: none: cannot open the key: No such file or directory
  [66]
  $ omni-export customers --pseudonymise 2>&1 | head -n 1
  omni-export: --pseudonymise and --key-file go together
  $ omni-export records --normal --pseudonymise --key-file key 2>&1 | head -n 1
  omni-export: --normal shows what --pseudonymise leaves out

Every id is a pseudonym; names, contacts, addresses and text that may hold
anything are left out with their columns; of a birth date the year is left, and
of very old people not even that:

  $ veil() { omni-export "$@" --pseudonymise --key-file key; }
  $ veil customers
  customer_id,country,region,birth_date,gender,registered_at,opt_out,records,sources,channels,first_seen,last_seen,orders,net_revenue,currency,stage,status,household_id,account_id
  C26885035b54db81a43b486ac1ea89b5d,,,1999,,,,1,1,1,,,0,,,prospect,,,
  C6274481f892da238ad3d3419a0fe78f5,,大阪府,,female,2026-01-07T00:00:00+09:00,,2,2,2,2026-01-07T00:00:00+09:00,2026-02-03T10:00:00+09:00,0,,,prospect,,,
  Cb37f967cc187ff8f41494aa206db893d,,東京都,1980,male,2026-01-05T00:00:00+09:00,,2,2,2,2026-01-05T00:00:00+09:00,2026-02-01T10:00:00+09:00,0,,,prospect,,,
  $ veil crosswalk | cut -d, -f1-4
  customer_id,source,native_id,record
  C26885035b54db81a43b486ac1ea89b5d,shop,59de088bccf5ad25881152bf1b7fb2c5,shop:59de088bccf5ad25881152bf1b7fb2c5
  C6274481f892da238ad3d3419a0fe78f5,phone,8d355c77f0ef2596e7fe00faef11e9f0,phone:8d355c77f0ef2596e7fe00faef11e9f0
  C6274481f892da238ad3d3419a0fe78f5,shop,3461c7b5425cac158f79afa0a3737311,shop:3461c7b5425cac158f79afa0a3737311
  Cb37f967cc187ff8f41494aa206db893d,phone,c942da579e4ab861bb2fd2921a5e7ca2,phone:c942da579e4ab861bb2fd2921a5e7ca2
  Cb37f967cc187ff8f41494aa206db893d,shop,a18c90490589dc03cef3b39f3bcb50d1,shop:a18c90490589dc03cef3b39f3bcb50d1
  $ veil records
  record,source,native_id,channel,id:card,country,region,birth_date,gender,registered_at,updated_at,status,merged_into,opt_out
  shop:3461c7b5425cac158f79afa0a3737311,shop,3461c7b5425cac158f79afa0a3737311,shop,6d00c00e23b3c01eafc39b45bc4cca3b,,大阪府,,female,2026-01-07T00:00:00+09:00,,,,
  shop:59de088bccf5ad25881152bf1b7fb2c5,shop,59de088bccf5ad25881152bf1b7fb2c5,shop,,,,1999,,,,,,
  phone:8d355c77f0ef2596e7fe00faef11e9f0,phone,8d355c77f0ef2596e7fe00faef11e9f0,phone,,,,,,,,,,
  shop:a18c90490589dc03cef3b39f3bcb50d1,shop,a18c90490589dc03cef3b39f3bcb50d1,shop,a9f5b1b0d49bb90c6d12608fe948321e,,東京都,1980,male,2026-01-05T00:00:00+09:00,,,,
  phone:c942da579e4ab861bb2fd2921a5e7ca2,phone,c942da579e4ab861bb2fd2921a5e7ca2,phone,35fc5b263c47d1cdb1159887c7dbb2d7,,,,,,,,,
  $ veil events | cut -d, -f1-5
  event_key,source,event_id,record,customer_id
  phone:06db81e0861cf78448aaabb5572745c9,phone,06db81e0861cf78448aaabb5572745c9,phone:c942da579e4ab861bb2fd2921a5e7ca2,Cb37f967cc187ff8f41494aa206db893d
  phone:dd430d0af41a68ad635a7a498d462a11,phone,dd430d0af41a68ad635a7a498d462a11,phone:8d355c77f0ef2596e7fe00faef11e9f0,C6274481f892da238ad3d3419a0fe78f5
  phone:eb19ae13bba336be2e697c0677367947,phone,,,
  $ veil events | cut -d, -f6-14
  native_id,channel,event,occurred_at,ended_at,outcome,direction,case_id,topic
  c942da579e4ab861bb2fd2921a5e7ca2,phone,inquiry,2026-02-01T10:00:00+09:00,,,,04d1cfe4c5384222e46b577ce7831732,refund
  8d355c77f0ef2596e7fe00faef11e9f0,phone,inquiry,2026-02-03T10:00:00+09:00,,,,afe5a014898df6eac7ea428051d78881,refund
  ,phone,visit,2026-02-04T10:00:00+09:00,,,,,
  $ veil events | head -n 1
  event_key,source,event_id,record,customer_id,native_id,channel,event,occurred_at,ended_at,outcome,direction,case_id,topic,product,quantity,amount,currency,csat,csat_scale,nps,ces,first_reply_at,resolved_at,handle_seconds,wait_seconds,handover_channel,agent,team,automated,context_passed,reopens,transfers,replies,campaign,location,device,event_updated_at
  $ veil events | cut -d, -f28,37
  agent,device
  1ce80d61239940e86f27f6a2bd0d4434,
  1ce80d61239940e86f27f6a2bd0d4434,
  ,
  $ veil links
  left,right,kind,weight,verdict,reason
  phone:8d355c77f0ef2596e7fe00faef11e9f0,shop:3461c7b5425cac158f79afa0a3737311,email,,linked,
  shop:a18c90490589dc03cef3b39f3bcb50d1,phone:c942da579e4ab861bb2fd2921a5e7ca2,email,,linked,

Nothing of what people wrote or are called comes through, in any format:

  $ for table in customers crosswalk records events links; do
  >   for f in csv tsv json jsonl md table; do veil $table -f $f; done
  > done >all
  $ grep -ciE 'sato|佐藤|mori|港区|-77|dog|private|oda|minato|sakai|-05-17' all
  0
  [1]
  $ grep -cE 'C0000|shop:[123]\b|phone:[19]\b|:t1|K1' all
  0
  [1]

The same key gives the same names, so that the tables join, in each format and
tomorrow; with another key nothing fits:

  $ veil crosswalk -f tsv | tail -n +2 | cut -f 1 | sort -u >in-crosswalk
  $ veil customers -f tsv | tail -n +2 | cut -f 1 | sort | cmp - in-crosswalk
  $ veil crosswalk -f tsv | tail -n +2 | cut -f 4 | sort >names
  $ veil records -f tsv | tail -n +2 | cut -f 1 | sort | cmp - names
  $ veil events -f tsv | tail -n +2 | cut -f 4 | grep . | sort -u | join - names | wc -l
  2
  $ veil events -f tsv | tail -n +2 | cut -f 5 | grep . | sort -u | join - in-crosswalk | wc -l
  2
  $ veil links -f tsv | tail -n +2 | cut -f 1,2 | tr '\t' '\n' | sort -u | join - names | wc -l
  4
  $ veil customers --provenance -f tsv | tail -n +2 | tr '\t' '\n' | grep : | grep -v T | sort -u | join - names | wc -l
  3
  $ veil crosswalk >one && veil crosswalk | cmp - one
  $ printf '0123456789abcdef0123456789abcdeX' >key
  $ veil crosswalk -f tsv | tail -n +2 | cut -f 4 | sort | join - names
