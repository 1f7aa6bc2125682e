omni-merge: neither order nor threads play a part
=================================================

Two exports of the demo name some hundreds of people, in kanji and in kana, with
variants, typing errors and families on one telephone. They come as one file:

  $ demo="$TESTDATA/demo"
  $ omni-import -q -s demo.db -m eccube-orders "$demo/eccube-orders.csv"
  $ omni-import -q -s demo.db -m smaregi-members "$demo/smaregi-members.csv"
  $ omni-export -s demo.db records -f csv | cut -d, -f1,5- |
  >   sed '1s/^record/customer_id/; s/^\([a-z]*\):/\1-/' >people.csv
  $ wc -l <people.csv
  445

In ten orders, merged in one, two and three threads, they give the same
customers with the same ids:

  $ shuffled() {
  >   yes "$1" | head -c 100000 >seed
  >   head -n 1 people.csv
  >   tail -n +2 people.csv | shuf --random-source=seed
  > }
  $ for order in 1 2 3 4 5 6 7 8 9 10; do
  >   shuffled "$order" >some.csv
  >   rm -f all.db
  >   omni-import -q -s all.db -c crm some.csv
  >   for threads in 1 2 3; do
  >     cp all.db some.db
  >     omni-merge -q -s some.db --threads "$threads"
  >     omni-export -s some.db crosswalk -f csv | cut -d, -f1-4 |
  >       sort >"$order-$threads"
  >   done
  > done
  $ ls [0-9]* | wc -l
  30
  $ wc -l <1-1
  445
  $ test "$(cut -d, -f1 1-1 | uniq -d | wc -l)" -gt 50
  $ for file in [0-9]*; do cmp 1-1 "$file"; done

Bit by bit, with the model that was trained on them all, customers may get
other ids, as a merge does not know who is to come; but the same records are
together. A customer is called by the first of its records here:

  $ partition() {
  >   sort -t, -k 1,1 -k 4,4 | awk -F, -v OFS=, '
  >     $1 != last { last = $1; first = $4 }
  >     { print $4, first }' | sort
  > }
  $ omni-merge -q -s some.db --save-model trained.json
  $ partition <1-1 >whole
  $ for order in 1 2 3; do
  >   shuffled "$order" >some.csv
  >   rm -f some.db
  >   for part in 1 2 3; do
  >     awk -v part="$part" 'NR == 1 || NR % 3 + 1 == part' some.csv >part.csv
  >     omni-import -q -s some.db -c crm part.csv
  >     omni-merge -q -s some.db --model trained.json
  >   done
  >   omni-export -s some.db crosswalk -f csv | cut -d, -f1-4 | partition |
  >     cmp whole -
  > done
