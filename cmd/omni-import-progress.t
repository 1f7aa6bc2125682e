Progress is drawn on a terminal, not before a second has passed, and wiped out
at the end. Here the rows come so slowly that the second passes.

  $ cat >rows <<'EOF'
  > pad=$(printf '%080d' 0)
  > echo customer_id,full_name,attr:pad
  > seq -f "$1%g,Sato,$pad" 1 6000
  > test -z "$2" || sleep "$2"
  > seq -f "$1%g,Ito,$pad" 6001 12000
  > EOF
  $ slowly() { timeout 60 sh -c "sh rows $1 1.2 >$2"; }
  $ drawn() { tr '\r' '\n' | LC_ALL=C sed "s/$(printf '\033')\[K/<wiped>/g" | grep -v '^$'; }
  $ shell() { TERM=xterm script -qec "$1" /dev/null </dev/null; }
  $ mkfifo slow1 slow2 slow3
  $ slowly b slow1 &
  $ shell 'omni-import -c shop slow1 >/dev/null' | drawn
  slow1: 8192 rows<wiped>
  <wiped>omni-import: 1 file, 12000 rows read, 0 rejected
  $ slowly c slow2 &
  $ shell 'omni-import -q -c shop slow2 >/dev/null' | drawn
  [1]
  $ slowly d slow3 &
  $ omni-import -c shop slow3 2>&1 >/dev/null | drawn
  omni-import: 1 file, 12000 rows read, 0 rejected
  $ wait

What takes less than a second draws nothing.

  $ sh rows e '' >fast.csv
  $ shell 'omni-import -c shop fast.csv >/dev/null' | drawn
  omni-import: 1 file, 12000 rows read, 0 rejected
