# shellcheck shell=bash
# kill -9 at any moment; read by scripts/faults/run, which knows what a store
# has to hold. The moments are spread evenly over the time that an import
# takes, and a little beyond.

kills=1000
[ "${2-0}" -eq 0 ] || kills=$2

start=$(date +%s%N)
cp before.db store.db
import store.db second.csv >/dev/null
took_us=$((($(date +%s%N) - start) / 1000))

for ((kill = 1; kill <= kills; kill++)); do
  wait_us=$((took_us * 11 * kill / (10 * kills)))
  cp before.db store.db
  rm -f store.db-journal
  omni-import -q -c desk -s store.db --as-of 2026-06-01 second.csv \
    >out 2>said &
  pid=$!
  sleep "$(printf '%d.%06d' $((wait_us / 1000000)) $((wait_us % 1000000)))"
  kill -9 "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  judge $?
done
