omni-merge: a bound on memory
=============================

The kernel holds it. A program with sanitizers cannot bear that, so that what
follows is not looked at there:

  $ is_sanitized() {
  >   grep -q __asan_init "$(command -v omni-merge)"
  > }

No more memory than this, or not at all. Several threads take more than one, so
that one is tried where several do not go. When that does not go either, nothing
is stored, not even in part:

  $ {
  >   echo customer_id,family_name,given_name
  >   seq 40000 | sed 's/.*/&,Name&,Ann&/'
  > } >many.csv
  $ omni-import -q -s many.db -c crm many.csv
  $ is_sanitized || omni-merge -s many.db --threads 2 --memory 16M 2>why ||
  >   test $? = 71
  $ cat >wanted <<EOF
  > omni-merge: --memory 16M is not enough for 2 threads: taking one
  > omni-merge: --memory 16M is not enough for this store
  > EOF
  $ is_sanitized || cmp why wanted
  $ omni-merge -s many.db --runs | wc -l
  1
  $ is_sanitized || omni-merge -qn -o run.csv -s many.db --memory 1G
  $ is_sanitized || cut -d, -f2-3 run.csv | grep -c 40000,40000 >n
  $ is_sanitized || echo 1 | cmp - n

What is no size:

  $ omni-merge -s many.db --memory 2GB
  omni-merge: --memory is not a size such as 800M or 2G
  try 'omni-merge --help'
  [64]
  $ omni-merge -s many.db --memory 100K
  omni-merge: --memory is less than 16M
  try 'omni-merge --help'
  [64]
